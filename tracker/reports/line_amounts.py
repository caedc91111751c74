"""How much of a food was said: which of its portions, how many, and what was left open."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from foods.choices import Basis, Category
from foods.lean import portions_of
from foods.search import Hit
from foods.search.folding import words as folded
from tracker.domain.amounts import first_amount
from tracker.domain.line import Measure, Thing, Unit, UnitKind
from tracker.reports.recent import Way

MOST_STORED = Decimal("0.001")
MANY = 4  # of a portion that is a measure, not a piece
_SIZES = {
    "small": "small", "little": "small", "tiny": "small", "klein": "small", "kleine": "small", "kleiner": "small",
    "kleines": "small", "kleinen": "small", "petit": "small", "petite": "small", "petits": "small",
    "petites": "small", "pequeno": "small", "pequena": "small", "pequenos": "small", "pequenas": "small",
    "large": "large", "big": "large", "huge": "large", "giant": "large", "gross": "large", "grosse": "large",
    "grosser": "large", "grosses": "large", "grossen": "large", "grand": "large", "grande": "large",
    "grands": "large", "grandes": "large", "gros": "large", "medium": "medium", "regular": "medium",
    "mittlere": "medium", "mittleres": "medium", "mini": "mini", "thick": "thick", "thin": "thin",
    "heaped": "heaped", "heaping": "heaped", "whole": "whole",
}  # fmt: skip
_SAID_OF_SIZE = frozenset(_SIZES.values()) | {"half", "individual"}
_DRINKS = (Category.MILK_CREAM, Category.PLANT_DAIRY, Category.DRINKS_NUTRITION, Category.FATS_SWEETS_DRINKS)
_OF_DRINKS = frozenset(["glass", "mug", "pint", "splash", "bottle", "can", "carton", "cup", "small", "fluid"])
_SPOONS = {"cup": Decimal(240), "tablespoon": Decimal(15), "teaspoon": Decimal(5)}  # ml
_MEASURES = frozenset(["handful", "portion", "cup", "bowl", "tablespoon", "teaspoon", "crumbled", "grated", "for"])


class Doubt(StrEnum):
    """Why somebody should look at it."""

    NAME = "name"
    UNIT = "unit"
    VOLUME = "volume"
    COUNT = "count"
    VAGUE = "vague"
    BARE = "bare"

    @property
    def says(self) -> str:
        return {
            Doubt.NAME: _("The table may not know this by that name. Is this what you had?"),
            Doubt.UNIT: _("The table has no such portion of it. Check how much it was."),
            Doubt.VOLUME: _("What that much of it weighs is not known. Check how much it was."),
            Doubt.COUNT: _("The table does not know what one of them weighs. Check how much it was."),
            Doubt.VAGUE: _("You did not say how much. Check it."),
            Doubt.BARE: _("Taken as grams. Is that right?"),
        }[self]


@dataclass(frozen=True, slots=True)
class Size:
    """A portion of a food."""

    portion_id: int
    name: str
    quantity: Decimal
    is_default: bool

    @property
    def is_for_something(self) -> bool:
        """ "splash in tea or coffee", "cup on cereal"."""
        return bool({"in", "on", "for"} & set(self.words))

    @property
    def words(self) -> list[str]:
        return folded(self.name)


@dataclass(frozen=True, slots=True)
class Much:
    """`amount` of a portion called `name` of `size` g, ml or units; of g, ml or units where `portion_id` is None."""

    portion_id: int | None
    name: str
    size: Decimal
    amount: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    doubt: Doubt | None = None
    usual: bool = False


def sizes_of(food_ids: Set[int]) -> dict[int, list[Size]]:
    """The portions of these foods in their order. One query."""
    return {food_id: [Size(*one) for one in portions] for food_id, portions in portions_of(food_ids).items()}


def much_of(thing: Thing, hit: Hit, sizes: Sequence[Size], *, way: Way | None, beside: frozenset[str]) -> Much:
    """How much of this food the thing says. What was not said is as it was last had, else one default portion."""
    asked = _asked_sizes(thing)
    if thing.total is not None:
        return _weighed(thing, thing.total, hit, sizes)
    if thing.each is not None and thing.amount is not None:
        return _each(thing, thing.each, hit, sizes)
    if thing.unit is not None:
        return _in_unit(thing, thing.unit, hit, sizes, asked)
    if thing.bare and hit.basis != Basis.UNIT:
        return _base(thing, thing.amount or Decimal(1), doubt=Doubt.BARE)
    if thing.amount is None or thing.vague:
        return _unsaid(thing, hit, sizes, asked, way, beside)
    return _counted(thing, hit, sizes, asked)


def _asked_sizes(thing: Thing) -> frozenset[str]:
    return frozenset(_SIZES[size] for size in thing.sizes if size in _SIZES)


def _default(sizes: Sequence[Size]) -> Size | None:
    return next((size for size in sizes if size.is_default), None)


def _of(
    thing: Thing, size: Size | None, amount: Decimal, *, doubt: Doubt | None = None, times: Decimal = Decimal(1)
) -> Much:
    """So many of a portion, with the range that was said."""
    if size is None:
        return _base(thing, amount, doubt=doubt)
    low, high = (None if one is None else one * times for one in (thing.low, thing.high))
    return Much(size.portion_id, size.name, size.quantity, amount * times, low, high, doubt or _vague(thing))


def _vague(thing: Thing) -> Doubt | None:
    return Doubt.VAGUE if thing.vague else None


def _base(thing: Thing, quantity: Decimal, *, doubt: Doubt | None = None, factor: Decimal = Decimal(1)) -> Much:
    """So many g, ml or units."""
    low, high = (None if one is None else (one * factor).quantize(MOST_STORED) for one in (thing.low, thing.high))
    amount = max((quantity * factor).quantize(MOST_STORED), MOST_STORED)
    return Much(None, "", Decimal(1), amount, low, high, doubt or _vague(thing))


def _guess(thing: Thing, hit: Hit, sizes: Sequence[Size], doubt: Doubt) -> Much:
    """One default portion, to be looked at: nothing is made up."""
    first = first_amount(portioned=bool(sizes), counted=hit.basis == Basis.UNIT)
    size = _default(sizes)
    if size is None:
        return Much(None, "", Decimal(1), first, doubt=doubt)
    return Much(size.portion_id, size.name, size.quantity, Decimal(1), doubt=doubt)


def _weighed(thing: Thing, total: Measure, hit: Hit, sizes: Sequence[Size]) -> Much:
    factor = _factor(total.kind, hit, sizes)
    if factor is None:
        return _guess(thing, hit, sizes, Doubt.UNIT if hit.basis == Basis.UNIT else Doubt.VOLUME)
    return _base(thing, total.value, factor=factor)


def _each(thing: Thing, each: Measure, hit: Hit, sizes: Sequence[Size]) -> Much:
    factor = _factor(each.kind, hit, sizes)
    if factor is None:
        return _guess(thing, hit, sizes, Doubt.UNIT if hit.basis == Basis.UNIT else Doubt.VOLUME)
    return _base(thing, thing.amount or Decimal(1), factor=factor * each.value)


def _factor(kind: UnitKind, hit: Hit, sizes: Sequence[Size]) -> Decimal | None:
    """What one g or ml is in the food's basis; None where nobody knows."""
    if hit.basis == Basis.UNIT:
        return None
    if kind is UnitKind.MASS:
        return Decimal(1) if hit.basis == Basis.G100 or is_drink(hit, sizes) else None
    return _g_per_ml(hit, sizes)


def is_drink(hit: Hit, sizes: Sequence[Size]) -> bool:
    """Whether it is like water: 1 ml weighs 1 g, to 5 in 100."""
    if hit.basis == Basis.ML100:
        return True
    return (
        hit.category in _DRINKS
        and any(size.words[:1] and size.words[0] in _OF_DRINKS for size in sizes)
        and not (any(size.words[:1] == ["tablespoon"] for size in sizes))
    )


def _g_per_ml(hit: Hit, sizes: Sequence[Size]) -> Decimal | None:
    """From the food's own cup or spoon, 1 for a drink; None where nobody knows."""
    if is_drink(hit, sizes):
        return Decimal(1)
    for spoon, ml in _SPOONS.items():
        for size in sizes:
            if spoon in size.words and not _SAID_OF_SIZE & set(size.words):
                return size.quantity / ml
    return None


def _in_unit(thing: Thing, unit: Unit, hit: Hit, sizes: Sequence[Size], asked: frozenset[str]) -> Much:
    amount = thing.amount or Decimal(1)
    fixed = unit.base is not None  # a cup is a cup, “cup on cereal” what somebody pours there
    if chosen := _named(unit.names, [size for size in sizes if not (fixed and size.is_for_something)], asked):
        if "drop" in unit.names and "dose" in chosen.words:
            return _guess(thing, hit, sizes, Doubt.UNIT)
        return _of(thing, chosen, amount, times=Decimal(2) if chosen.words[0] == "half" else Decimal(1))
    if unit.base is not None and hit.basis != Basis.UNIT and (per_ml := _g_per_ml(hit, sizes)):
        return _base(thing, amount, factor=unit.base * per_ml)
    default = _default(sizes)
    if unit.names[0] in ("piece", "portion") and default:
        return _of(
            thing, default, amount, doubt=None if unit.names[0] == "portion" or _is_piece(default) else Doubt.UNIT
        )
    if unit.form and hit.basis == Basis.UNIT:
        return _of(thing, default, amount, doubt=None)
    return _of(thing, default, amount, doubt=Doubt.UNIT) if default else _guess(thing, hit, sizes, Doubt.UNIT)


def _named(names: Sequence[str], sizes: Sequence[Size], asked: frozenset[str]) -> Size | None:
    """The portion that is called by one of these words, and in the size that was asked for."""
    scored = [(_score(size, name, asked) - 25 * rank, size) for rank, name in enumerate(names) for size in sizes]
    best = max(scored, key=lambda one: one[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def _score(size: Size, name: str, asked: frozenset[str]) -> int:
    words = size.words
    wanted = folded(name)
    if not set(wanted) <= set(words):
        return -100
    says = _SAID_OF_SIZE & set(words)
    return 100 - 4 * len(words) + 5 * size.is_default + 30 * len(says & asked) - 20 * len(says - asked)


def _is_piece(size: Size) -> bool:
    return not size.words or size.words[0] not in _MEASURES


def _unsaid(
    thing: Thing, hit: Hit, sizes: Sequence[Size], asked: frozenset[str], way: Way | None, beside: frozenset[str]
) -> Much:
    for size in sizes:
        if beside & set(size.words[1:]):
            return _of(thing, size, Decimal(1))
    if asked and (chosen := _sized(sizes, asked)):
        return _of(thing, chosen, Decimal(1))
    ids = {size.portion_id: size for size in sizes}
    if way and not thing.vague and (way.portion_id is None or way.portion_id in ids):
        had = ids.get(way.portion_id) if way.portion_id else None
        name, quantity = (had.name, had.quantity) if had else ("", Decimal(1))
        return Much(way.portion_id, name, quantity, Decimal(str(way.amount)), usual=True)
    default = _default(sizes)
    if default is None:
        return Much(
            None, "", Decimal(1), first_amount(portioned=False, counted=hit.basis == Basis.UNIT), doubt=_vague(thing)
        )
    if thing.amount is None or not _is_piece(default):  # “a few grapes” are no three cups
        return Much(default.portion_id, default.name, default.quantity, Decimal(1), doubt=_vague(thing))
    return _of(thing, default, thing.amount)


def _sized(sizes: Sequence[Size], asked: frozenset[str]) -> Size | None:
    """The portion of the size that was asked for."""
    fitting = [size for size in sizes if asked & set(size.words)]
    return min(fitting, key=lambda size: len(size.words), default=None)


def _counted(thing: Thing, hit: Hit, sizes: Sequence[Size], asked: frozenset[str]) -> Much:
    """So many of it, with no unit: of its default portion, of the size that was said, or of the whole one."""
    amount = thing.amount or Decimal(1)
    default = _default(sizes)
    if asked and (chosen := _sized(sizes, asked)):
        return _of(thing, chosen, amount)
    if half := next((size for size in sizes if size.words[:1] == ["half"] and len(size.words) in (1, 3)), None):
        return _of(thing, half, amount, times=Decimal(2))
    if default is None:
        return _base(thing, amount) if hit.basis == Basis.UNIT else _guess(thing, hit, sizes, Doubt.COUNT)
    if whole := next((size for size in sizes if size.words[:1] == ["whole"]), None):
        return _of(thing, whole, amount)
    if not _is_piece(default):
        if amount > MANY:
            return _guess(thing, hit, sizes, Doubt.COUNT)
        return _of(thing, default, amount, doubt=None if thing.article else Doubt.COUNT)
    return _of(thing, default, amount)
