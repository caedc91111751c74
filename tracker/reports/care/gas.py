"""The uses of nitrous oxide of one person."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from tracker.models import GasUse
from tracker.people import today_of
from tracker.reports.care.about import Raised, raised

GAS_CODES = frozenset(("nitrous-oxide-nerve-signs", "nitrous-oxide-repeated", "nitrous-oxide-planned"))


@dataclass(frozen=True, slots=True)
class GasPage:
    """Every use, the latest first, those without a date at the end; and what was found about them."""

    uses: tuple[GasUse, ...]
    raised: Raised
    today: dt.date

    @classmethod
    def build(cls, person: User, *, now: dt.datetime) -> "GasPage":
        """One query, and for somebody with a use those of the findings."""
        uses = sorted(person.gas_uses.all(), key=lambda use: (use.on is None, -(use.on or dt.date.min).toordinal()))
        found = (
            raised(person, "nitrous_oxide", at="#add", now=now, group="nitrous", codes=GAS_CODES) if uses else Raised()
        )
        return cls(tuple(uses), found, today_of(person, now=now))
