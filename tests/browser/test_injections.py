"""Injections in a browser: one press logs one, the drawing is read by keys, all fits and works without scripts."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.axe import faults
from tests.browser.hands import Browse, Hands, on_both, toast
from tests.browser.people import food, had
from tests.browser.test_layout import sticking_out
from tests.factories import PhaseFactory, RegimenFactory, SymptomScoreFactory, TrackedSymptomFactory
from tracker.people import today_of

INJECTION = "B12 injection, 1,000 µg (hydroxocobalamin)"
PAGE = "/care/injections/"
STARTS = {2: 5, 16: 4, 30: 3, 44: 3, 51: 3, 58: 5, 65: 6}


@pytest.fixture
def treated(person: User) -> User:
    """An injection every twelve weeks for a year and a bit, the last one 68 days ago; tiredness rises in each cycle."""
    today = today_of(person, now=timezone.now())
    product = food(INJECTION)
    regimen = RegimenFactory(
        owner=person, food=product, name=INJECTION, route="injected", counts_from="last_dose", prescribed=True
    )
    PhaseFactory(regimen=regimen, unit="weeks", every=12, starts_on=today - dt.timedelta(days=68 + 84 * 14))
    for n in range(14):
        had(person, product, days_ago=68 + 84 * n, at="07:00")
    for key, more in (("fatigue", 0), ("headache", 2), ("brain_fog", 1)):
        TrackedSymptomFactory(owner=person, key=key)
        for n in range(4):
            for day, score in STARTS.items():
                on = today - dt.timedelta(days=68 + 84 * n - day)
                SymptomScoreFactory(owner=person, key=key, on=on, score=score + more + (n + 1) // 2)
    return person


def heading(page: Page):
    return page.get_by_role("heading", level=1)


@on_both
def test_one_press_logs_an_injection_of_the_plan(treated: User, browse: Browse, screen: str):
    page = browse(treated, screen=screen, path=PAGE)
    expect(heading(page)).to_contain_text("68 days since your last injection. Next: ")
    hands = Hands(page)
    hands.tap(page.get_by_role("button", name="Log an injection"))
    expect(toast(page)).to_contain_text("Logged")
    expect(heading(page)).to_contain_text("Your last injection was today.")

    assert (hands.taps, hands.keys) == (1, 0)
    assert treated.entries.filter(origin="injected").count() == 15


def test_two_presses_log_one(treated: User, browse: Browse):
    page = browse(treated, path=PAGE)
    page.get_by_role("button", name="Log an injection").dblclick()
    expect(heading(page)).to_contain_text("Your last injection was today.")

    assert treated.entries.filter(origin="injected").count() == 15


def test_the_drawing_is_read_by_keys(treated: User, browse: Browse):
    page = browse(treated, path=PAGE)
    page.locator(".fig-box").focus()
    page.keyboard.press("End")
    expect(page.locator(".fig-read")).to_contain_text("day 65: this cycle 6 · the one before 7 · two before 7")


def test_another_symptom_is_chosen_with_one_press_and_no_address_names_it(treated: User, browse: Browse):
    page = browse(treated, path=PAGE, script=False)
    page.get_by_role("link", name="Headache").click()
    expect(page.locator(".chips [aria-current]")).to_have_text("Headache")
    expect(page.locator(".cycles-said")).to_contain_text("Headache: in each of the last 3 cycles")

    assert "head" not in page.url


@pytest.mark.parametrize("script", [True, False])
def test_site_and_batch_are_noted_with_scripts_and_without(treated: User, browse: Browse, script: bool):
    page = browse(treated, path=PAGE, script=script)
    page.get_by_role("link", name="Add site and batch").first.click()
    page.get_by_label("Where was it given?").select_option("left upper arm")
    page.get_by_label("Batch number").fill("A 12")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".given li").first).to_contain_text("left upper arm · batch A 12")
    expect(page.locator("#log")).to_contain_text("Last: left upper arm.")


@pytest.mark.looks
def test_the_pages_pass_axe(treated: User, browse: Browse):
    page = browse(treated, path=PAGE)
    assert faults(page) == []
    page.goto(f"{PAGE}{treated.entries.first().pk}/note/")
    assert faults(page) == []


@pytest.mark.looks
def test_the_page_of_somebody_without_injections_passes_axe(person: User, browse: Browse):
    assert faults(browse(person, path=PAGE)) == []


@pytest.mark.looks
def test_nothing_sticks_out(treated: User, browse: Browse):
    page = browse(treated)
    addresses = [PAGE, f"{PAGE}?page=2", f"{PAGE}{treated.entries.first().pk}/note/"]

    assert {address: found for address in addresses if (found := sticking_out(page, address))} == {}
