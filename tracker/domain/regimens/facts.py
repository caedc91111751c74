"""A regimen as rules see it. Pure; docs/risks.md, Facts."""

import datetime as dt
import math

from tracker.domain.regimens.plans import Phase, Plan, Standing, State
from tracker.domain.regimens.recurrence import interval_days
from tracker.domain.risks.facts import Regimen


def to_facts(plan: Plan, standing: Standing, *, first_dose: dt.date | None = None) -> Regimen:
    """`first_dose`: the first that is logged; what the owner says of the beginning goes before it.

    Under the tongue counts as swallowed. Where nothing was had and the plan began before it was typed in, nobody knows
    when the next one is due. An interval that has none ("as needed") is 0.
    """
    return Regimen(
        route="swallowed" if plan.route == "sublingual" else plan.route,
        interval_days=_interval(standing.phase or _next(plan, standing)),
        due=_due(plan, standing),
        loading=bool(standing.phase and standing.phase.loading),
        entered=plan.entered,
        began=plan.began or first_dose,
        stopped=standing.state == State.OVER,
        reviewed=plan.reviewed_on,
        form=plan.form,
    )


def _next(plan: Plan, standing: Standing) -> Phase | None:
    return next((phase for phase in plan.phases if standing.due_on and phase.starts_on >= standing.due_on), None)


def _interval(phase: Phase | None) -> int:
    days = interval_days(phase) if phase else math.inf
    return 0 if math.isinf(days) else max(round(days), 1)


def _due(plan: Plan, standing: Standing) -> dt.date | None:
    due = standing.due_on
    unknown = standing.last is None and due is not None and plan.entered is not None and due < plan.entered
    return None if unknown else due
