"""What somebody takes and has is part of how they go on: a what-if leaves it out, or finds that it counts already."""

import pytest

from accounts.models import User
from config.backends import PersonBackend
from tests.factories import ConditionFactory, GasUseFactory, MedicineFactory, ProfileFactory
from tests.tracker.eaters import LAST_28, NOW, ago, eats, oat_milk, tablet
from tracker.models.whatif import REFUSALS, Refusal
from tracker.reports.whatif import Compared, Ground, Side, WhatIfPage, suggestions

pytestmark = pytest.mark.django_db


@pytest.fixture
def eater(person) -> User:
    """Oat milk with 5 µg, every day."""
    eats(person, oat_milk("5"), LAST_28)
    return person


def ground_of(person: User) -> Ground:
    return Ground.read(PersonBackend().get_user(person.pk), now=NOW)


def compared(person: User, *said: dict) -> Compared:
    ground = ground_of(person)
    return Compared.of(ground, list(said), now=Side.of(ground.habit))


def without(state: str) -> dict:
    return {"kind": "stop", "state": state}


def with_it(state: str) -> dict:
    return {"kind": "start", "state": state}


def test_without_ones_own_medicine_is_as_if_it_had_never_been_taken(eater):
    before = Side.of(ground_of(eater).habit)
    MedicineFactory(owner=eater, since=ago(3000))
    found = compared(eater, without("metformin"))

    assert found.made == ["Without metformin"]
    assert round(found.now.per_day.middle, 3) == 0.844
    assert found.then.per_day.middle == pytest.approx(before.per_day.middle)
    assert found.then.projection.plateau_ug.middle == pytest.approx(before.projection.plateau_ug.middle)


def test_what_one_takes_counts_already(eater):
    MedicineFactory(owner=eater)
    ConditionFactory(owner=eater)
    found = compared(eater, with_it("metformin"), with_it("coeliac"), with_it("ppi"))

    assert [line.refusal for line in found.lines] == [REFUSALS[Refusal.HOLDS]] * 2 + [""]
    assert [state.key for state in found.then.habit.states] == ["metformin", "coeliac", "ppi"]


@pytest.mark.parametrize(
    "said", [{"since": ago(9), "until": ago(1), "taking": False}, {"taking": False}, {"since": ago(-1)}]
)
def test_what_one_does_not_take_today_cannot_be_left_out(eater, said):
    MedicineFactory(owner=eater, **said)

    assert [line.refusal for line in compared(eater, without("metformin")).lines] == [REFUSALS[Refusal.DOES_NOT_HOLD]]


def test_of_several_only_the_one_that_is_named_is_left_out(eater):
    ProfileFactory(owner=eater, birth_year=1960)
    MedicineFactory(owner=eater)
    MedicineFactory(owner=eater, key="met_sitagliptin", name="Janumet")
    ConditionFactory(owner=eater)
    found = compared(eater, without("metformin"))

    assert [state.key for state in found.then.habit.states] == ["age_60_74", "coeliac"]
    assert found.now.per_day.middle < found.then.per_day.middle


def test_a_condition_can_be_left_out_too(eater):
    ConditionFactory(owner=eater, key="atrophic_gastritis", name="Atrophic gastritis", since=ago(900))
    found = compared(eater, without("atrophic_gastritis"))

    assert (found.now.projection.loss_per_day, found.then.projection.loss_per_day) == (0.0015, 0.0013)


def test_the_page_says_which_states_are_left_out_and_which_stay(eater):
    MedicineFactory(owner=eater)
    ConditionFactory(owner=eater)
    kept = eater.what_ifs.keep(by=eater, changes=[without("metformin")], now=NOW)
    page = WhatIfPage.build(PersonBackend().get_user(eater.pk), kept, now=NOW)

    assert [(row.name, row.change, row.capacity) for row in page.states] == [
        ("metformin", "left out", "70 %"), ("coeliac disease", "", "80 %")
    ]  # fmt: skip


def test_nobody_is_offered_to_begin_what_they_take(eater):
    offered = [one.words for one in suggestions(ground_of(eater))]
    MedicineFactory(owner=eater)
    now = [one.words for one in suggestions(ground_of(eater))]

    assert "With metformin" in offered
    assert "With metformin" not in now


def test_whoever_is_treated_for_life_is_not_offered_to_leave_the_tablet_out(eater):
    eats(eater, tablet("1000"), LAST_28, at="12:00")
    ConditionFactory(owner=eater, key="pernicious_anaemia", name="Pernicious anaemia")
    ground = ground_of(eater)

    assert ground.circumstances.treated_for_life
    assert not [one.words for one in suggestions(ground) if one.words.startswith("Without")]


def test_kidney_failure_leaves_nothing_to_compare(eater):
    ConditionFactory(owner=eater, key="kidney_failure", name="Kidney failure")

    assert "Kidney failure" in ground_of(eater).why_off
    assert suggestions(ground_of(eater)) == ()


def test_nor_does_nitrous_oxide(eater):
    GasUseFactory(owner=eater, on=ago(300))

    assert "Nitrous oxide" in ground_of(eater).why_off
    assert suggestions(ground_of(eater)) == ()
