"""The calendar of doses to come: read back by the library that calendars are read by."""

import datetime as dt

import pytest
from icalendar import Calendar

from accounts.models import User
from tests.factories import EntryFactory, PhaseFactory, RegimenFactory, UserFactory
from tracker.models import Regimen, Reminders
from tracker.reports.feed import Feed

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
TODAY = NOW.date()


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def plan(person: User, *, phase: dict | None = None, **fields) -> Regimen:
    made = RegimenFactory(owner=person, **{"name": "Secret tablets", "entered_on": ago(400), **fields})
    PhaseFactory(regimen=made, **{"starts_on": ago(400), **(phase or {})})
    return made


def had(regimen: Regimen, days: int) -> None:
    moment = NOW.replace(hour=8) - dt.timedelta(days=days)
    EntryFactory(owner=regimen.owner, food=regimen.food, eaten_at=moment, origin=regimen.food.origin)


def calendar(person: User, now: dt.datetime = NOW) -> Calendar:
    return Calendar.from_ical(Feed.build(User.objects.get(pk=person.pk), now=now).text)


def events(person: User, now: dt.datetime = NOW) -> list:
    return calendar(person, now).walk("VEVENT")


def begins(person: User, now: dt.datetime = NOW) -> list:
    return [event.decoded("dtstart") for event in events(person, now)]


def test_somebody_without_a_plan_has_a_calendar_with_nothing_in_it(person):
    found = calendar(person)
    assert (found["version"], found["prodid"], str(found["x-wr-calname"])) == (
        "2.0",
        "-//Cobalog//Reminders//EN",
        "Cobalog",
    )
    assert found.walk("VEVENT") == []


def test_a_dose_is_an_event_of_a_whole_day(person):
    plan(person, phase={"starts_on": TODAY, "ends_on": TODAY})
    (event,) = events(person)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (TODAY, TODAY + dt.timedelta(days=1))
    assert event.decoded("dtstamp") == NOW
    assert (event["transp"], event["class"]) == ("TRANSPARENT", "PRIVATE")


def test_a_time_that_was_said_goes_along_to_any_zone(person):
    """Floating, so that it is eight o'clock wherever somebody is, and on days when clocks change."""
    plan(person, phase={"starts_on": TODAY, "ends_on": TODAY, "at": dt.time(8, 30)})
    text = Feed.build(person, now=NOW).text.decode()
    assert "DTSTART:20260314T083000\r\n" in text
    assert "DTEND:20260314T084500\r\n" in text


def test_there_is_no_alarm_and_no_word_of_what_is_due(person):
    plan(person)
    text = Feed.build(person, now=NOW).text.decode()
    assert "SUMMARY:B12: something is due\r\n" in text
    assert [word for word in ("VALARM", "Secret", "tablet", "DESCRIPTION", person.email) if word in text] == []


def test_names_stand_there_for_whoever_wants_them_in_any_letters(person):
    Reminders.objects.create(owner=person, names=True)
    plan(person, name="Größe, 1; \\ " + "long " * 20, phase={"starts_on": TODAY, "ends_on": TODAY})
    assert events(person)[0]["summary"] == "Größe, 1; \\ " + "long " * 20
    lines = Feed.build(person, now=NOW).text.split(b"\r\n")
    assert max(map(len, lines)) <= 75


def test_line_breaks_in_a_name_make_no_lines_of_their_own(person):
    Reminders.objects.create(owner=person, names=True)
    plan(person, name="x\r\nBEGIN:VALARM", phase={"starts_on": TODAY, "ends_on": TODAY})
    assert "VALARM" not in [part.name for part in calendar(person).walk()]


def test_an_event_keeps_its_name_while_days_go_by_and_each_has_its_own(person):
    plan(person, phase={"unit": "weeks"})
    plan(person, phase={"unit": "weeks"})
    today = {event["uid"]: event.decoded("dtstart") for event in events(person)}
    later = {event["uid"]: event.decoded("dtstart") for event in events(person, NOW + dt.timedelta(days=10))}
    both = today.keys() & later.keys()
    assert len(today) == len(events(person))
    assert len(both) > 20
    assert {uid: today[uid] for uid in both} == {uid: later[uid] for uid in both}


@pytest.mark.parametrize(
    ("phase", "count", "last"),
    [
        ({}, 60, TODAY + dt.timedelta(days=59)),  # 60 events
        ({"unit": "weeks", "starts_on": TODAY}, 18, TODAY + dt.timedelta(days=119)),  # 120 days
        ({"unit": "hours", "every": 8, "starts_on": TODAY}, 60, TODAY + dt.timedelta(days=59)),  # one a day
        ({"unit": "as_needed"}, 0, None),
        ({"starts_on": TODAY + dt.timedelta(days=120)}, 1, TODAY + dt.timedelta(days=120)),
        ({"starts_on": TODAY + dt.timedelta(days=121)}, 0, None),
    ],
)
def test_it_reaches_120_days_and_60_events(person, phase, count, last):
    plan(person, phase=phase)
    found = begins(person)
    assert (len(found), found[-1] if found else None) == (count, last)


def test_of_several_plans_the_next_60_doses_stand_in_order(person):
    for _ in range(2):
        plan(person)
    found = begins(person)
    assert found == sorted([TODAY + dt.timedelta(days=n) for n in range(30)] * 2)


def test_what_was_had_is_not_to_come(person):
    had(plan(person), 0)
    assert begins(person)[0] == TODAY + dt.timedelta(days=1)


def test_what_is_late_stays_on_its_day(person):
    had(plan(person, counts_from="last_dose", phase={"unit": "weeks", "every": 4}), 30)
    assert begins(person)[:2] == [ago(2), TODAY + dt.timedelta(days=28)]


@pytest.mark.parametrize("fields", [{"remind": False}, {"stopped_on": ago(1)}])
def test_what_needs_no_reminding_is_not_in_it(person, fields):
    plan(person, **fields)
    assert events(person) == []


def test_a_dose_left_out_is_not_in_it(person):
    plan(person).skips.create(due_on=TODAY)
    assert begins(person)[0] == TODAY + dt.timedelta(days=1)


def test_the_plans_of_another_are_not_in_it(person):
    plan(UserFactory())
    assert events(person) == []


def test_today_is_that_of_the_person(person):
    person.time_zone = "Asia/Tokyo"
    person.save()
    plan(person)
    assert begins(person, NOW.replace(hour=16))[0] == TODAY + dt.timedelta(days=1)


@pytest.mark.parametrize("plans", [1, 10])
def test_it_takes_three_queries(person, plans, django_assert_num_queries):
    for _ in range(plans):
        had(plan(person), 1)
    person = User.objects.get(pk=person.pk)
    with django_assert_num_queries(3):
        Feed.build(person, now=NOW)
