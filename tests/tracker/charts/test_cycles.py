"""Cycles over one another: where the lines lie, what is named, that nothing leaves the drawing."""

import pytest

from tests.tracker.charts.geometry import boxes, drawing, outside, texts
from tracker.charts import Table
from tracker.charts.cycles import HEIGHT_PX, PLOT_PX, TOP_PX, Line, Look, Mark, cycles_chart, days_of

NOW = Line("this cycle", Look.NOW, [(0, 6.0), (28, 3.0), (68, 5.0)])
BEFORE = Line("the one before", Look.BEFORE, [(7, 5.0), (84, 10.0)])
OLDER = Line("two before", Look.OLDER, [(3, 0.0), (80, 8.0)])


def chart(*lines: Line, **options):
    return cycles_chart(
        **{
            "key": "c", "title": "Tiredness", "description": "It rises.", "lines": lines, "last_day": 96,
            "first_word": "day 0", "due": Mark(84, "next due, day 84"), "latest": Mark(68, "today"),
            "table": Table(("Day", "this cycle"), tuple((str(day), "1") for day in days_of(lines))),
        } | options
    )  # fmt: skip


def circles(drawn, kind: str) -> list[dict[str, str]]:
    return [dot.attrib for dot in drawing(drawn).iter("circle") if dot.attrib["class"] == kind]


def test_the_lines_go_from_their_first_score_to_their_last():
    drawn = chart(OLDER, BEFORE, NOW)
    (now,), olds = boxes(drawn, "c-line"), boxes(drawn, "c-old")

    assert (now.left, now.right) == pytest.approx((0, 68 / 96), abs=0.001)
    assert (now.top, now.bottom) == pytest.approx((TOP_PX + PLOT_PX * 0.4, TOP_PX + PLOT_PX * 0.7), abs=0.1)
    assert [(box.left, box.right) for box in olds] == [
        pytest.approx((3 / 96, 80 / 96), abs=0.001), pytest.approx((7 / 96, 84 / 96), abs=0.001)
    ]  # fmt: skip
    assert len(boxes(drawn, "c-dash")) == 1
    assert outside(drawn) == []


def test_ten_is_at_the_top_and_none_at_the_bottom():
    drawn = chart(OLDER, BEFORE, NOW)

    assert max(box.bottom for box in boxes(drawn, "c-old")) == pytest.approx(TOP_PX + PLOT_PX, abs=0.1)
    assert min(box.top for box in boxes(drawn, "c-old")) == pytest.approx(TOP_PX, abs=0.1)


def test_the_day_it_is_due_is_a_line_with_its_name():
    drawn = chart(NOW)
    (line,) = (line for line in drawing(drawn).iter("line") if line.attrib["class"] == "c-need")

    assert line.attrib["x1"] == line.attrib["x2"] == "87.5%"
    assert "next due, day 84" in texts(drawn)


@pytest.mark.parametrize("due", [None, Mark(97, "far"), Mark(-3, "before")])
def test_without_a_day_in_the_drawing_there_is_no_such_line(due):
    drawn = chart(NOW, due=due)

    assert [line for line in drawing(drawn).iter("line") if line.attrib["class"] == "c-need"] == []
    assert not {"far", "before"} & set(texts(drawn))


def test_the_last_score_of_this_cycle_is_a_dot_with_its_name():
    drawn = chart(BEFORE, NOW)

    assert circles(drawn, "c-dot") == [{"class": "c-dot", "cx": "70.8%", "cy": "116", "r": "5"}]
    assert "today" in texts(drawn)


@pytest.mark.parametrize(("score", "side"), [(10.0, 1), (1.3, 1), (1.2, -1), (0.0, -1)])
def test_the_name_of_the_dot_stays_above_the_axis(score, side):
    drawn = chart(Line("this cycle", Look.NOW, [(40, score)]))
    (y,) = (float(name.attrib["y"]) for name in drawing(drawn).iter("text") if name.text == "today")
    (dot,) = circles(drawn, "c-dot")

    assert (y - float(dot["cy"])) * side > 0
    assert y < TOP_PX + PLOT_PX


@pytest.mark.parametrize(
    ("before", "score", "side"), [(3, 5, -1), (5, 5, 1), (7, 5, 1), (3, 8.1, -1), (3, 8.2, 1), (7, 0.5, -1)]
)
def test_the_name_of_the_dot_keeps_away_from_its_line_and_from_the_name_at_the_top(before, score, side):
    drawn = chart(Line("this cycle", Look.NOW, [(20, before), (40, score)]))
    (y,) = (float(name.attrib["y"]) for name in drawing(drawn).iter("text") if name.text == "today")
    (dot,) = circles(drawn, "c-dot")

    assert (y - float(dot["cy"])) * side > 0


@pytest.mark.parametrize(("day", "anchor"), [(0, None), (48, "middle"), (96, "end")])
def test_the_name_of_the_dot_stays_inside(day, anchor):
    drawn = chart(Line("this cycle", Look.NOW, [(day, 5.0)]))
    (name,) = (name for name in drawing(drawn).iter("text") if name.text == "today")

    assert name.attrib.get("text-anchor") == anchor
    assert outside(drawn) == []


def test_a_single_score_of_an_older_cycle_is_a_small_dot():
    drawn = chart(Line("two before", Look.OLDER, [(10, 4.0)]), Line("the one before", Look.BEFORE, []), NOW)

    assert [dot["r"] for dot in circles(drawn, "c-dot-old")] == ["3"]
    assert boxes(drawn, "c-old") == []


def test_what_lies_after_the_end_is_cut_off_but_stands_in_the_table():
    drawn = chart(Line("the one before", Look.BEFORE, [(10, 4.0), (90, 4.0), (200, 9.0)]), NOW)

    assert outside(drawn) == []
    assert drawn.at.split() == ["0", "10.4", "29.2", "70.8", "93.8", "100"]
    assert [row[0] for row in drawn.table.rows] == ["0", "10", "28", "68", "90", "200"]


@pytest.mark.parametrize(
    ("last_day", "days"),
    [(28, ["7", "14", "21", "28"]), (96, ["28", "56", "84"]), (168, ["28", "56", "84", "112", "140", "168"])],
)
def test_days_are_named_by_weeks(last_day, days):
    drawn = chart(NOW, last_day=last_day, due=None, latest=None)
    named = [name.text for name in drawing(drawn).iter("text") if name.attrib["y"] == str(HEIGHT_PX - 6)]

    assert sorted(named[1:], key=int) == days
    assert named[0] == "day 0"


def test_nothing_to_draw_is_no_error():
    drawn = chart(last_day=0, due=None)

    assert outside(drawn) == []
    assert drawn.reads == ""


def test_the_key_names_the_newest_first_and_escapes_what_it_is_given():
    drawn = chart(Line("<b>", Look.BEFORE, []), NOW)

    assert drawn.caption.index("this cycle") < drawn.caption.index("&lt;b&gt;")
    assert "<b>" not in drawn.caption


def test_the_drawing_has_a_name_and_a_sentence():
    svg = drawing(chart(NOW))

    assert svg.attrib["aria-labelledby"] == "c-title c-desc"
    assert (svg.findtext("title"), svg.findtext("desc")) == ("Tiredness", "It rises.")
