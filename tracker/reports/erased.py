"""The receipt of an erased account: what went, when, and nothing of whose it was."""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from tracker.reports.stored import KINDS

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another


@dataclass(frozen=True, slots=True)
class Receipt:
    """`kinds`: the names of what went, and how many of each; `rows`: of all tables together. `at` is UTC."""

    reference: str
    at: dt.datetime
    kinds: list[tuple[str | Promise, int]]
    rows: int

    @classmethod
    def of(cls, gone: Mapping[str, int], *, now: dt.datetime) -> "Receipt":
        """From how many rows of each table went."""
        counted = [(kind.name, gone.get(next(iter(kind.rows)), 0)) for kind in KINDS]
        return cls(_reference(), now.astimezone(dt.UTC), [line for line in counted if line[1]], sum(gone.values()))


def _reference() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return "-".join(letters[start : start + 4] for start in (0, 4, 8))
