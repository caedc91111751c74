"""The JSON of Open Food Facts: one answer of its API, or one line of its export. Pure.

Two shapes are read. Since schema 1003 figures stand in `nutrition.aggregated_set`, each with its unit and source;
before it in `nutriments`, in grams. Where the new one is there it is all there is: the old one may repeat
its estimates.
"""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

from foods.importing import checks
from foods.importing.json_rows import Whole, json_rows
from foods.importing.off_products import ESTIMATES_SINCE, SCHEMA_WITH_ESTIMATES, Product, Rows
from foods.importing.opened import Opened
from foods.importing.problems import Refused, refusal
from foods.importing.records import Refusal

FIELDS = (
    "code", "product_name", "product_name_en", "product_name_de", "product_name_fr", "product_name_es", "lang",
    "brands", "categories_tags", "countries_tags", "ingredients_tags", "ingredients_analysis_tags",
    "quantity", "serving_size", "serving_quantity", "nutrition", "nutriments",
    "last_modified_t", "schema_version",
)  # fmt: skip
_B12 = "vitamin-b12"
_MARKS = ('"product_name', '"nutriments"', '"nutrition"', '"countries_tags"', '"_keywords"', '"status_verbose"')


def looks_like(head: str) -> bool:
    """One product, an answer of the API with one or many, or one product a line."""
    return head.startswith(("{", "[")) and '"code"' in head and any(mark in head for mark in _MARKS)


def rows(opened: Opened, name: str, *, without_figure_too: bool) -> Rows:
    """Each product as its line and what was in it; most have no figure, and are not worth unpacking."""
    words = () if without_figure_too else (_B12.encode(),)
    for line, found in json_rows(opened, name, holding=words):
        if found is None or isinstance(found, Refusal):
            yield line, found
        elif isinstance(found, Whole):
            yield from enumerate(_products(found.value), start=1)
        elif isinstance(found, dict):
            yield line, found
        else:
            yield line, refusal(name, line, Refused("record", "The line is no product."))


def _products(answer: object) -> Iterator[dict]:
    if isinstance(answer, dict):
        answer = answer["products"] if isinstance(answer.get("products"), list) else [_inner(answer)]
    for product in answer if isinstance(answer, list) else ():
        if isinstance(product, dict):
            yield product


def _inner(answer: dict) -> dict | None:
    return product_in(answer) if "product" in answer or "status" in answer else answer


def product_in(answer: object) -> dict | None:
    """The product of an answer of the API (`{"status": 1, "product": {…}}`); None where it has none."""
    product = _dict(answer).get("product")
    return product if isinstance(product, dict) and product and _dict(answer).get("status") != 0 else None


def product_of(data: dict) -> Product:
    """Raises `checks.Refused` where the figure is no number."""
    aggregated = _dict(_dict(data.get("nutrition")).get("aggregated_set"))
    figure = _new_figure(aggregated) if aggregated else _old_figure(_dict(data.get("nutriments")))
    modified_at = _whole(data.get("last_modified_t"))
    schema = _whole(data.get("schema_version")) or 0
    recent = schema >= SCHEMA_WITH_ESTIMATES or (not schema and (modified_at or 0) >= ESTIMATES_SINCE)
    return Product(
        code=_text(data.get("code")),
        name=_name(data),
        b12_ug=figure,
        brand=_text(data.get("brands")),
        per_ml={"100g": False, "100ml": True}.get(_text(aggregated.get("per"))),
        prepared=aggregated.get("preparation") == "prepared",
        estimate=_b12(aggregated).get("source") == "estimate",
        may_be_estimate=figure is not None and not aggregated and recent,
        quantity=_text(data.get("quantity")),
        serving_size=_text(data.get("serving_size")),
        serving_quantity=_text(data.get("serving_quantity")),
        categories=_tags(data.get("categories_tags")),
        countries=_tags(data.get("countries_tags")),
        ingredients=",".join(_tags(data.get("ingredients_tags"))),
        analysis=_tags(data.get("ingredients_analysis_tags")),
        modified_at=modified_at,
        names=tuple((key[-2:], _text(value)) for key, value in sorted(data.items()) if _is_name(key)),
    )


def name_and_brand(data: dict) -> tuple[str, str]:
    """For people, where the product as a whole is of no use; empty where they are not fit to be shown."""
    shown = ["", ""]
    for place, text in enumerate((_name(data), _text(data.get("brands")).split(",")[0])):
        with suppress(checks.Refused):
            shown[place] = checks.clean_text(text, longest=120)
    return shown[0], shown[1]


def _new_figure(aggregated: dict) -> Decimal | None:
    """In 100 g or 100 ml: a figure for one serving of unknown size is none."""
    nutrient = _b12(aggregated)
    if nutrient.get("value") is None or _text(aggregated.get("per")) not in ("100g", "100ml") or _is_bound(nutrient):
        return None
    return checks.figure(nutrient["value"], unit=_text(nutrient.get("unit")) or "g")


def _old_figure(nutriments: dict) -> Decimal | None:
    if nutriments.get(f"{_B12}_modifier") not in (None, "", "="):
        return None
    return checks.figure(nutriments.get(f"{_B12}_100g"), unit="g")


def _is_bound(nutrient: dict) -> bool:
    """ "Less than" and "about" are no figures."""
    return nutrient.get("modifier") not in (None, "", "=")


def _b12(aggregated: dict) -> dict:
    return _dict(_dict(aggregated.get("nutrients")).get(_B12))


def _name(data: dict) -> str:
    own = f"product_name_{_text(data.get('lang'))}"
    return next((_text(data[key]) for key in ("product_name", own, "product_name_en") if _text(data.get(key))), "")


def _is_name(key: str) -> bool:
    return key.startswith("product_name_") and len(key) == len("product_name_xx")


def _dict(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return ",".join(filter(None, (_text(one) for one in value if not isinstance(one, list))))
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _tags(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, value))) if isinstance(value, list) else ()


def _whole(value: object) -> int | None:
    try:
        return int(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None
