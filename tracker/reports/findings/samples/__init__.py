"""Cases in which each rule fires, for the gallery and for the tests of the words. Helpers to build their intake."""

import datetime as dt
from collections.abc import Iterable

from tracker.domain.cover import Crystalline, DayTaken
from tracker.domain.risks.facts import WINDOW_DAYS, Intake, Product

TODAY = dt.date(2026, 11, 22)
BREAKFAST, LUNCH, DINNER = 8 * 60, 13 * 60, 19 * 60  # minutes of the day
Doses = float | None | tuple[float | None, ...]  # µg of one dose, or of several that are hours apart


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def day(days_ago: int, *, food_ug: float = 0.0, doses: Doses = ()) -> DayTaken:
    """A tracked day: µg bound in food, and µg of fortified food or supplements at breakfast, lunch and dinner."""
    given = doses if isinstance(doses, tuple) else (doses,)
    taken = tuple(map(Crystalline, (BREAKFAST, LUNCH, DINNER), given))
    return DayTaken(
        date=ago(days_ago),
        tracked=True,
        known_ug=food_ug + sum(ug or 0.0 for _, ug in taken),
        unknown=given.count(None),
        unknown_upper_ug=None if None in given else 0.0,
        crystalline=taken,
    )


def days_of(food_ug: float, days: int = WINDOW_DAYS, *, doses: Doses = ()) -> tuple[DayTaken, ...]:
    """So many days alike, back from today."""
    return tuple(day(n, food_ug=food_ug, doses=doses) for n in range(days))


def intake_of(days: Iterable[DayTaken], *, supplements: bool = False, **fields: object) -> Intake:
    """What a case knows of these days, as the log would add it up. `supplements`: the doses are no fortified food."""
    given = tuple(days)
    counted = [one for one in given if one.tracked and 0 <= (TODAY - one.date).days < WINDOW_DAYS]
    added = {one.date: sum(ug or 0.0 for _, ug in one.crystalline) for one in counted}
    unknown = sum(one.unknown for one in counted)
    mean = sum(one.known_ug for one in counted) / len(counted) if counted else None
    made = {
        "days": given,
        "tracked": len(counted),
        "entries": 3 * len(counted) + unknown,
        "unknown_entries": unknown,
        "mean_ug": mean,
        "crystalline_ug": sum(added.values()) / len(counted) if counted else None,
        "upper_ug": None if unknown else mean,
        "supplement_week_ug": sum(ug for date, ug in added.items() if date > ago(7)) if supplements else 0.0,
        "supplement_days": sum(bool(one.crystalline) for one in counted) if supplements else 0,
        "logged_ever": bool(given),
    }
    return Intake(**made | fields)


def eats(food_ug: float, days: int = WINDOW_DAYS, *, doses: Doses = (), **fields: object) -> Intake:
    """The intake of so many days alike; the doses are of supplements."""
    return intake_of(days_of(food_ug, days, doses=doses), supplements=True, **fields)


def tablet(form: str = "cyanocobalamin", *, ug: float | None = 1000.0, days: int = WINDOW_DAYS) -> Product:
    """A supplement on so many of the last days; `ug`: a day over the 28."""
    return Product("B12 tablet", form, "supplement", days, ug, TODAY)
