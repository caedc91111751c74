"""Symptoms in a browser: the same with one press, one changed with few, and what must not wait before everything."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.browser.axe import faults
from tests.browser.hands import Browse, Hands, on_both, toast
from tests.browser.test_layout import SHIFTED, sticking_out
from tests.factories import RedFlagTickFactory, SampleFactory, SymptomScoreFactory, TrackedSymptomFactory
from tracker.domain.journal import CHOOSABLE

BOARD, CHECK, CHOOSE = "/care/symptoms/", "/care/symptoms/check/", "/care/symptoms/choose/"
KEYS = ("numbness", "ataxia", "fatigue", "breathlessness", "glossitis", "memory", "depression")


def ago(person: User, days: int) -> dt.date:
    return person.local().date() - dt.timedelta(days=days)


@pytest.fixture
def tracker(person: User) -> User:
    """Somebody with seven symptoms and half a year of weekly scores."""
    for n, key in enumerate(KEYS):
        TrackedSymptomFactory(owner=person, key=key, first_on=ago(person, 400))
        for week in range(1, 27):
            SymptomScoreFactory(owner=person, key=key, score=(n + week // 4) % 7, on=ago(person, 7 * week))
    SampleFactory(owner=person, taken_on=ago(person, 40))
    return person


@pytest.fixture
def full(tracker: User) -> User:
    """The same with everything on the board, long notes, places, and ticks."""
    for key in CHOOSABLE.keys() - set(KEYS):
        TrackedSymptomFactory(owner=tracker, key=key)
        SymptomScoreFactory(owner=tracker, key=key, score=1, on=ago(tracker, 3))
    SymptomScoreFactory(
        owner=tracker, key="tingling", score=2, on=ago(tracker, 1), course="spreading", note="w" * 300,
        places="left_hand right_hand left_foot right_foot one_side",
    )  # fmt: skip
    for key in ("jaundice", "swelling_after_dose"):
        RedFlagTickFactory(owner=tracker, key=key, on=ago(tracker, 0))
    return tracker


def score(page: Page, name: str, value: str) -> Locator:
    group = page.get_by_role("group", name=name)
    return group.locator(".chip", has=page.get_by_role("radio", name=value, exact=True)).first


def scores(person: User) -> dict[str, int]:
    """Those of today."""
    return {
        key: int(score) for key, score in person.symptom_scores.filter(on=ago(person, 0)).values_list("key", "score")
    }


def paths(person: User) -> list[str]:
    rows = person.tracked_symptoms
    own = [reverse("symptom", args=[rows.get(key=key).pk]) for key in ("fatigue", "tingling")]
    return [BOARD, CHECK, CHOOSE, *own, own[0] + "?span=years"]


# --- steps -----------------------------------------------------------------------------------------------------------
@on_both
def test_the_same_as_last_time_takes_one_press(tracker: User, browse: Browse, screen: str):
    page = browse(tracker, screen=screen, path=BOARD)
    hands = Hands(page)
    hands.tap(page.get_by_role("button", name="Same as last time"))
    expect(toast(page)).to_contain_text("Saved the same for 7 symptoms.")
    assert (hands.taps, hands.keys) == (1, 0)
    assert len(scores(tracker)) == 7


@on_both
def test_one_that_changed_takes_three_presses(tracker: User, browse: Browse, screen: str):
    page = browse(tracker, screen=screen, path=BOARD)
    hands = Hands(page)
    hands.tap(page.get_by_role("link", name="Change some"))
    hands.tap(score(page, "Tiredness", "7"))
    hands.tap(page.get_by_role("button", name="Save"))
    expect(toast(page)).to_contain_text("Saved.")
    assert hands.taps == 3
    assert scores(tracker) == {"fatigue": 7}


@on_both
def test_one_is_added_with_two_presses(tracker: User, browse: Browse, screen: str):
    page = browse(tracker, screen=screen, path=BOARD)
    hands = Hands(page)
    hands.tap(page.get_by_role("link", name="Add or take off"))
    hands.tap(page.locator(".check", has_text="Headache"))
    expect(toast(page)).to_contain_text("Saved.")
    assert hands.taps == 2
    assert tracker.tracked_symptoms.filter(key="headache", shown=True).count() == 1


def test_without_scripts_ticks_are_saved_by_the_button(person: User, browse: Browse):
    page = browse(person, script=False, path=BOARD)
    page.get_by_role("link", name="Choose symptoms").click()
    page.get_by_label("Headache").check()
    page.get_by_label("Numbness").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Numbness")).to_be_visible()
    page.get_by_role("link", name="Say how it is").click()
    score(page, "Numbness", "4").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#board")).to_contain_text("4 / 10")
    assert scores(person) == {"numbness": 4}


@on_both
def test_a_sign_that_cannot_wait_is_seen_first(tracker: User, browse: Browse, screen: str):
    page = browse(tracker, screen=screen, path=CHECK)
    page.get_by_role("group", name="Signs that cannot wait").get_by_label("chest pain", exact=True).check()
    page.get_by_role("button", name="Save").click()
    first = page.locator("#main > *").first
    expect(first).to_contain_text("Call emergency services now")
    expect(first.get_by_role("link", name="Emergency services: 112")).to_have_attribute("href", "tel:112")
    page.locator("#ticked").get_by_role("button", name="Over, or looked at").click()
    expect(page.locator(".tops")).to_have_count(0)


@on_both
def test_self_harm_fills_the_screen_with_whom_to_call(tracker: User, browse: Browse, screen: str):
    page = browse(tracker, screen=screen, path=CHECK)
    page.get_by_label("Do you think of harming yourself?").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".tops")).to_contain_text("You deserve help now")
    page.wait_for_load_state()  # with its style sheets
    assert "B12" not in page.locator(".tops").inner_text()
    assert page.locator("h1").bounding_box()["y"] > page.viewport_size["height"] * 0.8


# --- looks -----------------------------------------------------------------------------------------------------------
@pytest.mark.looks
def test_every_page_passes_axe(full: User, browse: Browse):
    page = browse(full)
    found = {}
    for path in paths(full):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found[path] = faults(page)
    assert {path: one for path, one in found.items() if one} == {}


@pytest.mark.looks
def test_nothing_sticks_out_at_any_width(full: User, browse: Browse):
    page = browse(full)
    assert {path: found for path in paths(full) if (found := sticking_out(page, path))} == {}


@pytest.mark.looks
@on_both
def test_nothing_moves_while_it_loads(full: User, browse: Browse, screen: str):
    page = browse(full, screen=screen)
    found = {}
    for path in paths(full):
        page.goto(path)
        found[path] = page.evaluate(SHIFTED)
    assert {path: one for path, one in found.items() if one > 0.01} == {}


@on_both
def test_choices_are_large_enough_for_thumbs(full: User, browse: Browse, screen: str):
    page = browse(full, screen=screen, path=CHECK)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    small = page.evaluate("""
        [...document.querySelectorAll(".check-form .chip, .check-form .check, .check-form .btn, .check-form .input")]
        .map((one) => one.getBoundingClientRect()).filter((box) => box.height < 44 || box.width < 44).length
    """)
    assert small == 0
