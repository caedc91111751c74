"""Labels of supplements: what is stated for a serving becomes one unit of what is swallowed."""

import copy
import csv
import json
import zipfile
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as at_most
from hypothesis import strategies as st

from foods.choices import Basis, Category, Form, Grade, Origin, Route
from foods.importing import detect, dsld
from foods.importing.dsld_labels import food_of
from foods.importing.opened import open_source
from foods.importing.problems import REASONS, Refused, Unreadable
from foods.importing.records import FoodRecord, Progress, Refusal

LABELS = settings.BASE_DIR.parent / "shared" / "data" / "derived" / "dsld_b12_labels.csv"


def row(**values) -> dict:
    """A row of ingredients as the API gives it."""
    quantity = {
        "servingSizeOrder": 1, "servingSizeQuantity": values.pop("units", 1), "operator": values.pop("operator", "="),
        "quantity": values.pop("quantity", 1000), "unit": values.pop("unit", "mcg"), "dailyValueTargetGroup": [],
    }  # fmt: skip
    forms = [{"order": 1, "prefix": "as", "name": name} for name in values.pop("forms", ["Methylcobalamin"])]
    return {
        "order": 1, "name": "Vitamin B12", "ingredientGroup": "Vitamin B12", "category": "vitamin",
        "quantity": [quantity], "forms": forms, "nestedRows": [],
    } | values  # fmt: skip


def label(*rows: dict, **values) -> dict:
    serving = {
        "order": 1, "minQuantity": values.pop("fewest", 1), "maxQuantity": values.pop("most", 1), "minDailyServings": 1,
        "maxDailyServings": 1, "unit": values.pop("called", "Tablet(s)"), "notes": "", "inSFB": True,
    }  # fmt: skip
    return {
        "id": 240_001, "entryDate": "2021-03-14", "fullName": "Plain B-12 1000 mcg", "brandName": "Maker",
        "upcSku": "0 36000 29145 2", "offMarket": 0, "servingsPerContainer": "60",
        "netContents": [{"order": 1, "quantity": 60, "unit": "Tablet(s)", "display": "60 Tablet(s)"}],
        "physicalState": {"langualCode": "E0155", "langualCodeDescription": values.pop("state", "Tablet or Pill")},
        "servingSizes": [serving], "ingredientRows": list(rows) or [row()],
    } | values  # fmt: skip


def read(tmp_path: Path, *labels: dict, name: str = "labels.jsonl") -> list:
    file = tmp_path / name
    file.write_text("".join(json.dumps(one) + "\n" for one in labels), encoding="utf-8")
    return items(file)


def items(file: Path) -> list:
    with open_source(file) as opened:
        assert dsld.looks_like(opened)
        return list(dsld.read(opened, progress=Progress(), work=file.parent).items)


def test_a_label_becomes_a_supplement(tmp_path):
    (food,) = read(tmp_path, label())
    assert (food.source, food.ref, food.name, food.brand) == ("nih-dsld", "240001", "Plain B-12 1000 mcg", "Maker")
    assert (food.b12_ug, food.basis, food.market) == (1000, Basis.UNIT, "US")
    assert (food.category, food.origin, food.grade) == (Category.SUPPLEMENT, Origin.SUPPLEMENT, Grade.LABEL)
    assert (food.form, food.route, food.gtin) == (Form.METHYLCOBALAMIN, Route.SWALLOWED, "036000291452")
    assert (food.figure_date, food.note, food.unverified) == ("2021-03-14", "", False)
    assert [(one.name, one.quantity, one.is_default) for one in food.portions] == [("tablet", 1, True)]


@pytest.mark.parametrize(
    ("quantity", "unit", "ug"), [(2, "mg", 2000), (2.4, "mcg", "2.4"), (500, "Microgram(s)", 500), ("25", "µg", 25)]
)
def test_the_unit_is_read(quantity, unit, ug):
    assert food_of(label(row(quantity=quantity, unit=unit)), line=1).b12_ug == Decimal(ug)


def test_a_serving_of_four_tablets_is_shared_among_them():
    food = food_of(label(row(units=4), fewest=4, most=4), line=1)
    assert food.b12_ug == 250
    assert [(one.name, one.quantity, one.is_default) for one in food.portions] == [
        ("tablet", 1, False), ("serving of 4", 4, True),
    ]  # fmt: skip


def test_one_to_six_lozenges_give_the_lower_figure_and_the_range():
    food = food_of(label(row(units=None, quantity=2, unit="mg"), fewest=1, most=6, called="Lozenge(s)"), line=1)
    assert (food.b12_ug, food.low_ug, food.high_ug) == (Decimal("333.3333"), Decimal("333.3333"), 2000)
    assert food.range_note == "The label gives the amount for 1 to 6 of them."


@pytest.mark.parametrize(
    ("called", "portion"),
    [("Lozenge(s)", "lozenge"), ("Gummy(ies)", "gummy"), ("Vegetarian Capsule(s)", "vegetarian capsule"),
     ("Drop(s)", "drop"), ("mL", "serving (5 ml)"), ("Teaspoon(s)", "serving (5 teaspoon)"), ("", "serving"),
     ("Gram(s)", "serving (5 gram)"), ("Scoop(s)", "serving (5 scoop)"), ("Fl. Oz.", "serving (5 fl. oz.)")],
)  # fmt: skip
def test_what_is_counted_is_a_unit_and_what_is_measured_a_serving(called, portion):
    food = food_of(label(row(units=5), fewest=5, most=5, called=called), line=1)
    assert food.portions[0].name == portion
    assert food.b12_ug == (1000 if portion.startswith("serving") else 200)


@pytest.mark.parametrize(
    ("forms", "form"),
    [
        (["Cyanocobalamin"], Form.CYANOCOBALAMIN),
        (["Hydroxocobalamin"], Form.HYDROXOCOBALAMIN),
        (["Hydroxycobalamin"], Form.HYDROXOCOBALAMIN),
        (["Adenosylcobalamin"], Form.ADENOSYLCOBALAMIN),
        (["Dibencozide"], Form.ADENOSYLCOBALAMIN),
        (["Coenzyme B12"], Form.ADENOSYLCOBALAMIN),
        (["Methylcobalamin", "Adenosylcobalamin"], Form.NOT_STATED),
        (["Unspecified"], Form.NOT_STATED),
        ([], Form.NOT_STATED),
    ],
)
def test_the_form_is_the_one_that_is_named(forms, form):
    assert food_of(label(row(forms=forms)), line=1).form == form


def test_the_form_may_stand_in_the_name_only():
    assert food_of(label(row(forms=[]), fullName="Methyl B-12 Natural Cherry"), line=1).form == Form.METHYLCOBALAMIN


@pytest.mark.parametrize(
    ("values", "route"),
    [
        ({"state": "Lozenge"}, Route.SUBLINGUAL),
        ({"called": "Micro Lozenge(s)"}, Route.SUBLINGUAL),
        ({"fullName": "Sublingual B12"}, Route.SUBLINGUAL),
        ({"state": "Liquid"}, Route.SWALLOWED),
        ({"fullName": "B12 nasal spray", "called": "Spray(s)"}, Route.NASAL),
        ({"physicalState": None}, Route.SWALLOWED),
    ],
)
def test_the_route_follows_from_what_it_is(values, route):
    assert food_of(label(**values), line=1).route == route


def test_b12_in_a_blend_is_found_and_what_is_nested_in_b12_is_not_added_twice():
    parts = [row(name="Methylcobalamin", quantity=600), row(name="Cyanocobalamin", quantity=400)]
    blend = row(
        name="Energy Blend", ingredientGroup="Blend", quantity=5, unit="Gram(s)", nestedRows=[row(nestedRows=parts)]
    )
    assert food_of(label(blend), line=1).b12_ug == 1000


def test_parts_are_added_where_the_whole_has_no_amount():
    parts = [row(name="Methylcobalamin", quantity=600), row(name="Cyanocobalamin", quantity=400)]
    food = food_of(label(row(quantity=None, forms=[], nestedRows=parts)), line=1)
    assert (food.b12_ug, food.form) == (1000, Form.NOT_STATED)


def test_two_rows_of_b12_are_added():
    assert food_of(label(row(quantity=500), row(quantity=300)), line=1).b12_ug == 800


@pytest.mark.parametrize(
    "rows",
    [
        [row(name="Folate", ingredientGroup="Folate")],
        [row(operator="<")],
        [row(quantity=None)],
        [row() | {"quantity": []}],
        [row(name="Vitamin B6", ingredientGroup="Vitamin B6")],
    ],
)
def test_a_label_without_an_amount_of_b12_is_passed_over(tmp_path, rows):
    assert read(tmp_path, label(*rows)) == []


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (label(row(unit="IU")), "unit"),
        (label(row(quantity="much")), "number"),
        (label(row(quantity=-5)), "negative"),
        (label(row(quantity=1, unit="Gram(s)")), "impossible"),
        (label(row(quantity=1e12)), "impossible"),
        (label(fullName=""), "name_empty"),
        (label(fullName="<b>B12</b>"), "html"),
        (label(fullName="=1+1"), "formula"),
        (label(fullName="B12 " * 1_250), "name_long"),
        (label(id=None), "ref"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_its_line_and_reason(tmp_path, bad, code):
    good = label(id=1, upcSku="")
    food, refusal = read(tmp_path, good, bad)
    assert isinstance(food, FoodRecord)
    assert (refusal.file, refusal.line, refusal.code) == ("labels.jsonl", 2, code)
    assert code in REASONS


@pytest.mark.parametrize("sku", ["91-1", "X00172JWOP", "", "036000291453", None, 7])
def test_a_stock_number_is_no_barcode(sku):
    assert food_of(label(upcSku=sku), line=1).gtin == ""


def test_of_labels_with_one_barcode_the_one_that_is_sold_then_the_newest_counts(tmp_path):
    off = {"offMarket": 1}
    (food,) = read(tmp_path, label(id=7), label(id=12), label(id=9), label(id=99, **off))
    assert (food.ref, food.replaces) == ("12", ("7", "9", "99"))


def test_labels_without_barcode_stand_side_by_side(tmp_path):
    assert [food.ref for food in read(tmp_path, label(id=7, upcSku=""), label(id=12, upcSku=""))] == ["7", "12"]


def test_a_label_that_is_no_longer_sold_says_so():
    assert food_of(label(offMarket=1), line=1).note == "No longer sold."


# --- Shapes of files ----------------------------------------------------------------------------------------------
def test_one_label_a_list_the_hits_of_a_search_and_a_zip_are_read(tmp_path):
    one, two = label(id=1, upcSku=""), label(id=2, upcSku="")
    bare = {key: value for key, value in two.items() if key != "id"}  # a search gives the id beside the label
    hits = {"hits": [{"_id": "1", "_source": one}, {"_id": "2", "_source": bare}], "stats": {}}
    shapes = {
        "one.json": json.dumps(one, indent=2),
        "list.json": json.dumps([one, two]),
        "hits.json": json.dumps(hits),
    }
    for name, text in shapes.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "labels.zip", "w") as archive:
        archive.writestr("export/1.json", json.dumps(one))
        archive.writestr("export/2.json", json.dumps(two))
        archive.writestr("export/readme.txt", "labels")
    refs = {name: [food.ref for food in items(tmp_path / name)] for name in (*shapes, "labels.zip")}
    assert refs == {"one.json": ["1"], "list.json": ["1", "2"], "hits.json": ["1", "2"], "labels.zip": ["1", "2"]}


def test_the_format_is_found_by_content(tmp_path):
    (tmp_path / "file.txt").write_text(json.dumps(label()), encoding="utf-8")
    with open_source(tmp_path / "file.txt") as opened:
        assert detect.detect(opened) == "dsld"


def test_a_damaged_line_is_refused_and_the_rest_is_read(tmp_path):
    file = tmp_path / "labels.jsonl"
    good = json.dumps(label())
    file.write_text(f"{good}\n{good[:200]} B12\n\n{json.dumps(label(id=5, upcSku=''))}\n", encoding="utf-8")
    first, refusal, last = items(file)
    assert (first.ref, last.ref) == ("240001", "5")
    assert (refusal.line, refusal.code) == (2, "record")


def test_a_whole_file_that_was_cut_off_is_unreadable(tmp_path):
    (tmp_path / "one.json").write_text(json.dumps(label(), indent=1)[:-9], encoding="utf-8")
    with pytest.raises(Unreadable, match="cut off"):
        items(tmp_path / "one.json")


# --- Whatever comes -----------------------------------------------------------------------------------------------
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["Vitamin B12", "mcg"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*label(), *row(), *row()["quantity"][0]]), inner, max_size=4)
    ),
    max_leaves=12,
)


@at_most(max_examples=100)
@given(st.dictionaries(st.sampled_from([*label(), "hits"]), VALUES))
def test_no_label_crashes_the_reader(mutation):
    changed = copy.deepcopy(label()) | mutation
    with suppress(Refused):
        food = food_of(changed, line=1)
        assert food is None or food.b12_ug >= 0


@at_most(max_examples=60)
@given(st.dictionaries(st.sampled_from([*row(), *row()["quantity"][0]]), VALUES))
def test_no_row_of_ingredients_crashes_the_reader(mutation):
    changed = row() | mutation
    changed = changed | {"quantity": [row()["quantity"][0] | mutation]} if "order" not in mutation else changed
    with suppress(Refused):
        food_of(label(changed), line=1)


@at_most(max_examples=60)
@given(st.binary(max_size=300), st.integers(0, 3_000))
def test_no_bytes_crash_the_reader(tmp_path_factory, noise, place):
    raw = (json.dumps(label()) + "\n").encode() * 3
    file = tmp_path_factory.mktemp("dsld") / "labels.jsonl"
    file.write_bytes(raw[:place] + noise + raw[place + len(noise) :])
    try:
        with open_source(file) as opened:
            found = list(dsld.read(opened, progress=Progress(), work=file.parent).items)
    except Unreadable:
        return
    assert all(isinstance(item, FoodRecord | Refusal) for item in found)


# --- Real labels --------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def real():
    """The 48 labels, put back into the shape that they came in, and what was read from each then."""
    if not LABELS.exists():
        pytest.skip(f"The labels are NOT compared: they are not at ../{'/'.join(LABELS.parts[-4:])}.")
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return [(put_back(one), one) for one in csv.DictReader(lines)]


def put_back(one: dict) -> dict:
    serving = json.loads(one["serving_size_json"])
    forms = [name for name in one["forms"].split("; ") if name]
    ingredient = row(
        name=one["ingredient"], quantity=float(one["quantity"]), unit=one["unit"], forms=forms,
        units=serving["normalizedServing"],
    )  # fmt: skip
    return label(
        ingredient, id=int(one["dsld_id"]), fullName=one["full_name"], brandName=one["brand"], upcSku=one["upc_sku"],
        offMarket=int(one["status"] == "discontinued"), state=one["physical_state"], fewest=serving["minQuantity"],
        most=serving["maxQuantity"], called=serving["unit"],
    )  # fmt: skip


def test_the_48_labels_give_what_stands_on_them(real, tmp_path):
    assert len(real) == 48
    for raw, one in real:
        food = food_of(raw, line=1)
        units = Decimal(str(json.loads(one["serving_size_json"])["normalizedServing"]))
        assert abs(food.b12_ug * units - Decimal(one["b12_ug_per_serving"])) < Decimal("0.001"), one["full_name"]
        assert (food.route == Route.SUBLINGUAL) == (
            "lozenge" in f"{one['physical_state']} {raw['servingSizes'][0]['unit']}".lower()
            or "sublingual" in one["full_name"].lower()
        )


def test_labels_of_one_barcode_are_one_food(real, tmp_path):
    foods = {food.ref: food for food in read(tmp_path, *(raw for raw, _ in real))}
    assert foods["250093"].replaces == ("199423",)  # the same lozenges, of which one label is no longer current
    assert "199423" not in foods
    assert len(foods) == 48 - sum(len(food.replaces) for food in foods.values())


def test_spot_values_of_real_labels(real):
    ug = {raw["id"]: food_of(raw, line=1) for raw, _ in real}
    assert (ug[240619].b12_ug, ug[240619].form) == (2000, Form.HYDROXOCOBALAMIN)
    assert (ug[247288].b12_ug, ug[247288].form) == (1000, Form.METHYLCOBALAMIN)  # "1 mg"
    assert (ug[209214].b12_ug, ug[209214].portions[1].quantity) == (250, 4)
    assert (ug[14119].b12_ug, ug[14119].form) == (3000, Form.ADENOSYLCOBALAMIN)
    assert (ug[258407].form, ug[29023].form) == (Form.NOT_STATED, Form.NOT_STATED)
