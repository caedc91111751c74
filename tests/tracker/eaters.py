"""People with a log of weeks, made quickly: what they had goes through `Entry.of`, as when it is logged.

It is half past twelve on Saturday 14 March 2026 in London, unless a test says otherwise.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from decimal import Decimal

from accounts.models import User
from foods.choices import Basis
from foods.models import Food
from tests.factories import DayMarkFactory, FoodFactory
from tracker.domain.limits import WINDOW_DAYS
from tracker.models import DayMark, Entry
from tracker.people import clock_of

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
LAST_28 = range(1, WINDOW_DAYS + 1)  # the days before today: what a habit is read from


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def eats(person: User, food: Food, days: Iterable[int] = (1,), *, at: str = "08:00", amount: str = "") -> list[Entry]:
    """100 g or ml, or one, of a food on each of these days before today, at a time of the person's clock."""
    much = Decimal(amount or ("1" if food.basis == Basis.UNIT else "100"))
    return Entry.objects.bulk_create([_entry(person, food, ago(n), at, much) for n in days])


def eats_on(person: User, food: Food, day: dt.date, *, at: str = "08:00", amount: str = "") -> Entry:
    """The same on one date."""
    return eats(person, food, [(TODAY - day).days], at=at, amount=amount)[0]


def _entry(person: User, food: Food, day: dt.date, at: str, amount: Decimal) -> Entry:
    clock = clock_of(person)
    moment = clock.moment(day, dt.time.fromisoformat(at))
    entry = Entry.of(food, portion=None, amount=amount, owner=person, uid=uuid.uuid4())
    entry.eaten_at = moment
    entry.local_date, entry.local_minute = clock.local_date(moment), clock.local_minute(moment)
    return entry


def says(person: User, mark: str, days: Iterable[int]) -> None:
    """Marks each of these days before today that has no mark yet."""
    for n in days:
        if not DayMark.objects.filter(owner=person, local_date=ago(n)).exists():
            DayMarkFactory(owner=person, local_date=ago(n), mark=mark)


# --- What they have --------------------------------------------------------------------------------------------------
def a_food(ug: str | None, name: str = "Baked beans", **fields) -> Food:
    """µg in 100 g; None is unknown. A fish, unless its category is said."""
    return FoodFactory(**({"unknown": True} if ug is None else {"b12_ug": Decimal(ug)}) | {"name": name} | fields)


def oat_milk(ug: str = "1") -> Food:
    return a_food(ug, "Oat milk", category="plant_dairy", origin="added", form="cyanocobalamin",
                  b12_added_ug=Decimal(ug))  # fmt: skip


def tablet(ug: str | None = "1000", **fields) -> Food:
    held = {"b12_ug": None, "b12_added_ug": None, "b12_unknown": True} if ug is None else {
        "b12_ug": Decimal(ug), "b12_added_ug": Decimal(ug)}  # fmt: skip
    return FoodFactory(tablet=True, **held | {"name": f"Tablet {ug}"} | fields)


def spray(ug: str = "500") -> Food:
    return tablet(ug, name="Nasal spray", route="nasal")


def ampoule(ug: str = "1000", form: str = "hydroxocobalamin") -> Food:
    return FoodFactory(name="Ampoule", category="injection", origin="injected", route="injected", basis="unit",
                       form=form, b12_ug=Decimal(ug), b12_added_ug=Decimal(ug))  # fmt: skip
