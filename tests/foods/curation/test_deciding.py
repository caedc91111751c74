"""What a press does to the food, once, by whom, and back again."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from foods import search
from foods.choices import Grade, Origin, State
from foods.curation import deciding
from foods.curation.proposals import raise_for
from foods.models import Concern, ConcernKind, ConcernState, Food, Proposal, ProposalKind, ProposalState, Source
from tests.factories import AliasFactory, ConcernFactory, FoodFactory, PortionFactory, ProposalFactory, UserFactory
from tests.foods.curation.people import NOW, a_curator

pytestmark = pytest.mark.django_db
OTHER_DAY = NOW + dt.timedelta(days=1)


@pytest.fixture
def curator():
    return a_curator()


def offered(**values) -> Concern:
    """Somebody's own oat drink, offered to everybody."""
    person = UserFactory()
    own = FoodFactory(owner=person, name="My oat drink", source=None, source_ref="", grade=Grade.USER)
    said = {
        "name": "Oat drink", "brand": "Bran & Co", "market": "DE", "category": "plant_dairy", "origin": "added",
        "form": "not_stated", "route": "swallowed", "basis": "ml100", "b12_ug": "0.38", "b12_added_ug": "0.38",
        "gtin": "4012345678901",
    }  # fmt: skip
    proposal = ProposalFactory(
        proposer=person, kind=ProposalKind.NEW, food=None, own_food=own, values=said | values,
        portions=[["glass", "200", True]],
    )  # fmt: skip
    return raise_for(proposal, now=NOW)


def corrected(food: Food | None = None, **values) -> Concern:
    food = food or FoodFactory(name="Oat drink", b12_added_ug=None)
    return raise_for(ProposalFactory(food=food, values=values or {"b12_ug": "2"}), now=NOW)


def doubted(kind: str = ConcernKind.OUTLIER, *, then: str | None = None, **fields) -> Concern:
    food = fields.pop("food", None) or FoodFactory(name="Tuna")
    now = f"{food.b12_ug.normalize():f}"
    return ConcernFactory(kind=kind, food=food, facts={"changes": {"b12_ug": [now, then]}}, **fields)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


# --- who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("staff", [False, True])
def test_somebody_without_the_right_decides_nothing(staff):
    concern = doubted()
    person = UserFactory(is_staff=staff)
    for act in (
        lambda: deciding.accept(concern.pk, by=person, now=NOW),
        lambda: deciding.reject(concern.pk, by=person, now=NOW, reason="no"),
        lambda: deciding.edit(concern.pk, by=person, now=NOW, values={"name": "x"}),
        lambda: deciding.retire(concern.pk, by=person, now=NOW, reason=""),
        lambda: deciding.merge(concern.pk, by=person, now=NOW, keep=1),
        lambda: deciding.undo(concern.pk, by=person, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()

    assert fresh(concern).state == ConcernState.OPEN


def test_a_curator_who_is_staff_no_more_decides_nothing(curator):
    curator.is_staff = False
    with pytest.raises(PermissionDenied):
        deciding.accept(doubted().pk, by=curator, now=NOW)


@pytest.mark.parametrize("act", ["accept", "reject", "retire"])
def test_nobody_decides_on_what_they_proposed(act):
    concern = corrected()
    curator = a_curator()
    Proposal.objects.update(proposer=curator)
    outcome = getattr(deciding, act)(concern.pk, by=curator, now=NOW, reason="because")

    assert (outcome.done, outcome.sentence) == (
        False, "You proposed this yourself, so another curator has to decide.",
    )  # fmt: skip
    assert fresh(concern).state == ConcernState.OPEN


# --- a new food -------------------------------------------------------------------------------------------------------
def test_a_proposal_becomes_a_food_of_everybody(curator):
    concern = offered()
    outcome = deciding.accept(concern.pk, by=curator, now=NOW)
    food = Food.objects.get(name="Oat drink")

    assert outcome.done is True
    assert outcome.sentence == "Oat drink, Bran & Co is in the table for everybody."
    assert (food.owner, food.state, food.source.key, food.grade) == (None, "published", "label", "label")
    assert (food.b12_ug, food.b12_added_ug, food.b12_unknown) == (Decimal("0.38"), Decimal("0.38"), False)
    assert (food.reviewed_by, food.reviewed_at, food.figure_date) == (curator, NOW, "2026-03-14")
    assert food.proposed_by is None  # nobody can see in the history who sent it
    assert [(one.name, one.quantity, one.is_default) for one in food.portions.all()] == [("glass", 200, True)]
    assert food.history.first().history_user == curator
    assert [hit.food_id for hit in search.search("oat drink").hits] == [food.pk]


def test_the_proposer_is_told_and_their_own_food_becomes_it(curator):
    concern = offered()
    deciding.accept(concern.pk, by=curator, now=NOW)
    proposal = fresh(concern.proposal)
    own = proposal.own_food

    assert (proposal.state, proposal.decided_at, proposal.seen_at) == (ProposalState.ACCEPTED, NOW, None)
    assert (own.state, own.merged_into) == (State.RETIRED, proposal.food)
    assert list(proposal.food.aliases.all()) == []  # what they called it is theirs


def test_a_proposal_of_what_nobody_knows_is_unknown(curator):
    deciding.accept(offered(b12_ug=None, b12_added_ug=None).pk, by=curator, now=NOW)
    food = Food.objects.get(name="Oat drink")

    assert (food.b12_ug, food.b12_unknown) == (None, True)


def test_a_proposal_is_taken_back_and_taken_again(curator):
    concern = offered()
    deciding.accept(concern.pk, by=curator, now=NOW)
    food = Food.objects.get(name="Oat drink")
    back = deciding.undo(concern.pk, by=curator, now=NOW)
    proposal, own = fresh(concern.proposal), fresh(concern.proposal.own_food)

    assert (back.done, back.sentence) == (True, "Taken back: it is open again.")
    assert (back.concern.state, back.concern.food, fresh(food).state) == (ConcernState.OPEN, None, State.RETIRED)
    assert (proposal.state, proposal.food, proposal.decided_at) == (ProposalState.WAITING, None, None)
    assert (own.state, own.merged_into) == (State.PUBLISHED, None)

    deciding.accept(concern.pk, by=curator, now=OTHER_DAY)
    assert Food.objects.filter(owner=None, name="Oat drink").get() == food
    assert fresh(food).state == State.PUBLISHED


def test_a_proposal_that_was_taken_back_by_its_sender_is_not_published(curator):
    concern = offered()
    Proposal.objects.update(state=ProposalState.WITHDRAWN, decided_at=NOW)
    outcome = deciding.accept(concern.pk, by=curator, now=NOW)

    assert (outcome.done, outcome.sentence) == (False, "Whoever proposed this took it back.")
    assert not Food.objects.filter(name="Oat drink").exists()


def test_a_proposal_whose_sender_erased_their_account_can_be_taken(curator):
    concern = offered()
    concern.proposal.proposer.delete()
    outcome = deciding.accept(concern.pk, by=curator, now=NOW)

    assert outcome.done is True


def test_the_values_of_a_curator_are_published_instead(curator):
    concern = offered()
    source = Source.objects.create(key="maker", name="Maker")
    values = {"name": "Oat drink plus", "b12_ug": Decimal(1), "source": source, "source_ref": "17"}
    outcome = deciding.edit(concern.pk, by=curator, now=NOW, values=values)
    food = fresh(concern.proposal).food

    assert (outcome.concern.state, food.name, food.source, food.source_ref) == (
        "edited",
        "Oat drink plus",
        source,
        "17",
    )


def test_a_proposal_that_cannot_be_stored_says_why(curator):
    outcome = deciding.accept(offered(b12_added_ug="9").pk, by=curator, now=NOW)

    assert outcome.done is False
    assert outcome.sentence == "It cannot be stored so: The added B12 cannot be more than all of it. Edit it instead."
    assert not Food.objects.filter(name="Oat drink").exists()


# --- a correction -----------------------------------------------------------------------------------------------------
def test_a_correction_changes_the_food(curator):
    concern = corrected()
    outcome = deciding.accept(concern.pk, by=curator, now=NOW)
    food = fresh(concern.food)

    assert outcome.sentence == "Oat drink is corrected."
    assert (food.b12_ug, food.grade, food.figure_date) == (2, Grade.LABEL, "2026-03-14")
    assert food.note == "B12 corrected after a label, 2026-03-14; the data set has 1 µg."
    assert (food.reviewed_by, food.history.first().history_change_reason) == (curator, "Proposal accepted")
    assert fresh(concern.proposal).state == ProposalState.ACCEPTED


def test_a_correction_that_leaves_the_range_ends_it(curator):
    food = FoodFactory(low_ug=Decimal("0.5"), high_ug=Decimal("1.5"), range_note="two sources", b12_added_ug=None)
    deciding.accept(corrected(food, b12_ug="2").pk, by=curator, now=NOW)

    assert (fresh(food).low_ug, fresh(food).range_note) == (None, "")


def test_a_correction_of_the_name_leaves_grade_and_note(curator):
    concern = corrected(name="Oat drink with B12")
    deciding.accept(concern.pk, by=curator, now=NOW)
    food = fresh(concern.food)

    assert (food.name, food.grade, food.note) == ("Oat drink with B12", Grade.CALCULATED, "")


def test_a_correction_of_the_usual_portion_keeps_the_others(curator):
    food = FoodFactory()
    PortionFactory(food=food, name="cup", quantity=240, is_default=False, order=1)
    portion = PortionFactory(food=food)
    proposal = ProposalFactory(food=food, values={}, portions=[["glass", "250", True]])
    concern = raise_for(proposal, now=NOW)
    deciding.accept(concern.pk, by=curator, now=NOW)

    assert [(one.name, one.quantity) for one in food.portions.all()] == [("glass", 250), ("cup", 240)]
    assert fresh(portion).quantity == 250  # the same row: entries point to it
    deciding.undo(concern.pk, by=curator, now=NOW)
    assert {(one.name, one.quantity, one.is_default) for one in food.portions.all()} == {
        ("glass", 200, True), ("cup", 240, False),
    }  # fmt: skip


def test_what_is_not_sold_any_more_is_retired(curator):
    concern = corrected(state="retired")
    deciding.accept(concern.pk, by=curator, now=NOW)

    assert fresh(concern.food).state == State.RETIRED


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_no_to_a_person_needs_a_reason(curator, reason):
    concern = corrected()
    with pytest.raises(ValidationError) as raised:
        deciding.reject(concern.pk, by=curator, now=NOW, reason=reason)

    assert raised.value.message_dict == {"reason": ["Say why in a few words: whoever proposed it reads this."]}
    assert fresh(concern).state == ConcernState.OPEN


def test_the_reason_is_told_and_a_no_is_taken_back(curator):
    concern = corrected()
    deciding.reject(concern.pk, by=curator, now=NOW, reason="The photo shows another drink.")
    told = fresh(concern.proposal)

    assert (told.state, told.answer, told.decided_at) == ("rejected", "The photo shows another drink.", NOW)
    assert (fresh(concern).state, fresh(concern.food).b12_ug) == (ConcernState.REJECTED, 1)
    deciding.undo(concern.pk, by=curator, now=NOW)
    assert (fresh(concern.proposal).state, fresh(concern.proposal).answer) == (ProposalState.WAITING, "")


def test_a_correction_of_a_food_that_was_merged_since_is_not_written_to_it(curator):
    concern = corrected()
    winner = FoodFactory(name="Oat drink, any")
    Food.objects.filter(pk=concern.food_id).update(state=State.RETIRED, merged_into=winner)
    outcome = deciding.accept(concern.pk, by=curator, now=NOW)

    assert outcome.sentence == "This food was merged into Oat drink, any since. Edit that one."


# --- doubts -----------------------------------------------------------------------------------------------------------
def test_a_figure_that_cannot_be_becomes_unknown_and_comes_back(curator):
    concern = doubted(ConcernKind.IMPOSSIBLE)
    outcome = deciding.accept(concern.pk, by=curator, now=NOW)
    food = fresh(concern.food)

    assert (outcome.sentence, outcome.concern.state) == ("The figure of Tuna is unknown now.", ConcernState.ACCEPTED)
    assert (food.b12_ug, food.b12_unknown, food.reviewed_by) == (None, True, curator)
    assert deciding.undo(concern.pk, by=curator, now=NOW).done is True
    assert (fresh(food).b12_ug, fresh(food).b12_unknown, fresh(food).reviewed_by) == (1, False, None)


def test_a_slip_of_the_unit_takes_the_corrected_figure(curator):
    concern = doubted(ConcernKind.UNIT, then="0.001")
    outcome = deciding.accept(concern.pk, by=curator, now=NOW)

    assert (outcome.sentence, fresh(concern.food).b12_ug) == ("Tuna is put right.", Decimal("0.001"))


def test_a_figure_that_has_changed_meanwhile_is_not_made_unknown(curator):
    concern = doubted()
    Food.objects.update(b12_ug=2)
    outcome = deciding.accept(concern.pk, by=curator, now=NOW)

    assert outcome.sentence == "Tuna has changed since this was found. Look at it again."
    assert (outcome.done, fresh(concern.food).b12_ug) == (False, 2)


@pytest.mark.parametrize("kind", [ConcernKind.IMPOSSIBLE, ConcernKind.UNIT, ConcernKind.OUTLIER, ConcernKind.STALE])
def test_what_is_right_stays_as_it_is(curator, kind):
    concern = doubted(kind)
    outcome = deciding.reject(concern.pk, by=curator, now=NOW, reason="")

    assert outcome.sentence == "Left as it is. It comes up again only when its values change."
    assert (fresh(concern).state, fresh(concern.food).b12_ug) == (ConcernState.REJECTED, 1)
    assert fresh(concern.food).history.count() == 1


def test_a_stale_figure_that_is_still_right_is_dated_today(curator):
    food = FoodFactory(figure_date="2019", grade=Grade.LABEL)
    concern = ConcernFactory(kind=ConcernKind.STALE, food=food)
    deciding.accept(concern.pk, by=curator, now=NOW)

    assert (fresh(food).figure_date, fresh(food).reviewed_at) == ("2026-03-14", NOW)


@pytest.mark.parametrize("kind", [ConcernKind.UNSOURCED, ConcernKind.NO_ORIGIN])
def test_without_a_suggestion_there_is_nothing_to_accept(curator, kind):
    outcome = deciding.accept(ConcernFactory(kind=kind, facts={}).pk, by=curator, now=NOW)

    assert (outcome.done, outcome.sentence) == (
        False, "There is nothing suggested to take. Edit the food, or retire it.",
    )  # fmt: skip


def test_a_suggested_origin_is_taken(curator):
    food = FoodFactory(category="plant_dairy", b12_added_ug=0)
    changes = {"origin": ["food", "added"], "b12_added_ug": ["0", "1"]}
    concern = ConcernFactory(kind=ConcernKind.NO_ORIGIN, food=food, facts={"changes": changes})
    deciding.accept(concern.pk, by=curator, now=NOW)

    assert (fresh(food).origin, fresh(food).b12_added_ug) == (Origin.ADDED, 1)


# --- conflicts --------------------------------------------------------------------------------------------------------
def conflict(food: Food, **facts) -> Concern:
    return ConcernFactory(kind=ConcernKind.CONFLICT, food=food, facts=facts)


def test_the_values_of_the_file_are_taken(curator):
    food = FoodFactory(name="Ours")
    changes = {"name": ["Ours", "Theirs"], "b12_ug": ["1", None], "b12_unknown": [False, True],
               "portions": [[], [["cup", "240", True, 0]]]}  # fmt: skip
    concern = conflict(food, changes=changes)
    outcome = deciding.accept(concern.pk, by=curator, now=NOW)

    assert outcome.sentence == "Theirs now stands as the file has it."
    assert (fresh(food).name, fresh(food).b12_ug, fresh(food).b12_unknown) == ("Theirs", None, True)
    assert [(one.name, one.quantity) for one in food.portions.all()] == [("cup", 240)]
    assert deciding.undo(concern.pk, by=curator, now=NOW).done is True
    assert (fresh(food).name, fresh(food).b12_ug, food.portions.count()) == ("Ours", 1, 0)


def test_what_the_file_replaced_is_merged_into_what_took_its_place(curator):
    food, successor = FoodFactory(), FoodFactory()
    concern = conflict(food, changes={"state": ["published", "retired"]}, successor=successor.pk)
    deciding.accept(concern.pk, by=curator, now=NOW)

    assert (fresh(food).state, fresh(food).merged_into) == (State.RETIRED, successor)


# --- duplicates -------------------------------------------------------------------------------------------------------
def pair(**facts) -> Concern:
    one, other = FoodFactory(name="Tuna in oil"), FoodFactory(name="Tuna, oil")
    return ConcernFactory(
        kind=ConcernKind.DUPLICATE, food=one, other=other, facts={"keep": one.pk} | facts
    )  # fmt: skip


def test_two_that_are_one_are_merged_into_the_one_that_is_said(curator):
    concern = pair()
    outcome = deciding.accept(concern.pk, by=curator, now=NOW)

    assert outcome.sentence == "Merged into Tuna in oil. What people logged stays as it was."
    assert (outcome.concern.state, fresh(concern.other).merged_into) == (ConcernState.MERGED, concern.food)


def test_the_curator_chooses_which_one_stays_and_can_take_it_back(curator):
    concern = pair()
    deciding.merge(concern.pk, by=curator, now=NOW, keep=concern.other_id)
    assert (fresh(concern.food).merged_into, fresh(concern.other).state) == (concern.other, State.PUBLISHED)

    assert deciding.undo(concern.pk, by=curator, now=NOW).done is True
    assert (fresh(concern.food).merged_into, fresh(concern.food).state) == (None, State.PUBLISHED)
    assert [one.name for one in concern.other.aliases.all()] == []


def test_a_third_food_is_not_merged(curator):
    concern = pair()
    outcome = deciding.merge(concern.pk, by=curator, now=NOW, keep=FoodFactory().pk)

    assert (outcome.done, outcome.sentence) == (False, "Choose which of the two foods stays.")


# --- edit, retire -----------------------------------------------------------------------------------------------------
def test_what_a_curator_writes_is_checked_by_field(curator):
    concern = doubted()
    with pytest.raises(ValidationError) as raised:
        deciding.edit(concern.pk, by=curator, now=NOW, values={"name": "", "b12_ug": "much", "market": "DEU"})

    assert set(raised.value.message_dict) == {"b12_ug"}
    with pytest.raises(ValidationError) as raised:
        deciding.edit(concern.pk, by=curator, now=NOW, values={"name": "", "market": "DEU"})
    assert set(raised.value.message_dict) == {"name", "market"}
    with pytest.raises(ValidationError, match="The added B12 cannot be more than all of it"):
        deciding.edit(concern.pk, by=curator, now=NOW, values={"b12_added_ug": Decimal(5)})
    assert (fresh(concern).state, fresh(concern.food).name) == (ConcernState.OPEN, "Tuna")


@pytest.mark.parametrize("name", ["owner", "loaded", "id", "colour"])
def test_only_fields_of_curators_are_set(curator, name):
    with pytest.raises(ValidationError, match="no field"):
        deciding.edit(doubted().pk, by=curator, now=NOW, values={name: 1})


def test_what_a_curator_writes_closes_the_item(curator):
    concern = doubted()
    outcome = deciding.edit(concern.pk, by=curator, now=NOW, values={"name": "Tuna, raw", "b12_ug": Decimal("0.9")})
    food = fresh(concern.food)

    assert (outcome.concern.state, outcome.sentence) == ("edited", "Tuna, raw is changed as you wrote it.")
    assert (food.name, food.b12_ug, food.reviewed_by) == ("Tuna, raw", Decimal("0.9"), curator)
    assert [hit.food_id for hit in search.search("tuna raw").hits] == [food.pk]


def test_a_food_is_retired_and_comes_back(curator):
    concern = doubted()
    outcome = deciding.retire(concern.pk, by=curator, now=NOW, reason="Not sold since 2020.")

    assert (outcome.concern.state, outcome.concern.reason) == (ConcernState.RETIRED, "Not sold since 2020.")
    assert (fresh(concern.food).state, search.search("tuna").hits) == (State.RETIRED, ())
    deciding.undo(concern.pk, by=curator, now=NOW)
    assert [hit.food_id for hit in search.search("tuna").hits] == [concern.food_id]


def test_there_is_nothing_to_retire_before_a_proposal_is_taken(curator):
    outcome = deciding.retire(offered().pk, by=curator, now=NOW, reason="")

    assert outcome.sentence == "There is no food in the table yet. Publish it, or say no with a reason."


# --- once -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("act", ["accept", "reject", "retire"])
def test_a_second_press_does_nothing(curator, act):
    concern = doubted()
    press = getattr(deciding, act)
    assert press(concern.pk, by=curator, now=NOW, reason="").done is True
    lines = concern.food.history.count()
    second = press(concern.pk, by=a_curator(), now=OTHER_DAY, reason="")

    assert (second.done, second.sentence) == (False, "This was decided already, so nothing was changed.")
    assert (fresh(concern).decided_by, fresh(concern).decided_at) == (curator, NOW)
    assert concern.food.history.count() == lines


def test_what_changed_since_cannot_be_taken_back(curator):
    concern = doubted(ConcernKind.UNIT, then="0.5")
    deciding.accept(concern.pk, by=curator, now=NOW)
    food = fresh(concern.food)
    food.b12_ug = Decimal("0.7")
    food.save()
    outcome = deciding.undo(concern.pk, by=curator, now=NOW)

    assert outcome.sentence == "It cannot be taken back: Tuna was changed again since (B12, µg)."
    assert (outcome.done, fresh(food).b12_ug, fresh(concern).state) == (False, Decimal("0.7"), ConcernState.ACCEPTED)


def test_a_change_of_something_else_does_not_stand_in_the_way(curator):
    concern = doubted(ConcernKind.UNIT, then="0.5")
    deciding.accept(concern.pk, by=curator, now=NOW)
    Food.objects.filter(pk=concern.food_id).update(name="Tuna, raw")

    assert deciding.undo(concern.pk, by=curator, now=NOW).done is True
    assert (fresh(concern.food).name, fresh(concern.food).b12_ug) == ("Tuna, raw", 1)


def test_what_is_open_or_over_by_itself_has_no_decision_to_take_back(curator):
    gone = doubted(state=ConcernState.GONE)

    assert deciding.undo(gone.pk, by=curator, now=NOW).sentence == "There is no decision to take back here."
    assert deciding.undo(doubted().pk, by=curator, now=NOW).done is False


# --- two --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def two(settings):
    settings.CURATION_NEEDS_TWO = True


def test_with_the_rule_of_two_the_second_one_finishes(two, curator):
    concern = doubted()
    first = deciding.accept(concern.pk, by=curator, now=NOW)

    assert (first.done, first.sentence) == (
        True, "Kept as the first of two. It is done when another curator says so too.",
    )  # fmt: skip
    assert (first.concern.first_by, first.concern.first_at) == (curator, NOW)
    assert (fresh(concern).state, fresh(concern.food).b12_ug) == (ConcernState.OPEN, 1)

    again = deciding.accept(concern.pk, by=curator, now=NOW)
    assert (again.done, again.sentence) == (False, "You said yes; another curator has to say so too.")
    second = a_curator()
    assert deciding.accept(concern.pk, by=second, now=OTHER_DAY).done is True
    assert (fresh(concern).first_by, fresh(concern).decided_by) == (curator, second)
    assert fresh(concern.food).b12_ug is None


def test_the_first_hears_at_once_what_cannot_be_stored(two, curator):
    outcome = deciding.accept(offered(b12_added_ug="9").pk, by=curator, now=NOW)

    assert (outcome.done, outcome.concern.first_by) == (False, None)
    assert outcome.sentence.startswith("It cannot be stored so")


def test_what_one_wrote_the_other_accepts(two, curator):
    concern = offered()
    deciding.edit(concern.pk, by=curator, now=NOW, values={**_said(concern), "name": "Oat drink, plain"})
    assert fresh(concern).facts["changes"]["name"] == [None, "Oat drink, plain"]
    assert not Food.objects.filter(name="Oat drink, plain").exists()

    deciding.accept(concern.pk, by=a_curator(), now=OTHER_DAY)
    assert Food.objects.get(name="Oat drink, plain").state == State.PUBLISHED


def _said(concern: Concern) -> dict:
    return {name: pair[1] for name, pair in concern.facts["changes"].items()}


def test_two_have_to_want_the_same(two, curator):
    concern, second = pair(), a_curator()
    deciding.merge(concern.pk, by=curator, now=NOW, keep=concern.food_id)
    other = deciding.retire(concern.pk, by=second, now=NOW, reason="")

    assert (fresh(concern).state, fresh(concern).first_by) == (ConcernState.OPEN, second)
    assert other.sentence == "Kept as the first of two. It is done when another curator says so too."
    deciding.merge(concern.pk, by=curator, now=NOW, keep=concern.food_id)
    assert fresh(concern).state == ConcernState.OPEN
    assert deciding.merge(concern.pk, by=second, now=NOW, keep=concern.food_id).done is True


def test_one_no_is_enough(two, curator):
    assert deciding.reject(doubted().pk, by=curator, now=NOW, reason="").done is True


def test_the_first_takes_their_yes_back(two, curator):
    concern = doubted()
    deciding.accept(concern.pk, by=curator, now=NOW)

    assert deciding.undo(concern.pk, by=a_curator(), now=NOW).done is False
    assert deciding.undo(concern.pk, by=curator, now=NOW).sentence == "Your yes is taken back."
    assert fresh(concern).first_by is None


# --- what else is open about the food ---------------------------------------------------------------------------------
def test_what_is_no_longer_so_leaves_the_queue(curator):
    food = FoodFactory(name="Tuna")
    one, other = doubted(food=food), doubted(ConcernKind.IMPOSSIBLE, food=food)
    waiting = corrected(food)
    deciding.accept(one.pk, by=curator, now=NOW)

    assert (fresh(other).state, fresh(other).decided_by) == (ConcernState.GONE, None)
    assert fresh(waiting).state == ConcernState.OPEN


def test_other_names_of_a_merged_food_are_found(curator):
    concern = pair()
    AliasFactory(food=concern.other, name="Thunfisch", language="de")
    deciding.accept(concern.pk, by=curator, now=NOW)

    assert [hit.food_id for hit in search.search("thunfisch").hits] == [concern.food_id]
