"""Where the treatment stands: days since the last, when the next is due, by the plan or by the profile."""

import datetime as dt

import pytest

from tests.factories import (
    EntryFactory,
    PhaseFactory,
    ProfileFactory,
    RegimenFactory,
    SymptomScoreFactory,
    TrackedSymptomFactory,
)
from tracker.models import Dose
from tracker.reports.care.injections import InjectionsPage, regimen_of, said_of

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
TODAY = NOW.date()


def injected(person, *ago: int, **fields) -> list:
    """An injection so many days ago each."""
    said = {
        "origin": "injected", "route": "injected", "form": "hydroxocobalamin", "basis": "unit", "amount": 1,
        "quantity": 1, "swallowed_ug": 1000, "added_ug": 1000, "name": "Hydroxocobalamin, 1 mg",
    } | fields  # fmt: skip
    return [EntryFactory(owner=person, eaten_at=NOW - dt.timedelta(days=days), **said) for days in ago]


def planned(person, *, weeks: int = 12, began_ago: int = 400, loading: int | None = None, **fields):
    """A regimen of injections every so many weeks, after `loading` days of one every other day where it is given."""
    regimen = RegimenFactory(owner=person, injections=True, **fields)
    starts = TODAY - dt.timedelta(days=began_ago)
    if loading:
        ends = starts + dt.timedelta(days=loading)
        PhaseFactory(regimen=regimen, unit="days", every=2, starts_on=starts, ends_on=ends, loading=True)
        starts = ends + dt.timedelta(days=1)
    PhaseFactory(regimen=regimen, position=1, unit="weeks", every=weeks, starts_on=starts)
    return regimen


def page(person, **options) -> InjectionsPage:
    return InjectionsPage.build(type(person).objects.get(pk=person.pk), now=NOW, **options)


# --- the heading -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (68, "68 days since your last injection. Next: 30\u00a0March."),
        (1, "1 day since your last injection. Next: 5\u00a0June."),
        (0, "Your last injection was today. Next: 6\u00a0June."),
        (84, "84 days since your last injection. The next is due today."),
        (85, "85 days since your last injection. The next was due on 13\u00a0March."),
        (120, "120 days since your last injection. The next was due on 6\u00a0February."),
    ],
)
def test_the_heading_says_how_long_ago_and_when_next(person, ago, said):
    planned(person)
    injected(person, ago)
    found = page(person)

    assert found.heading == said
    assert found.late is (ago > 84)


def test_without_an_interval_the_next_one_is_not_known(person):
    injected(person, 68)
    found = page(person)

    assert (found.heading, found.due_on, found.phase_words) == ("68 days since your last injection.", None, "")


def test_without_a_plan_the_interval_of_the_profile_counts(person):
    ProfileFactory(owner=person, injection_interval_days=84)
    injected(person, 68)
    found = page(person)

    assert found.heading == "68 days since your last injection. Next: 30\u00a0March."
    assert found.by_profile
    assert found.phase_words == ""


def test_the_plan_goes_before_the_profile(person):
    ProfileFactory(owner=person, injection_interval_days=56)
    planned(person)
    injected(person, 68)

    assert page(person).due_on == dt.date(2026, 3, 30)
    assert not page(person).by_profile


def test_nothing_logged_says_so(person):
    found = page(person)

    assert (found.heading, found.last, found.overlaid, found.cycles) == ("No injection is logged yet.", None, None, ())


def test_a_date_of_another_year_says_its_year(person):
    ProfileFactory(owner=person, injection_interval_days=366)
    injected(person, 68)

    assert page(person).heading.endswith("Next: 6\u00a0January\u00a02027.")


def test_what_is_dated_ahead_and_what_was_removed_do_not_count(person):
    injected(person, 68, -3)
    injected(person, 10, removed_at=NOW)

    assert page(person).days_since == 68


def test_injections_of_others_do_not_count(person):
    injected(EntryFactory().owner, 10)

    assert page(person).last is None


# --- phases ----------------------------------------------------------------------------------------------------------
def test_the_phase_is_that_of_the_plan(person):
    planned(person, began_ago=5, loading=14)
    injected(person, 5, 3, 1)

    assert page(person).phase_words == "Loading phase: every 2 days, counted from the last dose."


def test_after_loading_it_is_maintenance(person):
    planned(person, began_ago=100, loading=14)
    injected(person, 86)

    assert page(person).phase_words == "Maintenance phase: every 12 weeks, counted from the last dose."


def test_a_plan_that_was_stopped_has_no_next(person):
    planned(person, stopped_on=TODAY - dt.timedelta(days=1))
    injected(person, 68)
    found = page(person)

    assert found.heading == "68 days since your last injection."
    assert found.phase_words == "Your plan is over, so nothing is due."


def test_of_two_plans_the_one_that_holds_counts(person):
    planned(person, stopped_on=TODAY - dt.timedelta(days=300))
    holding = planned(person, weeks=8)
    injected(person, 40, food=holding.food)

    assert page(person).own.plan.id == holding.pk


# --- the list --------------------------------------------------------------------------------------------------------
def test_the_list_is_newest_first_with_the_days_between(person):
    injected(person, 236, 152, 152, 68)
    found = page(person)

    assert [line.gap for line in found.lines] == [
        "84 days after the one before",
        "a second one that day",
        "84 days after the one before",
        "",
    ]
    assert [line.day for line in found.lines] == ["5 January", "13 October 2025", "13 October 2025", "21 July 2025"]
    assert found.complete == 2


def test_a_line_says_what_is_known_of_it(person):
    regimen = planned(person)
    known, _ = injected(person, 68, 152)
    Dose.objects.create(entry=known, regimen=regimen, site="left_arm", batch="A 12", note="sore for a day")
    injected(person, 300, swallowed_ug=None, added_ug=None)
    newest, middle, oldest = page(person).lines

    assert newest.details == ("1,000\u00a0µg", "left upper arm", "batch A 12", "sore for a day")
    assert (newest.noted, middle.noted) == (True, False)
    assert middle.details == ("1,000\u00a0µg",)
    assert oldest.details == ("dose unknown",)


@pytest.mark.parametrize(
    ("name", "ug", "details"),
    [
        ("B12 injection, 1,000 µg (hydroxocobalamin)", 1000, ()),
        ("B12 injection, 1,000 µg (hydroxocobalamin)", 500, ("500\u00a0µg",)),
        ("B12 injection, 100\u00a0µg", 100, ()),
        ("B12 injection, 1,500 µg", 500, ("500\u00a0µg",)),
        ("Ampoule", 1000, ("1,000\u00a0µg",)),
    ],
)
def test_a_dose_that_the_name_says_is_not_said_twice(person, name, ug, details):
    injected(person, 68, name=name, swallowed_ug=ug)

    assert page(person).lines[0].details == details


def test_the_last_place_that_was_said_is_kept_in_mind(person):
    regimen = planned(person)
    _, before = injected(person, 68, 152)
    Dose.objects.create(entry=before, regimen=regimen, site="left_arm")

    assert page(person).last_site == "left upper arm"


def test_a_place_that_is_not_in_the_list_is_not_shown(person):
    (entry,) = injected(person, 68)
    Dose.objects.create(entry=entry, regimen=planned(person), site="moon")

    assert page(person).last_site == ""
    assert page(person).lines[0].details == ("1,000\u00a0µg",)


@pytest.mark.parametrize(("asked", "number", "rows"), [(1, 1, 12), (2, 2, 3), (3, 2, 3), (10**9, 2, 3)])
def test_twelve_stand_on_a_page(person, asked, number, rows):
    injected(person, *range(10, 10 + 15 * 28, 28))
    found = page(person, page=asked)

    assert (found.lines.number, len(list(found.lines))) == (number, rows)


def test_injections_close_together_are_no_cycles(person):
    injected(person, 1, 3, 5, 8)

    assert page(person).close_together
    assert not page(EntryFactory().owner).close_together


# --- which plan an injection belongs to ------------------------------------------------------------------------------
def test_an_injection_belongs_to_the_plan_of_its_product_or_to_the_only_one(person):
    (entry,) = injected(person, 68)
    assert regimen_of(person, entry) is None

    del person.__dict__["_regimens"]
    only = planned(person)
    assert regimen_of(person, entry) == only.pk

    del person.__dict__["_regimens"]
    planned(person)
    assert regimen_of(person, entry) is None

    del person.__dict__["_regimens"]
    same = planned(person, food=entry.food, stopped_on=TODAY - dt.timedelta(days=9))
    assert regimen_of(person, entry) == same.pk


def test_what_was_said_of_an_injection_is_where_its_form_begins(person):
    first, second = injected(person, 68, 152)
    Dose.objects.create(entry=first, regimen=planned(person), site="belly", batch="7")

    assert said_of(first) == {"site": "belly", "batch": "7", "note": ""}
    assert said_of(second) == {}


# --- queries ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("injections", [1, 60])
def test_it_takes_four_queries_however_much_there_is(person, injections, django_assert_num_queries):
    planned(person, began_ago=2000)
    injected(person, *range(5, 5 + 30 * injections, 30))
    for key in ("fatigue", "headache", "memory")[: 1 if injections == 1 else 3]:
        TrackedSymptomFactory(owner=person, key=key)
        for week in range(injections * 2):
            SymptomScoreFactory(owner=person, key=key, on=TODAY - dt.timedelta(days=7 * week), score=week % 10)
    someone = type(person).objects.select_related("profile").get(pk=person.pk)

    with django_assert_num_queries(4):
        found = InjectionsPage.build(someone, now=NOW)
        list(found.lines)
    assert found.lines.paginator.count == injections
    assert found.overlaid.chart is not None
