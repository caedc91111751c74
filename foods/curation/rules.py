"""What is odd about one food. Pure: a row in, doubts out; docs/curation.md says why each rule is as it is."""

import datetime as dt
import hashlib
import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from foods.choices import Basis, Category, Grade, Origin, Reliability
from foods.curation.rows import Row
from foods.curation.spread import Spread, Spreads, was_added
from foods.limits import cap
from foods.models import ConcernKind
from foods.reliability import FORTIFIABLE
from foods.search.folding import words

FAR = 3.5  # robust z of labels and what people typed (Iglewicz & Hoaglin 1993)
FAR_PUBLISHED = 5.0  # of what a public body analysed or calculated: nobody here can measure it again
NEAR = 2.0  # a corrected figure has to be an ordinary one
# mg and g taken for µg, or the other way round
FACTORS = (Decimal("0.001"), Decimal(1_000), Decimal("0.000001"), Decimal(1_000_000))
STALE_MONTHS = 24
LITTLE = Decimal("0.1")  # µg in the basis: below it an origin makes no difference

_PUBLISHED = {Grade.ANALYSED, Grade.CALCULATED}
# Plants make no B12: what such foods hold was added. Not cereals, sweets and dishes, which hold milk and eggs. So do
# mashed potatoes and smoothies, up to 0.4 µg in 100 g (FNDDS 2021–2023): there only more than that is asked about.
_MORE_THAN_MILK_AND_EGGS = Decimal("0.5")
_NO_B12_OF_THEIR_OWN = {
    Category.PLANT_DAIRY: LITTLE, Category.PLANT_PROTEIN: LITTLE, Category.LEGUMES: LITTLE, Category.NUTS: LITTLE,
    Category.SPREADS_YEAST: LITTLE, Category.VEGETABLES: _MORE_THAN_MILK_AND_EGGS,
    Category.FRUIT: _MORE_THAN_MILK_AND_EGGS,
}  # fmt: skip
_ORIGIN_OF: dict[str, str] = {Category.SUPPLEMENT: Origin.SUPPLEMENT, Category.INJECTION: Origin.INJECTED}
_DOSE = re.compile(r"(\d+(?:\.\d+)?)ug")  # as the search folds “1 mg”, “1,000 mcg”
_B12 = ("b12", "cobalamin")
_FINEST = Decimal("0.0001")  # as figures are stored
_DATE = re.compile(r"((?:19|20)\d\d)(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class Doubt:
    """`mark` is the same as long as the values are that it is about. `rank`: what comes first where room is short."""

    kind: str
    food_id: int
    mark: str
    facts: dict[str, Any] = field(default_factory=dict, compare=False)
    rank: tuple = ()
    other_id: int | None = None
    only_logged: bool = False  # not worth a look before people log the food


def doubts(row: Row, spreads: Spreads, today: dt.date) -> Iterator[Doubt]:
    """Everything that is odd about one food by itself; of its figure the one thing that explains most."""
    for rule in (figure, stale, unsourced, no_origin):
        if found := rule(row, spreads, today):
            yield found


# --- the figure -----------------------------------------------------------------------------------------------------
def figure(row: Row, spreads: Spreads, today: dt.date) -> Doubt | None:
    """A slip of the unit, a figure that cannot be, or one far from all others of its category."""
    if not row.b12_ug:
        return None
    limit, spread = cap(row.category, row.basis), _spread_of(row, spreads)
    usual = {} if spread is None else {"median": _text(Decimal(f"{spread.median_ug:.3g}")), "figures": spread.figures}
    if named := dose_of_name(row):
        return _of_figure(ConcernKind.UNIT, row, named, {"named": _text(named)})
    too_much = row.b12_ug > limit.soft
    if spread is not None and (factor := slip(row, spread, too_much=too_much)):
        return _of_figure(ConcernKind.UNIT, row, row.b12_ug * factor, usual)
    if too_much:
        return _of_figure(ConcernKind.IMPOSSIBLE, row, None, usual | {"cap": _text(limit.soft), "why": limit.why})
    if spread is not None and is_far(row, spread):
        return _of_figure(ConcernKind.OUTLIER, row, None, usual | {"z": round(spread.z(float(row.b12_ug)), 1)})
    return None


def _spread_of(row: Row, spreads: Spreads) -> Spread | None:
    """What is usual for such foods; None where nothing is: makers choose doses, and what does not count needs none."""
    if row.category in _ORIGIN_OF or row.reliability != Reliability.ACTIVE:
        return None
    return spreads.get((row.category, row.basis, was_added(row.origin, row.b12_added_ug)))


def is_far(row: Row, spread: Spread) -> bool:
    """Far above the others; far below only where a label or a person says so: there is no least by nature."""
    z = spread.z(float(row.b12_ug or 0))
    return z > FAR_PUBLISHED if row.grade in _PUBLISHED else abs(z) > FAR


def slip(row: Row, spread: Spread, *, too_much: bool) -> Decimal | None:
    """What the figure has to be multiplied with to be ordinary; None where no slip of the unit explains it."""
    ug = row.b12_ug or Decimal(0)
    if not (too_much or is_far(row, spread)):
        return None
    for factor in FACTORS:
        if abs(spread.z(float(ug * factor))) <= NEAR and ug * factor <= cap(row.category, row.basis).soft:
            return factor
    return None


def dose_of_name(row: Row) -> Decimal | None:
    """The one dose that the name of a tablet says, where the figure is it in another unit: “B12 1 mg” with 1 µg."""
    said = words(row.name) if row.basis == Basis.UNIT else []
    doses = {Decimal(match[1]) for word in said if (match := _DOSE.fullmatch(word))}
    if len(doses) != 1 or not any(word.endswith(_B12) for word in said):
        return None
    (dose,) = doses
    return dose if dose and row.b12_ug and any(row.b12_ug == dose * factor for factor in FACTORS) else None


def _of_figure(kind: str, row: Row, then: Decimal | None, facts: dict[str, Any]) -> Doubt:
    if then:
        facts = facts | {"times": times(row.b12_ug or Decimal(0), then)}
    return Doubt(
        kind=kind,
        food_id=row.pk,
        mark=mark_of(kind, row.pk, row.category, row.basis, row.b12_ug),
        facts={"changes": changes_of(row, then), **facts},
        rank=(-float(row.b12_ug or 0),),
    )


def times(now: Decimal, then: Decimal) -> str:
    """How many times the corrected figure the present one is: “1000”, “0.001”."""
    return f"{Decimal(f'{now / then:.1g}'):f}"


def changes_of(row: Row, then: Decimal | None) -> dict[str, list]:
    """The figure and what hangs on it, as {field: [now, then]}: what was added and the range move along or go."""
    changes: dict[str, list] = {"b12_ug": [_text(row.b12_ug), _text(then)]}
    factor = None if then is None or not row.b12_ug else then / row.b12_ug
    for name, now in (("b12_added_ug", row.b12_added_ug), ("low_ug", row.low_ug), ("high_ug", row.high_ug)):
        if now:
            changes[name] = [_text(now), None if factor is None else _text(now * factor)]
        elif now is not None and name != "b12_added_ug" and factor is None:
            changes[name] = [_text(now), None]
    return changes


# --- how old it is --------------------------------------------------------------------------------------------------
def stale(row: Row, spreads: Spreads, today: dt.date) -> Doubt | None:
    """Labels and fortified foods change with recipes; what an animal holds by nature does not."""
    ends = end_of(row.figure_date)
    if row.b12_ug is None or ends is None or not (is_fortified(row) or row.grade in (Grade.LABEL, Grade.USER)):
        return None
    if months_later(ends, STALE_MONTHS) >= today:
        return None
    return Doubt(
        kind=ConcernKind.STALE,
        food_id=row.pk,
        mark=mark_of(ConcernKind.STALE, row.pk, row.figure_date, row.b12_ug),
        facts={"figure_date": row.figure_date, "fortified": is_fortified(row)},
        rank=(not is_fortified(row), row.figure_date),
        only_logged=row.imported,  # its next edition is what brings it up to date
    )


def is_fortified(row: Row) -> bool:
    if row.b12_added_ug is not None:
        return row.b12_added_ug > 0
    return row.origin != Origin.FOOD or row.category in FORTIFIABLE


def end_of(date: str) -> dt.date | None:
    """The last day that “2023”, “2023-05” or “2023-05-17” can mean; None for anything else."""
    match = _DATE.fullmatch(date)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 12), match[3]
    try:
        return dt.date(year, month, int(day) if day else monthrange(year, month)[1])
    except ValueError:  # no such month or day
        return None


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months on; the last of the month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


# --- where it is from -----------------------------------------------------------------------------------------------
def unsourced(row: Row, spreads: Spreads, today: dt.date) -> Doubt | None:
    """A figure that somebody typed, or of a source that nobody can open."""
    typed = row.grade == Grade.USER
    if row.b12_ug is None or (row.source_is_open and not typed):
        return None
    facts: dict[str, Any] = {"source": row.source_key}
    if typed and row.source_key == "label":
        facts["changes"] = {"grade": [Grade.USER, Grade.LABEL]}
    mark = mark_of(ConcernKind.UNSOURCED, row.pk, row.source_key, row.grade, row.b12_ug)
    return Doubt(ConcernKind.UNSOURCED, row.pk, mark, facts, (-float(row.b12_ug),))


def no_origin(row: Row, spreads: Spreads, today: dt.date) -> Doubt | None:
    """B12 is said to be natural where there is none by nature: then it was added, or the figure is wrong."""
    ug = row.b12_ug or Decimal(0)
    if row.origin != Origin.FOOD or row.reliability != Reliability.ACTIVE or ug < LITTLE:
        return None
    said = _ORIGIN_OF.get(row.category)
    least = _NO_B12_OF_THEIR_OWN.get(row.category)
    if said is None and least is not None and ug >= least:
        said = Origin.ADDED
    if said is None:
        return None
    facts = {
        "changes": {"origin": [row.origin, str(said)], "b12_added_ug": [_text(row.b12_added_ug), _text(row.b12_ug)]}
    }
    mark = mark_of(ConcernKind.NO_ORIGIN, row.pk, row.category, row.b12_ug)
    return Doubt(ConcernKind.NO_ORIGIN, row.pk, mark, facts, (-float(ug),))


# --- words ----------------------------------------------------------------------------------------------------------
def mark_of(kind: str, *about: object) -> str:
    """The name of a doubt and of the values it is about: at most 64 signs, the same for the same values."""
    said = "|".join(_text(one) or "" if isinstance(one, Decimal | None) else str(one) for one in about)
    return f"{kind}:{hashlib.sha256(said.encode()).hexdigest()[:40]}"


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.quantize(_FINEST).normalize():f}"
