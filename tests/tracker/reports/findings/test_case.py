"""A case holds what a person said and logged, and of what nobody said it says nothing."""

import datetime as dt

import pytest

from accounts.models import User
from config.backends import PersonBackend
from tests.factories import (
    ConditionFactory,
    GasUseFactory,
    MeasuredFactory,
    MedicineFactory,
    ProfileFactory,
    RedFlagTickFactory,
    SymptomScoreFactory,
    UserFactory,
)
from tests.tracker.eaters import (
    LAST_28,
    NOW,
    TODAY,
    a_food,
    ago,
    ampoule,
    eats,
    oat_milk,
    says,
    spray,
    tablet,
)
from tracker.domain.risks.common import injections_on_time, schedule_met, treated
from tracker.domain.risks.facts import (
    Case,
    Gas,
    GasUse,
    Has,
    Intake,
    Precision,
    Product,
    Regimen,
    Result,
    Symptom,
    Uncounted,
    Use,
    When,
)
from tracker.domain.risks.findings import Finding, Group, Level
from tracker.health import Snoozed, health_of
from tracker.models.findings import digest_of
from tracker.reports.findings.case import aside, case_of, injections_since, read_case
from tracker.reports.status import StatusReport
from tracker.reports.status.span import Period
from tracker.reports.today import TodayReport

pytestmark = pytest.mark.django_db
START = dt.date(2022, 3, 15)


@pytest.fixture(autouse=True)
def noon(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def signed_in_as(person: User) -> User:
    return PersonBackend().get_user(person.pk)


def case(person: User) -> Case:
    return read_case(signed_in_as(person), now=NOW)


def intake(person: User) -> Intake:
    return case(person).intake


# --- who it is --------------------------------------------------------------------------------------------------------
def test_of_somebody_new_nothing_is_known_but_the_value_to_compare_with(person):
    assert case(person) == Case(
        today=TODAY, target_ug=1.5, ear_ug=1.25, authority="uk", intake=Intake(upper_ug=None), guideline="nice"
    )


def test_what_the_profile_says_is_there(person):
    ProfileFactory(
        owner=person, birth_year=1976, birth_month=3, sex="female", life_stage="pregnant", diet="vegan",
        diet_since=START, diet_since_precision="month", no_source_since=START, no_source_until=TODAY, authority="efsa",
    )  # fmt: skip
    found = case(person)

    assert (round(found.age_years, 2), found.sex, found.life_stage, found.diet) == (50.0, "female", "pregnant", "vegan")
    assert (found.diet_since, found.no_source_since) == (When(START, Precision.MONTH), START)
    assert (found.no_source_until, found.target_ug, found.authority) == (TODAY, 4.5, "efsa")


@pytest.mark.parametrize(("unlogged", "none"), [(None, None), (True, False), (False, True)])
def test_a_supplement_that_is_not_logged_is_not_no_supplement(person, unlogged, none):
    ProfileFactory(owner=person, takes_unlogged=unlogged)

    assert case(person).says_no_supplement is none


@pytest.mark.parametrize(
    ("authority", "ear", "borrowed"), [("us-ca", 2.0, False), ("efsa", 2.0, True), ("uk", 1.25, False)]
)
def test_the_floor_says_whether_it_is_that_of_somebody_else(person, authority, ear, borrowed):
    ProfileFactory(owner=person, authority=authority)
    found = case(person)

    assert (found.ear_ug, found.ear_borrowed) == (ear, borrowed)


@pytest.mark.parametrize(
    ("zone", "guideline"),
    [("America/New_York", "aafp"), ("America/Toronto", "nice"), ("Europe/Berlin", "nice"), ("", "nice")],
)
def test_blood_tests_are_read_by_the_guideline_of_the_country(zone, guideline):
    assert case(UserFactory(time_zone=zone)).guideline == guideline


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin"])
def test_the_guideline_somebody_chose_goes_before_that_of_the_country(zone):
    person = UserFactory(time_zone=zone)
    ProfileFactory(owner=person, guideline="who")

    assert case(person).guideline == "who"


@pytest.mark.parametrize("said", [None, True, False])
def test_whether_usual_values_are_higher_is_asked_and_may_stay_unsaid(person, said):
    ProfileFactory(owner=person, black_ethnicity=said)

    assert case(person).black_ethnicity is said


# --- what they feel and had tested ------------------------------------------------------------------------------------
def test_symptoms_and_red_flags_are_those_of_the_person(person):
    SymptomScoreFactory(owner=person, key="numbness", on=ago(2), score=4)
    RedFlagTickFactory(owner=person, key="jaundice", on=ago(2))
    SymptomScoreFactory()
    RedFlagTickFactory(key="chest_pain")
    found = case(person)

    assert found.symptoms == (Symptom("numbness", 4.0, ago(2), ago(2)),)
    assert found.ticks == frozenset(("jaundice",))


def test_results_are_all_there_the_newest_first(person):
    MeasuredFactory(sample__owner=person, sample__taken_on=START, marker="mma", value="0.3", unit="µmol/L")
    MeasuredFactory(sample__owner=person, sample__taken_on=ago(5), marker="mcv", value=97, unit="fL")

    assert case(person).results == (
        Result("mcv", 97.0, "fL", ago(5)), Result("mma", 0.3, "µmol/L", START)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("taken", "mark"),
    [
        ([], False),
        ([34], True),  # the sample is of a month ago
        ([30], False),  # on its day: it may have come after
        ([59], False),
    ],
)
def test_the_newest_b12_says_whether_any_was_taken_before(person, taken, mark):
    MeasuredFactory(sample__owner=person, sample__taken_on=ago(30))
    eats(person, a_food("1"), range(31, 160))
    eats(person, tablet("1000"), taken)

    assert [one.after_dose for one in case(person).results] == [mark]


def test_of_what_no_rule_asks_nobody_looks_whether_b12_was_taken(person):
    eats(person, ampoule("1000"), [40, 450])
    eats(person, a_food("1"), range(301, 500))
    MeasuredFactory(sample__owner=person, sample__taken_on=ago(400))
    MeasuredFactory(sample__owner=person, sample__taken_on=ago(300), value=1500)
    MeasuredFactory(sample__owner=person, sample__taken_on=ago(30), marker="mma", value="0.3", unit="µmol/L")

    assert [one.after_dose for one in case(person).results] == [None, False, None]


def test_where_totals_stayed_high_each_says_it(person):
    eats(person, a_food("1"), range(900))
    for days in (30, 400):
        MeasuredFactory(sample__owner=person, sample__taken_on=ago(days), value=1500)

    assert [one.after_dose for one in case(person).results] == [False, False]


# --- what they take and have ------------------------------------------------------------------------------------------
def test_medicines_conditions_and_gas_are_those_of_the_person(person):
    MedicineFactory(owner=person, since=START)
    ConditionFactory(owner=person)
    GasUseFactory(owner=person, on=ago(3))
    MedicineFactory()
    found = case(person)

    assert found.medicines == (Use("metformin", "metformin", "Metformin", 1000.0, None, When(START, Precision.MONTH)),)
    assert found.conditions == (Has("coeliac", "Coeliac disease"),)
    assert found.gas == (GasUse(Gas.RECREATIONAL, ago(3)),)


@pytest.mark.parametrize(("since", "taken"), [(ago(0), True), (ago(-1), False), (None, True)])
def test_a_medicine_that_is_to_be_begun_is_not_taken_yet(person, since, taken):
    MedicineFactory(owner=person, since=since)

    assert bool(case(person).takes("metformin")) is taken


def test_a_condition_of_this_year_has_begun(person):
    ConditionFactory(owner=person, since=TODAY, since_precision="year")

    assert case(person).has("coeliac")


# --- what was swallowed -----------------------------------------------------------------------------------------------
def test_the_means_are_those_of_tracked_days(person):
    eats(person, a_food("2"), LAST_28)
    eats(person, oat_milk("1"), range(1, 15), at="12:00")
    eats(person, tablet("10"), range(1, 8), at="18:00")
    found = intake(person)

    assert (found.tracked, found.entries, found.unknown_entries) == (28, 49, 0)
    assert (found.mean_ug, found.crystalline_ug, found.upper_ug) == (
        pytest.approx((56 + 14 + 70) / 28), pytest.approx((14 + 70) / 28), pytest.approx(5.0)
    )  # fmt: skip
    assert (found.supplement_week_ug, found.supplement_days, found.logged_ever) == (60.0, 7, True)


def test_an_open_day_is_not_judged_and_one_that_is_over_is(person):
    eats(person, a_food("4"), LAST_28)
    eats(person, a_food("0.4", "Coffee with milk"), [0])
    assert (intake(person).tracked, intake(person).mean_ug) == (28, pytest.approx(4.0))
    assert TODAY not in {day.date for day in intake(person).days}
    says(person, "complete", [0])

    assert (intake(person).tracked, intake(person).mean_ug) == (28, pytest.approx((27 * 4 + 0.4) / 28))
    assert TODAY in {day.date for day in intake(person).days}


def test_the_days_reach_one_further_back_for_the_weeks_of_a_schedule(person):
    eats(person, a_food("1"), range(40))
    assert {day.date for day in intake(person).days} == {ago(n) for n in LAST_28}
    says(person, "complete", [0])
    found = intake(person)

    assert {day.date for day in found.days} == {ago(n) for n in range(29)}
    assert (found.tracked, found.entries) == (28, 28)  # the oldest is in no mean


def test_marks_make_days_and_take_them_out(person):
    eats(person, a_food("2"), [1, 2])
    says(person, "not_tracked", [2])
    says(person, "nothing", [3])
    found = intake(person)

    assert (found.tracked, found.entries, found.mean_ug) == (2, 1, pytest.approx(1.0))


def test_what_is_unknown_is_counted_and_held_apart(person):
    eats(person, a_food("2"), LAST_28)
    eats(person, a_food(None, "Cheese of the neighbours", category="cheese"), [1, 2], at="12:00")
    found = intake(person)

    assert (found.entries, found.unknown_entries, found.mean_ug) == (30, 2, pytest.approx(2.0))
    assert found.upper_ug > found.mean_ug


def test_where_nobody_can_say_how_much_there_is_no_upper_mean(person):
    eats(person, a_food("2"), LAST_28)
    eats(person, tablet(None), [1], at="12:00")

    assert (intake(person).upper_ug, intake(person).mean_ug) == (None, pytest.approx(2.0))


def test_injections_and_sprays_are_not_swallowed(person):
    eats(person, a_food("2"), LAST_28)
    eats(person, ampoule("1000"), [3], at="12:00")
    eats(person, spray("500"), [3], at="13:00")
    found = intake(person)

    assert (found.mean_ug, found.crystalline_ug) == (pytest.approx(2.0), 0.0)
    assert (found.supplement_week_ug, found.supplement_days) == (0.0, 0)


@pytest.mark.parametrize(("days", "week", "month"), [(0, 5.0, 1), (6, 5.0, 1), (7, 0.0, 1), (27, 0.0, 1), (28, 0.0, 0)])
def test_supplements_of_the_last_days_count_today_included(person, days, week, month):
    eats(person, tablet("5"), [days])
    found = intake(person)

    assert (found.supplement_week_ug, found.supplement_days) == (week, month)


def test_a_supplement_of_unknown_strength_is_a_supplement_all_the_same(person):
    eats(person, tablet(None), [1])

    assert (intake(person).supplement_days, intake(person).supplement_week_ug) == (1, 0.0)


def test_tablets_of_algae_are_no_supplement(person):
    eats(person, tablet("50", name="Spirulina tablets", reliability="inactive"), [1])
    found = case(person)

    assert (found.intake.supplement_days, found.products) == (0, ())
    assert [one.reason for one in found.uncounted] == ["cyanobacteria"]


def test_whoever_logged_nothing_for_four_weeks_logged_nothing(person):
    eats(person, a_food("2"), [40])
    assert not intake(person).logged_ever
    eats(person, a_food("2"), [28])

    assert intake(person).logged_ever


def test_the_schedule_of_a_vegan_is_read_from_it(person):
    ProfileFactory(owner=person, diet="vegan")
    eats(person, tablet("10"), LAST_28)
    eats(person, a_food("0"), [0])

    assert schedule_met(case(person)) is True


def test_doses_are_counted_from_the_start_of_the_persons_day(person):
    person.day_start = dt.time(4)
    person.save()
    eats(person, oat_milk("1"), [1], at="04:30")

    assert [dose.minute for day in intake(person).days for dose in day.crystalline] == [30]


# --- what it names ----------------------------------------------------------------------------------------------------
def test_supplements_and_injections_stand_by_name_and_form(person):
    eats(person, tablet("10", name="Daily"), [0, 1, 2])
    eats(person, tablet("10", name="Daily"), [2], at="20:00")
    eats(person, tablet(None, name="Of the neighbours", form="methylcobalamin"), [5])
    eats(person, ampoule("1000"), [20])
    eats(person, spray("500"), [9])
    eats(person, tablet("10", name="Long ago"), [28])

    assert sorted(case(person).products) == [
        Product("Ampoule", "hydroxocobalamin", "injected", 1, pytest.approx(1000 / 28), ago(20)),
        Product("Daily", "cyanocobalamin", "supplement", 3, pytest.approx(40 / 28), TODAY),
        Product("Nasal spray", "cyanocobalamin", "supplement", 1, pytest.approx(500 / 28), ago(9)),
        Product("Of the neighbours", "methylcobalamin", "supplement", 1, None, ago(5)),
    ]


def test_food_is_no_product(person):
    eats(person, oat_milk("1"), LAST_28)
    eats(person, a_food("2"), LAST_28)

    assert case(person).products == ()


def test_what_does_not_count_is_named_with_its_reason(person):
    nori = a_food("30", "Nori, dried", category="algae_ferments", reliability="disputed")
    other = a_food("3", "Something odd", category="algae_ferments", reliability="inactive")
    eats(person, nori, [1, 2])
    eats(person, other, [3])

    assert set(case(person).uncounted) == {
        Uncounted(nori.pk, "Nori, dried", "unreliable", "nori", 2),
        Uncounted(other.pk, "Something odd", "unreliable", "inactive", 1),
    }


@pytest.mark.parametrize(
    ("category", "named"),
    [("plant_dairy", True), ("cereal_fortified", True), ("spreads_yeast", True), ("cheese", False), ("dishes", False)],
)
def test_what_may_hold_added_b12_is_named_where_nobody_has_a_figure(person, category, named):
    unknown = a_food(None, "Without a figure", category=category)
    eats(person, unknown, [1])
    eats(person, a_food("1", "With one", category=category), [1])

    assert case(person).uncounted == (
        (Uncounted(unknown.pk, "Without a figure", "fortifiable", "", 1),) if named else ()
    )


@pytest.mark.parametrize(("days", "named"), [(0, True), (27, True), (28, False)])
def test_only_the_last_four_weeks_are_named(person, days, named):
    eats(person, a_food("30", "Nori", reliability="disputed"), [days])

    assert bool(case(person).uncounted) is named


# --- treatment --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "there"), [(0, True), (365, True), (366, False), (-1, False)])
def test_injections_of_a_year_are_known_by_their_day(person, days, there):
    eats(person, ampoule("1000"), [days])

    assert case(person).injected_on == ((ago(days),) if there else ())


def test_an_injection_of_unknown_dose_is_an_injection(person):
    eats(person, ampoule("1000"), [30])
    person.entries.update(swallowed_ug=None)

    assert case(person).injected_on == (ago(30),)
    assert treated(case(person))


def test_without_the_rule_of_injections_nothing_is_planned(person):
    ProfileFactory(owner=person, injection_interval_days=90)
    eats(person, ampoule("1000"), [30])

    assert case(person).regimens == ()


@pytest.mark.parametrize("interval", [None, 90])
def test_an_interval_and_the_last_injection_make_a_regimen(person, interval):
    ProfileFactory(owner=person, cover_rule="injections", injection_interval_days=interval)
    eats(person, ampoule("1000"), [120, 30])
    planned = Regimen("injected", 90, due=ago(30) + dt.timedelta(days=90), began=ago(120))

    assert case(person).regimens == ((planned,) if interval else ())
    assert injections_on_time(case(person)) is bool(interval)


def test_with_an_interval_and_no_injection_nothing_is_due(person):
    ProfileFactory(owner=person, cover_rule="injections", injection_interval_days=90)

    assert case(person).regimens == (Regimen("injected", 90),)
    assert not injections_on_time(case(person))


def test_an_injection_of_long_ago_is_still_overdue(person):
    ProfileFactory(owner=person, cover_rule="injections", injection_interval_days=90)
    eats(person, ampoule("1000"), [500])

    assert case(person).injected_on == ()
    assert case(person).regimens[0].due == ago(410)


@pytest.mark.parametrize(
    ("days", "interval", "began"),
    [
        ([], None, None),
        ([0], None, 0),
        ([121], None, None),  # it does not go on
        ([120], None, 120),
        ([300, 200, 100], None, 300),
        ([300, 120, 10], None, 120),  # a gap of half a year: it began anew
        ([360, 180], 180, 360),
        ([360, 180], None, None),
    ],
)
def test_treatment_began_with_the_first_injection_that_goes_on(person, days, interval, began):
    ProfileFactory(owner=person, injection_interval_days=interval)
    eats(person, ampoule("1000"), days)

    assert case(person).treatment_began == (None if began is None else ago(began))


def test_when_treatment_by_mouth_began_nobody_can_tell(person):
    eats(person, tablet("1000"), LAST_28)

    assert case(person).treatment_began is None
    assert treated(case(person))


# --- one case, whoever makes it ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("rule", ["intake", "weekly", "injections"])
@pytest.mark.parametrize("window", [7, 30])
def test_today_and_status_know_what_the_page_of_a_finding_knows(person, rule, window):
    ProfileFactory(owner=person, cover_rule=rule, cover_days=window, injection_interval_days=90, diet="vegan")
    eats(person, oat_milk("1"), range(60))
    eats(person, tablet("10"), range(0, 40, 2), at="12:00")
    eats(person, a_food("30", "Nori", reliability="disputed"), [3, 33], at="13:00")
    eats(person, a_food(None, "Muesli", category="cereal_fortified"), [4], at="14:00")
    eats(person, ampoule("1000"), [30, 100, 200, 400])
    eats(person, spray("500"), [5, 50])
    says(person, "not_tracked", [6])
    says(person, "nothing", [90])
    MedicineFactory(owner=person)
    alone = case(person)
    today = TodayReport.build(signed_in_as(person), now=NOW).findings.case
    status = StatusReport.build(signed_in_as(person), period=Period.MONTH, now=NOW).findings.case

    assert in_order(today) == in_order(alone)
    assert in_order(status) == in_order(alone)


@pytest.mark.parametrize("days", [29, 41, 366, 390])
@pytest.mark.parametrize("food", [lambda: a_food("2"), ampoule], ids=["food", "ampoule"])
def test_what_is_older_than_a_case_wants_is_passed_over_by_all_of_them(person, days, food):
    eats(person, food(), [days, 280, 170, 60] if days > 60 else [days])  # each within 120 days of the next
    alone = case(person)

    assert TodayReport.build(signed_in_as(person), now=NOW).findings.case == alone
    assert StatusReport.build(signed_in_as(person), period=Period.YEAR, now=NOW).findings.case == alone


def in_order(found: Case) -> dict:
    """All of a case, what comes in any order sorted."""
    said = {name: getattr(found, name) for name in Case.__dataclass_fields__}
    held = {name: getattr(found.intake, name) for name in Intake.__dataclass_fields__}
    return said | {
        "intake": held | {"days": sorted(found.intake.days, key=lambda day: day.date)},
        "products": sorted(found.products, key=lambda one: one.name),
        "uncounted": sorted(found.uncounted, key=lambda one: one.name),
    }


@pytest.mark.parametrize("entries", [0, 300])
def test_reading_a_case_is_three_queries(person, entries, django_assert_num_queries):
    eats(person, oat_milk("1"), range(entries))
    person = signed_in_as(person)
    with django_assert_num_queries(3):  # marks, entries, what they take
        found = read_case(person, now=NOW)

    assert found.intake.tracked == (28 if entries else 0)


@pytest.mark.parametrize("samples", [1, 30])
def test_a_result_of_the_last_year_is_one_more(person, samples, django_assert_num_queries):
    for n in range(samples):
        MeasuredFactory(sample__owner=person, sample__taken_on=ago(30 + n), value=1500)
    person = signed_in_as(person)
    with django_assert_num_queries(4):
        read_case(person, now=NOW)


def test_making_one_from_what_is_there_is_no_query(person, django_assert_num_queries):
    person = signed_in_as(person)
    health_of(person)
    with django_assert_num_queries(0):
        case_of(person, [], marks={}, today=TODAY)


def test_injections_are_asked_for_over_a_year_or_two(person):
    assert injections_since(signed_in_as(person), today=TODAY) == ago(365)
    ProfileFactory(owner=person, cover_rule="injections", injection_interval_days=90)

    assert injections_since(signed_in_as(person), today=TODAY) == ago(732)


# --- what was set aside -----------------------------------------------------------------------------------------------
def a_finding(level: Level = Level.INFO, *basis: str, code: str = "metformin-use") -> Finding:
    return Finding(code, level, Group.MEDICINES, {}, basis or ("info", "metformin"), ())


def snoozed(until: dt.date, *basis: str) -> Snoozed:
    return Snoozed(until, None, digest_of(basis or ("info", "metformin")))


@pytest.mark.parametrize(
    ("finding", "until", "basis", "away"),
    [
        (a_finding(), ago(0), (), True),
        (a_finding(), ago(-30), (), True),
        (a_finding(), ago(1), (), False),
        (a_finding(Level.INFO, "info", "metformin", "2000"), ago(-30), (), False),
        (a_finding(), ago(-30), ("info",), False),
        (a_finding(Level.URGENT), ago(-30), (), False),
        (a_finding(Level.SEE_A_CLINICIAN), ago(-30), (), True),
        (a_finding(code="ppi-2-years"), ago(-30), (), False),
    ],
)
def test_a_finding_is_set_aside_up_to_its_day_and_while_it_rests_on_the_same(finding, until, basis, away):
    kept = snoozed(until, *basis)

    assert aside([finding], {"metformin-use": kept}, today=TODAY) == ({"metformin-use": kept} if away else {})


def test_what_does_not_fire_is_not_set_aside():
    assert aside([], {"metformin-use": snoozed(ago(-9))}, today=TODAY) == {}
    assert aside([a_finding()], {}, today=TODAY) == {}
