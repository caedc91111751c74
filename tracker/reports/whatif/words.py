"""Changes and stores in words. Nothing here says that one of two is better."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foods.units import plain_number
from tracker.domain.changes import Kind
from tracker.models.states import STATE_NAMES

_LONGEST_NAME = 60


def words_of(said: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """A kept change that can be read, as a person would say it. `names`: foods by id, as they are called now."""
    match Kind(said["kind"]):
        case Kind.DROP:
            return _("Without %(food)s") % {"food": _food(said, names)}
        case Kind.PORTION:
            return _portion(Decimal(str(said["times"])), _food(said, names))
        case Kind.ADD:
            ug, often = plain_number(Decimal(str(said["ug"]))), every(int(said["every"]))
            return _("A supplement of %(ug)s µg %(every)s") % {"ug": ug, "every": often}
        case Kind.INTERVAL:
            weeks = int(said["weeks"])
            return ngettext("An injection every week", "An injection every %(n)d weeks", weeks) % {"n": weeks}
        case Kind.START:
            return _("With %(state)s") % {"state": state_name(said["state"])}
        case Kind.STOP:
            return _("Without %(state)s") % {"state": state_name(said["state"])}


def _food(said: Mapping[str, Any], names: Mapping[int, str]) -> str:
    name = names.get(int(said["food"])) or str(said.get("name") or _("a food"))
    return short(name)


def short(name: str) -> str:
    """A name that fits into a line."""
    return Truncator(name).chars(_LONGEST_NAME)


def _portion(times: Decimal, food: str) -> str:
    if times == Decimal("0.5"):
        return _("Half as much of %(food)s") % {"food": food}
    if times == 2:
        return _("Twice as much of %(food)s") % {"food": food}
    return _("%(times)s times as much of %(food)s") % {"times": plain_number(times), "food": food}


def every(days: int) -> str:
    """How often, by the days between."""
    if days == 1:
        return _("every day")
    if days % 7 == 0:
        return ngettext("every week", "every %(n)d weeks", days // 7) % {"n": days // 7}
    return _("every %(n)d days") % {"n": days}


def state_name(key: str) -> str:
    return str(STATE_NAMES.get(key, key))


def joined(words: list[str]) -> str:
    """“Without the tablet, with metformin”: several changes in one line."""
    return ", ".join([*words[:1], *(word[:1].lower() + word[1:] for word in words[1:])])


def stored(ug: float) -> str:
    """A store in mg with two figures: the model can claim no more. Without its unit."""
    mg = ug / 1000
    if mg < 0.005:
        return "0" if mg < 0.0005 else "<0.01"
    return f"{mg:,.{0 if mg >= 9.95 else 1 if mg >= 0.995 else 2}f}"


def stored_between(low_ug: float, high_ug: float) -> str:
    """“1.5–4.2”. Without its unit."""
    return f"{stored(low_ug)}–{stored(high_ug)}"
