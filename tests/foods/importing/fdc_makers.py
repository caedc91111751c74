"""A small FoodData Central download of all four kinds, in its columns, with invented foods."""

import csv
import zipfile
from pathlib import Path

Tables = dict[str, list[list[str]]]

HEADERS = {
    "food.csv": "fdc_id,data_type,description,food_category_id,publication_date",
    "nutrient.csv": "id,name,unit_name,nutrient_nbr,rank",
    "food_nutrient.csv": "id,fdc_id,nutrient_id,amount,data_points,derivation_id,min,max,median,footnote",
    "food_nutrient_derivation.csv": "id,code,description,source_id",
    "food_nutrient_source.csv": "id,code,description",
    "food_category.csv": "id,code,description",
    "measure_unit.csv": "id,name",
    "food_portion.csv": "id,fdc_id,seq_num,amount,measure_unit_id,portion_description,modifier,gram_weight",
    "food_attribute.csv": "id,fdc_id,seq_num,food_attribute_type_id,name,value",
    "foundation_food.csv": "fdc_id,NDB_number,footnote",
    "sr_legacy_food.csv": "fdc_id,NDB_number",
    "survey_fndds_food.csv": "fdc_id,food_code,wweia_category_code,start_date,end_date",
    "branded_food.csv": "fdc_id,brand_owner,brand_name,gtin_upc,ingredients,serving_size,serving_size_unit,"
    "household_serving_fulltext,branded_food_category,modified_date,market_country",
}
EGG, OLD_EGG, LIVER, MILK, OLD_MILK, OATS, OLD_OATS, SAMPLE = range(100, 108)


def tables() -> Tables:
    """Rows by file; a test changes what it is about."""
    return {
        "food.csv": [
            [str(EGG), "foundation_food", "Egg, whole, raw", "1", "2023-04-20"],
            [str(OLD_EGG), "foundation_food", "Egg, whole, raw", "1", "2019-04-01"],
            [str(LIVER), "sr_legacy_food", "Beef, liver, cooked", "13", "4/1/2019"],
            [str(MILK), "survey_fndds_food", "Milk, whole", "", "2022-10-28"],
            [str(OLD_MILK), "survey_fndds_food", "Milk, whole", "", "2020-10-30"],
            [str(OATS), "branded_food", "OAT DRINK", "", "2023-03-16"],
            [str(OLD_OATS), "branded_food", "OAT DRINK, OLD", "", "2021-03-19"],
            [str(SAMPLE), "sub_sample_food", "EGG SAMPLE 7", "1", "2019-04-01"],
        ],
        "nutrient.csv": [
            ["1178", "Vitamin B-12", "UG", "418", "7300"],
            ["1246", "Vitamin B-12, added", "UG", "578", "7340"],
            ["1093", "Sodium, Na", "MG", "307", "5800"],
        ],
        "food_nutrient.csv": [
            figure(EGG, "1.02", derivation="1"),
            figure(EGG, "120", nutrient="1093"),
            figure(LIVER, "70.58", derivation="1"),
            figure(LIVER, "0", nutrient="1246", derivation="68"),
            figure(MILK, "0.54", nutrient="418"),
            figure(OATS, "0.38", derivation="75"),
            figure(SAMPLE, "9.9"),
        ],
        "food_nutrient_derivation.csv": [
            ["1", "A", "Analytical", "1"],
            ["68", "Z", "Assumed zero", "5"],
            ["49", "NC", "Calculated", "2"],
            ["75", "LCCD", "From the daily value", "9"],
        ],
        "food_nutrient_source.csv": [
            ["1", "1", "Analysed"],
            ["2", "4", "Imputed"],
            ["5", "7", "Zero"],
            ["9", "12", "x"],
        ],
        "food_category.csv": [["1", "0100", "Dairy and Egg Products"], ["13", "1300", "Beef Products"]],
        "measure_unit.csv": [["1000", "cup"], ["9999", "undetermined"]],
        "food_portion.csv": [
            ["1", str(EGG), "1", "0.5", "1000", "", "chopped", "68.5"],
            ["2", str(LIVER), "1", "3", "9999", "", "oz", "85"],
            ["3", str(MILK), "2", "", "9999", "Quantity not specified", "90000", "244"],
            ["4", str(MILK), "1", "", "9999", "1 cup", "10205", "244"],
            ["5", "", "1", "1", "9999", "", "slice", "20"],
        ],
        "food_attribute.csv": [["1", str(LIVER), "0", "1000", "", "calf liver, ox liver"]],
        "foundation_food.csv": [[str(EGG), "1123", ""]],
        "sr_legacy_food.csv": [[str(LIVER), "13326"]],
        "survey_fndds_food.csv": [
            [str(MILK), "11111000", "1002", "2019-01-01", "2020-12-31"],
            [str(OLD_MILK), "11111000", "1002", "2017-01-01", "2018-12-31"],
            ["999", "11100000", "1004", "2019-01-01", "2020-12-31"],
        ],
        "branded_food.csv": [pack(OATS, modified="2023-01-02"), pack(OLD_OATS, modified="2021-01-02")],
    }


def figure(fdc_id: int, amount: str, *, nutrient: str = "1178", derivation: str = "", footnote: str = "") -> list[str]:
    return ["1", str(fdc_id), nutrient, amount, "", derivation, "", "", "", footnote]


def pack(fdc_id: int, **said: str) -> list[str]:
    """A row of branded_food.csv, an oat drink where nothing else is said."""
    row = {
        "owner": "Oat Owner, Inc.", "brand": "OATSY", "gtin": "36000291452", "size": "240.0", "unit": "ml",
        "household": "1 cup", "category": "Plant Based Milk", "modified": "2023-01-02", "market": "United States",
    } | said  # fmt: skip
    owner, brand, gtin, *rest = row.values()
    return [str(fdc_id), owner, brand, gtin, "WATER, OATS", *rest]


def write(folder: Path, content: Tables, *, quoting: int = csv.QUOTE_ALL, encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in content.items():
        with (folder / name).open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream, quoting=quoting)  # type: ignore[arg-type]
            writer.writerow(HEADERS[name].split(","))
            writer.writerows(rows)
    return folder


def pack_up(folder: Path, archive: Path, *, inside: str = "") -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.iterdir()):
            file.write(path, f"{inside}{path.name}")
    return archive
