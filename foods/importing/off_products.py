"""A product of Open Food Facts, whatever it was read from, as a food of ours. Pure.

Anybody may write to Open Food Facts, so every food from there is `unverified`. Its B12 is given in grams in 100 g or
100 ml. Figures of products saved since schema 1003 may be worked out from the list of ingredients: where the file says
so (JSON) they are refused, where it does not (CSV, Parquet) the food is graded `assumed` and its note says so.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal

from foods.choices import Basis, Category, Diet, Form, Grade, Origin, Reliability
from foods.importing import checks
from foods.importing.categories import placed
from foods.importing.categories_off import category_of
from foods.importing.off_servings import serving, volume_or_weight
from foods.importing.records import FoodRecord, Item, Refusal

SOURCE = "open-food-facts"
MOST_UG = Decimal(1000)  # in 100 g: more is a slip of the unit; one cookie claims 1.48 g
SCHEMA_WITH_ESTIMATES = 1003
ESTIMATES_SINCE = 1_771_372_800  # 2026-02-18: saved later is saved in that schema (197 of 197 products, and no other)
ESTIMATE_NOTE = "The figure may be an estimate of Open Food Facts from the list of ingredients."
PREPARED_NOTE = "The figure is for the product as prepared."
_B12_AMONG_INGREDIENTS = re.compile(r"cobalamin|vitamine?[ -]?b[ -]?12\b", re.IGNORECASE)
_DRINKS = frozenset(("en:beverages", "en:milks", "en:plant-milks", "en:dairy-drinks"))  # else as ice cream: by weight
_FORMS = {
    "cyanocobalamin": Form.CYANOCOBALAMIN,
    "methylcobalamin": Form.METHYLCOBALAMIN,
    "hydroxocobalamin": Form.HYDROXOCOBALAMIN,
    "adenosylcobalamin": Form.ADENOSYLCOBALAMIN,
}


@dataclass(frozen=True, slots=True)
class Product:
    """What was read, still in words. `b12_ug` is in 100 g or 100 ml; None where there is no figure.

    `per_ml` is None where the file does not say what the figure is for; `quantity` is what the pack holds.
    """

    code: str
    name: str
    b12_ug: Decimal | None
    brand: str = ""
    per_ml: bool | None = None
    prepared: bool = False
    estimate: bool = False  # surely one
    may_be_estimate: bool = False
    quantity: str = ""
    serving_size: str = ""
    serving_quantity: str = ""
    categories: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    ingredients: str = ""
    analysis: tuple[str, ...] = ()  # what follows from the ingredients: en:vegan, en:vegetarian, en:non-vegan …
    modified_at: int | None = None  # seconds since 1970
    names: tuple[tuple[str, str], ...] = ()  # language, name


Rows = Iterator[tuple[int, dict | Refusal | None]]  # line and what it holds; None where that has no figure for sure


def item_of(
    file: str, line: int, row: dict | Refusal | None, product_of: Callable[[dict], Product], *, unknown_too: bool
) -> Item | None:
    """The food of a row, or why there is none. A product without a figure is None, or a food without one."""
    if row is None or isinstance(row, Refusal):
        return row
    try:
        product = product_of(row)
        if product.b12_ug is None and not product.estimate and not unknown_too:
            return None
        return food_of(product, line=line)
    except checks.Refused as refused:
        told = checks.refusal(file, line, refused, f"{row.get('code') or ''} {row.get('product_name') or ''}")
        return told.about(SOURCE, checks.readable_ref(str(row.get("code") or "")))


def food_of(product: Product, *, line: int) -> FoodRecord:
    """Raises `checks.Refused`. A product without a figure becomes a food without one."""
    if product.estimate:
        raise checks.Refused("estimate", "The figure is an estimate of Open Food Facts, not one from a label.")
    name = checks.clean_name(product.name)
    category = category_of(product.categories, name)
    basis = _basis(product)
    _check(product.b12_ug, category, basis)
    portion = serving(product.serving_size, product.serving_quantity, basis)
    food = FoodRecord(
        source=SOURCE,
        ref=checks.ref(product.code),
        name=name,
        line=line,
        b12_ug=product.b12_ug,
        brand=_brand(product.brand),
        market=_market(product.countries),
        basis=basis,
        grade=Grade.ASSUMED if product.may_be_estimate else Grade.LABEL,
        gtin=barcode(product.code),
        figure_date=_day(product.modified_at),
        note=_note(product),
        unverified=True,
        portions=(portion,) if portion else (),
        aliases=_aliases(product, name),
    )
    return _fortified(_dieted(placed(food, category), product), product)


def barcode(code: str) -> str:
    """The code where it is the barcode of one product: shops print those that begin with 02, 04 or 2 for themselves."""
    with suppress(checks.Refused):
        gtin = checks.gtin(code)
        return "" if re.match("2|0[24]", gtin.zfill(13)[-13:]) else gtin
    return ""


def _basis(product: Product) -> Basis:
    """What the file says; where it says nothing, 100 ml for drinks that are sold or served by volume."""
    if product.per_ml is not None:
        return Basis.ML100 if product.per_ml else Basis.G100
    served = volume_or_weight(product.serving_size)
    sold = volume_or_weight(product.quantity)
    is_drink = not _DRINKS.isdisjoint(product.categories) or not (served or product.categories)
    return Basis.ML100 if served == "ml" or (sold == "ml" and is_drink) else Basis.G100


def _check(ug: Decimal | None, category: str, basis: str) -> None:
    if ug is not None and ug > MOST_UG:
        raise checks.Refused("impossible", f"{ug.normalize():f} µg in 100 g or ml: more than {MOST_UG} is a slip.")
    checks.within_cap(category, basis, ug)


def _brand(text: str) -> str:
    """The first of the brands: the others are its owners, in several spellings."""
    return checks.clean_text(next((part for part in text.split(",") if part.strip()), ""), longest=120)


def _market(countries: tuple[str, ...]) -> str:
    """The country where it is sold, if that is one."""
    return checks.market(countries[0].removeprefix("en:").replace("-", " ")) if len(countries) == 1 else ""


def _day(modified_at: int | None) -> str:
    try:
        return dt.datetime.fromtimestamp(modified_at or 0, dt.UTC).date().isoformat() if modified_at else ""
    except (OverflowError, OSError, ValueError):
        return ""


def _note(product: Product) -> str:
    notes = (ESTIMATE_NOTE if product.may_be_estimate else "", PREPARED_NOTE if product.prepared else "")
    return " ".join(filter(None, notes))


def _aliases(product: Product, name: str) -> tuple[tuple[str, str], ...]:
    names = {}
    for language, text in product.names:
        if re.fullmatch("[a-z]{2}", language) and text.strip() and text.strip() != name:
            with suppress(checks.Refused):
                names[language] = checks.clean_name(text, longest=120)
    return tuple(sorted(names.items()))


def _dieted(food: FoodRecord, product: Product) -> FoodRecord:
    """Who can eat it, where its list of ingredients was understood in full."""
    for tag, diet in (("en:vegan", Diet.VEGAN), ("en:vegetarian", Diet.VEGETARIAN)):
        if tag in product.analysis:
            return replace(food, diet=str(diet))
    return food


def _fortified(food: FoodRecord, product: Product) -> FoodRecord:
    """B12 among the ingredients was added. How much of all of it no file says."""
    if food.category == Category.SUPPLEMENT:
        food = replace(food, origin=str(Origin.SUPPLEMENT))
    if not food.b12_ug or not _B12_AMONG_INGREDIENTS.search(product.ingredients):
        return food
    forms = [form for word, form in _FORMS.items() if word in product.ingredients.lower()]
    return replace(
        food,
        origin=str(Origin.SUPPLEMENT if food.category == Category.SUPPLEMENT else Origin.ADDED),
        b12_added_ug=None,
        form=str(forms[0] if len(forms) == 1 else Form.NOT_STATED),
        reliability=str(Reliability.ACTIVE),
    )
