"""What a person takes by a plan: read in one query, as the domain wants it; and which entries are doses of it."""

import datetime as dt
from decimal import Decimal

import pytest

from foods.choices import Origin
from tests.factories import EntryFactory, PhaseFactory, RegimenFactory
from tracker.domain.regimens.plans import CountsFrom, Phase, Plan, Skipped, Taken, Unit
from tracker.models import Skip
from tracker.regimens import OwnRegimen, doses_since, forget_regimens, read_doses, regimens_of, taken_by

MARCH = dt.date(2026, 3, 1)
TODAY = dt.date(2026, 3, 14)


# --- reading ----------------------------------------------------------------------------------------------------------
def test_a_regimen_comes_with_all_that_was_said_of_it(person):
    kept = RegimenFactory(
        owner=person, injections=True, template="uk_oh_noneuro_load", amount=Decimal("1.5"), remind=False,
        dose_ug=Decimal("1000.5"), stock=Decimal("4.50"), stock_on=TODAY, began=dt.date(2025, 1, 2),
        reviewed_on=dt.date(2026, 2, 3), stopped_on=dt.date(2026, 12, 24), note="left arm",
    )  # fmt: skip
    PhaseFactory(
        regimen=kept, position=1, unit="months", every=2, starts_on=dt.date(2026, 3, 15), ends_on=dt.date(2027, 1, 1)
    )
    PhaseFactory(regimen=kept, position=0, unit="weeks", weekdays="024", at=dt.time(8, 30), loading=True)
    Skip.objects.create(regimen=kept, due_on=dt.date(2026, 3, 6), reason="away")
    Skip.objects.create(regimen=kept, due_on=dt.date(2026, 3, 4))

    assert regimens_of(person) == (
        OwnRegimen(
            plan=Plan(
                id=kept.pk,
                name="B12 injection, 1,000 µg (hydroxocobalamin)",
                route="injected",
                phases=(
                    Phase(Unit.WEEKS, 1, MARCH, None, frozenset((0, 2, 4)), dt.time(8, 30), loading=True),
                    Phase(Unit.MONTHS, 2, dt.date(2026, 3, 15), dt.date(2027, 1, 1)),
                ),
                counts_from=CountsFrom.LAST_DOSE,
                dose_ug=1000.5,
                form="hydroxocobalamin",
                prescribed=True,
                entered=MARCH,
                began=dt.date(2025, 1, 2),
                reviewed_on=dt.date(2026, 2, 3),
                stopped_on=dt.date(2026, 12, 24),
            ),
            food_id=kept.food_id,
            portion_id=None,
            amount=1.5,
            remind=False,
            stock=4.5,
            stock_on=TODAY,
            template="uk_oh_noneuro_load",
            skipped=(Skipped(dt.date(2026, 3, 4)), Skipped(dt.date(2026, 3, 6), "away")),
            note="left arm",
        ),
    )


def test_what_was_not_said_is_none(person):
    kept = RegimenFactory(owner=person, dose_ug=None, form="")
    PhaseFactory(regimen=kept)
    (own,) = regimens_of(person)

    assert (own.plan.dose_ug, own.plan.form, own.plan.began, own.plan.reviewed_on) == (None, "", None, None)
    assert (own.plan.stopped_on, own.stock, own.stock_on, own.skipped) == (None, None, None, ())
    assert own.plan.phases == (Phase(Unit.DAYS, 1, MARCH),)


def test_others_regimens_are_not_read(person):
    theirs = RegimenFactory()
    PhaseFactory(regimen=theirs)
    Skip.objects.create(regimen=theirs, due_on=TODAY)

    assert regimens_of(person) == ()


@pytest.mark.parametrize("rows", [0, 1, 30])
def test_it_is_one_query_and_none_the_second_time(person, rows, django_assert_num_queries):
    for _ in range(rows):
        PhaseFactory(regimen=RegimenFactory(owner=person))

    with django_assert_num_queries(1):
        assert len(regimens_of(person)) == rows
        assert regimens_of(person) is regimens_of(person)


def test_after_a_write_they_are_read_anew(person):
    assert regimens_of(person) == ()
    PhaseFactory(regimen=RegimenFactory(owner=person))
    forget_regimens(person)

    assert len(regimens_of(person)) == 1


# --- doses ------------------------------------------------------------------------------------------------------------
def regimen(pk: int = 1, *, food_id: int = 7, route: str = "swallowed", start: dt.date = MARCH, **more) -> OwnRegimen:
    plan = Plan(pk, "B12", route, (Phase(Unit.WEEKS, 1, start),), CountsFrom.CALENDAR, **more)
    return OwnRegimen(plan, food_id, None, 1.0, True, None, None, "")


def row(on: dt.date, *, food_id: int = 7, origin: str = Origin.SUPPLEMENT, hour: int = 8) -> tuple:
    return food_id, on, dt.datetime.combine(on, dt.time(hour), tzinfo=dt.UTC), origin


def days(taken: list[Taken]) -> list[str]:
    return [f"{dose.on:%d.%m.}" for dose in taken]


def test_a_dose_is_any_entry_of_the_food():
    found = taken_by([regimen(1), regimen(2, food_id=8)], [row(TODAY, hour=20), row(TODAY), row(MARCH, food_id=8)])

    assert found == {
        1: [Taken(TODAY, dt.datetime(2026, 3, 14, hour, tzinfo=dt.UTC)) for hour in (8, 20)],
        2: [Taken(MARCH, dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC))],
    }


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], ["13.03.", "14.03."]),
        ([regimen(2, food_id=8)], ["13.03.", "14.03."]),  # tablets beside it
        ([regimen(2, food_id=8, route="injected", stopped_on=MARCH)], ["13.03.", "14.03."]),
        ([regimen(2, food_id=8, route="injected")], ["14.03."]),  # of which of them it was nobody knows
    ],
)
def test_any_injection_is_a_dose_of_the_only_plan_of_injections(others, expected):
    rows = [
        row(TODAY - dt.timedelta(days=2), food_id=9),
        row(TODAY - dt.timedelta(days=1), food_id=9, origin=Origin.INJECTED),
        row(TODAY, origin=Origin.INJECTED),
    ]

    assert days(taken_by([regimen(route="injected"), *others], rows)[1]) == expected


def test_nothing_counts_long_before_the_plan_or_after_it():
    rows = [row(dt.date(2026, 2, day)) for day in (21, 22)] + [row(dt.date(2026, 3, day)) for day in (13, 14, 15)]

    assert days(taken_by([regimen(stopped_on=TODAY)], rows)[1]) == ["22.02.", "13.03.", "14.03."]


def entry(person, on: dt.date, **fields):
    about = {"owner": person, "origin": Origin.SUPPLEMENT, "eaten_at": dt.datetime.combine(on, dt.time(8), dt.UTC)}
    return EntryFactory(**about | fields)


def read(person, since) -> list[str]:
    return [f"{row.local_date:%d.%m.%y}" for row in read_doses(person, since=since)]


def test_doses_are_read_for_what_is_planned(person):
    kept = RegimenFactory(owner=person)
    PhaseFactory(regimen=kept)
    for on in (TODAY, dt.date(2026, 3, 12)):
        entry(person, on, food=kept.food)
    entry(person, dt.date(2026, 3, 13), food=kept.food, removed_at=dt.datetime(2026, 3, 14, tzinfo=dt.UTC))
    entry(person, TODAY)  # of another food
    entry(person, TODAY, origin=Origin.INJECTED)  # no injection is planned
    EntryFactory(food=kept.food)  # somebody else's

    assert read_doses(person, since=dt.date(2026, 3, 2)) == (
        (kept.food_id, dt.date(2026, 3, 12), dt.datetime(2026, 3, 12, 8, tzinfo=dt.UTC), "supplement"),
        (kept.food_id, TODAY, dt.datetime(2026, 3, 14, 8, tzinfo=dt.UTC), "supplement"),
    )


def test_the_day_before_on_which_it_was_last_had_is_read_too(person):
    kept = RegimenFactory(owner=person)
    PhaseFactory(regimen=kept)
    entry(person, dt.date(2025, 12, 30), food=kept.food)
    entry(person, dt.date(2025, 12, 31), food=kept.food)
    entry(person, dt.date(2025, 12, 31), food=kept.food, eaten_at=dt.datetime(2025, 12, 31, 20, tzinfo=dt.UTC))

    assert read(person, MARCH) == ["31.12.25", "31.12.25"]
    assert read(person, dt.date(2025, 12, 31) + dt.timedelta(days=400)) == ["31.12.25", "31.12.25"]
    assert read(person, dt.date(2025, 12, 31) + dt.timedelta(days=401)) == []


def test_each_is_read_from_its_own_day_on(person):
    tablet, injected = RegimenFactory(owner=person), RegimenFactory(owner=person, injections=True)
    for on in (MARCH, dt.date(2026, 3, 9), TODAY):
        entry(person, on, food=tablet.food)
        entry(person, on - dt.timedelta(days=1), origin=Origin.INJECTED)  # of any product

    assert read(person, {tablet.pk: TODAY}) == ["09.03.26", "14.03.26"]
    assert read(person, {injected.pk: dt.date(2026, 3, 8)}) == ["08.03.26", "13.03.26"]
    assert read(person, {tablet.pk: TODAY, injected.pk: MARCH}) == ["08.03.26", "09.03.26", "13.03.26", "14.03.26"]
    assert read(person, {}) == []


def test_of_two_plans_of_injections_each_has_its_own_product(person):
    first, second = (RegimenFactory(owner=person, injections=True) for _ in range(2))
    entry(person, MARCH, food=first.food, origin=Origin.INJECTED)
    entry(person, TODAY, food=second.food, origin=Origin.INJECTED)

    assert read(person, {first.pk: MARCH}) == ["01.03.26"]
    assert read(person, MARCH) == ["01.03.26", "14.03.26"]


def test_an_injection_of_a_product_with_an_earlier_plan_comes_once(person):
    stopped = RegimenFactory(owner=person, injections=True, stopped_on=TODAY)
    RegimenFactory(owner=person, injections=True, food=stopped.food)
    entry(person, MARCH, food=stopped.food, origin=Origin.INJECTED)

    assert read(person, MARCH) == ["01.03.26"]


@pytest.mark.parametrize("rows", [1, 30])
def test_doses_are_one_query(person, rows, django_assert_num_queries):
    kept = RegimenFactory(owner=person)
    PhaseFactory(regimen=kept)
    for _ in range(rows):
        EntryFactory(owner=person, food=kept.food)
    regimens_of(person)

    with django_assert_num_queries(1):
        assert len(read_doses(person, since=MARCH)) == rows


def test_without_a_plan_no_doses_are_asked_for(person, django_assert_num_queries):
    EntryFactory(owner=person, origin=Origin.INJECTED)
    regimens_of(person)

    with django_assert_num_queries(0):
        assert read_doses(person, since=MARCH) == ()


def test_doses_are_needed_for_a_year_or_two_rounds_of_the_longest_plan():
    long = OwnRegimen(
        Plan(1, "B12", "injected", (Phase(Unit.MONTHS, 12, MARCH),), CountsFrom.LAST_DOSE),
        7,
        None,
        1.0,
        True,
        None,
        None,
        "",
    )

    assert doses_since([], today=TODAY) == doses_since([regimen()], today=TODAY) == TODAY - dt.timedelta(days=400)
    assert doses_since([regimen(), long], today=TODAY) == TODAY - dt.timedelta(days=744)
