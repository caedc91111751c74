"""A FoodData Central download of any size, for measuring the importer: the same files for the same numbers.

    python -m tests.bench.big_fdc FOLDER [--rows 27000000] [--foods 8000] [--branded 1000000]

The full download has about 27 million rows in food_nutrient.csv. Foods and brands are invented.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

ROWS, FOODS, BRANDED = 27_000_000, 8_000, 1_000_000
FIRST_FOOD, FIRST_BRANDED = 167_512, 1_106_032
OTHER_NUTRIENTS = (1003, 1004, 1005, 1008, 1087, 1089, 1092, 1093, 1104, 1162, 1165, 1166, 1167, 1175, 1190, 1253, 1258)
B12_EVERY = 37  # 2.7 % of branded foods list B12
REPEATED_EVERY = 100  # a barcode that an earlier food has: an update
_KINDS = ("Oat drink", "Crackers", "Cheddar", "Corn flakes", "Tomato soup", "Yogurt, plain", "Tuna in water", "Cola")
_GROUPS = (
    "Plant Based Milk",
    "Crackers & Biscotti",
    "Cheese",
    "Cereal",
    "Canned Soup",
    "Yogurt",
    "Canned Tuna",
    "Soda",
)
_INGREDIENTS = "WATER, WHOLE OATS, SUGAR, SALT, VITAMIN A PALMITATE, VITAMIN D2, RIBOFLAVIN, " * 4
_BLOCK = 5_000


def write(
    folder: Path, *, rows: int = ROWS, foods: int = FOODS, branded: int = BRANDED, named: Sequence[str] = ()
) -> None:
    """`rows` of food_nutrient.csv, shared out evenly among `foods` of SR Legacy and `branded` ones, which are `named`
    if there are names for them."""
    folder.mkdir(parents=True, exist_ok=True)
    _small(folder)
    _lines(
        folder / "food.csv",
        "fdc_id,data_type,description,food_category_id,publication_date",
        _food(foods, branded, named),
    )
    _lines(folder / "sr_legacy_food.csv", "fdc_id,NDB_number", (f"{FIRST_FOOD + n},{1001 + n}" for n in range(foods)))
    _lines(
        folder / "food_portion.csv",
        "id,fdc_id,seq_num,amount,measure_unit_id,portion_description,modifier,gram_weight",
        (f"{n},{FIRST_FOOD + n},1,1,9999,,cup,{30 + n % 300}" for n in range(foods)),
    )
    _lines(
        folder / "branded_food.csv",
        "fdc_id,brand_owner,brand_name,gtin_upc,ingredients,serving_size,serving_size_unit,household_serving_fulltext,"
        "branded_food_category,modified_date,market_country",
        map(_branded, range(branded)),
    )
    _figures(folder / "food_nutrient.csv", rows, foods, branded)


def _small(folder: Path) -> None:
    _lines(
        folder / "nutrient.csv",
        "id,name,unit_name,nutrient_nbr,rank",
        ("1178,Vitamin B-12,UG,418,7300.0", '1246,"Vitamin B-12, added",UG,578,7340.0', "1093,Sodium,MG,307,5800.0"),
    )
    _lines(folder / "measure_unit.csv", "id,name", ("1000,cup", "9999,undetermined"))
    _lines(
        folder / "food_category.csv", "id,code,description", ("1,0100,Dairy and Egg Products", "13,1300,Beef Products")
    )


def _food(foods: int, branded: int, named: Sequence[str]) -> Iterator[str]:
    for n in range(foods):
        yield f'"{FIRST_FOOD + n}","sr_legacy_food","{_KINDS[n % 8]}, number {n}","{1 if n % 2 else 13}","2019-04-01"'
    for n in range(branded):
        name = named[n].replace('"', '""') if named else f"{_KINDS[n % 8].upper()} {n // 8}"
        yield f'"{FIRST_BRANDED + n}","branded_food","{name}","","202{n % 4}-0{1 + n % 9}-15"'


def _branded(n: int) -> str:
    same = n - 50 if n % REPEATED_EVERY == 99 else n
    size = ("240.0,ml,1 cup (240 ml)", "30.0,g,5 CRACKERS", "28.0,GRM,1 ONZ", "40.0,g,1 cup")[n % 4]
    return (
        f'{FIRST_BRANDED + n},"Invented Foods {n % 5_000}, Inc.",BRAND {n % 7_000},{_gtin(same)},'
        f'"{_INGREDIENTS}",{size},'
        f'"{_GROUPS[n % 8]}",202{n % 4}-0{1 + n % 9}-01,United States'
    )


def _gtin(n: int) -> str:
    """Twelve digits with the right check digit."""
    body = 85_000_000_000 + n
    digits = [int(digit) for digit in reversed(str(body))]
    return f"{body}{-sum(digit * (1 if place % 2 else 3) for place, digit in enumerate(digits)) % 10}"


def _figures(path: Path, rows: int, foods: int, branded: int) -> None:
    """Templates of one food's rows with its id to fill in, as writing cell by cell would take half an hour."""
    ids = [FIRST_FOOD + n for n in range(foods)] + [FIRST_BRANDED + n for n in range(branded)]
    each, more = divmod(rows, len(ids))
    header = "id,fdc_id,nutrient_id,amount,data_points,derivation_id,min,max,median,footnote,min_year_acquired"
    _lines(
        path,
        header,
        (
            _template(each + (place < more), place, place < foods).replace("@", str(fdc_id))
            for place, fdc_id in enumerate(ids)
            if each + (place < more)
        ),
    )


_templates: dict[tuple[int, int, bool], str] = {}


def _template(count: int, place: int, has_b12: bool) -> str:
    with_b12 = has_b12 or place % B12_EVERY == 0
    key = (count, place % 100 if with_b12 else -1, has_b12)
    if key not in _templates:
        lines = [
            f'"@{n:02}","@","{nutrient}","{place % 90}.{n % 10}","","{71 if has_b12 else 75}","","","","",""'
            for n, nutrient in enumerate(islice(cycle(OTHER_NUTRIENTS), count))
        ]
        if with_b12:
            lines[-1] = f'"@99","@","1178","{place % 100 / 20}","","{1 if has_b12 else 75}","","","","",""'
        _templates[key] = "\n".join(lines)
    return _templates[key]


def _lines(path: Path, header: str, lines: Iterator[str] | tuple[str, ...] | map) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(header + "\n")
        remaining = iter(lines)
        while block := list(islice(remaining, _BLOCK)):
            stream.write("\n".join(block) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--foods", type=int, default=FOODS)
    parser.add_argument("--branded", type=int, default=BRANDED)
    said = parser.parse_args()
    started = time.perf_counter()
    write(said.folder, rows=said.rows, foods=said.foods, branded=said.branded)
    size = sum(file.stat().st_size for file in said.folder.iterdir())
    print(f"{said.folder}: {size / 1e6:,.0f} MB in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
