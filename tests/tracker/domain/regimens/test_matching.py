"""Which dose was for which day."""

import datetime as dt

import pytest
from hypothesis import given

from tests.tracker.domain.regimens.plans import (
    FRI,
    MON,
    TODAY,
    WED,
    day,
    doses,
    histories,
    left_outs,
    phase,
    phases,
    plan,
)
from tracker.domain.regimens.matching import between, filled, up_to
from tracker.domain.regimens.recurrence import cycle_days, slots

MONDAYS = phase("weeks", start="2026-03-02")
EVERY_OTHER_DAY = phase("days", 2)  # odd days of March


def matched(of, *had: str, left_out: tuple[str, ...] = ()) -> dict[str, str]:
    found = filled(
        slots(plan(of), day("2026-03-01"), day("2026-03-31")), doses(*had), frozenset(day(one) for one in left_out)
    )
    return {on.isoformat()[5:]: dose.on.isoformat()[5:] for on, dose in sorted(found.items())}


@pytest.mark.parametrize(
    ("of", "had", "expected"),
    [
        (MONDAYS, ["2026-03-09"], {"03-09": "03-09"}),
        (MONDAYS, ["2026-03-12"], {"03-09": "03-12"}),  # three days late
        (MONDAYS, ["2026-03-13"], {"03-16": "03-13"}),  # three days early
        (MONDAYS, ["2026-03-09", "2026-03-12"], {"03-09": "03-09"}),  # one more
        (MONDAYS, ["2026-03-09", "2026-03-13"], {"03-09": "03-09", "03-16": "03-13"}),
        (MONDAYS, ["2026-03-13", "2026-03-14"], {"03-09": "03-14", "03-16": "03-13"}),
        (MONDAYS, ["2026-03-09", "2026-03-09"], {"03-09": "03-09"}),  # twice on one day
        (MONDAYS, ["2026-02-27"], {"03-02": "02-27"}),  # before the first
        (MONDAYS, ["2026-02-26"], {}),
        (phase("days"), ["2026-03-10", "2026-03-12"], {"03-10": "03-10", "03-12": "03-12"}),
        (EVERY_OTHER_DAY, ["2026-03-04"], {"03-03": "03-04"}),  # half way: late rather than early
        (EVERY_OTHER_DAY, ["2026-03-03", "2026-03-04"], {"03-03": "03-03", "03-05": "03-04"}),
        (phase("days", 2, "2026-03-03"), ["2026-03-02"], {"03-03": "03-02"}),
        (
            phase("weeks", weekdays=frozenset((MON, WED, FRI)), start="2026-03-02"),
            ["2026-03-03", "2026-03-04", "2026-03-08"],
            {"03-02": "03-03", "03-04": "03-04", "03-09": "03-08"},
        ),
    ],
)
def test_a_dose_fills_the_nearest_open_day(of, had, expected):
    assert matched(of, *had) == expected


def test_what_was_left_out_is_filled_by_a_dose_of_that_day_only():
    assert matched(MONDAYS, "2026-03-10", left_out=("2026-03-09",)) == {}
    assert matched(MONDAYS, "2026-03-09", left_out=("2026-03-09",)) == {"03-09": "03-09"}


def test_without_days_nothing_is_filled():
    assert filled([], doses("2026-03-09"), frozenset()) == {}


def test_the_last_day_is_filled_within_one_interval():
    ends = phase("weeks", start="2026-03-02", end="2026-03-10")

    assert matched(ends, "2026-03-15") == {"03-09": "03-15"}
    assert matched(ends, "2026-03-16") == {}


def test_doses_are_cut_by_their_date():
    had = doses("2026-03-09", "2026-03-10", "2026-03-11")

    assert up_to(had, day("2026-03-10")) == had[:2]
    assert between(had, day("2026-03-10"), day("2026-03-10")) == had[1:2]


# --- what always holds ------------------------------------------------------------------------------------------------
@given(phases, histories, left_outs)
def test_a_dose_fills_one_day_at_most_and_one_within_its_interval(of, had, left_out):
    near = slots(plan(of), TODAY - dt.timedelta(days=200), TODAY + dt.timedelta(days=200))
    skipped = {skip.due_on for skip in left_out}
    found = filled(near, had, skipped)

    assert len({dose.on for dose in found.values()}) == len(found)
    assert {on for on, dose in found.items() if on in skipped and dose.on != on} == set()
    assert all(abs((on - dose.on).days) <= cycle_days(of) for on, dose in found.items())
    assert {slot.on for slot in near} & {dose.on for dose in had} <= set(found)


@given(phases, histories, left_outs)
def test_older_doses_change_nothing_about_later_days(of, had, left_out):
    cycle = dt.timedelta(days=cycle_days(of))
    skipped = {skip.due_on for skip in left_out}
    everything = filled(slots(plan(of), dt.date(2020, 1, 1), TODAY + 2 * cycle), had, skipped)
    late_ones = filled(slots(plan(of), TODAY - 2 * cycle, TODAY + 2 * cycle), had, skipped)
    last = max((slot.on for slot in slots(plan(of), dt.date(2020, 1, 1), TODAY)), default=None)
    if last is not None:
        assert late_ones.get(last) == everything.get(last)
