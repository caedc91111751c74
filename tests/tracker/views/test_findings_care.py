"""Findings that rest on symptoms, red flags and blood tests: whom to call, when it is over, and where to go."""

import uuid

import pytest
from django.urls import reverse

from tests.addresses import finding_page
from tests.factories import (
    ConditionFactory,
    EntryFactory,
    MeasuredFactory,
    MedicineFactory,
    PhaseFactory,
    ProfileFactory,
    RedFlagTickFactory,
    RegimenFactory,
    SymptomScoreFactory,
    UserFactory,
)
from tests.tracker.views.conftest import days_ago, found, had
from tests.tracker.views.pages import links_of, text_of
from tracker.models import FindingRecord

pytestmark = pytest.mark.django_db
OVER = "It is over, or somebody has looked at it"
PAGES = ("/today/", "/status/")


def tick(person, *keys: str) -> None:
    for key in keys:
        RedFlagTickFactory(owner=person, key=key, on=days_ago(1))


def codes_of(page) -> list[str]:
    return [one.code for one in page.context["report"].findings.open]


# --- whom to call -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("zone", "number"), [("Europe/London", "999"), ("America/New_York", "911"), ("Europe/Berlin", "112")]
)
@pytest.mark.parametrize("address", [*PAGES, finding_page("emergency-signs")])
def test_an_emergency_names_the_number_of_the_country(client, zone, number, address):
    person = UserFactory(time_zone=zone)
    client.force_login(person)
    tick(person, "chest_pain")
    page = client.get(address)

    assert f"Emergency services: {number}" in text_of(page)
    assert f"tel:{number}" in links_of(page)
    assert "may be another one" not in text_of(page)


def test_where_no_number_is_known_that_is_said(client):
    person = UserFactory(time_zone="Africa/Nairobi")
    client.force_login(person)
    tick(person, "chest_pain")

    assert "Emergency services: 112 Where you are the number may be another one." in text_of(client.get("/today/"))


def test_thoughts_of_self_harm_name_somebody_to_talk_to_and_nothing_of_b12(signed_in, person):
    tick(person, "self_harm", "chest_pain")
    MeasuredFactory(sample__owner=person, value=100)
    page = signed_in.get("/today/")
    top = page.content.decode().split("</section>")[0].split('<section class="note doc tops alone"')[1]

    assert {"tel:116123", "tel:999"} <= set(links_of(page))
    assert codes_of(page) == ["self-harm"]
    assert "B12" not in top
    assert "care/tests" not in top


def test_what_is_no_emergency_names_no_number(signed_in, person):
    tick(person, "jaundice")

    assert "tel:" not in signed_in.get("/today/").content.decode()


# --- when it is over --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", [*PAGES, finding_page("emergency-signs")])
def test_a_sign_that_was_ticked_can_be_over(signed_in, person, address):
    tick(person, "chest_pain")
    page = signed_in.get(address)

    assert text_of(page).count(OVER) == 1
    assert f'action="{reverse("red_flags_over")}"' in page.content.decode()


def test_one_press_ends_it_and_the_history_knows(signed_in, person):
    tick(person, "jaundice")
    signed_in.post("/care/gas/", {"uid": str(uuid.uuid4()), "kind": "medical"})  # notes what is found
    signed_in.post(reverse("red_flags_over"), {"key": "jaundice"})
    record = FindingRecord.objects.get(owner=person, code="symptom-red-flag")

    assert (record.opened_on, record.closed_on) == (days_ago(0), days_ago(0))
    assert "symptom-red-flag" not in codes_of(signed_in.get("/today/"))


def test_of_several_each_is_ended_by_itself(signed_in, person):
    tick(person, "chest_pain", "one_sided", "jaundice")
    page = signed_in.get(finding_page("emergency-signs"))

    assert text_of(page).count(OVER) == 2
    assert page.content.decode().count('value="jaundice"') == 0
    signed_in.post(reverse("red_flags_over"), {"key": "chest_pain"})

    assert set(person.red_flags.filter(ended_on=None).values_list("key", flat=True)) == {"one_sided", "jaundice"}


def test_what_comes_from_scores_has_nothing_to_end(signed_in, person):
    SymptomScoreFactory(owner=person, key="numbness", on=days_ago(1), places="saddle")
    page = signed_in.get("/today/")

    assert codes_of(page)[0] == "emergency-signs"
    assert OVER not in text_of(page)


def test_fainting_is_ended_where_it_made_the_emergency(signed_in, person):
    tick(person, "fainting")
    SymptomScoreFactory(owner=person, key="palpitations", on=days_ago(1))

    assert 'name="key" value="fainting"' in signed_in.get(finding_page("emergency-signs")).content.decode()


# --- where to go ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("make", "code", "names"),
    [
        (lambda me: ConditionFactory(owner=me), "malabsorption-condition", {"sample_new"}),
        (lambda me: MeasuredFactory(sample__owner=me), "lab-indeterminate", {"blood_tests"}),
        (lambda me: SymptomScoreFactory(owner=me, key="ataxia"), "nerve-signs-new", {"symptoms"}),
        (lambda me: RedFlagTickFactory(owner=me), "symptom-red-flag", {"symptoms"}),
        (lambda me: (MedicineFactory(owner=me), SymptomScoreFactory(owner=me)), "metformin-with-symptoms",
         {"sample_new", "symptoms"}),
        (lambda me: (ConditionFactory(owner=me, key="pernicious_anaemia"), EntryFactory(owner=me)),
         "pernicious-anaemia-untreated", {"regimens"}),
    ],
)  # fmt: skip
def test_a_finding_leads_to_where_what_it_rests_on_is_kept(signed_in, person, make, code, names):
    make(person)
    markup = signed_in.get(finding_page(code)).content.decode()
    ways = markup.split('class="row ways no-print">')[1].split("</p>")[0]

    assert {name for name in ("sample_new", "blood_tests", "symptoms", "regimens") if f'"{reverse(name)}"' in ways} == (
        names
    )


def test_somebody_who_had_the_yearly_test_is_asked_to_enter_it(signed_in, person):
    ConditionFactory(owner=person, key="sleeve", name="a sleeve operation")
    page = signed_in.get(finding_page("yearly-test-due"))

    assert "If you had one lately, enter the result." in text_of(page)


def test_one_fall_is_asked_about_where_it_is_answered(signed_in, person):
    SymptomScoreFactory(owner=person, key="falls", on=days_ago(1), score=1)
    page = signed_in.get("/status/")

    assert "Did you trip over something" in text_of(page)
    assert reverse("symptom_check") in links_of(page)


def test_doses_before_a_high_result_are_asked_about_beside_the_result(signed_in, person):
    for days in (30, 60):
        MeasuredFactory(sample__owner=person, sample__taken_on=days_ago(days), value=1500)
    page = signed_in.get("/status/")

    assert "Did you take B12 before your last blood tests?" in text_of(page)
    assert reverse("blood_tests") in links_of(page)


# --- queries ----------------------------------------------------------------------------------------------------------
def care(person, rows: int) -> None:
    """Regimens, symptoms and blood tests of the last year."""
    ProfileFactory(owner=person)
    first = RegimenFactory(owner=person, injections=True)
    had(person, first.food, "2026-02-20 08:00")
    for n in range(rows):
        own = RegimenFactory(owner=person, injections=True, food=first.food) if n else first
        PhaseFactory(regimen=own, unit="weeks", every=12)
        SymptomScoreFactory(owner=person, key="fatigue", on=days_ago(n))
        MeasuredFactory(sample__owner=person, sample__taken_on=days_ago(30 + n), value=1500)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/today/", 11), ("/status/", 9), ("/status/?period=365", 9), ("/status/?period=all", 10)],
)
def test_what_care_keeps_costs_two(signed_in, person, rows, address, queries, django_assert_num_queries):
    """Regimens with their phases, and what was taken before the blood tests of the last year."""
    care(person, rows)
    for n in range(1, 8):  # usuals: with fewer, suggestions are looked up as well
        had(person, found(name=f"Salmon no. {n}"), f"2026-03-{n + 1:02d} 08:00")
    with django_assert_num_queries(queries):
        assert signed_in.get(address).status_code == 200


@pytest.mark.parametrize(("address", "queries"), [("/today/", 9), ("/status/", 7)])
def test_symptoms_and_old_results_cost_nothing(signed_in, person, address, queries, django_assert_num_queries):
    for n in range(30):
        SymptomScoreFactory(owner=person, key="fatigue", on=days_ago(n))
        MeasuredFactory(sample__owner=person, sample__taken_on=days_ago(400 + n))
    with django_assert_num_queries(queries):
        signed_in.get(address)
