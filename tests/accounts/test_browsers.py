"""Browsers in words: from what they send, to what a person recognises."""

import pytest

from accounts.browsers import browser_in_words

MOZ = "Mozilla/5.0"
KIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
GECKO = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (f"{MOZ} (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox on Linux"),
        (f"{MOZ} (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox on Windows"),
        (f"{MOZ} (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0", "Firefox on Android"),
        (f"{MOZ} (iPhone; CPU iPhone OS 18_6 like Mac OS X) {KIT} FxiOS/143.0 Mobile/15E148 Safari/605.1.15",
         "Firefox on iPhone"),
        (f"{MOZ} (Windows NT 10.0; Win64; x64) {GECKO} Chrome/141.0.0.0 Safari/537.36", "Chrome on Windows"),
        (f"{MOZ} (Macintosh; Intel Mac OS X 10_15_7) {GECKO} Chrome/141.0.0.0 Safari/537.36", "Chrome on macOS"),
        (f"{MOZ} (Linux; Android 10; K) {GECKO} Chrome/141.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
        (f"{MOZ} (X11; CrOS x86_64 14541.0.0) {GECKO} Chrome/141.0.0.0 Safari/537.36", "Chrome on ChromeOS"),
        (f"{MOZ} (iPhone; CPU iPhone OS 18_6 like Mac OS X) {KIT} CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1",
         "Chrome on iPhone"),
        (f"{MOZ} (X11; Linux x86_64) {GECKO} HeadlessChrome/141.0.0.0 Safari/537.36", "Chrome on Linux"),
        (f"{MOZ} (Windows NT 10.0; Win64; x64) {GECKO} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
         "Edge on Windows"),
        (f"{MOZ} (Linux; Android 10; HD1913) {GECKO} Chrome/141.0.0.0 Mobile Safari/537.36 EdgA/141.0.0.0",
         "Edge on Android"),
        (f"{MOZ} (Macintosh; Intel Mac OS X 10_15_7) {GECKO} Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0",
         "Opera on macOS"),
        (f"{MOZ} (Linux; Android 10; K) {GECKO} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
         "Samsung Internet on Android"),
        (f"{MOZ} (Macintosh; Intel Mac OS X 10_15_7) {KIT} Version/26.0 Safari/605.1.15", "Safari on macOS"),
        (f"{MOZ} (iPhone; CPU iPhone OS 18_6 like Mac OS X) {KIT} Version/26.0 Mobile/15E148 Safari/604.1",
         "Safari on iPhone"),
        (f"{MOZ} (iPad; CPU OS 18_6 like Mac OS X) {KIT} Version/26.0 Mobile/15E148 Safari/604.1", "Safari on iPad"),
        ("curl/8.14.1", "curl"),
        ("Wget/1.25.0", "Wget"),
        ("python-requests/2.32", "Python"),
        ("Dalvik/2.1.0 (Linux; U; Android 14)", "Android"),
    ],
)  # fmt: skip
def test_a_browser_is_named_with_its_system(sent, words):
    assert browser_in_words(sent) == words


@pytest.mark.parametrize(
    "sent", ["", "Mozilla/5.0", "<script>alert(1)</script>", "Chromeleon", "my Firefoxy thing", "\x00\r\nSet-Cookie: x"]
)
def test_what_nobody_knows_stays_empty(sent):
    assert browser_in_words(sent) == ""


@pytest.mark.timeout(5)
def test_a_megabyte_is_read_for_its_first_line_only():
    assert browser_in_words("Version/1 " * 100_000 + "Firefox/1 Linux") == ""


def test_nothing_of_what_was_sent_comes_back():
    assert browser_in_words(f"{MOZ} (X11; Linux; <b>mary@example.org</b>) Firefox/144.0") == "Firefox on Linux"
