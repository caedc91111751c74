"""What every reader hands over: foods as they should stand, and rows that were refused. Pure: no database."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from foods.choices import Basis, Category, Form, Grade, Origin, Reliability, Route


@dataclass(frozen=True, slots=True)
class Dataset:
    """A published data set, as it is shown to readers. `complete`: what its file no longer holds was withdrawn."""

    key: str
    name: str
    publisher: str = ""
    version: str = ""
    licence: str = ""
    attribution: str = ""
    url: str = ""
    complete: bool = False


@dataclass(frozen=True, slots=True)
class PortionRecord:
    """`quantity` in g, ml or units, as the basis of the food says."""

    name: str
    quantity: Decimal
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class FoodRecord:
    """One checked food. Figures are µg in the basis; None is unknown, never 0."""

    source: str
    ref: str
    name: str
    line: int
    b12_ug: Decimal | None
    b12_added_ug: Decimal | None = None
    low_ug: Decimal | None = None
    high_ug: Decimal | None = None
    range_note: str = ""
    brand: str = ""
    market: str = ""
    category: str = Category.OTHER
    diet: str = ""
    origin: str = Origin.FOOD
    form: str = Form.NOT_STATED
    route: str = Route.SWALLOWED
    reliability: str = Reliability.ACTIVE
    basis: str = Basis.G100
    grade: str = Grade.CALCULATED
    gtin: str = ""
    figure_date: str = ""
    note: str = ""
    unverified: bool = False
    portions: tuple[PortionRecord, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()  # language, name
    replaces: tuple[str, ...] = ()  # refs of the same source that this one supersedes


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken. `code` is one of `foods.importing.checks.REASONS`.

    `source` and `ref` name the one food that the row can be about, where that could be read: the food is in the file.
    So are those that it `replaces`, which nothing replaces now.
    """

    file: str
    line: int
    code: str
    reason: str
    excerpt: str = ""
    source: str = ""
    ref: str = ""
    replaces: tuple[str, ...] = ()

    def about(self, source: str, ref: str, replaces: tuple[str, ...] = ()) -> "Refusal":
        """The same of this food; `ref` is spelt as in its record. Without either nothing is known of it."""
        return replace(self, source=source, ref=ref, replaces=replaces) if source and ref else self


Item = FoodRecord | Refusal


@dataclass
class Progress:
    """How far a reader is; it writes, the run shows. `rows` counts raw rows of all files, `share` runs from 0 to 1."""

    rows: int = 0
    share: float = 0.0
    phase: str = ""
    tick: object = field(default=None, repr=False)  # called now and then: may raise to stop the reader

    def at(self, rows: int, share: float) -> None:
        self.rows, self.share = rows, min(1.0, share)
        if callable(self.tick):
            self.tick()


@dataclass(frozen=True)
class Reading:
    """A file that was recognised: its data sets, and its items in an order that never changes between two readings."""

    format: str
    datasets: tuple[Dataset, ...]
    items: Iterator[Item]
