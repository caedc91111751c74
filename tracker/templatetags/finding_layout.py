"""The pieces of the layouts of findings. In Python, like rows: a template in a template takes Today too long.

They see the finding alone, or `Shown` as well where a page gives it. What is the same for many is made once a language.
"""

import datetime as dt
from functools import cache, lru_cache
from html import escape

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foods.templatetags.cobalog import icon
from tracker.domain.risks.findings import Finding, Level
from tracker.domain.tables import Citation, citations
from tracker.reports.findings.shown import Shown, level_words
from tracker.reports.findings.ways import ways_of
from tracker.templatetags.findings import when

register = template.Library()

_LOOKS = {Level.URGENT: "urgent", Level.SEE_A_CLINICIAN: "see", Level.CAUTION: "gap", Level.INFO: "plain"}
_ICONS = {Level.URGENT: "doctor", Level.SEE_A_CLINICIAN: "doctor", Level.CAUTION: "gap", Level.INFO: "info"}


@register.filter
def look(finding: Finding) -> str:
    """The class of its looks: a colour and an edge, which say no more than the icon and the words of the level do."""
    return _LOOKS[finding.level]


@register.simple_tag(takes_context=True)
def finding_head(context: template.Context) -> SafeString:
    """Everything before the title, which leads to the page of the finding where there is one."""
    found, head = context["finding"], _head(context["finding"].level, get_language())
    if not _linked(context):
        return mark_safe(f"{head}<h3>")
    return mark_safe(f'{head}<h3 id="{found.code}"><a href="{address_of(found.code)}">')


@register.simple_tag(takes_context=True)
def finding_head_end(context: template.Context) -> SafeString:
    return mark_safe("</a></h3>" if _linked(context) else "</h3>")


@cache
def _head(level: Level, language: str | None) -> str:
    return (
        f'<article class="finding {_LOOKS[level]}">{icon(_ICONS[level])}<div>'
        f'<p class="level">{escape(level_words(level))}</p>'
    )


def _linked(context: template.Context) -> bool:
    shown = context.get("shown")
    return shown is not None and shown.linked


def address_of(code: str) -> str:
    return _addresses(code, get_script_prefix())


@cache
def _addresses(code: str, prefix: str) -> str:
    return reverse("finding", args=[code])


@register.simple_tag
def level_icon(finding: Finding) -> SafeString:
    return icon(_ICONS[finding.level])


@register.simple_tag
def level_line(finding: Finding, *, with_icon: bool = False) -> SafeString:
    sign = icon(_ICONS[finding.level]) if with_icon else ""
    return mark_safe(f'<p class="level">{sign}{escape(level_words(finding.level))}</p>')


@register.simple_tag(takes_context=True)
def finding_ways(context: template.Context) -> SafeString:
    """The ways to where what it rests on is kept; a sample leads nowhere."""
    ways = ways_of(context["finding"]) if _linked(context) else ()
    if not ways:
        return SafeString("")
    links = "".join(f'<a href="{one.address}">{escape(str(one.words))}</a>' for one in ways)
    return mark_safe(f'<p class="row ways no-print">{links}</p>')


@register.simple_tag
def finding_marks(finding: Finding) -> SafeString:
    """That it is unconfirmed, with what that means, and whom to ask about a child."""
    if not (finding.for_a_child or finding.unconfirmed):
        return SafeString("")
    return _marks(finding.for_a_child, finding.unconfirmed, get_language())


@cache
def _marks(for_a_child: bool, unconfirmed: bool, language: str | None) -> SafeString:
    marks = ""
    if for_a_child:
        marks = f'<p class="child">{escape(_("Under 18: ask a children’s doctor about this."))}</p>'
    if unconfirmed:
        means = escape(_("Nobody here has compared what this rests on with the publication yet."))
        marks += f'<p><span class="tag">{escape(_("unconfirmed"))}</span> {means}</p>'
    return mark_safe(marks)


@register.simple_tag
def finding_sources(finding: Finding) -> SafeString:
    """What it rests on, folded away; nothing where no publication may be shown."""
    return _sources(finding.sources, get_language())


@lru_cache(maxsize=512)
def _sources(keys: tuple[str, ...], language: str | None) -> SafeString:
    found = citations(keys)
    if not found:
        return SafeString("")
    count = ngettext("%(n)d source", "%(n)d sources", len(found)) % {"n": len(found)}
    return mark_safe(
        f'<details class="why"><summary>{escape(count)}{icon("down", "s")}</summary>'
        f'<div><ul class="publications">{"".join(map(_publication, found))}</ul></div></details>'
    )


def _publication(one: Citation) -> str:
    text = escape(one.text)
    return f'<li><a href="{escape(one.url)}" rel="noreferrer">{text}</a></li>' if one.url else f"<li>{text}</li>"


@register.simple_tag(takes_context=True)
def finding_parts(context: template.Context) -> SafeString:
    """The findings that stand inside this one."""
    shown = context.get("shown")
    parts = shown.parts if shown is not None else ()
    if not parts:
        return SafeString("")
    return mark_safe(f'<ul class="parts">{"".join(map(_part, parts))}</ul>')


def _part(part: Shown) -> str:
    title = part.laid_out("line")
    if part.linked:
        title = f'<a href="{address_of(part.code)}">{title}</a>'
    return f'<li>{title} <span class="mute">· {escape(part.level)}</span></li>'


@register.simple_tag(takes_context=True)
def finding_when(context: template.Context) -> SafeString:
    """When to look at it again, or how long it is set aside; and the way to set it aside."""
    finding, shown, language = context["finding"], context.get("shown"), get_language()
    if shown is not None and shown.until:
        talked = _said_of("discussed", shown.discussed_on, language) if shown.discussed_on else ""
        return mark_safe(f'<p class="row">{talked}{_said_of("aside", shown.until, language)}</p>')
    again = _said_of("again", finding.look_again, language) if finding.look_again else ""
    if _linked(context) and finding.level is not Level.URGENT:
        again += f'<a href="{address_of(finding.code)}#aside">{escape(_("Not now"))}</a>'
    return mark_safe(f'<p class="row">{again}</p>' if again else "")


@lru_cache(maxsize=512)
def _said_of(what: str, day: dt.date, language: str | None) -> str:
    words = {
        "again": _("Look again on %(day)s."),
        "aside": _("Set aside until %(day)s."),
        "discussed": _("Discussed with a doctor on %(day)s."),
    }[what]
    return f"<span>{escape(words % {'day': when(day)})}</span>"
