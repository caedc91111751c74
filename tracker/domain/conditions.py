"""Conditions, operations and habits that bear on B12, its tests or its treatment. Pure.

One row each in `tracker/data/conditions.csv`. Diet, age and pregnancy are not among them: the profile asks for these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tracker.domain import tables
from tracker.domain.medicines import UNCONFIRMED
from tracker.domain.risks.facts import Has

CATEGORIES = (
    "stomach", "operation", "bowel", "infection", "autoimmune", "family", "inherited", "baby", "habit", "caution",
    "tests", "look-alike",
)  # fmt: skip
DETAILS = ("resection_cm", "ileal_cm", "resected", "relation", "chronic_diarrhoea")  # that a row may ask for
SHORT_CM = 20  # of ileum removed: below it none of 14 people took up too little, Duerksen 2006
LONG_CM = 60  # above it nearly all do, ESPEN guideline
CROHN_CM = 30  # of ileum ill: above it uptake may suffer even where nothing was removed, Battat 2014


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition. `key` is what people's conditions store.

    `state`: a key of `states.STATES`, "" where the model counts nothing or where it depends on a detail (`state_of`).
    `asks`: which of DETAILS belong to it. `what` is known, what to `do`, where sources disagree ("" where they do not):
    sentences for people. `sources`: keys of `tables.citations`; none where no publication may be shown.
    """

    key: str
    name: str
    synonyms: tuple[str, ...]
    category: str
    state: str
    asks: tuple[str, ...]
    evidence: str
    what: str
    do: str
    disagreement: str
    sources: tuple[str, ...]
    confidence: str

    @property
    def unconfirmed(self) -> bool:
        return self.confidence in UNCONFIRMED


def _condition(row: Mapping[str, str]) -> Condition:
    return Condition(
        key=row["id"],
        name=row["name"],
        synonyms=tables.listed(row["synonyms"]),
        category=row["category"],
        state=row["state"],
        asks=tables.listed(row["asks"]),
        evidence=row["evidence"],
        what=row["what"],
        do=row["do"],
        disagreement=row["disagreement"],
        sources=tables.listed(row["sources"]),
        confidence=row["confidence"],
    )


CONDITIONS: Mapping[str, Condition] = MappingProxyType(
    {row["id"]: _condition(row) for row in tables.read("conditions")}
)


def state_of(has: Has) -> str:
    """The state of the model that goes with what somebody has; "" where none does. Whether it began is not asked.

    A resection of unknown length counts as 20 to 60 cm. Crohn's disease counts only where more than 30 cm are known to
    be ill and nothing was removed: what was removed is a row of its own. HIV counts only with chronic diarrhoea.
    """
    if has.key == "ileal_resection":
        return _resected(has.resection_cm)
    if has.key == "crohn":
        ill = has.ileal_cm is not None and has.ileal_cm > CROHN_CM
        return "crohn_ileal" if ill and not has.resected else ""
    if has.key == "hiv":
        return "hiv_diarrhoea" if has.chronic_diarrhoea else ""
    condition = CONDITIONS.get(has.key)
    return condition.state if condition else ""


def _resected(cm: float | None) -> str:
    if cm is None:
        return "ileum_20_60_cm"
    if cm < SHORT_CM:
        return "ileum_under_20_cm"
    return "ileum_20_60_cm" if cm <= LONG_CM else "ileum_over_60_cm"
