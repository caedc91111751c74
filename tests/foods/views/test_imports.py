"""The imports pages: who sees them, what an upload becomes, how a run is shown, stopped, gone on with and repeated."""

import csv
import datetime as dt
import io
import re
import uuid
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from foods.importing import runs
from foods.models import Change, ImportDifference, ImportRefusal, ImportRun, RunState
from tests.factories import FoodFactory, ImportRunFactory, UserFactory
from tests.tracker.views.pages import links_of, text_of, toasts_of, value_of

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
UID = "7d3a0c0e-8a53-4d0a-9d5c-9b6f7f0f1a01"


@pytest.fixture(autouse=True)
def launched(settings, tmp_path, time_machine, monkeypatch) -> list[int]:
    """The runs for which a process was asked; none is started."""
    time_machine.move_to(NOW, tick=False)
    settings.STAFF_NEED_SECOND_FACTOR = False
    settings.IMPORT_DIR = tmp_path / "imports"
    started: list[int] = []
    monkeypatch.setattr(runs, "launch", lambda run: started.append(run.pk))
    return started


def member_of(group: str) -> User:
    person = UserFactory(is_staff=True)
    person.groups.add(Group.objects.get(name=group))
    return person


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def lead() -> User:
    return member_of("Lead curators")


@pytest.fixture
def leads(lead) -> Client:
    """The browser of somebody who may bring files in."""
    return browser_of(lead)


@pytest.fixture
def curators() -> Client:
    """The browser of somebody who may only see what was brought in."""
    return browser_of(member_of("Curators"))


def upload(client: Client, name: str = "foods.csv", content: bytes = b"a,b\n1,2\n", **sent):
    file = SimpleUploadedFile(name, content)
    return client.post("/curate/imports/", {"uid": UID, "try_first": "on", "file": file, **sent})


def running(**fields) -> ImportRun:
    """Half way, begun 100 seconds ago, and alive."""
    fields = {
        "state": RunState.RUNNING, "phase": "read", "permille": 500, "rows": 100_000, "worker": "x", "beat_at": NOW,
        "started_at": NOW - dt.timedelta(seconds=100), **fields,
    }  # fmt: skip
    return ImportRunFactory(**fields)


def done(**fields) -> ImportRun:
    return ImportRunFactory(**{"state": RunState.DONE, "permille": 1000, "finished_at": NOW, **fields})


def page_of(client: Client, run: ImportRun, query: str = "") -> str:
    return text_of(client.get(f"/curate/imports/{run.pk}/{query}"))


# --- who ----------------------------------------------------------------------------------------------------------
def test_who_may_not_bring_files_in_sees_no_form_and_is_not_listened_to(curators, launched):
    run = running()
    assert "Bring a file in" not in text_of(curators.get("/curate/imports/"))
    assert "Stop it" not in page_of(curators, run)
    assert upload(curators).status_code == 404
    for action in ("cancel", "resume", "for-real"):
        assert curators.post(f"/curate/imports/{run.pk}/{action}/").status_code == 404
    assert ImportRun.objects.count() == 1
    assert not ImportRun.objects.get().cancel_asked
    assert launched == []


def test_nobody_else_leaves_a_byte_on_the_disk(signed_in, curators, client, settings):
    for browser in (signed_in, curators, client):
        upload(browser)
    assert not settings.IMPORT_DIR.exists()


def test_an_upload_without_token_is_refused(lead, settings):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(lead)

    assert upload(strict).status_code == 403
    assert not settings.IMPORT_DIR.exists()  # without the cookie nothing is read

    strict.get("/curate/imports/")
    assert upload(strict, csrfmiddlewaretoken="x" * 64).status_code == 403
    assert list(settings.IMPORT_DIR.iterdir()) == []
    assert ImportRun.objects.count() == 0


def test_an_upload_with_its_token_is_taken(lead):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(lead)
    token = value_of(strict.get("/curate/imports/"), "csrfmiddlewaretoken")[0]

    assert upload(strict, csrfmiddlewaretoken=token).status_code == 302
    assert ImportRun.objects.count() == 1


def test_a_run_says_you_or_a_curator_and_never_who(leads, lead):
    other = UserFactory(email="somebody@example.org")
    for by in (lead, other, None):
        done(started_by=by)
    listed = leads.get("/curate/imports/")

    assert re.findall(r"12:30 (you|a curator|by command)", text_of(listed)) == ["by command", "a curator", "you"]
    assert "somebody" not in listed.content.decode()


# --- an upload ----------------------------------------------------------------------------------------------------
def test_an_upload_becomes_a_run_of_its_own_process(leads, lead, launched, settings):
    answer = upload(leads)
    run = ImportRun.objects.get()

    assert answer.headers["Location"] == f"/curate/imports/{run.pk}/"
    assert launched == [run.pk]
    assert (run.file_name, run.size, run.dry_run, run.owns_file, run.started_by) == ("foods.csv", 8, True, True, lead)
    assert Path(run.path).read_bytes() == b"a,b\n1,2\n"
    assert [path.resolve() for path in settings.IMPORT_DIR.iterdir()] == [Path(run.path)]


def test_a_try_is_the_default_and_can_be_left_out(leads):
    page = leads.get("/curate/imports/").content.decode()
    assert re.search(r'<input[^>]*name="try_first"[^>]*\schecked', page)

    upload(leads, try_first="")
    assert not ImportRun.objects.get().dry_run


def test_a_form_sent_twice_is_one_run(leads, launched):
    first, second = upload(leads), upload(leads)

    assert first.headers["Location"] == second.headers["Location"]
    assert len(launched) == ImportRun.objects.count() == 1


def test_two_presses_at_the_same_moment_are_one_run(leads, launched, monkeypatch, settings):
    """The second one looks for the run of the first before that is written."""
    upload(leads)
    monkeypatch.setattr("foods.views.curate.imports.find", lambda uid: None)

    assert upload(leads).headers["Location"] == f"/curate/imports/{ImportRun.objects.get().pk}/"
    assert len(launched) == 1
    assert len(list(settings.IMPORT_DIR.iterdir())) == 1


def test_a_file_of_its_own_is_a_run_of_its_own(leads, launched):
    upload(leads)
    upload(leads, uid=str(uuid.uuid4()))

    assert len(launched) == ImportRun.objects.count() == 2


def test_a_name_that_was_sent_is_only_shown(leads, settings):
    upload(leads, name="=cmd <b>é.csv")
    run = ImportRun.objects.get()

    assert run.file_name == "=cmd <b>é.csv"
    assert re.fullmatch(r"upload-[0-9a-f]{32}", Path(run.path).name)
    assert "=cmd &lt;b&gt;é.csv" in leads.get(f"/curate/imports/{run.pk}/").content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"file": ""}, "Choose a file first."),
        ({"file": SimpleUploadedFile("a.csv", b"")}, "That file is empty. Choose another one."),
        ({"file": SimpleUploadedFile("a.csv", b"x" * 11)}, "It is larger than 10 bytes. Pack it (.zip, .gz), or bring"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_begun(leads, launched, settings, sent, said):
    settings.IMPORT_MAX_BYTES = 10
    answer = upload(leads, **{"try_first": "", **sent})

    assert answer.status_code == 200
    assert said in text_of(answer)
    assert text_of(answer).count("Choose a file first") <= (sent["file"] == "")
    assert value_of(answer, "uid") == [UID]
    assert not re.search(r'<input[^>]*name="try_first"[^>]*\schecked', answer.content.decode())
    assert (ImportRun.objects.count(), launched) == (0, [])
    assert not settings.IMPORT_DIR.exists() or not list(settings.IMPORT_DIR.iterdir())


def test_a_full_disk_is_said(leads, monkeypatch):
    monkeypatch.setattr("foods.importing.uploads.RESERVE", 2**62)

    assert "There is no room for it on the server’s disk." in text_of(upload(leads))


def test_the_limit_is_told_beforehand(leads, settings):
    settings.IMPORT_MAX_BYTES = 340_000_000

    assert "Up to 340 MB. Larger files come in by command, on the server." in text_of(leads.get("/curate/imports/"))


# --- the list -----------------------------------------------------------------------------------------------------
def test_where_nothing_was_brought_in_it_is_said_what_could_be(leads):
    page = leads.get("/curate/imports/")

    assert "Nothing was brought in yet." in text_of(page)
    assert {"https://ciqual.anses.fr/", "https://world.openfoodfacts.org/data", "/curate/imports/template.csv"} <= set(
        links_of(page)
    )


def test_a_run_in_the_list_says_what_it_was_and_did(leads):
    done(
        file_name="branded.zip", format="fdc_csv", datasets={"usda-branded": "2026-04-30"}, added=1_200, changed=3,
        refused=1, superseded=2, retired=5,
    )  # fmt: skip

    assert (
        "branded.zip FoodData Central, CSV usda-branded 2026-04-30 1,200 new 3 changed 7 retired 1 row refused "
        "14 Mar 2026, 12:30 by command done"
    ) in text_of(leads.get("/curate/imports/"))


@pytest.mark.parametrize("runs_there", [1, 30])
def test_the_list_takes_the_same_queries(leads, django_assert_num_queries, runs_there):
    ImportRunFactory.create_batch(runs_there, state=RunState.DONE)
    with django_assert_num_queries(5):  # session, person, two of rights, the runs
        answer = leads.get("/curate/imports/")
    assert answer.content.decode().count('class="run-state"') == runs_there


def test_older_runs_are_on_further_pages(leads):
    for n in range(31):
        done(file_name=f"file {n}.csv")

    assert "file 0.csv" not in text_of(leads.get("/curate/imports/"))
    assert "file 0.csv" in text_of(leads.get("/curate/imports/?page=2"))
    assert "There is no such page any more." in text_of(leads.get("/curate/imports/?page=3"))
    assert "file 30.csv" in text_of(leads.get("/curate/imports/?page=nonsense"))


# --- while it runs ------------------------------------------------------------------------------------------------
def test_a_run_shows_how_far_it_is(leads):
    answer = leads.get(f"/curate/imports/{running(added=12).pk}/")

    assert "50 % 100,000 rows about 1,000 rows a second about 2 minutes left" in text_of(answer)
    assert "12 new" in text_of(answer)
    assert '<progress max="1000" value="500" aria-labelledby="phase">' in answer.content.decode()
    assert 'hx-trigger="every 2s"' in answer.content.decode()


@pytest.mark.parametrize("runs_there", [1, 30])
def test_looking_how_far_it_is_costs_little(leads, django_assert_num_queries, runs_there):
    run = running()
    ImportRefusal.objects.bulk_create(ImportRefusal(run=run, file="a", line=n, code="unit") for n in range(runs_there))
    with django_assert_num_queries(5):  # session, person, two of rights, the run
        leads.get(f"/curate/imports/{run.pk}/")


@pytest.mark.parametrize(
    ("rows", "said"),
    [(5_183_300, "about 52,000 rows"), (790, "about 8 rows"), (80, "about 0 rows"), (123_456, "1,200")],
)
def test_a_speed_is_rough(leads, rows, said):
    assert said in page_of(leads, running(rows=rows))


def test_a_run_of_which_nothing_is_known_yet_has_a_bar_without_a_value(leads):
    run = ImportRunFactory()

    assert '<progress max="1000" aria-labelledby="phase">' in leads.get(f"/curate/imports/{run.pk}/").content.decode()
    assert "Waiting to begin" in page_of(leads, run)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"phase": "hash"}, "Looking at the file"),
        ({"phase": "queue", "state": RunState.WAITING}, "Waiting until another import is through"),
        ({"phase": "FOOD_DES"}, "Reading FOOD_DES"),
        ({"phase": ""}, "Working"),
        ({"cancel_asked": True}, "Stopping"),
    ],
)
def test_a_phase_has_words(leads, fields, words):
    assert words in page_of(leads, running(**fields))


def test_a_run_that_is_over_is_not_asked_for_again(leads):
    page = leads.get(f"/curate/imports/{done().pk}/").content.decode()

    assert "hx-trigger" not in page
    assert 'id="run-said" hx-swap-oob="innerHTML">done. ' in page
    assert 'id="run-facts" hx-swap-oob="innerHTML">' in page  # what it was found to be stands outside what is asked for


def test_a_run_is_asked_to_stop(leads):
    run = running()
    leads.post(f"/curate/imports/{run.pk}/cancel/")
    run.refresh_from_db()

    assert (run.cancel_asked, run.state) == (True, RunState.RUNNING)
    assert "Stop it" not in page_of(leads, run)


def test_what_was_stopped_is_called_so(leads):
    stopped = done(state=RunState.CANCELLED)

    assert "by command stopped What can be brought in" in text_of(leads.get("/curate/imports/"))
    assert "stopped. Stopped. Nothing was changed." in page_of(leads, stopped)


def test_products_without_a_figure_are_said_to_be_passed_over(leads):
    of_products = {"rows": 1_300, "added": 32, "refused": 2, "unchanged": 1, "format": "off"}
    words = "rows say nothing of B12 and were passed over."

    assert f"1,265 {words}" in page_of(leads, done(**of_products))
    assert words not in page_of(leads, done(**{**of_products, "format": "sr28"}))  # there a row is a figure
    assert words not in page_of(leads, done(**{**of_products, "rows": 35}))


def test_a_run_that_stands_still_can_be_gone_on_with(leads, launched):
    run = running(beat_at=NOW - dt.timedelta(seconds=61))

    assert "It stands still: the process that worked on it has gone." in page_of(leads, run)
    answer = leads.post(f"/curate/imports/{run.pk}/resume/", follow=True)
    assert launched == [run.pk]
    assert toasts_of(answer) == ["It goes on where it stood."]


def test_a_run_that_is_alive_is_not_started_again(leads, launched):
    leads.post(f"/curate/imports/{running().pk}/resume/")

    assert launched == []


# --- when it is over ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"added": 1_200, "changed": 3, "retired": 1, "superseded": 1}, "1,200 new, 3 changed, 2 retired."),
        ({"added": 2, "dry_run": True}, "A try, nothing was changed: it would bring 2 new, change 0, retire 0."),
        ({"unchanged": 5}, "Everything in it stands in the table already."),
        ({}, "There was nothing in it to bring in."),
        ({"state": RunState.CANCELLED, "position": 1_500}, "Stopped. What was written before stays."),
        ({"state": RunState.CANCELLED, "position": 1_500, "dry_run": True}, "Stopped. Nothing was changed."),
        ({"state": RunState.CANCELLED}, "Stopped. Nothing was changed."),
        ({"state": RunState.FAILED, "error": f"upload-{'0f' * 16} is empty: no."}, "foods.csv is empty: no."),
        ({"state": RunState.FAILED, "error": "Torn."}, "Put right what it says, then upload the file again"),
        ({"state": RunState.FAILED, "error": "Torn."}, "comes in twice. What can be brought in"),
        ({"kept": 1, "added": 1}, "the queue asks which is right. To the queue"),
    ],
)
def test_a_run_that_is_over_says_what_came_of_it_and_what_to_do(leads, fields, said):
    assert said in page_of(leads, done(**fields))


def test_a_try_goes_on_for_real_once(leads, launched, tmp_path):
    path = tmp_path / "upload-1"
    path.write_bytes(b"x")
    tried = done(dry_run=True, path=str(path), owns_file=True, added=1)
    assert "Do it for real" in page_of(leads, tried)

    first = leads.post(f"/curate/imports/{tried.pk}/for-real/")
    second = leads.post(f"/curate/imports/{tried.pk}/for-real/", follow=True)

    real = ImportRun.objects.exclude(pk=tried.pk).get()
    assert first.headers["Location"] == f"/curate/imports/{real.pk}/"
    assert (real.dry_run, real.path, launched) == (False, str(path), [real.pk])
    assert toasts_of(second) == ["This went on for real before, or its file is gone. The newest imports are below."]
    assert "Do it for real" not in page_of(leads, tried)
    assert "Its file is gone: it went on for real, or a week passed." in page_of(leads, tried)


def test_only_a_try_that_is_through_goes_on_for_real(leads, launched):
    for run in (done(), running(dry_run=True)):
        assert leads.post(f"/curate/imports/{run.pk}/for-real/").headers["Location"] == f"/curate/imports/{run.pk}/"
    assert launched == []


# --- the differences ----------------------------------------------------------------------------------------------
def differing(run: ImportRun, change: str = Change.CHANGED, **fields) -> ImportDifference:
    fields = {"name": "Cheddar", "source_key": "ciqual", "source_ref": "12", "fields": {}, **fields}
    return ImportDifference.objects.create(run=run, change=change, **fields)


def test_a_change_shows_each_field_before_and_after(leads):
    food = FoodFactory(name="Cheddar", basis="g100")
    fields = {
        "b12_ug": ["1.1", "2.4"], "category": ["fish", "dairy"], "brand": ["", "Dairy & Co"],
        "portions": [[["slice", "30", True, 0]], []], "aliases": [[], ["Käse", "fromage"]], "gone": ["1", "2"],
    }  # fmt: skip
    run = done(changed=1)
    differing(run, food=food, fields=fields)
    page = page_of(leads, run)

    assert "B12 per 100 g: was 1.1 µg → , now 2.4 µg" in page
    assert "Brand: was – → , now Dairy & Co" in page
    assert "Portions: was slice 30 → , now –" in page
    assert "Other names: was – → , now Käse; fromage" in page
    assert "Gone: was 1 → , now 2" in page
    assert food.get_absolute_url() in links_of(leads.get(f"/curate/imports/{run.pk}/"))


def test_what_is_new_and_what_was_kept_read_differently(leads):
    run = done(added=2, kept=1)
    differing(run, Change.ADDED, fields={"b12_ug": [None, None], "basis": [None, "ml100"]})
    differing(run, Change.ADDED, name="Soda", fields={"basis": [None, "ml100"], "brand": ["", "Fizz"]})
    differing(run, Change.KEPT, name="Milk", fields={"b12_ug": ["0.5", "0.4"]})
    page = page_of(leads, run)

    assert "Cheddar ciqual 12 B12 per 100 ml: unknown new" in page
    assert "Soda ciqual 12 B12 per 100 ml: unknown Brand: Fizz new" in page  # unknown is said, not left out
    assert "Milk ciqual 12 B12: 0.5 µg stays; the file has 0.4 µg kept as edited" in page


def test_differences_are_chosen_by_kind_and_paged(leads):
    run = done(added=31, retired=1)
    for n in range(31):
        differing(run, Change.ADDED, name=f"Food {n}.")
    differing(run, Change.RETIRED, name="Old one", fields={"state": ["published", "retired"]})

    assert "Food 29." in page_of(leads, run)
    assert "Old one" not in page_of(leads, run)
    assert "Food 30. ciqual 12 B12: unknown new Old one ciqual 12 State: was published → , now retired" in page_of(
        leads, run, "?page=2"
    )
    assert "Food" not in page_of(leads, run, "?change=retired").partition("Old one")[0].partition("retired, 1")[2]
    assert "all new, 31 retired, 1" in page_of(leads, run)
    assert "There are none on this page." in page_of(leads, run, "?change=kept&page=7")


@pytest.mark.parametrize("rows", [1, 30])
def test_a_report_takes_the_same_queries(leads, django_assert_num_queries, rows):
    run = done(changed=rows, refused=rows)
    for n in range(rows):
        differing(run, food=FoodFactory(), name=f"Food {n}", fields={"source": [1, 2], "b12_ug": ["1", "2"]})
        ImportRefusal.objects.create(run=run, file="a.csv", line=n, code="unit", reason="In IU.")
    with django_assert_num_queries(8):  # session, person, two of rights, the run, differences, reasons, refusals
        page = leads.get(f"/curate/imports/{run.pk}/").content.decode()
    assert page.count("In IU.") == rows


# --- the refusals -------------------------------------------------------------------------------------------------
@pytest.fixture
def refusing() -> ImportRun:
    run = done(refused=53)
    name = f"upload-{'0a' * 16}"
    ImportRefusal.objects.bulk_create(
        ImportRefusal(run=run, file=name, line=n, code="unit" if n < 51 else "html", reason=f"Row {n}. is in IU.")
        for n in range(1, 53)
    )
    ImportRefusal.objects.create(
        run=run, file=name, line=99, code="formula", reason=f"In {name}: “=1” would run.", excerpt="=1+1,\nHYPERLINK"
    )
    return run


def test_refusals_are_grouped_by_reason_and_the_first_fifty_shown(leads, refusing):
    page = page_of(leads, refusing)

    reasons = "a unit that is not one for B12 50 HTML in the text 2 a cell that a spreadsheet would run 1"
    assert f"Reason Rows {reasons}" in page
    assert "Row 50. is in IU. foods.csv line 50" in page
    assert "Row 51." not in page
    assert "And 3 more, in the download." in page

    ImportRun.objects.filter(pk=refusing.pk).update(refused=14_322)
    assert "And 14,272 more, in the download." in page_of(leads, refusing)


def test_all_refusals_are_a_csv_that_no_spreadsheet_runs(leads, refusing):
    answer = leads.get(f"/curate/imports/{refusing.pk}/refusals.csv")
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="import-{refusing.pk}-refused.csv"'
    assert text.startswith("\ufefffile,line,kind,reason,row\r\n")
    assert len(rows) == 54
    assert rows[1] == ["foods.csv", "1", "unit", "Row 1. is in IU.", ""]
    assert rows[-1] == ["foods.csv", "99", "formula", "In foods.csv: “=1” would run.", "'=1+1,\nHYPERLINK"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_run_is_made_harmless(leads, start):
    run = done(refused=1)
    cells = {"file": f"{start}a", "reason": f"{start}b", "excerpt": f"{start}c"}
    ImportRefusal.objects.create(run=run, line=1, code="unit", **cells)
    text = b"".join(leads.get(f"/curate/imports/{run.pk}/refusals.csv").streaming_content).decode()

    assert text.count(f"'{start}") == 3


def test_a_run_that_is_not_there_is_not_found(leads):
    for address in ("", "refusals.csv"):
        assert leads.get(f"/curate/imports/77/{address}").status_code == 404
    for action in ("cancel", "resume", "for-real"):
        assert leads.post(f"/curate/imports/77/{action}/").status_code == 404


def test_the_template_is_a_csv_that_can_be_brought_in(leads, tmp_path):
    answer = leads.get("/curate/imports/template.csv")
    (tmp_path / "anything").write_bytes(answer.content)

    run = runs.work_on(runs.start(tmp_path / "anything", dry_run=True).pk)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="foods-template.csv"'
    assert (run.state, run.format, run.refused) == (RunState.DONE, "own_csv", 0)
    assert run.added > 0
