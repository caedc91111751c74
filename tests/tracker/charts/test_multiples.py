"""What-ifs side by side: one scale for all, said in words."""

import pytest

from tests.tracker.charts.geometry import boxes, drawing, outside
from tracker.charts.band import Point
from tracker.charts.multiples import Panel, small_multiples

HOSTILE = '"><script>alert(1)</script>'


def points(*middles: float, spread: float = 0.3) -> list[Point]:
    return [Point(float(n), ug * (1 - spread), ug, ug * (1 + spread), f"month {n}") for n, ug in enumerate(middles)]


def panel(key: str, now: list[Point], then: list[Point], **options) -> Panel:
    return Panel(key=key, title=f"Change {key}", now=now, then=then, **options)


def test_the_same_stores_lie_at_the_same_height_in_every_panel():
    one, other = small_multiples(
        [
            panel("a", points(2500, 2500), points(2500, 1500)),
            panel("b", points(2500, 2500), points(2500, 2400)),
        ]
    ).charts

    assert boxes(one, "c-old") == boxes(other, "c-old")
    assert boxes(one, "c-line")[0].bottom > boxes(other, "c-line")[0].bottom


def test_a_small_change_can_be_seen():
    (chart,) = small_multiples([panel("a", points(2500, 2500), points(2500, 2450))]).charts
    (line,) = boxes(chart, "c-line")

    assert line.height > 20


def test_a_scale_that_does_not_begin_at_zero_says_so():
    small = small_multiples([panel("a", points(2500, 2500), points(2500, 2450))])
    large = small_multiples([panel("a", points(2500, 2500), points(2500, 500))])

    assert "It does not start at 0." in small.scale_words
    assert "It does not start at 0." not in large.scale_words


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ([], []),
        (points(2500), points(2500)),
        (points(0, 0), points(0, 0)),
        (points(2500, 2500), points(2500, 2500)),
        (points(2500, 2500, 2500), points(2500, 1e9, 3)),
        (points(*[2500.0] * 13), points(*range(13))),
        (points(300, 200), points(300, 100)),
    ],
    ids=range(7),
)
def test_nothing_leaves_the_canvas(now, then):
    for chart in small_multiples([panel("a", now, then), panel("b", then, now)], low_zone_to=300.0).charts:
        assert outside(chart) == []


def test_nothing_to_compare_is_no_picture():
    assert small_multiples([]).charts == ()


def test_the_table_has_both_ways():
    (chart,) = small_multiples([panel("a", points(2500, 2400), points(2500, 1200))]).charts

    last = chart.table.rows[-1]
    assert last[0] == "month 1"
    assert {"2.40", "1.20\u00a0mg"} <= set(last)
    assert len(chart.table.rows) == 2


def test_labels_are_escaped():
    (chart,) = small_multiples([panel("a", points(1, 2), points(1, 3), note=HOSTILE, description=HOSTILE)]).charts

    assert "<script" not in chart.svg + chart.caption
    assert drawing(chart).find("desc").text == HOSTILE
