"""A form that browser and server place at different addresses: the page says which setting an operator changes."""

import pytest

from config.misplaced import Misplaced, misplaced
from tests.accounts.tabs import Tab, somebody

HERE = "http://testserver"
PROXIED = "https://b12.example.org"


@pytest.fixture
def mary(db):
    return somebody()


@pytest.mark.parametrize(
    ("headers", "secure", "found"),
    [
        ({}, False, None),
        ({"origin": HERE}, False, None),
        ({"origin": "null"}, False, None),
        ({"origin": "chrome-extension://abc"}, False, None),
        ({"origin": "not an origin"}, False, None),
        ({"origin": PROXIED}, False, Misplaced(PROXIED, HERE, "CSRF_TRUSTED_ORIGINS", PROXIED)),
        ({"origin": "http://testserver:8080"}, False,
         Misplaced("http://testserver:8080", HERE, "CSRF_TRUSTED_ORIGINS", "http://testserver:8080")),
        ({"origin": "https://testserver"}, False, Misplaced("https://testserver", HERE, "BEHIND_TLS", "1")),
        ({"origin": HERE}, True, Misplaced(HERE, "https://testserver", "BEHIND_TLS", "0")),
        ({"origin": "https://testserver"}, True, None),
        ({"origin": PROXIED, "sec-fetch-site": "same-origin"}, False,
         Misplaced(PROXIED, HERE, "CSRF_TRUSTED_ORIGINS", PROXIED)),
        ({"origin": PROXIED, "sec-fetch-site": "cross-site"}, False, None),
        ({"origin": PROXIED, "sec-fetch-site": "same-site"}, False, None),
    ],
)  # fmt: skip
def test_which_setting_is_wrong(rf, headers, secure, found):
    assert misplaced(rf.post("/log/", headers=headers, secure=secure)) == found


def test_a_trusted_origin_is_not_misplaced(rf, settings):
    settings.CSRF_TRUSTED_ORIGINS = [PROXIED]

    assert misplaced(rf.post("/log/", headers={"origin": PROXIED})) is None


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        (PROXIED, ["CSRF_TRUSTED_ORIGINS=https://b12.example.org", "let the proxy pass the name on"]),
        ("https://testserver", ["BEHIND_TLS=1", "X-Forwarded-Proto"]),
    ],
)
def test_the_page_names_both_addresses_and_the_setting(mary, origin, says):
    """Even where the browser vouches for the form: sending it again would end here for ever."""
    tab = Tab()
    tab.force_login(mary)
    tab.open("/settings/")
    ours = {"sec-fetch-site": "same-origin", "origin": origin}
    answer = tab.send("/settings/", {"time_zone": "Asia/Tokyo", "day_start": "04:00"}, **ours)
    mary.refresh_from_db()

    assert answer.status_code == 403
    assert "This site cannot take anything yet." in answer.text
    assert [words for words in [origin, HERE, *says] if words not in answer.text] == []
    assert (mary.time_zone, "kept" in tab.session) == ("", False)


def test_what_an_origin_says_is_shown_as_text(mary):
    tab = Tab()
    answer = tab.post("/accounts/login/", {}, headers={"origin": "https://<b>x</b>"})

    assert answer.status_code == 403
    assert "<b>x</b>" not in answer.text


def test_under_htmx_the_page_is_not_loaded_again_in_vain(mary):
    tab = Tab()
    tab.force_login(mary)
    answer = tab.post("/settings/", {}, headers={"origin": PROXIED, "hx-request": "true"})

    assert (answer.status_code, answer.headers.get("HX-Redirect")) == (403, None)


def test_a_forged_form_gets_the_ordinary_page(mary):
    answer = Tab().post("/accounts/login/", {}, headers={"origin": PROXIED, "sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert "This page had grown old." in answer.text
