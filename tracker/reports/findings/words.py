"""The words of findings: `templates/findings/<code>.html`, filled with what was found and laid out by the page.

They speak of time gone by ("4 years 8 months"), so whoever renders them says which day it is.
"""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from html import unescape
from typing import NamedTuple

from django.conf import settings
from django.template.backends.django import Template
from django.template.loader import get_template
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from tracker.domain.risks.findings import Finding

_day: ContextVar[dt.date | None] = ContextVar("the day that the words are said on", default=None)

# As people say them in a sentence; the table of symptoms has longer ones.
SYMPTOM_NAMES = {
    "muscle_weakness": _("weak muscles"),
    "muscle_pain": _("aching muscles"),
    "muscle_cramps": _("cramps"),
    "tingling": _("tingling"),
    "numbness": _("numbness"),
    "reflex_loss": _("weak reflexes"),
    "ataxia": _("unsteady walking"),
    "balance": _("poor balance"),
    "falls": _("falls"),
    "neuropathic_pain": _("burning or shooting pain"),
    "fatigue": _("tiredness"),
    "breathlessness": _("shortness of breath"),
    "palpitations": _("a racing heart"),
    "pallor": _("pale or yellowish skin"),
    "headache": _("headache"),
    "dizziness": _("dizziness"),
    "memory": _("forgetfulness"),
    "confusion": _("confusion"),
    "brain_fog": _("trouble concentrating"),
    "depression": _("low mood"),
    "anxiety": _("anxiety"),
    "irritability": _("irritability"),
    "psychosis": _("seeing or hearing things"),
    "glossitis": _("a sore or red tongue"),
    "mouth_ulcers": _("mouth ulcers"),
    "vision": _("disturbed vision"),
    "appetite": _("little appetite"),
    "weight_loss": _("weight loss"),
    "diarrhoea": _("diarrhoea"),
    "tinnitus": _("ringing in the ears"),
    "incontinence": _("leaking of bladder or bowel"),
    "infant_regression": _("a baby who loses skills or feeds badly"),
    "macrocytosis": _("large red cells"),
}


class Said(NamedTuple):
    """The words of a finding as plain text."""

    title: str
    evidence: str
    meaning: str
    action: str


@contextmanager
def said_on(day: dt.date) -> Iterator[None]:
    """What is rendered inside counts time up to this day."""
    token = _day.set(day)
    try:
        yield
    finally:
        _day.reset(token)


def day_of_words() -> dt.date | None:
    return _day.get()


def laid_out(finding: Finding, layout: str, *, day: dt.date, **more: object) -> SafeString:
    """Its words in `templates/findings/_<layout>.html`, which sees `more` besides the finding and its facts."""
    context = {"finding": finding, "facts": finding.facts, "layout": _template(f"findings/_{layout}.html"), **more}
    with said_on(day):
        return mark_safe(_template(finding.template).render(context).strip())


def _template(name: str) -> Template:
    return get_template(name) if settings.DEBUG else _kept(name)


_kept = cache(get_template)  # to look one up takes a tenth of what it takes to render it


def said(finding: Finding, *, day: dt.date) -> Said:
    """Its words as plain text, as the history keeps them."""
    return Said(*map(plain, laid_out(finding, "text", day=day).split("<hr>")))


def plain(markup: str) -> str:
    return re.sub(r"[ \n]+", " ", unescape(strip_tags(markup))).strip()
