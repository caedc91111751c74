"""A figure that a person gives a food: which foods may have one, what then holds it, and which entries it may correct.

The table is everybody's and stays as it is: a figure for one of its foods goes to a food of the person's own.
"""

from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from foods.choices import Form, Grade, Origin, Reliability, Route, State
from foods.models import Food, FoodQuerySet, Portion
from foods.units import ug_in
from tracker.models.entries import EntryQuerySet

DOSES = (Origin.SUPPLEMENT, Origin.INJECTED)
MOST_PER_BASIS = Decimal(100_000_000)  # µg in 100 g: nothing holds more than itself
_STORED = Decimal("0.0001")
_COPIED = ("name", "brand", "market", "category", "diet", "form", "route", "basis", "gtin")


def open_to(person: User) -> FoodQuerySet:
    """The foods this person may give a figure: their own; of the table those that have none, or have one that this
    person's past entries lack."""
    lacking = person.entries.filter(food=OuterRef("pk"), basis=OuterRef("basis"), counted_ug=None)
    in_table = Q(owner=None, reliability=Reliability.ACTIVE) & ~Q(state=State.DRAFT)
    return Food.objects.filter(Q(owner=person) | in_table & (Q(b12_ug=None) | Exists(lacking)))


def correctable(person: User, food: Food) -> EntryQuerySet:
    """The past entries that a figure for `food` may correct: those without one; where an own food has one that is
    changed, all of them. What was logged in another basis is left out: no figure of today fits its amount."""
    logged = person.entries.filter(food=food, basis=food.basis)
    return logged if food.owner_id and food.b12_ug is not None else logged.filter(counted_ug=None)


def own_version(person: User, food: Food) -> Food | None:
    """The person's own food of the same name that a figure for a food of the table goes to, if there is one."""
    same = {"name__iexact": food.name, "brand__iexact": food.brand, "basis": food.basis, "state": State.PUBLISHED}
    return person.foods.filter(**same).order_by("pk").first()


def copy_for(person: User, food: Food) -> Food:
    """What the table says of a food, as a food of this person's own that has no figure yet. Not saved."""
    said = {field: getattr(food, field) for field in _COPIED}
    return Food(owner=person, state=State.PUBLISHED, b12_unknown=True, **said)


def per_basis(ug: Decimal, portion: Portion | None, food: Food) -> Decimal:
    """µg in the food's basis where `ug` are in one portion; None is the basis itself. The figure that the food has,
    where that is the one it was worked out from."""
    if portion is None:
        return ug
    if food.b12_ug is not None and ug_in(portion.quantity, food.b12_ug, food.basis) == ug:
        return food.b12_ug
    return (ug / portion.quantity * (1 if food.basis == "unit" else 100)).quantize(_STORED)


def set_figure(food: Food, ug: Decimal | None, *, origin: str) -> None:
    """Hold a figure in the food's basis (None: not known) as one that its owner typed. Not saved."""
    food.b12_ug, food.b12_unknown = ug, ug is None
    food.b12_added_ug = ug if origin in DOSES else None
    food.low_ug = food.high_ug = food.source = None
    food.range_note = food.source_ref = food.figure_date = ""
    food.origin, food.grade = origin, Grade.USER
    if origin == Origin.INJECTED:
        food.route = Route.INJECTED
    elif food.route == Route.INJECTED:
        food.route = Route.SWALLOWED
    if origin != Origin.FOOD and food.form == Form.BOUND:
        food.form = Form.NOT_STATED
