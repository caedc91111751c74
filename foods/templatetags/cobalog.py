"""What every template needs to write figures and marks.

The marks are fixed strings, made once a language and kept: a page prints hundreds of them.
"""

from decimal import Decimal
from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foods import units
from foods.choices import Grade, Origin, Reliability
from foods.templatetags._icons import ICONS

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    """One of our icons, decorative: the words beside it carry the meaning. `size` "s" is 16 px."""
    small = " i-s" if size == "s" else ""
    return mark_safe(f'<svg class="i{small}" viewBox="0 0 20 20" aria-hidden="true">{ICONS[name]}</svg>')


@register.simple_tag
def origin_mark(origin: str) -> SafeString:
    """The patterned swatch and the word of an origin, or of “unknown”."""
    return origin_mark_in(str(origin), get_language())


@cache
def origin_mark_in(origin: str, language: str | None) -> SafeString:
    word = _("unknown") if origin == "unknown" else Origin(origin).label
    return format_html('<span class="o">{}{}</span>', swatch(origin), word)


@register.simple_tag
@cache
def swatch(kind: str) -> SafeString:
    return mark_safe(
        '<svg viewBox="0 0 12 12" aria-hidden="true">'
        f'<rect class="f-{kind}" x=".5" y=".5" width="11" height="11"/></svg>'
    )


_BARS = {Grade.ANALYSED: 4, Grade.CALCULATED: 3, Grade.LABEL: 2, Grade.ASSUMED: 1, Grade.USER: 0}


@register.simple_tag
def grade_mark(grade: str) -> SafeString:
    """Four bars and the word: how good a figure is."""
    return grade_mark_in(str(grade), get_language())


@cache
def grade_mark_in(grade: str, language: str | None) -> SafeString:
    svg = mark_safe(f'<svg viewBox="0 0 16 12" aria-hidden="true">{_grade_bars(grade)}</svg>')
    return format_html('<span class="grade">{}{}</span>', svg, Grade(grade).label)


def _grade_bars(grade: str) -> str:
    filled = _BARS[Grade(grade)]
    return "".join(
        f'<rect class="g-{"on" if n < filled else "off"}" x="{0.5 + 4 * n}" y="{9.5 - 2.5 * n}" '
        f'width="2.5" height="{2 + 2.5 * n}"/>'
        for n in range(4)
    )


@register.simple_tag
@cache
def grade_symbols() -> SafeString:
    """The bars of every grade, once a page, for `grade_ref`: a mark is then 100 bytes instead of 400."""
    bars = "".join(f'<g id="g-{grade.value}">{_grade_bars(grade)}</g>' for grade in Grade)
    return mark_safe(f'<svg class="sprite" aria-hidden="true"><defs>{bars}</defs></svg>')


@register.simple_tag
def grade_ref(grade: str) -> SafeString:
    """`grade_mark` for long lists; the page needs `grade_symbols`, outside of what htmx swaps."""
    return _grade_ref(str(grade), get_language())


@cache
def _grade_ref(grade: str, language: str | None) -> SafeString:
    svg = mark_safe(f'<svg viewBox="0 0 16 12" aria-hidden="true"><use href="#g-{grade}"/></svg>')
    return format_html('<span class="grade">{}{}</span>', svg, Grade(grade).label)


@register.simple_tag
def figure(ug: Decimal | None, reliability: str = Reliability.ACTIVE) -> SafeString:
    """A µg figure with its unit; the word “unknown” where there is none; 0 for what does not count."""
    if reliability != Reliability.ACTIVE:
        ug = Decimal(0)
    if ug is None:
        return format_html('<span class="unknown">{}</span>', _("unknown"))
    shown = units.format_ug(ug).replace("<", "&lt;")
    return mark_safe(f'<span class="n">{shown}<span class="u">&nbsp;µg</span></span>')


@register.filter
def ug(value: Decimal | None) -> str:
    """A µg figure with its unit, as plain text."""
    return _("unknown") if value is None else f"{units.format_ug(value)}\u00a0µg"


@register.filter
def ug_number(value: Decimal) -> str:
    return units.format_ug(value)


@register.filter
def amount(value: Decimal) -> str:
    return units.format_amount(value)


@register.filter
def plain(value: Decimal) -> str:
    return units.plain_number(value)
