"""The published data sets that we read, as readers see them. The key of a set stays over its editions."""

from dataclasses import replace

from foods.importing.records import Dataset

_USDA = "US Department of Agriculture, Agricultural Research Service"
_FREE = "Public domain (US Government work, CC0)"
_FDC = "https://fdc.nal.usda.gov/"

DATASETS = {
    one.key: one
    for one in (
        Dataset(
            "usda-foundation", "FoodData Central Foundation Foods", _USDA, licence=_FREE, url=_FDC,
            attribution=f"{_USDA}: FoodData Central, Foundation Foods.",
        ),
        Dataset(
            "usda-sr-legacy", "FoodData Central SR Legacy", _USDA, licence=_FREE, url=_FDC,
            attribution=f"{_USDA}: FoodData Central, SR Legacy.",
        ),
        Dataset(
            "usda-sr28", "National Nutrient Database for Standard Reference, release 28", _USDA, licence=_FREE,
            url=_FDC, attribution=f"{_USDA}, Nutrient Data Laboratory: USDA National Nutrient Database for Standard "
            "Reference, release 28, 2015.",
        ),
        Dataset(
            "usda-fndds", "Food and Nutrient Database for Dietary Studies", _USDA, licence=_FREE, url=_FDC,
            attribution=f"{_USDA}, Food Surveys Research Group: Food and Nutrient Database for Dietary Studies.",
        ),
        Dataset(
            "usda-branded", "FoodData Central Branded Foods", _USDA, licence=_FREE, url=_FDC,
            attribution=f"{_USDA}: FoodData Central, Global Branded Food Products Database.",
        ),
        Dataset(
            "ciqual", "Ciqual French food composition table",
            "Anses, French agency for food, environmental and occupational health & safety",
            licence="Licence Ouverte / Etalab 2.0", url="https://ciqual.anses.fr/",
            attribution="Anses. Ciqual French food composition table.",
        ),
        Dataset(
            "open-food-facts", "Open Food Facts", "Open Food Facts contributors",
            licence="Open Database Licence (ODbL) 1.0", url="https://world.openfoodfacts.org/",
            attribution="© Open Food Facts contributors. Made available under the Open Database Licence (ODbL) 1.0; "
            "contents under the Database Contents Licence.",
        ),
        Dataset(
            "nih-dsld", "Dietary Supplement Label Database",
            "US National Institutes of Health, Office of Dietary Supplements",
            licence="Public domain (US Government work)", url="https://dsld.od.nih.gov/",
            attribution="US National Institutes of Health, Office of Dietary Supplements: Dietary Supplement Label "
            "Database.",
        ),
    )
}  # fmt: skip


def dataset(key: str, *, version: str = "", complete: bool = False) -> Dataset:
    """One of ours in an edition; `complete` where the file holds all of it, so that what it lacks was withdrawn."""
    return replace(DATASETS[key], version=version[:60], complete=complete)
