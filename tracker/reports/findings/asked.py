"""What the rules would need to know: questions of safety, and what was left unsaid."""

from dataclasses import dataclass

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.domain.risks.facts import Case
from tracker.domain.risks.findings import Question

_PAGES = {"profile": "profile", "medicines": "medicines", "conditions": "conditions"}  # `Question.where`


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `name`: the medicine or condition it is about, as the person calls it; empty for anything else.

    `address`: where it is answered; empty where there is no page for it yet.
    """

    question: Question
    name: str
    address: str

    @classmethod
    def of(cls, question: Question, case: Case) -> "Asked":
        names = {one.key: one.name for one in (*case.medicines, *case.conditions)}
        page = _PAGES.get(question.where)
        return cls(question, names.get(question.about, ""), reverse(page) if page else "")

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
    profile = reverse(_PAGES["profile"])
    left_open = (
        (not case.diet, _("How you eat"), _("whether a diet without animal food needs a plan"), profile),
        (case.age_years is None, _("Your age"), _("what changes from 50, 65 and 75 on, and for children"), profile),
        (
            not case.medicines,
            _("Medicines"),
            _("whether one of them gets in the way; none is noted"),
            reverse(_PAGES["medicines"]),
        ),
        (
            not case.conditions,
            _("Conditions and operations"),
            _("whether something stands in the way of B12; none is noted"),
            reverse(_PAGES["conditions"]),
        ),
    )
    return tuple(Unsaid(what, limits, address) for is_open, what, limits, address in left_open if is_open)
