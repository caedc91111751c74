"""The cover of the last days as Today prints it: dots, chips, the split by origin, and why; in Python, like rows."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foods.templatetags.cobalog import figure, origin_mark_in
from foods.units import format_ug
from tracker.domain.cover import DayState
from tracker.domain.intake import Origin
from tracker.domain.references import Target
from tracker.reports.common import OriginBar
from tracker.reports.cover import WINDOWS, CoverReport, Share
from tracker.reports.targets import note_of
from tracker.templatetags import why

register = template.Library()
register.simple_tag(why.cover_why)  # stands beside the figure wherever the cover is shown

_A_ROW = 15  # dots; thirty days take two rows
_ROW_PX = 22
_TOP_PX = 18  # for the first date, where there are two rows
_DOTS = {
    DayState.COVERED: '<circle class="ringdot" r="7"/><circle class="ringdot-in" r="3.5"/>',
    DayState.MAYBE: '<circle class="ringdot-maybe" r="7"/><text class="strong" y="4" text-anchor="middle">?</text>',
    DayState.SHORT: '<circle class="ringdot-short" r="7"/>',
    DayState.UNTRACKED: '<circle class="ringdot-none" r="7"/>',
}


@register.simple_tag
def cover_dots(report: CoverReport) -> SafeString:
    """A dot a day, oldest first, with a sentence that says the same and a legend of the kinds that are there."""
    cover, language = report.cover, get_language()
    across = min(cover.window_days, _A_ROW)
    rows = -(-cover.window_days // across)
    dots = "".join(_dot(state, n, across, _TOP_PX * (rows > 1)) for n, (_date, state) in enumerate(cover.days))
    there = frozenset(state for _date, state in cover.days)
    low = _TOP_PX * (rows > 1) + rows * _ROW_PX + 14
    left = f"{50 / across - 2.5:.2f}%"
    above = f'<text x="{left}" y="11">{_short(cover.days[0][0], language)}</text>' if rows > 1 else ""
    return mark_safe(
        f'<svg class="chart" height="{low + 4}" role="img" aria-labelledby="days-in-words">{_drawn(there)}{above}{dots}'
        f'<text x="{left}" y="{low}">{_short(cover.days[across * (rows - 1)][0], language)}</text>'
        f'<text class="strong" x="100%" y="{low}" text-anchor="end">{escape(_("today"))}</text></svg>'
        f'<p class="small mute" id="days-in-words">{escape(report.days_in_words)}</p>'
        f'<p class="row micro mute">{_legend(there, cover.has_verdict, report.at_the_reference, language)}</p>'
    )


@lru_cache
def _short(date: dt.date, language: str | None) -> str:
    return escape(date_format(date, "j M"))


@lru_cache(maxsize=512)
def _dot(state: DayState, n: int, across: int, top: int) -> str:
    x = f"{(n % across + 0.5) * 100 / across:.2f}".rstrip("0").rstrip(".")
    return f'<use href="#dot-{state}" x="{x}%" y="{top + 10 + n // across * _ROW_PX}"/>'


@lru_cache
def _drawn(there: frozenset[DayState]) -> str:
    """Each kind of dot once; the others refer to it."""
    dots = "".join(f'<g id="dot-{state}">{dot}</g>' for state, dot in _DOTS.items() if state in there)
    return f"<defs>{dots}</defs>"


@lru_cache
def _legend(there: frozenset[DayState], has_verdict: bool, bare: bool, language: str | None) -> str:
    words = {
        DayState.COVERED: _("at the reference") if bare else _("covered"),
        DayState.MAYBE: _("open") if has_verdict else _("tracked"),
        DayState.SHORT: _("short"),
        DayState.UNTRACKED: _("not tracked"),
    }
    return "".join(
        f'<span class="o"><svg viewBox="0 0 20 20" aria-hidden="true"><use href="#dot-{state}" x="10" y="10"/></svg>'
        f"{escape(word)}</span>"
        for state, word in words.items()
        if state in there
    )


@register.simple_tag
def window_chips(chosen: int) -> SafeString:
    """Links to the other windows."""
    return _chips(chosen, reverse("today"), get_language())


@lru_cache
def _chips(chosen: int, address: str, language: str | None) -> SafeString:
    chips = "".join(
        f'<a class="chip-btn" href="{address}?days={days}"{_CHOSEN if days == chosen else ""}>'
        f"{escape(_('%(n)d days') % {'n': days})}</a>"
        for days in WINDOWS
    )
    return mark_safe(f'<nav class="chips" aria-label="{escape(_("Window"))}">{chips}</nav>')


_CHOSEN = ' aria-current="true"'


@register.simple_tag
def cover_figure(report: CoverReport) -> SafeString:
    """The mean as a hero, and how far up the unknown could lift it."""
    known, unit = (
        ("?", _("nothing known")) if report.only_unknown else (format_ug(report.mean_ug), _("µg a tracked day"))
    )
    return format_html('<p><span class="n-hero">{}<span class="u">{}</span></span></p>', known, unit)


@register.simple_tag
def cover_range(report: CoverReport) -> SafeString:
    """How the mean stands to the reference, and what the unknown foods may add."""
    unknown = report.cover.unknown
    more = f" {escape(_unknown(report, unknown))}" if unknown else ""
    if any(share.origin == Origin.INJECTED for share in report.shares):
        more += f" {escape(_('Injections are left out of this mean.'))}"
    return mark_safe(f'<p class="mute small">{_reference(report.target, get_language())}{more}</p>')


@lru_cache(maxsize=512)
def _reference(target: Target, language: str | None) -> str:
    note = note_of(target)
    words = _("The reference is %(ug)s µg a day: %(authority)s.")
    return escape(words % {"ug": format_ug(note.ug), "authority": note.authority})


def _unknown(report: CoverReport, unknown: int) -> str:
    if report.upper_ug is None:
        return ngettext(
            "At least: nobody can say how much the entry without a figure holds.",
            "At least: nobody can say how much the %(n)d entries without a figure hold.",
            unknown,
        ) % {"n": unknown}
    return ngettext(
        "Up to %(ug)s µg if the unknown entry held as much as foods of its kind do: our estimate.",
        "Up to %(ug)s µg if the %(n)d unknown entries held as much as foods of their kind do: our estimate.",
        unknown,
    ) % {"n": unknown, "ug": format_ug(report.upper_ug)}


@register.simple_tag
def origin_bar(bar: OriginBar, label: str) -> SafeString:
    """Known µg by origin beside the reference, a hollow piece for what is unknown."""
    pieces = "".join(
        f'<rect class="f-{part.kind}" x="{part.x}%" y="0" width="{part.width}%" height="28"/>'
        for part in bar.segments
        if part.width
    )
    cut = '<line class="c-cut" x1="87%" x2="89%" y1="29" y2="-1"/>' if bar.cut else ""
    hollow = (
        f'<rect class="f-unknown" x="{bar.unknown_x}%" y="1" width="{bar.unknown_width}%" height="26"/>'
        if bar.unknown
        else ""
    )
    arrow, x = "→ " if bar.cut else "", bar.reference_x
    return mark_safe(
        f'<div class="bar-chart"><svg class="chart h-bar" role="img" aria-label="{escape(label)}">{pieces}{cut}{hollow}'
        '<line class="c-axis" x1="0" x2="100%" y1="28" y2="28"/>'
        f'<line class="c-need" x1="{x}%" x2="{x}%" y1="-6" y2="34"/></svg>'
        '<svg class="chart" height="22" aria-hidden="true"><text x="0" y="20">0</text>'
        f'<text class="strong" x="{x}%" y="20" text-anchor="middle">{format_ug(bar.reference_ug)}</text>'
        f'<text x="100%" y="20" text-anchor="end">{arrow}{escape(format_ug(bar.end_ug))}\u00a0µg</text></svg></div>'
    )


@register.simple_tag
def cover_bar(report: CoverReport) -> SafeString:
    label = _("%(known)s µg known on a tracked day, beside a reference of %(target)s µg.") % {
        "known": format_ug(report.mean_ug),
        "target": format_ug(report.bar.reference_ug),
    }
    if report.cover.unknown:
        label = f"{label} {_unknown(report, report.cover.unknown)}"
    return origin_bar(report.bar, label)


@register.simple_tag
def cover_shares(report: CoverReport) -> SafeString:
    """µg a tracked day by origin; an injection in all, because no day of it was swallowed."""
    language, days = get_language(), report.cover.tracked or 1
    rows = [(one.origin, figure(_shown(one, days)), _times(one)) for one in report.shares if one.ug]
    if unknown := report.cover.unknown:
        rows.append(("unknown", _hollow(report), ngettext("%(n)d entry", "%(n)d entries", unknown) % {"n": unknown}))
    body = "".join(
        f'<tr><th scope="row">{origin_mark_in(str(origin), language)}</th><td>{shown}</td>'
        f'<td class="mute">{escape(times)}</td></tr>'
        for origin, shown, times in rows
    )
    return mark_safe(
        f'<table class="legend"><caption class="vh">{escape(_("Known µg a tracked day by origin"))}</caption>'
        f"{body}</table>"
        if body
        else ""
    )


def _shown(share: Share, days: int) -> Decimal:
    return share.ug if share.origin == Origin.INJECTED else share.ug / days


def _times(share: Share) -> str:
    n = share.entries
    if share.origin == Origin.INJECTED:
        return ngettext("%(n)d injection", "%(n)d injections", n) % {"n": n}
    return ngettext("%(n)d entry", "%(n)d entries", n) % {"n": n} if n else _("part of a food")


def _hollow(report: CoverReport) -> SafeString:
    """“0–1.6 µg”: from nothing to as much as foods of the kind hold."""
    if report.upper_ug is None:
        return figure(None)
    more = format_ug(report.upper_ug - report.mean_ug)
    return format_html('<span class="n">0–{}<span class="u">\u00a0µg</span></span>', more)
