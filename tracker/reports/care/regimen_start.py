"""How a regimen begins: which product, by which plan; then what its form knows beforehand."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Abs
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foods.choices import Form, Origin, Reliability, Route
from foods.models import Food
from foods.units import format_ug
from tracker.domain.regimens.plans import CountsFrom, Phase
from tracker.domain.regimens.templates import ADULT_YEARS, TEMPLATES, Template, proposable, recordable, shown_only
from tracker.domain.risks.common import needs_replacing, untreated
from tracker.domain.risks.evaluate import open_findings
from tracker.domain.risks.facts import Case
from tracker.domain.risks.facts import Regimen as Planned
from tracker.domain.risks.findings import Group as Red
from tracker.domain.tables import Citation, citations
from tracker.health import health_of
from tracker.models import Regimen
from tracker.people import today_of
from tracker.reports.care.regimen_page import own_of
from tracker.reports.findings.case import read_case
from tracker.reports.findings.shown import Shown
from tracker.reports.matches import matches
from tracker.reports.pick import Pick

MOST_PRODUCTS = 8
WELL_KNOWN = 7  # prominence of products that stand there before anything is typed
DOSES = (Origin.SUPPLEMENT, Origin.INJECTED)
STOPPING = frozenset(("lab-deficient", "lab-deficient-nerve-signs"))  # while these are open nothing is proposed
CAUTIONS = ("leber-no-cyanocobalamin", "cobalamin-allergy")  # said before a plan is saved
ROUTE_WORDS: Mapping[str, Promise] = {
    Route.SWALLOWED: _("by mouth"),
    Route.SUBLINGUAL: _("under the tongue"),
    Route.NASAL: _("through the nose"),
    Route.INJECTED: _("by injection"),
}


@dataclass(frozen=True, slots=True)
class Product:
    """One to press. `ug` is that of one of it, “” where nobody knows."""

    food_id: int
    name: str
    ug: str
    own: bool
    icon: str


def found_products(person: User, query: str) -> tuple[Product, ...]:
    """What is called so: supplements and injections first, then food. Nothing that only looks like a source."""
    rows = [row for row in matches(person, query).rows if row.reliability == Reliability.ACTIVE]
    rows.sort(key=lambda row: row.origin not in DOSES)
    return tuple(
        Product(
            row.food_id,
            f"{row.name}, {row.brand}" if row.brand else row.name,
            _ug(row.ug),
            bool(row.tag),
            _icon(row.origin),
        )
        for row in rows
    )


def well_known_products(person: User) -> tuple[Product, ...]:
    """The person's own supplements, and the injections and tablets that most people mean. One query."""
    doses = Food.objects.visible_to(person).filter(origin__in=DOSES, reliability=Reliability.ACTIVE)
    shown = doses.filter(Q(owner=person) | Q(prominence__gte=WELL_KNOWN) | Q(origin=Origin.INJECTED, prominence__gte=6))
    return products_of(shown.order_by(F("owner_id").desc(nulls_last=True), "origin", "-prominence", "name"))


def products_of(foods: QuerySet) -> tuple[Product, ...]:
    rows = foods.values_list("pk", "name", "brand", "b12_ug", "owner_id", "origin")[:MOST_PRODUCTS]
    return tuple(
        Product(pk, f"{name}, {brand}" if brand else name, _ug(ug), owner is not None, _icon(origin))
        for pk, name, brand, ug, owner, origin in rows
    )


def _ug(ug: Decimal | None) -> str:
    return "" if ug is None else f"{format_ug(ug)}\u00a0µg"


def _icon(origin: str) -> str:
    return "needle" if origin == Origin.INJECTED else "pill" if origin == Origin.SUPPLEMENT else "leaf"


def products_for(person: User, plan: Template) -> tuple[Product, ...]:
    """The products that a plan speaks of: its form and route, its dose first. One query."""
    foods = Food.objects.visible_to(person).filter(origin__in=DOSES, reliability=Reliability.ACTIVE)
    if plan.form != Form.NOT_STATED:
        foods = foods.filter(form=plan.form)
    by_mouth = (Route.SWALLOWED, Route.SUBLINGUAL)
    foods = foods.filter(route__in=by_mouth if plan.route == Route.SWALLOWED else (plan.route,))
    if plan.dose_ug is not None:
        away = Abs(F("b12_ug") - Decimal(str(plan.dose_ug)))
        return products_of(foods.filter(b12_ug__isnull=False).order_by(away, "-prominence", "name"))
    return products_of(foods.order_by("-prominence", "name"))


# --- plans ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """A plan that a publication names."""

    plan: Template

    @property
    def citations(self) -> tuple[Citation, ...]:
        return citations(self.plan.sources)


class Group(NamedTuple):
    """Plans for the same people."""

    who: str
    plans: tuple[PublishedPlan, ...]


def grouped(plans: Iterable[Template]) -> tuple[Group, ...]:
    """By whom they are for, in the order of the table."""
    found: dict[str, list[PublishedPlan]] = {}
    for plan in plans:
        found.setdefault(plan.who, []).append(PublishedPlan(plan))
    return tuple(Group(who, tuple(some)) for who, some in found.items())


class Why(StrEnum):
    """Why nothing is proposed."""

    INHERITED = "inherited"
    ALLERGY = "allergy"
    AGE = "age"
    CHILD = "child"
    OPEN = "open"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RegimenStart:
    """What may be pressed before there is a form. `chosen`: the plan that was, for which a product is looked for."""

    query: str
    products: tuple[Product, ...]
    chosen: PublishedPlan | None
    proposed: tuple[Group, ...]
    shown: tuple[Group, ...]
    recordable: tuple[Group, ...]
    why_none: Why | None

    @classmethod
    def build(cls, person: User, *, template: str, query: str, now: dt.datetime) -> "RegimenStart":
        """Of a search its queries alone; else one for products, and those of a case where plans are shown."""
        plan = TEMPLATES.get(template)
        if query:
            products = found_products(person, query)
        else:
            products = products_for(person, plan) if plan else well_known_products(person)
        if plan or query:
            return cls(query, products, PublishedPlan(plan) if plan else None, (), (), (), None)
        case = read_case(person, now=now)
        proposed, why = proposals(case)
        stopped = why in (Why.INHERITED, Why.ALLERGY, Why.OPEN)
        shown = shown_only(diet=case.diet, blocked=stopped)
        return cls(query, products, None, grouped(proposed), grouped(shown), grouped(recordable()), why)


def proposals(case: Case) -> tuple[tuple[Template, ...], Why | None]:
    """The plans that may be proposed to this person, and why there are none."""
    why = _blocked(case)
    plans = proposable(
        age_years=case.age_years,
        diet=case.diet,
        life_stage=case.life_stage,
        blocked=why is not None,
        absorbs=not needs_replacing(case),
        cyanocobalamin=case.has("lhon") is None,
    )
    return plans, None if plans else why or Why.NONE


def _blocked(case: Case) -> Why | None:
    if case.has("inherited"):
        return Why.INHERITED
    if case.has("cobalt_allergy"):
        return Why.ALLERGY
    if case.age_years is None:
        return Why.AGE
    if case.age_years < ADULT_YEARS:
        return Why.CHILD
    open_ones = open_findings(case)
    stop = any(one.group == Red.RED_FLAGS or one.code in STOPPING for one in open_ones)
    return Why.OPEN if stop or untreated(case) else None


def is_inherited(person: User) -> bool:
    """Whether nothing may be planned here: specialists do. Only what was prescribed is recorded."""
    return any(has.key == "inherited" and not has.in_family for has in health_of(person).conditions)


# --- the form ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Begun:
    """What the form of a regimen begins with and says. `cautions`: findings that saving it would bring about."""

    food: Food
    pick: Pick
    initial: Mapping[str, object] = field(default_factory=dict)
    phases: tuple[Phase, ...] = ()
    only_prescribed: bool = False
    cautions: tuple[Shown, ...] = ()
    plan: PublishedPlan | None = None

    @property
    def name(self) -> str:
        return str(self.food)

    @property
    def route(self) -> str:
        return str(ROUTE_WORDS[Route(self.food.route)])

    @property
    def form(self) -> str:
        return str(Form(self.food.form).label)

    @property
    def injected(self) -> bool:
        return self.food.route == Route.INJECTED


def begun_with(person: User, template: str, food: Food, *, now: dt.datetime, row: Regimen | None = None) -> Begun:
    """For a product that was chosen; `row`: the regimen that is changed."""
    pick, plan = Pick.build(person, food), TEMPLATES.get(template)
    return Begun(
        food=food,
        pick=_as_kept(pick, row) if row else pick,
        initial=_initial(food, plan),
        phases=own_of(person, row).plan.phases if row else phases_of(plan, today=today_of(person, now=now)),
        only_prescribed=is_inherited(person),
        cautions=cautions_for(person, food, now=now),
        plan=PublishedPlan(plan) if plan else None,
    )


def _initial(food: Food, plan: Template | None) -> dict[str, object]:
    begun: dict[str, object] = {"food_id": food.pk, "counts_from": counts_from_of(food.route).value}
    if plan:
        begun |= {"template": plan.key, "prescribed": "no" if plan.proposes else "yes"}
    return begun


def phases_of(plan: Template | None, *, today: dt.date) -> tuple[Phase, ...]:
    """What a plan states without a doubt, from today on; nothing where its reader has to choose."""
    phases: list[Phase] = []
    for rhythm in plan.rhythms if plan else ():
        start = phases[-1].ends_on + dt.timedelta(days=1) if phases and phases[-1].ends_on else today
        end = start + dt.timedelta(days=rhythm.length_days - 1) if rhythm.length_days else None
        phases.append(Phase(rhythm.unit, rhythm.every, start, end, rhythm.weekdays, loading=rhythm.loading))
    return tuple(phases)


def counts_from_of(route: str) -> CountsFrom:
    """What stands chosen beforehand: injections and sprays count from the last one, tablets have their days."""
    return CountsFrom.LAST_DOSE if route in (Route.INJECTED, Route.NASAL) else CountsFrom.CALENDAR


def _as_kept(pick: Pick, row: Regimen) -> Pick:
    """With the portion and amount of the regimen chosen, not those of the last entry."""
    value = str(row.portion_id) if row.portion_id else "base"
    portions = tuple(replace(choice, chosen=choice.value == value) for choice in pick.portions)
    return replace(pick, portions=portions, amount=f"{row.amount.normalize():f}")


def cautions_for(person: User, food: Food, *, now: dt.datetime) -> tuple[Shown, ...]:
    """What the rules would say of this product if it were planned; nothing of food."""
    kinds = {has.key for has in health_of(person).conditions}
    if food.origin not in DOSES or kinds.isdisjoint(("lhon", "cobalt_allergy")):
        return ()
    case = read_case(person, now=now)
    planned = replace(case, regimens=(*case.regimens, Planned(food.route, 1, form=food.form)))
    return tuple(Shown(one, case.today, linked=False) for one in open_findings(planned) if one.code in CAUTIONS)
