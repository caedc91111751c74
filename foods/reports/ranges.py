"""The chart of a food on which sources disagree: one line from 0, the range on it, the figure that is used."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from foods.models import Food
from foods.units import format_ug

_ROUND = [Decimal(n) for n in ("1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")]
_NEAR = 16  # percent of the width in which two figures would touch on a phone


@dataclass(frozen=True)
class RangeChart:
    """Places are percent of the width, as text; `figure` is "" where only the range is known."""

    low: str
    high: str
    figure: str
    low_at: str
    high_at: str
    figure_at: str
    width: str
    end: str  # what the right end stands for; "" where the figure beside it leaves no room
    with_zero: bool
    ends_touch: bool
    sentence: str

    @classmethod
    def of(cls, food: Food) -> "RangeChart | None":
        """None where no range is known."""
        if food.low_ug is None or food.high_ug is None:
            return None
        end = _round_above(food.high_ug)
        low_at, high_at = _percent(food.low_ug, end), _percent(food.high_ug, end)
        known = food.b12_ug is not None
        return cls(
            low=format_ug(food.low_ug),
            high=format_ug(food.high_ug),
            figure=format_ug(food.b12_ug) if known else "",
            low_at=f"{low_at:.1f}",
            high_at=f"{high_at:.1f}",
            figure_at=f"{_percent(food.b12_ug, end):.1f}" if known else "",
            width=f"{high_at - low_at:.1f}",
            end=format_ug(end) if high_at < 100 - _NEAR else "",
            with_zero=low_at > _NEAR,
            ends_touch=high_at - low_at < _NEAR,
            sentence=_sentence(food),
        )


def _percent(ug: Decimal, end: Decimal) -> float:
    return float(ug / end) * 100


def _round_above(ug: Decimal) -> Decimal:
    """The next round number, with some room to the right."""
    wanted = max(ug, Decimal("0.01")) * Decimal("1.1")
    power = Decimal(10) ** wanted.adjusted()
    return next(step * power for step in _ROUND if step * power >= wanted)


def _sentence(food: Food) -> str:
    """The chart in words."""
    what = {"low": format_ug(food.low_ug), "high": format_ug(food.high_ug), "basis": food.get_basis_display()}
    if food.b12_ug is None:
        return _("Sources give from %(low)s to %(high)s µg %(basis)s; none of them is used.") % what
    what["used"] = format_ug(food.b12_ug)
    return _("Sources give from %(low)s to %(high)s µg %(basis)s; %(used)s is used here.") % what
