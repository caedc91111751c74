"""Somebody of whom as much is known as the app can hold, and more than one page can say."""

import datetime as dt
from decimal import Decimal

from accounts.models import User
from tests.factories import (
    ConditionFactory,
    DayMarkFactory,
    EntryFactory,
    FoodFactory,
    MeasuredFactory,
    MedicineFactory,
    PhaseFactory,
    ProfileFactory,
    RegimenFactory,
    SampleFactory,
    SymptomScoreFactory,
    TrackedSymptomFactory,
)
from tracker.models import Entry, ReportWords, SymptomScore

NAME = "Jürgen O’Brien-Müller #1 *fett* Иванов"
MEDICINES = ("metformin", "omeprazole", "famotidine", "colchicine", "phenobarbital", "topiramate", "folic_acid")
CONDITIONS = ("crohn", "coeliac", "pernicious_anaemia", "autoimmune_thyroid")
SYMPTOMS = (
    "tingling",
    "numbness",
    "ataxia",
    "fatigue",
    "brain_fog",
    "depression",
    "glossitis",
    "headache",
    "dizziness",
)
MARKERS = {
    "b12": ("ng/L", "1150.5"), "active_b12": ("pmol/L", "68"), "mma": ("µmol/L", "0.3412"),
    "folate": ("nmol/L", "12.4"), "homocysteine": ("µmol/L", "18.25"), "haemoglobin": ("g/L", "129"),
    "mcv": ("fL", "101.5"), "potassium": ("mmol/L", "4"), "egfr": ("mL/min/1.73m2", "58"),
}  # fmt: skip


def fill(person: User, *, today: dt.date, entries: int = 200, wide: bool = False) -> User:
    """Everything at its longest. `wide`: names without a place to break, of the widest letter."""

    def days_ago(n: int) -> dt.date:
        return today - dt.timedelta(days=n)

    def name(text: str, most: int) -> str:
        return ("W" * most) if wide else f"{text} " + "and a name that goes on "[: max(most - len(text) - 1, 0)]

    ProfileFactory(
        owner=person, birth_year=1961, sex="female", life_stage="breastfeeding", diet="vegan",
        diet_since=dt.date(2015, 7, 1), cover_rule="injections", injection_interval_days=84,
    )  # fmt: skip
    ReportWords.objects.create(
        owner=person,
        name=NAME,
        reason=("Tiredness and numb feet for two years; the last test was said to be fine. " * 4)[:300],
        questions="\n".join(
            ["W" * 90 if wide else "Is a shorter interval between injections right for me, and why?"] * 6
        ),
    )
    for n in range(7):
        regimen = RegimenFactory(owner=person, injections=n % 2 == 0, name=name(f"Hydroxocobalamin {n}", 118))
        PhaseFactory(regimen=regimen, unit="weeks", every=12, starts_on=days_ago(400))
    for n, key in enumerate(MEDICINES):
        MedicineFactory(
            owner=person, key=key, name=name(key, 78), dose_mg=Decimal("2000.125"), units=Decimal("1.5"),
            since=days_ago(900 + 400 * n),
        )  # fmt: skip
    for n in range(5):
        MedicineFactory(owner=person, key="", name=f"Other {n}")
    for key in (*CONDITIONS, "", ""):
        ConditionFactory(owner=person, key=key, name=name(key or "Something else", 78), since=days_ago(3000))
    for key in SYMPTOMS:
        TrackedSymptomFactory(owner=person, key=key, first_on=days_ago(100), onset=days_ago(400))
    SymptomScore.objects.bulk_create(
        SymptomScoreFactory.build(owner=person, key=key, on=days_ago(n * 2), score=Decimal((n * 3 + len(key)) % 11))
        for key in SYMPTOMS
        for n in range(45)
    )
    for months in range(6):
        sample = SampleFactory(owner=person, taken_on=days_ago(20 + 90 * months), lab="Labor Süd")
        for marker, (unit, value) in MARKERS.items():
            MeasuredFactory(
                sample=sample, marker=marker, unit=unit, value=Decimal(value) + months,
                low=Decimal("1.5"), high=Decimal("771.25"),
            )  # fmt: skip
    food, shot = FoodFactory(), FoodFactory(unknown=True)
    made = [
        EntryFactory.build(
            owner=person,
            food=food if n % 5 else shot,
            name=f"Food {n}",
            local_date=days_ago(n % 80 + 1),
            eaten_at=dt.datetime.combine(days_ago(n % 80 + 1), dt.time(8 + n % 10), dt.UTC),
            local_minute=480,
            swallowed_ug=Decimal("1.5") if n % 5 else None,
        )
        for n in range(entries)
    ]
    Entry.objects.bulk_create(made)
    DayMarkFactory(owner=person, local_date=days_ago(3), mark="not_tracked")
    return person
