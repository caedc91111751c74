"""What a line says: its things, in order, with their amounts."""

import datetime as dt
from decimal import Decimal

import pytest

from tracker.domain.line import Line, Thing, UnitKind, read

NOW = dt.datetime(2026, 3, 14, 12, 30)  # noqa: DTZ001 (the person's own clock) a Saturday


def reads(text: str) -> Line:
    return read(text, today=NOW.date(), now=NOW)


def said(text: str) -> list[tuple[str, str | None]]:
    """(name, amount) of each thing."""
    return [(thing.name, None if thing.amount is None else f"{thing.amount:f}") for thing in reads(text).things]


def only(text: str) -> Thing:
    (thing,) = reads(text).things
    return thing


@pytest.mark.parametrize(
    ("line", "things"),
    [
        ("", []),
        (" , ;\n ", []),
        ("egg", [("egg", None)]),
        ("2 eggs, oat milk; ½ avocado", [("eggs", "2"), ("oat milk", None), ("avocado", "0.5")]),
        ("egg\nmilk\r\nbread", [("egg", None), ("milk", None), ("bread", None)]),
        ("0,5 avocado, egg", [("avocado", "0.5"), ("egg", None)]),  # a comma within a number stays
        ("1,000 mcg tablet, egg", [("1,000 mcg tablet", None), ("egg", None)]),
        ("b12 1000, egg", [("b12 1000", None), ("egg", None)]),
        ("1 1/2 bananas", [("bananas", "1.5")]),
        ("1½ bananas", [("bananas", "1.5")]),
        ("2x egg", [("egg", "2")]),
        ("3 × egg", [("egg", "3")]),
        ("half avocado, an egg, a latte", [("avocado", "0.5"), ("egg", "1"), ("latte", "1")]),
        ("1000 mcg tablet", [("1000 mcg tablet", None)]),
        ("7up", [("7up", None)]),
        ("milk,egg", [("milk", None), ("egg", None)]),
    ],
)
def test_a_line_is_split_into_things_with_their_amounts(line, things):
    assert said(line) == things


@pytest.mark.parametrize(("line", "grams"), [("200 g salmon", 200), ("200g salmon", 200), ("salmon 0.2 kg", 200)])
def test_a_weight_is_the_total_of_a_thing(line, grams):
    total = only(line).total

    assert (only(line).name, total.kind, total.value) == ("salmon", UnitKind.MASS, Decimal(grams))


@pytest.mark.parametrize("line", ["12", "200 g"])
def test_a_number_with_no_name_is_handed_back(line):
    read = reads(line)

    assert (read.things, [piece.text for piece in read.not_understood]) == ((), [line])


@pytest.mark.parametrize(
    ("line", "name", "amount", "each"),
    [
        ("2 x 150 g salmon", "salmon", "2", 150),
        ("salmon 2x150g", "salmon", "2", 150),
        ("2 eggs of 60 g", "eggs", "2", 60),
        ("2 eggs 60g each", "eggs", "2", 60),
        ("2 eggs (60 g each)", "eggs", "2", 60),
        ("2 Eier à 60 g", "Eier", "2", 60),
        ("two 330 ml cans of beer", "beer", "2", 330),
        ("2 cans (330 ml) cola", "cola", "2", 330),
        ("half a 400 g tin of beans", "beans", "0.5", 400),
        ("a 200 g steak", "steak", "1", 200),
        ("un filete de 200 g", "filete", "1", 200),
    ],
)
def test_what_one_of_them_weighs_is_kept_apart_from_how_many(line, name, amount, each):
    thing = only(line)

    assert (thing.name, f"{thing.amount:f}", thing.each.value) == (name, amount, each)


@pytest.mark.parametrize(
    ("line", "total"),
    [("2 eggs (120 g)", 120), ("2 slices bread 80g", 80), ("bread 80 g", 80), ("1.5 kg rice", 1500),
     ("25 cl milk", 250), ("0,5 l milk", 500), ("½ l milk", 500), ("8oz steak", Decimal("226.80")),
     ("half a pound of prawns", Decimal("226.80"))],
)  # fmt: skip
def test_a_weight_or_volume_is_in_g_or_ml_of_all_of_them(line, total):
    assert only(line).total.value == total


@pytest.mark.parametrize(
    ("line", "unit", "amount"),
    [
        ("2 slices of toast", "slice", "2"),
        ("toast 2 slices", "slice", "2"),
        ("handful of almonds", "handful", "1"),
        ("a small glass of milk", "glass", "1"),
        ("2 EL Hefeflocken", "tablespoon", "2"),
        ("1 cuillère à soupe de miel", "tablespoon", "1"),
        ("2 c. à café de miel", "teaspoon", "2"),
        ("dos cucharadas de miel", "tablespoon", "2"),
        ("une poignée d'amandes", "handful", "1"),
        ("una lata de atún", "can", "1"),
        ("2 tablets b12 1000 mcg", "tablet", "2"),
        ("b12 1000 mcg 2 tablets", "tablet", "2"),
        ("3 sprays b12", "spray", "3"),
    ],
)
def test_household_words_of_four_languages_are_units(line, unit, amount):
    thing = only(line)

    assert (thing.unit.names[0], f"{thing.amount:f}") == (unit, amount)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("b12 1000mcg", "b12 1000mcg"),
        ("1000 mcg b12", "1000 mcg b12"),
        ("1 000 µg b12", "1 000 µg b12"),
        ("vitamin D 1000 IU", "vitamin D 1000 IU"),
        ("b12 1000", "b12 1000"),
        ("vitamin b 12 500", "vitamin b 12 500"),
        ("2% milk", "2% milk"),
        ("7up", "7up"),
        ("5000159461122", "5000159461122"),
        ("2 rolls", "rolls"),
        ("2 tablets", "tablets"),
        ("2 big macs", "big macs"),
        ("half and half", "half and half"),
    ],
)
def test_numbers_and_units_that_belong_to_the_name_stay_in_it(line, name):
    assert " and ".join(thing.name for thing in reads(line).things) == name


@pytest.mark.parametrize(
    ("line", "low", "high", "middle"),
    [("2-3 eggs", 2, 3, "2.5"), ("2 to 4 eggs", 2, 4, "3"), ("2 bis 3 Eier", 2, 3, "2.5"), ("2 à 3 œufs", 2, 3, "2.5"),
     ("one or two eggs", 1, 2, "1.5")],
)  # fmt: skip
def test_a_range_has_its_ends_and_its_middle(line, low, high, middle):
    thing = only(line)

    assert (thing.low, thing.high, f"{thing.amount:f}") == (low, high, middle)


@pytest.mark.parametrize("line", ["100-150 g rice", "100g-150g rice", "100 g to 150 g rice"])
def test_a_range_of_weights_is_in_grams(line):
    thing = only(line)

    assert (thing.low, thing.high, thing.total.value) == (100, 150, 125)


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("half a banana", "0.5"), ("½ banana", "0.5"), ("1½ banana", "1.5"), ("1 ½ banana", "1.5"),
        ("one and a half bananas", "1.5"), ("2 and a half bananas", "2.5"), ("three quarters of a banana", "0.75"),
        ("a third of a banana", "0.333"), ("a couple of bananas", "2"), ("a dozen bananas", "12"),
        ("half a dozen bananas", "6"), ("2 dozen bananas", "24"), ("about 2 bananas", "2"), ("ca. 2 bananas", "2"),
        ("eine halbe banana", "0.5"), ("anderthalb banana", "1.5"), ("drei banana", "3"), ("une demi-banana", "0.5"),
        ("deux banana", "2"), ("media banana", "0.5"), ("tres banana", "3"), ("banana x3", "3"), ("x3 banana", "3"),
        ("banana × 3", "3"), ("banana 3", "3"), ("3x banana", "3"),
    ],
)  # fmt: skip
def test_numbers_are_read_in_figures_and_in_words(line, amount):
    thing = only(line)

    assert (thing.name.removesuffix("s"), f"{thing.amount:f}") == ("banana", amount)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("two eggs a latte and toast", ["eggs", "latte", "toast"]),
        ("salmon 150 g rice 200 g", ["salmon", "rice"]),
        ("200 g salmon 150 g rice", ["salmon", "rice"]),
        ("milk 1 glass, bread 2 slices", ["milk", "bread"]),
        ("eggs + toast; tea", ["eggs", "toast", "tea"]),
        ("- eggs\n- toast", ["eggs", "toast"]),
        ("I had eggs and then a latte please", ["eggs", "latte"]),
        ("chicken, grilled, 200 g", ["chicken grilled"]),
        ("a fish in a bun", ["fish in a bun"]),
        ("salmón a la plancha", ["salmón a la plancha"]),
    ],
)
def test_things_end_where_the_next_begins(line, names):
    assert [thing.name for thing in reads(line).things] == names


@pytest.mark.parametrize(
    ("line", "joiners"),
    [("eggs, toast", ["", ""]), ("mac and cheese", ["", "and"]), ("coffee with milk", ["", "with"]),
     ("Tee mit Milch", ["", "mit"]), ("café con leche & agua", ["", "con", "&"])],
)  # fmt: skip
def test_a_word_that_may_belong_to_a_name_is_handed_to_whoever_knows_the_foods(line, joiners):
    assert [thing.joiner for thing in reads(line).things] == joiners


@pytest.mark.parametrize(
    ("line", "pieces"),
    [("egg (homemade) and toast", ["(homemade)"]), ("2 eggs 3", ["3"]), ("eggs at 8, steak at 9", ["at 9"])],
)
def test_what_is_not_understood_is_handed_back(line, pieces):
    assert [piece.text for piece in reads(line).not_understood] == pieces
