"""What Status shows of what-ifs: small pictures of the latest ones, and ready-made changes to begin with."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from tracker.charts import Chart
from tracker.charts.band import Point
from tracker.charts.multiples import Multiples, small_multiples
from tracker.charts.multiples import Panel as Drawn
from tracker.domain.stores import THRESHOLD_UG
from tracker.models import WhatIf
from tracker.models.states import Medicine
from tracker.models.whatif import MOST_KEPT, as_typed
from tracker.reports.whatif.compare import Compared, Side, readable
from tracker.reports.whatif.ground import Ground, Product
from tracker.reports.whatif.words import joined, short, words_of

MOST_PANELS = MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Panel:
    """One what-if in small. `compared.refused` says which of its changes cannot be made any more."""

    pk: int
    title: str
    compared: Compared
    chart: Chart


@dataclass(frozen=True, slots=True)
class Panels:
    """Small pictures on one scale, and that scale in words; both empty where nothing can be drawn."""

    panels: tuple[Panel, ...]
    scale_words: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change to begin with: words for a button, and the hidden fields that it sends to `what_if_new`."""

    words: str
    fields: tuple[tuple[str, str], ...]


def recent_what_ifs(person: User, *, limit: int = MOST_KEPT) -> list[WhatIf]:
    """The latest what-ifs, newest first. One query."""
    return list(person.what_ifs.order_by("-created_at", "-pk")[:limit])


def title_of(compared: Compared) -> str:
    """All changes in one line, those that cannot be made any more too."""
    return joined([line.words for line in compared.lines]) or _("Nothing that can be read")


@dataclass(frozen=True, slots=True)
class Kept:
    """A what-if that was kept, for a list of links."""

    pk: int
    title: str


@dataclass(frozen=True, slots=True)
class WhatIfStart:
    """The page that asks what if. `foods`: id, name and words for a choice, most absorbed first."""

    ground: Ground
    foods: tuple[tuple[int, str, str], ...]
    suggestions: tuple[Suggestion, ...]
    kept: tuple[Kept, ...]

    @classmethod
    def build(cls, person: User, *, now: dt.datetime) -> "WhatIfStart":
        """Five queries."""
        ground = Ground.read(person, now=now)
        what_ifs = recent_what_ifs(person)
        kept = [(one.pk, Compared.of(ground, one.changes, now=None)) for one in what_ifs]
        return cls(
            ground,
            tuple((product.key, product.name, _choice(product)) for product in ground.products),
            suggestions(ground, kept=what_ifs),
            tuple(Kept(pk, title_of(compared)) for pk, compared in kept),
        )


def _choice(product: Product) -> str:
    return _("%(food)s · %(ug)s µg absorbed a day") % {"food": short(product.name), "ug": _tenth(product)}


def _tenth(product: Product) -> str:
    ug = product.absorbed_per_day
    return "<0.1" if ug < 0.05 else f"{ug:,.1f}"


def panels(ground: Ground, what_ifs: Sequence[WhatIf], *, limit: int = MOST_PANELS) -> Panels:
    """The first of these what-ifs that can still be made, beside today's habit. None where the model is off. No query.

    Those of which nothing can be made any more are left to their own pages.
    """
    if ground.why_off or not what_ifs:
        return Panels((), "")
    now = Side.of(ground.habit)
    all_of_them = ((what_if.pk, Compared.of(ground, what_if.changes, now=now)) for what_if in what_ifs)
    shown = list(islice(((pk, compared) for pk, compared in all_of_them if compared.then), limit))
    picture = picture_of([(f"what-if-{pk}", joined(compared.made), compared) for pk, compared in shown])
    drawn = zip(shown, picture.charts, strict=True)
    return Panels(
        tuple(Panel(pk, joined(compared.made), compared, chart) for (pk, compared), chart in drawn),
        picture.scale_words if shown else "",
    )


def picture_of(compared: Sequence[tuple[str, str, Compared]]) -> Multiples:
    """Stores as now and with the changes over twelve months, all on one scale. For each: a key, a title and itself."""
    drawn = [
        Drawn(key, title, _points(each.now), _points(each.then))
        for key, title, each in compared
        if each.now and each.then
    ]
    return small_multiples(drawn, low_zone_to=THRESHOLD_UG)


def _points(side: Side) -> list[Point]:
    return [
        Point(p.months, p.low_ug, side.middle_ug(p.months), p.high_ug, _month(round(p.months)))
        for p in side.projection.points
    ]


def _month(n: int) -> str:
    return ngettext("%(n)d month", "%(n)d months", n) % {"n": n} if n else _("now")


def suggestions(ground: Ground, *, kept: Iterable[WhatIf] = ()) -> tuple[Suggestion, ...]:
    """Up to three changes worth a look that are not among `kept`. None where the model is off. No query."""
    if ground.why_off:
        return ()
    alone = [said for what_if in kept if len(said := readable(what_if.changes)) == 1]
    asked = [as_typed(said[0]) for said in alone]
    offered = ((said, as_typed(said)) for said in _offered(ground))
    return tuple(
        Suggestion(words_of(said, ground.names), tuple((f"c0-{name}", value) for name, value in typed.items()))
        for said, typed in islice((one for one in offered if one[1] not in asked), MOST_SUGGESTIONS)
    )


def _offered(ground: Ground) -> Iterator[dict[str, Any]]:
    held = {state.key for state in ground.habit.states}
    if ground.products and not ground.circumstances.treated_for_life:
        yield {"kind": "drop", "food": _most_telling(ground).key}
    yield {"kind": "add", "ug": "10", "every": 1}
    if Medicine.METFORMIN not in held:
        yield {"kind": "start", "state": Medicine.METFORMIN.value}
    yield {"kind": "add", "ug": "2000", "every": 7}
    if Medicine.PPI not in held:
        yield {"kind": "start", "state": Medicine.PPI.value}


def _most_telling(ground: Ground) -> Product:
    """The supplement that gives most, else the food."""
    return next((product for product in ground.products if product.is_supplement), ground.products[0])
