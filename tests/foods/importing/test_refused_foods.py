"""Which food a refused row was about: every reader says so where the row's own id can be read."""

import json

import pytest

from foods.importing import ciqual, dsld, fdc_csv, fdc_json, fndds, off, own_csv
from foods.importing.opened import open_source
from foods.importing.problems import OF_A_PART
from foods.importing.records import Progress, Refusal
from tests.foods.importing import fdc_makers
from tests.foods.importing.test_fdc_json import BRANDED, CHEESE, SURVEY, b12, download
from tests.foods.importing.workbook_makers import CIQUAL, FNDDS, write, write_fndds


def said(reader, path, work) -> list[tuple]:
    """Data set, id and what is left standing beside it, of each refused food."""
    with open_source(path) as opened:
        items = list(reader.read(opened, progress=Progress(), work=work).items)
    refused = [one for one in items if isinstance(one, Refusal) and one.code not in OF_A_PART]
    return [(one.source, one.ref, one.replaces) for one in refused]


def text_file(tmp_path, text: str):
    path = tmp_path / "one"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("reader", "text", "food"),
    [
        (own_csv, "name,b12_ug,source,source_ref\nCheese,lots,my-table,7\n", ("my-table", "7", ())),
        (own_csv, "name,b12_ug,source,source_ref\n=x,1,,7\n", ("own-table", "7", ())),
        (own_csv, "name,b12_ug,source,source_ref\nCheese,lots,My Table,7\n", ("", "", ())),
        (own_csv, "name,b12_ug\nCheese,lots\n", ("", "", ())),
        (off, "code\tproduct_name\tvitamin-b12_100g\n7394376616037\tMilk\tlots\n",
         ("open-food-facts", "7394376616037", ())),
        (dsld, json.dumps({"id": 12, "fullName": "", "upcSku": "", "servingSizes": [], "ingredientRows": [
            {"name": "Vitamin B12", "quantity": [{"quantity": 1000, "unit": "mcg"}]}]}), ("nih-dsld", "12", ())),
        (fdc_json, download("SRLegacyFoods", CHEESE | {"foodNutrients": [b12("lots")]}),
         ("usda-sr-legacy", "1999", ())),
        (fdc_json, download("SurveyFoods", SURVEY | {"description": ""}), ("usda-fndds", "11111000", ())),
        (fdc_json, download("SRLegacyFoods", CHEESE | {"ndbNumber": None}), ("", "", ())),
        (fdc_json, download("SRLegacyFoods", CHEESE | {"dataType": "Sample"}), ("", "", ())),
        (fdc_json, download("BrandedFoods", BRANDED | {"fdcId": 9, "publicationDate": "4/1/2018"},
                            BRANDED | {"description": "<b>Oat</b>"}), ("usda-branded", "426001", ("9",))),
    ],
)  # fmt: skip
def test_a_refused_row_says_which_food_it_was(tmp_path, reader, text, food):
    assert said(reader, text_file(tmp_path, text), tmp_path) == [food]


def test_a_refused_row_of_the_french_table_says_its_code(tmp_path):
    header, cheese, cabbage, *_ = CIQUAL
    rows = [header, [*cheese[:-1], "lots"], [*cabbage[:3], None, *cabbage[4:-1], "lots"]]
    assert said(ciqual, write(tmp_path / "x.xlsx", rows), tmp_path) == [("ciqual", "12999", ()), ("", "", ())]


def test_a_refused_row_of_the_survey_says_its_code(tmp_path):
    rows = [*FNDDS["values.xlsx"], [11111001, "Milk", 1002, "", 1, "much", 0], [5, "Milk", 1002, "", 1, 1, 0]]
    portions = [*FNDDS["portions.xlsx"], [99999999, "Nothing", 1, "", 1, "1 cup", 100]]
    folder = write_fndds(tmp_path, values=rows, portions=portions)
    assert said(fndds, folder, tmp_path) == [
        ("usda-fndds", "11111001", ()), ("", "", ()), ("usda-fndds", "99999999", ()),
    ]  # fmt: skip


def test_refused_foods_of_fooddata_central_are_said_by_their_lasting_numbers(tmp_path):
    content = fdc_makers.tables()
    content["food_nutrient.csv"][0] = fdc_makers.figure(fdc_makers.EGG, "lots")
    content["food.csv"][3][2] = "<b>Milk</b>"
    content["food.csv"][5][2] = ""
    content["branded_food.csv"].append(fdc_makers.pack(555, gtin=""))
    assert said(fdc_csv, fdc_makers.write(tmp_path / "download", content), tmp_path) == [
        ("usda-branded", "555", ()),
        ("usda-foundation", "1123", ()),
        ("usda-fndds", "11111000", ()),
        ("usda-branded", str(fdc_makers.OATS), (str(fdc_makers.OLD_OATS),)),
    ]
