"""Authenticator app, recovery codes, passkeys' pages. The passkey ceremony itself is tried in a browser."""

import base64
import hashlib
import hmac
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse

from tests.accounts.tabs import PASSWORD, Tab

ACTIVATE = "/accounts/2fa/totp/activate/"


def code_for(secret: str, *, at: float | None = None) -> str:
    """The six digits an authenticator app shows (RFC 6238), worked out apart from the code under test."""
    counter = struct.pack(">Q", int(at or time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def reauthenticate(tab: Tab, address: str) -> None:
    asked = tab.get(address)
    assert asked.url.startswith("/accounts/reauthenticate/?next=")
    tab.open(asked.url)
    tab.send("/accounts/reauthenticate/", {"password": PASSWORD, "next": address})


@pytest.fixture
def secret(marys_tab) -> str:
    """Mary has set up an app; this is its key."""
    reauthenticate(marys_tab, ACTIVATE)
    page = marys_tab.open(ACTIVATE)
    secret = page.context["form"].secret
    assert page.text.count(secret) >= 2  # as text, and in the link to an app
    assert "data:image/svg+xml;base64," in page.text
    answer = marys_tab.send(ACTIVATE, {"code": code_for(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return secret


def test_setting_up_an_app_asks_who_you_are_first(marys_tab):
    assert marys_tab.get(ACTIVATE).url.startswith("/accounts/reauthenticate/")


def test_a_wrong_code_does_not_switch_the_app_on(marys_tab, mary):
    reauthenticate(marys_tab, ACTIVATE)
    page = marys_tab.open(ACTIVATE)
    wrong = f"{(int(code_for(page.context['form'].secret)) + 1) % 10**6:06d}"
    answer = marys_tab.send(ACTIVATE, {"code": wrong})

    assert answer.context["form"].errors == {"code": ["That code is wrong or too old. Type the one shown now."]}
    assert not Authenticator.objects.filter(user=mary).exists()


def test_with_an_app_the_password_alone_opens_nothing(secret, mary):
    tab = Tab()
    answer = tab.log_in()
    assert answer.url == reverse("mfa_authenticate")
    assert tab.get("/settings/").url == "/accounts/login/?next=/settings/"

    page = tab.open(answer.url)
    assert "One more step." in page.text
    assert tab.send(answer.url, {"code": "000000"}).status_code == 200
    answer = tab.send(answer.url, {"code": code_for(secret, at=time.time())})
    assert answer.url == reverse("today")
    assert tab.session["_auth_user_id"] == str(mary.pk)


@pytest.mark.django_db(transaction=True)
def test_a_person_hears_of_a_new_second_step(secret):
    assert [letter.subject for letter in mail.outbox] == ["Cobalog: Authenticator app switched on"]


def test_a_recovery_code_opens_once(secret, marys_tab, mary):
    page = marys_tab.get(reverse("mfa_view_recovery_codes"))
    codes = page.context["unused_codes"]
    assert len(codes) == 10
    assert all(code in page.text for code in codes)
    saved = marys_tab.get(reverse("mfa_download_recovery_codes"))
    assert saved.text.splitlines()[2:12] == codes

    first, second = Tab(), Tab()
    first.open(first.log_in().url)
    assert first.send(reverse("mfa_authenticate"), {"code": codes[0]}).url == reverse("today")
    second.open(second.log_in().url)
    assert second.send(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200
    assert "_auth_user_id" not in second.session


def test_new_codes_replace_the_old(secret, marys_tab, mary):
    old = marys_tab.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    marys_tab.open(reverse("mfa_generate_recovery_codes"))
    marys_tab.send(reverse("mfa_generate_recovery_codes"))
    new = marys_tab.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]

    assert not set(old) & set(new)


def test_switching_the_app_off_lets_the_password_in_again(secret, marys_tab, mary):
    assert "Switch off the authenticator app?" in marys_tab.open(reverse("mfa_deactivate_totp")).text
    marys_tab.send(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=mary).exists()  # the recovery codes went too
    assert Tab().log_in().url == reverse("today")


def test_guessing_codes_is_limited(secret, mary):
    tab = Tab()
    tab.open(tab.log_in().url)
    for _ in range(6):
        answer = tab.send(reverse("mfa_authenticate"), {"code": "000000"})
    answer = tab.send(reverse("mfa_authenticate"), {"code": code_for(secret)})

    assert answer.status_code in {200, 429}
    assert "_auth_user_id" not in tab.session


def test_cancelling_the_second_step_leads_back_to_log_in(secret, mary):
    tab = Tab()
    tab.open(tab.log_in().url)

    assert tab.send("/accounts/logout/", {"next": "/accounts/login/"}).url == "/accounts/login/"


@pytest.mark.parametrize("name", ["mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate"])
def test_pages_of_the_second_step_open(secret, marys_tab, name):
    assert '<h1 class="verdict">' in marys_tab.get(reverse(name)).text


def test_passkeys_belong_to_one_person(secret, marys_tab, person):
    other = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Theirs", "credential": {}})

    assert marys_tab.get(reverse("mfa_edit_webauthn", args=[other.pk])).status_code == 404
    assert marys_tab.get(reverse("mfa_remove_webauthn", args=[other.pk])).status_code == 404


def test_the_log_in_page_offers_passkeys_by_scripts_of_ours_only(tab):
    page = tab.open("/accounts/login/").text
    options = tab.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()

    assert 'id="passkey_login"' in page
    assert options["request_options"]["publicKey"]["rpId"] == "testserver"
