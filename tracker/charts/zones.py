"""One value of a blood test on the ranges of a guideline, and several over time.

A range is told by its pattern and its words, never by its colour alone: hatched, plain or tinted.
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.charts import Chart, Table
from tracker.charts.drawing import (
    ACROSS,
    UNITS_A_PX,
    Label,
    figure,
    label_text,
    path,
    percent,
    px,
    stretched,
    thinned,
    ticks,
)

ASK, UNCLEAR, USUAL = "ask", "unclear", "usual"
LOOKS = {ASK: "f-untracked", UNCLEAR: "c-zone", USUAL: "c-band-2"}
BAR_TOP, BAR_PX, BAR_HEIGHT = 14, 12, 50
MOST_DATES = 8  # no more fit below a drawing
TOP_PX, PLOT_PX, FOOT_PX = 12, 128, 28


class Zone(NamedTuple):
    """A range of values; None is open. `look` is a key of LOOKS."""

    low: float | None
    high: float | None
    look: str


class Point(NamedTuple):
    """A value on a day, `words` with its unit. `comparator`: it lies somewhere below or above it.

    `marked`: B12 was taken before.
    """

    day: dt.date
    value: float
    words: str
    comparator: str = ""
    marked: bool = False


def top_of(values: Sequence[float], zones: Sequence[Zone]) -> float:
    """Where the scale ends: above every value, and with room above the highest limit."""
    limits = [end for zone in zones for end in (zone.low, zone.high) if end is not None]
    return max([value * 1.12 for value in values] + [limit * 1.5 for limit in limits] + [1e-6])


def limits_of(zones: Sequence[Zone]) -> list[float]:
    return sorted({end for zone in zones for end in (zone.low, zone.high) if end})


def zone_bar(
    *, key: str, title: str, description: str, value: float, zones: Sequence[Zone], comparator: str = ""
) -> SafeString:
    """The value as a line across the ranges; what is only known to lie below or above runs on to that end."""
    top = top_of([value], zones)
    at = value / top
    axis = BAR_TOP + BAR_PX
    drawn = [_zone_across(zone, top) for zone in zones]
    drawn.append(f'<line class="c-axis" x1="0" x2="100%" y1="{axis}" y2="{axis}"/>')
    if comparator:
        end, middle = (0.0 if comparator == "<" else 1.0), BAR_TOP + BAR_PX / 2
        drawn.append(f'<line class="c-need" x1="{percent(end)}" x2="{percent(at)}" y1="{middle}" y2="{middle}"/>')
    drawn.append(f'<line class="c-need" x1="{percent(at)}" x2="{percent(at)}" y1="8" y2="32"/>')
    labels = [Label(limit / top, figure_words(limit)) for limit in limits_of(zones)]
    drawn += [label_text(label, y=BAR_HEIGHT - 4, classes=wide) for label, wide in thinned(labels)]
    return figure(key=key, title=title, description=description, height=BAR_HEIGHT, drawn=drawn)


def _zone_across(zone: Zone, top: float) -> str:
    low, high = (zone.low or 0.0) / top, 1.0 if zone.high is None else zone.high / top
    wide = percent(max(high - low, 0.0))
    return f'<rect class="{LOOKS[zone.look]}" x="{percent(low)}" width="{wide}" y="{BAR_TOP}" height="{BAR_PX}"/>'


def figure_words(value: float) -> str:
    """A limit as people write it: “0.271”, “180”, “132.8”."""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


def trend(
    *,
    key: str,
    title: str,
    points: Sequence[Point],
    zones: Sequence[Zone],
    doses: Sequence[dt.date] = (),
    description: str,
) -> Chart:
    """Values over time on their ranges, oldest first. `doses`: B12 that was taken before a sample."""
    top = top_of([point.value for point in points], zones)
    first = min([points[0].day, *doses])
    days = max((points[-1].day - first).days, 1)

    def across(day: dt.date) -> float:
        return 0.1 + 0.87 * (day - first).days / days

    def down(value: float) -> float:
        return PLOT_PX * (1 - value / top)

    floor, language, taken = TOP_PX + PLOT_PX, get_language(), _("B12 taken")
    line = "M" + "L".join(f"{across(one.day) * ACROSS:.0f} {down(one.value) * UNITS_A_PX:.0f}" for one in points)
    drawn = [
        *(_zone_down(zone, top) for zone in zones),
        f'<line class="c-axis" x1="0" x2="100%" y1="{floor}" y2="{floor}"/>',
        stretched(y=TOP_PX, height=PLOT_PX, drawn=[path("c-line", line)]),
        *(_dose(across(day), floor) for day in doses),
        *(_dot(one, across(one.day), TOP_PX + down(one.value)) for one in points),
        *(
            label_text(Label(0.0, figure_words(value), "start"), y=TOP_PX + down(value) - 3, classes="c-halo")
            for value in _lines(zones, top)
        ),
        *_dates(points, across, floor),
    ]
    return Chart(
        key=key,
        title=title,
        description=description,
        svg=figure(key=key, title=title, description=description, height=floor + FOOT_PX, drawn=drawn),
        table=Table(
            head=(_("Blood drawn"), title, _("Before it")),
            rows=tuple((_date(one.day, "j F Y", language), one.words, taken if one.marked else "") for one in points),
        ),
    )


def _lines(zones: Sequence[Zone], top: float) -> list[float]:
    return limits_of(zones) or ticks(top)[1:]


def _zone_down(zone: Zone, top: float) -> str:
    high, low = (1.0 if zone.high is None else zone.high / top), (zone.low or 0.0) / top
    y, height = TOP_PX + PLOT_PX * (1 - high), PLOT_PX * max(high - low, 0.0)
    return f'<rect class="{LOOKS[zone.look]} zone" x="0" width="100%" y="{px(y)}" height="{px(height)}"/>'


def _dose(at: float, floor: int) -> str:
    """A short stroke on the axis."""
    return f'<line class="c-dose" x1="{percent(at)}" x2="{percent(at)}" y1="{floor - 8}" y2="{floor + 4}"/>'


def _dot(point: Point, at: float, y: float) -> str:
    """Hollow where B12 was taken before; with its sign where the value is only a limit."""
    look = "c-hollow" if point.marked else "c-dot"
    sign = ""
    if point.comparator:
        sign = label_text(Label(at, point.comparator), y=y - 9, classes="strong c-halo")
    return f'<circle class="{look}" cx="{percent(at)}" cy="{px(y)}" r="5"/>{sign}'


def _dates(points: Sequence[Point], across: object, floor: int) -> list[str]:
    """The newest and the oldest first; what has no room is in the table."""
    order = [points[-1], points[0], *points[1 : -1 : max(1, len(points) // MOST_DATES)]]
    labels = []
    for one in order:
        at = across(one.day)
        anchor = "start" if at < 0.1 else "end" if at > 0.9 else "middle"
        labels.append(Label(0.0 if anchor == "start" else 1.0 if anchor == "end" else at, _month(one.day), anchor))
    return [label_text(label, y=floor + 20, classes=wide) for label, wide in thinned(labels)]


def _month(day: dt.date) -> str:
    return _date(day, "M Y", get_language())


@lru_cache(maxsize=2048)
def _date(day: dt.date, written: str, language: str | None) -> str:
    """Made once: every marker of a sample names its day."""
    return date_format(day, written)
