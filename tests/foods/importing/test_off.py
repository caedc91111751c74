"""Open Food Facts: the CSV export, the JSONL export and the Parquet export say the same of the same product."""

import builtins
import copy
import csv
import gzip
import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as at_most
from hypothesis import strategies as st

from foods.choices import Basis, Category, Diet, Form, Grade, Origin, Reliability
from foods.importing import detect, off, off_json, off_parquet
from foods.importing.categories_off import category_of
from foods.importing.off_products import ESTIMATE_NOTE, barcode, food_of
from foods.importing.off_servings import serving, volume_or_weight
from foods.importing.opened import open_source
from foods.importing.problems import REASONS, Refused, Unreadable
from foods.importing.records import FoodRecord, PortionRecord, Progress, Refusal

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

FILES = settings.BASE_DIR.parent / "shared" / "data"
COLUMNS = [*off.NEEDED, *off.OPTIONAL]
ENTERED, SAVED_SINCE_1003 = 1_611_903_875, 1_772_003_438
CSV = {
    "code": "7394376616037", "product_name": 'Oat "Barista"', "brands": "Oatly,Cereal Base", "quantity": "1 l",
    "serving_size": "1 glass (200 ml)", "serving_quantity": "200", "countries_tags": "en:sweden", "countries": "",
    "categories_tags": "en:plant-based-foods-and-beverages,en:beverages,en:plant-milks,en:oat-milks",
    "ingredients_tags": "en:oat,en:vitamin-b12", "ingredients_text": "", "last_modified_t": str(ENTERED),
    "ingredients_analysis_tags": "en:palm-oil-free,en:vegan,en:vegetarian", "vitamin-b12_100g": "0.00000038",
}  # fmt: skip


def as_json(row: dict) -> dict:
    """The same product as a line of the JSONL export in the shape before schema 1003."""
    tags = {key: row[key].split(",") if row[key] else [] for key in row if key.endswith("_tags")}
    plain = {
        key: row[key] for key in ("code", "product_name", "brands", "quantity", "serving_size", "serving_quantity")
    }
    nutriments = {"vitamin-b12_100g": float(row["vitamin-b12_100g"])} if row["vitamin-b12_100g"] else {}
    return plain | tags | {"nutriments": nutriments, "last_modified_t": int(row["last_modified_t"])}


def as_parquet(row: dict) -> dict:
    shared = as_json(row)
    figure = shared.pop("nutriments").get("vitamin-b12_100g")
    is_new = int(row["last_modified_t"]) >= SAVED_SINCE_1003
    entry = {"name": "vitamin-b12", "100g": figure, "value": None if is_new else 1.0, "unit": "g"}
    other = {"name": "fat", "100g": 1.5, "value": 1.5, "unit": "g"}
    return shared | {
        "product_name": [{"lang": "main", "text": row["product_name"]}, {"lang": "sv", "text": row["product_name"]}],
        "nutriments": [other, entry] if figure is not None else [other],
        "schema_version": 1003 if is_new else 999,
        "lang": "sv",
        "obsolete": False,
    }


def write_csv(file: Path, *rows: dict) -> Path:
    lines = ["\t".join(COLUMNS), *("\t".join(row[column] for column in COLUMNS) for row in rows)]
    file.write_bytes(("\n".join(lines) + "\n").encode())
    return file


def write_lines(file: Path, *products: dict) -> Path:
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in products), encoding="utf-8")
    return file


_TEXT, _TAGS, _NUMBERS = pa.string(), pa.list_(pa.string()), [(key, pa.float32()) for key in ("100g", "value")]
SCHEMA = pa.schema(
    [(key, _TEXT) for key in ("code", "brands", "quantity", "serving_size", "serving_quantity", "lang")]
    + [(key, _TAGS) for key in ("categories_tags", "countries_tags", "ingredients_tags", "ingredients_analysis_tags")]
    + [("product_name", pa.list_(pa.struct([("lang", _TEXT), ("text", _TEXT)])))]
    + [("nutriments", pa.list_(pa.struct([("name", _TEXT), ("unit", _TEXT), *_NUMBERS])))]
    + [("last_modified_t", pa.int64()), ("schema_version", pa.int32()), ("obsolete", pa.bool_())]
)  # fmt: skip


def write_parquet(file: Path, *products: dict) -> Path:
    pq.write_table(pa.Table.from_pylist(list(products), schema=SCHEMA), file)
    return file


def items(file: Path, **options) -> list:
    with open_source(file) as opened:
        reader = off_parquet if off_parquet.looks_like(opened) else off
        assert reader.looks_like(opened)
        return list(reader.read(opened, progress=Progress(), work=file.parent, **options).items)


def one(tmp_path: Path, **changes):
    """What a row of the CSV export becomes."""
    (item,) = items(write_csv(tmp_path / "off.csv", CSV | changes))
    return item


# --- One product --------------------------------------------------------------------------------------------------
def test_a_row_becomes_an_unverified_food(tmp_path):
    food = one(tmp_path)
    assert (food.source, food.ref, food.gtin) == ("open-food-facts", "7394376616037", "7394376616037")
    assert (food.name, food.brand, food.market) == ('Oat "Barista"', "Oatly", "SE")
    assert (food.b12_ug, food.b12_added_ug, food.basis) == (Decimal("0.38"), None, Basis.ML100)
    assert (food.category, food.origin, food.diet) == (Category.PLANT_DAIRY, Origin.ADDED, Diet.VEGAN)
    assert (food.unverified, food.grade, food.figure_date, food.note) == (True, Grade.LABEL, "2021-01-29", "")
    assert food.portions == (PortionRecord("glass", Decimal(200), is_default=True),)


@pytest.mark.parametrize(
    ("grams", "ug"),
    [("6.20E-07", "0.62"), ("0", "0"), ("0.0000000002", "0.0002"), ("0.00015", "150")],
)
def test_the_figure_is_in_grams(tmp_path, grams, ug):
    changes = {"vitamin-b12_100g": grams, "categories_tags": "en:protein-powders"}
    assert one(tmp_path, **changes).b12_ug == Decimal(ug)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"vitamin-b12_100g": "1.48071"}, "impossible"),
        ({"vitamin-b12_100g": "0.0010001", "categories_tags": ""}, "impossible"),
        ({"vitamin-b12_100g": "0.0010001", "categories_tags": "en:dietary-supplements"}, "impossible"),
        ({"vitamin-b12_100g": "0.0005"}, "impossible"),  # a plant drink with 500 µg
        ({"vitamin-b12_100g": "-0.000001"}, "negative"),
        ({"vitamin-b12_100g": "plenty"}, "number"),
        ({"vitamin-b12_100g": "1e999"}, "impossible"),
        ({"vitamin-b12_100g": "inf"}, "number"),
        ({"product_name": ""}, "name_empty"),
        ({"product_name": "=HYPERLINK(1)"}, "formula"),
        ({"product_name": "<img src=x>"}, "html"),
        ({"product_name": "long " * 1_000}, "name_long"),
        ({"product_name": "nul\x00byte"}, "nul"),
        ({"code": ""}, "ref"),
    ],
)
def test_what_cannot_be_taken_says_why(tmp_path, changes, code):
    refusal = one(tmp_path, **changes)
    assert (refusal.file, refusal.line, refusal.code) == ("off.csv", 2, code)
    assert code in REASONS


def test_a_row_with_too_few_cells_is_refused_and_a_quotation_mark_is_a_letter(tmp_path):
    file = write_csv(tmp_path / "off.csv", CSV | {"product_name": '5" pizza'}, CSV)
    file.write_bytes(file.read_bytes() + b"7394376616037\thalf a row\n")
    pizza, oat, refusal = items(file)
    assert (pizza.name, oat.name) == ('5" pizza', 'Oat "Barista"')
    assert (refusal.line, refusal.code) == (4, "cells")


def test_letters_that_cannot_be_read_are_refused(tmp_path):
    file = write_csv(tmp_path / "off.csv", CSV)
    file.write_bytes(file.read_bytes().replace(b"Oatly", b"Oatl\xff"))
    assert [item.code for item in items(file)] == ["encoding"]


def test_a_product_without_a_figure_is_passed_over_unless_it_is_asked_for(tmp_path):
    file = write_csv(tmp_path / "off.csv", CSV | {"vitamin-b12_100g": ""}, CSV)
    assert [food.b12_ug for food in items(file)] == [Decimal("0.38")]
    assert [food.b12_ug for food in items(file, unknown_too=True)] == [None, Decimal("0.38")]


def test_what_was_saved_since_schema_1003_may_be_an_estimate(tmp_path):
    food = one(tmp_path, last_modified_t=str(SAVED_SINCE_1003))
    assert (food.grade, food.note) == (Grade.ASSUMED, ESTIMATE_NOTE)


@pytest.mark.parametrize(
    ("quantity", "size", "tags", "basis"),
    [
        ("1 l", "", "en:beverages", Basis.ML100),
        ("330 ml", "", "", Basis.ML100),
        ("", "1 bottle (355 ml)", "", Basis.ML100),
        ("900 ml", "", "en:ice-creams", Basis.G100),
        ("237 ml", "1 tbsp (15 g)", "en:pickles", Basis.G100),
        ("325 ml", "325g", "en:null", Basis.G100),
        ("500 g", "", "", Basis.G100),
        ("", "", "", Basis.G100),
        ("12 fl oz", "", "", Basis.G100),
    ],
)
def test_drinks_that_are_sold_or_served_by_volume_are_per_100_ml(tmp_path, quantity, size, tags, basis):
    assert one(tmp_path, quantity=quantity, serving_size=size, categories_tags=tags).basis == basis


@pytest.mark.parametrize(
    ("countries", "market"),
    [("en:united-states", "US"), ("en:france,en:germany", ""), ("", ""), ("en:world", ""), ("fr:chez-nous", "")],
)
def test_the_market_is_the_one_country(tmp_path, countries, market):
    assert one(tmp_path, countries_tags=countries).market == market


@pytest.mark.parametrize(
    ("code", "gtin"),
    [
        ("0008346026524", "008346026524"),
        ("7394376616037", "7394376616037"),
        ("96385074", "96385074"),
        ("7394376616038", ""),  # wrong check digit
        ("2000000000008", ""),  # a shop's own
        ("0200000000004", ""),
        ("12345", ""),
        ("abc", ""),
        ("", ""),
    ],
)
def test_a_code_is_a_barcode_only_where_it_is_one(code, gtin):
    assert barcode(code) == gtin


def test_added_b12_is_seen_among_the_ingredients(tmp_path):
    food = one(tmp_path, categories_tags="en:spreads", ingredients_tags="", ingredients_text="Sel, Vitamine B12.")
    assert (food.origin, food.form) == (Origin.ADDED, Form.NOT_STATED)
    food = one(tmp_path, categories_tags="en:spreads", ingredients_tags="en:salt,en:cyanocobalamin,en:vitamin-b12")
    assert (food.origin, food.form, food.b12_added_ug) == (Origin.ADDED, Form.CYANOCOBALAMIN, None)
    food = one(tmp_path, categories_tags="en:cheeses", ingredients_tags="en:milk", ingredients_analysis_tags="")
    assert (food.origin, food.form) == (Origin.FOOD, Form.BOUND)


def test_algae_do_not_count(tmp_path):
    food = one(tmp_path, product_name="Spirulina", categories_tags="en:algae", ingredients_tags="en:spirulina")
    assert (food.category, food.reliability) == (Category.ALGAE_FERMENTS, Reliability.INACTIVE)


@pytest.mark.parametrize(
    ("tags", "name", "category"),
    [
        ("en:beverages,en:plant-milks,en:soy-milks", "Soia", Category.PLANT_DAIRY),
        ("en:dairies,en:cheeses,en:vegan-cheeses", "Gouda", Category.PLANT_DAIRY),
        ("en:meat-analogues,en:sausages", "Wurst", Category.PLANT_PROTEIN),
        ("en:dairies,en:fermented-foods,en:cheeses,it:formaggi", "Certosa", Category.CHEESE),
        ("en:snacks,en:breakfast-cereals", "Flakes", Category.CEREAL_FORTIFIED),
        ("en:meats,en:sausages", "Wurst", Category.PROCESSED_MEAT),
        ("en:beverages,en:energy-drinks", "Bull", Category.DRINKS_NUTRITION),
        ("en:dietary-supplements", "B12", Category.SUPPLEMENT),
        ("en:spreads,en:yeast-extracts", "Marmite", Category.SPREADS_YEAST),
        ("en:null", "Smoked salmon", Category.FISH),
        ("", "Zzz", Category.OTHER),
    ],
)
def test_the_finest_tag_decides_then_the_name(tags, name, category):
    assert category_of(tuple(filter(None, tags.split(","))), name) == category


@pytest.mark.parametrize(
    ("size", "quantity", "basis", "portion"),
    [
        ("1 bottle (355 ml)", "355", "ml100", ("bottle", "355")),
        ("2 PIECES (18 g)", "18", "g100", ("2 pieces", "18")),
        ("22,5 g", "22.5", "g100", ("serving", "22.5")),
        ("28.000000000000004g", "28", "g100", ("serving", "28")),
        ("12 OZA (355 ml)", "355", "ml100", ("12 fl oz", "355")),
        ("1 ONZ (28 g)", "28", "g100", ("1 oz", "28")),
        ("26 g (0.25 cup)", "26", "g100", ("0.25 cup", "26")),
        ("12 PICKLES, 1 PAK | ABOUT (58 g)", "58", "g100", ("12 pickles, 1 pak", "58")),
        ("25 cl", "250", "ml100", ("serving", "250")),
        ("0,2 L", "200", "ml100", ("serving", "200")),
        ("1 pot", "125", "g100", ("pot", "125")),
        ("325 ml", "325", "g100", None),  # ml of a food that is weighed
        ("1 pot", "", "g100", None),
        ("", "", "g100", None),
        ("0 g", "0", "g100", None),
        ("99999 g", "99999", "g100", None),
        ("1 pot", "1e99", "g100", None),
        ("1 pot", "1e1000000", "g100", None),  # beyond all numbers
        ("1 pot", "nan", "g100", None),
        ("=cmd (20 g)", "20", "g100", ("cmd", "20")),
    ],
)
def test_servings_are_read_as_they_are_written(size, quantity, basis, portion):
    found = serving(size, quantity, basis)
    assert (found and (found.name, found.quantity)) == (portion and (portion[0], Decimal(portion[1])))


def test_an_amount_is_a_volume_or_a_weight():
    assert [volume_or_weight(text) for text in ("2 x 20 cl", "1 kg", "six", "5 grapes", "10 L e")] == [
        "ml", "g", None, None, "ml",
    ]  # fmt: skip


# --- The other shapes ---------------------------------------------------------------------------------------------
OTHERS = (
    CSV,
    CSV | {"code": "8000430030181", "product_name": "Certosa", "categories_tags": "en:cheeses", "quantity": "156 g",
           "serving_size": "", "serving_quantity": "", "ingredients_tags": "", "ingredients_analysis_tags": "",
           "countries_tags": "en:italy,en:spain", "vitamin-b12_100g": "0.00000062"},
    CSV | {"code": "00011754", "product_name": "Cookies", "vitamin-b12_100g": "1.48071"},
    CSV | {"code": "00014649", "product_name": "Olive oil", "vitamin-b12_100g": ""},
    CSV | {"code": "0008274000078", "product_name": "Ginger beer", "vitamin-b12_100g": "0",
           "last_modified_t": str(SAVED_SINCE_1003)},
)  # fmt: skip


def essence(found: list) -> list:
    """Without the line and the names in other languages, of which the CSV export has none."""
    return [
        (item.code, item.reason)
        if isinstance(item, Refusal)
        else tuple(getattr(item, name) for name in FoodRecord.__slots__ if name not in ("line", "aliases"))
        for item in found
    ]


def test_all_three_exports_say_the_same(tmp_path):
    from_csv = essence(items(write_csv(tmp_path / "off.csv", *OTHERS)))
    assert len(from_csv) == 4
    assert essence(items(write_lines(tmp_path / "off.jsonl", *map(as_json, OTHERS)))) == from_csv
    assert essence(items(write_parquet(tmp_path / "off.parquet", *map(as_parquet, OTHERS)))) == from_csv


def test_a_packed_export_is_read(tmp_path):
    plain = write_csv(tmp_path / "off.csv", *OTHERS)
    (tmp_path / "off.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    assert essence(items(tmp_path / "off.csv.gz")) == essence(items(plain))


def new_shape(**nutrient) -> dict:
    product = as_json(CSV)
    del product["nutriments"]
    figure = {"value": 3.8e-07, "unit": "g", "source": "packaging"} | nutrient
    aggregated = {"per": "100g", "preparation": "as_sold", "nutrients": {"vitamin-b12": figure}}
    return product | {"nutrition": {"aggregated_set": aggregated}, "schema_version": 1003}


def test_the_new_shape_says_what_the_figure_is_for_and_whether_it_is_an_estimate(tmp_path):
    prepared = new_shape()
    prepared["nutrition"]["aggregated_set"]["preparation"] = "prepared"
    lines = [new_shape(), new_shape(source="estimate"), new_shape(source="manufacturer"), prepared]
    labelled, estimate, maker, cooked = items(write_lines(tmp_path / "off.jsonl", *lines))
    assert (labelled.b12_ug, labelled.basis, labelled.grade) == (Decimal("0.38"), Basis.G100, Grade.LABEL)
    assert (estimate.line, estimate.code) == (2, "estimate")
    assert (maker.note, cooked.note) == ("", "The figure is for the product as prepared.")


def test_one_answer_of_the_api_one_product_and_a_search_are_read(tmp_path):
    shapes = {
        "answer.json": {
            "code": "7394376616037",
            "product": new_shape(),
            "status": 1,
            "status_verbose": "product found",
        },
        "product.json": new_shape(),
        "search.json": {"count": 2, "products": [new_shape(), new_shape()]},
        "nothing.json": {"code": "7394376616037", "status": 0, "status_verbose": "product not found"},
    }
    for name, value in shapes.items():
        (tmp_path / name).write_text(json.dumps(value, indent=1), encoding="utf-8")
    assert {name: len(items(tmp_path / name)) for name in shapes} == {
        "answer.json": 1, "product.json": 1, "search.json": 2, "nothing.json": 0,
    }  # fmt: skip


def test_damaged_lines_are_refused_and_the_rest_is_read(tmp_path):
    good = json.dumps(as_json(CSV))
    (tmp_path / "off.jsonl").write_text(f'{good}\n{good[:-40]}\n\n["vitamin-b12"]\n{good}\n', encoding="utf-8")
    found = items(tmp_path / "off.jsonl")
    assert [(item.line, getattr(item, "code", "")) for item in found] == [
        (1, ""),
        (2, "record"),
        (4, "record"),
        (5, ""),
    ]


def test_lists_in_lists_are_no_texts_however_deep(tmp_path):
    """They are read without going down: a few hundred would exhaust the stack."""
    line = json.dumps(as_json(CSV) | {"brands": ["Oatly"]}).replace('["Oatly"]', f'["Oatly", {"[" * 900 + "]" * 900}]')
    (tmp_path / "off.jsonl").write_text(f"{line}\n{line}\n", encoding="utf-8")
    assert [food.brand for food in items(tmp_path / "off.jsonl")] == ["Oatly", "Oatly"]


def test_a_line_that_is_far_too_long_is_not_kept_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr("foods.importing.json_rows.LONGEST_LINE", 2_000)
    good = as_json(CSV)
    found = items(write_lines(tmp_path / "off.jsonl", good, good | {"quantity": "x" * 9_000}, good))
    assert [(item.line, getattr(item, "code", "")) for item in found] == [(1, ""), (2, "long"), (3, "")]


def test_formats_are_found_by_content(tmp_path):
    files = {
        write_csv(tmp_path / "a.bin", CSV): "off",
        write_lines(tmp_path / "b.bin", as_json(CSV)): "off",
        write_parquet(tmp_path / "c.bin", as_parquet(CSV)): "off_parquet",
    }
    for file, key in files.items():
        with open_source(file) as opened:
            assert detect.detect(opened) == key


# --- Parquet ------------------------------------------------------------------------------------------------------
def test_names_in_other_languages_become_aliases(tmp_path):
    names = [("main", "Havredryck"), ("sv", "Havredryck"), ("en", "Oat drink"), ("xx-y", "?"), ("de", "<b>Hafer</b>")]
    product = as_parquet(CSV) | {"product_name": [{"lang": lang, "text": text} for lang, text in names]}
    (food,) = items(write_parquet(tmp_path / "off.parquet", product))
    assert (food.name, food.aliases) == ("Havredryck", (("en", "Oat drink"),))


def test_a_product_that_is_withdrawn_is_passed_over(tmp_path):
    assert items(write_parquet(tmp_path / "off.parquet", as_parquet(CSV) | {"obsolete": True})) == []


def test_a_parquet_file_without_our_columns_or_damaged_is_unreadable(tmp_path):
    pq.write_table(pa.table({"code": ["1"]}), tmp_path / "other.parquet")
    with pytest.raises(Unreadable, match="no column product_name"):
        items(tmp_path / "other.parquet")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1" + b"\x00" * 40 + b"PAR1")
    with pytest.raises(Unreadable, match="damaged"):
        items(tmp_path / "broken.parquet")


def test_a_product_whose_letters_cannot_be_read_does_not_take_the_others_with_it(tmp_path):
    file = write_parquet(tmp_path / "off.parquet", as_parquet(CSV), as_parquet(CSV | {"brands": "ZZZZZZ"}))
    file.write_bytes(file.read_bytes().replace(b"ZZZZZZ", b"ZZ\xffZZZ"))
    food, refusal = items(file)
    assert (food.brand, refusal.line, refusal.code) == ("Oatly", 2, "encoding")


def test_columns_of_another_kind_are_no_crash(tmp_path):
    table = pa.table({"code": ["7394376616037"], "product_name": ["Oat"], "nutriments": ["{}"], "brands": [7]})
    pq.write_table(table, tmp_path / "off.parquet")
    assert items(tmp_path / "off.parquet") == []


def test_parts_of_another_kind_are_no_crash(tmp_path):
    product = {"code": "7394376616037", "product_name": [{"lang": "main", "text": "Oat"}]}
    for place, (grams, names) in enumerate(
        [("0.0000004", [{"lang": "main", "text": "Oat"}]), (True, [{"lang": 7, "text": b"Oat"}]), ("much", [])]
    ):
        nutrients = [{"name": "vitamin-b12", "100g": grams}]
        table = pa.Table.from_pylist([product | {"product_name": names, "nutriments": nutrients}])
        pq.write_table(table, tmp_path / f"{place}.parquet")
    assert [one.b12_ug for one in items(tmp_path / "0.parquet")] == [Decimal("0.4")]
    assert [one.code for one in items(tmp_path / "1.parquet")] == ["number"]
    assert [one.code for one in items(tmp_path / "2.parquet")] == ["number"]


def test_without_pyarrow_it_says_how_to_install_it(tmp_path, monkeypatch):
    file = write_parquet(tmp_path / "off.parquet", as_parquet(CSV))
    really = builtins.__import__

    def missing(name, *arguments, **more):
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return really(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with open_source(file) as opened, pytest.raises(Unreadable, match=r"-r requirements-parquet\.txt"):
        off_parquet.read(opened, progress=Progress(), work=tmp_path)


def test_progress_runs_to_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(off, "EVERY", 1)
    shares = []
    progress = Progress(tick=lambda: shares.append(progress.share))
    with open_source(write_csv(tmp_path / "off.csv", *OTHERS)) as opened:
        list(off.read(opened, progress=progress, work=tmp_path).items)
    assert (progress.rows, progress.share) == (5, 1.0)
    assert shares == sorted(shares)


# --- Whatever comes -----------------------------------------------------------------------------------------------
@at_most(max_examples=100)
@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(st.characters(exclude_characters="\t\n\r"), max_size=40)))
def test_no_cell_crashes_the_reader(mutation):
    with suppress(Refused):
        food = food_of(off._product_of(CSV | mutation), line=1)
        assert food.b12_ug is None or 0 <= food.b12_ug <= 1000


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["aggregated_set", "nutrients", "vitamin-b12", "value", "unit", "per"]), inner
        )
    ),
    max_leaves=10,
)


@at_most(max_examples=100)
@given(st.dictionaries(st.sampled_from([*off_json.FIELDS, "product"]), VALUES), st.booleans())
def test_no_product_crashes_the_reader(mutation, is_new):
    product = copy.deepcopy(new_shape() if is_new else as_json(CSV)) | mutation
    with suppress(Refused):
        food_of(off_json.product_of(product), line=1)
    off_json.name_and_brand(product)
    off_json.product_in(product)


@at_most(max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 900), st.sampled_from(["csv", "jsonl", "parquet"]))
def test_no_bytes_crash_the_reader(tmp_path_factory, noise, place, kind):
    folder = tmp_path_factory.mktemp("off")
    file = {
        "csv": lambda: write_csv(folder / "off", CSV, CSV),
        "jsonl": lambda: write_lines(folder / "off", as_json(CSV), as_json(CSV)),
        "parquet": lambda: write_parquet(folder / "off", as_parquet(CSV)),
    }[kind]()
    raw = file.read_bytes()
    place += 4  # what it is stays to be seen
    file.write_bytes(raw[:place] + noise + raw[place + len(noise) :])
    with suppress(Unreadable), open_source(file) as opened:
        reader = off_parquet if off_parquet.looks_like(opened) else off
        found = list(reader.read(opened, progress=Progress(), work=folder).items)
        assert all(isinstance(item, FoodRecord | Refusal) for item in found)


# --- Real files ---------------------------------------------------------------------------------------------------
REAL = FILES / "original" / "openfoodfacts"


@pytest.fixture(scope="module")
def real():
    """What the three files give, by name."""
    if not REAL.exists():
        pytest.skip(f"The files are NOT read: they are not at ../{'/'.join(REAL.parts[-4:])}.")
    names = ("off_export_sample_1000.csv", "off_export_sample_1000.parquet", "off_search_download_1263.csv")
    return {name: items(REAL / name) for name in names}


def foods(found: list) -> dict[str, FoodRecord]:
    return {item.ref: item for item in found if isinstance(item, FoodRecord)}


def test_the_export_and_the_parquet_file_hold_the_same_products(real):
    """The CSV export has figures of products saved since schema 1003 only; Parquet has those of all."""
    from_csv, from_parquet = foods(real["off_export_sample_1000.csv"]), foods(real["off_export_sample_1000.parquet"])
    may_be_estimates = {ref: food for ref, food in from_parquet.items() if food.note == ESTIMATE_NOTE}
    assert (len(from_csv), len(may_be_estimates), len(from_parquet)) == (32, 33, 65)
    nameless = set(may_be_estimates) - set(from_csv)
    assert nameless == {"00020985"}  # named in English and French only, which the CSV export leaves out
    assert essence(from_csv.values()) == essence(may_be_estimates[ref] for ref in from_csv)


def test_what_was_refused_of_the_real_files(real):
    refused = {
        name: [(item.code, item.excerpt[:8]) for item in found if isinstance(item, Refusal)]
        for name, found in real.items()
    }
    assert refused == {
        "off_export_sample_1000.csv": [("impossible", "00011754"), ("name_empty", "00020985")],  # the cookie: 1.48 g
        "off_export_sample_1000.parquet": [("impossible", "00011754")],
        "off_search_download_1263.csv": [],
    }


def test_every_figure_is_that_of_the_list_of_products_with_b12(real):
    """93 products: 66 of the Parquet file, of which the cookie is refused; 3 of the search; 24 of files not at hand."""
    with (FILES / "derived" / "off_products_with_b12.csv").open(encoding="utf-8", newline="") as lines:
        listed = {row["code"]: row for row in csv.DictReader(lines)}
    assert len(listed) == 93
    read = foods(real["off_export_sample_1000.parquet"]) | foods(real["off_search_download_1263.csv"])
    assert len(read) == 68
    assert set(read) <= set(listed)
    for ref, food in read.items():
        assert abs(food.b12_ug - Decimal(listed[ref]["b12_ug_per_100g"])) <= Decimal("0.0001"), ref
        assert food.unverified
        assert (food.grade == Grade.ASSUMED) == listed[ref]["value_kind"].startswith("estimate possible")
    missing = {listed[ref]["source_file"] for ref in set(listed) - set(read)}
    assert missing == {"OFF parquet sample", "search csv 2021", "export csv (_value/_unit)"}
    assert [ref for ref in set(listed) - set(read) if listed[ref]["source_file"] == "OFF parquet sample"] == [
        "00011754"
    ]


def test_spot_values_of_real_products(real):
    found = foods(real["off_search_download_1263.csv"])
    assert {ref: (food.name, food.b12_ug, food.category, food.basis) for ref, food in found.items()} == {
        "8000430030181": ("Certosa", Decimal("0.62"), Category.CHEESE, Basis.G100),
        "8008295001681": ("Soia 100% italiana al cioccolato", Decimal("0.38"), Category.PLANT_DAIRY, Basis.ML100),
        "8002670005530": ("Stracchino cremoso", Decimal(1), Category.CHEESE, Basis.G100),
    }
    shake = foods(real["off_export_sample_1000.parquet"])["0008346122202"]
    assert (shake.b12_ug, shake.form, shake.origin) == (Decimal("0.71"), Form.CYANOCOBALAMIN, Origin.ADDED)
    assert [(portion.name, portion.quantity) for portion in shake.portions] == [("bottle", 295)]
