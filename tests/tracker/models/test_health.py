"""What medicines, conditions and uses of nitrous oxide may hold, and the sentence that says why something may not."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from accounts.models import User
from tests.factories import ConditionFactory, GasUseFactory, MedicineFactory, UserFactory
from tracker.models import Condition, GasUse, Medicine

MARCH, APRIL = dt.date(2026, 3, 14), dt.date(2026, 4, 14)
DOSE = "Type the dose of a day in mg, like 1000, or leave it empty."
UNITS = "Type how many a day, like 2 or 0.5, or leave it empty."
BEFORE = "The end lies before the start. Change one of the two dates."
STILL = "What you still take has no end. Clear the end, or say that you stopped."
RESECTION = "Type the length in cm, like 25, or leave it empty."
ILEAL = "Type the length in cm, like 30, or leave it empty."
STOPPED = {"taking": False}

REFUSED = [
    (Medicine, {"dose_mg": Decimal(0)}, DOSE),
    (Medicine, {"dose_mg": Decimal(-1)}, DOSE),
    (Medicine, {"dose_mg": Decimal("100000.001")}, DOSE),
    (Medicine, {"units": Decimal(0)}, UNITS),
    (Medicine, {"units": Decimal("100.01")}, UNITS),
    (Medicine, STOPPED | {"since": APRIL, "until": MARCH}, BEFORE),
    (Medicine, {"taking": True, "until": MARCH}, STILL),
    (Condition, {"resection_cm": Decimal(0)}, RESECTION),
    (Condition, {"resection_cm": Decimal("800.1")}, RESECTION),
    (Condition, {"ileal_cm": Decimal(0)}, ILEAL),
    (Condition, {"ileal_cm": Decimal("800.1")}, ILEAL),
]
KEPT = [
    (Medicine, {}),
    (Medicine, {"key": "", "name": "Something from abroad", "confirmed": False}),
    (Medicine, {"dose_mg": Decimal("0.001"), "units": Decimal("0.01")}),
    (Medicine, {"dose_mg": Decimal(100_000), "units": Decimal(100)}),
    (Medicine, {"since": MARCH}),
    (Medicine, STOPPED | {"since": MARCH, "until": MARCH}),
    (Medicine, STOPPED | {"until": MARCH}),
    (Medicine, STOPPED),
    (Condition, {}),
    (Condition, {"key": "", "name": "Something rare"}),
    (Condition, {"resection_cm": Decimal("0.1"), "ileal_cm": Decimal("0.1")}),
    (Condition, {"resection_cm": Decimal(800), "ileal_cm": Decimal(800)}),
    (Condition, {"resected": True, "chronic_diarrhoea": False, "relation": "family", "treated_elsewhere": True}),
    (GasUse, {"kind": "recreational", "on": None}),
    (GasUse, {"kind": "medical", "on": MARCH}),
    (GasUse, {"kind": "planned", "on": APRIL}),
]
LEAST = {
    Medicine: {"key": "metformin", "name": "Metformin"},
    Condition: {"key": "coeliac", "name": "Coeliac disease"},
    GasUse: {"kind": "medical"},
}
FACTORIES = {Medicine: MedicineFactory, Condition: ConditionFactory, GasUse: GasUseFactory}
EACH = pytest.mark.parametrize("model", FACTORIES)


def unsaved(model: type[models.Model], person: User, **said) -> models.Model:
    return model(owner=person, uid=uuid.uuid4(), **LEAST[model] | said)


@pytest.mark.parametrize(("model", "said", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence(person, model, said, sentence):
    with pytest.raises(ValidationError) as refused:
        unsaved(model, person, **said).validate_constraints()

    assert refused.value.messages == [sentence]


@pytest.mark.parametrize(("model", "said", "_sentence"), REFUSED)
def test_the_database_refuses_it_too(person, model, said, _sentence):
    with pytest.raises(IntegrityError), transaction.atomic():
        FACTORIES[model](owner=person, **said)


@pytest.mark.parametrize(("model", "said"), KEPT)
def test_everything_else_is_kept(person, model, said):
    unsaved(model, person, **said).full_clean()
    made = model.objects.get(pk=FACTORIES[model](owner=person, **said).pk)

    assert {name: getattr(made, name) for name in said} == said


def test_every_rule_of_the_database_is_tried_here():
    tried = {
        constraint.violation_error_message
        for model in FACTORIES
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    }

    assert {str(sentence) for sentence in tried} == {sentence for _, _, sentence in REFUSED}


@EACH
def test_one_form_makes_one_row_and_two_people_may_send_the_same(person, model):
    first = FACTORIES[model](owner=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        FACTORIES[model](owner=person, uid=first.uid)

    assert FACTORIES[model](owner=UserFactory(), uid=first.uid).pk != first.pk


@EACH
def test_a_person_reaches_their_own_and_nobody_elses(person, model):
    own = FACTORIES[model](owner=person)
    FACTORIES[model]()
    reached = {Medicine: person.medicines, Condition: person.conditions, GasUse: person.gas_uses}[model]

    assert list(reached.all()) == [own]


@pytest.mark.parametrize(
    ("model", "words"), [(Medicine, "medicine {}"), (Condition, "condition {}"), (GasUse, "gas use {}")]
)
def test_nothing_of_it_stands_in_a_log(person, model, words):
    one = FACTORIES[model](owner=person)

    assert str(one) == f"{words.format(one.pk)} of person {person.pk}"


def test_what_is_not_said_of_a_medicine_or_a_condition_is_not_no(person):
    medicine = Medicine.objects.get(pk=MedicineFactory(owner=person, dose_mg=None).pk)
    condition = Condition.objects.get(pk=ConditionFactory(owner=person).pk)

    assert (medicine.dose_mg, medicine.units, medicine.since, medicine.until) == (None, None, None, None)
    assert (medicine.taking, medicine.confirmed, medicine.since_precision) == (True, True, "month")
    assert (condition.since, condition.resection_cm, condition.ileal_cm) == (None, None, None)
    assert (condition.resected, condition.chronic_diarrhoea, condition.relation) == (None, None, "")
    assert (condition.treated_elsewhere, condition.since_precision) == (False, "year")
