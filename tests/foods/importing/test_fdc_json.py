"""FoodData Central as JSON: our own small downloads and answers, and the real ones where they are there."""

import csv
import gzip
import json
import time
import tracemalloc
import zipfile
from collections import Counter
from decimal import Decimal

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from foods.importing import fdc_json, json_stream
from foods.importing.fdc_tables import iso_date
from foods.importing.opened import open_source
from foods.importing.problems import REASONS
from foods.importing.records import FoodRecord, Progress, Refusal

DATA = settings.BASE_DIR.parent / "shared" / "data"
HEADS, ANSWERS = DATA / "original" / "usda_fdc_download_json_head", DATA / "original" / "usda_fdc_api_json"
needs_heads = pytest.mark.skipif(not HEADS.exists(), reason="Downloads as JSON are NOT read: they are not there.")
needs_answers = pytest.mark.skipif(not ANSWERS.exists(), reason="Answers of the API are NOT read: they are not there.")


def b12(amount, *, added=False, source=None, **more):
    nutrient = {"id": 1246, "number": "578"} if added else {"id": 1178, "number": "418"}
    entry = {"type": "FoodNutrient", "id": 77, "nutrient": nutrient | {"unitName": "µg"}} | more
    if source:
        entry["foodNutrientDerivation"] = {"code": "A", "foodNutrientSource": {"id": 1, "code": source}}
    return entry if amount is None else entry | {"amount": amount}


def portion(name, grams, **more):
    return {
        "measureUnit": {"id": 9999, "name": "undetermined"},
        "modifier": name,
        "gramWeight": grams,
        "amount": 1,
    } | more


CHEESE = {
    "description": "Cheese, hill",
    "dataType": "SR Legacy",
    "fdcId": 170001,
    "ndbNumber": 1999,
    "foodCategory": {"description": "Dairy and Egg Products"},
    "publicationDate": "4/1/2019",
    "foodNutrients": [{"nutrient": {"id": 1003, "number": "203"}, "amount": 20}, b12(1.22, source="1")],
    "foodPortions": [portion("cup", 132.0, sequenceNumber=2), portion("slice", 21.0, sequenceNumber=1)],
}
HOOPS = CHEESE | {
    "description": "Cereals ready-to-eat, hoops",
    "fdcId": 170002,
    "ndbNumber": 8999,
    "foodCategory": {"id": 8, "code": "0800", "description": "Breakfast Cereals"},
    "foodNutrients": [b12(2.86, source="8"), b12(2.7, added=True, source="4")],
}
SURVEY = {
    "description": "Milk, from the hill",
    "dataType": "Survey (FNDDS)",
    "fdcId": 787001,
    "foodCode": "11111000",
    "startDate": "1/1/2021",
    "endDate": "12/31/2023",
    "publicationDate": "10/31/2024",
    "wweiaFoodCategory": {"wweiaFoodCategoryCode": 1002, "wweiaFoodCategoryDescription": "Milk, whole"},
    "foodNutrients": [b12(0.54), b12(0.0, added=True)],
    "foodPortions": [
        portion("61667", 30.5, portionDescription="1 fl oz"),
        portion("10205", 244, portionDescription="1 cup"),
        portion("90000", 244, portionDescription="Quantity not specified"),
    ],
}
BRANDED = {
    "description": "OAT DRINK",
    "dataType": "Branded",
    "fdcId": 426001,
    "brandOwner": "Mill Ltd.",
    "gtinUpc": "070602609000",
    "marketCountry": "United States",
    "modifiedDate": "6/22/2018",
    "publicationDate": "4/1/2019",
    "servingSize": 240.0,
    "servingSizeUnit": "ml",
    "householdServingFullText": "1 cup",
    "brandedFoodCategory": "Plant Based Milk",
    "labelNutrients": {"fat": {"value": 3.0}},
    "foodNutrients": [b12(0.25, source="12")],
    "foodPortions": [],
}


def download(key, *foods):
    """As the downloads are written: a food a line."""
    foods_by_line = ",\n".join(map(json.dumps, foods))
    return f'{{"{key}": [\n{foods_by_line}\n]}}\n'


@pytest.fixture
def taken(tmp_path):
    def take(text, name="foods.json"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        progress = Progress()
        with open_source(path) as opened:
            assert fdc_json.looks_like(opened)
            reading = fdc_json.read(opened, progress=progress, work=tmp_path)
            items = list(reading.items)
        assert progress.share == 1
        assert all(item.code in REASONS for item in items if isinstance(item, Refusal))
        foods = [item for item in items if isinstance(item, FoodRecord)]
        return foods, [(item.line, item.code) for item in items if isinstance(item, Refusal)]

    return take


def test_a_download_gives_a_food_a_line_under_its_ndb_number(taken):
    foods, refused = taken(download("SRLegacyFoods", CHEESE, HOOPS))
    cheese, hoops = foods
    assert refused == []
    assert (cheese.source, cheese.ref, cheese.line, cheese.name) == ("usda-sr-legacy", "1999", 2, "Cheese, hill")
    assert (cheese.b12_ug, cheese.b12_added_ug, cheese.grade) == (Decimal("1.22"), None, "analysed")
    assert (cheese.category, cheese.form, cheese.figure_date) == ("cheese", "bound", "2019-04-01")
    assert [(one.name, one.quantity, one.is_default) for one in cheese.portions] == [
        ("slice", 21, True),
        ("cup", 132, False),
    ]
    assert (hoops.line, hoops.b12_added_ug, hoops.origin, hoops.market) == (3, Decimal("2.7"), "added", "US")


def test_a_survey_food_goes_by_its_food_code_and_portions_by_their_text(taken):
    (milk,), _ = taken(download("SurveyFoods", SURVEY))
    assert (milk.source, milk.ref, milk.category, milk.figure_date) == ("usda-fndds", "11111000", "milk_cream", "2023")
    assert [(one.name, one.is_default) for one in milk.portions] == [("fl oz", False), ("cup", True)]


def test_a_foundation_food_has_portions_by_measure_and_amount(taken):
    unit = {"measureUnit": {"id": 1001, "name": "tablespoon"}, "amount": 2.0, "modifier": "", "gramWeight": 33.9}
    (food,), _ = taken(download("FoundationFoods", CHEESE | {"dataType": "Foundation", "foodPortions": [unit]}))
    assert (food.source, food.ref) == ("usda-foundation", "1999")
    assert [(one.name, one.quantity) for one in food.portions] == [("2 tablespoon", Decimal("33.9"))]


def test_a_branded_food_goes_by_its_fdc_id_with_barcode_market_and_serving(taken):
    (drink,), refused = taken(download("BrandedFoods", BRANDED))
    assert refused == []
    assert (drink.source, drink.ref, drink.gtin, drink.brand) == ("usda-branded", "426001", "070602609000", "Mill Ltd.")
    assert (drink.basis, drink.b12_ug, drink.grade, drink.market) == ("ml100", Decimal("0.25"), "label", "US")
    assert (drink.category, drink.origin, drink.b12_added_ug) == ("plant_dairy", "added", None)
    assert [(one.name, one.quantity) for one in drink.portions] == [("1 cup", 240)]


def test_of_foods_with_the_same_barcode_the_latest_is_taken_and_replaces_the_others(taken):
    older = BRANDED | {"fdcId": 500_000, "publicationDate": "1/1/2018", "modifiedDate": ""}
    newest = BRANDED | {"fdcId": 400_000, "publicationDate": "4/1/2020"}
    foods, refused = taken(download("BrandedFoods", older, BRANDED, newest))
    assert [(food.ref, food.replaces) for food in foods] == [("400000", ("426001", "500000"))]
    assert refused == []


def test_what_the_label_says_of_a_serving_counts_where_the_nutrients_are_silent(taken):
    label = {"labelNutrients": {"vitaminB12": {"value": 1.2}}, "foodNutrients": []}
    (drink,), _ = taken(download("BrandedFoods", BRANDED | label))
    assert drink.b12_ug == Decimal("0.5")
    (drink,), _ = taken(download("BrandedFoods", BRANDED | label | {"servingSize": None}))
    assert drink.b12_ug is None


def test_a_missing_amount_is_unknown_and_never_none(taken):
    (food,), _ = taken(download("SRLegacyFoods", CHEESE | {"foodNutrients": [b12(None)]}))
    assert (food.b12_ug, food.form) == (None, "not_stated")


@pytest.mark.parametrize(
    ("written", "ug"), [("1.29E+3", 1290), ("0E-8", 0), ("0.00000000", 0), ("12.5", Decimal("12.5"))]
)
def test_amounts_are_read_however_they_are_written(taken, written, ug):
    text = download("BrandedFoods", BRANDED | {"foodNutrients": [b12("@")], "brandedFoodCategory": "Vitamins"})
    (food,), refused = taken(text.replace('"@"', written))
    assert (food.b12_ug, refused) == (ug, [])


def test_an_assumed_zero_says_so(taken):
    (food,), _ = taken(download("SRLegacyFoods", CHEESE | {"foodNutrients": [b12(0, source="7")]}))
    assert (food.grade, food.note) == ("assumed", "USDA assumes that there is none: nobody measured it.")


@pytest.mark.parametrize("indent", [None, 2])
def test_the_layout_of_the_list_does_not_matter(taken, indent):
    foods, refused = taken(json.dumps({"SRLegacyFoods": [CHEESE, HOOPS]}, indent=indent))
    assert ([food.ref for food in foods], refused) == (["1999", "8999"], [])
    assert [food.line for food in foods] == (
        [1, 1] if indent is None else [3, 3 + json.dumps(CHEESE, indent=2).count("\n") + 1]
    )


@pytest.mark.parametrize("size", [3, 64, 4_096])
def test_however_little_is_read_at_once_all_foods_come(taken, monkeypatch, size):
    monkeypatch.setattr(json_stream, "CHUNK", size)
    monkeypatch.setattr(fdc_json, "PEEK", 20)
    foods, refused = taken(download("SRLegacyFoods", *(CHEESE | {"ndbNumber": number} for number in range(1, 40))))
    assert (len(foods), refused) == (39, [])


def test_packed_files_and_files_with_a_mark_are_read_too(taken):
    text = download("SRLegacyFoods", CHEESE).encode()
    assert len(taken(b"\xef\xbb\xbf" + text)[0]) == 1
    assert len(taken(gzip.compress(text), "foods.json.gz")[0]) == 1


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ('{"description": "Cheese", ,}', "value"),
        ('{"description": "Che\tese"}', "value"),
        ('{"description": NaN}', "value"),
        ("[" * 100_000, "value"),
        (json.dumps(CHEESE | {"ndbNumber": 5}).replace("1.22", f"1e{'9' * 30}"), "value"),  # beyond all
        (json.dumps(CHEESE | {"ndbNumber": 5})[:-20], "value"),
        ("7", "value"),
        (json.dumps(CHEESE), "repeated"),
        (json.dumps(CHEESE | {"dataType": "Sample"}), "value"),
        (json.dumps(CHEESE | {"ndbNumber": None}), "ref"),
        (json.dumps(CHEESE | {"ndbNumber": [5]}), "ref"),
        (json.dumps(CHEESE | {"ndbNumber": 5, "description": ""}), "name_empty"),
        (json.dumps(CHEESE | {"ndbNumber": 5, "description": "a" * 5_000}), "name_long"),
        (json.dumps(CHEESE | {"ndbNumber": 5, "description": "<b>x</b>"}), "html"),
        (json.dumps(CHEESE | {"ndbNumber": 5, "description": "=x"}), "formula"),
        (json.dumps(CHEESE | {"ndbNumber": 5, "description": "a\x00b"}), "nul"),
        (json.dumps(CHEESE | {"ndbNumber": 5, "description": "a\ud800b"}), "encoding"),
        (json.dumps(CHEESE | {"ndbNumber": 5, "foodNutrients": [b12("much")]}), "number"),
        (json.dumps(CHEESE | {"ndbNumber": 5, "foodNutrients": [b12(-1)]}), "negative"),
        (json.dumps(CHEESE | {"ndbNumber": 5, "foodNutrients": [b12(88_000)]}), "impossible"),
        (json.dumps(CHEESE | {"ndbNumber": 5, "foodNutrients": [b12(1), b12(2, added=True)]}), "added"),
        (
            json.dumps(CHEESE | {"ndbNumber": 5, "foodNutrients": [b12(1)]})
            .replace("µg", "IU")
            .replace("\\u00b5g", "IU"),
            "unit",
        ),
    ],
)
def test_a_broken_food_is_refused_with_its_line_and_the_others_are_read(taken, broken, code):
    lines = download("SRLegacyFoods", CHEESE, HOOPS).splitlines()
    foods, refused = taken("\n".join([*lines[:2], broken + ",", *lines[2:]]))
    assert [food.ref for food in foods] == ["1999", "8999"]
    assert refused == [(3, code)]


def test_a_broken_food_of_an_indented_list_costs_only_itself(taken):
    text = json.dumps({"SRLegacyFoods": [CHEESE, HOOPS, CHEESE | {"ndbNumber": 3}]}, indent=1)
    foods, refused = taken(text.replace('"fdcId": 170002,', '"fdcId": ,'))
    assert ([food.ref for food in foods], [code for _, code in refused]) == (["1999", "3"], ["value"])


def test_a_download_that_was_cut_off_says_so_and_is_not_complete(taken, tmp_path):
    text = download("SRLegacyFoods", CHEESE, HOOPS)
    foods, refused = taken(text[: text.index("hoops")])
    assert [food.ref for food in foods] == ["1999"]
    assert refused == [(3, "record"), (3, "record")]
    for whole in (text, text[:-10]):
        (tmp_path / "foods.json").write_text(whole)
        with open_source(tmp_path / "foods.json") as opened:
            (one,) = fdc_json.read(opened, progress=Progress(), work=tmp_path).datasets
        assert (one.key, one.version, one.complete) == ("usda-sr-legacy", "2019-04-01", whole == text)


def test_the_edition_of_the_survey_is_its_years(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("survey.json", download("SurveyFoods", SURVEY))
    with open_source(tmp_path / "x.zip") as opened:
        (one,) = fdc_json.read(opened, progress=Progress(), work=tmp_path).datasets
    assert (one.version, one.complete) == ("2021–2023", True)


def test_a_bad_barcode_and_a_bad_portion_cost_only_themselves(taken):
    (drink,), refused = taken(download("BrandedFoods", BRANDED | {"gtinUpc": "070602609001"}))
    assert (drink.gtin, refused) == ("", [(2, "gtin_check")])
    (cheese,), refused = taken(download("SRLegacyFoods", CHEESE | {"foodPortions": [portion("cup", 0)]}))
    assert (cheese.portions, refused) == ((), [(2, "portion")])


def test_a_food_of_the_same_id_comes_once(taken):
    foods, refused = taken(download("BrandedFoods", BRANDED, BRANDED))
    assert (len(foods), refused) == (1, [(3, "repeated")])


def test_one_answer_a_list_of_answers_and_a_search_are_read(taken):
    found = {
        "fdcId": 2057648,
        "description": "HILL CHEESE",
        "dataType": "Branded",
        "gtinUpc": "094395000172",
        "publishedDate": "2021-10-28",
        "foodCategory": "Cheese",
        "foodNutrients": [{"nutrientId": 1178, "nutrientNumber": "418", "unitName": "UG", "value": 0.9}],
    }
    assert [food.ref for food in taken(json.dumps(CHEESE, indent=2))[0]] == ["1999"]
    assert [food.ref for food in taken(json.dumps([CHEESE, SURVEY, BRANDED]))[0]] == ["1999", "11111000", "426001"]
    (food,), _ = taken(json.dumps({"totalHits": 1, "foodSearchCriteria": {}, "foods": [found]}))
    assert (food.b12_ug, food.gtin, food.figure_date) == (Decimal("0.9"), "094395000172", "2021-10-28")


def test_an_answer_that_is_no_json_is_refused(taken):
    assert taken('{"fdcId": 1,')[1] == [(1, "value")]
    assert taken('{"fdcId": 1, "foods": [7]}')[1] == [(1, "value")]


def test_an_answer_with_a_number_beyond_all_numbers_is_refused(taken):
    assert taken(f'{{"fdcId": 1, "servingSize": 1e{"9" * 30}}}') == ([], [(1, "value")])


def test_a_serving_beyond_all_numbers_is_none_and_the_food_is_taken(taken):
    text = download("BrandedFoods", BRANDED).replace('"servingSize": 240.0', '"servingSize": 1e1000000')
    (drink,), refused = taken(text)
    assert (drink.b12_ug, drink.portions, refused) == (Decimal("0.25"), (), [])


@pytest.mark.parametrize(
    "text", ['{"foods": []}', "fdc_id,description\n1,x\n", '{"code": "1", "product": {}}', "[]", "{"]
)
def test_other_files_are_not_ours(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    with open_source(tmp_path / "x.json") as opened:
        assert not fdc_json.looks_like(opened)


WHOLE = download("SRLegacyFoods", CHEESE, HOOPS) + download("BrandedFoods", BRANDED)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2019-04-01", "2019-04-01"),
        ("2019-04-01T00:00:00", "2019-04-01"),
        ("4/1/2019", "2019-04-01"),
        ("2019-02-30", ""),
        ("0", ""),
        ("2147483648", ""),
        ("9999999999-1-1", ""),
        ("99999-99999-99999", ""),
        ("", ""),
        ("soon", ""),
    ],
)
def test_what_is_no_date_is_an_empty_one(text, iso):
    assert iso_date(text) == iso


@hypothesis_settings(max_examples=80, deadline=None)
@given(
    key=st.sampled_from(["SRLegacyFoods", "BrandedFoods", "SurveyFoods"]),
    noise=st.one_of(
        st.binary(max_size=60), st.sampled_from([b'"', b"\\", b"{", b"}", b"]", b"\n{", b"\\ud800", b"1e999999"])
    ),
    at=st.floats(0, 1),
    cut=st.integers(0, 60),
)
def test_no_bytes_end_in_a_crash(tmp_path_factory, key, noise, at, cut):
    body = download(key, CHEESE, HOOPS, SURVEY, BRANDED).encode()
    start = body.index(b"[") + 1
    place = start + int(at * (len(body) - start))
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "x.json").write_bytes(body[:place] + noise + body[place + cut :])
    with open_source(folder / "x.json") as opened:
        for item in fdc_json.read(opened, progress=Progress(), work=folder).items:
            assert isinstance(item, FoodRecord) or item.code in REASONS


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "number", "value", "name"]), inner)
    ),
    max_leaves=5,
)


@hypothesis_settings(max_examples=80, deadline=None)
@given(base=st.sampled_from([CHEESE, SURVEY, BRANDED]), data=st.data())
def test_no_values_end_in_a_crash(tmp_path_factory, base, data):
    changed = {key: data.draw(VALUES) for key in data.draw(st.sets(st.sampled_from(sorted(base)), max_size=4))}
    key = {"SR Legacy": "SRLegacyFoods", "Branded": "BrandedFoods"}.get(base["dataType"], "SurveyFoods")
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "x.json").write_text(download(key, base | changed))
    with open_source(folder / "x.json") as opened:
        for item in fdc_json.read(opened, progress=Progress(), work=folder).items:
            assert isinstance(item, FoodRecord) or item.code in REASONS


def test_memory_stays_flat_however_many_foods_there_are(tmp_path, record_property):
    body = json.dumps(BRANDED | {"ingredients": "OATS, " * 300})
    with (tmp_path / "x.json").open("w") as stream:
        stream.write('{"BrandedFoods": [\n')
        for number in range(2_000):
            gtin = f'"gtinUpc": "{number:011}"'
            stream.write(
                body.replace('"fdcId": 426001', f'"fdcId": {number}').replace('"gtinUpc": "070602609000"', gtin)
            )
            stream.write(",\n" if number < 1_999 else "\n]}")
    tracemalloc.start()
    started = time.perf_counter()
    with open_source(tmp_path / "x.json") as opened:
        foods = sum(
            isinstance(item, FoodRecord) for item in fdc_json.read(opened, progress=Progress(), work=tmp_path).items
        )
    record_property("foods_per_second", round(foods / (time.perf_counter() - started)))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert foods == 2_000
    assert most < 16 * 1024**2  # of a file of 5 MB; the chunks and what a food is made of


@needs_heads
@pytest.mark.parametrize("name", ["foundation", "sr_legacy"])
def test_the_heads_of_downloads_give_their_foods_with_the_published_figures(tmp_path, name):
    path = HEADS / f"FoodData_Central_{name}_head.txt"
    with open_source(path) as opened:
        reading = fdc_json.read(opened, progress=Progress(), work=tmp_path)
        items = list(reading.items)
    refused = [(item.line, item.code) for item in items if isinstance(item, Refusal)]
    assert len(items) == 50
    if name == "foundation":
        assert refused == [(51, "record")]
    else:  # USDA says of a toasted waffle that 3 µg were added to 1.62 µg in all
        assert refused == [(7, "added"), (51, "record")]
    assert not reading.datasets[0].complete
    with (DATA / "usda_b12.csv").open(encoding="utf-8", newline="") as lines:
        published = {
            (row["source_dataset"], row["fdc_or_ndb_id"].lstrip("0")): round(Decimal(row["b12_ug_per_100g"]), 4)
            for row in csv.DictReader(lines)
        }
    figures = {food.ref: food.b12_ug for food in items if isinstance(food, FoodRecord) and food.b12_ug is not None}
    assert figures
    if name == "sr_legacy":
        assert {ref: published.get(("SR28", ref)) for ref in figures} == figures


@needs_answers
def test_answers_and_a_search_result_of_the_api_are_read(tmp_path):
    with open_source(ANSWERS) as opened:
        items = list(fdc_json.read(opened, progress=Progress(), work=tmp_path).items)
    foods = {food.ref: food for food in items if isinstance(food, FoodRecord)}
    assert Counter(food.source for food in foods.values()) == {
        "usda-branded": 12, "usda-sr-legacy": 1, "usda-fndds": 1,
    }  # fmt: skip
    assert sorted(item.code for item in items if isinstance(item, Refusal)) == ["gtin_check", "repeated"]
    assert (foods["43278"].b12_ug, foods["73101010"].b12_ug, foods["426798"].b12_ug) == (Decimal("0.4"), 0, None)
    assert foods["426798"].portions[0].name == "10 PIECES"
