"""What laboratories print and people type, read; and what is asked back, on both sides of each limit."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.bands import UNITS
from tracker.domain.blood import (
    MARKERS,
    PLAUSIBLE,
    Doubt,
    Range,
    Typed,
    Unreadable,
    Value,
    doubt,
    in_other_unit,
    other_unit,
    others,
    parse_range,
    parse_value,
    shown,
)


# --- values ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [
        ("268", "", "268"),
        ("268,5", "", "268.5"),
        ("268.5", "", "268.5"),
        ("<150", "<", "150"),
        (" <  150 ", "<", "150"),
        (">2000", ">", "2000"),
        (">\u00a02,000", ">", "2000"),
        ("1,150", "", "1150"),
        ("1,150.5", "", "1150.5"),
        ("1 150", "", "1150"),
        ("1\u202f150,5", "", "1150.5"),
        ("1'150", "", "1150"),
        ("0,340", "", "0.34"),
        (".34", "", "0.34"),
        ("0", "", "0"),
        ("12345678.1234", "", "12345678.1234"),
        ("1.50000", "", "1.5"),
    ],
)
def test_a_value_is_read_as_it_is_printed(text, comparator, value):
    assert parse_value(text) == Typed(comparator, Decimal(value))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_a_number"), ("abc", "not_a_number"), ("<", "not_a_number"), ("268 ng/L", "not_a_number"),
        ("2 68", "not_a_number"), ("٢٦٨", "not_a_number"), ("1e3", "not_a_number"), ("inf", "not_a_number"),
        ("-3", "negative"), ("<-3", "negative"), ("−3", "negative"), ("≤150", "at_most"), ("≥ 2000", "at_most"),
        ("123456789", "too_long"), ("0.12345", "too_long"), ("9" * 41, "not_a_number"), ("1\x00", "not_a_number"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(text, code):
    with pytest.raises(Unreadable) as caught:
        parse_value(text)
    assert caught.value.code == code


# --- ranges ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("197-771", "197", "771"),
        ("197 – 771", "197", "771"),
        ("197 to 771", "197", "771"),
        ("From 197 to 771", "197", "771"),
        ("(197-771)", "197", "771"),
        ("[0.07 - 0.28]", "0.07", "0.28"),
        ("0-0,28", "0", "0.28"),
        ("1,000-2,000", "1000", "2000"),
        ("60-60", "60", "60"),
        ("<0.28", None, "0.28"),
        ("≤ 0,28", None, "0.28"),
        ("up to 0.28", None, "0.28"),
        (">59", "59", None),
        ("≥60", "60", None),
        ("from 60", "60", None),
    ],
)
def test_a_laboratorys_own_range_is_read_in_one_field(text, low, high):
    assert parse_range(text) == Range(low and Decimal(low), high and Decimal(high))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_a_number"), ("197", "not_a_range"), ("-5-3", "not_a_range"), ("197-", "not_a_range"),
        ("a-b", "not_a_number"), ("1-2-3", "not_a_number"), ("771-197", "backwards"), ("<", "not_a_number"),
        ("< -3", "negative"), ("0.12345-1", "too_long"), ("()", "not_a_range"),
    ],
)  # fmt: skip
def test_a_range_that_cannot_be_read_says_why(text, code):
    with pytest.raises(Unreadable) as caught:
        parse_range(text)
    assert caught.value.code == code


_FIGURES = st.decimals(0, 9999, places=2)


@given(_FIGURES, _FIGURES)
def test_every_range_that_is_written_is_read_back(one, other):
    low, high = sorted((one, other))
    assert parse_range(f"{low}-{high}") == Range(low, high)
    assert parse_range(f"<{high}") == Range(None, high)
    assert parse_range(f">{low}") == Range(low, None)


@given(st.text(max_size=50))
def test_whatever_is_typed_is_read_or_refused(text):
    for parse in (parse_value, parse_range):
        with contextlib.suppress(Unreadable):
            parse(text)


# --- what is asked back ----------------------------------------------------------------------------------------------
def asked(marker, value, unit, low=None, high=None, comparator=""):
    ends = (None if end is None else Decimal(str(end)) for end in (low, high))
    return doubt(Value(marker, comparator, Decimal(str(value)), unit, *ends))


@pytest.mark.parametrize(
    ("marker", "value", "unit", "expected"),
    [
        ("b12", 9.9, "pg/mL", Doubt("value", "pmol/L")),
        ("b12", 10, "pg/mL", None),
        ("b12", 20_000, "ng/L", None),
        ("b12", 20_001, "ng/L", Doubt("value", "")),
        ("b12", 7.3, "pmol/L", Doubt("value")),
        ("b12", 15_000, "pmol/L", Doubt("value", "ng/L")),
        ("active_b12", 0.9, "pmol/L", Doubt("value")),
        ("active_b12", 128, "pmol/L", None),
        ("haemoglobin", 12.5, "g/L", Doubt("value", "g/dL")),
        ("haemoglobin", 125, "g/dL", Doubt("value", "g/L")),
        ("haemoglobin", 12.5, "g/dL", None),
        ("mma", 250, "µmol/L", Doubt("value", "nmol/L")),
        ("mma", 0.25, "nmol/L", Doubt("value", "µmol/L")),
        ("mma", 100, "µmol/L", None),
        ("mma", 100.1, "µmol/L", Doubt("value", "nmol/L")),
        ("mcv", 9.5, "fL", Doubt("value")),
        ("mcv", 95, "fL", None),
        ("homocysteine", 1500, "µmol/L", Doubt("value")),
        ("homocysteine", 15, "µmol/L", None),
        ("creatinine", 0.9, "µmol/L", Doubt("value", "mg/dL")),
        ("creatinine", 80, "mg/dL", Doubt("value", "µmol/L")),
        ("creatinine", 0.9, "mg/dL", None),
        ("egfr", 0, "mL/min/1.73m2", Doubt("value")),
        ("potassium", 41, "mmol/L", Doubt("value")),
        ("folate", 0.1, "nmol/L", Doubt("value")),
        ("b12", 5, "furlongs", None),
        ("cheer", 5, "g/L", None),
    ],
)
def test_what_hardly_ever_is_so_is_asked_back(marker, value, unit, expected):
    assert asked(marker, value, unit) == expected


@pytest.mark.parametrize(
    ("marker", "value", "unit", "low", "high", "expected"),
    [
        ("b12", 350, "pg/mL", 133, 675, Doubt("range", "pmol/L")),
        ("b12", 350, "pmol/L", 133, 675, None),
        ("b12", 350, "pmol/L", 197, 771, Doubt("range", "ng/L")),
        ("b12", 350, "ng/L", 197, 771, None),
        ("b12", 300, "pmol/L", 197, None, Doubt("range", "ng/L")),
        ("b12", 300, "pmol/L", 145, None, None),
        ("b12", 300, "ng/L", 60, None, Doubt("range", "")),
        ("b12", 300, "ng/L", None, 771, None),
        # what laboratories print
        *(("b12", 300, "pg/mL", *ends, None) for ends in
          [(200, 900), (211, 911), (232, 1245), (187, 883), (180, 914), (160, 950), (191, 663)]),
        *(("b12", 300, "pmol/L", *ends, None) for ends in [(145, 569), (118, 716), (138, 652), (156, 672)]),
        ("active_b12", 350, "pmol/L", 197, 771, Doubt("range")),
        ("active_b12", 68, "pmol/L", 37, 188, None),
        ("active_b12", 68, "pmol/L", 25.1, 165, None),
        ("mma", 0.25, "µmol/L", 70, 270, Doubt("range")),
        ("mma", 250, "nmol/L", 0.07, 0.27, Doubt("range")),
        ("mma", 0.34, "µmol/L", 0, 0.28, None),
        ("mma", 0.34, "µmol/L", None, 0.28, None),
        ("folate", 7, "nmol/L", 3.9, 26.8, Doubt("range", "ng/mL")),
        ("folate", 7, "µg/L", 3.9, 26.8, None),
        ("folate", 20, "ng/mL", 8.8, 60.8, Doubt("range", "nmol/L")),
        ("creatinine", 80, "µmol/L", 45, 84, None),
        ("egfr", 90, "mL/min/1.73m2", 59, None, None),
        ("haemoglobin", 125, "g/L", 12, 15.5, Doubt("range")),
    ],
)  # fmt: skip
def test_a_range_tells_the_unit(marker, value, unit, low, high, expected):
    assert asked(marker, value, unit, low, high) == expected


def test_what_is_below_what_can_be_measured_is_judged_by_its_limit():
    assert asked("b12", 150, "pg/mL", comparator="<") is None
    assert asked("b12", 5, "pg/mL", comparator="<") == Doubt("value")


@given(st.sampled_from(MARKERS), st.decimals(0, 10**8, places=4), st.data())
def test_a_unit_that_is_offered_instead_would_not_be_asked_about(marker, value, data):
    unit = data.draw(st.sampled_from(list(UNITS[marker])))
    found = asked(marker, value, unit)
    if found and found.unit:
        assert asked(marker, value, found.unit) is None


def test_every_marker_of_the_form_has_units_and_limits():
    assert set(MARKERS) == set(PLAUSIBLE) == set(UNITS) - {"cb12"}


# --- both units ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("marker", "value", "unit", "expected"),
    [
        ("b12", 268, "ng/L", ("197.8", "pmol/L")),
        ("b12", 350, "pmol/L", ("474.3", "ng/L")),
        ("b12", 350, "pg/mL", ("258.3", "pmol/L")),
        ("b12", 2000, "pg/mL", ("1,476", "pmol/L")),
        ("mma", "0.34", "µmol/L", ("340", "nmol/L")),
        ("mma", 250, "nmol/L", ("0.25", "µmol/L")),
        ("haemoglobin", 125, "g/L", ("12.5", "g/dL")),
        ("folate", 7, "nmol/L", ("3.09", "ng/mL")),
        ("folate", 3, "µg/L", ("6.8", "nmol/L")),
        ("creatinine", "0.9", "mg/dL", ("79.6", "µmol/L")),
        ("mcv", 95, "fL", ("", "")),
        ("active_b12", 68, "pmol/L", ("", "")),
    ],
)
def test_a_value_stands_in_both_units(marker, value, unit, expected):
    assert in_other_unit(marker, Decimal(value), unit) == expected


def test_the_same_by_another_name_is_no_other_unit():
    assert others("b12", "ng/L") == ["pmol/L"]
    assert others("b12", "pmol/L") == ["ng/L", "pg/mL"]
    assert other_unit("mcv", "fL") == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0"), (0.34, "0.34"), (0.0345, "0.0345"), (12.5, "12.5"), (99.99, "100"), (268, "268"), (197.784, "197.8"),
     (1150, "1,150"), (0.000001, "0.000001")],
)  # fmt: skip
def test_figures_are_shown_with_three_that_count(value, expected):
    assert shown(value) == expected
