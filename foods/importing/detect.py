"""Which format a file is in, by its content, and its reader."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Final

from foods.importing.opened import Opened, Unreadable, open_source
from foods.importing.records import Item, Progress, Reading

# Asked in this order; each module has `looks_like(opened)`, by headers only, and `read(opened, *, progress, work)`.
FORMATS: Final = {
    "fdc_csv": "foods.importing.fdc_csv",
    "fdc_json": "foods.importing.fdc_json",
    "sr28": "foods.importing.sr28",
    "fndds": "foods.importing.fndds",
    "ciqual": "foods.importing.ciqual",
    "off_parquet": "foods.importing.off_parquet",
    "off": "foods.importing.off",
    "dsld": "foods.importing.dsld",
    "own_csv": "foods.importing.own_csv",
}


def detect(opened: Opened) -> str:
    """The key of the format; `Unreadable` where it is none of ours."""
    for key in FORMATS:
        module = _module(key)
        if module is not None and module.looks_like(opened):
            return key
    raise Unreadable(
        "format", f"{opened.path.name} is in none of the formats that can be imported: docs/data.md lists them."
    )


def read(path: Path, *, progress: Progress, work: Path) -> Reading:
    """Find the format and start its reader. `work` is a folder for temporary files; the caller removes it.

    `Unreadable` may also come while the items are taken. The file stays open until they are all taken or closed.
    """
    opened = open_source(path)
    try:
        key = detect(opened)
        module = _module(key)
        assert module is not None
        reading: Reading = module.read(opened, progress=progress, work=work)
    except BaseException:
        opened.close()
        raise
    return replace(reading, items=_to_the_end(opened, reading.items))


def _to_the_end(opened: Opened, items: Iterator[Item]) -> Iterator[Item]:
    with opened:
        yield from items


def _module(key: str) -> ModuleType | None:
    """None where a format is not installed."""
    return import_module(FORMATS[key]) if find_spec(FORMATS[key]) else None
