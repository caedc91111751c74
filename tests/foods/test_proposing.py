"""Sending proposals: once, not too many, taken back, forgotten."""

import datetime as dt
import threading
import uuid
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from accounts.models import User
from foods import proposing
from foods.curation import popularity
from foods.models import Concern, Food, Proposal
from foods.proposing import NotNow, Why
from tests.factories import FoodFactory, ProposalFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 14, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def known(db) -> User:
    """Somebody who is here for long, with a proposal that was taken."""
    user = UserFactory(date_joined=NOW - 90 * DAY)
    ProposalFactory(proposer=user, state="accepted", decided_at=NOW - 30 * DAY, sent_at=NOW - 31 * DAY)
    return user


def own(person: User, **fields) -> Food:
    return FoodFactory(owner=person, source=None, source_ref="", **fields)


def send(person: User, food: Food, *, uid: uuid.UUID | None = None, now=NOW, **said) -> proposing.Sent:
    default = {"values": {"b12_ug": "2"}, "portions": [], "reason": "The label.", "evidence_url": "", "photo": None}
    return proposing.propose(by=person, uid=uid or uuid.uuid4(), food=food, now=now, **default | said)


def label() -> ContentFile:
    return ContentFile(b"a label", name="0123.jpg")


def test_a_correction_names_its_food_and_stands_in_the_queue(known):
    food = FoodFactory()

    sent = send(known, food, evidence_url="https://example.org/label")

    proposal = Proposal.objects.get(pk=sent.proposal.pk)
    assert (proposal.kind, proposal.food, proposal.own_food, proposal.state) == ("correction", food, None, "waiting")
    assert (proposal.values, proposal.evidence_url, proposal.sent_at) == (
        {"b12_ug": "2"},
        "https://example.org/label",
        NOW,
    )
    assert Concern.objects.get().proposal == proposal


def test_an_own_food_is_offered_and_stays_as_it_is(known):
    food = own(known)

    proposal = send(known, food, values={"name": "Oat drink", "b12_ug": None}).proposal

    assert (proposal.kind, proposal.food, proposal.own_food) == ("new", None, food)
    food.refresh_from_db()
    assert (food.owner, food.b12_ug) == (known, Decimal("1.00"))


def test_the_same_form_sends_once(known, media):
    food, uid = FoodFactory(), uuid.uuid4()

    first, second = (send(known, food, uid=uid, photo=label()) for _ in range(2))

    assert (first.new, second.new) == (True, False)
    assert first.proposal == second.proposal
    assert Proposal.objects.filter(state="waiting").count() == Concern.objects.count() == 1
    assert len(list(media.rglob("*.jpg"))) == 1


def test_nobody_can_take_the_uid_of_somebody_elses_form(known):
    uid, other = uuid.uuid4(), UserFactory(date_joined=NOW - 90 * DAY)

    assert send(other, FoodFactory(), uid=uid).new
    assert send(known, FoodFactory(), uid=uid).new


def test_a_photo_is_for_its_owner_alone_on_disk_too(known, media):
    send(known, FoodFactory(), photo=label())

    (file,) = media.rglob("*.jpg")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_what_cannot_be_stored_leaves_no_photo(known, media, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(proposing, "_raise_for", fail)
    with pytest.raises(RuntimeError):
        send(known, FoodFactory(), photo=label())

    assert not Proposal.objects.filter(state="waiting").exists()
    assert not list(media.rglob("*.jpg"))


# --- limits ---------------------------------------------------------------------------------------------------------
def refused(person: User, food: Food, **said) -> Why:
    before = Proposal.objects.count()
    with pytest.raises(NotNow) as error:
        send(person, food, **said)
    assert Proposal.objects.count() == before
    assert error.value.sentence == str(proposing.SENTENCES[error.value.why])
    return error.value.why


def test_a_demo_proposes_nothing():
    assert refused(UserFactory(demo_until=NOW + DAY), FoodFactory()) == Why.DEMO


def test_one_proposal_a_food_at_a_time(known):
    food, mine = FoodFactory(), own(known)
    send(known, food)
    send(known, mine)

    assert refused(known, food) == refused(known, mine) == Why.WAITING
    assert proposing.refusal(by=UserFactory(date_joined=NOW - 90 * DAY), food=food, now=NOW) is None


def test_ten_wait_at_most(known):
    ProposalFactory.create_batch(9, proposer=known)
    assert send(known, FoodFactory()).new

    assert refused(known, FoodFactory()) == Why.OPEN


@pytest.mark.parametrize("joined", [6, 90])
def test_three_wait_at_most_while_somebody_is_new(joined):
    """A week young, or here for long and nothing taken so far."""
    person = UserFactory(date_joined=NOW - joined * DAY)
    for _ in range(3):
        send(person, FoodFactory())

    assert refused(person, FoodFactory()) == Why.OPEN_OF_NEW


def test_a_young_account_is_new_though_something_was_taken():
    young = UserFactory(date_joined=NOW - 6 * DAY)
    ProposalFactory(proposer=young, state="accepted", decided_at=NOW)

    assert proposing.is_new(young, now=NOW)
    assert not proposing.is_new(young, now=NOW + DAY)


def test_twenty_a_day_at_most(known):
    ProposalFactory.create_batch(20, proposer=known, state="withdrawn", decided_at=NOW, sent_at=NOW - DAY / 2)

    assert refused(known, FoodFactory()) == Why.DAY
    assert send(known, FoodFactory(), now=NOW + DAY).new


def test_items_of_somebody_new_are_marked_and_those_of_others_not(known):
    new = UserFactory(date_joined=NOW)
    send(new, FoodFactory())
    send(known, FoodFactory())

    marks = {c.proposal.proposer: c.facts.get("newcomer") for c in Concern.objects.select_related("proposal__proposer")}
    assert marks == {new: True, known: None}


def test_items_of_somebody_new_stand_behind_the_others_and_stay_there(known):
    before = popularity.register(lambda ids: dict.fromkeys(ids, 5))
    try:
        food = FoodFactory()
        first = send(UserFactory(date_joined=NOW), food).proposal
        second = send(known, food).proposal
        assert popularity.refresh(NOW) == 0
    finally:
        popularity.register(before)

    assert list(Concern.objects.values_list("proposal", "logged")) == [(second.pk, 5), (first.pk, 0)]


# --- taken back, read, forgotten ------------------------------------------------------------------------------------
def test_what_is_withdrawn_leaves_the_queue_and_loses_its_photo(known, media, django_capture_on_commit_callbacks):
    sent = send(known, FoodFactory(), photo=label()).proposal

    with django_capture_on_commit_callbacks(execute=True):
        assert proposing.withdraw(by=known, pk=sent.pk, now=NOW + DAY)

    sent.refresh_from_db()
    assert (sent.state, sent.decided_at, bool(sent.photo)) == ("withdrawn", NOW + DAY, False)
    assert Concern.objects.get().state == "gone"
    assert not list(media.rglob("*.jpg"))
    assert not proposing.withdraw(by=known, pk=sent.pk, now=NOW + 2 * DAY)


def test_what_was_decided_cannot_be_withdrawn(known):
    decided = ProposalFactory(proposer=known, state="rejected", decided_at=NOW, answer="No.")

    assert not proposing.withdraw(by=known, pk=decided.pk, now=NOW + DAY)
    decided.refresh_from_db()
    assert (decided.state, decided.decided_at) == ("rejected", NOW)


def test_somebody_elses_cannot_be_withdrawn(known):
    hers = send(UserFactory(), FoodFactory()).proposal

    with pytest.raises(Proposal.DoesNotExist):
        proposing.withdraw(by=known, pk=hers.pk, now=NOW)
    assert Concern.objects.get().state == "open"


def test_answers_are_read_once(known):
    ProposalFactory(proposer=known, state="rejected", decided_at=NOW)
    ProposalFactory(state="rejected", decided_at=NOW)
    send(known, FoodFactory())

    assert [proposing.mark_read(by=known, now=NOW) for _ in range(2)] == [2, 0]
    assert Proposal.objects.filter(seen_at=None).count() == 2


def test_erasing_takes_what_was_not_taken_with_its_photos_and_leaves_the_food(
    known, media, django_capture_on_commit_callbacks
):
    food = FoodFactory(proposed_by=known)
    taken = ProposalFactory(proposer=known, state="accepted", decided_at=NOW, photo=label(), food=food)
    refused_one = ProposalFactory(proposer=known, state="rejected", decided_at=NOW, photo=label())
    waiting = send(known, FoodFactory(), photo=label()).proposal

    with django_capture_on_commit_callbacks(execute=True):
        proposing.forget(known)
        known.delete()

    assert not Proposal.objects.filter(pk__in=[waiting.pk, refused_one.pk]).exists()
    assert not Concern.objects.exists()
    for left in (taken, food):
        left.refresh_from_db()
    assert (taken.proposer, food.proposed_by) == (None, None)
    assert [file.name for file in media.rglob("*.jpg")] == [taken.photo.name.rpartition("/")[2]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time there anyway")
def test_two_tabs_at_once_send_one(known):
    food, uid, done = FoodFactory(), uuid.uuid4(), []

    def press() -> None:
        try:
            done.append(send(known, food, uid=uid).new)
        finally:
            connection.close()

    tabs = [threading.Thread(target=press) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert sorted(done) == [False, True]
    assert Proposal.objects.filter(state="waiting").count() == 1
