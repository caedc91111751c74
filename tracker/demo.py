"""A believable year of logs for a demo account, and who had it: invented, but of real foods with their real figures."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from foods.models import Food, Portion
from tracker import actions
from tracker.models import (
    DayMark,
    Entry,
    Measured,
    Medicine,
    Phase,
    Regimen,
    Sample,
    SymptomScore,
    TrackedSymptom,
)
from tracker.models.days import Mark
from tracker.models.health import Precision
from tracker.models.profile import Diet
from tracker.people import clock_of

DAYS = 365
CURRY = "Canteen lentil curry with paneer"


@dataclass(frozen=True, slots=True)
class Habit:
    """One food of the table (source, id in it), when it is had, and on how many days of a hundred."""

    source: str
    ref: str
    hour: int
    minute: int
    chance: int
    amounts: tuple[str, ...] = ("1",)
    weekday: int | None = None  # 0 is Monday


FNDDS = "usda-fndds"
HABITS = (
    Habit(FNDDS, "11360200", 7, 40, 88),  # oat milk, fortified
    Habit(FNDDS, "31103010", 7, 45, 46, ("1", "2", "2")),  # egg, boiled
    Habit(FNDDS, "57134000", 7, 40, 34, ("1", "1", "1.5")),  # corn flakes, fortified
    Habit(FNDDS, "56203066", 7, 35, 16),  # porridge made with milk
    Habit(FNDDS, "92101900", 10, 30, 52),  # latte
    Habit(FNDDS, "14104100", 12, 50, 38, ("1", "2")),  # Cheddar
    Habit("usda-sr28", "15121", 12, 55, 14),  # tuna
    Habit(FNDDS, "11411100", 15, 30, 34),  # plain yogurt
    Habit(FNDDS, "26137120", 19, 20, 15),  # salmon, baked
    Habit(FNDDS, "58106220", 19, 45, 13, ("2", "3")),  # pizza, cheese and tomato
    Habit(FNDDS, "32130490", 19, 0, 17),  # omelette
    Habit(FNDDS, "26139180", 18, 50, 8, ("0.5", "1")),  # sardines
    Habit("usda-sr28", "11667", 8, 0, 3),  # spirulina, which does not count
    Habit("label", "cyanocobalamin-1000-tablet", 9, 5, 92, weekday=6),
)
AGE = 57


class Taken(NamedTuple):
    """A medicine of the table: what is taken of it in a day, and for how many months by now."""

    key: str
    name: str
    dose_mg: int
    units: int
    months: int


MEDICINES = (Taken("metformin", "metformin", 2000, 2, 48), Taken("omeprazole", "omeprazole", 20, 1, 18))
GAPS = ((24, 26), (118, 124), (233, 233))  # days ago, from and to, without a single entry


WEEKLY = ("label", "cyanocobalamin-1000-tablet")  # the product of the regimen, taken on Sundays
TRACKED_WEEKS = 26
SCORES = {"fatigue": (1, 2, 1, 2), "brain_fog": (1, 1, 2, 0)}  # of 10, week by week: too little to say anything of
SAMPLES = (  # days ago, more than a year; what was measured: marker, value, unit, the laboratory's own range
    (402, (("b12", "412", "ng/L", "197", "771"), ("haemoglobin", "138", "g/L", "120", "155"))),
    (774, (("b12", "388", "ng/L", "197", "771"), ("mcv", "91", "fL", "80", "99"))),
)


@transaction.atomic
def fill_year(person: User, *, now: dt.datetime) -> int:
    """Fill an empty account with a year up to `now`; returns the number of entries. 14 queries and a bulk insert."""
    foods = _foods()
    clock = clock_of(person)
    today = clock.local_date(now)
    _somebody(person, today)
    _care(person, today, foods)
    curry, portion = actions.add_own_food(by=person, name=CURRY, b12_ug=None)
    dice = random.Random(20260314)  # nosec B311 # every demo tells the same story
    entries = []
    for ago in range(DAYS, -1, -1):
        day = today - dt.timedelta(days=ago)
        if any(first <= ago <= last for first, last in GAPS):
            continue
        had = list(_day(dice, day, foods))
        if day.weekday() in (1, 3) and dice.random() < 0.35:
            had.append((curry, portion, Decimal(1), dt.time(13, 5)))
        entries += [
            entry for food, size, amount, time in had if (entry := _entry(person, food, size, amount, day, time, now))
        ]
    Entry.objects.bulk_create(entries)
    DayMark.objects.bulk_create(
        DayMark(owner=person, local_date=today - dt.timedelta(days=ago), mark=mark)
        for ago, mark in ((1, Mark.COMPLETE), (2, Mark.COMPLETE), (3, Mark.PARTLY), (233, Mark.NOT_TRACKED))
    )
    return len(entries)


def _somebody(person: User, today: dt.date) -> None:
    """In their late fifties, with two common medicines: what the app finds is worth a talk and frightens nobody."""
    actions.save_profile(
        by=person,
        birth_year=today.year - AGE,
        birth_month=5,
        diet=Diet.FLEXITARIAN,
        diet_since=dt.date(today.year - 6, 7, 1),
        diet_since_precision=Precision.YEAR,
        takes_unlogged=False,
        welcomed=True,
    )
    person.medicines.bulk_create(_medicine(person, one, today) for one in MEDICINES)


def _care(person: User, today: dt.date, foods: dict[tuple[str, str], tuple[Food, Portion | None]]) -> None:
    """What Care keeps of them: a tablet on Sundays, two symptoms every week, and two blood tests."""
    if WEEKLY in foods:
        _regimen(person, *foods[WEEKLY], today - dt.timedelta(days=DAYS))
    weeks = [today - dt.timedelta(weeks=ago) for ago in range(TRACKED_WEEKS, 0, -1)]
    TrackedSymptom.objects.bulk_create(
        TrackedSymptom(
            owner=person, key=key, first_on=weeks[0], onset=(weeks[0] - dt.timedelta(days=60)).replace(day=15)
        )
        for key in SCORES
    )
    SymptomScore.objects.bulk_create(
        SymptomScore(owner=person, key=key, on=day, score=scores[n % len(scores)])
        for key, scores in SCORES.items()
        for n, day in enumerate(weeks)
    )
    samples = Sample.objects.bulk_create(
        Sample(owner=person, uid=uuid.uuid4(), taken_on=today - dt.timedelta(days=ago)) for ago, _ in SAMPLES
    )
    Measured.objects.bulk_create(
        Measured(sample=sample, marker=marker, value=value, unit=unit, low=low, high=high)
        for sample, (_, values) in zip(samples, SAMPLES, strict=True)
        for marker, value, unit, low, high in values
    )


def _regimen(person: User, food: Food, portion: Portion | None, began: dt.date) -> None:
    own = Regimen.objects.create(
        owner=person, uid=uuid.uuid4(), food=food, portion=portion, name=str(food), dose_ug=food.b12_ug,
        form=food.form, route=food.route, entered_on=began,
    )  # fmt: skip
    Phase.objects.create(regimen=own, position=0, unit="weeks", every=1, weekdays="6", starts_on=began)


def _medicine(person: User, taken: Taken, today: dt.date) -> Medicine:
    months = today.year * 12 + today.month - 1 - taken.months
    return Medicine(
        owner=person,
        uid=uuid.uuid4(),
        key=taken.key,
        name=taken.name,
        dose_mg=Decimal(taken.dose_mg),
        units=Decimal(taken.units),
        since=dt.date(months // 12, months % 12 + 1, 15),
        since_precision=Precision.MONTH,
    )


def _foods() -> dict[tuple[str, str], tuple[Food, Portion | None]]:
    """The foods of the habits with their default portions; what the table does not have is left out."""
    found = Food.objects.published().filter(
        source__key__in={habit.source for habit in HABITS}, source_ref__in={habit.ref for habit in HABITS}
    )
    return {
        (food.source.key, food.source_ref): (food, next((p for p in food.portions.all() if p.is_default), None))
        for food in found.select_related("source").prefetch_related("portions")
    }


def _day(
    dice: random.Random, day: dt.date, foods: dict[tuple[str, str], tuple[Food, Portion | None]]
) -> Iterator[tuple[Food, Portion | None, Decimal, dt.time]]:
    for habit in HABITS:
        roll, amount, late = dice.randrange(100), dice.choice(habit.amounts), dice.randrange(25)
        if habit.weekday not in (None, day.weekday()) or roll >= habit.chance or (habit.source, habit.ref) not in foods:
            continue
        food, portion = foods[habit.source, habit.ref]
        minute = habit.minute + late
        yield food, portion, Decimal(amount), dt.time(habit.hour + minute // 60, minute % 60)


def _entry(
    person: User, food: Food, portion: Portion | None, amount: Decimal, day: dt.date, time: dt.time, now: dt.datetime
) -> Entry | None:
    clock = clock_of(person)
    eaten_at = clock.moment(day, time)
    if eaten_at > now:
        return None
    entry = Entry.of(food, portion=portion, amount=amount, owner=person, uid=uuid.uuid4(), eaten_at=eaten_at)
    entry.local_date, entry.local_minute = clock.local_date(eaten_at), clock.local_minute(eaten_at)
    return entry
