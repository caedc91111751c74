"""What is known of medicines and conditions: a page for every row of both tables, for everybody."""

import pytest

from tests.tracker.views.pages import links_of, text_of, words
from tracker.domain import tables
from tracker.domain.conditions import CONDITIONS
from tracker.domain.medicines import MEDICINES

EVERY_ROW = [
    *(("/learn/medicines/", row) for row in MEDICINES.values()),
    *(("/learn/conditions/", row) for row in CONDITIONS.values()),
]
FORBIDDEN = ("you are deficient", "you have a deficiency", "you are safe", "stop this medicine", "stop taking")


@pytest.mark.parametrize(("place", "row"), EVERY_ROW, ids=[f"{place}{row.key}" for place, row in EVERY_ROW])
def test_every_row_has_a_page_with_its_sentences_and_sources(client, place, row):
    page = client.get(f"{place}{row.key}/")
    said = text_of(page)

    assert page.status_code == 200
    assert words(row.what) in said
    assert words(row.do) in said
    assert words(row.disagreement) in said
    shown = tables.citations(row.sources)
    assert [one.text for one in shown if words(one.text) not in said] == []
    assert [one.url for one in shown if one.url and one.url not in links_of(page)] == []
    assert ("No publication that may be shown stands behind this yet." in said) is (not shown)
    assert ("Nobody here has compared this with a publication yet." in said) is row.unconfirmed
    assert "Information, not medical advice." in said
    assert [phrase for phrase in FORBIDDEN if phrase in said.lower()] == []


@pytest.mark.parametrize("place", ["medicines", "conditions"])
def test_an_unknown_key_is_not_found(client, db, place):
    assert client.get(f"/learn/{place}/nonsense/").status_code == 404


def test_a_medicine_is_no_condition(client, db):
    assert client.get("/learn/conditions/metformin/").status_code == 404
    assert client.get("/learn/medicines/crohn/").status_code == 404


@pytest.mark.parametrize(("place", "rows"), [("medicines", MEDICINES), ("conditions", CONDITIONS)])
def test_the_list_leads_to_every_row(client, place, rows):
    page = client.get(f"/learn/{place}/")
    assert {f"/learn/{place}/{key}/" for key in rows} <= set(links_of(page))


def test_a_visitor_costs_no_query_and_may_be_indexed(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        pages = [client.get(f"/learn/{place}") for place in ("medicines/", "conditions/", "medicines/metformin/")]
    for page in pages:
        assert '<link rel="canonical" href="http://testserver/learn/' in page.text
        assert "noindex" not in page.text


def test_a_page_names_brands_and_says_that_they_are_unconfirmed(client):
    said = text_of(client.get("/learn/medicines/esomeprazole/"))
    assert "Nexium" in said
    assert "Brands are unconfirmed and change: read what the pack says it holds." in said
    assert "Brands" not in text_of(client.get("/learn/conditions/crohn/"))


def test_a_page_says_what_it_does_and_how_it_counts(client):
    said = text_of(client.get("/learn/medicines/metformin/"))
    assert said.startswith("Learn · Medicines Metformin Biguanide, for diabetes · may lower B12 What is known")
    assert "In the model our estimate Counts in the model: 0.7 of the capacity to take up B12 is left" in said


@pytest.mark.parametrize(("key", "shown"), [("crohn", False), ("ileal_resection", False), ("coeliac", True)])
def test_what_counts_by_its_details_is_left_to_whoever_has_it(client, key, shown):
    assert ("In the model" in text_of(client.get(f"/learn/conditions/{key}/"))) is shown


@pytest.mark.parametrize(("key", "said"), [("metformin", True), ("alcohol", False), ("nitrous_oxide", False)])
def test_nobody_is_talked_out_of_what_was_prescribed(client, key, said):
    sentence = "Never stop or change a medicine because of this page: talk to whoever prescribed it."
    assert (sentence in text_of(client.get(f"/learn/medicines/{key}/"))) is said


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/learn/medicines/metformin/", "/care/medicines/"),
        ("/learn/medicines/nitrous_oxide/", "/care/gas/"),
        ("/learn/medicines/alcohol/", "/care/conditions/"),
        ("/learn/medicines/b12_cn/", "/log/"),
        ("/learn/conditions/crohn/", "/care/conditions/"),
    ],
)
def test_whoever_is_signed_in_is_led_to_where_it_is_written_down(client, signed_in, address, place):
    assert place in links_of(signed_in.get(address))
    client.logout()
    assert place not in links_of(client.get(address))
    assert "/status/" not in links_of(client.get(address))
