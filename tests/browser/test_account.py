"""One's own data, by hand: erasing with keys alone, a device ended from another one, the pages' looks."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import EventKind, User
from tests.accounts.tabs import PASSWORD
from tests.browser.axe import faults
from tests.browser.hands import Browse, toast
from tests.browser.people import CHEDDAR, EGG, had, sign_in_by_password, with_password
from tests.browser.test_layout import sticking_out
from tests.factories import MedicineFactory, SampleFactory, SecretAddressFactory

PAGES = ("data", "account_log", "devices", "erase", "settings")


@pytest.fixture
def mary(site) -> User:
    """Somebody with a password, a log and a little of everything."""
    person = with_password()
    for n in range(3):
        had(person, EGG, days_ago=n + 1)
    had(person, CHEDDAR, days_ago=1, at="21:00")
    MedicineFactory(owner=person)
    SampleFactory(owner=person)
    SecretAddressFactory(owner=person, created_at=person.date_joined).visits.create(at=person.date_joined)
    person.events.create(kind=EventKind.LOGIN_REFUSED, at=person.date_joined, device="Firefox on Windows")
    person.events.create(kind=EventKind.TOKEN_MADE, at=person.date_joined, detail="w" * 60)
    return person


def log_in(page: Page, person: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/today/")


def proved(browse: Browse, site: str, person: User, **options) -> Page:
    """Somebody who proved a moment ago who they are."""
    page = browse(**options)
    sign_in_by_password(page.context, person, site)
    return page


def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Press Tab until what has this name is in focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()")
        if name in focused:
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


# --- erasing ----------------------------------------------------------------------------------------------------------
def test_erasing_by_keys_alone_with_the_proof_in_between(mary: User, browse: Browse):
    page = browse()
    log_in(page, mary)
    page.goto("/settings/")
    tab_to(page, "Erase")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/reauthenticate/**")
    page.get_by_label("Password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/data/erase/")
    tab_to(page, "Yes, erase my account")
    page.keyboard.press("Space")
    tab_to(page, "Erase my account")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is erased.")
    expect(page.locator("#receipt")).to_contain_text("What you logged4")
    expect(page.get_by_role("button", name="Print or save as PDF")).to_be_visible()
    assert faults(page) == []
    assert not User.objects.filter(pk=mary.pk).exists()
    page.goto("/today/")
    page.wait_for_url("**/accounts/login/**")


def test_erasing_without_scripts(mary: User, browse: Browse, site: str):
    page = proved(browse, site, mary, screen="phone", script=False, path="")
    page.goto("/settings/data/erase/")
    page.get_by_role("button", name="Erase my account").tap()
    expect(page.locator(".err")).to_contain_text("Tick this first")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Erase my account").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is erased.")
    expect(page.get_by_role("button", name="Print")).to_have_count(0)
    assert not User.objects.filter(pk=mary.pk).exists()


def test_a_double_click_erases_once_and_shows_the_receipt(mary: User, browse: Browse, site: str):
    page = proved(browse, site, mary)
    page.goto("/settings/data/erase/")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Erase my account").dblclick()

    expect(page.locator("#receipt")).to_contain_text(re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}"))


def test_erasing_while_another_tab_stands_open(mary: User, browse: Browse, site: str):
    page = proved(browse, site, mary)
    page.goto("/settings/")
    other = page.context.new_page()
    other.goto("/settings/data/erase/")
    other.get_by_role("checkbox").check()
    other.get_by_role("button", name="Erase my account").click()
    expect(other.locator("#receipt")).to_be_visible()
    page.get_by_role("button", name="Save").click()

    page.wait_for_url("**/accounts/login/**")


def test_a_printed_receipt_is_white_paper_with_its_reference(mary: User, browse: Browse, site: str):
    page = proved(browse, site, mary, dark=True)
    page.goto("/settings/data/erase/")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Erase my account").click()
    expect(page.locator("#receipt")).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.get_by_role("button", name="Print or save as PDF")).to_be_hidden()


# --- devices ----------------------------------------------------------------------------------------------------------
def test_a_phone_is_logged_out_from_the_laptop(mary: User, browse: Browse):
    phone, laptop = browse(screen="phone"), browse()
    log_in(phone, mary)
    log_in(laptop, mary)
    laptop.goto("/settings/devices/")
    laptop.get_by_label("Password").fill(PASSWORD)
    laptop.get_by_role("button", name="Go on").click()
    expect(laptop.locator("main .ledger > li")).to_have_count(2)
    expect(laptop.locator("main .ledger > li").first).to_contain_text("this device")
    laptop.get_by_role("button", name=re.compile("^Log out ")).click()
    expect(toast(laptop)).to_contain_text("That device is logged out.")
    expect(laptop.locator("main .ledger > li")).to_have_count(1)

    phone.goto("/today/")
    phone.wait_for_url("**/accounts/login/**")
    laptop.goto("/today/")
    expect(laptop).to_have_url(re.compile("/today/$"))


# --- looks ------------------------------------------------------------------------------------------------------------
@pytest.mark.looks
@pytest.mark.parametrize("name", PAGES)
def test_a_page_about_ones_data_passes_axe(mary: User, browse: Browse, site: str, name: str):
    page = proved(browse, site, mary)
    page.goto(reverse(name))
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    assert faults(page) == []


@pytest.mark.looks
def test_no_page_about_ones_data_scrolls_sideways(mary: User, browse: Browse, site: str):
    page = proved(browse, site, mary)

    assert {name: found for name in PAGES if (found := sticking_out(page, reverse(name)))} == {}


@pytest.mark.looks
def test_an_erase_form_that_came_back_passes_axe(mary: User, browse: Browse, site: str):
    page = proved(browse, site, mary)
    page.goto("/settings/data/erase/")
    page.get_by_role("button", name="Erase my account").click()
    expect(page.locator(".err")).to_be_visible()

    assert faults(page) == []
