"""An export brought back is what it was, field by field; and nothing of anybody else is touched."""

import copy
import datetime as dt
import json
import uuid
import zipfile
from decimal import Decimal

import pytest

from accounts.models import User
from foods.models import Food, Source
from tests.factories import (
    ConditionFactory,
    DayMarkFactory,
    EntryFactory,
    FoodFactory,
    MedicineFactory,
    PortionFactory,
    ProfileFactory,
    RedFlagTickFactory,
    SymptomScoreFactory,
    UserFactory,
)
from tests.tracker.export.everything import NOW, anybody_new, as_file, exported, somebody_with_everything, table
from tracker import actions
from tracker.actions_erasing import erase_person
from tracker.export import inserting, reading
from tracker.export.package import package
from tracker.export.reading import Damaged
from tracker.export.restoring import restore, tried
from tracker.models import Entry
from tracker.models.ticks import is_tick, tick_uid

pytestmark = pytest.mark.django_db
OF_THE_ACCOUNT = {"account", "email_addresses", "devices", "second_steps", "access_tokens", "events", "curator",
                  "report_links", "report_visits", "proposals"}  # fmt: skip


def things_of(said: dict) -> dict:
    """What an import brings back: all but what belongs to the account that it came from."""
    return {name: rows for name, rows in said.items() if name not in OF_THE_ACCOUNT | {"made_at"}}


def lengths(said: dict) -> dict[str, int]:
    return {name: len(rows) for name, rows in things_of(said).items() if isinstance(rows, list)}


def brought(said: dict, folder, *, by: User | None = None) -> User:
    person = by or anybody_new()
    restore(as_file(said, folder), by=person)
    return person


def why_not(said, folder) -> str:
    """The sentence that refuses it, by the look and by the deed alike; and nothing was written by either."""
    person = anybody_new()
    path = as_file(said, folder)
    before = exported(person) | {"made_at": None}
    with pytest.raises(Damaged) as looked:
        tried(path, by=person)
    with pytest.raises(Damaged) as done:
        restore(path, by=person)

    assert str(looked.value) == str(done.value)
    assert exported(person) | {"made_at": None} == before
    return str(done.value)


# --- there and back ---------------------------------------------------------------------------------------------------
def test_everything_comes_back_field_by_field(tmp_path):
    before = exported(somebody_with_everything())

    assert things_of(exported(brought(before, tmp_path))) == things_of(before)
    assert [name for name, rows in lengths(before).items() if not rows] == []


def test_it_comes_back_out_of_the_zip_and_out_of_a_folder_in_a_zip(tmp_path):
    person = somebody_with_everything()
    packed = tmp_path / "export.zip"
    packed.write_bytes(b"".join(package(person, now=NOW)))
    inner = tmp_path / "again.zip"
    with zipfile.ZipFile(packed) as first, zipfile.ZipFile(inner, "w") as second:
        for name in first.namelist():
            second.writestr(f"my export/{name}", first.read(name))
    people = [anybody_new(), anybody_new()]
    for path, owner in zip((packed, inner), people, strict=True):
        restore(path, by=owner)

    assert [things_of(exported(owner)) for owner in people] == [things_of(exported(person))] * 2


def test_it_comes_back_on_another_server_where_foods_have_other_numbers(tmp_path):
    person = somebody_with_everything()
    before = exported(person)
    erase_person(person=person)
    Food.objects.all().delete()
    FoodFactory()
    table()
    after = exported(brought(before, tmp_path))
    for said in (before, after):
        for food in said["foods"]:
            if not food["own"]:
                del food["created_at"], food["updated_at"]

    assert things_of(after) == things_of(before)


def test_a_food_that_is_not_in_the_table_here_becomes_an_own_one_once(tmp_path):
    person = somebody_with_everything()
    before = exported(person)
    erase_person(person=person)
    Food.objects.all().delete()
    Source.objects.all().delete()
    path = as_file(before, tmp_path)
    new = anybody_new()
    looked, outcome, again = tried(path, by=new), restore(path, by=new), restore(path, by=new)
    entry = new.entries.get(name="Oat drink, as it was")

    assert (looked.made_own, outcome.made_own, again.made_own, again.anything_new) == (4, 4, 0, False)
    assert (entry.food.owner, entry.food.unverified, entry.portion.name) == (new, True, "glass")
    assert (entry.swallowed_ug, entry.grade) == (Decimal(0), "label")
    assert new.foods.count() == 6
    assert Food.objects.filter(owner=None).count() == 0
    assert set(Source.objects.values_list("key", flat=True)) == {"usda-fndds"}  # one that we know


def test_a_data_set_that_nobody_knows_is_not_made(tmp_path):
    entry = EntryFactory(food__source__key="my-own-set")
    said = exported(entry.owner)
    erase_person(person=entry.owner)
    Food.objects.all().delete()
    Source.objects.all().delete()
    brought(said, tmp_path)

    assert Source.objects.count() == 0


def test_figures_stay_as_logged_although_the_table_changed(tmp_path):
    entry = EntryFactory(swallowed_ug=Decimal("7.7700"), grade="label", name="As it was called")
    said = exported(entry.owner)
    Food.objects.filter(pk=entry.food_id).update(b12_ug=Decimal(1), name="Renamed")
    back = brought(said, tmp_path).entries.get()

    assert (back.swallowed_ug, back.grade, back.name, back.food_id) == (
        Decimal("7.7700"), "label", "As it was called", entry.food_id,
    )  # fmt: skip


def test_times_of_making_stay_so_that_ticks_are_known_again(tmp_path):
    tick = MedicineFactory(key="metformin", uid=tick_uid("metformin"))
    changed = ConditionFactory(owner=tick.owner, uid=tick_uid("coeliac"))
    type(changed).objects.filter(pk=changed.pk).update(updated_at=changed.created_at + dt.timedelta(hours=1))
    new = brought(exported(tick.owner), tmp_path)

    assert (is_tick(new.medicines.get()), is_tick(new.conditions.get())) == (True, False)


def test_batches_make_no_difference(tmp_path, monkeypatch):
    before = exported(somebody_with_everything())
    monkeypatch.setattr(inserting, "AT_ONCE", 1)

    assert things_of(exported(brought(before, tmp_path))) == things_of(before)


# --- again, and into what is there ------------------------------------------------------------------------------------
def test_a_repeat_adds_nothing_and_the_look_says_so(tmp_path):
    before = exported(somebody_with_everything())
    person = brought(before, tmp_path)
    path = as_file(before, tmp_path)
    looked, again = tried(path, by=person), restore(path, by=person)

    assert (looked.anything_new, again.anything_new) == (False, False)
    assert looked.there == again.there
    assert looked.there["entries"] == len(before["entries"])
    assert things_of(exported(person)) == things_of(before)


def test_bringing_it_back_into_the_account_it_came_from_adds_nothing(tmp_path):
    person = somebody_with_everything()
    before = exported(person)
    outcome = restore(as_file(before, tmp_path), by=person)

    assert outcome.anything_new is False
    assert exported(person) == before


def test_the_look_counts_what_the_deed_does(tmp_path):
    path = as_file(exported(somebody_with_everything()), tmp_path)
    person = anybody_new()
    EntryFactory(owner=person)
    looked = tried(path, by=person)

    assert Entry.with_removed.filter(owner=person).count() == 1
    assert restore(path, by=person) == looked


def test_what_is_there_stays_as_it_is(tmp_path):
    other = somebody_with_everything()
    said = exported(other)
    person = UserFactory(time_zone="Asia/Tokyo")
    ProfileFactory(owner=person, diet="omnivore", welcomed=True)
    DayMarkFactory(owner=person, mark="partly")
    SymptomScoreFactory(owner=person, score=Decimal(9))
    RedFlagTickFactory(owner=person)
    mine = EntryFactory(owner=person, uid=said["entries"][0]["uid"], name="Mine")
    brought(said, tmp_path, by=person)
    person = User.objects.get(pk=person.pk)

    assert (person.time_zone, person.profile.diet, person.profile.sex) == ("Asia/Tokyo", "omnivore", "")
    assert person.day_marks.get(local_date="2026-03-14").mark == "partly"
    assert person.symptom_scores.get(key="fatigue").score == 9
    assert person.entries.get(uid=mine.uid).name == "Mine"
    assert person.red_flags.filter(ended_on=None).count() == 1
    assert person.entries.count() == other.entries.count()


def test_a_profile_of_somebody_who_only_went_past_the_questions_is_taken(tmp_path):
    said = exported(somebody_with_everything())
    person = ProfileFactory(welcomed=True).owner
    brought(said, tmp_path, by=person)

    assert User.objects.get(pk=person.pk).profile.diet == "vegan"


def test_the_clock_is_taken_by_an_empty_account_only(tmp_path):
    said = exported(somebody_with_everything())
    empty, full = anybody_new(), EntryFactory(owner__time_zone="Asia/Tokyo").owner
    for person in (empty, full):
        brought(said, tmp_path, by=person)

    assert [(one.time_zone, one.day_start.hour) for one in (empty, full)] == [("Europe/Berlin", 4), ("Asia/Tokyo", 0)]


def test_two_exports_of_one_life_put_together_are_the_whole(tmp_path):
    person = UserFactory()
    EntryFactory(owner=person, name="Before")
    first = exported(person)
    EntryFactory(owner=person, name="After")
    second = exported(person)
    new = anybody_new()
    for said in (first, second, first):
        brought(said, tmp_path, by=new)

    assert sorted(new.entries.values_list("name", flat=True)) == ["After", "Before"]


def test_a_food_of_ones_own_that_was_changed_since_is_the_same_food(tmp_path):
    person = UserFactory()
    food, portion = actions.add_own_food(by=person, name="Stew", b12_ug=Decimal(1))
    EntryFactory(owner=person, food=food, portion=portion)
    said = exported(person)
    Food.objects.filter(pk=food.pk).update(name="Stew, better", b12_ug=Decimal(2))
    brought(said, tmp_path, by=person)

    assert list(person.foods.values_list("name", "b12_ug")) == [("Stew, better", Decimal(2))]


# --- nobody else ------------------------------------------------------------------------------------------------------
def test_the_one_who_brings_it_owns_it_whatever_the_file_says(tmp_path):
    victim = somebody_with_everything()
    before = exported(victim)
    person = brought(before, tmp_path)

    assert exported(victim) == before
    assert {entry.owner for entry in Entry.with_removed.all()} == {victim, person}
    assert not (set(person.foods.values_list("pk", flat=True)) & set(victim.foods.values_list("pk", flat=True)))


def test_an_own_food_of_somebody_else_is_never_used(tmp_path):
    victim = UserFactory()
    food, portion = actions.add_own_food(by=victim, name="Secret stew", b12_ug=Decimal(1))
    EntryFactory(owner=victim, food=food, portion=portion)
    said = exported(victim)
    said["foods"][0]["own"] = False
    person = brought(said, tmp_path)

    assert person.entries.get().food.owner == person
    assert person.entries.get().portion.food.owner == person


def test_a_draft_of_the_table_is_not_found(tmp_path):
    entry = EntryFactory()
    said = exported(entry.owner)
    Food.objects.filter(pk=entry.food_id).update(state="draft")

    assert brought(said, tmp_path).entries.get().food.owner_id is not None


def test_a_dish_is_no_food_of_the_table(tmp_path):
    said = exported(somebody_with_everything())
    said["dishes"][0]["food"] = next(food["ref"] for food in said["foods"] if not food["own"])

    assert why_not(said, tmp_path) == "“dishes”, row 1: A dish is a food of one’s own."


# --- damaged ----------------------------------------------------------------------------------------------------------
def changed(said: dict, section: str, **columns) -> dict:
    said = copy.deepcopy(said)
    said[section][0] |= columns
    return said


@pytest.mark.parametrize(
    ("section", "columns", "why"),
    [
        ("entries", {"amount": "0.000"}, "“entries”, row 1: An amount is more than nothing."),
        ("entries", {"amount": "-1"}, "“entries”, row 1: An amount is more than nothing."),
        ("entries", {"amount": 1.5}, "“entries”, row 1: amount: There should be a text in quotes."),
        ("entries", {"amount": "1e5000000"}, "“entries”, row 1: amount: “1e5000000” is no number."),
        ("entries", {"amount": "NaN"}, "“entries”, row 1: amount: “NaN” is no number."),
        ("entries", {"amount": "1.00001"}, "“entries”, row 1: amount: “1.00001” has more than 3 decimals."),
        ("entries", {"amount": None}, "“entries”, row 1: amount: It is empty and must not be."),
        ("entries", {"food": 99}, "“entries”, row 1: Its food is not in the file."),
        ("entries", {"food": True}, "“entries”, row 1: food: It is no reference to another row."),
        ("entries", {"local_minute": 1440}, "“entries”, row 1: It cannot be so."),
        ("entries", {"local_minute": -1}, "“entries”, row 1: local_minute: The number -1 is out of range."),
        ("entries", {"uid": "7"}, "“entries”, row 1: uid: “7” is no uid."),
        ("entries", {"origin": "moon"},
         "“entries”, row 1: origin: “moon” is not one of the words that may stand here."),
        ("entries", {"name": "a\x00b"}, "“entries”, row 1: name: It holds a sign that no text has."),
        ("entries", {"name": "a" * 291}, "“entries”, row 1: name: It is longer than 290 letters."),
        ("entries", {"eaten_at": "2026-03-14T08:00:00"}, "“entries”, row 1: eaten_at: “2026-03-14T08:00:00” is no "
         "moment with its time zone, like 2026-03-14T08:00:00Z."),
        ("entries", {"eaten_at": "0001-01-01T00:00:00+14:00"}, "“entries”, row 1: eaten_at: "
         "“0001-01-01T00:00:00+14:00” is no moment with its time zone, like 2026-03-14T08:00:00Z."),
        ("entries", {"local_date": "9999-12-31"},
         "“entries”, row 1: local_date: “9999-12-31” is no date, like 2026-03-14."),
        ("entries", {"owner": 1}, "“entries”, row 1: Its columns are not those of this section."),
        ("account", {"time_zone": "Mars/Olympus"},
         "“account”, row 1: “Mars/Olympus” is not a time zone. Choose one like Europe/London."),
        ("account", {"day_start": "13:00:00"}, "“account”, row 1: A day starts between midnight and noon."),
        ("profile", {"birth_month": 13},
         "“profile”, row 1: Choose a month from January to December, or leave it empty."),
        ("profile", {"birth_year": None},
         "“profile”, row 1: A month of birth needs the year as well. Type it, or leave both empty."),
        ("medicines", {"key": "moonshine"}, "“medicines”, row 1: “moonshine” is nothing that is known here."),
        ("measured", {"unit": "mg"}, "“measured”, row 1: “mg” is no unit of this test."),
        ("measured", {"sample": str(uuid.UUID(int=1))}, "“measured”, row 1: It belongs to something that is not in the "
         "file."),
        ("phases", {"weekdays": "89"}, "“phases”, row 1: Weekdays are digits from 0 for Monday to 6."),
        ("what_ifs", {"changes": "drop"}, "“what_ifs”, row 1: There should be one to three changes."),
        ("what_ifs", {"changes": [1]}, "“what_ifs”, row 1: One of the changes cannot be read."),
        ("foods", {"b12_ug": None, "b12_unknown": False}, "“foods”, row 1: Give a figure, or tick that it is unknown: "
         "one of the two."),
        ("foods", {"ref": "1"}, "“foods”, row 1: ref is not what it should be."),
        ("foods", {"ref": 2}, "“foods”, row 2: Another food has this number."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_refused_with_its_place(section, columns, why, tmp_path):
    assert why_not(changed(exported(somebody_with_everything()), section, **columns), tmp_path) == why


def test_rows_that_contradict_each_other_are_refused_with_their_section(tmp_path):
    said = exported(somebody_with_everything())
    said["meal_items"][1]["position"] = 0
    person = anybody_new()
    with pytest.raises(Damaged, match="“meal_items”, row 1: Two rows contradict each other"):
        restore(as_file(said, tmp_path), by=person)

    assert lengths(exported(person)) == lengths(exported(anybody_new()))


def test_the_same_row_twice_in_a_file_comes_once(tmp_path):
    said = exported(EntryFactory().owner)
    said["entries"] *= 2

    assert brought(said, tmp_path).entries.count() == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "This is no file of Cobalog."),
        ("[]", "This is no file of Cobalog."),
        ("null", "This is no file of Cobalog."),
        ('{"format": "cobalog-export", "version": 1, "made_at": "", "account": 1}',
         "“account”: There should be a list."),
        ('{"format": "cobalog-export", "version": 1, "made_at": "", "account": [',
         "“account”: The file is damaged, or was cut off there."),
        ('{"format": "cobalog-export", "version": 1, "made_at": "", "account": []}',
         "“email_addresses” is missing: this is no file of Cobalog, or not all of it."),
        ('{"format": "cobalog-export", "version": 1, "made_at": "", "entries": []}',
         "“entries”: It is not expected there."),
        ('{"format": "cobalog-export", "version": 1.5}', "“version”: There should be a whole number."),
        ('{"format": "cobalog-export", "version": 99}',
         "This file was made by a newer Cobalog (format 99; this one reads up to 1). Update first."),
        ('{"format": NaN}', "“format”: The file is damaged there: nothing can be read."),
        ('{"format": ' + "[" * 100_000, "“format”: The file is damaged there: nothing can be read."),
        ('{"format": ' + "9" * 10_000, "“format”: The file is damaged there: nothing can be read."),
    ],
)  # fmt: skip
def test_a_text_that_is_no_export_is_refused(text, why, tmp_path):
    assert why_not(text, tmp_path) == why


def test_a_file_that_was_cut_off_anywhere_is_refused_and_nothing_is_kept(tmp_path):
    text = json.dumps(exported(somebody_with_everything()))
    person = anybody_new()
    for part in range(1, 20):
        with pytest.raises(Damaged):
            restore(as_file(text[: len(text) * part // 20], tmp_path), by=person)

    assert lengths(exported(person)) == lengths(exported(anybody_new()))


def test_something_after_the_end_is_refused(tmp_path):
    text = json.dumps(exported(UserFactory()))

    assert why_not(f"{text}\n{{}}", tmp_path) == "Something stands after the end of the file."


def test_a_file_that_another_program_laid_out_otherwise_is_read(tmp_path):
    before = exported(somebody_with_everything())
    person = anybody_new()
    restore(as_file("\ufeff" + json.dumps(before, indent=4), tmp_path), by=person)

    assert things_of(exported(person)) == things_of(before)


@pytest.mark.parametrize("chunk", [1, 7, 64])
def test_where_the_file_is_cut_into_pieces_makes_no_difference(chunk, tmp_path, monkeypatch):
    before = exported(EntryFactory(name="“Äpfel” \\u0041 \U0001f600").owner)
    monkeypatch.setattr(reading, "CHUNK", chunk)

    assert things_of(exported(brought(before, tmp_path))) == things_of(before)


# --- zips -------------------------------------------------------------------------------------------------------------
def packed(folder, files: dict[str, bytes]):
    path = folder / f"{uuid.uuid4()}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def refused(path) -> str:
    with pytest.raises(Damaged) as error:
        tried(path, by=anybody_new())
    return str(error.value)


@pytest.mark.parametrize("files", [{}, {"other.json": b"{}"}, {"a/cobalog.json": b"{}", "b/cobalog.json": b"{}"}])
def test_a_zip_without_one_document_is_refused(files, tmp_path):
    assert refused(packed(tmp_path, files)) == "There is no cobalog.json in this zip. Choose the zip that Cobalog made."


def test_a_zip_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_JSON", 1_000_000)
    path = packed(tmp_path, {"cobalog.json": b'{"format": "cobalog-export"' + b" " * 2_000_000})

    assert path.stat().st_size < 10_000
    assert refused(path) == "cobalog.json is larger than 1 MB."


def test_a_demo_brings_back_less(tmp_path):
    path = packed(tmp_path, {"cobalog.json": b'{"format": "cobalog-export"' + b" " * 6_000_000})
    with pytest.raises(Damaged, match="is larger than 5 MB"):
        tried(path, by=UserFactory(demo_until=NOW))

    assert refused(path) == "“format”: The file is damaged, or was cut off there."


def test_what_is_sent_unpacked_is_counted_while_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_JSON", 1_000_000)
    path = tmp_path / "cobalog.json"
    path.write_bytes(b'{"format": "cobalog-export"' + b" " * 2_000_000)

    assert refused(path) == "cobalog.json is larger than 1 MB."


def test_a_row_without_end_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROW", 100_000)
    path = tmp_path / "cobalog.json"
    path.write_bytes(b'{"format": "' + b"x" * 2_000_000)

    assert refused(path) == "“format”: The file is damaged, or was cut off there."


def test_a_zip_with_a_broken_byte_is_refused(tmp_path):
    person = somebody_with_everything()
    content = bytearray(b"".join(package(person, now=NOW)))
    with zipfile.ZipFile(as_zip(tmp_path, content)) as archive:
        begin = archive.getinfo("cobalog.json").header_offset
    content[begin + 500] ^= 0xFF

    assert refused(as_zip(tmp_path, content)) in {
        "The zip is damaged: download or copy it again.",
        "This is no file of Cobalog: its text cannot be read.",
        "This is no file of Cobalog.",
    }


def as_zip(folder, content: bytes):
    path = folder / f"{uuid.uuid4()}.zip"
    path.write_bytes(content)
    return path


def test_half_a_zip_is_refused(tmp_path):
    content = b"".join(package(somebody_with_everything(), now=NOW))

    assert refused(as_zip(tmp_path, content[: len(content) // 2])) in {
        "This is no file of Cobalog.",
        "This is no file of Cobalog: its text cannot be read.",
    }


def test_the_portion_of_another_food_is_not_taken(tmp_path):
    entry = EntryFactory()
    portion = PortionFactory()
    said = changed(exported(entry.owner), "entries", portion=portion.name, portion_name="glass")
    back = brought(said, tmp_path).entries.get()

    assert (back.portion, back.portion_name) == (None, "glass")
