"""What an article is: its row, its publications by number, its minutes, what to read next."""

import datetime as dt

import pytest

from tests.tracker.learn.conftest import SLUGS, bare
from tracker.domain import tables
from tracker.reports.learn import GROUPS, Article, Library, NotCitable, Publication, library, words_of

# The articles that were planned, in order; the last is a page about the app.
PLANNED = (
    "what-b12-does", "nerves-and-muscles", "anaemia", "symptoms-and-look-alikes", "who-is-at-risk",
    "medicines-and-b12", "tests", "treatment", "see-a-doctor", "questions", "food-sources",
    "fortified-and-supplements", "algae-and-myths", "pregnancy-and-children", "can-and-cannot",
)  # fmt: skip
ROW = {
    "slug": "moon", "title": "Moon", "summary": "What it does.", "order": "10", "group": "works",
    "checked": "2026-11-22", "sources": "S29;S42;S27", "serves": "page:status;finding:metformin-use",
}  # fmt: skip


def article(**fields: str) -> Article:
    return Article.of(ROW | fields)


def test_the_table_holds_what_was_planned_in_order():
    rows = sorted(tables.read("articles"), key=lambda row: int(row["order"]))

    assert tuple(row["slug"] for row in rows) == PLANNED


def test_what_has_no_date_is_not_shown():
    dated = [row["slug"] for row in tables.read("articles") if row["checked"]]

    assert set(SLUGS) == set(dated)


def test_publications_are_numbered_in_the_order_of_the_keys():
    texts = [one.text.partition(".")[0] for one in article(sources="S38;S2").publications]

    assert texts == ["Langan RC, Goodbred AJ", "Institute of Medicine"]


def test_keys_of_one_publication_share_its_number():
    shown = article()

    assert (shown.numbers["S29"], shown.numbers["S27"]) == ((1,), (1,))
    assert len(shown.publications) == 3


def test_a_key_of_two_publications_has_two_numbers():
    assert article().numbers["S42"] == (2, 3)


def test_a_publication_keeps_its_address():
    (one,) = article(sources="S30").publications

    assert one == Publication(
        1, "Vitamin B12 deficiency: NICE guideline summary. BMJ 2024;385:q1019", "https://doi.org/10.1136/bmj.q1019"
    )


@pytest.mark.parametrize("key", ["S0", "S1", "S50", "S999"])
def test_what_may_not_be_shown_cannot_be_a_source(key):
    with pytest.raises(NotCitable, match=f"moon lists {key}"):
        article(sources=f"S29;{key}")


def test_a_key_that_is_not_listed_has_no_number():
    with pytest.raises(NotCitable, match="moon cites S2"):
        article().numbers_of("S2")


def test_what_it_serves_is_told_apart():
    shown = article(serves="page:status;finding:metformin-use;finding:ppi-2-years;page:sources")

    assert shown.pages == ("status", "sources")
    assert shown.findings == ("metformin-use", "ppi-2-years")


def test_a_date_is_a_date_and_none_is_none():
    assert article().checked == dt.date(2026, 11, 22)
    assert article(checked="").checked is None


def test_next_are_the_three_that_follow_and_then_the_first_ones():
    several = tuple(article(slug=slug) for slug in "abcde")
    books = Library(several)

    assert [one.slug for one in books.after(several[0])] == ["b", "c", "d"]
    assert [one.slug for one in books.after(several[3])] == ["e", "a", "b"]


def test_nothing_comes_after_the_only_one():
    only = article()

    assert Library((only,)).after(only) == ()


def test_an_article_is_found_by_its_name_and_by_a_finding_that_it_explains():
    books = Library((article(slug="a"), article(slug="b", serves="page:status")))

    assert books.get("b").slug == "b"
    assert books.get("c") is None
    assert [one.slug for one in books.about("metformin-use")] == ["a"]
    assert books.about("ppi-2-years") == ()


def test_shelves_follow_the_order_of_the_groups_and_empty_ones_are_left_out():
    books = Library((article(slug="a", group="food"), article(slug="b", group="works"), article(slug="c")))

    assert [(shelf.title, [one.slug for one in shelf.articles]) for shelf in books.shelves] == [
        ("How it works", ["b", "c"]),
        ("Food", ["a"]),
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_article_has_all_that_its_page_prints(slug):
    shown = library().get(slug)

    assert all([shown.title, shown.summary, shown.publications, shown.findings or shown.pages])
    assert shown.group in GROUPS
    assert 20 <= len(shown.summary) <= 160
    assert dt.date(2026, 11, 1) <= shown.checked


@pytest.mark.parametrize("slug", SLUGS)
def test_every_article_is_short_and_not_too_short(slug):
    assert 300 <= len(words_of(library().get(slug)).split()) <= 800


def test_minutes_follow_from_the_words():
    shown = library().get("what-b12-does")
    words = len(words_of(shown).split())

    assert shown.minutes == round(words / 200) >= 2


def test_words_leave_out_drawings_and_the_numbers_of_publications():
    shown = library().get("nerves-and-muscles")

    assert "cover whole" in bare(shown)
    assert "cover whole" not in words_of(shown)
    assert "<" not in words_of(shown)
    assert "Nerve fibres wear a fatty cover, called myelin." in words_of(shown)
