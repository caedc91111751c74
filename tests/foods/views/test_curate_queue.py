"""The queue of the curators: what waits, most eaten first, with one item opened beside it."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foods.models import Concern, ConcernKind, QualityCount
from foods.reports.curate import place
from tests.factories import ConcernFactory, FoodFactory, PortionFactory, ProposalFactory, UserFactory
from tests.foods.views.conftest import browser_of

QUEUE = "/curate/"


def names(page) -> list[str]:
    return [row.name for row in page.context["page"].rows]


def opened(page) -> int:
    return page.context["page"].item.concern.pk


@pytest.mark.parametrize(("staff", "right"), [(False, True), (True, False), (False, False)])
@pytest.mark.parametrize("address", [QUEUE, "/curate/duplicates/", "/curate/outliers/", "/curate/history/"])
def test_for_others_it_does_not_exist(db, staff, right, address):
    person = UserFactory(is_staff=staff)
    if right:
        person.user_permissions.add(Permission.objects.get(codename="decide_concern"))

    assert browser_of(person).get(address).status_code == 404


def test_what_most_people_eat_comes_first_and_is_open_beside_the_list(curator):
    rare = ConcernFactory(logged=1)
    often = ConcernFactory(logged=30)
    page = curator.get(QUEUE)

    assert names(page) == [str(often.food), str(rare.food)]
    assert opened(page) == often.pk
    assert "2 open. Most eaten first." in page.text


@pytest.mark.parametrize("rows", [1, 30])
def test_the_number_of_queries_does_not_grow(curator, django_assert_num_queries, rows):
    for _ in range(rows):
        PortionFactory(food=ConcernFactory().food)
    curator.get(QUEUE)

    with django_assert_num_queries(8):  # session, person, two for rights; counts, rows, portions, the last decision
        curator.get(QUEUE)


def test_the_kinds_have_their_tabs_and_counts(curator):
    pair = ConcernFactory(kind=ConcernKind.DUPLICATE, other=FoodFactory())
    ConcernFactory(kind=ConcernKind.OUTLIER)
    ConcernFactory(kind=ConcernKind.STALE)
    ConcernFactory(kind=ConcernKind.STALE, state="rejected")
    page = curator.get(QUEUE)

    for words in ("Queue, 3", "Duplicates, 1", "Outliers, 1", "Stale, 1"):
        assert words in page.text
    assert names(curator.get("/curate/duplicates/")) == [f"{pair.food} = {pair.other}"]
    assert len(names(curator.get("/curate/outliers/"))) == 1
    assert names(curator.get("/curate/?kind=unit")) == []


def test_more_than_can_be_counted_is_said_so(curator, monkeypatch):
    monkeypatch.setattr(place, "MOST_COUNTED", 2)
    for _ in range(4):
        ConcernFactory()

    assert "2+ open" in curator.get(QUEUE).text


@pytest.mark.parametrize("asked", ["kind=nonsense", "page=0", "page=x", "at=x", "page=99999999999", "at=" + "9" * 30])
def test_nonsense_in_the_address_shows_the_first_page(curator, asked):
    concern = ConcernFactory()

    assert names(curator.get(f"{QUEUE}?{asked}")) == [str(concern.food)]


def test_thirty_stand_on_a_page_and_the_next_page_is_known_without_counting(curator):
    for n in range(31):
        ConcernFactory(logged=n)
    first, second = curator.get(QUEUE), curator.get(f"{QUEUE}?page=2")

    assert [len(names(first)), len(names(second))] == [30, 1]
    assert first.context["page"].next_url == "/curate/?page=2"
    assert (second.context["page"].previous_url, second.context["page"].next_url) == ("/curate/", "")


def test_a_page_that_is_no_more_leads_to_the_first(curator):
    concern = ConcernFactory()
    page = curator.get(f"{QUEUE}?page=3")

    assert names(page) == [str(concern.food)]
    assert "There is no such page any more; this is the first." in page.text


def test_an_item_is_opened_by_its_number_also_from_another_page(curator):
    first = ConcernFactory(logged=40)
    other = ConcernFactory(logged=1)
    for _ in range(30):
        ConcernFactory(logged=20)

    assert opened(curator.get(f"{QUEUE}?at={other.pk}")) == other.pk
    assert opened(curator.get(QUEUE)) == first.pk


def test_nothing_to_look_at_says_when_it_was_last_checked(curator):
    assert "has not been checked yet" in curator.get(QUEUE).text
    QualityCount.objects.create(day=dt.date(2026, 3, 14), figures={})
    page = curator.get(QUEUE)

    assert "Nothing to look at." in page.text
    assert "Most eaten first." not in page.text
    assert "<kbd>j</kbd>" not in page.text  # nor keys that do nothing
    assert "The table was last checked on 14 March 2026." in page.text


def test_who_proposed_something_is_shown_nowhere(curator):
    proposal = ProposalFactory(kind="new", food=None, values={"name": "Bar", "b12_ug": None, "basis": "g100"})
    concern = ConcernFactory(kind=ConcernKind.PROPOSAL, food=None, proposal=proposal)
    pages = [curator.get(path).text for path in (QUEUE, f"/curate/{concern.pk}/", f"/curate/{concern.pk}/edit/")]

    assert all("Bar" in page for page in pages)
    assert not [page for page in pages if proposal.proposer.email in page]


def test_every_kind_can_be_listed_and_opened(curator):
    for kind in ConcernKind.values:
        other = FoodFactory() if kind == ConcernKind.DUPLICATE else None
        ConcernFactory(kind=kind, other=other, food=FoodFactory(unknown=True))

    assert len(names(curator.get(QUEUE))) == len(ConcernKind.values)
    for concern in Concern.objects.all():
        assert curator.get(f"/curate/{concern.pk}/").status_code == 200


def test_looking_writes_nothing(curator):
    concern = ConcernFactory()
    addresses = [
        QUEUE,
        f"/curate/{concern.pk}/",
        f"/curate/{concern.pk}/edit/",
        "/curate/history/",
        "/curate/settings/",
    ]
    with CaptureQueriesContext(
        connection,
    ) as seen:
        for address in addresses:
            curator.get(address)

    assert not [one["sql"] for one in seen if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_the_way_there_is_shown_to_staff_only(curator, signed_in):
    assert 'href="/curate/"' in curator.get("/settings/").text
    assert 'href="/curate/"' not in signed_in.get("/settings/").text
