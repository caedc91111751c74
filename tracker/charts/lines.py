"""A small line of one symptom over time, with what was given and tested marked on the same axis."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
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
    text,
    thinned,
)

TOP_PX, PLOT_PX, MARKS_PX, FOOT_PX = 8, 96, 20, 20
HEIGHT_PX = TOP_PX + PLOT_PX + MARKS_PX + FOOT_PX
_MARKS_Y = TOP_PX + PLOT_PX + 5
_SQUARE_PX = 8


@dataclass(frozen=True, slots=True)
class Axis:
    """From dates to shares of the width, and from scores to px; the lower end of the scale is 0."""

    first: dt.date
    last: dt.date
    top: float

    def at(self, day: dt.date) -> float:
        """0 to 1; kept inside."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return min(max(share, 0.0), 1.0)

    def x(self, day: dt.date) -> int:
        return round(self.at(day) * ACROSS)

    def y(self, score: float) -> int:
        return round((1 - min(max(score / self.top, 0.0), 1.0)) * PLOT_PX * UNITS_A_PX)

    def y_px(self, score: float) -> float:
        return TOP_PX + self.y(score) / UNITS_A_PX


Spot = tuple[dt.date, float]


def small_line(
    *,
    key: str,
    title: str,
    description: str,
    pieces: Sequence[Sequence[Spot]],
    axis: Axis,
    injections: Iterable[dt.date],
    tests: Iterable[dt.date],
    labels: Sequence[tuple[dt.date, str]],
    table: Table,
) -> Chart:
    """`pieces`: what is joined by a line; a spot alone is a dot. `labels`: days with the words below the axis."""
    injections, tests = list(injections), list(tests)
    foot = TOP_PX + PLOT_PX
    names = [Label(axis.at(day), words, _anchor(axis.at(day))) for day, words in labels]
    drawn = [
        *_grid(axis),
        stretched(y=TOP_PX, height=PLOT_PX, drawn=[path("c-line", _joined(pieces, axis))]),
        *(_dot(piece[0], axis) for piece in pieces if len(piece) == 1),
        *([_dot(pieces[-1][-1], axis)] if pieces and len(pieces[-1]) > 1 else []),
        f'<line class="c-axis" x2="100%" y1="{foot}" y2="{foot}"/>',
        stretched(y=foot, height=MARKS_PX, drawn=[path("c-given", _strokes(injections, axis))]),
        *(_square(axis.at(day)) for day in tests),
        *(label_text(label, y=HEIGHT_PX - 4, classes=wide) for label, wide in thinned(names)),
    ]
    svg = figure(key=key, title=title, description=description, height=HEIGHT_PX, drawn=drawn, classes=" plot")
    return Chart(
        key=key,
        title=title,
        description=description,
        svg=svg,
        table=table,
        caption=_legend(bool(injections), bool(tests)),
    )


def _anchor(at: float) -> str:
    return "start" if at < 0.06 else "end" if at > 0.94 else "middle"


def _grid(axis: Axis) -> list[str]:
    found = []
    for score in (axis.top / 2, axis.top):
        y = axis.y_px(score)
        found.append(f'<line class="c-grid" x2="100%" y1="{px(y)}" y2="{px(y)}"/>')
        found.append(f'<text x="100%" dx="8" y="{px(y + 4)}">{text(f"{score:g}")}</text>')
    found.append(f'<text x="100%" dx="8" y="{px(TOP_PX + PLOT_PX + 4)}">0</text>')
    return found


def _joined(pieces: Iterable[Sequence[Spot]], axis: Axis) -> str:
    return "".join(
        "M" + "L".join(f"{axis.x(day)} {axis.y(score)}" for day, score in piece) for piece in pieces if len(piece) > 1
    )


def _dot(spot: Spot, axis: Axis) -> str:
    day, score = spot
    return f'<circle class="c-dot" cx="{percent(axis.at(day))}" cy="{px(axis.y_px(score))}" r="4"/>'


def _strokes(days: Iterable[dt.date], axis: Axis) -> str:
    """Short strokes below the axis, one path for hundreds of them."""
    return "".join(f"M{axis.x(day)} 30V170" for day in days)


def _square(at: float) -> str:
    return (
        f'<rect class="c-tested" x="{percent(at)}" y="{_MARKS_Y + 1}" width="{_SQUARE_PX}" height="{_SQUARE_PX}" '
        f'transform="translate(-{_SQUARE_PX // 2})"/>'
    )


def _legend(injections: bool, tests: bool) -> SafeString:
    marks = ""
    if injections:
        drawn = '<path class="c-given" d="M6 0V12"/>'
        marks += (
            f'<span class="o"><svg viewBox="0 0 12 12" aria-hidden="true">{drawn}</svg>{text(_("injection"))}</span>'
        )
    if tests:
        drawn = '<rect class="c-tested" x="2" y="2" width="8" height="8"/>'
        marks += (
            f'<span class="o"><svg viewBox="0 0 12 12" aria-hidden="true">{drawn}</svg>{text(_("blood test"))}</span>'
        )
    return SafeString(marks)
