"""A few foods for the front page, chosen so that every kind of answer is among them."""

from foods.models import Food
from foods.reports import shelf
from foods.reports.rows import Row

# (source, id in it): much and little, added, a dose, unknown, disputed, inactive
SHOWN = (
    ("usda-fndds", "26137120"),  # salmon, baked
    ("usda-fndds", "11360200"),  # oat milk, fortified
    ("usda-fndds", "31103010"),  # egg, boiled
    ("label", "cyanocobalamin-1000-tablet"),
    ("open-question", "nutritional-yeast-fortified"),
    ("ciqual", "20987"),  # nori, dried
    ("usda-sr28", "11667"),  # spirulina, dried
)


def rows() -> tuple[Row, ...]:
    """One query; what the table does not have, or has retired, is left out."""
    foods = Food.objects.published().filter(
        source__key__in={source for source, _ in SHOWN}, source_ref__in={ref for _, ref in SHOWN}
    )
    by_key = {
        (food.source.key, food.source_ref): food for food in shelf.with_usual_portion(foods).select_related("source")
    }
    return tuple(Row.of(by_key[key]) for key in SHOWN if key in by_key)
