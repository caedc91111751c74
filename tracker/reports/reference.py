"""Reference values for one person: theirs, and those of every other authority beside them. No query."""

import datetime as dt
from dataclasses import dataclass
from math import inf

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from tracker.domain import tables
from tracker.domain.limits import Off, absorbed_off
from tracker.domain.references import LIMIT_KINDS, Person, Reference, Target, all_targets, every_row, rows_for
from tracker.models.profile import Authority, Sex
from tracker.people import circumstances_of, profile_of, reference_person, target_of

LEFT_OUT = {
    Off.CHILD: gettext_lazy(
        "Under 18, the app leaves out what was probably absorbed and the model of the months ahead: both are made "
        "for adults. Logging and these values stay."
    ),
    Off.PREGNANT: gettext_lazy(
        "In pregnancy, the app leaves out what was probably absorbed and the model of the months ahead: nobody has "
        "shown that they fit. Logging and these values stay."
    ),
    Off.BREASTFEEDING: gettext_lazy(
        "While you breastfeed, the app leaves out what was probably absorbed and the model of the months ahead: "
        "nobody has shown that they fit. Logging and these values stay."
    ),
    Off.INHERITED: gettext_lazy(
        "With an inherited disorder of B12, the app leaves out what was probably absorbed and the model of the months "
        "ahead: neither fits. Logging and these values stay."
    ),
}
KINDS = {
    "EAR": gettext_lazy("estimated average requirement: enough for half of all healthy people"),
    "RDA": gettext_lazy("recommended dietary allowance: enough for nearly all healthy people"),
    "RNI": gettext_lazy("reference or recommended nutrient intake: enough for nearly all healthy people"),
    "RDI": gettext_lazy("recommended dietary intake: enough for nearly all healthy people"),
    "AI": gettext_lazy("adequate intake: an amount that seems enough, where a requirement could not be worked out"),
    "LRNI": gettext_lazy("lower reference nutrient intake: enough for only a few people"),
    "UL": gettext_lazy("upper limit"),
    "GL": gettext_lazy("guidance level for supplements"),
}
WHY_DIFFERENT = {"older": ("S2",), "newer": ("S15", "S17")}  # against anaemia; several blood markers together
NO_LIMIT = ("S2", "S125")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a table as it is shown. `ug` None: none set. `numbers`: where its publications stand in the list."""

    kind: str
    meaning: str
    ug: float | None
    year: int
    whom: str
    unconfirmed: bool
    number: int
    authority: str


@dataclass(frozen=True, slots=True)
class Line:
    """One authority: its value for this person (None: it gives none) and the floor below it (None: there is none)."""

    authority: str
    yours: bool
    value: Figure | None
    floor: Figure | None
    floor_is_borrowed: bool


@dataclass(frozen=True, slots=True)
class Publication:
    number: int
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """All that the page says. `yours` is the line of the authority that applies; `asked_of` is set where the one that
    was asked gives no value."""

    yours: Line
    about: str
    by_zone: bool
    asked_of: str
    assumed_adult: bool
    left_out: str
    lines: tuple[Line, ...]
    also: tuple[Figure, ...]
    guidance: Figure
    lowest_ug: float
    highest_ug: float
    numbers: dict[str, tuple[int, ...]]
    publications: tuple[Publication, ...]

    @property
    def letters(self) -> list[tuple[str, str]]:
        """The kinds of value that stand beside each other, and what they mean."""
        there = {line.value.kind for line in self.lines if line.value} | {"EAR"}
        return [(kind, str(meaning)) for kind, meaning in KINDS.items() if kind in there]

    @classmethod
    def build(cls, person: User, *, today: dt.date) -> "ReferencePage":
        about, target = reference_person(person, today=today), target_of(person, today=today)
        list_of = _List()
        lines = tuple(
            _line(authority, found, list_of, yours=authority == target.authority)
            for authority, found in all_targets(about)
        )
        adults = [found.ug for _authority, found in all_targets(Person()) if found]
        return cls(
            yours=next(line for line in lines if line.yours),
            about=_about(about),
            by_zone=not profile_of(person).authority,
            asked_of=_name(target.asked_of) if target.is_fallback else "",
            assumed_adult=target.assumed_adult,
            left_out=_left_out(person, today),
            lines=lines,
            also=_also(target, about, list_of),
            guidance=next(_figure(row, list_of) for row in every_row() if row.kind == "GL"),
            lowest_ug=min(adults),
            highest_ug=max(adults),
            numbers={
                **{name: list_of.numbers(keys) for name, keys in WHY_DIFFERENT.items()},
                "no_limit": list_of.numbers(NO_LIMIT),
            },
            publications=list_of.all(),
        )


class _List:
    """The publications that a page names, numbered in the order in which they come up."""

    def __init__(self) -> None:
        self._found: dict[str, Publication] = {}

    def numbers(self, keys: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(self._number(cited) for cited in tables.citations(keys))

    def _number(self, cited: tables.Citation) -> int:
        return self._found.setdefault(cited.text, Publication(len(self._found) + 1, cited.text, cited.url)).number

    def all(self) -> tuple[Publication, ...]:
        return tuple(self._found.values())


def _line(authority: str, target: Target | None, list_of: _List, *, yours: bool) -> Line:
    floor = target.floor if target else None
    return Line(
        authority=_name(authority),
        yours=yours,
        value=_figure(target.reference, list_of) if target else None,
        floor=_figure(floor, list_of) if floor else None,
        floor_is_borrowed=floor is not None and floor.authority != authority,
    )


def _figure(row: Reference, list_of: _List) -> Figure:
    return Figure(
        kind=row.kind,
        meaning=str(KINDS[row.kind]),
        ug=row.value_ug,
        year=row.year,
        whom=_whom(row),
        unconfirmed=row.unconfirmed,
        number=list_of.numbers(row.source_keys[:1])[0],  # the authority's own publication
        authority=_name(row.authority),
    )


def _name(authority: str) -> str:
    return str(Authority(authority).label)


def _also(target: Target, about: Person, list_of: _List) -> tuple[Figure, ...]:
    """What else the same authority says to this person: neither the target nor its floor, and no limits."""
    shown = {target.reference, target.floor}
    rows = rows_for(target.authority, about)
    return tuple(
        _figure(row, list_of) for row in rows if row not in shown and row.kind in KINDS and row.kind not in LIMIT_KINDS
    )


def _left_out(person: User, today: dt.date) -> str:
    """What the app leaves out for this person and why: the first reason. Empty where it leaves out nothing."""
    about = circumstances_of(person, today=today, tracked_days=0, entries=0, unknown_entries=0)
    return next((str(LEFT_OUT[reason]) for reason in absorbed_off(about) if reason in LEFT_OUT), "")


def _about(about: Person) -> str:
    """“42 years, female”, “pregnant”; empty where nothing was said."""
    stage = {"pregnant": _("pregnant"), "breastfeeding": _("breastfeeding")}.get(about.life_stage)
    sex = str(Sex(about.sex).label).lower() if about.sex else None
    return ", ".join(filter(None, [_age(about.age_years), sex, stage]))


def _age(years: float | None) -> str | None:
    if years is None:
        return None
    if years < 2:
        months = int(years * 12)
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    return ngettext("%(n)d year", "%(n)d years", int(years)) % {"n": int(years)}


def _whom(row: Reference) -> str:
    """Whom a row is for, in words: “4 to 8 years”, “7 to 11 months”, “19 years and over”, “girls, 11 to 14 years”."""
    if row.for_stage:
        return _("in pregnancy") if row.life_stage == "pregnancy" else _("while breastfeeding")
    sex = {"female": _("girls"), "male": _("boys")}.get(row.sex)
    return ", ".join(filter(None, [sex, _ages(row.age_from_years, row.age_to_years)]))


def _ages(first: float, end: float) -> str:
    if end == inf:
        return _("%(n)d years and over") % {"n": first} if first else _("all ages")
    if end <= 1:
        return _("%(first)d to %(last)d months") % {"first": round(first * 12), "last": round(end * 12) - 1}
    return _("%(first)d to %(last)d years") % {"first": first, "last": end - 1}
