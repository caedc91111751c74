"""One label of the Dietary Supplement Label Database, as the food it describes. Pure.

What is counted (tablets, lozenges, drops) becomes the unit. What is weighed or poured (a scoop, 5 mL) has no piece that
everybody means, so there the unit is one serving.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from foods.choices import Basis, Category, Form, Grade, Origin, Route
from foods.importing import checks
from foods.importing.records import FoodRecord, PortionRecord

SOURCE = "nih-dsld"
NO_LONGER_SOLD = "No longer sold."
_B12 = re.compile(
    r"\bvitamine? ?b[ -]?12\b|\bb[ -]?12\b|cobalamin|dibencozide|cobamamide|coenzyme b[ -]?12", re.IGNORECASE
)
_FORMS = (
    (Form.CYANOCOBALAMIN, re.compile("cyano", re.IGNORECASE)),
    (Form.METHYLCOBALAMIN, re.compile("methyl|mecobalamin", re.IGNORECASE)),
    (Form.HYDROXOCOBALAMIN, re.compile("hydrox", re.IGNORECASE)),
    (Form.ADENOSYLCOBALAMIN, re.compile("adenosyl|dibencozide|cobamamide|coenzyme b", re.IGNORECASE)),
)
_SUBLINGUAL = re.compile(r"lozenge|sub-?lingual|under (?:the|your) tongue", re.IGNORECASE)
_NASAL = re.compile(r"\bnasal\b|\bnostril", re.IGNORECASE)
_MEASURED = re.compile(
    r"\b(?:ml|millilit(?:er|re)|lit(?:er|re)|m?g|gm|(?:milli)?gram|oz|ounce|fl|cup|tsp|teaspoon(?:ful)?|tbsp|"
    r"tablespoon(?:ful)?|scoop(?:ful)?|serving|dropper(?:ful)?|pump|capful|packet|stick|sachet|bottle|shot|can|bag|pouch)s?\b",
    re.IGNORECASE,
)
_DEEPEST = 6


def ref_of(label: dict) -> str:
    return _text(label.get("id") or label.get("dsldId") or label.get("dsld_id"))


def rank_of(label: dict) -> tuple[bool, int]:
    """The label that is sold before one that is not, then the newer one."""
    ref = ref_of(label)
    return not _is_off_market(label), int(ref) if re.fullmatch("[0-9]{1,12}", ref) else 0


def barcode_of(label: dict) -> str:
    """Empty where the label has none, or a stock number in its place."""
    try:
        return checks.gtin(_text(label.get("upcSku"))[:40])
    except checks.Refused:
        return ""


def food_of(label: dict, *, line: int) -> FoodRecord | None:
    """None for a label that states no B12. Raises `checks.Refused`."""
    stated = _stated(label)
    if stated is None:
        return None
    per_serving, forms, said_units = stated
    fewest, most, unit = _serving(label, said_units)
    is_piece = bool(unit) and not _MEASURED.search(unit)
    count = most if is_piece else Decimal(1)
    name = checks.clean_name(_text(label.get("fullName")))
    ug = round(per_serving / count, 4)
    checks.within_cap(Category.SUPPLEMENT, Basis.UNIT, ug)
    ranged = is_piece and fewest < most
    return FoodRecord(
        source=SOURCE,
        ref=checks.ref(ref_of(label)),
        name=name,
        line=line,
        b12_ug=ug,
        low_ug=ug if ranged else None,
        high_ug=round(per_serving / fewest, 4) if ranged else None,
        range_note=f"The label gives the amount for {fewest:f} to {most:f} of them." if ranged else "",
        brand=checks.clean_text(_text(label.get("brandName")), longest=120),
        market="US",
        category=str(Category.SUPPLEMENT),
        origin=str(Origin.SUPPLEMENT),
        form=str(_form(forms, name)),
        route=str(_route(label, name, unit)),
        basis=str(Basis.UNIT),
        grade=str(Grade.LABEL),
        gtin=barcode_of(label),
        figure_date=_day(label),
        note=NO_LONGER_SOLD if _is_off_market(label) else "",
        portions=_portions(unit, count, is_piece=is_piece, serving=most),
    )


# --- How much -----------------------------------------------------------------------------------------------------
def _stated(label: dict) -> tuple[Decimal, list[str], Decimal | None] | None:
    """µg in a serving over all rows of B12, the forms named, and of how many units a serving is said to be."""
    total, forms, units = None, [], None
    for row in _b12_rows(label.get("ingredientRows"), 0):
        quantity = _quantity(row)
        amounts = [quantity] if quantity is not None else [_quantity(inner) for inner in _dicts(row.get("nestedRows"))]
        for amount in filter(None, amounts):
            total = (total or Decimal(0)) + amount[0]
            units = units or amount[1]
        forms += [_text(form.get("name")) for form in _dicts(row.get("forms"))]
        forms += [_text(inner.get("name")) for inner in _dicts(row.get("nestedRows"))]
    return None if total is None else (total, forms, units)


def _b12_rows(rows: object, depth: int) -> Iterator[dict]:
    """The outermost rows of B12: what is nested in one of them is part of its amount."""
    for row in _dicts(rows):
        if _B12.search(_text(row.get("name"))) or _text(row.get("ingredientGroup")).casefold() == "vitamin b12":
            yield row
        elif depth < _DEEPEST:
            yield from _b12_rows(row.get("nestedRows"), depth + 1)


def _quantity(row: dict) -> tuple[Decimal, Decimal | None] | None:
    """µg and the units it is for, of the first serving; None where it is only a bound, or no amount is given."""
    for quantity in _dicts(row.get("quantity")):
        if _text(quantity.get("operator")) not in ("", "="):
            return None
        ug = checks.figure(quantity.get("quantity"), unit=_unit(quantity))
        return None if ug is None else (ug, _positive(quantity.get("servingSizeQuantity")))
    return None


def _unit(quantity: dict) -> str:
    unit = _text(quantity.get("unit")).removesuffix("(s)").strip().casefold()
    return {"gram": "g", "milligram": "mg"}.get(unit, unit) or "none"


def _serving(label: dict, said_units: Decimal | None) -> tuple[Decimal, Decimal, str]:
    """The fewest and the most units that the amount is for, and what a unit is called.

    A label may say "1 to 6 lozenges": then nobody knows which the amount is for, and the most gives the lower figure.
    """
    serving = next(iter(_dicts(label.get("servingSizes"))), {})
    fewest, most = _positive(serving.get("minQuantity")), _positive(serving.get("maxQuantity"))
    most = said_units or most or fewest or Decimal(1)
    fewest = min(fewest or most, most)
    return fewest, most, _singular(_text(serving.get("unit")))


def _singular(unit: str) -> str:
    """ "Lozenge(s)" → "lozenge", "Gummy(ies)" → "gummy"."""
    words = checks.clean_text(re.sub(r"\((?:s|es|ies)\)", "", unit)[:60].lower())
    return "".join(sign for sign in words if sign.isalnum() or sign in " -.").strip()


def _portions(unit: str, count: Decimal, *, is_piece: bool, serving: Decimal) -> tuple[PortionRecord, ...]:
    if not is_piece:
        amount = f" ({serving.normalize():f} {unit})" if unit and unit != "serving" else ""
        return (PortionRecord(f"serving{amount}"[:80], Decimal(1), is_default=True),)
    one = PortionRecord(unit[:80], Decimal(1), is_default=count == 1)
    if count == 1:
        return (one,)
    return one, PortionRecord(f"serving of {count.normalize():f}", round(count, 3), is_default=True)


# --- What kind ----------------------------------------------------------------------------------------------------
def _form(forms: list[str], name: str) -> Form:
    """The one form that the row of B12 names, or else the name of the product; several are none in particular."""
    for texts in (forms, [name] if _B12.search(name) else []):
        found = {form for form, words in _FORMS for text in texts if words.search(text)}
        if found:
            return found.pop() if len(found) == 1 else Form.NOT_STATED
    return Form.NOT_STATED


def _route(label: dict, name: str, unit: str) -> Route:
    state = label.get("physicalState")
    texts = (_text(state.get("langualCodeDescription")) if isinstance(state, dict) else _text(state), name, unit)
    if any(_NASAL.search(text) for text in texts):
        return Route.NASAL
    return Route.SUBLINGUAL if any(_SUBLINGUAL.search(text) for text in texts) else Route.SWALLOWED


def _is_off_market(label: dict) -> bool:
    return _text(label.get("offMarket")).casefold() in ("1", "true", "yes")


def _day(label: dict) -> str:
    """When the label was entered."""
    found = re.match(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]", _text(label.get("entryDate")))
    return found[0] if found else ""


def _positive(value: object) -> Decimal | None:
    try:
        number = Decimal(_text(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and Decimal("0.01") <= number <= 1_000 else None


def _dicts(values: object) -> list[dict]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, bool | int | float) else ""
