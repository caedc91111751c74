"""What to talk about: the person's own questions, those that findings suggest, and the findings by their titles."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tracker.domain.risks.findings import Level
from tracker.reports.appointment.parts import Section, more_words, one_line
from tracker.reports.findings.report import ALONE
from tracker.reports.findings.shown import Shown

MOST_OWN, MOST_SUGGESTED, MOST_FINDINGS = 5, 2, 4
LONGEST_QUESTION = 240


def _suggestions() -> dict[str, str]:
    """By the code of a finding; several codes may lead to the same question."""
    cause = _("What is the cause of the low B12, and which treatment fits it?")
    nerves = _("Could my nerve symptoms come from B12, and what else could they be?")
    lifelong = _("Which B12 treatment do I need, and for how long?")
    metformin = _("Should my B12 be measured regularly while I take metformin?")
    acid = _("Do I still need the acid blocker, and at this dose?")
    return {
        "lab-deficient": cause,
        "lab-deficient-nerve-signs": cause,
        "nerve-signs-new": nerves,
        "nitrous-oxide-nerve-signs": nerves,
        "symptom-red-flag": nerves,
        "metformin-with-symptoms": metformin,
        "lab-unlikely-with-symptoms": _("Could my symptoms still come from B12 although the test looks fine?"),
        "pernicious-anaemia-untreated": lifelong,
        "gastrectomy-untreated": lifelong,
        "bariatric-bypass-untreated": lifelong,
        "ileal-resection-replace": lifelong,
        "treatment-overdue": _("Is it a problem that a dose is late, and how do I get the next one?"),
        "symptoms-on-treatment": _("My symptoms go on with treatment: what should be changed or looked at?"),
        "treatment-review-due": _("Does my treatment still fit, and when is the next review?"),
        "lab-indeterminate": _("Would MMA or homocysteine settle what the B12 test leaves open?"),
        "lab-mma-raised": _("What does the raised MMA mean, also with my kidneys in mind?"),
        "lab-anaemia": _("What is behind the low haemoglobin?"),
        "lab-macrocytosis": _("What is behind the large red cells?"),
        "lab-after-dose": _("Does a B12 test tell enough so soon after a dose?"),
        "symptom-and-risk": _("Should my B12 be measured because of these symptoms?"),
        "diet-vegan-long-gap": _("Should my B12 be measured after so long without a source?"),
        "metformin-high-or-long": metformin,
        "metformin-use": metformin,
        "ppi-2-years": acid,
        "acid-blocker-watch": acid,
        "folic-acid-masking": _("Should B12 be checked while I take folic acid?"),
        "yearly-test-due": _("Is a B12 test due?"),
    }


def ask(own: str, found: Iterable[Shown]) -> Section:
    """Own questions first; what findings suggest is marked as that."""
    lines = [one_line(line, LONGEST_QUESTION) for line in own.splitlines() if line.strip()]
    questions = _suggestions()
    suggested = dict.fromkeys(questions[one.code] for one in _whole(found) if one.code in questions)
    shown = lines[:MOST_OWN] + [
        f"{question} ({_('suggested by the app')})" for question in list(suggested)[:MOST_SUGGESTED]
    ]
    return Section(
        "ask", _("I would like to ask"), lines=tuple(shown), numbered=True, note=more_words(len(lines) - MOST_OWN)
    )


def _whole(found: Iterable[Shown]) -> Iterable[Shown]:
    """Findings with those that stand inside them, the most pressing first."""
    return (one for whole in found for one in (whole, *whole.parts))


def findings(found: Iterable[Shown]) -> Section | None:
    """Titles of what is open and more than good to know. Their words are English."""
    shown = [one for one in found if one.finding.level is not Level.INFO and one.code != ALONE]
    if not shown:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        titles = tuple(f"{one.title} ({one.level.lower()})" for one in shown[:MOST_FINDINGS])
    return Section(
        "findings",
        _("Noticed by the app"),
        lines=titles,
        note=more_words(len(shown) - MOST_FINDINGS),
        lang=settings.LANGUAGE_CODE,
    )
