"""The first questions: each screen saves by itself, may be skipped, and does no harm when it is sent twice."""

import datetime as dt
import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.accounts.tabs import PASSWORD, Tab, somebody
from tests.factories import ConditionFactory, MedicineFactory, ProfileFactory, UserFactory
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of
from tracker.models import Condition, Medicine, Profile
from tracker.reports.welcome import STEPS

STEP = {key: f"/welcome/{key}/" for key in STEPS}
ANSWERS = {
    "diet": {"diet": "vegan", "diet_since": "2020", "takes_unlogged": "no"},
    "you": {"birth_year": "1984", "sex": "female"},
    "absorption": {"interval_weeks": "12", "coeliac": "on", "coeliac-since": "2019"},
    "medicines": {"metformin": "on", "metformin-since": "3/2022", "metformin-dose": "2,000 mg"},
}
LATER = "All of this can be changed later: Settings, Your profile."


def kept_answers() -> list:
    return [list(model.objects.order_by("pk").values()) for model in (Profile, Condition, Medicine)]


# --- the way through -------------------------------------------------------------------------------------------------
def test_four_answers_lead_to_today_and_are_saved(signed_in, person):
    answers = [signed_in.post(STEP[key], said).url for key, said in ANSWERS.items()]

    assert answers == ["/welcome/you/", "/welcome/absorption/", "/welcome/medicines/", "/today/"]
    saved = Profile.objects.get(owner=person)
    assert (saved.diet, saved.diet_since, saved.diet_since_precision) == ("vegan", dt.date(2020, 7, 1), "year")
    assert (saved.takes_unlogged, saved.birth_year, saved.sex) == (False, 1984, "female")
    assert (saved.cover_rule, saved.injection_interval_days, saved.welcomed) == ("injections", 84, True)
    assert list(person.conditions.values_list("key", "name", "since")) == [
        ("coeliac", "coeliac disease", dt.date(2019, 7, 1))
    ]
    assert list(person.medicines.values_list("key", "dose_mg", "since")) == [("metformin", 2000, dt.date(2022, 3, 15))]
    assert toasts_of(signed_in.get("/today/")) == [LATER]


def test_everything_may_be_left_open(signed_in, person):
    answers = [signed_in.post(STEP[key], {"next": "1"}).url for key in STEPS]

    assert answers[-1] == "/today/"
    assert (Condition.objects.count(), Medicine.objects.count()) == (0, 0)
    saved = Profile.objects.get(owner=person)
    assert (saved.diet, saved.birth_year, saved.welcomed) == ("", None, True)


def test_everything_may_be_skipped_one_by_one(signed_in, person):
    answers = [signed_in.post(STEP[key], ANSWERS[key] | {"skip": "this"}).url for key in STEPS]

    assert answers == ["/welcome/you/", "/welcome/absorption/", "/welcome/medicines/", "/today/"]
    saved = Profile.objects.get(owner=person)
    assert (saved.diet, saved.birth_year, saved.welcomed) == ("", None, True)
    assert (Condition.objects.count(), Medicine.objects.count()) == (0, 0)


@pytest.mark.parametrize("key", STEPS)
def test_all_may_be_skipped_at_once(signed_in, person, key):
    assert signed_in.post(STEP[key], {"skip": "all"}).url == "/today/"
    assert Profile.objects.get(owner=person).welcomed is True


def test_a_skip_keeps_what_was_said_before(signed_in, person):
    signed_in.post(STEP["diet"], ANSWERS["diet"])
    signed_in.post(STEP["diet"], {"diet": "omnivore", "skip": "this"})

    assert Profile.objects.get(owner=person).diet == "vegan"


def test_going_back_saves_and_shows_the_screen_before(signed_in, person):
    assert signed_in.post(STEP["you"], ANSWERS["you"] | {"back": "1"}).url == STEP["diet"]
    assert Profile.objects.get(owner=person).birth_year == 1984
    assert "/today/" in links_of(signed_in.get(STEP["diet"]))


@pytest.mark.parametrize("key", STEPS)
def test_what_is_sent_twice_is_saved_once(signed_in, key):
    signed_in.post(STEP[key], ANSWERS[key])
    once = kept_answers()
    signed_in.post(STEP[key], ANSWERS[key])

    assert kept_answers() == once
    assert sum(map(len, once)) == (2 if key in {"absorption", "medicines"} else 1)


@pytest.mark.parametrize("key", STEPS)
def test_what_was_said_stands_there_again_and_sent_again_changes_nothing(signed_in, key):
    signed_in.post(STEP[key], ANSWERS[key])
    once = kept_answers()
    form = signed_in.get(STEP[key]).context["form"]
    again = {name: value for name in form.fields if (value := form[name].value()) not in (None, "", False)}
    signed_in.post(STEP[key], again)

    assert set(ANSWERS[key]) <= set(again)
    assert kept_answers() == once


def test_no_other_screen_is_there(signed_in):
    assert signed_in.get("/welcome/shoes/").status_code == 404
    assert signed_in.post("/welcome/shoes/", {"skip": "all"}).status_code == 404


# --- what a screen says ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("n", "key"), list(enumerate(STEPS, start=1)))
def test_a_screen_says_where_one_is_and_that_nothing_must_be_said(signed_in, n, key):
    page = signed_in.get(STEP[key])

    assert text_of(page).startswith(f"{n} of 4, all optional Skip all ")
    assert value_of(page, "skip") == ["all", "this"]
    assert ("Done" in text_of(page)) is (n == 4)
    assert page.text.count("<h1") == 1


def test_the_first_address_shows_the_first_screen(signed_in):
    assert signed_in.get("/welcome/").context["step"].key == "diet"


def test_the_seven_diets_are_there(signed_in):
    page = signed_in.get("/welcome/")

    assert value_of(page, "diet") == [
        "omnivore", "flexitarian", "pescetarian", "lacto_ovo", "lacto", "vegan", "other",
    ]  # fmt: skip
    assert checked(page, "diet") == []


@pytest.mark.parametrize("key", ["absorption", "medicines"])
def test_links_lead_to_pages_that_are_there_only(signed_in, key):
    for link in links_of(signed_in.get(STEP[key])):
        if link.startswith("/"):
            assert signed_in.get(link).status_code == 200


@pytest.mark.parametrize("key", STEPS)
def test_no_screen_judges_or_frightens(signed_in, key):
    said = text_of(signed_in.get(STEP[key])).lower()

    assert [word for word in ("deficien", "safe", "must", "!", "warning", "danger") if word in said] == []


def test_what_cannot_be_read_stays_with_a_sentence_and_saves_nothing(signed_in):
    page = signed_in.post(STEP["medicines"], {"metformin": "on", "metformin-since": "soon", "omeprazole": "on"})

    assert "Nothing was saved yet. Look at: Metformin, since when" in text_of(page)
    assert "#id_metformin-since" in links_of(page)
    assert re.search(r'aria-invalid="true"[^>]*aria-describedby="id_metformin-since_error"', page.text)
    assert value_of(page, "metformin-since") == ["soon"]
    assert checked(page, "omeprazole") == ["on"]
    assert kept_answers() == [[], [], []]


# --- what was said elsewhere -----------------------------------------------------------------------------------------
def test_what_is_written_down_elsewhere_is_not_asked_again_and_stays(signed_in, person):
    MedicineFactory(owner=person, key="metformin", dose_mg=850)
    ConditionFactory(owner=person, key="coeliac")
    assert "metformin" not in signed_in.get(STEP["medicines"]).context["form"].fields
    assert "coeliac" not in signed_in.get(STEP["absorption"]).context["form"].fields
    signed_in.post(STEP["medicines"], {})
    signed_in.post(STEP["absorption"], {})

    assert [row.dose_mg for row in person.medicines.all()] == [850]
    assert person.conditions.count() == 1


def test_unticking_takes_back_what_was_ticked(signed_in, person):
    signed_in.post(STEP["medicines"], ANSWERS["medicines"])
    signed_in.post(STEP["medicines"], {"omeprazole": "on"})

    assert [row.key for row in person.medicines.all()] == ["omeprazole"]


def test_nobody_says_anything_for_another(signed_in, person):
    other = ProfileFactory(diet="lacto")
    signed_in.post(STEP["diet"], ANSWERS["diet"] | {"owner": other.owner_id})
    other.refresh_from_db()

    assert other.diet == "lacto"


# --- under 18 --------------------------------------------------------------------------------------------------------
def test_under_18_no_supplement_is_suggested_and_today_says_why(signed_in, person):
    signed_in.post(STEP["diet"], {"diet": "vegan"})
    signed_in.post(STEP["you"], {"birth_year": "2011"})
    page = signed_in.get("/today/")

    assert "nothing here is from animals. Under 18 no supplement is suggested: ask a children’s doctor" in text_of(page)


# --- Today -----------------------------------------------------------------------------------------------------------
INVITED = "Four short questions make these pages fit you. All may be skipped."


def test_today_says_once_and_quietly_that_there_are_questions(signed_in):
    page = signed_in.get("/today/")

    assert text_of(page).count(INVITED) == 1
    assert "/welcome/" in links_of(page)


@pytest.mark.parametrize("sent", [{"skip": "this"}, {"skip": "all"}, {"next": "1"}, {"diet": "lacto"}])
def test_a_skip_or_an_answer_ends_that_for_good(signed_in, sent):
    signed_in.post(STEP["diet"], sent)

    assert INVITED not in text_of(signed_in.get("/today/"))


def test_looking_at_the_questions_ends_nothing(signed_in):
    signed_in.get("/welcome/")

    assert INVITED in text_of(signed_in.get("/today/"))


# --- coming in -------------------------------------------------------------------------------------------------------
def test_a_new_account_begins_with_the_questions_and_an_old_one_with_today(db):
    tab = Tab()
    tab.open("/accounts/signup/")
    answer = tab.send("/accounts/signup/", {"email": "new@example.org", "password1": PASSWORD})
    assert answer.url == reverse("welcome")

    somebody()
    assert Tab().log_in().url == reverse("today")


def test_what_was_typed_when_the_session_ended_comes_back(db):
    somebody(time_zone="Europe/London")
    tab = Tab()
    tab.log_in()
    tab.open(STEP["medicines"])
    Session.objects.all().delete()
    answer = tab.send(STEP["medicines"], ANSWERS["medicines"])
    tab.open(answer.url)
    page = tab.open(tab.log_in(next=f"{STEP['medicines']}?kept=1").url)

    assert "This is what you had typed; nothing of it is saved yet." in text_of(page)
    assert checked(page, "metformin") == ["on"]
    assert (value_of(page, "metformin-since"), value_of(page, "metformin-dose")) == (["3/2022"], ["2,000 mg"])
    assert kept_answers() == [[], [], []]


# --- what it costs ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("key", "queries"), [("diet", 2), ("you", 2), ("absorption", 3), ("medicines", 3)])
def test_a_screen_asks_for_session_and_person_and_what_is_ticked(
    signed_in, person, rows, key, queries, django_assert_num_queries
):
    ProfileFactory(owner=person)
    for _ in range(rows):
        MedicineFactory(owner=person, key="")
        ConditionFactory(owner=person, key="")
    with django_assert_num_queries(queries):
        signed_in.get(STEP[key])


def test_a_demo_may_look_at_them_too(client, db):
    client.force_login(UserFactory(demo_until="2027-03-15T00:00:00Z"))

    assert client.get("/welcome/").status_code == 200
