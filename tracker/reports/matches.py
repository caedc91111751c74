"""The log sheet: what matches what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.utils.translation import gettext as _

from accounts.models import User
from foods import search
from foods.choices import Basis, Reliability
from foods.models import Portion
from foods.search import Hit
from foods.units import describe_amount, format_ug, ug_in
from tracker.domain.amounts import first_amount
from tracker.reports.recent import Way, last_ways
from tracker.reports.usuals import what_value

SHOWN = 8
MOST_BOOSTS = 12  # foods that are had often come first among what matches


@dataclass(frozen=True, slots=True)
class HitRow:
    """One match: `what` is what its button posts, `ug` the figure of the shown amount."""

    food_id: int
    parts: tuple[tuple[str, bool], ...]
    name: str
    brand: str
    amount: str
    ug: Decimal | None
    origin: str
    grade: str
    reliability: str
    tag: str
    alias: str
    what: str
    count: Decimal  # how many of its portion, or of g, ml or pieces
    one: tuple[str, Decimal, str, Decimal | None]  # its portion, that portion's quantity, the basis, µg in the basis

    @property
    def each(self) -> str:
        """“egg, 50 g · 0.41 µg”: one portion of it in words, for a line of several."""
        portion, size, basis, b12_ug = self.one
        words = describe_amount(Decimal(1), portion, size, basis).removeprefix("1 ")
        ug = ug_in(size, b12_ug, basis) if self.reliability == Reliability.ACTIVE else Decimal(0)
        return f"{words} · {_('unknown') if ug is None else f'{format_ug(ug)} µg'}"


@dataclass(frozen=True, slots=True)
class Matches:
    """What a search found, as the log sheet prints it."""

    query: str
    searched: str
    repaired: bool
    more: bool
    rows: tuple[HitRow, ...]


def matches(person: User, query: str, *, exact: bool = False) -> Matches:
    """Two queries: what the person logs, and the search itself; a third where a portion is not the default one."""
    return _matches(person, query, ways=last_ways(person), exact=exact)


def _matches(person: User, query: str, *, ways: Mapping[int, Way], exact: bool = False, limit: int = SHOWN) -> Matches:
    boosts = {food_id: float(way.times) for food_id, way in islice(ways.items(), MOST_BOOSTS)}
    found = search.search(query, owner_id=person.pk, boosts=boosts, limit=limit, exact=exact)
    had = {hit.food_id: way for hit in found.hits if (way := ways.get(hit.food_id))}
    portions = _portions({way.portion_id for way in had.values() if way.portion_id}, found.hits)
    rows = tuple(_hit_row(hit, found.searched, way=had.get(hit.food_id), portions=portions) for hit in found.hits)
    return Matches(found.query, found.searched, found.repaired, found.more, rows)


def _portions(ids: set[int], hits: Sequence[Hit]) -> dict[int, tuple[str, Decimal]]:
    """Names and quantities of the portions that hits were last had in; asks only for those not in the hits."""
    known = {hit.portion_id: (hit.portion_name, hit.portion_quantity) for hit in hits if hit.portion_id}
    if missing := ids - known.keys():
        known |= {
            pk: (name, quantity)
            for pk, name, quantity in Portion.objects.filter(pk__in=missing).values_list("pk", "name", "quantity")
        }
    return known


def _hit_row(hit: Hit, searched: str, *, way: Way | None, portions: dict[int, tuple[str, Decimal]]) -> HitRow:
    portion_id = hit.portion_id
    amount = first_amount(portioned=portion_id is not None, counted=hit.basis == Basis.UNIT)
    if way and (way.portion_id is None or way.portion_id in portions):
        portion_id, amount = way.portion_id, Decimal(str(way.amount))
    portion = portions[portion_id] if portion_id else ("", Decimal(1))
    return hit_row(hit, searched, portion_id=portion_id, portion=portion, amount=amount, usual=way is not None)


def hit_row(
    hit: Hit, searched: str, *, portion_id: int | None, portion: tuple[str, Decimal], amount: Decimal, usual: bool
) -> HitRow:
    """A match in this amount of this portion; `portion` is its name and quantity, ("", 1) for g, ml or pieces."""
    name, size = portion
    quantity = amount * size
    return HitRow(
        food_id=hit.food_id,
        parts=tuple(search.highlight(hit.name, searched)),
        name=hit.name,
        brand=hit.brand,
        amount=describe_amount(amount, name, quantity, hit.basis),
        ug=ug_in(quantity, hit.b12_ug, hit.basis),
        origin="unknown" if hit.b12_ug is None else hit.origin,
        grade=hit.grade,
        reliability=hit.reliability,
        tag=_("usual") if usual else _("yours") if hit.own else "",
        alias=hit.matched_alias,
        what=what_value(hit.food_id, portion_id, amount),
        count=amount,
        one=(name, size, hit.basis, hit.b12_ug),
    )
