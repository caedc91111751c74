"""Figures of the model as they are printed."""

import pytest

from tracker.domain.parameters import Span
from tracker.reports.status.foods import FoodLine
from tracker.templatetags import status


@pytest.mark.parametrize(
    ("ug", "said"),
    [(0, "0.0"), (0.0001, "<0.1"), (0.0499, "<0.1"), (0.05, "0.1"), (1.449, "1.4"), (13.497, "13.5"), (99.94, "99.9"),
     (99.96, "100"), (1500, "1,500")],
)  # fmt: skip
def test_what_was_absorbed_has_one_decimal(ug, said):
    assert status.tenth(ug) == said


@pytest.mark.parametrize(
    ("ug", "said"), [(0, "0.00"), (0.012, "0.012"), (0.0041, "0.0041"), (0.1, "0.10"), (1.5, "1.50"), (24, "24.00")]
)
def test_a_formula_has_two_decimals_or_what_is_left_without_them(ug, said):
    assert status.two(ug) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0.0\u00a0%"), (0.01, "<0.1\u00a0%"), (1.35, "1.4\u00a0%"), (9.97, "10\u00a0%"), (56.7, "57\u00a0%")],
)
def test_a_share_has_two_figures(share, said):
    assert status.percent(share) == said


@pytest.mark.parametrize(("ug", "said"), [(0, "0"), (0.7 + 1.4 + 0.3, "2.4"), (2801.6, "2,802"), (0.001, "< 0.01")])
def test_what_was_swallowed_reads_as_everywhere_else(ug, said):
    assert status.plain_ug(ug) == said


def test_a_figure_never_stands_without_its_range():
    assert status.model_figure(Span(6, 13.497, 22.04)) == (
        '<span class="n">13.5<span class="u">\u00a0µg</span></span> <span class="mute small range">(6.0–22.0)</span>'
    )


@pytest.mark.parametrize(("past", "words"), [(True, "not swallowed"), (False, "")])
def test_a_line_escapes_names_and_says_what_was_not_swallowed(past, words):
    line = FoodLine(1, "<b>Oats & co</b>", 3, 3.0, Span(1, 1.7, 2), 56.7, past)
    printed = status.food_line(line)

    assert "&lt;b&gt;Oats &amp; co&lt;/b&gt;" in printed
    assert ("not swallowed" in printed) is bool(words)
    assert "57\u00a0%" in printed
