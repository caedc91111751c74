"""How long stores might last if one goes on as now: the model's band, or one sentence on why it is off."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from foods.units import format_ug
from tracker.domain.limits import Circumstances, projection_off, what_if_only
from tracker.domain.scenarios import Habit, projection_of
from tracker.domain.stores import DISPLAY_CAP_YEARS, MOST_MONTHS, THRESHOLD_UG, Projection
from tracker.reports.why_off import WHY_OFF


@dataclass(frozen=True, slots=True)
class Runway:
    """`projection` is None where the model is off; `why_off` says why in a sentence."""

    why_off: str
    what_if_only: bool
    projection: Projection | None
    swallowed_ug: float = 0.0  # absorbed of it over the days of the habit
    days: int = 0
    past_the_gut_per_day: float = 0.0  # of injections, and through the nose

    @classmethod
    def of(cls, habit: Habit, circumstances: Circumstances) -> "Runway":
        """Ten years from now, if the habit goes on."""
        reasons = projection_off(circumstances)
        projected = None if reasons else projection_of(habit, months=MOST_MONTHS)
        why_off = str(WHY_OFF[reasons[0]]) if reasons else ""
        if projected is None:
            return cls(why_off, what_if_only(circumstances), None)
        past = sum(rate.per_day.middle for rate in (habit.injected, habit.nasal) if rate)
        gut = (projected.absorbed_per_day.middle - past) * habit.tracked_days
        return cls(why_off, what_if_only(circumstances), projected, max(gut, 0.0), habit.tracked_days, past)

    @property
    def years(self) -> str:
        """The middle, in words: “about 4.5 years”; that of the band in `between`."""
        if self.projection is None:
            return ""
        return _about(self.projection.runway.p50)

    @property
    def settles(self) -> bool:
        """In the middle of the band the low threshold is never reached."""
        return self.projection is not None and self.projection.runway.p50 is None

    @property
    def ranged(self) -> bool:
        """What is absorbed a day has a range of its own: from unknown foods, states or injections."""
        return (
            self.projection is not None and self.projection.absorbed_per_day.low < self.projection.absorbed_per_day.high
        )

    @property
    def loss_percent(self) -> str:
        return f"{self.projection.loss_per_day * 100:.2f}\u00a0%" if self.projection else ""

    @property
    def plateau(self) -> str:
        """Where the middle ends up, in µg, as finely as a model can say it."""
        return format_ug(_hundreds(self.projection.plateau_ug.middle)) if self.projection else ""

    @property
    def settles_at(self) -> str:
        """Where the model ends up: a falling curve that settles above the threshold is no warning."""
        if self.projection is None:
            return ""
        plateau = self.plateau
        if self.settles:
            words = _("Stores like most people’s settle near %(ug)s µg in the model; its low threshold is %(low)s µg.")
        else:
            words = _("Stores like most people’s sink towards %(ug)s µg in the model; its low threshold is %(low)s µg.")
        return words % {"ug": plateau, "low": format_ug(Decimal(int(THRESHOLD_UG)))}

    @property
    def between(self) -> str:
        """Where eight in ten draws lie."""
        if self.projection is None:
            return ""
        runway = self.projection.runway
        if runway.p10 is None:
            return _("Nine in ten draws of the model never reach it.")
        if runway.p90 is None or runway.p90 > DISPLAY_CAP_YEARS:
            shortest = min(runway.p10, DISPLAY_CAP_YEARS)
            return _("Nine in ten draws of the model last longer than %(years)s.") % {"years": _years(shortest)}
        return _("Eight in ten draws of the model lie between %(low)s and %(high)s.") % {
            "low": _number(runway.p10),
            "high": _years(runway.p90),
        }


def _hundreds(ug: float) -> Decimal:
    """Two figures are all that a model can claim."""
    return Decimal(f"{ug:.1e}") if ug >= 1 else Decimal(0)


def _about(years: float | None) -> str:
    if years is None:
        return _("not reached")
    if years > DISPLAY_CAP_YEARS:
        return _("more than %(n)d years") % {"n": DISPLAY_CAP_YEARS}
    return _("about %(years)s") % {"years": _years(years)}


def _number(years: float) -> str:
    return f"{years:.1f}" if years < 9.95 else f"{years:.0f}"


def _years(years: float) -> str:
    return _("%(n)s years") % {"n": _number(years)}
