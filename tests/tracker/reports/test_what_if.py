"""What-ifs for Status and their pages: words, both ways of going on, small pictures, ready-made changes."""

import uuid
from dataclasses import replace
from itertools import pairwise

import pytest

from tracker.domain.absorption import Dose
from tracker.domain.injections import Rate
from tracker.domain.limits import Circumstances
from tracker.domain.parameters import Span
from tracker.domain.scenarios import Habit, HabitDose
from tracker.domain.states import STATES
from tracker.models import WhatIf
from tracker.reports.whatif import Compared, Ground, Panels, Product, Side, panels, readable, suggestions
from tracker.reports.whatif.words import stored, stored_between, words_of

MILK, TABLET = 1, 2
DAYS = tuple(24.0 * n for n in range(28))
HABIT = Habit(
    doses=tuple(HabitDose(Dose(day + 8, 1.0), MILK) for day in DAYS)
    + tuple(HabitDose(Dose(day + 20, 1000.0), TABLET) for day in DAYS[::7]),
    midnights_h=DAYS,
)
WELL = Circumstances(tracked_days=28, entries=32)
GROUND = Ground(
    HABIT, WELL, (Product(TABLET, "Tablet", 1.93, is_supplement=True), Product(MILK, "Milk", 0.57, is_supplement=False))
)


def compared(*said, ground: Ground = GROUND) -> Compared:
    return Compared.of(ground, list(said), now=Side.of(ground.habit))


def kept(pk: int, *said) -> WhatIf:
    return WhatIf(pk=pk, uid=uuid.uuid4(), changes=list(said))


# --- words ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": "drop", "food": 1}, "Without Milk"),
        ({"kind": "drop", "food": 9, "name": "Old milk"}, "Without Old milk"),
        ({"kind": "drop", "food": 9}, "Without a food"),
        ({"kind": "portion", "food": 1, "times": "0.5"}, "Half as much of Milk"),
        ({"kind": "portion", "food": 1, "times": "2"}, "Twice as much of Milk"),
        ({"kind": "portion", "food": 1, "times": "1.5"}, "1.5 times as much of Milk"),
        ({"kind": "add", "ug": "2000", "every": 7}, "A supplement of 2,000 µg every week"),
        ({"kind": "add", "ug": "0.5", "every": 1}, "A supplement of 0.5 µg every day"),
        ({"kind": "add", "ug": "25", "every": 3}, "A supplement of 25 µg every 3 days"),
        ({"kind": "add", "ug": "25", "every": 14}, "A supplement of 25 µg every 2 weeks"),
        ({"kind": "interval", "weeks": 1}, "An injection every week"),
        ({"kind": "interval", "weeks": 8}, "An injection every 8 weeks"),
        ({"kind": "start", "state": "ppi"}, "With an acid blocker (PPI, such as omeprazole)"),
        ({"kind": "stop", "state": "metformin"}, "Without metformin"),
    ],
)
def test_each_change_has_its_words(said, words):
    assert words_of(said, GROUND.names) == words


def test_a_long_name_is_cut_short():
    words = words_of({"kind": "drop", "food": 1}, {1: "Llanfair" * 20})

    assert len(words) == len("Without ") + 60
    assert words.endswith("…")


@pytest.mark.parametrize(
    ("ug", "words"),
    [(0, "0"), (0.4, "0"), (3, "<0.01"), (83, "0.08"), (994, "0.99"), (996, "1.0"), (2614, "2.6"), (9960, "10"),
     (12_345, "12")],
)  # fmt: skip
def test_a_store_is_said_in_mg_with_two_figures(ug, words):
    assert stored(ug) == words


def test_a_range_of_stores_has_two_ends():
    assert stored_between(1490, 4200) == "1.5–4.2"


# --- two ways of going on ---------------------------------------------------------------------------------------------
def test_both_ways_begin_alike_and_settle_where_intake_over_loss_says():
    both = compared({"kind": "drop", "food": TABLET})

    assert both.now.middle_ug(0) == both.then.middle_ug(0) == 2500
    # docs/model.md: 1 µg 0.568 by itself; 1,000 µg 13.5, on four of 28 days
    assert both.then.per_day.middle == pytest.approx(0.568, abs=0.001)
    assert both.now.per_day.middle == pytest.approx(0.568 + 13.497 / 7, abs=0.01)
    assert (both.now.settles, both.then.settles) == ("1.9", "0.44")
    assert (both.now.after, both.then.after) == ("2.3", "1.7")
    # 436.6 + (2500 − 436.6) × e^(−0.0013 × 365.25)
    assert both.then.middle_ug(12) == pytest.approx(1720.1, abs=0.5)


def test_the_line_is_smooth():
    line = [compared({"kind": "start", "state": "metformin"}).then.middle_ug(month) for month in range(13)]
    steps = [b - a for a, b in pairwise(line)]

    assert steps == sorted(steps)
    assert steps[-1] < 0


def test_three_changes_are_made_together():
    both = compared(
        {"kind": "drop", "food": TABLET}, {"kind": "add", "ug": "10", "every": 1}, {"kind": "start", "state": "ppi"}
    )  # fmt: skip

    assert [line.words for line in both.lines] == [
        "Without Tablet", "A supplement of 10 µg every day", "With an acid blocker (PPI, such as omeprazole)",
    ]  # fmt: skip
    assert both.is_medical
    assert not both.changes_interval
    assert both.then.habit.states == (STATES["ppi"],)


def test_an_interval_says_that_it_changes_one():
    rate = Rate(Span(4.1, 8.2, 12.3), interval_days=91, days_since=3, injections=2)
    injected = replace(HABIT, injected=rate, last_injection_ug=750.0)
    both = compared({"kind": "interval", "weeks": 8}, ground=replace(GROUND, habit=injected))

    assert (both.is_medical, both.changes_interval) == (True, True)
    assert both.then.per_day.middle - both.now.per_day.middle == pytest.approx(750 / 56 - 8.2, abs=0.001)


def test_what_cannot_be_made_is_neither_medical_nor_counted():
    both = compared({"kind": "interval", "weeks": 8})

    assert (both.is_medical, both.changes_interval, both.then) == (False, False, None)
    assert [line.refusal for line in both.refused] == [
        "No injection with a known dose is logged, so there is no interval to change."
    ]


def test_without_tracked_days_there_is_nothing_to_compare():
    nothing = Ground(Habit(), Circumstances(), ())

    assert (compared({"kind": "add", "ug": "10", "every": 1}, ground=nothing).now) is None
    assert (compared({"kind": "add", "ug": "10", "every": 1}, ground=nothing).then) is None


def test_only_what_can_be_read_goes_back_into_a_form():
    assert readable([{"kind": "drop", "food": 1}, 5, {"kind": "fly"}]) == [{"kind": "drop", "food": 1}]
    assert readable({"kind": "drop"}) == []


# --- for Status -------------------------------------------------------------------------------------------------------
def test_three_small_pictures_share_one_scale():
    many = [
        kept(n, {"kind": "start", "state": state})
        for n, state in enumerate(("metformin", "ppi", "coeliac", "h_pylori"))
    ]
    shown = panels(GROUND, many)

    assert [(panel.pk, panel.title) for panel in shown.panels] == [
        (0, "With metformin"), (1, "With an acid blocker (PPI, such as omeprazole)"), (2, "With coeliac disease"),
    ]  # fmt: skip
    assert [panel.chart.key for panel in shown.panels] == ["what-if-0", "what-if-1", "what-if-2"]
    assert "It does not start at 0." in shown.scale_words


def test_what_cannot_be_made_any_more_makes_room_for_what_can():
    gone, metformin = {"kind": "drop", "food": 9, "name": "Old milk"}, {"kind": "start", "state": "metformin"}
    (panel,) = panels(GROUND, [kept(1, gone), kept(2, gone, metformin)], limit=1).panels

    assert (panel.pk, panel.title) == (2, "With metformin")
    assert [line.words for line in panel.compared.refused] == ["Without Old milk"]


OFF = Circumstances(tracked_days=13, entries=13)


def test_where_the_model_is_off_nothing_is_shown_or_offered():
    off = replace(GROUND, circumstances=OFF)

    assert off.why_off.startswith("It needs 14 tracked days")
    assert panels(off, [kept(1, {"kind": "start", "state": "metformin"})]) == Panels((), "")
    assert suggestions(off) == ()


def test_nothing_kept_is_nothing_shown():
    assert panels(GROUND, []) == Panels((), "")


def test_ready_made_changes_begin_with_the_supplement():
    assert [(one.words, dict(one.fields)) for one in suggestions(GROUND)] == [
        ("Without Tablet", {"c0-kind": "drop", "c0-food": "2"}),
        ("A supplement of 10 µg every day", {"c0-kind": "add", "c0-dose": "10/1"}),
        ("With metformin", {"c0-kind": "start", "c0-state": "metformin"}),
    ]


def test_who_is_treated_for_life_is_offered_nothing_to_leave_out():
    treated = replace(GROUND, circumstances=replace(WELL, treated_for_life=True))

    assert "Without Tablet" not in [one.words for one in suggestions(treated)]


def test_what_counts_already_is_not_offered():
    held = replace(GROUND, habit=replace(HABIT, states=(STATES["metformin"], STATES["ppi"])), products=())

    assert [one.words for one in suggestions(held)] == [
        "A supplement of 10 µg every day", "A supplement of 2,000 µg every week",
    ]  # fmt: skip


def test_what_was_looked_at_makes_room_for_something_else():
    metformin, tablet = {"kind": "start", "state": "metformin"}, {"kind": "drop", "food": TABLET, "name": "Old name"}
    together = [{"kind": "add", "ug": "10", "every": 1}, metformin]
    looked_at = [kept(1, tablet), kept(2, metformin), kept(3, *together), kept(4), kept(5, {"a": 1})]

    assert [one.words for one in suggestions(GROUND, kept=looked_at)] == [
        "A supplement of 10 µg every day", "A supplement of 2,000 µg every week",
        "With an acid blocker (PPI, such as omeprazole)",
    ]  # fmt: skip
