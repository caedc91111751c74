"""Findings on Today and Status, on their own pages, set aside and brought back, and at the moment of logging."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from foods.models import Food
from tests.addresses import finding_page
from tests.factories import (
    ConditionFactory,
    FindingRecordFactory,
    MedicineFactory,
    ProfileFactory,
    SnoozeFactory,
)
from tests.tracker.views.conftest import NOW, TODAY, days_ago, found, had, portion_of
from tests.tracker.views.pages import links_of, text_of, toasts_of, value_of
from tracker.domain.risks.evaluate import RULES
from tracker.domain.risks.findings import Level
from tracker.models import FindingRecord, Snooze

METFORMIN = finding_page("metformin-use")
INHERITED = finding_page("inherited-disorder")


@pytest.fixture
def metformin(person):
    """500 mg a day since 1 February: good to know."""
    return MedicineFactory(owner=person, dose_mg=500, since=dt.date(2026, 2, 1), since_precision="day")


@pytest.fixture
def inherited(person):
    """See a clinician."""
    return ConditionFactory(owner=person, key="inherited", name="An inherited disorder")


def top_of(page) -> str:
    """What stands before the section of anything else."""
    match = re.search(r'<section class="note (?:doc|see) tops.*?</section>', page.content.decode(), re.DOTALL)
    return match[0] if match else ""


def ahead(days: int) -> str:
    return (TODAY + dt.timedelta(days=days)).isoformat()


def press(signed_in, code: str, **typed):
    return signed_in.post(reverse("finding_aside", args=[code]), typed)


@pytest.fixture
def make_urgent(monkeypatch):
    """No fact of today's pages is urgent yet: a rule is made so."""

    def make(code: str) -> None:
        from dataclasses import replace

        urgent = {**RULES, code: replace(RULES[code], level=Level.URGENT)}
        monkeypatch.setattr("tracker.domain.risks.evaluate.RULES", urgent)

    return make


# --- Today ----------------------------------------------------------------------------------------------------------
def test_today_without_findings_has_nothing_of_them(signed_in):
    page = signed_in.get("/today/")

    assert "findings.css" not in page.content.decode()
    assert "Worth a look" not in text_of(page)


def test_today_says_what_is_worth_a_look_with_the_way_to_all(signed_in, metformin):
    page = signed_in.get("/today/")

    assert "Worth a look Good to know" in text_of(page)
    assert "500 mg a day since 1 February 2026" in text_of(page)
    assert {METFORMIN, "/status/#findings"} <= set(links_of(page))
    assert "findings.css" in page.content.decode()
    assert top_of(page) == ""


def test_what_a_clinician_should_see_stands_before_the_cover(signed_in, person, salmon, inherited, metformin):
    had(person, salmon, "2026-03-13 08:00")
    page = signed_in.get("/today/")
    markup = page.content.decode()

    assert 'class="note see tops"' in top_of(page)
    assert "See a clinician" in top_of(page)
    assert markup.index("note see tops") < markup.index(">Cover<") < markup.index("Worth a look")
    assert text_of(page).count("Good to know") == 1


def test_what_is_urgent_stands_before_everything(signed_in, inherited, make_urgent):
    make_urgent("inherited-disorder")
    page = signed_in.get("/today/")
    markup = page.content.decode()

    assert 'class="note doc tops"' in top_of(page)
    assert markup.index("note doc tops") < markup.index('class="page-head"')
    assert "Worth a look" not in text_of(page)


def test_what_was_set_aside_is_gone_from_today(signed_in, metformin):
    press(signed_in, "metformin-use", until=ahead(28))

    assert "Worth a look" not in text_of(signed_in.get("/today/"))


# --- Status ---------------------------------------------------------------------------------------------------------
def test_status_says_all_of_them_with_sources_and_when_to_look_again(signed_in, metformin, inherited):
    page = signed_in.get("/status/")

    assert "Findings 2 open" in text_of(page)
    assert {METFORMIN, INHERITED, METFORMIN + "#aside", "/status/findings/"} <= set(links_of(page))
    assert "source" in text_of(page)
    assert "Look again on" in text_of(page)
    assert "See a clinician" in top_of(page)


def test_status_folds_what_is_set_aside(signed_in, metformin):
    press(signed_in, "metformin-use", until=ahead(28))
    page = signed_in.get("/status/")

    assert "Findings 0 open, 1 set aside" in text_of(page)
    assert "Set aside until 11 April 2026." in text_of(page)
    open_ones, folded = page.content.decode().split('<details class="asides">')
    assert 'id="metformin-use"' in folded
    assert 'id="metformin-use"' not in open_ones


def test_status_without_findings_says_that_rules_know_only_what_was_told(signed_in):
    page = signed_in.get("/status/")

    assert "None of our rules fires. They know only what you told." in text_of(page)
    assert "How you eat" in text_of(page)
    assert "findings.css" not in page.content.decode()


def test_status_asks_what_matters_for_safety(signed_in, person):
    MedicineFactory(owner=person, key="omeprazole", name="Losec")
    page = signed_in.get("/status/")

    assert "A question first" in text_of(page)
    assert "/care/medicines/" in links_of(page)


def test_status_names_what_changes_absorption_with_a_link(signed_in, metformin):
    page = signed_in.get("/status/")

    assert "Interactions What the model reckons with Metformin" in text_of(page)
    assert "/learn/medicines/metformin/" in links_of(page)


def test_nothing_that_changes_absorption_is_no_section(signed_in):
    assert "Interactions" not in text_of(signed_in.get("/status/"))


# --- one of them ----------------------------------------------------------------------------------------------------
def test_a_finding_has_a_page_with_everything_about_it(signed_in, metformin):
    page = signed_in.get(METFORMIN)
    text = text_of(page)

    for heading in ("Good to know", "What we found", "What it may mean", "What to do", "Not now"):
        assert heading in text
    assert "500 mg a day since 1 February 2026" in text
    assert "Look again on" in text
    assert "Information, not medical advice." in text
    assert "https://ods.od.nih.gov/factsheets/VitaminB12-HealthProfessional/" in links_of(page)
    assert "<h1" in page.content.decode()


@pytest.mark.parametrize("code", ["pernicious-anaemia-untreated", "nonsense", "self-harm"])
def test_what_does_not_fire_for_this_person_is_not_there(signed_in, metformin, code):
    assert signed_in.get(reverse("finding", args=[code])).status_code == 404
    assert press(signed_in, code, until=ahead(1)).status_code == 404


def test_a_stranger_gets_404(stranger, metformin):
    assert stranger.get(METFORMIN).status_code == 404
    assert stranger.post(METFORMIN + "aside/", {"until": ahead(1)}).status_code == 404
    assert Snooze.objects.count() == 0


def test_what_somebody_typed_is_escaped(signed_in, person):
    MedicineFactory(owner=person, name="<script>alert(1)</script>")
    for page in (METFORMIN, "/today/", "/status/", "/status/findings/"):
        assert "<script>alert" not in signed_in.get(page).content.decode()
    assert "&lt;script&gt;alert" in signed_in.get(METFORMIN).content.decode()


def test_one_that_stands_inside_another_leads_to_it(signed_in, person):
    MedicineFactory(owner=person, dose_mg=2000, since=dt.date(2022, 3, 1))
    MedicineFactory(owner=person, key="omeprazole", name="Losec", since=dt.date(2020, 1, 1))
    whole = signed_in.get(finding_page("many-risks"))
    part = signed_in.get(finding_page("ppi-2-years"))

    assert finding_page("ppi-2-years") in links_of(whole)
    assert finding_page("many-risks") in links_of(part)
    assert "stands inside another finding" in text_of(part)
    assert value_of(part, "until") == []


# --- set aside ------------------------------------------------------------------------------------------------------
def test_a_finding_is_set_aside_until_a_day(signed_in, person, metformin):
    answer = press(signed_in, "metformin-use", until="2026-04-11")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/status/findings/")
    snooze = person.snoozes.get()
    assert (snooze.code, snooze.until, snooze.discussed_on) == ("metformin-use", dt.date(2026, 4, 11), None)
    assert toasts_of(signed_in.get("/status/findings/")) == ["Set aside. It comes back by itself."]


def test_that_a_doctor_knows_is_kept_with_it(signed_in, person, metformin):
    press(signed_in, "metformin-use", until=ahead(90), discussed_on="2026-03-12")
    page = signed_in.get(METFORMIN)

    assert person.snoozes.get().discussed_on == dt.date(2026, 3, 12)
    assert "You discussed it with your doctor on 12 March 2026." in text_of(page)


def test_setting_it_aside_twice_is_once_and_the_later_day_holds(signed_in, person, metformin):
    for until in ("2026-04-11", "2026-05-11"):
        press(signed_in, "metformin-use", until=until)

    assert [snooze.until for snooze in person.snoozes.all()] == [dt.date(2026, 5, 11)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"until": ""}, "Choose the day it should come back."),
        ({"until": "soon"}, "Choose a day from the calendar"),
        ({"until": "2026-03-13"}, "That day has gone by."),
        ({"until": "2026-04-14"}, "That is too long for this finding. Choose a day up to 13 April 2026."),
        ({"until": "2026-04-13", "discussed_on": "2026-03-15"}, "That day is still to come."),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_nothing_typed_is_lost(signed_in, person, inherited, typed, sentence):
    page = press(signed_in, "inherited-disorder", **typed)

    assert page.status_code == 200
    assert sentence in text_of(page)
    assert value_of(page, "until") == [typed["until"]]
    assert not person.snoozes.exists()


def test_an_urgent_one_cannot_be_set_aside(signed_in, person, inherited, make_urgent):
    make_urgent("inherited-disorder")
    page = signed_in.get(INHERITED)

    assert "This one cannot be set aside." in text_of(page)
    assert value_of(page, "until") == []
    assert press(signed_in, "inherited-disorder", until=ahead(1)).headers["Location"] == INHERITED
    assert not person.snoozes.exists()
    assert toasts_of(signed_in.get(INHERITED)) == ["This finding cannot be set aside."]


def test_it_is_brought_back(signed_in, person, metformin):
    press(signed_in, "metformin-use", until=ahead(28))
    answer = press(signed_in, "metformin-use", back="1", next="/status/findings/")

    assert answer.headers["Location"] == "/status/findings/"
    assert not person.snoozes.exists()
    assert "Worth a look" in text_of(signed_in.get("/today/"))


def test_bringing_back_what_is_not_away_is_no_error(signed_in, person, metformin):
    other = SnoozeFactory()

    assert press(signed_in, "metformin-use", back="1").status_code == 302
    assert Snooze.objects.get() == other


def test_it_comes_back_by_itself_when_facts_change(signed_in, person, metformin):
    press(signed_in, "metformin-use", until=ahead(300))
    assert "Worth a look" not in text_of(signed_in.get("/today/"))
    metformin.dose_mg = 850
    metformin.save()

    assert "Worth a look" in text_of(signed_in.get("/today/"))


# --- history --------------------------------------------------------------------------------------------------------
def test_history_says_what_was_when_and_that_a_doctor_knew(signed_in, person, metformin):
    FindingRecordFactory(
        owner=person, title="Something old", opened_on=dt.date(2025, 1, 2), closed_on=dt.date(2025, 3, 4),
        discussed_on=dt.date(2025, 2, 3), code="ppi-2-years", level="caution", evidence="Losec since 2020.",
    )  # fmt: skip
    text = text_of(signed_in.get("/status/findings/"))

    assert "Something old Plan something 2 January 2025 to 4 March 2025 discussed with a doctor on 3 February" in text
    assert "Losec since 2020." in text
    assert text.index("Open") < text.index("History") < text.index("Something old")


def test_history_offers_to_bring_back_what_is_set_aside(signed_in, metformin):
    press(signed_in, "metformin-use", until=ahead(28), discussed_on=ahead(-1))
    page = signed_in.get("/status/findings/")

    assert "Set aside 1" in text_of(page)
    assert "until 11 April 2026 discussed with a doctor on 13 March 2026 Bring it back" in text_of(page)
    assert value_of(page, "back") == ["1"]


def test_history_of_somebody_else_is_not_shown(signed_in):
    FindingRecordFactory(title="Not yours")

    assert "Not yours" not in text_of(signed_in.get("/status/findings/"))
    assert "Nothing yet." in text_of(signed_in.get("/status/findings/"))


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_of_pages_of_findings(signed_in, person, rows, metformin, django_assert_num_queries):
    for n in range(rows):
        FindingRecordFactory(owner=person, code=f"rule-{n}")
        had(person, found(name=f"Food {n}"), f"2026-03-13 08:{n:02d}")
    with django_assert_num_queries(6):  # + entries, marks, what they take; records
        signed_in.get("/status/findings/")
    with django_assert_num_queries(5):
        signed_in.get(METFORMIN)


# --- the history is written ----------------------------------------------------------------------------------------
def logged(signed_in, food: Food, **said):
    what = f"{food.pk}:{portion_of(food).pk}:1"
    return signed_in.post("/log/", {"uid": str(uuid.uuid4()), "what": what, "next": "/today/", **said})


def test_the_first_thing_logged_in_a_day_writes_the_history(signed_in, person, metformin, salmon):
    logged(signed_in, salmon)
    record = person.finding_records.get()

    assert (record.code, record.level, record.opened_on, record.closed_on) == ("metformin-use", "info", TODAY, None)
    assert record.title == signed_in.get(METFORMIN).context["shown"].said.title
    assert "500\u00a0mg a day since 1 February 2026" in record.evidence
    person.profile.refresh_from_db()
    assert person.profile.findings_noted_on == TODAY


def test_later_in_the_day_it_is_left_alone(signed_in, person, metformin, salmon):
    ProfileFactory(owner=person, findings_noted_on=TODAY)
    logged(signed_in, salmon)

    assert not person.finding_records.exists()


def test_what_is_gone_the_next_day_is_closed(signed_in, person, metformin, salmon, time_machine):
    logged(signed_in, salmon)
    metformin.delete()
    time_machine.move_to(NOW + dt.timedelta(days=1), tick=False)
    logged(signed_in, salmon)

    assert person.finding_records.get().closed_on == TODAY + dt.timedelta(days=1)


def test_a_look_writes_no_history(signed_in, metformin):
    for page in ("/today/", "/status/", "/status/findings/", METFORMIN):
        signed_in.get(page)

    assert not FindingRecord.objects.exists()


# --- at the moment of logging ---------------------------------------------------------------------------------------
def spirulina() -> Food:
    return found(name="Spirulina, dried", reliability="inactive")


def tablet() -> Food:
    return found(name="Tablet", form="cyanocobalamin", origin="supplement")


def test_the_preview_says_that_something_does_not_count(signed_in):
    page = signed_in.get("/log/preview/", {"food_id": spirulina().pk, "amount": "1"})

    assert "Food whose B12 is not counted" in text_of(page)
    assert "look-alike" in text_of(page)


def test_the_preview_warns_of_what_may_harm(signed_in, person):
    ConditionFactory(owner=person, key="lhon", name="Leber’s disease")
    page = signed_in.get("/log/preview/", {"food_id": tablet().pk, "amount": "1"})
    sheet = signed_in.get("/log/", {"food": Food.objects.get(name="Tablet").pk})

    for shown in (page, sheet):
        assert "See a clinician" in text_of(shown)
        assert "hydroxocobalamin" in text_of(shown)


def test_the_preview_of_ordinary_food_says_nothing(signed_in, person, salmon):
    ConditionFactory(owner=person, key="lhon")

    assert "note" not in signed_in.get("/log/preview/", {"food_id": salmon.pk, "amount": "1"}).content.decode()


def test_after_logging_the_message_leads_to_the_finding(signed_in, person):
    logged(signed_in, spirulina())
    page = signed_in.get("/today/")

    assert "Logged Spirulina, dried" in toasts_of(page)[0]
    assert "Food whose B12 is not counted" in page.content.decode().split("data-toast")[1]
    address = finding_page("source-not-counted")
    assert address in links_of(page)
    assert signed_in.get(address).status_code == 200


def test_after_logging_what_may_harm_the_message_says_so(signed_in, person):
    ConditionFactory(owner=person, key="cobalt_allergy", name="Allergy")
    logged(signed_in, tablet())
    page = signed_in.get("/today/")

    assert finding_page("cobalamin-allergy") in page.content.decode().split("data-toast")[1]
    assert signed_in.get(finding_page("cobalamin-allergy")).status_code == 200


def test_what_was_had_long_ago_leads_nowhere(signed_in):
    logged(signed_in, spirulina(), date=days_ago(40).isoformat(), time="08:00")
    page = signed_in.get("/today/")

    assert len(toasts_of(page)) == 1
    assert "source-not-counted" not in page.content.decode().split("data-toast")[1]


def test_a_line_of_several_speaks_of_what_does_not_count(signed_in, salmon):
    foods = [salmon, spirulina()]
    typed = {"uid": str(uuid.uuid4()), "count": "2"}
    for n, food in enumerate(foods):
        typed |= {f"i{n}-take": "on", f"i{n}-what": f"{food.pk}:{portion_of(food).pk}:1", f"i{n}-amount": "1"}
    signed_in.post(reverse("log_several"), typed)
    said = toasts_of(signed_in.get("/today/"))

    assert said[0].startswith("Logged 2 things.")
    assert said[1].startswith("Logged Spirulina")
    assert len(said) == 2


def test_no_message_tells_in_a_cookie_what_was_found(signed_in, person):
    ConditionFactory(owner=person, key="cobalt_allergy", name="Allergy")
    answer = logged(signed_in, tablet())

    assert "allergy" not in str(answer.cookies).lower()
    assert "cobalamin" not in str(answer.cookies).lower()
