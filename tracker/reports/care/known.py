"""Medicines and conditions as the public pages print them, with what else each is called."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from tracker.domain import tables
from tracker.domain.conditions import CATEGORIES, CONDITIONS, Condition
from tracker.domain.medicines import MEDICINES, Medicine, brands_of, state_of
from tracker.domain.tables import Citation
from tracker.reports.care.conditions import counts_of_row
from tracker.reports.care.counts import Counts, counts_of
from tracker.reports.care.matches import ELSEWHERE
from tracker.reports.care.medicines import EFFECTS

CATEGORY_NAMES = {
    "stomach": _("Stomach"),
    "operation": _("Operations"),
    "bowel": _("Bowel"),
    "infection": _("Infections"),
    "autoimmune": _("Autoimmune"),
    "family": _("Family"),
    "inherited": _("Inherited"),
    "baby": _("Babies"),
    "habit": _("Habits"),
    "caution": _("Cautions"),
    "tests": _("What bears on tests"),
    "look-alike": _("Look-alikes"),
}


@dataclass(frozen=True, slots=True)
class KnownRow:
    """One row of a table. `brands` are unconfirmed: (name, markets).

    `counts`: how it counts in the model, None where that depends on details. `kept_at`: the name of the address where
    people write it down. `prescribed`: a medicine of which one should not let oneself be talked out.
    """

    kind: str  # "medicine" or "condition"
    row: Medicine | Condition
    citations: tuple[Citation, ...]
    counts: Counts | None
    kept_at: str
    effect: str = ""
    brands: tuple[tuple[str, str], ...] = ()
    prescribed: bool = False

    @classmethod
    def medicine_or_404(cls, key: str) -> "KnownRow":
        row = MEDICINES.get(key)
        if row is None:
            raise Http404
        markets: dict[str, list[str]] = {}
        for brand in brands_of(key):
            markets.setdefault(brand.name, []).append(brand.market)
        return cls(
            kind="medicine",
            row=row,
            citations=tables.citations(row.sources),
            counts=counts_of(key, state_of(key)),
            kept_at=ELSEWHERE.get(row.group, "medicines"),
            effect=str(EFFECTS[row.effect]),
            brands=tuple(
                (name, ", ".join(where for where in sold if where != "any")) for name, sold in markets.items()
            ),
            prescribed=row.group not in ELSEWHERE,
        )

    @classmethod
    def condition_or_404(cls, key: str) -> "KnownRow":
        row = CONDITIONS.get(key)
        if row is None:
            raise Http404
        return cls("condition", row, tables.citations(row.sources), counts_of_row(key), "conditions")


@dataclass(frozen=True, slots=True)
class KnownGroup:
    name: str
    rows: tuple[Medicine | Condition, ...]


def medicine_groups() -> tuple[KnownGroup, ...]:
    """By what they do to B12, those that do most first; inside by name."""
    by_effect: dict[str, list[Medicine]] = {}
    for row in MEDICINES.values():
        by_effect.setdefault(str(EFFECTS[row.effect]), []).append(row)
    wanted = dict.fromkeys(str(name) for name in EFFECTS.values())
    return tuple(
        KnownGroup(name, tuple(sorted(by_effect[name], key=lambda row: row.name)))
        for name in wanted
        if name in by_effect
    )


def condition_groups() -> tuple[KnownGroup, ...]:
    return tuple(
        KnownGroup(str(CATEGORY_NAMES[category]), tuple(row for row in CONDITIONS.values() if row.category == category))
        for category in CATEGORIES
    )
