"""Plans go on with the food that is left of a merge, and back if the merge is taken back."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from foods.curation import deciding
from foods.curation.merging import merge_foods, unmerge
from foods.curation.proposals import raise_for
from foods.models import Concern, ConcernKind, Food, Portion
from tests.factories import (
    ConcernFactory,
    EntryFactory,
    FoodFactory,
    PhaseFactory,
    PortionFactory,
    ProposalFactory,
    RegimenFactory,
    UserFactory,
)
from tests.foods.curation.people import NOW, a_curator
from tests.foods.importing.streams import bring_in, record
from tracker.actions_regimens import log_dose
from tracker.merged import follow, go_back
from tracker.models import Regimen
from tracker.regimens import forget_regimens, read_doses, regimens_of, taken_by
from tracker.reports.care.injections import regimen_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return a_curator()


@pytest.fixture
def old() -> Food:
    return FoodFactory(tablet=True, name="Old tablet", b12_ug=Decimal(1000))


@pytest.fixture
def new() -> Food:
    return FoodFactory(tablet=True, name="New tablet", b12_ug=Decimal(1200))


def a_plan(food: Food, **fields) -> Regimen:
    own = RegimenFactory(food=food, **fields)
    PhaseFactory(regimen=own)
    return own


def dose_of(plan: Regimen) -> tuple[str, str | None, Decimal, Decimal | None]:
    plan = Regimen.objects.select_related("food", "portion").get(pk=plan.pk)
    return plan.food.name, plan.portion and plan.portion.name, plan.amount, plan.stock


def take(plan: Regimen, day: int) -> Food:
    """What a dose of the plan logs."""
    row = Regimen.objects.get(pk=plan.pk)
    return log_dose(by=row.owner, regimen=row, eaten_at=NOW.replace(day=day), uid=uuid.uuid4()).entry.food


def test_a_plan_logs_the_food_that_is_left_and_its_entries_stay(curator, old, new):
    plan = a_plan(old)
    assert take(plan, 12) == old
    undo = merge_foods(old.pk, new.pk, by=curator, now=NOW)
    assert take(plan, 13) == new
    unmerge(undo, by=curator)

    assert take(plan, 14) == old
    entries = plan.owner.entries.order_by("eaten_at")
    assert [(one.food, one.swallowed_ug) for one in entries] == [(old, 1000), (new, 1200), (old, 1000)]


def test_a_curator_merges_and_takes_it_back(curator, old, new):
    plan, stays = a_plan(old), a_plan(new)
    concern = ConcernFactory(kind=ConcernKind.DUPLICATE, food=old, other=new)
    deciding.merge(concern.pk, by=curator, now=NOW, keep=new.pk)
    assert (dose_of(plan)[0], dose_of(stays)[0]) == ("New tablet", "New tablet")
    assert deciding.undo(concern.pk, by=curator, now=NOW).done

    assert (dose_of(plan)[0], dose_of(stays)[0]) == ("Old tablet", "New tablet")


def test_a_plan_follows_a_food_to_what_took_its_place_in_a_newer_file(tmp_path):
    bring_in(tmp_path, [record("1"), record("2")], whole=False)
    plan, stays = (a_plan(Food.objects.get(source_ref=ref), prescribed=True) for ref in "12")
    bring_in(tmp_path, [record("3", replaces=("1",))], whole=False)

    assert (dose_of(plan)[0], dose_of(stays)[0]) == ("Milk 3", "Milk 2")


def test_both_products_stay_doses_of_the_plan(curator, old, new):
    plan = a_plan(old)
    take(plan, 12)
    merge_foods(old.pk, new.pk, by=curator, now=NOW)
    EntryFactory(owner=plan.owner, food=new, eaten_at=NOW.replace(day=13), origin="supplement")
    forget_regimens(plan.owner)
    rows = read_doses(plan.owner, since=NOW.date() - dt.timedelta(days=30))

    assert [dose.on.day for dose in taken_by(regimens_of(plan.owner), rows)[plan.pk]] == [12, 13]


def test_an_injection_of_a_merged_product_belongs_to_the_plan_that_went_on(curator, old, new):
    plan = a_plan(old, route="injected")
    a_plan(FoodFactory(tablet=True), owner=plan.owner, route="injected")  # so that which plan is no foregone conclusion
    merge_foods(old.pk, new.pk, by=curator, now=NOW)
    injections = [EntryFactory(owner=plan.owner, food=food, eaten_at=NOW, origin="injected") for food in (old, new)]

    assert [regimen_of(plan.owner, one) for one in injections] == [plan.pk, plan.pk]


def test_what_others_merged_of_their_own_is_nothing_to_a_plan(curator, new):
    plan, mine = a_plan(new), FoodFactory(tablet=True, name="Mine")
    Food.objects.filter(pk=mine.pk).update(owner=plan.owner)
    theirs = FoodFactory(tablet=True, owner=UserFactory())
    for own in (mine, theirs):
        merge_foods(own.pk, new.pk, by=curator, now=NOW)
    (own,) = regimens_of(plan.owner)

    assert own.foods == (new.pk, mine.pk)


@pytest.mark.parametrize(
    ("theirs", "then"),
    [
        ([], ("New tablet", "tablet", 2, 12)),  # the portion came along
        ([("pill", "1"), ("tablet", "1")], ("New tablet", "tablet", 2, 12)),
        ([("box", "30"), ("pill", "1")], ("New tablet", "pill", 2, 12)),
        ([("tablet", "2")], ("New tablet", None, 2, 12)),
    ],
)
def test_a_dose_weighs_the_same_in_the_portion_of_that_weight(curator, old, new, theirs, then):
    plan = a_plan(old, portion=PortionFactory(food=old, name="tablet", quantity=1), amount=2, stock=12, stock_on=NOW)
    for name, quantity in theirs:
        PortionFactory(food=new, name=name, quantity=Decimal(quantity), is_default=False)
    undo = merge_foods(old.pk, new.pk, by=curator, now=NOW)
    assert dose_of(plan) == then
    unmerge(undo, by=curator)

    assert dose_of(plan) == ("Old tablet", "tablet", 2, 12)


def test_without_such_a_portion_amount_and_stock_count_in_the_unit_of_the_food(curator):
    loser, winner = FoodFactory(name="Drops"), FoodFactory(name="Drops, large")
    plan = a_plan(
        loser, portion=PortionFactory(food=loser, name="drop", quantity="0.05"), amount=4, stock=100, stock_on=NOW
    )
    PortionFactory(food=winner, name="spoon", quantity=5)
    undo = merge_foods(loser.pk, winner.pk, by=curator, now=NOW)
    assert dose_of(plan) == ("Drops, large", None, Decimal("0.2"), 5)
    unmerge(undo, by=curator)

    assert dose_of(plan) == ("Drops", "drop", 4, 100)


@pytest.mark.parametrize(("quantity", "amount"), [("0.001", "1"), ("900000", "9999")])
def test_a_plan_that_cannot_be_said_so_stays(curator, quantity, amount):
    loser, winner = FoodFactory(name="Drops"), FoodFactory()
    plan = a_plan(loser, portion=PortionFactory(food=loser, quantity=Decimal(quantity)), amount=Decimal(amount))
    PortionFactory(food=winner, quantity=5)
    undo = merge_foods(loser.pk, winner.pk, by=curator, now=NOW)

    assert dose_of(plan)[0] == "Drops"
    assert not [step for step in undo["steps"] if "links" in step]


def test_a_plan_in_another_unit_stays(curator, old):
    plan = a_plan(old)
    merge_foods(old.pk, FoodFactory(name="In grams").pk, by=curator, now=NOW)

    assert dose_of(plan)[0] == "Old tablet"


@pytest.mark.parametrize(("since", "stays"), [({"amount": 3}, "New tablet"), ({"food_id": "other"}, "Other")])
def test_a_plan_that_its_owner_changed_since_is_theirs(curator, old, new, since, stays):
    plan, other = a_plan(old), FoodFactory(tablet=True, name="Other")
    undo = merge_foods(old.pk, new.pk, by=curator, now=NOW)
    Regimen.objects.filter(pk=plan.pk).update(**{name: {"other": other.pk}.get(to, to) for name, to in since.items()})
    unmerge(undo, by=curator)

    assert dose_of(plan)[0] == stays


def test_a_plan_whose_portion_went_stays_with_the_food_that_took_its_place(curator, old, new):
    plan = a_plan(old, portion=PortionFactory(food=old, quantity=1))
    undo = merge_foods(old.pk, new.pk, by=curator, now=NOW)
    Portion.objects.filter(food=old).delete()
    (moved,) = [step["links"]["plans"] for step in undo["steps"] if "links" in step]
    go_back(moved)

    assert dose_of(plan)[0] == "New tablet"


def test_a_plan_follows_through_a_second_merge_and_back_one_by_one(curator, old, new):
    plan, last = a_plan(old), FoodFactory(tablet=True, name="Last tablet")
    first = merge_foods(old.pk, new.pk, by=curator, now=NOW)
    second = merge_foods(new.pk, last.pk, by=curator, now=NOW)
    assert dose_of(plan)[0] == "Last tablet"
    unmerge(second, by=curator)
    assert dose_of(plan)[0] == "New tablet"
    unmerge(first, by=curator)

    assert dose_of(plan)[0] == "Old tablet"


def test_a_plan_of_an_own_food_goes_on_with_what_everybody_got(curator, person):
    own = FoodFactory(tablet=True, owner=person, name="My tablet", source=None, source_ref="")
    plan = a_plan(own, owner=person)
    values = {"name": "Tablet", "basis": "unit", "b12_ug": "1000", "origin": "supplement", "category": "supplement"}
    proposal = ProposalFactory(proposer=person, kind="new", food=None, own_food=own, values=values)
    concern = raise_for(proposal, now=NOW)
    deciding.accept(concern.pk, by=curator, now=NOW)
    assert dose_of(plan)[0] == "Tablet"
    deciding.undo(concern.pk, by=curator, now=NOW)

    assert dose_of(plan)[0] == "My tablet"


def test_the_plan_can_still_be_changed(curator, signed_in, person, old, new):
    plan = a_plan(old, owner=person)
    merge_foods(old.pk, new.pk, by=curator, now=NOW)
    page = signed_in.get(reverse("regimen_edit", args=[plan.pk]))

    assert f'name="food_id" value="{new.pk}"' in page.text


def test_what_the_merge_keeps_names_nobody(curator, old, new):
    plan = a_plan(old)
    concern = ConcernFactory(kind=ConcernKind.DUPLICATE, food=old, other=new)
    deciding.merge(concern.pk, by=curator, now=NOW, keep=new.pk)
    (step,) = [step for step in Concern.objects.get(pk=concern.pk).undo["steps"] if "links" in step]

    assert step == {
        "food": new.pk,
        "links": {"plans": [[plan.pk, [old.pk, None, "1.00"], [new.pk, None, "1.00"]]]},
    }


@pytest.mark.parametrize(("plans", "queries"), [(0, 1), (1, 4), (5, 8)])  # the plans; the food, its portions; each plan
def test_a_merge_asks_little(old, new, plans, queries, django_assert_num_queries):
    for _ in range(plans):
        a_plan(old)
    with django_assert_num_queries(queries):
        follow([old.pk], new.pk)
