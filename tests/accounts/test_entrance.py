"""Sign-up, log-in, log-out."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from tests.accounts.tabs import PASSWORD, Tab, somebody

NEW = {"email": "new@example.org", "password1": PASSWORD}


def test_sign_up_makes_an_account_and_opens_the_first_questions(tab):
    tab.open("/accounts/signup/")
    answer = tab.send("/accounts/signup/", {**NEW, "time_zone": "Europe/Berlin"})

    assert (answer.status_code, answer.url) == (302, reverse("welcome"))
    user = User.objects.get()
    assert (user.email, user.time_zone, user.check_password(PASSWORD)) == ("new@example.org", "Europe/Berlin", True)
    assert tab.session["_auth_user_id"] == str(user.pk)
    assert user.password.startswith("argon2$")


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "x" * 500, "Europe/Berlin\x00"])
def test_a_bad_time_zone_from_the_browser_is_no_obstacle(tab, zone):
    tab.open("/accounts/signup/")
    answer = tab.send("/accounts/signup/", {**NEW, "time_zone": zone})

    assert answer.status_code == 302
    assert User.objects.get().time_zone == ""


def test_sign_up_refuses_a_weak_password_and_keeps_the_address(tab):
    tab.open("/accounts/signup/")
    answer = tab.send("/accounts/signup/", {**NEW, "password1": "12345678"})

    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"password1"}
    assert 'value="new@example.org"' in answer.text
    assert "12345678" not in answer.text
    assert not User.objects.exists()


def test_an_address_has_one_account(tab, mary):
    tab.open("/accounts/signup/")
    answer = tab.send("/accounts/signup/", {**NEW, "email": "MARY@example.org"})

    assert answer.context["form"].errors["email"] == [
        "There is an account with this address already. Log in, or set a new password."
    ]
    assert User.objects.count() == 1


def test_sign_up_can_be_switched_off(tab, settings):
    settings.SIGNUP_OPEN = False
    page = tab.open("/accounts/signup/")
    answer = tab.send("/accounts/signup/", NEW)

    assert "No new accounts here at the moment." in page.text
    assert "No new accounts here at the moment." in answer.text
    assert not User.objects.exists()
    assert "/accounts/signup/" not in tab.open("/accounts/login/").text


def test_log_in_opens_today(tab, mary):
    answer = tab.log_in()

    assert (answer.status_code, answer.url) == (302, reverse("today"))
    assert tab.session["_auth_user_id"] == str(mary.pk)


@pytest.mark.parametrize(("email", "password"), [("mary@example.org", "not hers"), ("nobody@example.org", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_read_alike(tab, mary, email, password):
    answer = tab.log_in(email, password)

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [
        "This e-mail address and password do not belong together. Check both, or set a new password."
    ]
    assert "_auth_user_id" not in tab.session


def test_an_account_that_is_switched_off_does_not_open(tab):
    somebody(is_active=False)
    answer = tab.log_in()

    assert answer.url == reverse("account_inactive")
    assert "This account is switched off." in tab.open(answer.url).text
    assert "_auth_user_id" not in tab.session


def test_the_session_lasts_as_long_as_asked(mary):
    forgetful, faithful = Tab(), Tab()
    forgetful.log_in()
    faithful.log_in(remember="on")

    assert forgetful.cookies["session"]["max-age"] == ""
    assert faithful.cookies["session"]["max-age"] == 30 * 24 * 3600


def test_log_in_leads_back_to_the_page_that_asked(tab, mary):
    answer = tab.get("/settings/?a=1")
    assert answer.url == "/accounts/login/?next=/settings/%3Fa%3D1"

    tab.open(answer.url)
    answer = tab.send("/accounts/login/", {"login": mary.email, "password": PASSWORD, "next": "/settings/?a=1"})
    assert answer.url == "/settings/?a=1"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:///evil.example",
     "http://localhost/", "\thttps://evil.example"],
)  # fmt: skip
def test_log_in_never_leads_off_the_site(tab, mary, elsewhere):
    tab.open("/accounts/login/")
    answer = tab.send("/accounts/login/", {"login": mary.email, "password": PASSWORD, "next": elsewhere})

    assert answer.url == reverse("today")


def test_log_out_asks_and_forgets(marys_tab):
    assert "Log out?" in marys_tab.open("/accounts/logout/").text
    assert "_auth_user_id" in marys_tab.session  # a GET never logs out

    answer = marys_tab.send("/accounts/logout/")
    assert (answer.status_code, answer.url) == (302, "/")
    assert marys_tab.get("/settings/").url == "/accounts/login/?next=/settings/"


def test_too_many_failures_close_the_log_in_for_a_while(tab, mary):
    for _ in range(5):
        assert tab.log_in(password="wrong").status_code == 200
    answer = tab.log_in()  # the right password now

    assert answer.context["form"].non_field_errors() == [
        "That was too many tries. Wait five minutes, then try again, or set a new password."
    ]
    assert "_auth_user_id" not in tab.session


def test_too_many_sign_ups_from_one_address_get_a_page_of_ours(tab):
    tab.open("/accounts/signup/")
    for _ in range(20):
        tab.send("/accounts/signup/", {"email": "x"})
    answer = tab.send("/accounts/signup/", NEW)

    assert answer.status_code == 429
    assert "That was too often in a short time." in answer.text
    assert answer.headers["Retry-After"] == "300"
    assert not User.objects.exists()


def test_the_address_behind_a_proxy_counts_only_where_proxies_are_trusted(tab, mary, settings):
    for trusted, limited in ((0, True), (1, False)):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = trusted
        tab.open("/accounts/signup/")
        for n in range(21):
            answer = tab.send("/accounts/signup/", {"email": "x"}, **{"x-forwarded-for": f"192.0.2.{n}"})
        assert (answer.status_code == 429) is limited


def test_an_address_is_confirmed_by_the_link_in_the_mail(tab):
    tab.open("/accounts/signup/")
    tab.send("/accounts/signup/", NEW)
    user = User.objects.get()
    letter = mail.outbox[0]
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    assert letter.subject == "Cobalog: Confirm your address"
    assert not user.emailaddress_set.get().verified

    tab.open(link.removeprefix("http://testserver"))
    assert not user.emailaddress_set.get().verified  # a GET never writes
    tab.send(link.removeprefix("http://testserver"))
    assert user.emailaddress_set.get().verified


def test_a_stale_confirmation_link_says_what_to_do(tab):
    assert "This link no longer works." in tab.open("/accounts/confirm-email/nonsense/").text


def test_where_confirmation_is_mandatory_a_code_comes_first(tab, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
    tab.open("/accounts/signup/")
    answer = tab.send("/accounts/signup/", NEW)
    page = tab.open(answer.url)
    assert "Type the code we sent you." in page.text
    assert "_auth_user_id" not in tab.session

    code = mail.outbox[0].body.splitlines()[2]
    answer = tab.send(answer.url, {"code": code})
    assert answer.url == reverse("welcome")
    assert User.objects.get().emailaddress_set.get().verified
