"""The order of the queue, from item to item and page by page."""

import random

import pytest

from foods.curation.kinds import GRAVITY
from foods.models import Concern, ConcernKind
from foods.reports.curate import queue
from foods.reports.curate.place import neighbour, next_of, open_concerns
from foods.reports.curate.queue import QueuePage
from tests.factories import ConcernFactory, ProposalFactory, UserFactory

pytestmark = pytest.mark.django_db
K = ConcernKind


def numbers(*concerns: Concern) -> list[int]:
    return [concern.pk for concern in concerns]


def listed(kind: str = "") -> list[int]:
    return list(open_concerns(kind).values_list("pk", flat=True))


def from_somebody_new(kind: str) -> Concern:
    proposal = ProposalFactory()
    return ConcernFactory(kind=kind, food=proposal.food, proposal=proposal, facts={"newcomer": True})


def test_of_what_is_logged_as_often_the_gravest_comes_first():
    kinds = [
        K.STALE, K.UNSOURCED, K.NO_ORIGIN, K.DUPLICATE, K.OUTLIER, K.CONFLICT, K.CORRECTION, K.UNIT, K.IMPOSSIBLE
    ]  # fmt: skip
    raised = [ConcernFactory(kind=kind, logged=4) for kind in kinds]

    assert listed() == numbers(*reversed(raised))


def test_every_kind_has_its_gravity():
    assert set(GRAVITY) == set(ConcernKind)


def test_what_people_sent_is_as_grave_new_or_not_and_the_first_comes_first():
    first, second, third = (ConcernFactory(kind=kind) for kind in (K.CORRECTION, K.PROPOSAL, K.CORRECTION))

    assert listed() == numbers(first, second, third)


def test_how_often_it_is_logged_says_more_than_how_grave_it_is():
    grave, often = ConcernFactory(kind=K.IMPOSSIBLE, logged=3), ConcernFactory(kind=K.STALE, logged=4)

    assert listed() == numbers(often, grave)


def test_what_somebody_new_sent_is_behind_the_rest():
    new = from_somebody_new(K.CORRECTION)
    known, stale = ConcernFactory(kind=K.CORRECTION), ConcernFactory(kind=K.STALE)

    assert listed() == numbers(known, stale, new)
    assert listed(K.CORRECTION) == numbers(known, new)


@pytest.mark.parametrize("kind", ["", K.CORRECTION, K.UNIT])
def test_step_by_step_and_page_by_page_the_order_is_that_of_the_list(kind, monkeypatch):
    dice = random.Random(12)
    for _ in range(40):
        some = dice.choice([K.STALE, K.UNIT, K.PROPOSAL, K.CORRECTION, K.OUTLIER, None])
        concern = ConcernFactory(kind=some) if some else from_somebody_new(K.CORRECTION)
        Concern.objects.filter(pk=concern.pk).update(logged=dice.choice([0, 0, 0, 3, 4]))
    monkeypatch.setattr(queue, "ROWS_A_PAGE", 7)
    order, by = listed(kind), UserFactory()
    concerns = Concern.objects.in_bulk(order)
    pages = [QueuePage.build(by, kind=kind, page=page, at=None).rows for page in range(1, 2 + (len(order) - 1) // 7)]

    assert [neighbour(concerns[pk], kind, after=True) for pk in order] == [*order[1:], None]
    assert [neighbour(concerns[pk], kind, after=False) for pk in order] == [None, *order[:-1]]
    assert [row.pk for rows in pages for row in rows] == order


def test_the_last_one_leads_back_to_the_one_before():
    graver, last = ConcernFactory(kind=K.UNIT), ConcernFactory(kind=K.STALE)
    Concern.objects.filter(pk=last.pk).update(state="rejected")

    assert next_of(last, "") == graver.pk
