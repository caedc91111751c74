"""What somebody said about themselves, on one page: each answer with what it is for, and each can be changed."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session

from tests.accounts.tabs import Tab, somebody
from tests.factories import ConditionFactory, MedicineFactory, ProfileFactory
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of
from tracker.models import Profile

ADDRESS = "/settings/profile/"
SAID = {
    "diet": "vegan", "diet_since": "March 2020", "no_source_since": "2021", "no_source_until": "2022",
    "takes_unlogged": "yes", "birth_year": "1984", "birth_month": "5", "sex": "female", "life_stage": "",
    "interval_weeks": "12",
}  # fmt: skip


def test_what_is_said_is_saved_and_shown_again(signed_in, person):
    answer = signed_in.post(ADDRESS, SAID)
    assert (answer.status_code, answer.url) == (302, ADDRESS)
    saved = Profile.objects.get(owner=person)
    assert (saved.diet, saved.diet_since, saved.diet_since_precision) == ("vegan", dt.date(2020, 3, 15), "month")
    assert (saved.no_source_since, saved.no_source_until) == (dt.date(2021, 7, 1), dt.date(2022, 7, 1))
    assert (saved.birth_year, saved.birth_month, saved.sex, saved.takes_unlogged) == (1984, 5, "female", True)
    assert (saved.cover_rule, saved.injection_interval_days, saved.welcomed) == ("injections", 84, True)

    page = signed_in.get(ADDRESS)
    assert toasts_of(page) == ["Saved. It counts from now on."]
    assert checked(page, "diet") == ["vegan"]
    assert [value_of(page, name) for name in ("diet_since", "no_source_since", "birth_year", "interval_weeks")] == [
        ["March 2020"], ["2021"], ["1984"], ["12"],
    ]  # fmt: skip


def test_everything_can_be_taken_back(signed_in, person):
    signed_in.post(ADDRESS, SAID)
    signed_in.post(ADDRESS, dict.fromkeys(SAID, ""))
    saved = Profile.objects.get(owner=person)

    assert (saved.diet, saved.diet_since, saved.birth_year, saved.takes_unlogged) == ("", None, None, None)
    assert (saved.no_source_since, saved.no_source_until) == (None, None)
    assert (saved.cover_rule, saved.injection_interval_days) == ("intake", None)


def test_what_the_page_does_not_ask_stays(signed_in, person):
    ProfileFactory(owner=person, authority="uk", cover_rule="daily", cover_days=30)
    signed_in.post(ADDRESS, SAID | {"interval_weeks": "", "authority": "efsa", "cover_days": "7"})
    saved = Profile.objects.get(owner=person)

    assert (saved.authority, saved.cover_rule, saved.cover_days) == ("uk", "daily", 30)


def test_each_part_says_what_it_is_for(signed_in):
    said = text_of(signed_in.get(ADDRESS))

    assert "What you eat For suggestions that fit, and for advice about a diet." in said
    assert "About you For the reference value, for what changes with age" in said
    assert "Absorption For how much probably arrives of what you swallow." in said
    assert "Medicines For what a medicine may do to B12 over time. It is never a reason to stop one." in said


def test_what_is_missing_is_said_with_what_it_limits(signed_in, person):
    page = signed_in.get(ADDRESS)
    assert "What is missing and what it limits Your diet Suggestions stay general" in text_of(page)
    assert {"#eat", "#about", "#absorption", "#medicines"} <= set(links_of(page))
    assert all(f'id="{link[1:]}"' in page.text for link in links_of(page) if link.startswith("#"))

    ConditionFactory(owner=person)
    MedicineFactory(owner=person)
    signed_in.post(ADDRESS, SAID)
    assert "What is missing" not in text_of(signed_in.get(ADDRESS))


def test_medicines_and_conditions_stand_there_with_a_way_to_change_them(signed_in, person):
    MedicineFactory(owner=person, name="metformin", dose_mg=2000, since=dt.date(2022, 3, 15))
    ConditionFactory(owner=person, name="coeliac disease", since=dt.date(2019, 7, 1))
    page = signed_in.get(ADDRESS)

    assert "Metformin 2,000 mg a day since March 2022: 4 years" in text_of(page)
    assert "Coeliac disease since 2019" in text_of(page)
    for link in links_of(page):
        if link.startswith("/"):
            assert signed_in.get(link).status_code == 200


def test_under_18_the_page_says_what_is_left_out(signed_in, person):
    ProfileFactory(owner=person, birth_year=2012)

    assert "Under 18, the app leaves out what was probably absorbed" in text_of(signed_in.get(ADDRESS))


def test_what_cannot_be_read_stays_in_the_form_and_changes_nothing(signed_in, person):
    page = signed_in.post(ADDRESS, SAID | {"birth_year": "84", "diet_since": "3/4/2020"})

    assert "Nothing was saved yet. Look at:" in text_of(page)
    assert {"#id_birth_year", "#id_diet_since"} <= set(links_of(page))
    assert value_of(page, "diet_since") == ["3/4/2020"]
    assert not Profile.objects.filter(owner=person).exists()


def test_nobody_changes_the_answers_of_another(signed_in, person):
    other = ProfileFactory(diet="lacto")
    signed_in.post(ADDRESS, SAID | {"owner": other.owner_id, "id": other.pk})
    other.refresh_from_db()

    assert other.diet == "lacto"
    assert Profile.objects.get(owner=person).diet == "vegan"


def test_settings_lead_here_and_from_here_to_the_reference_values(signed_in):
    assert ADDRESS in links_of(signed_in.get("/settings/"))
    assert "/settings/reference/" in links_of(signed_in.get(ADDRESS))


def test_what_was_typed_when_the_session_ended_comes_back(db):
    person = somebody(time_zone="Europe/London")
    tab = Tab()
    tab.log_in()
    tab.open(ADDRESS)
    Session.objects.all().delete()
    answer = tab.send(ADDRESS, SAID)
    tab.open(answer.url)
    page = tab.open(tab.log_in(next=f"{ADDRESS}?kept=1").url)

    assert "This is what you had typed; nothing of it is saved yet." in text_of(page)
    assert value_of(page, "diet_since") == ["March 2020"]
    assert not Profile.objects.filter(owner=person).exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_takes_three_queries(signed_in, person, rows, django_assert_num_queries):
    ProfileFactory(owner=person)
    for _ in range(rows):
        MedicineFactory(owner=person)
        ConditionFactory(owner=person)
    with django_assert_num_queries(3):  # + medicines, conditions and the rest
        signed_in.get(ADDRESS)
