"""A history brought in through its pages: sent, looked at, brought in once, taken back; and whatever else is tried."""

import datetime as dt
import gzip
import uuid
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Event
from tests.factories import HistoryRowFactory, UserFactory
from tests.tracker.views.conftest import NOW, found, had
from tracker.models import Entry, HistoryImport

PAGE = "/settings/data/import/"
HEAD = "Day,Time,Group,Food Name,Amount,Energy (kcal),B12 (Cobalamin) (µg)\n"
DIARY = HEAD + (
    "2026-03-12,08:05,Breakfast,Oat Milk,240.00 g,120,0.91\n"
    "2026-03-12,,Lunch,Salmon,150.00 g,300,4.50\n"
    "2026-03-13,12:30,Lunch,Salmon,1.00 fillet,300,\n"
    "2026-03-13,19:00,Dinner,Rye bread,2.00 slices,160,\n"
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.IMPORT_DIR = tmp_path / "imports"
    return settings.IMPORT_DIR


def sent(browser: Client, content: str | bytes = DIARY, *, uid: object = "", name: str = "servings.csv"):
    content = content.encode() if isinstance(content, str) else content
    return browser.post(PAGE, {"file": SimpleUploadedFile(name, content), "uid": uid})


def look(browser: Client, content: str | bytes = DIARY) -> str:
    """Sends a file; the address of its page."""
    return sent(browser, content).headers["Location"]


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def logged(person) -> list[tuple]:
    return [
        (f"{entry.local_date} {entry.local_time:%H:%M}", entry.name, entry.what, entry.swallowed_ug)
        for entry in person.entries.order_by("local_date", "eaten_at")
    ]


# --- the whole way ----------------------------------------------------------------------------------------------------
def test_a_file_is_looked_at_before_anything_is_logged(signed_in, person, folder):
    where = look(signed_in)
    page = signed_in.get(where).text

    assert where == f"{PAGE}{person.history_imports.get().uid}/"
    assert person.entries.count() == 0
    assert ("A history from Cronometer" in page, "Bring in 4 rows" in page, "12 Mar 2026 to 13 Mar 2026" in page) == (
        True, True, True)  # fmt: skip
    assert [path.name for path in folder.glob("*")] == []


def test_one_press_brings_all_of_it_in_as_it_was_written(signed_in, person):
    answer = signed_in.post(f"{look(signed_in)}do/")

    assert said(answer) == ["4 entries came in."]
    assert logged(person) == [
        ("2026-03-12 08:05", "Oat Milk", "240\u00a0g", Decimal("0.9100")),
        ("2026-03-12 12:30", "Salmon", "150\u00a0g", Decimal("4.5000")),
        ("2026-03-13 12:30", "Salmon", "1 fillet", None),
        ("2026-03-13 19:00", "Rye bread", "2 × slices", None),
    ]


def test_the_log_of_the_account_says_that_something_was_imported(signed_in, person):
    signed_in.post(f"{look(signed_in)}do/")

    assert list(Event.objects.filter(person=person, kind="imported").values_list("detail")) == [("Cronometer",)]


def test_a_second_press_changes_nothing(signed_in, person):
    where = look(signed_in)
    signed_in.post(f"{where}do/")
    before = list(person.entries.order_by("pk").values())
    answer = signed_in.post(f"{where}do/")

    assert said(answer)[-1] == "It was brought in already."
    assert list(person.entries.order_by("pk").values()) == before
    assert Event.objects.filter(person=person, kind="imported").count() == 1


def test_the_same_form_sent_twice_makes_one_import(signed_in, person):
    uid = uuid.uuid4()
    first, second = sent(signed_in, uid=uid), sent(signed_in, uid=uid)

    assert first.headers["Location"] == second.headers["Location"]
    assert person.history_imports.count() == 1


def test_the_same_file_again_has_nothing_new(signed_in, person):
    signed_in.post(f"{look(signed_in)}do/")
    page = signed_in.get(where := look(signed_in)).text
    signed_in.post(f"{where}do/")

    assert ("Every row of it is in your log already" in page, person.entries.count()) == (True, 4)


def test_what_was_removed_by_hand_does_not_come_back_with_the_next_file(signed_in, person):
    signed_in.post(f"{look(signed_in)}do/")
    person.entries.get(name="Rye bread").delete()  # as a day after it was removed
    where = look(signed_in)
    page = signed_in.get(where).text
    signed_in.post(f"{where}do/")

    assert ("Every row of it is in your log already, or was removed by you." in page, person.entries.count()) == (
        True, 3)  # fmt: skip


def test_a_longer_export_adds_only_what_is_new(signed_in, person):
    signed_in.post(f"{look(signed_in)}do/")
    longer = DIARY + "2026-03-14,09:00,Breakfast,Skyr,1 cup,100,0.5\n"
    answer = signed_in.post(f"{look(signed_in, longer)}do/")

    assert said(answer)[-1] == "1 entry came in."
    assert person.entries.count() == 5


def test_what_has_no_figure_can_be_left_out(signed_in, person):
    signed_in.post(f"{look(signed_in)}do/", {"known_only": "1"})

    assert [entry[1:] for entry in logged(person)] == [
        ("Oat Milk", "240\u00a0g", Decimal("0.9100")),
        ("Salmon", "150\u00a0g", Decimal("4.5000")),
    ]
    assert sorted(person.foods.values_list("name", flat=True)) == ["Oat Milk", "Salmon"]


def test_the_whole_import_is_taken_back_and_nothing_else(signed_in, person, salmon):
    stays = had(person, salmon, "2026-03-12 13:00")
    where = look(signed_in)
    signed_in.post(f"{where}do/")
    answer = signed_in.post(f"{where}undo/")

    assert said(answer)[-1] == "4 entries were taken back."
    assert list(Entry.with_removed.filter(owner=person).values_list("pk", flat=True)) == [stays.pk]
    assert (person.foods.count(), person.history_imports.get().state) == (0, "undone")


def test_what_was_taken_back_can_come_in_again(signed_in, person):
    where = look(signed_in)
    for step in ("do", "undo", "do"):
        signed_in.post(f"{where}{step}/")

    assert (person.entries.count(), person.history_imports.get().state) == (4, "done")


def test_an_import_that_is_in_the_log_is_not_forgotten_by_a_stale_tab(signed_in, person):
    where = look(signed_in)
    signed_in.post(f"{where}do/")
    HistoryImport.objects.filter(owner=person).update(state="done")
    signed_in.post(f"{where}undo/", {"forget": "1"})

    assert (person.history_imports.get().state, person.entries.count()) == ("undone", 0)


def test_a_file_that_is_left_leaves_nothing(signed_in, person):
    answer = signed_in.post(f"{look(signed_in)}undo/", {"forget": "1"})

    assert (answer.headers["Location"], person.history_imports.count(), person.entries.count()) == (PAGE, 0, 0)


# --- what names become ------------------------------------------------------------------------------------------------
def test_a_food_of_the_table_that_is_called_so_is_suggested(signed_in, person, salmon):
    page = signed_in.get(look(signed_in)).text

    assert ("<b>Salmon</b>" in page, person.history_names.get().food_id) == (True, salmon.pk)


def test_a_suggested_food_fills_in_what_the_file_does_not_know_and_leaves_what_it_knows(signed_in, person, salmon):
    signed_in.post(f"{look(signed_in)}do/")

    assert [(entry.food_id, entry.what, entry.swallowed_ug) for entry in person.entries.filter(name="Salmon")] == [
        (salmon.pk, "150\u00a0g", Decimal("4.5000")),
        (salmon.pk, "1 fillet, 150\u00a0g", Decimal("6.0000")),
    ]


def test_the_figures_of_the_table_come_first_where_that_was_ticked(signed_in, person, salmon):
    signed_in.post(f"{look(signed_in)}do/", {"table_first": "1"})

    assert [entry.swallowed_ug for entry in person.entries.filter(name="Salmon")] == [Decimal(6), Decimal(6)]


def test_a_name_can_become_another_food(signed_in, person):
    drink = found(name="Oat drink", b12_ug=Decimal("0.38"))
    where = look(signed_in)
    shown = signed_in.get(f"{where}1/", {"q": "oat drink"}).text
    signed_in.post(f"{where}1/", {"what": str(drink.pk)})
    signed_in.post(f"{where}do/")

    assert f'value="{drink.pk}"' in shown
    assert [(entry.name, entry.swallowed_ug) for entry in person.entries.filter(food=drink)] == [
        ("Oat drink", Decimal("0.9100"))
    ]


def test_a_name_can_be_left_out(signed_in, person):
    where = look(signed_in)
    signed_in.post(f"{where}1/", {"what": "out"})
    signed_in.post(f"{where}do/")

    assert sorted(person.entries.values_list("name", flat=True)) == ["Rye bread", "Salmon", "Salmon"]


def test_one_thing_that_the_file_counts_can_be_said_to_be_a_portion(signed_in, person):
    bread = found(name="Rye bread loaf", b12_ug=Decimal(1), portion="piece", quantity=Decimal(40))
    where = look(signed_in)
    first = signed_in.post(f"{where}4/", {"what": str(bread.pk)})
    asked = signed_in.get(f"{where}4/").text
    signed_in.post(f"{where}4/", {"what": str(bread.pk), "portion": str(bread.portions.get().pk)})
    signed_in.post(f"{where}do/")

    assert (first.headers["Location"], "One “slices” of the file is" in asked) == (f"{where}4/#much", True)
    assert [(entry.what, entry.swallowed_ug) for entry in person.entries.filter(food=bread)] == [
        ("2 × piece, 80\u00a0g", Decimal("0.8000"))
    ]


def test_what_cannot_be_measured_in_the_chosen_food_becomes_an_own_one(signed_in, person):
    bread = found(name="Rye bread loaf", b12_ug=Decimal(1), portion="piece", quantity=Decimal(40))
    where = look(signed_in)
    signed_in.post(f"{where}4/", {"what": str(bread.pk), "portion": ""})
    signed_in.post(f"{where}do/")
    entry = person.entries.get(name="Rye bread")

    assert (entry.food.owner, entry.what, entry.swallowed_ug) == (person, "2 × slices", None)


def test_what_was_chosen_is_remembered_for_the_next_file(signed_in, person):
    signed_in.post(f"{look(signed_in)}1/", {"what": "out"})
    page = signed_in.get(look(signed_in, HEAD + "2026-03-10,,Breakfast,Oat Milk,100.00 g,1,0.4\n")).text

    assert "left out" in page


@pytest.mark.parametrize("what", ["", "x", "0", "999999", "9" * 40, "-1", "٣", "food:1"])
def test_a_choice_that_is_none_changes_nothing(signed_in, person, what):
    answer = signed_in.post(f"{look(signed_in)}1/", {"what": what})

    assert (answer.status_code, person.history_names.count()) == (200, 0)


def test_nobody_can_choose_a_food_of_somebody_else(signed_in, person):
    theirs = found(owner=UserFactory(), source=None, source_ref="", name="Secret stew")
    where = look(signed_in)
    answer = signed_in.post(f"{where}1/", {"what": str(theirs.pk)})

    assert ("not offered any more" in answer.text, person.history_names.count()) == (True, 0)


def test_a_food_that_was_retired_since_does_not_count_as_chosen(signed_in, person, salmon):
    where = look(signed_in)
    salmon.state = "retired"
    salmon.save()
    signed_in.post(f"{where}do/")

    assert {entry.food.owner for entry in person.entries.filter(name="Salmon")} == {person}


# --- files that are none ----------------------------------------------------------------------------------------------
def nested() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("more.zip", b"PK\x03\x04")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty"),
        (b"hello", "None of the trackers we know"),
        (b"\x00" * 300, "None of the trackers we know"),
        (nested(), "holds another archive"),
        (b"PK\x03\x04" + b"x" * 50, "is damaged"),
        (HEAD, "nothing in it that was eaten"),
        (HEAD + "yesterday,,Lunch,Egg,1,1,1\n", "its only row cannot be read"),
        (HEAD + "2026-03-15,,Lunch,Egg,1,1,1\n", "its only row cannot be read"),
        (b'<?xml version="1.0"?><!DOCTYPE HealthData [<!ENTITY a "b">]><HealthData></HealthData>', "entities"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why_and_leaves_nothing(signed_in, person, folder, content, why):
    answer = sent(signed_in, content)

    assert (answer.status_code, why in answer.text) == (200, True)
    assert (person.history_imports.count(), person.history_names.count()) == (0, 0)
    assert [path.name for path in folder.glob("*")] == []


def test_a_file_larger_than_allowed_is_turned_away(signed_in, person, monkeypatch):
    monkeypatch.setattr("tracker.views.history_imports.HistoryUploads.most", 10)

    assert ("It is larger than" in sent(signed_in).text, person.history_imports.count()) == (True, 0)


def test_too_many_rows_are_said_in_a_sentence(signed_in, person, monkeypatch):
    monkeypatch.setattr("tracker.importing.reading.MOST_ROWS", 3)
    answer = sent(signed_in)

    assert ("Export fewer years at a time" in answer.text, person.history_imports.count()) == (True, 0)


def test_a_packed_file_is_taken_as_well(signed_in, person):
    signed_in.post(f"{look(signed_in, gzip.compress(DIARY.encode()))}do/")

    assert person.entries.count() == 4


def test_the_name_of_a_file_says_nothing_and_is_not_kept(signed_in, person):
    sent(signed_in, name="../../secret <b>.csv")

    assert "secret" not in str(HistoryImport.objects.values())


def test_refused_rows_are_listed_and_can_be_taken_along(signed_in):
    where = look(signed_in, DIARY + "14 Brumaire,,Lunch,=1+1,1 cup,1,1\n")
    page, table = signed_in.get(where).text, signed_in.get(f"{where}refused/")

    assert ("is not a date" in page, "line 6" in page) == (True, True)
    assert b"".join(table).decode().splitlines()[0] == "\ufeffline,why,what"
    assert b"".join(signed_in.get(f"{where}refused/")).decode().splitlines()[1].startswith("6,“14 Brumaire” is not")


def test_text_of_the_file_stays_text(signed_in):
    page = signed_in.get(look(signed_in, HEAD + "2026-03-12,,Lunch,<script>alert(1)</script>,1 <b>,1,1\n")).text

    assert ("&lt;script&gt;alert(1)" in page, "<script>alert" in page) == (True, False)


# --- others -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("step", ["", "do/", "undo/", "refused/", "1/"])
@pytest.mark.parametrize("way", ["get", "post"])
def test_a_stranger_finds_nothing_and_does_nothing(person, stranger, step, way):
    run = HistoryRowFactory(run__owner=person, name="Secret pie").run
    answer = getattr(stranger, way)(f"{PAGE}{run.uid}/{step}", {"what": "out"})

    assert answer.status_code in {404, 405}
    assert (person.history_names.count(), person.entries.count(), run.rows.count()) == (0, 0, 1)


def test_two_people_may_bring_in_the_same_file(signed_in, person):
    other = Client()
    other.force_login(UserFactory())
    for browser in (signed_in, other):
        browser.post(f"{look(browser)}do/")

    assert (person.entries.count(), Entry.objects.count()) == (4, 8)


def test_days_that_hold_something_already_are_told(signed_in, person, salmon):
    had(person, salmon, "2026-03-12 13:00")

    assert "On 1 of its 2 days something is logged here already." in signed_in.get(look(signed_in)).text


def test_files_that_nobody_brought_in_go_after_a_day(signed_in, person, time_machine):
    look(signed_in)
    time_machine.move_to(NOW + dt.timedelta(days=1, minutes=1), tick=False)
    look(signed_in)

    assert person.history_imports.count() == 1


@pytest.mark.parametrize("rows", [1, 30])
def test_a_page_costs_the_same_with_one_name_and_with_many(signed_in, person, rows, django_assert_num_queries):
    run = HistoryRowFactory(run__owner=person, name="Thing 0").run
    for n in range(1, rows):
        HistoryRowFactory(run=run, number=n + 1, name=f"Thing {n}", ug=Decimal(1))
        person.history_names.create(format="cronometer", name=f"Thing {n}", food=found(name=f"Food no. {n}"))
    with django_assert_num_queries(8):  # + the import, sums, days, names, what they become, whether any has a figure
        signed_in.get(f"{PAGE}{run.uid}/")


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_the_same_with_one_file_and_with_many(signed_in, person, rows, django_assert_num_queries):
    for _n in range(rows):
        HistoryRowFactory(run__owner=person)
    with django_assert_num_queries(3):  # + the imports
        signed_in.get(PAGE)
