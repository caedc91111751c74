"""Everything works with JavaScript off: a form and a redirect."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.accounts.tabs import PASSWORD
from tests.browser.hands import Browse, toast, usual
from tests.browser.people import CHEDDAR, EGG, OAT, TABLET, food, had, logged, with_password

PAST = dt.date(2026, 3, 14)


@pytest.fixture
def plain(eater: User, browse: Browse):
    """Opens pages for somebody without JavaScript."""

    def open_page(path: str) -> Page:
        return browse(eater, script=False, path=path)

    return open_page


def button(page: Page, name: str):
    return page.get_by_role("button", name=name)


def test_a_usual_is_logged_and_its_amount_changed(eater: User, plain):
    page = plain("/today/")
    usual(page, OAT).click()
    expect(toast(page)).to_contain_text("Logged Oat milk")
    button(page, "Make it 1½ × glass").click()
    expect(toast(page)).to_contain_text("1½ × glass")
    assert logged(eater)[3:] == [(OAT, Decimal("1.5"))]


def test_a_food_is_found_and_logged(eater: User, plain):
    page = plain("/log/")
    page.get_by_role("searchbox").fill("salm")
    page.keyboard.press("Enter")
    button(page, "Log Salmon, baked").click()
    expect(toast(page)).to_contain_text("Logged Salmon, baked")
    assert logged(eater)[3:] == [("Salmon, baked", Decimal(1))]


def test_the_search_of_today_leads_to_the_sheet(eater: User, plain):
    page = plain("/today/")
    page.get_by_role("searchbox").fill("salm")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What did you have?")).to_be_visible()
    button(page, "Log Salmon, baked").click()
    assert logged(eater)[3:] == [("Salmon, baked", Decimal(1))]


def test_an_amount_a_portion_and_a_time_are_chosen(eater: User, plain):
    page = plain("/log/?q=boiled egg")
    page.get_by_role("link", name=EGG).click()
    page.get_by_label("How many").fill("1 1/2")
    page.locator(".chip", has_text="large egg").click()
    page.get_by_label("Day", exact=True).fill("2026-03-14")
    page.get_by_label("Time", exact=True).fill("07:05")
    button(page, "Log it").click()
    expect(toast(page)).to_contain_text("Logged Egg, boiled, 1½ × large egg")
    expect(page.get_by_role("heading", name="Saturday 14 March 2026")).to_be_visible()
    entry = eater.entries.get(local_date=PAST)
    assert (entry.amount, entry.local_minute) == (Decimal("1.5"), 7 * 60 + 5)


def test_what_was_typed_comes_back_with_a_sentence(eater: User, plain):
    page = plain(f"/log/?food={food(EGG).pk}")
    page.get_by_label("How many").fill("two-ish")
    button(page, "Log it").click()
    expect(page.get_by_text("“two-ish” is not a number we can read")).to_be_visible()
    expect(page.get_by_label("How many")).to_have_value("two-ish")
    page.get_by_label("How many").fill("2")
    button(page, "Log it").click()
    assert logged(eater)[3:] == [(EGG, Decimal(2))]


def test_an_implausible_amount_asks_back(eater: User, plain):
    page = plain(f"/log/?food={food(EGG).pk}")
    page.get_by_label("How many").fill("30")
    button(page, "Log it").click()
    assert len(logged(eater)) == 3
    page.get_by_label("Yes, that is right").check()
    button(page, "Log it").click()
    assert logged(eater)[3:] == [(EGG, Decimal(30))]


def test_an_unknown_food_is_added(eater: User, plain):
    page = plain("/log/?q=qqzzxx")
    page.get_by_role("link", name="Add “qqzzxx”").click()
    page.get_by_label("I don’t know how much B12 it has").check()
    button(page, "Add and log it").click()
    expect(toast(page)).to_contain_text("Logged qqzzxx")
    assert eater.entries.get(name="qqzzxx").swallowed_ug is None


def test_several_things_are_confirmed_at_once(eater: User, plain):
    page = plain("/log/")
    page.get_by_role("searchbox").fill("2 eggs, oat milk, b12 10")
    page.keyboard.press("Enter")
    button(page, "Log these 3 things").click()
    expect(toast(page)).to_contain_text("Logged 3 things")
    assert logged(eater)[3:] == [(EGG, Decimal(2)), (OAT, Decimal(1)), (TABLET, Decimal(1))]


def test_an_entry_is_changed_removed_and_put_back(eater: User, plain):
    entry = had(eater, EGG, at="07:00")
    page = plain("/today/")
    page.locator(".ledger").get_by_role("link", name=EGG).click()
    page.get_by_label("How many").fill("3")
    button(page, "Save the change").click()
    expect(toast(page)).to_contain_text("Changed Egg, boiled, 3 × egg")
    entry.refresh_from_db()
    assert entry.amount == 3
    page.goto(f"/entries/{entry.pk}/")
    button(page, "Remove it").click()
    expect(toast(page)).to_contain_text("Removed Egg")
    assert len(logged(eater)) == 3
    button(page, "Put it back").click()
    expect(toast(page)).to_contain_text("Logged Egg")
    assert logged(eater)[3:] == [(EGG, Decimal(3))]


def test_an_entry_is_logged_again(eater: User, plain):
    page = plain(f"/entries/{had(eater, EGG, at='07:00').pk}/")
    button(page, "Log it again now").click()
    expect(toast(page)).to_contain_text("Logged Egg")
    assert logged(eater)[3:] == [(EGG, Decimal(1))] * 2


def test_a_day_is_marked_and_the_mark_taken_back(eater: User, plain):
    page = plain("/today/")
    for pressed, marks in (("true", ["partly"]), ("false", [])):
        button(page, "Partly").click()
        expect(button(page, "Partly")).to_have_attribute("aria-pressed", pressed)
        assert list(eater.day_marks.values_list("mark", flat=True)) == marks


def test_yesterday_is_copied_from_today_and_from_its_own_page(eater: User, plain):
    page = plain("/today/")
    button(page, "Same breakfast as yesterday, 2 things").click()
    expect(toast(page)).to_contain_text("Copied 2 things")
    page.get_by_role("link", name="Yesterday").click()
    button(page, "Copy to today").last.click()
    expect(toast(page)).to_contain_text("Copied 3 things")
    assert len(logged(eater)) == 8


def test_several_days_are_filled_in(eater: User, plain):
    page = plain("/history/")
    page.get_by_role("link", name="Choose days").click()
    page.get_by_role("link", name="All untracked").click()
    page.locator(".chip", has_text=CHEDDAR).click()
    button(page, "Apply").click()
    expect(toast(page)).to_contain_text("Logged on 13 days")
    assert len(logged(eater)) == 16


def test_history_leads_through_months_and_days(eater: User, plain):
    page = plain("/history/?month=2026-03")
    page.get_by_role("link", name="February").click()
    expect(page.get_by_role("heading", name="February 2026")).to_be_visible()
    page.get_by_role("link", name="March").click()
    page.locator(".cal").get_by_role("link", name="14 March: not tracked").click()
    expect(page.get_by_role("heading", name="Saturday 14 March 2026")).to_be_visible()
    page.get_by_role("link", name="Friday 13").click()
    expect(page.get_by_role("heading", name="Friday 13 March 2026")).to_be_visible()


def test_sources_are_browsed_narrowed_and_searched(browse: Browse):
    page = browse(script=False, path="/")
    page.get_by_role("link", name="All sources").click()
    page.get_by_role("link", name="name", exact=True).click()
    expect(page.locator(".sorts [aria-current]")).to_have_text("name")
    page.get_by_role("searchbox").fill("samlon")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Salmon, baked").first.click()
    expect(page.get_by_role("heading", name="Salmon, baked")).to_be_visible()


def test_sources_are_narrowed_to_vegan_ones(browse: Browse):
    page = browse(script=False, path="/sources/")
    page.locator(".narrow").get_by_role("radio", name="vegan", exact=True).check()
    page.locator(".narrow").get_by_role("button").first.click()
    expect(page.get_by_role("link", name="Oat milk, fortified", exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name="Beef liver, raw")).to_have_count(0)


def test_somebody_signs_up_out_and_in_again(browse: Browse):
    page = browse(script=False, path="/accounts/signup/")
    page.get_by_label("E-mail").fill("new@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    button(page, "Make the account").click()
    page.wait_for_url("**/welcome/")
    page.goto("/settings/")
    button(page, "Log out").click()
    page.wait_for_url("**/")
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill("new@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    button(page, "Log in").first.click()
    page.wait_for_url("**/today/")
    assert [message.to for message in mail.outbox] == [["new@example.org"]]


def test_settings_are_saved(eater: User, plain):
    page = plain("/settings/")
    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    page.get_by_label("A new day starts at").select_option("04:00")
    button(page, "Save").click()
    expect(toast(page)).to_contain_text("Saved")
    eater.refresh_from_db()
    assert (eater.time_zone, eater.day_start) == ("Asia/Tokyo", dt.time(4))


def test_a_demo_opens(browse: Browse):
    page = browse(script=False, path="/")
    button(page, "Try it").click()
    page.wait_for_url("**/today/")
    assert User.objects.get().is_demo


def test_a_password_is_set_anew(browse: Browse):
    with_password()
    page = browse(script=False, path="/accounts/login/")
    page.get_by_role("link", name="Forgotten password").click()
    page.get_by_label("E-mail").fill("mary@example.org")
    button(page, "Send the link").click()
    expect(page.get_by_role("heading", name="Look at your e-mail")).to_be_visible()
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    page.goto(link)
    page.get_by_label("New password").fill("another three words")
    button(page, "Save the password").click()
    expect(page.get_by_role("heading", name="Your new password is saved")).to_be_visible()
