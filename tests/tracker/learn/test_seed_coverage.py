"""Every claim that the app set out to cover stands somewhere: `seed_coverage.csv` says where.

`where` holds one place or several, with “;” between them: `learn:<slug>#<anchor>`, `finding:<code>`,
`page:<name of an address>`, `data:foods:<source>:<id there>`. `phrase` stands in the section of the first Learn place.
"""

import csv
import re
from html import unescape
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

from foods import shipped
from tests.tracker.learn.conftest import SLUGS, bare
from tracker.domain.risks.evaluate import RULES
from tracker.reports.learn import library

TABLE = Path(__file__).with_name("seed_coverage.csv")
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
PLACE = re.compile(r"(learn|finding|page|data):(.+)")


def sections(slug: str) -> dict[str, str]:
    """The text of an article by anchor; `lead` is what stands before the first."""
    parts = re.split(r'<h2 id="([\w-]+)">', bare(library().get(slug)))
    texts = {"lead": parts[0]} | dict(zip(parts[1::2], parts[2::2], strict=True))
    return {anchor: plain(text) for anchor, text in texts.items()}


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<sup\b.*?</sup>|<[^>]+>", "", markup, flags=re.DOTALL)).split())


def fault(place: str, phrase: str) -> str:
    """What is wrong with a place; "" where nothing is."""
    match = PLACE.fullmatch(place)
    if match is None:
        return f"{place} is no place"
    kind, what = match.groups()
    return {"learn": _in_article, "finding": _finding, "page": _page, "data": _row}[kind](what, phrase)


def _in_article(what: str, phrase: str) -> str:
    slug, _, anchor = what.partition("#")
    if slug not in SLUGS:
        return f"there is no article {slug}"
    text = sections(slug).get(anchor)
    if text is None:
        return f"{slug} has no section {anchor}"
    return "" if not phrase or phrase.lower() in text.lower() else f"“{phrase}” does not stand in {what}"


def _finding(code: str, _phrase: str) -> str:
    return "" if code in RULES else f"there is no finding {code}"


def _page(name: str, _phrase: str) -> str:
    try:
        reverse(name)
    except NoReverseMatch:
        return f"there is no page {name}"
    return ""


def _row(what: str, _phrase: str) -> str:
    table, source, ref = what.split(":")
    there = table == "foods" and any(food.key == (source, ref) for food in shipped.read().foods)
    return "" if there else f"there is no row {what}"


def places(row: dict[str, str]) -> list[tuple[str, str]]:
    """Each place with the phrase that has to stand there: only the first Learn place has one."""
    found, phrase = [], row["phrase"]
    for place in row["where"].split(";"):
        is_article = place.startswith("learn:")
        found.append((place, phrase if is_article else ""))
        phrase = "" if is_article else phrase
    return found


def test_every_claim_has_a_row():
    assert [row["id"] for row in ROWS] == [f"SC{n:02}" for n in range(1, 91)]


def test_every_claim_is_said_in_our_words_and_once():
    claims = [row["claim"] for row in ROWS]

    assert all(len(claim.split()) >= 2 for claim in claims)
    assert len(set(claims)) == len(claims)


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_claim_stands_where_the_table_says(row):
    faults = [found for place, phrase in places(row) if (found := fault(place, phrase))]

    assert row["where"] != ""
    assert faults == []


@pytest.mark.parametrize("row", [row for row in ROWS if "learn:" in row["where"]], ids=lambda row: row["id"])
def test_a_claim_in_learn_has_a_phrase(row):
    assert row["phrase"].strip() != ""


@pytest.mark.parametrize(
    ("place", "phrase", "said"),
    [
        ("", "", "is no place"),
        ("moon:anaemia", "", "is no place"),
        ("learn:moon#feel", "", "there is no article moon"),
        ("learn:anaemia#moon", "", "anaemia has no section moon"),
        ("learn:anaemia#feel", "the moon is blue", "does not stand in anaemia#feel"),
        ("finding:moon", "", "there is no finding moon"),
        ("page:moon", "", "there is no page moon"),
        ("data:foods:label:moon", "", "there is no row foods:label:moon"),
        ("data:moons:label:moon", "", "there is no row moons:label:moon"),
    ],
)
def test_a_place_that_is_wrong_is_found(place, phrase, said):
    assert said in fault(place, phrase)


@pytest.mark.parametrize(
    "place", ["learn:anaemia#feel", "page:status", "data:foods:label:cyanocobalamin-10-tablet", "learn:anaemia#lead"]
)
def test_a_place_that_is_there_is_found(place):
    assert fault(place, "") == ""
