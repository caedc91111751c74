"""What-if: a small picture for each change, as now beside as then, all on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _

from tracker.charts import NOTHING, Chart, Table, words
from tracker.charts.band import Point, Scale, band_path, line_path, tick_words
from tracker.charts.drawing import Label, figure, label_text, path, px, stretched, ticks

TOP_PX, PLOT_PX, FOOT_PX = 8, 112, 22
HEIGHT_PX = TOP_PX + PLOT_PX + FOOT_PX
PLAIN, SEEN = 0.2, 0.07  # of the height: a change that is smaller needs a closer look
ANY = 0.002  # of the store: below that there is nothing to look at
ZOOMED_TO = 0.35  # of the height, for the greatest change, where the scale is zoomed on the lines
LEAST_UG = 1.0  # the least that a scale spans: empty stores have one too
LEAST_ZOOM = 0.02  # of the store: no closer, or nothing would look like something


@dataclass(frozen=True, slots=True)
class Panel:
    """One change: the stores as now and with it, µg by month, at the same months.

    `named` prints title and note above the picture; without it they are for those who do not see it.
    """

    key: str
    title: str
    now: Sequence[Point]
    then: Sequence[Point]
    note: str = ""
    description: str = ""
    named: bool = True


@dataclass(frozen=True, slots=True)
class Multiples:
    """The pictures, and the scale they share in words."""

    charts: tuple[Chart, ...]
    scale_words: str


def small_multiples(panels: Sequence[Panel], *, low_zone_to: float | None = None) -> Multiples:
    """A picture a change: grey as now, cobalt in its range with the change. The scale need not start at 0."""
    points = [point for panel in panels for point in (*panel.now, *panel.then)]
    if not points:
        return Multiples((), _("There is nothing to draw yet."))
    bottom, top, zoomed = _shared(panels, points)
    scale = Scale(min(p.x for p in points), max(p.x for p in points), bottom, top, PLOT_PX)
    in_mg = top >= words.MG
    return Multiples(
        charts=tuple(_draw(panel, scale, low_zone_to=low_zone_to, in_mg=in_mg) for panel in panels),
        scale_words=_scale_words(scale, zoomed=zoomed, in_mg=in_mg),
    )


def _shared(panels: Sequence[Panel], points: Sequence[Point]) -> tuple[float, float, bool]:
    """The ends of the scale, and whether the ranges go on beyond them."""
    then = [point for panel in panels for point in panel.then]
    bottom, top = min(p.low for p in then), max(LEAST_UG, *(p.high for p in then))
    middles = [p.middle for p in points]
    bottom, top = min(bottom, *middles), max(top, *middles)
    change = max((abs(a.middle - b.middle) for panel in panels for a, b in zip(panel.now, panel.then, strict=False)))
    if change >= PLAIN * top:
        return 0.0, top * 1.04, False
    if change >= SEEN * (top - bottom) or change < ANY * top:
        edge = (top - bottom) * 0.04
        return max(bottom - edge, 0.0), top + edge, False
    centre = (min(middles) + max(middles)) / 2
    height = max((max(middles) - min(middles)) * 1.15, change / ZOOMED_TO, centre * LEAST_ZOOM, LEAST_UG)
    return max(centre - height / 2, 0.0), centre + height / 2, True


def _draw(panel: Panel, scale: Scale, *, low_zone_to: float | None, in_mg: bool) -> Chart:
    unit = words.unit_of_store(in_mg=in_mg)
    drawn = [
        *_grid(scale, unit, in_mg=in_mg),
        *_low_zone(low_zone_to, scale),
        stretched(
            y=TOP_PX,
            height=PLOT_PX,
            drawn=[
                path("c-band", band_path(panel.then, scale)),
                path("c-old", line_path([(p.x, p.middle) for p in panel.now], scale)),
                path("c-line", line_path([(p.x, p.middle) for p in panel.then], scale)),
            ],
        ),
        *(f'<circle class="c-dot" cx="0" cy="{px(TOP_PX + scale.y_px(p.middle))}" r="4"/>' for p in panel.then[:1]),
        label_text(Label(0.0, _("now"), "start"), y=HEIGHT_PX - 5),
        *(label_text(Label(1.0, p.label, "end"), y=HEIGHT_PX - 5) for p in panel.then[-1:] if p.label),
    ]
    description = panel.description or _describe(panel, in_mg=in_mg)
    rows = [(a, b) for a, b in zip(panel.now, panel.then, strict=False) if b.label]
    return Chart(
        key=panel.key,
        title=panel.title,
        description=description,
        svg=figure(
            key=panel.key, title=panel.title, description=description, height=HEIGHT_PX, drawn=drawn, classes=" plot"
        ),
        table=Table(
            head=(_("When"), _("as now"), _("low end"), _("high end"), _("with the change")),
            rows=tuple(
                (
                    then.label,
                    *(words.store(ug, in_mg=in_mg, fine=True) for ug in (now.middle, then.low, then.high)),
                    f"{words.store(then.middle, in_mg=in_mg, fine=True)}\u00a0{unit}",
                )
                for now, then in rows
            ),
        ),
        reads="points",
        at=" ".join(px(scale.across(then.x) * 100) for _now, then in rows),
        caption=format_html('<b class="small">{}</b> <span>{}</span>', panel.title, panel.note)
        if panel.named
        else NOTHING,
        caption_first=True,
    )


def _grid(scale: Scale, unit: str, *, in_mg: bool) -> list[str]:
    found = []
    for tick in reversed(ticks(scale.top, start=scale.bottom, steps=3)):
        y = TOP_PX + scale.y_px(tick)
        found.append(f'<line class="c-grid" x2="100%" y1="{px(y)}" y2="{px(y)}"/>')
        said = f"{tick_words(tick, in_mg=in_mg)}\u00a0{unit}" if len(found) == 1 else tick_words(tick, in_mg=in_mg)
        found.append(f'<text x="100%" dx="8" y="{px(y + 4)}">{said}</text>')
    return found


def _low_zone(to_ug: float | None, scale: Scale) -> list[str]:
    if not to_ug or to_ug <= scale.bottom:
        return []
    y = TOP_PX + scale.y_px(to_ug)
    return [
        f'<rect class="c-low" y="{px(y)}" width="100%" height="{px(TOP_PX + PLOT_PX - y)}"/>',
        f'<line class="c-axis" x2="100%" y1="{px(y)}" y2="{px(y)}"/>',
    ]


def _describe(panel: Panel, *, in_mg: bool) -> str:
    if not panel.then or not panel.now:
        return _("There is nothing to draw yet.")
    now, then = panel.now[-1], panel.then[-1]
    return _("At the end %(then)s %(unit)s with the change, %(now)s %(unit)s as now.") % {
        "then": words.store(then.middle, in_mg=in_mg, fine=True),
        "now": words.store(now.middle, in_mg=in_mg, fine=True),
        "unit": words.unit_of_store(in_mg=in_mg),
    }


def _scale_words(scale: Scale, *, zoomed: bool, in_mg: bool) -> str:
    ends = words.between(
        words.store(scale.bottom, in_mg=in_mg, fine=True),
        words.store(scale.top, in_mg=in_mg, fine=True),
        words.unit_of_store(in_mg=in_mg),
    )
    said = [_("Blue: with the change. Grey: as now. All on one scale, %s.") % ends]
    if scale.bottom:
        said.append(_("It does not start at 0."))
    if zoomed:
        said.append(_("The changes are small, so it is enlarged: the shaded range goes on above and below."))
    return " ".join(said)
