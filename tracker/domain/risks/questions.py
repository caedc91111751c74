"""What is asked because it matters for safety and nobody said: all of it, each once. Pure."""

from tracker.domain.risks import conditions, diet, exposure, labs, medicines, red_flags
from tracker.domain.risks.facts import Case
from tracker.domain.risks.findings import Question

_MODULES = (red_flags, labs, conditions, medicines, exposure, diet)  # the most pressing first


def questions(case: Case) -> tuple[Question, ...]:
    """What to ask of this person; nothing beside thoughts of self-harm."""
    if red_flags.SELF_HARM in case.ticks:
        return ()
    asked = (ask(case) for module in _MODULES for ask in module.QUESTIONS)
    return tuple(dict.fromkeys(question for question in asked if question))
