"""How regimens read: rhythm, where they stand, how they were kept. Never praise, never blame."""

import datetime as dt

import pytest

from tracker.domain.regimens.adherence import Kept
from tracker.domain.regimens.plans import CountsFrom, Phase, Plan, Standing, State, Unit
from tracker.reports.care.regimen_words import ago_words, kept_words, parts_of, pill_of, rhythm_words
from tracker.reports.care.regimens import look_back_days

TODAY = dt.date(2026, 3, 14)
LAST, CALENDAR = CountsFrom.LAST_DOSE, CountsFrom.CALENDAR


def phase(unit: str, every: int, **more) -> Phase:
    return Phase(Unit(unit), every, more.pop("starts_on", TODAY), **more)


@pytest.mark.parametrize(
    ("said", "counts_from", "words"),
    [
        (phase("weeks", 12), LAST, "every 12 weeks, counted from the last dose"),
        (phase("weeks", 12), CALENDAR, "every 12 weeks"),
        (phase("weeks", 1), CALENDAR, "every week"),
        (phase("days", 1), LAST, "every day"),
        (phase("days", 1, at=dt.time(8, 5)), CALENDAR, "every day at 08:05"),
        (phase("days", 2), CALENDAR, "every 2 days"),
        (phase("months", 1), LAST, "every month, counted from the last dose"),
        (phase("months", 3), CALENDAR, "every 3 months"),
        (phase("hours", 8, at=dt.time(8)), CALENDAR, "every 8 hours"),
        (phase("hours", 1), CALENDAR, "every hour"),
        (phase("weeks", 1, weekdays=frozenset((4, 0, 2))), CALENDAR, "every week on Monday, Wednesday and Friday"),
        (phase("weeks", 2, weekdays=frozenset((6,))), CALENDAR, "every 2 weeks on Sunday"),
        (phase("weeks", 1, weekdays=frozenset(range(7))), CALENDAR, "every day"),
        (phase("as_needed", 1), LAST, "as needed"),
    ],
)
def test_a_rhythm_reads_as_people_say_it(said, counts_from, words):
    assert rhythm_words(said, counts_from) == words


def plan(route: str = "injected", *, prescribed: bool = True, **more) -> Plan:
    return Plan(1, "B12", route, more.pop("phases", (phase("weeks", 12),)), LAST, prescribed=prescribed, **more)


def day(n: int) -> dt.date:
    return TODAY + dt.timedelta(days=n)


@pytest.mark.parametrize(
    ("state", "due", "words", "kind"),
    [
        (State.NOT_YET, 16, "in 16 days", ""),
        (State.TOO_SOON, 80, "in 80 days", ""),
        (State.NOT_YET, 1, "tomorrow", ""),
        (State.NOT_YET, 0, "later today", ""),
        (State.DUE, 0, "due today", "now"),
        (State.DUE, -1, "was due yesterday", "now"),
        (State.DUE, -7, "was due 7 days ago", "now"),
        (State.OVERDUE, -8, "overdue 8 days", "late"),
        (State.OVERDUE, -1, "overdue 1 day", "late"),
        (State.OVERDUE, 0, "overdue since today", "late"),
        (State.TAKEN, 84, "taken today", ""),
        (State.AS_NEEDED, None, "as needed", ""),
        (State.OVER, None, "at its end", ""),
        (State.NOT_YET, None, "nothing due", ""),
    ],
)
def test_a_pill_says_where_it_stands(state, due, words, kind):
    standing = Standing(state, None if due is None else day(due), max(-(due or 0), 0))
    pill = pill_of(plan(), standing, today=TODAY)
    assert (pill.words, pill.kind) == (words, kind)


@pytest.mark.parametrize(
    ("route", "prescribed", "kind"),
    [("injected", True, "late"), ("nasal", True, "late"), ("injected", False, "gap"), ("swallowed", True, "gap")],
)
def test_red_is_for_treatment_that_is_late(route, prescribed, kind):
    standing = Standing(State.OVERDUE, day(-9), 9)
    assert pill_of(plan(route, prescribed=prescribed), standing, today=TODAY).kind == kind


def test_what_was_stopped_says_so_and_an_hour_is_named():
    assert pill_of(plan(stopped_on=day(-1)), Standing(State.OVER), today=TODAY).words == "stopped"
    assert pill_of(plan(), Standing(State.DUE, TODAY), today=TODAY, time="14:00").words == "due today at 14:00"
    assert pill_of(plan(), Standing(State.NOT_YET, TODAY), today=TODAY, time="14:00").words == "today at 14:00"


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (Kept(0, 0, 0, 0, 0), ""),
        (Kept(12, 12, 0, 0, 0), "12 of 12 kept"),
        (Kept(12, 11, 0, 1, 0), "11 of 12 kept, 1 left out on purpose"),
        (Kept(12, 8, 2, 1, 1), "8 of 12 kept, 2 late, 1 left out on purpose, 1 not logged"),
        (Kept(3, 0, 0, 0, 3), "0 of 3 kept, 3 not logged"),
    ],
)
def test_how_it_was_kept_is_said_without_blame(kept, words):
    assert kept_words(kept) == words


@pytest.mark.parametrize(("n", "words"), [(0, "today"), (1, "yesterday"), (2, "2 days ago"), (68, "68 days ago")])
def test_a_day_is_said_by_how_long_ago_it_is(n, words):
    assert ago_words(day(-n), today=TODAY) == words


def test_the_parts_of_a_plan_name_their_days_and_the_one_that_holds():
    loading = phase("days", 2, ends_on=day(13), loading=True)
    after = phase("weeks", 12, starts_on=dt.date(2027, 1, 1))
    parts = parts_of(plan(phases=(loading, after)), today=TODAY, now=loading)

    assert [tuple(part) for part in parts] == [
        ("every 2 days, counted from the last dose", "14 March to 27 March", True, True),
        ("every 12 weeks, counted from the last dose", "from 1 January 2027", False, False),
    ]


@pytest.mark.parametrize(
    ("said", "days"),
    [
        (phase("days", 1), 90),
        (phase("weeks", 1), 90),
        (phase("days", 8), 96),
        (phase("weeks", 12), 1008),
        (phase("months", 6), 1098),
        (phase("as_needed", 1), 90),
    ],
)
def test_it_is_looked_back_90_days_or_12_doses(said, days):
    assert look_back_days(plan(phases=(said,))) == days
