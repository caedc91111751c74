"""Looking through the table: what comes into the queue, once, and what leaves it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command

from foods.choices import State
from foods.curation import checking, deciding, popularity, raising
from foods.curation.checking import check_foods, last_checked, look
from foods.curation.duplicates import gtin_key, name_key, spellings
from foods.curation.rows import read
from foods.loading import load
from foods.models import Concern, ConcernKind, ConcernState, Food, QualityCount
from tests.factories import ConcernFactory, FoodFactory, ProposalFactory, SourceFactory, UserFactory
from tests.foods.curation.people import NOW, a_curator

pytestmark = pytest.mark.django_db
CODE = "4012345678901"


def impossible(**fields) -> Food:
    return FoodFactory(**{"name": "Tuna", "b12_ug": Decimal(90), **fields})


def in_queue() -> list[tuple[str, str]]:
    return sorted(Concern.objects.filter(state=ConcernState.OPEN).values_list("kind", "food__name"))


def counted(counts: dict[int, int]):
    """As if the foods had been logged so often."""
    return lambda food_ids: {pk: counts[pk] for pk in food_ids if pk in counts}


@pytest.fixture
def logs(monkeypatch):
    """What people log: {food id: times}, to be filled."""
    counts: dict[int, int] = {}
    monkeypatch.setattr(popularity, "_registered", [counted(counts)])
    return counts


# --- one look ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_odd_comes_into_the_queue_once(whole):
    food, fine = impossible(), FoodFactory()
    ids = None if whole else [food.pk, fine.pk]

    assert [check_foods(ids, now=NOW), check_foods(ids, now=NOW)] == [1, 0]
    (concern,) = Concern.objects.all()
    assert (concern.kind, concern.food, concern.raised_at) == (ConcernKind.IMPOSSIBLE, food, NOW)


def test_only_shared_published_foods_are_looked_at():
    impossible(owner=UserFactory())
    impossible(state=State.DRAFT)
    impossible(state=State.RETIRED)

    assert check_foods(now=NOW) == 0


def test_nothing_to_look_at_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert check_foods([], now=NOW) == 0


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("change", [{"b12_ug": Decimal(3)}, {"state": State.RETIRED}])
def test_what_is_no_longer_so_leaves_the_queue_and_comes_back_if_it_is_so_again(whole, change):
    food = impossible()
    ids = None if whole else [food.pk]
    check_foods(ids, now=NOW)
    Food.objects.update(**change)
    check_foods(ids, now=NOW)
    assert Concern.objects.get().state == ConcernState.GONE

    Food.objects.update(b12_ug=Decimal(90), state=State.PUBLISHED)
    assert check_foods(ids, now=NOW) == 1
    assert Concern.objects.get().state == ConcernState.OPEN


def test_what_was_called_right_is_not_asked_again_until_the_figure_changes():
    food = impossible()
    check_foods(now=NOW)
    deciding.reject(Concern.objects.get().pk, by=a_curator(), now=NOW, reason="")
    assert check_foods(now=NOW) == 0

    Food.objects.filter(pk=food.pk).update(b12_ug=Decimal(95))
    assert check_foods(now=NOW) == 1


def test_what_was_made_unknown_is_asked_again_where_the_figure_is_back():
    food = impossible()
    check_foods(now=NOW)
    concern = Concern.objects.get()
    deciding.accept(concern.pk, by=a_curator(), now=NOW)
    assert check_foods(now=NOW) == 0

    Food.objects.filter(pk=food.pk).update(b12_ug=Decimal(90), b12_unknown=False)
    assert check_foods(now=NOW) == 1
    concern.refresh_from_db()
    assert (concern.state, concern.decided_by, concern.undo) == (ConcernState.OPEN, None, None)


def test_what_was_decided_and_taken_back_is_open_again():
    impossible()
    check_foods(now=NOW)
    concern, curator = Concern.objects.get(), a_curator()
    deciding.accept(concern.pk, by=curator, now=NOW)

    assert deciding.undo(concern.pk, by=curator, now=NOW).concern.state == ConcernState.OPEN


def test_proposals_stay_whatever_becomes_of_the_food():
    concern = ConcernFactory(kind=ConcernKind.CORRECTION, proposal=ProposalFactory())
    Food.objects.update(state=State.RETIRED)
    check_foods(now=NOW)

    concern.refresh_from_db()
    assert concern.state == ConcernState.OPEN


@pytest.mark.parametrize(
    ("food", "state"),
    [
        ({}, ConcernState.OPEN),
        ({"name": "Theirs"}, ConcernState.GONE),
        ({"state": State.RETIRED}, ConcernState.GONE),
    ],
)
def test_a_conflict_that_solved_itself_leaves_the_queue(food, state):
    concern = ConcernFactory(kind=ConcernKind.CONFLICT, facts={"changes": {"name": ["Ours", "Theirs"]}})
    Food.objects.update(**food)
    check_foods(now=NOW)

    assert Concern.objects.get(pk=concern.pk).state == state


def test_outliers_are_measured_against_the_category_as_it_stands():
    for n in range(30):
        FoodFactory(b12_ug=Decimal("2.9") + n % 3)
    odd = FoodFactory(name="Odd", b12_ug=Decimal(60), grade="label", figure_date="")
    check_foods(now=NOW)

    assert in_queue() == [("outlier", "Odd")]
    assert Concern.objects.get().facts["figures"] == 31
    FoodFactory(name="Odd too", b12_ug=Decimal(60), grade="label", figure_date="")
    assert check_foods([odd.pk, odd.pk + 1], now=NOW) == 1  # a few foods are measured against what is known


# --- duplicates -------------------------------------------------------------------------------------------------------
def same(**fields) -> Food:
    """Makes a pair with another one of these: two labels of one name, with figures close together."""
    return FoodFactory(**{"name": "Oat drink", "brand": "Mill", "grade": "label", "b12_ug": Decimal("0.38"), **fields})


@pytest.mark.parametrize(
    ("one", "other", "pairs"),
    [
        ({}, {}, 1),
        ({}, {"name": "OAT DRINKS,", "brand": "mill"}, 1),
        ({"name": "Mill oat drink", "brand": ""}, {}, 1),  # the words, not where they stand
        ({}, {"name": "Oat drink, light"}, 0),
        ({}, {"brand": "Other mill"}, 0),
        ({}, {"basis": "ml100"}, 0),
        ({"b12_ug": Decimal(1)}, {"b12_ug": Decimal("0.95")}, 1),
        ({"b12_ug": Decimal(1)}, {"b12_ug": Decimal("0.9499")}, 0),
        ({}, {"b12_ug": None, "b12_unknown": True, "b12_added_ug": None}, 0),
        ({"market": "DE"}, {"market": "GB"}, 0),
        ({"market": "DE"}, {"market": ""}, 1),
        ({"gtin": CODE}, {"gtin": "4012345678918"}, 0),  # another barcode is another product
        ({"gtin": CODE}, {"gtin": ""}, 1),
        ({"gtin": CODE}, {"gtin": "0" + CODE, "name": "Haferdrink", "b12_ug": Decimal(9)}, 1),
        ({"gtin": CODE, "market": "DE"}, {"gtin": CODE, "market": "GB"}, 0),
        ({"name": "Nuts with salt, without sugar"}, {"name": "Nuts without salt, with sugar"}, 0),
        ({"name": "NS as to part, NS as to skin"}, {"name": "NS as to part, skin"}, 0),
    ],
)
def test_what_makes_a_pair(one, other, pairs):
    same(**one)
    same(**other)
    check_foods(now=NOW)

    assert Concern.objects.filter(kind=ConcernKind.DUPLICATE).count() == pairs


@pytest.mark.parametrize(
    ("grades", "one_source", "pairs"),
    [
        (("analysed", "calculated"), False, 0),  # each public table has its own milk
        (("analysed", "assumed"), False, 0),
        (("analysed", "calculated"), True, 1),
        (("analysed", "label"), False, 1),
        (("label", "label"), False, 1),
    ],
)
def test_different_tables_may_both_have_a_food(grades, one_source, pairs):
    source = SourceFactory()
    for grade in grades:
        same(grade=grade, source=source if one_source else SourceFactory())
    check_foods(now=NOW)

    assert Concern.objects.filter(kind=ConcernKind.DUPLICATE).count() == pairs


def test_the_one_to_keep_is_logged_more_then_better_then_reviewed_then_older(logs):
    plain, analysed, reviewed = same(), same(grade="analysed"), same(reviewed_by=UserFactory(), reviewed_at=NOW)
    check_foods(now=NOW)
    assert {one.facts["keep"] for one in Concern.objects.all()} == {analysed.pk}
    assert {(one.food, one.other) for one in Concern.objects.all()} == {(analysed, plain), (analysed, reviewed)}

    Concern.objects.all().delete()
    logs[reviewed.pk] = 5
    check_foods(now=NOW)
    assert {one.food for one in Concern.objects.all()} == {reviewed}


def test_ten_of_a_kind_make_nine_items():
    for _ in range(10):
        same()

    assert check_foods(now=NOW) == 9


def test_a_pair_that_is_none_any_more_leaves_the_queue():
    one, other = same(), same()
    check_foods(now=NOW)
    Food.objects.filter(pk=other.pk).update(name="Oat drink, calcium")
    check_foods([one.pk], now=NOW)

    assert Concern.objects.get().state == ConcernState.GONE


def test_a_barcode_that_comes_in_twice_is_seen_at_once():
    same(gtin=CODE)
    other = same(gtin="0" + CODE, name="Haferdrink")

    assert check_foods([other.pk], now=NOW) == 1


def test_the_same_name_with_a_thousand_times_the_figure_is_a_slip_of_the_unit(logs):
    right, wrong = same(), same(b12_ug=Decimal(380), b12_added_ug=None)
    logs[right.pk] = 5
    FoodFactory(name="Nothing to do with it")
    check_foods(now=NOW)
    concern = Concern.objects.get(food=wrong, kind=ConcernKind.UNIT)
    assert concern.facts["changes"] == {"b12_ug": ["380", "0.38"]}

    check_foods(now=NOW)
    assert Concern.objects.get(pk=concern.pk).state == ConcernState.OPEN
    deciding.accept(concern.pk, by=a_curator(), now=NOW)
    wrong.refresh_from_db()
    assert wrong.b12_ug == Decimal("0.38")


@pytest.mark.parametrize("gtin", ["04012345678901", "4012345678901"])
def test_a_barcode_is_one_however_it_is_written(gtin):
    assert gtin_key(gtin) == "04012345678901"
    assert spellings(gtin) == {"4012345678901", "04012345678901"}
    assert (gtin_key(""), spellings(""), spellings("000")) == ("", set(), set())
    assert spellings("00012345670") >= {"12345670", "000012345670"}


def test_the_key_of_a_name_has_its_words_and_what_they_are_of():
    (row,) = read([same(name="Drink of oats: Oat drink").pk])

    assert name_key(row) == "drink drink mill oat oat of g100"


# --- what comes first -------------------------------------------------------------------------------------------------
def test_what_people_log_comes_first(logs):
    rare, often = impossible(name="Rare"), impossible(name="Often")
    logs[often.pk] = 12
    check_foods(now=NOW)

    assert list(Concern.objects.values_list("food__name", "logged")) == [("Often", 12), ("Rare", 0)]
    logs[rare.pk] = 40
    assert popularity.refresh(NOW) == 1
    assert list(Concern.objects.values_list("food__name", "logged")) == [("Rare", 40), ("Often", 12)]


def test_of_what_nobody_logs_there_is_room_for_so_many(logs, monkeypatch):
    monkeypatch.setattr(raising, "ROOM", 3)
    foods = [impossible(name=f"Tuna {n}", b12_ug=Decimal(80 + n)) for n in range(6)]
    logs[foods[0].pk] = 1
    report = look(now=NOW)

    assert (report.found["impossible"], report.raised["impossible"], report.waiting["impossible"]) == (6, 4, 2)
    assert [name for _, name in in_queue()] == ["Tuna 0", "Tuna 3", "Tuna 4", "Tuna 5"]  # those furthest off
    concern = Concern.objects.get(food=foods[5])
    deciding.reject(concern.pk, by=a_curator(), now=NOW, reason="")
    assert look(now=NOW).raised["impossible"] == 1
    assert [name for _, name in in_queue()] == ["Tuna 0", "Tuna 2", "Tuna 3", "Tuna 4"]


def test_fortified_foods_are_asked_about_before_other_labels(logs, monkeypatch):
    monkeypatch.setattr(raising, "ROOM", 2)
    old = {"figure_date": "2015", "grade": "label"}
    for name, added in (("A label", 0), ("Fortified", 1), ("Older label", 0)):
        FoodFactory(
            **{**old, "name": name, "b12_added_ug": added, "figure_date": "2014" if "Older" in name else "2015"}
        )
    check_foods(now=NOW)

    assert list(Concern.objects.order_by("pk").values_list("food__name", flat=True)) == ["Fortified", "Older label"]


def test_imported_labels_are_stale_only_where_people_log_them(logs):
    food = FoodFactory(grade="label", figure_date="2015", loaded={"imported": True})
    assert check_foods(now=NOW) == 0
    logs[food.pk] = 3
    assert check_foods(now=NOW) == 1


def test_a_look_asks_as_often_for_thirty_foods_as_for_two(django_assert_num_queries):
    def ask(foods: list[Food]) -> None:
        with django_assert_num_queries(_QUERIES):
            check_foods([food.pk for food in foods], now=NOW)

    checking.spread.measure()
    ask([FoodFactory() for _ in range(2)])
    ask([FoodFactory() for _ in range(30)])


_QUERIES = 4  # what is usual, the foods, and twice what is open about them


# --- the whole table --------------------------------------------------------------------------------------------------
def test_the_table_that_ships_raises_what_is_written_down():
    """docs/curation.md names these figures."""
    load()
    report = look(now=dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC))

    assert dict(report.found) == {"stale": 86, "no_origin": 1, "outlier": 2}


def test_the_command_counts_and_says_what_it_found(capsys, time_machine):
    time_machine.move_to(NOW, tick=False)
    impossible()
    assert last_checked() is None
    call_command("check_foods")

    assert capsys.readouterr().out == (
        "Impossible value: 1 found, 1 new in the queue.\n"
        "No longer so: 0. Counts of what is logged brought up to date: 0.\n"
    )
    assert last_checked() == NOW
    assert QualityCount.objects.get().day == NOW.date()
    call_command("check_foods", verbosity=0)
    assert capsys.readouterr().out == ""
