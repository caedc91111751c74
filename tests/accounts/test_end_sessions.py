"""Whoever runs the site can log one person out, or everybody."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from accounts.models import EventKind
from tests.accounts.tabs import Tab, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def mary():
    return somebody()


@pytest.fixture
def john():
    return somebody("john@example.org")


def logged_in(email: str) -> Tab:
    tab = Tab()
    tab.log_in(email)
    return tab


def is_in(tab: Tab) -> bool:
    return tab.get("/today/").status_code == 200


def test_one_person_is_logged_out_everywhere_and_nobody_else(mary, john, capsys):
    here, there, johns = logged_in(mary.email), logged_in(mary.email), logged_in(john.email)
    assert [is_in(tab) for tab in (here, there, johns)] == [True] * 3
    call_command("end_sessions", person=" Mary@Example.org ")

    assert [is_in(tab) for tab in (here, there, johns)] == [False, False, True]
    assert capsys.readouterr().out == "Sessions ended: 2.\n"
    assert mary.usersession_set.count() == 0
    assert mary.events.order_by("-pk").values_list("kind", "detail").first() == (
        EventKind.SESSION_ENDED, "by whoever runs this site"
    )  # fmt: skip


def test_everybody_is_logged_out(mary, john, capsys):
    tabs = [logged_in(mary.email), logged_in(john.email)]
    call_command("end_sessions", all=True)

    assert [is_in(tab) for tab in tabs] == [False, False]
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)
    assert capsys.readouterr().out == "Sessions ended: 2.\n"


def test_a_second_time_there_is_nothing_to_end(mary, capsys):
    logged_in(mary.email)
    for _ in range(2):
        call_command("end_sessions", person=mary.email)

    assert capsys.readouterr().out.splitlines() == ["Sessions ended: 1.", "Sessions ended: 0."]
    assert mary.events.filter(kind=EventKind.SESSION_ENDED).count() == 1


def test_an_address_that_nobody_has_is_said(mary):
    with pytest.raises(CommandError, match=r"^Nobody here has this e-mail address\.$"):
        call_command("end_sessions", person="nobody@example.org")


@pytest.mark.parametrize("said", [{}, {"person": "mary@example.org", "all": True}])
def test_it_wants_one_of_the_two(mary, said):
    arguments = [f"--{name}" if value is True else f"--{name}={value}" for name, value in said.items()]
    with pytest.raises(CommandError):
        call_command("end_sessions", *arguments)
