"""Bars side by side, one a day or a month, stacked by origin."""

import math
from collections.abc import Sequence
from statistics import median

from tracker.charts import Chart, words
from tracker.charts.bars import ORIGINS, Bar, describe, legend_of, table_of
from tracker.charts.drawing import (
    ACROSS,
    UNITS_A_PX,
    Label,
    figure,
    label_text,
    path,
    patterned,
    px,
    stretched,
    text,
    thinned,
    ticks,
)

TOP_PX, PLOT_PX, FOOT_PX = 24, 200, 24
HEIGHT_PX = TOP_PX + PLOT_PX + FOOT_PX
PLOT = PLOT_PX * UNITS_A_PX
UNKNOWN = 18 * UNITS_A_PX  # the hollow piece: its height says nothing
GAP = UNITS_A_PX  # of paper between two pieces
LEAST = UNITS_A_PX  # the least that can be seen
CUT_AT = 9 * UNITS_A_PX  # where a bar that goes on is cut
MANY = 100  # so many bars that half a px is fine enough, and no paper is left between them
_HALF_PX = UNITS_A_PX // 2
MOST_ZEROS = 31  # so many bars have room for the figure 0
WITHOUT_TARGET_UG = 2.4  # what the scale goes by where there is no target


def stacked_bars(
    *,
    key: str,
    title: str,
    bars: Sequence[Bar],
    target_ug: float | None,
    description: str = "",
    mean: Sequence[float | None] = (),
    cap_ug: float | None = None,
    x_title: str = "",
) -> Chart:
    """Bars by origin, oldest first, with the target as a line and a dashed mean (None: a gap in it).

    Large doses are cut, so that the meals beside them can be seen: `cap_ug` says from where on, else the target and
    the usual day do. `x_title` heads the first column of the table. An empty `description` is put into words here.
    """
    full = _full_scale(bars, target_ug=target_ug, mean=mean, cap_ug=cap_ug)
    pieces, across = _Pieces(bars, full), _slot(len(bars)) * max(len(bars), 1)
    drawn = [
        *_grid(full, target_ug),
        patterned("f-untracked", pieces["untracked"], key=key, y=TOP_PX, height=PLOT_PX, across=across),
        *(
            patterned(f"f-{origin}", pieces[origin], key=key, y=TOP_PX, height=PLOT_PX, across=across)
            for origin in ("added", "injected")
        ),
        stretched(
            y=TOP_PX,
            height=PLOT_PX,
            across=across,
            drawn=[
                path("f-food", pieces["food"]),
                path("f-supplement", pieces["supplement"]),
                path("c-hollows", pieces["unknown"]),
                path("c-cuts", pieces["cuts"]),
                path("c-mean c-dash", _line(mean, full, len(bars))),
            ],
        ),
        *_target(full, target_ug),
        f'<line class="c-axis" x2="100%" y1="{TOP_PX + PLOT_PX}" y2="{TOP_PX + PLOT_PX}"/>',
        *(label_text(label, y=TOP_PX - 8, classes=f"strong{wide}") for label, wide in thinned(pieces.amounts)),
        *(label_text(label, y=TOP_PX + PLOT_PX - 5) for label in pieces.zeros),
        *(label_text(label, y=HEIGHT_PX - 6, classes=wide) for label, wide in thinned(_names(bars))),
    ]
    description = description or describe(bars, target_ug)
    return Chart(
        key=key,
        title=title,
        description=description,
        svg=figure(key=key, title=title, description=description, height=HEIGHT_PX, drawn=drawn, classes=" plot"),
        table=table_of(bars, x_title),
        reads="bars",
        caption=legend_of(bars),
    )


class _Pieces:
    """The shapes of all bars, one path an origin: a year of days would be a thousand rectangles.

    A bar is drawn from its top left corner; the next one starts from there: steps that repeat pack well.
    """

    def __init__(self, bars: Sequence[Bar], full: float):
        self.amounts: list[Label] = []
        self.zeros: list[Label] = []
        self._grid = _HALF_PX if len(bars) > MANY else 1
        self._slot = _slot(len(bars))
        self._wide = self._slot if len(bars) > MANY else max(1, round(min(self._slot * 0.68, 420)))
        self._per_ug = PLOT / full
        self._drawn: dict[str, list[str]] = {name: [] for name in (*ORIGINS, "unknown", "untracked", "cuts")}
        self._at = dict.fromkeys(self._drawn, (0, 0))
        for n, bar in enumerate(bars):
            x = n * self._slot + (self._slot - self._wide) // 2
            if bar.tracked:
                self._draw(bar, x, at=(n + 0.5) / len(bars), full=full)
            else:
                self._piece("untracked", x, 0, PLOT)
        if len(bars) > MOST_ZEROS:
            self.zeros = []
        self.amounts = [_kept_inside(label) for label in reversed(self.amounts)]  # the newest first

    def __getitem__(self, name: str) -> str:
        return "".join(self._drawn[name])

    def _draw(self, bar: Bar, x: int, *, at: float, full: float) -> None:
        known = bar.total
        top = self._stack(bar, x, UNKNOWN + GAP if bar.unknown else 0)
        if bar.unknown:
            self._piece("unknown", x, top - UNKNOWN, top - GAP)
        if known > full * 1.0001:
            self._move("cuts", x, CUT_AT + 20 + (UNKNOWN if bar.unknown else 0))
            self._drawn["cuts"].append(f"l{self._wide} -40m-{self._wide} 40")
            self.amounts.append(Label(at, words.ug(known)))
        elif not known and not bar.unknown:
            self.zeros.append(Label(at, "0"))

    def _stack(self, bar: Bar, x: int, room: int) -> int:
        """The known pieces of one bar; returns its top in units from the top of the plot."""
        bottom, known = PLOT, 0.0
        for origin, ug in zip(ORIGINS, bar.parts, strict=True):
            if not ug > 0:
                continue
            known += ug
            top = round(known * self._per_ug / self._grid) * self._grid
            top = max(min(PLOT - top, bottom - LEAST), room)
            if top >= bottom:
                continue
            gap = GAP if bottom != PLOT and bottom - top > 2 * GAP else 0
            self._piece(origin, x, top, bottom - gap)
            bottom = top
        return bottom

    def _piece(self, name: str, x: int, top: int, bottom: int) -> None:
        self._move(name, x, top)
        self._drawn[name].append(f"h{self._wide}V{bottom}h-{self._wide}z")

    def _move(self, name: str, x: int, y: int) -> None:
        was_x, was_y = self._at[name]
        self._drawn[name].append(f"m{x - was_x} {y - was_y}")
        self._at[name] = (x, y)


def _kept_inside(label: Label) -> Label:
    """A label over the first or last bars does not leave the drawing."""
    if label.at < 0.06:
        return label._replace(at=0.0, anchor="start")
    return label._replace(at=1.0, anchor="end") if label.at > 0.94 else label


def _full_scale(
    bars: Sequence[Bar], *, target_ug: float | None, mean: Sequence[float | None], cap_ug: float | None
) -> float:  # fmt: skip
    """The µg at the top: everything where it is alike, meals and target where tablets stand out."""
    target = target_ug or WITHOUT_TARGET_UG
    tracked = [bar for bar in bars if bar.tracked]
    sums = [bar.total for bar in tracked if bar.total > 0]
    usual = median(sums) if sums else 0.0
    limit = cap_ug or min(max(5 * target, 1.5 * usual), 10 * target)
    fits = [target * 1.25, *(value for value in mean if value is not None and value <= limit)]
    for bar in tracked:
        room = PLOT / (PLOT - UNKNOWN - GAP) if bar.unknown else 1.0
        known = bar.total
        fits.append(min(known if known <= limit else bar.food + bar.added, limit) * room)
    return max(fits) * 1.04


def _y(ug: float, full: float) -> float:
    return TOP_PX + PLOT_PX - ug / full * PLOT_PX


def _grid(full: float, target_ug: float | None) -> list[str]:
    found, unit = [], "\u00a0µg"
    for tick in reversed(ticks(full)[1:]):
        y = _y(tick, full)
        found.append(f'<line class="c-grid" x2="100%" y1="{px(y)}" y2="{px(y)}"/>')
        if target_ug is None or abs(y - _y(target_ug, full)) >= 15:
            found.append(f'<text x="100%" dx="8" y="{px(y + 4)}">{text(words.ug(tick))}{unit}</text>')
            unit = ""
    return found


def _target(full: float, target_ug: float | None) -> list[str]:
    if target_ug is None:
        return []
    y = _y(target_ug, full)
    return [
        f'<line class="c-target" x2="100%" y1="{px(y)}" y2="{px(y)}"/>',
        f'<text class="strong" x="100%" dx="8" y="{px(y + 4)}">{text(words.ug(target_ug))}</text>',
    ]


def _line(values: Sequence[float | None], full: float, bars: int) -> str:
    """The mean as a path: a gap where there is none or where it leaves the scale, a stroke for one that is alone."""
    slot, grid = _slot(bars), _HALF_PX if bars > MANY else 1
    places = [
        None if value is None or value > full else PLOT - round(value / full * PLOT / grid) * grid for value in values
    ]
    drawn: list[str] = []
    before: int | None = None
    for n, y in enumerate(places):
        if y is None:
            before = None
            continue
        if before is not None:
            drawn.append(f"l{slot} {y - before}")
        elif n + 1 < len(places) and places[n + 1] is not None:
            drawn.append(f"M{n * slot + slot // 2} {y}")
        else:
            drawn.append(f"M{n * slot} {y}h{slot}")
        before = y
    return "".join(drawn)


def _slot(bars: int) -> int:
    """The room of one bar in units."""
    return ACROSS // max(bars, 1)


def _names(bars: Sequence[Bar]) -> list[Label]:
    """What stands below the axis, the most important first: both ends, major ones, then evenly."""
    count = len(bars)
    if not count:
        return []
    ends = [Label(0.0, bars[0].label, "start")]
    if count > 1:
        ends.append(Label(1.0, bars[-1].label, "end"))
    inner = [n for n in range(1, count - 1) if bars[n].major] or list(range(1, count - 1))
    step = math.ceil(len(inner) / 6) or 1
    first = inner[step // 2 :: step]
    rest = [n for n in inner if n not in first] if len(inner) <= 12 else []
    return ends + [Label((n + 0.5) / count, bars[n].label) for n in (*first, *rest)]
