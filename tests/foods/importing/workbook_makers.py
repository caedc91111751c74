"""Workbooks for tests, made by hand in the formats that are read."""

from pathlib import Path

import openpyxl

FNDDS = {
    "values.xlsx": [
        ["FNDDS Nutrient Values\n2021-2023 Food and Nutrient Database for Dietary Studies"],
        ["Food code", "Main food description", "WWEIA Category number", "WWEIA Category description", "Energy (kcal)",
         "Vitamin B-12\n(mcg)", "Vitamin B-12, added\n(mcg)"],
        [11111000, "Milk, from the hill", 1002, "Milk, whole", 61, 0.54, 0],
        [11320000, "Soy drink, fortified", 1902, "Plant-based milk", 40, 0.37, 0.37],
        [75115000, "Mushrooms, raw", 6420, "Other vegetables and combinations", 20, 0.04, 0],
    ],
    "portions.xlsx": [
        ["Portions and Weights\n2021-2023 Food and Nutrient Database for Dietary Studies"],
        ["Food code", "Main food description", "WWEIA Category number", "WWEIA Category description", "Seq num",
         "Portion description", "Portion weight\n(g)"],
        [11111000, "Milk, from the hill", 1002, "Milk, whole", 1, "1 fl oz", 30.5],
        [11111000, "Milk, from the hill", 1002, "Milk, whole", 2, "1 cup", 244],
        [11111000, "Milk, from the hill", 1002, "Milk, whole", 3, "Quantity not specified", 244],
        [11111000, "Milk, from the hill", 1002, "Milk, whole", 4, "Guideline amount per cup of hot cereal", 61],
        [11320000, "Soy drink, fortified", 1902, "Plant-based milk", 1, "Quantity not specified", 200],
        [11000000, "Milk, human", 9602, "Human milk", 1, "Quantity not specified", 0],
    ],
    "words.xlsx": [
        ["Food and Beverages\n2021-2023 Food and Nutrient Database for Dietary Studies"],
        ["Food code", "Main food description", "Additional food description", "WWEIA Category number",
         "WWEIA Category description"],
        [11000000, "Milk, human", None, 9602, "Human milk"],
        [11111000, "Milk, from the hill", "leche fresca; full fat;", 1002, "Milk, whole"],
    ],
}  # fmt: skip

CIQUAL = [
    ["alim_grp_nom_fr", "alim_ssgrp_nom_fr", "alim_ssssgrp_nom_fr", "alim_code", "alim_nom_fr", "alim_nom_eng",
     "Vitamine C (mg/100 g)", "Vitamine B12 (µg/100 g)"],
    ["produits laitiers et assimilés", "fromages et assimilés", "-", "12999", "Tomme de la colline", "Hill cheese", "0",
     "1,8"],
    ["fruits et légumes", "légumes", "-", 20999, "Chou vert", "Green cabbage", "40", "< 0,08"],
    ["fruits et légumes", "légumes", "-", 20998, "Bette", "Chard", "20", "traces"],
    ["aides culinaires et ingrédients divers", "algues", "-", 20997, "Spiruline, poudre", "Spirulina, powder", "0",
     "-"],
]  # fmt: skip


def write(path: Path, rows: list[list]) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


def write_fndds(folder: Path, **changed: list[list] | None) -> Path:
    """The three workbooks; `values=None` leaves one out."""
    for name, rows in FNDDS.items():
        rows = changed.get(name.removesuffix(".xlsx"), rows)
        if rows is not None:
            write(folder / name, rows)
    return folder
