"""Reference values: what the page says to whom, and what it saves."""

import re

import pytest
from django.contrib.sessions.models import Session

from tests.accounts.tabs import Tab, somebody
from tests.factories import ConditionFactory, ProfileFactory, UserFactory
from tests.tracker.views.pages import links_of, text_of, value_of, words
from tracker.models import Profile

ADDRESS = "/settings/reference/"
SAID = {
    "authority": "efsa", "birth_year": "1984", "birth_month": "5", "sex": "female", "life_stage": "",
    "cover_rule": "weekly", "interval_weeks": "", "cover_days": "30",
}  # fmt: skip


def rows_of(page) -> dict[str, list[str]]:
    """The table, by authority: the words of each cell."""
    body = re.search(r'<table class="table values">.*?</table>', page.text, re.DOTALL)[0]
    rows = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in re.findall("<tr.*?</tr>", body, re.DOTALL)
    ]
    cells = [[words(cell) for cell in row] for row in rows[1:]]
    return {name.split(")")[0] + ")": [name.split(")", 1)[1].strip(), *rest] for name, *rest in cells}


@pytest.fixture
def page_of(client, db):
    """The page of somebody who said this about themselves."""

    def page(*, zone: str = "Europe/London", **said):
        person = UserFactory(time_zone=zone)
        if said:
            ProfileFactory(owner=person, **said)
        client.force_login(person)
        return client.get(ADDRESS)

    return page


@pytest.fixture(autouse=True)
def in_march(time_machine):
    time_machine.move_to("2026-03-14T12:30:00+00:00", tick=False)


# --- saving ----------------------------------------------------------------------------------------------------------
def test_what_is_said_is_saved_and_shown_again(signed_in, person):
    answer = signed_in.post(ADDRESS, SAID)
    assert (answer.status_code, answer.url) == (302, ADDRESS)
    saved = Profile.objects.get(owner=person)
    assert (saved.authority, saved.birth_year, saved.birth_month, saved.sex) == ("efsa", 1984, 5, "female")
    assert (saved.cover_rule, saved.cover_days, saved.injection_interval_days) == ("weekly", 30, None)

    page = signed_in.get(ADDRESS)
    assert "Saved. From now on pages compare with these values." in words(page.text)
    assert text_of(page).startswith("Settings Reference values 4 µg a day European Union (EFSA), AI 2015, 18 years")
    assert value_of(page, "birth_year") == ["1984"]
    assert '<option value="efsa" selected>' in page.text


def test_saving_again_changes_the_same_profile(signed_in, person):
    for authority in ("efsa", "uk"):
        signed_in.post(ADDRESS, SAID | {"authority": authority})

    assert [profile.authority for profile in Profile.objects.all()] == ["uk"]


def test_everything_can_be_taken_back(signed_in, person):
    ProfileFactory(owner=person, birth_year=1984, birth_month=5, sex="female", authority="efsa")
    signed_in.post(ADDRESS, dict.fromkeys(SAID, "") | {"cover_rule": "intake", "cover_days": "14"})
    saved = Profile.objects.get(owner=person)

    assert (saved.authority, saved.birth_year, saved.birth_month, saved.sex) == ("", None, None, "")


def test_what_cannot_be_read_stays_in_the_form_and_changes_nothing(signed_in, person):
    ProfileFactory(owner=person, authority="uk", birth_year=1950)
    page = signed_in.post(ADDRESS, SAID | {"birth_year": "84", "cover_rule": "injections"})

    assert page.status_code == 200
    assert "Nothing was saved yet. Look at: Year of birth Weeks between two injections" in text_of(page)
    assert "Type the year with four digits" in text_of(page)
    assert {"#id_birth_year", "#id_interval_weeks"} <= set(links_of(page))
    assert 'aria-invalid="true" aria-describedby="id_birth_year_error"' in page.text
    assert value_of(page, "birth_year") == ["84"]
    assert text_of(page).startswith(
        "Settings Reference values 1.5 µg a day United Kingdom (COMA)"
    )  # as saved, not as typed
    assert Profile.objects.get(owner=person).birth_year == 1950


@pytest.mark.parametrize("said", [{}, {"cover_rule": "x" * 500}, {"birth_year": "\x00"}, {"authority": ["a", "b"]}])
def test_nonsense_gets_a_page_and_saves_nothing(signed_in, said):
    assert signed_in.post(ADDRESS, said).status_code == 200
    assert Profile.objects.count() == 0


def test_nobody_changes_the_answers_of_another(signed_in, person):
    other = ProfileFactory(authority="japan")
    signed_in.post(ADDRESS, SAID | {"owner": other.owner_id, "id": other.pk})
    other.refresh_from_db()

    assert other.authority == "japan"
    assert Profile.objects.get(owner=person).authority == "efsa"


def test_what_was_typed_when_the_session_ended_comes_back(db):
    person = somebody(time_zone="Europe/London")
    tab = Tab()
    tab.log_in()
    tab.open(ADDRESS)
    Session.objects.all().delete()
    answer = tab.send(ADDRESS, SAID | {"birth_year": "1961"})
    tab.open(answer.url)
    page = tab.open(tab.log_in(next=f"{ADDRESS}?kept=1").url)

    assert "This is what you had typed; nothing of it is saved yet." in text_of(page)
    assert value_of(page, "birth_year") == ["1961"]
    assert re.findall(r'name="cover_rule" value="(\w+)"[^>]*checked', page.text) == ["weekly"]
    assert not Profile.objects.filter(owner=person).exists()


# --- what it costs ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("has_one", [True, False])
def test_the_page_asks_who_it_is_and_what_they_have(signed_in, person, has_one, django_assert_num_queries):
    if has_one:
        ProfileFactory(owner=person, birth_year=1984)
    with django_assert_num_queries(3):
        signed_in.get(ADDRESS)


@pytest.mark.parametrize(("has_one", "queries"), [(True, 14), (False, 16)])
def test_saving_costs_little(signed_in, person, has_one, queries, django_assert_num_queries):
    if has_one:
        ProfileFactory(owner=person)
    # the profile and its savepoints, eight for the history of findings
    with django_assert_num_queries(queries):
        signed_in.post(ADDRESS, SAID)


# --- what it says ----------------------------------------------------------------------------------------------------
def test_somebody_who_said_nothing_has_the_values_of_their_time_zone(page_of):
    page = page_of()
    said = text_of(page)

    assert "1.5 µg a day United Kingdom (COMA), RNI 1991, 19 years and over You gave no year of birth" in said
    assert "Whose values these are follows from your time zone, Europe/London." in said
    assert "Looked up for" not in said


def test_every_authority_stands_beside_the_others(page_of):
    assert rows_of(page_of(birth_year=1990, sex="male")) == {
        "USA and Canada (National Academies)": ["RDA 1998, 19 to 50 years [1]", "2.4 µg", "2 µg"],
        "European Union (EFSA)": ["AI 2015, 18 years and over [2]", "4 µg", "none"],
        "Germany, Austria, Switzerland (D-A-CH)": ["AI 2018, 25 to 50 years [3]", "4 µg", "none"],
        "Nordic and Baltic countries (NNR)": ["AI 2023, 15 years and over [4]", "4 µg", "none"],
        "United Kingdom (COMA)": [
            "compared with RNI 1991, 19 years and over [5]", "1.5 µg", "1.25 µg unconfirmed",
        ],
        "Australia and New Zealand (NHMRC)": ["RDI 2006, 19 years and over [6]", "2.4 µg", "2 µg"],
        "Japan (MHLW)": ["AI 2025, 18 years and over [7]", "4 µg", "none"],
        "India (ICMR-NIN)": ["RDA 2020, 18 years and over [8] unconfirmed", "2.2 µg", "2 µg unconfirmed"],
        "World (FAO/WHO)": ["RNI 2004, 19 years and over [9]", "2.4 µg", "none"],
    }  # fmt: skip


def test_exactly_one_line_is_the_persons_and_says_so_in_words(page_of):
    page = page_of(authority="dach")

    assert page.text.count('<tr class="yours">') == 1
    assert [name for name, cells in rows_of(page).items() if "compared with" in cells[0]] == [
        "Germany, Austria, Switzerland (D-A-CH)"
    ]


def test_an_age_without_a_value_gets_another_authority_and_a_sentence(page_of):
    page = page_of(authority="efsa", birth_year=2026, birth_month=1)

    assert "European Union (EFSA) gives no value for this age. Taken instead: USA and Canada" in text_of(page)
    assert rows_of(page)["European Union (EFSA)"] == ["no value given for this age", "none", "none"]
    assert rows_of(page)["USA and Canada (National Academies)"][:2] == [
        "compared with AI 1998, 0 to 5 months [1]", "0.4 µg",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"birth_year": 2012}, "Under 18, the app leaves out what was probably absorbed"),
        ({"life_stage": "pregnant"}, "In pregnancy, the app leaves out what was probably absorbed"),
        ({"life_stage": "breastfeeding"}, "While you breastfeed, the app leaves out what was probably absorbed"),
    ],
)
def test_for_whom_the_model_is_off_the_page_says_so_in_one_sentence(page_of, said, sentence):
    assert text_of(page_of(**said)).count("the app leaves out") == 1
    assert sentence in text_of(page_of(**said))
    assert "the app leaves out" not in text_of(page_of(birth_year=1984))


def test_it_says_what_is_left_out_with_an_inherited_disorder(signed_in, person):
    ConditionFactory(owner=person, key="inherited", name="An inherited disorder of B12")

    assert "With an inherited disorder of B12, the app leaves out what was probably" in text_of(signed_in.get(ADDRESS))


def test_pregnancy_has_its_own_values(page_of):
    rows = rows_of(page_of(life_stage="pregnant", authority="us-ca"))

    assert rows["USA and Canada (National Academies)"] == [
        "compared with RDA 1998, in pregnancy [1]",
        "2.6 µg",
        "2.2 µg",
    ]
    assert rows["United Kingdom (COMA)"] == ["RNI 1991, in pregnancy [5] unconfirmed", "1.5 µg", "none"]


def test_why_this_number_names_row_person_floor_and_publication(page_of):
    said = text_of(page_of(authority="efsa", birth_year=1984, sex="female"))

    assert "European Union (EFSA): AI 2015, 18 years and over = 4 µg" in said
    assert "Looked up for: 41 years, female. You chose whose values these are." in said
    assert (
        "Its floor is 2 µg: the average requirement (EAR 1998), USA and Canada (National Academies). "
        "European Union (EFSA): none given." in said
    )
    assert "The value is compared with what you swallow" in said
    assert "Publication 2" in said


def test_a_lower_value_is_shown_and_nothing_else_beside_it(page_of):
    said = text_of(page_of())

    assert "LRNI: 1 µg, lower reference nutrient intake: enough for only a few people. It is unconfirmed." in said
    assert said.count("It is shown, not compared with.") == 1


def test_the_page_says_why_values_differ_and_that_no_upper_limit_is_set(page_of):
    said = text_of(page_of())

    assert "For the same adult the values run from 1.5 to 4 µg." in said
    assert "Older ones guard against anaemia and assume that half is absorbed [1]" in said
    assert "newer ones look at several markers in the blood together [2] [11]" in said
    assert "No upper limit is set" in said
    assert "guidance level for adults: 2,000 µg a day from supplements alone [10]" in said


def test_every_number_leads_to_a_publication_and_each_stands_once(page_of):
    page = page_of()
    numbers = {link for link in links_of(page) if link.startswith("#publication-")}
    listed = re.findall(r'<li id="(publication-\d+)">', page.text)

    assert numbers == {f"#{one}" for one in listed}
    assert listed == [f"publication-{n}" for n in range(1, 13)]
    assert "https://doi.org/10.2903/j.efsa.2015.4150" in links_of(page)
    assert "unconfirmed (" not in page.text


def test_no_word_of_the_page_judges(page_of):
    said = text_of(page_of(birth_year=2012, life_stage="pregnant")).partition("Publications")[0].lower()

    assert "upper limit" in said
    assert [word for word in ("deficien", "you are safe", "goal", "streak", "healthy level") if word in said] == []


def test_settings_lead_here(signed_in):
    assert ADDRESS in links_of(signed_in.get("/settings/"))


def test_a_demo_may_say_whom_values_are_for(client, db, time_machine):
    client.force_login(UserFactory(demo_until="2026-03-15T00:00:00Z"))

    assert client.post(ADDRESS, SAID).status_code == 302
