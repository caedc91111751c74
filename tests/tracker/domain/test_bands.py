"""Units converted exactly, and bands with both sides of every limit."""

import csv
from decimal import Decimal
from fractions import Fraction

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import tables
from tracker.domain.bands import (
    UNITS,
    Guideline,
    Reading,
    band,
    by_id,
    convert,
    is_plausible,
    of_marker,
    si_unit,
    to_si,
)

EVIDENCE = settings.BASE_DIR.parent / "shared" / "evidence" / "biomarkers.csv"
needs_evidence = pytest.mark.skipif(not EVIDENCE.exists(), reason="The figures are NOT compared: no evidence here.")
DEFICIENT, BETWEEN, UNLIKELY = Reading.DEFICIENT, Reading.BETWEEN, Reading.UNLIKELY


# --- units -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("marker", "value", "unit", "expected"),
    [
        ("b12", 180, "pg/mL", "132.84"),
        ("b12", 180, "ng/L", "132.84"),
        ("b12", 200, "pg/mL", "147.6"),
        ("b12", 300, "pg/mL", "221.4"),
        ("b12", 350, "pg/mL", "258.3"),
        ("b12", 1000, "pg/mL", "738"),
        ("b12", 148, "pmol/L", "148"),
        ("mma", 271, "nmol/L", "0.271"),
        ("mma", 0.376, "µmol/L", "0.376"),
        ("folate", 3, "ng/mL", "6.798"),
        ("folate", 3, "µg/L", "6.798"),
        ("haemoglobin", 12, "g/dL", "120"),
        ("haemoglobin", 11.9, "g/dL", "119"),
        ("creatinine", 1, "mg/dL", "88.42"),
        ("creatinine", 0.9, "mg/dL", "79.578"),
        ("b12", Decimal("268.0000"), "ng/L", "197.784"),
    ],
)
def test_a_value_is_converted_without_rounding(marker, value, unit, expected):
    assert to_si(marker, value, unit) == Fraction(expected)


def test_and_back_to_the_unit_of_the_entry():
    assert convert("b12", 258.3, "pmol/L", to="pg/mL") == 350


@pytest.mark.parametrize("unit", ["μmol/L", " µmol/L", "µmol /L"])
def test_a_greek_letter_and_a_space_are_the_same_unit(unit):
    assert to_si("mma", 0.4, unit) == Fraction("0.4")


def test_a_raised_figure_is_the_same_unit():
    assert to_si("egfr", 59, "mL/min/1.73\u00a0m²") == 59


@pytest.mark.parametrize(("marker", "unit"), [("b12", "g/L"), ("mma", "pg/mL"), ("cheer", "g/L"), ("b12", "")])
def test_a_unit_that_is_not_the_markers_is_refused(marker, unit):
    with pytest.raises(ValueError, match="no way"):
        convert(marker, 1, unit, to=unit)


@given(
    value=st.floats(0.001, 1e6, allow_nan=False),
    pair=st.sampled_from([(marker, unit) for marker, units in UNITS.items() for unit in units]),
)
def test_there_and_back_is_the_same_value(value, pair):
    marker, unit = pair
    there = to_si(marker, value, unit)

    assert there / UNITS[marker][unit] == Fraction(str(value))


@pytest.mark.parametrize(("marker", "unit"), [("b12", "pmol/L"), ("mma", "µmol/L"), ("haemoglobin", "g/L")])
def test_the_first_unit_of_a_marker_is_the_si_unit(marker, unit):
    assert si_unit(marker) == unit


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (9.9, "pg/mL", False), (10, "pg/mL", True), (20_000, "ng/L", True), (20_000.1, "ng/L", False),
        (7.37, "pmol/L", False), (7.38, "pmol/L", True), (14_760, "pmol/L", True), (14_761, "pmol/L", False),
    ],
)  # fmt: skip
def test_a_total_outside_what_is_plausible_asks_for_its_unit(value, unit, expected):
    assert is_plausible("b12", value, unit) is expected


def test_other_markers_are_not_judged_for_their_unit():
    assert is_plausible("mma", 271, "µmol/L")


# --- bands, both sides of every limit --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("marker", "value", "unit", "guideline", "expected"),
    [
        # NICE prints its limits in both units
        ("b12", 179.9, "ng/L", "nice", "total_b12_nice_confirmed"),
        ("b12", 180, "ng/L", "nice", "total_b12_nice_indeterminate"),
        ("b12", 350, "ng/L", "nice", "total_b12_nice_indeterminate"),
        ("b12", 350.1, "ng/L", "nice", "total_b12_nice_unlikely"),
        ("b12", 180, "pg/mL", "nice", "total_b12_nice_indeterminate"),
        ("b12", 179.99, "pg/mL", "nice", "total_b12_nice_confirmed"),
        ("b12", 132, "pmol/L", "nice", "total_b12_nice_confirmed"),
        ("b12", 132.9, "pmol/L", "nice", "total_b12_nice_confirmed"),
        ("b12", 133, "pmol/L", "nice", "total_b12_nice_indeterminate"),
        ("b12", 258, "pmol/L", "nice", "total_b12_nice_indeterminate"),
        ("b12", 258.1, "pmol/L", "nice", "total_b12_nice_unlikely"),
        ("b12", 259, "pmol/L", "nice", "total_b12_nice_unlikely"),
        ("active_b12", 24.9, "pmol/L", "nice", "active_b12_nice_confirmed"),
        ("active_b12", 25, "pmol/L", "nice", "active_b12_nice_indeterminate"),
        ("active_b12", 70, "pmol/L", "nice", "active_b12_nice_indeterminate"),
        ("active_b12", 70.1, "pmol/L", "nice", "active_b12_nice_unlikely"),
        # AAFP prints pg/mL only: an entry in pmol/L is converted
        ("b12", 179.9, "pg/mL", "aafp", "total_b12_aafp_diagnostic"),
        ("b12", 180, "pg/mL", "aafp", "total_b12_aafp_borderline"),
        ("b12", 350, "pg/mL", "aafp", "total_b12_aafp_borderline"),
        ("b12", 132.83, "pmol/L", "aafp", "total_b12_aafp_diagnostic"),
        ("b12", 132.84, "pmol/L", "aafp", "total_b12_aafp_borderline"),
        ("b12", 133, "pmol/L", "aafp", "total_b12_aafp_borderline"),
        ("b12", 258.3, "pmol/L", "aafp", "total_b12_aafp_borderline"),
        # WHO prints pmol/L only: an entry in pg/mL is converted
        ("b12", 147.9, "pmol/L", "who", "total_b12_who_deficiency"),
        ("b12", 148, "pmol/L", "who", "total_b12_who_low"),
        ("b12", 221, "pmol/L", "who", "total_b12_who_low"),
        ("b12", 221.1, "pmol/L", "who", "total_b12_who_adequate"),
        ("b12", 200, "pg/mL", "who", "total_b12_who_deficiency"),  # 147.6 pmol/L
        ("b12", 201, "pg/mL", "who", "total_b12_who_low"),  # 148.338
        ("b12", 299, "ng/L", "who", "total_b12_who_low"),  # 220.662
        ("b12", 300, "ng/L", "who", "total_b12_who_adequate"),  # 221.4
        # what a guideline leaves open is read by NICE
        ("b12", 350.1, "pg/mL", "aafp", "total_b12_nice_unlikely"),
        ("b12", 1200, "pg/mL", "aafp", "total_b12_nice_unlikely"),  # "high" is only a mark
        ("active_b12", 24.9, "pmol/L", "aafp", "active_b12_nice_confirmed"),
        ("active_b12", 25, "pmol/L", "who", "active_b12_nice_indeterminate"),
        # what NICE leaves open too is read by whoever has a limit
        ("mma", 0.271, "µmol/L", "nice", "mma_normal"),
        ("mma", 0.272, "µmol/L", "nice", "mma_raised"),
        ("mma", 376, "nmol/L", "nice", "mma_raised"),
        ("mma", 377, "nmol/L", "aafp", "mma_high"),
        ("homocysteine", 15.1, "µmol/L", "nice", "hcy_raised"),
        ("mcv", 100.1, "fL", "nice", "mcv_macrocytosis"),
        ("folate", 6.9, "nmol/L", "nice", "folate_low"),
        ("folate", 3, "ng/mL", "nice", "folate_low"),  # 6.798 nmol/L
        ("potassium", 3.4, "mmol/L", "nice", "potassium_low"),
        ("egfr", 59.9, "mL/min/1.73m2", "nice", "egfr_reduced"),
        ("cb12", -2.6, "score", "nice", "cb12_probable"),
        ("cb12", -2.5, "score", "nice", "cb12_possible"),
        ("cb12", -1.5, "score", "nice", "cb12_low"),
        ("cb12", -0.5, "score", "nice", "cb12_adequate"),
        ("cb12", 1.5, "score", "nice", "cb12_adequate"),
        ("cb12", 1.51, "score", "nice", "cb12_elevated"),
    ],
)
def test_a_value_lies_in_the_band_of_its_guideline(marker, value, unit, guideline, expected):
    assert band(marker, value, unit, guideline).id == expected


@pytest.mark.parametrize(
    ("marker", "value", "unit"),
    [
        ("homocysteine", 15, "µmol/L"), ("mcv", 100, "fL"), ("folate", 7, "nmol/L"), ("potassium", 3.5, "mmol/L"),
        ("egfr", 60, "mL/min/1.73m2"),
    ],
)  # fmt: skip
def test_on_the_line_of_a_marker_with_one_limit_there_is_no_band(marker, value, unit):
    assert band(marker, value, unit) is None


@pytest.mark.parametrize(
    ("population", "just_below", "limit"),
    [("women", 119.9, 120), ("men", 129.9, 130), ("pregnant", 109.9, 110), ("pregnant_middle", 104.9, 105)],
)
def test_haemoglobin_has_a_limit_for_each_of_four(population, just_below, limit):
    assert band("haemoglobin", just_below, "g/L", population=population).reading == Reading.LOW
    assert band("haemoglobin", limit, "g/L", population=population) is None
    assert band("haemoglobin", just_below / 10, "g/dL", population=population).population == population


def test_haemoglobin_of_nobody_in_particular_has_no_band():
    assert band("haemoglobin", 50, "g/L") is None


@pytest.mark.parametrize(("marker", "unit"), [("b12", "furlongs"), ("b12", ""), ("ferritin", "µg/L")])
def test_an_unknown_unit_or_marker_has_no_band(marker, unit):
    assert band(marker, 100, unit) is None


@given(
    value=st.floats(0.1, 20_000),
    unit=st.sampled_from(["ng/L", "pg/mL", "pmol/L"]),
    guideline=st.sampled_from(Guideline),
)
def test_every_total_lies_in_one_of_three_bands_and_the_answer_says_whose(value, unit, guideline):
    found = band("b12", value, unit, guideline)

    assert found.reading in (DEFICIENT, BETWEEN, UNLIKELY)
    assert found.guideline in (guideline, Guideline.NICE)


@given(pair=st.tuples(st.floats(0.1, 900), st.floats(0.1, 900)), guideline=st.sampled_from(Guideline))
def test_a_higher_value_never_lies_in_a_lower_band(pair, guideline):
    order = (DEFICIENT, BETWEEN, UNLIKELY)
    low, high = sorted(pair)

    lower, higher = (order.index(band("b12", one, "pmol/L", guideline).reading) for one in (low, high))
    assert lower <= higher


@pytest.mark.parametrize(
    ("comparator", "value", "unit", "guideline", "expected"),
    [
        ("<", 150, "ng/L", "nice", "total_b12_nice_confirmed"),
        ("<", 180, "ng/L", "nice", "total_b12_nice_confirmed"),  # 180 itself is not below 180
        ("<", 180.1, "ng/L", "nice", "total_b12_who_deficiency"),  # it may lie on either side of what NICE says
        ("<", 133, "pmol/L", "nice", "total_b12_nice_confirmed"),
        ("<", 148, "pmol/L", "nice", "total_b12_who_deficiency"),
        ("<", 148.1, "pmol/L", "who", None),
        ("<", 300, "ng/L", "nice", None),
        (">", 350, "ng/L", "nice", "total_b12_nice_unlikely"),  # 350 itself is not above 350
        (">", 349.9, "ng/L", "nice", "total_b12_who_adequate"),
        (">", 2000, "pg/mL", "aafp", "total_b12_nice_unlikely"),
        (">", 200, "ng/L", "nice", None),
        (">", 0.271, "µmol/L", "nice", "mma_raised"),
        (">", 0.376, "µmol/L", "nice", "mma_high"),
        ("<", 0.271, "µmol/L", "nice", "mma_normal"),
        ("<", 0.28, "µmol/L", "nice", None),
        (">", 59, "mL/min/1.73m2", "nice", None),
        (">", 90, "mL/min/1.73m2", "nice", None),
        ("<", 15, "mL/min/1.73m2", "nice", "egfr_reduced"),
        ("<", 60, "mL/min/1.73m2", "nice", "egfr_reduced"),
        ("<", 60.1, "mL/min/1.73m2", "nice", None),
    ],
)
def test_what_is_printed_as_below_or_above_lies_where_all_of_it_lies(comparator, value, unit, guideline, expected):
    marker = {"µmol/L": "mma", "mL/min/1.73m2": "egfr"}.get(unit, "b12")
    found = band(marker, value, unit, guideline, comparator=comparator)

    assert (found and found.id) == expected


@given(limit=st.floats(1, 900), part=st.floats(0, 1, exclude_max=True), guideline=st.sampled_from(Guideline))
def test_a_value_below_a_limit_lies_in_the_band_of_everything_below(limit, part, guideline):
    found = band("b12", limit, "ng/L", guideline, comparator="<")

    assert found is None or found.holds(limit * part, "ng/L")


def test_the_guidelines_carry_their_names():
    assert [one.shown for one in Guideline] == ["NICE", "AAFP", "WHO"]


# --- the rows --------------------------------------------------------------------------------------------------------
def test_what_is_only_marked_is_looked_up_by_its_id():
    high = by_id("total_b12_aafp_high")

    assert (high.only_marked, high.holds(1000, "pg/mL"), high.holds(1000.1, "ng/L")) == (True, False, True)
    assert (high.holds(738, "pmol/L"), high.holds(738.1, "pmol/L")) == (False, True)


@pytest.mark.parametrize("unit", ["pg/mL", "", "g/L"])
def test_no_value_in_another_markers_unit_lies_in_a_band(unit):
    assert not by_id("mma_high").holds(1, unit)


@pytest.mark.parametrize("key", ["mcv_macrocytosis", "hb_anaemia_men", "egfr_reduced", "folate_low", "potassium_low"])
def test_a_limit_that_nobody_compared_is_unconfirmed(key):
    assert by_id(key).unconfirmed


def test_the_limits_that_urgent_rests_on_are_confirmed():
    assert [one.id for one in (*of_marker("b12"), *of_marker("active_b12")) if one.unconfirmed] == ["total_b12_nih_low"]


def test_every_row_has_a_unit_of_its_marker_and_publications_that_may_be_shown():
    for row in tables.read("biomarkers"):
        assert row["unit"] in UNITS[row["marker"]]
        assert tables.citations(tables.listed(row["source"])), row["id"]


@needs_evidence
def test_every_limit_is_that_of_the_evidence():
    def limits(row, unit):
        return row["low"], row["low_inclusive"], row["high"], row["high_inclusive"], row[unit], row["source"]

    with EVIDENCE.open(encoding="utf-8", newline="") as lines:
        evidence = {row["id"]: limits(row, "unit_of_band") for row in csv.DictReader(lines)}
    ours = {row["id"]: limits(row, "unit") for row in tables.read("biomarkers")}
    pregnant = {"hb_anaemia_pregnant", "hb_anaemia_pregnant_middle"}  # from the note of a row there

    assert {key: row for key, row in ours.items() if key not in pregnant} == evidence
