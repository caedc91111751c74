"""The downloads of USDA as published: counts and figures. They are not part of this repository."""

import csv
import io
import shutil
import zipfile
from collections import Counter
from decimal import Decimal

import pytest
from django.conf import settings

from foods.choices import Category, Grade
from foods.importing.detect import read
from foods.importing.records import FoodRecord, Progress, Refusal

DATA = settings.BASE_DIR.parent / "shared" / "data"
FOUNDATION = DATA / "original" / "usda_fdc_foundation_csv_2023-04-20"
SR = DATA / "original" / "usda_fdc_sr_legacy_csv_2018-04"
BRANDED = DATA / "original" / "usda_fdc_branded_row_sample"

pytestmark = pytest.mark.skipif(
    not FOUNDATION.exists(),
    reason=f"The downloads are NOT read: the data sets are not at ../{DATA.parent.name}/{DATA.name}.",
)


def taken(path, work):
    """Progress, foods and refusals."""
    progress = Progress()
    items = list(read(path, progress=progress, work=work).items)
    foods = [item for item in items if isinstance(item, FoodRecord)]
    return progress, foods, [item for item in items if isinstance(item, Refusal)]


@pytest.fixture(scope="module")
def usda():
    """Total and added by FDC id, as the list of USDA figures has them."""
    with (DATA / "usda_b12.csv").open(encoding="utf-8", newline="") as lines:
        return {
            (row["source_dataset"], row["fdc_or_ndb_id"]): (row["b12_ug_per_100g"], row["b12_added_ug_per_100g"])
            for row in csv.DictReader(lines)
        }


@pytest.fixture(scope="module")
def foundation(tmp_path_factory):
    return taken(next(FOUNDATION.glob("*.zip")), tmp_path_factory.mktemp("work"))


@pytest.fixture(scope="module")
def sr_legacy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sr")
    for path in SR.glob("*.csv"):
        shutil.copyfile(path, folder / path.name)
    shutil.copyfile(DATA / "derived" / "sr_legacy_food_nutrient_B12_RECONSTRUCTED.csv", folder / "food_nutrient.csv")
    return taken(folder, tmp_path_factory.mktemp("work"))


def test_of_54960_rows_the_236_current_foundation_foods_are_taken(foundation):
    progress, foods, refused = foundation
    assert (len(foods), len({food.ref for food in foods}), refused) == (236, 236, [])
    assert progress.rows > 54_960


def test_44_foundation_foods_have_a_figure_and_each_is_that_of_the_list(foundation, usda):
    _, foods, _ = foundation
    ids = _ids_by_number("foundation_food.csv")
    figures = {ids[food.ref]: food.b12_ug for food in foods if food.b12_ug is not None}
    assert len(figures) == 44
    assert figures == {
        key: round(Decimal(total), 4) for (dataset, key), (total, _) in usda.items() if dataset.startswith("Foundation")
    }
    assert {food.grade for food in foods if food.b12_ug is not None} == {Grade.ANALYSED}


def _ids_by_number(table: str) -> dict[str, str]:
    with zipfile.ZipFile(next(FOUNDATION.glob("*.zip"))) as archive, archive.open(table) as stream:
        rows = csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8"))
        return {row["NDB_number"]: row["fdc_id"] for row in rows}


def test_all_7793_foods_of_sr_legacy_are_taken(sr_legacy):
    _, foods, refused = sr_legacy
    assert len(foods) == len({food.ref for food in foods}) == 7_793
    assert Counter(food.b12_ug is None for food in foods) == {False: 7_097, True: 696}
    assert {one.code for one in refused} == {"portion"}  # weights of 0 in the published file
    assert len(refused) == 18


def test_figures_of_sr_legacy_are_those_of_the_release_it_came_from(sr_legacy, usda):
    _, foods, _ = sr_legacy
    sr28 = {key: total for (dataset, key), (total, _) in usda.items() if dataset == "SR28"}
    known = [food for food in foods if food.b12_ug is not None and food.ref.zfill(5) in sr28]
    assert len(known) > 7_000
    assert [food.name for food in known if food.b12_ug != Decimal(sr28[food.ref.zfill(5)])] == []


def test_1532_zeros_of_sr_legacy_are_assumed_and_say_so(sr_legacy):
    _, foods, _ = sr_legacy
    assumed = [food for food in foods if food.grade == Grade.ASSUMED]
    assert len(assumed) == 1_532
    assert all(food.b12_ug == 0 and food.note for food in assumed)


def test_spot_values(sr_legacy):
    _, foods, _ = sr_legacy
    by_name = {food.name: food for food in foods}
    liver = by_name["Beef, variety meats and by-products, liver, cooked, braised"]
    assert (liver.b12_ug, liver.category) == (Decimal("70.58"), Category.ORGAN_MEAT)
    assert by_name["Egg, whole, cooked, hard-boiled"].b12_ug == Decimal("1.11")
    assert by_name["Mollusks, clam, mixed species, cooked, moist heat"].b12_ug == Decimal("98.89")


@pytest.fixture(scope="module")
def branded(tmp_path_factory):
    """The three tables are samples of their own: foods are made for the rows of branded_food.csv."""
    folder = tmp_path_factory.mktemp("branded")
    for name in ("branded_food.csv", "food_nutrient.csv"):
        shutil.copyfile(BRANDED / name, folder / name)
    with (BRANDED / "branded_food.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with (folder / "food.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["fdc_id", "data_type", "description", "food_category_id", "publication_date"])
        writer.writerows(
            [row["fdc_id"], "branded_food", f"Sample of {row['brand_owner']}", "", row["available_date"]]
            for row in rows
        )
    return taken(folder, tmp_path_factory.mktemp("work"))


def test_9541_branded_rows_are_foods_or_updates_of_one(branded):
    _, foods, refused = branded
    assert len(foods) + sum(len(food.replaces) for food in foods) == 9_541
    assert Counter(one.code for one in refused) == {"gtin_check": 222}
    assert Counter(food.market for food in foods)["NZ"] == 7


def test_most_branded_foods_have_a_serving_and_a_barcode(branded):
    _, foods, _ = branded
    assert sum(bool(food.portions) for food in foods) > 9_200
    assert sum(bool(food.gtin) for food in foods) == len(foods) - 222
    assert len({food.gtin for food in foods if food.gtin}) == sum(bool(food.gtin) for food in foods)
