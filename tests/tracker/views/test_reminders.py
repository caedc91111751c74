"""Reminders: chosen on a page, a calendar feed by secret address, and the link that ends mails."""

import datetime as dt
import io
import logging

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from icalendar import Calendar

from config.logs import DiscreetFormatter
from tests.accounts.tabs import Tab, somebody
from tests.factories import PhaseFactory, RegimenFactory, SecretAddressFactory, UserFactory
from tests.tracker.views.conftest import NOW, days_ago
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of
from tracker.models import Reminders, SecretAddress
from tracker.secret_addresses import token_of, unsubscribe_token

ADDRESS = "/care/reminders/"
CHOSEN = {"by_mail": "on", "hour": "7", "names": "on"}
SECRET = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


@pytest.fixture(autouse=True)
def mail_is_set_up(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://b12.example.org"


def chosen_by(person) -> tuple:
    return Reminders.objects.values_list("by_mail", "hour", "names").get(owner=person)


def feed_of(person, **fields) -> SecretAddress:
    return SecretAddressFactory(owner=person, kind="calendar", expires_at=None, **fields)


def address_of(feed: SecretAddress) -> str:
    return f"/feed/{token_of(feed)}.ics"


def secret_headers(answer) -> dict:
    return {name: answer.headers.get(name) for name in SECRET}


# --- the page ---------------------------------------------------------------------------------------------------------
def test_nothing_is_on_until_somebody_wants_it(signed_in, person):
    page = signed_in.get(ADDRESS)
    assert (checked(page, "by_mail"), checked(page, "names")) == ([], [])
    assert '<option value="8" selected>08:00</option>' in page.text
    assert "Make an address" in text_of(page)
    assert Reminders.objects.count() == 0


def test_what_was_chosen_is_kept_once_however_often_it_is_sent(signed_in, person):
    for _ in range(2):
        answer = signed_in.post(ADDRESS, CHOSEN)
        assert (answer.status_code, answer.url) == (302, ADDRESS)
    assert chosen_by(person) == (True, 7, True)
    page = signed_in.get(ADDRESS)
    assert toasts_of(page) == ["Saved.", "Saved."]
    assert (checked(page, "by_mail"), checked(page, "names")) == (["on"], ["on"])
    signed_in.post(ADDRESS, {"hour": "7"})
    assert chosen_by(person) == (False, 7, False)


def test_choosing_again_does_not_bring_a_second_mail_of_the_day(signed_in, person):
    Reminders.objects.create(owner=person, by_mail=True, last_mail_on=days_ago(0))
    signed_in.post(ADDRESS, CHOSEN)
    assert Reminders.objects.get(owner=person).last_mail_on == days_ago(0)


@pytest.mark.parametrize("hour", ["", "24", "-1", "noon", "8.5"])
def test_an_hour_there_is_none_of_is_asked_back(signed_in, hour):
    page = signed_in.post(ADDRESS, CHOSEN | {"hour": hour})
    assert "Choose an hour from the list." in text_of(page)
    assert "Nothing was saved yet." in text_of(page)
    assert checked(page, "by_mail") == ["on"]
    assert Reminders.objects.count() == 0


@pytest.mark.parametrize(
    ("verified", "backend", "site", "sentence"),
    [
        (True, "locmem", "https://b12.example.org", "Mails go to"),
        (False, "locmem", "https://b12.example.org", "Mails go to a confirmed address only, and yours is not"),
        (True, "console", "https://b12.example.org", "This site is not set up to send mails yet."),
        (True, "locmem", "", "This site is not set up to send mails yet."),
    ],
)
def test_the_page_says_why_no_mail_would_come(signed_in, person, settings, verified, backend, site, sentence):
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=verified)
    settings.EMAIL_BACKEND, settings.SITE_URL = f"django.core.mail.backends.{backend}.EmailBackend", site
    assert sentence in text_of(signed_in.get(ADDRESS))


def test_a_demo_is_told_that_it_gets_none(client, db):
    client.force_login(UserFactory(demo_until=NOW + dt.timedelta(hours=1)))
    assert "A demo gets no mails." in text_of(client.get(ADDRESS))


def test_settings_lead_here(signed_in):
    assert ADDRESS in links_of(signed_in.get("/settings/"))


def test_what_was_typed_when_the_session_ended_comes_back(db):
    somebody(time_zone="Europe/London")
    tab = Tab()
    tab.log_in()
    tab.open(ADDRESS)
    Session.objects.all().delete()
    tab.open(tab.send(ADDRESS, CHOSEN).url)
    page = tab.open(tab.log_in(next=f"{ADDRESS}?kept=1").url)

    assert "nothing of it is saved yet" in text_of(page)
    assert checked(page, "by_mail") == ["on"]
    assert Reminders.objects.count() == 0


# --- making and closing the feed --------------------------------------------------------------------------------------
def test_an_address_is_made_once_and_shown_whole(signed_in, person):
    for _ in range(2):
        assert signed_in.post(f"{ADDRESS}feed/").url == ADDRESS
    (feed,) = person.secret_addresses.all()
    page = signed_in.get(ADDRESS)
    assert f'value="http://testserver{address_of(feed)}"' in page.text
    assert value_of(page, "instead") == [str(feed.pk)]
    assert Client().get(address_of(feed)).status_code == 200


def test_a_new_address_closes_the_old_one_and_a_repeat_does_nothing(signed_in, person):
    old = feed_of(person)
    for _ in range(2):
        signed_in.post(f"{ADDRESS}feed/", {"instead": old.pk})
    new = person.secret_addresses.get(revoked_at=None)
    assert person.secret_addresses.count() == 2
    assert Client().get(address_of(old)).status_code == 404
    assert Client().get(address_of(new)).status_code == 200


def test_a_closed_address_opens_nothing_any_more(signed_in, person):
    feed = feed_of(person)
    for _ in range(2):
        assert signed_in.post(f"{ADDRESS}feed/revoke/").url == ADDRESS
    assert Client().get(address_of(feed)).status_code == 404
    assert "Make an address" in text_of(signed_in.get(ADDRESS))


def test_a_stranger_changes_nothing_of_it(stranger, person):
    feed = feed_of(person)
    stranger.post(f"{ADDRESS}feed/revoke/")
    stranger.post(f"{ADDRESS}feed/", {"instead": feed.pk})
    assert Client().get(address_of(feed)).status_code == 200
    assert token_of(feed) not in stranger.get(ADDRESS).text


# --- the feed ---------------------------------------------------------------------------------------------------------
def test_the_feed_is_a_calendar_that_nothing_keeps(client, person):
    PhaseFactory(
        regimen=RegimenFactory(owner=person, name="Secret tablets"), starts_on=days_ago(0), ends_on=days_ago(-1)
    )
    answer = client.get(address_of(feed_of(person)))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert secret_headers(answer) == SECRET
    assert not answer.cookies
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [(event["summary"], event.decoded("dtstart")) for event in events] == [
        ("B12: something is due", days_ago(0)),
        ("B12: something is due", days_ago(-1)),
    ]
    assert "Secret tablets" not in answer.text


def test_names_stand_in_the_feed_only_where_they_were_wanted(client, person):
    PhaseFactory(regimen=RegimenFactory(owner=person, name="Secret tablets"), starts_on=days_ago(0))
    Reminders.objects.create(owner=person, names=True)
    assert "SUMMARY:Secret tablets" in client.get(address_of(feed_of(person))).text


def test_reading_the_feed_leaves_no_trace(client, person):
    feed = feed_of(person)
    client.get(address_of(feed))
    assert feed.visits.count() == 0


def test_a_closed_wrong_or_foreign_address_is_not_there(client, person):
    closed, report = feed_of(person, revoked_at=NOW), SecretAddressFactory(owner=person)
    for address in (address_of(closed), address_of(report), f"/feed/{'A' * 43}.ics", "/feed/short.ics", "/feed/.ics"):
        assert client.get(address).status_code == 404, address


def test_the_feed_answers_looks_only(client, person):
    address = address_of(feed_of(person))
    assert client.head(address).status_code == 200
    assert client.post(address).status_code in {403, 405}


def test_guessing_is_slowed_down_and_the_right_address_is_not(client, person):
    address = address_of(feed_of(person))
    for _ in range(40):
        assert client.get(address).status_code == 200
    guesses = [client.get(f"/feed/{'A' * 43}.ics").status_code for _ in range(22)]
    assert guesses == [404] * 20 + [429] * 2


# --- the link that ends mails -----------------------------------------------------------------------------------------
@pytest.fixture
def ending(person) -> str:
    Reminders.objects.create(owner=person, by_mail=True, names=True, hour=7)
    return f"/unsubscribe/{unsubscribe_token(person)}/"


def test_a_look_at_the_link_only_asks(client, person, ending):
    page = client.get(ending)
    assert "No more reminders by e-mail?" in text_of(page)
    assert person.email not in page.text
    assert secret_headers(page) == SECRET
    assert chosen_by(person) == (True, 7, True)


def test_the_button_ends_mails_and_nothing_else(person, ending):
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert "You get no more reminders by e-mail." in text_of(client.post(ending))
    assert chosen_by(person) == (False, 7, True)


def test_a_mail_program_may_send_the_press_of_the_button_itself(person, ending):
    """RFC 8058: without a cookie, with a body of its own."""
    answer = Client(enforce_csrf_checks=True).post(ending, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert chosen_by(person) == (False, 7, True)


@pytest.mark.parametrize("change", [lambda token: token[:-1] + "!", lambda token: f"9{token}", lambda token: "x"])
def test_a_link_that_is_not_ours_ends_nothing(client, person, ending, change):
    token = ending.split("/")[2]
    address = f"/unsubscribe/{change(token)}/"
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    assert chosen_by(person) == (True, 7, True)


# --- logs -------------------------------------------------------------------------------------------------------------
def test_what_opens_something_stands_in_no_log(client, person, ending, monkeypatch):
    """Django names the path of whatever it refuses. The site's own handler writes it, as settings made it."""
    closed, written = token_of(feed_of(person, revoked_at=NOW)), io.StringIO()
    (handler,) = [one for one in logging.getLogger().handlers if isinstance(one.formatter, DiscreetFormatter)]
    monkeypatch.setattr(handler, "stream", written)
    client.get(f"/feed/{closed}.ics")
    client.put(ending)
    said = written.getvalue()
    assert "WARNING django.request Not Found: /feed/***" in said
    assert "WARNING django.request Method Not Allowed (PUT): /unsubscribe/***/" in said
    assert closed not in said
    assert unsubscribe_token(person) not in said
