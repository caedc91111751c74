"""A demo's year: invented, believable, and made of real foods."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import User
from foods.shipped import read as shipment
from tests.factories import FoodFactory, PortionFactory, SourceFactory, UserFactory
from tracker.demo import CURRY, DAYS, GAPS, HABITS, fill_year
from tracker.demo import MEDICINES as TAKEN
from tracker.domain.medicines import MEDICINES
from tracker.domain.risks.evaluate import findings
from tracker.domain.risks.findings import Level
from tracker.models import Entry, Profile
from tracker.people import age_years, model_fits, states_of
from tracker.reports.findings.case import read_case

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)


@pytest.fixture
def foods_of_the_demo(db) -> None:
    sources = {key: SourceFactory(key=key) for key in sorted({habit.source for habit in HABITS})}
    for habit in HABITS:
        PortionFactory(food=FoodFactory(name=habit.ref, source=sources[habit.source], source_ref=habit.ref))


@pytest.mark.usefixtures("foods_of_the_demo")
@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland", "America/Los_Angeles"])
def test_a_demo_has_a_year_of_logs_and_none_ahead(zone):
    person = UserFactory(time_zone=zone)
    made = fill_year(person, now=NOW)
    today = NOW.astimezone(person.zone).date()
    days = set(person.entries.values_list("local_date", flat=True))

    assert made == person.entries.count() > 1000
    assert not person.entries.filter(eaten_at__gt=NOW).exists()
    assert min(days) >= today - dt.timedelta(days=DAYS)
    assert max(days) == today or max(days) == today - dt.timedelta(days=1)
    assert not days & {today - dt.timedelta(days=n) for first, last in GAPS for n in range(first, last + 1)}
    assert set(person.day_marks.values_list("mark", flat=True)) == {"complete", "partly", "not_tracked"}


@pytest.mark.usefixtures("foods_of_the_demo")
def test_a_demo_has_something_of_everything_that_is_worth_seeing():
    person = UserFactory()
    fill_year(person, now=NOW)
    kinds = {
        "unknown": person.entries.filter(counted_ug__isnull=True).exists(),
        "own food": person.foods.get().name == CURRY,
        "every habit": set(person.entries.values_list("food__source_ref", flat=True)) == {h.ref for h in HABITS} | {""},
        "sundays only": {e.eaten_at.weekday() for e in person.entries.filter(name="cyanocobalamin-1000-tablet")} == {6},
    }

    assert kinds == dict.fromkeys(kinds, True)


@pytest.mark.usefixtures("foods_of_the_demo")
def test_every_demo_tells_the_same_story():
    told = []
    for _ in range(2):
        person = UserFactory()
        fill_year(person, now=NOW)
        told.append(list(person.entries.order_by("eaten_at", "name").values_list("eaten_at", "name", "amount")))

    assert told[0] == told[1]


@pytest.mark.django_db
def test_without_the_shipped_foods_a_demo_is_thin_and_does_not_fail():
    person = UserFactory()
    made = fill_year(person, now=NOW)

    assert made == Entry.objects.count() > 0
    assert set(person.entries.values_list("name", flat=True)) == {CURRY}


@pytest.mark.usefixtures("foods_of_the_demo")
def test_a_years_entries_are_written_in_few_queries(django_assert_max_num_queries):
    person = UserFactory()
    with django_assert_max_num_queries(66):  # mostly SQLite's limit on the size of one insert
        fill_year(person, now=NOW)


def test_the_habits_name_foods_that_are_shipped_with_a_default_portion():
    shipped = {food.key for food in shipment().foods if any(portion.is_default for portion in food.portions)}

    assert {(habit.source, habit.ref) for habit in HABITS} - shipped == set()


@pytest.mark.django_db
def test_a_demo_is_not_asked_the_first_questions():
    person = UserFactory()
    fill_year(person, now=NOW)

    assert Profile.objects.get(owner=person).welcomed is True


# --- who it is --------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("foods_of_the_demo")
def test_a_demo_is_of_somebody_with_an_age_a_diet_and_two_medicines():
    person = UserFactory()
    fill_year(person, now=NOW)
    profile = Profile.objects.get(owner=person)
    taken = person.medicines.order_by("pk").values_list("key", "dose_mg", "units", "since", "taking", "confirmed")

    assert (round(age_years(profile, today=NOW.date())), profile.diet, profile.takes_unlogged) == (
        57, "flexitarian", False
    )  # fmt: skip
    assert list(taken) == [
        ("metformin", Decimal(2000), Decimal(2), dt.date(2022, 3, 15), True, True),
        ("omeprazole", Decimal(20), Decimal(1), dt.date(2024, 9, 15), True, True),
    ]
    assert (person.conditions.count(), person.gas_uses.count()) == (0, 0)


@pytest.mark.usefixtures("foods_of_the_demo")
def test_a_demo_keeps_a_regimen_two_symptoms_and_two_blood_tests():
    person = UserFactory()
    fill_year(person, now=NOW)
    own, today = person.regimens.get(), NOW.date()
    phase = own.phases.get()
    scores = person.symptom_scores

    assert (own.food.source_ref, phase.unit, phase.weekdays) == ("cyanocobalamin-1000-tablet", "weeks", "6")
    assert own.food.source_ref in person.entries.filter(local_date__gte=phase.starts_on).values_list(
        "food__source_ref", flat=True
    )
    assert sorted(person.tracked_symptoms.values_list("key", flat=True)) == ["brain_fog", "fatigue"]
    assert (scores.count(), scores.filter(score__gt=2).count(), scores.filter(on__gt=today).count()) == (52, 0, 0)
    assert [sample.values.count() for sample in person.samples.all()] == [2, 2]
    assert not person.samples.filter(taken_on__gt=today - dt.timedelta(days=365)).exists()


@pytest.mark.usefixtures("foods_of_the_demo")
@pytest.mark.parametrize("month", range(1, 13))
def test_what_is_found_in_a_demo_frightens_nobody(month):
    person, now = UserFactory(), NOW.replace(month=month)
    fill_year(person, now=now)
    found = findings(read_case(User.objects.get(pk=person.pk), now=now))
    parts = {part.code for one in found for part in one.parts}

    assert {one.level for one in found} <= {Level.INFO, Level.CAUTION}
    assert {"metformin-high-or-long", "acid-blocker-watch"} <= {one.code for one in found} | parts


@pytest.mark.django_db
def test_the_model_fits_a_demo_and_knows_what_is_taken():
    person = UserFactory()
    fill_year(person, now=NOW)
    person = User.objects.get(pk=person.pk)

    assert model_fits(person, today=NOW.date())
    assert [state.key for state in states_of(person, today=NOW.date())] == ["age_50_59", "metformin", "ppi"]


def test_the_medicines_of_a_demo_stand_in_the_table_under_their_names():
    assert [(one.key, one.name) for one in TAKEN] == [(one.key, MEDICINES[one.key].name) for one in TAKEN]
