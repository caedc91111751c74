"""What a person takes, has and set aside: read in one query, as the domain wants it."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import User
from tests.factories import (
    ConditionFactory,
    GasUseFactory,
    MeasuredFactory,
    MedicineFactory,
    RedFlagTickFactory,
    RegimenFactory,
    SampleFactory,
    SnoozeFactory,
    SymptomScoreFactory,
    TrackedSymptomFactory,
    UserFactory,
)
from tracker.domain.risks.facts import Gas, GasUse, Has, Precision, Result, Symptom, Use, When
from tracker.domain.states import STATES
from tracker.health import Health, Snoozed, Spell, forget_health, health_of

DAY = dt.date(2022, 3, 14)
LATER = dt.date(2026, 3, 14)


@pytest.fixture(autouse=True)
def noon(time_machine) -> None:
    time_machine.move_to(dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC), tick=False)


def ago(days: int) -> dt.date:
    return LATER - dt.timedelta(days=days)


PARTS = ("medicines", "conditions", "gas", "snoozes", "symptoms", "ticks", "results")


def everything(person: User, n: int = 0) -> None:
    """One more of each."""
    for factory in (MedicineFactory, ConditionFactory, GasUseFactory, RegimenFactory):
        factory(owner=person)
    SnoozeFactory(owner=person, code=f"finding-{n}")
    TrackedSymptomFactory(owner=person, key=f"symptom_{n}")
    SymptomScoreFactory(owner=person, key=f"symptom_{n}")
    RedFlagTickFactory(owner=person, key=f"flag_{n}")
    MeasuredFactory(sample__owner=person)


def spells(person: User) -> list[Spell]:
    return list(health_of(person).spells())


# --- reading ----------------------------------------------------------------------------------------------------------
def test_a_medicine_comes_with_all_that_was_said_of_it(person):
    MedicineFactory(
        owner=person, key="met_sitagliptin", name="Janumet", dose_mg=Decimal("1700.5"), units=Decimal("1.5"),
        since=DAY, since_precision="month", until=LATER, until_precision="day", taking=False, confirmed=False,
    )  # fmt: skip
    said = When(DAY, Precision.MONTH)

    assert health_of(person) == Health(
        medicines=(
            Use(
                "met_sitagliptin", "metformin", "Janumet", 1700.5, 1.5, said, When(LATER), active=False, confirmed=False
            ),
        )
    )


def test_a_condition_comes_with_all_that_was_said_of_it(person):
    ConditionFactory(
        owner=person, key="crohn", name="Crohn’s disease", since=DAY, since_precision="year", treated_elsewhere=True,
        resection_cm=Decimal("12.5"), ileal_cm=Decimal(40), resected=False, relation="family", chronic_diarrhoea=True,
    )  # fmt: skip

    assert health_of(person).conditions == (
        Has(
            "crohn", "Crohn’s disease", When(DAY, Precision.YEAR), treated_elsewhere=True, resection_cm=12.5,
            ileal_cm=40.0, resected=False, in_family=True, chronic_diarrhoea=True,
        ),
    )  # fmt: skip


def test_what_was_not_said_is_none_and_what_is_not_listed_has_no_group(person):
    MedicineFactory(owner=person, key="", name="Something from abroad", dose_mg=None)
    ConditionFactory(owner=person, key="", name="Something rare")
    found = health_of(person)

    assert found.medicines == (Use("", "", "Something from abroad"),)
    assert found.conditions == (Has("", "Something rare"),)


def test_a_key_that_the_tables_lost_keeps_its_name_and_counts_as_not_listed(person):
    MedicineFactory(owner=person, key="no_longer_there", name="Old tablets")
    ConditionFactory(owner=person, key="no_longer_there", name="Old illness")

    assert health_of(person).medicines[0].group == ""
    assert spells(person) == []


def test_nitrous_oxide_comes_with_its_kind_and_its_day(person):
    GasUseFactory(owner=person, kind="recreational", on=DAY)
    GasUseFactory(owner=person, kind="medical", on=None)
    GasUseFactory(owner=person, kind="planned", on=LATER)

    assert health_of(person).gas == (
        GasUse(Gas.RECREATIONAL, DAY), GasUse(Gas.MEDICAL, None), GasUse(Gas.PLANNED, LATER)
    )  # fmt: skip


def test_what_was_set_aside_is_found_by_its_code(person):
    SnoozeFactory(owner=person, code="metformin-use", until=LATER, basis="a" * 64)
    SnoozeFactory(owner=person, code="ppi-2-years", until=LATER, discussed_on=DAY, basis="b" * 64)

    assert health_of(person).snoozes == {
        "metformin-use": Snoozed(LATER, None, "a" * 64),
        "ppi-2-years": Snoozed(LATER, DAY, "b" * 64),
    }


def test_all_of_it_comes_in_the_order_it_was_typed_in(person):
    names = ["C", "A", "B"]
    for name in names:
        MedicineFactory(owner=person, name=name)
        ConditionFactory(owner=person, name=name)

    assert [use.name for use in health_of(person).medicines] == names
    assert [has.name for has in health_of(person).conditions] == names


def test_nobody_gets_anything_of_another(person):
    other = UserFactory()
    everything(other)
    found = health_of(other)

    assert health_of(person) == Health()
    assert [len(getattr(found, part)) for part in PARTS] == [1] * len(PARTS)
    assert found.has_regimens


# --- what they feel ---------------------------------------------------------------------------------------------------
def test_a_symptom_is_its_latest_score_with_what_was_told_of_it(person):
    TrackedSymptomFactory(
        owner=person, key="numbness", first_on=ago(300), onset=DAY, onset_precision="day", looked_into=True, shown=False
    )
    SymptomScoreFactory(owner=person, key="numbness", on=ago(1), score=Decimal("5.5"), places="left_foot right_foot",
                        course="spreading")  # fmt: skip
    SymptomScoreFactory(owner=person, key="numbness", on=ago(6), score=Decimal(2))

    assert health_of(person).symptoms == (
        Symptom("numbness", 5.5, ago(1), ago(300), DAY, "spreading", 3.5, 2, looked_into=True,
                places=frozenset(("left_foot", "right_foot"))),
    )  # fmt: skip


def test_a_symptom_without_a_line_on_the_board_is_felt_all_the_same(person):
    SymptomScoreFactory(owner=person)

    assert health_of(person).symptoms == (Symptom("fatigue", 5.0, LATER, LATER),)


def test_one_on_the_board_without_a_score_is_not_felt(person):
    TrackedSymptomFactory(owner=person)

    assert health_of(person).symptoms == ()


@pytest.mark.parametrize(("days", "rise"), [(34, 4.0), (35, None)])
def test_scores_are_read_for_as_long_as_a_rise_may_need_them(person, days, rise):
    SymptomScoreFactory(owner=person, on=ago(days), score=Decimal(1))
    SymptomScoreFactory(owner=person, on=ago(27), score=Decimal(5) if rise else Decimal(1))

    assert [one.rise for one in health_of(person).symptoms] == [rise]


@pytest.mark.parametrize(("days", "there"), [(0, True), (28, True), (29, False)])
def test_a_red_flag_counts_for_four_weeks(person, days, there):
    RedFlagTickFactory(owner=person, on=ago(days))

    assert health_of(person).ticks == (frozenset(("jaundice",)) if there else frozenset())


def test_a_red_flag_that_is_over_does_not_count(person):
    RedFlagTickFactory(owner=person, ended_on=LATER)

    assert health_of(person).ticks == frozenset()


def test_today_is_that_of_the_person(person, time_machine):
    """At half past one in the night on the 15th, with days that begin at four, it is the 14th still."""
    person.day_start = dt.time(4)
    time_machine.move_to(dt.datetime(2026, 3, 15, 1, 30, tzinfo=dt.UTC), tick=False)
    RedFlagTickFactory(owner=person, on=ago(28))

    assert health_of(person).ticks == frozenset(("jaundice",))


# --- what was tested --------------------------------------------------------------------------------------------------
def test_every_value_is_there_the_newest_first(person):
    old = SampleFactory(owner=person, taken_on=DAY)
    new = SampleFactory(owner=person, taken_on=LATER, microbiological=True)
    MeasuredFactory(sample=new, value=Decimal("250.5"), low=Decimal(197), high=Decimal("771.5"))
    MeasuredFactory(sample=new, marker="mma", value=Decimal("0.05"), unit="µmol/L", comparator="<")
    MeasuredFactory(sample=old, marker="mcv", value=Decimal(96), unit="fL", high=Decimal(97))

    assert health_of(person).results == (
        Result("b12", 250.5, "ng/L", LATER, 197.0, 771.5, microbiological=True),
        Result("mma", 0.05, "µmol/L", LATER, microbiological=True, comparator="<"),
        Result("mcv", 96.0, "fL", DAY, None, 97.0),
    )


# --- regimens ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("regimens", [0, 1, 3])
def test_whether_there_are_regimens_is_known_without_reading_them(person, regimens):
    for _ in range(regimens):
        RegimenFactory(owner=person)

    assert health_of(person).has_regimens is bool(regimens)


# --- one query --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [0, 1, 30])
def test_it_is_one_query_and_none_when_asked_again(person, rows, django_assert_num_queries):
    for n in range(rows):
        everything(person, n)
    with django_assert_num_queries(1):
        first = health_of(person)
        assert health_of(person) is first

    assert [len(getattr(first, part)) for part in PARTS] == [rows] * len(PARTS)


def test_after_a_write_it_is_read_anew(person, django_assert_num_queries):
    health_of(person)
    MedicineFactory(owner=person)
    assert health_of(person) == Health()  # as long as nobody says so
    forget_health(person)
    with django_assert_num_queries(1):
        assert len(health_of(person).medicines) == 1


def test_forgetting_what_was_never_read_is_no_error(person):
    forget_health(person)

    assert health_of(person) == Health()


# --- what bears on absorption, and when -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ({"since": DAY}, DAY, None),
        ({}, None, None),
        ({"since": DAY, "until": LATER, "taking": False}, DAY, LATER),
        ({"until": LATER, "taking": False}, None, LATER),
    ],
)
def test_a_medicine_counts_from_its_start_to_its_end(person, said, first, last):
    MedicineFactory(owner=person, **said)

    assert spells(person) == [Spell(STATES["metformin"], first, last)]


def test_a_medicine_stopped_nobody_knows_when_counts_on_no_day(person):
    MedicineFactory(owner=person, since=DAY, taking=False)

    assert spells(person) == []


def test_a_medicine_that_changes_nothing_in_the_model_does_not_count(person):
    MedicineFactory(owner=person, key="aspirin", name="Aspirin")
    MedicineFactory(owner=person, key="", name="Something from abroad")

    assert spells(person) == []


def test_a_brand_that_nobody_confirmed_counts(person):
    MedicineFactory(owner=person, confirmed=False)

    assert [spell.state.key for spell in spells(person)] == ["metformin"]


@pytest.mark.parametrize("since", [DAY, None])
def test_a_condition_counts_from_its_date_and_for_good(person, since):
    ConditionFactory(owner=person, since=since)

    assert spells(person) == [Spell(STATES["coeliac"], since, None)]


@pytest.mark.parametrize(
    ("cm", "state"),
    [("19.9", "ileum_under_20_cm"), ("20", "ileum_20_60_cm"), ("60.1", "ileum_over_60_cm"), (None, "ileum_20_60_cm")],
)
def test_a_detail_decides_where_the_table_says_so(person, cm, state):
    ConditionFactory(owner=person, key="ileal_resection", resection_cm=cm and Decimal(cm))

    assert [spell.state.key for spell in spells(person)] == [state]


def test_what_somebody_in_the_family_has_does_not_count(person):
    ConditionFactory(owner=person, relation="family")

    assert spells(person) == []


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (DAY, None, True),
        (DAY + dt.timedelta(days=1), None, False),
        (None, DAY - dt.timedelta(days=1), False),
        (None, DAY, True),
    ],
)
def test_a_spell_holds_on_its_first_and_on_its_last_day(first, last, holds):
    assert Spell(STATES["ppi"], first, last).holds(DAY) is holds
