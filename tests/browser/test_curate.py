"""The curators' queue by keyboard, by touch and without scripts."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect

from accounts.models import User
from foods.models import Concern, ConcernKind, Food, Proposal
from tests.browser.axe import faults
from tests.browser.hands import Browse, Hands, toast
from tests.browser.test_layout import LONGEST_NAME, sticking_out
from tests.factories import ConcernFactory, FoodFactory, PortionFactory, ProposalFactory, UserFactory

JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + "03" * 64 + "ffc0000b080001000101011100"
    "ffc40014000100000000000000000000000000000009ffc40014100100000000000000000000000000000000"
    "ffda0008010100003f00549fffd9"
)  # one grey point

LINES = """cells => cells.map((cell) => {
  const text = document.createRange();
  text.selectNodeContents(cell);
  return text.getClientRects().length;
})"""

pytestmark = pytest.mark.both  # what is written here a database could write differently


@pytest.fixture(autouse=True)
def _nothing_left(settings, tmp_path) -> Iterator[None]:
    settings.STAFF_NEED_SECOND_FACTOR = False  # tried in tests/accounts/test_admin_door.py
    settings.MEDIA_ROOT = tmp_path
    yield
    Concern.objects.all().delete()
    Proposal.objects.all().delete()
    Food.objects.filter(merged_into__isnull=False).update(merged_into=None)


def curating(person: User) -> User:
    person.is_staff = True
    person.save()
    person.groups.add(Group.objects.get(name="Curators"))
    return person


@pytest.fixture
def curator(person: User) -> User:
    return curating(person)


def correction(name: str, *, logged: int, ug: str = "2") -> Concern:
    food = FoodFactory(name=name, b12_ug=1)
    PortionFactory(food=food)
    proposal = ProposalFactory(food=food, values={"b12_ug": ug}, evidence_url="https://example.org/label")
    facts = {"changes": {"b12_ug": ["1", ug]}}
    return ConcernFactory(kind=ConcernKind.CORRECTION, food=food, proposal=proposal, facts=facts, logged=logged)


@pytest.fixture
def three(curator: User) -> list[Concern]:
    """Corrections of three foods, the most eaten first."""
    return [correction(f"{name} of the queue", logged=9 - n) for n, name in enumerate(("Alpha", "Beta", "Gamma"))]


def row(page: Page, name: str):
    return page.locator("#queue li", has_text=name)


def beside(page: Page):
    return page.locator("#chosen")


def arrived(page: Page, name: str) -> None:
    """The item is open beside the list, and its row is the chosen one in focus."""
    expect(beside(page)).to_contain_text(name)
    expect(beside(page)).not_to_have_attribute("data-stale", "")
    expect(page.locator("#queue .is-hit")).to_contain_text(name)
    expect(page.locator("#queue .is-hit a.name")).to_be_focused()


def figure_of(concern: Concern) -> Decimal:
    return Food.objects.get(pk=concern.food_id).b12_ug


def state_of(concern: Concern) -> str:
    return Concern.objects.values_list("state", flat=True).get(pk=concern.pk)


# --- by keyboard -----------------------------------------------------------------------------------------------------
def test_a_curator_decides_with_one_key_and_the_next_is_there(curator: User, three: list[Concern], browse: Browse):
    page = browse(curator, path="/curate/")
    hands = Hands(page)
    hands.press("a")
    expect(toast(page)).to_contain_text("Alpha of the queue is corrected.")
    arrived(page, "Beta of the queue")
    assert (hands.taps, hands.keys) == (0, 1)
    assert (figure_of(three[0]), state_of(three[0])) == (2, "accepted")
    assert page.url.endswith(f"/curate/?at={three[1].pk}")
    assert page.locator("#toasts").get_attribute("role") == "status"  # read out without taking the focus

    hands.press("a")
    expect(toast(page)).to_contain_text("Beta of the queue is corrected.")
    arrived(page, "Gamma of the queue")
    assert [state_of(one) for one in three] == ["accepted", "accepted", "open"]


@pytest.mark.parametrize("width", [960, 1280, 1920])
def test_what_was_done_is_said_beside_the_buttons_that_decide(curator, three, browse: Browse, width: int):
    page = browse(curator, path="/curate/", viewport={"width": width, "height": 800})
    page.keyboard.press("a")
    arrived(page, "Beta of the queue")
    said, decision = toast(page).bounding_box(), beside(page).bounding_box()
    assert said["x"] + said["width"] <= decision["x"]


def test_j_and_k_move_and_what_is_decided_is_what_is_open(curator: User, three: list[Concern], browse: Browse):
    page = browse(curator, path="/curate/")
    for key, name in (("j", "Beta"), ("j", "Gamma"), ("j", "Gamma"), ("k", "Beta"), ("k", "Alpha"), ("k", "Alpha")):
        page.keyboard.press(key)
        arrived(page, f"{name} of the queue")
    page.keyboard.press("j")
    arrived(page, "Beta of the queue")
    page.keyboard.press("a")
    expect(toast(page)).to_contain_text("Beta of the queue is corrected.")
    assert [state_of(one) for one in three] == ["open", "accepted", "open"]


def test_nothing_is_decided_before_it_is_there_to_be_seen(curator: User, three: list[Concern], browse: Browse):
    page = browse(curator, path="/curate/")
    page.route(re.compile(r"side=1"), lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.keyboard.press("j")
    page.keyboard.press("a")
    arrived(page, "Beta of the queue")
    assert [state_of(one) for one in three] == ["open", "open", "open"]


def test_r_opens_the_reason_and_enter_sends_it(curator: User, three: list[Concern], browse: Browse):
    page = browse(curator, path="/curate/")
    hands = Hands(page)
    hands.press("r")
    hands.type("Not so")
    hands.press("Enter")
    expect(toast(page)).to_contain_text("Not taken. Whoever proposed it is told why.")
    arrived(page, "Beta of the queue")
    assert (state_of(three[0]), Concern.objects.get(pk=three[0].pk).reason) == ("rejected", "Not so")

    hands.press("r")
    hands.press("Escape")
    expect(page.get_by_label("Reason").first).to_be_hidden()
    hands.press("r")
    hands.type("Nor this")
    page.keyboard.press("Control+Enter")
    arrived(page, "Gamma of the queue")
    assert state_of(three[1]) == "rejected"


def test_a_reason_that_is_missing_is_asked_for_in_place(curator: User, three: list[Concern], browse: Browse):
    page = browse(curator, path="/curate/")
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Say why in a few words")).to_be_visible()
    expect(page.locator("#reject-reason")).to_be_focused()
    assert faults(page) == []
    assert state_of(three[0]) == "open"


def test_u_takes_the_last_one_back(curator: User, three: list[Concern], browse: Browse):
    page = browse(curator, path="/curate/")
    page.keyboard.press("a")
    arrived(page, "Beta of the queue")
    page.keyboard.press("u")
    expect(toast(page)).to_contain_text("Taken back: it is open again.")
    arrived(page, "Alpha of the queue")
    assert (figure_of(three[0]), state_of(three[0])) == (1, "open")


def test_the_message_takes_it_back_too(curator: User, three: list[Concern], browse: Browse):
    page = browse(curator, path="/curate/")
    page.keyboard.press("a")
    toast(page).get_by_role("button", name="Undo").click()
    arrived(page, "Alpha of the queue")
    assert state_of(three[0]) == "open"


def test_x_retires_e_edits_h_shows_the_history_and_help_lists_the_keys(
    curator: User, three: list[Concern], browse: Browse
):
    page = browse(curator, path="/curate/")
    page.keyboard.press("?")
    expect(page.get_by_text("undo your last decision", exact=True)).to_be_visible()
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Alpha of the queue is retired.")
    arrived(page, "Beta of the queue")

    page.keyboard.press("h")
    expect(page.get_by_role("heading", level=1)).to_have_text("History of Beta of the queue")
    page.go_back()
    page.keyboard.press("e")
    expect(page.get_by_label("B12, µg", exact=True)).to_have_value("2")
    page.get_by_label("B12, µg", exact=True).fill("3.5")
    page.get_by_label("Brand").fill("Edited")
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("is in the table as you wrote it.")
    arrived(page, "Gamma of the queue")
    assert figure_of(three[1]) == Decimal("3.5")


def test_m_merges_and_a_key_says_which_stays(curator: User, browse: Browse):
    one, two = FoodFactory(name="Salmon of one sort"), FoodFactory(name="Salmon of two sorts")
    pair = ConcernFactory(kind=ConcernKind.DUPLICATE, food=one, other=two, facts={"keep": one.pk, "same": "name"})
    page = browse(curator, path="/curate/duplicates/")
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Which of the two stays?")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("2")
    expect(toast(page)).to_contain_text("Merged into Salmon of two sorts.")
    one.refresh_from_db()
    assert (one.merged_into_id, state_of(pair)) == (two.pk, "merged")
    expect(page.get_by_text("Nothing to look at.")).to_be_visible()


def test_a_double_click_accepts_once(curator: User, three: list[Concern], browse: Browse):
    page = browse(curator, path="/curate/")
    beside(page).get_by_role("button", name="Accept").dblclick()
    arrived(page, "Beta of the queue")
    assert [state_of(one) for one in three] == ["accepted", "open", "open"]


def test_the_second_click_of_a_double_click_does_not_decide_what_came_in_between(
    curator: User, three: list[Concern], browse: Browse
):
    page = browse(curator, path="/curate/")
    page.evaluate("""() => document.addEventListener("htmx:afterSettle", (event) => {
      const button = document.querySelector("#chosen [data-key=a]");
      if (event.target.id === "main") button.dispatchEvent(new MouseEvent("click", window.last));
    })""")
    page.evaluate("""() => document.addEventListener("click", (event) => {
      const {clientX, clientY} = event;
      window.last = {clientX, clientY, detail: 2, bubbles: true, cancelable: true};
    })""")
    beside(page).get_by_role("button", name="Accept").click()
    arrived(page, "Beta of the queue")
    page.wait_for_timeout(300)
    assert [state_of(one) for one in three] == ["accepted", "open", "open"]


def test_what_another_curator_decided_meanwhile_is_said(curator: User, three: list[Concern], browse: Browse):
    page, theirs = browse(curator, path="/curate/"), browse(curating(UserFactory()), path="/curate/")
    theirs.keyboard.press("a")
    arrived(theirs, "Beta of the queue")
    page.keyboard.press("r")
    page.keyboard.type("Too late")
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("This was decided already, so nothing was changed.")
    arrived(page, "Beta of the queue")
    assert state_of(three[0]) == "accepted"


def test_letters_typed_into_a_form_decide_nothing(curator: User, three: list[Concern], browse: Browse):
    page = browse(curator, path="/curate/")
    page.keyboard.press("r")
    page.keyboard.type("a j k e m x u h")
    expect(page.locator("#reject-reason")).to_have_value("a j k e m x u h")
    assert {state_of(one) for one in three} == {"open"}


# --- by touch, and without scripts -----------------------------------------------------------------------------------
@pytest.mark.parametrize("script", [True, False])
def test_on_a_phone_an_item_has_its_own_page_and_leads_to_the_next(
    curator: User, three: list[Concern], browse: Browse, script: bool
):
    page = browse(curator, screen="phone", path="/curate/", script=script)
    expect(beside(page)).to_be_hidden()
    page.get_by_role("link", name="Alpha of the queue").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alpha of the queue")
    page.get_by_role("button", name="Accept").tap()
    expect(toast(page)).to_contain_text("Alpha of the queue is corrected.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Beta of the queue")
    page.get_by_text("Reject with a reason").tap()
    page.get_by_label("Reason").first.fill("No label")
    page.get_by_role("button", name="Reject").last.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gamma of the queue")
    toast(page).get_by_role("button", name="Undo").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beta of the queue")
    assert [state_of(one) for one in three] == ["accepted", "open", "open"]


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_two_barcodes_fit_beside_each_other(curator: User, browse: Browse, screen: str):
    one, other = FoodFactory(name="Oat drink", gtin="4006381333931"), FoodFactory(name="Hafer", gtin="4006381333931")
    pair = ConcernFactory(kind=ConcernKind.DUPLICATE, food=one, other=other)
    page = browse(curator, screen=screen, path=f"/curate/{pair.pk}/" if screen == "phone" else "/curate/")
    cells = page.locator("#chosen tr", has_text="Barcode").locator("td")
    expect(cells).to_have_text(["4006381333931"] * 2)
    assert cells.evaluate_all(LINES) == [1, 1]


def test_without_scripts_on_a_desk_all_of_it_works_by_links(curator: User, three: list[Concern], browse: Browse):
    page = browse(curator, script=False, path="/curate/")
    page.get_by_role("link", name="Beta of the queue").click()
    page.get_by_role("link", name="Edit first").click()
    page.get_by_label("B12, µg", exact=True).fill("lots")
    page.get_by_role("button", name="Save and settle it").click()
    expect(page.get_by_text("“lots” is not a figure we can read.")).to_be_visible()
    page.get_by_label("B12, µg", exact=True).fill("4")
    page.get_by_role("button", name="Save and settle it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gamma of the queue")
    assert (figure_of(three[1]), state_of(three[1])) == (4, "edited")
    page.goto("/curate/history/")
    page.get_by_role("link", name=re.compile(r"Take back\s?: Beta of the queue")).first.click()
    page.get_by_role("button", name="Take it back").click()
    expect(toast(page)).to_contain_text("Taken back. The food is as it was before that change.")
    assert figure_of(three[1]) == 1


# --- how it looks ----------------------------------------------------------------------------------------------------
@pytest.fixture
def everything(curator: User) -> list[str]:
    """Items of every kind, with the longest names, unknown figures and a photo; the pages that show them."""
    food = FoodFactory(name=LONGEST_NAME, brand="B" * 120, unknown=True)
    odd = FoodFactory(name="Without a source", source=None, source_ref="", state="draft", unknown=True)
    proposal = ProposalFactory(
        food=food, values={"b12_ug": "2", "name": LONGEST_NAME}, reason="w" * 500, photo=ContentFile(JPEG, "x.jpg")
    )
    proposal.evidence_url = "https://example.org/" + "w" * 270
    proposal.save()
    new = ProposalFactory(kind="new", food=None, values={"name": LONGEST_NAME, "b12_ug": None, "basis": "unit"})
    for n, kind in enumerate(ConcernKind.values):
        about = {"food": odd if n % 2 else food, "logged": n}
        if kind == ConcernKind.DUPLICATE:
            about |= {"food": food, "other": odd}
        if kind == ConcernKind.PROPOSAL:
            about |= {"food": None, "proposal": new}
        if kind == ConcernKind.CORRECTION:
            changes = {"b12_ug": [None, "2"], "name": ["x", LONGEST_NAME]}
            about |= {"food": food, "proposal": proposal, "facts": {"changes": changes}}
        ConcernFactory(kind=kind, **about)
    food.note = "w" * 300
    food.save()
    done = ConcernFactory(state="rejected", decided_by=curator, decided_at=proposal.sent_at, reason="w" * 500, undo={})
    pages = [f"/curate/{pk}/" for pk in Concern.objects.values_list("pk", flat=True)]
    pair = Concern.objects.get(kind=ConcernKind.DUPLICATE)
    version = food.history.first()
    return [
        *(
            "/curate/",
            "/curate/duplicates/",
            "/curate/history/",
            "/curate/history/?show=decisions",
            "/curate/settings/",
        ),
        *(f"/curate/{pair.pk}/merge/", f"/curate/{done.pk}/", f"/curate/{proposal.concern.pk}/edit/"),
        *(f"/curate/history/{version.pk}/revert/", *pages),
    ]


@pytest.mark.looks
def test_no_page_scrolls_sideways_whatever_stands_there(everything: list[str], curator: User, browse: Browse):
    page = browse(curator)
    assert {path: found for path in everything if (found := sticking_out(page, path))} == {}


@pytest.mark.looks
def test_every_page_passes_axe(everything: list[str], curator: User, browse: Browse):
    page = browse(curator)
    found = {}
    for path in everything[:9]:
        page.goto(path)
        found[path] = faults(page)
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.looks
def test_an_empty_queue_passes_axe(curator: User, browse: Browse):
    page = browse(curator, path="/curate/")
    expect(page.get_by_text("Nothing to look at.")).to_be_visible()
    assert faults(page) == []


@pytest.mark.looks
def test_what_a_thumb_presses_is_44_pixels_high(three: list[Concern], curator: User, browse: Browse):
    page = browse(curator, screen="phone", path=f"/curate/{three[1].pk}/")
    small = page.evaluate("""() => [...document.querySelectorAll(".decide .btn, .steps a")]
      .map((element) => [element.textContent, element.getBoundingClientRect()])
      .filter(([, box]) => box.width && (box.height < 44 || box.width < 44)).map(([text]) => text)""")
    assert small == []


@pytest.mark.looks
def test_a_first_visit_asks_for_ten_things_at_most(three: list[Concern], curator: User, browse: Browse):
    page = browse(curator)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/curate/", wait_until="networkidle")
    assert 5 <= len([url for url in asked if not url.startswith("data:")]) <= 11, asked
