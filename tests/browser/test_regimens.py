"""Regimens in a browser: an injection in two presses, a plan in two parts without scripts, all of it for everybody."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.axe import faults
from tests.browser.hands import Browse, Hands, on_both, toast
from tests.browser.people import food, had, logged
from tests.browser.test_layout import sticking_out
from tests.factories import ConditionFactory, PhaseFactory, ProfileFactory, RegimenFactory
from tracker.models import Regimen
from tracker.people import today_of

INJECTION, TABLET = "B12 injection, 1,000 µg (hydroxocobalamin)", "B12 tablet, 1,000 µg (cyanocobalamin)"
LIST, NEW = "/care/regimens/", "/care/regimens/new/"


def planned(person: User, name: str, *, begun: int, unit: str, every: int, **fields) -> Regimen:
    product = food(name)
    about = {"name": name, "form": product.form, "route": product.route, "portion": product.portions.first()}
    row = RegimenFactory(owner=person, food=product, amount=Decimal(1), **about | fields)
    start = today_of(person, now=timezone.now()) - dt.timedelta(days=begun)
    PhaseFactory(regimen=row, unit=unit, every=every, starts_on=start)
    return row


@pytest.fixture
def treated(person: User) -> User:
    """An injection due in a while, a tablet a day that was left out once, a plan that is over, a late spray."""
    today = today_of(person, now=timezone.now())
    ProfileFactory(owner=person, diet="vegan", birth_year=1980)
    by_needle = {"counts_from": "last_dose", "prescribed": True}
    planned(person, INJECTION, begun=320, unit="weeks", every=12, stock=4, stock_on=today, **by_needle)
    for n in (68, 152, 236, 320):
        had(person, INJECTION, days_ago=n)
    tablet = planned(person, TABLET, begun=40, unit="days", every=1, stock=Decimal(3), stock_on=today)
    for n in range(2, 40):
        had(person, TABLET, days_ago=n)
    tablet.skips.create(due_on=today - dt.timedelta(days=1), reason="Blood test")
    planned(person, "B12 lozenge, 1,000 µg (methylcobalamin)", begun=400, unit="weeks", every=1,
            stopped_on=today - dt.timedelta(days=30))  # fmt: skip
    planned(person, "B12 injection, 500 µg (cyanocobalamin)", begun=40, unit="weeks", every=4,
            stopped_on=today - dt.timedelta(days=3), **by_needle)  # fmt: skip
    return person


def paths(person: User) -> list[str]:
    rows = person.regimens.order_by("pk")
    return [LIST, NEW, *(f"{LIST}{row.pk}/" for row in rows), f"{LIST}{rows[0].pk}/edit/"]


def done(page: Page, name: str):
    return page.get_by_role("button", name=f"Done: log {name} now")


# --- steps ------------------------------------------------------------------------------------------------------------
@on_both
def test_an_injection_takes_two_presses_from_care(treated: User, browse: Browse, screen: str):
    page = browse(treated, screen=screen, path="/care/")
    hands = Hands(page)
    hands.tap(page.get_by_role("navigation", name="Care", exact=True).get_by_role("link", name="Regimens"))
    hands.tap(done(page, INJECTION))
    expect(toast(page)).to_contain_text(f"Logged {INJECTION}")
    assert (hands.taps, hands.keys) == (2, 0)
    assert logged(treated)[-1] == (INJECTION, Decimal(1))


@pytest.mark.parametrize("script", [True, False])
def test_a_dose_pressed_twice_is_asked_about_and_undone(treated: User, browse: Browse, script: bool):
    page = browse(treated, script=script, path=LIST)
    before = treated.entries.count()
    done(page, INJECTION).click()
    expect(toast(page)).to_contain_text("Logged")
    if script:
        page.wait_for_timeout(1100)  # a second press at once is a slip of the finger
    done(page, INJECTION).click()
    expect(page.get_by_role("heading", name="Logged twice?")).to_be_visible()
    page.get_by_role("link", name="It is the same: leave it").click()
    assert treated.entries.count() == before + 1
    done(page, INJECTION).click()
    page.get_by_role("button", name="It is another dose: log it").click()
    expect(toast(page)).to_contain_text("Logged")
    page.get_by_role("button", name="Undo").click()
    expect(toast(page)).to_contain_text("Removed")
    assert treated.entries.count() == before + 1


# --- a plan -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("script", [True, False])
def test_a_plan_in_two_parts_with_scripts_and_without(person: User, browse: Browse, script: bool):
    page = browse(person, screen="phone", script=script, path=NEW)
    page.get_by_role("searchbox").fill("hydroxo injection")
    if not script:
        page.keyboard.press("Enter")
    page.get_by_role("button", name=INJECTION).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(INJECTION)
    first, second = page.locator("#part-0"), page.locator("#part-1")
    first.get_by_label("Every").fill("2")
    first.get_by_label("Days, weeks or months").select_option("days")
    first.get_by_label("Until, or for how long").fill("2 weeks")
    first.get_by_label("These are the close doses").check()
    page.get_by_text("Then it changes", exact=True).click()
    second.get_by_label("Every").fill("12")
    second.get_by_label("Days, weeks or months").select_option("weeks")
    page.get_by_label("Yes, a doctor or nurse said how often").check()
    page.get_by_role("button", name="Add the plan").click()
    expect(toast(page)).to_contain_text(f"Saved {INJECTION}.")
    expect(page.locator("#plan")).to_contain_text("every 12 weeks, counted from the last dose")
    assert list(person.regimens.get().phases.values_list("unit", "every", "loading")) == [
        ("days", 2, True),
        ("weeks", 12, False),
    ]


# --- for everybody ----------------------------------------------------------------------------------------------------
@pytest.mark.looks
def test_every_page_passes_axe(treated: User, browse: Browse):
    page = browse(treated)
    found = {}
    for path in paths(treated):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found[path] = faults(page)
    assert {path: some for path, some in found.items() if some} == {}


@pytest.mark.looks
def test_no_page_scrolls_sideways(treated: User, browse: Browse):
    page = browse(treated)
    assert {path: found for path in paths(treated) if (found := sticking_out(page, path))} == {}


@pytest.mark.looks
def test_a_form_that_came_back_and_its_caution_pass_axe(person: User, browse: Browse):
    ConditionFactory(owner=person, key="cobalt_allergy", name="Allergy")
    page = browse(person, screen="phone", path=NEW)
    page.get_by_role("button", name=INJECTION).click()
    expect(page.locator("#caution")).to_contain_text("allergy")
    page.get_by_role("button", name="Add the plan").click()
    expect(page.get_by_role("alert").first).to_contain_text("Nothing was saved yet")
    assert faults(page) == []
