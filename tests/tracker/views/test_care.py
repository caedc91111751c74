"""The front page of Care: what is due first, then the newest of everything else."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import (
    ConditionFactory,
    EntryFactory,
    MeasuredFactory,
    MedicineFactory,
    PhaseFactory,
    RedFlagTickFactory,
    RegimenFactory,
    SampleFactory,
    SymptomScoreFactory,
    TrackedSymptomFactory,
)
from tests.tracker.views.conftest import days_ago
from tests.tracker.views.pages import text_of
from tracker.models import Regimen

CARE = "/care/"


def injected(person, *, ago: int, every: int = 12) -> Regimen:
    """Injections every so many weeks, the last one so many days ago."""
    regimen = RegimenFactory(owner=person, injections=True, entered_on=days_ago(400))
    PhaseFactory(regimen=regimen, unit="weeks", every=every, starts_on=days_ago(ago))
    given(regimen, days_ago(ago))
    return regimen


def given(regimen: Regimen, day: dt.date) -> None:
    moment = dt.datetime.combine(day, dt.time(9), tzinfo=dt.UTC)
    origin = "injected" if regimen.route == "injected" else "supplement"
    EntryFactory(
        owner=regimen.owner, food=regimen.food, eaten_at=moment, local_date=day, origin=origin, route=regimen.route
    )


def daily(person, *, taken: bool) -> Regimen:
    regimen = RegimenFactory(owner=person, entered_on=days_ago(10))
    PhaseFactory(regimen=regimen, starts_on=days_ago(0))
    if taken:
        given(regimen, days_ago(0))
    return regimen


def test_a_newcomer_reads_what_care_is_for(signed_in):
    said = text_of(signed_in.get(CARE))
    assert "What is due, and how do you feel? For whoever takes B12 by a plan" in said
    assert "No plan yet." in said
    assert "Choose symptoms" in said
    assert "No blood test yet." in said
    assert said.count("Nothing written down.") == 3


def test_what_is_due_leads(signed_in, person):
    injected(person, ago=20)
    daily(person, taken=False)
    said = text_of(signed_in.get(CARE))
    assert "1 dose is due. Due Regimens Medicines" in said
    assert "due today Done" in said


def test_with_nothing_due_the_last_injection_leads(signed_in, person):
    injected(person, ago=68)
    daily(person, taken=True)
    due = days_ago(68) + dt.timedelta(weeks=12)
    year = "" if due.year == days_ago(0).year else f" {due.year}"
    assert f"68 days since your last injection. Next: {due.day} {due:%B}{year}. Due" in text_of(signed_in.get(CARE))


def test_without_injections_what_comes_next_leads(signed_in, person):
    daily(person, taken=True)
    assert "Nothing is due. Next:" in text_of(signed_in.get(CARE))


def test_an_injection_is_logged_from_here_and_leads_back_here(signed_in, person):
    regimen = injected(person, ago=84)
    page = signed_in.get(CARE)
    assert f'action="/care/regimens/{regimen.pk}/dose/"' in page.content.decode()
    assert "Log an injection" in text_of(page)


def test_the_newest_of_each_test_stands_with_its_unit(signed_in, person):
    for ago, value, comparator in ((300, 150, "<"), (30, 268, "")):
        MeasuredFactory(
            sample=SampleFactory(owner=person, taken_on=days_ago(ago)), value=Decimal(value), comparator=comparator
        )
    sample = SampleFactory(owner=person, taken_on=days_ago(90))
    MeasuredFactory(sample=sample, marker="active_b12", value=Decimal(20), unit="pmol/L", comparator="<")
    said = text_of(signed_in.get(CARE))
    assert f"Total B12 {days_ago(30):%-d %B %Y} 268 ng/L Active B12 {days_ago(90):%-d %B %Y} <20 pmol/L" in said
    assert "150" not in said


def test_the_board_stands_here_with_one_press_to_repeat_it(signed_in, person):
    TrackedSymptomFactory(owner=person)
    SymptomScoreFactory(owner=person, on=days_ago(7))
    said = text_of(signed_in.get(CARE))
    assert "Tiredness" in said
    assert "Same as last time Change some" in said


def test_what_is_taken_and_had_stands_in_a_line(signed_in, person):
    MedicineFactory(owner=person)
    MedicineFactory(owner=person, key="omeprazole", name="omeprazole", taking=False)
    ConditionFactory(owner=person)
    said = text_of(signed_in.get(CARE))
    assert "Medicines Metformin Conditions and operations Coeliac disease" in said


def test_a_ticked_sign_stands_above_everything(signed_in, person):
    RedFlagTickFactory(owner=person, on=days_ago(1))
    said = text_of(signed_in.get(CARE))
    assert said.index("You ticked a sign that a doctor should know of.") < said.index("No plan yet.")


@pytest.mark.parametrize("rows", [1, 30])
def test_it_takes_as_many_queries_for_much_as_for_little(signed_in, person, rows, django_assert_num_queries):
    for n in range(rows):
        injected(person, ago=n + 1)
        MeasuredFactory(sample=SampleFactory(owner=person, taken_on=days_ago(n)))
    for key in ("fatigue", "numbness", "tingling")[:rows]:
        TrackedSymptomFactory(owner=person, key=key)
        for n in range(rows):
            SymptomScoreFactory(owner=person, key=key, on=days_ago(n))
    with django_assert_num_queries(7):  # + what they take and feel, regimens, their doses, the board and its scores
        signed_in.get(CARE)
