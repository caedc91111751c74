"""Every shipped figure is the one of its data set. Needs the data sets, which are not part of this repository."""

import csv
from decimal import Decimal

import pytest
from django.conf import settings

from foods.shipped import read

FIGURES = settings.BASE_DIR.parent / "shared" / "data"
USDA = {
    "usda-sr28": "SR28",
    "usda-fndds": "FNDDS 2021-2023",
    "usda-foundation": "Foundation 2023-04",
}
# Plainly fortified, though USDA lists nothing as added: how much is unknown (docs/data.md).
ADDED_IS_UNKNOWN = {"95201500", "53720200"}
# Ends of ranges from elsewhere, named in their notes: Ciqual (clams, tempeh, kombucha) and a British label.
OTHER_ENDS = {Decimal("39.5"), Decimal("0.019"), Decimal("0.01"), Decimal(24)}

pytestmark = pytest.mark.skipif(
    not (FIGURES / "usda_b12.csv").exists(),
    reason=f"The figures are NOT compared: the data sets are not at ../{FIGURES.parent.name}/{FIGURES.name}.",
)

FDC_ID = {"5666": "746785"}  # ours is the number that stays over the editions, theirs that of one edition


@pytest.fixture(scope="module")
def usda():
    """Total and added B12 by data set and id, as text; added is empty where the set has no record."""
    with (FIGURES / "usda_b12.csv").open(encoding="utf-8", newline="") as lines:
        return {
            (row["source_dataset"], row["fdc_or_ndb_id"]): (
                Decimal(row["b12_ug_per_100g"]),
                Decimal(row["b12_added_ug_per_100g"]) if row["b12_added_ug_per_100g"] else None,
            )
            for row in csv.DictReader(lines)
        }


@pytest.fixture(scope="module")
def shipped():
    """The foods with a USDA source, by data set and id."""
    return {
        (USDA[food.key[0]], FDC_ID.get(food.key[1], food.key[1])): food for food in read().foods if food.key[0] in USDA
    }


def test_most_foods_have_a_usda_source(shipped):
    assert len(shipped) >= 450


def test_every_total_is_that_of_the_data_set(usda, shipped):
    wrong = {
        food.values["name"]: (food.values["b12_ug"], usda.get(key))
        for key, food in shipped.items()
        if key not in usda or food.values["b12_ug"] != round(usda[key][0], 4)
    }
    assert wrong == {}


def test_every_added_figure_is_that_of_the_data_set(usda, shipped):
    wrong = {
        food.values["name"]: (food.values["b12_added_ug"], usda[key][1])
        for key, food in shipped.items()
        if food.values["b12_added_ug"] != usda[key][1] and key[1] not in ADDED_IS_UNKNOWN
    }
    assert wrong == {}


def test_where_added_is_unknown_to_us_usda_says_none(usda, shipped):
    for ref in ADDED_IS_UNKNOWN:
        key = ("FNDDS 2021-2023", ref)
        assert (shipped[key].values["b12_added_ug"], usda[key][1]) == (None, Decimal(0))


def test_every_end_of_a_range_is_a_figure_of_some_source(usda, shipped):
    figures = {round(total, 4) for total, _ in usda.values()} | OTHER_ENDS
    wrong = {
        food.values["name"]: (food.values["low_ug"], food.values["high_ug"])
        for food in shipped.values()
        if food.values["low_ug"] is not None and not {food.values["low_ug"], food.values["high_ug"]} <= figures
    }
    assert wrong == {}


def test_every_ciqual_figure_is_that_of_the_table():
    with (FIGURES / "starter_candidates.csv").open(encoding="utf-8", newline="") as lines:
        ciqual = {
            row["id"]: Decimal(row["b12_ug_per_100g"]) for row in csv.DictReader(lines) if "CIQUAL" in row["dataset"]
        }
    ours = {food.key[1]: food.values["b12_ug"] for food in read().foods if food.key[0] == "ciqual"}
    assert len(ours) >= 5
    assert {ref: figure for ref, figure in ours.items() if ciqual.get(ref) != figure} == {}


@pytest.mark.parametrize(
    ("dataset", "ref", "figure"),
    [
        ("SR28", "13326", "70.58"),
        ("SR28", "13327", "83.13"),
        ("SR28", "15121", "2.55"),
        ("FNDDS 2021-2023", "11111000", "0.54"),
    ],
)
def test_spot_values_of_the_published_tables(shipped, dataset, ref, figure):
    assert shipped[dataset, ref].values["b12_ug"] == Decimal(figure)
