"""The evidence behind the shipped tables, where it is at hand: what its rows say, in the words of the app."""

import csv
import re

import pytest
from django.conf import settings

from tracker.domain.parameters import Span
from tracker.domain.states import FULL, USUAL_LOSS_PER_DAY, State

EVIDENCE = settings.BASE_DIR.parent / "shared" / "evidence"
needs_evidence = pytest.mark.skipif(
    not (EVIDENCE / "sources.csv").exists(),
    reason=f"The facts are NOT compared: the evidence is not at ../{EVIDENCE.parent.name}/{EVIDENCE.name}.",
)
FORBIDDEN = re.compile(
    r"\byou have (?!symptoms)|\byou are (deficient|safe)|deficien|\bstop\b|\bstopping\b|\breduc"
    r"|\blower the dose|\bskip\b|\bdouble\b|\bhalve\b|\bdiscontinue|\bincrease|\bcome off\b|!",
    re.IGNORECASE,
)


def rows(name: str) -> dict[str, dict[str, str]]:
    with (EVIDENCE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def listed(cell: str) -> tuple[str, ...]:
    return tuple(value for value in re.split(r"\s*;\s*", cell) if value)


def figures(effect: str) -> tuple[Span, Span, float] | None:
    """Release, capacity and loss of a model effect like "c=0.5 (0..1); k=0.0015"; None where it gives none."""
    parts = dict(part.split("=") for part in listed(effect) if "=" in part)
    if not parts:
        return None
    return _span(parts.get("r")), _span(parts.get("c")), float(parts.get("k", USUAL_LOSS_PER_DAY))


def _span(text: str | None) -> Span:
    if text is None:
        return FULL
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]
    if len(numbers) == 3:  # a central figure, then its range
        middle, low, high = numbers
        return Span(low, middle, high)
    return Span(numbers[0], numbers[-1], numbers[-1])


def of_state(state: State) -> tuple[Span, Span, float]:
    return state.release, state.capacity, state.loss_per_day


def sentences(text: str) -> list[str]:
    """Its sentences: a full stop after a small letter, a figure or a bracket ends one."""
    return [part for part in re.split(r"(?<=[a-z0-9)])\. (?=[A-Z])", text) if part]
