"""Bringing a file in, as a lead curator does it: by keyboard, in steps, stopped on the way, without scripts."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.contrib.auth.models import Group
from django.db import connections
from playwright.sync_api import Page, expect

from accounts.models import User
from foods.importing import detect, runs
from foods.models import Food, ImportRun, Source
from tests.browser.axe import faults
from tests.browser.hands import Browse, toast
from tests.browser.people import in_the_morning
from tests.browser.test_layout import sticking_out
from tests.factories import UserFactory

pytestmark = pytest.mark.both  # what is written here a database could write differently

TABLE = """name,b12_ug,source_key,ref
Blue cheese of the valley,1.2,valley,1
Goat milk of the valley,0.1,valley,2
Yeast of the valley,unknown,valley,3
Meat of the valley,two,valley,4
"""


class Worker:
    """Does runs in threads of the tests: stops behind the second row until it is let go."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.threads: list[threading.Thread] = []

    def launch(self, run: ImportRun) -> None:
        thread = threading.Thread(target=self._work, args=(run.pk,))
        self.threads.append(thread)
        thread.start()

    def _work(self, run_id: int) -> None:
        try:
            runs.work_on(run_id, batch=2, read=self._read)
        finally:
            connections.close_all()

    def _read(self, path, *, progress, work):
        reading = detect.read(path, progress=progress, work=work)
        return replace(reading, items=self._slowly(reading.items, progress))

    def _slowly(self, items, progress):
        for n, item in enumerate(items):
            if n == 2:
                progress.at(n, 0.5)
                assert self.gate.wait(30)
            yield item

    def end(self) -> None:
        self.gate.set()
        for thread in self.threads:
            thread.join()


@pytest.fixture
def worker(settings, tmp_path, monkeypatch, site) -> Iterator[Worker]:
    settings.IMPORT_DIR = tmp_path / "imports"
    settings.STAFF_NEED_SECOND_FACTOR = False
    worker = Worker()
    monkeypatch.setattr(runs, "launch", worker.launch)
    monkeypatch.setattr("foods.importing.working.BEAT_SECONDS", 0)
    yield worker
    worker.end()
    ImportRun.objects.all().delete()
    Food.objects.filter(source__key="valley").delete()
    Source.objects.filter(key="valley").delete()


@pytest.fixture
def lead(worker: Worker) -> User:
    person = UserFactory(is_staff=True, time_zone=in_the_morning())
    person.groups.add(Group.objects.get(name="Lead curators"))
    return person


def chosen(page: Page) -> None:
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "my valley.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )


def brought_in() -> set[str]:
    return set(Food.objects.filter(source__key="valley").values_list("name", flat=True))


def test_by_keyboard_from_the_file_to_the_table(lead: User, worker: Worker, browse: Browse):
    page = browse(lead, path="/curate/imports/")
    page.wait_for_load_state("networkidle")
    page.get_by_label("File", exact=True).focus()
    expect(page.get_by_label("File", exact=True)).to_be_focused()
    with page.expect_file_chooser() as choosing:
        page.keyboard.press("Space")
    choosing.value.set_files({"name": "my valley.csv", "mimeType": "text/csv", "buffer": TABLE.encode()})
    page.keyboard.press("Tab")
    expect(page.get_by_label("Try first: change nothing")).to_be_focused()
    expect(page.get_by_label("Try first: change nothing")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="my valley.csv")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Reading")).to_be_visible()
    worker.gate.set()
    expect(page.get_by_text("A try, nothing was changed: it would bring 3 new").last).to_be_visible()
    expect(page.locator("#run-said")).to_contain_text("done. A try, nothing was changed")
    expect(page.locator("#run-facts")).to_contain_text("valley")  # the data set, known only now
    expect(page.get_by_text("which is no number.")).to_be_visible()
    expect(page.get_by_role("row", name="not a number 1")).to_be_visible()
    assert brought_in() == set()

    page.get_by_role("button", name="Do it for real").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 new, 0 changed, 0 retired.").last).to_be_visible()
    assert brought_in() == {"Blue cheese of the valley", "Goat milk of the valley", "Yeast of the valley"}


def test_a_double_click_is_one_import(lead: User, worker: Worker, browse: Browse):
    worker.gate.set()
    page = browse(lead, path="/curate/imports/")
    chosen(page)
    page.get_by_role("button", name="Bring the file in").dblclick()
    real = page.get_by_role("button", name="Do it for real")
    expect(real).to_be_visible()
    assert ImportRun.objects.count() == 1

    real.dblclick()
    expect(page.get_by_text("3 new, 0 changed, 0 retired.").last).to_be_visible()
    assert ImportRun.objects.count() == 2


def test_it_is_stopped_on_the_way(lead: User, worker: Worker, browse: Browse):
    page = browse(lead, path="/curate/imports/")
    chosen(page)
    page.get_by_role("button", name="Bring the file in").click()
    page.get_by_role("button", name="Stop it").click()
    expect(page.get_by_role("progressbar", name="Stopping")).to_be_visible()
    worker.gate.set()
    expect(page.get_by_text("Stopped. Nothing was changed.").last).to_be_visible()
    expect(page.get_by_role("button", name="Do it for real")).to_have_count(0)


def test_all_of_it_works_without_scripts(lead: User, worker: Worker, browse: Browse):
    page = browse(lead, path="/curate/imports/", script=False)
    chosen(page)
    page.get_by_label("Try first: change nothing").uncheck()
    page.get_by_role("button", name="Bring the file in").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    worker.end()
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("3 new, 0 changed, 0 retired.").last).to_be_visible()
    with page.expect_download() as loading:
        page.get_by_role("link", name="Download all of them (CSV)").click()
    assert "which is no number." in loading.value.path().read_text()


def test_what_was_forgotten_is_said_and_the_choice_stays(lead: User, worker: Worker, browse: Browse):
    page = browse(lead, path="/curate/imports/")
    page.get_by_label("Try first: change nothing").uncheck()
    page.get_by_role("button", name="Bring the file in").click()
    expect(page.get_by_text("Choose a file first.")).to_be_visible()
    expect(page.get_by_label("Try first: change nothing")).not_to_be_checked()
    assert ImportRun.objects.count() == 0


@pytest.mark.looks
def test_the_pages_pass_axe_and_fit(lead: User, worker: Worker, browse: Browse):
    page = browse(lead, path="/curate/imports/")
    chosen(page)
    page.get_by_role("button", name="Bring the file in").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert faults(page) == []
    worker.gate.set()
    expect(page.get_by_role("button", name="Do it for real")).to_be_visible()
    assert faults(page) == []
    run = ImportRun.objects.get()
    run.file_name = f"{'Llanfairpwllgwyngyll' * 8}.csv"
    run.save()
    for path in ("/curate/imports/", f"/curate/imports/{run.pk}/"):
        assert sticking_out(page, path) == {}
        assert faults(page) == []
    assert toast(page).count() == 0
