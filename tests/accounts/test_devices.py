"""Where a person is logged in: listed, ended, and with as little stored as can be."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import devices
from accounts.models import User
from tests.accounts.tabs import PASSWORD, Tab, prove, somebody
from tests.factories import UserSessionFactory

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/26.0 Mobile/15E148 Safari/604.1"
)
NEW = "four words in a row"


def logged_in(user_agent: str = FIREFOX, **person) -> Tab:
    tab = Tab(headers={"user-agent": user_agent})
    tab.log_in(**person)
    return tab


@pytest.fixture
def laptop(mary) -> Tab:
    """Mary's, in front of which she sits; she proved who she is."""
    tab = logged_in()
    prove(tab, "/settings/devices/")
    return tab


@pytest.fixture
def phone(mary) -> Tab:
    return logged_in(SAFARI)


def names_on(page) -> list[tuple[str, bool]]:
    return [(device.name, device.here) for device in page.context["devices"]]


# --- what is stored ---------------------------------------------------------------------------------------------------
def test_a_log_in_stores_words_and_a_day_and_no_address(mary, time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 14, 15, 37, tzinfo=dt.UTC), tick=False)
    User.objects.filter(pk=mary.pk).update(time_zone="Europe/Berlin")
    Tab(headers={"user-agent": FIREFOX}, REMOTE_ADDR="203.0.113.7").log_in()
    row = UserSession.objects.values().get()

    assert row.pop("session_key") == Session.objects.get().session_key
    assert row == {
        "id": row["id"],
        "user_id": mary.pk,
        "ip": "0.0.0.0",
        "user_agent": "Firefox on Linux",
        "created_at": dt.datetime(2026, 3, 14, 15, 37, tzinfo=dt.UTC),
        "last_seen_at": dt.datetime(2026, 3, 13, 23, 0, tzinfo=dt.UTC),  # midnight in Berlin
        "data": {},
    }


def test_no_address_and_no_user_agent_stands_in_the_session_either(mary):
    tab = Tab(headers={"user-agent": FIREFOX}, REMOTE_ADDR="203.0.113.7")
    tab.log_in()
    tab.open("/settings/")
    tab.send("/accounts/email/", {"email": "x@example.org"})
    held = str([row.get_decoded() for row in Session.objects.all()])

    assert "203.0.113.7" not in held
    assert "Gecko" not in held


def test_looks_write_nothing_and_the_first_thing_sent_on_another_day_writes_the_day(mary, phone, time_machine):
    UserSession.objects.update(last_seen_at=timezone.now() - dt.timedelta(days=3))
    row = UserSession.objects.get()
    session = phone.session
    session["device"] = {"row": row.pk, "day": "2026-01-01"}
    session.save()
    phone.open("/settings/")
    assert UserSession.objects.get().last_seen_at == row.last_seen_at

    phone.send("/settings/", {"time_zone": "Europe/London", "day_start": "00:00"})
    assert UserSession.objects.get().last_seen_at == timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    assert phone.session["device"]["day"] == timezone.now().date().isoformat()


def test_only_the_first_thing_sent_on_a_day_costs_queries(phone, mary):
    session = phone.session
    session["device"] = {**session["device"], "day": "2026-01-01"}
    session.save()
    phone.open("/settings/")
    first, second = (queries_of(phone) for _ in range(2))

    assert (first - second, second) == (4, 6)  # the day, and the session in a savepoint


def queries_of(tab: Tab) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert tab.send("/settings/", {"time_zone": "Europe/London", "day_start": "00:00"}).status_code == 302
    return len(queries)


# --- the page ---------------------------------------------------------------------------------------------------------
def test_the_page_lists_this_device_first_and_says_what_each_is(laptop, phone):
    page = laptop.open("/settings/devices/")

    assert names_on(page) == [("Firefox on Linux", True), ("Safari on iPhone", False)]
    assert page.text.count("this device") == 1
    assert page.text.count('<button class="btn slim"') == 1


def test_an_unknown_browser_is_listed_as_that(mary, laptop):
    logged_in("my own thing 1.0")

    assert "A browser we do not know" in laptop.open("/settings/devices/").text


def test_sessions_that_are_over_are_not_listed(mary, laptop, phone):
    Session.objects.filter(pk=phone.session.session_key).update(expire_date=timezone.now())

    assert names_on(laptop.open("/settings/devices/")) == [("Firefox on Linux", True)]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_takes_as_many_queries_for_one_device_as_for_thirty(laptop, mary, rows, django_assert_num_queries):
    for _ in range(rows):
        UserSessionFactory(user=mary, session_key=_session_of(mary))
    with django_assert_num_queries(7):  # session, person, three ways to prove it, devices, which of them still are
        page = laptop.get("/settings/devices/")

    assert len(names_on(page)) == rows + 1


def _session_of(person: User) -> str:
    store = Session.get_session_store_class()()
    store["_auth_user_id"] = str(person.pk)
    store.save()
    return store.session_key


def test_a_device_is_active_on_the_persons_own_day(mary):
    User.objects.filter(pk=mary.pk).update(time_zone="Pacific/Auckland")
    tab = logged_in()
    page = prove(tab, "/settings/devices/")

    assert page.context["devices"][0].active_on == page.context["today"]
    assert "last saved something today" in page.text


def test_allauths_own_page_leads_here(laptop):
    assert laptop.get("/accounts/sessions/").url == "/settings/devices/"


# --- ending one -------------------------------------------------------------------------------------------------------
def end_of(tab: Tab, person: User) -> str:
    row = person.usersession_set.get(session_key=tab.session.session_key)
    return reverse("device_end", args=[row.pk])


def test_a_device_that_is_ended_is_logged_out_at_once_and_it_is_noted(laptop, phone, mary):
    address = end_of(phone, mary)
    answer = laptop.send(address)

    assert answer.url == "/settings/devices/"
    assert "That device is logged out." in laptop.open("/settings/devices/").text
    assert phone.get("/today/").url == "/accounts/login/?next=/today/"
    assert laptop.get("/today/").status_code == 200
    assert list(mary.events.filter(kind="session_ended").values_list("device", "detail")) == [
        ("Firefox on Linux", "Safari on iPhone")
    ]
    assert laptop.send(address).status_code == 404  # a second press finds nothing


def test_ending_asks_for_a_fresh_proof(phone, mary):
    laptop = logged_in()
    laptop.open("/settings/")
    answer = laptop.send(end_of(phone, mary))

    assert answer.url.startswith("/accounts/reauthenticate/")
    assert phone.get("/today/").status_code == 200


def test_ending_the_device_one_sits_at_is_logging_out(laptop, mary):
    answer = laptop.send(end_of(laptop, mary))

    assert answer.url == "/"
    assert UserSession.objects.count() == 0
    assert laptop.get("/today/").status_code == 302


def test_nobody_ends_a_device_of_somebody_else(laptop, db):
    somebody("other@example.org")
    theirs = logged_in(SAFARI, email="other@example.org")
    answer = laptop.send(end_of(theirs, User.objects.get(email="other@example.org")))

    assert answer.status_code == 404
    assert theirs.get("/today/").status_code == 200


def test_what_a_device_was_saving_while_it_was_ended_does_not_bring_it_back(laptop, phone, mary):
    session = phone.session
    assert session["device"] is not None  # read before
    laptop.send(end_of(phone, mary))
    session["x"] = 1
    with pytest.raises(UpdateError):
        session.save()

    assert phone.get("/today/").status_code == 302


# --- ending all others ------------------------------------------------------------------------------------------------
def test_all_others_are_logged_out_in_one_press(laptop, phone, mary):
    third = logged_in()
    answer = laptop.send("/settings/devices/end-others/")

    assert "2 other devices are logged out." in laptop.open(answer.url).text
    assert [tab.get("/today/").status_code for tab in (laptop, phone, third)] == [200, 302, 302]


def test_with_no_other_device_that_is_said_and_nothing_noted(laptop, mary):
    answer = laptop.send("/settings/devices/end-others/")

    assert "No other device is logged in." in laptop.open(answer.url).text
    assert not mary.events.filter(kind="session_ended").exists()


@pytest.mark.parametrize("route", ["/settings/devices/", "/settings/devices/end-others/"])
def test_the_wrong_method_does_nothing(laptop, phone, route):
    answer = laptop.put(route) if route.endswith("devices/") else laptop.get(route)

    assert answer.status_code in {403, 405}
    assert phone.get("/today/").status_code == 200


# --- what ends them otherwise -----------------------------------------------------------------------------------------
def test_a_new_password_ends_all_others_and_keeps_this_one_listed(laptop, phone):
    laptop.open("/accounts/password/change/")
    laptop.send("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW})

    assert phone.get("/today/").status_code == 302
    assert names_on(laptop.open("/settings/devices/")) == [("Firefox on Linux", True)]
    assert UserSession.objects.get().session_key == laptop.session.session_key
    assert Session.objects.count() == 1


def test_logging_out_takes_the_row_along(laptop):
    laptop.open("/settings/")
    laptop.send("/accounts/logout/")

    assert UserSession.objects.count() == 0


def test_a_demo_is_listed_and_asked_for_nothing(client, db):
    client.post("/demo/")
    page = client.get("/settings/devices/")

    assert names_on(page) == [("", True)]
    assert "Only the browser that opened a demo can use it." in page.text


def test_rows_of_sessions_that_are_over_are_tidied_away(mary, phone):
    UserSessionFactory(user=mary)

    assert devices.delete_ended(now=timezone.now()) == 1
    assert UserSession.objects.get().session_key == phone.session.session_key
