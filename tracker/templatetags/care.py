"""What the pages of Care print of matches and rows."""

from functools import cache

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tracker.reports.care.matches import holds_metformin, leads_to
from tracker.reports.care.medicines import effect_of, pick_value

register = template.Library()

register.filter("leads_to", leads_to)
register.filter("holds_metformin", holds_metformin)
register.filter("effect", effect_of)
register.filter("pick_value", pick_value)

TABS = (  # name, address, what it is called
    ("due", "care", _("Due")),
    ("regimens", "regimens", _("Regimens")),
    ("medicines", "medicines", _("Medicines")),
    ("symptoms", "symptoms", _("Symptoms")),
    ("tests", "blood_tests", _("Blood tests")),
    ("report", "report", _("Report")),
)


@register.simple_tag
def care_tabs(tab: str) -> SafeString:
    """The pages of Care beside one another, with the present one marked: the same for everybody, made once."""
    return _tabs(tab, get_language())


@cache
def _tabs(tab: str, language: str | None) -> SafeString:
    rows = [(name, reverse(address), label) for name, address, label in TABS]
    return mark_safe(get_template("care/_tabs_made.html").render({"tabs": rows, "tab": tab}))
