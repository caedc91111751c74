"""A curator closes the account: what they decided stands without their name, and nothing that is everybody's goes."""

import json
import uuid
from decimal import Decimal

import pytest
from django.core import serializers
from django.core.files.base import ContentFile

from accounts.models import User
from foods.choices import State
from foods.curation import deciding
from foods.curation.proposals import raise_for
from foods.models import (
    Alias,
    Concern,
    ConcernKind,
    ConcernState,
    Curator,
    Food,
    ImportRun,
    Portion,
    Proposal,
    ProposalState,
    Source,
)
from foods.reports.curate.history import HistoryPage
from foods.reports.curate.imports import who
from foods.reports.curate.item import ItemPage
from foods.reports.curate.place import Place
from tests.factories import (
    ConcernFactory,
    FoodFactory,
    ImportRunFactory,
    PortionFactory,
    ProposalFactory,
    UserFactory,
)
from tests.foods.curation.people import NOW, a_curator
from tests.tracker.everything import columns_naming
from tracker.actions_erasing import erase_person

pytestmark = pytest.mark.django_db
LATER = NOW.replace(hour=15)
TABLES = (Source, Food, Food.history.model, Portion, Alias, Proposal, Concern, ImportRun)
PEOPLE = {  # who did it: what a row may lose
    "foods.food": {"proposed_by", "reviewed_by"},
    "foods.historicalfood": {"proposed_by", "reviewed_by", "history_user"},
    "foods.proposal": {"proposer", "own_food"},
    "foods.concern": {"first_by", "decided_by"},
    "foods.importrun": {"started_by"},
}


@pytest.fixture(autouse=True)
def photos(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def other():
    return a_curator()


@pytest.fixture
def leaver():
    return a_curator()


def sent(by: User, **fields) -> Concern:
    return raise_for(ProposalFactory(proposer=by, **fields), now=NOW)


def new_food(by: User) -> Concern:
    """Their own food, offered to everybody."""
    own = FoodFactory(owner=by, name="For my knee", source=None, source_ref="")
    values = {"name": "Soy drink", "brand": "Alp", "basis": "ml100", "b12_ug": "0.38", "origin": "added"}
    return sent(by, kind="new", food=None, own_food=own, values=values)


def a_life(leaver: User, other: User) -> dict[str, Concern]:
    """Everything that a curator can do, and what others did of theirs."""
    done = {
        "edited": ConcernFactory(kind=ConcernKind.OUTLIER),
        "retired": ConcernFactory(kind=ConcernKind.STALE),
        "merged": ConcernFactory(kind=ConcernKind.DUPLICATE, other=FoodFactory(name="Tuna in brine")),
        "of two": ConcernFactory(kind=ConcernKind.STALE, food=FoodFactory(name="Salmon")),
        "published": new_food(leaver),
        "corrected": sent(leaver),
        "not taken": sent(leaver),
    }
    deciding.edit(done["edited"].pk, by=leaver, now=NOW, values={"b12_ug": Decimal("0.9")})
    deciding.retire(done["retired"].pk, by=leaver, now=NOW, reason="Not sold any more.")
    deciding.merge(done["merged"].pk, by=leaver, now=NOW, keep=done["merged"].food_id)
    deciding.accept(done["published"].pk, by=other, now=NOW)
    deciding.accept(done["corrected"].pk, by=other, now=NOW)
    deciding.reject(done["not taken"].pk, by=other, now=NOW, reason="The label says 1.")
    Concern.objects.filter(pk=done["of two"].pk).update(first_by=leaver, first_at=NOW, facts={"first": "accept"})
    sent(leaver).proposal.photo.save("label.jpg", ContentFile(b"\xff\xd8\xff"))
    Curator.objects.create(user=leaver)
    ImportRunFactory(started_by=leaver, uid=uuid.uuid4(), state="done")
    PortionFactory(food=FoodFactory(name="In the admin"))
    return done


def rows() -> dict[tuple[str, int], dict]:
    """Every row of the shared tables as text."""
    told = serializers.serialize("python", [row for table in TABLES for row in table._base_manager.all()])
    return {(row["model"], row["pk"]): row["fields"] for row in told}


def close_account(person: User, on_commit) -> None:
    with on_commit(execute=True):
        erase_person(person=person)


def test_who_did_everything_leaves_everything_without_a_name(leaver, other, photos, django_capture_on_commit_callbacks):
    done = a_life(leaver, other)
    own = Food.objects.get(owner=leaver)
    waiting = Concern.objects.get(proposal__proposer=leaver, proposal__state=ProposalState.WAITING)
    not_taken = done.pop("not taken")  # nothing of it stands in the table: it goes like one that waits
    pk, before = leaver.pk, rows()
    close_account(leaver, django_capture_on_commit_callbacks)
    after = rows()

    assert columns_naming(pk) == {}
    assert before.keys() - after.keys() == {
        ("foods.food", own.pk), ("foods.proposal", waiting.proposal_id), ("foods.concern", waiting.pk),
        ("foods.proposal", not_taken.proposal_id), ("foods.concern", not_taken.pk),
        *(key for key, row in before.items() if key[0] == "foods.historicalfood" and row["id"] == own.pk),
    }  # fmt: skip
    for key, row in after.items():
        changed = {name for name, value in row.items() if before[key][name] != value}
        assert changed <= PEOPLE.get(key[0], set()), key
    assert list(photos.rglob("*.jpg")) == []
    states = [Concern.objects.get(pk=one.pk).state for one in done.values()]
    assert states == ["edited", "retired", "merged", "open", "accepted", "accepted"]
    assert (
        json.dumps([row["undo"] for key, row in after.items() if key[0] == "foods.concern"]).count("reviewed_by") == 0
    )


def test_a_curator_who_only_curated_is_simply_deleted(leaver, other):
    concern = ConcernFactory(kind=ConcernKind.STALE)
    deciding.accept(concern.pk, by=leaver, now=NOW)
    leaver.delete()
    food, concern = Food.objects.get(pk=concern.food_id), Concern.objects.get(pk=concern.pk)

    assert (food.state, food.reviewed_by, food.reviewed_at) == (State.PUBLISHED, None, NOW)
    assert (concern.state, concern.decided_by, concern.decided_at) == (ConcernState.ACCEPTED, None, NOW)
    assert HistoryPage.build(other, show="changes", food=food, page=1).changes[0].who == "a curator who has left"
    assert HistoryPage.build(other, show="decisions", food=None, page=1).decisions[0].who == "another curator"
    assert ItemPage.build(concern, other, place=Place()).decided.by == "another curator"


def test_what_one_who_left_decided_can_be_taken_back(leaver, other):
    concern = ConcernFactory(kind=ConcernKind.STALE)
    stood = Food.objects.get(pk=concern.food_id).figure_date
    deciding.accept(concern.pk, by=leaver, now=NOW)
    leaver.delete()

    assert deciding.undo(concern.pk, by=other, now=LATER).done
    food = Food.objects.get(pk=concern.food_id)
    assert (food.figure_date, food.reviewed_by, food.reviewed_at) == (stood, None, None)


@pytest.mark.parametrize("left", [True, False])
def test_taking_back_gives_the_review_back_to_whoever_had_it(leaver, other, left):
    food = FoodFactory()
    first, second = ConcernFactory(kind=ConcernKind.STALE, food=food), sent(UserFactory(), food=food)
    deciding.accept(first.pk, by=leaver, now=NOW)
    deciding.edit(second.pk, by=other, now=LATER, values={"note": "Seen again."})
    if left:
        leaver.delete()

    assert deciding.undo(second.pk, by=other, now=LATER).done
    food.refresh_from_db()
    assert (food.note, food.reviewed_by, food.reviewed_at) == ("", None if left else leaver, NOW)


def test_a_published_proposal_can_be_taken_back_when_its_proposer_has_left(
    leaver, other, django_capture_on_commit_callbacks
):
    concern = new_food(leaver)
    deciding.accept(concern.pk, by=other, now=NOW)
    close_account(leaver, django_capture_on_commit_callbacks)

    assert deciding.undo(concern.pk, by=other, now=LATER).done
    assert Food.objects.get(name="Soy drink").state == State.RETIRED


def test_the_yes_of_one_who_left_still_is_the_first_of_two(leaver, other, settings):
    settings.CURATION_NEEDS_TWO = True
    concern = ConcernFactory(kind=ConcernKind.STALE)
    deciding.accept(concern.pk, by=leaver, now=NOW)
    leaver.delete()

    assert ItemPage.build(Concern.objects.get(pk=concern.pk), other, place=Place()).first.by == "another curator"
    assert deciding.accept(concern.pk, by=other, now=LATER).concern.state == ConcernState.ACCEPTED


def test_an_import_of_one_who_left_was_begun_by_a_curator(leaver, other):
    sent_by_form = ImportRunFactory(started_by=leaver, uid=uuid.uuid4())
    typed = ImportRunFactory(started_by=None)
    leaver.delete()
    sent_by_form.refresh_from_db()

    assert (who(sent_by_form, other), who(typed, other)) == ("a curator", "by command")
