"""What is swallowed against what is taken up, both on scales that grow tenfold from line to line."""

from collections.abc import Sequence
from math import log10
from typing import NamedTuple

from tracker.charts import Chart, Table
from tracker.charts.drawing import ACROSS, UNITS_A_PX, Label, figure, label_text, path, px, stretched, thinned

TOP_PX, PLOT_PX, FOOT_PX = 16, 224, 24
HEIGHT_PX = TOP_PX + PLOT_PX + FOOT_PX


class Dose(NamedTuple):
    """µg swallowed, and the low, middle and high of what is taken up of it."""

    swallowed: float
    low: float
    middle: float
    high: float


class Logs(NamedTuple):
    """From µg, all above 0, to units of the inner SVG."""

    x_from: float
    x_to: float
    bottom: float
    top: float

    def across(self, ug: float) -> float:
        """The share of the width, 0 to 1."""
        return log10(ug / self.x_from) / log10(self.x_to / self.x_from)

    def x(self, ug: float) -> int:
        return round(self.across(ug) * ACROSS)

    def y(self, ug: float) -> int:
        """Kept inside: what is larger or smaller is cut off at the edge."""
        share = log10(self.top / ug) / log10(self.top / self.bottom)
        return round(min(max(share, 0.0), 1.0) * PLOT_PX * UNITS_A_PX)

    def y_px(self, ug: float) -> float:
        return self.y(ug) / UNITS_A_PX


def curve(
    *,
    key: str,
    title: str,
    description: str,
    doses: Sequence[Dose],
    bottom: float,
    top: float,
    x_labels: Sequence[tuple[float, str]],
    y_labels: Sequence[tuple[float, str]],
    all_of_it: str,
    table: Table,
) -> Chart:
    """The middle as a line in its range. `all_of_it` names the dashed line on which nothing would be lost."""
    scale = Logs(doses[0].swallowed, doses[-1].swallowed, bottom, top)
    names = [Label(scale.across(ug), words, _anchor(scale.across(ug))) for ug, words in x_labels]
    drawn = [
        *_grid(scale, y_labels),
        stretched(y=TOP_PX, height=PLOT_PX, drawn=[*_shapes(doses, scale)]),
        _name_of_all(scale, all_of_it),
        f'<line class="c-axis" x2="100%" y1="{TOP_PX + PLOT_PX}" y2="{TOP_PX + PLOT_PX}"/>',
        *(label_text(label, y=HEIGHT_PX - 6, classes=wide) for label, wide in thinned(names)),
    ]
    svg = figure(key=key, title=title, description=description, height=HEIGHT_PX, drawn=drawn, classes=" plot")
    return Chart(key=key, title=title, description=description, svg=svg, table=table)


def _anchor(at: float) -> str:
    return "start" if at < 0.02 else "end" if at > 0.98 else "middle"


def _grid(scale: Logs, labels: Sequence[tuple[float, str]]) -> list[str]:
    found = []
    for ug, words in labels:
        y = TOP_PX + scale.y_px(ug)
        found.append(f'<line class="c-grid" x2="100%" y1="{px(y)}" y2="{px(y)}"/>')
        found.append(f'<text x="100%" dx="8" y="{px(y + 4)}">{words}</text>')
    return found


def _shapes(doses: Sequence[Dose], scale: Logs) -> list[str]:
    over = "L".join(f"{scale.x(dose.swallowed)} {scale.y(dose.high)}" for dose in doses)
    under = "L".join(f"{scale.x(dose.swallowed)} {scale.y(dose.low)}" for dose in reversed(doses))
    line = "L".join(f"{scale.x(dose.swallowed)} {scale.y(dose.middle)}" for dose in doses)
    end = min(scale.top, scale.x_to)
    diagonal = f"M{scale.x(scale.x_from)} {scale.y(scale.x_from)}L{scale.x(end)} {scale.y(end)}"
    return [path("c-old c-dash", diagonal), path("c-band", f"M{over}L{under}Z"), path("c-line", f"M{line}")]


def _name_of_all(scale: Logs, words: str) -> str:
    """To the left of the dashed line, near its upper end."""
    at = scale.top * 0.4  # between two lines of the scale
    return label_text(Label(scale.across(at) - 0.03, words, "end"), y=TOP_PX + scale.y_px(at) + 4)
