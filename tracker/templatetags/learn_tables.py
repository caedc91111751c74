"""Tables of Learn whose rows come from the tables of the app."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from tracker.reports import learn_tables
from tracker.templatetags.learn import cite

register = template.Library()


@register.simple_tag
def look_alikes(part: str) -> tuple[learn_tables.LookAlike, ...]:
    return learn_tables.look_alikes(part)


@register.simple_tag
def blood_lines() -> tuple[learn_tables.Lines, ...]:
    return learn_tables.blood_lines()


@register.simple_tag(takes_context=True)
def cite_all(context: template.Context, keys: Iterable[str]) -> SafeString:
    """As `cite`, for the keys of a row. All of them have to be among the sources of the article."""
    return cite(context, *keys)
