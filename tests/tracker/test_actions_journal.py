"""Symptoms and red flags are written once a day and key; the last word wins, and nothing is made up."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import RedFlagTickFactory, SymptomScoreFactory, TrackedSymptomFactory, UserFactory
from tracker import actions_journal as actions
from tracker.actions_journal import Said
from tracker.health import health_of

TODAY = dt.date(2026, 3, 14)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def scores(person) -> list[tuple[str, dt.date, int]]:
    return list(person.symptom_scores.order_by("key", "on").values_list("key", "on", "score"))


def open_ticks(person) -> dict[str, dt.date]:
    return dict(person.red_flags.filter(ended_on=None).values_list("key", "on"))


# --- a check ---------------------------------------------------------------------------------------------------------
def test_a_check_keeps_what_was_said_of_each(person):
    said = Said(Decimal(4), course="spreading", places="left_foot right_foot", note="worse at night")
    actions.save_check(by=person, on=TODAY, scores={"numbness": said})
    row = person.symptom_scores.get()

    assert (row.key, row.on, row.score, row.course, row.places, row.note) == ("numbness", TODAY, *said)


def test_the_last_word_of_a_day_wins_and_what_was_not_said_again_stays(person):
    actions.save_check(
        by=person, on=TODAY, scores={"fatigue": Said(Decimal(4), note="n"), "numbness": Said(Decimal(2))}
    )
    before = person.symptom_scores.get(key="fatigue").updated_at
    actions.save_check(by=person, on=TODAY, scores={"fatigue": Said(Decimal(7))})

    assert scores(person) == [("fatigue", TODAY, 7), ("numbness", TODAY, 2)]
    row = person.symptom_scores.get(key="fatigue")
    assert (row.note, row.updated_at > before) == ("", True)


@pytest.mark.parametrize(
    ("days", "first"), [([3, 9], ago(9)), ([9, 3], ago(9)), ([3], ago(3))], ids=["later", "earlier", "once"]
)
def test_the_first_score_is_the_earliest_whenever_it_is_typed_in(person, days, first):
    for day in days:
        actions.save_check(by=person, on=ago(day), scores={"fatigue": Said(Decimal(4))})

    assert person.tracked_symptoms.get().first_on == first


def test_a_zero_does_not_say_that_it_began(person):
    actions.save_check(by=person, on=ago(60), scores={"numbness": Said(Decimal(0))})
    assert person.tracked_symptoms.get().first_on is None

    actions.save_check(by=person, on=ago(1), scores={"numbness": Said(Decimal(3))})
    assert person.tracked_symptoms.get().first_on == ago(1)


def test_one_that_turns_out_to_be_zero_had_not_begun(person):
    actions.save_check(by=person, on=ago(5), scores={"numbness": Said(Decimal(3))})
    actions.save_check(by=person, on=ago(5), scores={"numbness": Said(Decimal(0))})

    assert person.tracked_symptoms.get().first_on is None


def test_what_was_taken_off_the_board_stays_off_it(person):
    TrackedSymptomFactory(owner=person, shown=False)
    actions.save_check(by=person, on=TODAY, scores={"fatigue": Said(Decimal(4))})

    assert [(row.key, row.shown) for row in person.tracked_symptoms.all()] == [("fatigue", False)]


def test_another_person_is_left_alone(person):
    other = SymptomScoreFactory(on=TODAY, score=9).owner
    actions.save_check(by=person, on=TODAY, scores={"fatigue": Said(Decimal(4))}, ticks=["jaundice"])
    actions.end_flags(by=other, today=TODAY)

    assert scores(other) == [("fatigue", TODAY, 9)]
    assert open_ticks(person) == {"jaundice": TODAY}


def test_a_check_is_known_to_whoever_asks_next(person, time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC), tick=False)
    assert health_of(person).ticks == frozenset()
    actions.save_check(by=person, on=TODAY, scores={"fatigue": Said(Decimal(4))}, ticks=["chest_pain"])
    health = health_of(person)

    assert (health.ticks, [one.key for one in health.symptoms]) == ({"chest_pain"}, ["fatigue"])


# --- red flags -------------------------------------------------------------------------------------------------------
def test_a_tick_is_there_once_and_holds_from_its_latest_day(person):
    for day in (ago(40), ago(2), ago(9)):
        actions.save_check(by=person, on=day, scores={}, ticks=["jaundice", "jaundice"])

    assert open_ticks(person) == {"jaundice": ago(2)}
    assert person.red_flags.count() == 1


def test_what_is_not_ticked_again_still_holds(person):
    actions.save_check(by=person, on=ago(1), scores={}, ticks=["jaundice"])
    actions.save_check(by=person, on=TODAY, scores={"fatigue": Said(Decimal(1))})

    assert open_ticks(person) == {"jaundice": ago(1)}


def test_one_that_is_over_may_come_again(person):
    actions.save_check(by=person, on=ago(9), scores={}, ticks=["jaundice"])
    actions.end_flags(by=person, today=ago(5))
    actions.save_check(by=person, on=TODAY, scores={}, ticks=["jaundice"])

    assert open_ticks(person) == {"jaundice": TODAY}
    assert list(person.red_flags.order_by("on").values_list("on", "ended_on")) == [(ago(9), ago(5)), (TODAY, None)]


@pytest.mark.parametrize("answers", [("fall_tripped", "fall_unexplained"), ("fall_unexplained", "fall_tripped")])
def test_a_fall_has_one_answer_the_later_one(person, answers):
    for day, answer in zip((ago(1), TODAY), answers, strict=True):
        actions.save_check(by=person, on=day, scores={"falls": Said(Decimal(1))}, ticks=[answer])

    assert open_ticks(person) == {answers[1]: TODAY}


def test_some_or_all_of_them_are_over(person):
    for key in ("jaundice", "fainting", "chest_pain"):
        RedFlagTickFactory(owner=person, key=key)

    assert actions.end_flags(by=person, today=TODAY, keys=["jaundice"]) == 1
    assert set(open_ticks(person)) == {"fainting", "chest_pain"}
    assert actions.end_flags(by=person, today=TODAY) == 2
    assert actions.end_flags(by=person, today=TODAY) == 0


# --- the same as last time -------------------------------------------------------------------------------------------
def test_the_same_is_the_latest_of_each_without_its_note(person):
    for key in ("fatigue", "numbness"):
        TrackedSymptomFactory(owner=person, key=key)
    SymptomScoreFactory(owner=person, on=ago(9), score=2)
    SymptomScoreFactory(owner=person, on=ago(7), score=6, note="slept badly")
    SymptomScoreFactory(owner=person, key="numbness", on=ago(3), score=3, course="worse", places="left_foot")

    assert set(actions.same_as_last(by=person, today=TODAY)) == {"fatigue", "numbness"}
    found = (
        person.symptom_scores.filter(on=TODAY).order_by("key").values_list("key", "score", "course", "places", "note")
    )
    assert list(found) == [("fatigue", 6, "", "", ""), ("numbness", 3, "worse", "left_foot", "")]


def test_a_repeat_does_nothing_and_what_was_said_today_stays(person):
    for key in ("fatigue", "numbness"):
        TrackedSymptomFactory(owner=person, key=key)
        SymptomScoreFactory(owner=person, key=key, on=ago(7), score=6)
    actions.save_check(by=person, on=TODAY, scores={"fatigue": Said(Decimal(1), note="kept")})

    assert actions.same_as_last(by=person, today=TODAY) == ("numbness",)
    assert actions.same_as_last(by=person, today=TODAY) == ()
    assert scores(person)[1:] == [("fatigue", TODAY, 1), ("numbness", ago(7), 6), ("numbness", TODAY, 6)]
    assert person.symptom_scores.get(key="fatigue", on=TODAY).note == "kept"


def test_what_is_not_shown_or_was_never_scored_is_left_out(person):
    TrackedSymptomFactory(owner=person, key="fatigue", shown=False)
    TrackedSymptomFactory(owner=person, key="headache")
    SymptomScoreFactory(owner=person, on=ago(7))

    assert actions.same_as_last(by=person, today=TODAY) == ()
    assert scores(person) == [("fatigue", ago(7), 5)]


# --- what stands on the board ----------------------------------------------------------------------------------------
def test_the_board_is_what_was_chosen_and_scores_stay(person):
    SymptomScoreFactory(owner=person, on=ago(7))
    for keys in (["fatigue", "numbness"], ["numbness", "headache"], ["numbness", "headache"]):
        actions.choose_symptoms(by=person, keys=keys)

    shown = person.tracked_symptoms.order_by("key").values_list("key", "shown")
    assert list(shown) == [("fatigue", False), ("headache", True), ("numbness", True)]
    assert scores(person) == [("fatigue", ago(7), 5)]


def test_choosing_asks_nothing_of_others(person):
    other = TrackedSymptomFactory(owner=UserFactory())
    actions.choose_symptoms(by=person, keys=[])
    other.refresh_from_db()

    assert other.shown


def test_when_it_began_and_that_it_was_looked_into(person):
    row = TrackedSymptomFactory(owner=person)
    actions.change_symptom(by=person, symptom=row, onset=dt.date(2024, 7, 1), onset_precision="year", looked_into=True)
    row.refresh_from_db()

    assert (row.onset, row.onset_precision, row.looked_into) == (dt.date(2024, 7, 1), "year", True)


def test_a_score_is_removed_and_the_first_one_follows(person):
    for day in (ago(9), ago(2)):
        actions.save_check(by=person, on=day, scores={"fatigue": Said(Decimal(4))})
    for _ in range(2):
        actions.remove_score(by=person, key="fatigue", on=ago(9))

    assert scores(person) == [("fatigue", ago(2), 4)]
    assert person.tracked_symptoms.get().first_on == ago(2)
