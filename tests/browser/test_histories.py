"""A history brought in as people do it: from an app's file to the log and back, with scripts and without."""

import re
import uuid
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.axe import faults
from tests.browser.hands import Browse, toast
from tests.browser.test_layout import sticking_out
from tests.browser.trouble import Trouble
from tests.tracker.importing.conftest import FILES
from tracker import actions_history

pytestmark = pytest.mark.both  # what is written here a database could write differently
PAGE = "/settings/data/import/"
LONG = "date,food,b12\n2026-03-01," + "Averylongnamewithoutanyspaces" * 9 + ",1\nnever,Egg,1\n" + "".join(
    f"2026-03-{1 + n % 28:02},{'Some food with a rather long name that says what is in it ' * 2}{n},0.{n}\n"
    for n in range(40)
)  # fmt: skip


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    settings.IMPORT_DIR = tmp_path / "imports"


def send(page: Page, file: Path | str, name: str = "file.csv") -> None:
    chosen = file if isinstance(file, Path) else {"name": name, "mimeType": "text/csv", "buffer": file.encode()}
    page.get_by_label("The file").set_input_files(chosen)
    page.get_by_role("button", name="Look what is in it").click()


def looked_at(person: User, tmp_path: Path, content: str) -> str:
    """The page of a file that was read."""
    path = tmp_path / "read.csv"
    path.write_text(content)
    run = actions_history.take(by=person, path=path, uid=uuid.uuid4(), now=timezone.now())
    return f"{PAGE}{run.uid}/"


@pytest.mark.parametrize("script", [True, False])
def test_a_file_of_cronometer_is_looked_at_brought_in_and_taken_back(person: User, browse: Browse, script: bool):
    page = browse(person, path=PAGE, script=script)
    send(page, FILES / "cronometer-servings.csv")
    expect(page.get_by_role("heading", name="A history from Cronometer")).to_be_visible()
    expect(page.get_by_text("12 Mar 2026")).to_have_count(0)
    assert person.entries.count() == 0

    page.get_by_role("button", name="Bring in 7 rows").click()
    expect(page.get_by_role("heading", name="Your history from Cronometer is in your log.")).to_be_visible()
    assert (person.entries.count(), person.entries.filter(swallowed_ug=None).count()) == (7, 1)

    page.get_by_role("button", name="Take the whole import back").click()
    expect(page.get_by_role("heading", name="was taken back")).to_be_visible()
    assert (person.entries.count(), person.foods.count()) == (0, 0)


@pytest.mark.parametrize("script", [True, False])
def test_another_food_is_chosen_for_a_name_and_remembered_for_the_next_file(person: User, browse: Browse, script: bool):
    page = browse(person, path=PAGE, script=script, screen="phone")
    send(page, "date,food,amount,unit\n2026-03-01,My morning egg,50,g\n")
    page.get_by_role("link", name=re.compile("Change ?: My morning egg")).click()
    page.get_by_role("searchbox", name="Find a food").fill("egg, boiled")
    if not script:
        page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("This one ?: Egg, boiled")).first.click()
    expect(page.get_by_text("→ Egg, boiled")).to_be_visible()
    page.get_by_role("button", name="Bring in 1 row").click()
    expect(page.get_by_role("heading", name="is in your log")).to_be_visible()
    page.goto(PAGE)
    send(page, "date,food,amount,unit\n2026-03-02,My morning egg,100,g\n", name="later.csv")

    expect(page.get_by_text("→ Egg, boiled")).to_be_visible()
    assert list(person.entries.values_list("name", flat=True)) == ["Egg, boiled"]
    assert person.entries.get().swallowed_ug is not None


def test_a_name_can_be_left_out(person: User, browse: Browse):
    page = browse(person, path=PAGE)
    send(page, "date,food,b12\n2026-03-01,Apple,0\n2026-03-01,Milk,1\n")
    page.get_by_role("link", name=re.compile("Change ?: Apple")).click()
    page.get_by_role("button", name="Leave it out").click()
    expect(page.get_by_text("→ left out")).to_be_visible()
    page.get_by_role("button", name="Bring in").click()
    expect(toast(page)).to_contain_text("1 entry came in.")

    assert [name.split(",")[0] for name in person.entries.values_list("name", flat=True)] == ["Milk"]


def test_what_has_no_figure_is_left_out_with_one_tick(person: User, browse: Browse):
    page = browse(person, path=PAGE, screen="phone")
    send(page, FILES / "cronometer-servings.csv")
    page.get_by_label("Leave out what has no figure of B12").check()
    page.get_by_role("button", name="Bring in 7 rows").click()
    expect(toast(page)).to_contain_text("6 entries came in.")

    assert person.entries.filter(swallowed_ug=None).count() == 0


@pytest.mark.parametrize("script", [True, False])
def test_a_press_in_two_tabs_brings_it_in_once(person: User, browse: Browse, script: bool):
    page = browse(person, path=PAGE, script=script)
    send(page, FILES / "waistline.json")
    other = page.context.new_page()
    other.goto(page.url)
    for tab in (page, other):
        tab.get_by_role("button", name="Bring in 4 rows").click()
        expect(tab.get_by_role("heading", name="is in your log")).to_be_visible()

    assert person.entries.count() == 4
    assert person.events.filter(kind="imported").count() == 1


def test_the_same_file_again_has_nothing_new_in_it(person: User, browse: Browse):
    page = browse(person, path=PAGE)
    for _time in range(2):
        page.goto(PAGE)
        send(page, FILES / "apple-health.xml", "export.xml")
        if page.get_by_role("button", name="Bring in 4 rows").is_visible():
            page.get_by_role("button", name="Bring in 4 rows").click()
            expect(page.get_by_role("heading", name="is in your log")).to_be_visible()

    expect(page.get_by_text("Every row of it is in your log already")).to_be_visible()
    assert person.entries.count() == 4


def test_a_file_that_is_none_is_said_so_beside_the_field(person: User, browse: Browse):
    page = browse(person, path=PAGE)
    send(page, "holiday photo", name="beach.jpg")

    expect(page.get_by_text("None of the trackers we know writes such a file")).to_be_visible()
    assert person.history_imports.count() == 0


def test_rows_that_cannot_be_read_are_shown_and_saved_as_a_table(person: User, browse: Browse):
    page = browse(person, path=PAGE)
    send(page, "date,food\nnever,Egg\n2026-03-01,Milk\n")
    expect(page.get_by_text("“never” is not a date. Write it like 2026-03-14.")).to_be_visible()
    with page.expect_download() as waited:
        page.get_by_role("link", name="All of them as a table (CSV)").click()

    assert waited.value.path().read_text(encoding="utf-8-sig").splitlines() == [
        "line,why,what", "2,“never” is not a date. Write it like 2026-03-14.,\"never,Egg\"",
    ]  # fmt: skip


def test_the_template_is_a_table_that_comes_in(person: User, browse: Browse):
    page = browse(person, path=PAGE)
    with page.expect_download() as waited:
        page.get_by_role("link", name="Take a template").click()
    page.goto(PAGE)
    send(page, waited.value.path().read_text(), name="template.csv")

    expect(page.get_by_role("heading", name="A history from Cobalog")).to_be_visible()
    expect(page.get_by_role("button", name="Bring in 4 rows")).to_be_visible()


@pytest.mark.looks
@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_every_page_of_it_passes_axe_and_fits(
    person: User, browse: Browse, trouble: Trouble, tmp_path: Path, screen: str, dark: bool
):
    page = browse(person, path=PAGE, screen=screen, dark=dark)
    found = {"empty": (faults(page), sticking_out(page, PAGE))}
    send(page, "holiday photo")
    found["refused file"] = (faults(page), sticking_out(page, PAGE))
    here = looked_at(person, tmp_path, LONG)
    shown = [
        ("look", here), ("second page", f"{here}?page=2"), ("name", f"{here}1/"), ("no match", f"{here}1/?q=qqzzxx"),
        ("list", PAGE),
    ]  # fmt: skip
    for name, path in shown:
        page.goto(path)
        found[name] = (faults(page), sticking_out(page, path))
    page.goto(here)
    page.get_by_role("button", name="Bring in").click()
    expect(page.get_by_role("heading", name="is in your log")).to_be_visible()
    found["done"] = (faults(page), sticking_out(page, here))

    assert found == dict.fromkeys(found, ([], {}))
