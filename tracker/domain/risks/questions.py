"""What is asked because it matters for safety and nobody said: all of it, each once. Pure."""

from collections.abc import Callable
from importlib import import_module, util

from tracker.domain.risks import red_flags
from tracker.domain.risks.facts import Case
from tracker.domain.risks.findings import Question

Asks = Callable[[Case], Question | None]


def _all() -> tuple[Asks, ...]:
    names = ("diet", "life_stage", "conditions", "medicines", "exposure", "combined", "cautions", "labs", "red_flags")
    paths = [f"tracker.domain.risks.{name}" for name in names]
    modules = [import_module(path) for path in paths if util.find_spec(path)]
    return tuple(ask for module in modules for ask in getattr(module, "QUESTIONS", ()))


QUESTIONS = _all()


def questions(case: Case) -> tuple[Question, ...]:
    """What to ask of this person; nothing beside thoughts of self-harm."""
    if red_flags.SELF_HARM in case.ticks:
        return ()
    return tuple(dict.fromkeys(asked for ask in QUESTIONS if (asked := ask(case))))
