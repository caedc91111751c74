"""The medicines of one person, and one of them with what is known of it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foods.units import plain_number
from tracker.domain import tables
from tracker.domain.medicines import MEDICINES, Medicine
from tracker.domain.tables import Citation
from tracker.health import health_of
from tracker.models import Medicine as Row
from tracker.reports.care.about import about
from tracker.reports.care.dates import period_words, said_when
from tracker.reports.findings.report import FindingsReport
from tracker.reports.findings.shown import Shown
from tracker.reports.names import Match

# what a medicine does to B12, in two or three words
EFFECTS = {
    "absorption_all": _("may lower B12"),
    "absorption_food": _("less is freed from food"),
    "inactivation": _("switches B12 off"),
    "status_low": _("may go with low B12"),
    "intake_low": _("may mean eating less of it"),
    "masking": _("may hide a lack"),
    "response_antagonist": _("may slow treatment"),
    "assay": _("bears on a test"),
    "assay_low": _("a test may read low"),
    "assay_high": _("a test may read high"),
    "confounder": _("changes the blood count"),
    "association": _("no clear effect"),
    "none_known": _("no known effect"),
    "treatment": _("is B12"),
}


@dataclass(frozen=True, slots=True)
class MedicineLine:
    """One row of the list. `listed` is the row of the table, None for a name as typed."""

    row: Row
    listed: Medicine | None

    @classmethod
    def of(cls, row: Row) -> "MedicineLine":
        return cls(row, MEDICINES.get(row.key))

    @property
    def generic(self) -> str:
        """What it holds, where its name does not say so."""
        if self.listed is None or self.row.name.casefold() == self.listed.name.casefold():
            return ""
        return self.listed.name

    @property
    def dose(self) -> str:
        """mg a day."""
        return "" if self.row.dose_mg is None else plain_number(self.row.dose_mg)

    @property
    def period(self) -> str:
        """“since March 2022”, “2019 to 2021”; empty where nothing was said."""
        return period_words(said_when(self.row, "since"), said_when(self.row, "until"))

    @property
    def effect(self) -> str:
        return str(EFFECTS[self.listed.effect]) if self.listed else ""


@dataclass(frozen=True, slots=True)
class MedicinesList:
    """What is taken now, and what was taken."""

    now: tuple[MedicineLine, ...]
    before: tuple[MedicineLine, ...]

    @classmethod
    def build(cls, person: User) -> "MedicinesList":
        """One query."""
        lines = [MedicineLine.of(row) for row in person.medicines.order_by("name", "pk")]
        return cls(
            tuple(line for line in lines if line.row.taking), tuple(line for line in lines if not line.row.taking)
        )


@dataclass(frozen=True, slots=True)
class MedicinePage:
    """What is known of a medicine, what was found about it, and whether another row says the same."""

    key: str
    listed: Medicine | None
    findings: tuple[Shown, ...]
    twice: bool

    @classmethod
    def build(cls, person: User, key: str, *, row: Row | None, now: dt.datetime) -> "MedicinePage":
        """Queries only for a row that is kept: those of the findings."""
        open_now = FindingsReport.build(person, now=now).open if row else ()
        others = (use for use in health_of(person).medicines if use.active and use.key and use.key == key)
        return cls(
            key=key,
            listed=MEDICINES.get(key),
            findings=about(open_now, keys={key}) if key else (),
            twice=_more_than(0 if row is None else 1, others),
        )

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tables.citations(self.listed.sources) if self.listed else ()


def _more_than(count: int, things: Iterable[object]) -> bool:
    return sum(1 for _ in things) > count


def effect_of(match: Match) -> str:
    """What a medicine that was found does, in two or three words."""
    return str(EFFECTS[MEDICINES[match.key].effect])


def pick_value(match: Match) -> str:
    """What its button posts; read by `forms.health.PickForm`."""
    return f"{match.key}|{match.matched if match.kind == 'brand' else match.name}"
