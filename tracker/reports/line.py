"""A line of several things, resolved: which food each name means, in which portion, how much, and how sure that is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from foods.choices import Category
from foods.search import Hit
from foods.search.folding import words as folded
from tracker.domain.line import MOST_ITEMS, WITH, Line, Piece, Thing, read
from tracker.people import today_of
from tracker.reports.line_amounts import Doubt, Much, Size, much_of, sizes_of
from tracker.reports.line_names import Finder, Found
from tracker.reports.matches import HitRow, hit_row
from tracker.reports.recent import last_ways

CEREALS = (Category.CEREAL_FORTIFIED, Category.CEREAL)


@dataclass(frozen=True, slots=True)
class ResolvedItem:
    """One thing of the line. `rows` are the foods it may mean, likeliest first, each in the amount that was said;
    `food_id` is that of the first, None where the table knows nothing of that name. `amount` counts `portion_id`,
    or g, ml or pieces where it is None. `portions` are those of the chosen food.

    Not `sure`: somebody should look at it, and `doubt` says why. `low`, `high`: a range that was said, as `amount`.
    """

    number: int
    typed: str
    start: int
    end: int
    name: str
    rows: tuple[HitRow, ...]
    food_id: int | None
    portion_id: int | None
    amount: Decimal
    portions: tuple[Size, ...]
    sure: bool
    doubt: Doubt | None
    low: Decimal | None
    high: Decimal | None

    @property
    def asks(self) -> str:
        """Why it is not sure, in a sentence."""
        return "" if self.doubt is None else self.doubt.says


@dataclass(frozen=True, slots=True)
class ResolvedLine:
    """`left_out`: what a line holds beyond the things that one page takes."""

    text: str
    items: tuple[ResolvedItem, ...]
    not_understood: tuple[Piece, ...]
    day: dt.date | None
    time: dt.time | None
    left_out: tuple[str, ...]


def resolve(person: User, text: str, *, now: dt.datetime) -> ResolvedLine:
    """The things of a line with their foods. Queries: what the person logs, the portions, and a few for each name."""
    line = read(text, today=today_of(person, now=now), now=now.astimezone(person.zone).replace(tzinfo=None))
    finder = Finder(person, last_ways(person))
    things = finder.settled(line.things)
    kept = things[:MOST_ITEMS]
    found = [finder.find(thing) for thing in kept]
    sizes = sizes_of({hit.food_id for one in found for hit in one.hits})
    items = []
    for n, (thing, one) in enumerate(zip(kept, found, strict=True)):
        beside = _beside(thing, kept[n - 1], found[n - 1]) if n else frozenset()
        items.append(
            _item(n, line.text, thing, one, [_much(thing, hit, sizes, finder, beside) for hit in one.hits], sizes)
        )
    return _line(line, tuple(items), things[MOST_ITEMS:])


def resolve_several(person: User, text: str, *, now: dt.datetime, repaired: bool = False) -> ResolvedLine | None:
    """The line where it holds several things; None, without a query, where it clearly is one.

    `repaired`: the search found nothing that is called so; then several words may be several foods said in a row.
    """
    things = read(text, today=now.date(), now=now).things
    if len(things) < 2 and not (repaired and things and len(things[0].words) > 1):
        return None
    line = resolve(person, text, now=now)
    return line if len(line.items) > 1 else None


def _line(line: Line, items: tuple[ResolvedItem, ...], rest: Sequence[Thing]) -> ResolvedLine:
    left = tuple(thing.typed for thing in rest)
    return ResolvedLine(line.text, items, line.not_understood, line.day, line.time, left)


def _much(thing: Thing, hit: Hit, sizes: dict[int, list[Size]], finder: Finder, beside: frozenset[str]) -> Much:
    return much_of(thing, hit, sizes.get(hit.food_id, []), way=finder.ways.get(hit.food_id), beside=beside)


def _beside(thing: Thing, before: Thing, found: Found) -> frozenset[str]:
    """What this was had with: milk after “coffee with” is a splash."""
    if thing.joiner.lower() not in WITH:
        return frozenset()
    about = folded(before.name)
    if found.hits:
        about = [*about, *folded(found.hits[0].name), *(["cereal"] if found.hits[0].category in CEREALS else [])]
    return frozenset([*about, "bread"] if "toast" in about else about)


def _item(
    number: int, text: str, thing: Thing, found: Found, much: Sequence[Much], sizes: dict[int, list[Size]]
) -> ResolvedItem:
    rows = tuple(_row(hit, found, one) for hit, one in zip(found.hits, much, strict=True))
    first = much[0] if much else Much(None, "", Decimal(1), thing.amount or Decimal(1), doubt=Doubt.NAME)
    doubt = Doubt.NAME if not found.whole else first.doubt
    return ResolvedItem(
        number=number,
        typed=text[thing.start : thing.end],
        start=thing.start,
        end=thing.end,
        name=thing.name,
        rows=rows,
        food_id=rows[0].food_id if rows else None,
        portion_id=first.portion_id,
        amount=first.amount,
        portions=tuple(sizes.get(rows[0].food_id, ())) if rows else (),
        sure=doubt is None,
        doubt=doubt,
        low=first.low,
        high=first.high,
    )


def _row(hit: Hit, found: Found, much: Much) -> HitRow:
    portion = (much.name, much.size)
    return hit_row(
        hit, found.searched, portion_id=much.portion_id, portion=portion, amount=much.amount, usual=much.usual
    )
