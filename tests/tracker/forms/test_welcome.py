"""Ticks of what somebody has and takes: what counts, what stands in the fields again, what is not asked."""

import datetime as dt
from decimal import Decimal

import pytest

from tracker.domain.conditions import CONDITIONS as CONDITIONS_TABLE
from tracker.domain.medicines import MEDICINES as MEDICINES_TABLE
from tracker.domain.risks.facts import Precision, When
from tracker.forms.welcome import CONDITIONS, MEDICINES, AbsorptionForm, DoseField, MedicinesForm
from tracker.models import Profile

TODAY = dt.date(2026, 3, 14)
MARCH_2022 = When(dt.date(2022, 3, 15), Precision.MONTH)
DOSE = "Type the dose of a day in mg, like 1000, or leave it empty."
UNREADABLE = "“soon” is not a date we can read. Type it like 2022, March 2022 or 14 March 2022."


def form(kind=MedicinesForm, *, typed=None, before=None, left_out=frozenset(), profile=None):
    return kind(typed, profile=profile or Profile(), today=TODAY, before=before or {}, left_out=left_out)


def sent(kind=MedicinesForm, **typed):
    made = form(kind, typed={name.replace("__", "-"): said for name, said in typed.items()})
    made.full_clean()
    return made


def keys(groups) -> list[str]:
    return [tick.key for group in groups for tick in group.ticks]


def test_every_tick_is_a_row_of_its_table_and_stands_once():
    assert set(keys(CONDITIONS)) <= set(CONDITIONS_TABLE)
    assert set(keys(MEDICINES)) <= set(MEDICINES_TABLE)
    every = [*keys(CONDITIONS), *keys(MEDICINES)]
    assert len(every) == len(set(every))


def test_what_blocks_suggestions_is_asked():
    assert {"inherited", "lhon", "cobalt_allergy"} <= set(keys(CONDITIONS))


def test_nothing_ticked_is_an_answer():
    made = sent()

    assert made.errors == {}
    assert made.ticked == {}
    assert made.answers == {}
    assert made.offered == frozenset(keys(MEDICINES))


def test_a_tick_alone_is_enough():
    assert sent(metformin="on").ticked == {"metformin": {"since": None, "dose_mg": None}}


@pytest.mark.parametrize(("dose", "mg"), [("2000", 2000), ("2,000 mg", 2000), ("0,5", "0.5"), ("850MG", 850)])
def test_a_tick_comes_with_its_date_and_dose(dose, mg):
    made = sent(metformin="on", metformin__since="3/2022", metformin__dose=dose)

    assert made.ticked == {"metformin": {"since": MARCH_2022, "dose_mg": Decimal(mg)}}


def test_the_pill_is_asked_for_no_dose():
    made = sent(oral_contraceptive="on", oral_contraceptive__dose="5")

    assert made.ticked == {"oral_contraceptive": {"since": None}}


def test_a_condition_has_a_date_and_no_dose():
    made = sent(AbsorptionForm, coeliac="on", coeliac__since="2019")

    assert made.ticked == {"coeliac": {"since": When(dt.date(2019, 7, 1), Precision.YEAR)}}


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"metformin__since": "soon"}, {"metformin-since": [UNREADABLE]}),
        ({"metformin__since": "2027"}, {"metformin-since": ["That is still to come. Type a date up to today."]}),
        ({"metformin__dose": "lots"}, {"metformin-dose": [DOSE]}),
        ({"metformin__dose": "0"}, {"metformin-dose": [DOSE]}),
        ({"metformin__dose": "-5"}, {"metformin-dose": [DOSE]}),
        ({"metformin__dose": "100001"}, {"metformin-dose": [DOSE]}),
        ({"metformin__dose": "100000"}, {}),
        ({"metformin__dose": " "}, {}),
    ],
)
def test_what_cannot_be_read_counts_only_beside_a_tick(typed, errors):
    assert sent(metformin="on", **typed).errors == errors
    assert sent(**typed).errors == {}
    assert sent(**typed).ticked == {}


def test_what_was_ticked_before_stands_there_again():
    made = form(before={"metformin": {"since": MARCH_2022, "dose_mg": Decimal("2000.000")}})
    groups = {str(label): lines for label, lines in made.shown}
    (line,) = groups["For diabetes"]

    assert "checked" in str(line.has)
    assert 'value="March 2022"' in str(line.since)
    assert 'value="2,000"' in str(line.dose)
    assert "checked" not in str(groups["Others"][0].has)


def test_a_dose_that_was_not_said_is_empty():
    made = form(before={"metformin": {"since": None, "dose_mg": None}})

    assert "value" not in str(made["metformin-dose"])
    assert DoseField(required=False).clean("") is None


def test_what_is_written_down_elsewhere_is_not_asked_and_its_group_goes_with_it():
    made = form(left_out=frozenset(["metformin", "colchicine"]))

    assert "For diabetes" not in [str(label) for label, _ in made.shown]
    assert made.offered == frozenset(keys(MEDICINES)) - {"metformin", "colchicine"}
    assert "colchicine" not in made.fields


def test_what_is_not_asked_cannot_be_sent():
    made = form(typed={"metformin": "on", "nitrous_oxide": "on"}, left_out=frozenset(["metformin"]))

    assert made.is_valid()
    assert made.ticked == {}


# --- injections ------------------------------------------------------------------------------------------------------
def injected(weeks: str, **before) -> dict:
    made = form(AbsorptionForm, typed={"interval_weeks": weeks}, profile=Profile(**before))
    assert made.is_valid()
    return made.answers


@pytest.mark.parametrize(
    ("weeks", "before", "answers"),
    [
        ("", {}, {"injection_interval_days": None}),
        ("12", {}, {"injection_interval_days": 84, "cover_rule": "injections"}),
        ("12", {"cover_rule": "daily"}, {"injection_interval_days": 84, "cover_rule": "injections"}),
        ("12", {"cover_rule": "daily", "injection_interval_days": 84}, {"injection_interval_days": 84}),
        ("", {"cover_rule": "injections", "injection_interval_days": 84},
         {"injection_interval_days": None, "cover_rule": "intake"}),
        ("", {"cover_rule": "daily", "injection_interval_days": 84}, {"injection_interval_days": None}),
    ],
)  # fmt: skip
def test_an_interval_that_is_new_or_gone_changes_the_rule(weeks, before, answers):
    assert injected(weeks, **before) == answers


def test_the_interval_of_before_stands_there_in_weeks():
    assert form(AbsorptionForm, profile=Profile(injection_interval_days=84)).initial["interval_weeks"] == "12"
