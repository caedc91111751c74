"""Bars that lie: swallowed beside absorbed, shares by origin, one figure in its range."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foods.choices import Origin
from foods.templatetags.cobalog import origin_mark
from tracker.charts import Chart, Table, words
from tracker.charts.drawing import Label, figure, label_text, percent, px, text, thinned
from tracker.domain.parameters import Span

THIN_PX, THICK_PX = 10, 28
ENLARGE_FROM = 1.5  # below that a second scale shows nothing more
GAP = 0.0035  # of the width, between two pieces
LEAST = 0.004  # of the width: the least that can be seen


class Parts(NamedTuple):
    """µg by origin, of what goes through the gut."""

    food: float = 0.0
    added: float = 0.0
    supplement: float = 0.0

    @property
    def total(self) -> float:
        return self.food + self.added + self.supplement


@dataclass(frozen=True, slots=True)
class Share:
    """One bar of several: a food, a time of day. `unknown` counts foods without a figure."""

    label: str
    parts: Parts
    unknown: int = 0


def pieces(parts: Parts, *, full: float, y: float = 0, height: int = THIN_PX) -> str:
    """The pieces of one bar as rectangles in percent of `full` µg."""
    drawn, at = [], 0.0
    for origin, ug in zip(Parts._fields, parts, strict=True):
        if not ug > 0 or not full > 0:
            continue
        share = ug / full
        wide = max(share - GAP, LEAST) if share < 0.9995 else share
        x = min(at, 1 - wide)
        drawn.append(
            f'<rect class="f-{origin}" x="{percent(x)}" y="{px(y)}" width="{percent(wide)}" height="{height}"/>'
        )
        at += share
    return "".join(drawn)


def mini_bar(parts: Parts, *, full_ug: float) -> SafeString:
    """A bar without words, for a row that says its figures itself."""
    inside = f"{pieces(parts, full=full_ug)}{_axis(THIN_PX)}"
    return SafeString(f'<svg class="chart h-thin" aria-hidden="true">{inside}</svg>')


def pair(
    *,
    key: str,
    title: str,
    swallowed: Parts,
    absorbed: Span,
    absorbed_parts: Parts,
    description: str = "",
    at_least: bool = False,
) -> Chart:
    """What was swallowed and what was probably absorbed on one scale, and absorbed once more, enlarged, in its range.

    The third bar is left out where it would hardly be larger. `at_least`: not everything is known.
    """
    same = max(swallowed.total, absorbed.high) or 1.0
    near = (absorbed.high or 1.0) * 1.1
    enlarged = same / near >= ENLARGE_FROM
    swallowed_words = _least(words.ug_words(swallowed.total), at_least)
    absorbed_words = _("%(middle)s (%(low)s–%(high)s)") % {
        "middle": _least(f"{words.model_ug(absorbed.middle)}\u00a0µg", at_least),
        "low": words.model_ug(absorbed.low),
        "high": words.model_ug(absorbed.high),
    }
    drawn = _named(_("Swallowed"), swallowed_words, y=12)
    drawn += [pieces(swallowed, full=same, y=20), _axis(20 + THIN_PX)]
    drawn += _named(_("Probably absorbed"), absorbed_words, y=60)
    if enlarged:
        drawn += [pieces(absorbed_parts, full=same, y=68), _axis(68 + THIN_PX)]
        larger = same / near
        drawn += _named(_("Absorbed, enlarged ×%s") % f"{larger:,.0f}", "", y=108)
    y, full = (116, near) if enlarged else (68, same)
    drawn += [pieces(absorbed_parts, full=full, y=y, height=THICK_PX), _axis(y + THICK_PX)]
    drawn += _whisker(absorbed, full=full, y=y + THICK_PX + 8)
    description = description or _("%(swallowed)s swallowed, about %(absorbed)s of it probably absorbed.") % {
        "swallowed": swallowed_words,
        "absorbed": absorbed_words,
    }
    return Chart(
        key=key,
        title=title,
        description=description,
        svg=figure(key=key, title=title, description=description, height=y + THICK_PX + 28, drawn=drawn),
        table=_pair_table(swallowed, swallowed_words, absorbed_parts, absorbed_words),
        caption=_legend([swallowed, absorbed_parts]),
    )


def _least(said: str, at_least: bool) -> str:
    return _("at least %s") % said if at_least else said


def _named(name: str, figure_words: str, *, y: int) -> list[str]:
    return [
        f'<text y="{y}">{text(name)}</text>',
        f'<text class="strong" x="100%" y="{y}" text-anchor="end">{text(figure_words)}</text>' if figure_words else "",
    ]


def _axis(y: float) -> str:
    return f'<line class="c-axis" x2="100%" y1="{px(y)}" y2="{px(y)}"/>'


def _whisker(span: Span, *, full: float, y: float) -> list[str]:
    """The range as a line with ends, the middle as a stroke across it; figures below where they fit."""
    low, middle, high = (min(value / full, 1.0) for value in span)
    said = [words.model_ug(value) for value in span]
    labels = [Label(low, said[0]), Label(high, said[2]), Label(middle, said[1])]
    strokes = [f'<line class="c-range" x1="{percent(low)}" x2="{percent(high)}" y1="{px(y)}" y2="{px(y)}"/>']
    strokes += [_tick(at, y, 3) for at in (low, high)] + [_tick(middle, y, 5)]
    inside = [_inside(label) for label in labels]
    return strokes + [label_text(label, y=y + 17, classes=wide) for label, wide in thinned(inside)]


def _tick(at: float, y: float, reach: int) -> str:
    return f'<line class="c-range" x1="{percent(at)}" x2="{percent(at)}" y1="{px(y - reach)}" y2="{px(y + reach)}"/>'


def _inside(label: Label) -> Label:
    if label.at < 0.03:
        return Label(0.0, label.words, "start")
    return Label(1.0, label.words, "end") if label.at > 0.97 else label


_LABELS = {origin.value: origin.label for origin in Origin}


def _pair_table(swallowed: Parts, swallowed_words: str, absorbed: Parts, absorbed_words: str) -> Table:
    shown = [name for name in Parts._fields if getattr(swallowed, name) > 0 or getattr(absorbed, name) > 0]
    return Table(
        head=(_("µg"), *(str(_LABELS[name]) for name in shown), _("in all")),
        rows=(
            (_("Swallowed"), *(words.ug(getattr(swallowed, name)) for name in shown), swallowed_words),
            (_("Probably absorbed"), *(words.model_ug(getattr(absorbed, name)) for name in shown), absorbed_words),
        ),
    )


def _legend(all_parts: Sequence[Parts]) -> SafeString:
    shown = [name for name in Parts._fields if any(getattr(parts, name) > 0 for parts in all_parts)]
    return format_html_join("", "{}", ((origin_mark(name),) for name in shown))


def shares(*, key: str, title: str, rows: Sequence[Share], description: str = "") -> Chart:
    """A bar for each row on one scale, its name and figure above it as text, so that long names wrap.

    The words say everything, so the bars are not announced.
    """
    full = max((row.parts.total for row in rows), default=0.0) or 1.0
    lines = [(row.label, _share_words(row), mini_bar(row.parts, full_ug=full)) for row in rows]
    items = format_html_join("", '<li><span>{}</span><span class="n">{}</span>{}</li>', lines)
    shown = [name for name in Parts._fields if any(getattr(row.parts, name) > 0 for row in rows)]
    return Chart(
        key=key,
        title=title,
        description=description,
        svg=format_html('<ol class="fig-shares" aria-label="{}">{}</ol>', title, items),
        table=Table(
            head=(title, *(str(_LABELS[name]) for name in shown), _("in all")),
            rows=tuple(
                (row.label, *(words.ug(getattr(row.parts, name)) for name in shown), said)
                for row, (_label, said, _bar) in zip(rows, lines, strict=True)
            ),
        ),
        caption=_legend([row.parts for row in rows]),
    )


def _share_words(row: Share) -> str:
    if not row.unknown:
        return words.ug_words(row.parts.total)
    return _("at least %s") % words.ug_words(row.parts.total) if row.parts.total else _("unknown")


def range_bar(
    *,
    key: str,
    title: str,
    low: float,
    middle: float,
    high: float,
    target: float | None = None,
    unit: str = "µg",
    description: str = "",
) -> Chart:
    """One figure in its range on a scale from 0, with a target as a line."""
    top = max(high, target or 0.0, 1e-6) * 1.1
    axis = 46
    said = _inside(Label(middle / top, f"{words.ug(middle)}\u00a0{unit}"))
    labels = [said, Label(0.0, "0", "start"), *(_inside(Label(value / top, words.ug(value))) for value in (low, high))]
    band = f'y="22" width="{percent((high - low) / top)}" height="24"'
    drawn = [
        f'<rect class="c-band-2" x="{percent(low / top)}" {band}/>',
        *(_edge(value / top, "c-range", 22, axis) for value in (low, high)),
        _edge(middle / top, "c-middle", 18, axis),
        _axis(axis),
        *(
            label_text(label, y=axis + 20, classes=f"strong{wide}" if label is said else wide)
            for label, wide in thinned(labels)
        ),
    ]
    if target is not None:
        drawn.append(_edge(target / top, "c-need", 16, axis + 6))
        drawn.append(label_text(_inside(Label(target / top, words.ug(target))), y=11, classes="strong"))
    description = description or _("About %(middle)s %(unit)s, probably between %(low)s and %(high)s.") % {
        "middle": words.ug(middle),
        "low": words.ug(low),
        "high": words.ug(high),
        "unit": unit,
    }
    row = (title, words.ug(low), words.ug(high), f"{words.ug(middle)}\u00a0{unit}")
    head = (_("Figure"), _("low end"), _("high end"), _("middle"))
    if target is not None:
        row, head = (*row, f"{words.ug(target)}\u00a0{unit}"), (*head, _("target"))
    return Chart(
        key=key,
        title=title,
        description=description,
        svg=figure(key=key, title=title, description=description, height=axis + 24, drawn=drawn),
        table=Table(head=head, rows=(row,)),
    )


def _edge(at: float, classes: str, top: float, bottom: float) -> str:
    at = min(max(at, 0.0), 1.0)
    return f'<line class="{classes}" x1="{percent(at)}" x2="{percent(at)}" y1="{px(top)}" y2="{px(bottom)}"/>'
