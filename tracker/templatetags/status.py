"""Figures of the model as Status prints them: one decimal, always with their range."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foods.units import format_ug
from tracker.charts.words import model_ug
from tracker.domain.parameters import Span
from tracker.reports.counting import counting
from tracker.reports.status.foods import FoodLine

register = template.Library()

tenth = register.filter("tenth", model_ug)
register.filter("counting", counting)


@register.filter
def plain_ug(ug: float) -> str:
    """Swallowed µg as everywhere else, from a plain number."""
    return format_ug(Decimal(str(round(ug, 4))))


@register.filter
def two(ug: float) -> str:
    """As a formula is written: two decimals, more where little is left without them."""
    return f"{ug:.2f}" if ug >= 0.1 or not ug else f"{ug:.4f}".rstrip("0")


@register.filter
def percent(share: float) -> str:
    """A share in percent: “1.3 %”, “56 %”."""
    if 0 < share < 0.05:
        return "<0.1\u00a0%"
    return f"{share:.0f}\u00a0%" if share >= 9.95 else f"{share:.1f}\u00a0%"


@register.simple_tag
def model_figure(span: Span) -> SafeString:
    """“13.5 µg (6.0–22.0)”: what is probable, and the range of the model's constants."""
    return format_html(
        '<span class="n">{}<span class="u">\u00a0µg</span></span> <span class="mute small range">{}</span>',
        tenth(span.middle),
        model_range(span),
    )


@register.filter
def model_range(span: Span) -> str:
    return _("(%(low)s–%(high)s)") % {"low": tenth(span.low), "high": tenth(span.high)}


@register.simple_tag
def food_line(food: FoodLine) -> SafeString:
    """One of the ten foods that gave most."""
    return format_html(
        '<tr><th scope="row">{}</th><td class="r n">{}</td><td class="r n">{}<span class="u">\u00a0µg</span>{}</td>'
        '<td class="r">{}</td><td class="r n">{}</td></tr>',
        food.name,
        food.times,
        plain_ug(food.swallowed_ug),
        _not_swallowed() if food.past_the_gut else "",
        model_figure(food.absorbed),
        percent(food.percent_absorbed),
    )


def _not_swallowed() -> SafeString:
    return format_html('<br><span class="mute small">{}</span>', _("not swallowed"))
