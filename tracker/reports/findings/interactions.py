"""Which medicines and conditions change what the model reckons with, and how."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.domain import conditions, medicines
from tracker.domain.states import NORMAL, STATES, USUAL_LOSS_PER_DAY, State
from tracker.health import Health


class Interaction(NamedTuple):
    """`effects`: what it does, in words; `address`: the page about it."""

    name: str
    effects: tuple[str, ...]
    address: str


def interactions(health: Health, *, today: dt.date) -> tuple[Interaction, ...]:
    """Those that hold today, in the order they were typed in."""
    return tuple(_interactions(health, today))


def _interactions(health: Health, today: dt.date) -> Iterator[Interaction]:
    for use in health.medicines:
        state = STATES.get(medicines.state_of(use.key), NORMAL)
        if use.active and (effects := _effects(state)):
            yield Interaction(use.name, effects, reverse("learn_medicine", args=[use.key]))
    for has in health.conditions:
        state = STATES.get(conditions.state_of(has), NORMAL)
        if has.began(today) and not has.in_family and (effects := _effects(state)):
            yield Interaction(has.name, effects, reverse("learn_condition", args=[has.key]))


def _effects(state: State) -> tuple[str, ...]:
    said = (
        (state.release.low < 1, _("less B12 is freed from food")),
        (state.capacity.low < 1, _("less of it is taken up by the usual way")),
        (state.loss_per_day > USUAL_LOSS_PER_DAY, _("the body loses more of what it has")),
    )
    return tuple(words for applies, words in said if applies)
