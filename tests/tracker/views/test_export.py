"""Taking everything along: by POST, after a proof, noted, ten an hour; and bringing it back, looked at first."""

import datetime as dt
import io
import json
import re
import zipfile

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Event, User
from tests.factories import EntryFactory, UserFactory
from tests.tracker.export.everything import exported, somebody_with_everything, text_of
from tests.tracker.views.conftest import NOW
from tracker import waiting
from tracker.actions_erasing import erase_person

PAGE = "/settings/data/export/"
BACK = "/settings/data/export/bring-back/"
FILES = {
    "export_zip": ("cobalog-2026-03-14.zip", "application/zip", "zip"),
    "export_csv": ("cobalog-entries-2026-03-14.csv", "text/csv; charset=utf-8", "CSV"),
    "export_fhir": ("cobalog-fhir-2026-03-14.json", "application/fhir+json", "FHIR"),
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.IMPORT_DIR = tmp_path / "imports"
    return settings.IMPORT_DIR / "exports"


@pytest.fixture
def person(db) -> User:
    """A demo: it has nothing to prove itself with, and is let in."""
    return UserFactory(demo_until=NOW + dt.timedelta(hours=1))


@pytest.fixture
def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# --- out --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", FILES)
def test_a_file_is_saved_under_a_name_that_tells_the_day_and_nobody(name, person, browser):
    EntryFactory(owner=person)
    answer = browser.post(reverse(name))
    file_name, kind, detail = FILES[name]

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{file_name}"'
    assert (answer.headers["Content-Type"], answer.streaming) == (kind, True)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert len(answer.getvalue()) > 100
    assert list(person.events.values_list("kind", "detail")) == [("exported", detail)]


@pytest.mark.parametrize("name", FILES)
def test_a_look_at_a_file_is_none(name, person, browser):
    assert browser.get(reverse(name)).status_code == 405
    assert Event.objects.count() == 0


@pytest.mark.parametrize("name", ["export", *FILES])
def test_somebody_with_a_password_proves_first_who_they_are(name, db):
    person = UserFactory(password="one that nobody types")
    client = Client()
    client.force_login(person)
    answer = client.get(PAGE) if name == "export" else client.post(reverse(name))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    assert Event.objects.filter(kind="exported").count() == 0


def test_the_zip_is_the_persons_and_nobody_elses(person, browser):
    EntryFactory(name="Secret salmon of somebody else")
    EntryFactory(owner=person, name="Own salmon")
    content = browser.post(reverse("export_zip")).getvalue()
    archive = zipfile.ZipFile(io.BytesIO(content))

    assert [row["name"] for row in json.loads(archive.read("cobalog.json"))["entries"]] == ["Own salmon"]
    assert [name for name in archive.namelist() if b"Secret salmon" in archive.read(name)] == []


def test_ten_files_an_hour_are_enough(person, browser):
    codes = [browser.post(reverse("export_csv")).status_code for _ in range(11)]

    assert codes == [200] * 10 + [429]
    assert person.events.count() == 10


def test_the_page_says_how_much_there_is(person, browser):
    for _ in range(3):
        EntryFactory(owner=person)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.get(PAGE).text))

    assert "Entries of your log 3" in page
    assert "Blood values 0" in page


# --- back -------------------------------------------------------------------------------------------------------------
def sent(browser: Client, content: bytes | str, name: str = "export.json", **more):
    data = content.encode() if isinstance(content, str) else content
    return browser.post(BACK, {"file": SimpleUploadedFile(name, data), **more})


def brought(browser: Client, content: bytes | str) -> str:
    """The address where it waits."""
    answer = sent(browser, content)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def test_a_file_is_looked_at_first_and_changes_nothing(person, browser):
    place = brought(browser, text_of(EntryFactory(name="Salmon").owner))
    page = browser.get(place)

    assert "This would come back" in page.text
    assert person.entries.count() == 0
    assert person.events.count() == 0


def test_then_it_is_brought_back_and_the_file_is_gone(person, browser, folder):
    place = brought(browser, text_of(EntryFactory(name="Salmon").owner))
    waiting_files = len(list(folder.iterdir()))
    answer = browser.post(place)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/history/")
    assert [entry.name for entry in person.entries.all()] == ["Salmon"]
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["1 entry came back."]
    assert list(person.events.values_list("kind", "detail")) == [("imported", "zip")]
    assert (waiting_files, list(folder.iterdir())) == (1, [])


def test_a_second_press_brings_nothing_twice(person, browser):
    place = brought(browser, text_of(EntryFactory().owner))
    browser.post(place)
    answer = browser.post(place)

    assert answer.headers["Location"] == BACK
    assert person.entries.count() == 1


def test_the_zip_itself_comes_back_and_a_repeat_finds_all_there(person, browser):
    content = Client()
    other = somebody_with_everything(demo_until=NOW + dt.timedelta(hours=1))
    content.force_login(other)
    packed = content.post(reverse("export_zip")).getvalue()
    browser.post(brought(browser, packed))
    page = browser.get(brought(browser, packed)).text

    assert person.entries.count() == other.entries.count() == 7
    assert "All of it is here already." in page
    assert "Bring it back</button>" not in page


def test_nobody_sees_the_file_of_somebody_else(person, browser, stranger):
    place = brought(browser, text_of(EntryFactory(name="Salmon").owner))

    assert stranger.get(place).status_code == 404
    assert stranger.post(place).headers["Location"] == BACK
    assert stranger.post(f"{place}forget/").headers["Location"] == BACK
    assert browser.get(place).status_code == 200


def test_a_file_can_be_left(person, browser, folder):
    place = brought(browser, text_of(EntryFactory().owner))
    browser.post(f"{place}forget/")

    assert list(folder.iterdir()) == []
    assert person.entries.count() == 0


def test_another_file_takes_the_place_of_the_first(person, browser, folder):
    first = brought(browser, text_of(EntryFactory().owner))
    brought(browser, text_of(EntryFactory().owner))

    assert len(list(folder.iterdir())) == 1
    assert browser.get(first).status_code == 404


def test_an_old_file_goes_by_itself(person, browser, folder, time_machine):
    brought(browser, text_of(EntryFactory().owner))
    time_machine.move_to(dt.datetime.now(dt.UTC) + dt.timedelta(days=3650), tick=False)

    assert waiting.forget_old() == 1
    assert list(folder.iterdir()) == []


def test_whoever_erases_their_account_leaves_no_file_and_nobody_else_loses_one(person, browser, folder):
    brought(browser, text_of(EntryFactory().owner))
    other = Client()
    other.force_login(UserFactory(demo_until=NOW))
    place = brought(other, b"{}")
    erase_person(person=person)

    assert len(list(folder.iterdir())) == 1
    assert other.get(place).status_code == 200


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04 no zip", "This is no file of Cobalog"),
        (b"{}", "This is no file of Cobalog."),
        (b'{"format": "other"}', "This is no file of Cobalog."),
        (b'{"format": "cobalog-export", "version": 2}', "made by a newer Cobalog"),
        (b"\xff\xfe\x00", "its text cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_in_a_sentence(content, why, person, browser):
    page = browser.get(brought(browser, content)).text

    assert "This file cannot be brought back." in page
    assert why in page


@pytest.mark.parametrize(
    ("data", "why"),
    [({}, "Choose the zip that Cobalog made."), ({"file": SimpleUploadedFile("x.zip", b"")}, "The file is empty.")],
)
def test_without_a_file_the_form_says_so(data, why, browser):
    answer = browser.post(BACK, data)

    assert answer.status_code == 200
    assert why in answer.text


def test_a_file_that_is_too_large_is_not_even_taken_in(browser, monkeypatch, settings, folder):
    monkeypatch.setattr(waiting.ExportUploads, "most", 1_000)
    monkeypatch.setattr(waiting, "MOST_BYTES", 1_000)
    answer = sent(browser, b"x" * 2_000)

    assert "It is larger than 1" in answer.text
    assert not folder.exists()
    assert list(settings.IMPORT_DIR.iterdir()) == []


def test_without_the_token_of_the_form_nothing_is_taken_in(person, settings):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)

    assert sent(client, b"{}").status_code in {302, 403}
    assert not settings.IMPORT_DIR.exists() or list(settings.IMPORT_DIR.rglob("*")) == []


def test_a_visitor_sends_no_file(db, settings):
    assert sent(Client(), b"{}").headers["Location"].startswith("/accounts/login/")
    assert not settings.IMPORT_DIR.exists() or list(settings.IMPORT_DIR.rglob("*-*")) == []


def test_reading_files_through_has_its_limit(person, browser):
    place = brought(browser, b"{}")
    codes = {browser.get(place).status_code for _ in range(31)}

    assert codes == {200, 429}


def test_the_clock_of_the_file_is_taken_over_by_an_empty_account_and_said_before(person, browser):
    place = brought(browser, text_of(somebody_with_everything()))
    page = browser.get(place).text
    browser.post(place)
    person.refresh_from_db()

    assert "Europe/Berlin, from 04:00" in page
    assert (person.time_zone, person.day_start) == ("Europe/Berlin", dt.time(4))
    assert exported(person)["account"][0]["email"] == person.email
