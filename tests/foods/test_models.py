"""The rules that the database itself holds."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from foods.models import Food
from tests.factories import EntryFactory, FoodFactory, PortionFactory, UserFactory

pytestmark = pytest.mark.django_db

BROKEN = [
    ({"source": None, "source_ref": ""}, "A published food needs a source."),
    ({"b12_ug": None, "b12_added_ug": None}, "Give a figure, or tick that it is unknown: one of the two."),
    ({"b12_unknown": True}, "Give a figure, or tick that it is unknown: one of the two."),
    ({"b12_ug": Decimal("-1"), "b12_added_ug": None}, "B12 cannot be below 0."),
    ({"b12_added_ug": Decimal("1.01")}, "The added B12 cannot be more than all of it."),
    ({"low_ug": Decimal("0.5")}, "Give both ends of the range, with the figure between them."),
    ({"high_ug": Decimal(2)}, "Give both ends of the range, with the figure between them."),
    ({"low_ug": Decimal("1.1"), "high_ug": Decimal(2)}, "Give both ends of the range, with the figure between them."),
    (
        {"low_ug": Decimal("0.1"), "high_ug": Decimal("0.9")},
        "Give both ends of the range, with the figure between them.",
    ),
    ({"prominence": 10}, "Prominence runs from 0 to 9."),
]


@pytest.mark.parametrize(("change", "sentence"), BROKEN)
def test_a_food_that_breaks_a_rule_is_refused_by_the_database(change, sentence):
    with pytest.raises(IntegrityError), transaction.atomic():
        FoodFactory(**change)


@pytest.mark.parametrize(("change", "sentence"), BROKEN)
def test_a_food_that_breaks_a_rule_is_told_why_in_a_sentence(change, sentence):
    food = FoodFactory()
    for name, value in change.items():
        setattr(food, name, value)

    with pytest.raises(ValidationError) as refused:
        food.validate_constraints()

    assert refused.value.messages == [sentence]


@pytest.mark.parametrize(
    "fine",
    [
        {"low_ug": Decimal(1), "high_ug": Decimal(1)},
        {"b12_ug": None, "b12_unknown": True, "b12_added_ug": None, "low_ug": Decimal(0), "high_ug": Decimal(4)},
        {"b12_ug": Decimal(0)},
        {"state": "draft", "source": None, "source_ref": "", "b12_ug": None, "b12_added_ug": None},
    ],
)
def test_a_food_within_the_rules_is_stored(fine):
    food = FoodFactory(**fine)

    assert Food.objects.get(pk=food.pk) == food


def test_a_reviewer_has_a_time_and_a_time_may_stand_alone():
    food = FoodFactory(reviewed_by=UserFactory(), reviewed_at=timezone.now())
    food.reviewed_by.delete()
    food.refresh_from_db()

    assert (food.reviewed_by, food.reviewed_at is None) == (None, False)
    with pytest.raises(IntegrityError, match="food_reviewer_has_time"), transaction.atomic():
        FoodFactory(reviewed_by=UserFactory())


def test_a_food_stands_once_in_its_source():
    food = FoodFactory(source_ref="0123")

    with pytest.raises(IntegrityError), transaction.atomic():
        FoodFactory(source=food.source, source_ref="0123")


def test_a_food_has_one_default_portion():
    portion = PortionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        PortionFactory(food=portion.food, name="bowl")


def test_a_food_that_somebody_logged_cannot_be_deleted():
    entry = EntryFactory()

    with pytest.raises(ProtectedError):
        entry.food.delete()


def test_every_figure_of_a_food_that_was_ever_there_stays_in_its_history():
    food = FoodFactory(b12_ug=Decimal("1.00"))
    food.b12_ug = Decimal("2.50")
    food.save()

    assert [record.b12_ug for record in food.history.order_by("history_id")] == [Decimal("1.0000"), Decimal("2.5000")]


def test_published_foods_are_those_everybody_sees():
    shown = FoodFactory()
    FoodFactory(state="draft")
    FoodFactory(state="retired")
    FoodFactory(owner=UserFactory(), source=None, source_ref="")

    assert list(Food.objects.published()) == [shown]


def test_one_sees_ones_own_foods_and_nobody_elses():
    person = UserFactory()
    own = FoodFactory(owner=person, source=None, source_ref="", name="Mine")
    FoodFactory(owner=UserFactory(), source=None, source_ref="", name="Theirs")
    everybodys = FoodFactory(name="Ours")

    assert set(Food.objects.visible_to(person)) == {own, everybodys}
