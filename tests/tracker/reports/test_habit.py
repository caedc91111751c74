"""How a person took B12 over the last 28 days, as the what-ifs and the stores go on from it."""

import datetime as dt

import pytest

from tests.factories import ConditionFactory, DayMarkFactory, MedicineFactory, ProfileFactory, UserFactory
from tests.tracker.eaters import LAST_28, NOW, TODAY, ago, ampoule, eats, eats_on, oat_milk, spray, tablet
from tracker.domain.scenarios import absorbed_per_day
from tracker.reports.habit import past_the_gut_since, read_habit, window_of
from tracker.reports.whatif import Ground


def habit(person):
    person.refresh_from_db()
    return read_habit(person, now=NOW)


@pytest.mark.parametrize(
    ("mark", "last"),
    [("", ago(1)), ("partly", ago(1)), ("not_tracked", ago(1)), ("complete", TODAY), ("nothing", TODAY)],
)
def test_today_belongs_to_it_once_it_is_over(mark, last):
    first, found = window_of(TODAY, {TODAY: mark} if mark else {})

    assert (found, (found - first).days) == (last, 27)


def test_it_holds_the_doses_of_tracked_days_and_where_these_began(person):
    eats(person, oat_milk("1"), [0, 1, 2, 28, 29])
    DayMarkFactory(owner=person, local_date=ago(2), mark="not_tracked")
    DayMarkFactory(owner=person, local_date=ago(3), mark="nothing")
    found = habit(person)

    assert found.tracked_days == 3  # 1, 3 and 28 days ago
    assert [dose.dose.hour - found.midnights_h[n] for dose, n in zip(found.doses, (0, 2), strict=True)] == [8, 8]
    assert found.midnights_h[0] == dt.datetime(2026, 2, 14, tzinfo=dt.UTC).timestamp() / 3600


def test_what_was_had_after_midnight_belongs_to_a_day_that_begins_at_four(person):
    person.day_start = dt.time(4)
    person.save()
    eats_on(person, oat_milk("1"), ago(1), at="01:00")
    found = habit(person)

    assert (len(found.doses), found.tracked_days) == (1, 1)


def test_each_dose_knows_its_food(person):
    oat, pill = oat_milk("1"), tablet("10")
    eats(person, oat)
    eats(person, pill, at="09:00")

    assert [(dose.key, dose.dose.dose_ug) for dose in habit(person).doses] == [(oat.pk, 1), (pill.pk, 10)]


def test_injections_and_sprays_are_rates_and_no_doses(person):
    eats(person, ampoule("1000"), [10, 80])
    eats(person, spray("500"), [4, 11])
    found = habit(person)

    assert found.doses == ()
    assert found.injected.per_day.middle == pytest.approx(750 / 70)
    assert found.nasal.per_day.middle == pytest.approx(2 * 30 / 28)
    assert found.last_injection_ug == 750


def test_the_interval_of_the_profile_comes_before_that_of_the_log(person):
    ProfileFactory(owner=person, injection_interval_days=90)
    eats(person, ampoule("1000"), [10, 80])

    assert habit(person).injected.per_day.middle == pytest.approx(1500 / 90)


@pytest.mark.parametrize(("days", "there"), [(-1, False), (0, True), (400, True), (401, False)])
def test_injections_ahead_and_those_of_years_ago_do_not_count(person, days, there):
    eats(person, ampoule("1000"), [days])
    found = habit(person)

    assert (found.injected is not None, found.last_injection_ug is not None) == (there, there)


def test_only_what_this_person_had_and_kept_and_knows_is_read(person):
    (gone,) = eats(person, ampoule("1000"), [3])
    gone.removed_at = NOW
    gone.save()
    eats(UserFactory(), ampoule("1000"), [3])
    eats(person, ampoule("0"), [3])
    eats(person, tablet("1000"), [3])

    assert past_the_gut_since(person, ago(400)) == []


def test_a_year_of_birth_is_a_state_of_today_and_of_the_days_before(person):
    ProfileFactory(owner=person, birth_year=1946)
    found = habit(person)

    assert [state.key for state in found.states] == ["age_75"]
    assert len(found.timeline) == 3


def test_a_mean_day_of_it_is_that_of_the_model(person):
    eats(person, oat_milk("1"), LAST_28)

    assert round(absorbed_per_day(habit(person)).middle, 3) == 0.568


def test_four_queries_whatever_was_logged(person, django_assert_num_queries):
    person.refresh_from_db()
    eats(person, oat_milk("1"), range(300))
    eats(person, ampoule(), range(0, 300, 10))
    ProfileFactory(owner=person)
    person.refresh_from_db()
    _ = person.profile
    with django_assert_num_queries(4):
        read_habit(person, now=NOW)


# --- treatment -------------------------------------------------------------------------------------------------------
def treated(person) -> bool:
    """Somebody without intrinsic factor: whether what is logged is a treatment."""
    ConditionFactory(owner=person, key="pernicious_anaemia", name="Pernicious anaemia")
    person.refresh_from_db()
    return Ground.read(person, now=NOW).circumstances.treated_for_life


@pytest.mark.parametrize(("days", "found"), [(0, True), (120, True), (121, False), (-3, False)])
def test_an_injection_is_treatment_for_a_hundred_and_twenty_days(person, days, found):
    eats(person, oat_milk("1"), LAST_28)
    eats(person, ampoule("1000"), [days])

    assert treated(person) is found


@pytest.mark.parametrize(
    ("ug", "days", "found"), [("1000", 23, True), ("1000", 22, False), ("999", 28, False), ("5000", 4, False)]
)
def test_much_by_mouth_on_most_days_is_treatment(person, ug, days, found):
    eats(person, tablet(ug), range(1, days + 1))

    assert treated(person) is found


def test_two_tablets_of_a_day_count_together_and_a_spray_does_not(person):
    eats(person, tablet("500"), LAST_28)
    eats(person, tablet("500", name="Another"), LAST_28, at="20:00")
    other = UserFactory()
    eats(other, spray("5000"), LAST_28)

    assert (treated(person), treated(other)) == (True, False)


def test_a_tablet_of_which_nobody_knows_how_much_it_holds_is_not_known_to_be_treatment(person):
    eats(person, tablet(None), LAST_28)

    assert treated(person) is False


def test_without_a_condition_that_is_treated_for_life_nothing_is(person):
    eats(person, tablet("1000"), LAST_28)
    person.refresh_from_db()

    assert not Ground.read(person, now=NOW).circumstances.treated_for_life


# --- what they take --------------------------------------------------------------------------------------------------
def test_a_habit_holds_the_states_of_today_and_those_of_its_days(person):
    eats(person, oat_milk("5"), LAST_28)
    MedicineFactory(owner=person, since=ago(14))
    found = habit(person)

    assert [state.key for state in found.states] == ["metformin"]
    assert [change.state.key for change in found.timeline] == ["metformin"]
    assert absorbed_per_day(found).middle == pytest.approx((1.1794 + 0.8436) / 2, abs=0.0001)


def test_an_injection_of_unknown_dose_is_read_and_gives_no_rate(person):
    eats(person, ampoule("1000"), [10])
    person.entries.update(swallowed_ug=None)

    assert [(row.date, row.counted_ug) for row in past_the_gut_since(person, ago(400))] == [(ago(10), None)]
    assert habit(person).injected is None
