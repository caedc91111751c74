"""A check of symptoms: what is left empty is not scored, and what cannot be is asked back."""

import datetime as dt
from decimal import Decimal

import pytest
from django.http import QueryDict

from tracker.domain.journal import CHOOSABLE, COURSED, FLAGS, PLACES, is_placed
from tracker.domain.risks.red_flags import TICKS
from tracker.forms.symptoms import CheckForm, ChooseForm, OverForm, SpanForm, SymptomForm

TODAY = dt.date(2026, 3, 14)
SHOWN = ("fatigue", "numbness", "falls", "weight_loss", "confusion")


def form_of(said: dict, shown=SHOWN) -> CheckForm:
    typed = QueryDict(mutable=True)
    for name, value in ({"on": "2026-03-14"} | said).items():
        typed.setlist(name, value if isinstance(value, list) else [value])
    return CheckForm(typed, shown=shown, today=TODAY)


def scores(said: dict) -> dict:
    form = form_of(said)
    assert form.is_valid(), form.errors
    return form.scores


def refused(said: dict, name: str) -> bool:
    """Because of this field and no other."""
    return set(form_of(said).errors) == {name}


def test_only_what_was_said_is_scored():
    assert scores({"fatigue": "5", "numbness": "", "falls": " "}) == {
        "fatigue": {"score": Decimal(5), "course": "", "places": "", "note": ""}
    }


@pytest.mark.parametrize("value", ["0", "10"])
def test_both_ends_of_the_scale_are_scores(value):
    assert scores({"fatigue": value})["fatigue"]["score"] == Decimal(value)


@pytest.mark.parametrize("value", ["-1", "11", "5.5", "yes"])
def test_nothing_beside_the_scale_is(value):
    assert refused({"fatigue": value}, "fatigue")


@pytest.mark.parametrize(
    ("key", "typed", "score"),
    [("confusion", "1", 1), ("confusion", "0", 0), ("falls", "0", 0), ("falls", "99", 99), ("weight_loss", "0", 0),
     ("weight_loss", "2,5", "2.5"), ("weight_loss", "2.5", "2.5"), ("weight_loss", "200", 200)],
)  # fmt: skip
def test_each_scale_has_its_own_way_of_typing(key, typed, score):
    assert scores({key: typed})[key]["score"] == Decimal(score)


@pytest.mark.parametrize(
    ("key", "typed"),
    [("confusion", "2"), ("falls", "100"), ("falls", "1.5"), ("falls", "-1"), ("falls", "many"), ("falls", "٣"),
     ("weight_loss", "201"), ("weight_loss", "-2"), ("weight_loss", "2 stone"), ("weight_loss", "3 mg")],
)  # fmt: skip
def test_what_cannot_be_is_asked_back(key, typed):
    assert refused({key: typed}, key)


def test_places_and_course_are_kept_in_the_order_of_the_body_map():
    said = {"numbness": "3", "numbness-course": "worse", "numbness-places": ["left_foot", "left_hand"],
            "numbness-note": " at night "}  # fmt: skip
    assert scores(said)["numbness"] == {
        "score": Decimal(3), "course": "worse", "places": "left_foot left_hand", "note": "at night",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [("numbness-course", "worse"), ("numbness-places", ["face"]), ("numbness-note", "odd")]
)
def test_what_stands_beside_a_score_needs_one(name, value):
    assert refused({"fatigue": "1", name: value}, "numbness")


@pytest.mark.parametrize(
    ("name", "value"),
    [("numbness-course", "gone"), ("numbness-places", ["moon"]), ("ticks", ["moon"]), ("fall", "jumped"),
     ("ticks", ["fall_tripped"])],
)  # fmt: skip
def test_what_is_not_offered_is_refused(name, value):
    assert refused({"numbness": "3", name: value}, name)


@pytest.mark.parametrize("note", ["x" * 301, "\x00"])
def test_a_note_is_one_line_of_text(note):
    assert refused({"numbness": "3", "numbness-note": note}, "numbness-note")


@pytest.mark.parametrize(
    ("on", "fine"),
    [("2026-03-14", True), ("2026-03-13", True), ("2026-03-15", False), ("1900-01-01", True), ("1899-12-31", False),
     ("soon", False), ("", False)],
)  # fmt: skip
def test_the_day_lies_behind(on, fine):
    assert form_of({"fatigue": "1", "on": on}).is_valid() is fine


@pytest.mark.parametrize(
    ("said", "fine"),
    [({}, False), ({"fatigue": ""}, False), ({"fatigue": "0"}, True), ({"ticks": ["chest_pain"]}, True),
     ({"fall": "fall_tripped"}, True), ({"headache": "3"}, False)],
)  # fmt: skip
def test_there_has_to_be_something_to_save(said, fine):
    assert form_of(said).is_valid() is fine


def test_ticks_and_the_answer_about_a_fall_come_together():
    form = form_of({"ticks": ["chest_pain", "jaundice"], "fall": "fall_tripped"})
    assert form.is_valid()
    assert form.flags == ("chest_pain", "jaundice", "fall_tripped")
    assert form.ticked == {"chest_pain", "jaundice", "fall_tripped"}


def test_rows_stand_in_the_order_of_the_clusters_with_what_was_typed():
    form = form_of({"fatigue": "12", "numbness": "3", "numbness-note": "n", "numbness-course": "steady"})
    rows = {row.symptom.key: row for row in form.typed}
    assert list(rows) == [key for key in CHOOSABLE if key in SHOWN]
    assert (rows["fatigue"].score, len(rows["fatigue"].errors), rows["fatigue"].more) == ("12", 1, False)
    assert (rows["numbness"].course, rows["numbness"].note, rows["numbness"].more) == ("steady", "n", True)


def test_an_untouched_form_has_today_and_nothing_else():
    form = CheckForm(shown=SHOWN, today=TODAY)
    assert [(row.score, row.course, row.places, row.note, row.errors) for row in form.typed] == [
        ("", "", frozenset(), "", ())
    ] * len(SHOWN)
    assert (form["on"].value(), form.ticked) == (TODAY, {""})


def test_a_key_that_no_row_has_is_passed_over():
    assert CheckForm(shown=["nonsense", "macrocytosis", "fatigue"], today=TODAY).shown == ("fatigue",)


# --- what the tables say ---------------------------------------------------------------------------------------------
def test_what_is_asked_beside_a_symptom_is_known_to_the_rules():
    assert set(FLAGS) | COURSED <= set(CHOOSABLE)
    assert {flag for flags in FLAGS.values() for flag in flags} <= TICKS
    assert {key for key in CHOOSABLE if is_placed(CHOOSABLE[key])} == {"numbness", "tingling", "muscle_weakness"}
    assert len(" ".join(PLACES)) <= 200  # the column


def test_every_symptom_with_a_red_flag_asks_about_it():
    by_itself = {"psychosis", "infant_regression"}  # a yes says it
    with_flag = {key for key, symptom in CHOOSABLE.items() if symptom.red_flag}
    assert with_flag - set(FLAGS) - COURSED == by_itself


# --- the others ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("keys", "fine"), [([], True), (["fatigue"], True), (["macrocytosis"], False)])
def test_what_can_be_scored_can_be_chosen(keys, fine):
    assert ChooseForm({"keys": keys}).is_valid() is fine


@pytest.mark.parametrize(
    ("typed", "onset", "precision"),
    [("2021", dt.date(2021, 7, 1), "year"), ("3/2022", dt.date(2022, 3, 15), "month"), ("", None, "month")],
)
def test_the_beginning_is_as_exact_as_it_was_said(typed, onset, precision):
    form = SymptomForm({"onset": typed}, today=TODAY)
    assert form.is_valid()
    assert form.answers == {"onset": onset, "onset_precision": precision, "looked_into": False}


def test_a_beginning_to_come_is_refused():
    assert not SymptomForm({"onset": "April 2026"}, today=TODAY).is_valid()


@pytest.mark.parametrize(("asked", "span"), [("weeks", "weeks"), ("years", "years"), ("", "months"), ("x", "months")])
def test_how_far_back_is_one_of_three(asked, span):
    assert SpanForm({"span": asked}).span_asked() == span


@pytest.mark.parametrize(("key", "keys"), [("", None), ("jaundice", ("jaundice",)), ("nonsense", ())])
def test_one_flag_is_over_or_all_or_none(key, keys):
    assert OverForm({"key": key}).keys() == keys
