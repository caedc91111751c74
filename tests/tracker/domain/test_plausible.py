"""What is asked back, and what is refused."""

from decimal import Decimal

import pytest

from tracker.domain.plausible import LIMITS, MOST_QUANTITY, MOST_UG, Doubt, Refusal, doubts, refusal


def asked(**said) -> tuple[Doubt, ...]:
    ordinary = {
        "swallowed_ug": Decimal(1), "is_dose": False, "weighed": True, "quantity": Decimal(100), "amount": Decimal(1),
        "portioned": True,
    }  # fmt: skip
    return doubts(**{**ordinary, **said})


A_CRUMB = Decimal("0.001")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, ()),
        ({"swallowed_ug": None}, ()),
        ({"swallowed_ug": LIMITS.food_ug}, ()),
        ({"swallowed_ug": LIMITS.food_ug + A_CRUMB}, (Doubt.MUCH_B12,)),
        ({"swallowed_ug": LIMITS.food_ug + A_CRUMB, "is_dose": True}, ()),
        ({"swallowed_ug": LIMITS.dose_ug, "is_dose": True}, ()),
        ({"swallowed_ug": LIMITS.dose_ug + A_CRUMB, "is_dose": True}, (Doubt.MUCH_B12,)),
        ({"quantity": LIMITS.quantity}, ()),
        ({"quantity": LIMITS.quantity + A_CRUMB}, (Doubt.MUCH_FOOD,)),
        ({"quantity": LIMITS.quantity + A_CRUMB, "weighed": False}, ()),
        ({"amount": LIMITS.portions}, ()),
        ({"amount": LIMITS.portions + A_CRUMB}, (Doubt.MANY,)),
        ({"amount": LIMITS.portions + A_CRUMB, "portioned": False}, ()),
        ({"amount": Decimal(13), "quantity": Decimal(2600)}, (Doubt.MUCH_FOOD,)),  # one question, not two
        ({"swallowed_ug": Decimal(9000), "amount": Decimal(13)}, (Doubt.MUCH_B12, Doubt.MANY)),
    ],
)
def test_a_question_is_asked_above_a_limit_and_not_at_it(said, found):
    assert asked(**said) == found


@pytest.mark.parametrize(
    ("amount", "quantity", "ug", "refused"),
    [
        ("1", "100", None, None),
        ("1", "100", "0", None),
        ("0", "0", None, Refusal.NOTHING),
        ("0.001", "0", None, Refusal.NOTHING),  # rounds to nothing as it is stored
        ("1", MOST_QUANTITY, None, None),
        ("1", MOST_QUANTITY + A_CRUMB, None, Refusal.TOO_MUCH),
        (MOST_QUANTITY + A_CRUMB, "1", None, Refusal.TOO_MUCH),
        ("1", "1", MOST_UG, None),
        ("1", "1", MOST_UG + A_CRUMB, Refusal.TOO_MUCH_B12),
    ],
)
def test_what_cannot_be_is_refused(amount, quantity, ug, refused):
    found = refusal(amount=Decimal(amount), quantity=Decimal(quantity), ug=None if ug is None else Decimal(ug))

    assert found == refused
