"""Fields for amounts and doses: a sentence for whatever cannot be read."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tracker.forms.fields import AmountField, UgField

NOT_A_NUMBER = "“%s” is not a number we can read. Type it like 2, 1.5 or 1/2."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("lots", NOT_A_NUMBER % "lots"),
        ("1" * 60, NOT_A_NUMBER % ("1" * 40)),
        ("-1", "An amount cannot be below 0. Type it without the minus."),
        ("0", "An amount of 0 logs nothing. Type how much it was, or leave the entry out."),
        ("1\x002", "Null characters are not allowed."),
        ("x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_an_amount_that_cannot_be_read_gets_a_sentence(typed, sentence):
    with pytest.raises(ValidationError) as raised:
        AmountField().clean(typed)

    assert raised.value.messages == [sentence]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("lots", "“lots” is not a figure we can read. Type it like 2.4 or 1,000."),
        ("-2", "B12 cannot be below 0. Type the figure without the minus."),
        ("400 IU", "There are no international units for B12. Look for µg or mcg on the label."),
        ("µg", "Type the figure in µg, or tick “don’t know”."),
    ],
)
def test_a_dose_that_cannot_be_read_gets_a_sentence(typed, sentence):
    with pytest.raises(ValidationError) as raised:
        UgField().clean(typed)

    assert raised.value.messages == [sentence]


def test_nothing_typed_is_none_where_nothing_is_required():
    assert AmountField(required=False).clean("  ") is None
    assert UgField(required=False).clean("") is None
    assert UgField(required=False).clean("0") == 0
    assert AmountField().clean("½") == Decimal("0.5")
