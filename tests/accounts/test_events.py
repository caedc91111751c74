"""The log of an account: what is written, when, and what never is."""

import datetime as dt
import logging

import pytest
from django.urls import reverse

from accounts import events
from accounts.models import Event, EventKind
from tests.accounts.tabs import PASSWORD, Tab, prove, somebody
from tests.accounts.test_second_step import code_for

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
NOW = dt.datetime(2026, 3, 14, 12, 0, tzinfo=dt.UTC)


def log_of(person) -> list[tuple[str, str, str]]:
    return list(person.events.order_by("pk").values_list("kind", "device", "detail"))


def kinds_of(person) -> list[str]:
    return [kind for kind, _device, _detail in log_of(person)]


# --- coming in and going out ------------------------------------------------------------------------------------------
def test_logging_in_and_out_is_noted_with_the_browser_in_words(mary):
    tab = Tab(headers={"user-agent": FIREFOX})
    tab.log_in()
    tab.open("/settings/")
    tab.send("/accounts/logout/")

    assert log_of(mary) == [("logged_in", "Firefox on Linux", ""), ("logged_out", "Firefox on Linux", "")]


def test_a_demo_notes_its_beginning_like_anybody(client, db):
    client.post("/demo/")

    assert list(Event.objects.values_list("kind", flat=True)) == ["logged_in"]


@pytest.mark.parametrize("typed", ["wrong", "x" * 100])
def test_a_wrong_password_is_noted_for_the_account_that_was_meant(tab, mary, typed):
    assert tab.log_in(password=typed).status_code == 200

    assert log_of(mary) == [("login_refused", "", "")]


def test_the_address_counts_in_any_spelling_of_capitals(tab, mary):
    tab.log_in(email="MARY@example.org", password="wrong")

    assert kinds_of(mary) == ["login_refused"]


def test_a_log_in_for_nobody_is_noted_nowhere(tab, mary):
    tab.log_in(email="nobody@example.org")

    assert Event.objects.count() == 0


def test_whether_there_is_an_account_costs_the_same_number_of_queries(
    tab, mary, django_assert_num_queries, monkeypatch
):
    """Both look once for the account and write once. What each write costs besides is the engine's."""
    written = []
    monkeypatch.setattr(events.cache, "set", lambda key, *_, **__: written.append(key))
    events.note_refusal("nobody@example.org", request=tab.get("/accounts/login/").wsgi_request)
    events.note_refusal(mary.email, request=tab.get("/accounts/login/").wsgi_request)

    assert [key for key in written if key == "cobalog:nobody"] == ["cobalog:nobody"]
    assert Event.objects.count() == 1


def test_somebody_who_guesses_cannot_fill_the_log(tab, mary):
    for _ in range(15):
        events.note_refusal(mary.email, request=tab.get("/accounts/login/").wsgi_request)

    assert Event.objects.count() == 10


def test_a_wrong_proof_says_that_it_was_asked_again(marys_tab, mary):
    marys_tab.open("/accounts/reauthenticate/")
    marys_tab.send("/accounts/reauthenticate/", {"password": "wrong"})

    assert log_of(mary)[-1] == ("login_refused", "", "asked again")


def test_a_wrong_present_password_at_a_change_is_noted_as_well(marys_tab, mary):
    marys_tab.open("/accounts/password/change/")
    marys_tab.send("/accounts/password/change/", {"oldpassword": "wrong", "password1": "four words in a row"})

    assert log_of(mary)[-1] == ("login_refused", "", "asked again")


# --- changes ----------------------------------------------------------------------------------------------------------
def test_a_changed_password_is_noted(marys_tab, mary):
    marys_tab.open("/accounts/password/change/")
    marys_tab.send("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "four words in a row"})

    assert kinds_of(mary) == ["logged_in", "password_changed"]


@pytest.mark.django_db(transaction=True)  # allauth tells of it when it is stored
def test_a_second_step_is_noted_when_it_comes_is_missed_and_goes(marys_tab, mary):
    page = prove(marys_tab, reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    marys_tab.send(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    other = Tab()
    other.open(other.log_in().url)
    other.send(reverse("mfa_authenticate"), {"code": "000000"})
    marys_tab.open(reverse("mfa_deactivate_totp"))
    marys_tab.send(reverse("mfa_deactivate_totp"))

    assert [(kind, detail) for kind, _, detail in log_of(mary)] == [
        ("logged_in", ""),
        ("second_step_changed", "totp"),
        ("second_step_changed", "recovery_codes"),
        ("login_refused", "second step"),
        ("second_step_changed", "totp"),
        ("second_step_changed", "recovery_codes"),
    ]


def test_the_first_address_of_a_new_account_is_no_change(tab, db):
    tab.open("/accounts/signup/")
    tab.send("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})

    assert list(Event.objects.values_list("kind", flat=True)) == ["logged_in"]


# --- what is never written --------------------------------------------------------------------------------------------
def test_the_servers_log_tells_of_refusals_without_saying_who(tab, mary, caplog):
    with caplog.at_level(logging.WARNING, logger="cobalog.security"):
        tab.log_in(password="wrong")
        for _ in range(5):
            tab.log_in(email="typo@example.org", password="secret typed by mistake")
        tab.log_in(email="typo@example.org")
    said = [record.getMessage() for record in caplog.records if record.name == "cobalog.security"]

    assert said == ["Log-in refused: password"] * 6 + ["Log-in refused: too many tries"]
    assert "example.org" not in caplog.text
    assert "secret typed" not in caplog.text


def test_somebody_who_tries_the_staffs_door_is_written_down_by_number(signed_in, person, caplog):
    with caplog.at_level(logging.WARNING, logger="cobalog.security"):
        assert signed_in.get("/curate/").status_code == 404

    assert [record.getMessage() for record in caplog.records if record.name == "cobalog.security"] == [
        f"Refused: person {person.pk} is no staff, at curate"
    ]


def test_a_detail_is_cut_and_never_breaks_a_write(person):
    events.note(person, EventKind.TOKEN_MADE, detail="n" * 500)

    assert person.events.get().detail == "n" * 60


def test_every_kind_has_words():
    assert [kind for kind in EventKind if kind.label == kind.value] == []


def test_an_account_that_does_not_exist_any_more_is_no_error(tab, mary):
    somebody("gone@example.org").delete()

    assert tab.log_in(email="gone@example.org").status_code == 200
