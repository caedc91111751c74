"""How long stores might last, in words: a model, with its band, never a date."""

import re

import pytest

from tests.tracker.eaters import LAST_28, NOW, TODAY, a_food, ampoule, eats, oat_milk, says, spray, tablet
from tracker.domain.limits import Circumstances
from tracker.domain.parameters import Span
from tracker.domain.stores import Projection
from tracker.domain.stores import Runway as Years
from tracker.reports.habit import read_habit
from tracker.reports.status.runway import Runway

FITS = Circumstances(tracked_days=28, entries=28)


def runway(person, circumstances: Circumstances = FITS) -> Runway:
    return Runway.of(read_habit(person, now=NOW), circumstances)


def with_years(p10: float | None, p50: float | None, p90: float | None) -> Runway:
    projection = Projection((), Years(p10, p50, p90, 0.0), Span(0, 0, 0), Span(0, 0, 0), 0.0013, 2500.0)
    return Runway("", False, projection)


def test_without_any_source_the_middle_and_the_band_are_those_of_the_model(person):
    says(person, "nothing", LAST_28)
    found = runway(person)

    assert (found.years, found.settles, found.ranged) == ("about 4.5 years", False, False)
    assert found.between == "Eight in ten draws of the model lie between 3.0 and 6.9 years."
    assert found.settles_at == (
        "Stores like most people’s sink towards 0 µg in the model; its low threshold is 300 µg."
    )


def test_above_the_threshold_it_settles_and_nothing_runs_out(person):
    eats(person, tablet("2000"), [3, 10, 17, 24])
    says(person, "complete", LAST_28)
    found = runway(person)

    assert (found.years, found.settles) == ("not reached", True)
    assert found.settles_at == (
        "Stores like most people’s settle near 2,800 µg in the model; its low threshold is 300 µg."
    )
    assert found.between == "Nine in ten draws of the model never reach it."


@pytest.mark.parametrize(
    ("years", "words", "between"),
    [
        ((3.04, 9.96, 12.4), "about 10 years", "Eight in ten draws of the model lie between 3.0 and 12 years."),
        ((3.0, 30.0, 30.0), "about 30 years", "Eight in ten draws of the model lie between 3.0 and 30 years."),
        ((8.0, 30.1, None), "more than 30 years", "Nine in ten draws of the model last longer than 8.0 years."),
        ((8.0, 20.0, 31.0), "about 20 years", "Nine in ten draws of the model last longer than 8.0 years."),
        ((41.0, 60.0, None), "more than 30 years", "Nine in ten draws of the model last longer than 30 years."),
        ((6.2, None, None), "not reached", "Nine in ten draws of the model last longer than 6.2 years."),
        ((None, None, None), "not reached", "Nine in ten draws of the model never reach it."),
    ],
)
def test_years_are_said_as_finely_as_a_model_can(years, words, between):
    found = with_years(*years)

    assert (found.years, found.between) == (words, between)


@pytest.mark.parametrize(
    ("circumstances", "says_why"),
    [
        ({"age_years": 17.9}, "The model is made for adults. Under 18 it is off."),
        ({"life_stage": "pregnant"}, "In pregnancy a baby draws on the stores."),
        ({"life_stage": "breastfeeding"}, "While breast-feeding a baby draws on the stores."),
        ({"kidney_failure": True}, "Kidney failure changes how B12 is kept and lost."),
        ({"nitrous_oxide_last_year": True}, "Nitrous oxide makes B12 in the body unusable"),
        ({"tracked_days": 13}, "It needs 14 tracked days of the last 28."),
        ({"unknown_entries": 15}, "More than half of what you logged has no figure."),
    ],
)
def test_where_the_model_does_not_fit_one_sentence_says_why_and_there_is_no_figure(person, circumstances, says_why):
    says(person, "nothing", LAST_28)
    found = runway(person, Circumstances(**{"tracked_days": 28, "entries": 28} | circumstances))

    assert found.why_off.startswith(says_why)
    assert (found.projection, found.years, found.between, found.settles_at, found.plateau, found.loss_percent) == (
        None, "", "", "", "", "")  # fmt: skip


def test_half_unknown_is_not_more_than_half(person):
    says(person, "nothing", LAST_28)

    assert runway(person, Circumstances(tracked_days=14, entries=28, unknown_entries=14)).why_off == ""


def test_what_a_day_is_made_of_adds_up(person):
    eats(person, oat_milk("1"), LAST_28)
    eats(person, ampoule("1000"), [10, 80])
    eats(person, spray("500"), [4, 11])
    found = runway(person)

    assert (round(found.swallowed_ug, 2), found.days) == (15.89, 28)  # 28 × 0.5676
    assert found.past_the_gut_per_day == pytest.approx(750 / 70 + 2 * 30 / 28)
    assert found.swallowed_ug / found.days + found.past_the_gut_per_day == pytest.approx(
        found.projection.absorbed_per_day.middle
    )
    assert found.ranged is True


def test_unknown_foods_widen_what_goes_in(person):
    eats(person, oat_milk("1"), LAST_28)
    assert runway(person).ranged is False

    eats(person, a_food(None, category="fish"), [1, 2], at="19:00")
    assert runway(person).ranged is True


def test_no_words_of_it_hold_a_date_or_a_verdict(person):
    says(person, "nothing", LAST_28)
    found = runway(person)
    words = " ".join((found.years, found.between, found.settles_at)).lower()

    assert re.findall(rf"{TODAY.year}|20[2-9]\d|january|march|deficien|safe|goal|streak", words) == []
