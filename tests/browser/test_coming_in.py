"""Ways in: the first visit with its time zone, the demo, what happens when a session ends, passkeys, the admin."""

import re
import time
from decimal import Decimal

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.accounts.tabs import PASSWORD
from tests.browser.hands import Browse, toast, usual
from tests.browser.people import EGG, far_away, food, had, logged, sign_in_by_password, with_password
from tests.factories import FoodFactory, UserFactory


def heading_of_today(person: User) -> str:
    return f"{person.local():%A} {person.local().day} {person.local():%B %Y}"


def log_in(page: Page, person: User) -> None:
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


# --- The first visit ---------------------------------------------------------------------------------------------
def test_the_first_visit_takes_the_time_zone_of_the_browser(browse: Browse):
    person, zone = UserFactory(time_zone=""), far_away()
    page = browse(person, path="/today/", timezone_id=zone)
    person.time_zone = zone
    expect(page.get_by_text(heading_of_today(person))).to_be_visible()
    person.refresh_from_db()
    assert person.time_zone == zone
    assert person.local().date() != timezone.now().date()


def test_a_time_zone_that_is_set_stays(person: User, browse: Browse):
    before = person.time_zone
    page = browse(person, path="/today/", timezone_id="Asia/Tokyo")
    expect(page.get_by_text(heading_of_today(person))).to_be_visible()
    page.wait_for_load_state("networkidle")
    person.refresh_from_db()
    assert person.time_zone == before


def test_signing_up_takes_the_time_zone_along(browse: Browse):
    page = browse(path="/accounts/signup/", timezone_id="Asia/Tokyo")
    page.get_by_label("E-mail").fill("new@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url("**/welcome/")
    assert User.objects.get().time_zone == "Asia/Tokyo"
    page.goto("/today/")
    expect(page.get_by_text(heading_of_today(User.objects.get()))).to_be_visible()


def test_the_demo_opens_full_and_marked_within_three_seconds(browse: Browse):
    page = browse(path="/", timezone_id="Asia/Tokyo")
    began = time.perf_counter()
    page.get_by_role("button", name="Try it").click()
    page.wait_for_url("**/today/")
    expect(page.locator(".usual")).to_have_count(8)
    assert time.perf_counter() - began < 3
    expect(page.get_by_text("Demo with invented data")).to_be_visible()
    person = User.objects.get()
    assert (person.is_demo, person.time_zone) == (True, "Asia/Tokyo")
    assert person.entries.count() > 1000


# --- A session that ended ----------------------------------------------------------------------------------------
@pytest.fixture
def mary() -> User:
    return with_password()


@pytest.fixture
def marys_page(mary: User, browse: Browse, site: str) -> Page:
    page = browse()
    sign_in_by_password(page.context, mary, site)
    return page


def type_something(page: Page) -> None:
    """Fill in the amount page of an egg, then lose the session, then press the button."""
    page.goto(f"/log/?food={food(EGG).pk}")
    page.get_by_label("How many").fill("2,5")
    page.locator(".chip", has_text="large egg").click()
    Session.objects.all().delete()
    page.get_by_label("Time", exact=True).fill("07:05")
    page.wait_for_load_state("networkidle")  # the preview was refused by now
    page.get_by_role("button", name="Log it").click()
    page.wait_for_url("**/accounts/login/**")


def test_what_was_typed_comes_back_after_log_in_and_is_logged_once(mary: User, marys_page: Page):
    page = marys_page
    type_something(page)
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    log_in(page, mary)
    expect(page.get_by_text("You had been logged out")).to_be_visible()
    expect(page.get_by_label("How many")).to_have_value("2,5")
    expect(page.get_by_role("radio", checked=True)).to_have_attribute("value", str(mary_portion()))
    expect(page.get_by_label("Time", exact=True)).to_have_value("07:05")
    assert logged(mary) == []
    page.get_by_role("button", name="Log it").click()
    expect(toast(page)).to_contain_text("Logged Egg, boiled, 2½ × large egg")
    assert logged(mary) == [(EGG, Decimal("2.5"))]


def mary_portion() -> int:
    return food(EGG).portions.get(name="large egg").pk


def test_somebody_else_who_logs_in_there_sees_nothing_of_it(mary: User, marys_page: Page):
    other = with_password(email="other@example.org")
    type_something(marys_page)
    log_in(marys_page, other)
    expect(marys_page.get_by_role("heading", level=1)).to_be_visible()
    expect(marys_page).to_have_url(re.compile(r"^http://[^/]+/log/"))
    expect(marys_page.get_by_text("You had been logged out")).to_have_count(0)
    assert "2,5" not in marys_page.content()
    assert (logged(mary), logged(other)) == ([], [])


def test_a_usual_pressed_after_the_session_ended_is_asked_about_and_logged_once(mary: User, marys_page: Page):
    page = marys_page
    had(mary, EGG, days_ago=1)
    page.goto("/today/")
    Session.objects.all().delete()
    usual(page, EGG).click()
    page.wait_for_url("**/accounts/login/**")
    log_in(page, mary)
    expect(page).to_have_url(re.compile(r"^http://[^/]+/today/"))
    expect(page.get_by_text("nothing of it is logged yet")).to_be_visible()
    assert len(logged(mary)) == 1
    page.get_by_role("button", name="Log it").click()
    expect(toast(page)).to_contain_text("Logged Egg, boiled, 1 egg")
    assert len(logged(mary)) == 2


def test_looking_for_something_after_the_session_ended_leads_back_too(mary: User, marys_page: Page):
    page = marys_page
    page.goto("/log/")
    Session.objects.all().delete()
    page.get_by_role("searchbox").fill("egg")
    page.wait_for_url("**/accounts/login/**")
    log_in(page, mary)
    expect(page.get_by_role("searchbox")).to_have_value("egg")
    expect(page.get_by_role("button", name="Log Egg, boiled")).to_be_visible()
    assert logged(mary) == []


# --- A second step -----------------------------------------------------------------------------------------------
def key_device(page: Page) -> None:
    """A device that knows passkeys and always says yes."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def log_out(page: Page) -> None:
    page.goto("/settings/")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(lambda url: url.endswith("/") and "settings" not in url)


def add_passkey(page: Page) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill("My phone")
    page.get_by_label("Log in with it alone").check()
    page.locator("main form .btn.main").click()
    page.wait_for_url(lambda url: "add" not in url)


def test_a_passkey_is_added_and_opens_the_door(mary: User, marys_page: Page):
    page = marys_page
    key_device(page)
    add_passkey(page)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("My phone")).to_be_visible()
    log_out(page)
    page.goto("/accounts/login/?next=/history/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url("**/history/")


def test_an_app_is_set_up_and_its_code_asked_for(mary: User, marys_page: Page):
    page = marys_page
    page.goto("/accounts/2fa/totp/activate/")
    secret = page.locator(".key").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(code_now(secret))
    page.locator("main form .btn.main").click()
    page.wait_for_url(lambda url: "activate" not in url)
    log_out(page)
    cache.clear()  # a code works once; the next would come in half a minute
    page.goto("/accounts/login/")
    log_in(page, mary)
    page.get_by_label("Code").fill("000000")
    page.locator("main form .btn.main").click()
    expect(page.get_by_text("That code is wrong or too old")).to_be_visible()
    page.get_by_label("Code").fill(code_now(secret))
    page.locator("main form .btn.main").click()
    page.wait_for_url("**/today/")


# --- The admin ---------------------------------------------------------------------------------------------------
def test_staff_set_up_a_second_step_before_the_admin_opens(browse: Browse, site: str):
    curator = with_password(is_staff=True, is_superuser=True)
    page = browse()
    sign_in_by_password(page.context, curator, site)
    page.goto("/admin/")
    expect(page.get_by_text("This part asks for a second step")).to_be_visible()
    key_device(page)
    add_passkey(page)
    log_out(page)
    page.goto("/admin/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url("**/admin/")
    expect(page.get_by_role("heading", name="Foods and accounts")).to_be_visible()


def test_the_admin_works_under_the_policy(browse: Browse, site: str):
    """Lists, search, change forms, the choice of a source and the calendars: `trouble` sees what the policy refuses."""
    curator = with_password(is_staff=True, is_superuser=True)
    page = browse()
    sign_in_by_password(page.context, curator, site)
    key_device(page)
    add_passkey(page)
    log_out(page)
    page.goto("/accounts/login/?next=/admin/foods/food/")
    page.get_by_role("button", name="Log in with a passkey").click()
    page.wait_for_url("**/admin/foods/food/")
    thing = FoodFactory(name="Test fish")
    page.locator("#searchbar").fill("Test fish")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Test fish").click()
    page.locator("#id_name").fill("Better fish")
    page.locator(".field-source .select2-selection").click()
    page.locator(".select2-search__field").fill("data set")
    expect(page.locator(".select2-results__option").first).to_contain_text("Data set")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Better fish")
    thing.refresh_from_db()
    assert thing.name == "Better fish"
    page.goto(f"/admin/foods/food/{thing.pk}/history/")
    expect(page.locator("#content")).to_contain_text(curator.email)
    page.goto(f"/admin/accounts/user/{curator.pk}/change/")
    expect(page.locator(".selector").first).to_be_visible()
    page.goto("/admin/foods/source/add/")
    page.locator("#id_name").press_sequentially("A new table")
    expect(page.locator("#id_key")).to_have_value("a-new-table")
    calendar = page.locator(".calendarbox").first
    page.get_by_role("link", name="Choose a Date").first.click()
    expect(calendar).to_be_visible()
    calendar.get_by_role("link", name="15", exact=True).click()
    expect(page.locator(".vDateField").first).to_have_value(re.compile(r"15"))
