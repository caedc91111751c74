"""What-ifs side by side: each panel has the store as now in grey and with the change in blue, on one zoomed scale."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracker.charts import Chart, Table
from tracker.charts.band import Frame, Point, band_path, line_path
from tracker.charts.svg import drawn, line, stretched, text
from tracker.charts.words import store_words

TOP, PLOT, HEIGHT = 16, 104, 140  # px
_STEP_UG = 100.0  # the ends of a scale are round
_LEAST_UG = 200.0  # two lines that lie closer than this are the same to any model


@dataclass(frozen=True, slots=True)
class Panel:
    """One change: both ways over the same months."""

    key: str
    title: str
    description: str
    now: Sequence[Point]
    then: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Multiples:
    """The panels, and the scale that all of them share in words: it does not begin at 0."""

    panels: tuple[Chart, ...]
    scale: str


def small_multiples(panels: Sequence[Panel], *, low_zone_to: float) -> Multiples:
    """On one scale around the middle lines; bands may run off it. The low zone is drawn where it is in view."""
    if not panels:
        return Multiples((), "")
    frame = _frame(panels)
    scale = _("From %(low)s to %(high)s, so that a difference can be seen. The band runs on above and below.") % {
        "low": store_words(frame.bottom) if frame.bottom else "0",
        "high": store_words(frame.top),
    }
    return Multiples(tuple(_panel(panel, frame, low_zone_to) for panel in panels), scale)


def _frame(panels: Sequence[Panel]) -> Frame:
    lines = [p.middle for panel in panels for p in (*panel.now, *panel.then)]
    low, high = min(lines), max(lines)
    room = max((high - low) * 0.5, _LEAST_UG)
    bottom = max(0.0, math.floor((low - room) / _STEP_UG) * _STEP_UG)
    top = math.ceil((high + room) / _STEP_UG) * _STEP_UG
    points = panels[0].now
    return Frame(points[0].x, points[-1].x, bottom, top)


def _panel(panel: Panel, frame: Frame, low_zone_to: float) -> Chart:
    inside = [text(store_words(frame.top), x="0", y=12)]
    if frame.bottom < low_zone_to:
        y = TOP + frame.y(low_zone_to) * PLOT / 100
        inside.append(f'<rect class="c-low" x="0" y="{y:.1f}" width="100%" height="{TOP + PLOT - y:.1f}"/>')
    drawing = band_path(panel.then, frame) + line_path("c-old", panel.now, frame)
    inside += [
        stretched(PLOT, TOP, drawing + line_path("c-line", panel.then, frame)),
        line("c-axis", y1=TOP + PLOT, y2=TOP + PLOT),
        text(store_words(frame.bottom) if frame.bottom else "0", x="0", y=HEIGHT - 4),
        text(_("12 months"), x="100%", y=HEIGHT - 4, anchor="end"),
    ]
    svg = drawn(panel.key, panel.title, panel.description, height=HEIGHT, inside=inside)
    return Chart(panel.key, panel.title, panel.description, svg, _table(panel), spread="points")


def _table(panel: Panel) -> Table:
    rows = tuple(
        (
            now.label,
            store_words(now.middle),
            store_words(then.middle),
            f"{store_words(then.low)} – {store_words(then.high)}",
        )
        for now, then in zip(panel.now, panel.then, strict=True)
    )
    return Table((_("In"), _("As now"), _("With the change"), _("Eight in ten draws")), rows)
