"""One food of FoodData Central as JSON has it, in a download, an answer or a search result, as a record."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from foods.choices import Basis
from foods.importing import categories, checks, packs, usda
from foods.importing.fdc_stage import KINDS
from foods.importing.fdc_tables import iso_date
from foods.importing.problems import Refused, shown
from foods.importing.records import FoodRecord, PortionRecord

KINDS_BY_TYPE = {
    "foundation": "foundation_food",
    "sr legacy": "sr_legacy_food",
    "survey (fndds)": "survey_fndds_food",
    "branded": "branded_food",
}
KINDS_BY_KEY = {
    "FoundationFoods": "foundation_food",
    "SRLegacyFoods": "sr_legacy_food",
    "SurveyFoods": "survey_fndds_food",
    "BrandedFoods": "branded_food",
}
_Ids = tuple[tuple[int | str, ...], tuple[int | str, ...]]  # id and number of a nutrient, in both spellings
_B12: _Ids = ((1178, "1178"), ("418", 418))
_ADDED: _Ids = ((1246, "1246"), ("578", 578))
_LABEL_NAMES = ("vitaminB12", "vitaminB-12", "cobalamin")
_UNDETERMINED = "9999"
BRANDED_KEYS = (  # all that `record_of` looks at in a branded food, with its nutrients of B12
    "fdcId", "description", "dataType", "brandName", "brandOwner", "gtinUpc", "marketCountry", "servingSize",
    "servingSizeUnit", "householdServingFullText", "brandedFoodCategory", "foodCategory", "labelNutrients",
    "publicationDate", "publishedDate", "modifiedDate",
)  # fmt: skip

Food = dict[str, Any]
Notes = list[Refused]


def kind_of(food: Food, default: str = "") -> str:
    """As in the column data_type of the CSV files. Raises `Refused`."""
    said = _text(food, "dataType")
    kind = KINDS_BY_TYPE.get(said.casefold(), "" if said else default)
    if not kind:
        raise Refused("value", f"The food is “{shown(said)}”: only foundation, SR Legacy, survey and branded are read.")
    return kind


def record_of(food: Food, kind: str, line: int, *, notes: Notes, replaces: tuple[str, ...] = ()) -> FoodRecord:
    """Raises `Refused`. What is left out of the food that is taken, a portion or a barcode, comes in `notes`."""
    name = _name(food)
    total, source = _amount(food, _B12)
    added, _ = _amount(food, _ADDED)
    values: dict[str, Any] = {
        "source": KINDS[kind],
        "name": name,
        "line": line,
        "b12_ug": total,
        "b12_added_ug": added,
        "grade": str(usda.grade_of(source) if source and kind != "branded_food" else packs.grade_of_kind(kind, total)),
        "note": usda.note_of(source, total),
        "figure_date": date_of(food),
    }
    if kind == "branded_food":
        return _branded(food, values, notes, replaces)
    values["portions"] = usda.portions(_measures(food, notes))
    if kind == "survey_fndds_food":
        code = ref_of(food, kind)
        group = food.get("wweiaFoodCategory")
        wweia = _text(group, "wweiaFoodCategoryCode") if isinstance(group, dict) else ""
        values["figure_date"] = iso_date(_text(food, "endDate"))[:4] or values["figure_date"]
        return usda.finished(FoodRecord(ref=code, **values), categories.of_fndds(code, name, wweia))
    return usda.finished(FoodRecord(ref=ref_of(food, kind), **values), categories.of_usda_group(_group(food), name))


def ref_of(food: Food, kind: str) -> str:
    """The id that stays over the editions. Raises `Refused`."""
    if kind == "branded_food":
        return str(fdc_id_of(food))
    return checks.ref(_text(food, "foodCode") if kind == "survey_fndds_food" else _text(food, "ndbNumber").lstrip("0"))


def date_of(food: Food) -> str:
    """The day of publication or of the maker's last change, whichever is later."""
    dates = (_text(food, key) for key in ("publicationDate", "publishedDate", "modifiedDate"))
    return max(map(iso_date, dates))


def fdc_id_of(food: Food) -> int:
    number = _text(food, "fdcId")
    if not (number.isascii() and number.isdigit() and len(number) <= 15):
        raise Refused("ref", f"The id fdcId is “{shown(number)}”: a whole number.")
    return int(number)


def gtin_of(food: Food, notes: Notes) -> str:
    try:
        return checks.gtin(_text(food, "gtinUpc"))
    except Refused as refused:
        notes.append(Refused(refused.code, f"{refused.reason} The food was taken without its barcode."))
        return ""


def _branded(food: Food, values: Food, notes: Notes, replaces: tuple[str, ...]) -> FoodRecord:
    unit = _text(food, "servingSizeUnit")
    if values["b12_ug"] is None:
        values["b12_ug"] = _of_label(food, unit)
    brand = _text(food, "brandName") or _text(food, "brandOwner")
    record = FoodRecord(
        ref=ref_of(food, "branded_food"),
        brand=packs.brand(brand) if brand else "",
        market=packs.market(_text(food, "marketCountry")),
        gtin=gtin_of(food, notes),
        basis=str(Basis.ML100 if unit.casefold() in packs.ML else Basis.G100),
        portions=_pack(food, unit),
        replaces=replaces,
        **values,
    )
    return usda.finished(record, categories.of_branded(_group(food), record.name), market="")


def _pack(food: Food, unit: str) -> tuple[PortionRecord, ...]:
    return packs.serving(_text(food, "servingSize"), unit, _text(food, "householdServingFullText"))


def _of_label(food: Food, unit: str) -> Decimal | None:
    """µg in 100 g or ml by what the label says of a serving, where both are known."""
    label = food.get("labelNutrients")
    entry = next((label[name] for name in _LABEL_NAMES if name in label), None) if isinstance(label, dict) else None
    per_serving = checks.figure(_text(entry, "value"), unit="UG") if isinstance(entry, dict) else None
    pack = _pack(food, unit) if per_serving is not None else ()
    if per_serving is None or not pack:
        return None
    return round(per_serving * 100 / pack[0].quantity, 4)


def _name(food: Food) -> str:
    name = _text(food, "description")
    if any("\ud800" <= sign <= "\udfff" for sign in name):
        raise Refused("encoding", "Some letters of the name cannot be read.")
    return checks.clean_name(name)


def _text(food: Food, key: str) -> str:
    value = food.get(key)
    return str(value).strip() if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""


def _group(food: Food) -> str:
    """Code or name of the food's group, which answers give as an object and search results as text."""
    group = food.get("foodCategory")
    if isinstance(group, dict):
        return _text(group, "code") or _text(group, "description")
    return _text(food, "brandedFoodCategory") or _text(food, "foodCategory")


def _amount(food: Food, wanted: _Ids) -> tuple[Decimal | None, str]:
    """µg in 100 g or ml and the code of their source. Without amount it is as unknown as if it were not listed."""
    entry = next((one for one in _dicts(food, "foodNutrients") if _is(one, wanted)), None)
    if entry is None:
        return None, ""
    amount = entry.get("amount", entry.get("value"))
    unit = _text(_nutrient(entry), "unitName") or "UG"
    return checks.figure(None if amount is None else str(amount), unit=unit), _source(entry)


def _nutrient(entry: Food) -> Food:
    told = entry.get("nutrient")
    return told if isinstance(told, dict) else entry


def _is(entry: Food, wanted: _Ids) -> bool:
    """Runs for every nutrient of every food; tuples, as what should be a number may be a list."""
    ids, numbers = wanted
    nutrient = entry.get("nutrient")
    if isinstance(nutrient, dict):
        return nutrient.get("id") in ids or nutrient.get("number") in numbers
    return (  # the id of an entry is not that of its nutrient
        entry.get("nutrientId") in ids or entry.get("nutrientNumber") in numbers or entry.get("number") in numbers
    )


def b12_of(food: Food) -> list[Food]:
    """The entries of B12 and added B12 among the nutrients."""
    return [entry for entry in _dicts(food, "foodNutrients") if _is(entry, _B12) or _is(entry, _ADDED)]


def _source(entry: Food) -> str:
    derivation = entry.get("foodNutrientDerivation")
    source = derivation.get("foodNutrientSource") if isinstance(derivation, dict) else None
    return _text(source, "code") if isinstance(source, dict) else _text(entry, "foodNutrientSourceCode")


def _dicts(food: Food, key: str) -> list[Food]:
    entries = food.get(key)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _measures(food: Food, notes: Notes) -> Iterator[usda.Measure]:
    entries = _dicts(food, "foodPortions") or _dicts(food, "foodMeasures")
    for entry in sorted(entries, key=_place):
        try:
            yield _measure(entry)
        except Refused as refused:
            notes.append(Refused("portion", f"A portion was left out: {refused.reason}"))


def _place(entry: Food) -> int:
    place = _text(entry, "sequenceNumber") or _text(entry, "rank")
    return int(place) if place.isdecimal() and len(place) < 6 else 0


def _measure(entry: Food) -> usda.Measure:
    grams = _text(entry, "gramWeight")
    if description := _text(entry, "portionDescription") or _text(entry, "disseminationText"):
        return usda.measure(description, grams)  # the text says the amount, and the modifier is a code
    unit = entry.get("measureUnit")
    named = _text(unit, "name") if isinstance(unit, dict) and _text(unit, "id") != _UNDETERMINED else ""
    name = " ".join(filter(None, (named, _text(entry, "modifier"))))
    return usda.measure(name, grams, amount=_text(entry, "amount") or _text(entry, "value") or "1")
