"""What all charts share: labels that do not run into each other, round scales, figures in words."""

from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest

from tests.tracker.charts.geometry import boxes, drawing, share
from tracker.charts import words
from tracker.charts.band import Point, band_line
from tracker.charts.drawing import ticks
from tracker.charts.stacked import MANY, Bar, stacked_bars

PHONE_PX, DESK_PX = 260, 560
CHARACTER_PX = 6.7  # a digit at 12 px


def rows_of(chart, width_px: int) -> dict[str, list[tuple[float, float]]]:
    """Where the texts of each line stand at a width, from left to right; without the figures of the scale."""
    rows: dict[str, list[tuple[float, float]]] = {}
    for text in drawing(chart).iter("text"):
        wide_only = "c-wide" in text.attrib.get("class", "").split()
        if "dx" not in text.attrib and not (wide_only and width_px == PHONE_PX):
            rows.setdefault(text.attrib["y"], []).append(_place(text, width_px))
    return {y: sorted(places) for y, places in rows.items()}


def _place(text: Element, width_px: int) -> tuple[float, float]:
    wide = len(text.text or "") * CHARACTER_PX
    left = (
        share(text.attrib["x"]) * width_px
        - {"start": 0, "middle": wide / 2, "end": wide}[text.attrib.get("text-anchor", "start")]
    )
    return left, left + wide


@pytest.mark.parametrize("width_px", [PHONE_PX, DESK_PX])
@pytest.mark.parametrize("tablet_every", [1, 7, 1000])
@pytest.mark.parametrize("bars", [1, 2, 7, 30, 90, 365])
def test_no_label_runs_into_another_or_out_of_the_drawing(bars, tablet_every, width_px):
    days = [
        Bar(f"{n % 28 + 1} March", f"day {n}", food=2.0, supplement=0.0 if n % tablet_every else 1000.0)
        for n in range(bars)
    ]
    chart = stacked_bars(key="intake", title="Intake", bars=days, target_ug=2.4)

    for places in rows_of(chart, width_px).values():
        assert all(one[1] < next_one[0] for one, next_one in pairwise(places))
        assert places[0][0] >= -1
        assert places[-1][1] <= width_px + 1


def test_the_first_and_the_last_day_are_named_and_some_between():
    days = [Bar(f"d{n}", f"day {n}", food=1.0) for n in range(90)]
    named = [text.text for text in drawing(stacked_bars(key="k", title="t", bars=days, target_ug=None)).iter("text")]

    assert {"d0", "d89"} <= set(named)
    assert 5 <= len([name for name in named if name.startswith("d")]) <= 8


def test_days_that_matter_more_are_named_first():
    days = [Bar(f"d{n}", f"day {n}", food=1.0, major=n % 30 == 10) for n in range(90)]
    named = [text.text for text in drawing(stacked_bars(key="k", title="t", bars=days, target_ug=None)).iter("text")]

    assert {name for name in named if name.startswith("d")} == {"d0", "d10", "d40", "d70", "d89"}


@pytest.mark.parametrize(("bars", "gap"), [(30, True), (MANY, True), (MANY + 1, False), (365, False)])
def test_very_many_bars_stand_without_paper_between_them(bars, gap):
    chart = stacked_bars(key="k", title="t", bars=[Bar("", "", food=1.0)] * bars, target_ug=None)

    assert all((one.right < other.left - 0.0005) is gap for one, other in pairwise(boxes(chart, "f-food")))


@pytest.mark.parametrize(("from_ug", "to_ug", "side"), [(2500, 350, "start"), (350, 2500, "end")])
def test_the_threshold_is_named_where_the_line_is_further_away(from_ug, to_ug, side):
    points = [Point(n, 200, from_ug + (to_ug - from_ug) * n / 10, 2600) for n in range(11)]
    chart = band_line(key="k", title="t", points=points, low_zone_to=300, low_zone_label="low")
    (label,) = [text for text in drawing(chart).iter("text") if text.text == "low"]

    assert label.attrib.get("text-anchor", "start") == side


@pytest.mark.parametrize(
    ("full", "shown"),
    [
        (8, [0, 2, 4, 6, 8]), (7.9, [0, 2, 4, 6]), (3, [0, 1, 2, 3]), (0.5, [0, 0.2, 0.4]), (0, [0]),
        (1_000_000, [0, 500_000, 1_000_000]),
    ],
)  # fmt: skip
def test_a_scale_has_a_few_round_figures(full, shown):
    assert ticks(full) == pytest.approx(shown)


def test_a_scale_may_begin_above_zero():
    assert ticks(2.5, start=2.1, steps=3) == pytest.approx([2.2, 2.4])


@pytest.mark.parametrize(
    ("ug", "said"),
    [
        (0, "0"), (0.001, "<0.01"), (0.5, "0.5"), (2.40, "2.4"), (9.996, "10"), (17.25, "17.2"), (20.0, "20"),
        (99.96, "100"), (1003.4, "1,003"), (1_000_000, "1,000,000"),
    ],
)  # fmt: skip
def test_a_figure_is_said_as_everywhere_else(ug, said):
    assert words.ug(ug) == said


@pytest.mark.parametrize(
    ("ug", "said"), [(0, "0 µg"), (300, "300 µg"), (999, "999 µg"), (1000, "1.0 mg"), (2540, "2.5 mg")]
)
def test_a_store_is_said_in_mg_from_one_on(ug, said):
    assert words.store_words(ug) == said.replace(" ", "\u00a0")
