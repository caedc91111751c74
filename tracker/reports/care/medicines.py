"""The medicines of one person, and one of them with what is known of it."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foods.units import plain_number
from tracker.domain import tables
from tracker.domain.medicines import MEDICINES, Medicine, state_of
from tracker.domain.tables import Citation
from tracker.models import Medicine as Row
from tracker.models.health import said_when
from tracker.reports.care.about import Raised, raised
from tracker.reports.care.counts import Counts, counts_of
from tracker.reports.care.dates import period_words
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
    def details(self) -> tuple[str, ...]:
        """“2,000 mg a day”, “since March 2022”: what was said of it."""
        row = self.row
        dose = gettext("%(mg)s\u00a0mg a day") % {"mg": plain_number(row.dose_mg)} if row.dose_mg else ""
        units = _tablets(row.units) if row.units else ""
        period = period_words(said_when(row, "since"), said_when(row, "until"))
        unread = "" if row.confirmed else gettext("pack not looked at yet")
        return tuple(filter(None, (dose, units, period, unread)))

    @property
    def effect(self) -> str:
        return str(EFFECTS[self.listed.effect]) if self.listed else ""


def _tablets(units: Decimal) -> str:
    plural = 1 if units == 1 else 2
    return ngettext("%(n)s tablet a day", "%(n)s tablets a day", plural) % {"n": plain_number(units)}


@dataclass(frozen=True, slots=True)
class MedicinesList:
    """What is taken now, and what was taken."""

    now: tuple[MedicineLine, ...]
    before: tuple[MedicineLine, ...]

    @classmethod
    def build(cls, person: User) -> "MedicinesList":
        """One query."""
        rows = sorted(person.medicines.all(), key=lambda row: (row.name.casefold(), row.pk))
        lines = [MedicineLine.of(row) for row in rows]
        return cls(
            tuple(line for line in lines if line.row.taking), tuple(line for line in lines if not line.row.taking)
        )

    @property
    def unchecked(self) -> bool:
        """Whether our table does not know one of them."""
        return any(line.listed is None for line in (*self.now, *self.before))


@dataclass(frozen=True, slots=True)
class MedicinePage:
    """What is known of a medicine, how it counts in the model, and what was found about it."""

    listed: Medicine | None
    name: str
    raised: Raised
    counts: Counts

    @classmethod
    def build(cls, person: User, key: str, name: str, *, row: Row | None, now: dt.datetime) -> "MedicinePage":
        """Queries only for a row that is kept: those of the findings."""
        listed = MEDICINES.get(key)
        found = raised(person, key, group=listed.group, at="#yours", now=now) if row and listed else Raised()
        return cls(listed, name, found, counts_of(key, state_of(key), pause=_pause(row)))

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tables.citations(self.listed.sources) if self.listed else ()

    @property
    def holds(self) -> str:
        """What it holds, where its name does not say so; "" for a name as typed."""
        return "" if self.listed is None or self.name.casefold() == self.listed.name.casefold() else self.listed.name


def _pause(row: Row | None) -> str | Promise:
    """Why nothing of it counts in the model now."""
    if row is None or row.taking:
        return ""
    if row.until is None:
        return _("You stopped, but did not say when: so it is left out for all of the time.")
    return _("Counted for the time that you took it.")


def taken_already(person: User, key: str, name: str, *, but: uuid.UUID | None) -> Row | None:
    """Another pack of the same that the person takes now; that of the form `but` is not another. One query."""
    if not (key or name):
        return None
    same = {"key": key} if key else {"key": "", "name__iexact": name}
    others = person.medicines.filter(taking=True, **same)
    return others.exclude(uid=but).order_by("pk").first() if but else others.order_by("pk").first()


def effect_of(match: Match) -> str:
    """What a medicine that was found does, in two or three words."""
    return str(EFFECTS[MEDICINES[match.key].effect])


def pick_value(match: Match) -> str:
    """What its button posts; read by `forms.health.PickForm`."""
    return f"{match.key}|{match.matched if match.kind == 'brand' else match.name}"
