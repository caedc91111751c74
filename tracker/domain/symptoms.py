"""Symptoms that low B12 can bring, what else they can be, and what must not wait. Pure.

One row each in `tracker/data/symptoms.csv`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tracker.domain import tables
from tracker.domain.medicines import UNCONFIRMED

CLUSTERS = ("nerve", "muscle", "blood", "mind", "mouth", "gut", "other", "baby", "test")
SCALES = ("0-10", "count", "yes/no", "number", "kg", "note")
WITH_SCALE = ("where", "map", "falls", "count", "effort")  # what is asked beside 0–10


@dataclass(frozen=True, slots=True)
class Symptom:
    """One symptom. `lay_name`: as people say it, in the middle of a sentence.

    `other_causes`: what else it often is; `b12_pattern`: what speaks for B12, "" where nothing does. `red_flag`: when
    it must not wait ("it is new or growing"), `red_flag_action`: what to do then; both "" where it has none.
    `scale`: how it is logged: one of SCALES first, then what of WITH_SCALE is asked beside it.
    """

    key: str
    name: str
    lay_name: str
    cluster: str
    other_causes: tuple[str, ...]
    b12_pattern: str
    red_flag: str
    red_flag_action: str
    scale: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str

    @property
    def unconfirmed(self) -> bool:
        return self.confidence in UNCONFIRMED


def _symptom(row: Mapping[str, str]) -> Symptom:
    return Symptom(
        key=row["id"],
        name=row["name"],
        lay_name=row["lay_name"],
        cluster=row["cluster"],
        other_causes=tables.listed(row["other_causes"]),
        b12_pattern=row["b12_pattern"],
        red_flag=row["red_flag"],
        red_flag_action=row["red_flag_action"],
        scale=tables.listed(row["scale"]),
        sources=tables.listed(row["sources"]),
        confidence=row["confidence"],
    )


SYMPTOMS: Mapping[str, Symptom] = MappingProxyType({row["id"]: _symptom(row) for row in tables.read("symptoms")})
