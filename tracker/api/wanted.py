"""From what was sent to what is to be logged, by the same forms that read what people type."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from foods import barcodes
from foods.models import Food, Portion
from foods.search import search
from foods.units import ug_in
from tracker.api.foods import number, unit_of, visible
from tracker.api.problems import Problem, invalid, not_found
from tracker.forms.log import OLDEST_YEARS, Amount, LogForm
from tracker.models.entries import BASE_UNIT
from tracker.people import clock_of, moment_of, today_of
from tracker.reports.line import ResolvedItem, resolve

MOST_CANDIDATES = 5


class Sent(Protocol):
    """What of a request says what was had and when (`entries.NewEntry`)."""

    food_id: int | None
    barcode: str | None
    text: str | None
    portion_id: int | None
    portion: str | None
    amount: Decimal | None
    eaten_at: dt.datetime | None
    date: dt.date | None
    time: dt.time | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    food: Food
    portion: Portion | None
    amount: Decimal
    eaten_at: dt.datetime


@dataclass(frozen=True, slots=True)
class _Said:
    """A food, and how much in the words of the form: the id of a portion, `BASE_UNIT`, or "" for the default one."""

    food_id: int
    portion: str
    amount: Decimal | None
    day: dt.date | None = None
    time: dt.time | None = None


def wanted(person: User, sent: Sent, *, now: dt.datetime) -> Wanted:
    """What to log; raises a `Problem` where it is not clear, not there, or hard to believe."""
    said = _said(person, sent, now=now)
    form = _form(person, said, sure=sent.sure, now=now)
    if not form.is_valid():
        raise _problem(form)
    much: Amount = form.cleaned_data["how_much"]
    moment = eaten_at_of(person, sent.eaten_at, sent.date or said.day, sent.time or said.time, now=now)
    return Wanted(form.food, much.portion, much.amount, moment)


def eaten_at_of(
    person: User, moment: dt.datetime | None, day: dt.date | None, time: dt.time | None, *, now: dt.datetime
) -> dt.datetime:
    """The moment that was meant, within a lifetime and not more than a year ahead."""
    today, clock = today_of(person, now=now), clock_of(person)
    field = "eaten_at" if moment else "date"
    near = moment is None or 1900 < moment.year < 2200  # far from where calendars end
    on = (clock.local_date(moment) if moment else day or today) if near else None
    if on is None or not today - dt.timedelta(days=366 * OLDEST_YEARS) <= on <= today + dt.timedelta(days=366):
        raise invalid(field, _("Choose a day within a lifetime, and not more than a year ahead."))
    return moment or moment_of(clock, day, time, now=now)


def _form(person: User, said: _Said, *, sure: bool, now: dt.datetime) -> LogForm:
    typed = {"food_id": said.food_id, "portion": said.portion, "sure": "on" if sure else ""}
    if said.amount is not None:
        typed["amount"] = f"{said.amount:f}"
    return LogForm(typed, person=person, now=now)


def _problem(form: LogForm) -> Problem:
    """The first thing that the form found; most give way to one another."""
    found = [(name, error) for name, errors in form.errors.as_data().items() for error in errors]
    name, error = found[0]
    message = _words(error)
    if error.code == "food":
        return not_found(message)
    if error.code == "doubt":
        return Problem(409, message, code="sure")
    return invalid("portion" if error.code == "portion" else name, message)


def _words(error: ValidationError) -> str:
    return " ".join(str(message) for message in error.messages)


# --- which food, and which portion of it ------------------------------------------------------------------------------
def _said(person: User, sent: Sent, *, now: dt.datetime) -> _Said:
    if sent.text is not None:
        return _of_text(person, sent.text, now=now)
    food_id = sent.food_id or _of_barcode(person, sent.barcode or "")
    return _Said(food_id, _portion(person, food_id, sent), sent.amount)


def _portion(person: User, food_id: int, sent: Sent) -> str:
    """In the words of the form."""
    if sent.portion is None:
        return "" if sent.portion_id is None else str(sent.portion_id)
    food = next(iter(visible(person, [food_id])), None)
    if food is None:
        raise not_found(_("There is no such food, or it is not offered any more."))
    names = {portion.name.casefold(): str(portion.pk) for portion in food.portions.all()}
    names.setdefault(unit_of(food.basis), BASE_UNIT)
    chosen = names.get(sent.portion.strip().casefold())
    if chosen is None:
        offered = ", ".join(f"“{name}”" for name in names)
        raise invalid("portion", _("This food has no such portion. It has: %(names)s.") % {"names": offered})
    return chosen


def _of_barcode(person: User, code: str) -> int:
    try:
        digits = barcodes.read(code)
    except barcodes.NoBarcode as error:
        raise invalid("barcode", str(error)) from None
    hits = search(digits, owner_id=person.pk, limit=MOST_CANDIDATES).hits
    if not hits:
        raise not_found(_("No food of the table has this barcode. Add it by hand once, then it is known."))
    if len(hits) > 1:
        found = [_candidate(food) for food in visible(person, [hit.food_id for hit in hits])]
        raise Problem(422, _("Several foods have this barcode. Send food_id."), code="unclear", candidates=found)
    return hits[0].food_id


def _of_text(person: User, text: str, *, now: dt.datetime) -> _Said:
    """One thing that can only be one food; anything else is a question back."""
    line = resolve(person, text, now=now)
    if len(line.items) != 1:
        many = bool(line.items)
        raise _unclear(
            _("That are several things: send one at a time.") if many else _("There is no food in this text.")
        )
    item = line.items[0]
    if not item.rows:
        raise _unclear(_("The table knows no food of this name."))
    if not item.sure or line.not_understood or item.low is not None:
        raise _unclear(item.asks or _("Not all of this is understood."), _candidates(person, item))
    portion = BASE_UNIT if item.portion_id is None else str(item.portion_id)
    return _Said(item.food_id or 0, portion, item.amount, line.day, line.time)


def _unclear(why: str, candidates: tuple[dict[str, Any], ...] = ()) -> Problem:
    return Problem(
        422,
        _("%(why)s Send food_id, with portion and amount, to say what you mean.") % {"why": why},
        code="unclear",
        candidates=list(candidates),
    )


def _candidates(person: User, item: ResolvedItem) -> tuple[dict[str, Any], ...]:
    foods = {food.pk: food for food in visible(person, [row.food_id for row in item.rows])}
    return tuple(_candidate(foods[row.food_id]) for row in item.rows[:MOST_CANDIDATES] if row.food_id in foods)


def _candidate(food: Food) -> dict[str, Any]:
    portion = next((one for one in food.portions.all() if one.is_default), None)
    return {
        "food_id": food.pk,
        "name": str(food),
        "portion_id": portion.pk if portion else None,
        "portion": portion.name if portion else unit_of(food.basis),
        "b12_ug": number(ug_in(portion.quantity, food.b12_ug, food.basis) if portion else food.b12_ug),
    }
