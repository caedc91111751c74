"""Writing what a curator decided into foods, and taking it back.

Every write leaves a step: which food, which fields, what stood there and what stands there now. Steps are plain JSON
and name no person, who may leave the site; `take_back` goes through them backwards, and only where nobody changed those
fields since.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from accounts.models import User
from foods import links
from foods.models import Alias, Food, Portion
from foods.search.index import reindex

Step = dict[str, Any]
FIGURE = ("basis", "b12_ug", "b12_unknown", "b12_added_ug", "low_ug", "high_ug")  # true or false only together
_REVIEWER = "reviewed_by"
_REVIEW = (_REVIEWER, "reviewed_at", "unverified")  # who looked last: never a reason not to take back
_NEVER = {"id", "owner", "proposed_by", "loaded", "created_at", "updated_at"}
_FIELDS: dict[str, Field] = {one.name: one for one in Food._meta.concrete_fields if one.name not in _NEVER}


class Refused(Exception):
    """Nothing was written; the sentence says why."""


def plain(value: Any) -> Any:
    """A value as JSON has it: one spelling for each figure, relations by their number, moments in ISO."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, dt.datetime) else value


def value_of(food: Food, name: str) -> Any:
    """What stands in a field, as JSON."""
    return plain(getattr(food, _FIELDS[name].attname))


def locked(food_ids: Iterable[int | None]) -> dict[int, Food]:
    """These foods, held until the transaction is over; in one order, so that two curators never wait in a ring."""
    ids = sorted({pk for pk in food_ids if pk})
    return {food.pk: food for food in Food.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def write(food: Food, values: Mapping[str, Any], *, by: Any, reason: str, now: dt.datetime | None = None) -> Step:
    """Set these fields, checked whole, with a line of history. With `now` it also counts as looked at.

    Raises `ValidationError` by field; nothing is written then.
    """
    before = {name: value_of(food, name) for name in _FIELDS}
    _set(food, values)
    if now is not None:
        food.reviewed_by, food.reviewed_at, food.unverified = by, now, False
    food.full_clean()
    _save(food, by=by, reason=reason)
    after = {name: value_of(food, name) for name in _FIELDS}
    touched = {name for name in _FIELDS if name != _REVIEWER and before[name] != after[name]}
    if touched & set(FIGURE):
        touched |= set(FIGURE)
    return {"food": food.pk, "fields": {name: [before[name], after[name]] for name in sorted(touched)}}


def _set(food: Food, values: Mapping[str, Any]) -> None:
    wrong: dict[str, Any] = {}
    for name, value in values.items():
        field = _FIELDS.get(name)
        if field is None:
            raise ValidationError(_("A food has no field “%(name)s” to set.") % {"name": name})
        try:
            setattr(food, field.attname, None if value is None else field.to_python(plain(value)))
        except ValidationError as refused:
            wrong[name] = refused
    if wrong:
        raise ValidationError(wrong)
    if "b12_ug" in values and "b12_unknown" not in values:
        food.b12_unknown = food.b12_ug is None
    if "b12_ug" in values and not {"low_ug", "high_ug"} & values.keys():
        _drop_range_that_holds_no_more(food)


def _drop_range_that_holds_no_more(food: Food) -> None:
    """The range was of the figure that stood there: where the new one lies outside, it says nothing."""
    if food.b12_ug is not None and not in_range(food, food.b12_ug):
        food.low_ug = food.high_ug = None
        food.range_note = ""


def in_range(food: Food, figure: Decimal) -> bool:
    """Whether a figure lies in the range of the food; so where it has none."""
    return food.low_ug is None or food.high_ug is None or food.low_ug <= figure <= food.high_ug


def _save(food: Food, *, by: Any, reason: str) -> None:
    food._history_user = by  # type: ignore[attr-defined]
    food._change_reason = reason[:100]  # type: ignore[attr-defined]
    food.save()


def publish(values: Mapping[str, Any], *, by: Any, reason: str, now: dt.datetime, food: Food | None = None) -> Food:
    """A new shared food of these values, or `food` published again with them. Not indexed yet."""
    food = food or Food()
    food.owner = food.merged_into = None
    food.state = "published"
    write_new = {**values, "state": "published"}
    _set(food, write_new)
    food.reviewed_by, food.reviewed_at, food.unverified = by, now, False
    food.full_clean()
    _save(food, by=by, reason=reason)
    return food


def portions_of(food: Food) -> list[list[Any]]:
    """[name, quantity, default, order], in their order."""
    rows = Portion.objects.filter(food=food).order_by("order", "pk")
    return [[one.name, plain(one.quantity), one.is_default, one.order] for one in rows]


def set_portions(food: Food, wanted: Sequence[Sequence[Any]]) -> Step:
    """All portions anew; one whose name stays keeps its row, because entries point to it."""
    before = portions_of(food)
    rows = {one.name: one for one in Portion.objects.filter(food=food)}
    names = {str(name) for name, *_rest in wanted}
    Portion.objects.filter(food=food).exclude(name__in=names).delete()
    Portion.objects.filter(food=food).update(is_default=False)  # one default at any time
    for place, (name, quantity, *rest) in enumerate(wanted):
        one = rows.get(str(name)) or Portion(food=food, name=str(name))
        one.quantity, one.is_default = Decimal(str(quantity)), bool(rest[0]) if rest else False
        one.order = int(rest[1]) if len(rest) > 1 else place
        one.full_clean(exclude=["is_default"])
        one.save()
    return {"food": food.pk, "portions": [before, portions_of(food)]}


def add_aliases(food: Food, names: Iterable[tuple[str, str]]) -> Step:
    """These other names as far as the food has them not yet. The step holds what was added."""
    there = {(one.language, one.name) for one in Alias.objects.filter(food=food)}
    fresh = [
        Alias(food=food, language=lang, name=name) for lang, name in sorted(set(names)) if (lang, name) not in there
    ]
    Alias.objects.bulk_create(fresh)
    return {"food": food.pk, "aliases": [[one.language, one.name] for one in fresh]}


def take_back(steps: Sequence[Step], *, by: Any, reason: str) -> list[int]:
    """Undo these steps, the last one first; returns the foods that were touched. `Refused` where it cannot be."""
    ids = [step["food"] for step in steps]
    foods = locked(ids)
    for step in reversed(steps):
        if food := foods.get(step["food"]):  # else it went with somebody whose own it was
            _step_back(food, step, by=by, reason=reason)
    touched = sorted(set(ids))
    reindex(touched)
    return touched


def _step_back(food: Food, step: Step, *, by: Any, reason: str) -> None:
    if "fields" in step:
        changed = [
            name for name, (_was, now) in step["fields"].items() if name not in _REVIEW and value_of(food, name) != now
        ]
        if changed:
            words = ", ".join(str(_FIELDS[name].verbose_name) for name in changed)
            sentence = _("It cannot be taken back: %(food)s was changed again since (%(fields)s).")
            raise Refused(sentence % {"food": food, "fields": words})
        values = {name: was for name, (was, _now) in step["fields"].items()}
        if "reviewed_at" in values:
            values[_REVIEWER] = _reviewer(food, values["reviewed_at"])
        try:
            write(food, values, by=by, reason=reason)
        except ValidationError as refused:
            raise Refused(_("It cannot be taken back as it was. %s") % sentences(refused)) from None
    if "portions" in step:
        was, now = step["portions"]
        if portions_of(food) != now:
            raise Refused(_("It cannot be taken back: the portions of %s were changed again since.") % food)
        set_portions(food, was)
    links.go_back(step.get("links", {}))
    for language, name in step.get("aliases", []):
        Alias.objects.filter(food=food, language=language, name=name).delete()


def _reviewer(food: Food, at: str | None) -> int | None:
    """Who looked at the food at that moment, by its versions; None where nobody did, or they have left since."""
    if at is None:
        return None
    versions = Food.history.filter(id=food.pk, reviewed_at=at, reviewed_by__in=User.objects.values("pk"))
    return versions.values_list("reviewed_by", flat=True).first()


def sentences(refused: ValidationError) -> str:
    """The sentences of a refusal, each with the field it is about."""
    if not hasattr(refused, "error_dict"):
        return " ".join(refused.messages)
    return " ".join(
        sentence if name == NON_FIELD_ERRORS or name not in _FIELDS else f"{_FIELDS[name].verbose_name}: {sentence}"
        for name, them in refused.message_dict.items()
        for sentence in them
    )
