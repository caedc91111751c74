"""A proposal on its way into the queue."""

from decimal import Decimal

import pytest

from foods.curation import popularity
from foods.curation.kinds import FOUND, KINDS, can_accept
from foods.curation.proposals import raise_for
from foods.models import Concern, ConcernKind, ProposalKind
from foods.templatetags._icons import ICONS
from tests.factories import ConcernFactory, FoodFactory, ProposalFactory
from tests.foods.curation.people import NOW


@pytest.mark.django_db
def test_a_correction_says_what_stands_there_and_what_is_proposed():
    food = FoodFactory(name="Oats", b12_ug=Decimal(1))
    proposal = ProposalFactory(food=food, values={"b12_ug": "2", "name": "Oat flakes"}, portions=[["cup", "90", True]])
    concern = raise_for(proposal, now=NOW)

    assert (concern.kind, concern.food, concern.proposal, concern.raised_at) == ("correction", food, proposal, NOW)
    assert concern.facts == {
        "changes": {"b12_ug": ["1", "2"], "name": ["Oats", "Oat flakes"]}, "portions": [["cup", "90", True]],
    }  # fmt: skip


@pytest.mark.django_db
def test_a_new_food_has_nothing_before_it():
    own = FoodFactory(owner=None)
    proposal = ProposalFactory(kind=ProposalKind.NEW, food=None, own_food=own, values={"name": "Oats", "b12_ug": None})
    concern = raise_for(proposal, now=NOW)

    assert (concern.kind, concern.food) == ("proposal", None)
    assert concern.facts == {"changes": {"name": [None, "Oats"], "b12_ug": [None, None]}}


@pytest.mark.django_db
def test_a_proposal_stands_in_the_queue_once():
    proposal = ProposalFactory()
    assert raise_for(proposal, now=NOW) == raise_for(proposal, now=NOW)
    assert Concern.objects.count() == 1


@pytest.mark.django_db
def test_corrections_of_what_many_log_come_first(monkeypatch):
    monkeypatch.setattr(popularity, "_registered", [lambda ids: dict.fromkeys(ids, 7)])

    assert raise_for(ProposalFactory(), now=NOW).logged == 7


def test_another_counter_may_be_registered_and_given_back():
    before = popularity.register(lambda ids: {1: 5})
    try:
        assert popularity.logged([1]) == {1: 5}
    finally:
        popularity.register(before)
    assert popularity.nobody([1]) == {}


def test_every_kind_has_its_words_and_an_icon_that_is_drawn():
    assert set(KINDS) == set(ConcernKind)
    assert [kind.icon for kind in KINDS.values() if kind.icon not in ICONS] == []
    assert set(ConcernKind) - {"proposal", "correction", "conflict"} == FOUND
    assert [str(kind) for kind, words in KINDS.items() if words.merges] == ["duplicate"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "facts", "can"),
    [
        ("unsourced", {}, False),
        ("unsourced", {"changes": {"grade": ["user", "label"]}}, True),
        ("no_origin", {}, False),
        ("stale", {}, True),
    ],
)
def test_some_kinds_can_only_be_accepted_with_a_suggestion(kind, facts, can):
    assert can_accept(ConcernFactory(kind=kind, facts=facts)) is can
