"""What was typed when the session had ended comes back, to the same person only."""

import datetime as dt

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.kept import kept_for
from accounts.models import User
from tests.accounts.tabs import PASSWORD, Tab, somebody

TYPED = {"time_zone": "Asia/Tokyo", "day_start": "04:00", "password": "s3cret"}
BACK = "/accounts/login/?next=/settings/%3Fkept%3D1"
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def expired(marys_tab: Tab) -> Tab:
    """Mary's settings page stands open; her session is gone."""
    marys_tab.open("/settings/")
    Session.objects.all().delete()
    return marys_tab


def log_in_from(tab: Tab, page: str, email: str = "mary@example.org"):
    tab.open(page)
    return tab.send("/accounts/login/", {"login": email, "password": PASSWORD, "next": "/settings/?kept=1"})


def shown(answer) -> tuple[str, str] | None:
    """What the form of the settings page shows if it shows what was kept."""
    form = answer.context["form"]
    return (form["time_zone"].value(), form["day_start"].value()) if form.is_bound else None


def test_typing_survives_the_end_of_a_session(expired, mary):
    answer = expired.send("/settings/", TYPED)
    assert (answer.status_code, answer.url) == (302, BACK)
    assert "What you typed is kept" in expired.open(BACK).text
    mary.refresh_from_db()
    assert mary.time_zone == ""  # nothing is saved until the person says so again

    answer = log_in_from(expired, BACK)
    assert answer.url == "/settings/?kept=1"
    page = expired.open(answer.url)
    assert shown(page) == ("Asia/Tokyo", "04:00")
    assert '<option value="Asia/Tokyo" selected>' in page.text

    expired.send("/settings/", TYPED)
    mary.refresh_from_db()
    assert mary.time_zone == "Asia/Tokyo"


def test_passwords_and_tokens_are_never_kept(expired):
    expired.send("/settings/", {**TYPED, "password1": "a", "oldpassword": "b", "credential": "c", "code": "d"})

    assert set(expired.session["kept"]["data"]) == {"time_zone", "day_start"}
    assert "s3cret" not in str(dict(expired.session))


def test_somebody_else_on_the_same_browser_does_not_see_it(expired):
    somebody("other@example.org")
    expired.send("/settings/", TYPED)
    answer = log_in_from(expired, BACK, "other@example.org")

    assert shown(expired.open(answer.url)) is None


def test_what_came_from_a_page_made_for_nobody_is_shown_to_nobody(tab):
    tab.open("/accounts/login/")
    answer = tab.send("/settings/", TYPED)
    somebody()
    log_in_from(tab, answer.url)

    assert shown(tab.open("/settings/?kept=1")) is None


def test_it_is_shown_on_its_own_page_only_and_not_without_asking(expired):
    expired.send("/settings/", TYPED)
    log_in_from(expired, BACK)

    assert shown(expired.open("/settings/")) is None
    assert shown(expired.open("/settings/?kept=1")) is not None


def test_other_pages_and_other_forms_do_not_get_it(expired):
    expired.send("/settings/", TYPED)
    log_in_from(expired, BACK)
    here = expired.open("/settings/?kept=1").wsgi_request
    elsewhere = expired.open("/accounts/email/?kept=1").wsgi_request

    assert kept_for(here, action="/settings/")["time_zone"] == "Asia/Tokyo"
    assert kept_for(here, action="/settings/zone/") is None
    assert kept_for(elsewhere) is None


def test_reading_it_writes_nothing(expired):
    expired.send("/settings/", TYPED)
    log_in_from(expired, BACK)
    before = Session.objects.values_list("session_key", "session_data", "expire_date").get()
    expired.open("/settings/?kept=1")
    expired.open("/settings/?kept=1")

    assert Session.objects.values_list("session_key", "session_data", "expire_date").get() == before


def test_it_is_forgotten_at_the_next_thing_sent(expired):
    expired.send("/settings/", TYPED)
    log_in_from(expired, BACK)
    expired.open("/settings/?kept=1")
    expired.send("/settings/", TYPED)

    assert "kept" not in expired.session


def test_the_browsers_own_message_about_the_time_zone_does_not_count_as_sending(expired):
    expired.send("/settings/", TYPED)
    log_in_from(expired, BACK)
    expired.open("/settings/?kept=1")
    expired.send(reverse("set_zone"), {"time_zone": "Europe/Berlin"})

    assert shown(expired.open("/settings/?kept=1")) is not None


def test_it_is_shown_for_half_an_hour(expired):
    expired.send("/settings/", TYPED)
    log_in_from(expired, BACK)
    with time_machine.travel(dt.datetime.now(tz=dt.UTC) + dt.timedelta(minutes=29), tick=False):
        assert shown(expired.open("/settings/?kept=1")) is not None
    with time_machine.travel(dt.datetime.now(tz=dt.UTC) + dt.timedelta(minutes=31), tick=False):
        assert shown(expired.open("/settings/?kept=1")) is None


def test_too_much_is_not_kept(expired):
    answer = expired.send("/settings/", {**TYPED, "note": "x" * 20_000})

    assert answer.url == "/accounts/login/?next=/settings/"
    assert "kept" not in expired.session


def test_one_address_cannot_fill_the_session_table(expired, mary):
    kept = 0
    for _ in range(35):
        kept += "kept" in expired.send("/settings/", TYPED).url
    assert kept == 30


def test_a_get_leads_back_to_where_it_was_going(expired):
    assert expired.get("/settings/?a=1&kept=1").url == "/accounts/login/?next=/settings/%3Fa%3D1"


def test_the_way_back_is_the_page_and_not_where_the_form_was_sent(expired):
    expired.page = "/settings/?tab=2"
    answer = expired.send(reverse("set_zone"), {"time_zone": "Asia/Tokyo"})

    assert answer.url == "/accounts/login/?next=/settings/%3Ftab%3D2%26kept%3D1"


@pytest.mark.parametrize(
    "referer",
    ["", "https://evil.example/settings/", "//evil.example/x", "nonsense", "http://testserver//evil.example/"],
)
def test_a_foreign_referrer_is_not_followed(expired, referer):
    answer = expired.send("/settings/", TYPED, referer=referer)

    assert answer.url == BACK


def test_a_way_back_that_answers_no_get_leads_to_today(expired):
    answer = expired.send(reverse("set_zone"), {"time_zone": "Asia/Tokyo"}, referer="")
    assert answer.url == "/accounts/login/?next=/settings/zone/%3Fkept%3D1"
    log_in_from(expired, BACK)

    assert expired.get("/settings/zone/?kept=1").url == reverse("today")
    assert expired.get("/settings/zone/").status_code == 405


# --- htmx --------------------------------------------------------------------------------------------------------
HTMX = {"hx-request": "true", "hx-current-url": "http://testserver/settings/?tab=2"}


def test_htmx_sends_the_whole_window_to_log_in_and_back(expired):
    answer = expired.send("/settings/", TYPED, **HTMX)

    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/settings/%3Ftab%3D2%26kept%3D1"
    assert "Location" not in answer.headers
    assert expired.session["kept"]["page"] == "/settings/"


def test_an_htmx_fragment_leads_back_to_its_page(expired):
    answer = expired.get("/settings/", headers=HTMX)

    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/settings/%3Ftab%3D2"


def test_htmx_on_a_foreign_page_is_not_followed(expired):
    answer = expired.get("/settings/", headers={**HTMX, "hx-current-url": "https://evil.example/"})

    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/settings/"


# --- The token no longer fits: logged out or in again in another tab ----------------------------------------------
def test_logged_out_in_another_tab(marys_tab, mary):
    marys_tab.open("/settings/")
    marys_tab.cookies.clear()  # as Clear-Site-Data does
    answer = marys_tab.send("/settings/", TYPED, **OURS)
    assert answer.url == BACK

    answer = log_in_from(marys_tab, BACK)
    assert shown(marys_tab.open(answer.url)) == ("Asia/Tokyo", "04:00")


def test_logged_in_anew_in_another_tab(marys_tab, mary):
    marys_tab.open("/settings/")
    old = marys_tab.token
    marys_tab.open("/settings/")
    marys_tab.send("/accounts/logout/")
    marys_tab.log_in()
    marys_tab.page, marys_tab.token = "/settings/", old
    answer = marys_tab.send("/settings/", TYPED, **OURS)

    assert (answer.status_code, answer.url) == (302, "/settings/?kept=1")
    assert shown(marys_tab.open(answer.url)) == ("Asia/Tokyo", "04:00")


def test_another_person_logged_in_in_another_tab(marys_tab, mary):
    other = somebody("other@example.org")
    marys_tab.open("/settings/")
    old = marys_tab.token
    marys_tab.send("/accounts/logout/")
    marys_tab.log_in("other@example.org")
    marys_tab.page, marys_tab.token = "/settings/", old
    answer = marys_tab.send("/settings/", TYPED, **OURS)
    other.refresh_from_db()

    assert answer.status_code == 403
    assert "This page had grown old." in answer.text
    assert 'href="/settings/"' in answer.text
    assert "kept" not in marys_tab.session
    assert other.time_zone == ""


def test_a_foreign_page_gets_nothing_kept(marys_tab, mary):
    """A forged form: no token, and the browser says where it came from."""
    forged = marys_tab.post("/settings/", TYPED, headers={"sec-fetch-site": "cross-site"})
    mary.refresh_from_db()

    assert forged.status_code == 403
    assert "This page had grown old." in forged.text
    assert "kept" not in marys_tab.session
    assert mary.time_zone == ""


@pytest.mark.parametrize("site", ["", "cross-site", "same-site", "none"])
def test_without_the_browsers_word_for_it_a_stale_form_gets_the_page(marys_tab, site):
    marys_tab.open("/settings/")
    marys_tab.cookies.clear()
    answer = marys_tab.send("/settings/", TYPED, **{"sec-fetch-site": site})

    assert answer.status_code == 403
    assert "This page had grown old." in answer.text
    assert "kept" not in marys_tab.session


def test_htmx_is_told_what_to_do_about_a_stale_token(marys_tab, mary):
    marys_tab.open("/settings/")
    marys_tab.token = "a" * 64
    answer = marys_tab.send("/settings/", TYPED, **HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (403, "/settings/?tab=2")

    marys_tab.cookies.clear()
    answer = marys_tab.send("/settings/", TYPED, **HTMX)
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/settings/%3Ftab%3D2%26kept%3D1"


def test_a_stale_public_form_says_to_open_the_page_afresh(tab):
    tab.open("/accounts/login/")
    tab.cookies.clear()
    answer = tab.send("/accounts/login/", {"login": "mary@example.org", "password": PASSWORD}, **OURS)

    assert answer.status_code == 403
    assert "Open the page afresh" in answer.text
    assert 'href="/accounts/login/"' in answer.text


@pytest.mark.parametrize("token", ["", "x", "é" * 64, "a" * 32, "-" * 64])
def test_odd_tokens_are_no_ones(marys_tab, token):
    marys_tab.open("/settings/")
    Session.objects.all().delete()
    marys_tab.token = token
    answer = marys_tab.send("/settings/", TYPED, **OURS)

    assert answer.status_code == 302
    log_in_from(marys_tab, BACK)
    assert shown(marys_tab.open("/settings/?kept=1")) is None


def test_every_log_in_makes_another_secret(mary):
    tabs = [Tab() for _ in range(3)]
    for tab in tabs:
        tab.log_in()
    secrets = {tab.cookies["csrf"].value for tab in tabs}

    assert len({secret[:16] for secret in secrets}) == 3
    assert len({secret[16:] for secret in secrets}) == 3
    assert User.objects.count() == 1
