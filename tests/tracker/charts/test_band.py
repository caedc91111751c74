"""The model's line in its range: where it starts, where it ends, and what it may not claim."""

import pytest

from tests.tracker.charts.geometry import boxes, corners, drawing, line_at, outside, paths, texts
from tracker.charts.band import Point, band_line

HOSTILE = '<img src=x onerror="alert(1)">'


def points(*middles: float, spread: float = 0.5) -> list[Point]:
    return [Point(12.0 * n, ug * (1 - spread), ug, ug * (1 + spread), f"{n} years") for n, ug in enumerate(middles)]


def band(several, **options):
    return band_line(key="runway", title="Stores", points=several, **options)


def test_the_line_runs_from_edge_to_edge_within_its_band():
    chart = band(points(2500, 2000, 1500))
    (line,), (shade,) = boxes(chart, "c-line"), boxes(chart, "c-band")

    assert (line.left, line.right) == (shade.left, shade.right) == (0.0, 1.0)
    assert shade.top < line.top < line.bottom < shade.bottom


def test_heights_are_proportional_to_figures():
    chart = band(points(2000, 1000, spread=0.0))
    foot = max(line_at(chart, "c-axis"))
    (line,) = boxes(chart, "c-line")

    assert foot - line.top == pytest.approx(2 * (foot - line.bottom), abs=0.3)


def test_the_scale_begins_at_zero():
    chart = band(points(0, 2000, spread=0.0))
    (line,) = boxes(chart, "c-line")

    assert line.bottom == pytest.approx(max(line_at(chart, "c-axis")), abs=0.2)


def test_the_low_zone_reaches_up_to_its_figure():
    chart = band(points(600, 300, spread=0.0), low_zone_to=300, low_zone_label="low threshold, 300 µg")
    (zone,), (line,) = boxes(chart, "c-low"), boxes(chart, "c-line")

    assert zone.top == pytest.approx(line.bottom, abs=0.2)
    assert zone.bottom == pytest.approx(max(line_at(chart, "c-axis")), abs=0.2)
    assert "low threshold, 300 µg" in texts(chart)


def test_names_stand_below_their_months():
    chart = band(points(2500, 2000, 1500), x_labels=[(0, "now"), (12, "1 year"), (24, "2 years")])
    places = {text.text: text.attrib["x"] for text in drawing(chart).iter("text")}

    assert (places["now"], places["1 year"], places["2 years"]) == ("0%", "50%", "100%")


@pytest.mark.parametrize(
    "several",
    [
        [],
        points(2500),
        points(0, 0, 0),
        points(0.0001, 0.0002),
        points(*[2500.0] * 121),
        points(2500, 1e9),
        points(0, 1_000_000),
        [Point(0, 0, 0, 0), Point(0, 1, 2, 3)],
    ],
    ids=range(8),
)
@pytest.mark.parametrize("low_zone_to", [None, 300.0, 1e7])
def test_nothing_leaves_the_canvas(several, low_zone_to):
    chart = band(several, low_zone_to=low_zone_to, low_zone_label="low", x_labels=[(0, "now"), (6, "6"), (999, "far")])

    assert outside(chart) == []


def test_every_labelled_point_is_a_row_of_the_table():
    chart = band([*points(2500, 900), Point(30, 1, 2, 3)], x_title="Time")
    words = "\n".join(" | ".join(row) for row in chart.table.rows)

    assert [row[0] for row in chart.table.rows] == ["0 years", "1 years"]
    assert chart.table.head[0] == "Time"
    assert "2.5\u00a0mg" in words


def test_the_rows_say_where_they_lie_across():
    chart = band([*points(2500, 900), Point(24, 1, 2, 3)])

    assert chart.at.split() == ["0", "50"]


def test_a_line_has_as_many_corners_as_points():
    chart = band(points(*range(1, 122)))
    (d,) = [path.attrib["d"] for path in drawing(chart).iter("path") if path.attrib["class"] == "c-line"]

    assert len(corners(d)[0]) == 121
    assert {kind for kind, _boxes in paths(chart)} == {"c-band", "c-line"}


def test_labels_are_escaped():
    chart = band(
        [Point(0, 1, 2, 3, HOSTILE)],
        description=HOSTILE,
        x_labels=[(0, HOSTILE)],
        low_zone_to=300,
        low_zone_label=HOSTILE,
    )

    assert "<img" not in chart.svg
    assert texts(chart).count(HOSTILE) == 2
    assert drawing(chart).find("desc").text == HOSTILE
