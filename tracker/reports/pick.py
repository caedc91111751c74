"""One food on the log sheet: how much of it, and what that would add to the day."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import User
from foods.choices import Basis, Reliability, Route
from foods.models import Food, Portion
from foods.units import UNIT_OF_BASIS, describe_amount, format_amount, format_quantity, format_ug, plain_number, ug_in
from tracker.domain.amounts import first_amount
from tracker.domain.intake import Had, Intake, Origin, add_up
from tracker.domain.parameters import Span
from tracker.models import Entry
from tracker.models.entries import BASE_UNIT, LOST, quantity_of
from tracker.people import clock_of, model_fits, target_of, timeline_of
from tracker.reports.absorbed import WARM_UP, Taken, of_new_dose, taken_between
from tracker.reports.common import OriginBar
from tracker.reports.findings.logging import findings_for_food
from tracker.reports.findings.shown import Shown
from tracker.reports.targets import target_ug

TIMES = (Decimal("0.5"), Decimal(1), Decimal(2))


@dataclass(frozen=True, slots=True)
class PortionChoice:
    """A portion to choose; `quantity` is what one of it weighs, for the script that converts between them."""

    value: str
    label: str
    quantity: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AmountChip:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Pick:
    """A food with its portions and amounts to choose from; `amount` is what stands in the number field."""

    food: Food
    name: str
    portions: tuple[PortionChoice, ...]
    chips: tuple[AmountChip, ...]
    amount: str

    @classmethod
    def build(cls, person: User, food: Food, *, entry: Entry | None = None) -> "Pick":
        """Two queries, one for an entry that is being changed: portions, and the last time this was logged.

        An entry keeps the portion it was logged in also where the food lost it.
        """
        last = entry or person.entries.filter(food=food).order_by("-eaten_at").first()
        available = list(food.portions.all())
        lost = entry.lost_portion if entry else None
        chosen, amount = (LOST, last.amount) if lost else _chosen(food, available, last)
        return cls(
            food=food,
            name=str(food),
            portions=_portion_choices(food, available, chosen, lost),
            chips=_chips(last if last and chosen != BASE_UNIT else None),
            amount=plain_number(amount).replace(",", ""),
        )

    @property
    def counts(self) -> bool:
        return self.food.reliability == Reliability.ACTIVE


def _chosen(food: Food, available: list[Portion], last: Entry | None) -> tuple[str, Decimal]:
    """The portion and amount that stand chosen at first: those of the last time, else one default portion."""
    ids = {portion.pk for portion in available}
    if last and (last.portion_id in ids or (last.portion_id is None and not last.portion_name)):
        return str(last.portion_id or BASE_UNIT), last.amount
    if default := next((portion for portion in available if portion.is_default), None):
        return str(default.pk), Decimal(1)
    return BASE_UNIT, first_amount(portioned=False, counted=food.basis == Basis.UNIT)


def _portion_choices(
    food: Food, available: list[Portion], chosen: str, lost: Portion | None
) -> tuple[PortionChoice, ...]:  # fmt: skip
    choices = [
        PortionChoice(value, _label(portion, food), f"{portion.quantity:f}", value == chosen)
        for value, portion in [*([(LOST, lost)] if lost else []), *((str(one.pk), one) for one in available)]
    ]
    if (unit := UNIT_OF_BASIS[Basis(food.basis)]) or not available or chosen == BASE_UNIT:
        choices.append(PortionChoice(BASE_UNIT, unit or _("one"), "1", chosen == BASE_UNIT))
    return tuple(choices)


def _label(portion: Portion, food: Food) -> str:
    weight = format_quantity(portion.quantity, food.basis)
    return f"{portion.name}, {weight}" if weight else portion.name


def _chips(last: Entry | None) -> tuple[AmountChip, ...]:
    chips = [AmountChip(f"{amount:f}", format_amount(amount)) for amount in TIMES]
    if last and last.amount not in TIMES:
        label = _("last: %(amount)s") % {"amount": format_amount(last.amount)}
        chips.append(AmountChip(f"{last.amount.normalize():f}", label))
    return tuple(chips)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an amount of a food would add. `ug` None is unknown; `after` is the day with it."""

    food: Food
    what: str
    ug: Decimal | None
    counts: bool
    after: Intake
    bar: OriginBar
    day: dt.date
    formula: str
    absorbed: Span | None  # what it would add to what is absorbed; None where nobody knows, or the model does not fit
    findings: tuple[Shown, ...]  # what the rules say of this food

    @classmethod
    def build(
        cls,
        person: User,
        food: Food,
        *,
        portion: Portion | None,
        amount: Decimal,
        moment: dt.datetime,
    ) -> "Preview":
        """Two queries: the entries of that day and the day before, and what the person takes."""
        day = clock_of(person).local_date(moment)
        quantity = quantity_of(portion, amount)
        measured = ug_in(quantity, food.b12_ug, food.basis)
        counts = food.reliability == Reliability.ACTIVE
        added = ug_in(quantity, food.b12_added_ug, food.basis)
        this = Had(Origin(food.origin), measured if counts else Decimal(0), added)
        around = taken_between(person, day - WARM_UP, day)
        after = add_up([*(_had(row) for row in around if row.date == day), this])
        fits = model_fits(person, today=day)
        return cls(
            food=food,
            what=describe_amount(amount, portion.name if portion else "", quantity, food.basis),
            ug=this.counted_ug,
            counts=counts,
            after=after,
            bar=OriginBar.of(after, reference_ug=target_ug(target_of(person, today=day))),
            day=day,
            formula=formula(food, quantity, measured),
            absorbed=of_new_dose(
                around, food, quantity=quantity, counted_ug=this.counted_ug, added_ug=added, moment=moment,
                timeline=timeline_of(person, today=day),
            ) if fits else None,
            findings=findings_for_food(person, food, day=day),
        )  # fmt: skip

    @property
    def is_injected(self) -> bool:
        return self.food.route == Route.INJECTED

    @property
    def is_nasal(self) -> bool:
        return self.food.route == Route.NASAL


def _had(row: Taken) -> Had:
    return Had(Origin(row.origin), _decimal(row.counted_ug), _decimal(row.added_ug))


def _decimal(ug: float | Decimal | None) -> Decimal | None:
    """As stored: SQLite hands numbers over as floats."""
    return None if ug is None else Decimal(str(ug))


def formula(food: Food, quantity: Decimal, ug: Decimal | None) -> str:
    """“140 g × 3.87 µg ÷ 100 g = 5.42 µg”; empty where nobody knows the figure."""
    if ug is None or food.b12_ug is None:
        return ""
    unit = UNIT_OF_BASIS[Basis(food.basis)]
    figure, result = plain_number(food.b12_ug, 4), format_ug(ug)
    if not unit:
        return f"{plain_number(quantity)} × {figure} µg = {result} µg"
    return f"{plain_number(quantity)} {unit} × {figure} µg ÷ 100 {unit} = {result} µg"
