"""The files are understood, or the row comes back with its line and reason. No database."""

from decimal import Decimal

import pytest

from foods.shipped import Refusal, ShippedPortion, gtin_is_valid, read
from tests.foods.shipments import (
    ALIASES,
    EGG,
    FOODS,
    GLASS,
    MILCH,
    MILK,
    ONE_EGG,
    PORTIONS,
    SOURCES,
    SPLASH,
    SPOON,
    YEAST,
    write_files,
)  # fmt: skip


def refusals(shipment) -> list[str]:
    return [str(refusal) for refusal in shipment.refused]


def test_good_files_are_read_without_a_refusal(tmp_path):
    shipment = read(write_files(tmp_path))
    assert shipment.refused == ()
    assert [food.values["name"] for food in shipment.foods] == [
        "Whole milk", "Egg, boiled", "Nutritional yeast, fortified",
    ]  # fmt: skip
    assert shipment.is_complete


def test_a_food_has_its_values_portions_and_aliases(tmp_path):
    milk = read(write_files(tmp_path)).foods[0]
    assert milk.key == ("table", "0011")
    assert (milk.values["b12_ug"], milk.values["b12_unknown"]) == (Decimal("0.54"), False)
    assert (milk.values["low_ug"], milk.values["high_ug"]) == (Decimal("0.45"), Decimal("0.54"))
    assert milk.values["prominence"] == 9
    assert milk.portions == (
        ShippedPortion("glass", Decimal(244), True, 0),
        ShippedPortion("splash", Decimal(30), False, 1),
    )
    assert milk.aliases == {("de", "Vollmilch"), ("en", "milk")}


def test_the_word_unknown_is_none_and_said_to_be_unknown_and_never_0(tmp_path):
    yeast = read(write_files(tmp_path)).foods[2]
    assert yeast.values["b12_ug"] is None
    assert yeast.values["b12_unknown"] is True
    assert yeast.values["b12_added_ug"] is None


def test_a_0_is_a_figure(tmp_path):
    foods = [EGG | {"b12_ug": "0"}]
    food = read(write_files(tmp_path, foods=foods, portions=[ONE_EGG])).foods[0]
    assert (food.values["b12_ug"], food.values["b12_unknown"]) == (Decimal(0), False)


def test_leading_zeros_of_an_id_are_kept(tmp_path):
    assert read(write_files(tmp_path)).foods[1].key == ("table", "0022")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": ""}, "The name is empty."),
        ({"source_ref": ""}, "The source_ref is empty."),
        ({"source": "nobody"}, "The source “nobody” is not in sources.csv."),
        ({"name": "x" * 161}, "name has 161 characters: at most 160."),
        ({"category": "dairy"}, "category is “dairy”: one of "),
        ({"diet": "pescatarian"}, "diet is “pescatarian”: one of vegan, vegetarian, fish, meat."),
        ({"origin": ""}, "origin is “”: one of food, added, supplement, injected."),
        ({"form": "b12"}, "form is “b12”: one of "),
        ({"route": "eaten"}, "route is “eaten”: one of "),
        ({"reliability": "good"}, "reliability is “good”: one of active, disputed, inactive."),
        ({"basis": "100g"}, "basis is “100g”: one of g100, ml100, unit."),
        ({"grade": "measured"}, "grade is “measured”: one of "),
        ({"market": "usa"}, "The market “usa” is no country code of two capital letters."),
        ({"b12_ug": ""}, "b12_ug is empty: give a figure, 0, or the word unknown."),
        ({"b12_ug": "much"}, "b12_ug is “much”, which is no number."),
        ({"b12_ug": "0,82"}, "b12_ug is “0,82”, which is no number."),
        ({"b12_ug": "-1"}, "b12_ug is -1: from 0 to 100,000, with at most 4 decimals."),
        ({"b12_ug": "nan"}, "b12_ug is nan: from 0 to 100,000, with at most 4 decimals."),
        ({"b12_ug": "1e9"}, "b12_ug is 1e9: from 0 to 100,000, with at most 4 decimals."),
        ({"b12_ug": "0.12345"}, "b12_ug is 0.12345: from 0 to 100,000, with at most 4 decimals."),
        ({"b12_added_ug": "0.83"}, "The added B12 (0.8300 µg) is more than all of it (0.8200 µg)."),
        ({"low_ug": "0.1"}, "A range needs both low_ug and high_ug."),
        ({"low_ug": "0.9", "high_ug": "1"}, "The figure 0.82 is not between 0.9000 and 1.0000 µg."),
        ({"low_ug": "0.1", "high_ug": "0.81"}, "The figure 0.82 is not between 0.1000 and 0.8100 µg."),
        ({"prominence": "10"}, "prominence is “10”: a whole number below 10."),
        ({"prominence": ""}, "prominence is “”: a whole number below 10."),
        ({"gtin": "4006381333932"}, "The barcode 4006381333932 is not 8, 12, 13 or 14 digits with"),
    ],
)  # fmt: skip
def test_a_bad_food_is_refused_with_its_line_and_reason_and_the_others_stand(tmp_path, change, reason):
    portions = PORTIONS if change.keys().isdisjoint({"source", "source_ref"}) else [GLASS, SPOON]
    aliases = ALIASES if change.keys().isdisjoint({"source", "source_ref"}) else [MILCH]
    shipment = read(write_files(tmp_path, foods=[MILK, EGG | change, YEAST], portions=portions, aliases=aliases))
    assert len(shipment.refused) == 1
    assert str(shipment.refused[0]).startswith(f"foods.csv, line 3: {reason}")
    assert [food.values["name"] for food in shipment.foods] == ["Whole milk", "Nutritional yeast, fortified"]
    assert not shipment.is_complete


@pytest.mark.parametrize(
    "change",
    [
        {"diet": ""},
        {"market": "GB"},
        {"gtin": "4006381333931"},
        {"low_ug": "0.82", "high_ug": "0.82"},
        {"b12_added_ug": ""},
        {"b12_added_ug": "0.82"},
        {"b12_ug": "unknown", "low_ug": "0", "high_ug": "9"},
    ],
)
def test_what_is_at_the_edge_is_accepted(tmp_path, change):
    assert read(write_files(tmp_path, foods=[MILK, EGG | change, YEAST])).refused == ()


def test_the_second_of_two_foods_with_one_key_is_refused(tmp_path):
    shipment = read(write_files(tmp_path, foods=[MILK, EGG, YEAST, MILK | {"name": "Milk again"}]))
    assert refusals(shipment) == ["foods.csv, line 5: table 0011 stands above already: keep one of the two."]
    assert len(shipment.foods) == 3


def test_a_food_without_a_portion_is_refused(tmp_path):
    shipment = read(write_files(tmp_path, portions=[GLASS, SPOON]))
    assert refusals(shipment) == [
        "foods.csv, line 3: The food has 0 portions, 0 of them default: exactly one has to be."
    ]


@pytest.mark.parametrize(("first", "second", "defaults"), [("1", "1", 2), ("0", "0", 0)])
def test_a_food_with_two_defaults_or_none_is_refused(tmp_path, first, second, defaults):
    glass, splash = GLASS | {"is_default": first}, SPLASH | {"is_default": second}
    shipment = read(write_files(tmp_path, portions=[glass, splash, ONE_EGG, SPOON]))
    assert refusals(shipment) == [
        f"foods.csv, line 2: The food has 2 portions, {defaults} of them default: exactly one has to be."
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": ""}, "The name is empty."),
        ({"name": "glass"}, "The food has a portion “glass” already."),
        ({"name": "x" * 81}, "name has 81 characters: at most 80."),
        ({"quantity": "0"}, "A portion is more than nothing."),
        ({"quantity": "a few"}, "quantity is “a few”, which is no number."),
        ({"quantity": "1.2345"}, "quantity is 1.2345: from 0 to 100,000, with at most 3 decimals."),
        ({"is_default": "yes"}, "is_default is “yes”: one of 0, 1."),
        ({"order": "first"}, "order is “first”: a whole number below 32768."),
        ({"source_ref": "0099"}, "foods.csv has no table 0099."),
    ],
)
def test_a_bad_portion_is_refused_and_its_food_stands_with_the_rest(tmp_path, change, reason):
    shipment = read(write_files(tmp_path, portions=[GLASS, SPLASH | change, ONE_EGG, SPOON]))
    assert shipment.refused == (Refusal("portions.csv", 3, reason),)
    assert [portion.name for portion in shipment.foods[0].portions] == ["glass"]
    assert shipment.is_complete


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"language": "german"}, "The language “german” is not two small letters."),
        ({"name": ""}, "The name is empty."),
        ({"name": "x" * 121}, "name has 121 characters: at most 120."),
        ({"source": "other"}, "foods.csv has no other 0011."),
    ],
)
def test_a_bad_alias_is_refused_and_its_food_stands(tmp_path, change, reason):
    shipment = read(write_files(tmp_path, aliases=[MILCH | change]))
    assert shipment.refused == (Refusal("aliases.csv", 2, reason),)
    assert len(shipment.foods) == 3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"key": "table"}, "The key is empty or stands above already."),
        ({"key": ""}, "The key is empty or stands above already."),
        ({"version": "x" * 61}, "version has 61 characters: at most 60."),
        ({"retrieved_on": "May 2024"}, "retrieved_on is “May 2024”: a date like 2026-03-14."),
    ],
)
def test_a_bad_source_is_refused(tmp_path, change, reason):
    files = write_files(
        tmp_path, sources=[SOURCES[0], SOURCES[1] | change], foods=[MILK], portions=[GLASS], aliases=[MILCH]
    )
    assert read(files).refused == (Refusal("sources.csv", 3, reason),)


def test_a_row_with_a_cell_too_many_is_refused(tmp_path):
    files = write_files(tmp_path, aliases=[MILCH])
    with (files / "aliases.csv").open("a", encoding="utf-8") as lines:
        lines.write("table,0011,en,milk, whole\n")
    assert refusals(read(files)) == ["aliases.csv, line 3: The row has more or fewer cells than the header."]


def test_a_file_without_one_of_its_columns_is_refused_as_a_whole(tmp_path):
    without = [{name: value for name, value in food.items() if name != "grade"} for food in FOODS]
    shipment = read(write_files(tmp_path, foods=without))
    assert refusals(shipment) == ["foods.csv, line 1: The column grade is missing. Nothing of this file was read."]
    assert shipment.foods == ()


def test_a_file_in_another_encoding_is_refused(tmp_path):
    files = write_files(tmp_path)
    (files / "aliases.csv").write_bytes("source,source_ref,language,name\ntable,0011,fr,crème\n".encode("latin-1"))
    (refusal,) = read(files).refused
    assert refusal.file == "aliases.csv"
    assert "Nothing of this file was read." in refusal.reason


def test_a_missing_file_is_an_error(tmp_path):
    (write_files(tmp_path) / "portions.csv").unlink()
    with pytest.raises(FileNotFoundError):
        read(tmp_path)


@pytest.mark.parametrize("gtin", ["96385074", "036000291452", "4006381333931", "00012345600012"])
def test_a_barcode_with_the_right_check_digit_is_valid(gtin):
    assert gtin_is_valid(gtin)


@pytest.mark.parametrize("gtin", ["96385075", "36000291452", "4006381333930", "400638133393x", "", "٩٦٣٨٥٠٧٤"])
def test_a_barcode_of_another_length_or_check_digit_is_not(gtin):
    assert not gtin_is_valid(gtin)
