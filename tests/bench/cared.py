"""Five years of what Care keeps: regimens with their doses, symptoms every week, blood tests twice a year."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from decimal import Decimal

YEARS = 5
DAYS = 365 * YEARS
WEEKS_BETWEEN = 12  # injections
SYMPTOMS = ("numbness", "tingling", "fatigue", "brain_fog", "glossitis", "balance")
SAMPLES = 10
MARKERS = {  # lowest and highest value, unit
    "b12": (280, 620, "ng/L"),
    "active_b12": (60, 120, "pmol/L"),
    "mma": (0.18, 0.31, "µmol/L"),
    "homocysteine": (8, 15, "µmol/L"),
    "haemoglobin": (118, 140, "g/L"),
}
SEED = 12


def care(person) -> None:
    """Writes all of it, up to today."""
    from foods.models import Food

    today = person.local().date()
    published = Food.objects.published()
    ampoule = published.filter(origin="injected").order_by("pk").first()
    tablet = published.filter(origin="supplement", route="swallowed").order_by("pk").first()
    _regimen(person, ampoule, today, "weeks", WEEKS_BETWEEN, prescribed=True, counts_from="last_dose")
    _regimen(person, tablet, today, "days", 1)
    _scores(person, today)
    _samples(person, today)


def _regimen(person, food, today: dt.date, unit: str, every: int, **said) -> None:
    from tests.bench.people import entry_of
    from tracker.models import Entry, Phase, Regimen

    began = today - dt.timedelta(days=DAYS)
    own = Regimen.objects.create(
        owner=person, uid=uuid.uuid4(), food=food, name=str(food), dose_ug=food.b12_ug, form=food.form,
        route=food.route, entered_on=began, began=began, reviewed_on=today - dt.timedelta(days=20), **said,
    )  # fmt: skip
    Phase.objects.create(regimen=own, position=0, unit=unit, every=every, starts_on=began)
    step = every * (7 if unit == "weeks" else 1)
    days = range(step // 2, DAYS, step)
    doses = (entry_of(person, food, today - dt.timedelta(days=back), dt.time(0, 1)) for back in days)
    Entry.objects.bulk_create(doses, batch_size=1_000)


def _scores(person, today: dt.date) -> None:
    from tracker.models import SymptomScore, TrackedSymptom

    began = today - dt.timedelta(days=DAYS)
    TrackedSymptom.objects.bulk_create(
        TrackedSymptom(owner=person, key=key, first_on=began, onset=began, looked_into=True) for key in SYMPTOMS
    )
    chance = random.Random(SEED)
    SymptomScore.objects.bulk_create(
        (
            SymptomScore(
                owner=person, key=key, on=today - dt.timedelta(days=back), score=Decimal(chance.randint(2, 4)),
                course="steady",
            )
            for back in range(0, DAYS, 7)
            for key in SYMPTOMS
        ),
        batch_size=1_000,
    )  # fmt: skip


def _samples(person, today: dt.date) -> None:
    from tracker.models import Measured, Sample

    samples = Sample.objects.bulk_create(
        Sample(owner=person, uid=uuid.uuid4(), taken_on=today - dt.timedelta(days=40 + n * DAYS // SAMPLES))
        for n in range(SAMPLES)
    )
    Measured.objects.bulk_create(_values(samples))


def _values(samples: list) -> Iterator:
    from tracker.models import Measured

    chance = random.Random(SEED)
    for sample in samples:
        for marker, (low, high, unit) in MARKERS.items():
            value = Decimal(str(round(chance.uniform(low, high), 2)))
            yield Measured(sample=sample, marker=marker, value=value, unit=unit)
