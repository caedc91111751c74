"""What is grave asks first who it is, by GET and by POST, and nothing is sent by itself afterwards."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.accounts.passkeys import passkey_of
from tests.accounts.tabs import PASSWORD, Tab, prove
from tests.factories import UserFactory

# name of the address, what its form carries
GRAVE = {
    "account_email": {"email": "anew@example.org", "action_add": "1"},
    "mfa_activate_totp": {"code": "123456"},
    "mfa_generate_recovery_codes": {},
    "mfa_add_webauthn": {"name": "Phone"},
}
TEN_MINUTES = 600


def make_proof_old(tab: Tab, *, by: int = TEN_MINUTES + 1) -> None:
    """As if everything this session proved had been proved so many seconds earlier."""
    session = tab.session
    for record in session["account_authentication_methods"]:
        record["at"] -= by
    session.save()


@pytest.mark.parametrize("name", GRAVE)
def test_a_grave_step_asks_first_by_get_and_by_post(marys_tab, name):
    """Having logged in a moment ago is not enough: whoever finds an open browser is logged in as well."""
    page = reverse(name)
    asking = f"/accounts/reauthenticate/?next={page.replace('/', '%2F')}"

    assert marys_tab.open(page).url == asking
    marys_tab.open("/settings/")
    marys_tab.page = page
    assert marys_tab.send(page, GRAVE[name]).url.startswith(asking)


@pytest.mark.parametrize("name", GRAVE)
def test_it_opens_after_a_proof_and_asks_again_ten_minutes_later(marys_tab, name):
    page = reverse(name)
    assert prove(marys_tab, page).status_code == 200
    make_proof_old(marys_tab, by=TEN_MINUTES - 5)
    assert marys_tab.get(page).status_code == 200

    make_proof_old(marys_tab, by=10)
    assert marys_tab.get(page).url.startswith("/accounts/reauthenticate/")
    assert marys_tab.send(page, GRAVE[name]).url.startswith("/accounts/reauthenticate/")


def test_nothing_is_sent_by_itself_after_a_proof(marys_tab, mary):
    """allauth would send the refused POST after the proof, or days later after the proof for something else."""
    page = prove(marys_tab, "/accounts/email/")
    assert page.status_code == 200
    make_proof_old(marys_tab)
    asked = marys_tab.send("/accounts/email/", {"email": "thief@example.org", "action_add": "1"})
    assert "account_reauthentication_state" not in marys_tab.session
    marys_tab.open(asked.url)
    answer = marys_tab.send("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/email/"})

    assert answer.url == "/accounts/email/"
    assert [address.email for address in mary.emailaddress_set.all()] == [mary.email]


def test_no_address_browser_or_cookie_is_put_away_while_somebody_proves(marys_tab):
    marys_tab.open("/settings/")
    marys_tab.send("/accounts/email/", {"email": "anew@example.org", "action_add": "1"})

    assert [key for key in dict(marys_tab.session) if "state" in key] == []
    assert "REMOTE_ADDR" not in str(dict(marys_tab.session.items()))


def test_a_wrong_password_proves_nothing(marys_tab):
    marys_tab.open("/accounts/reauthenticate/")
    answer = marys_tab.send("/accounts/reauthenticate/", {"password": "wrong", "next": "/accounts/email/"})

    assert answer.context["form"].errors == {"password": ["That is not your password. Type it once more."]}
    assert marys_tab.get("/accounts/email/").url.startswith("/accounts/reauthenticate/")


def test_changing_the_password_asks_for_the_present_one_in_its_form_however_fresh_the_proof(marys_tab, mary):
    prove(marys_tab, "/accounts/email/")
    page = marys_tab.open("/accounts/password/change/")
    assert 'autocomplete="current-password"' in page.text
    answer = marys_tab.send("/accounts/password/change/", {"oldpassword": "", "password1": "four words in a row"})

    assert answer.context["form"].errors == {"oldpassword": ["This is empty. Fill it in."]}
    mary.refresh_from_db()
    assert mary.check_password(PASSWORD)


def test_whoever_has_a_passkey_and_no_password_proves_by_the_passkey(client, db):
    person = UserFactory()
    passkey_of(person)
    client.force_login(person)
    asked = client.get("/accounts/password/set/")

    assert asked.url == f"{reverse('mfa_reauthenticate_webauthn')}?next=%2Faccounts%2Fpassword%2Fset%2F"
    assert client.get(asked.url).status_code == 200


def test_with_a_password_and_an_app_one_is_asked_and_the_other_offered(marys_tab, mary):
    Authenticator.objects.create(user=mary, type="totp", data={"secret": "x"})
    asked = marys_tab.open("/accounts/email/")

    assert asked.url.startswith("/accounts/reauthenticate/")
    assert f'href="{reverse("mfa_reauthenticate")}?next=%2Faccounts%2Femail%2F"' in marys_tab.open(asked.url).text


def test_a_demo_has_nothing_to_prove_and_is_told_so(client, db, settings):
    client.post("/demo/")

    assert client.get("/accounts/email/").status_code == 403


def test_a_proof_is_for_this_session_only(marys_tab, mary):
    prove(marys_tab, "/accounts/email/")
    other = Tab()
    other.log_in()

    assert other.get("/accounts/email/").url.startswith("/accounts/reauthenticate/")


def test_what_was_typed_comes_back_after_the_proof(marys_tab):
    """On pages of ours, which show again what was kept."""
    marys_tab.open("/settings/")
    marys_tab.send("/accounts/email/", {"email": "anew@example.org"})
    kept = marys_tab.session["kept"]

    assert (kept["path"], kept["data"]) == ("/accounts/email/", {"email": ["anew@example.org"]})
    assert kept["at"] <= time.time()
    marys_tab.open("/accounts/reauthenticate/")
    marys_tab.send("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/settings/"})
    assert marys_tab.session["kept"] == kept
