"""A line of the model in its range, over time."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from tracker.charts import Chart, Table, words
from tracker.charts.drawing import (
    ACROSS,
    UNITS_A_PX,
    Label,
    figure,
    label_text,
    path,
    px,
    stretched,
    thinned,
    ticks,
)

TOP_PX, PLOT_PX, FOOT_PX = 16, 208, 24
HEIGHT_PX = TOP_PX + PLOT_PX + FOOT_PX


class Point(NamedTuple):
    """A place on the line, µg. `x` counts anything (months); points with a `label` are rows of the table."""

    x: float
    low: float
    middle: float
    high: float
    label: str = ""


class Scale(NamedTuple):
    """From values to units of the inner SVG."""

    x_from: float
    x_to: float
    bottom: float
    top: float
    height_px: int

    def across(self, x: float) -> float:
        """The share of the width, 0 to 1."""
        return (x - self.x_from) / (self.x_to - self.x_from) if self.x_to > self.x_from else 0.0

    def x(self, x: float) -> int:
        return round(self.across(x) * ACROSS)

    def y(self, ug: float) -> int:
        """Kept inside: a range may go on beyond what is drawn."""
        whole = self.height_px * UNITS_A_PX
        return min(max(round((self.top - ug) / (self.top - self.bottom) * whole), 0), whole)

    def y_px(self, ug: float) -> float:
        return self.y(ug) / UNITS_A_PX


def line_path(points: Sequence[tuple[float, float]], scale: Scale) -> str:
    """A path through (x, µg); one point alone is a line right across."""
    if not points:
        return ""
    if len(points) == 1:
        return f"M0 {scale.y(points[0][1])}H{ACROSS}"
    return "M" + "L".join(f"{scale.x(x)} {scale.y(ug)}" for x, ug in points)


def band_path(points: Sequence[Point], scale: Scale) -> str:
    """The range from low to high as a shape."""
    if len(points) < 2:
        return f"M0 {scale.y(points[0].high)}H{ACROSS}V{scale.y(points[0].low)}H0Z" if points else ""
    over = "L".join(f"{scale.x(p.x)} {scale.y(p.high)}" for p in points)
    under = "L".join(f"{scale.x(p.x)} {scale.y(p.low)}" for p in reversed(points))
    return f"M{over}L{under}Z"


def band_line(
    *,
    key: str,
    title: str,
    points: Sequence[Point],
    description: str = "",
    x_labels: Sequence[tuple[float, str]] = (),
    x_title: str = "",
    low_zone_to: float | None = None,
    low_zone_label: str = "",
) -> Chart:
    """The middle of the model as a line in its range, from 0 up; `low_zone_to` is hatched below.

    Everything in µg, printed in mg from 1 mg on. `x_labels` are (x, words), the most important first where they are
    too many. `x_title` heads the first column of the table.
    """
    top = max([point.high for point in points] + [(low_zone_to or 0.0) * 2, 1.0])
    step_top = ticks(top * 1.02)[-1]
    full = max(top * 1.02, step_top)
    in_mg = full >= words.MG
    scale = Scale(points[0].x if points else 0.0, points[-1].x if points else 1.0, 0.0, full, PLOT_PX)
    drawn = [
        *_grid(scale, in_mg=in_mg),
        *_low_zone(low_zone_to, scale),
        stretched(
            y=TOP_PX,
            height=PLOT_PX,
            drawn=[
                path("c-band", band_path(points, scale)),
                path("c-line", line_path([(p.x, p.middle) for p in points], scale)),
            ],
        ),
        f'<line class="c-axis" x2="100%" y1="{TOP_PX + PLOT_PX}" y2="{TOP_PX + PLOT_PX}"/>',
        *_low_label(low_zone_to, low_zone_label, scale, points),
        *_start(points, scale),
        *(label_text(label, y=HEIGHT_PX - 6, classes=wide) for label, wide in thinned(_names(x_labels, scale))),
    ]
    description = description or describe(points, in_mg=in_mg)
    rows = [point for point in points if point.label]
    return Chart(
        key=key,
        title=title,
        description=description,
        svg=figure(key=key, title=title, description=description, height=HEIGHT_PX, drawn=drawn, classes=" plot"),
        table=table_of(rows, in_mg=in_mg, x_title=x_title),
        reads="points",
        at=" ".join(px(scale.across(point.x) * 100) for point in rows),
    )


def _grid(scale: Scale, *, in_mg: bool) -> list[str]:
    found, unit = [], f"\u00a0{words.unit_of_store(in_mg=in_mg)}"
    for tick in reversed(ticks(scale.top)[1:]):
        y = TOP_PX + scale.y_px(tick)
        found.append(f'<line class="c-grid" x2="100%" y1="{px(y)}" y2="{px(y)}"/>')
        found.append(f'<text x="100%" dx="8" y="{px(y + 4)}">{tick_words(tick, in_mg=in_mg)}{unit}</text>')
        unit = ""
    return found


def tick_words(tick_ug: float, *, in_mg: bool) -> str:
    return words.ug(tick_ug / words.MG if in_mg else tick_ug)


def _low_zone(to_ug: float | None, scale: Scale) -> list[str]:
    if not to_ug:
        return []
    y = TOP_PX + scale.y_px(to_ug)
    return [
        f'<rect class="c-low" y="{px(y)}" width="100%" height="{px(TOP_PX + PLOT_PX - y)}"/>',
        f'<line class="c-axis" x2="100%" y1="{px(y)}" y2="{px(y)}"/>',
    ]


def _low_label(to_ug: float | None, words_of_it: str, scale: Scale, points: Sequence[Point]) -> list[str]:
    """Above the zone, on the side where the line is further away."""
    if not to_ug or not words_of_it:
        return []
    y = TOP_PX + scale.y_px(to_ug) - 6

    def room(left: bool) -> float:
        beside = [p for p in points if (scale.across(p.x) <= 0.6) is left]
        return min((abs(TOP_PX + scale.y_px(p.middle) - y + 4) for p in beside), default=0.0)

    label = Label(0.012, words_of_it, "start") if room(True) >= room(False) else Label(0.988, words_of_it, "end")
    return [label_text(label, y=y, classes="strong c-halo")]


def _start(points: Sequence[Point], scale: Scale) -> list[str]:
    if not points:
        return []
    return [f'<circle class="c-dot" cx="0" cy="{px(TOP_PX + scale.y_px(points[0].middle))}" r="4"/>']


def _names(x_labels: Sequence[tuple[float, str]], scale: Scale) -> list[Label]:
    names = []
    for x, said in x_labels:
        at = scale.across(x)
        if 0 <= at <= 1:
            names.append(Label(at, said, "start" if at < 0.02 else "end" if at > 0.98 else "middle"))
    return sorted(names, key=lambda label: label.anchor == "middle")


def table_of(points: Sequence[Point], *, in_mg: bool, x_title: str = "") -> Table:
    unit = words.unit_of_store(in_mg=in_mg)
    return Table(
        head=(x_title or _("When"), _("low end"), _("high end"), _("middle")),
        rows=tuple(
            (
                point.label,
                words.store(point.low, in_mg=in_mg),
                words.store(point.high, in_mg=in_mg),
                f"{words.store(point.middle, in_mg=in_mg)}\u00a0{unit}",
            )
            for point in points
        ),
    )


def describe(points: Sequence[Point], *, in_mg: bool) -> str:
    """A line in words: where it starts and where it ends."""
    if not points:
        return _("There is nothing to draw yet.")
    unit, first, last = words.unit_of_store(in_mg=in_mg), points[0], points[-1]
    return _("From %(start)s %(unit)s to %(end)s %(unit)s; at the end the range is %(low)s to %(high)s %(unit)s.") % {
        "start": words.store(first.middle, in_mg=in_mg),
        "end": words.store(last.middle, in_mg=in_mg),
        "low": words.store(last.low, in_mg=in_mg),
        "high": words.store(last.high, in_mg=in_mg),
        "unit": unit,
    }
