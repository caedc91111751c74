"""A year of days: a column a week, Monday on top; each state has a shape of its own beside its shade."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.charts import Chart, Table, words
from tracker.charts.drawing import figure, text

CELL_PX, STEP_PX = 11, 13  # 53 weeks and the names of days fit beside a label on a screen of 1,280 px
LEFT_PX, HEAD_PX = 30, 24
HEIGHT_PX = 7 * STEP_PX
STATES = ("covered", "short", "zero", "unknown", "untracked")
_FULL, _HALF = f"h{CELL_PX}v{CELL_PX}h-{CELL_PX}z", f"h{CELL_PX}v{CELL_PX / 2}h-{CELL_PX}z"
_SHAPES = {  # how far from the corner of its cell a shape starts, and the shape
    "covered": (0, 0, _FULL),
    "short": (0, CELL_PX / 2, _HALF),
    "zero": (0, CELL_PX - 2, f"h{CELL_PX}v2h-{CELL_PX}z"),
    "unknown": (0.5, 0.5, f"h{CELL_PX - 1}v{CELL_PX - 1}h-{CELL_PX - 1}z"),
    "untracked": (0, 0, _FULL),
}
_CLASSES = {
    "covered": "h-covered",
    "short": "h-short",
    "zero": "h-short",
    "unknown": "h-unknown",
    "untracked": "f-untracked",
}


class HeatDay(NamedTuple):
    """One day. `known_ug` None: nothing of it is known; `unknown` counts foods without a figure."""

    date: dt.date
    known_ug: float | None
    unknown: int = 0
    tracked: bool = True

    def state(self, target_ug: float) -> str:
        """Covered, short, zero, unknown (only the foods without a figure could cover it) or untracked."""
        if not self.tracked:
            return "untracked"
        known = self.known_ug or 0.0
        if known >= target_ug:
            return "covered"
        if self.unknown or self.known_ug is None:
            return "unknown"
        return "short" if known else "zero"


def heat_calendar(
    *,
    key: str,
    title: str,
    days: Sequence[HeatDay],
    target_ug: float,
    today: dt.date,
    description: str = "",
    month_url: Callable[[dt.date], str] | None = None,
) -> Chart:
    """The days, oldest first and without a gap; each month's name links to `month_url` of its first day."""
    first = days[0].date if days else today
    monday = first - dt.timedelta(days=first.weekday())
    weeks = ((days[-1].date - monday).days // 7 + 1) if days else 1
    wide = LEFT_PX + weeks * STEP_PX
    shapes, counts = _shapes(days, target_ug, monday)
    drawn = [
        *(f'<path class="{_CLASSES[state]}" d="{shapes[state]}"/>' for state in STATES if shapes[state]),
        *_today(today, monday, weeks),
        *(f'<text x="0" y="{row * STEP_PX + 10}">{text(WEEKDAYS_ABBR[row])}</text>' for row in (0, 2, 4)),
    ]
    description = description or _describe(len(days), counts, target_ug)
    svg = figure(
        key=key, title=title, description=description, height=HEIGHT_PX, drawn=drawn, classes=" heat", width=wide
    )
    return Chart(
        key=key,
        title=title,
        description=description,
        svg=SafeString(f'<div class="heat-in">{_months(days, monday, wide, month_url)}{svg}</div>'),
        table=_table(days, monday, weeks),
        reads="days",
        first=monday.isoformat(),
        caption=_legend(counts),
    )


def _shapes(days: Sequence[HeatDay], target_ug: float, monday: dt.date) -> tuple[dict[str, str], dict[str, int]]:
    """The path of each state, and how many days it has."""
    found: dict[str, list[str]] = {state: [] for state in STATES}
    for n, day in enumerate(days, (days[0].date - monday).days if days else 0):
        state = day.state(target_ug)
        right, down, shape = _SHAPES[state]
        found[state].append(f"M{LEFT_PX + n // 7 * STEP_PX + right} {n % 7 * STEP_PX + down}{shape}")
    return {state: "".join(drawn) for state, drawn in found.items()}, {
        state: len(drawn) for state, drawn in found.items()
    }


def _today(today: dt.date, monday: dt.date, weeks: int) -> list[str]:
    column, row = divmod((today - monday).days, 7)
    if not 0 <= column < weeks:
        return []
    x, y = LEFT_PX + column * STEP_PX - 1, row * STEP_PX - 1
    return [f'<rect class="h-today" x="{x}" y="{y}" width="{CELL_PX + 2}" height="{CELL_PX + 2}"/>']


def _months(
    days: Sequence[HeatDay], monday: dt.date, wide: int, month_url: Callable[[dt.date], str] | None
) -> str:  # fmt: skip
    """The names above the columns, links where there is an address: outside of the picture, which is one image."""
    names, free = [], 0
    starts = [day.date for day in days if day.date.day == 1]
    if days and days[0].date.day != 1 and (not starts or (starts[0] - days[0].date).days >= 21):
        starts.insert(0, days[0].date)
    for date in starts:
        x = LEFT_PX + (date - monday).days // 7 * STEP_PX
        if x < free or x + 36 > wide:
            continue
        free = x + 40
        month = text(str(MONTHS_3[date.month]).title())
        name = f'<text x="{x}" y="16">{month}</text>'
        if month_url:
            whole = f"{month} {date.year}"
            hit = f'<rect class="h-hit" x="{x - 4}" width="40" height="{HEAD_PX}"/>'
            name = f'<a href="{text(month_url(date.replace(day=1)))}" aria-label="{whole}">{hit}{name}</a>'
        names.append(name)
    return f'<svg class="chart heat" width="{wide}" height="{HEAD_PX}">{"".join(names)}</svg>'


def _describe(days: int, counts: dict[str, int], target_ug: float) -> str:
    said = _("%(days)d days. %(covered)d with %(ug)s or more, %(short)d with less, %(unknown)d with foods without a figure, %(untracked)d not tracked.")  # fmt: skip  # noqa: E501
    return said % {
        "days": days,
        "covered": counts["covered"],
        "short": counts["short"] + counts["zero"],
        "unknown": counts["unknown"],
        "untracked": counts["untracked"],
        "ug": words.ug_words(target_ug),
    }


def _table(days: Sequence[HeatDay], monday: dt.date, weeks: int) -> Table:
    """A row a week: 365 rows would be a long way down."""
    untracked, unknown = _("not tracked"), _("unknown")
    cells = [""] * ((days[0].date - monday).days if days else 0) + [_cell(day, untracked, unknown) for day in days]
    cells += [""] * (weeks * 7 - len(cells))
    rows, names = [], [str(name).title() for name in MONTHS_3.values()]
    for week in range(weeks):
        date = monday + dt.timedelta(weeks=week)
        rows.append((f"{date.day} {names[date.month - 1]} {date.year}", *cells[week * 7 : week * 7 + 7]))
    return Table(head=(_("Week from"), *(str(WEEKDAYS_ABBR[n]) for n in range(7))), rows=tuple(rows) if days else ())


def _cell(day: HeatDay, untracked: str, unknown: str) -> str:
    if not day.tracked:
        return untracked
    if day.known_ug is None or (day.unknown and not day.known_ug):
        return unknown if day.unknown else "0"
    return f"{words.ug(day.known_ug)}+" if day.unknown else words.ug(day.known_ug)


def _legend(counts: dict[str, int]) -> SafeString:
    """The states that occur, each as it is drawn."""
    named = {
        "covered": _("covered"),
        "short": _("short"),
        "unknown": _("short, or not: unknown"),
        "untracked": _("not tracked"),
    }
    present = [state for state in named if counts[state] or (state == "short" and counts["zero"])]
    return SafeString("".join(f'<span class="o">{_swatch(state)}{text(named[state])}</span>' for state in present))


def _swatch(state: str) -> str:
    right, down, shape = _SHAPES[state]
    drawn = f'<path class="{_CLASSES[state]}" d="M{right} {down}{shape}"/>'
    return f'<svg viewBox="0 0 12 12" aria-hidden="true">{drawn}</svg>'
