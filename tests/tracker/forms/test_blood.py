"""The form of a blood sample: rows that are left out, rows that are remembered, what is asked and what is kept."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import MeasuredFactory, ProfileFactory
from tracker.domain.blood import MARKERS, Value, usual_units
from tracker.forms.blood import BandsForm, SampleForm, typed_of
from tracker.forms.blood_rows import choices_of, range_typed, row_typed

TODAY = dt.date(2026, 3, 14)
UNITS = usual_units("UK")


def form(*rows, units=UNITS, **said) -> SampleForm:
    data = {"taken_on": "2.3.2026"} | said
    for n, (what, value, *own) in enumerate(rows):
        data |= {f"r{n}-what": what, f"r{n}-value": value, f"r{n}-own": own[0] if own else ""}
    return SampleForm(data, today=TODAY, units=units)


def test_the_answers_are_columns_and_values():
    made = form(("b12|ng/L", "268", "197-771"), ("mma|µmol/L", " "), ("egfr|mL/min/1.73m2", ">59"), lab=" North ")
    assert made.is_valid()
    assert made.answers == {
        "taken_on": dt.date(2026, 3, 2),
        "lab": "North",
        "note": "",
        "microbiological": False,
        "values": [
            Value("b12", "", Decimal(268), "ng/L", Decimal(197), Decimal(771)),
            Value("egfr", ">", Decimal(59), "mL/min/1.73m2"),
        ],
    }


def test_a_row_of_spaces_is_empty():
    assert form(("b12|ng/L", "268"), ("", "  ", " ")).is_valid()


def test_a_nul_in_a_row_is_refused():
    assert not form(("b12|ng/L", "2\x008")).is_valid()


def test_what_is_asked_is_the_only_thing_wrong():
    asked = form(("mcv|fL", "9.5"))
    assert not asked.is_valid()
    assert asked.asks
    both = form(("mcv|fL", "9.5"), ("b12|ng/L", "x"))
    assert not both.is_valid()
    assert not both.asks
    late = form(("mcv|fL", "9.5"), taken_on="soon")
    assert not late.is_valid()
    assert not late.asks


def test_ten_rows_may_all_be_filled():
    rows = [(f"{marker}|{UNITS[marker]}", "100" if marker != "mma" else "0.3") for marker in MARKERS]
    rows = [(what, "4" if what.startswith("potassium") else value) for what, value in rows]
    made = form(*rows)
    assert made.is_valid(), [row.errors for row in made.rows]
    assert [one.marker for one in made.answers["values"]] == list(MARKERS)
    assert (len(made.shown_rows), len(made.more_rows)) == (10, 0)


def test_the_unit_of_last_time_stands_first_among_its_markers():
    groups = {str(name): [key for key, _ in units] for name, units in choices_of(UNITS | {"b12": "pmol/L"})}
    assert groups["Total B12"] == ["b12|pmol/L", "b12|ng/L", "b12|pg/mL"]
    assert list(groups) == [
        "Total B12", "Active B12", "MMA", "Homocysteine", "Folate", "Haemoglobin", "MCV", "Creatinine", "eGFR",
        "Potassium",
    ]  # fmt: skip


def test_the_rows_begin_with_what_was_measured_last_each_marker_once():
    made = SampleForm(None, today=TODAY, units=UNITS, first=("mcv", "b12"))
    begun = [row["what"].value() for row in made.rows]
    assert begun[:3] == ["mcv|fL", "b12|ng/L", "active_b12|pmol/L"]
    assert len(set(begun)) == 10


@pytest.mark.parametrize(
    ("low", "high", "typed"),
    [(None, None, ""), (None, "0.2800", "<0.28"), ("59.0000", None, ">59"), ("197.0000", "771.0000", "197-771")],
)
def test_a_range_is_typed_back_as_it_was(low, high, typed):
    assert range_typed(low and Decimal(low), high and Decimal(high)) == typed


@pytest.mark.django_db
def test_a_sample_is_typed_back_and_read_the_same():
    row = MeasuredFactory(comparator="<", value=Decimal("150.5"), low=Decimal(197), high=Decimal(771))
    began = typed_of(row.sample)
    assert began["taken_on"].date == row.sample.taken_on
    typed = row_typed(row)
    made = form((typed["what"], typed["value"], typed["own"]))
    assert made.is_valid()
    assert made.answers["values"] == [Value("b12", "<", Decimal("150.5"), "ng/L", Decimal(197), Decimal(771))]


@pytest.mark.django_db
@pytest.mark.parametrize(("said", "kept"), [("yes", True), ("no", False), ("", None)])
def test_ethnicity_may_stay_unsaid(said, kept):
    profile = ProfileFactory(black_ethnicity=kept)
    made = BandsForm({"guideline": "", "black_ethnicity": said}, profile=profile)
    assert made.is_valid()
    assert made.answers == {"guideline": "", "black_ethnicity": kept}
    assert BandsForm(None, profile=profile)["black_ethnicity"].value() == said
