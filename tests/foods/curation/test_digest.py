"""The mail of a day to curators: to whom, once, and what it says."""

import datetime as dt
from smtplib import SMTPServerDisconnected

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from accounts.models import User
from foods.curation import digest
from foods.curation.proposals import raise_for
from foods.models import ConcernKind, ConcernState, Curator
from tests.factories import ConcernFactory, ProposalFactory, UserFactory
from tests.foods.curation.people import NOW, a_curator

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def mail_is_set_up(settings, time_machine):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://b12.example.org"
    time_machine.move_to(NOW, tick=False)


def reader(*, verified: bool = True, **fields) -> User:
    return _with_address(a_curator(**fields), verified=verified)


def _with_address(person: User, *, verified: bool = True) -> User:
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=verified)
    return person


def run(capsys) -> str:
    call_command("send_curation_digest")
    return capsys.readouterr().out


def sent_to() -> list[str]:
    return [address for message in mail.outbox for address in message.to]


def test_a_curator_who_never_chose_gets_one_mail_a_day(capsys, time_machine):
    person = reader()
    ConcernFactory()
    assert [run(capsys), run(capsys)] == ["Mails sent: 1.\n", "Mails sent: 0.\n"]
    time_machine.move_to(NOW + dt.timedelta(days=1), tick=False)
    run(capsys)

    assert sent_to() == [person.email] * 2
    assert Curator.objects.get(user=person).last_mail_on == TODAY + dt.timedelta(days=1)


def test_it_goes_to_curators_leads_and_administrators_each_once(capsys):
    both = reader()
    both.groups.add(*both.groups.model.objects.all())
    boss = _with_address(UserFactory(is_staff=True, is_superuser=True))
    ConcernFactory()
    run(capsys)

    assert sent_to() == [both.email, boss.email]


def test_it_goes_to_nobody_else(capsys):
    ConcernFactory()
    _with_address(UserFactory())
    _with_address(UserFactory(is_staff=True))
    reader(verified=False)
    reader(is_active=False)
    Curator.objects.create(user=reader(), digest=False)
    demoted = reader()
    User.objects.filter(pk=demoted.pk).update(is_staff=False)
    moved = reader()
    User.objects.filter(pk=moved.pk).update(email="new@example.org")

    assert run(capsys) == "Mails sent: 0.\n"
    assert mail.outbox == []


def test_nothing_open_is_no_mail(capsys):
    reader()
    ConcernFactory(state=ConcernState.REJECTED)

    assert run(capsys) == "Mails sent: 0.\n"
    assert not Curator.objects.exists()


def test_it_says_how_much_is_open_and_who_waits_since_when_and_nothing_of_anybody(capsys):
    reader()
    ConcernFactory.create_batch(2, kind=ConcernKind.OUTLIER)
    for day in (3, 9):
        raise_for(ProposalFactory(sent_at=NOW.replace(day=day), reason="Secret reason"), now=NOW)
    run(capsys)
    (message,) = mail.outbox

    assert message.subject == "Cobalog: 4 foods to look at"
    assert message.body == (
        "Open in the queue:\n\n* Correction: 2\n* Outlier: 2\n\n2 proposals wait, the first since 3 March 2026.\n\n"
        "Look at them:\nhttps://b12.example.org/curate/\n\n"
        "You get this once a day because you are a curator. To end it:\n"
        "https://b12.example.org/curate/settings/\n\n--\nCobalog\n"
    )
    assert message.extra_headers == {"Auto-Submitted": "auto-generated"}


def test_one_food_without_proposals(capsys):
    reader()
    ConcernFactory(kind=ConcernKind.STALE)
    run(capsys)

    assert mail.outbox[0].subject == "Cobalog: 1 food to look at"
    assert mail.outbox[0].body.startswith("Open in the queue:\n\n* Stale: 1\n\nLook at them:\n")


def test_of_two_runs_at_once_one_sends(capsys, monkeypatch):
    person = reader()
    ConcernFactory()
    right = digest.claim

    def late(someone, day) -> bool:
        assert right(someone, day) is True
        return right(someone, day)

    monkeypatch.setattr("foods.management.commands.send_curation_digest.claim", late)
    assert run(capsys) == "Mails sent: 0.\n"
    assert Curator.objects.get(user=person).last_mail_on == TODAY


def test_a_mail_that_fails_is_tried_again_and_the_others_get_theirs(capsys, monkeypatch):
    first, second = reader(), reader()
    ConcernFactory()
    right = EmailBackend.send_messages

    def broken(backend, messages):
        if messages[0].to == [first.email]:
            raise SMTPServerDisconnected(f"550 {first.email}")
        return right(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    with pytest.raises(CommandError) as raised:
        call_command("send_curation_digest")
    assert str(raised.value) == "Mails not sent: 1 (SMTPServerDisconnected). The next run tries again."
    assert (sent_to(), Curator.objects.get(user=first).last_mail_on) == ([second.email], None)
    monkeypatch.undo()
    capsys.readouterr()
    assert run(capsys) == "Mails sent: 1.\n"


@pytest.mark.parametrize(
    ("name", "value"), [("SITE_URL", ""), ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")]
)
def test_a_site_that_is_not_set_up_sends_nothing_and_says_so(settings, name, value):
    reader()
    ConcernFactory()
    setattr(settings, name, value)
    with pytest.raises(CommandError, match="set EMAIL_URL and SITE_URL first"):
        call_command("send_curation_digest")


def test_each_curator_takes_as_many_queries_as_the_next(capsys, django_assert_num_queries):
    ConcernFactory()
    for _ in range(3):
        Curator.objects.create(user=reader(), last_mail_on=TODAY)
    with django_assert_num_queries(3 + 3 * 3):
        run(capsys)
