"""A whole meal in one line: read, looked at, put right, logged in one press, taken back in one; and spoken."""

from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.accounts.tabs import PASSWORD
from tests.browser.hands import Browse, Hands, on_both, toast
from tests.browser.people import CHEDDAR, EGG, OAT, logged, sign_in_by_password, with_password

MEAL = "2 eggs, a latte with oat milk and b12 1000mcg"
LATTE, TABLET = "Latte with plant milk, fortified", "B12 tablet, 1,000 µg (cyanocobalamin)"


def line_of(page: Page, text: str) -> None:
    page.get_by_role("searchbox").fill(text)
    expect(page.locator("#found")).to_have_attribute("data-query", text)


def confirm(page: Page):
    return page.locator("[data-confirm]")


@on_both
def test_the_meal_of_the_issue_takes_its_line_enter_and_one_press(person: User, browse: Browse, screen: str):
    page = browse(person, screen=screen, path="/log/")
    hands = Hands(page)
    hands.type(MEAL)
    hands.press("Enter")
    expect(confirm(page)).to_be_focused()
    expect(page.locator("#found-says")).to_have_text("3 things read.")
    hands.press("Enter") if screen == "desktop" else hands.tap(confirm(page))
    expect(toast(page)).to_contain_text("Logged 3 things")
    assert hands.taps + hands.keys - len(MEAL) == 2
    assert logged(person) == [(EGG, Decimal(2)), (LATTE, Decimal(1)), (TABLET, Decimal(1))]


@on_both
def test_all_of_a_line_is_taken_back_with_one_tap(person: User, browse: Browse, screen: str):
    page = browse(person, screen=screen, path="/log/")
    line_of(page, "2 eggs, oat milk")
    confirm(page).click()
    toast(page).get_by_role("button", name="Undo").click()
    expect(toast(page)).to_contain_text("Took 2 things back")
    assert logged(person) == []


@on_both
def test_the_figures_follow_what_is_changed_and_the_caret_stays(person: User, browse: Browse, screen: str):
    page = browse(person, screen=screen, path="/log/")
    line_of(page, "2 eggs, cheddar")
    expect(page.locator("#confirm-total")).to_contain_text("1.04 µg")
    amount = page.get_by_label("How many of “2 eggs”")
    amount.fill("4")
    expect(page.locator("#i0-ug")).to_contain_text("1.64")
    expect(page.locator("#confirm-total")).to_contain_text("1.86 µg")
    expect(amount).to_be_focused()
    page.get_by_label("Portion of “2 eggs”").select_option(label="g")
    expect(page.locator("#i0-ug")).to_contain_text("0.03")
    page.get_by_role("checkbox", name="Log “cheddar”").uncheck()
    expect(confirm(page)).to_have_text("Log 1 thing")
    confirm(page).click()
    expect(toast(page)).to_contain_text("Logged 1 thing")
    assert logged(person) == [(EGG, Decimal(4))]


def test_by_keys_alone_another_food_is_found_something_added_and_a_meal_kept(person: User, browse: Browse):
    page = browse(person, path="/log/")
    line_of(page, "2 eggs, qqzzxx")
    page.locator("#i1 summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("cheddar")
    page.keyboard.press("Enter")
    expect(page.locator("#i1-ug")).to_contain_text("0.22 µg")
    page.locator("#confirm > details > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("oat milk")
    page.keyboard.press("Enter")
    expect(page.get_by_label("How many of “oat milk”")).to_have_value("1")
    assert logged(person) == []
    page.locator("#confirm > details > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Save as a usual meal").focus()
    page.keyboard.type("Breakfast")
    confirm(page).focus()
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Logged 3 things. Kept as a usual meal.")
    assert logged(person) == [(EGG, Decimal(2)), (CHEDDAR, Decimal(1)), (OAT, Decimal(1))]
    assert [meal.name for meal in person.usual_meals.all()] == ["Breakfast"]


def test_tab_goes_through_the_list_from_above_to_the_button(person: User, browse: Browse):
    page = browse(person, path="/log/")
    line_of(page, "2 eggs, cheddar")
    page.locator("#i0-take").focus()
    stops = []
    for _ in range(12):
        stops.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        page.keyboard.press("Tab")
    one = ["take", "what", "amount", "portion"]
    assert stops == [
        *(f"i0-{name}" for name in one), "SUMMARY", *(f"i1-{name}" for name in one), "SUMMARY", "SUMMARY", "BUTTON",
    ]  # fmt: skip


def test_what_was_not_understood_is_marked_and_still_in_the_field_afterwards(person: User, browse: Browse):
    page = browse(person, path="/log/")
    line_of(page, "2 eggs, 5, oat milk, qqzzxx")
    expect(page.locator(".unread mark")).to_have_text("5")
    confirm(page).click()
    expect(toast(page).first).to_contain_text("Logged 2 things")
    expect(page.get_by_role("searchbox")).to_have_value("5, qqzzxx")
    assert logged(person) == [(EGG, Decimal(2)), (OAT, Decimal(1))]


@on_both
def test_without_script_the_list_is_looked_at_again_and_logged(person: User, browse: Browse, screen: str):
    page = browse(person, screen=screen, path="/log/", script=False)
    page.get_by_role("searchbox").fill("2 eggs, oat milk")
    page.keyboard.press("Enter")
    page.get_by_label("How many of “2 eggs”").fill("4")
    page.get_by_role("button", name="Look again").click()
    expect(page.locator("#i0-ug")).to_contain_text("1.64")
    expect(page.locator("#voice")).to_be_hidden()
    assert logged(person) == []
    page.locator("#confirm > details > summary").click()
    page.get_by_label("Something missing?").fill("cheddar")
    page.keyboard.press("Enter")
    expect(page.get_by_label("How many of “cheddar”")).to_have_value("1")
    assert logged(person) == []
    confirm(page).click()
    expect(toast(page)).to_contain_text("Logged 3 things")
    assert logged(person) == [(EGG, Decimal(4)), (OAT, Decimal(1)), (CHEDDAR, Decimal(1))]


def test_a_double_click_and_the_way_back_log_once(person: User, browse: Browse):
    page = browse(person, path="/log/")
    line_of(page, "2 eggs, oat milk")
    confirm(page).dblclick()
    expect(toast(page)).to_contain_text("things")
    assert logged(person) == [(EGG, Decimal(2)), (OAT, Decimal(1))]


def test_two_tabs_log_each_their_own_line(person: User, browse: Browse):
    first = browse(person, path="/log/")
    second = first.context.new_page()
    second.goto("/log/")
    line_of(first, "2 eggs, oat milk")
    line_of(second, "cheddar, egg")
    for page in (first, second):
        confirm(page).click()
        expect(toast(page)).to_contain_text("Logged 2 things")
    assert len(logged(person)) == 4


def test_a_session_that_ended_while_the_list_was_changed_costs_a_log_in_and_nothing_else(browse: Browse, site: str):
    mary = with_password()
    page = browse()
    sign_in_by_password(page.context, mary, site)
    page.goto("/log/")
    line_of(page, "2 eggs, oat milk")
    Session.objects.all().delete()
    with page.expect_response("**/log/several/look/"):
        page.get_by_label("How many of “2 eggs”").fill("4")
    expect(page.get_by_label("How many of “2 eggs”")).to_have_value("4")
    confirm(page).click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("E-mail").fill(mary.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_text("nothing of it is logged yet")).to_be_visible()
    expect(page.get_by_label("How many of “2 eggs”")).to_have_value("4")
    expect(page.get_by_label("What “oat milk” is")).to_be_visible()
    assert logged(mary) == []
    confirm(page).click()
    expect(toast(page)).to_contain_text("Logged 2 things")
    assert logged(mary) == [(EGG, Decimal(4)), (OAT, Decimal(1))]


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_twelve_things_with_long_names_fit_and_are_logged(person: User, browse: Browse, screen: str):
    page = browse(person, screen=screen, path="/log/")
    text = ", ".join([*["2 eggs", "oat milk", "cheddar"] * 3, "2 eggs", "oat milk", f"2 {'w' * 200} {'q' * 150}"])[:500]
    line_of(page, text)
    expect(page.locator("#confirm .item")).to_have_count(12)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    confirm(page).click()
    expect(toast(page).first).to_contain_text("Logged 11 things")
    assert len(logged(person)) == 11


# --- spoken -----------------------------------------------------------------------------------------------------------
SPEECH = """
window.SpeechRecognition = class {
  start() { (window.heard ??= []).push(this.lang); window.one = this; }
  stop() { this.onend(); }
  abort() { this.onerror({ error: "aborted" }); this.onend(); }
};
window.hear = (text) => { one.onresult({ results: [[{ transcript: text }]] }); one.onend(); };
window.fail = (error) => { one.onerror({ error }); one.onend(); };
"""


def speaking(browse: Browse, person: User, screen: str = "desktop") -> Page:
    page = browse(person, screen=screen)
    page.context.add_init_script(SPEECH)
    page.goto("/log/")
    return page


def test_where_the_browser_cannot_listen_there_is_no_button(person: User, browse: Browse):
    page = browse(person)
    page.context.add_init_script("delete window.SpeechRecognition; delete window.webkitSpeechRecognition")
    page.goto("/log/")
    expect(page.locator("#voice")).to_be_hidden()


@on_both
def test_before_the_first_word_the_page_says_where_the_sound_may_go(person: User, browse: Browse, screen: str):
    page = speaking(browse, person, screen)
    page.get_by_role("button", name="Speak").click()
    expect(page.locator("#voice-ask")).to_contain_text("it may send the sound to a service of its maker")
    assert page.evaluate("window.heard") is None
    page.get_by_role("button", name="No, I will type").click()
    expect(page.locator("#voice-ask")).to_be_hidden()
    assert page.evaluate("[window.heard ?? null, localStorage.length]") == [None, 0]


@on_both
def test_what_was_said_goes_through_the_line_like_what_was_typed(person: User, browse: Browse, screen: str):
    page = speaking(browse, person, screen)
    page.get_by_role("button", name="Speak").click()
    page.get_by_role("button", name="Use it").click()
    page.evaluate("hear('two eggs and a glass of oat milk')")
    expect(page.get_by_role("searchbox")).to_have_value("two eggs and a glass of oat milk")
    expect(confirm(page)).to_have_text("Log these 2 things")
    confirm(page).click()
    expect(toast(page)).to_contain_text("Logged 2 things")
    assert logged(person) == [(EGG, Decimal(2)), (OAT, Decimal(1))]


def test_the_yes_and_the_language_are_remembered_and_can_be_taken_back(person: User, browse: Browse):
    page = speaking(browse, person)
    page.get_by_role("button", name="Speak").click()
    page.get_by_role("button", name="Use it").click()
    page.evaluate("hear('egg')")
    page.get_by_label("Spoken in").select_option("de-DE")
    page.reload()
    page.get_by_role("button", name="Speak").click()
    assert page.evaluate("window.heard") == ["de-DE"]
    page.get_by_role("button", name="Do not use speech any more").click()
    expect(page.get_by_label("Spoken in")).to_be_hidden()
    page.get_by_role("button", name="Speak").click()
    expect(page.locator("#voice-ask")).to_be_visible()
    assert page.evaluate("localStorage.getItem('voice')") is None


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("not-allowed", "The browser does not allow the microphone here."),
        ("no-speech", "Nothing was heard."),
        ("audio-capture", "No microphone was found."),
        ("network", "The browser could not reach its speech service."),
        ("language-not-supported", "The browser does not know that language."),
        ("anything", "That did not work."),
    ],
)
def test_each_trouble_with_listening_is_a_sentence_and_the_line_stays(
    person: User, browse: Browse, error: str, sentence: str
):
    page = speaking(browse, person)
    page.get_by_role("searchbox").fill("egg")
    page.get_by_role("button", name="Speak").click()
    page.get_by_role("button", name="Use it").click()
    page.evaluate("(error) => fail(error)", error)
    expect(page.locator("[data-voice-says]")).to_contain_text(sentence)
    expect(page.get_by_role("searchbox")).to_have_value("egg")
    expect(page.get_by_role("button", name="Speak")).to_have_attribute("aria-pressed", "false")
