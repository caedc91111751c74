"""One dose worked through the formula: what is printed adds up to what the model says."""

from decimal import Decimal

import pytest

from tests.tracker.eaters import TODAY, a_food, ago, ampoule, eats, oat_milk, spray, tablet
from tracker.domain.states import NORMAL, STATES, combine
from tracker.reports.absorbed import absorb, taken_between
from tracker.reports.status.example import example_of


def example(person, state=NORMAL):
    absorption = absorb(taken_between(person, ago(40), TODAY))
    return example_of(absorption, range(len(absorption.rows)), state)


def test_it_is_the_dose_that_gave_most(person):
    eats(person, oat_milk("1"), [1, 2])
    eats(person, tablet("1000"), [3])
    found = example(person)

    assert (found.name, found.dose_ug, found.is_plain, found.is_large_tablet) == ("Tablet 1000", 1000, True, True)
    assert round(found.carried_ug, 3) == 1.497
    assert found.passive_ug == 12.0
    assert round(found.absorbed_ug, 3) == 13.497


def test_a_food_shows_what_it_offers(person):
    eats(person, a_food("20", category="organ_meat"))
    found = example(person)

    assert (found.factor, found.release, found.is_plain, found.is_large_tablet) == (0.55, 1.0, False, False)
    assert found.effective_ug == pytest.approx(11)
    assert found.absorbed_ug == pytest.approx(1.5 * 11 / 12.7 + 0.132)


def test_a_state_takes_its_share_of_food_but_frees_no_tablet(person):
    eats(person, a_food("2", category="meat"))
    state = combine([STATES["ppi"], STATES["metformin"]])
    found = example(person, state)

    assert (found.release, found.capacity, round(found.effective_ug, 3)) == (0.4, 0.7, 0.72)
    assert found.carried_ug == pytest.approx(0.7 * 1.5 * 0.72 / 2.42)
    eats(person, tablet("10"))
    assert (example(person, state).release, example(person, state).is_plain) == (1.0, True)


def test_a_food_of_two_parts_is_no_example(person):
    eats(person, a_food("50", category="milk_cream", b12_added_ug=Decimal(20)))
    assert example(person) is None

    eats(person, oat_milk("1"))
    assert example(person).name == "Oat milk"


@pytest.mark.parametrize("food", [ampoule, spray, lambda: a_food(None), lambda: a_food("0"), lambda: tablet(None)])
def test_what_does_not_go_through_the_gut_or_gives_nothing_is_none(person, food):
    eats(person, food())

    assert example(person) is None


@pytest.mark.parametrize(("ug", "large"), [("19.9", False), ("20", True)])
def test_from_twenty_on_a_tablet_is_large(person, ug, large):
    eats(person, tablet(ug))

    assert example(person).is_large_tablet is large
