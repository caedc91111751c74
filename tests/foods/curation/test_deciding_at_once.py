"""Several curators press at the same moment. On PostgreSQL, where transactions really run side by side."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from accounts.models import User
from foods.curation import deciding
from foods.models import Concern, ConcernKind, ConcernState, Food
from tests.factories import ConcernFactory, FoodFactory, UserFactory
from tests.foods.curation.people import NOW

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'",
        reason="a test database in memory locks whole tables; a file has one writer at a time anyway",
    ),
]
AT_ONCE = 4


def curators() -> list[User]:
    """The right is given by hand: the flush after such a test takes the groups away."""
    kind = ContentType.objects.get_for_model(Concern)
    right, _ = Permission.objects.get_or_create(content_type=kind, codename="decide_concern")
    people = UserFactory.create_batch(AT_ONCE, is_staff=True)
    for somebody in people:
        somebody.user_permissions.add(right)
    return people


def at_once(do: Callable[[User], object]) -> list:
    gate, people = threading.Barrier(AT_ONCE), curators()

    def run(somebody: User) -> object:
        try:
            gate.wait(timeout=10)
            return do(somebody)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, people))


def test_of_many_who_say_yes_at_once_one_decides():
    concern = ConcernFactory(food=FoodFactory(name="Tuna"), facts={"changes": {"b12_ug": ["1", None]}})
    done = at_once(lambda curator: deciding.accept(concern.pk, by=curator, now=NOW).done)

    assert sorted(done) == [False] * (AT_ONCE - 1) + [True]
    assert Food.history.filter(id=concern.food_id).count() == 2


def test_yes_and_no_at_once_leave_one_answer():
    concern = ConcernFactory(food=FoodFactory(name="Tuna"), facts={"changes": {"b12_ug": ["1", None]}})
    first = []

    def press(curator: User) -> bool:
        first.append(curator)
        act = deciding.accept if len(first) % 2 else deciding.reject
        return act(concern.pk, by=curator, now=NOW, reason="no").done

    assert sum(at_once(press)) == 1
    state = Concern.objects.get(pk=concern.pk).state
    assert (Food.objects.get(name="Tuna").b12_ug is None) == (state == ConcernState.ACCEPTED)


def test_two_pairs_that_share_a_food_never_wait_for_each_other():
    one, other = FoodFactory(name="A"), FoodFactory(name="B")
    pairs = [
        ConcernFactory(kind=ConcernKind.DUPLICATE, food=one, other=other, facts={"keep": one.pk}),
        ConcernFactory(kind=ConcernKind.DUPLICATE, food=other, other=one, facts={"keep": other.pk}),
    ]
    turn = iter(range(AT_ONCE))
    done = at_once(lambda curator: deciding.accept(pairs[next(turn) % 2].pk, by=curator, now=NOW).done)

    assert sum(done) == 1
    assert Food.objects.published().count() == 1
