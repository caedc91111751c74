"""The zip: every file in it, safe tables, and pieces that come before all is read."""

import csv
import datetime as dt
import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile

from accounts.models import User
from foods.cells import meant
from tests.factories import EntryFactory, ProfileFactory, ProposalFactory, UserFactory
from tests.tracker.export.everything import NOW, somebody_with_everything, text_of
from tracker.export import document, flat
from tracker.export.package import package
from tracker.export.schema import FILE
from tracker.export.tables import TABLES

pytestmark = pytest.mark.django_db
FILES = ["README.txt", "cobalog.json", "schema.json", "entries.csv", "medicines.csv", "conditions.csv",
         "symptoms.csv", "blood_tests.csv", "regimens.csv", "doses.csv", "day_marks.csv", "fhir.json"]  # fmt: skip


def zip_of(person) -> zipfile.ZipFile:
    pieces = package(User.objects.get(pk=person.pk), now=NOW)
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(name).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_zip_is_whole_and_holds_every_file():
    archive = zip_of(somebody_with_everything())

    assert archive.testzip() is None
    assert archive.namelist() == FILES


def test_the_zip_of_an_empty_account_is_whole_too():
    archive = zip_of(UserFactory())

    assert archive.namelist() == FILES
    assert [table(archive, name) for name in TABLES] == [[]] * len(TABLES)
    assert json.loads(archive.read("cobalog.json"))["entries"] == []


def test_the_document_in_the_zip_is_the_document_and_its_schema_is_beside_it():
    person = somebody_with_everything()
    archive = zip_of(person)

    assert archive.read("cobalog.json").decode() == text_of(person)
    assert archive.read("schema.json") == FILE.read_bytes()


def test_photos_of_labels_go_along(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    proposal = ProposalFactory(photo=ContentFile(b"\xff\xd8jpeg", name="x.jpg"))
    lost = ProposalFactory(proposer=proposal.proposer, photo=ContentFile(b"gone", name="y.jpg"))
    lost.photo.storage.delete(lost.photo.name)
    archive = zip_of(proposal.proposer)

    assert archive.read(f"photos/{proposal.photo.name.rpartition('/')[2]}") == b"\xff\xd8jpeg"
    assert archive.read(f"photos/{lost.photo.name.rpartition('/')[2]}") == b""


def test_nothing_in_the_tables_runs_as_a_formula_and_all_comes_back_as_it_was():
    archive = zip_of(somebody_with_everything())
    cells = [
        cell
        for name in ("entries.csv", *TABLES)
        for row in table(archive, name)
        for cell in row.values()
        if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    ]
    names = [meant(row["name"]) for row in table(archive, "medicines.csv")]

    assert cells == []
    assert names == ["Metformin", '=cmd|"x"']


def test_the_tables_say_what_the_person_said():
    archive = zip_of(somebody_with_everything())
    medicine = table(archive, "medicines.csv")[0]
    sample, *_ = table(archive, "blood_tests.csv")
    scores = [(row["symptom"], row["score"], row["scale"]) for row in table(archive, "symptoms.csv")]
    dose = next(row for row in table(archive, "doses.csv") if row["site"])
    phase = table(archive, "regimens.csv")[0]

    assert (medicine["listed_as"], medicine["atc"], medicine["dose_mg_a_day"], medicine["units_a_day"]) == (
        "metformin", "A10BA02", "1000", "0.5",
    )  # fmt: skip
    assert (medicine["since"], medicine["since_is_exact_to"], medicine["until"]) == ("2026-03-14", "month", "")
    assert (sample["comparator"], sample["value"], sample["range_low"], sample["range_high"]) == ("<", "150", "197", "")
    assert ("Tingling, pins and needles", "0", "0-10") in scores
    assert (dose["site"], dose["batch"], dose["swallowed_or_injected_ug"]) == ("left_arm", "B-17", "1000")
    assert (phase["weekdays"], phase["at"], phase["stock"], phase["phase"]) == ("Mon Wed Fri", "08:30:00", "0", "1")


@pytest.mark.parametrize(("born", "said"), [(1957, "worked out on the day"), (2020, "does not fit you now")])
def test_the_readme_says_whether_the_model_fits(born, said):
    person = ProfileFactory(birth_year=born).owner
    text = zip_of(person).read("README.txt").decode()

    assert said in text
    assert "MODEL, NOT A MEASUREMENT" in text
    assert "vmax_ug: 1, 1.5, 2" in text
    assert [name for name in FILES if name not in text] == ["README.txt"]
    assert max(map(len, text.splitlines())) <= 120


def test_the_zip_names_nobody_but_in_the_data():
    person = somebody_with_everything(email="secret@example.org")
    archive = zip_of(person)

    assert "secret@example.org" in archive.read("cobalog.json").decode()
    assert [name for name in FILES if b"secret@" in archive.read(name)] == ["cobalog.json"]


# --- in pieces --------------------------------------------------------------------------------------------------------
def test_pieces_come_before_all_is_read(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(flat, "AT_ONCE", 10)
    monkeypatch.setattr(document, "AT_ONCE", 10)
    person = UserFactory()
    for n in range(60):
        EntryFactory(owner=person, eaten_at=NOW - dt.timedelta(days=n), name=f"Something else {n}" * 10)
    pieces = flat.entry_lines(person, today=NOW.date())
    with django_assert_max_num_queries(6):
        next(pieces), next(pieces)
    rows = document.document(person, now=NOW)
    read = []
    for piece in rows:
        read.append(piece)
        if '"uid"' in piece:
            break

    assert sum(piece.count('"uid"') for piece in read) == 10
    assert sum(piece.count('"uid"') for piece in rows) == 50


def test_no_piece_of_a_long_log_is_long(monkeypatch):
    person = UserFactory()
    food = EntryFactory(owner=person).food
    for n in range(300):
        EntryFactory(owner=person, food=food, eaten_at=NOW - dt.timedelta(hours=n))
    monkeypatch.setattr("tracker.export.package._PIECE", 4_096)
    pieces = list(package(person, now=NOW))

    assert len(pieces) > 3
    assert max(map(len, pieces)) < 40_000
