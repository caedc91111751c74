"""What the page of blood tests is made of: notes from the log, ranges to draw, words for each side of a limit."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import MeasuredFactory, SampleFactory, UserFactory
from tests.tracker.eaters import NOW, TODAY, ago
from tracker.charts.zones import ASK, UNCLEAR, USUAL, Zone
from tracker.domain.bands import Guideline, by_id, scale
from tracker.domain.risks.facts import Case, GasUse, Has, Result, Symptom
from tracker.models.markers import MARKER_NAMES, MEANINGS
from tracker.reports.after_dose import AfterDose, Dose
from tracker.reports.care import blood_words as words
from tracker.reports.care.blood import BloodPage
from tracker.reports.care.blood_markers import zones_of
from tracker.reports.care.blood_values import last_time, read_values

DAY = dt.date(2026, 3, 2)


# --- words -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "said"),
    [
        (AfterDose(), ""),
        (AfterDose(mark=False), ""),
        (
            AfterDose(True, last_dose=Dose(dt.date(2026, 3, 1), 1000.0, "Tablet")),
            "You took 1,000\u00a0µg 1 day before the sample of 2 March 2026: Tablet. "
            "So total and active B12 of that day say little about your stores.",
        ),
        (
            AfterDose(None, unknown=Dose(dt.date(2026, 2, 20), None, "Some tablet")),
            "You took Some tablet 10 days before the sample of 2 March 2026. "
            "Nobody has a figure for it, so nobody can say how far it moved B12.",
        ),
    ],
)
def test_the_note_before_a_sample_names_days_figures_and_products(before, said):
    assert words.before_words(before, DAY) == said


@pytest.mark.parametrize("guideline", list(Guideline))
@pytest.mark.parametrize("marker", [*MARKER_NAMES])
def test_every_range_that_may_be_drawn_has_words(marker, guideline):
    for population in ("", "women", "men", "pregnant", "pregnant_middle"):
        for band in scale(marker, guideline, population=population):
            assert words.band_words(band)
            assert "deficient" not in words.band_words(band)
            assert words.WHOSE[band.guideline]


def test_every_marker_has_a_name_and_says_what_it_is():
    assert set(MARKER_NAMES) == set(MEANINGS)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (197, 771, "197 to 771\u00a0ng/L"), (None, 771, "up to 771\u00a0ng/L"), (197, None, "from 197\u00a0ng/L"),
        (None, None, ""),
    ],
)  # fmt: skip
def test_the_own_range_in_words(low, high, said):
    assert words.range_words(low and Decimal(low), high and Decimal(high), "ng/L") == said


def asked(*results, readings=(), contexts=(), **fields):
    case = Case(today=TODAY, results=results, **fields)
    return list(words.questions(case, contexts=contexts, readings=readings))


def test_an_unclear_result_with_symptoms_asks_for_mma():
    tired = Symptom("numbness", 4, TODAY)
    assert "and I have symptoms" in asked(readings={"between"}, symptoms=(tired,))[0]
    assert "if I get symptoms" in asked(readings={"between"})[0]
    assert asked(Result("mma", 0.2, "µmol/L", ago(3)), Result("egfr", 90, "mL/min/1.73m2", ago(3)),
                 readings={"between"}) == []  # fmt: skip


def test_the_cause_is_asked_for_where_none_is_known():
    assert "coeliac disease or autoimmune gastritis?" in asked(readings={"deficient"})[0]
    assert "H. pylori" in asked(readings={"deficient"}, guideline="aafp")[0]
    assert asked(readings={"deficient"}, conditions=(Has("coeliac", "Coeliac disease"),)) == []


def test_after_nitrous_oxide_the_markers_that_tell_more_are_asked_for():
    assert "homocysteine or MMA" in asked(contexts=("nitrous",), gas=(GasUse("recreational", ago(3)),))[0]
    assert asked(Result("homocysteine", 12, "µmol/L", ago(3)), contexts=("nitrous",)) == []


# --- ranges ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("marker", "guideline", "unit", "zones"),
    [
        ("b12", "nice", "ng/L", [(None, 180, ASK), (180, 350, UNCLEAR), (350, None, USUAL)]),
        ("b12", "nice", "pmol/L", [(None, 133, ASK), (133, 258, UNCLEAR), (258, None, USUAL)]),
        ("b12", "aafp", "pmol/L", [(None, 132.84, ASK), (132.84, 258.3, UNCLEAR), (258, None, USUAL)]),
        ("b12", "who", "pmol/L", [(None, 148, ASK), (148, 221, UNCLEAR), (221, None, USUAL)]),
        ("mma", "nice", "nmol/L", [(None, 271, USUAL), (271, 376, UNCLEAR), (376, None, ASK)]),
        ("homocysteine", "nice", "µmol/L", [(15, None, UNCLEAR)]),
        ("creatinine", "nice", "µmol/L", []),
        ("b12", "nice", "furlongs", []),
    ],
)
def test_ranges_are_drawn_in_the_unit_of_the_value(marker, guideline, unit, zones):
    assert zones_of(scale(marker, guideline), unit) == tuple(Zone(*one) for one in zones)


def test_what_a_guideline_leaves_open_is_filled_by_nice():
    assert [one.id for one in scale("b12", "aafp")] == [
        "total_b12_aafp_diagnostic", "total_b12_aafp_borderline", "total_b12_nice_unlikely",
    ]  # fmt: skip
    assert {one.guideline for one in scale("active_b12", "who")} == {"nice"}


def test_limits_are_those_that_are_printed_in_the_unit():
    assert by_id("total_b12_nice_confirmed").limits("pmol/L") == (None, 133)
    assert by_id("mma_raised").limits("nmol/L") == (271, None)


# --- the page --------------------------------------------------------------------------------------------------------
@pytest.fixture
def person(db):
    return UserFactory()


def measured(person, marker="b12", value="268", unit="ng/L", days=12, **fields):
    sample = SampleFactory(owner=person, taken_on=ago(days))
    return MeasuredFactory(sample=sample, marker=marker, value=Decimal(value), unit=unit, **fields)


def page(person) -> BloodPage:
    return BloodPage.build(person, now=NOW)


def test_of_each_marker_the_newest_is_shown_and_nothing_of_the_future(person):
    for days, value in ((400, "200"), (12, "268"), (-1, "999")):
        measured(person, value=value, days=days)
    assert [(one.marker, one.shown) for one in page(person).markers] == [("b12", "268")]


def test_values_in_two_units_are_drawn_in_that_of_the_newest(person):
    measured(person, value="300", unit="pmol/L", days=90)
    measured(person, value="350", unit="ng/L", days=12)
    (chart,) = page(person).trends
    assert chart.title == "Total B12, ng/L"
    assert [row[1] for row in chart.table.rows] == ["300\u00a0pmol/L", "350\u00a0ng/L"]


def test_one_value_alone_is_no_course(person):
    measured(person)
    assert page(person).trends == ()


@pytest.mark.parametrize(
    ("value", "comparator", "low", "high", "said"),
    [
        ("196.9", "", 197, 771, "below it"), ("197", "", 197, 771, "within it"), ("771", "", 197, 771, "within it"),
        ("771.1", "", 197, 771, "above it"), ("268", "", None, None, ""), ("150", "<", 197, 771, "below it"),
        ("300", "<", 197, 771, ""), ("2000", ">", 197, 771, "above it"), ("300", ">", 197, None, "within it"),
        ("100", ">", 197, None, ""), ("300", "<", None, 771, "within it"),
    ],
)  # fmt: skip
def test_where_a_value_lies_in_the_laboratorys_range(person, value, comparator, low, high, said):
    ends = {"low": low and Decimal(low), "high": high and Decimal(high)}
    measured(person, value=value, comparator=comparator, **ends)
    assert page(person).markers[0].own_words == said


def test_a_sample_without_a_value_is_listed(person):
    SampleFactory(owner=person, lab="North")
    (line,) = page(person).samples
    assert (line.lab, line.values) == ("North", ())


def test_values_of_others_are_not_read(person):
    measured(UserFactory())
    assert read_values(person) == []


def test_last_time_is_of_each_marker_the_newest_unit_and_of_all_the_newest_sample(person):
    measured(person, "mma", "250", "nmol/L", days=90)
    sample = measured(person, "mma", "0.3", "µmol/L", days=40).sample
    MeasuredFactory(sample=sample, marker="mcv", value=Decimal(91), unit="fL")
    last = last_time(person)
    assert (last.units["mma"], last.units["b12"]) == ("µmol/L", "ng/L")
    assert last.markers == ("mma", "mcv")
