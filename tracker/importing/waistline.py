"""Waistline: its backup as JSON. A day of the diary names foods by number; their figures stand in the list of foods.

A nutrient that nobody filled in is not there; one that is 0 was typed, or came as 0 from a label, and stays 0. B12 is
in µg unless the settings say otherwise. The times in it are when something was written down, not when it was eaten.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TextIO

from foods.importing.json_stream import CHUNK, Found, ObjectList
from foods.importing.opened import Opened
from foods.importing.problems import Refused, refusal
from tracker.importing import cells
from tracker.importing.rows import Row, Rows

B12 = "vitamin-b12"
_MEALS = ("Breakfast", "Lunch", "Dinner", "Snacks")
_UNIT = re.compile(r'"vitamin-b12"\s*:\s*"([^"\\]{1,10})"')
_NAMES = re.compile(r'"meal-names"\s*:\s*\[([^\]]{0,2000})\]')
_NEAR = 4_096  # letters that what is looked for may be long
_MOST_FOODS = 200_000


@dataclass(frozen=True, slots=True)
class _Food:
    """`b12`: in `portion` of it, in the unit of the file."""

    name: str
    portion: Decimal | None
    unit: str
    b12: Decimal | None


def found_in(opened: Opened) -> str | None:
    """The file of a backup, by its lists."""
    for name in opened.names():
        if opened.head(name, 1_000).lstrip()[:1] != "{":
            continue
        with opened.text(name, "utf-8-sig") as stream:
            lists = {found[1] for found in _search(stream, re.compile(r'"(foodList|diary)"\s*:\s*\['))}
        if lists == {"foodList", "diary"}:
            return name
    return None


def rows(opened: Opened) -> Rows:
    name = found_in(opened)
    assert name is not None
    unit, meals = _first(opened, name, _UNIT) or "µg", _meal_names(_first(opened, name, _NAMES))
    foods = {("food", key): food for key, food in _foods(opened, name, "foodList")}
    foods |= {("recipe", key): food for key, food in _foods(opened, name, "recipes")}
    for found in _list(opened, name, "diary"):
        if found.value is None:
            yield refusal(name, found.line, found.refused or Refused("value", "Not a day."), found.excerpt)
            continue
        items = found.value.get("items")
        for number, item in enumerate(items if isinstance(items, list) else [found.value]):
            try:
                yield _row(found, item, number, foods, meals, unit)
            except Refused as refused:
                yield refusal(name, found.line, refused, str(item))


def _row(found: Found, item: Any, number: int, foods: Mapping, meals: tuple[str, ...], unit: str) -> Row:
    if not isinstance(item, dict) or found.value is None:
        raise Refused("value", "There is something else where a food should be.")
    day = cells.day(str(found.value.get("dateTime") or item.get("dateTime") or "")[:10])
    meal = _meal(item, meals)
    food, times = _food(item, foods), _decimal(item.get("quantity"))
    times = Decimal(1) if times is None else times
    portion = _decimal(item.get("portion"))
    b12, amount = food.b12, portion if portion is not None else food.portion
    if b12 is not None and portion is not None and food.portion:
        b12 = b12 * portion / food.portion
    amount = cells.stored_amount((amount if amount is not None else Decimal(1)) * times)
    ug = None if b12 is None else cells.ug_of(b12 * times, unit)
    identity = f"{day}|{meal}|{food.name}|{amount} {food.unit}"
    return Row(found.line, food.name, day, None, identity, meal=meal, amount=amount, unit=food.unit, ug=ug)


def _food(item: Mapping[str, Any], foods: Mapping[tuple[str, str], _Food]) -> _Food:
    """What an item is of. Older backups say it all in the item, as “Quick Add” does still."""
    if isinstance(item.get("nutrition"), dict) and item.get("name"):
        return _read_food(item)
    found = foods.get(("recipe" if item.get("type") == "recipe" else "food", str(item.get("id"))))
    if found is None:
        raise Refused("record", "The food of this item is not in the backup.")
    return found


def _foods(opened: Opened, name: str, key: str) -> Iterator[tuple[str, _Food]]:
    for number, found in enumerate(_list(opened, name, key)):
        if number >= _MOST_FOODS:
            return
        if found.value is not None:
            try:
                yield str(found.value.get("id")), _read_food(found.value)
            except Refused:
                continue  # the items of it are refused, with their days


def _read_food(said: Mapping[str, Any]) -> _Food:
    brand, nutrition = str(said.get("brand") or ""), said.get("nutrition")
    title = str(said.get("name") or "")
    known = nutrition if isinstance(nutrition, dict) else {}
    return _Food(
        cells.name_of(f"{title}, {brand}" if title and brand not in ("", "undefined") else title),
        _decimal(said.get("portion")), cells.unit_name(str(said.get("unit") or "")), _decimal(known.get(B12)),
    )  # fmt: skip


def _decimal(value: Any) -> Decimal | None:
    if value is None or isinstance(value, bool | list | dict):
        return None
    found = cells.number(str(value)[:40])
    return None if found is None or abs(found) > 10**12 else found


def _meal(item: Mapping[str, Any], meals: tuple[str, ...]) -> str:
    if item.get("category_name"):
        return cells.unit_name(str(item["category_name"]))
    try:
        return meals[max(0, int(item.get("category") or 0))]
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _meal_names(found: str | None) -> tuple[str, ...]:
    return tuple(re.findall(r'"([^"\\]*)"', found)) if found else _MEALS


def _list(opened: Opened, name: str, key: str) -> Iterator[Found]:
    """The objects of the list that is called so; of a list that is not there, none."""
    with opened.text(name, "utf-8-sig") as stream:
        text, passed = "", 0
        begins = re.compile(rf'"{key}"\s*:\s*\[')
        while more := stream.read(CHUNK):
            passed += text[:-_NEAR].count("\n")
            text = text[-_NEAR:] + more
            if found := begins.search(text):
                objects = ObjectList(stream, text, found.end())
                objects.line += passed
                yield from objects
                return


def _first(opened: Opened, name: str, pattern: re.Pattern[str]) -> str | None:
    with opened.text(name, "utf-8-sig") as stream:
        return next((found[1] for found in _search(stream, pattern)), None)


def _search(stream: TextIO, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Everywhere in a long text; where two pieces meet a thing may be found twice."""
    text = ""
    while more := stream.read(CHUNK):
        text = text[-_NEAR:] + more
        yield from pattern.finditer(text)
