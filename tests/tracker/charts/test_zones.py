"""A value on the ranges of a guideline: where its line, its limits and ranges are drawn, and what is said of them."""

import datetime as dt
import re

import pytest

from tracker.charts.zones import ASK, UNCLEAR, USUAL, Point, Zone, figure_words, limits_of, top_of, trend, zone_bar

ZONES = [Zone(None, 180.0, ASK), Zone(180.0, 350.0, UNCLEAR), Zone(350.0, None, USUAL)]
DAY = dt.date(2026, 3, 2)


def bar(value=268.0, zones=ZONES, comparator=""):
    return zone_bar(
        key="b", title="Total B12 268 ng/L", description="It lies", value=value, zones=zones, comparator=comparator
    )


def rects(svg):
    return re.findall(r'<rect class="([\w-]+)[^"]*" x="([\d.]+%)" width="([\d.]+%)"', svg)


def test_the_scale_leaves_room_above_the_value_and_above_the_limits():
    assert top_of([268], ZONES) == 525
    assert top_of([1000], ZONES) == 1120
    assert top_of([0], []) > 0


def test_each_range_has_its_own_pattern_and_they_meet():
    assert rects(bar()) == [
        ("f-untracked", "0%", "34.3%"),
        ("c-zone", "34.3%", "32.4%"),
        ("c-band-2", "66.7%", "33.3%"),
    ]


def test_the_value_is_a_line_and_the_limits_are_written():
    svg = bar(262.5)
    assert '<line class="c-need" x1="50%" x2="50%" y1="8" y2="32"/>' in svg
    assert [">180<" in svg, ">350<" in svg] == [True, True]


@pytest.mark.parametrize(("comparator", "end"), [("<", "0%"), (">", "100%")])
def test_what_is_only_known_to_lie_beyond_runs_on_to_that_end(comparator, end):
    assert f'<line class="c-need" x1="{end}" x2="50%" y1="20.0" y2="20.0"/>' in bar(262.5, comparator=comparator)


def test_the_picture_has_a_name_and_a_sentence():
    svg = bar()
    assert 'role="img" aria-labelledby="b-title b-desc"' in svg
    assert '<title id="b-title">Total B12 268 ng/L</title><desc id="b-desc">It lies</desc>' in svg


def test_names_are_escaped():
    assert "<b>" not in zone_bar(key="b", title="<b>", description="<b>", value=1, zones=ZONES)


@pytest.mark.parametrize(
    ("value", "words"), [(0.271, "0.271"), (180, "180"), (132.84, "132.8"), (1500, "1,500"), (5.66, "5.66")]
)
def test_a_limit_is_written_short(value, words):
    assert figure_words(value) == words


def test_limits_are_written_once_each_and_nought_is_none():
    assert limits_of([*ZONES, Zone(0.0, 180.0, ASK)]) == [180, 350]


def series(*values, **fields):
    return [Point(DAY + dt.timedelta(days=30 * n), value, f"{value} ng/L", **fields) for n, value in enumerate(values)]


def drawn(points, **fields):
    return trend(key="t", title="Total B12, ng/L", points=points, zones=ZONES, description="Two values.", **fields)


def test_over_time_every_value_is_a_dot_and_a_row():
    chart = drawn(series(150, 268, 400))
    assert chart.svg.count('class="c-dot"') == 3
    assert chart.table.rows == (
        ("2 March 2026", "150 ng/L", ""), ("1 April 2026", "268 ng/L", ""), ("1 May 2026", "400 ng/L", ""),
    )  # fmt: skip


def test_what_was_drawn_after_a_dose_is_hollow_and_says_so():
    chart = drawn([*series(150), Point(DAY + dt.timedelta(days=9), 900, "900 ng/L", marked=True)])
    assert (chart.svg.count('class="c-dot"'), chart.svg.count('class="c-hollow"')) == (1, 1)
    assert chart.table.rows[1] == ("11 March 2026", "900 ng/L", "B12 taken")


def test_a_dose_is_a_stroke_on_the_axis():
    chart = drawn(series(150, 268), doses=[DAY, DAY + dt.timedelta(days=3)])
    assert chart.svg.count('class="c-dose"') == 2


def test_a_dose_before_the_first_sample_widens_the_time():
    dots = [
        re.search(r'<circle[^>]*cx="([\d.]+)%"', drawn(series(150, 268), doses=doses).svg)[1]
        for doses in ([], [DAY - dt.timedelta(days=30)])
    ]
    assert float(dots[0]) < float(dots[1])


def test_only_a_limit_carries_its_sign():
    assert "&lt;</text>" in drawn([Point(DAY, 150, "<150 ng/L", comparator="<"), *series(200)[:1]]).svg


def test_samples_of_one_day_are_drawn_too():
    assert drawn(series(150) * 2).svg.count('class="c-dot"') == 2
