"""Bars by origin: heights are figures, nothing leaves the canvas, whatever was logged."""

from itertools import pairwise

import pytest

from tests.tracker.charts.geometry import boxes, drawing, line_at, outside, paths, texts
from tracker.charts.stacked import Bar, stacked_bars

HOSTILE = '<script>alert("1")</script>&\'"'
ORIGINS = ("food", "added", "supplement", "injected")


def bars(*several: Bar | float, target_ug: float | None = 2.4, **options):
    made = [bar if isinstance(bar, Bar) else Bar(f"d{n}", f"day {n}", food=float(bar)) for n, bar in enumerate(several)]
    return stacked_bars(key="intake", title="Intake by day", bars=made, target_ug=target_ug, **options)


def a_bar(**parts) -> Bar:
    return Bar("15 Mar", "15 March", **parts)


def test_heights_are_proportional_to_figures():
    one, two, four = boxes(bars(1, 2, 4), "f-food")

    assert two.height == pytest.approx(2 * one.height, abs=0.2)
    assert four.height == pytest.approx(4 * one.height, abs=0.2)
    assert one.bottom == two.bottom == four.bottom


def test_the_target_lies_where_a_bar_of_its_size_would_end():
    chart = bars(2.4, target_ug=2.4)

    assert boxes(chart, "f-food")[0].top == pytest.approx(line_at(chart, "c-target")[0], abs=0.2)


def test_origins_are_stacked_in_their_order_and_end_at_the_sum():
    chart = bars(a_bar(food=1, added=2, supplement=1, injected=1), 5.0)
    stack = [boxes(chart, f"f-{origin}")[0] for origin in ORIGINS]
    whole = boxes(chart, "f-food")[-1]

    assert [box.top for box in stack] == sorted((box.top for box in stack), reverse=True)
    assert stack[-1].top == pytest.approx(whole.top, abs=0.2)
    for below, above in pairwise(stack):
        assert 0 <= below.top - above.bottom <= 1.1  # a px of paper between them


def test_bars_stand_in_the_middle_of_equal_columns():
    middles = [(box.left + box.right) / 2 for box in boxes(bars(1, 1, 1, 1), "f-food")]

    assert middles == pytest.approx([0.125, 0.375, 0.625, 0.875], abs=0.005)


def test_a_year_of_bars_has_a_column_each():
    middles = [(box.left + box.right) / 2 for box in boxes(bars(*[1.0] * 365), "f-food")]

    assert middles == pytest.approx([(n + 0.5) / 365 for n in range(365)], abs=0.002)


def test_a_tablet_ends_at_the_top_with_its_amount_above():
    chart = bars(2, 3, a_bar(supplement=1000), 2)
    (tablet,) = boxes(chart, "f-supplement")

    assert tablet.top == min(box.top for _kind, several in paths(chart) for box in several)
    assert "1,000" in texts(chart)
    assert boxes(chart, "f-food")[0].height > 30  # the meals beside it can be seen


def test_a_tablet_every_day_sets_the_scale():
    chart = bars(*[a_bar(supplement=10)] * 6)

    assert texts(chart).count("10") <= 2
    assert boxes(chart, "f-supplement")[0].height > 100


def test_what_is_unknown_is_hollow_and_what_is_untracked_is_hatched():
    chart = bars(2, a_bar(food=1, unknown=2), a_bar(unknown=1), a_bar(tracked=False), 0)

    assert len(boxes(chart, "c-hollows")) == 2
    assert len(boxes(chart, "f-untracked")) == 1
    assert "0" in texts(chart)  # nothing had is the figure 0, which neither of the others is
    assert len(boxes(chart, "f-food")) == 2


def test_a_hollow_piece_stands_on_what_is_known():
    chart = bars(a_bar(food=2, unknown=1), 2)
    (hollow,) = boxes(chart, "c-hollows")
    food = boxes(chart, "f-food")[0]

    assert 0 <= food.top - hollow.bottom <= 1.1


def test_the_mean_runs_through_the_days_and_breaks_where_there_is_none():
    chart = bars(2, 2, 2, 2, 2, mean=[2, 2, None, 2, 2])
    runs = [box for kind, several in paths(chart) if "c-mean" in kind for box in several]

    assert [(round(box.left, 2), round(box.right, 2)) for box in runs] == [(0.1, 0.3), (0.7, 0.9)]
    assert {round(box.top, 1) for box in runs} == {round(boxes(chart, "f-food")[0].top, 1)}


@pytest.mark.parametrize(
    "several",
    [
        (),
        (1.5,),
        (0,),
        (a_bar(tracked=False),),
        [1.0] * 365,
        [a_bar(unknown=1)] * 30,
        [a_bar(tracked=False)] * 30,
        [a_bar(food=1, added=1, supplement=1, injected=1, unknown=3)] * 120,
        (1, 2, a_bar(supplement=1_000_000), 2),
        (a_bar(supplement=1_000_000, unknown=1),),
        (a_bar(food=0.0001), a_bar(food=0.0002)),
        [0.0] * 31,
        (a_bar(food=1e-12, added=1e12),),
    ],
    ids=range(13),
)
@pytest.mark.parametrize("target_ug", [2.4, None, 0.0001, 5000])
def test_nothing_leaves_the_canvas(several, target_ug):
    chart = bars(*several, target_ug=target_ug, mean=[3.0, None] * (len(several) // 2))

    assert outside(chart) == []


def test_the_table_has_every_figure():
    chart = bars(a_bar(food=2.4, supplement=1000), a_bar(food=1, unknown=2), a_bar(tracked=False), a_bar(unknown=1))

    assert chart.table.head == ("Day", "food", "supplement", "unknown", "in all")
    assert chart.table.rows == (
        ("15 March", "2.4", "1,000", "0", "1,002\u00a0µg"),
        ("15 March", "1", "0", "2", "at least 1\u00a0µg"),
        ("15 March", "–", "–", "–", "not tracked"),
        ("15 March", "0", "0", "1", "unknown"),
    )


def test_a_trace_stays_visible_in_the_table():
    assert bars(a_bar(food=0.001)).table.rows == (("15 March", "<0.01", "<0.01\u00a0µg"),)


def test_labels_are_escaped():
    chart = stacked_bars(
        key="intake",
        title=HOSTILE,
        description=HOSTILE,
        bars=[Bar(HOSTILE, HOSTILE, food=1.0)],
        target_ug=2.4,
    )

    assert "<script" not in chart.svg
    assert drawing(chart).find("title").text == HOSTILE
    assert drawing(chart).find("desc").text == HOSTILE
    assert HOSTILE in texts(chart)


def test_the_picture_is_announced_by_its_title_and_its_sentence():
    svg = drawing(bars(1, description="One day."))

    assert svg.attrib["role"] == "img"
    assert [svg.find("title").attrib["id"], svg.find("desc").attrib["id"]] == svg.attrib["aria-labelledby"].split()
    assert svg.find("desc").text == "One day."


def test_a_year_weighs_little():
    days = [a_bar(food=n % 7, added=n % 3, supplement=1000 * (n % 7 == 0)) for n in range(365)]

    assert len(bars(*days).svg) < 32_000
