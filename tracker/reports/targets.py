"""Which reference value a page compares with, and who says so."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.domain.references import Reference, Target
from tracker.domain.tables import Citation, citation
from tracker.models.profile import Authority


@dataclass(frozen=True, slots=True)
class TargetNote:
    """A target as it is written: `ug` a day, whose, what kind of value, since when, and what was assumed."""

    ug: Decimal
    authority: str
    kind: str
    year: int
    cited: Citation | None
    assumed_adult: bool
    asked_of: str  # the authority that gives no value for this person; empty where the one asked answered
    unconfirmed: bool


def note_of(target: Target) -> TargetNote:
    """Made once for each target and language: there are some hundred, and every page has one."""
    return _note(target, get_language())


@lru_cache(maxsize=512)
def _note(target: Target, language: str | None) -> TargetNote:
    reference = target.reference
    return TargetNote(
        ug=target_ug(target),
        authority=str(Authority(target.authority).label),
        kind=_kind(reference),
        year=reference.year,
        cited=next((found for key in reference.source_keys if (found := citation(key))), None),
        assumed_adult=target.assumed_adult,
        asked_of=str(Authority(target.asked_of).label) if target.is_fallback else "",
        unconfirmed=reference.unconfirmed,
    )


def target_ug(target: Target) -> Decimal:
    """The target as pages reckon with it."""
    return Decimal(str(target.ug))


def _kind(reference: Reference) -> str:
    name = _("adequate intake") if reference.kind == "AI" else _("recommended intake")
    return f"{name} ({reference.kind})"
