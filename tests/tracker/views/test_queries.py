"""How many queries a page takes: a literal number, with 1 row and with 30 the same.

Two of each are who is asking: session and person.
"""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from foods.models import Food
from tests.factories import (
    ConditionFactory,
    DayMarkFactory,
    FoodFactory,
    GasUseFactory,
    MedicineFactory,
    ProfileFactory,
)
from tests.tracker.views.conftest import days_ago, found, had, portion_of

FEW_AND_MANY = pytest.mark.parametrize("rows", [1, 30])


def fill_day(person, rows: int, day: dt.date) -> list[Food]:
    foods = [found(name=f"Salmon no. {n}", b12_ug=Decimal(n + 1)) for n in range(min(rows, 10))]
    for n in range(rows):
        had(person, foods[n % len(foods)], f"{day} {8 + n % 4:02d}:{n:02d}", origin="added")
    return foods


@FEW_AND_MANY
def test_today(signed_in, person, rows, django_assert_num_queries):
    for day in range(3):
        fill_day(person, rows, days_ago(day))
        DayMarkFactory(owner=person, local_date=days_ago(day))
    with django_assert_num_queries(9):  # + entries, had around them, what they take, lately, marks, meals, usuals
        signed_in.get("/today/")


def test_today_of_a_newcomer(signed_in, django_assert_num_queries):
    with django_assert_num_queries(9):
        signed_in.get("/today/")


@FEW_AND_MANY
def test_medicines_and_conditions_cost_no_more_queries_than_none(signed_in, person, rows, django_assert_num_queries):
    for n in range(rows):
        MedicineFactory(owner=person, since=days_ago(n))
        ConditionFactory(owner=person)
        GasUseFactory(owner=person, on=days_ago(n))
    with django_assert_num_queries(9):
        signed_in.get("/today/")


@FEW_AND_MANY
def test_today_with_a_message(signed_in, person, rows, django_assert_num_queries):
    for day in range(3):
        fill_day(person, rows, days_ago(day))
    signed_in.post(reverse("entry_amount", args=[person.entries.first().pk]), {"amount": "2"})
    with django_assert_num_queries(10):
        assert "data-toast" in signed_in.get("/today/").content.decode()


@FEW_AND_MANY
def test_a_day(signed_in, person, rows, django_assert_num_queries):
    fill_day(person, rows, days_ago(1))
    Food.objects.update(b12_ug=99)  # every entry shows then and now
    with django_assert_num_queries(6):  # + entries with foods, what was had around them, what they take, mark
        page = signed_in.get(f"/history/{days_ago(1)}/")

    assert page.content.decode().count("was corrected since") == rows


@FEW_AND_MANY
def test_a_month(signed_in, person, rows, django_assert_num_queries):
    for n in range(rows):
        fill_day(person, 1, dt.date(2026, 1, n + 1))
    with django_assert_num_queries(4):  # + entries, marks
        page = signed_in.get("/history/?month=2026-01")
    with django_assert_num_queries(5):  # + the days of a year
        signed_in.get("/history/?month=2026-01&year=1")

    assert page.context["report"].entries == rows


@FEW_AND_MANY
@pytest.mark.parametrize("logged", [False, True])
def test_a_search(signed_in, person, rows, logged, django_assert_num_queries):
    for n in range(rows):
        food = found(name=f"Salmon no. {n}")
        if logged:
            had(person, food, "2026-03-13 12:00")
    with django_assert_num_queries(5):  # + lately, search, meals
        signed_in.get("/log/search/", {"q": "salmon"})


def test_a_search_that_repairs_a_spelling(signed_in, django_assert_max_num_queries):
    for n in range(5):
        found(name=f"Salmon no. {n}")
    with django_assert_max_num_queries(7):
        signed_in.get("/log/search/", {"q": "salmno"})


@FEW_AND_MANY
def test_the_sheet_with_a_chosen_food(signed_in, person, rows, django_assert_num_queries):
    food = fill_day(person, rows, days_ago(0))[0]
    with django_assert_num_queries(7):  # + food, portions, the last time, the day, what they take
        signed_in.get("/log/", {"food": food.pk, "q": "salmon"})


@FEW_AND_MANY
def test_the_preview(signed_in, person, rows, django_assert_num_queries):
    food = fill_day(person, rows, days_ago(0))[0]
    with django_assert_num_queries(6):  # + food, portions, the day, what they take
        signed_in.get("/log/preview/", {"food_id": food.pk, "amount": "2"})


@FEW_AND_MANY
def test_logging(signed_in, person, rows, django_assert_num_queries):
    food = fill_day(person, rows, days_ago(0))[0]
    ProfileFactory(owner=person, findings_noted_on=days_ago(0))
    press = press_of(food)
    with django_assert_num_queries(7):  # + food, portions, a savepoint around one insert
        answer = signed_in.post("/log/", press)

    assert answer.status_code == 302


@FEW_AND_MANY
def test_logging_for_the_first_time_of_a_day(signed_in, person, rows, django_assert_num_queries):
    """The history of findings is written, in nine more: three to read, six in a savepoint."""
    food = fill_day(person, rows, days_ago(0))[0]
    first, second = press_of(food), press_of(food)
    with django_assert_num_queries(16):
        assert signed_in.post("/log/", first).status_code == 302
    with django_assert_num_queries(7):
        assert signed_in.post("/log/", second).status_code == 302


def press_of(food: Food) -> dict[str, str]:
    what = f"{food.pk}:{portion_of(food).pk}:1"
    return {"uid": str(uuid.uuid4()), "what": what, "next": "/today/"}


@FEW_AND_MANY
@pytest.mark.parametrize("form", ["bound", "cyanocobalamin"])
def test_logging_what_the_rules_may_speak_of(signed_in, person, rows, form, django_assert_num_queries):
    """A supplement asks for the conditions; somebody without any pays that one query."""
    for _ in range(rows - 1):
        ConditionFactory(owner=person)
    food = found(name="Thing", form=form, origin="food" if form == "bound" else "supplement")
    ProfileFactory(owner=person, findings_noted_on=days_ago(0))
    press = press_of(food)
    with django_assert_num_queries(7 if form == "bound" else 8):
        signed_in.post("/log/", press)


@FEW_AND_MANY
def test_an_entry(signed_in, person, rows, django_assert_num_queries):
    fill_day(person, rows, days_ago(1))
    address = reverse("entry", args=[person.entries.first().pk])
    with django_assert_num_queries(6):  # + entry with food and portion, portions, around it, what they take
        signed_in.get(address)


@FEW_AND_MANY
def test_filling_in(signed_in, person, rows, django_assert_num_queries):
    for day in range(1, 4):  # three usuals: with fewer, suggestions are looked up as well
        fill_day(person, rows, days_ago(day))
    with django_assert_num_queries(6):  # + totals, marks, lately, usuals
        signed_in.get("/history/fill/")


@pytest.mark.parametrize(
    ("what", "queries"),
    [
        ("entry_remove", 7),  # + entry, and in a savepoint the ones removed long ago, and this one
        ("entry_restore", 4),
        ("entry_amount", 4),
        ("entry_figure", 4),
        ("entry_copy", 6),
    ],
)
def test_one_press_on_an_entry(signed_in, person, what, queries, django_assert_num_queries):
    fill_day(person, 30, days_ago(1))
    address = reverse(what, args=[person.entries.first().pk])
    with django_assert_num_queries(queries):
        signed_in.post(address, {"amount": "2", "uid": str(uuid.uuid4())})


@FEW_AND_MANY
def test_copying_a_day(signed_in, person, rows, django_assert_num_queries):
    fill_day(person, rows, days_ago(1))
    with django_assert_num_queries(5 + 3 * rows):  # + entries, one savepoint; and for each an insert in its own
        signed_in.post(f"/history/{days_ago(1)}/copy/", {"uid": str(uuid.uuid4())})

    assert person.entries.on_day(days_ago(0)).count() == rows


@FEW_AND_MANY
def test_marking_a_day(signed_in, person, rows, django_assert_max_num_queries):
    for n in range(rows):
        DayMarkFactory(owner=person, local_date=days_ago(n + 1))
    with django_assert_max_num_queries(10):
        signed_in.post("/history/2026-03-14/mark/", {"mark": "partly"})


def test_a_food_nobody_had_costs_nothing_more(signed_in, django_assert_num_queries):
    food = FoodFactory()
    with django_assert_num_queries(7):
        signed_in.get("/log/", {"food": food.pk})


# --- what a person takes and has -------------------------------------------------------------------------------------
def keep_health(person, rows: int) -> None:
    for n in range(rows):
        MedicineFactory(owner=person, name=f"Metformin no. {n}", since=days_ago(n))
        ConditionFactory(owner=person, name=f"Coeliac disease no. {n}")
        GasUseFactory(owner=person, on=days_ago(n))


@FEW_AND_MANY
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/care/", 5),  # + what they take and have, the board and its scores
        ("/care/medicines/", 3),
        ("/care/conditions/", 3),
        ("/care/gas/", 6),  # + uses, what they take, marks, entries of a month
        ("/care/medicines/new/", 2),
        ("/care/conditions/new/", 3),  # + what they have
        ("/learn/medicines/", 2),
        ("/learn/medicines/metformin/", 2),
        ("/learn/conditions/", 2),
        ("/learn/conditions/crohn/", 2),
    ],
)
def test_a_page_of_care(signed_in, person, rows, address, queries, django_assert_num_queries):
    keep_health(person, rows)
    with django_assert_num_queries(queries):
        signed_in.get(address)


@FEW_AND_MANY
@pytest.mark.parametrize("name", ["medicine", "condition"])
def test_the_page_of_one_of_them(signed_in, person, rows, name, django_assert_num_queries):
    keep_health(person, rows)
    fill_day(person, rows, days_ago(1))
    address = reverse(name, args=[getattr(person, f"{name}s").first().pk])
    with django_assert_num_queries(6):  # + the row, what they take, marks, entries of a month
        page = signed_in.get(address)

    assert "What this means" in page.text


@FEW_AND_MANY
@pytest.mark.parametrize("what", ["medicine", "condition"])
def test_finding_and_picking(signed_in, person, rows, what, django_assert_num_queries):
    keep_health(person, rows)
    with django_assert_num_queries(2):
        signed_in.post(f"/care/{what}s/search/", {"q": "me"})
    with django_assert_num_queries(5):  # + the session, in a savepoint
        signed_in.post(f"/care/{what}s/new/", {"pick": "crohn|Crohn"})
    with django_assert_num_queries(3):  # + whether it stands on the list
        signed_in.get(f"/care/{what}s/new/")


@FEW_AND_MANY
def test_saving_a_medicine(signed_in, person, rows, django_assert_num_queries):
    keep_health(person, rows)
    said = {"uid": str(uuid.uuid4()), "key": "metformin", "name": "Metformin", "taking": "yes", "both": "on"}
    with django_assert_num_queries(
        17
    ):  # + another pack?, an insert in a savepoint, a case in three, the history in seven
        assert signed_in.post("/care/medicines/new/", said).status_code == 302


@FEW_AND_MANY
def test_saving_a_use_of_the_gas(signed_in, person, rows, django_assert_num_queries):
    keep_health(person, rows)
    with django_assert_num_queries(16):  # the same without the first
        assert signed_in.post("/care/gas/", {"uid": str(uuid.uuid4()), "kind": "medical"}).status_code == 302
