"""Pages of Learn: public, whole, dated, with sources, a disclaimer and links that lead somewhere."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from foods import loading
from tests.tracker.learn.conftest import SLUGS, bare
from tracker.domain import tables
from tracker.reports.learn import library
from tracker.reports.learn_foods import SHOWN

every_article = pytest.mark.parametrize("slug", SLUGS)
ELSEWHERE = ("https://", "http://")
# Never said.
FORBIDDEN = (
    r"\bdeficient\b", r"\byou have (?:a |an )?(?:deficiency|lack|anaemia|neuropathy)", r"\bsafe\b", r"!",
    r"\bstop (?:taking|this|the)\b", r"\bgoal\b", r"\bstreak\b", r"\bpatients?\b",
)  # fmt: skip


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.meta: dict[str, str] = {}
        self.canonical = ""
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        named = dict(attrs)
        self.ids += [named["id"]] if "id" in named else []
        if tag == "a":
            self.links.append(named["href"])
        elif tag == "meta" and "name" in named:
            self.meta[named["name"]] = named["content"]
        elif tag == "link" and named.get("rel") == "canonical":
            self.canonical = named["href"]
        elif re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


def parsed(page: str) -> _Page:
    parser = _Page()
    parser.feed(page)
    return parser


@pytest.fixture(params=["visitor", "reader"])
def anyone(request, db) -> Client:
    return request.getfixturevalue("reader") if request.param == "reader" else Client()


# --- the list --------------------------------------------------------------------------------------------------------
def test_the_list_names_every_article_with_its_summary(anyone):
    page = anyone.get("/learn/").text

    for article in library().articles:
        assert f'href="/learn/{article.slug}/">{article.title}</a><p class="meta">{article.summary}' in page


def test_the_list_may_be_found_and_has_one_address(db):
    page = parsed(Client().get("/learn/?utm=1").text)

    assert "robots" not in page.meta
    assert page.canonical == "http://testserver/learn/"


@pytest.mark.parametrize("slug", ["moon", "index", "_article"])
def test_an_article_that_there_is_not_is_a_404(slug, db):
    assert Client().get(f"/learn/{slug}/").status_code == 404


def test_a_planned_article_without_a_date_is_a_404(db):
    planned = {row["slug"] for row in tables.read("articles")} - set(SLUGS)

    assert {Client().get(f"/learn/{slug}/").status_code for slug in planned} <= {404}


# --- what every article has ------------------------------------------------------------------------------------------
@every_article
def test_an_article_shows_when_it_was_checked_and_how_long_it_takes(slug, page_of):
    page, article = page_of(slug), library().get(slug)

    assert f'last checked <time datetime="{article.checked}">{article.checked.day} ' in page
    assert re.search(rf"{article.minutes} minutes? to read", page)


@every_article
def test_an_article_lists_each_publication_once_with_its_address(slug, page_of):
    page, publications = page_of(slug), library().get(slug).publications

    assert [int(n) for n in re.findall(r'<li id="source-(\d+)">', page)] == [one.number for one in publications]
    assert len({one.text for one in publications}) == len(publications)
    assert all(f'<a href="{one.url}" rel="noreferrer">' in page for one in publications if one.url)


@every_article
def test_an_article_ends_with_the_disclaimer_and_the_nih(slug, page_of):
    page = page_of(slug)

    assert "Information, not medical advice." in page
    assert "https://ods.od.nih.gov/factsheets/VitaminB12" in page


@every_article
def test_an_article_may_be_found_and_has_one_address(slug, page_of):
    page, article = parsed(page_of(slug)), library().get(slug)

    assert "robots" not in page.meta
    assert page.meta["description"] == article.summary
    assert page.canonical == f"http://testserver/learn/{slug}/"


@every_article
def test_an_article_offers_what_to_read_next(slug, page_of):
    page = page_of(slug)

    assert all(f'<a href="/learn/{one.slug}/">{one.title}</a>' in page for one in library().after(library().get(slug)))


@every_article
def test_headings_go_down_one_level_at_a_time_and_ids_are_one_of_a_kind(slug, page_of):
    page = parsed(page_of(slug))

    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
    assert len(set(page.ids)) == len(page.ids)


@every_article
def test_every_section_has_an_anchor(slug):
    assert re.findall(r"<h2(?! id=)[^>]*>", bare(library().get(slug))) == []


@every_article
def test_an_article_for_somebody_signed_in_is_not_kept_by_browsers(slug, reader):
    answer = reader.get(reverse("article", args=[slug]))

    assert answer.headers["Cache-Control"] == "no-store, private"
    assert 'class="rail"' in answer.text


@every_article
def test_an_article_takes_no_query_but_for_its_foods(slug, django_assert_num_queries, db):
    with django_assert_num_queries(1 if slug in SHOWN else 0):
        Client().get(reverse("article", args=[slug]))


# --- links -----------------------------------------------------------------------------------------------------------
@every_article
def test_every_publication_that_is_listed_is_cited_and_the_other_way_round(slug):
    article = library().get(slug)
    cited = {int(n) for n in re.findall(r'href="#source-(\d+)"', bare(article))}

    assert cited == {one.number for one in article.publications}


@every_article
def test_links_inside_lead_to_pages_and_places_that_exist(slug, page_of, reader):
    for page in (parsed(page_of(slug)), parsed(page_of(slug, by=reader))):
        for link in page.links:
            if link.startswith("#"):
                assert link[1:] in page.ids, link
            elif not link.startswith(ELSEWHERE):
                resolve(urlsplit(link).path)


@every_article
def test_links_to_articles_lead_to_articles(slug):
    planned = {row["slug"] for row in tables.read("articles")}
    linked = {link.split("/")[2] for link in parsed(bare(library().get(slug))).links if link.startswith("/learn/")}

    assert linked - {"medicines", "conditions", ""} <= planned


def test_a_link_that_leads_nowhere_would_be_found():
    with pytest.raises(Resolver404):
        resolve("/learn/a/b/c/")


@every_article
def test_an_article_links_to_what_it_serves(slug, page_of, reader):
    article, page = library().get(slug), page_of(slug, by=reader)
    links = parsed(page[page.index("<article") : page.index("</article>")]).links

    assert [name for name in article.pages if not any(link.startswith(reverse(name)) for link in links)] == []
    assert not article.findings or f"{reverse('status')}#findings" in links


# --- words -----------------------------------------------------------------------------------------------------------
@every_article
@pytest.mark.parametrize("never", FORBIDDEN)
def test_no_article_judges_promises_or_shouts(slug, never):
    text = re.sub(r"<[^>]+>", "", bare(library().get(slug)))

    assert re.findall(never, text, re.IGNORECASE) == []


@every_article
def test_figures_and_their_units_stay_on_one_line(slug):
    assert re.findall(r"\d (?:µg|mg|g)\b", bare(library().get(slug))) == []


# --- foods -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("slug", sorted(SHOWN))
def test_an_article_about_food_shows_the_figures_of_our_table(slug, page_of):
    loading.load()
    page = page_of(slug)

    assert page.count('<tr><th scope="row"><a href="/sources/') == len(SHOWN[slug])


def test_portions_come_most_first(page_of):
    loading.load()
    page = page_of("food-sources")
    names = re.findall(r'<th scope="row"><a href="/sources/[^"]+">([^<]+)</a>', page)

    assert names[:2] == ["Beef liver, cooked", "Herring, cooked"]
    assert "Egg, boiled" in names
    assert '<td>1 fillet, 140\u00a0g</td><td class="r"><span class="n">5.42<span class="u">&nbsp;µg</span>' in page


def test_a_table_of_foods_that_is_empty_breaks_nothing(page_of):
    assert "The table of foods is empty here." in page_of("food-sources")
