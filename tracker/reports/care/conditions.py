"""The conditions of one person, one of them with what is known of it, and the uses of nitrous oxide."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from foods.units import plain_number
from tracker.domain import tables
from tracker.domain.conditions import CONDITIONS, Condition
from tracker.domain.tables import Citation
from tracker.models import Condition as Row
from tracker.models import GasUse
from tracker.reports.care.about import about
from tracker.reports.care.dates import period_words, said_when
from tracker.reports.findings.report import FindingsReport
from tracker.reports.findings.shown import Shown

GAS_CODES = frozenset(("nitrous-oxide-nerve-signs", "nitrous-oxide-repeated", "nitrous-oxide-planned"))


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One row of the list. `listed` is the row of the table, None for a name as typed."""

    row: Row
    listed: Condition | None

    @property
    def period(self) -> str:
        return period_words(said_when(self.row, "since"))

    @property
    def length_cm(self) -> str:
        """cm removed, or ill."""
        cm = self.row.resection_cm if self.row.resection_cm is not None else self.row.ileal_cm
        return "" if cm is None else plain_number(cm)


@dataclass(frozen=True, slots=True)
class ConditionsList:
    lines: tuple[ConditionLine, ...]

    @classmethod
    def build(cls, person: User) -> "ConditionsList":
        """One query."""
        rows = person.conditions.order_by("name", "pk")
        return cls(tuple(ConditionLine(row, CONDITIONS.get(row.key)) for row in rows))


@dataclass(frozen=True, slots=True)
class ConditionPage:
    """What is known of a condition, and what was found about it."""

    key: str
    listed: Condition | None
    findings: tuple[Shown, ...]

    @classmethod
    def build(cls, person: User, key: str, *, row: Row | None, now: dt.datetime) -> "ConditionPage":
        """Queries only for a row that is kept: those of the findings."""
        open_now = FindingsReport.build(person, now=now).open if row else ()
        return cls(key, CONDITIONS.get(key), about(open_now, keys={key}) if key else ())

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tables.citations(self.listed.sources) if self.listed else ()


@dataclass(frozen=True, slots=True)
class GasPage:
    """Every use, the latest first, those without a date at the end; and what was found about them."""

    uses: tuple[GasUse, ...]
    findings: tuple[Shown, ...]

    @classmethod
    def build(cls, person: User, *, now: dt.datetime) -> "GasPage":
        uses = sorted(person.gas_uses.all(), key=lambda use: (use.on is None, -(use.on or dt.date.min).toordinal()))
        found = FindingsReport.build(person, now=now).open if uses else ()
        return cls(tuple(uses), tuple(one for one in found if one.code in GAS_CODES))
