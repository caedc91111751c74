"""What there is to say at the moment something is logged."""

import datetime as dt

from accounts.models import User
from foods.choices import Origin
from foods.models import Food
from foods.reliability import FORTIFIABLE, reason_key
from tracker.domain.risks.evaluate import RULES
from tracker.domain.risks.facts import Case, Product, Uncounted
from tracker.health import health_of
from tracker.models import Entry
from tracker.reports.findings.shown import Shown

SHOWN_DAYS = 28  # so long the page of a finding about something that was logged knows of it
AT_LOGGING = ("cobalamin-allergy", "leber-no-cyanocobalamin", "source-not-counted")  # most pressing first
_PRODUCTS = frozenset((Origin.SUPPLEMENT, Origin.INJECTED))


def findings_for_food(person: User, food: Food, *, day: dt.date) -> tuple[Shown, ...]:
    """What the rules say of this one food, whatever else was logged.

    One query for a supplement or an injection, and none where something asked for `health_of` before; none for food.
    """
    return _found(person, food, _uncounted(food), day)


def findings_of_entry(person: User, entry: Entry) -> tuple[Shown, ...]:
    """The same after it was logged: a food that only lacks a figure is not spoken of again each time."""
    uncounted = _uncounted(entry.food)
    return _found(person, entry.food, uncounted if uncounted and uncounted.reason else None, entry.local_date)


def is_spoken_of(person: User, entry: Entry, *, today: dt.date) -> bool:
    """Whether the page that follows should say something about it."""
    return 0 <= (today - entry.local_date).days < SHOWN_DAYS and bool(findings_of_entry(person, entry))


def _found(person: User, food: Food, uncounted: Uncounted | None, day: dt.date) -> tuple[Shown, ...]:
    is_product = food.origin in _PRODUCTS
    if not (is_product or uncounted):
        return ()
    case = Case(
        today=day,
        conditions=health_of(person).conditions if is_product else (),
        products=(Product(str(food), food.form, food.origin, 1, None, day),) if is_product else (),
        uncounted=(uncounted,) if uncounted else (),
    )
    found = (RULES[code].find(case) for code in AT_LOGGING)
    return tuple(Shown(one, day) for one in found if one)


def _uncounted(food: Food) -> Uncounted | None:
    if reason := reason_key(food.reliability, food.name):
        return Uncounted(food.pk, food.name, "unreliable", reason, 1)
    if food.b12_ug is None and food.category in FORTIFIABLE:
        return Uncounted(food.pk, food.name, "fortifiable", "", 1)
    return None
