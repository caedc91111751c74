"""The rows that pages print by the dozen, written in Python: a tenth of a millisecond a row is what a template costs.

Everything that comes from people or from the food table goes through `format_html` or `escape`.
"""

from collections.abc import Iterable
from functools import cache
from html import escape

from django import template
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from foods.choices import Origin, Reliability
from foods.templatetags.cobalog import figure, grade_mark_in, icon, origin_mark, origin_mark_in, ug
from tracker.charts.words import model_ug
from tracker.reports.common import MARK_CHOICES, EntryRow
from tracker.reports.matches import HitRow
from tracker.reports.meals import MealChip
from tracker.reports.usuals import UsualChip

register = template.Library()

_FIRST = ' class="is-hit"'
_PLUS = icon("plus")
_SWAP = 'hx-target="#main" hx-select="#main" hx-swap="outerHTML" hx-select-oob="#toasts:innerHTML"'


@register.simple_tag
def entry_row(row: EntryRow) -> SafeString:
    """One entry of a day: its time, name, amount, origin and figure."""
    mark = origin_mark(row.origin) if row.counts else _tag_of(row.reliability)
    return mark_safe(
        f'<li><time>{row.time}</time><div><a class="name" href="{_entry_address(row.pk)}">{escape(row.name)}</a>'
        f'<p class="meta"><span>{escape(row.what)}</span>{mark}{_absorbed(row)}</p></div>'
        f'<div class="r">{figure(row.counted_ug)}</div></li>'
    )


def _absorbed(row: EntryRow) -> str:
    """What the model says of it; its why stands on the page of the entry."""
    if row.absorbed_ug is None:
        return ""
    words = _kept_words(get_language()) if row.origin == Origin.INJECTED else _absorbed_words(get_language())
    return f"<span>{words % model_ug(row.absorbed_ug).replace('<', '&lt;')}</span>"


@cache
def _absorbed_words(language: str | None) -> str:
    return escape(_("about %s µg absorbed"))


@cache
def _kept_words(language: str | None) -> str:
    return escape(_("about %s µg kept"))


def _entry_address(pk: int) -> str:
    """`reverse` once and not for each row: it takes as long as the row."""
    before, after = _around_pk(get_script_prefix())
    return f"{before}{pk}{after}"


@cache
def _around_pk(prefix: str) -> tuple[str, str]:
    before, _zero, after = reverse("entry", args=(0,)).rpartition("0")
    return before, after


def _tag_of(reliability: str) -> SafeString:
    word = _("inactive look-alike") if reliability == Reliability.INACTIVE else _("disputed: counts 0")
    return format_html('<span class="tag">{}</span>', word)


@register.simple_tag
def usual_button(usual: UsualChip | MealChip, number: int, action: str) -> SafeString:
    """One usual: the whole cell is the button, `number` its key. The list around it says what htmx swaps."""
    if isinstance(usual, MealChip):
        return _meal_button(usual, number)
    shown = ug(usual.ug) if usual.reliability == Reliability.ACTIVE else ug(0)
    return mark_safe(
        f'<li><button class="usual" id="usual-{number}" name="what" value="{escape(usual.what)}" data-key="{number}" '
        f'hx-post="{escape(action)}"><span><b>{escape(usual.name)}</b>'
        f"<small>{escape(usual.amount)} · {escape(shown)}</small></span>{_PLUS}"
        f'<kbd aria-hidden="true">{number}</kbd></button></li>'
    )


def _meal_button(meal: MealChip, number: int) -> SafeString:
    action = escape(reverse("meal_log", args=(meal.pk,)))
    return mark_safe(
        f'<li><button class="usual" id="usual-{number}" formaction="{action}" data-key="{number}" hx-post="{action}">'
        f"<span><b>{escape(meal.name)}</b><small>{escape(meal_words(meal))}</small></span>{_PLUS}"
        f'<kbd aria-hidden="true">{number}</kbd></button></li>'
    )


@register.simple_tag
def meal_words(meal: MealChip) -> str:
    """“3 things · 2.3 µg and 1 unknown”."""
    things = ngettext("%(n)d thing", "%(n)d things", meal.things) % {"n": meal.things}
    return f"{things} · {meal_ug(meal)}"


@register.simple_tag
def meal_ug(meal: MealChip) -> str:
    """What is known of all its things, and how many are not: “2.3 µg and 1 unknown”."""
    if meal.unknown and meal.unknown == meal.things:
        return str(ug(None))
    if not meal.unknown:
        return str(ug(meal.known_ug))
    return _("%(known)s and %(n)d unknown") % {"known": ug(meal.known_ug), "n": meal.unknown}


@register.simple_tag
def several_total(form: object) -> str:
    """“2.3 µg and 1 unknown”: of what is ticked in a line; what cannot be read yet is said apart."""
    known = ug(None) if form.only_unknown else ug(form.known_ug)
    total = str(known)
    if form.unknown and not form.only_unknown:
        total = _("%(known)s and %(n)d unknown") % {"known": known, "n": form.unknown}
    if form.uncounted:
        total += ", " + _("%(n)d not read yet") % {"n": form.uncounted}
    return total


@register.simple_tag
def mark_buttons(mark: str) -> SafeString:
    """What may be said of a day; pressing what stands pressed takes it back."""
    return _mark_buttons(mark, get_language())


@cache
def _mark_buttons(mark: str, language: str | None) -> SafeString:
    return mark_safe(
        "".join(
            f'<button class="chip-btn" id="mark-{value}" name="mark" value="{"" if value == mark else value}" '
            f'aria-pressed="{"true" if value == mark else "false"}">{escape(str(label))}</button>'
            for value, label in MARK_CHOICES
        )
    )


@register.simple_tag
def hit_rows(rows: Iterable[HitRow], *, action: str, query: str, date: str, time: str, inline: bool) -> SafeString:
    """The matches of a search: a name leads to its amounts, a button logs it as shown. The first is what Enter logs.

    Made at every keystroke: with the plain `escape` for each text, which takes half of what `format_html` takes.
    """
    asked = escape(urlencode([(n, v) for n, v in (("q", query), ("date", date), ("time", time)) if v]))
    swap = f' hx-post="{escape(action)}" hx-include="#quick" {_SWAP}' if inline else ""
    label, language = _("Log %(name)s, %(amount)s"), get_language()
    return mark_safe(
        "".join(_hit(row, n == 0, label, language, escape(action), asked, swap) for n, row in enumerate(rows))
    )


def _hit(row: HitRow, first: bool, label: str, language: str | None, action: str, asked: str, swap: str) -> str:
    brand = f", {escape(row.brand)}" if row.brand else ""
    return (
        f"<li{_FIRST if first else ''}><div>"
        f'<a class="name" href="{action}?food={row.food_id}&amp;{asked}">{_marked(row.parts)}{brand}</a>{_tags(row)}'
        f'<p class="meta"><span>{escape(row.amount)}</span>{origin_mark_in(row.origin, language)}'
        f"{grade_mark_in(row.grade, language)}</p></div>"
        f'<div class="hit-do"><div class="r">{figure(row.ug, row.reliability)}</div>'
        f'<button class="icon-btn" form="quick" name="what" value="{escape(row.what)}" '
        f'aria-label="{escape(label % {"name": row.name, "amount": row.amount})}"{swap}>{_PLUS}</button></div></li>'
    )


def _marked(parts: Iterable[tuple[str, bool]]) -> str:
    return "".join(f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in parts)


def _tags(row: HitRow) -> str:
    if not (row.tag or row.alias) and row.reliability == Reliability.ACTIVE:
        return ""
    tags = [row.tag] if row.tag else []
    if row.reliability != Reliability.ACTIVE:
        tags.append(_("inactive") if row.reliability == Reliability.INACTIVE else _("disputed"))
    html = "".join(format_html(' <span class="tag">{}</span>', tag) for tag in tags)
    alias = format_html(' <span class="small mute">{}</span>', row.alias) if row.alias else ""
    return html + alias
