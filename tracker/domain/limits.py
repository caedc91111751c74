"""For whom the model switches off, and why. Pure; docs/model.md, When it switches off."""

from dataclasses import dataclass
from enum import StrEnum

ADULT_YEARS = 18
FEWEST_TRACKED_DAYS = 14  # of WINDOW_DAYS
WINDOW_DAYS = 28

_LIFE_STAGES = ("", "pregnant", "breastfeeding")


class Off(StrEnum):
    """Why the model is off, most important first. TREATED switches nothing off: see `what_if_only`."""

    CHILD = "child"
    PREGNANT = "pregnant"
    BREASTFEEDING = "breastfeeding"
    INHERITED = "inherited"
    NITROUS_OXIDE = "nitrous-oxide"
    DEFICIENT_RESULT = "deficient-result"
    RED_FLAG = "red-flag"
    KIDNEY = "kidney"
    FEW_DAYS = "few-days"
    MOSTLY_UNKNOWN = "mostly-unknown"
    TREATED = "treated"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides whether the model fits a person. Unknown age counts as adult.

    `life_stage`: "", "pregnant" or "breastfeeding" (`ValueError` for anything else). `tracked_days`, `entries` and
    `unknown_entries` are those of the last 28 days. `treated_for_life`: pernicious anaemia, no stomach or over 60 cm of
    ileum removed, with injections or at least 1,000 µg a day by mouth logged.
    """

    age_years: float | None = None
    life_stage: str = ""
    inherited_disorder: bool = False
    nitrous_oxide_last_year: bool = False
    deficient_result_last_year: bool = False
    red_flag: bool = False
    kidney_failure: bool = False
    treated_for_life: bool = False
    tracked_days: int = 0
    entries: int = 0
    unknown_entries: int = 0

    def __post_init__(self) -> None:
        if self.life_stage not in _LIFE_STAGES:
            raise ValueError(f"no such life stage: {self.life_stage}")
        if not 0 <= self.tracked_days <= WINDOW_DAYS:
            raise ValueError(f"0 to {WINDOW_DAYS} days can be tracked, not {self.tracked_days}")
        if not 0 <= self.unknown_entries <= self.entries:
            raise ValueError(f"{self.unknown_entries} of {self.entries} entries cannot be unknown")


def absorbed_off(c: Circumstances) -> tuple[Off, ...]:
    """Why no absorbed figure may be shown, all that applies; nothing: it may."""
    return tuple(
        reason
        for reason, applies in (
            (Off.CHILD, c.age_years is not None and c.age_years < ADULT_YEARS),
            (Off.PREGNANT, c.life_stage == "pregnant"),
            (Off.BREASTFEEDING, c.life_stage == "breastfeeding"),
            (Off.INHERITED, c.inherited_disorder),
        )
        if applies
    )


def projection_off(c: Circumstances) -> tuple[Off, ...]:
    """Why no store projection may be shown, all that applies; nothing: it may, see also `what_if_only`."""
    return absorbed_off(c) + tuple(
        reason
        for reason, applies in (
            (Off.NITROUS_OXIDE, c.nitrous_oxide_last_year),
            (Off.DEFICIENT_RESULT, c.deficient_result_last_year),
            (Off.RED_FLAG, c.red_flag),
            (Off.KIDNEY, c.kidney_failure),
            (Off.FEW_DAYS, c.tracked_days < FEWEST_TRACKED_DAYS),
            (Off.MOSTLY_UNKNOWN, 2 * c.unknown_entries > c.entries),
        )
        if applies
    )


def at_least(c: Circumstances) -> bool:
    """An absorbed figure has to say "at least": something is unknown, or too few days are tracked to call it a mean."""
    return c.unknown_entries > 0 or c.tracked_days < FEWEST_TRACKED_DAYS


def what_if_only(c: Circumstances) -> bool:
    """A projection may only compare one what-if with another, never be a reason to lengthen an interval."""
    return c.treated_for_life
