"""People with long logs, made through the models in bulk."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from decimal import Decimal

from tests.bench.cared import care

USUAL_AT = [(7, 30), (8, 0), (10, 30), (12, 45), (13, 0), (16, 0), (19, 0), (21, 30)]  # eight entries a day
SHARE_OF_USUALS = 0.7
LONG_DAY_ENTRIES = 30
SEED = 12


def session_of(person) -> str:
    """The key of a stored session in which `person` is signed in."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return store.session_key


def person_with_log(name: str, *, days: int):
    """Somebody in London with eight entries on each of the last `days` days, thirty on the day before today.

    Whose name begins with “minded” has medicines and conditions as well, and findings; “cared” five years of regimens,
    symptoms and blood tests.
    """
    from accounts.models import User
    from foods.models import Food
    from tracker.models import Entry

    person = User.objects.create_user(f"{name}@example.org", time_zone="Europe/London")
    foods = list(Food.objects.published().filter(b12_ug__isnull=False).prefetch_related("portions").order_by("pk"))
    if len(foods) < len(USUAL_AT):
        raise SystemExit("There are too few foods to log: load_foods has to come first.")
    Entry.objects.bulk_create(_entries(person, foods, days), batch_size=1_000)
    if name.startswith("minded"):
        _minds(person)
    elif name.startswith("cared"):
        care(person)
    return person


MEDICINES = (("metformin", 2000, 5), ("omeprazole", None, 4), ("topiramate", None, 3), ("folic_acid", 5, 1))  # years
CONDITIONS = ("coeliac", "type_1_diabetes", "h_pylori")


def _minds(person) -> None:
    """What a person with much to look at has said: six findings and more."""
    from tracker.models import Condition, GasUse, Medicine, Profile

    today = person.local().date()
    Profile.objects.create(owner=person, birth_year=today.year - 68, diet="flexitarian", sex="female", welcomed=True)
    Medicine.objects.bulk_create(
        Medicine(
            owner=person, uid=uuid.uuid4(), key=key, name=key, dose_mg=mg, since=today - dt.timedelta(days=365 * years)
        )
        for key, mg, years in MEDICINES
    )
    Condition.objects.bulk_create(
        Condition(owner=person, uid=uuid.uuid4(), key=key, name=key, since=dt.date(2015, 7, 1)) for key in CONDITIONS
    )
    GasUse.objects.bulk_create(
        GasUse(owner=person, uid=uuid.uuid4(), kind="recreational", on=today - dt.timedelta(days=500 + ago))
        for ago in range(3)
    )


def _entries(person, foods: list, days: int) -> Iterator:
    """The same pseudo-random log on every run, the recent days alike for a short and a long log."""
    chance = random.Random(SEED)
    usual = chance.sample(foods, len(USUAL_AT))
    today = person.local().date()
    for back in range(days):
        day = today - dt.timedelta(days=back)
        for number in range(LONG_DAY_ENTRIES if back == 1 else len(USUAL_AT)):
            food = usual[number % len(usual)] if chance.random() < SHARE_OF_USUALS else chance.choice(foods)
            yield entry_of(person, food, day, _clock_time(person, number, is_today=back == 0))


def _clock_time(person, number: int, *, is_today: bool) -> dt.time:
    hour, minute = USUAL_AT[number % len(USUAL_AT)]
    if is_today:  # what was had today lies before now
        hour, minute = divmod((person.local().hour * 60 + person.local().minute) * number // len(USUAL_AT), 60)
    return dt.time(hour, minute)


def entry_of(person, food, day: dt.date, time: dt.time):
    from foods.units import ug_in
    from tracker.models import Entry

    portion = next((one for one in food.portions.all() if one.is_default), None)
    quantity = portion.quantity if portion else Decimal(100)
    return Entry(
        owner=person,
        uid=uuid.uuid4(),
        eaten_at=dt.datetime.combine(day, time, tzinfo=person.zone),
        local_date=day,
        local_minute=time.hour * 60 + time.minute,
        food=food,
        portion=portion,
        portion_name=portion.name if portion else "",
        amount=Decimal(1) if portion else quantity,
        quantity=quantity,
        basis=food.basis,
        name=str(food),
        swallowed_ug=ug_in(quantity, food.b12_ug, food.basis),
        added_ug=ug_in(quantity, food.b12_added_ug, food.basis),
        origin=food.origin,
        form=food.form,
        route=food.route,
        reliability=food.reliability,
        grade=food.grade,
    )
