"""Giving a food a figure, changing a food of one's own, retiring it: page by page."""

import uuid
from decimal import Decimal

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse

from foods.models import Food
from tests.accounts.tabs import Tab, somebody
from tests.factories import EntryFactory, FoodFactory, PortionFactory, UserFactory
from tests.tracker.views.conftest import found, had, portion_of
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of
from tracker import actions

UID = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def yoghurt(db) -> Food:
    """A yoghurt of the table that nobody has a figure for, in pots of 150 g."""
    return found(unknown=True, name="Oat yoghurt", portion="pot", quantity=Decimal(150))


@pytest.fixture
def curry(person) -> Food:
    """A curry of the person's own that they had no figure for."""
    return actions.add_own_food(by=person, name="Curry", b12_ug=None)[0]


def address(food: Food, what: str = "give_figure") -> str:
    return reverse(what, args=[food.pk])


def give(client: Client, food: Food, **said):
    typed = {"uid": UID, "name": food.name, "b12": "1.5", "per": portion_of(food).pk, "origin": "added", "past": "on"}
    return client.post(address(food), {name: value for name, value in (typed | said).items() if value is not None})


# --- a food of the table ----------------------------------------------------------------------------------------------
def test_the_page_says_what_is_asked_and_what_will_happen(signed_in, person, yoghurt):
    had(person, yoghurt, "2026-03-01 08:00")
    had(person, yoghurt, "2026-03-13 08:00")
    page = signed_in.get(address(yoghurt))

    assert "With yours it becomes a food of your own; the table stays as it is." in text_of(page)
    assert "Logged 2 times without a figure, 1 Mar 2026 to 13 Mar 2026." in text_of(page)
    assert "Also put it into the 2 entries logged without a figure" in text_of(page)
    assert (value_of(page, "b12"), checked(page, "per"), checked(page, "origin")) == (
        [""], [str(portion_of(yoghurt).pk)], ["food"],
    )  # fmt: skip
    assert checked(page, "past") == ["on"]
    assert (value_of(page, "name"), value_of(page, "unknown"), value_of(page, "offered")) == ([], [], [])


def test_what_was_never_logged_can_have_a_figure_too(signed_in, person, yoghurt):
    page = signed_in.get(address(yoghurt))
    assert value_of(page, "past") == []
    answer = give(signed_in, yoghurt)

    assert answer.url == person.foods.get().get_absolute_url()
    assert toasts_of(signed_in.get(answer.url)) == ["Saved as a food of your own; the table stays as it is."]


def test_the_figure_reaches_the_entries_and_the_message_counts_them(signed_in, person, yoghurt):
    for day in (12, 13):
        had(person, yoghurt, f"2026-03-{day} 08:00")
    answer = give(signed_in, yoghurt, b12="1,5")
    page = signed_in.get(answer.url)

    assert toasts_of(page) == ["Saved as a food of your own; the table stays as it is. 2 entries were corrected."]
    assert [entry.counted_ug for entry in person.entries.all()] == [Decimal("1.5")] * 2
    assert "1.5 µg in 1 pot, 150 g" in text_of(page)


def test_unticked_the_entries_stay_unknown(signed_in, person, yoghurt):
    entry = had(person, yoghurt, "2026-03-13 08:00")
    give(signed_in, yoghurt, past=None)

    assert person.entries.get().food_id == yoghurt.pk
    assert "Give it a figure" in text_of(signed_in.get(f"/entries/{entry.pk}/"))


def test_no_name_of_a_food_travels_in_the_cookie_of_messages(signed_in, yoghurt):
    cookie = give(signed_in, yoghurt).cookies["messages"].value
    sent = CookieStorage(RequestFactory().get("/"))._decode(cookie)

    assert [message.message for message in sent] == ["Saved as a food of your own; the table stays as it is."]


def test_a_second_look_offers_the_figure_given_before(signed_in, person, yoghurt):
    give(signed_in, yoghurt)
    had(person, yoghurt, "2026-03-13 08:00")
    page = signed_in.get(address(yoghurt))

    assert "Yours goes to the food of your own that has the same name" in text_of(page)
    assert (value_of(page, "b12"), checked(page, "origin"), checked(page, "past")) == (["1.5"], ["added"], ["on"])


def test_a_double_press_saves_once_and_says_so(signed_in, person, yoghurt):
    had(person, yoghurt, "2026-03-13 08:00")
    assert [give(signed_in, yoghurt).status_code for _ in range(2)] == [302, 302]

    assert person.foods.count() == 1
    assert toasts_of(signed_in.get("/today/")) == [
        "Saved as a food of your own; the table stays as it is. 1 entry was corrected.", "This was saved already.",
    ]  # fmt: skip


def test_a_late_repeat_does_not_undo_what_another_tab_saved_since(signed_in, person, yoghurt):
    give(signed_in, yoghurt)
    give(signed_in, yoghurt, b12="3", uid=str(uuid.uuid4()))
    give(signed_in, yoghurt)

    assert person.foods.get().b12_ug == 2  # 3 µg in 150 g


def test_nought_is_an_answer_and_nothing_is_not(signed_in, person, yoghurt):
    entry = had(person, yoghurt, "2026-03-13 08:00")
    page = give(signed_in, yoghurt, b12="")
    assert "0 is an answer too; if you don’t know it, leave the food as it is." in text_of(page)
    assert person.foods.count() == 0

    give(signed_in, yoghurt, b12="0")
    assert (person.foods.get().b12_ug, person.entries.get(pk=entry.pk).counted_ug) == (0, 0)
    assert "0 µg in 1 pot" in text_of(signed_in.get(f"/entries/{entry.pk}/"))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"b12": "1.000,5"}, "“1.000,5” is not a figure we can read. Type it like 2.4 or 1,000."),
        ({"b12": "NaN"}, "“NaN” is not a figure we can read."),
        ({"b12": "-2"}, "B12 cannot be below 0. Type the figure without the minus."),
        ({"b12": "9000"}, "That would be 9,000 µg of B12. Is that right?"),
        ({"b12": "99999999", "sure": "1"}, "That would be more than a gram of B12. Check the number and the unit."),
        ({"per": "0"}, "That portion is not there any more. Choose another."),
        ({"origin": "moon"}, "Select a valid choice. moon is not one of the available choices."),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_nothing_typed_is_lost(signed_in, person, yoghurt, said, sentence):
    had(person, yoghurt, "2026-03-13 08:00")
    page = give(signed_in, yoghurt, **({"next": "/entries/7/", "past": None} | said))

    assert page.status_code == 200
    assert sentence in text_of(page)
    assert [value_of(page, name)[0] for name in ("uid", "b12", "next")] == [UID, said.get("b12", "1.5"), "/entries/7/"]
    assert checked(page, "past") == []
    assert person.foods.count() == 0
    assert person.entries.get().counted_ug is None


def test_much_passes_with_a_yes(signed_in, person, yoghurt):
    give(signed_in, yoghurt, b12="9 mg", sure="1")

    assert person.foods.get().b12_ug == 6000


@pytest.mark.parametrize(
    ("next_page", "target"),
    [("/entries/7/", "/entries/7/"), ("//evil.example/", "/today/"), ("https://evil.example/", "/today/")],
)
def test_the_way_back_is_where_one_came_from_and_never_leaves_the_site(signed_in, yoghurt, next_page, target):
    assert value_of(signed_in.get(address(yoghurt), {"next": next_page}), "next") == [next_page]
    assert give(signed_in, yoghurt, next=next_page).url == target


def test_names_are_shown_as_text(signed_in, person):
    food = found(unknown=True, name="<script>alert(1)</script>")
    page = signed_in.get(address(food))

    assert "<script>alert(1)" not in page.content.decode()
    assert "<script>alert(1)</script>" in text_of(page)


# --- the table has a figure by now ------------------------------------------------------------------------------------
def test_a_figure_that_the_table_got_since_is_offered_for_what_lacks_it(signed_in, person, yoghurt):
    entry = had(person, yoghurt, "2026-03-13 08:00")
    Food.objects.filter(pk=yoghurt.pk).update(b12_ug=Decimal(2), b12_unknown=False)
    page = signed_in.get(address(yoghurt), {"next": f"/entries/{entry.pk}/"})

    assert "The table has a figure for it by now: 3 µg in 1 pot, 150 g." in text_of(page)
    assert "Use it for this entry" in text_of(page)
    assert value_of(page, "b12") == []
    for message in ("1 entry was corrected.", "No entry was left to correct."):
        answer = signed_in.post(address(yoghurt), {"next": f"/entries/{entry.pk}/", "b12": "99"})
        assert answer.url == f"/entries/{entry.pk}/"
        assert toasts_of(signed_in.get(answer.url)) == [message]
    assert (person.entries.get().counted_ug, person.foods.count()) == (3, 0)


# --- a food of one's own ----------------------------------------------------------------------------------------------
def test_an_own_food_without_a_figure_gets_one_and_a_name(signed_in, person, curry):
    had(person, curry, "2026-03-13 08:00")
    answer = give(signed_in, curry, name="Canteen curry", b12="0.8")
    page = signed_in.get(answer.url)

    assert answer.url == curry.get_absolute_url()
    assert toasts_of(page) == ["Saved. 1 entry was corrected."]
    assert "Canteen curry 0.8 µg in 1 portion" in text_of(page)
    assert "unknown became 0.8 µg per unit" in text_of(page)
    assert (person.foods.count(), person.entries.get().name) == (1, "Canteen curry")


def test_a_change_of_a_figure_leaves_the_past_alone_unless_asked(signed_in, person, curry):
    had(person, curry, "2026-03-13 08:00")
    give(signed_in, curry, b12="0.8")
    page = signed_in.get(address(curry))
    assert "Also change the entry that is logged" in text_of(page)
    assert (value_of(page, "name"), value_of(page, "b12"), checked(page, "past")) == (["Curry"], ["0.8"], [])

    give(signed_in, curry, b12="2", past=None, uid=str(uuid.uuid4()))
    assert person.entries.get().counted_ug == Decimal("0.8")
    give(signed_in, curry, b12="2", uid=str(uuid.uuid4()))
    assert person.entries.get().counted_ug == 2


def test_dont_know_is_a_good_answer_for_an_own_food(signed_in, person, curry):
    give(signed_in, curry, b12="2")
    give(signed_in, curry, b12="", unknown="on", past=None, uid=str(uuid.uuid4()))

    assert (person.foods.get().b12_ug, person.foods.get().b12_unknown) == (None, True)


def test_a_food_is_retired_and_comes_back(signed_in, person, curry):
    entry = had(person, curry, "2026-03-13 08:00")
    answer = signed_in.post(address(curry, "offer_food"), {"offered": ""})
    page = signed_in.get(answer.url)
    assert toasts_of(page) == ["Retired: it is not offered any more."]
    assert "This food is retired: it can no longer be logged." in text_of(page)
    assert "Curry" not in text_of(signed_in.get("/log/search/", {"q": "curry"}))
    assert person.entries.get() == entry

    assert address(curry) in links_of(page)
    assert "Offer it again" in text_of(signed_in.get(address(curry)))
    signed_in.post(address(curry, "offer_food"), {"offered": "1"})
    assert "Curry" in text_of(signed_in.get("/log/search/", {"q": "curry"}))


# --- whose it is ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields",
    [
        {"owner": "somebody", "source": None, "source_ref": ""},
        {"state": "draft"},
        {"reliability": "inactive"},
        {"b12_ug": Decimal(1), "b12_unknown": False},
    ],
)
def test_other_peoples_foods_drafts_and_what_needs_no_figure_are_not_there(signed_in, person, fields):
    if "owner" in fields:
        fields = fields | {"owner": UserFactory()}
    food = PortionFactory(food=FoodFactory(**{"b12_ug": None, "b12_unknown": True, "b12_added_ug": None} | fields)).food

    assert signed_in.get(address(food)).status_code == 404
    assert give(signed_in, food).status_code in {404, 302}
    assert signed_in.post(address(food, "offer_food")).status_code == 404
    assert (person.foods.count(), Food.objects.get(pk=food.pk).b12_ug) == (0, food.b12_ug)


def test_nobody_can_give_or_retire_anything_of_somebody_else(stranger, person, curry):
    entry = had(person, curry, "2026-03-13 08:00")
    for what in ("give_figure", "offer_food"):
        assert stranger.post(address(curry, what), {"b12": "9", "past": "on"}).status_code == 404

    assert Food.objects.get().state == "published"
    assert person.entries.get(pk=entry.pk).counted_ug is None


def test_a_figure_for_the_table_touches_nobody_elses_entries(stranger, person, yoghurt):
    had(person, yoghurt, "2026-03-13 08:00")
    give(stranger, yoghurt)

    assert (person.foods.count(), person.entries.get().counted_ug) == (0, None)


def test_a_number_that_no_food_can_have_is_not_there(signed_in):
    assert signed_in.get(f"/figures/{9 * 10**30}/").status_code == 404


# --- links ------------------------------------------------------------------------------------------------------------
def test_unknown_foods_and_entries_lead_here(signed_in, person, yoghurt, curry):
    entry, mine = had(person, yoghurt, "2026-03-13 08:00"), had(person, curry, "2026-03-13 08:00")

    assert address(yoghurt) in links_of(signed_in.get(yoghurt.get_absolute_url()))
    assert address(curry) in links_of(signed_in.get(curry.get_absolute_url()))
    for one in (entry, mine):
        link = f"{address(one.food)}?next=/entries/{one.pk}/"
        assert link in links_of(signed_in.get(f"/entries/{one.pk}/"))
        assert signed_in.get(link).status_code == 200


def test_what_has_a_figure_or_cannot_have_one_does_not_lead_here(signed_in, client, person, salmon, yoghurt):
    spirulina = FoodFactory(name="Spirulina", reliability="inactive", unknown=True)
    uncertain = had(person, spirulina, "2026-03-13 08:00", "100")
    known = had(person, salmon, "2026-03-13 08:00")
    gone = EntryFactory(owner=person, swallowed_ug=None, food=FoodFactory(state="draft", unknown=True))
    pages = [signed_in.get(food.get_absolute_url()) for food in (salmon, spirulina)]
    pages += [signed_in.get(f"/entries/{entry.pk}/") for entry in (uncertain, known, gone)]
    visitors = Client().get(yoghurt.get_absolute_url())

    assert [page.status_code for page in (*pages, visitors)] == [200] * 6
    assert [link for page in (*pages, visitors) for link in links_of(page) if link.startswith("/figures/")] == []


def test_an_own_food_with_a_figure_leads_here_to_be_changed(signed_in, person, curry):
    give(signed_in, curry)
    page = signed_in.get(curry.get_absolute_url())

    assert "Change it" in text_of(page)
    assert address(curry) in links_of(page)


# --- the end of a session ---------------------------------------------------------------------------------------------
def test_what_was_typed_when_the_session_ended_comes_back(yoghurt):
    mary, tab = somebody(time_zone="Europe/London"), Tab()
    had(mary, yoghurt, "2026-03-13 08:00")
    tab.log_in()
    tab.open(f"{address(yoghurt)}?next=/history/")
    Session.objects.all().delete()
    answer = tab.send(address(yoghurt), {
        "uid": UID, "b12": "2,4", "per": "base", "origin": "supplement", "next": "/history/",
    })  # fmt: skip
    tab.open(answer.url)
    page = tab.open(tab.log_in(next=f"{address(yoghurt)}?next=/history/&kept=1").url)

    assert "You had been logged out. This is what you had typed; nothing of it is saved yet." in text_of(page)
    assert (value_of(page, "b12"), checked(page, "per"), checked(page, "origin")) == (["2,4"], ["base"], ["supplement"])
    assert (checked(page, "past"), value_of(page, "next")) == ([], ["/history/"])
    assert mary.foods.count() == 0


# --- queries ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("entries", [1, 30])
def test_as_many_queries_for_one_entry_as_for_thirty(
    signed_in, person, yoghurt, entries, django_assert_num_queries
):  # fmt: skip
    for n in range(entries):
        had(person, yoghurt, f"2026-02-{1 + n % 28:02d} 08:00")
    with django_assert_num_queries(6):
        page = signed_in.get(address(yoghurt))

    assert page.context["page"].entries == entries
