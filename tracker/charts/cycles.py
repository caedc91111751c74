"""Scores of 0–10 by the day of the cycle, several cycles over one another."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

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

TOP_PX, PLOT_PX, FOOT_PX = 16, 200, 24
HEIGHT_PX = TOP_PX + PLOT_PX + FOOT_PX
MOST_SCORE = 10.0
DOT_PX, SMALL_DOT_PX = 5, 3
_STEPS = (7, 14, 28, 56, 84, 168, 364)  # days between two figures below the drawing
_EDGE = 0.12  # of the width: closer to a side, a name begins or ends at its place
_NAME_UP_PX, _NAME_DOWN_PX = 12, 22  # from a dot to the name of it
_TOP_NAME_PX = 26  # at the top stands when the next one is due


class Look(StrEnum):
    """How a line is drawn: the class of it."""

    NOW = "c-line"
    BEFORE = "c-old c-dash"
    OLDER = "c-old"


class Line(NamedTuple):
    """One cycle: its name and (day, score), in the order of days."""

    name: str
    look: Look
    points: Sequence[tuple[int, float]]


class Mark(NamedTuple):
    """A day of the cycle with its name."""

    day: float
    words: str


def cycles_chart(
    *,
    key: str,
    title: str,
    description: str,
    lines: Sequence[Line],
    last_day: float,
    first_word: str,
    due: Mark | None,
    latest: Mark | None,
    table: Table,
) -> Chart:
    """`lines`: the oldest first. `last_day`: where the drawing ends; what lies after is cut off.

    `first_word`: how day 0 is called. `due`: when the next injection is due. `latest`: the name of the last point of
    the newest line. The rows of `table` are the days of `days_of(lines)`.
    """
    end = max(last_day, 1.0)
    drawn = [
        *_grid(),
        stretched(y=TOP_PX, height=PLOT_PX, drawn=[path(line.look.value, _line(line, end)) for line in lines]),
        *_lonely(lines, end),
        *_due(due, end),
        f'<line class="c-axis" x2="100%" y1="{TOP_PX + PLOT_PX}" y2="{TOP_PX + PLOT_PX}"/>',
        *_latest(lines[-1] if lines else None, latest, end),
        *(label_text(label, y=HEIGHT_PX - 6, classes=wide) for label, wide in thinned(_days(end, first_word))),
    ]
    return Chart(
        key=key,
        title=title,
        description=description,
        svg=figure(
            key=key, title=title, description=description, height=HEIGHT_PX, drawn=drawn, classes=" plot cycles"
        ),
        table=table,
        reads="points" if table.rows else "",
        at=" ".join(percent(min(day / end, 1.0)).removesuffix("%") for day in days_of(lines)),
        caption=_legend(lines),
    )


def days_of(lines: Sequence[Line]) -> list[int]:
    """The days that have a score in one of them, each once, in order."""
    return sorted({day for line in lines for day, _score in line.points})


def _y(score: float) -> float:
    """Units of the inner SVG; kept inside."""
    return (1 - min(max(score / MOST_SCORE, 0.0), 1.0)) * PLOT_PX * UNITS_A_PX


def _y_px(score: float) -> float:
    return TOP_PX + _y(score) / UNITS_A_PX


def _inside(line: Line, end: float) -> list[tuple[int, float]]:
    return [(day, score) for day, score in line.points if day <= end]


def _line(line: Line, end: float) -> str:
    points = _inside(line, end)
    if len(points) < 2:
        return ""
    return "M" + "L".join(f"{round(day / end * ACROSS)} {round(_y(score))}" for day, score in points)


def _lonely(lines: Sequence[Line], end: float) -> Iterator[str]:
    """One point makes no line: a small dot, but for the newest line, whose last point has a dot anyway."""
    for line in lines[:-1]:
        if len(points := _inside(line, end)) == 1:
            yield _dot("c-dot-old", *points[0], SMALL_DOT_PX, end)


def _dot(classes: str, day: float, score: float, radius: int, end: float) -> str:
    return f'<circle class="{classes}" cx="{percent(day / end)}" cy="{px(_y_px(score))}" r="{radius}"/>'


def _grid() -> Iterator[str]:
    for score in range(0, 11, 2):
        y = _y_px(score)
        if score:
            yield f'<line class="c-grid" x2="100%" y1="{px(y)}" y2="{px(y)}"/>'
        yield f'<text x="100%" dx="8" y="{px(y + 4)}">{score}</text>'


def _due(due: Mark | None, end: float) -> Iterator[str]:
    if due is None or not 0 <= due.day <= end:
        return
    at = due.day / end
    yield f'<line class="c-need" x1="{percent(at)}" x2="{percent(at)}" y1="{TOP_PX}" y2="{TOP_PX + PLOT_PX}"/>'
    anchor, aside = ("end", -0.015) if at > 0.5 else ("start", 0.015)
    yield label_text(Label(at + aside, due.words, anchor), y=TOP_PX + 12, classes="strong")


def _latest(line: Line | None, latest: Mark | None, end: float) -> Iterator[str]:
    if line is None or not (points := _inside(line, end)):
        return
    day, score = points[-1]
    yield _dot("c-dot", day, score, DOT_PX, end)
    if latest is not None:
        at, y = day / end, _y_px(score)
        below = _is_below(y, from_below=len(points) > 1 and points[-2][1] < score)
        anchor = "start" if at < _EDGE else "end" if at > 1 - _EDGE else "middle"
        yield label_text(
            Label(at, latest.words, anchor), y=y + _NAME_DOWN_PX if below else y - _NAME_UP_PX, classes="strong"
        )


def _is_below(y: float, *, from_below: bool) -> bool:
    """Whether the name of a dot stands below it: away from its line, but off the axis and the name at the top."""
    if from_below and y - _NAME_UP_PX >= TOP_PX + _TOP_NAME_PX:
        return False
    return y + _NAME_DOWN_PX <= TOP_PX + PLOT_PX - 4


def _days(end: float, first_word: str) -> list[Label]:
    step = next((step for step in _STEPS if end / step <= 6), _STEPS[-1])
    days = range(step, int(end) + 1, step)
    return [Label(0.0, first_word, "start"), *(Label(day / end, str(day), _anchor(day / end)) for day in days)]


def _anchor(at: float) -> str:
    return "end" if at > 0.97 else "middle"


def _legend(lines: Sequence[Line]) -> SafeString:
    """The newest first, as people read them."""
    marks = ((_swatch(line.look), text(line.name)) for line in reversed(lines))
    return format_html_join("", '<span class="o">{}{}</span>', ((mark, SafeString(name)) for mark, name in marks))


def _swatch(look: Look) -> SafeString:
    return format_html('<svg viewBox="0 0 12 12" aria-hidden="true"><path class="{}" d="M0 6H12"/></svg>', look.value)
