"""The curve on scales that grow tenfold: where it lies, that it stays inside, and the figures beside it."""

import pytest

from tests.tracker.charts.geometry import boxes, drawing, line_at, outside, texts
from tracker.charts import Table
from tracker.charts.curve import PLOT_PX, TOP_PX, Dose, Logs, curve
from tracker.reports.learn_curve import FROM_UG, ROWS_UG, TO_UG, absorption_curve, dose_of

TABLE = Table(("Swallowed", "low", "high", "middle"), (("1", "1", "1", "1"),))


def drawn(*doses: Dose, **options):
    return curve(
        **{
            "key": "c", "title": "Taken up", "description": "It rises.", "doses": doses, "bottom": 0.1, "top": 10.0,
            "x_labels": [(1.0, "1"), (100.0, "100")], "y_labels": [(1.0, "one")], "all_of_it": "all", "table": TABLE,
        } | options
    )  # fmt: skip


SQUARE = [Dose(1.0, 0.1, 1.0, 10.0), Dose(100.0, 0.1, 1.0, 10.0)]


@pytest.mark.parametrize(("ug", "share"), [(1.0, 0.0), (10.0, 0.5), (100.0, 1.0)])
def test_ten_times_as_much_is_always_as_far(ug, share):
    assert Logs(1.0, 100.0, 0.1, 10.0).across(ug) == pytest.approx(share)


@pytest.mark.parametrize(("ug", "y"), [(10.0, 0), (1.0, PLOT_PX / 2), (0.1, PLOT_PX), (0.001, PLOT_PX), (99.0, 0)])
def test_heights_go_by_tens_too_and_stay_inside(ug, y):
    assert Logs(1.0, 100.0, 0.1, 10.0).y_px(ug) == pytest.approx(y, abs=0.1)


def test_the_line_lies_in_the_middle_of_its_range_from_edge_to_edge():
    chart = drawn(*SQUARE)
    (line,), (shade,) = boxes(chart, "c-line"), boxes(chart, "c-band")

    assert (line.left, line.right) == (shade.left, shade.right) == (0.0, 1.0)
    assert line.top == pytest.approx((shade.top + shade.bottom) / 2, abs=0.2)
    assert shade.bottom - shade.top == pytest.approx(PLOT_PX, abs=0.2)


def test_what_would_lose_nothing_is_dashed_up_to_the_edge():
    (dashed,) = boxes(drawn(*SQUARE), "c-old")

    assert dashed.left == 0.0
    assert dashed.right == pytest.approx(0.5)
    assert dashed.top == pytest.approx(TOP_PX, abs=0.2)


def test_figures_of_the_scale_stand_at_their_lines():
    chart = drawn(*SQUARE)

    assert {"1", "100", "one", "all"} <= set(texts(chart))
    assert TOP_PX + PLOT_PX / 2 in [pytest.approx(y) for y in line_at(chart, "c-grid")]


def test_the_drawing_has_a_name_and_a_sentence():
    svg = drawing(drawn(*SQUARE))

    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"] == "c-title c-desc"
    assert (svg.findtext("title"), svg.findtext("desc")) == ("Taken up", "It rises.")


# --- what our own model says -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("ug", "middle"), [(1.0, 0.568), (10.0, 1.402), (50.0, 2.051), (1000.0, 13.497)])
def test_the_curve_is_that_of_the_model(ug, middle):
    assert dose_of(ug).middle == pytest.approx(middle, abs=0.001)


@pytest.mark.parametrize("ug", [FROM_UG, *ROWS_UG, TO_UG])
def test_the_range_holds_the_middle_and_nothing_is_taken_up_that_was_not_swallowed(ug):
    dose = dose_of(ug)

    assert 0 < dose.low <= dose.middle <= dose.high <= ug


def test_nothing_of_the_curve_is_cut_off():
    chart = absorption_curve()
    (line,), (shade,) = boxes(chart, "c-line"), boxes(chart, "c-band")

    assert outside(chart) == []
    assert TOP_PX < shade.top < line.top < line.bottom < shade.bottom < TOP_PX + PLOT_PX


def test_the_line_is_flat_in_the_middle_and_steeper_at_both_ends():
    grown = [dose_of(2 * ug).middle / dose_of(ug).middle for ug in (0.1, 10.0, 1000.0)]

    assert grown[1] < 1.3 < grown[2] < 2
    assert grown[0] > 1.8


def test_its_figures_are_also_in_a_table():
    table = absorption_curve().table

    assert [row[0] for row in table.rows][:3] == ["0.1\u00a0µg", "1\u00a0µg", "2.5\u00a0µg"]
    assert table.rows[8] == ("1,000\u00a0µg", "6", "22", "13.5\u00a0µg", "1.3\u00a0%")
    assert {len(row) for row in table.rows} == {len(table.head)}


def test_its_sentence_says_what_the_line_shows():
    said = absorption_curve().description

    assert "of 1\u00a0µg about 0.6\u00a0µg is absorbed, of 1,000\u00a0µg about 13.5\u00a0µg" in said
