"""What the rules would need to know: questions of safety, and what was left unsaid."""

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import get_template
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.domain.risks.facts import Case
from tracker.domain.risks.findings import Question

_PAGES = {  # `Question.where`
    "profile": "profile",
    "medicines": "medicines",
    "conditions": "conditions",
    "symptoms": "symptom_check",
    "tests": "blood_tests",
}
_GAS = "nitrous-oxide-repeated"  # uses of gas have a page of their own


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `name`: the medicine or condition it is about, as the person calls it; empty for anything else.

    `address`: where it is answered.
    """

    question: Question
    name: str
    address: str

    @classmethod
    def of(cls, question: Question, case: Case) -> "Asked":
        names = {one.key: one.name for one in (*case.medicines, *case.conditions)}
        page = "gas" if question.code == _GAS else _PAGES[question.where]
        return cls(question, names.get(question.about, ""), reverse(page))

    @property
    def laid_out(self) -> SafeString:
        context = {
            "question": self.question,
            "name": self.name,
            "address": self.address,
            "layout": "findings/ask/_question.html",
        }
        return get_template(f"findings/ask/{self.question.code}.html").render(context)


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Something the profile leaves open, and what therefore cannot be said."""

    what: str
    limits: str
    address: str


def unsaid(case: Case) -> tuple[Unsaid, ...]:
    left_open = (not case.diet, case.age_years is None, not case.medicines, not case.conditions)
    return _unsaid(left_open, get_language(), get_script_prefix())


@lru_cache(maxsize=64)
def _unsaid(left_open: tuple[bool, ...], language: str | None, prefix: str) -> tuple[Unsaid, ...]:
    said = (
        (_("How you eat"), _("whether a diet without animal food needs a plan"), "profile"),
        (_("Your age"), _("what changes from 50, 65 and 75 on, and for children"), "profile"),
        (_("Medicines"), _("whether one of them gets in the way; none is noted"), "medicines"),
        (_("Conditions and operations"), _("whether something stands in the way of B12; none is noted"), "conditions"),
    )
    return tuple(
        Unsaid(what, limits, reverse(_PAGES[page]))
        for (what, limits, page), is_open in zip(said, left_open, strict=True)
        if is_open
    )
