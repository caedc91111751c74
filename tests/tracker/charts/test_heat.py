"""A year of days: where a day stands, what shape it has, what the table says of it."""

import datetime as dt
from xml.etree import ElementTree

import pytest

from tests.tracker.charts.geometry import corners
from tracker.charts.heat import CELL_PX, HEIGHT_PX, LEFT_PX, STEP_PX, HeatDay, heat_calendar

TODAY = dt.date(2026, 3, 14)  # a Saturday


def days(*figures: HeatDay | float | None, until: dt.date = TODAY) -> list[HeatDay]:
    """A day for each figure, the last of them `until`."""
    dates = [until - dt.timedelta(days=back) for back in reversed(range(len(figures)))]
    return [
        figure._replace(date=date) if isinstance(figure, HeatDay) else HeatDay(date, figure)
        for date, figure in zip(dates, figures, strict=True)
    ]


def a_day(known_ug: float | None, unknown: int = 0, tracked: bool = True) -> HeatDay:
    return HeatDay(TODAY, known_ug, unknown, tracked)


def heat(several, **more):
    return heat_calendar(key="year", title="A year", days=several, target_ug=2.4, today=TODAY, **more)


def root(chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg)


def shapes(chart, kind: str) -> list[tuple[int, int, float]]:
    """Column, row and height of each shape of a class."""
    found = []
    for path in root(chart).iter("path"):
        if path.attrib["class"] == kind:
            for piece in corners(path.attrib["d"]):
                xs, ys = [x for x, _y in piece], [y for _x, y in piece]
                column, row = int((min(xs) - LEFT_PX) // STEP_PX), int(min(ys) // STEP_PX)
                found.append((column, row, max(ys) - min(ys)))
    return found


def test_a_column_is_a_week_and_monday_is_on_top():
    chart = heat(days(*[3.0] * 8))  # Saturday to Saturday

    assert [(column, row) for column, row, _height in shapes(chart, "h-covered")] == [
        (0, 5), (0, 6), (1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5),
    ]  # fmt: skip
    assert chart.first == "2026-03-02"


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (a_day(2.4), "covered"), (a_day(2.5, unknown=1), "covered"), (a_day(2.39), "short"), (a_day(0.0), "zero"),
        (a_day(2.0, unknown=1), "unknown"), (a_day(0.0, unknown=2), "unknown"), (a_day(None, unknown=1), "unknown"),
        (a_day(9.0, tracked=False), "untracked"),
    ],
)  # fmt: skip
def test_a_day_is_in_one_state(day, state):
    assert day.state(2.4) == state


def test_states_can_be_told_apart_without_colour():
    chart = heat(days(3.0, 1.0, 0.0, a_day(None, 1), a_day(0.0, tracked=False)))

    assert [height for _c, _r, height in shapes(chart, "h-covered")] == [CELL_PX]
    assert [height for _c, _r, height in shapes(chart, "h-short")] == [CELL_PX / 2, 2]
    assert len(shapes(chart, "h-unknown")) == 1  # a dashed line round nothing
    assert len(shapes(chart, "f-untracked")) == 1  # hatched


def test_a_year_stays_on_its_canvas():
    chart = heat(days(*[float(n % 5) for n in range(365)]))
    wide = float(root(chart).findall("svg")[1].attrib["width"])

    for kind in ("h-covered", "h-short"):
        for column, row, height in shapes(chart, kind):
            assert column >= 0
            assert LEFT_PX + column * STEP_PX + CELL_PX <= wide
            assert 0 <= row * STEP_PX + height <= HEIGHT_PX


def test_today_has_a_frame():
    (frame,) = [rect for rect in root(heat(days(*[1.0] * 8))).iter("rect") if rect.attrib["class"] == "h-today"]

    assert (frame.attrib["x"], frame.attrib["y"]) == (str(LEFT_PX + STEP_PX - 1), str(5 * STEP_PX - 1))


def test_each_month_links_to_itself_and_stands_over_its_first_day():
    chart = heat(days(*[1.0] * 80), month_url=lambda first: f"/history/?month={first:%Y-%m}&x=1")
    links = [(link.attrib["aria-label"], link.attrib["href"]) for link in root(chart).iter("a")]

    assert links == [
        ("Jan 2026", "/history/?month=2026-01&x=1"), ("Feb 2026", "/history/?month=2026-02&x=1"),
        ("Mar 2026", "/history/?month=2026-03&x=1"),
    ]  # fmt: skip
    march = next(text for text in root(chart).iter("text") if text.text == "Mar")
    assert int(march.attrib["x"]) == LEFT_PX + 9 * STEP_PX  # the week that 1 March ends


def test_links_stand_outside_of_the_picture():
    chart = heat(days(*[1.0] * 80), month_url=str)
    names, picture = root(chart).findall("svg")

    assert names.findall("a")
    assert picture.attrib["role"] == "img"
    assert picture.findall(".//a") == []


def test_months_without_an_address_are_names_only():
    assert root(heat(days(*[1.0] * 80))).findall(".//a") == []


def test_the_table_has_a_row_a_week():
    chart = heat(
        days(a_day(3.25), a_day(1.0, unknown=1), 0.0, a_day(None, unknown=2), a_day(5.0, tracked=False), 1000.0)
    )

    assert chart.table.head == ("Week from", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    assert chart.table.rows == (("9 Mar 2026", "3.25", "1+", "0", "unknown", "not tracked", "1,000", ""),)


def test_it_is_said_in_words():
    chart = heat(days(3.0, 1.0, 0.0, a_day(None, 1), a_day(0.0, tracked=False)))

    assert chart.description == (
        "5 days. 1 with 2.4\u00a0µg or more, 2 with less, 1 with foods without a figure, 1 not tracked."
    )


@pytest.mark.parametrize("several", [[], [a_day(1.0)], [a_day(None, 1)] * 30, [a_day(0.0, tracked=False)] * 365])
def test_whatever_there_is_can_be_drawn(several):
    chart = heat(days(*several))

    assert root(chart).findall("svg")[1].find("title").text == "A year"
    assert sum(bool(cell) for row in chart.table.rows for cell in row[1:]) == len(several)
