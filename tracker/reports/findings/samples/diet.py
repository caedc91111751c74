"""What people eat: little, from no source that can be relied on, from sources that do not count, or very much."""

import datetime as dt

from tracker.domain.risks.facts import Case, Diet, Intake, Precision, Uncounted, When
from tracker.reports.findings.samples import TODAY, ago, days_of, eats

_SINCE_2019 = When(dt.date(2019, 7, 1), Precision.YEAR)
_SINCE_AUTUMN = When(dt.date(2026, 9, 15), Precision.MONTH)


def _eater(intake: Intake, **fields: object) -> Case:
    about = {"today": TODAY, "age_years": 34.0, "target_ug": 4.0, "ear_ug": 2.0, "authority": "efsa"}
    return Case(**about | {"intake": intake} | fields)


def _vegan(intake: Intake, **fields: object) -> Case:
    return _eater(intake, **{"diet": Diet.VEGAN, "diet_since": _SINCE_2019} | fields)


def _logs(*uncounted: Uncounted) -> Case:
    return Case(today=TODAY, age_years=34.0, uncounted=uncounted)


def _unreliable(food_id: int, name: str, reason: str) -> Uncounted:
    return Uncounted(food_id, name, "unreliable", reason, 3)


_YEAST = Uncounted(20, "Nutritional yeast flakes", "fortifiable", "", 6)
_OATS = Uncounted(21, "Oat drink", "fortifiable", "", 9)

SAMPLES: dict[str, tuple[Case, ...]] = {
    "intake-below-target": (
        _eater(eats(2.9)),
        _eater(eats(3.1, 25, unknown_entries=9, upper_ug=4.6)),
        _eater(eats(3.1, 25, unknown_entries=2, upper_ug=3.4), authority=""),
    ),
    "intake-below-requirement": (
        _eater(eats(1.3)),
        _eater(eats(1.1, 19), ear_borrowed=True),
        _eater(eats(1.6, 24, unknown_entries=12, upper_ug=4.2)),
    ),
    "diet-vegetarian-low": (
        _eater(eats(2.6), diet=Diet.LACTO_OVO),
        _eater(eats(2.2, 20, unknown_entries=4, upper_ug=3.0), diet=Diet.LACTO, authority=""),
    ),
    "diet-vegan-schedule-not-met": (
        _vegan(eats(0.1)),
        _vegan(eats(0.1, 20), diet_since=_SINCE_AUTUMN),
        _vegan(Intake(days=days_of(0.0, 3), tracked=3, entries=9, logged_ever=True), says_no_supplement=True),
        _vegan(eats(0.1), diet_since=None),
        _vegan(eats(0.2), age_years=6.5, target_ug=1.5, diet_since=None),
    ),
    "diet-vegan-long-gap": (
        _vegan(eats(0.1), no_source_since=dt.date(2023, 5, 1)),
        _vegan(eats(0.1, doses=25.0), no_source_since=dt.date(2023, 5, 1), no_source_until=ago(30)),
        _vegan(eats(0.1), no_source_since=_SINCE_2019.date),
    ),
    "source-not-counted": (
        _logs(_unreliable(1, "Spirulina powder", "cyanobacteria")),
        _logs(_unreliable(2, "Nori sheets", "nori"), _unreliable(3, "Chlorella tablets", "chlorella"), _YEAST),
        _logs(_unreliable(4, "Wakame", "seaweed"), _unreliable(5, "Tempeh", "ferment")),
        _logs(_unreliable(6, "Shiitake", "mushroom"), _unreliable(7, "Algae drops", "inactive")),
        _logs(_unreliable(8, "Duckweed", "disputed")),
        _logs(_YEAST, _OATS),
    ),
    "intake-above-guidance-level": (_eater(eats(2.0, doses=5000.0)),),
}
