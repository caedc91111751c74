"""What may be said about oneself, and the sentence for what cannot be read."""

import datetime as dt

import pytest

from tracker.forms.profile import AboutForm, AllAnswersForm, DietForm, ProfileForm
from tracker.models import Profile
from tracker.models.profile import Authority

TODAY = dt.date(2026, 3, 14)
NOTHING = {
    "authority": "", "birth_year": None, "birth_month": None, "sex": "", "life_stage": "", "cover_rule": "intake",
    "cover_days": 14, "injection_interval_days": None,
}  # fmt: skip
YEAR = "Type the year with four digits, from 1900 to this year, or leave it empty."
WEEKS = "Type a number of weeks up to 52, like 8 or 12, or leave it empty."
FEMALE_ONLY = "The tables have values for this under “female” only. Change one of the two answers."


def form(profile: Profile | None = None, *, zone: str = "Europe/London", **said) -> ProfileForm:
    typed = {"cover_rule": "intake", "cover_days": "14", **said}
    sent = ProfileForm(typed, profile=profile or Profile(), time_zone=zone, today=TODAY)
    sent.full_clean()
    return sent


def unsent(profile: Profile, zone: str = "Europe/London") -> ProfileForm:
    return ProfileForm(None, profile=profile, time_zone=zone, today=TODAY)


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ({}, {}),
        ({"authority": "efsa"}, {"authority": "efsa"}),
        ({"birth_year": " 1984 "}, {"birth_year": 1984}),
        ({"birth_year": "1900", "birth_month": "12"}, {"birth_year": 1900, "birth_month": 12}),
        ({"birth_year": "2026", "birth_month": "3"}, {"birth_year": 2026, "birth_month": 3}),
        ({"sex": "male"}, {"sex": "male"}),
        ({"sex": "female", "life_stage": "pregnant"}, {"sex": "female", "life_stage": "pregnant"}),
        ({"life_stage": "breastfeeding"}, {"life_stage": "breastfeeding"}),
        ({"cover_rule": "weekly", "cover_days": "30"}, {"cover_rule": "weekly", "cover_days": 30}),
        ({"cover_rule": "injections", "interval_weeks": "12"},
         {"cover_rule": "injections", "injection_interval_days": 84}),
        ({"interval_weeks": "8,7"}, {"injection_interval_days": 61}),
        ({"interval_weeks": "52"}, {"injection_interval_days": 364}),
        ({"interval_weeks": "0.3"}, {"injection_interval_days": 2}),
        ({"interval_weeks": " "}, {"injection_interval_days": None}),
    ],
)  # fmt: skip
def test_what_is_said_becomes_the_answers_of_a_profile(said, answers):
    sent = form(**said)

    assert sent.errors == {}
    assert sent.answers == NOTHING | answers


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        ({"authority": "usda"}, {"authority": ["Choose one from the list."]}),
        ({"birth_year": "84"}, {"birth_year": [YEAR]}),
        ({"birth_year": "1899"}, {"birth_year": [YEAR]}),
        ({"birth_year": "2027"}, {"birth_year": [YEAR]}),
        ({"birth_year": "MCMLXXXIV"}, {"birth_year": [YEAR]}),
        ({"birth_year": "84", "birth_month": "5"}, {"birth_year": [YEAR]}),
        ({"birth_month": "5"},
         {"birth_year": ["A month needs its year. Type the year, or choose “Not said” for the month."]}),
        ({"birth_year": "2026", "birth_month": "4"},
         {"birth_month": ["That month is still to come. Choose another, or check the year."]}),
        ({"birth_year": "1984", "birth_month": "13"}, {"birth_month": ["Choose a month from January to December."]}),
        ({"sex": "other"}, {"sex": ["Choose one from the list."]}),
        ({"life_stage": "pregnant", "sex": "male"}, {"life_stage": [FEMALE_ONLY]}),
        ({"life_stage": "expecting"}, {"life_stage": ["Choose one from the list."]}),
        ({"cover_rule": ""}, {"cover_rule": ["Choose one of the five rules."]}),
        ({"cover_rule": "prayer"}, {"cover_rule": ["Choose one of the five rules."]}),
        ({"cover_days": "8"}, {"cover_days": ["Choose 7, 14 or 30 days."]}),
        ({"cover_days": ""}, {"cover_days": ["Choose 7, 14 or 30 days."]}),
        ({"cover_rule": "injections"},
         {"interval_weeks": ["This rule needs an interval. Type the weeks between two injections."]}),
        ({"cover_rule": "injections", "interval_weeks": "soon"}, {"interval_weeks": [WEEKS]}),
        ({"interval_weeks": "0"}, {"interval_weeks": [WEEKS]}),
        ({"interval_weeks": "-2"}, {"interval_weeks": [WEEKS]}),
        ({"interval_weeks": "0.05"}, {"interval_weeks": [WEEKS]}),
        ({"interval_weeks": "53"}, {"interval_weeks": [WEEKS]}),
        ({"interval_weeks": "9" * 30}, {"interval_weeks": [WEEKS]}),
    ],
)  # fmt: skip
def test_an_error_says_what_to_do_and_stands_by_its_field(said, errors):
    assert form(**said).errors == errors


def test_an_interval_that_was_stored_is_shown_in_weeks_that_mean_the_same():
    shown = {days: unsent(Profile(injection_interval_days=days)).initial["interval_weeks"] for days in range(1, 367)}

    assert {days: form(interval_weeks=weeks).answers["injection_interval_days"] for days, weeks in shown.items()} == {
        days: days for days in range(1, 367)
    }


def test_what_was_said_before_stands_in_the_form():
    profile = Profile(
        authority="uk", birth_year=1984, birth_month=5, sex="female", life_stage="pregnant", cover_rule="daily",
        cover_days=7, injection_interval_days=56,
    )  # fmt: skip
    assert unsent(profile).initial == {
        "authority": "uk", "birth_year": 1984, "birth_month": 5, "sex": "female", "life_stage": "pregnant",
        "cover_rule": "daily", "cover_days": 7, "interval_weeks": "8",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "offered"),
    [
        ("Europe/London", "By your time zone: United Kingdom (COMA)"),
        ("Europe/Paris", "By your time zone: European Union (EFSA)"),
        ("", "By your time zone: World (FAO/WHO)"),
    ],
)
def test_the_first_choice_is_that_of_the_time_zone_and_says_whose(zone, offered):
    choices = list(unsent(Profile(), zone).fields["authority"].choices)

    assert choices == [("", offered), *Authority.choices]


def test_an_answer_that_is_refused_changes_no_profile():
    profile = Profile(birth_year=1984)

    assert not form(profile, birth_year="1985", cover_days="8").is_valid()
    assert profile.birth_year == 1984


# --- what one eats ---------------------------------------------------------------------------------------------------
NOTHING_EATEN = {
    "diet": "", "diet_since": None, "no_source_since": None, "no_source_until": None, "takes_unlogged": None,
}  # fmt: skip


def diet(profile: Profile | None = None, **said) -> DietForm:
    sent = DietForm(said, profile=profile or Profile(), today=TODAY)
    sent.full_clean()
    return sent


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ({}, {}),
        ({"diet": "lacto"}, {"diet": "lacto"}),
        ({"diet": "vegan"}, {"diet": "vegan"}),
        ({"diet": "vegan", "diet_since": "2020"},
         {"diet": "vegan", "diet_since": dt.date(2020, 7, 1), "diet_since_precision": "year"}),
        ({"diet": "vegan", "no_source_since": "3/2021"}, {"diet": "vegan", "no_source_since": dt.date(2021, 3, 15)}),
        ({"diet": "vegan", "no_source_since": "2021", "no_source_until": "March 2021"},
         {"diet": "vegan", "no_source_since": dt.date(2021, 3, 31), "no_source_until": dt.date(2021, 3, 31)}),
        ({"diet": "vegan", "takes_unlogged": "yes"}, {"diet": "vegan", "takes_unlogged": True}),
        ({"diet": "vegan", "takes_unlogged": "no"}, {"diet": "vegan", "takes_unlogged": False}),
    ],
)  # fmt: skip
def test_what_one_eats_is_read(said, answers):
    sent = diet(**said)

    assert sent.errors == {}
    assert sent.answers == NOTHING_EATEN | answers


@pytest.mark.parametrize("chosen", ["", "omnivore", "other"])
def test_what_is_asked_of_vegans_counts_for_vegans_only(chosen):
    typed = {"diet_since": "rubbish", "no_source_since": "2021", "no_source_until": "2020", "takes_unlogged": "yes"}
    sent = diet(diet=chosen, **typed)

    assert sent.errors == {}
    assert sent.answers == NOTHING_EATEN | {"diet": chosen}


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        ({"diet": "carnivore"}, {"diet": ["Choose one from the list."]}),
        ({"diet": "vegan", "diet_since": "2027"},
         {"diet_since": ["That is still to come. Type a date up to today."]}),
        ({"diet": "vegan", "no_source_until": "2021"},
         {"no_source_since": ["Type when this time began, or clear its end."]}),
        ({"diet": "vegan", "no_source_since": "2021", "no_source_until": "2020"},
         {"no_source_until": ["The end lies before the start. Change one of the two dates."]}),
        ({"diet": "vegan", "takes_unlogged": "maybe"},
         {"takes_unlogged": ["Choose yes or no, or leave it open."]}),
    ],
)  # fmt: skip
def test_an_error_about_the_diet_stands_by_its_field(said, errors):
    assert diet(**said).errors == errors


def test_dates_of_vegans_are_shown_as_they_were_said():
    before = Profile(
        diet="vegan", diet_since=dt.date(2020, 3, 15), diet_since_precision="month",
        no_source_since=dt.date(2021, 7, 1), no_source_until=dt.date(2022, 3, 14), takes_unlogged=False,
    )  # fmt: skip
    shown = DietForm(None, profile=before, today=TODAY)
    again = {name: shown[name].value() for name in shown.fields}

    assert again == {
        "diet": "vegan", "diet_since": "March 2020", "no_source_since": "2021", "no_source_until": "14 March 2022",
        "takes_unlogged": "no",
    }  # fmt: skip
    sent = diet(before, **again)
    assert {name: getattr(before, name) for name in sent.answers} == sent.answers


# --- all of it -------------------------------------------------------------------------------------------------------
def test_all_answers_are_asked_on_one_page_and_each_can_be_taken_back():
    before = Profile(diet="vegan", birth_year=1984, sex="female", injection_interval_days=84, cover_rule="injections")
    blank = AllAnswersForm({}, profile=before, today=TODAY)

    assert blank.is_valid()
    assert blank.answers == NOTHING_EATEN | {
        "birth_year": None, "birth_month": None, "sex": "", "life_stage": "", "injection_interval_days": None,
        "cover_rule": "intake",
    }  # fmt: skip
    assert [str(label) for value, label in blank.fields["diet"].choices if not value] == ["Not said"]
    assert [str(label) for value, label in blank.fields["takes_unlogged"].choices if not value] == ["Not said"]


def test_one_page_keeps_the_rules_of_each_part():
    typed = {"diet": "vegan", "no_source_until": "2020", "birth_month": "3", "sex": "male", "life_stage": "pregnant",
             "interval_weeks": "99"}  # fmt: skip
    sent = AllAnswersForm(typed, profile=Profile(), today=TODAY)

    assert set(sent.errors) == {"no_source_since", "birth_year", "life_stage", "interval_weeks"}


def test_no_part_says_what_it_does_not_ask():
    sent = AboutForm({"birth_year": "1984", "diet": "vegan", "owner": "7"}, profile=Profile(diet="lacto"), today=TODAY)

    assert sent.is_valid()
    assert sent.answers == {"birth_year": 1984, "birth_month": None, "sex": "", "life_stage": ""}
