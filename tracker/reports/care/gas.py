"""The uses of nitrous oxide of one person."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from tracker.models import GasUse
from tracker.people import today_of
from tracker.reports.findings.report import FindingsReport
from tracker.reports.findings.shown import Shown

GAS_CODES = frozenset(("nitrous-oxide-nerve-signs", "nitrous-oxide-repeated", "nitrous-oxide-planned"))


@dataclass(frozen=True, slots=True)
class GasPage:
    """Every use, the latest first, those without a date at the end; and what was found about them."""

    uses: tuple[GasUse, ...]
    findings: tuple[Shown, ...]
    today: dt.date

    @classmethod
    def build(cls, person: User, *, now: dt.datetime) -> "GasPage":
        uses = sorted(person.gas_uses.all(), key=lambda use: (use.on is None, -(use.on or dt.date.min).toordinal()))
        found = FindingsReport.build(person, now=now).open if uses else ()
        about = tuple(one for one in found if one.code in GAS_CODES)
        return cls(tuple(uses), about, today_of(person, now=now))
