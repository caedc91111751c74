"""Findings in a browser: seen on Today, opened, set aside, brought back; by keys, without a script, on a phone."""

import datetime as dt
from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.addresses import finding_page
from tests.browser.axe import faults
from tests.browser.hands import Browse, toast
from tests.browser.people import had
from tests.browser.test_layout import STICKING_OUT
from tests.factories import ConditionFactory, FindingRecordFactory, MedicineFactory
from tracker.domain.risks.evaluate import RULES
from tracker.domain.risks.findings import Level

LONGEST_NAME = "Llanfairpwllgwyngyll" * 4  # 80 characters, no spaces


def day(person: User, days: int = 0) -> dt.date:
    """So many days from today."""
    return person.local().date() + dt.timedelta(days=days)


@pytest.fixture
def taker(eater: User) -> User:
    """Somebody who takes a little metformin (good to know) and has an inherited disorder (see a clinician)."""
    MedicineFactory(owner=eater, name="Metformin", dose_mg=500, since=day(eater, -30))
    ConditionFactory(owner=eater, key="inherited", name="Inherited disorder")
    return eater


@pytest.fixture
def urgent(taker: User, monkeypatch: pytest.MonkeyPatch) -> User:
    """No fact of today's pages is urgent yet: one of the rules is made so."""
    rule = replace(RULES["inherited-disorder"], level=Level.URGENT)
    monkeypatch.setattr("tracker.domain.risks.evaluate.RULES", {**RULES, rule.code: rule})
    return taker


def worth(page: Page) -> Locator:
    return page.locator("#worth article")


def set_aside(page: Page) -> None:
    page.get_by_role("button", name="Set it aside").click()
    page.wait_for_url("**/status/findings/")


# --- the way of one finding -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_a_finding_is_seen_opened_set_aside_and_brought_back(taker: User, browse: Browse, screen: str, script: bool):
    page = browse(taker, screen=screen, script=script, path="/today/")
    expect(worth(page)).to_have_count(1)
    worth(page).get_by_role("link").click()
    page.wait_for_url("**" + finding_page("metformin-use"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("500 mg a day since")).to_be_visible()
    set_aside(page)
    expect(toast(page)).to_contain_text("Set aside.")
    page.goto("/today/")
    expect(worth(page)).to_have_count(0)
    page.goto("/status/findings/")
    page.locator("#set-aside").get_by_role("button", name="Bring it back").click()
    expect(toast(page)).to_contain_text("It is back")
    expect(page.locator("#set-aside")).to_have_count(0)
    page.goto("/today/")
    expect(worth(page)).to_have_count(1)


def test_it_is_set_aside_from_today_in_three_presses(taker: User, browse: Browse):
    page = browse(taker, path="/status/")
    page.locator("#metformin-use").locator("xpath=ancestor::article").get_by_role("link", name="Not now").click()
    set_aside(page)
    assert taker.snoozes.get().code == "metformin-use"


def test_a_talk_with_a_doctor_is_kept(taker: User, browse: Browse):
    page = browse(taker, path=finding_page("inherited-disorder") + "#aside")
    page.get_by_label("Discussed with my doctor on").fill(day(taker).isoformat())
    set_aside(page)
    expect(page.locator("#set-aside")).to_contain_text("discussed with a doctor on")


def test_a_day_that_cannot_be_is_said_where_it_was_typed(taker: User, browse: Browse):
    page = browse(taker, path=finding_page("inherited-disorder"))
    page.get_by_label("Set it aside until").fill(day(taker, 60).isoformat())
    page.get_by_role("button", name="Set it aside").click()
    expect(page.get_by_role("alert")).to_contain_text("Set it aside until")
    expect(page.locator(".err")).to_contain_text("too long")
    assert not taker.snoozes.exists()
    assert faults(page) == []


def test_an_urgent_one_stands_first_and_cannot_be_set_aside(urgent: User, browse: Browse):
    page = browse(urgent, screen="phone", path="/today/")
    top = page.locator("main .tops")
    expect(top).to_have_count(1)
    expect(top).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.querySelector('main > :not(link)').matches('.tops.doc')")
    page.get_by_role("link", name="Why, and the sources").click()
    page.wait_for_url("**" + finding_page("inherited-disorder"))
    expect(page.get_by_text("This one cannot be set aside.")).to_be_visible()
    expect(page.get_by_role("button", name="Set it aside")).to_have_count(0)


def test_by_keys_alone(taker: User, browse: Browse):
    page = browse(taker, path="/today/")
    worth(page).get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**" + finding_page("metformin-use"))
    page.get_by_role("group").first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".publications").first).to_be_visible()
    page.get_by_label("Set it aside until").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/status/findings/")
    assert taker.snoozes.get().code == "metformin-use"
    page.get_by_role("button", name="Bring it back").focus()
    page.keyboard.press("Space")
    expect(toast(page)).to_contain_text("It is back")


# --- at the moment of logging ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("script", [True, False])
def test_what_does_not_count_says_so_when_it_is_logged(person: User, browse: Browse, script: bool):
    had(person, "Nori, dried", days_ago=1)
    page = browse(person, script=script, path="/today/")
    page.locator(".usual", has_text="Nori").click()
    expect(toast(page)).to_contain_text("Logged Nori")
    toast(page).get_by_role("link").click()
    page.wait_for_url("**" + finding_page("source-not-counted"))


# --- how it looks ---------------------------------------------------------------------------------------------------
PATHS = ("/today/", "/status/", "/status/findings/", finding_page("metformin-use"))


@pytest.mark.parametrize("path", PATHS)
def test_pages_with_findings_pass_axe(taker: User, browse: Browse, path: str):
    MedicineFactory(owner=taker, key="omeprazole", name="Losec")
    FindingRecordFactory(owner=taker, code="ppi-2-years")
    assert faults(browse(taker, path=path)) == []


@pytest.mark.parametrize("path", ["/today/", "/status/", finding_page("inherited-disorder")])
def test_pages_with_an_urgent_finding_pass_axe(urgent: User, browse: Browse, path: str):
    assert faults(browse(urgent, path=path)) == []


def test_a_message_about_a_finding_passes_axe(person: User, browse: Browse):
    had(person, "Nori, dried", days_ago=1)
    page = browse(person, path="/today/")
    page.locator(".usual", has_text="Nori").click()
    expect(toast(page).get_by_role("link")).to_be_visible()
    assert faults(page) == []


@pytest.fixture
def curator(person: User, settings) -> User:
    settings.STAFF_NEED_SECOND_FACTOR = False  # tried in tests/accounts/test_admin_door.py
    person.is_staff = True
    person.save()
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="foods"))
    return person


def test_the_gallery_passes_axe_and_fits(curator: User, browse: Browse):
    page = browse(curator, path="/curate/findings/")
    assert faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(STICKING_OUT) == {"scrolls": False, "wide": []}


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_pages_with_findings_fit_whatever_the_names(taker: User, browse: Browse, width: int):
    MedicineFactory(owner=taker, key="omeprazole", name=LONGEST_NAME, since=dt.date(2019, 7, 1))
    FindingRecordFactory(owner=taker, code="ppi-2-years", title=LONGEST_NAME, evidence=LONGEST_NAME)
    page = browse(taker)
    page.set_viewport_size({"width": width, "height": 740})
    for path in (*PATHS, finding_page("ppi-2-years")):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert page.evaluate(STICKING_OUT) == {"scrolls": False, "wide": []}, path
