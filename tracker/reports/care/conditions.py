"""The conditions of one person, and one of them with what is known of it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foods.units import plain_number
from tracker.domain import tables
from tracker.domain.conditions import CONDITIONS, Condition, state_of
from tracker.domain.risks.facts import Has
from tracker.domain.tables import Citation
from tracker.health import health_of
from tracker.models import Condition as Row
from tracker.models.health import Relation, said_when
from tracker.people import today_of
from tracker.reports.care.about import Raised, raised
from tracker.reports.care.counts import Counts, counts_of
from tracker.reports.care.dates import moment_words, period_words

RESECTION = "ileal_resection"
BY_DETAIL = frozenset((RESECTION, "crohn", "hiv"))  # what counts in the model depends on what was said


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One row of the list. `listed` is the row of the table, None for a name as typed."""

    row: Row
    listed: Condition | None
    today: dt.date

    @property
    def details(self) -> tuple[str, ...]:
        """“since 2019”, “25 cm removed”: what was said of it."""
        row = self.row
        family = gettext("in the family") if row.relation == Relation.FAMILY else ""
        treated = gettext("treated with B12 that is not logged here") if row.treated_elsewhere else ""
        removed = gettext("%(cm)s\u00a0cm removed") % {"cm": _cm(row.resection_cm)} if row.resection_cm else ""
        ill = gettext("%(cm)s\u00a0cm ill") % {"cm": _cm(row.ileal_cm)} if row.ileal_cm else ""
        return tuple(filter(None, (self._when(), family, removed, ill, treated)))

    def _when(self) -> str:
        since = said_when(self.row, "since")
        if self.listed is not None and self.listed.category == "operation":
            return moment_words(since, today=self.today)
        return period_words(since)


def _cm(length: Decimal) -> str:
    return plain_number(length)


@dataclass(frozen=True, slots=True)
class ConditionsList:
    lines: tuple[ConditionLine, ...]

    @classmethod
    def build(cls, person: User, *, today: dt.date) -> "ConditionsList":
        """One query."""
        rows = sorted(person.conditions.all(), key=lambda row: (row.name.casefold(), row.pk))
        return cls(tuple(ConditionLine(row, CONDITIONS.get(row.key), today) for row in rows))

    @property
    def unchecked(self) -> bool:
        """Whether our table does not know one of them."""
        return any(line.listed is None for line in self.lines)


@dataclass(frozen=True, slots=True)
class ConditionPage:
    """What is known of a condition, how it counts in the model, and what was found about it.

    `counts`: None where that depends on details that nobody said yet.
    `already`: it stands on the list, apart from the row that is shown. `offers_resection`: bowel was removed with
    Crohn's disease, and the operation, whose length counts, is not on the list.
    """

    listed: Condition | None
    raised: Raised
    counts: Counts | None
    already: bool
    offers_resection: bool

    @classmethod
    def build(cls, person: User, key: str, *, row: Row | None, now: dt.datetime) -> "ConditionPage":
        """The query of what the person has, and for a row that is kept those of the findings."""
        listed = CONDITIONS.get(key)
        keys = [has.key for has in health_of(person).conditions]
        return cls(
            listed=listed,
            raised=raised(person, key, at="#yours", now=now) if row and listed else Raised(),
            counts=_counts(key, row, today=today_of(person, now=now)),
            already=listed is not None and keys.count(key) > (row is not None),
            offers_resection=row is not None and key == "crohn" and bool(row.resected) and RESECTION not in keys,
        )

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tables.citations(self.listed.sources) if self.listed else ()


def counts_of_row(key: str) -> Counts | None:
    """How a row of the table counts, whoever has it; None where that depends on details."""
    return None if key in BY_DETAIL else counts_of(key, state_of(Has(key, "")))


def _counts(key: str, row: Row | None, *, today: dt.date) -> Counts | None:
    if row is None:
        return counts_of_row(key)
    return counts_of(key, state_of(_has(row)), pause=_pause(row, today), named=key in BY_DETAIL)


def _has(row: Row) -> Has:
    def length(cm: Decimal | None) -> float | None:
        return None if cm is None else float(cm)

    return Has(
        key=row.key,
        name=row.name,
        resection_cm=length(row.resection_cm),
        ileal_cm=length(row.ileal_cm),
        resected=row.resected,
        chronic_diarrhoea=row.chronic_diarrhoea,
    )


def _pause(row: Row, today: dt.date) -> str | Promise:
    """Why nothing of it counts in the model now."""
    if row.relation == Relation.FAMILY:
        return _("It does not count for you: somebody in your family has it.")
    if row.since and row.since > today:
        return _("It counts from its day on.")
    return ""
