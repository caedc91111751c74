"""Offering a food and suggesting a correction, by hand: with a photo, without JavaScript, in two tabs."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from foods.models import Concern, Food, Proposal
from tests.browser.axe import faults
from tests.browser.hands import Browse, on_both, toast
from tests.browser.people import OAT, food
from tests.factories import ProposalFactory
from tests.foods.labels import with_a_place

pytestmark = pytest.mark.both  # what is written here a database could write differently


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def nothing_left():
    yield
    Proposal.objects.all().delete()


@pytest.fixture
def label() -> dict:
    return {"name": "label.jpg", "mimeType": "image/jpeg", "buffer": with_a_place().read()}


def correct(page: Page) -> None:
    page.goto(food(OAT).get_absolute_url())
    page.get_by_role("link", name="Suggest a correction").click()


@on_both
def test_a_correction_with_a_photo_from_the_page_of_the_food(person: User, browse: Browse, screen: str, label: dict):
    page = browse(person, screen=screen)
    correct(page)
    page.get_by_label("B12, µg").fill("0,7")
    page.locator("input[type=file]").set_input_files(label)
    page.get_by_role("button", name="Send the correction").click()

    expect(toast(page)).to_contain_text("Sent. A curator looks at it")
    expect(page.get_by_role("listitem").filter(has_text=OAT)).to_contain_text("0.7 µg per 100")
    sent = Proposal.objects.get()
    assert sent.values["b12_ug"] == "0.7"
    assert sent.photo.name.startswith("labels/")
    assert Concern.objects.get(proposal=sent).state == "open"
    shown = page.request.get(page.get_by_role("link", name="your photo").get_attribute("href"))
    assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")


def test_without_javascript_it_is_the_same(person: User, browse: Browse):
    page = browse(person, script=False)
    correct(page)
    page.get_by_label("In your own words").fill("It is not fortified any more.")
    page.get_by_role("button", name="Send the correction").click()

    expect(page.locator("main")).to_contain_text("“It is not fortified any more.”")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("main")).to_contain_text("withdrawn")
    assert Proposal.objects.get().state == "withdrawn"


def test_a_figure_that_is_hard_to_believe_is_asked_back_with_all_that_was_typed(person: User, browse: Browse):
    page = browse(person)
    correct(page)
    page.get_by_label("B12, µg").fill("380")
    page.get_by_label("In your own words").fill("On the side.")
    page.get_by_role("button", name="Send the correction").click()

    expect(page.get_by_role("alert")).to_contain_text("Did you mean 0.38 µg?")
    expect(page.get_by_label("In your own words")).to_have_value("On the side.")
    page.get_by_label("Yes, that is right").check()
    page.get_by_role("button", name="Send the correction").click()
    expect(toast(page)).to_contain_text("Sent.")


def test_what_has_to_be_put_right_is_marked_and_in_focus(person: User, browse: Browse):
    page = browse(person, screen="phone", script=False)
    correct(page)
    page.get_by_label("Link").fill("javascript:1")
    page.get_by_role("button", name="Send the correction").click()

    expect(page.get_by_label("Link")).to_be_focused()
    expect(page.get_by_label("Link")).to_be_in_viewport()
    expect(page.get_by_label("Link")).to_have_css("border-left-width", "4px")
    expect(page.get_by_label("B12, µg")).to_have_css("border-left-width", "1px")


def test_the_same_page_sent_from_two_tabs_is_one_proposal(person: User, browse: Browse):
    first = browse(person)
    correct(first)
    first.get_by_label("In your own words").fill("Wrong.")
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_label("In your own words").fill("Wrong again.")
    first.get_by_role("button", name="Send the correction").dblclick()
    expect(toast(first)).to_contain_text("Sent")
    second.get_by_role("button", name="Send the correction").click()

    expect(second.get_by_role("alert")).to_contain_text("You have sent something about this food already")
    expect(second.get_by_label("In your own words")).to_have_value("Wrong again.")
    assert Proposal.objects.count() == 1


def test_a_quick_add_goes_on_to_the_offer(person: User, browse: Browse):
    page = browse(person, path="/log/new/?name=Canteen+burger")
    page.get_by_label("B12 in what you had, µg").fill("1.2")
    page.get_by_label("Then offer it to the curators").check()
    page.get_by_role("button", name="Add and log it").click()

    expect(toast(page)).to_contain_text("Logged Canteen burger")
    expect(page.get_by_label("Name")).to_have_value("Canteen burger")
    page.get_by_label("Kind of food").select_option("dishes")
    page.get_by_label("In your own words").fill("The menu says so.")
    page.get_by_role("button", name="Offer it to the curators").click()
    expect(page.locator("main")).to_contain_text("Canteen burger new food")
    assert person.entries.count() == 1
    assert Food.objects.get(owner=person).state == "published"


def test_answers_are_new_until_they_are_read(person: User, browse: Browse):
    now = timezone.now()
    ProposalFactory(
        proposer=person, food=food(OAT), state="rejected", answer="The label says 0.38.",
        sent_at=now - dt.timedelta(days=2), decided_at=now,
    )  # fmt: skip
    page = browse(person, path="/sources/")
    expect(page.locator("main")).to_contain_text("1 new answer")
    page.get_by_role("link", name="Your proposals").click()

    expect(page.locator("main")).to_contain_text("The curators say: The label says 0.38.")
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)


@pytest.mark.looks
def test_the_pages_pass_axe(person: User, browse: Browse):
    ProposalFactory(proposer=person, food=food(OAT), reason="R" * 200)
    ProposalFactory(
        proposer=person, food=food("Cheddar"), state="rejected", answer="No.", decided_at=timezone.now(), uid="0" * 32
    )
    page = browse(person, path="/sources/proposals/")
    assert faults(page) == []
    page.goto(f"/sources/correct/{food('Salmon, baked').pk}/")
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert faults(page) == []
    page.get_by_role("button", name="Send the correction").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == []
