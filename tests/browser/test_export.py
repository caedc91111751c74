"""Everything taken along and brought back, as people do it: with scripts and without, by phone and at a desk."""

import io
import json
import threading
import uuid
import zipfile
from decimal import Decimal

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.axe import faults
from tests.browser.hands import Browse, toast
from tests.browser.people import in_the_morning
from tests.browser.test_layout import sticking_out
from tests.browser.trouble import Trouble
from tests.factories import UserFactory
from tests.tracker.export.everything import text_of
from tracker import actions
from tracker.export.document import document
from tracker.export.snapshot import at_one_moment

pytestmark = pytest.mark.both  # what is written here a database could write differently
PAGE, BACK = "/settings/data/export/", "/settings/data/export/bring-back/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.IMPORT_DIR = tmp_path / "imports"


def downloaded(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as waited:
        page.get_by_role("button", name=button).click()
    return waited.value.suggested_filename, waited.value.path().read_bytes()


def choose(page: Page, content: bytes) -> None:
    page.get_by_label("The export").set_input_files(
        {"name": "export.zip", "mimeType": "application/zip", "buffer": content}
    )
    page.get_by_role("button", name="Look what is in it").click()


@pytest.mark.parametrize("script", [True, False])
def test_what_is_taken_out_of_one_account_comes_into_another(eater: User, browse: Browse, script: bool):
    page = browse(eater, path=PAGE, script=script)
    name, content = downloaded(page, "Download everything (zip)")
    other = UserFactory(time_zone=in_the_morning())
    new = browse(other, path=BACK, script=script)
    choose(new, content)
    expect(new.get_by_role("heading", name="This would come back")).to_be_visible()
    expect(new.get_by_role("row", name="Entries of your log 3 0")).to_be_visible()
    new.get_by_role("button", name="Bring it back").click()
    expect(new).to_have_url(f"{new.url.partition('/history/')[0]}/history/")

    assert (name.startswith("cobalog-20"), name.endswith(".zip")) == (True, True)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert sorted(other.entries.values_list("name", flat=True)) == sorted(eater.entries.values_list("name", flat=True))


def test_it_says_how_much_came_back(eater: User, browse: Browse):
    page = browse(UserFactory(time_zone=in_the_morning()), path=BACK)
    choose(page, text_of(eater).encode())
    page.get_by_role("button", name="Bring it back").click()
    expect(toast(page)).to_contain_text("3 entries came back.")


@pytest.mark.parametrize(
    ("button", "start"),
    [("Download entries (CSV)", "\ufeffuid,local_date"), ("doctors’ systems (FHIR)", '{"resourceType": "Bundle"')],
)
def test_single_files_are_saved(eater: User, browse: Browse, button: str, start: str):
    _name, content = downloaded(browse(eater, path=PAGE), button)

    assert content.decode().startswith(start)


def test_a_wrong_file_is_said_with_a_way_on(person: User, browse: Browse):
    page = browse(person, path=BACK)
    choose(page, b"holiday photo")
    expect(page.get_by_role("heading", name="This file cannot be brought back.")).to_be_visible()
    page.get_by_role("button", name="Choose another file").click()

    expect(page.get_by_role("heading", name="Bring an export back")).to_be_visible()


def test_what_is_logged_meanwhile_is_not_half_in_it(eater: User):
    """Here because the database of browser tests is a file, and writers do not wait for readers of it."""
    before = sorted(eater.entries.values_list("name", flat=True))
    pieces = at_one_moment(document(eater, now=timezone.now()))
    begun = [next(pieces) for _ in range(5)]
    thread = threading.Thread(target=log_something_new, args=(eater,))
    thread.start()
    thread.join(timeout=30)
    said = json.loads("".join([*begun, *pieces]))

    assert sorted(entry["name"] for entry in said["entries"]) == before
    assert eater.entries.count() == 4


def log_something_new(person: User) -> None:
    food, portion = actions.add_own_food(by=person, name="Something new", b12_ug=None)
    now = timezone.now()
    actions.log(by=person, food=food, portion=portion, amount=Decimal(1), eaten_at=now, uid=uuid.uuid4())
    connections.close_all()


@pytest.mark.looks
def test_every_page_of_it_passes_axe_and_fits(eater: User, browse: Browse, trouble: Trouble, screens_of_it):
    found = {}
    for name, page in screens_of_it(eater):
        found[name] = (faults(page), sticking_out(page, page.url))

    assert found == dict.fromkeys(("export", "open", "form", "empty", "look", "damaged", "again"), ([], {}))


@pytest.fixture
def screens_of_it(browse: Browse):
    """Each of its pages in the state that holds most."""

    def shown(person: User):
        page = browse(person, path=PAGE, screen="phone")
        yield "export", page
        page.get_by_text("What is in it").click()
        yield "open", page
        page.goto(BACK)
        yield "form", page
        page.get_by_role("button", name="Look what is in it").click()
        yield "empty", page
        new = browse(UserFactory(time_zone="America/New_York"), path=BACK, screen="phone")
        content = text_of(person).encode()
        choose(new, content)
        yield "look", new
        new.goto(BACK)
        choose(new, b'{"format": "cobalog-export", "version": 1, "made_at": 1, "' + b"x" * 100)
        yield "damaged", new
        page.goto(BACK)
        choose(page, content)
        yield "again", page

    return shown
