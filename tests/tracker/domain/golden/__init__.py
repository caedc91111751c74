"""Whole people, and what the model says about each: one readable file beside this one for every person.

Where the model is changed on purpose, `python -m tests.tracker.domain.golden` writes the files anew; what changed in
them is then read, line by line, as part of the change. µg, days and years; figures have four digits after the point.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foods.choices import Category
from tracker.domain.absorption import Dose
from tracker.domain.factors import parts_of
from tracker.domain.injections import Injection, injected_per_day, retained_ug
from tracker.domain.limits import Circumstances, absorbed_off, at_least, projection_off, what_if_only
from tracker.domain.parameters import Span
from tracker.domain.scenarios import Habit, HabitDose, absorbed_per_day, projected_per_day
from tracker.domain.states import STATES, Change, combine
from tracker.domain.stores import project

FOLDER = Path(__file__).parent
TODAY = 739_000  # a date ordinal
DRAWN_MONTHS = (0, 12, 36, 60, 120)


@dataclass(frozen=True)
class Someone:
    who: str
    habit: Habit
    circumstances: Circumstances


@dataclass(frozen=True)
class Food:
    """What is had at an hour of every `every` days; `ug` None is unknown, then `upper_ug` is the most it may hold."""

    hour: float
    ug: float | None
    category: str = ""
    origin: str = "food"
    added_ug: float | None = None
    upper_ug: float | None = None
    every: int = 1


def someone(
    who: str,
    *foods: Food,
    days: int = 28,
    states: tuple[str, ...] = (),
    hydroxocobalamin_every_days: int | None = None,
    **circumstances: Any,
) -> Someone:
    """A person who had these foods on `days` days in a row, and whose states held all along."""
    assert {food.category for food in foods} <= {*Category.values, ""}
    doses = tuple(
        HabitDose(Dose(24.0 * day + food.hour, *part), key)
        for day in range(days)
        for key, food in enumerate(foods)
        if day % food.every == 0
        for part in parts_of(
            counted_ug=food.ug,
            added_ug=food.added_ug,
            origin=food.origin,
            category=food.category,
            upper_ug=food.upper_ug,
        )
    )
    known = tuple(STATES[key] for key in states)
    kept = retained_ug("hydroxocobalamin", 1000)
    rate = None
    if every := hydroxocobalamin_every_days:
        given = [Injection(TODAY - 20 - every * number, kept, 1000.0) for number in range(6)]
        rate = injected_per_day(given, today=TODAY, planned_interval_days=every)
    habit = Habit(
        doses=doses,
        midnights_h=tuple(24.0 * day for day in range(days)),
        injected=rate,
        last_injection_ug=kept if rate else None,
        timeline=(Change(0.0, combine(known)),) if known else (),
        states=known,
    )
    lately = [each for each in doses if each.dose.hour >= 24.0 * (days - 28)]
    unknown = sum(each.dose.dose_ug is None for each in lately)
    about = Circumstances(
        age_years=40, tracked_days=min(days, 28), entries=len(lately), unknown_entries=unknown, **circumstances
    )
    return Someone(who, habit, about)


OAT_UG = 1.0  # in a small glass of a fortified oat drink

PEOPLE = {
    "vegan_weekly_tablet": someone(
        "Eats only plants without B12 and takes one tablet of 2,000 µg a week, with breakfast.",
        Food(8, 2000.0, origin="supplement", every=7),
        Food(13, 0.0, "legumes"),
    ),
    "omnivore_ppi": someone(
        "Has milk, an egg and meat every day and fish every fourth, and takes a proton pump inhibitor.",
        Food(8, 1.1, "milk_cream"),
        Food(8.1, 0.5, "eggs"),
        Food(13, 1.4, "meat"),
        Food(19, 2.9, "fish", every=4),
        states=("ppi",),
    ),
    "no_intrinsic_factor_injections": someone(
        "Has no stomach any more, eats meat, and gets 1,000 µg of hydroxocobalamin every ten weeks.",
        Food(13, 1.4, "meat"),
        states=("total_gastrectomy",),
        hydroxocobalamin_every_days=70,
        treated_for_life=True,
    ),
    "pernicious_anaemia_daily_tablet": someone(
        "Has pernicious anaemia and takes a tablet of 1,000 µg every day.",
        Food(8, 1000.0, origin="supplement"),
        states=("pernicious_anaemia",),
        treated_for_life=True,
    ),
    "nothing_logged": someone("Has just signed up.", days=0),
    "only_unknown_foods": someone(
        "Logs every day, but nobody has a figure for anything of it; each meal may hold up to 2 µg.",
        Food(8, None, "other", upper_ug=2.0),
        Food(19, None, "other", upper_ug=2.0),
    ),
    "oat_drink_three_small_glasses": someone(
        "A year of a fortified oat drink, a small glass with each of three meals.",
        *(Food(hour, OAT_UG, "plant_dairy", added_ug=OAT_UG) for hour in (8, 13, 19)),
        days=365,
    ),
    "oat_drink_one_large_glass": someone(
        "A year of the same oat drink, all of it in one large glass at breakfast.",
        Food(8, 3 * OAT_UG, "plant_dairy", added_ug=3 * OAT_UG),
        days=365,
    ),
}


def said_of(person: Someone) -> dict[str, Any]:
    """Everything that the model says about a person, as it stands in their file."""
    habit, about = person.habit, person.circumstances
    per_day = projected_per_day(habit)
    return {
        "who": person.who,
        "states": [state.key for state in habit.states],
        "absorbed_off": list(absorbed_off(about)),
        "projection_off": list(projection_off(about)),
        "at_least": at_least(about),
        "what_if_only": what_if_only(about),
        "tracked_days": habit.tracked_days,
        "absorbed_ug_per_day": _span(absorbed_per_day(habit)),
        "projected_ug_per_day": _span(per_day),
        "loss_per_day": habit.loss_per_day,
        "projection": None if per_day is None or projection_off(about) else _projected(per_day, habit.loss_per_day),
    }


def _projected(per_day: Span, loss_per_day: float) -> dict[str, Any]:
    projection = project(absorbed_per_day=per_day, loss_per_day=loss_per_day)
    years = {name: _digits(value) for name, value in projection.runway._asdict().items()}
    band = {
        f"{point.months:g} months": _span(Span(*point[1:]))
        for point in projection.points
        if point.months in DRAWN_MONTHS
    }
    return {"plateau_ug": _span(projection.plateau_ug), "years_to_300_ug": years, "store_ug": band}


def _span(span: Span | None) -> dict[str, float | None] | None:
    return None if span is None else {name: _digits(end) for name, end in span._asdict().items()}


def _digits(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def file_of(name: str) -> Path:
    return FOLDER / f"{name}.json"


def write() -> None:
    for name, person in PEOPLE.items():
        text = json.dumps(said_of(person), indent=2, ensure_ascii=False)
        file_of(name).write_text(text + "\n", encoding="utf-8")
