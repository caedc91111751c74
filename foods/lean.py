"""What a button says of a portion or a food, read lean: Today asks for eight of them at every look."""

from collections.abc import Set
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

_FOOD = "f.name, f.brand, f.basis, f.b12_ug, f.reliability"
# A food that was merged into another stands for that one (`o` is what was asked for, `f` what is offered), in the
# portion of the same name. Where the two count in different units an amount means nothing: it is left out.
_OFFERED = (
    "JOIN foods_food f ON f.id = COALESCE(o.merged_into_id, o.id) AND f.state = 'published' AND f.basis = o.basis "
    "AND (f.id = o.id OR f.owner_id IS NULL)"
)
_PORTIONS = (
    "SELECT p.id, 0, f.id, CASE WHEN f.id = o.id THEN p.id ELSE w.id END, p.name, COALESCE(w.quantity, p.quantity), "
    f"{_FOOD} FROM foods_portion p JOIN foods_food o ON o.id = p.food_id {_OFFERED} "
    "LEFT JOIN foods_portion w ON w.food_id = f.id AND w.name = p.name AND f.id <> o.id WHERE p.id IN ({ids})"  # nosec B608
)
_FOODS = f"SELECT 0, o.id, f.id, NULL, '', 1, {_FOOD} FROM foods_food o {_OFFERED} WHERE o.id IN ({{ids}})"  # nosec B608


class Offer(NamedTuple):
    """What is offered for a portion or a food. `portion_id` None: the amount counts g, ml or units."""

    food_id: int
    portion_id: int | None
    portion: str
    size: Decimal
    name: str
    brand: str
    basis: str
    b12_ug: Decimal | None
    reliability: str


def rows_of(*, portions: Set[int], foods: Set[int]) -> dict[tuple[int, int], Offer]:
    """Portions by (id, 0) and foods by (0, id), published ones, read in one query. Merged ones offer the winner."""
    parts = [
        text.format(ids=", ".join(["%s"] * len(ids))) for text, ids in ((_PORTIONS, portions), (_FOODS, foods)) if ids
    ]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [*portions, *foods])
        return {
            (portion, food): Offer(
                *head, Decimal(str(size)), name, brand, basis, None if ug is None else Decimal(str(ug)), counts
            )
            for portion, food, *head, size, name, brand, basis, ug, counts in cursor.fetchall()
        }


def portions_of(food_ids: Set[int]) -> dict[int, list[tuple[int, str, Decimal, bool]]]:
    """Of these foods all portions in their order: number, name, quantity, whether it is the default. One query."""
    found: dict[int, list[tuple[int, str, Decimal, bool]]] = {pk: [] for pk in food_ids}
    if not food_ids:
        return found
    marks = ", ".join(["%s"] * len(food_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT food_id, id, name, quantity, is_default FROM foods_portion "
            f'WHERE food_id IN ({marks}) ORDER BY food_id, "order", id',  # nosec B608
            list(food_ids),
        )
        for food_id, pk, name, quantity, is_default in cursor.fetchall():
            found[food_id].append((pk, name, Decimal(str(quantity)), bool(is_default)))
    return found
