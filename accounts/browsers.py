"""Which browser a request came from, in words like “Firefox on Linux”, and nothing finer.

Every word comes from the two tables below: nothing that a browser says of itself is stored or shown as it was sent.
"""

import re

MOST_READ = 400  # characters of a User-Agent; real ones are shorter
# The first that fits counts: most browsers also call themselves Chrome or Safari.
_BROWSERS = (
    (re.compile(r"\bEdg(?:e|A|iOS)?/"), "Edge"),
    (re.compile(r"\b(?:OPR|Opera|OPiOS)[/ ]"), "Opera"),
    (re.compile(r"\bSamsungBrowser/"), "Samsung Internet"),
    (re.compile(r"\bVivaldi/"), "Vivaldi"),
    (re.compile(r"\b(?:Firefox|FxiOS)/"), "Firefox"),
    (re.compile(r"\b(?:HeadlessChrome|Chrome|Chromium|CriOS)/"), "Chrome"),
    (re.compile(r"\bVersion/[\d.]+ .*\bSafari/"), "Safari"),
    (re.compile(r"^curl/"), "curl"),
    (re.compile(r"^Wget/"), "Wget"),
    (re.compile(r"^python-(?:requests|httpx)/"), "Python"),
)
_SYSTEMS = (
    (re.compile(r"\biPhone\b"), "iPhone"),
    (re.compile(r"\biPad\b"), "iPad"),
    (re.compile(r"\bAndroid\b"), "Android"),
    (re.compile(r"\bWindows\b"), "Windows"),
    (re.compile(r"\bCrOS\b"), "ChromeOS"),
    (re.compile(r"\b(?:Macintosh|Mac OS X)\b"), "macOS"),
    (re.compile(r"\bLinux\b|\bX11\b"), "Linux"),
)


def browser_in_words(user_agent: str) -> str:
    """“Firefox on Linux”, or the half of it that is known; empty where neither is."""
    said = user_agent[:MOST_READ]
    browser = next((name for sign, name in _BROWSERS if sign.search(said)), "")
    system = next((name for sign, name in _SYSTEMS if sign.search(said)), "")
    return f"{browser} on {system}" if browser and system else browser or system
