"""How long what is left lasts."""

import pytest

from tests.tracker.domain.regimens.plans import TODAY, day, doses, phase, plan, skips
from tracker.domain.regimens.stock import runs_out

DAILY = plan(phase("days"))
MONDAYS = plan(phase("weeks", start="2026-03-02"))


@pytest.mark.parametrize(
    ("of", "left", "had", "left_out", "expected"),
    [
        (DAILY, 1, [], [], "2026-03-14"),
        (DAILY, 10, [], [], "2026-03-23"),
        (DAILY, 10, ["2026-03-14"], [], "2026-03-24"),
        (DAILY, 10, ["2026-03-14"], ["2026-03-16"], "2026-03-25"),
        (DAILY, 1000, ["2026-03-14"], [], "2028-12-08"),
        (DAILY, 0, [], [], "2026-03-14"),
        (MONDAYS, 1, [], [], "2026-03-14"),  # the open one of last Monday
        (MONDAYS, 2, [], [], "2026-03-16"),
        (MONDAYS, 2, ["2026-03-09"], [], "2026-03-23"),
        (plan(phase("months", 3, "2026-01-31"), last_dose=True), 2, ["2026-01-31"], [], "2026-07-31"),
        (plan(phase("hours", 12)), 4, ["2026-03-14"], [], "2026-03-16"),
        (plan(phase("days", end="2026-03-20")), 7, [], [], "2026-03-20"),
        (plan(phase("days", end="2026-03-20")), 8, [], [], None),  # it lasts
        (plan(phase("days", 1), stopped_on=day("2026-03-10")), 8, [], [], None),
        (plan(phase("as_needed")), 8, [], [], None),
        (DAILY, 3654, [], [], None),
        (plan(phase("months", 999)), 500, [], [], None),
    ],
)  # fmt: skip
def test_the_day_of_the_last_one(of, left, had, left_out, expected):
    found = runs_out(of, left_doses=left, today=TODAY, taken=doses(*had), skipped=skips(*left_out))

    assert found == (day(expected) if expected else None)
