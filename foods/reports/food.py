"""The page of one food: what is in it, how sure that is, and where it is from."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from foods.choices import Basis, Origin, State
from foods.models import Food
from foods.reliability import GRADE_MEANS, Reason, why_not_counted
from foods.reports import shelf
from foods.reports.ranges import RangeChart
from foods.reports.rows import Row
from foods.units import UNIT_OF_BASIS, counted_ug, format_quantity, format_ug, plain_number, ug_in

LIKE_THIS = 5


@dataclass(frozen=True)
class Amount:
    """A portion, or the 100 g that figures are given for. `ug` is as measured, None is unknown."""

    name: str  # "1 glass"
    weight: str  # "244 g"; "" for things counted in units
    quantity: Decimal
    ug: Decimal | None
    is_portion: bool

    @property
    def words(self) -> str:
        return f"{self.name}, {self.weight}" if self.weight and self.is_portion else self.name


@dataclass(frozen=True)
class Part:
    """How much of the figure is of one origin."""

    origin: str
    label: str
    ug: Decimal | None
    start: str  # where in the bar it begins, percent
    width: str


@dataclass(frozen=True)
class Event:
    """Something that happened to the figure."""

    on: dt.datetime
    what: str
    detail: str


@dataclass(frozen=True)
class FoodPage:
    food: Food
    amounts: list[Amount]
    usual: Amount
    counted: Decimal | None  # of the usual amount: 0 where it does not count, None where nobody knows
    parts: list[Part]
    origin_note: str
    grade_means: str
    reason: Reason | None
    chart: RangeChart | None
    formula: str
    events: list[Event]
    like_this: list[Row]

    @classmethod
    def build(cls, food: Food) -> "FoodPage":
        """`food` with its source and what it was merged into; three queries more."""
        amounts = _amounts(food)
        usual = amounts[0]
        parts = _parts(food, usual)
        return cls(
            food=food,
            amounts=amounts,
            usual=usual,
            counted=counted_ug(usual.ug, reliability=food.reliability),
            parts=parts,
            origin_note=_origin_note(food),
            grade_means=str(GRADE_MEANS[food.grade]),
            reason=why_not_counted(food.reliability, food.name),
            chart=RangeChart.of(food),
            formula=_formula(food, usual),
            events=_events(food),
            like_this=_like(food),
        )

    @property
    def is_retired(self) -> bool:
        return self.food.state == State.RETIRED

    @property
    def title(self) -> str:
        """“Salmon, baked: 5.42 µg B12 in 1 fillet”."""
        if self.reason:
            return _("%s: B12 that does not count") % self.food
        if self.usual.ug is None:
            return _("%s: B12 unknown") % self.food
        what = {"food": self.food, "ug": format_ug(self.usual.ug), "amount": self.usual.name}
        return _("%(food)s: %(ug)s µg B12 in %(amount)s") % what

    @property
    def description(self) -> str:
        """What a search engine may show under the title."""
        if self.reason:
            return f"{self.food}: {self.reason.text}"
        if self.usual.ug is None:
            return _("How much vitamin B12 is in %s is not known. Unknown is not zero: see the label.") % self.food
        what = {"food": self.food, "ug": format_ug(self.usual.ug), "amount": self.usual.words}
        what |= {"grade": self.food.get_grade_display(), "source": self.food.source or _("the person who logs it")}
        return _("%(food)s: %(ug)s µg of vitamin B12 in %(amount)s. Figure: %(grade)s; source: %(source)s.") % what


def _amounts(food: Food) -> list[Amount]:
    """The default portion first, then the others in their order, then the 100 g or 100 ml of the figure."""
    portions = sorted(food.portions.all(), key=lambda portion: (not portion.is_default, portion.order, portion.pk))
    amounts = [_amount(food, portion.quantity, portion.name) for portion in portions]
    if food.basis != Basis.UNIT or not amounts:
        amounts.append(_amount(food, shelf.whole_basis(food), ""))
    return amounts


def _amount(food: Food, quantity: Decimal, portion: str) -> Amount:
    weight = format_quantity(quantity, food.basis)
    return Amount(
        name=f"1 {portion}" if portion else weight or _("1 unit"),
        weight=weight,
        quantity=quantity,
        ug=ug_in(quantity, food.b12_ug, food.basis),
        is_portion=bool(portion),
    )


def _parts(food: Food, usual: Amount) -> list[Part]:
    """The figure split into what the food holds by nature and what was added; [] where nothing is known to be added."""
    if not usual.ug or not food.b12_added_ug or food.origin in (Origin.SUPPLEMENT, Origin.INJECTED):
        return []
    added = ug_in(usual.quantity, food.b12_added_ug, food.basis)
    share = float(added / usual.ug) * 100
    natural = Part(Origin.FOOD, _("naturally in the food"), usual.ug - added, "0", f"{100 - share:.1f}")
    return [natural, Part(Origin.ADDED, _("added by the maker"), added, f"{100 - share:.1f}", f"{share:.1f}")]


def _origin_note(food: Food) -> str:
    if food.origin == Origin.SUPPLEMENT:
        return _("All of it was made and put into the product.")
    if food.origin == Origin.INJECTED:
        return _("Injected: it does not pass through the gut.")
    if food.b12_ug is None:
        return _("Neither how much nor where it comes from is known.")
    if food.b12_added_ug is None:
        return _("How much of it was added is not known.")
    if food.b12_added_ug:
        return ""
    return _("All of it is naturally in the food; none was added.") if food.b12_ug else _("There is none in it.")


def _formula(food: Food, usual: Amount) -> str:
    """“140 g × 3.87 µg / 100 g = 5.42 µg” with this food's numbers; "" where the figure is unknown."""
    if usual.ug is None:
        return ""
    unit = UNIT_OF_BASIS[food.basis]
    per = f"µg / 100 {unit}" if unit else _("µg each")
    quantity = f"{plain_number(usual.quantity)} {unit}".strip()
    return f"{quantity} × {plain_number(food.b12_ug, 4)} {per} = {plain_number(usual.ug, 4)} µg"


def _events(food: Food) -> list[Event]:
    """How the figure came to be what it is, newest first; never who did it."""
    events: list[Event] = []
    before = None
    versions = food.history.order_by("history_date", "history_id")
    for on, ug, state in versions.values_list("history_date", "b12_ug", "state"):
        if before is None:
            events.append(Event(on, _("Put into the table"), _with_basis(food, ug)))
        elif before[0] != ug:
            became = {"before": _figure(before[0]), "after": _with_basis(food, ug)}
            events.append(Event(on, _("Figure changed"), _("%(before)s became %(after)s") % became))
        if before and before[1] != state and state == State.RETIRED:
            events.append(Event(on, _("Retired"), ""))
        before = ug, state
    if food.reviewed_at:
        events.append(Event(food.reviewed_at, _("Reviewed by a curator"), ""))
    return sorted(events, key=lambda event: event.on, reverse=True)


def _figure(ug: Decimal | None) -> str:
    return _("unknown") if ug is None else plain_number(ug, 4)


def _with_basis(food: Food, ug: Decimal | None) -> str:
    return _("unknown") if ug is None else f"{_figure(ug)} µg {food.get_basis_display()}"


def _like(food: Food) -> list[Row]:
    """The best known foods of the same category."""
    others = Food.objects.published().filter(category=food.category).exclude(pk=food.pk)
    best_known = shelf.with_usual_portion(others).order_by("-prominence", "name", "pk")[:LIKE_THIS]
    return [Row.of(other) for other in best_known]
