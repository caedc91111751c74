"""Bars side by side, one a day or a month, stacked by origin."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foods.choices import Origin
from foods.templatetags.cobalog import origin_mark, swatch
from tracker.charts import Chart, Table, words
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
)  # fmt: skip

ORIGINS = ("food", "added", "supplement", "injected")
TOP_PX, PLOT_PX, FOOT_PX = 24, 200, 24
HEIGHT_PX = TOP_PX + PLOT_PX + FOOT_PX
PLOT = PLOT_PX * UNITS_A_PX
UNKNOWN = 18 * UNITS_A_PX  # the hollow piece: its height says nothing
GAP = UNITS_A_PX  # of paper between two pieces
LEAST = UNITS_A_PX  # the least that can be seen
CUT_AT = 9 * UNITS_A_PX  # where a bar that goes on is cut
MOST_ZEROS = 31  # so many bars have room for the figure 0
WITHOUT_TARGET_UG = 2.4  # what the scale goes by where there is no target


@dataclass(frozen=True, slots=True)
class Bar:
    """One day or month: µg a day by origin. `label` stands below the axis, `long_label` in the table.

    `unknown` counts foods without a figure; `major` bars are named below the axis before others.
    """

    label: str
    long_label: str
    food: float = 0.0
    added: float = 0.0
    supplement: float = 0.0
    injected: float = 0.0
    unknown: int = 0
    tracked: bool = True
    major: bool = False

    @property
    def parts(self) -> tuple[float, float, float, float]:
        return self.food, self.added, self.supplement, self.injected

    @property
    def known_ug(self) -> float:
        return self.food + self.added + self.supplement + self.injected


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
    pieces = _Pieces(bars, full)
    drawn = [
        *_grid(full, target_ug),
        patterned("f-untracked", pieces.untracked, key=key, y=TOP_PX, height=PLOT_PX),
        *(
            patterned(f"f-{origin}", pieces.by_origin[origin], key=key, y=TOP_PX, height=PLOT_PX)
            for origin in ("added", "injected")
        ),
        stretched(
            y=TOP_PX,
            height=PLOT_PX,
            drawn=[
                path("f-food", pieces.by_origin["food"]),
                path("f-supplement", pieces.by_origin["supplement"]),
                path("c-hollows", pieces.unknown),
                path("c-cuts", pieces.cuts),
                path("c-mean c-dash", _line(mean, full, len(bars))),
            ],
        ),
        *_target(full, target_ug),
        f'<line class="c-axis" x2="100%" y1="{TOP_PX + PLOT_PX}" y2="{TOP_PX + PLOT_PX}"/>',
        *(label_text(label, y=TOP_PX - 8, classes=f"strong{wide}") for label, wide in thinned(pieces.amounts)),
        *(label_text(label, y=TOP_PX + PLOT_PX - 5) for label in pieces.zeros),
        *(label_text(label, y=HEIGHT_PX - 6, classes=wide) for label, wide in thinned(_names(bars))),
    ]
    description = description or _describe(bars, target_ug)
    return Chart(
        key=key,
        title=title,
        description=description,
        svg=figure(key=key, title=title, description=description, height=HEIGHT_PX, drawn=drawn, classes=" plot"),
        table=_table(bars, x_title),
        reads="bars",
        caption=_legend(bars),
    )


class _Pieces:
    """The shapes of all bars, one path an origin: a year of days would be a thousand rectangles."""

    def __init__(self, bars: Sequence[Bar], full: float):
        self.amounts: list[Label] = []
        self.zeros: list[Label] = []
        found: dict[str, list[str]] = {name: [] for name in (*ORIGINS, "unknown", "untracked", "cuts")}
        slot = ACROSS / max(len(bars), 1)
        wide = max(1, round(min(slot * 0.68, 420)))
        per_ug = PLOT / full
        for n, bar in enumerate(bars):
            x = round((n + 0.5) * slot - wide / 2)
            if not bar.tracked:
                found["untracked"].append(f"M{x} 0h{wide}v{PLOT}h-{wide}z")
                continue
            top = _stack(bar.parts, per_ug, x, wide, UNKNOWN + GAP if bar.unknown else 0, found)
            if bar.unknown:
                found["unknown"].append(f"M{x} {top - UNKNOWN}h{wide}v{UNKNOWN - GAP}h-{wide}z")
            known = bar.known_ug
            if known > full * 1.0001:
                at = CUT_AT + (UNKNOWN if bar.unknown else 0)
                found["cuts"].append(f"M{x} {at + 20}l{wide}-40")
                self.amounts.append(Label((n + 0.5) / len(bars), words.ug(known)))
            elif not known and not bar.unknown and len(bars) <= MOST_ZEROS:
                self.zeros.append(Label((n + 0.5) / len(bars), "0"))
        self.by_origin = {origin: "".join(found[origin]) for origin in ORIGINS}
        self.unknown, self.untracked, self.cuts = ("".join(found[name]) for name in ("unknown", "untracked", "cuts"))
        self.amounts = [_kept_inside(label) for label in reversed(self.amounts)]  # the newest first


def _stack(
    parts: tuple[float, ...], per_ug: float, x: int, wide: int, room: int, found: dict[str, list[str]]
) -> int:  # fmt: skip
    """Adds the pieces of one bar; its top in units from the top of the plot."""
    bottom, known = PLOT, 0.0
    for origin, ug in zip(ORIGINS, parts, strict=True):
        if not ug > 0:
            continue
        known += ug
        top = max(min(PLOT - round(known * per_ug), bottom - LEAST), room)
        height = bottom - top
        if height <= 0:
            continue
        drawn = height - GAP if bottom != PLOT and height > 2 * GAP else height
        found[origin].append(f"M{x} {top}h{wide}v{drawn}h-{wide}z")
        bottom = top
    return bottom


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
    sums = [bar.known_ug for bar in tracked if bar.known_ug > 0]
    usual = median(sums) if sums else 0.0
    limit = cap_ug or min(max(5 * target, 1.5 * usual), 10 * target)
    fits = [target * 1.25, *(value for value in mean if value is not None and value <= limit)]
    for bar in tracked:
        room = PLOT / (PLOT - UNKNOWN - GAP) if bar.unknown else 1.0
        known = bar.known_ug
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
            found.append(f'<text x="100%" dx="8" y="{px(y + 4)}">{words.ug(tick)}{unit}</text>')
            unit = ""
    return found


def _target(full: float, target_ug: float | None) -> list[str]:
    if target_ug is None:
        return []
    y = _y(target_ug, full)
    return [
        f'<line class="c-target" x2="100%" y1="{px(y)}" y2="{px(y)}"/>',
        f'<text class="strong" x="100%" dx="8" y="{px(y + 4)}">{words.ug(target_ug)}</text>',
    ]


def _line(values: Sequence[float | None], full: float, bars: int) -> str:
    """The mean as a path: a gap where there is none or where it leaves the scale, a stroke for one that is alone."""
    if not values:
        return ""
    slot, drawn, run = ACROSS / max(bars, 1), [], 0
    for n, value in enumerate(values):
        if value is None or value > full:
            run = 0
            continue
        x, y = round((n + 0.5) * slot), PLOT - round(value / full * PLOT)
        after = values[n + 1] if n + 1 < len(values) else None
        if not run and (after is None or after > full):
            drawn.append(f"M{round(n * slot)} {y}h{round(slot)}")
        else:
            drawn.append(f"{'L' if run else 'M'}{x} {y}")
        run += 1
    return "".join(drawn)


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


_HEADS = {origin.value: origin.label for origin in Origin}


def _present(bars: Sequence[Bar]) -> list[int]:
    """The origins that any bar has, by their place."""
    return [n for n in range(len(ORIGINS)) if any(bar.parts[n] > 0 for bar in bars)]


def _table(bars: Sequence[Bar], x_title: str) -> Table:
    shown, unknown = _present(bars), any(bar.unknown for bar in bars)
    head = [x_title or _("Day"), *(str(_HEADS[ORIGINS[n]]) for n in shown), *([_("unknown")] if unknown else [])]
    untracked, at_least, nothing_known = _("not tracked"), _("at least %s"), _("unknown")
    none = ("–",) * (len(head) - 1)
    rows = []
    for bar in bars:
        if not bar.tracked:
            rows.append((bar.long_label, *none, untracked))
            continue
        parts, known = bar.parts, bar.known_ug
        total = words.with_unit(known)
        if bar.unknown:
            total = at_least % total if known else nothing_known
        counted = (str(bar.unknown),) if unknown else ()
        rows.append((bar.long_label, *[words.ug(parts[n]) for n in shown], *counted, total))
    return Table(head=(*head, _("in all")), rows=tuple(rows))


def _legend(bars: Sequence[Bar]) -> SafeString:
    marks = [origin_mark(ORIGINS[n]) for n in _present(bars)]
    if any(bar.unknown for bar in bars):
        marks.append(origin_mark("unknown"))
    if any(not bar.tracked for bar in bars):
        marks.append(SafeString(f'<span class="o">{swatch("untracked")}{text(_("not tracked"))}</span>'))
    return format_html_join("", "{}", ((mark,) for mark in marks))


def _describe(bars: Sequence[Bar], target_ug: float | None) -> str:
    """The drawing in words."""
    tracked = [bar for bar in bars if bar.tracked]
    if not tracked:
        return _("Nothing is tracked in this time.")
    most = max(tracked, key=lambda bar: bar.known_ug)
    said = [
        ngettext("%(n)d bar, %(tracked)d tracked.", "%(n)d bars, %(tracked)d tracked.", len(bars))
        % {"n": len(bars), "tracked": len(tracked)}
    ]
    if most.known_ug:
        said.append(
            _("The most is %(ug)s: %(when)s.") % {"ug": words.with_unit(most.known_ug), "when": most.long_label}
        )
    if target_ug is not None:
        reached = sum(bar.known_ug >= target_ug for bar in tracked)
        said.append(_("%(n)d reach the line at %(ug)s.") % {"n": reached, "ug": words.with_unit(target_ug)})
    if any(bar.unknown for bar in tracked):
        said.append(_("Dashed pieces are foods without a figure."))
    return " ".join(said)
