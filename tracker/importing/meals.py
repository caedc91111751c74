"""The hour that stands for a meal where a tracker notes none.

Breakfast 8:00, a snack in the morning 10:30, lunch 12:30, any other snack 15:30, dinner 19:00, what is not named 12:00.
"""

import datetime as dt

BREAKFAST, MORNING, LUNCH = dt.time(8), dt.time(10, 30), dt.time(12, 30)
SNACK, DINNER, NONE = dt.time(15, 30), dt.time(19), dt.time(12)
_HOURS = (  # the first that is found in the name counts
    (("morning snack", "elevenses", "snack 1"), MORNING),
    (("evening snack", "snack 3", "after dinner"), dt.time(21)),
    (("snack", "goûter", "merienda", "zwischenmahlzeit", "imbiss", "tea time"), SNACK),
    (("breakfast", "frühstück", "petit déjeuner", "petit-déjeuner", "desayuno", "morning"), BREAKFAST),
    (("brunch",), dt.time(11)),
    (("lunch", "mittag", "déjeuner", "almuerzo", "comida", "noon"), LUNCH),
    (("dinner", "supper", "abend", "dîner", "cena", "evening", "tea"), DINNER),
)


def hour_of(meal: str) -> dt.time:
    name = meal.strip().casefold()
    return next((hour for words, hour in _HOURS if any(word in name for word in words)), NONE)
