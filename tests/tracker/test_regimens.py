"""What a person takes by a plan: read in one query, as the domain wants it; and which entries are doses of it."""

import datetime as dt
from decimal import Decimal

import pytest

from foods.choices import Origin
from tests.factories import EntryFactory, FoodFactory, PhaseFactory, RegimenFactory, UserFactory
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
