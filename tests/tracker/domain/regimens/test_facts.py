"""A regimen as rules see it."""

import pytest

from tests.tracker.domain.regimens.plans import day, phase, plan, stands
from tracker.domain.regimens.facts import to_facts
from tracker.domain.risks.facts import Regimen


def facts(of, *had: str, first_dose: str | None = None) -> Regimen:
    return to_facts(of, stands(of, *had), first_dose=day(first_dose) if first_dose else None)


def test_what_rules_ask_of_an_injection():
    of = plan(
        phase("months", 3, "2025-12-10"), route="injected", last_dose=True, form="hydroxocobalamin",
        entered=day("2025-12-01"), reviewed_on=day("2026-01-05"),
    )  # fmt: skip

    assert facts(of, "2025-12-10", first_dose="2025-12-10") == Regimen(
        route="injected", interval_days=91, due=day("2026-03-10"), entered=day("2025-12-01"), began=day("2025-12-10"),
        reviewed=day("2026-01-05"), form="hydroxocobalamin",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("route", "expected"),
    [("sublingual", "swallowed"), ("swallowed", "swallowed"), ("nasal", "nasal"), ("injected", "injected")],
)
def test_under_the_tongue_is_swallowed(route, expected):
    assert facts(plan(phase("days"), route=route)).route == expected


def test_what_its_owner_says_of_the_beginning_goes_first():
    assert facts(plan(phase("days"), began=day("2020-07-01")), first_dose="2026-03-01").began == day("2020-07-01")
    assert facts(plan(phase("days"))).began is None


@pytest.mark.parametrize(
    ("of", "interval"),
    [
        (plan(phase("days")), 1),
        (plan(phase("hours", 8)), 1),
        (plan(phase("weeks", weekdays=frozenset((0, 2, 4)))), 2),
        (plan(phase("months")), 30),
        (plan(phase("months", start="2026-05-01")), 30),  # of the phase to come
        (plan(phase("as_needed")), 0),
        (plan(phase("days", end="2026-03-02")), 0),  # over
    ],
)
def test_the_interval_is_in_whole_days(of, interval):
    assert facts(of).interval_days == interval


def test_loading_and_stopped_are_as_today():
    loading = phase("days", 2, "2026-03-10", "2026-03-20", loading=True)

    assert facts(plan(loading, phase("months", 2, "2026-03-21"))).loading
    assert not facts(plan(loading, phase("months", 2, "2026-03-12"))).loading
    assert facts(plan(phase("days"), stopped_on=day("2026-03-13"))).stopped
    assert not facts(plan(phase("days"), stopped_on=day("2026-03-14"))).stopped


@pytest.mark.parametrize(
    ("entered", "had", "due"),
    [
        ("2026-03-10", [], None),  # it began before it was typed in: nobody knows
        ("2025-12-10", [], "2025-12-10"),
        ("2026-03-10", ["2025-12-12"], "2026-03-12"),
    ],
)
def test_when_the_next_one_is_due_is_unknown_where_nothing_is_logged_of_an_older_plan(entered, had, due):
    of = plan(phase("months", 3, "2025-12-10"), route="injected", last_dose=True, entered=day(entered))

    assert facts(of, *had).due == (day(due) if due else None)
