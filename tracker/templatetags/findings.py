"""What the words of findings are filled with: medicines, dates, results, names, time gone by."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foods.units import format_amount, plain_number
from tracker.domain.risks.facts import Has, Precision, Result, Symptom, Use, When
from tracker.reports.care.flags import SIGNS
from tracker.reports.findings.shown import Shown
from tracker.reports.findings.words import SYMPTOM_NAMES, day_of_words

register = template.Library()

_FORMATS = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
DAYS_A_YEAR = 365.2425
_IN_DAYS = 14  # under so many, time is said in days; then whole weeks in weeks, and the rest in days up to:
_IN_MONTHS = 123
_HALF_A_MONTH = 15


@register.simple_tag
def finding(shown: Shown, layout: str) -> SafeString:
    """A finding in one of the layouts of `templates/findings`."""
    return shown.laid_out(layout)


@register.filter
def flag_words(key: str) -> str:
    """A red flag as a sign: “chest pain”."""
    return str(SIGNS[key])


@register.filter
def when(date: When | dt.date | None) -> str:
    """“3 May 2026”, “May 2026” or “2026”, as exactly as it was said; nothing where it was not."""
    if date is None:
        return ""
    if isinstance(date, When):
        return date_format(date.date, _FORMATS[date.precision])
    return date_format(date, _FORMATS[Precision.DAY])


@register.filter
def days_words(days: int) -> str:
    """“12 days”, “3 weeks”, “122 days”, “4 months”, “4 years 8 months”: whole ones that have gone by."""
    if days < _IN_DAYS or (days < _IN_MONTHS and days % 7):
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if days < _IN_MONTHS:
        return ngettext("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7}
    # a year is 365 days or 366: with one day more, 365 and 730 days are whole years
    years, months = divmod(int((days + 1) * 12 / DAYS_A_YEAR), 12)
    said = [
        ngettext("%(n)d year", "%(n)d years", years) % {"n": years} if years else "",
        ngettext("%(n)d month", "%(n)d months", months) % {"n": months} if months else "",
    ]
    return " ".join(filter(None, said))


def _elapsed(days: int, precision: Precision) -> str:
    """The time since a date, no more exact than the date is; empty where that leaves nothing to say."""
    if precision is Precision.YEAR:
        years = round(days / DAYS_A_YEAR)
        return ngettext("about %(n)d year", "about %(n)d years", years) % {"n": years} if years else ""
    if precision is Precision.MONTH and days < _IN_MONTHS:
        months = (days + _HALF_A_MONTH) // 30 if days > 3 * _HALF_A_MONTH else 0
        return ngettext("about %(n)d month", "about %(n)d months", months) % {"n": months} if months else ""
    return days_words(days)


@register.filter
def taken(use: Use) -> str:
    """“metformin 2,000 mg a day since March 2022: 4 years 8 months”: what is known of it."""
    said = {"what": _dosed(use), "start": when(use.start), "end": when(use.end)}
    if use.start is None:
        if use.end:
            return _("%(what)s until %(end)s") % said
        return said["what"] if use.active else _("%(what)s, stopped by now") % said
    if not (use.end or use.active):
        return _("%(what)s from %(start)s on, stopped by now") % said
    said["period"] = (_("%(what)s from %(start)s to %(end)s") if use.end else _("%(what)s since %(start)s")) % said
    said["time"] = _elapsed(use.days(day_of_words() or timezone.localdate()) or 0, _roughest(use.start, use.end))
    return _("%(period)s: %(time)s") % said if said["time"] else said["period"]


def _roughest(*dates: When | None) -> Precision:
    order = list(Precision)
    return max((date.precision for date in dates if date), key=order.index)


def _dosed(use: Use) -> str:
    if use.dose_mg is not None:
        return _("%(name)s %(mg)s\u00a0mg a day") % {"name": use.name, "mg": plain_number(use.dose_mg)}
    if use.units is not None:
        return _("%(name)s, %(n)s a day") % {"name": use.name, "n": format_amount(Decimal(str(use.units)))}
    return use.name


@register.filter
def since(has: Has) -> str:
    """“since 2019”; empty where nobody said since when."""
    return _("since %(start)s") % {"start": when(has.since)} if has.since else ""


@register.filter
def measured(result: Result) -> str:
    """“170 ng/L on 3 May 2026”."""
    figure = f"{result.comparator}{plain_number(Decimal(str(result.value)))}\u00a0{result.unit}"
    return _("%(figure)s on %(date)s") % {"figure": figure, "date": when(result.taken_on)}


@register.filter
def names(things: Iterable[Symptom | Use | Has | str]) -> str:
    """“tingling, tiredness”: symptoms as people say them, medicines and conditions by their name; each once."""
    return ", ".join(dict.fromkeys(map(_name, things)))


def _name(thing: Symptom | Use | Has | str) -> str:
    if isinstance(thing, Use | Has):
        return thing.name
    key = thing.key if isinstance(thing, Symptom) else thing
    return str(SYMPTOM_NAMES.get(key, key))
