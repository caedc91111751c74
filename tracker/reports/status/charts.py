"""The pictures of Status, from what its report has worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foods.units import format_ug
from tracker.charts import Chart
from tracker.charts.band import Point, band_line
from tracker.charts.ranges import Parts, pair
from tracker.charts.stacked import Bar, stacked_bars
from tracker.charts.words import store_words, ug_words
from tracker.domain.stores import THRESHOLD_UG, Projection
from tracker.reports.dates import day_and_month, in_full, month_and_year, month_in_full
from tracker.reports.status.days import DaySum, MonthSum
from tracker.reports.status.report import StatusReport
from tracker.reports.targets import note_of

_LEAST_TARGETS, _MOST_TARGETS = 5, 10  # what fits on the scale of the days, in targets


@dataclass(frozen=True, slots=True)
class StatusCharts:
    """None where there is nothing to draw, or the model is off."""

    intake: Chart | None
    absorbed: Chart | None
    runway: Chart | None
    target_words: str

    @classmethod
    def of(cls, report: StatusReport) -> "StatusCharts":
        target = note_of(report.target)
        words = _("%(ug)s µg a day: %(kind)s, %(authority)s %(year)s") % {
            "ug": format_ug(target.ug),
            "kind": target.kind,
            "authority": target.authority,
            "year": target.year,
        }
        projection = report.runway.projection
        return cls(
            intake=None if report.nothing_logged else _intake(report, float(target.ug)),
            absorbed=_absorbed(report),
            runway=_runway(projection) if projection else None,
            target_words=words,
        )


def _intake(report: StatusReport, target_ug: float) -> Chart:
    bars = list(map(_month, report.months)) or _days(report.days)
    return stacked_bars(
        key="intake",
        title=_("B12 by month") if report.months else _("B12 by day"),
        description=_intake_words(bars, target_ug, by_month=bool(report.months)),
        bars=bars,
        target_ug=target_ug,
        mean=report.week_means,
        cap_ug=_cap_of_months(bars, target_ug) if report.months else _cap_of_days(bars, target_ug),
    )


def _cap_of_months(bars: Sequence[Bar], target_ug: float) -> float:
    """The usual month fits: what is taken every week or day is part of it."""
    return max(_LEAST_TARGETS * target_ug, 1.5 * median([bar.total for bar in bars if bar.tracked] or [0.0]))


def _cap_of_days(bars: Sequence[Bar], target_ug: float) -> float:
    """Where large doses are cut: most meals fit, and a tablet a day does not flatten them."""
    meals = max((bar.food + bar.added for bar in bars if bar.tracked), default=0.0)
    return max(_LEAST_TARGETS * target_ug, min(meals, _MOST_TARGETS * target_ug))


def _days(days: Sequence[DaySum]) -> list[Bar]:
    dates = [day.date for day in days]
    return [
        Bar(label, long_label, day.food, day.added, day.supplement, day.injected, day.unknown, day.tracked)
        for day, label, long_label in zip(days, day_and_month(dates), in_full(dates), strict=True)
    ]


def _month(month: MonthSum) -> Bar:
    """A mean tracked day of the month."""
    days = month.tracked or 1
    return Bar(
        label=month_and_year(month.month),
        long_label=month_in_full(month.month),
        food=month.food / days,
        added=month.added / days,
        supplement=month.supplement / days,
        injected=month.injected / days,
        unknown=month.unknown,
        tracked=month.tracked > 0,
    )


def _intake_words(bars: Sequence[Bar], target_ug: float, *, by_month: bool) -> str:
    tracked = [bar for bar in bars if bar.tracked]
    reached = sum(bar.total - bar.injected >= target_ug - 1e-9 for bar in tracked)
    if by_month:
        words = ngettext(
            "%(reached)d of %(n)d month has a mean day of %(ug)s or more.",
            "%(reached)d of %(n)d months have a mean day of %(ug)s or more.",
            len(tracked),
        )
    else:
        words = ngettext(
            "%(reached)d of %(n)d tracked day has %(ug)s or more.",
            "%(reached)d of %(n)d tracked days have %(ug)s or more.",
            len(tracked),
        )
    return words % {"reached": reached, "n": len(tracked), "ug": ug_words(target_ug)}


def _absorbed(report: StatusReport) -> Chart | None:
    sums = report.swallowed
    if sums.absorbed is None or not sums.swallowed_ug:
        return None
    return pair(
        key="absorbed",
        title=_("Swallowed and absorbed"),
        swallowed=Parts(sums.food_ug, sums.added_ug, sums.supplement_ug),
        absorbed=sums.absorbed,
        absorbed_parts=Parts(*(sums.absorbed_by_origin[origin] for origin in Parts._fields)),
        at_least=sums.unknown > 0,
    )


def _runway(projection: Projection) -> Chart:
    points = [Point(one.months, one.low_ug, one.middle_ug, one.high_ug, _in(one.months)) for one in projection.points]
    first, last = points[0], points[-1]
    return band_line(
        key="runway",
        title=_("A store like most people’s, if you go on as now"),
        description=_(
            "In the model the middle goes from %(start)s to %(end)s in ten years; eight in ten draws end between "
            "%(low)s and %(high)s. The low threshold is %(threshold)s."
        )
        % {
            "start": store_words(first.middle),
            "end": store_words(last.middle),
            "low": store_words(last.low),
            "high": store_words(last.high),
            "threshold": store_words(THRESHOLD_UG),
        },
        points=points,
        x_labels=[(0, _("now")), *((12.0 * n, _in(12.0 * n)) for n in (2, 4, 6, 8, 10))],
        low_zone_to=THRESHOLD_UG,
        low_zone_label=_("low threshold of the model, %(ug)s") % {"ug": store_words(THRESHOLD_UG)},
    )


def _in(months: float) -> str:
    """“now”, “9 months”, “2 years”, “2¼ years”."""
    if not months:
        return _("now")
    years, rest = divmod(round(months), 12)
    if not years:
        return ngettext("%(n)d month", "%(n)d months", rest) % {"n": rest}
    if not rest:
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return _("%(years)s years") % {"years": f"{years}{_QUARTERS.get(rest, f'.{rest * 10 // 12}')}"}


_QUARTERS = {3: "¼", 6: "½", 9: "¾"}
