"""A figure that a person gives a food: which foods may have one, what then holds it, and which entries it may correct.

The table is everybody's and stays as it is: a figure for one of its foods goes to a food of the person's own.
"""

from decimal import Decimal

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Now

from accounts.models import User
from foods.choices import Form, Grade, Origin, Reliability, Route, State
from foods.models import Alias, Food, FoodQuerySet, Portion
from foods.units import ug_in
from tracker.models.entries import FIGURES, Entry, EntryQuerySet

DOSES = (Origin.SUPPLEMENT, Origin.INJECTED)
MOST_PER_BASIS = Decimal(100_000_000)  # µg in 100 g: nothing holds more than itself
AT_ONCE = 100  # different quantities in one query
_STORED = Decimal("0.0001")
_COPIED = ("name", "brand", "market", "category", "diet", "form", "route", "basis", "gtin")


def open_to(person: User) -> FoodQuerySet:
    """The foods this person may have a figure for: their own, and those of the table that count."""
    return Food.objects.filter(Q(owner=person) | Q(owner=None, reliability=Reliability.ACTIVE) & ~Q(state=State.DRAFT))


def can_have_figure(food: Food) -> bool:
    """The same of one food that a person has logged."""
    return bool(food.owner_id) or (food.reliability == Reliability.ACTIVE and food.state != State.DRAFT)


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
    food.unverified = False  # whoever typed it looked
    food.range_note = food.source_ref = food.figure_date = ""
    food.origin, food.grade = origin, Grade.USER
    if origin == Origin.INJECTED:
        food.route = Route.INJECTED
    elif food.route == Route.INJECTED:
        food.route = Route.SWALLOWED
    if origin != Origin.FOOD and food.form == Form.BOUND:
        food.form = Form.NOT_STATED


def keep_version(food: Food) -> None:
    """Write down what an own food says so far, before it is changed: it was made without a version."""
    if not food.history.exists():
        Food.history.bulk_history_create([food], default_date=food.created_at)


def holder_of(person: User, food: Food) -> Food:
    """The own food that is to hold a figure for `food`, locked, with what it says so far written down; else a new one,
    not saved."""
    own = food if food.owner_id else own_version(person, food)
    if own is None:
        return copy_for(person, food)
    own = person.foods.select_for_update().get(pk=own.pk)
    keep_version(own)
    return own


def add_names(own: Food, *, of: Food) -> None:
    """Give an own food the portions and other names that it lacks of the one it stands for."""
    if own.pk == of.pk:
        return
    there = {portion.name: portion.is_default for portion in own.portions.all()}
    lacking = [portion for portion in of.portions.all() if portion.name not in there]
    for portion in lacking:
        portion.pk, portion.food, portion.is_default = None, own, portion.is_default and not any(there.values())
    Portion.objects.bulk_create(lacking)
    names = of.aliases.values_list("language", "name")
    Alias.objects.bulk_create(
        [Alias(food=own, language=language, name=name) for language, name in names], ignore_conflicts=True
    )


def correct(entries: EntryQuerySet, food: Food) -> int:
    """Have past entries hold what `food` says now, in its portion of the same name. Amounts and times stay.

    Returns how many there were. One query for a hundred different quantities, however many entries: ten years of one
    food must not hold up everybody else who writes.
    """
    quantities = list(entries.order_by().values_list("quantity", flat=True).distinct())
    portions = [When(portion_name=portion.name, then=portion.pk) for portion in food.portions.all()]
    same = {"food": food, "portion": Case(*portions, default=None), "updated_at": Now()}
    corrected = 0
    for start in range(0, len(quantities), AT_ONCE):
        some = quantities[start : start + AT_ONCE]
        corrected += entries.filter(quantity__in=some).update(**same, **_figures_of(food, some))
    return corrected


def _figures_of(food: Food, quantities: list[Decimal]) -> dict[str, object]:
    """What entries of `food` in these quantities hold: one value for all, or one by quantity."""
    held = [Entry(quantity=quantity) for quantity in quantities]
    for entry in held:
        entry.take_figures_of(food)
    said = {field: getattr(held[0], field) for field in FIGURES}
    for field in ("swallowed_ug", "added_ug"):
        if said[field] is not None:  # else it is unknown in every quantity
            said[field] = Case(*(When(quantity=entry.quantity, then=Value(getattr(entry, field))) for entry in held))
    return said
