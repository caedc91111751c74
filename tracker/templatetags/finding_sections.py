"""The sections of Today and Status about findings: in Python, and kept where they are alike for many people."""

from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foods.templatetags.cobalog import icon
from tracker.reports.findings.asked import Unsaid
from tracker.reports.findings.report import FindingsReport
from tracker.reports.findings.shown import Shown

register = template.Library()


# --- Today ----------------------------------------------------------------------------------------------------------
@register.simple_tag
def findings_worth(found: FindingsReport) -> SafeString:
    """Few of them, and the way to all; nothing where all stand at the top."""
    if not (found.few or found.more):
        return SafeString("")
    head, end = _worth(found.more, get_language(), get_script_prefix())
    few = "".join(one.laid_out("short") for one in found.few)
    return mark_safe(f"{head}{few}{end}")


@lru_cache(maxsize=128)
def _worth(more: int, language: str | None, prefix: str) -> tuple[str, str]:
    rest = ngettext("%(n)d more on Status", "%(n)d more on Status", more) % {"n": more} if more else _("More on Status")
    title = escape(_("Worth a look"))
    return (
        f'<section class="sec" id="worth"><header><h2 class="eyebrow">{title}</h2></header><div><div>',
        f'</div><p class="small"><a href="{reverse("status")}#findings">{escape(rest)}</a></p></div></section>',
    )


# --- Status ---------------------------------------------------------------------------------------------------------
@register.simple_tag
def findings_section(found: FindingsReport) -> SafeString:
    """All that do not stand at the top, what is set aside, what is asked, and what was left unsaid."""
    language, prefix = get_language(), get_script_prefix()
    cards = f"<div>{_cards(found.beside)}</div>" if found.beside else ""
    return mark_safe(
        f"{_head(len(found.open), len(found.aside), language)}{cards if found.open else _nothing(language)}"
        f"{_aside(found)}{_questions(found)}{_left_open(found.unsaid, language)}{_end(language, prefix)}"
    )


def _cards(shown: Iterable[Shown]) -> str:
    return "".join(one.laid_out("card") for one in shown)


@lru_cache(maxsize=128)
def _head(is_open: int, away: int, language: str | None) -> str:
    count = _("%(n)d open") % {"n": is_open}
    if away:
        count = _("%(open)s, %(away)s") % {"open": count, "away": _away(away)}
    return (
        f'<section class="sec" id="findings"><header><h2 class="eyebrow">{escape(_("Findings"))}</h2>'
        f"<p>{escape(count)}</p></header><div>"
    )


def _away(count: int) -> str:
    return ngettext("%(n)d set aside", "%(n)d set aside", count) % {"n": count}


@cache
def _nothing(language: str | None) -> str:
    return f'<p class="mute">{escape(_("None of our rules fires. They know only what you told."))}</p>'


def _aside(found: FindingsReport) -> str:
    if not found.aside:
        return ""
    return (
        f'<details class="asides"><summary>{escape(_away(len(found.aside)))}{icon("down", "s")}</summary>'
        f"<div>{_cards(found.aside)}</div></details>"
    )


def _questions(found: FindingsReport) -> str:
    asked = "".join(one.laid_out for one in found.questions)
    return f'<h3 class="small">{escape(_("A question first"))}</h3><div>{asked}</div>' if asked else ""


@lru_cache(maxsize=64)
def _left_open(left: tuple[Unsaid, ...], language: str | None) -> str:
    if not left:
        return ""
    lines = "".join(
        f'<li><a href="{escape(one.address)}">{escape(one.what)}</a>: {escape(one.limits)}.</li>' for one in left
    )
    return (
        f'<details class="why"><summary>{escape(_("What limits this?"))}{icon("down", "s")}</summary><div>'
        f"<p>{escape(_('What you did not say, we do not guess. Without it we cannot tell:'))}</p>"
        f'<ul class="unsaid">{lines}</ul></div></details>'
    )


@cache
def _end(language: str | None, prefix: str) -> str:
    link = f'<a href="{reverse("findings")}">{escape(_("History of findings"))}</a>'
    return f'<p class="small">{link}</p></div></section>'
