"""The list that confirms a line: what its form begins with, and what it holds after another look.

A report writes no form: these are the texts of its fields, as if somebody had typed them (forms.several).
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from accounts.models import User
from foods.units import plain_number
from tracker.domain.line import MOST_ITEMS
from tracker.models.entries import BASE_UNIT
from tracker.reports.line import ResolvedItem, ResolvedLine, resolve

_OF_ITEM = (
    "take", "label", "what", "was", "options", "portion", "amount", "asks", "low", "high", "sure", "food_id", "missing"
)  # fmt: skip


def typed_of_line(line: ResolvedLine, *, uid: object, date: str = "", time: str = "") -> dict[str, str]:
    """What the form of a line begins with. A day or time in the line goes before those of the page."""
    typed = {
        "uid": str(uid),
        "count": str(len(line.items)),
        "line": line.text,
        "beyond": ", ".join(line.left_out),
        "date": line.day.isoformat() if line.day else date,
        "time": f"{line.time:%H:%M}" if line.time else time,
    }
    for n, item in enumerate(line.items):
        typed |= _named(n, _typed_of(item))
    return typed


def _named(number: int, fields: Mapping[str, str]) -> dict[str, str]:
    return {f"i{number}-{name}": value for name, value in fields.items()}


def _typed_of(item: ResolvedItem) -> dict[str, str]:
    if not item.rows:
        return {"label": item.typed}
    ranged = item.low is not None and item.high is not None
    return {
        "take": "on",
        "label": item.typed,
        "what": item.rows[0].what,
        "was": str(item.food_id),
        "options": " ".join(row.what for row in item.rows),
        "portion": str(item.portion_id) if item.portion_id else BASE_UNIT,
        "amount": _number(item.amount),
        "asks": item.asks,
        "low": _number(item.low) if ranged else "",
        "high": _number(item.high) if ranged else "",
    }


def _number(amount: Decimal | None) -> str:
    return "" if amount is None else plain_number(amount).replace(",", "")


def looked_again(person: User, typed: Mapping[str, str], *, now: dt.datetime) -> dict[str, str]:
    """What was typed, with other foods where some were searched for, and with what was missing."""
    said = {name: typed.get(name, "") for name in ("uid", "line", "beyond", "date", "time", "meal_name")}
    items, extra = [], []
    for n in range(_count(typed)):
        item = {name: typed[f"i{n}-{name}"] for name in _OF_ITEM if typed.get(f"i{n}-{name}")}
        query = _plain(typed.get(f"i{n}-q", ""), 200)
        found = resolve(person, query, now=now).items if query else ()
        items.append(_another(item, found[0] if found else None, query) if query else item)
        extra += [_typed_of(one) for one in found[1:]]
    if more := _plain(typed.get("more", ""), 500):
        line = resolve(person, more, now=now)
        extra += [_typed_of(one) for one in line.items]
        said["line"] = ", ".join(part for part in (said["line"], more) if part)
        said["beyond"] = ", ".join(part for part in (said["beyond"], *line.left_out) if part)
        said["date"] = line.day.isoformat() if line.day else said["date"]
        said["time"] = f"{line.time:%H:%M}" if line.time else said["time"]
    return _together(said, [*items, *extra])


def _together(said: dict[str, str], items: list[dict[str, str]]) -> dict[str, str]:
    """As many as one page takes; the others are named as what is beyond it."""
    beyond = [said["beyond"], *(item.get("label", "") for item in items[MOST_ITEMS:])]
    said |= {"count": str(min(len(items), MOST_ITEMS)), "beyond": ", ".join(part for part in beyond if part)}
    for n, item in enumerate(items[:MOST_ITEMS]):
        said |= _named(n, item)
    return said


def _another(item: dict[str, str], found: ResolvedItem | None, query: str) -> dict[str, str]:
    """The thing as the food that was searched for, as many of it as before where both are counted in portions."""
    if found is None or not found.rows:
        return item | {"missing": query}
    new = _typed_of(found) | {"label": item.get("label", "") or query}
    item.pop("missing", None)
    counted = item.get("portion", BASE_UNIT) != BASE_UNIT and new["portion"] != BASE_UNIT
    said_anew = any(char.isdigit() for char in query)
    if counted and not said_anew and item.get("amount"):
        new["amount"] = item["amount"]
    return new


def _count(typed: Mapping[str, str]) -> int:
    text = typed.get("count", "")
    return min(int(text), MOST_ITEMS) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


def _plain(text: str, longest: int) -> str:
    return " ".join(text.replace("\x00", "").split())[:longest]
