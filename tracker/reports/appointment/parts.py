"""What the sheet for an appointment is made of: sections that a page and a PDF print alike, and its ways to write.

Everything here is said in the language that is active when a report is built.
"""

import datetime as dt
import math
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.domain.risks.facts import Precision, When

_FORMATS = {Precision.MONTH: "YEAR_MONTH_FORMAT", Precision.YEAR: "Y"}
_NO_BREAK = "\u00a0"
LONGEST_NAME = 90  # letters of common width: a longer one is cut
_LABEL = 16.0  # letters of a heading beside its section


class Curve(NamedTuple):
    """A small line over the period, in pieces where nothing is known between. Points go from left (0) to right (100),
    0 at the top and 100 at the bottom."""

    name: str
    words: str
    strokes: tuple[tuple[tuple[float, float], ...], ...]

    @property
    def path(self) -> str:
        """As SVG writes it."""
        return "".join(map(_stroke, self.strokes))


def _stroke(points: tuple[tuple[float, float], ...]) -> str:
    """A single point is a short stroke, or nothing would be seen."""
    if len(points) == 1:
        ((x, y),) = points
        points = (max(x - 1, 0), y), (min(x + 1, 100), y)
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)


@dataclass(frozen=True, slots=True)
class Section:
    """One stretch of the sheet. `head` and `rows`: a table. `lang`: of the lines, where it is not the report's.

    `figures`: the columns of the table from the second on are numbers. `note`: what is said below, what was left out
    first of all.
    """

    key: str
    heading: str
    lines: tuple[str, ...] = ()
    numbered: bool = False
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    figures: bool = False
    curves: tuple[Curve, ...] = ()
    note: str = ""
    lang: str = ""

    @property
    def blank(self) -> bool:
        """There is nothing in it: the paper has lines to write on."""
        return not (self.lines or self.rows or self.curves)

    def lines_in_print(self, lines: Sequence[float]) -> list[float]:
        """About how many lines it takes, space around it included, where one holds so many letters."""
        texts, rows = [*map(_width, self.lines)], [[*map(_width, row)] for row in self.rows]
        note, label = _width(self.note) / 1.1, _lines(_width(self.heading), _LABEL)
        fixed = 2.5 * self.blank + 1.2 * bool(self.head) + math.ceil(len(self.curves) / 3) * 3.1
        return [1.0 + max(label, fixed + _body(texts, rows, line) + (note and _lines(note, line))) for line in lines]


def _body(texts: Sequence[float], rows: Sequence[Sequence[float]], line: float) -> float:
    """Of widths of lines and of cells."""
    table = sum(max(map(_lines, row, (line * share for share in _columns(len(row))))) for row in rows)
    return sum(_lines(width, line) for width in texts) + table * 1.2


def _columns(n: int) -> Sequence[float]:
    """The share of a line that each cell of a row has."""
    return (0.46, *[0.54 / (n - 1)] * (n - 1)) if n > 1 else (1.0,)


def _lines(width: float, line: float) -> int:
    return max(1, math.ceil(width / line))


def _width(text: str) -> float:
    """In letters of common text."""
    wide = 0 if text.isascii() else sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return len(text) + 0.7 * (wide + sum(map(str.isupper, text)))


def joined(*parts: str) -> str:
    """What is there of it, with commas."""
    return ", ".join(filter(None, parts))


def notes(*parts: str) -> str:
    """Several remarks in one."""
    return "; ".join(filter(None, parts))


def one_line(text: str, most: int = LONGEST_NAME) -> str:
    """A text without breaks, cut where it is too long for the paper: after `most` letters, fewer of wide ones."""
    text = " ".join(text.split())
    widths = list(accumulate(map(_width, text)))
    if not widths or widths[-1] <= most:
        return text
    return f"{text[: bisect_right(widths, most - 1)].rstrip()}…"


def few(found: Sequence[str], most: int) -> tuple[Sequence[str], str]:
    """The first of them, and how many more there are in words."""
    return found[:most], more_words(len(found) - most)


def more_words(n: int) -> str:
    return ngettext("and %(n)d more in the app", "and %(n)d more in the app", n) % {"n": n} if n > 0 else ""


def number(value: Decimal | float, places: int = 2) -> str:
    """As people of the language write it: no trailing zeros, thousands set apart."""
    text = f"{Decimal(str(value)):.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return number_format(Decimal(text), use_l10n=True, force_grouping=True)


def ug(value: float) -> str:
    """µg with its unit: two decimals below 10, one below 100, none above."""
    return f"{number(value, 2 if value < 10 else 1 if value < 100 else 0)}\u00a0µg"


def day(date: dt.date) -> str:
    return date_format(date, "DATE_FORMAT")


def since(when: When | None, *, today: dt.date | None = None) -> str:
    """“since 2019”, to the month at most; with `today` how many years that is as well, from one year on."""
    if when is None:
        return ""
    precision = Precision.MONTH if when.precision is Precision.DAY else when.precision
    words = _("since %(date)s") % {"date": date_format(when.date, _FORMATS[precision])}
    years = int((today - when.date).days / 365.25) if today else 0
    if years < 1:
        return words
    long = ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return f"{words} ({long.replace(' ', _NO_BREAK)})"


def period(first: dt.date, last: dt.date) -> str:
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


class Print(NamedTuple):
    """A size of print: how many letters a line of a section holds, and how many lines a page beside head and foot."""

    name: str
    line: float
    page: float


# of static/css/report.css, large to small: measured in Chromium, and a little less
PRINTS = (
    Print("print-1", 98, 54),
    Print("print-2", 107, 60),
    Print("print-3", 118, 68),
    Print("print-4", 131, 77),
    Print("print-5", 148, 88),
)


def print_of(sections: Sequence[Section]) -> str:
    """The largest size in which all of it stays on one page."""
    lines = [one.line for one in PRINTS]
    heights = map(sum, zip(*(section.lines_in_print(lines) for section in sections), strict=True))
    fits = (one.name for one, height in zip(PRINTS, heights, strict=True) if height <= one.page)
    return next(fits, PRINTS[-1].name)
