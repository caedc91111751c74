"""The cells and rows of a month: some seventy a page, so they are written in Python."""

import datetime as dt

from django import template
from django.urls import reverse
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foods.templatetags.cobalog import figure
from foods.units import format_ug
from tracker.reports.history import Gap, HistoryDay

register = template.Library()


@register.simple_tag
def calendar_cell(day: HistoryDay, today: dt.date) -> SafeString:
    """One day of the calendar as a table cell: its number, its figure, and the same in words."""
    if day.tone == "out":
        return format_html('<td class="out"><span>{}</span></td>', day.date.day)
    shown, words = _figure(day)
    return format_html(
        '<td><a class="{}" href="{}"{}>{}{}<b aria-hidden="true">{}</b><span class="vh"> {}: {}</span></a></td>',
        "nt" if day.tone == "untracked" else day.tone,
        _address(day),
        _TODAY if day.date == today else "",
        day.date.day,
        _DOSE if day.dose else "",
        shown,
        MONTHS[day.date.month],
        words,
    )


_TODAY = SafeString(' aria-current="date"')
_DOSE = SafeString("<i></i>")


def _address(day: HistoryDay) -> str:
    return f"{reverse('history')}{day.iso}/"


def _figure(day: HistoryDay) -> tuple[str, str]:
    """What stands in the cell, and what it means."""
    if day.tone == "untracked":
        return "–", _("not tracked")
    if day.tone == "ahead":
        return "", _("still to come")
    if day.tone == "unknown":
        return "?", _("only foods without a figure")
    shown = format_ug(day.known_ug)
    words = _("%(ug)s µg known") % {"ug": shown}
    if day.unknown:
        and_unknown = ngettext("and %(n)d unknown", "and %(n)d unknown", day.unknown) % {"n": day.unknown}
        return f"{shown}+", f"{words}, {and_unknown}"
    return shown, words


@register.simple_tag
def history_row(row: HistoryDay | Gap) -> SafeString:
    """One day of the list, or a run of days that nobody tracked."""
    return _gap(row) if isinstance(row, Gap) else _day(row)


def _day(day: HistoryDay) -> SafeString:
    return format_html(
        '<li><div><a class="name" href="{}"><b>{} {}</b></a><p class="meta"><span>{}</span></p></div>'
        '<div class="r">{}</div></li>',
        _address(day),
        WEEKDAYS[day.date.weekday()],
        day.date.day,
        _names(day),
        _total(day),
    )


def _names(day: HistoryDay) -> str:
    if not day.entries:
        return _("Nothing with B12")
    return f"{day.names} {_('and %(n)d more') % {'n': day.more}}" if day.more else day.names


def _total(day: HistoryDay) -> SafeString | str:
    if not day.entries:
        return ""
    if day.tone == "unknown":
        return figure(None)
    if not day.unknown:
        return figure(day.known_ug)
    more = _("+ %(n)d unknown") % {"n": day.unknown}
    return format_html('{}<p class="micro mute">{}</p>', figure(day.known_ug), more)


def _gap(gap: Gap) -> SafeString:
    if gap.days == 1:
        days = f"{WEEKDAYS[gap.first.weekday()]} {gap.first.day}"
    else:
        days = f"{gap.first.day}–{gap.last.day} {MONTHS[gap.last.month]}"
    return format_html(
        '<li><div><b>{}</b><p class="meta"><span>{}</span></p></div>'
        '<div class="r"><a class="small" href="{}?first={}&amp;last={}&amp;pick=all">{}</a></div></li>',
        days,
        _("Not tracked: neither zero nor short"),
        reverse("history_fill"),
        gap.first,
        gap.last,
        _("Fill in"),
    )
