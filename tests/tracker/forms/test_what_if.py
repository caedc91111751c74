"""What may be typed to ask “what if”, and what is said of the rest."""

import pytest

from tracker.domain.absorption import Dose
from tracker.domain.injections import Rate
from tracker.domain.parameters import Span
from tracker.domain.scenarios import Habit, HabitDose
from tracker.domain.states import STATES
from tracker.forms.whatif import AgainForm, WhatIfForm

MILK, TABLET = 1, 2
FOODS = [(TABLET, "Tablet", "Tablet · 2.0 µg"), (MILK, "Milk", "Milk · 0.6 µg")]
HABIT = Habit(
    doses=(HabitDose(Dose(8.0, 1.0), MILK), HabitDose(Dose(20.0, 10.0), TABLET)),
    midnights_h=(0.0,),
    injected=Rate(Span(4.1, 8.2, 12.3), interval_days=91, days_since=3, injections=2),
    last_injection_ug=750.0,
    states=(STATES["metformin"], STATES["age_60_74"]),
)


def form_of(habit=HABIT, foods=FOODS, **typed) -> WhatIfForm:
    """Fields of the first change by their name, those of others with their prefix: `c1_kind`."""
    data = {name.replace("_", "-") if name[0] == "c" and name[1].isdigit() else f"c0-{name}": value
            for name, value in typed.items()}  # fmt: skip
    form = WhatIfForm(data, habit=habit, foods=foods)
    form.is_valid()
    return form


def errors(form: WhatIfForm, n: int = 0) -> dict[str, list[str]]:
    return {name: list(map(str, said)) for name, said in form.changes[n].errors.items()}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "drop", "food": "1"}, {"kind": "drop", "food": 1, "name": "Milk"}),
        (
            {"kind": "portion", "food": "1", "times": "0.5"},
            {"kind": "portion", "food": 1, "name": "Milk", "times": "0.5"},
        ),
        (
            {"kind": "portion", "food": "1", "times": "other", "factor": "1½"},
            {"kind": "portion", "food": 1, "name": "Milk", "times": "1.5"},
        ),
        (
            {"kind": "portion", "food": "1", "factor": "0,25"},
            {"kind": "portion", "food": 1, "name": "Milk", "times": "0.25"},
        ),
        ({"kind": "add", "dose": "1000/7"}, {"kind": "add", "ug": "1000", "every": 7}),
        ({"kind": "add", "dose": "other", "ug": "0.5 mg", "every": "3"}, {"kind": "add", "ug": "500", "every": 3}),
        ({"kind": "interval", "weeks": "8"}, {"kind": "interval", "weeks": 8}),
        ({"kind": "start", "state": "ppi"}, {"kind": "start", "state": "ppi"}),
        ({"kind": "stop", "without": "metformin"}, {"kind": "stop", "state": "metformin"}),
    ],
)
def test_each_kind_of_change_is_kept_as_it_was_chosen(typed, said):
    form = form_of(**typed)

    assert form.is_valid()
    assert form.said == [said]


def test_three_changes_are_kept_in_order_and_empty_ones_left_out():
    form = form_of(kind="drop", food="1", c2_kind="start", c2_state="ppi")

    assert [one["kind"] for one in form.said] == ["drop", "start"]


PORTION = {"kind": "portion", "food": "1", "times": "other"}
ADD = {"kind": "add", "dose": "other"}
NOT_A_DOSE = "Type a dose above 0 and up to 10,000 µg, the strongest that is sold."
DAYS = "Type whole days from 1 to 365: 1 is every day, 7 every week."
WEEKS = "Type whole weeks from 1 to 52."
TIMES = "Type a number from 0.01 to 100: 1.5 is one and a half times as much."


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"kind": "drop"}, "food", "Choose a food or tablet."),
        ({"kind": "drop", "food": "99"}, "food",
         "It is not among what you had on the tracked days of the last four weeks."),
        ({"kind": "drop", "food": "1 OR 1=1"}, "food",
         "It is not among what you had on the tracked days of the last four weeks."),
        ({"kind": "portion", "food": "1"}, "times", "Say how much: half, twice, or a number like 1.5."),
        (PORTION, "factor", "Say how much: half, twice, or a number like 1.5."),
        (PORTION | {"factor": "1"}, "factor", "1 is what you have today. Type less or more."),
        (PORTION | {"factor": "0"}, "factor", "None of it at all is to leave it out: choose that instead."),
        (PORTION | {"factor": "101"}, "factor", TIMES),
        (PORTION | {"factor": "0.001"}, "factor", TIMES),
        (PORTION | {"factor": "NaN"}, "factor", "“NaN” is not a number we can read. Type it like 2, 1.5 or 1/2."),
        ({"kind": "add"}, "dose", "Choose a dose, or type one in µg."),
        (ADD, "ug", "Choose a dose, or type one in µg."),
        (ADD | {"ug": "0", "every": "1"}, "ug", NOT_A_DOSE),
        (ADD | {"ug": "10001", "every": "1"}, "ug", NOT_A_DOSE),
        (ADD | {"ug": "10"}, "every", DAYS),
        (ADD | {"ug": "10", "every": "0"}, "every", DAYS),
        (ADD | {"ug": "10", "every": "366"}, "every", DAYS),
        (ADD | {"ug": "10", "every": "1.5"}, "every", DAYS),
        ({"kind": "interval"}, "weeks", WEEKS),
        ({"kind": "interval", "weeks": "53"}, "weeks", WEEKS),
        ({"kind": "interval", "weeks": "-8"}, "weeks", WEEKS),
        ({"kind": "start"}, "state", "Choose a medicine or a condition from the list."),
        ({"kind": "start", "state": "age_75"}, "state", "Choose a medicine or a condition from the list."),
        ({"kind": "stop", "without": "age_60_74"}, "without", "Choose a medicine or a condition from the list."),
        ({"kind": "start", "state": "metformin"}, "kind", "It counts already, so there is nothing to add."),
        ({"kind": "stop", "without": "ppi"}, "kind", "It does not count now, so there is nothing to leave out."),
        ({"food": "1"}, "kind", "Choose what should change; what you typed is still here."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_one_sentence_at_its_place(typed, field, sentence):
    form = form_of(**typed)

    assert not form.is_valid()
    assert errors(form) == {field: [sentence]}
    assert form.non_field_errors() == ["One change needs another look."]


def test_nothing_chosen_is_asked_for():
    assert form_of().non_field_errors() == ["Nothing changes yet. Choose what should."]


def test_what_another_kind_needs_is_left_alone():
    """Without scripts everything shows, and what was typed for something else stays as it is."""
    form = form_of(kind="drop", food="1", factor="junk", ug="-1", weeks="x", every="0", dose="other", times="other")

    assert form.is_valid()
    assert form.said == [{"kind": "drop", "food": 1, "name": "Milk"}]


@pytest.mark.parametrize("typed", [{"times": "2", "factor": "junk"}, {"times": "2", "factor": "3"}])
def test_a_chosen_portion_counts_and_what_was_typed_beside_it_does_not(typed):
    assert form_of(kind="portion", food="1", **typed).said[0]["times"] == "2"


def test_a_chosen_dose_counts_and_what_was_typed_beside_it_does_not():
    assert form_of(kind="add", dose="10/1", ug="junk", every="0").said == [{"kind": "add", "ug": "10", "every": 1}]


def test_changes_that_do_not_go_together_say_so_at_the_later_one():
    form = form_of(kind="drop", food="1", c1_kind="portion", c1_food="1", c1_times="2")

    assert errors(form) == {}
    assert errors(form, 1) == {"kind": ["Another change here leaves it out already."]}


def test_two_intervals_are_one_too_many():
    form = form_of(kind="interval", weeks="8", c1_kind="interval", c1_weeks="10")

    assert errors(form, 1) == {"kind": ["Another change here sets the interval already."]}


def test_an_interval_without_an_injection_is_a_sentence():
    form = form_of(Habit(midnights_h=(0.0,)), [], kind="interval", weeks="8")

    assert errors(form) == {
        "kind": ["No injection with a known dose is logged, so there is no interval to change."]
    }  # fmt: skip


def test_only_kinds_that_fit_are_offered():
    assert [kind for kind, _ in form_of().kinds] == ["drop", "portion", "add", "interval", "start", "stop"]
    assert [kind for kind, _ in form_of(Habit(), []).kinds] == ["add", "start"]


def test_what_counts_already_is_not_offered_to_begin_and_age_not_to_end():
    form = form_of()

    assert "metformin" not in [value for _, choices in form.startable for value, _ in choices]
    assert [value for value, _ in form.stoppable] == ["metformin"]


@pytest.mark.parametrize("junk", ["", "x", "-1", "0", "9" * 40, "1.5", "\x00"])
def test_what_is_no_id_begins_with_nothing(junk):
    form = AgainForm({"again": junk})

    assert not (form.is_valid() and form.cleaned_data["again"])
