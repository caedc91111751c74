"""The board of symptoms, a check, the choice, one symptom over the years, and what red flags say."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.accounts.tabs import Tab, somebody
from tests.factories import (
    EntryFactory,
    FoodFactory,
    RedFlagTickFactory,
    SampleFactory,
    SymptomScoreFactory,
    TrackedSymptomFactory,
)
from tests.tracker.views.conftest import TODAY, days_ago
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of
from tracker.domain.journal import CHOOSABLE
from tracker.models import SymptomScore

BOARD, CHECK, SAME, CHOOSE, OVER = (
    reverse(name) for name in ("symptoms", "symptom_check", "symptoms_same", "symptoms_choose", "red_flags_over")
)
KEPT = "You had been logged out. This is what you had typed; nothing of it is saved yet."
ON = {"on": "2026-03-14"}


@pytest.fixture
def tracked(person):
    """Somebody with tiredness and numbness on the board, scored a week ago and the week before."""
    rows = {
        key: TrackedSymptomFactory(owner=person, key=key, first_on=days_ago(400)) for key in ("fatigue", "numbness")
    }
    for key, score, days in (("fatigue", 4, 14), ("fatigue", 5, 7), ("numbness", 3, 14), ("numbness", 3, 7)):
        SymptomScoreFactory(owner=person, key=key, score=score, on=days_ago(days))
    return rows


def scores(person) -> dict[str, Decimal]:
    """Those of today."""
    return dict(person.symptom_scores.filter(on=TODAY).values_list("key", "score"))


# --- the board -------------------------------------------------------------------------------------------------------
def test_an_empty_board_says_how_to_begin(signed_in):
    page = signed_in.get(BOARD)
    said = text_of(page)
    assert "To begin Choose the few that matter to you." in said
    assert {CHOOSE, CHECK + "#signs"} <= set(links_of(page))
    assert "What moved" not in said


def test_the_board_says_what_each_is_and_was_and_what_else_it_may_be(signed_in, tracked):
    page = signed_in.get(BOARD)
    said = text_of(page)
    assert "0 to 10, last on 7 March 2026" in said
    assert "Nerve Numbness also: a trapped nerve, poor circulation, diabetes 3 / 10 same" in said
    assert "Blood Tiredness also: short sleep, stress, flu and other infections 5 / 10 was 4" in said
    assert 'aria-label="5 of 10"' in page.text
    assert (page.text.count('class="step-on"'), page.text.count('class="step-off"')) == (3 + 5, 7 + 5)
    assert f"/care/symptoms/{tracked['fatigue'].pk}/" in links_of(page)


def test_what_was_never_scored_is_not_zero(signed_in, person):
    TrackedSymptomFactory(owner=person)
    page = signed_in.get(BOARD)
    assert "not scored" in text_of(page)
    assert "of 10" not in page.text
    assert "Same as last time" not in text_of(page)
    assert "Say how it is" in text_of(page)


def test_what_was_scored_long_ago_still_stands_there(signed_in, person):
    TrackedSymptomFactory(owner=person)
    SymptomScoreFactory(owner=person, on=days_ago(800), score=7)
    SymptomScoreFactory(owner=person, on=days_ago(900), score=2)
    assert "7 / 10 was 2" in text_of(signed_in.get(BOARD))


def test_only_what_is_shown_stands_there_and_only_ones_own(signed_in, person):
    TrackedSymptomFactory(owner=person, shown=False)
    TrackedSymptomFactory()
    SymptomScoreFactory(owner=person)
    SymptomScoreFactory()
    assert "To begin" in text_of(signed_in.get(BOARD))


@pytest.mark.parametrize(
    ("key", "score", "said"),
    [("confusion", 1, "Confusion also: an infection, medicines, too little fluid yes"), ("pallor", 0, "no"),
     ("falls", 2, "2"), ("weight_loss", "2.5", "2.5 kg")],
)  # fmt: skip
def test_what_is_not_on_a_scale_is_said_in_its_own_words(signed_in, person, key, score, said):
    TrackedSymptomFactory(owner=person, key=key)
    SymptomScoreFactory(owner=person, key=key, score=Decimal(score), on=days_ago(1))
    page = signed_in.get(BOARD)
    assert said in text_of(page)
    assert "/ 10" not in text_of(page)


def test_what_moved_is_told_from_enough_entries_only(signed_in, person, tracked):
    assert "Too few entries to compare yet: each symptom needs 4 in each of two fortnights." in text_of(
        signed_in.get(BOARD)
    )
    for key, now, before in (("fatigue", 6, 4), ("numbness", 2, 2)):
        for day in range(1, 5):
            SymptomScoreFactory(owner=person, key=key, score=now, on=days_ago(day))
            SymptomScoreFactory(owner=person, key=key, score=before, on=days_ago(16 + day))
    said = text_of(signed_in.get(BOARD))
    assert "Went up: tiredness, from 4 to 6. Stayed within a point: numbness." in said
    assert "Too few entries" not in said


def test_what_moved_together_is_named_and_the_rest_counted(signed_in, person):
    for key, move in (("numbness", 2), ("tingling", 3)):
        TrackedSymptomFactory(owner=person, key=key)
        for day in range(4):
            SymptomScoreFactory(owner=person, key=key, score=3 + move, on=days_ago(day))
            SymptomScoreFactory(owner=person, key=key, score=3, on=days_ago(14 + day))
    TrackedSymptomFactory(owner=person, key="fatigue")
    said = text_of(signed_in.get(BOARD))
    assert "Went up: tingling, pins and needles, from 3 to 6; numbness, from 3 to 5. Went up together: nerve." in said
    assert "1 other has too few entries: 4 in each of two fortnights are needed." in said


# --- the same as last time -------------------------------------------------------------------------------------------
def test_one_press_saves_the_same_and_a_second_nothing(signed_in, person, tracked):
    answer = signed_in.post(SAME)
    assert (answer.status_code, answer.url) == (302, BOARD)
    assert scores(person) == {"fatigue": 5, "numbness": 3}
    page = signed_in.get(BOARD)
    assert toasts_of(page) == ["Saved the same for 2 symptoms. “Change some” changes them."]
    assert "Same as last time" not in text_of(page)
    assert "Today is written down." in text_of(page)

    signed_in.post(SAME)
    assert person.symptom_scores.count() == 6
    assert toasts_of(signed_in.get(BOARD)) == ["Nothing to repeat: today is written down, or nothing has a score yet."]


# --- a check ---------------------------------------------------------------------------------------------------------
def test_a_check_asks_for_what_is_on_the_board_and_chooses_nothing_beforehand(signed_in, tracked):
    page = signed_in.get(CHECK)
    said = text_of(page)
    assert "Numbness last time 3 / 10, 7 Mar 0 1 2 3 4 5 6 7 8 9 10 How does it go?" in said
    assert "Tiredness last time 5 / 10, 7 Mar" in said
    assert [checked(page, name) for name in ("fatigue", "numbness", "numbness-course", "ticks")] == [[], [], [], []]
    assert value_of(page, "on") == ["2026-03-14"]
    assert value_of(page, "headache") == []


def test_what_is_left_empty_is_not_scored(signed_in, person, tracked):
    answer = signed_in.post(CHECK, ON | {"fatigue": "0", "numbness": ""})
    assert (answer.status_code, answer.url) == (302, BOARD)
    assert scores(person) == {"fatigue": 0}


def test_everything_that_is_said_is_kept(signed_in, person, tracked):
    said = {"numbness": "6", "numbness-course": "spreading", "numbness-places": ["left_foot", "right_foot"],
            "numbness-note": "worse at night"}  # fmt: skip
    signed_in.post(CHECK, {"on": "2026-03-12"} | said)
    row = person.symptom_scores.get(on=days_ago(2))
    assert (row.key, row.score, row.course, row.places, row.note) == (
        "numbness", 6, "spreading", "left_foot right_foot", "worse at night",
    )  # fmt: skip
    assert "it spreads, left foot, right foot" in text_of(signed_in.get(BOARD))


def test_the_last_word_of_the_day_wins(signed_in, person, tracked):
    for score in ("6", "6", "2"):
        signed_in.post(CHECK, ON | {"fatigue": score})
    assert scores(person) == {"fatigue": 2}
    assert person.symptom_scores.filter(key="fatigue").count() == 3


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "There is nothing to save yet. Choose a number, or tick a sign."),
        ({"fatigue": "11"}, "Choose one of these."),
        ({"fatigue": "5", "on": "2026-03-15"}, "That is still to come. Choose a day up to today."),
        ({"fatigue": "5", "on": "1200-01-01"}, "That is too long ago. Choose a day from 1900 on."),
        ({"fatigue": "5", "on": "soon"}, "That is not a date we can read."),
        ({"fatigue": "5", "on": ""}, "Choose the day that it was."),
        ({"numbness-note": "both feet"}, "Say how strong it was, too. 0 means: not at all."),
        ({"numbness-course": "worse"}, "Say how strong it was, too. 0 means: not at all."),
    ],
)
def test_what_cannot_be_saved_comes_back_with_a_sentence(signed_in, person, tracked, said, sentence):
    page = signed_in.post(CHECK, ON | said)
    assert page.status_code == 200
    assert "Nothing was saved yet. Look at:" in text_of(page)
    assert sentence in text_of(page)
    assert scores(person) == {}
    assert person.symptom_scores.count() == 4


def test_what_was_typed_stands_in_the_form_again(signed_in, tracked):
    said = {"on": "2027-01-01", "fatigue": "5", "numbness": "3", "numbness-course": "worse",
            "numbness-places": ["left_foot"], "numbness-note": '"><script>', "ticks": ["one_sided"]}  # fmt: skip
    page = signed_in.post(CHECK, said)
    assert (checked(page, "fatigue"), checked(page, "numbness-course")) == (["5"], ["worse"])
    assert (checked(page, "numbness-places"), value_of(page, "numbness-note")) == (["left_foot"], ['"><script>'])
    assert set(checked(page, "ticks")) == {"one_sided"}
    assert "<script>" not in page.text.replace("<script src", "")


@pytest.mark.parametrize(
    ("key", "typed", "kept"), [("falls", "2", 2), ("weight_loss", "2,5", Decimal("2.5")), ("confusion", "0", 0)]
)
def test_counts_and_kilograms_and_yes_and_no_are_typed_as_people_do(signed_in, person, key, typed, kept):
    TrackedSymptomFactory(owner=person, key=key)
    signed_in.post(CHECK, ON | {key: typed})
    assert scores(person) == {key: kept}


@pytest.mark.parametrize(("key", "typed"), [("falls", "lots"), ("falls", "-1"), ("falls", "100"), ("falls", "1.5")])
def test_a_count_that_cannot_be_is_asked_back(signed_in, person, key, typed):
    TrackedSymptomFactory(owner=person, key=key)
    page = signed_in.post(CHECK, ON | {key: typed})
    assert "Type how many, like 0 or 2, or leave it empty." in text_of(page)
    assert value_of(page, key) == [typed]


def test_what_is_not_on_the_board_cannot_be_scored(signed_in, person, tracked):
    assert signed_in.post(CHECK, ON | {"headache": "5", "reflex_loss": "5"}).status_code == 200
    assert scores(person) == {}


# --- red flags -------------------------------------------------------------------------------------------------------
def first_words(client) -> str:
    return text_of(client.get(BOARD))[:400]


@pytest.mark.parametrize("key", list(CHOOSABLE))
def test_a_symptom_asks_at_most_two_things_that_must_not_wait(signed_in, person, key):
    TrackedSymptomFactory(owner=person, key=key)
    page = signed_in.get(CHECK).text
    asked = page.split(f'id="ask-{key}"')[1].split('class="why more"')[0]
    assert asked.count('name="ticks"') + asked.count("How does it go?") + asked.count("What was the fall?") <= 2


def test_a_tick_says_what_to_do_before_everything_else(signed_in, person, tracked):
    answer = signed_in.post(CHECK, ON | {"fatigue": "1", "ticks": ["chest_pain"]})
    assert answer.url == BOARD
    assert first_words(signed_in).startswith(
        "Urgent Call emergency services now Call emergency services now. Do not wait for a blood test or for this app. "
        "You noted: chest pain."
    )
    assert "Emergency services: 999" in first_words(signed_in)
    assert 'href="tel:999"' in signed_in.get(BOARD).text
    assert person.finding_records.get(code="emergency-signs").closed_on is None


def test_a_tick_alone_is_enough_without_any_symptom(signed_in, person):
    signed_in.post(CHECK, ON | {"ticks": ["face_or_speech"]})
    assert first_words(signed_in).startswith("Urgent Call emergency services now")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"numbness": "1", "numbness-places": ["saddle"]}, "Call emergency services now"),
        ({"numbness": "1", "numbness-course": "worse"}, "Nerve signs"),
        ({"numbness": "6"}, "Nerve signs"),
    ],
    ids=["saddle", "worse", "fast"],
)
def test_what_the_entries_say_together_is_urgent_too(signed_in, person, tracked, said, told):
    signed_in.post(CHECK, ON | said)
    assert first_words(signed_in).startswith(f"Urgent {told}")


def test_thoughts_of_self_harm_stand_alone_with_whom_to_call(signed_in, person, tracked):
    signed_in.post(CHECK, ON | {"ticks": ["self_harm"]})
    page = signed_in.get(BOARD)
    said = text_of(page)
    top, _rest = said.split("Care Symptoms How you feel")
    assert top.startswith("Urgent You deserve help now")
    assert "Samaritans: 116 123 Emergency services: 999" in top
    assert "B12" not in top
    assert 'class="note doc tops alone"' in page.text


def test_numbers_are_those_of_the_country(signed_in, person):
    person.time_zone = "Africa/Nairobi"
    person.save()
    signed_in.post(CHECK, ON | {"ticks": ["chest_pain"]})
    assert "Emergency services: 112 Where you are the number may be another one." in first_words(signed_in)


def test_what_is_for_a_doctor_this_week_stands_below_the_title(signed_in, person, tracked):
    signed_in.post(CHECK, ON | {"ticks": ["jaundice"]})
    page = signed_in.get(BOARD)
    assert "See a clinician" in text_of(page)
    assert "tel:" not in page.text


def test_what_is_ticked_can_be_said_to_be_over_one_by_one(signed_in, person, tracked):
    for key in ("chest_pain", "jaundice"):
        RedFlagTickFactory(owner=person, key=key)
    assert "You ticked counts for 28 days Chest pain Over, or looked at" in text_of(signed_in.get(BOARD))

    answer = signed_in.post(OVER, {"key": "chest_pain"})
    assert (answer.status_code, answer.url) == (302, BOARD)
    assert list(person.red_flags.filter(ended_on=None).values_list("key", flat=True)) == ["jaundice"]
    assert person.red_flags.get(key="chest_pain").ended_on == TODAY
    assert toasts_of(signed_in.get(BOARD)) == ["Noted. Tick it again if it comes back."]

    signed_in.post(OVER)
    assert person.red_flags.filter(ended_on=None).count() == 0
    assert "You ticked" not in text_of(signed_in.get(BOARD))


def test_nonsense_ends_nothing(signed_in, person):
    RedFlagTickFactory(owner=person)
    signed_in.post(OVER, {"key": "nonsense"})
    assert person.red_flags.filter(ended_on=None).count() == 1


def test_a_tick_holds_for_28_days(signed_in, person):
    RedFlagTickFactory(owner=person, key="jaundice", on=days_ago(60))
    assert "You ticked" not in text_of(signed_in.get(BOARD))
    RedFlagTickFactory(owner=person, key="chest_pain", on=days_ago(27))
    assert "You ticked" in text_of(signed_in.get(BOARD))


def test_one_fall_is_asked_about_and_answered(signed_in, person):
    TrackedSymptomFactory(owner=person, key="falls")
    signed_in.post(CHECK, ON | {"falls": "1"})
    page = signed_in.get(BOARD)
    assert "Did you trip over something, or fall without a reason?" in text_of(page)
    assert CHECK in links_of(page)

    signed_in.post(CHECK, ON | {"falls": "1", "fall": "fall_unexplained"})
    said = text_of(signed_in.get(BOARD))
    assert "Did you trip" not in said
    assert "See a clinician" in said


def test_ticks_that_hold_are_named_in_the_form_but_not_ticked_again(signed_in, person, tracked):
    RedFlagTickFactory(owner=person, key="jaundice")
    page = signed_in.get(CHECK)
    assert "Ticked before, and still counted: skin or eyes that turn yellow." in text_of(page)
    assert checked(page, "ticks") == []


# --- choosing --------------------------------------------------------------------------------------------------------
def test_everything_that_can_be_scored_can_be_chosen(signed_in, tracked):
    page = signed_in.get(CHOOSE)
    assert sorted(value_of(page, "keys")) == sorted(CHOOSABLE)
    assert {"reflex_loss", "macrocytosis"} & set(CHOOSABLE) == set()
    assert sorted(checked(page, "keys")) == ["fatigue", "numbness"]
    assert "A baby Baby: floppy, feeding badly, losing skills, not growing" in text_of(page)


def test_the_board_is_what_was_chosen(signed_in, person, tracked):
    answer = signed_in.post(CHOOSE, {"keys": ["numbness", "headache"]})
    assert (answer.status_code, answer.url) == (302, BOARD)
    shown = person.tracked_symptoms.filter(shown=True).values_list("key", flat=True)
    assert set(shown) == {"numbness", "headache"}
    assert person.symptom_scores.count() == 4


@pytest.mark.parametrize("key", ["reflex_loss", "macrocytosis", "nonsense"])
def test_what_cannot_be_scored_cannot_be_chosen(signed_in, person, tracked, key):
    page = signed_in.post(CHOOSE, {"keys": ["headache", key]})
    assert "Nothing was saved yet." in text_of(page)
    assert checked(page, "keys") == ["headache"]
    assert person.tracked_symptoms.filter(key="headache").count() == 0


# --- one symptom -----------------------------------------------------------------------------------------------------
@pytest.fixture
def address(tracked):
    return reverse("symptom", args=[tracked["fatigue"].pk])


def test_its_page_has_its_line_its_look_alikes_and_its_sources(signed_in, person, address):
    injection = FoodFactory(tablet=True, origin="injected")
    EntryFactory(owner=person, food=injection, origin="injected", route="injected",
                 eaten_at=dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC))  # fmt: skip
    SampleFactory(owner=person, taken_on=days_ago(12))
    page = signed_in.get(address)
    said = text_of(page)
    assert said.startswith("Care · Symptoms Tiredness Too few entries for a trend: 4 in each of two fortnights are "
                           "needed; there are 1 and 1.")  # fmt: skip
    assert "Often something else Short sleep, stress, flu and other infections, low iron." in said
    assert "Speaks for B12 It is deep and lasting, from anaemia that brings too little oxygen to the body." in said
    assert "2 entries. Lowest 4, highest 5, last 5. 1 day with an injection. 1 blood test." in page.text
    assert "Week from Tiredness, median injections blood tests" in said
    assert "injection blood test" in said  # what the marks mean
    assert page.text.count('class="c-tested"') == 2  # one, and the mark that says what it is
    assert "2 entries" in page.text
    assert "Sources" in said


@pytest.mark.parametrize(("span", "entries"), [("weeks", 2), ("months", 3), ("years", 4), ("", 3), ("nonsense", 3)])
def test_it_looks_back_over_weeks_months_and_years(signed_in, person, address, span, entries):
    for days in (100, 800):
        SymptomScoreFactory(owner=person, on=days_ago(days))
    page = signed_in.get(address, {"span": span} if span else {})
    assert f"{entries} entries." in page.text


def test_nothing_in_the_time_is_said(signed_in, person):
    row = TrackedSymptomFactory(owner=person)
    assert "No score in this time." in text_of(signed_in.get(reverse("symptom", args=[row.pk])))


def test_when_it_began_is_kept_as_it_was_said(signed_in, person, address, tracked):
    page = signed_in.post(address, {"onset": "2021", "looked_into": "on"})
    assert page.url == address
    row = tracked["fatigue"]
    row.refresh_from_db()
    assert (row.onset, row.onset_precision, row.looked_into) == (dt.date(2021, 7, 1), "year", True)
    again = signed_in.get(address)
    assert (value_of(again, "onset"), checked(again, "looked_into")) == (["2021"], ["on"])

    signed_in.post(address, {"onset": ""})
    row.refresh_from_db()
    assert (row.onset, row.looked_into) == (None, False)


def test_an_onset_that_cannot_be_read_comes_back(signed_in, address, tracked):
    page = signed_in.post(address, {"onset": "soon"})
    assert "“soon” is not a date we can read." in text_of(page)
    assert value_of(page, "onset") == ["soon"]
    tracked["fatigue"].refresh_from_db()
    assert tracked["fatigue"].onset is None


def test_notes_are_listed_and_an_entry_can_be_removed(signed_in, person, address):
    SymptomScoreFactory(owner=person, on=days_ago(1), score=8, note="<b>bad</b> night")
    page = signed_in.get(address)
    assert "8 13 March 2026 <b>bad</b> night" in text_of(page)
    assert value_of(page, "remove")[0] == "2026-03-13"

    for _ in range(2):
        assert signed_in.post(address, {"remove": "2026-03-13"}).url == address
    assert person.symptom_scores.filter(key="fatigue").count() == 2
    signed_in.post(address, {"remove": "nonsense"})
    assert person.symptom_scores.filter(key="fatigue").count() == 2


def test_a_stranger_gets_404(stranger, address, tracked, person):
    assert stranger.get(address).status_code == 404
    for said in ({"onset": "2020"}, {"remove": str(days_ago(7))}):
        assert stranger.post(address, said).status_code == 404
    assert person.symptom_scores.count() == 4


def test_a_visitor_is_asked_to_log_in(client, person, address):
    for page in (BOARD, CHECK, CHOOSE, address):
        assert client.get(page).url.startswith("/accounts/login/")
    for page in (SAME, OVER):
        assert client.post(page).url.startswith("/accounts/login/")
    assert person.symptom_scores.filter(on=TODAY).count() == 0


@pytest.mark.parametrize("address", [SAME, OVER])
def test_what_changes_something_is_not_done_by_looking(signed_in, person, tracked, address):
    assert signed_in.get(address).status_code == 405
    assert scores(person) == {}


def test_no_page_has_health_words_in_its_address(signed_in, tracked):
    words = {"numb", "fatigue", "tired"}
    links = [link for page in (BOARD, CHECK) for link in links_of(signed_in.get(page))]
    assert [link for link in links if any(word in link.split("#")[0] for word in words)] == []


# --- how many queries ------------------------------------------------------------------------------------------------
def weekly(person, keys, weeks: int) -> None:
    for key in keys:
        TrackedSymptomFactory(owner=person, key=key)
    SymptomScore.objects.bulk_create(
        SymptomScore(owner=person, key=key, on=days_ago(7 * week), score=week % 10)
        for key in keys
        for week in range(weeks)
    )


@pytest.mark.parametrize(("symptoms", "weeks"), [(1, 1), (20, 260)])
def test_pages_take_as_many_queries_for_one_as_for_twenty(
    signed_in, person, django_assert_num_queries, symptoms, weeks
):
    weekly(person, list(CHOOSABLE)[:symptoms], weeks)
    one = reverse("symptom", args=[person.tracked_symptoms.order_by("pk")[0].pk])
    for address, queries in ((BOARD, 7), (CHECK, 5), (CHOOSE, 3), (one + "?span=years", 7)):
        with django_assert_num_queries(queries):
            assert signed_in.get(address).status_code == 200


# --- the session ends ------------------------------------------------------------------------------------------------
def test_what_was_typed_comes_back_and_is_not_saved(db):
    person = somebody(time_zone="Europe/London")
    TrackedSymptomFactory(owner=person)
    tab = Tab()
    tab.log_in()
    tab.open(CHECK)
    Session.objects.all().delete()
    tab.open(tab.send(CHECK, ON | {"fatigue": "6", "fatigue-note": "long day", "ticks": ["fainting"]}).url)
    page = tab.open(tab.log_in(next=f"{CHECK}?kept=1").url)

    assert KEPT in text_of(page)
    assert (checked(page, "fatigue"), value_of(page, "fatigue-note")) == (["6"], ["long day"])
    assert set(checked(page, "ticks")) == {"fainting"}
    assert person.symptom_scores.count() == person.red_flags.count() == 0
