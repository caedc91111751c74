"""The first run: from sign-up over four short screens to Today with three things to press, in less than a minute."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.accounts.tabs import PASSWORD
from tests.browser.hands import Browse, Hands, on_both, toast, usual
from tests.browser.people import OAT, TABLET, logged, sign_in_by_password, with_password
from tests.browser.test_keyboard import walk
from tracker.models import Profile

SCREENS = ("diet", "you", "absorption", "medicines")
CORN_FLAKES, SOYA_MILK = "Corn flakes, fortified", "Soya milk, unsweetened, fortified"


def sign_up(page: Page, email: str = "new@example.org") -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url("**/welcome/")


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def press_all(page: Page, *names: str) -> list[str]:
    """Press one button on each screen; the titles that were seen."""
    seen = []
    for name in names:
        seen.append(page.locator("h1").inner_text())
        button(page, name).click()
        expect(page.locator("h1")).not_to_have_text(seen[-1])
    return seen


def usuals(page: Page) -> list[str]:
    return page.locator(".usual b").all_inner_texts()


def said_by(person: User) -> tuple:
    profile = Profile.objects.get(owner=person)
    return profile.diet, profile.birth_year, profile.sex, profile.injection_interval_days, profile.welcomed


# --- the budget ------------------------------------------------------------------------------------------------------
@on_both
def test_from_sign_up_to_three_usuals_in_four_screens_and_a_minute(browse: Browse, screen: str):
    page = browse(screen=screen, path="/accounts/signup/")
    began = time.perf_counter()
    sign_up(page)
    hands = Hands(page)
    choices = ("Vegan: nothing from animals", "Year of birth", "Crohn’s disease", "Metformin")
    for n, choice in enumerate(choices, start=1):
        expect(page.get_by_text(f"{n} of 4, all optional")).to_be_visible()
        hands.tap(page.locator("label", has_text=re.compile(f"^{choice}$")))
        if choice == "Year of birth":
            hands.type("1984")
        hands.tap(page.locator(".welcome .btn.main"))
    page.wait_for_url("**/today/")
    took = time.perf_counter() - began

    assert (hands.taps, hands.keys) == (8, 4)
    assert took + 2 * hands.taps < 60  # two seconds to read and aim at each tap
    person = User.objects.get()
    assert said_by(person) == ("vegan", 1984, "", None, True)
    assert [row.key for row in person.conditions.all()] == ["crohn"]
    assert [row.key for row in person.medicines.all()] == ["metformin"]
    assert usuals(page) == [TABLET, OAT, CORN_FLAKES]
    expect(page.get_by_text("Chosen because you are vegan: nothing here is from animals.")).to_be_visible()
    hands.tap(usual(page, OAT))
    expect(toast(page).last).to_contain_text("Logged Oat milk")


def test_everything_is_skipped_in_four_presses_and_never_asked_again(browse: Browse):
    page = browse(path="/accounts/signup/")
    sign_up(page)
    assert len(press_all(page, "Skip", "Skip", "Skip", "Skip")) == 4
    page.wait_for_url("**/today/")
    assert len(usuals(page)) == 3
    expect(page.get_by_text("Four short questions")).to_have_count(0)
    assert said_by(User.objects.get()) == ("", None, "", None, True)


def test_all_is_skipped_in_one_press(person: User, browse: Browse):
    page = browse(person, path="/welcome/")
    button(page, "Skip all").click()
    page.wait_for_url("**/today/")
    expect(page.get_by_text("Four short questions")).to_have_count(0)


def test_today_leads_to_the_questions_while_nothing_was_said(person: User, browse: Browse):
    page = browse(person, path="/today/")
    page.get_by_role("link", name="Four short questions").click()
    expect(page.get_by_role("heading", name="What do you usually eat?")).to_be_visible()


# --- without a mouse, without JavaScript -----------------------------------------------------------------------------
def test_it_is_answered_by_keys_alone(person: User, browse: Browse):
    page = browse(person, path="/welcome/")
    page.locator("[name=diet]").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Vegan since when?")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("2020")
    page.keyboard.press("Enter")
    page.wait_for_url("**/welcome/you/")
    page.get_by_label("Year of birth").focus()
    page.keyboard.type("1984")
    page.keyboard.press("Enter")
    page.wait_for_url("**/welcome/absorption/")
    page.get_by_label("Coeliac disease", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Coeliac disease, since when")).to_be_focused()
    page.keyboard.type("2019")
    page.keyboard.press("Enter")
    page.wait_for_url("**/welcome/medicines/")
    button(page, "Skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/today/")

    assert said_by(person)[:2] == ("vegan", 1984)
    assert [(row.key, row.since.year) for row in person.conditions.all()] == [("coeliac", 2019)]


@pytest.mark.parametrize("path", [*(f"/welcome/{key}/" for key in SCREENS), "/settings/profile/"])
def test_every_stop_can_be_seen(person: User, browse: Browse, path: str):
    stops = walk(browse(person, path=path))

    assert len(stops) > 10
    assert [stop["what"] for stop in stops if not (stop["seen"] and stop["inside"] and not stop["covered"])] == []


def test_it_works_without_javascript(browse: Browse):
    page = browse(script=False, path="/accounts/signup/")
    sign_up(page)
    page.get_by_label("Vegetarian, with milk, without eggs").check()
    button(page, "Next").click()
    page.get_by_label("Year of birth").fill("1984")
    button(page, "Next").click()
    page.get_by_label("Weeks between two B12 injections").fill("12")
    button(page, "Next").click()
    page.get_by_label("Metformin", exact=True).check()
    page.get_by_label("Metformin, since when").fill("soon")
    button(page, "Done").click()
    expect(page.get_by_text("“soon” is not a date we can read.")).to_be_visible()
    page.get_by_label("Metformin, since when").fill("3/2022")
    page.get_by_label("Metformin, mg a day").fill("2,000 mg")
    button(page, "Done").click()
    page.wait_for_url("**/today/")

    person = User.objects.get()
    assert said_by(person) == ("lacto", 1984, "", 84, True)
    assert [(row.key, row.dose_mg) for row in person.medicines.all()] == [("metformin", 2000)]
    assert usuals(page)[0] == "Semi-skimmed milk"


def test_what_only_some_are_asked_shows_once_they_say_so(person: User, browse: Browse):
    page = browse(person, path="/welcome/")
    since = page.get_by_label("Vegan since when?")
    expect(since).to_be_hidden()
    page.get_by_label("Vegan: nothing").check()
    expect(since).to_be_visible()
    page.get_by_label("Fish, but no meat").check()
    expect(since).to_be_hidden()
    page.goto("/welcome/medicines/")
    dose = page.get_by_label("Metformin, mg a day")
    expect(dose).to_be_hidden()
    page.get_by_label("Metformin", exact=True).check()
    expect(dose).to_be_visible()


# --- back, twice, too late -------------------------------------------------------------------------------------------
def test_back_keeps_what_was_said_on_both_screens(person: User, browse: Browse):
    page = browse(person, path="/welcome/")
    page.get_by_label("Fish, but no meat").check()
    button(page, "Next").click()
    page.get_by_label("Year of birth").fill("1984")
    button(page, "Back").click()
    expect(page.get_by_label("Fish, but no meat")).to_be_checked()
    button(page, "Next").click()
    expect(page.get_by_label("Year of birth")).to_have_value("1984")


def test_the_back_button_of_the_browser_does_no_harm(person: User, browse: Browse):
    page = browse(person, path="/welcome/medicines/")
    page.get_by_label("Metformin", exact=True).check()
    button(page, "Done").click()
    page.wait_for_url("**/today/")
    page.go_back()
    expect(page.get_by_label("Metformin", exact=True)).to_be_checked()
    button(page, "Done").click()
    page.wait_for_url("**/today/")

    assert [row.key for row in person.medicines.all()] == ["metformin"]


def test_a_double_click_saves_once_and_skips_no_screen(person: User, browse: Browse):
    page = browse(person, path="/welcome/absorption/")
    page.get_by_label("Coeliac disease", exact=True).check()
    button(page, "Next").dblclick()
    expect(page.get_by_role("heading", name="Do you take one of these?")).to_be_visible()

    assert [row.key for row in person.conditions.all()] == ["coeliac"]


def test_what_was_typed_when_the_session_ended_is_kept(browse: Browse, site: str):
    mary = with_password()
    page = browse()
    sign_in_by_password(page.context, mary, site)
    page.goto("/welcome/medicines/")
    page.get_by_label("Metformin", exact=True).check()
    page.get_by_label("Metformin, since when").fill("March 2022")
    Session.objects.all().delete()
    button(page, "Done").click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("E-mail").fill(mary.email)
    page.get_by_label("Password").fill(PASSWORD)
    button(page, "Log in").click()
    expect(page.get_by_text("nothing of it is saved yet")).to_be_visible()
    expect(page.get_by_label("Metformin, since when")).to_have_value("March 2022")
    assert mary.medicines.count() == 0
    button(page, "Done").click()
    page.wait_for_url("**/today/")
    assert [row.key for row in mary.medicines.all()] == ["metformin"]


# --- whom it is for --------------------------------------------------------------------------------------------------
def test_under_18_no_tablet_is_suggested(person: User, browse: Browse):
    page = browse(person, path="/welcome/")
    page.get_by_label("Vegan: nothing").check()
    button(page, "Next").click()
    page.get_by_label("Year of birth").fill(str(person.local().year - 15))
    button(page, "Skip all").click()
    assert usuals(page) == [TABLET, OAT, CORN_FLAKES]  # a skip saves nothing
    page.goto("/welcome/you/")
    page.get_by_label("Year of birth").fill(str(person.local().year - 15))
    button(page, "Next").click()
    page.goto("/today/")
    assert usuals(page) == [OAT, CORN_FLAKES, SOYA_MILK]
    expect(page.get_by_text("ask a children’s doctor or a dietitian")).to_be_visible()
    assert logged(person) == []


def test_answers_are_changed_on_the_page_of_the_profile(person: User, browse: Browse):
    page = browse(person, path="/settings/")
    page.get_by_role("link", name="Change your profile").click()
    page.get_by_label("Fish, but no meat").check()
    page.get_by_role("textbox", name="Year of birth").fill("1984")
    button(page, "Save").click()
    expect(toast(page)).to_contain_text("Saved.")
    expect(page.get_by_label("Fish, but no meat")).to_be_checked()
    page.get_by_role("radio", name="Not said").first.check()
    button(page, "Save").click()
    expect(page.get_by_text("Your diet", exact=True)).to_be_visible()
    assert said_by(person)[:2] == ("", 1984)
