"""The one line on Today that offers what a person has together: "Porridge, oat milk and tablet again?"."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from accounts.models import User
from foods.choices import Origin
from tracker.domain import together
from tracker.domain.together import Sitting, Together
from tracker.domain.usuals import Usual
from tracker.reports.meals import KeptMeal, Offers
from tracker.reports.recent import Recent
from tracker.reports.usuals import chip_of


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`rest`: what its button logs, as values that buttons post; `things`: what would be kept as a usual meal."""

    name: str
    why: str
    rest: tuple[str, ...]
    things: tuple[str, ...]
    foods: str

    @property
    def some_are_logged(self) -> bool:
        return len(self.rest) < len(self.things)


def sittings_of(recent: Iterable[Recent]) -> list[Sitting]:
    """Without injections: one press must not log one by the way."""
    return together.sittings(row[:5] for row in recent if row.origin != Origin.INJECTED)


def suggested(
    person: User, had: Sequence[Sitting], meals: Sequence[KeptMeal], *, today: dt.date, minute: int
) -> Together | None:  # fmt: skip
    """One query where there is something to offer: what of it was put aside; else none."""
    kept = [foods for meal in meals for foods in meal.food_sets]
    if together.suggest(had, today=today, minute=minute, meals=kept) is None:
        return None
    return together.suggest(had, today=today, minute=minute, meals=kept, but=_aside(person, today))


def _aside(person: User, today: dt.date) -> Collection[frozenset[int]]:
    rows = person.together_asides.filter(until__gte=today).values_list("foods", flat=True)
    return [frozenset(map(int, foods.split(","))) for foods in rows]


def usuals_of(found: Together | None) -> list[Usual]:
    """What is to be asked of the table to name the foods."""
    if found is None:
        return []
    return [
        Usual(food, found.ways[food].portion_id, Decimal(str(found.ways[food].amount)), 0.0) for food in found.foods
    ]


def as_suggestion(found: Together | None, offers: Offers) -> Suggestion | None:
    """None also where one of the foods cannot be logged any more: then it is another set."""
    chips = {usual.food_id: chip_of(usual, offers) for usual in usuals_of(found)}
    if found is None or not all(chips.values()):
        return None
    names = _short({food: chips[food].name for food in found.foods})
    return Suggestion(
        name=listed([names[food] for food in found.rest]),
        why=_why(found, [names[food] for food in found.foods if food not in found.rest]),
        rest=tuple(chips[food].what for food in found.rest),
        things=tuple(chips[food].what for food in found.foods),
        foods=",".join(map(str, found.foods)),
    )


def _short(names: Mapping[int, str]) -> Mapping[int, str]:
    """“Oat milk” for “Oat milk, fortified”, as long as that tells them apart: several names stand in one line."""
    short = {food: name.partition(",")[0] for food, name in names.items()}
    return short if len(set(short.values())) == len(short) else names


def listed(names: Sequence[str]) -> str:
    """“Porridge, oat milk and tablet”."""
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def _why(found: Together, logged: Sequence[str]) -> str:
    said = {"n": found.days, "of": found.of_days}
    if found.weekday is None:
        text = _("Around this time you had them together on %(n)d of the last %(of)d days.") % said
    else:
        text = _("Around this time you had them together on %(n)d of the last %(of)d days like this one: %(day)s.") % (
            said | {"day": WEEKDAYS[found.weekday]}
        )
    if not logged:
        return text
    return f"{text} {_('Logged today already: %(names)s.') % {'names': listed(logged)}}"
