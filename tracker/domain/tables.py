"""The tables that ship with the science: `tracker/data/*.csv`, read once.

Empty cells mean “not known” or “does not apply”, never zero. Several values in a cell stand with “;” between them.
What the files hold and where it comes from: docs/model.md, Sources.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

DIRECTORY = Path(__file__).resolve().parents[1] / "data"


class Citation(NamedTuple):
    """A publication as it is shown. `url` is empty where it has no lasting address; `kind` is a word like “review”."""

    key: str
    text: str
    url: str
    kind: str


@cache
def read(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `tracker/data/<name>.csv` by column. FileNotFoundError where there is no such table."""
    with (DIRECTORY / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def number(cell: str) -> float | None:
    """The number in a cell; None where it is empty. ValueError for anything else."""
    return float(cell) if cell else None


def listed(cell: str) -> tuple[str, ...]:
    """The values of a cell that may hold several."""
    return tuple(value for value in cell.split(";") if value)


@cache
def _publications() -> dict[str, tuple[Citation, ...]]:
    """What each key stands for. A key may name several publications, and several keys the same one."""
    found: dict[str, tuple[Citation, ...]] = {}
    for row in read("citations"):
        cited = Citation(row["key"], row["citation"], row["url"], row["kind"])
        found[cited.key] = (*found.get(cited.key, ()), cited)
    return found


def citation(key: str) -> Citation | None:
    """The publication behind a key (the first of several); None where it has none that may be shown."""
    return next(iter(_publications().get(key, ())), None)


def citations(keys: Iterable[str]) -> tuple[Citation, ...]:
    """The publications behind keys, each once, in order; keys without one that may be shown are left out."""
    once: dict[str, Citation] = {}
    for key in keys:
        for publication in _publications().get(key, ()):
            once.setdefault(publication.text, publication)
    return tuple(once.values())
