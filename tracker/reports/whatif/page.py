"""The page of one what-if: what changes, twelve months of both, where they settle, and why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from tracker.charts.multiples import Multiples
from tracker.domain.parameters import Span
from tracker.domain.scenarios import COMPARED_MONTHS
from tracker.domain.states import NORMAL, State
from tracker.domain.tables import Citation, citations
from tracker.models import WhatIf
from tracker.reports.whatif.compare import Compared, Side
from tracker.reports.whatif.ground import Ground
from tracker.reports.whatif.panels import picture_of, title_of
from tracker.reports.whatif.words import joined, state_name

MODEL_SOURCES = ("S4", "S5", "S2")  # uptake; loss; the usual store and its low threshold
# which publications the direction of a state leans on; the figures themselves are our estimates
_STATE_SOURCES = {
    "metformin": ("S42",), "ppi": ("S46",), "potassium_competitive_blocker": ("S46",), "h2_blocker": ("S46",),
    "pernicious_anaemia": ("S2", "S4"), "total_gastrectomy": ("S2", "S4"), "atrophic_gastritis": ("S2", "S66"),
    "achlorhydria": ("S2", "S66"), "gastritis": ("S67",), "h_pylori": ("S67",), "partial_gastrectomy": ("S33",),
    "gastric_bypass": ("S63",), "sleeve_gastrectomy": ("S63",), "biliopancreatic_diversion": ("S99",),
    "ileum_under_20_cm": ("S61",), "ileum_20_60_cm": ("S61",), "ileum_over_60_cm": ("S62",), "crohn_ileal": ("S60",),
    "pancreatic_insufficiency": ("S2",), "age_50_59": ("S66",), "age_60_74": ("S66",), "age_75": ("S66",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StateRow:
    """What one state changes, as percentages in words; `change` says whether it begins or ends here."""

    name: str
    change: str
    release: str
    capacity: str
    loss: str
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Formulas:
    """The two formulas with one side's numbers put in. `injected`: µg a day from injections and through the nose."""

    days: int
    swallowed_ug: str
    injected: float
    per_day: float
    loss: float
    loss_percent: str
    plateau: str
    start: str
    after: str

    @classmethod
    def of(cls, side: Side) -> "Formulas":
        projection, per_day = side.projection, side.per_day
        injected = sum(rate.per_day.middle for rate in (side.habit.injected, side.habit.nasal) if rate)
        return cls(
            days=side.habit.tracked_days,
            swallowed_ug=f"{(per_day.middle - injected) * side.habit.tracked_days:,.1f}",
            injected=injected,
            per_day=per_day.middle,
            loss=projection.loss_per_day,
            loss_percent=f"{projection.loss_per_day * 100:.2f}",
            plateau=f"{projection.plateau_ug.middle:,.0f}",
            start=f"{projection.start_ug:,.0f}",
            after=f"{side.middle_ug(COMPARED_MONTHS):,.0f}",
        )


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """`why_off` is a sentence where the model does not fit this person; then nothing is compared."""

    what_if: WhatIf
    title: str
    why_off: str
    compared: Compared
    picture: Multiples | None
    formulas_now: Formulas | None
    formulas_then: Formulas | None
    states: tuple[StateRow, ...]
    sources: tuple[Citation, ...]
    unknown_entries: int
    what_if_only: bool

    @classmethod
    def build(cls, person: User, what_if: WhatIf, *, now: dt.datetime) -> "WhatIfPage":
        """Four queries."""
        ground = Ground.read(person, now=now)
        off = ground.why_off
        compared = Compared.of(ground, what_if.changes, now=None if off else Side.of(ground.habit))
        before, after = compared.now, compared.then
        return cls(
            what_if=what_if,
            title=title_of(compared),
            why_off=off,
            compared=compared,
            picture=picture_of([(f"what-if-{what_if.pk}", _("Body store over twelve months"), compared)])
            if after
            else None,
            formulas_now=Formulas.of(before) if before and after else None,
            formulas_then=Formulas.of(after) if after else None,
            states=_states(ground.habit.states, after.habit.states) if after else (),
            sources=citations(MODEL_SOURCES),
            unknown_entries=ground.circumstances.unknown_entries,
            what_if_only=ground.circumstances.treated_for_life,
        )

    @property
    def made(self) -> str:
        """The changes that are made, in one line."""
        return joined(self.compared.made)

    @property
    def formulas(self) -> list[tuple[str, Formulas]]:
        both = ((_("As now"), self.formulas_now), (self.made, self.formulas_then))
        return [(title, formulas) for title, formulas in both if formulas]


def _states(now: Sequence[State], then: Sequence[State]) -> tuple[StateRow, ...]:
    """All that bear on either side, what begins or ends first."""
    keys_now, keys_then = {state.key for state in now}, {state.key for state in then}
    every = {state.key: state for state in (*then, *now) if state.key != NORMAL.key}
    rows = [_state_row(state, keys_now, keys_then) for state in every.values()]
    return tuple(sorted(rows, key=lambda row: not row.change))


def _state_row(state: State, now: set[str], then: set[str]) -> StateRow:
    change = "" if state.key in now and state.key in then else _("added here") if state.key in then else _("left out")
    return StateRow(
        name=state_name(state.key),
        change=change,
        release=_percent(state.release),
        capacity=_percent(state.capacity),
        loss=f"{state.loss_per_day * 100:.2f} %",
        sources=citations(_STATE_SOURCES.get(state.key, ())),
    )


def _percent(share: Span) -> str:
    low, high = f"{share.low * 100:.0f}", f"{share.high * 100:.0f}"
    return f"{high} %" if low == high else _("%(low)s to %(high)s %%") % {"low": low, "high": high}
