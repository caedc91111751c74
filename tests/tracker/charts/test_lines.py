"""The small line of a symptom: where its points lie, that gaps stay open, and what is marked below it."""

import datetime as dt

import pytest

from tests.tracker.charts.geometry import boxes, drawing, outside, texts
from tracker.charts import Table
from tracker.charts.lines import PLOT_PX, TOP_PX, Axis, small_line

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 4, 11)  # 100 days
AXIS = Axis(FIRST, LAST, 10.0)
TABLE = Table(("Day", "Tiredness"), (("1 Jan", "5"),))


def day(n: int) -> dt.date:
    return FIRST + dt.timedelta(days=n)


def drawn(pieces, *, injections=(), tests=(), labels=(), axis=AXIS):
    return small_line(
        key="line", title="Tiredness <i>", description="It rises.", pieces=pieces, axis=axis, injections=injections,
        tests=tests, labels=labels, table=TABLE,
    )  # fmt: skip


@pytest.mark.parametrize(("n", "share"), [(0, 0.0), (50, 0.5), (100, 1.0), (-9, 0.0), (400, 1.0)])
def test_days_lie_where_they_belong_and_inside(n, share):
    assert AXIS.at(day(n)) == share


def test_an_axis_of_one_day_is_no_division_by_zero():
    assert Axis(FIRST, FIRST, 10.0).at(FIRST) == 0.0


@pytest.mark.parametrize(("score", "y"), [(0, PLOT_PX), (5, PLOT_PX / 2), (10, 0), (99, 0)])
def test_scores_begin_at_zero_and_stay_inside(score, y):
    assert AXIS.y_px(score) == TOP_PX + y


def test_the_line_goes_through_its_points():
    (line,) = boxes(drawn([[(day(0), 10.0), (day(50), 0.0), (day(100), 5.0)]]), "c-line")

    assert (line.left, line.right) == (0.0, 1.0)
    assert (line.top, line.bottom) == (TOP_PX, TOP_PX + PLOT_PX)


def test_a_gap_stays_open_and_a_point_alone_is_a_dot():
    chart = drawn([[(day(0), 5.0), (day(10), 5.0)], [(day(60), 5.0)], [(day(90), 5.0), (day(100), 5.0)]])
    pieces = chart.svg.split('class="c-line" d="')[1].split('"')[0].split("M")[1:]

    assert len(pieces) == 2
    dots = [dot.attrib["cx"] for dot in drawing(chart).iter("circle")]
    assert dots == ["60%", "100%"]  # the one alone, and the last


def test_injections_and_tests_are_told_apart_by_shape_and_named():
    chart = drawn([[(day(0), 5.0)]], injections=[day(20), day(40)], tests=[day(50)])

    assert chart.svg.split('class="c-given" d="')[1].split('"')[0].count("M") == 2
    (test,) = (rect for rect in drawing(chart).iter("rect") if rect.attrib["class"] == "c-tested")
    assert test.attrib["x"] == "50%"
    assert "injection" in chart.caption
    assert "blood test" in chart.caption


def test_without_marks_nothing_is_named():
    assert drawn([[(day(0), 5.0)]]).caption == ""


@pytest.mark.parametrize(
    ("top", "figures"), [(10.0, {"0", "5", "10"}), (1.0, {"0", "0.5", "1"}), (4.0, {"0", "2", "4"})]
)
def test_the_scale_is_named_at_its_lines(top, figures):
    assert figures <= set(texts(drawn([[(day(0), 1.0)]], axis=Axis(FIRST, LAST, top))))


def test_labels_stay_apart_and_words_are_escaped():
    labels = [(day(0), "1 Jan"), (day(100), "11 Apr"), (day(2), "<b>3 Jan"), (day(50), "20 Feb")]
    chart = drawn([[(day(0), 5.0)]], labels=labels)

    assert {"1 Jan", "11 Apr", "20 Feb"} <= set(texts(chart))
    assert "<b>" not in chart.svg
    assert "<i>" not in chart.svg


def test_hundreds_of_marks_stay_small_and_inside():
    days = [day(n) for n in range(101)]
    chart = drawn([[(one, float(n % 11)) for n, one in enumerate(days)]], injections=days, tests=days[::20])

    assert outside(chart) == []
    assert len(chart.svg) < 6_000
    assert drawing(chart).attrib["role"] == "img"
