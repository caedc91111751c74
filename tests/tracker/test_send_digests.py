"""The mail of a day: to whom, when, once, and what it says."""

import datetime as dt
import io
from smtplib import SMTPServerDisconnected

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.factories import EntryFactory, PhaseFactory, RegimenFactory, UserFactory
from tracker import actions_sharing as actions
from tracker.models import Regimen, Reminders
from tracker.secret_addresses import unsubscribe_token

MORNING = dt.datetime(2026, 3, 14, 8, 5, tzinfo=dt.UTC)
TODAY = MORNING.date()
FIRST = dt.date(2020, 1, 1)


@pytest.fixture(autouse=True)
def mail_is_set_up(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://b12.example.org"


@pytest.fixture(autouse=True)
def morning(time_machine) -> None:
    time_machine.move_to(MORNING, tick=False)


def wanting(*, daily: bool = True, verified: bool = True, person: dict | None = None, **fields) -> User:
    """Somebody who wants mails at eight and takes a tablet a day."""
    somebody = UserFactory(**(person or {}))
    EmailAddress.objects.create(user=somebody, email=somebody.email, primary=True, verified=verified)
    Reminders.objects.create(owner=somebody, **{"by_mail": True, **fields})
    if daily:
        PhaseFactory(regimen=RegimenFactory(owner=somebody, name="Secret tablets", entered_on=FIRST), starts_on=FIRST)
    return somebody


def take(person: User, at: dt.datetime = MORNING) -> None:
    EntryFactory(owner=person, food=person.regimens.get().food, eaten_at=at, origin="supplement")


def run(capsys) -> str:
    call_command("send_digests")
    said = capsys.readouterr()
    return said.out + said.err


def sent_to() -> list[str]:
    return [address for message in mail.outbox for address in message.to]


# --- who --------------------------------------------------------------------------------------------------------------
def test_it_goes_to_whoever_wants_it_on_a_day_when_something_is_due(db, capsys):
    person = wanting()
    assert run(capsys) == "Mails sent: 1.\n"
    assert sent_to() == [person.email]
    assert Reminders.objects.get(owner=person).last_mail_on == TODAY


@pytest.mark.parametrize(
    "fields",
    [
        {"by_mail": False},
        {"verified": False},
        {"person": {"is_active": False}},
        {"person": {"demo_until": MORNING + dt.timedelta(hours=9)}},
        {"daily": False},
        {"hour": 9},
        {"last_mail_on": TODAY},
        {"last_mail_on": TODAY + dt.timedelta(days=1)},  # somebody who flew west
    ],
    ids=str,
)
def test_it_does_not_go_to(db, capsys, fields):
    wanting(**fields)
    assert run(capsys) == "Mails sent: 0.\n"
    assert mail.outbox == []


def test_it_does_not_go_to_an_address_that_is_theirs_no_more(db, capsys):
    person = wanting()
    User.objects.filter(pk=person.pk).update(email="new@example.org")
    assert run(capsys) == "Mails sent: 0.\n"


def test_what_was_taken_or_left_out_needs_no_mail(db, capsys):
    take(wanting())
    wanting().regimens.get().skips.create(due_on=TODAY)
    assert run(capsys) == "Mails sent: 0.\n"


def test_a_plan_without_reminders_needs_no_mail(db, capsys):
    wanting()
    Regimen.objects.update(remind=False)
    assert run(capsys) == "Mails sent: 0.\n"


@pytest.mark.parametrize(("days_late", "mails"), [(0, 1), (1, 1), (14, 1), (15, 0), (20, 0), (21, 1), (28, 1), (29, 0)])
def test_what_is_late_for_long_is_spoken_of_once_a_week(db, capsys, days_late, mails):
    person = wanting(daily=False)
    regimen = RegimenFactory(owner=person, counts_from="last_dose", injections=True, entered_on=FIRST)
    PhaseFactory(regimen=regimen, unit="weeks", every=12, starts_on=TODAY - dt.timedelta(days=days_late))
    assert run(capsys) == f"Mails sent: {mails}.\n"


# --- once -------------------------------------------------------------------------------------------------------------
def test_two_runs_send_one_mail_and_the_next_day_another(db, capsys, time_machine):
    person = wanting()
    assert [run(capsys), run(capsys)] == ["Mails sent: 1.\n", "Mails sent: 0.\n"]
    time_machine.move_to(MORNING + dt.timedelta(hours=15), tick=False)
    assert run(capsys) == "Mails sent: 0.\n"
    time_machine.move_to(MORNING + dt.timedelta(days=1), tick=False)
    assert run(capsys) == "Mails sent: 1.\n"
    assert sent_to() == [person.email] * 2


def test_of_two_runs_at_once_one_sends(db, capsys, monkeypatch):
    """The other has read the same rows, and claims first."""
    person = wanting()

    def late(**named) -> bool:
        monkeypatch.undo()
        assert actions.claim_mail(**named) is True
        return actions.claim_mail(**named)

    monkeypatch.setattr(actions, "claim_mail", late)
    assert run(capsys) == "Mails sent: 0.\n"
    assert Reminders.objects.get(owner=person).last_mail_on == TODAY


def test_whoever_ends_mails_while_they_are_sent_gets_none(db, capsys, monkeypatch):
    wanting()
    right = actions.claim_mail

    def ended(*, by, day) -> bool:
        actions.stop_mails(by=by)
        return right(by=by, day=day)

    monkeypatch.setattr(actions, "claim_mail", ended)
    assert run(capsys) == "Mails sent: 0.\n"


@pytest.mark.parametrize("last_mail_on", [None, TODAY - dt.timedelta(days=3)])
def test_a_mail_that_fails_is_tried_again_and_says_nothing_of_anybody(db, capsys, monkeypatch, last_mail_on):
    first, second = wanting(last_mail_on=last_mail_on), wanting()
    right = EmailBackend.send_messages

    def broken(backend, messages):
        if messages[0].to == [first.email]:
            raise SMTPServerDisconnected(f"550 {first.email} Secret tablets")
        return right(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", broken)
    with pytest.raises(CommandError) as raised:
        call_command("send_digests")
    said = capsys.readouterr().out + str(raised.value)
    assert said == "Mails sent: 1.\nMails not sent: 1 (SMTPServerDisconnected). The next run tries again."
    assert sent_to() == [second.email]
    assert Reminders.objects.get(owner=first).last_mail_on == last_mail_on
    monkeypatch.undo()
    assert run(capsys) == "Mails sent: 1.\n"


@pytest.mark.parametrize(
    ("name", "value"), [("SITE_URL", ""), ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")]
)
def test_a_site_that_is_not_set_up_sends_nothing_and_says_so(db, settings, name, value):
    """A mail that is printed would put what somebody takes into a log."""
    person = wanting()
    setattr(settings, name, value)
    with pytest.raises(CommandError, match="set EMAIL_URL and SITE_URL first"):
        call_command("send_digests")
    assert Reminders.objects.get(owner=person).last_mail_on is None


def test_it_prints_no_names(db, capsys):
    person = wanting(names=True)
    said = run(capsys)
    assert [word for word in (person.email, "Secret", "tablet") if word in said] == []


def test_each_person_takes_as_many_queries_as_the_next(db, capsys, django_assert_num_queries):
    for _ in range(3):
        take(wanting())  # nothing is due
    with django_assert_num_queries(1 + 3 * 2):
        run(capsys)


# --- when: zones, clocks that change, the end of a year ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("zone", "now", "hour", "mails"),
    [
        ("Europe/London", "2026-03-14 07:59", 8, 0),
        ("Europe/London", "2026-03-14 08:00", 8, 1),
        ("Asia/Tokyo", "2026-03-13 22:59", 8, 0),
        ("Asia/Tokyo", "2026-03-13 23:00", 8, 1),
        ("America/Los_Angeles", "2026-03-14 14:59", 8, 0),  # summer time already
        ("America/Los_Angeles", "2026-03-14 15:00", 8, 1),
        ("", "2026-03-14 08:00", 8, 1),  # not set: UTC
        ("Europe/London", "2026-03-29 00:59", 1, 0),  # the hour from one to two is left out that night
        ("Europe/London", "2026-03-29 01:00", 1, 1),
        ("Europe/London", "2026-10-25 00:30", 1, 1),  # it is twenty to two twice that night
        ("Pacific/Kiritimati", "2026-12-31 10:00", 0, 1),  # New Year's Day there
        ("Europe/London", "2026-12-31 23:30", 23, 1),
        ("Europe/London", "2027-01-01 00:00", 0, 1),
    ],
)
def test_the_hour_is_that_of_the_person(db, capsys, time_machine, zone, now, hour, mails):
    wanting(hour=hour, person={"time_zone": zone})
    time_machine.move_to(dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC), tick=False)
    assert run(capsys) == f"Mails sent: {mails}.\n"
    assert run(capsys) == "Mails sent: 0.\n"


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-12-31", "2028-02-29"])
@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland", "America/St_Johns"])
def test_a_run_every_hour_makes_one_mail_on_each_of_their_days(db, capsys, time_machine, day, zone):
    """Three days around one that is 23 or 25 hours long, or the last of its kind."""
    person = wanting(hour=1, person={"time_zone": zone})
    begin = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC) - dt.timedelta(days=1)
    days, mails = set(), []
    for hour in range(72):
        now = begin + dt.timedelta(hours=hour)
        time_machine.move_to(now, tick=False)
        call_command("send_digests", stdout=io.StringIO())
        local = person.local(now)
        days |= {local.date()} if local.hour >= 1 else set()
        mails += [local.date()] * (len(mail.outbox) - len(mails))
    assert mails == sorted(days)


def test_both_times_that_the_clock_shows_one_there_is_one_mail(db, capsys, time_machine):
    wanting(hour=1)
    for now in ("2026-10-25 00:30", "2026-10-25 01:30"):
        time_machine.move_to(dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC), tick=False)
        run(capsys)
    assert len(mail.outbox) == 1


def test_a_day_that_starts_at_four_has_its_mail_then(db, capsys, time_machine):
    """At two it is still the day before, which had its mail."""
    wanting(hour=1, last_mail_on=TODAY - dt.timedelta(days=1), person={"day_start": dt.time(4)})
    time_machine.move_to(MORNING.replace(hour=2), tick=False)
    assert run(capsys) == "Mails sent: 0.\n"
    time_machine.move_to(MORNING.replace(hour=4, minute=0), tick=False)
    assert run(capsys) == "Mails sent: 1.\n"


# --- what it says -----------------------------------------------------------------------------------------------------
def test_the_mail_is_discreet_until_somebody_wants_names(db, capsys):
    person = wanting()
    run(capsys)
    (message,) = mail.outbox
    stop = f"https://b12.example.org/unsubscribe/{unsubscribe_token(person)}/"
    assert message.subject == "B12: something is due"
    assert message.body == (
        "Something on your plan is due.\n\n"
        "Log it, or see what it is:\nhttps://b12.example.org/today/\n\n"
        "You get this because you asked for reminders by e-mail. To end them:\n"
        f"{stop}\n\n--\nCobalog\n"
    )
    assert message.extra_headers == {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_with_names_it_says_what_is_due(db, capsys):
    person = wanting(names=True)
    run(capsys)
    PhaseFactory(regimen=RegimenFactory(owner=person, name="Folic acid & more", entered_on=FIRST), starts_on=FIRST)
    Reminders.objects.update(last_mail_on=None)
    run(capsys)
    one, two = mail.outbox
    assert (one.subject, two.subject) == ("Secret tablets: due today", "B12: something is due")
    assert one.body.startswith("Due on your plan:\n\n* Secret tablets: due today\n\nLog it")
    assert "* Folic acid & more: due today\n* Secret tablets: due today\n" in two.body


def test_the_link_in_the_mail_leads_to_a_page_with_a_button(db, capsys, client):
    person = wanting()
    run(capsys)
    link = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("https://b12.example.org")
    assert client.get(link).status_code == 200
    assert Reminders.objects.get(owner=person).by_mail is True
    client.post(link)
    assert Reminders.objects.get(owner=person).by_mail is False
