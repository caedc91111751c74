"""Dates by the hundred: what Django's formats write, in a tenth of the time. Charts name every day of a year."""

import datetime as dt
from functools import cache

from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS_ABBR
from django.utils.translation import get_language


@cache
def _names(language: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Months from 1 and weekdays from Monday, short, in the language that is active."""
    months = ("", *(str(MONTHS_3[n]).capitalize() for n in range(1, 13)))
    return months, tuple(str(WEEKDAYS_ABBR[n]) for n in range(7))


@cache
def _full_names(language: str | None) -> tuple[str, ...]:
    """Months from 1, in the language that is active."""
    return ("", *(str(MONTHS[n]).capitalize() for n in range(1, 13)))


def day_and_month(dates: list[dt.date]) -> list[str]:
    """“14 Mar”, as “j M” of `date_format`."""
    months, _weekdays = _names(get_language())
    return [f"{date.day} {months[date.month]}" for date in dates]


def month_and_year(date: dt.date) -> str:
    """“Mar 2026”, as “M Y” of `date_format`."""
    months, _weekdays = _names(get_language())
    return f"{months[date.month]} {date.year}"


def month_in_full(date: dt.date) -> str:
    """“March 2026”, as “F Y” of `date_format`."""
    return f"{_full_names(get_language())[date.month]} {date.year}"


def day_in_full(date: dt.date) -> str:
    """“14 March 2026”, as “j F Y” of `date_format`."""
    return f"{date.day} {_full_names(get_language())[date.month]} {date.year}"


def in_full(dates: list[dt.date]) -> list[str]:
    """“Sat 14 Mar 2026”, as “D j M Y” of `date_format`."""
    months, weekdays = _names(get_language())
    return [f"{weekdays[date.weekday()]} {date.day} {months[date.month]} {date.year}" for date in dates]
