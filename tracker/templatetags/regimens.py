"""The rows of doses and injections, written in Python: up to thirty a page; and published plans, written once.

Everything that comes from people goes through `escape`.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.domain.regimens.templates import TEMPLATES
from tracker.reports.care.injections import InjectionLine
from tracker.reports.care.regimen_doses import DoseRow
from tracker.reports.care.regimen_start import Group, grouped

register = template.Library()


@register.simple_tag
def dose_rows(rows: Iterable[DoseRow]) -> SafeString:
    """When each was had, linked to its entry, and where it was given."""
    entries, batch = reverse("entry", args=[0]).removesuffix("0/"), _("batch %(batch)s")
    return mark_safe("".join(_row(row, entries, batch) for row in rows))


def _row(row: DoseRow, entries: str, batch: str) -> str:
    said = " · ".join(filter(None, (row.site, batch % {"batch": row.batch} if row.batch else "")))
    return (
        f'<li><a class="name" href="{entries}{row.entry_id}/">{escape(row.day)}, {row.time}</a>'
        f'<span class="small mute">{escape(said)}</span></li>'
    )


@register.simple_tag
def injection_rows(lines: Iterable[InjectionLine]) -> SafeString:
    """When each was had and how long after the one before, what is known of it, and where that is noted."""
    entries, notes = reverse("entry", args=[0]), reverse("injection_note", args=[0])
    return mark_safe("".join(_injection(line, entries, notes) for line in lines))


def _injection(line: InjectionLine, entries: str, notes: str) -> str:
    pk, day, words = f"/{line.row.pk}/", escape(line.day), escape(line.note_words)
    gap = f' <span class="small mute">{escape(line.gap)}</span>' if line.gap else ""
    said = " · ".join((line.row.name, *line.details))
    return (
        f'<li><div><a class="name" href="{entries.replace("/0/", pk)}"><b>{day}</b></a>{gap}'
        f'<p class="said">{escape(said)}</p></div>'
        f'<p class="small r"><a href="{notes.replace("/0/", pk)}" aria-label="{words}, {day}">{words}</a></p></li>'
    )


@register.simple_tag
def plan_groups(groups: Iterable[Group], begin: str = "") -> SafeString:
    """Published plans by whom they are for: the same for everybody who sees them. Its buttons are of the form `plans`.

    `begin`: what they say, nothing for none.
    """
    return _groups(tuple(one.plan.key for group in groups for one in group.plans), begin, get_language())


@lru_cache(maxsize=64)
def _groups(keys: tuple[str, ...], begin: str, language: str | None) -> SafeString:
    groups = grouped(TEMPLATES[key] for key in keys)
    return mark_safe("".join(render_to_string(_GROUP, {"group": group, "begin": begin}) for group in groups))


_GROUP = "care/_regimen_group.html"
