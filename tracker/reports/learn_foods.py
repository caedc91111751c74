"""The foods that an article of Learn names, with the figures of our own table."""

from dataclasses import dataclass
from decimal import Decimal

from foods.models import Food
from foods.reports import shelf
from foods.reports.rows import Row

_FNDDS, _SR, _LABEL = "usda-fndds", "usda-sr28", "label"
# Article → foods by source and their id there. What the table does not have, or has retired, is left out.
SHOWN = {
    "food-sources": (
        (_FNDDS, "25110140"),  # beef liver
        (_FNDDS, "26109120"),  # cod
        (_FNDDS, "26119110"),  # herring
        (_FNDDS, "26303160"),  # clams
        (_FNDDS, "26313110"),  # mussels
        (_FNDDS, "26137120"),  # salmon
        (_FNDDS, "26151120"),  # trout
        (_SR, "15121"),  # tuna in water
        (_FNDDS, "21101000"),  # beef steak
        (_FNDDS, "24122131"),  # chicken breast
        (_FNDDS, "31103010"),  # egg
        (_FNDDS, "11112110"),  # semi-skimmed milk
        (_FNDDS, "11411200"),  # plain yogurt
        (_FNDDS, "14109010"),  # Emmental
        (_FNDDS, "14104100"),  # Cheddar
    ),
    "fortified-and-supplements": (
        (_FNDDS, "11360200"),  # oat milk
        (_FNDDS, "11320100"),  # soya milk
        (_FNDDS, "57134000"),  # corn flakes
        (_LABEL, "cyanocobalamin-10-tablet"),
        (_LABEL, "cyanocobalamin-2000-tablet"),
    ),
}


@dataclass(frozen=True, slots=True)
class Portion:
    """A usual portion of one food. `ug` is what it holds; None: unknown."""

    name: str
    portion: str
    ug: Decimal | None
    url: str


def portions_for(slug: str) -> tuple[Portion, ...]:
    """The usual portions that an article shows, most first and unknown last. One query where it shows any."""
    keys = SHOWN.get(slug, ())
    if not keys:
        return ()
    foods = Food.objects.published().filter(
        source__key__in={source for source, _ in keys}, source_ref__in={ref for _, ref in keys}
    )
    with_source = shelf.with_usual_portion(foods).select_related("source")
    rows = [Row.of(food) for food in with_source if (food.source.key, food.source_ref) in keys]
    portions = [Portion(str(row.food), row.portion, row.ug if row.counts else Decimal(0), row.url) for row in rows]
    return tuple(sorted(portions, key=lambda one: (one.ug is None, -(one.ug or 0), one.name)))
