"""Conditions: found while they are typed, saved with what each asks for, changed, removed; what their pages say."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.accounts.tabs import Tab, somebody
from tests.factories import ConditionFactory
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of, words
from tracker.domain.conditions import CONDITIONS

LIST, NEW, SEARCH = "/care/conditions/", "/care/conditions/new/", "/care/conditions/search/"
UID = "11111111-2222-4333-8444-555555555555"
COELIAC = {"uid": UID, "key": "coeliac", "name": "coeliac disease", "since": "2019"}
CROHN = {"uid": UID, "key": "crohn", "name": "Crohn's disease", "ileal_cm": "31", "resected": "yes"}
ILEUM = {"uid": UID, "key": "ileal_resection", "name": "part of the ileum removed (end of the small bowel)"}
KEPT = "You had been logged out. This is what you had typed; nothing of it is saved yet."


def pick(client, value: str):
    """Press a match; the page with its form."""
    answer = client.post(NEW, {"pick": value})
    assert (answer.status_code, answer.url) == (302, NEW)
    return client.get(NEW)


def picks(page) -> list[str]:
    return value_of(page, "pick")


# --- finding and picking ---------------------------------------------------------------------------------------------
def test_an_empty_list_says_what_to_do(signed_in):
    assert "Nothing written down. If you have none, there is nothing to do here." in text_of(signed_in.get(LIST))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("celiac", "coeliac|coeliac disease"),
        ("chrons", "crohn|Crohn&#x27;s disease"),
        ("bypass", "gastric_bypass|gastric bypass"),
        ("qwertz", "|qwertz"),
    ],
)
def test_what_is_typed_is_found_with_scripts_and_without(signed_in, typed, first):
    assert picks(signed_in.post(SEARCH, {"q": typed}))[0] == first.replace("&#x27;", "'")
    assert picks(signed_in.post(LIST, {"q": typed}))[0] == first.replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("underactive thyroid", "Hypothyroidism underactive thyroid"),
        ("chrons", "Nothing is called “chrons”. Perhaps you mean: Crohn's disease"),
        ("qwertz", "Our table knows nothing called “qwertz”. Try another name for it. Add “qwertz” as typed"),
    ],
)
def test_a_match_says_what_it_is(signed_in, typed, said):
    assert said in text_of(signed_in.post(SEARCH, {"q": typed}))


def test_matches_lead_to_the_form_of_a_condition(signed_in):
    assert '<form method="post" action="/care/conditions/new/">' in signed_in.post(SEARCH, {"q": "coeliac"}).text


def test_nothing_typed_finds_nothing(signed_in):
    assert "<form" not in signed_in.post(SEARCH, {"q": ""}).text


def test_the_form_knows_what_was_picked_and_can_be_gone_back_to(signed_in):
    for page in (pick(signed_in, "lhon|Leber hereditary optic neuropathy"), signed_in.get(NEW)):
        assert text_of(page).startswith("Care · Conditions Leber hereditary optic neuropathy Yours")
        assert value_of(page, "key") == ["lhon"]
        assert checked(page, "relation") == ["own"]


def test_medicines_and_conditions_are_picked_apart(signed_in):
    signed_in.post("/care/medicines/new/", {"pick": "metformin|metformin"})
    assert value_of(pick(signed_in, "crohn|Crohn's disease"), "key") == ["crohn"]
    assert value_of(signed_in.get("/care/medicines/new/"), "key") == ["metformin"]


@pytest.mark.parametrize("key", list(CONDITIONS))
def test_every_condition_can_be_picked_and_has_its_sentence(signed_in, key):
    page = pick(signed_in, f"{key}|{CONDITIONS[key].name}")
    assert words(CONDITIONS[key].what) in text_of(page)
    assert words(CONDITIONS[key].do) in text_of(page)


def test_what_cannot_have_been_pressed_leads_back_to_the_list(signed_in):
    assert signed_in.post(NEW, {"pick": ""}).url == LIST


# --- saving ----------------------------------------------------------------------------------------------------------
def test_what_is_saved_stands_on_its_page_with_what_was_found(signed_in, person):
    answer = signed_in.post(NEW, COELIAC)
    row = person.conditions.get()
    assert (answer.status_code, answer.url) == (302, f"/care/conditions/{row.pk}/")
    assert (row.key, row.since, row.since_precision) == ("coeliac", dt.date(2019, 7, 1), "year")

    page = signed_in.get(answer.url)
    assert toasts_of(page) == ["Saved “coeliac disease”."]
    said = text_of(page)
    assert said.startswith("Care · Conditions Coeliac disease What this means with what you told us Plan something")
    assert "0.8 of the capacity to take up B12 is left" in said
    assert list(person.finding_records.values_list("code", flat=True)) == ["malabsorption-condition"]


def test_a_form_that_is_sent_twice_makes_one(signed_in, person):
    assert signed_in.post(NEW, COELIAC).url == signed_in.post(NEW, COELIAC).url
    assert person.conditions.count() == 1


def test_what_stands_on_the_list_is_said_and_may_be_added_again(signed_in, person):
    ConditionFactory(owner=person, key="ileal_resection")
    page = pick(signed_in, "ileal_resection|part of the ileum removed (end of the small bowel)")
    assert "It stands on your list already: add it only if it is a second one" in text_of(page)
    signed_in.post(NEW, ILEUM | {"uid": str(uuid.uuid4())})
    assert person.conditions.count() == 2


def test_what_cannot_be_saved_comes_back_with_a_sentence(signed_in, person):
    page = signed_in.post(NEW, ILEUM | {"resection_cm": "a lot", "since": "soon"})
    said = text_of(page)
    assert "Nothing was saved yet. Look at: When was it, or when is it planned? Length removed, cm" in said
    assert "Type the length in cm, like 25, or leave it empty." in said
    assert value_of(page, "resection_cm") == ["a lot"]
    assert person.conditions.count() == 0


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        (ILEUM | {"resection_cm": "25", "since": "May 2019", "treated_elsewhere": "on"},
         {"resection_cm": Decimal(25), "treated_elsewhere": True, "since": dt.date(2019, 5, 15)}),
        (CROHN, {"ileal_cm": Decimal(31), "resected": True}),
        ({"key": "hiv", "name": "HIV infection", "chronic_diarrhoea": "yes"}, {"chronic_diarrhoea": True}),
        ({"key": "hiv", "name": "HIV infection", "chronic_diarrhoea": ""}, {"chronic_diarrhoea": None}),
        ({"key": "lhon", "name": "Leber", "relation": "family"}, {"relation": "family"}),
        ({"key": "gastric_bypass", "name": "gastric bypass", "since": "2027"}, {"since": dt.date(2027, 7, 1)}),
        ({"key": "", "name": "Bad knees"}, {"key": "", "name": "Bad knees"}),
    ],
)  # fmt: skip
def test_each_condition_keeps_its_details(signed_in, person, said, stored):
    assert signed_in.post(NEW, said).status_code == 302
    row = person.conditions.get()
    assert {name: getattr(row, name) for name in stored} == stored


# --- what a page says ------------------------------------------------------------------------------------------------
def test_crohns_disease_with_bowel_removed_offers_the_operation(signed_in, person):
    page = signed_in.get(signed_in.post(NEW, CROHN).url)
    said = text_of(page)
    assert (
        "Some of your bowel was removed. In the model and in what we say, the operation counts with the length" in said
    )
    assert "The model counts nothing for it." in said
    (offered,) = picks(page)

    page = pick(signed_in, offered)
    assert "Length removed, cm" in text_of(page)
    signed_in.post(NEW, ILEUM | {"uid": str(uuid.uuid4()), "resection_cm": "25"})
    page = signed_in.get(reverse("condition", args=[person.conditions.get(key="crohn").pk]))
    assert picks(page) == []
    page = signed_in.get(reverse("condition", args=[person.conditions.get(key="ileal_resection").pk]))
    assert "Counts in the model as 20 to 60 cm of the last small bowel removed: 0.5 (0 to 1) of the" in text_of(page)


def test_an_operation_that_is_to_come_says_so(signed_in, person):
    page = signed_in.get(signed_in.post(NEW, {"key": "sleeve", "name": "sleeve gastrectomy", "since": "2027"}).url)
    assert "It counts from its day on." in text_of(page)
    assert "What this means" not in text_of(page)
    assert "Sleeve gastrectomy planned for 2027" in text_of(signed_in.get(LIST))


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("inherited", "It switches the model off: what is absorbed and the months ahead are left out."),
        ("kidney_failure", "It switches off the model of the months ahead."),
        ("ulcerative_colitis", "The model counts nothing for it."),
    ],
)
def test_a_page_says_what_the_model_does(signed_in, person, key, sentence):
    row = ConditionFactory(owner=person, key=key, name=CONDITIONS[key].name)
    page = signed_in.get(reverse("condition", args=[row.pk]))
    assert sentence in text_of(page)
    assert "/status/" in links_of(page)


def test_a_name_as_typed_is_not_checked(signed_in, person):
    row = ConditionFactory(owner=person, key="", name="Bad knees")
    said = text_of(signed_in.get(reverse("condition", args=[row.pk])))
    assert "not checked Our table does not know this name." in said
    assert "In the model" not in said
    assert "Bad knees not checked" in text_of(signed_in.get(LIST))


def test_whoever_logged_nothing_is_asked_whether_they_are_treated(signed_in, person):
    row = ConditionFactory(owner=person, key="pernicious_anaemia", name="pernicious anaemia")
    page = signed_in.get(reverse("condition", args=[row.pk]))
    assert "Are you treated with B12 for this: pernicious anaemia?" in text_of(page)
    assert "#yours" in links_of(page)
    row.treated_elsewhere = True
    row.save()
    assert "Are you treated" not in text_of(signed_in.get(reverse("condition", args=[row.pk])))


# --- changing and removing -------------------------------------------------------------------------------------------
@pytest.fixture
def row(person):
    return ConditionFactory(owner=person, key="crohn", name="Crohn's disease", resected=False)


def test_it_is_changed(signed_in, row):
    address = reverse("condition", args=[row.pk])
    assert checked(signed_in.get(address), "resected") == ["no"]
    assert signed_in.post(address, CROHN | {"resected": ""}).url == address
    row.refresh_from_db()
    assert (row.resected, row.ileal_cm) == (None, 31)


def test_it_is_removed_once_and_for_good(signed_in, person, row):
    address = reverse("condition_remove", args=[row.pk])
    assert signed_in.post(address).url == LIST
    assert toasts_of(signed_in.get(LIST)) == ["Removed “Crohn's disease” from your list."]
    assert person.conditions.count() == 0
    assert signed_in.post(address).status_code == 404


@pytest.mark.parametrize("name", ["condition", "condition_remove"])
def test_a_stranger_gets_404(stranger, row, name):
    address = reverse(name, args=[row.pk])
    assert stranger.post(address, CROHN).status_code == 404
    row.refresh_from_db()
    assert row.resected is False
    if name == "condition":
        assert stranger.get(address).status_code == 404


# --- the session ends ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", ["new", "row"])
def test_what_was_typed_comes_back_and_is_not_saved(db, page):
    person = somebody(time_zone="Europe/London")
    row = ConditionFactory(owner=person, key="crohn", name="Crohn's disease")
    address = NEW if page == "new" else reverse("condition", args=[row.pk])
    tab = Tab()
    tab.log_in()
    tab.open(address)
    Session.objects.all().delete()
    tab.open(tab.send(address, CROHN | {"ileal_cm": "44"}).url)
    again = tab.open(tab.log_in(next=f"{address}?kept=1").url)

    assert KEPT in text_of(again)
    assert (value_of(again, "ileal_cm"), checked(again, "resected")) == (["44"], ["yes"])
    assert [row.ileal_cm for row in person.conditions.all()] == [None]
