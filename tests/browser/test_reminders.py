"""Reminders in a browser: a dose is done in one press, mails end in one, and the pages hold at any width."""

import datetime as dt
import uuid

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.axe import faults
from tests.browser.hands import Browse, Hands, on_both, toast
from tests.browser.test_layout import sticking_out
from tests.factories import FoodFactory, PhaseFactory, RegimenFactory
from tracker.models import Reminders
from tracker.secret_addresses import unsubscribe_token

PAGE, TODAY = "/care/reminders/", "/today/"
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch tablets"


@pytest.fixture
def taker(person: User) -> User:
    """Somebody with a tablet a day, and three months to the next injection."""
    today = person.local().date()
    for name, injections, days in ((LONG, False, 1), ("B12 injection", True, 90)):
        food = FoodFactory(tablet=True, name=name, source=None, source_ref="", owner=person)
        regimen = RegimenFactory(owner=person, name=name, food=food, injections=injections, entered_on=today)
        PhaseFactory(regimen=regimen, every=days, starts_on=today + dt.timedelta(days=days - 1))
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


@on_both
def test_a_dose_is_done_with_one_tap(taker: User, browse: Browse, screen: str):
    page = browse(taker, screen=screen, path=TODAY)
    hands = Hands(page)
    due = page.locator("#due")
    expect(due.get_by_text("due today")).to_be_visible()
    hands.tap(due.get_by_role("button", name="Done: log Llanfair"))
    expect(toast(page)).to_contain_text("Logged")
    expect(due.get_by_text("taken today")).to_be_visible()
    assert (hands.taps, hands.keys) == (1, 0)
    assert taker.entries.count() == 1


def test_a_dose_is_done_without_scripts(taker: User, browse: Browse):
    page = browse(taker, script=False, path=TODAY)
    page.get_by_role("button", name="Done: log Llanfair").click()
    expect(page.locator("#due").get_by_text("taken today")).to_be_visible()
    assert taker.entries.count() == 1


@on_both
def test_mails_are_turned_on_in_two_taps_and_a_feed_is_made_in_one(taker: User, browse: Browse, screen: str):
    page = browse(taker, screen=screen, path=PAGE)
    hands = Hands(page)
    hands.tap(page.get_by_label("Send me an e-mail"))
    hands.tap(page.get_by_role("button", name="Save"))
    expect(toast(page)).to_contain_text("Saved.")
    assert (hands.taps, Reminders.objects.get(owner=taker).by_mail) == (2, True)
    hands.tap(page.get_by_role("button", name="Make an address"))
    address = page.get_by_label("Address of your calendar feed").input_value()
    assert address.startswith("http://localhost:")
    answer = page.request.get(address)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    hands.tap(page.get_by_role("button", name="Close this address"))
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
    assert page.request.get(address).status == 404


@on_both
def test_mails_end_with_one_tap_for_whoever_is_not_logged_in(taker: User, browse: Browse, screen: str):
    """The browser sends no referrer from there, and so no origin either: the button works all the same."""
    Reminders.objects.create(owner=taker, by_mail=True)
    page = browse(screen=screen, path=f"/unsubscribe/{unsubscribe_token(taker)}/")
    hands = Hands(page)
    hands.tap(page.get_by_role("button", name="End the reminders"))
    expect(page.get_by_role("heading", level=1)).to_have_text("You get no more reminders by e-mail.")
    assert (hands.taps, Reminders.objects.get(owner=taker).by_mail) == (1, False)


def test_the_pages_are_usable_by_everybody_and_fit(taker: User, browse: Browse):
    taker.secret_addresses.create(kind="calendar", nonce=uuid.uuid4(), created_at=taker.date_joined)
    page = browse(taker)
    found = {}
    for path in (PAGE, TODAY, f"/unsubscribe/{unsubscribe_token(taker)}/"):
        page.goto(path)
        if wrong := [*faults(page), *sticking_out(page, path).items()]:
            found[path] = wrong
    assert found == {}
