"""What a row may not be is told as the database would tell it: rule by rule of every model that comes back."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from hypothesis import given
from hypothesis import strategies as some

from foods.models import Food
from tests.factories import (
    EntryFactory,
    FoodFactory,
    GasUseFactory,
    MeasuredFactory,
    MedicineFactory,
    PhaseFactory,
    ProfileFactory,
    RegimenFactory,
    SampleFactory,
)
from tracker.export.checks import KNOWN, LOOKUPS, check, constraints_of, holds
from tracker.export.columns import Wrong
from tracker.export.sections import BY_NAME, SECTIONS
from tracker.models import Entry, Measured, Medicine, Phase, Profile

RESTORED = [section for section in SECTIONS if section.restored]


def lookups_in(condition: Q) -> set[str]:
    found = set()
    for part in condition.children:
        found |= lookups_in(part) if isinstance(part, Q) else {part[0].partition("__")[2] or "exact"}
    return found


# --- conditions -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("section", RESTORED, ids=lambda section: section.name)
def test_every_rule_of_every_model_can_be_worked_out(section):
    asked = {lookup for rule in constraints_of(section.model) for lookup in lookups_in(rule.condition)}

    assert asked - set(LOOKUPS) - {"isnull"} == set()


def test_there_are_rules_to_work_out():
    assert sum(len(constraints_of(section.model)) for section in RESTORED) > 25


@pytest.mark.parametrize(
    ("condition", "row", "said"),
    [
        (Q(a__gt=0), {"a": 1}, True),
        (Q(a__gt=0), {"a": 0}, False),
        (Q(a__gt=0), {"a": None}, None),
        (Q(a__gt=0), {}, None),
        (~Q(a__gt=0), {"a": None}, None),
        (~Q(a__gt=0), {"a": 1}, False),
        (Q(a__gt=0, b__gt=0), {"a": 0, "b": None}, False),  # one false is enough
        (Q(a__gt=0, b__gt=0), {"a": 1, "b": None}, None),
        (Q(a__gt=0) | Q(b__gt=0), {"a": 1, "b": None}, True),
        (Q(a__gt=0) | Q(b__gt=0), {"a": 0, "b": None}, None),
        (Q(a__isnull=True) | Q(a__gte=F("b")), {"a": 1, "b": 2}, False),
        (Q(a__isnull=True) | Q(a__gte=F("b")), {"a": None, "b": 2}, True),
        (Q(a__isnull=False), {"a": None}, False),
        (Q(a__range=(1, 3)), {"a": 3}, True),
        (Q(a__range=(1, 3)), {"a": 4}, False),
        (Q(a__in=[7, 14]), {"a": 7}, True),
        (Q(a="x") | ~Q(b="y"), {"a": "", "b": "y"}, False),
        (Q(a__lt=2), {"a": 2}, False),
        (Q(a__lte=2), {"a": 2}, True),
    ],
)
def test_conditions_are_three_valued(condition, row, said):
    assert holds(condition, row) is said


@given(some.one_of(some.none(), some.integers(-2, 2)), some.one_of(some.none(), some.integers(-2, 2)))
def test_not_turns_what_is_known_and_leaves_what_is_not(a, b):
    condition = Q(a__gte=F("b")) | Q(a__isnull=True)
    said = holds(condition, {"a": a, "b": b})

    assert holds(~condition, {"a": a, "b": b}) is (None if said is None else not said)


# --- as the database --------------------------------------------------------------------------------------------------
FACTORIES = {
    Entry: EntryFactory, Food: FoodFactory, Medicine: MedicineFactory, Measured: MeasuredFactory,
    Phase: PhaseFactory, Profile: ProfileFactory,
}  # fmt: skip
DAY = dt.date(2026, 3, 14)
TRIED = [
    (Entry, {"amount": Decimal(0)}),
    (Entry, {"quantity": Decimal(-1)}),
    (Entry, {"swallowed_ug": Decimal(-1)}),
    (Entry, {"swallowed_ug": None}),
    (Entry, {"local_minute": 1439}),
    (Entry, {"local_minute": 1440}),
    (Food, {"b12_ug": None, "b12_unknown": True, "b12_added_ug": None}),
    (Food, {"b12_ug": None}),
    (Food, {"b12_added_ug": Decimal(2)}),
    (Food, {"low_ug": Decimal(1)}),
    (Food, {"low_ug": Decimal(2), "high_ug": Decimal(1)}),
    (Food, {"low_ug": Decimal("0.5"), "high_ug": Decimal(2)}),
    (Medicine, {"dose_mg": Decimal(0)}),
    (Medicine, {"dose_mg": Decimal(100_001)}),
    (Medicine, {"until": DAY}),  # what is still taken has no end
    (Medicine, {"until": DAY, "taking": False}),
    (Medicine, {"until": DAY, "since": DAY + dt.timedelta(days=1), "taking": False}),
    (Measured, {"value": Decimal(-1)}),
    (Measured, {"low": Decimal(2), "high": Decimal(1)}),
    (Measured, {"low": Decimal(2), "high": None}),
    (Phase, {"every": 0}),
    (Phase, {"every": 999}),
    (Phase, {"weekdays": "0"}),  # of a plan by days
    (Phase, {"weekdays": "0", "unit": "weeks"}),
    (Phase, {"ends_on": dt.date(2026, 2, 28)}),
    (Profile, {"birth_year": 1899}),
    (Profile, {"birth_month": 5}),
    (Profile, {"birth_month": 5, "birth_year": 1984}),
    (Profile, {"life_stage": "pregnant", "sex": "male"}),
    (Profile, {"life_stage": "pregnant", "sex": ""}),
    (Profile, {"cover_days": 8}),
    (Profile, {"injection_interval_days": 0}),
    (Profile, {"injection_interval_days": 366}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "columns"), TRIED, ids=lambda value: str(value)[:60])
def test_a_row_is_refused_if_and_only_if_the_database_refuses_it(model, columns):
    row = FACTORIES[model]()
    said = {field.name: getattr(row, field.name) for field in model._meta.concrete_fields} | columns
    broken = [rule.name for rule in constraints_of(model) if holds(rule.condition, said) is False]
    for name, value in columns.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            models.Model.save_base(row, raw=True)
        refused = False
    except IntegrityError:
        refused = True

    assert bool(broken) is refused


# --- what no rule of the database says --------------------------------------------------------------------------------
@pytest.mark.parametrize(("section", "column"), sorted(KNOWN))
def test_keys_of_tables_are_those_that_ship(section, column):
    row = {one.name: None for one in BY_NAME[section].columns} | {column: "moonshine"}
    with pytest.raises(Wrong, match="“moonshine” is nothing that is known here"):
        check(BY_NAME[section], row)

    assert column in BY_NAME[section].fields


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "factory"),
    [("medicines", MedicineFactory), ("gas_uses", GasUseFactory), ("samples", SampleFactory),
     ("measured", MeasuredFactory), ("regimens", RegimenFactory), ("phases", PhaseFactory)],
)  # fmt: skip
def test_a_row_as_the_pages_make_it_is_taken(name, factory):
    row = factory()
    section = BY_NAME[name]

    assert check(section, {column.name: getattr(row, column.name) for column in section.columns}) is None
