"""What lowers absorption or raises loss in a person, as three figures. Pure; docs/model.md, States.

Every figure is an engineering estimate. What it leans on stands beside it; "direction" means that the publication shows
which way it goes, not how far. The keys are for code: words for people live with the pages.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, prod
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.parameters import Span

USUAL_LOSS_PER_DAY = 0.0013  # share of the store, range 0.0007–0.0026; Doets 2013
FULL = Span(1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class State:
    """`release` (0–1): freed from food; `capacity` (0–1): left of intrinsic factor; `loss_per_day`: share of the store.

    `release.middle` is the highest of its range, `capacity.middle` the central figure; the band uses both ends.
    `ValueError` for a share outside 0–1, ends out of order or a loss that is not above 0.
    """

    key: str
    release: Span = FULL
    capacity: Span = FULL
    loss_per_day: float = USUAL_LOSS_PER_DAY

    def __post_init__(self) -> None:
        for low, middle, high in (self.release, self.capacity):
            if not 0 <= low <= middle <= high <= 1:
                raise ValueError(f"{self.key}: shares lie between 0 and 1, lowest first")
        if not (isfinite(self.loss_per_day) and self.loss_per_day > 0):
            raise ValueError(f"{self.key}: the loss per day must be above 0")


class Change(NamedTuple):
    """`state` holds from `hour` on, on the same running clock as the doses."""

    hour: float
    state: State


Timeline = Sequence[Change]  # sorted by hour; before the first change, and when empty, NORMAL holds


def _state(key: str, *, release: float = 1.0, capacity: float = 1.0, loss: float = USUAL_LOSS_PER_DAY) -> State:
    """A state whose figures have no range."""
    return State(key, Span(release, release, release), Span(capacity, capacity, capacity), loss)


NORMAL = State("normal")
AGE_50_59 = State("age_50_59", release=Span(0.5, 1.0, 1.0))  # Baik 1999
AGE_60_74 = State("age_60_74", release=Span(0.4, 1.0, 1.0))  # Baik 1999
AGE_75 = State("age_75", release=Span(0.3, 1.0, 1.0))  # Baik 1999

_ALL = (
    NORMAL,  # Carmel 2008, Doets 2013
    AGE_50_59,
    AGE_60_74,
    AGE_75,
    # Stomach
    _state("pernicious_anaemia", release=0, capacity=0, loss=0.0020),  # Institute of Medicine 1998, Carmel 2008
    _state("total_gastrectomy", release=0, capacity=0, loss=0.0020),  # Institute of Medicine 1998, Carmel 2008
    _state("atrophic_gastritis", release=0.2, loss=0.0015),  # Institute of Medicine 1998, Baik 1999
    _state("achlorhydria", release=0.2, loss=0.0015),  # Institute of Medicine 1998, Baik 1999
    _state("gastritis", release=0.6),  # direction, Andrès (review of malabsorption from food)
    _state("h_pylori", release=0.6),  # direction, Andrès (review of malabsorption from food)
    _state("partial_gastrectomy", release=0.4, capacity=0.5),  # direction, hydroxocobalamin label (UK)
    _state("gastric_bypass", release=0.2, capacity=0.3, loss=0.0015),  # ranking of operations, Majumder 2013
    _state("sleeve_gastrectomy", release=0.4, capacity=0.6, loss=0.0015),  # ranking of operations, Majumder 2013
    _state(
        "biliopancreatic_diversion", release=0.2, capacity=0.2, loss=0.0015
    ),  # ranking, O'Kane 2020; with duodenal switch
    # Bowel and pancreas
    _state("ileum_under_20_cm"),  # removed length; 0 of 14 abnormal, Duerksen 2006
    State("ileum_20_60_cm", capacity=Span(0.0, 0.5, 1.0), loss_per_day=0.0015),  # 52 % abnormal, Duerksen 2006
    _state("ileum_over_60_cm", capacity=0, loss=0.0020),  # ESPEN guideline; the stomach still frees what food binds
    _state("crohn_ileal", capacity=0.8),  # over 30 cm ill, none removed; Battat 2014
    _state("coeliac", capacity=0.8),  # direction only
    _state("hiv_diarrhoea", capacity=0.8),  # direction only
    _state("bacterial_overgrowth", capacity=0.7),  # direction only
    _state("abdominal_radiotherapy", capacity=0.7),  # direction only
    _state("pancreatic_insufficiency", capacity=0.6),  # direction, Institute of Medicine 1998
    _state("tropical_sprue", capacity=0.5),  # direction only
    _state("fish_tapeworm", capacity=0.5),  # direction only
    # Medicines
    _state("ppi", release=0.4),  # direction, Lam 2013; 70–90 % less in 2 weeks, Marcuard 1994 (unconfirmed)
    _state("potassium_competitive_blocker", release=0.4),  # as proton pump inhibitors
    _state("h2_blocker", release=0.6),  # direction, Lam 2013
    _state("metformin", capacity=0.7),  # serum −19 % in 4.3 years, de Jager 2010 (secondary)
    _state("colchicine", capacity=0.8),  # direction only, unconfirmed
    _state("aminosalicylic_acid", capacity=0.45),  # direction only, unconfirmed
    _state("colestyramine", capacity=0.9),  # direction only, unconfirmed
)
STATES: Mapping[str, State] = MappingProxyType({state.key: state for state in _ALL})


def combine(states: Iterable[State]) -> State:
    """All of them at once: the lowest release, the product of capacities, the highest loss. Nothing is NORMAL.

    The same state twice (two products with metformin) counts once. The key joins the keys. docs/model.md, States.
    """
    different = {state.key: state for state in states if state.key != NORMAL.key}
    if len(different) < 2:
        return next(iter(different.values()), NORMAL)
    every = different.values()
    release = Span(*(min(ends) for ends in zip(*(state.release for state in every), strict=True)))
    capacity = Span(*(prod(ends) for ends in zip(*(state.capacity for state in every), strict=True)))
    return State("+".join(different), release, capacity, max(state.loss_per_day for state in every))


def of_age(age_years: float | None) -> State:
    """What age alone may do: less is freed from food, from 50 on. Never touches the capacity. Unknown is NORMAL."""
    if age_years is None or age_years < 50:
        return NORMAL
    if age_years < 60:
        return AGE_50_59
    return AGE_60_74 if age_years < 75 else AGE_75
