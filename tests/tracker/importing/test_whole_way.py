"""The whole way of a file: looked at, brought in, sent again, taken back; pressed twice, broken off in the middle."""

import datetime as dt
import threading
import uuid
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection, connections

from accounts.models import User
from foods.importing.problems import Unreadable
from foods.models import Food, Portion
from tests.factories import UserFactory
from tests.tracker.importing.conftest import FILES, LONDON, text
from tests.tracker.views.conftest import found
from tracker import actions, actions_history
from tracker.importing.reading import History
from tracker.models import Entry, HistoryImport, HistoryRow

NOW = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)
ALL = sorted(path.name for path in FILES.iterdir())
pytestmark = pytest.mark.django_db


def take(person: User, file: str | Path, *, uid: uuid.UUID | None = None) -> HistoryImport:
    path = FILES / file if isinstance(file, str) else file
    return actions_history.take(by=person, path=path, uid=uid or uuid.uuid4(), now=NOW)


def bring(person: User, run: HistoryImport, *, known_only: bool = False) -> tuple[int, bool]:
    brought = actions_history.bring_in(by=person, run=run, known_only=known_only, now=NOW)
    return brought.entries, brought.new


def back(person: User, run: HistoryImport) -> int:
    return actions_history.take_back(by=person, run=run, now=NOW)


def log_of(person: User) -> list[tuple]:
    """Name, what was had and µg of every entry, oldest first."""
    rows = person.entries.order_by("eaten_at", "pk")
    return [(entry.name, entry.what.replace("\u00a0", " "), text(entry.swallowed_ug)) for entry in rows]


def everything_of(person: User) -> tuple[int, ...]:
    return (person.entries(manager="with_removed").count(), person.foods.count())


@pytest.mark.parametrize("name", ALL)
def test_each_figure_and_each_gap_of_the_file_is_in_the_log(person, name):
    history = History(FILES / name, LONDON)
    wanted = sorted((str(one.local_date), one.local_minute, one.row.name, text(one.row.ug)) for one in history.rows())
    run = take(person, name)
    bring(person, run)
    entries = person.entries.values_list("local_date", "local_minute", "name", "swallowed_ug")

    assert sorted((str(day), minute, name, text(ug)) for day, minute, name, ug in entries) == wanted


@pytest.mark.parametrize("name", ALL)
def test_the_same_file_again_adds_nothing_and_taking_it_back_leaves_nothing(person, name):
    first, second = take(person, name), take(person, name)
    rows = first.rows.count()

    assert [bring(person, first), bring(person, second), bring(person, first)] == [
        (rows, True),
        (0, True),
        (rows, False),
    ]
    assert [back(person, second), back(person, first), back(person, first)] == [0, rows, 0]
    assert everything_of(person) == (0, 0)


@pytest.mark.parametrize("name", ALL)
def test_what_was_taken_back_may_come_again(person, name):
    run = take(person, name)
    before = bring(person, run)
    back(person, run)

    assert bring(person, take(person, name)) == before


def test_an_export_that_overlaps_adds_only_what_is_new(person, file):
    lines = (FILES / "cronometer-servings.csv").read_text().splitlines()
    bring(person, take(person, "cronometer-servings.csv"))
    new = "2026-03-15,8:00 AM,Breakfast,Coffee,1.00 cup,2,0,0,0,0,Beverages"

    assert bring(person, take(person, file("\n".join([lines[0], *lines[4:], new])))) == (1, True)


def test_two_people_bring_the_same_file_in_without_seeing_each_other(person):
    other = UserFactory()
    for one in (person, other):
        bring(one, take(one, "cronometer-servings.csv"))
    back(person, person.history_imports.get())

    assert (person.entries.count(), other.entries.count()) == (0, 7)


def test_the_same_form_twice_reads_the_file_once(person):
    uid = uuid.uuid4()
    runs = {take(person, "cronometer-servings.csv", uid=uid).pk for _press in range(2)}

    assert (len(runs), HistoryRow.objects.filter(run__owner=person).count()) == (1, 7)


def test_taking_back_leaves_what_was_logged_by_hand_and_by_other_files(person, file):
    food, portion = actions.add_own_food(by=person, name="Stew", b12_ug=Decimal(3))
    actions.log(by=person, food=food, portion=portion, amount=Decimal(1), eaten_at=NOW, uid=uuid.uuid4())
    bring(person, take(person, file("date,food,b12\n2026-03-01,Stew,2\n")))
    run = take(person, "cronometer-servings.csv")
    bring(person, run)
    back(person, run)

    assert sorted(entry[0] for entry in log_of(person)) == ["Stew", "Stew"]
    assert list(person.foods.values_list("name", flat=True)) == ["Stew"]


def test_a_food_that_an_import_made_stays_while_something_else_uses_it(person):
    run = take(person, "cronometer-servings.csv")
    bring(person, run)
    entry = person.entries.get(name="Egg, Cooked")
    actions.again(by=person, entry=entry, uid=uuid.uuid4(), now=NOW)
    back(person, run)

    assert [name for name, *_rest in log_of(person)] == ["Egg, Cooked"]
    assert list(person.foods.values_list("name", flat=True)) == ["Egg, Cooked"]


def test_entries_that_were_changed_since_go_as_well(person):
    run = take(person, "cronometer-servings.csv")
    bring(person, run)
    actions.set_amount(entry=person.entries.get(name="Egg, Cooked"), amount=Decimal(5))
    actions.remove(entry=person.entries.get(name="Salmon, Atlantic, Farmed"), now=NOW)

    assert back(person, run) == 7
    assert everything_of(person) == (0, 0)


def test_what_a_file_does_not_know_stays_unknown_in_the_sum_of_the_day(person):
    bring(person, take(person, "cronometer-servings.csv"))
    day = person.entries.totals_by_day().get(local_date=dt.date(2026, 3, 13))

    assert (text(day["known_ug"]), day["entries"], day["unknown"]) == ("1006.22", 5, 1)


def test_a_supplement_is_one_and_a_food_none(person):
    bring(person, take(person, "cronometer-servings.csv"))
    found_ = dict(person.entries.values_list("name", "origin"))

    assert (found_["Vitamin B12 1000 mcg"], found_["Egg, Cooked"]) == ("supplement", "food")


def test_a_name_that_the_table_has_exactly_so_becomes_that_food(person, file):
    salmon = found(name="Salmon", b12_ug=Decimal(4), portion="fillet", quantity=Decimal(150))
    bring(person, take(person, file("date,food,amount,unit\n2026-03-01,salmon,200,g\n2026-03-02,Salmon,1,fillet\n")))

    assert log_of(person) == [("Salmon", "200 g", "8"), ("Salmon", "1 fillet, 150 g", "6")]
    assert set(person.entries.values_list("food", flat=True)) == {salmon.pk}


def test_an_amount_that_cannot_be_measured_in_the_food_gives_no_figure(person, file):
    found(name="Salmon", b12_ug=Decimal(4), portion="fillet", quantity=Decimal(150))
    bring(person, take(person, file("date,food,amount,unit\n2026-03-01,Salmon,1,bucket\n2026-03-02,Salmon,1,bowl\n")))

    assert [ug for *_rest, ug in log_of(person)] == [None, None]


def test_left_out_without_figures_only_those_with_one_come_in(person):
    assert bring(person, take(person, "cronometer-servings.csv"), known_only=True) == (6, True)
    assert None not in [ug for *_rest, ug in log_of(person)]


def test_a_file_that_cannot_be_read_keeps_nothing(person, file):
    with pytest.raises(Unreadable):
        take(person, file("holiday photo"))

    assert person.history_imports.count() == 0


def test_a_file_that_breaks_off_in_the_middle_of_being_brought_in_leaves_nothing(person, file, monkeypatch):
    path = file("date,food,b12\n" + "".join(f"2026-03-0{1 + n % 9},Thing {n},1\n" for n in range(1200)))
    run = take(person, path)
    made = Entry.objects.bulk_create
    calls = []

    def killed(entries, *args, **options):
        calls.append(len(entries))
        if len(calls) == 2:
            raise KeyboardInterrupt
        return made(entries, *args, **options)

    monkeypatch.setattr(Entry.objects, "bulk_create", killed)
    with pytest.raises(KeyboardInterrupt):
        bring(person, run)
    monkeypatch.undo()
    run.refresh_from_db()

    assert (len(calls), everything_of(person), run.state) == (2, (0, 0), "looked_at")
    assert bring(person, run) == (1200, True)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/New_York", "Australia/Lord_Howe"])
def test_a_person_who_moved_since_does_not_get_it_twice(person, zone):
    bring(person, take(person, "cronometer-servings.csv"))
    person.time_zone = zone
    person.save()

    assert bring(person, take(person, "cronometer-servings.csv")) == (0, True)


def test_the_clocks_of_a_whole_year_stand_in_the_log_as_in_the_file(person, file):
    days = [dt.date(2025, 1, 1) + dt.timedelta(days=n) for n in range(365)]
    lines = [f"{day},{hour:02}:30,Bread" for day in days for hour in (0, 1, 2, 23)]
    bring(person, take(person, file("\n".join(["date,time,food", *lines]))))
    shown = {f"{day},{minute // 60:02}:{minute % 60:02},Bread"
             for day, minute in person.entries.values_list("local_date", "local_minute")}  # fmt: skip

    assert sorted(set(lines) - shown) == ["2025-03-30,01:30,Bread"]  # which no clock in London showed
    assert person.entries.count() == len(lines)


def test_own_foods_can_be_found_again_and_go_with_the_import(person):
    from foods.search import search

    run = take(person, "waistline.json")
    bring(person, run)
    before = [hit.name for hit in search("Oat drink, Oatly", owner_id=person.pk).hits]
    back(person, run)

    assert (before, search("Oat drink, Oatly", owner_id=person.pk).hits) == (["Oat drink, Oatly"], ())
    assert (Food.objects.filter(owner=person).count(), Portion.objects.filter(food__owner=person).count()) == (0, 0)


def test_a_name_as_long_as_can_be_comes_in(person, file):
    bring(person, take(person, file(f"date,food,b12\n2026-03-01,{'long ' * 80},1\n")))

    assert [len(name) for name, *_rest in log_of(person)] == [290]


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_bring_it_in_once(transactional_db, file):
    person = UserFactory()
    run = take(person, file("date,food,b12\n" + "".join(f"2026-03-0{1 + n % 9},Thing {n},1\n" for n in range(300))))
    answers, errors = [], []

    def press():
        try:
            answers.append(bring(User.objects.get(pk=person.pk), HistoryImport.objects.get(pk=run.pk)))
        except Exception as error:
            errors.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _n in range(2 if connection.vendor == "postgresql" else 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    press()

    assert (errors, sorted(answers)[-1], person.entries.count()) == ([], (300, True), 300)
    assert sorted(new for _entries, new in answers)[:-1] == [False] * (len(answers) - 1)
