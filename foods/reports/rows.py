"""One food in a list: on the Sources page, and among those like it."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from foods import search
from foods.choices import Reliability
from foods.models import Food
from foods.reports import shelf
from foods.units import UNIT_OF_BASIS, counted_ug, describe_amount, format_ug, ug_in

BAR_ENDS_AT_DAYS = 5  # so the tick, one day's reference intake, stands at a fifth of the bar


@dataclass(frozen=True)
class Row:
    """`ug` and `per` are as measured; None is unknown. What counts is in `counts` and `bar`."""

    food: Food
    name: list[tuple[str, bool]]  # in runs, True where it matches the search
    alias: list[tuple[str, bool]]  # the other name that matched, if one did
    url: str
    portion: str
    ug: Decimal | None
    per: str  # the figure of its basis in words; "" where the portion says it already
    bar: str  # percent of the bar that is filled; "" where nothing is
    beyond: bool  # more than the bar can show

    @classmethod
    def of(cls, food: Food, *, searched: str = "", alias: str = "") -> "Row":
        """Needs `shelf.with_usual_portion`."""
        quantity, portion = shelf.usual_quantity(food), food.usual_name or ""
        ug = ug_in(quantity, food.b12_ug, food.basis)
        share = _share_of_bar(counted_ug(ug, reliability=food.reliability))
        return cls(
            food=food,
            name=search.highlight(str(food), searched) if searched else [(str(food), False)],
            alias=search.highlight(alias, searched),
            url=food.get_absolute_url(),
            portion=describe_amount(Decimal(1) if portion else quantity, portion, quantity, food.basis),
            ug=ug,
            per=_per_basis(food),
            bar=f"{min(share, 100):.1f}" if share else "",
            beyond=share > 100,
        )

    @property
    def counts(self) -> bool:
        return self.food.reliability == Reliability.ACTIVE

    @property
    def unknown(self) -> bool:
        return self.counts and self.ug is None


def _per_basis(food: Food) -> str:
    """“3.87 in 100 g”; of what does not count, what was measured. "" where the portion says it already."""
    figure, unit = food.b12_ug, UNIT_OF_BASIS[food.basis]
    counts = food.reliability == Reliability.ACTIVE
    if figure is None or (counts and not unit) or not (counts or figure):
        return ""
    words = _("%(figure)s in 100 %(unit)s") if unit else "%(figure)s"
    words %= {"figure": format_ug(figure), "unit": unit}
    return words if counts else _("%s measured") % words


def _share_of_bar(ug: Decimal | None) -> float:
    return 0 if ug is None else float(ug) * 100 / (settings.DEFAULT_DAY_REFERENCE_UG * BAR_ENDS_AT_DAYS)
