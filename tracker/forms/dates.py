"""Dates of long ago as people say them: the year or the month is enough.

“2022”, “3/2022”, “2022-03”, “March 2022”, “14.3.2022”, “14 March 2022”, “2022-03-14”. What could be two dates is asked
back, never guessed.
"""

import calendar
import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from tracker.domain.risks.facts import Precision, When

OLDEST_YEAR, LAST_YEAR = 1900, 2100
LONGEST = 40
ENOUGH = _("The year or the month is enough, like 2022 or 3/2022.")
SENTENCES = {
    "required": _("Type when it was, like March 2022. The year alone is enough."),
    "unreadable": _("“%(typed)s” is not a date we can read. Type it like 2022, March 2022 or 14 March 2022."),
    "two_dates": _("“%(typed)s” may be two different days. Write the month as a word, like 3 April 2022."),
    "no_such_day": _("“%(typed)s” is not in the calendar. Check the day and the month."),
    "too_old": _("That is too long ago. Type a year from 1900 on."),
    "too_far": _("That is too far ahead. Check the year."),
    "future": _("That is still to come. Type a date up to today."),
}
_YEAR = r"(?P<year>[0-9]{4})"
_WORD = r"(?P<word>[^\W\d_]{3,12})\.?"
_SHAPES = [
    re.compile(shape)
    for shape in (
        _YEAR,
        rf"(?P<month>[0-9]{{1,2}})\s*[/.-]\s*{_YEAR}",
        rf"{_YEAR}\s*[/.-]\s*(?P<month>[0-9]{{1,2}})",
        rf"{_WORD},?\s*{_YEAR}",
        rf"(?P<day>[0-9]{{1,2}})\.\s*(?P<month>[0-9]{{1,2}})\.\s*{_YEAR}",
        rf"(?P<first>[0-9]{{1,2}})\s*(?P<mark>[/-])\s*(?P<second>[0-9]{{1,2}})\s*(?P=mark)\s*{_YEAR}",
        rf"{_YEAR}\s*(?P<mark>[/.-])\s*(?P<month>[0-9]{{1,2}})\s*(?P=mark)\s*(?P<day>[0-9]{{1,2}})",
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?\s*{_WORD},?\s*{_YEAR}",
        rf"{_WORD}\s*(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
    )
]


class SaidDateField(forms.CharField):
    """Text to a `When`, and a `When` back to text; None where nothing was typed. The form sets `today`.

    With `future` False (as usual) nothing lies after today: of the running month or year the middle may be still to
    come, then today stands for it.
    """

    today: dt.date

    def __init__(self, *, future: bool = False, **options) -> None:
        self.future = future
        options.setdefault("help_text", ENOUGH)
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(max_length=LONGEST, empty_value=None, **{"widget": widget, **options})
        self.error_messages["required"] = SENTENCES["required"]

    def to_python(self, value: object) -> When | None:
        text = super().to_python(value)
        if text is None:
            return None
        try:
            return self._in_time(read(text))
        except Unreadable as error:
            typed = {"typed": text[:LONGEST]}
            raise ValidationError(SENTENCES[error.code], code=error.code, params=typed) from None

    def _in_time(self, said: When) -> When:
        if self.future:
            return said
        if first_day(said) > self.today:
            raise Unreadable("future")
        return said._replace(date=min(said.date, self.today))

    def prepare_value(self, value: object) -> object:
        return in_words(value) if isinstance(value, When) else value


class Unreadable(ValueError):
    """`code` is a key of `SENTENCES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(text: str) -> When:
    """What the text says; `Unreadable` where it says nothing, or may say two things."""
    text = " ".join(text.split())
    found = next(filter(None, (shape.fullmatch(text) for shape in _SHAPES)), None)
    if found is None or len(text) > LONGEST:
        raise Unreadable("unreadable")
    parts = found.groupdict()
    year = int(parts["year"])
    if not OLDEST_YEAR <= year <= LAST_YEAR:
        raise Unreadable("too_old" if year < OLDEST_YEAR else "too_far")
    day, month = _day_and_month(parts)
    return when(year, month, day)


def when(year: int, month: int | None = None, day: int | None = None) -> When:
    """A year, a month or a day; what is left open is the middle."""
    try:
        if month is None:
            return When(dt.date(year, 7, 1), Precision.YEAR)
        return When(dt.date(year, month, 15 if day is None else day), Precision.MONTH if day is None else Precision.DAY)
    except ValueError:
        raise Unreadable("no_such_day") from None


def _day_and_month(parts: dict[str, str | None]) -> tuple[int | None, int | None]:
    if parts.get("first"):
        return _told_apart(int(parts["first"]), int(parts["second"]))
    day, month = parts.get("day"), parts.get("month")
    if parts.get("word"):
        return (int(day) if day else None), _month_called(parts["word"])
    return (int(day) if day else None), (int(month) if month else None)


def _told_apart(first: int, second: int) -> tuple[int, int]:
    """Day and month of “14/3” or “3/14”: some put the month first."""
    if first <= 12 and second <= 12 and first != second:
        raise Unreadable("two_dates")
    return (second, first) if second > 12 else (first, second)


def _month_called(word: str) -> int:
    """The month whose name begins so, in the language that is active: “Mar”, “Sept”."""
    found = [n for n, name in MONTHS.items() if str(name).casefold().startswith(word.casefold())]
    if len(found) != 1:
        raise Unreadable("unreadable")
    return found[0]


def in_words(said: When) -> str:
    """“2022”, “March 2022”, “14 March 2022”: as exact as it was said, and readable by `read`."""
    month = str(MONTHS[said.date.month])
    return {
        Precision.YEAR: f"{said.date.year}",
        Precision.MONTH: f"{month} {said.date.year}",
        Precision.DAY: f"{said.date.day} {month} {said.date.year}",
    }[Precision(said.precision)]


def first_day(said: When) -> dt.date:
    """The earliest day that it can mean."""
    if said.precision == Precision.DAY:
        return said.date
    return said.date.replace(day=1) if said.precision == Precision.MONTH else dt.date(said.date.year, 1, 1)


def last_day(said: When) -> dt.date:
    """The latest day that it can mean."""
    if said.precision == Precision.DAY:
        return said.date
    if said.precision == Precision.YEAR:
        return dt.date(said.date.year, 12, 31)
    return said.date.replace(day=calendar.monthrange(said.date.year, said.date.month)[1])


def in_order(since: When, until: When) -> tuple[When, When] | None:
    """Start and end, moved within what was said so that the end is not before the start; None where it must be.

    “From 2020 until March 2020” can be: the middle of the year is only a stand-in.
    """
    if last_day(until) < first_day(since):
        return None
    end = max(until.date, min(since.date, last_day(until)))
    return since._replace(date=min(since.date, end)), until._replace(date=end)
