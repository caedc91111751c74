"""Who the people of browser tests are, what they have logged, and how they get in."""

import datetime as dt
import uuid
from decimal import Decimal

from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext

from accounts.models import User
from foods import search
from foods.models import Food
from tests.accounts.tabs import PASSWORD, somebody
from tracker import actions
from tracker.models import Dish, Entry, Regimen, UsualMeal
from tracker.people import clock_of

MORNING = 9
# shipped foods; the first three make a breakfast and an evening in `eater`
EGG, OAT, CHEDDAR = "Egg, boiled", "Oat milk, fortified", "Cheddar"
TABLET = "B12 tablet, 10 µg (cyanocobalamin)"


def in_the_morning() -> str:
    """A time zone in which it is between nine and ten now."""
    hours = (MORNING - timezone.now().hour + 12) % 24 - 12  # −12 to +11
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"  # the sign of these names is turned round


def far_away() -> str:
    """A time zone in which it is another day than in UTC now."""
    return "Pacific/Kiritimati" if timezone.now().hour >= 10 else "Pacific/Pago_Pago"


def sign_in(context: BrowserContext, person: User, site: str) -> None:
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": site}])


def with_password(**fields) -> User:
    """Somebody who can log in by typing, like the person in `in_the_morning`."""
    return somebody(**{"time_zone": in_the_morning(), **fields})


def sign_in_by_password(context: BrowserContext, person: User, site: str) -> None:
    """As `sign_in`, but by password, and asked for it once more, as pages about logging in want it."""
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    names = ("session", "csrf")
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site} for name in names])


def forget_everybody(*, keep_foods: frozenset[int]) -> None:
    """Delete every person with all that is theirs, and foods that tests made."""
    Session.objects.all().delete()
    Entry.with_removed.all().delete()
    for model in (Regimen, UsualMeal, Dish):  # they protect their food
        model.objects.all().delete()
    made = Food.objects.exclude(pk__in=keep_foods)
    if ids := list(made.values_list("pk", flat=True)):
        made.delete()
        search.reindex(ids)
    User.objects.all().delete()


def food(name: str) -> Food:
    """A shipped food by its name."""
    return Food.objects.published().get(name=name, brand="")


def had(person: User, name: str | Food, *, days_ago: int = 0, at: str = "08:00", amount: str = "1") -> Entry:
    """Log one default portion of a food for a person, on a past day or earlier today."""
    thing = food(name) if isinstance(name, str) else name
    portion = thing.portions.filter(is_default=True).first()
    clock = clock_of(person)
    day = clock.local_date(timezone.now()) - dt.timedelta(days=days_ago)
    moment = clock.moment(day, dt.time.fromisoformat(at))
    return actions.log(
        by=person, food=thing, portion=portion, amount=Decimal(amount), eaten_at=moment, uid=uuid.uuid4()
    ).entry


def logged(person: User) -> list[tuple[str, Decimal]]:
    """What stands in a person's log, oldest first: names and amounts."""
    rows = person.entries.order_by("eaten_at", "pk").values_list("name", "amount")
    return [(name, amount.normalize()) for name, amount in rows]
