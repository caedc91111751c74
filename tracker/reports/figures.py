"""The page where somebody gives a food a figure: what it is, how often it was logged, what the figure may be for."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foods.choices import Basis, Origin, State
from foods.models import Food, Portion
from foods.units import format_quantity, plain_number, ug_in
from tracker.models.entries import BASE_UNIT
from tracker.models.figures import correctable, own_version


@dataclass(frozen=True, slots=True)
class PerChoice:
    """An amount that the figure may be for. `ug` is what is known of it now."""

    value: str
    label: str
    ug: Decimal | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FigurePage:
    """`entries` (with `first`, `last` and the `most_quantity` of one) are the past ones that the figure may correct.

    `holder` is the person's own food that holds the figure afterwards, None where it has yet to be made.
    """

    food: Food
    holder: Food | None
    per: tuple[PerChoice, ...]
    origins: tuple[Choice, ...]
    entries: int
    first: dt.date | None
    last: dt.date | None
    most_quantity: Decimal | None

    @classmethod
    def build(cls, person: User, food: Food) -> "FigurePage":
        """`food` with its portions; one query, and one more for a food of the table."""
        logged = correctable(person, food).aggregate(
            entries=Count("pk"), first=Min("local_date"), last=Max("local_date"), most_quantity=Max("quantity")
        )
        holder = food if food.owner_id else own_version(person, food)
        known = (holder or food).b12_ug
        return cls(
            food=food,
            holder=holder,
            per=_per(food, known),
            origins=tuple(Choice(value, str(_ORIGINS.get(value, label))) for value, label in Origin.choices),
            **logged,
        )

    @property
    def is_own(self) -> bool:
        return self.food.owner_id is not None

    @property
    def has_figure(self) -> bool:
        return self.food.b12_ug is not None

    @property
    def is_retired(self) -> bool:
        return self.food.state == State.RETIRED

    @property
    def usual(self) -> PerChoice:
        """The amount that stands chosen at first."""
        return next(choice for choice in self.per if choice.chosen)

    def initial(self) -> dict[str, object]:
        """What stands in the form at first. The past is corrected where it lacked a figure, and else left alone."""
        now = self.holder or self.food
        return {
            "name": self.food.name,
            "b12": "" if self.usual.ug is None else plain_number(self.usual.ug, 4).replace(",", ""),
            "per": self.usual.value,
            "origin": now.origin,
            "past": not (self.is_own and self.has_figure),
        }


_ORIGINS = {Origin.FOOD: gettext_lazy("in the food itself")}


def _per(food: Food, known: Decimal | None) -> tuple[PerChoice, ...]:
    """The portions, the usual one chosen, and 100 g or 100 ml; one piece where there is no portion."""
    portions = list(food.portions.all())
    usual = next((portion for portion in portions if portion.is_default), portions[0] if portions else None)
    choices = [
        PerChoice(str(one.pk), _label(one, food), ug_in(one.quantity, known, food.basis), one is usual)
        for one in portions
    ]
    if food.basis != Basis.UNIT or not portions:
        label = format_quantity(Decimal(100), food.basis) or _("one")
        choices.append(PerChoice(BASE_UNIT, label, known, usual is None))
    return tuple(choices)


def _label(portion: Portion, food: Food) -> str:
    weight = format_quantity(portion.quantity, food.basis)
    return f"1 {portion.name}, {weight}" if weight else f"1 {portion.name}"
