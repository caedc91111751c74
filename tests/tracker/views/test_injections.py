"""Injections: what the page says with much, little and nothing logged; site and batch of a past one."""

import datetime as dt
import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.accounts.tabs import Tab, somebody
from tests.factories import EntryFactory, ProfileFactory, SymptomScoreFactory, TrackedSymptomFactory, UserFactory
from tests.tracker.reports.care.test_injections import TODAY, injected, planned
from tests.tracker.views.pages import links_of, text_of, toasts_of, value_of
from tracker.models import Dose

PAGE = "/care/injections/"
KEPT = "You had been logged out. This is what you had typed; nothing of it is saved yet."
SAID = {"site": "left_arm", "batch": "A 12", "note": "sore for a day"}


def note_of(entry) -> str:
    return f"{PAGE}{entry.pk}/note/"


def rising(person, cycles: int = 3) -> None:
    """Injections every 12 weeks, the last one 68 days ago; tiredness higher towards the end of each cycle."""
    injected(person, *(68 + 84 * n for n in range(cycles + 1)))
    TrackedSymptomFactory(owner=person)
    for n in range(1, cycles + 1):
        for day, score in {30: 3, 50: 3, 60: 6, 80: 6}.items():
            on = TODAY - dt.timedelta(days=68 + 84 * n - day)
            SymptomScoreFactory(owner=person, on=on, score=score)


# --- what it says ----------------------------------------------------------------------------------------------------
def test_somebody_without_injections_reads_how_to_begin(signed_in):
    page = signed_in.get(PAGE)
    said = text_of(page)

    assert "No injection is logged yet." in said
    assert "Log your injections here, and you see how long ago the last one was" in said
    assert "By day of the cycle" not in said
    assert '<svg class="chart' not in page.text
    assert "css/status.css" not in page.text


def test_the_page_says_where_the_treatment_stands(signed_in, person):
    planned(person)
    rising(person)
    said = text_of(signed_in.get(PAGE))

    assert "68 days since your last injection. Next: 30 March." in said
    assert "Maintenance phase: every 12 weeks, counted from the last dose." in said
    assert "3 complete cycles" in said
    assert "Tiredness: in each of the last 3 cycles that can be compared, the scores were higher" in said
    assert "4 injections, newest first" in said
    assert "5 January 84 days after the one before Hydroxocobalamin, 1 mg · 1,000 µg" in said


def test_before_three_complete_cycles_nothing_is_said_of_a_pattern(signed_in, person):
    rising(person, cycles=2)
    said = text_of(signed_in.get(PAGE)).partition("How cycles are compared")[0]

    assert "Cycles are compared once three are complete. So far: 2." in said
    assert not re.search(r"pattern|higher|lower|raising", said)


def test_names_and_notes_are_escaped(signed_in, person):
    (entry,) = injected(person, 68)
    entry.name = "B12 <b>&</b>"
    entry.save()
    Dose.objects.create(entry=entry, regimen=planned(person), batch="<i>7")

    assert "B12 &lt;b&gt;&amp;&lt;/b&gt; · 1,000\u00a0µg · batch &lt;i&gt;7</p>" in signed_in.get(PAGE).text


def test_a_late_one_was_due_and_never_two(signed_in, person):
    planned(person)
    injected(person, 120)
    said = text_of(signed_in.get(PAGE))

    assert "The next was due on 6 February." in said
    assert "If you had it, log it. If not, ask your practice for an appointment." in said
    assert not re.search(r"two|double|catch up|missed", said.partition("How cycles")[0])


def test_the_interval_of_the_profile_is_named_as_such(signed_in, person):
    ProfileFactory(owner=person, injection_interval_days=84)
    injected(person, 68)
    said = text_of(signed_in.get(PAGE))

    assert "Next: 30 March. By the interval in your profile." in said


def test_without_any_interval_the_page_says_that_the_next_is_not_known(signed_in, person):
    injected(person, 68)

    assert "When the next one is due is not known here" in text_of(signed_in.get(PAGE))


def test_the_last_place_is_said(signed_in, person):
    (entry,) = injected(person, 68)
    Dose.objects.create(entry=entry, regimen=planned(person), site="left_arm")

    assert "Last: left upper arm. That helps if you were told to change sides." in text_of(signed_in.get(PAGE))


def test_a_symptom_is_chosen_by_its_id_and_no_address_tells_which(signed_in, person):
    rising(person)
    other = TrackedSymptomFactory(owner=person, key="headache")
    links = [link for link in links_of(signed_in.get(PAGE)) if "symptom" in link and PAGE in link]
    page = signed_in.get(PAGE, {"symptom": other.pk})

    assert [re.sub(r"\d+", "N", link) for link in links] == [f"{PAGE}?symptom=N#cycle"] * 2
    assert re.findall(r'aria-current="true">([^<]+)<', page.text) == ["Headache"]
    assert "Headache: no score in the last cycles." in text_of(page)


@pytest.mark.parametrize("query", ["symptom=x", "symptom=-1", "symptom=9" + "9" * 30, "page=0", "page=x", "page=\x00"])
def test_nonsense_in_the_address_shows_the_usual(signed_in, person, query):
    rising(person)
    page = signed_in.get(f"{PAGE}?{query}")

    assert page.status_code == 200
    assert "in each of the last 3 cycles" in text_of(page)


def test_the_button_logs_a_dose_of_the_plan(signed_in, person):
    regimen = planned(person)
    injected(person, 68)
    page = signed_in.get(PAGE)

    assert f'action="{reverse("regimen_dose", args=[regimen.pk])}"' in page.text
    assert value_of(page, "next") == [PAGE]
    signed_in.post(
        reverse("regimen_dose", args=[regimen.pk]), {"uid": value_of(page, "uid")[0], "next": PAGE}
    )  # fmt: skip
    assert "Your last injection was today." in text_of(signed_in.get(PAGE))


def test_without_a_plan_the_button_opens_the_log(signed_in, person):
    injected(person, 68)

    assert "/log/" in links_of(signed_in.get(PAGE))


def test_the_list_goes_on_another_page(signed_in, person):
    injected(person, *range(10, 10 + 15 * 28, 28))
    first, second = signed_in.get(PAGE), signed_in.get(f"{PAGE}?page=2")

    assert f"{PAGE}?page=2#list" in links_of(first)
    assert "Page 2 of 2" in text_of(second)
    assert len([link for link in links_of(second) if link.endswith("/note/")]) == 3


def test_nothing_of_others_is_shown(stranger, person):
    rising(person)
    said = text_of(stranger.get(PAGE))

    assert "No injection is logged yet." in said
    assert "Tiredness" not in said


def test_the_page_is_closed_to_visitors(client):
    assert client.get(PAGE).status_code == 302


def test_it_only_answers_looks(signed_in):
    assert signed_in.post(PAGE).status_code == 405


@pytest.mark.parametrize("injections", [1, 60])
def test_the_page_takes_six_queries_however_much_there_is(signed_in, person, injections, django_assert_num_queries):
    planned(person, began_ago=2000)
    injected(person, *range(5, 5 + 30 * injections, 30))
    for key in ("fatigue", "headache", "memory"):
        TrackedSymptomFactory(owner=person, key=key)
        for week in range(injections * 3):
            SymptomScoreFactory(owner=person, key=key, on=TODAY - dt.timedelta(days=7 * week), score=week % 10)
    signed_in.get(PAGE)

    with django_assert_num_queries(6):  # session, person; regimens, injections, symptoms, scores
        signed_in.get(PAGE)


# --- site and batch --------------------------------------------------------------------------------------------------
def test_site_and_batch_are_noted_of_a_past_injection(signed_in, person):
    regimen = planned(person)
    (entry,) = injected(person, 68)
    answer = signed_in.post(note_of(entry), SAID)

    assert (answer.status_code, answer.url) == (302, PAGE)
    dose = Dose.objects.get()
    assert (dose.entry_id, dose.regimen_id, dose.site, dose.batch, dose.note) == (entry.pk, regimen.pk, *SAID.values())
    page = signed_in.get(PAGE)
    assert toasts_of(page) == ["Saved."]
    assert "left upper arm · batch A 12 · sore for a day" in text_of(page)
    assert "Change site and batch" in text_of(page)


def test_a_repeat_changes_and_never_doubles(signed_in, person):
    planned(person)
    (entry,) = injected(person, 68)
    for batch in ("A", "A", "B"):
        signed_in.post(note_of(entry), {**SAID, "batch": batch})

    assert Dose.objects.get().batch == "B"


def test_the_form_begins_with_what_was_said_and_everything_can_be_taken_back(signed_in, person):
    planned(person)
    (entry,) = injected(person, 68)
    signed_in.post(note_of(entry), SAID)
    page = signed_in.get(note_of(entry))

    assert (value_of(page, "batch"), value_of(page, "note")) == (["A 12"], ["sore for a day"])
    assert '<option value="left_arm" selected>' in page.text
    assert "Injection of 5 January" in text_of(page)
    signed_in.post(note_of(entry), {})
    dose = Dose.objects.get()
    assert (dose.site, dose.batch, dose.note) == ("", "", "")


def test_it_stays_a_dose_of_the_plan_it_was_logged_with(signed_in, person):
    first = planned(person, stopped_on=TODAY - dt.timedelta(days=60))
    planned(person)
    (entry,) = injected(person, 68)
    Dose.objects.create(entry=entry, regimen=first)
    signed_in.post(note_of(entry), SAID)

    assert (Dose.objects.get().regimen_id, Dose.objects.get().site) == (first.pk, "left_arm")


@pytest.mark.parametrize(
    ("bad", "shown"),
    [({"site": "moon"}, "Select a valid choice"), ({"batch": "9" * 41}, "at most 40"),
     ({"note": "n" * 201}, "at most 200"), ({"batch": "a\x00b"}, "Null characters")],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(signed_in, person, bad, shown):
    planned(person)
    (entry,) = injected(person, 68)
    page = signed_in.post(note_of(entry), {"batch": "A 12", "note": "sore"} | bad)

    assert page.status_code == 200
    assert shown in text_of(page)
    assert "Nothing was saved yet." in text_of(page)
    assert {"A 12", "sore"} & {*value_of(page, "batch"), *value_of(page, "note")}
    assert not Dose.objects.exists()


def test_without_a_plan_the_page_says_what_comes_first(signed_in, person):
    (entry,) = injected(person, 68)

    assert "Site and batch belong to a plan." in text_of(signed_in.get(note_of(entry)))
    assert "Site and batch belong to a plan." in text_of(signed_in.post(note_of(entry), SAID))
    assert not Dose.objects.exists()


def test_what_is_no_injection_of_ones_own_does_not_exist(signed_in, person):
    planned(person)
    (theirs,) = injected(UserFactory(), 68)
    (removed,) = injected(person, 5, removed_at="2026-03-10T00:00Z")
    for entry in (EntryFactory(owner=person), theirs, removed):
        assert signed_in.get(note_of(entry)).status_code == 404
        assert signed_in.post(note_of(entry), SAID).status_code == 404
    assert not Dose.objects.exists()


def test_what_was_typed_when_the_session_ended_comes_back(db):
    mary, tab = somebody(time_zone="Europe/London"), Tab()
    planned(mary)
    (entry,) = injected(mary, 68)
    tab.log_in()
    tab.open(note_of(entry))
    Session.objects.all().delete()
    tab.open(tab.send(note_of(entry), SAID).url)
    page = tab.open(tab.log_in(next=f"{note_of(entry)}?kept=1").url)

    assert KEPT in text_of(page)
    assert value_of(page, "batch") == ["A 12"]
    assert not Dose.objects.exists()
