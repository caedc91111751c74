"""Numbers as people type them."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.amounts import Unreadable, first_amount, neighbours, parse_amount, parse_ug

CODES = {"empty", "not_a_number", "negative", "zero", "iu"}


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1", "1"),
        (" 2 ", "2"),
        ("0.5", "0.5"),
        ("0,5", "0.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("½", "0.5"),
        ("1½", "1.5"),
        ("1 ½", "1.5"),
        ("1/2", "0.5"),
        ("1 1/2", "1.5"),
        ("2/3", "0.667"),
        ("⅓", "0.333"),
        ("⅞", "0.875"),
        ("1,000", "1000"),
        ("1,234.5", "1234.5"),
        ("0,125", "0.125"),
        ("12,34", "12.34"),
        ("1000,5", "1000.5"),
        ("half", "0.5"),
        ("A", "1"),
        ("four", "4"),
        ("0.001", "0.001"),
        ("999999999", "999999999"),
        ("\u00a03\u2009", "3"),
    ],
)
def test_an_amount_is_read_the_way_people_write_it(typed, amount):
    assert parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("-1", "negative"),
        ("−0.5", "negative"),
        ("– 2", "negative"),
        ("-", "not_a_number"),
        ("0", "zero"),
        ("0,000", "zero"),
        ("0.0004", "zero"),
        ("0/5", "zero"),
        ("1/0", "not_a_number"),
        ("½½", "not_a_number"),
        ("1e5", "not_a_number"),
        ("inf", "not_a_number"),
        ("nan", "not_a_number"),
        ("0x10", "not_a_number"),
        ("1_000", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("1,2,3", "not_a_number"),
        (".", "not_a_number"),
        ("two eggs", "not_a_number"),
        ("²", "not_a_number"),
        ("٣", "not_a_number"),
        ("1\x00", "not_a_number"),
        ("1" * 10, "not_a_number"),
        ("1" * 5000, "not_a_number"),
        ("1,000," + ",".join(["000"] * 8), "not_a_number"),
    ],
)
def test_what_is_no_amount_says_why(typed, code):
    with pytest.raises(Unreadable) as raised:
        parse_amount(typed)

    assert raised.value.code == code


@pytest.mark.parametrize(
    ("typed", "ug"),
    [
        ("2.4", "2.4"),
        ("0", "0"),
        ("0,4", "0.4"),
        ("1,000", "1000"),
        ("1000 µg", "1000"),
        ("1000μg", "1000"),  # the Greek letter looks the same
        ("50mcg", "50"),
        ("50 UG", "50"),
        ("50 mcg.", "50"),
        ("0.5 mg", "500"),
        ("½ mg", "500"),
        ("1 g", "1000000"),
        ("3 mikrogramm", "3"),
        ("0.00004", "0"),
    ],
)
def test_a_dose_is_read_with_or_without_its_unit(typed, ug):
    assert parse_ug(typed) == Decimal(ug)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("µg", "empty"),
        ("400 IU", "iu"),
        ("-2", "negative"),
        ("-0.5 mg", "negative"),
        ("lots", "not_a_number"),
        ("2 kg", "not_a_number"),
    ],
)
def test_what_is_no_dose_says_why(typed, code):
    with pytest.raises(Unreadable) as raised:
        parse_ug(typed)

    assert raised.value.code == code


NUMBERLIKE = st.text(alphabet="0123456789.,/½¼⅔ -−+eE_xµμgmcui\x00\n٣²", max_size=60)


@pytest.mark.parametrize("read", [parse_amount, parse_ug])
@given(typed=st.text(max_size=80) | NUMBERLIKE)
@example(typed="9" * 9 + "." + "9" * 9)
@example(typed="9" * 9 + " g")
def test_no_text_does_anything_but_be_read_or_be_refused_with_a_known_code(read, typed):
    value, code = None, None
    try:
        value = read(typed)
    except Unreadable as error:
        code = error.code

    assert code in CODES if value is None else value.is_finite() and value >= 0


@given(amount=st.decimals("0.001", "999999", places=3))
def test_an_amount_we_write_is_an_amount_we_read(amount):
    assert parse_amount(f"{amount:f}") == amount
    assert parse_amount(f"{amount:f}".replace(".", ",")) in {amount, amount * 1000}  # “1,000” is a thousand


@pytest.mark.parametrize(
    ("amount", "portioned", "less", "more"),
    [
        ("1", True, "0.5", "1.5"),
        ("0.5", True, None, "1"),
        ("0.333", True, None, "0.833"),
        ("2.5", True, "2", "3"),
        ("3", True, "2", "4"),
        ("10", False, None, "20"),
        ("15", False, "5", "25"),
        ("100", False, "75", "125"),
        ("300", False, "250", "350"),
    ],
)
def test_a_step_is_half_a_portion_or_a_round_number(amount, portioned, less, more):
    below, above = neighbours(Decimal(amount), portioned=portioned)

    assert (below, above) == (less and Decimal(less), Decimal(more))


@given(amount=st.decimals("0.001", "20000", places=3), portioned=st.booleans())
def test_no_step_leads_down_to_nothing(amount, portioned):
    less, more = neighbours(amount, portioned=portioned)

    assert less is None or 0 < less < amount
    assert more > amount


@pytest.mark.parametrize(
    ("portioned", "counted", "amount"), [(True, True, 1), (True, False, 1), (False, True, 1), (False, False, 100)]
)
def test_the_first_amount_is_one_piece_or_a_hundred_grams(portioned, counted, amount):
    assert first_amount(portioned=portioned, counted=counted) == amount
