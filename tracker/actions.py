"""What changes a person's log. Keyword-only, each in one transaction, each safe to repeat: what an action makes has a
uid that follows from the `uid` of its form, so that a repeat finds what the first one made.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Manager

from accounts.models import User
from foods import search
from foods.choices import Basis, Origin, Route, State
from foods.models import Food, Portion
from tracker.health import forget_health
from tracker.models import Entry, Profile, figures, ticks
from tracker.models.entries import FIGURES, UNDO_HOURS
from tracker.people import clock_of


@dataclass(frozen=True, slots=True)
class Item:
    """A food with how much of it; `portion` None counts g, ml or units."""

    food: Food
    portion: Portion | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Logged:
    """The entry, and whether this call made it (False: a repeat of the same form)."""

    entry: Entry
    new: bool


def uid_of(uid: uuid.UUID, part: object) -> uuid.UUID:
    """The uid of one part of what a form makes: the same form and part give the same uid.

    `part` names the action too: the forms of one page may share a uid, and ids of foods and entries are both numbers.
    """
    return uuid.uuid5(uid, str(part))


def log(
    *, by: User, food: Food, portion: Portion | None, amount: Decimal, eaten_at: dt.datetime, uid: uuid.UUID
) -> Logged:
    """Log one food once, however often the same form arrives."""
    entry = Entry.of(food, portion=portion, amount=amount, owner=by, uid=uid_of(uid, f"log {food.pk}"))
    _set_time(entry, eaten_at, by=by)
    return _insert(entry)


def _set_time(entry: Entry, eaten_at: dt.datetime, *, by: User) -> None:
    clock = clock_of(by)
    entry.eaten_at = eaten_at
    entry.local_date, entry.local_minute = clock.local_date(eaten_at), clock.local_minute(eaten_at)


def _insert(entry: Entry) -> Logged:
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        before = Entry.with_removed.filter(owner=entry.owner_id, uid=entry.uid).first()
        if before is None:
            raise  # not a repeat: something is really wrong
        if before.removed_at is None:
            return Logged(before, new=False)
        entry.pk, entry.created_at = before.pk, before.created_at  # pressed again after an undo: it comes back
        entry.save(force_update=True)
    return Logged(entry, new=True)


def change(
    *, entry: Entry, by: User, portion: Portion | None, amount: Decimal, eaten_at: dt.datetime | None
) -> Entry:  # fmt: skip
    """Another amount or another time (None: the same). The figure stays the one that was logged."""
    same_portion = portion == entry.portion or (portion is not None and portion.pk is None)
    if not same_portion or amount != entry.amount:
        entry.change_amount(portion=portion, amount=amount)
    if eaten_at is not None:
        _set_time(entry, eaten_at, by=by)
    return _save(entry)


def _save(entry: Entry) -> Entry:
    """Everything but whether it is removed: a change in one tab does not put back what another tab took out."""
    when, much = ("eaten_at", "local_date", "local_minute"), ("portion", "portion_name", "amount", "quantity")
    entry.save(update_fields=[*when, *much, *FIGURES, "updated_at"])
    return entry


def set_amount(*, entry: Entry, amount: Decimal) -> Entry:
    """The same portion, another number of it; where the food lost that portion, its name and weight stay."""
    entry.change_amount(portion=entry.portion or entry.lost_portion, amount=amount)
    return _save(entry)


def use_current_figure(*, entry: Entry) -> Entry:
    """The person's own correction of a past entry: what the food says today, if that fits its amount."""
    if entry.food.basis == entry.basis:
        entry.take_figures_of(entry.food)
    return _save(entry)


@transaction.atomic
def remove(*, entry: Entry, now: dt.datetime) -> None:
    """Take an entry out of the log. It can be put back for a day; older removed ones are deleted for good."""
    everything = entry.owner.entries(manager="with_removed")
    everything.filter(removed_at__lt=now - dt.timedelta(hours=UNDO_HOURS)).delete()
    entry.removed_at = now
    entry.save(update_fields=["removed_at", "updated_at"])


def restore(*, entry: Entry) -> None:
    entry.removed_at = None
    entry.save(update_fields=["removed_at", "updated_at"])


@transaction.atomic
def log_several(*, by: User, items: Iterable[Item], eaten_at: dt.datetime, uid: uuid.UUID) -> list[Logged]:
    """Log the things of one line together, all or none. The same food may stand in it twice."""
    made = []
    for n, item in enumerate(items):
        own_uid = uid_of(uid, f"thing {n}")
        made.append(
            log(by=by, food=item.food, portion=item.portion, amount=item.amount, eaten_at=eaten_at, uid=own_uid)
        )
    return made


@transaction.atomic
def copy(*, by: User, entries: Iterable[Entry], day: dt.date, uid: uuid.UUID, now: dt.datetime) -> list[Logged]:
    """Log the same things again on `day`, each at its own time of day but never in the future.

    A copy is a new entry: it holds what the food says now, in the amount of the entry it was copied from.
    """
    clock = clock_of(by)
    copies = []
    for entry in entries:
        again = _again(entry, by=by, uid=uid_of(uid, f"copy {entry.pk}"))
        moment = clock.moment(day, entry.local_time)
        _set_time(again, now if moment > now and clock.local_date(now) == day else moment, by=by)
        copies.append(_insert(again))
    return copies


def again(*, by: User, entry: Entry, uid: uuid.UUID, now: dt.datetime) -> Logged:
    """The same thing once more, now."""
    copied = _again(entry, by=by, uid=uid_of(uid, f"again {entry.pk}"))
    _set_time(copied, now, by=by)
    return _insert(copied)


def _again(entry: Entry, *, by: User, uid: uuid.UUID) -> Entry:
    food, portion = entry.offered_now()
    again = Entry(owner=by, uid=uid, food=food, portion=portion, portion_name=entry.portion_name)
    again.amount, again.quantity = entry.amount, entry.quantity
    if food.basis == entry.basis:
        again.take_figures_of(food)
    else:  # measured in pieces now, in g before: today's figure does not fit this amount
        again.take_figures_as_logged(entry)
    return again


@transaction.atomic
def backfill(
    *, by: User, food: Food, portion: Portion | None, amount: Decimal, days: Iterable[dt.date], time: dt.time,
    uid: uuid.UUID,
) -> list[Logged]:  # fmt: skip
    """Log the same thing on several days, at the same time of day."""
    clock = clock_of(by)
    made = []
    for day in days:
        entry = Entry.of(food, portion=portion, amount=amount, owner=by, uid=uid_of(uid, f"fill {food.pk} {day}"))
        _set_time(entry, clock.moment(day, time), by=by)
        made.append(_insert(entry))
    return made


def mark_day(*, by: User, day: dt.date, mark: str) -> None:
    """Say how far a day's log can be trusted; an empty mark takes it back."""
    if mark:
        by.day_marks.update_or_create(local_date=day, defaults={"mark": mark})
    else:
        by.day_marks.filter(local_date=day).delete()


@transaction.atomic
def add_own_food(
    *, by: User, name: str, b12_ug: Decimal | None, origin: str = Origin.FOOD, gtin: str = ""
) -> tuple[Food, Portion]:
    """A private food with one portion; b12_ug is per portion, None where the person does not know it.

    The same name with the same figure is the same food, so that a repeat of the form makes no second one, not even
    at the same moment: the person's row is locked until the food is there.
    """
    User.objects.select_for_update().values_list("pk").get(pk=by.pk)
    same = by.foods.filter(name__iexact=name, b12_ug=b12_ug, origin=origin, gtin=gtin, state=State.PUBLISHED).first()
    if same and (portion := same.portions.filter(is_default=True).first()):
        return same, portion
    dose = origin in (Origin.SUPPLEMENT, Origin.INJECTED)
    food = Food(
        owner=by,
        name=name,
        gtin=gtin,
        basis=Basis.UNIT,
        b12_ug=b12_ug,
        b12_unknown=b12_ug is None,
        b12_added_ug=b12_ug if dose else None,
        origin=origin,
        route=Route.INJECTED if origin == Origin.INJECTED else Route.SWALLOWED,
        state=State.PUBLISHED,
    )
    food.skip_history_when_saving = True  # whose own it is keeps no copies elsewhere
    food.save()
    portion = Portion.objects.create(food=food, name="portion", quantity=1, is_default=True)
    search.reindex([food.pk])
    return food, portion


@dataclass(frozen=True, slots=True)
class Given:
    """The own food that holds the figure, how many past entries took it, and whether this call did it."""

    food: Food
    entries: int
    new: bool


@transaction.atomic
def give_figure(
    *, by: User, food: Food, portion: Portion | None, ug: Decimal | None, origin: str, past: bool, uid: uuid.UUID,
    name: str = "",
) -> Given:  # fmt: skip
    """Give a food a figure: `ug` in one `portion` (None: in 100 g, 100 ml or one); `ug` None is not known.

    The person's own food is changed, and called `name`; for a food of the table one of their own is made or used.
    `past` corrects what was logged (`figures.correctable`); else it stays. Once for each `uid`: its history knows it.
    """
    User.objects.select_for_update().values_list("pk").get(pk=by.pk)
    said = f"figure {uid}"
    if done := Food.history.filter(owner_id=by.pk, history_change_reason=said).values_list("id", flat=True).first():
        return Given(by.foods.get(pk=done), 0, new=False)
    corrected = figures.correctable(by, food)
    own = figures.holder_of(by, food)
    figures.set_figure(own, None if ug is None else figures.per_basis(ug, portion, own), origin=origin)
    own.name = name or own.name
    own._change_reason = said
    own.save()
    figures.add_names(own, of=food)
    search.reindex([own.pk])
    return Given(own, figures.correct(corrected, own) if past else 0, new=True)


@transaction.atomic
def use_figure(*, by: User, food: Food) -> int:
    """What `food` says now for those past entries of this person that have no figure; returns how many."""
    return figures.correct(figures.correctable(by, food).filter(counted_ug=None), food)


@transaction.atomic
def offer(*, food: Food, offered: bool) -> None:
    """Whether an own food can be logged; one that is not is retired, and what was logged of it stays."""
    figures.keep_version(food)
    food.state = State.PUBLISHED if offered else State.RETIRED
    food.save(update_fields=["state", "updated_at"])
    search.reindex([food.pk])


def save_profile(*, by: User, **answers: object) -> None:
    """What a person says about themselves, by the names of the profile's fields; made at the first time."""
    by.profile, _ = Profile.objects.update_or_create(owner=by, defaults=answers)


@transaction.atomic
def keep_ticks(*, by: User, rows: Manager, names: Mapping[str, str], chosen: Mapping[str, Mapping]) -> None:
    """What the first questions list, of `rows` of this person's (models.ticks)."""
    User.objects.select_for_update().values_list("pk").get(pk=by.pk)
    ticks.keep(rows, names=names, chosen=chosen)
    forget_health(by)
