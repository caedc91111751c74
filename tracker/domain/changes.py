"""What-if changes as they are kept and as the model takes them. Pure; docs/model.md, What if.

What is kept was typed long ago: foods leave the last four weeks, medicines end. So every change is tried anew.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from tracker.domain.scenarios import (
    AddProduct,
    ChangePortion,
    DropProduct,
    Habit,
    InjectionInterval,
    StartState,
    StopState,
    WhatIf,
    apply,
)

DAYS_A_WEEK = 7
BREAKFAST_H = 8.0  # when a product that is added is taken


class Kind(StrEnum):
    DROP = "drop"
    ADD = "add"
    PORTION = "portion"
    INTERVAL = "interval"
    START = "start"
    STOP = "stop"


class Refusal(StrEnum):
    """Why a change cannot be made to a habit."""

    UNREADABLE = "unreadable"
    NOT_TAKEN = "not_taken"
    LEFT_OUT = "left_out"
    NO_INJECTION = "no_injection"
    TWICE = "twice"
    HOLDS = "holds"
    DOES_NOT_HOLD = "does_not_hold"


def read(said: object) -> WhatIf | None:
    """The change that was kept; None for what cannot be read.

    `said`: {"kind": "drop", "food": 5}, {"kind": "portion", "food": 5, "times": "0.5"}, {"kind": "add", "ug": "10",
    "every": 1}, {"kind": "interval", "weeks": 8}, {"kind": "start" or "stop", "state": "metformin"}.
    """
    if not isinstance(said, Mapping):
        return None
    try:
        return _read(said)
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def _read(said: Mapping[str, Any]) -> WhatIf:
    match Kind(said["kind"]):
        case Kind.DROP:
            return DropProduct(int(said["food"]))
        case Kind.PORTION:
            return ChangePortion(int(said["food"]), float(said["times"]))
        case Kind.ADD:
            return AddProduct(float(said["ug"]), 1.0, bound=False, every_days=int(said["every"]), hour=BREAKFAST_H)
        case Kind.INTERVAL:
            return InjectionInterval(int(said["weeks"]) * DAYS_A_WEEK)
        case Kind.START:
            return StartState(str(said["state"]))
        case Kind.STOP:
            return StopState(str(said["state"]))


class Tried(NamedTuple):
    """The habit with all changes that fit, those changes, and for every change why it does not (None: it does)."""

    habit: Habit
    fitting: tuple[WhatIf, ...]
    refusals: tuple[Refusal | None, ...]


def try_out(habit: Habit, changes: Sequence[WhatIf | None]) -> Tried:
    """Make the changes in order; one that cannot be made is left out and said. None is one that cannot be read."""
    changed, fitting, refusals = habit, list[WhatIf](), list[Refusal | None]()
    for change in changes:
        refusal = _why_not(habit, changed, fitting, change)
        refusals.append(refusal)
        if change is not None and refusal is None:
            changed = apply(changed, change)
            fitting.append(change)
    return Tried(changed, tuple(fitting), tuple(refusals))


def _why_not(habit: Habit, changed: Habit, before: Sequence[WhatIf], change: WhatIf | None) -> Refusal | None:
    match change:
        case None:
            return Refusal.UNREADABLE
        case DropProduct(key) | ChangePortion(key):
            if any(each.key == key for each in changed.doses):
                return None
            return Refusal.LEFT_OUT if any(each.key == key for each in habit.doses) else Refusal.NOT_TAKEN
        case InjectionInterval():
            if any(isinstance(each, InjectionInterval) for each in before):
                return Refusal.TWICE
            return None if habit.injected and habit.last_injection_ug else Refusal.NO_INJECTION
        case StartState(key):
            return Refusal.HOLDS if any(state.key == key for state in changed.states) else None
        case StopState(key):
            return None if any(state.key == key for state in changed.states) else Refusal.DOES_NOT_HOLD
    return None
