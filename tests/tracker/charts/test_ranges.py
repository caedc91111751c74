"""Swallowed beside absorbed, and one figure in its range."""

import re

import pytest

from tests.tracker.charts.geometry import boxes, drawing, outside, share, texts
from tracker.charts.ranges import Parts, Share, pair, range_bar, shares
from tracker.domain.parameters import Span

HOSTILE = "<b onclick=alert(1)>&"


WEEK, WEEK_ABSORBED, WEEK_PARTS = Parts(60.0, 40.0, 1900.0), Span(20.0, 40.0, 70.0), Parts(15.0, 5.0, 20.0)


def a_pair(swallowed=WEEK, absorbed=WEEK_ABSORBED, parts=WEEK_PARTS, **more):
    return pair(key="absorbed", title="Both", swallowed=swallowed, absorbed=absorbed, absorbed_parts=parts, **more)


def bars(chart, origin: str) -> list:
    """From the top down."""
    return sorted(boxes(chart, f"f-{origin}"), key=lambda box: box.top)


def test_swallowed_and_absorbed_are_drawn_on_the_same_scale():
    swallowed, absorbed, _enlarged = bars(a_pair(), "supplement")

    assert swallowed.width == pytest.approx(1900 / 2000, abs=0.01)
    assert absorbed.width == pytest.approx(20 / 2000, abs=0.005)


def test_absorbed_is_drawn_once_more_and_larger_by_what_it_says():
    chart = a_pair()
    _swallowed, absorbed, enlarged = bars(chart, "supplement")
    (said,) = [int(found[1]) for words in texts(chart) if (found := re.search("×([0-9]+)", words))]

    assert enlarged.width == pytest.approx(20 / 2000 * said, rel=0.05)
    assert enlarged.height > absorbed.height


def test_the_enlarged_parts_stand_in_proportion():
    chart = a_pair()

    assert bars(chart, "food")[-1].width == pytest.approx(3 * bars(chart, "added")[-1].width, rel=0.05)


def test_most_absorbed_is_not_enlarged():
    chart = a_pair(Parts(food=5.0), Span(2.0, 3.0, 4.0), Parts(food=3.0))

    assert len(bars(chart, "food")) == 2
    assert not any("×" in words for words in texts(chart))


def test_the_figures_are_on_the_drawing():
    words = " ".join(texts(a_pair()))

    assert "2,000\u00a0µg" in words
    assert "40.0\u00a0µg" in words
    assert "20" in words
    assert "70" in words


def test_the_whisker_reaches_from_low_to_high():
    chart = a_pair()
    level = [line for line in drawing(chart).iter("line")
             if line.attrib["class"] == "c-range" and line.attrib["y1"] == line.attrib["y2"]]  # fmt: skip
    ((low, high),) = [(share(line.attrib["x1"]), share(line.attrib["x2"])) for line in level]
    enlarged = sum(bars(chart, origin)[-1].width for origin in Parts._fields)

    assert high / low == pytest.approx(70 / 20, rel=0.01)
    assert low < enlarged < high


def test_words_do_not_run_into_each_other_on_a_phone():
    chart = a_pair(Parts(food=123_456.0), Span(123.4, 1234.5, 2345.6), Parts(food=1234.5))
    rows: dict[str, int] = {}
    for text in drawing(chart).iter("text"):
        if "c-wide" not in text.attrib.get("class", ""):
            rows[text.attrib["y"]] = rows.get(text.attrib["y"], 0) + len(text.text or "")

    assert all(letters * 6.7 + 10 <= 280 for letters in rows.values()), rows


@pytest.mark.parametrize(
    ("swallowed", "absorbed", "parts"),
    [
        (Parts(), Span(0, 0, 0), Parts()),
        (Parts(food=0.0001), Span(0, 0.00005, 0.0001), Parts(food=0.00005)),
        (Parts(supplement=1_000_000.0), Span(5000, 12_001.5, 20_002), Parts(supplement=12_001.5)),
        (Parts(1, 1, 1_000_000), Span(1, 2, 20_000), Parts(1, 1, 0)),
        (Parts(food=2), Span(1, 1.5, 40), Parts(food=1.5)),  # unknown foods may hold more than is known
        (Parts(), Span(0, 0, 9), Parts()),
    ],
    ids=range(6),
)
def test_nothing_leaves_the_canvas(swallowed, absorbed, parts):
    assert outside(a_pair(swallowed, absorbed, parts)) == []


def test_the_table_tells_swallowed_and_absorbed_by_origin():
    table = a_pair().table

    assert table.head == ("µg", "food", "added to food", "supplement", "in all")
    assert table.rows == (
        ("Swallowed", "60", "40", "1,900", "2,000\u00a0µg"),
        ("Probably absorbed", "15.0", "5.0", "20.0", "40.0\u00a0µg (20.0–70.0)"),
    )


def test_a_lower_bound_says_so():
    words = " ".join(texts(a_pair(at_least=True)))

    assert "at least 2,000\u00a0µg" in words
    assert "at least 40.0\u00a0µg" in words


def test_labels_are_escaped():
    chart = a_pair(description=HOSTILE)
    listed = shares(key="foods", title="Foods", rows=[Share(HOSTILE, Parts(food=1.0))])

    assert "<b onclick" not in chart.svg + listed.svg
    assert drawing(chart).find("desc").text == HOSTILE


def test_a_model_claims_one_decimal():
    chart = a_pair(Parts(food=6.23), Span(2.494, 4.724, 5.351), Parts(food=4.724))

    assert "4.7\u00a0µg (2.5–5.4)" in texts(chart)
    assert "6.23\u00a0µg" in texts(chart)  # what was swallowed is a figure of the log


# --- one figure in its range -----------------------------------------------------------------------------------------
def test_a_range_is_a_band_from_low_to_high_with_the_target_on_the_same_scale():
    chart = range_bar(key="day", title="A day", low=1.0, middle=2.0, high=4.0, target=3.0)
    (band,) = boxes(chart, "c-band-2")
    (target,) = [share(line.attrib["x1"]) for line in drawing(chart).iter("line") if line.attrib["class"] == "c-need"]

    assert band.right == pytest.approx(4 * band.left, rel=0.01)
    assert target == pytest.approx(3 * band.left, rel=0.01)


@pytest.mark.parametrize(
    ("low", "middle", "high", "target"),
    [(0, 0, 0, None), (0, 0, 0, 0), (1, 1, 1, 1), (0, 1, 1e6, 2.4), (1, 2, 3, 1e6), (0.0001, 0.0002, 0.0003, None)],
)
def test_a_range_stays_on_its_canvas(low, middle, high, target):
    assert outside(range_bar(key="day", title="A day", low=low, middle=middle, high=high, target=target)) == []


def test_a_range_has_its_figures_in_words():
    chart = range_bar(key="day", title="A day", low=1.0, middle=2.0, high=4.0, target=3.0)

    assert chart.description == "About 2 µg, probably between 1 and 4."
    assert chart.table.rows == (("A day", "1", "4", "2\u00a0µg", "3\u00a0µg"),)
