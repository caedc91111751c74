"""How a plan was kept."""

import datetime as dt

import pytest
from hypothesis import given

from tests.tracker.domain.regimens.plans import TODAY, day, doses, histories, left_outs, phase, plan, plans, skips
from tracker.domain.regimens.adherence import Kept, kept
from tracker.domain.regimens.plans import Taken

DAILY = plan(phase("days"))
MONDAYS = plan(phase("weeks", start="2026-03-02"))
QUARTERLY = plan(phase("months", 3, "2025-03-10"), route="injected", last_dose=True)


def was_kept(of, *had: str, left_out: tuple[str, ...] = (), first: str = "2026-03-01", last: dt.date = TODAY) -> Kept:
    return kept(of, taken=doses(*had), skipped=skips(*left_out), first=day(first), last=last)


@pytest.mark.parametrize(
    ("of", "had", "left_out", "first", "expected"),
    [
        (DAILY, ["2026-03-12", "2026-03-13"], [], "2026-03-12", Kept(2, 2, 0, 0, 0)),  # today is still open
        (DAILY, ["2026-03-12", "2026-03-13", "2026-03-14"], [], "2026-03-12", Kept(3, 3, 0, 0, 0)),
        (DAILY, ["2026-03-12", "2026-03-12"], [], "2026-03-12", Kept(2, 1, 0, 0, 1)),
        (DAILY, ["2026-03-12"], ["2026-03-13"], "2026-03-12", Kept(2, 1, 0, 1, 0)),
        (DAILY, ["2026-03-12"], ["2026-03-12"], "2026-03-12", Kept(2, 1, 0, 0, 1)),  # had after all
        (DAILY, [], [], "2026-03-14", Kept(0, 0, 0, 0, 0)),
        (MONDAYS, ["2026-03-03", "2026-03-09"], [], "2026-03-01", Kept(2, 2, 0, 0, 0)),  # one day late is in time
        (MONDAYS, ["2026-03-04", "2026-03-06"], [], "2026-03-01", Kept(2, 1, 1, 0, 0)),  # two late, and early
        (MONDAYS, [], [], "2026-03-01", Kept(2, 0, 0, 0, 2)),
        (plan(phase("weeks", start="2026-03-06")), ["2026-03-06"], [], "2026-03-01", Kept(1, 1, 0, 0, 0)),
        (plan(phase("days", 2), stopped_on=day("2026-03-05")), ["2026-03-03"], [], "2026-03-01", Kept(3, 1, 0, 0, 2)),
        (plan(phase("as_needed")), ["2026-03-03"], [], "2026-03-01", Kept(0, 0, 0, 0, 0)),
        (plan(phase("days", 1, "2026-03-01", "2026-03-02"), phase("weeks", start="2026-03-09")),
         ["2026-03-01", "2026-03-09"], [], "2026-03-01", Kept(3, 2, 0, 0, 1)),
    ],
)  # fmt: skip
def test_a_plan_by_the_calendar(of, had, left_out, first, expected):
    assert was_kept(of, *had, left_out=tuple(left_out), first=first) == expected


@pytest.mark.parametrize(
    ("had", "left_out", "expected"),
    [
        (["2025-03-10", "2025-06-17", "2025-09-17", "2025-12-17"], [], Kept(4, 4, 0, 0, 0)),  # a week late is in time
        (["2025-03-10", "2025-06-18", "2025-09-18", "2025-12-18"], [], Kept(4, 3, 1, 0, 0)),
        (["2025-03-10", "2025-05-20", "2025-08-20", "2025-11-20", "2026-02-20"], [], Kept(5, 5, 0, 0, 0)),
        (["2025-03-10", "2025-03-12", "2026-01-20"], [], Kept(2, 1, 1, 0, 0)),  # twice within days is one
        (["2025-03-10"], [], Kept(2, 1, 0, 0, 1)),
        (["2025-03-10"], ["2025-06-10"], Kept(3, 1, 0, 1, 1)),
        (["2025-03-10", "2025-12-10"], ["2025-06-10", "2025-09-10"], Kept(4, 2, 0, 2, 0)),
        ([], [], Kept(1, 0, 0, 0, 1)),
    ],
)
def test_a_plan_from_the_last_dose(had, left_out, expected):
    found = was_kept(QUARTERLY, *had, left_out=tuple(left_out), first="2025-03-01")

    assert found == expected


def test_hours_are_kept_within_a_quarter_of_them():
    def at(hours: float) -> Taken:
        moment = dt.datetime(2026, 3, 10, tzinfo=dt.UTC) + dt.timedelta(hours=hours)
        return Taken(moment.date(), moment)

    of = plan(phase("hours", 12, "2026-03-10"))
    taken = [at(0), at(15), at(16), at(31.5), at(40)]

    assert kept(of, taken=taken, skipped=(), first=day("2026-03-10"), last=day("2026-03-11")) == Kept(4, 3, 1, 0, 0)


@given(plans, histories, left_outs)
def test_each_planned_dose_is_counted_once(of, had, left_out):
    first = TODAY - dt.timedelta(days=90)
    found = kept(of, taken=had, skipped=left_out, first=first, last=TODAY)

    assert found.planned == found.kept + found.late + found.skipped + found.missed
    assert found.skipped <= len(left_out)
    assert min(found.kept, found.late, found.missed) >= 0
    assert found.kept + found.late <= len({dose.on for dose in had})
