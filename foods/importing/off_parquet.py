"""The Parquet export of Open Food Facts. Needs pyarrow, an extra (requirements-parquet.txt)."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from foods.importing import checks
from foods.importing.datasets import dataset
from foods.importing.off_products import SCHEMA_WITH_ESTIMATES, SOURCE, Product, item_of
from foods.importing.opened import Opened
from foods.importing.problems import Refused, Unreadable, refusal
from foods.importing.records import Item, Progress, Reading, Refusal

HOW_TO_INSTALL = (
    "Parquet files need pyarrow, which is not installed here: run "
    ".venv/bin/python -m pip install --require-hashes --only-binary :all: -r requirements-parquet.txt and try again, "
    "or import the CSV export, which has fewer figures."
)
NEEDED = ("code", "product_name", "nutriments")
OPTIONAL = (
    "lang", "brands", "categories_tags", "countries_tags", "ingredients_tags", "ingredients_analysis_tags", "quantity",
    "serving_size", "serving_quantity", "last_modified_t", "schema_version", "obsolete",
)  # fmt: skip
AT_ONCE = 500  # products in memory
_MARK = b"PAR1"
_MAIN = "main"  # the language tag of the name in the language of the product


def looks_like(opened: Opened) -> bool:
    return any(opened.peek(name, 4) == _MARK for name in opened.names())


def read(opened: Opened, *, progress: Progress, work: Path, unknown_too: bool = False) -> Reading:
    """Raises `Unreadable` with the way to install pyarrow where it is missing."""
    try:
        import pyarrow.parquet  # noqa: F401  # heavy, and not everybody has it
    except ImportError:
        raise Unreadable("format", HOW_TO_INSTALL) from None
    names = [name for name in opened.names() if opened.peek(name, 4) == _MARK]
    return Reading("off_parquet", (dataset(SOURCE),), _items(opened, names, progress, work, unknown_too=unknown_too))


def _items(opened: Opened, names: list[str], progress: Progress, work: Path, *, unknown_too: bool) -> Iterator[Item]:
    count = 0
    for place, name in enumerate(names):
        for row, share in _rows(opened.local(name, work), name):
            count += 1
            if count % AT_ONCE == 0:
                progress.at(count, (place + share) / len(names))
            item = item_of(name, count, row, _product_of, unknown_too=unknown_too)
            if item is not None and not (isinstance(row, dict) and row.get("obsolete")):
                yield item
    progress.at(count, 1.0)


def _rows(path: Path, name: str) -> Iterator[tuple[dict | Refusal, float]]:
    """Each product, and the share of the file that is read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, memory_map=True) as file:
            held = set(file.schema_arrow.names)
            if missing := [column for column in NEEDED if column not in held]:
                raise Unreadable("columns", f"{name} has no column {missing[0]}.")
            columns = [column for column in (*NEEDED, *OPTIONAL) if column in held]
            done, total = 0, max(1, file.metadata.num_rows)
            for batch in file.iter_batches(batch_size=AT_ONCE, columns=columns, use_threads=False):
                for row in _of_batch(batch, name, done):
                    done += 1
                    yield row, done / total
    except Unreadable:
        raise
    except (pa.ArrowException, OSError, ValueError, TypeError, LookupError) as error:  # a damaged file raises any
        raise Unreadable("archive", f"{name} is damaged ({str(error)[:120]}): download it again.") from None


def _of_batch(batch: Any, name: str, done: int) -> Iterator[dict | Refusal]:
    """Products of a batch; one whose texts cannot be read does not take the others with it."""
    try:
        yield from batch.to_pylist()
    except UnicodeDecodeError:
        for place in range(batch.num_rows):
            try:
                yield batch.slice(place, 1).to_pylist()[0]
            except UnicodeDecodeError:
                refused = Refused("encoding", "Some letters of the product cannot be read.")
                yield refusal(name, done + place + 1, refused)


def _product_of(row: dict) -> Product:
    figure, entered = _figure(row["nutriments"])
    texts = _texts(row["product_name"])
    schema = _whole(row.get("schema_version")) or 0
    return Product(
        code=_text(row["code"]),
        name=next((texts[key] for key in (_MAIN, _text(row.get("lang")), "en", *sorted(texts)) if texts.get(key)), ""),
        b12_ug=figure,
        brand=_text(row.get("brands")),
        may_be_estimate=figure is not None and not entered and schema >= SCHEMA_WITH_ESTIMATES,
        quantity=_text(row.get("quantity")),
        serving_size=_text(row.get("serving_size")),
        serving_quantity=_text(row.get("serving_quantity")),
        categories=_tags(row.get("categories_tags")),
        countries=_tags(row.get("countries_tags")),
        ingredients=",".join(_tags(row.get("ingredients_tags"))),
        analysis=_tags(row.get("ingredients_analysis_tags")),
        modified_at=_whole(row.get("last_modified_t")),
        names=tuple(sorted((language, text) for language, text in texts.items() if language != _MAIN)),
    )


def _figure(nutriments: object) -> tuple[Decimal | None, bool]:
    """µg in 100 g or ml, and whether somebody typed it: then the value as it was typed stands beside it."""
    for nutrient in _structs(nutriments):
        if nutrient.get("name") == "vitamin-b12" and nutrient.get("100g") is not None:
            grams = nutrient["100g"]
            if isinstance(grams, float):
                grams = f"{grams:.7g}"  # stored with 32 bits: seven digits, the rest is noise
            return checks.figure(grams, unit="g"), nutrient.get("value") is not None
    return None, False


def _texts(names: object) -> dict[str, str]:
    said = ((_text(name.get("lang")), _text(name.get("text"))) for name in _structs(names))
    return {language: text for language, text in said if language and text}


def _structs(values: object) -> list[dict]:
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _tags(values: object) -> tuple[str, ...]:
    return tuple(value for value in values if value and isinstance(value, str)) if isinstance(values, list) else ()
