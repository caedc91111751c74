"""Try it: a private account with an invented year."""

import datetime as dt
import sys
import types

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from tests.accounts.tabs import Tab

NOW = dt.datetime(2026, 3, 14, 8, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def filled(monkeypatch) -> list:
    """What would be filled; the filling itself is tried in tests/tracker."""
    calls = []
    module = types.ModuleType("tracker.demo")
    module.fill_year = lambda user, *, now: calls.append((user, now))
    monkeypatch.setitem(sys.modules, "tracker.demo", module)
    return calls


def open_demo(tab: Tab, **data):
    tab.open("/accounts/login/")
    return tab.send("/demo/", data)


@time_machine.travel(NOW, tick=False)
def test_one_press_opens_a_private_demo(tab, filled):
    answer = open_demo(tab, time_zone="Asia/Tokyo")

    user = User.objects.get()
    assert answer.url == reverse("today")
    assert tab.session["_auth_user_id"] == str(user.pk)
    assert filled == [(user, NOW)]
    assert user.demo_until == NOW + dt.timedelta(hours=24)
    assert (user.time_zone, user.has_usable_password(), user.is_staff) == ("Asia/Tokyo", False, False)
    assert user.email.endswith("@example.invalid")
    assert tab.session.get_expiry_age() == 24 * 3600


def test_two_visitors_get_two_demos(db):
    open_demo(Tab())
    open_demo(Tab())

    assert User.objects.count() == 2


def test_a_second_press_stays_in_the_same_demo(tab):
    open_demo(tab)
    tab.open("/settings/")
    answer = tab.send("/demo/")

    assert answer.url == reverse("today")
    assert User.objects.count() == 1


def test_a_person_who_is_logged_in_goes_to_their_own_today(signed_in):
    assert signed_in.post("/demo/").url == reverse("today")
    assert User.objects.count() == 1


def test_demos_can_be_switched_off(tab, settings):
    settings.DEMO_OPEN = False
    page = tab.open("/accounts/login/")
    answer = tab.send("/demo/")

    assert reverse("demo") not in page.text
    assert answer.status_code == 404
    assert not User.objects.exists()


def test_an_address_opens_ten_demos_an_hour(db):
    assert [open_demo(Tab()).status_code for _ in range(11)] == [302] * 10 + [429]
    assert User.objects.count() == 10


def test_a_demo_that_cannot_be_filled_leaves_no_account(tab, monkeypatch):
    def broken(user, *, now):
        raise RuntimeError

    monkeypatch.setattr(sys.modules["tracker.demo"], "fill_year", broken)
    tab.raise_request_exception = False
    assert open_demo(tab).status_code == 500
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "account_set_password", "mfa_index",
                                  "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"])  # fmt: skip
def test_a_demo_has_nothing_to_log_in_with(tab, name):
    open_demo(tab)
    answer = tab.open(reverse(name))

    assert answer.status_code == 403
    assert "A demo has nothing to log in with." in answer.text


def test_the_settings_say_what_a_demo_is(tab):
    open_demo(tab)
    page = tab.open("/settings/").text

    assert "You are in a demo" in page
    assert reverse("account_email") not in page
    assert "example.invalid" not in page


def test_a_demo_cannot_be_logged_in_to(tab):
    open_demo(tab)
    email = User.objects.get().email

    assert Tab().log_in(email, "").status_code == 200
    assert Tab().log_in(email, "!").context["form"].errors


def test_the_front_page_takes_people_who_are_logged_in_to_today(signed_in):
    assert signed_in.get("/").url == reverse("today")
