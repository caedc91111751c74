"""Mails that commands send: one that fails does not hold up the others, and nobody's address is told."""

import io

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management.base import CommandError, OutputWrapper

from accounts.mails import Sending, mail_works


class Broken(EmailMessage):
    def send(self, *args, **kwargs) -> int:
        raise ConnectionError("to mary@example.org")


@pytest.mark.parametrize(
    ("url", "backend", "works"),
    [
        ("https://b12.example.org", "django.core.mail.backends.smtp.EmailBackend", True),
        ("", "django.core.mail.backends.smtp.EmailBackend", False),
        ("https://b12.example.org", "django.core.mail.backends.console.EmailBackend", False),
        ("https://b12.example.org", "django.core.mail.backends.dummy.EmailBackend", False),
    ],
)
def test_mails_go_out_where_a_server_takes_them_and_links_lead_back(settings, url, backend, works):
    settings.SITE_URL, settings.EMAIL_BACKEND = url, backend

    assert mail_works() is works


def test_one_that_fails_is_given_back_and_the_next_goes_out():
    given_back, sending = [], Sending()
    sending.send(Broken(to=["mary@example.org"]), give_back=lambda: given_back.append("mary"))
    sending.send(EmailMessage("due", "today", to=["john@example.org"]), give_back=lambda: given_back.append("john"))

    assert (sending.sent, sending.failures, given_back) == (1, ["ConnectionError"], ["mary"])
    assert [message.to for message in mail.outbox] == [["john@example.org"]]


def test_what_is_told_is_counts_and_kinds_and_no_address():
    out, sending = io.StringIO(), Sending(sent=2, failures=["OSError", "ConnectionError", "OSError"])
    with pytest.raises(
        CommandError, match=r"^Mails not sent: 3 \(ConnectionError, OSError\)\. The next run tries again\.$"
    ):
        sending.tell(OutputWrapper(out))

    assert out.getvalue() == "Mails sent: 2.\n"


def test_a_run_without_failures_ends_well():
    out = io.StringIO()
    Sending(sent=1).tell(OutputWrapper(out))

    assert out.getvalue() == "Mails sent: 1.\n"
