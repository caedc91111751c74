"""The board of symptoms and one of them over time: what is read, what is said of it, and nothing that is not known."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import (
    EntryFactory,
    FoodFactory,
    RedFlagTickFactory,
    SampleFactory,
    SymptomScoreFactory,
    TrackedSymptomFactory,
)
from tracker.domain.journal import CHOOSABLE, Trend
from tracker.domain.risks.red_flags import EMERGENCY, SELF_HARM, THIS_WEEK, TICKS
from tracker.models import SymptomScore
from tracker.models.journal import Course
from tracker.reports.care.flags import CLUSTER_NAMES, COURSES, PLACE_NAMES, QUESTIONS, SIGNS
from tracker.reports.care.symptom_history import SPANS, SymptomPage
from tracker.reports.care.symptoms import Board, trend_words, value_words

TODAY = dt.date(2026, 3, 14)


@pytest.fixture(autouse=True)
def noon(time_machine) -> None:
    time_machine.move_to(dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC), tick=False)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def board(person) -> Board:
    return Board.build(person, today=TODAY)


def scored(person, key="fatigue", **by_days) -> None:
    """`scored(person, d3=5)`: 5 three days ago."""
    for days, score in by_days.items():
        SymptomScoreFactory(owner=person, key=key, score=Decimal(str(score)), on=ago(int(days[1:])))


# --- the board -------------------------------------------------------------------------------------------------------
def test_lines_stand_by_cluster_in_the_order_of_the_table(person):
    for key in ("memory", "fatigue", "numbness", "tingling", "infant_regression"):
        TrackedSymptomFactory(owner=person, key=key)

    assert [(one.name, [line.symptom.key for line in one.lines]) for one in board(person).clusters] == [
        ("Nerve", ["tingling", "numbness"]), ("Blood", ["fatigue"]), ("Mind", ["memory"]),
        ("A baby", ["infant_regression"]),
    ]  # fmt: skip


def test_a_row_that_no_table_has_is_passed_over(person):
    for key in ("nonsense", "macrocytosis"):
        TrackedSymptomFactory(owner=person, key=key)

    assert board(person).lines == ()


@pytest.mark.parametrize(
    ("scores", "value", "was"),
    [
        ({}, "", ""),
        ({"d1": 5}, "5", ""),
        ({"d1": 5, "d2": 4}, "5", "was 4"),
        ({"d1": 5, "d2": 5, "d3": 1}, "5", "same"),
        ({"d500": 0, "d900": 3}, "0", "was 3"),
    ],
)
def test_the_last_and_the_one_before_are_known_however_long_ago(person, scores, value, was):
    TrackedSymptomFactory(owner=person)
    scored(person, **scores)
    (line,) = board(person).lines

    assert (line.value, line.was) == (value, was)


def test_what_is_to_come_is_not_the_last(person):
    TrackedSymptomFactory(owner=person)
    SymptomScoreFactory(owner=person, on=ago(-1), score=9)
    scored(person, d1=2)

    assert board(person).lines[0].value == "2"


def test_scores_of_others_are_theirs(person):
    TrackedSymptomFactory(owner=person)
    SymptomScoreFactory(on=ago(1))
    other = TrackedSymptomFactory()
    SymptomScoreFactory(owner=other.owner, on=ago(400))

    assert board(person).lines[0].last is None


def test_what_the_last_score_said_beside_it(person):
    TrackedSymptomFactory(owner=person, key="numbness")
    SymptomScoreFactory(owner=person, key="numbness", on=ago(1), course="worse", places="left_foot saddle moon")

    assert board(person).lines[0].beside == "it gets worse quickly, left foot, where a saddle touches"


@pytest.mark.parametrize(("scores", "n"), [({}, 0), ({"d0": 3}, 0), ({"d1": 3}, 1)])
def test_only_what_is_not_of_today_can_be_repeated(person, scores, n):
    TrackedSymptomFactory(owner=person)
    scored(person, **scores)

    assert board(person).to_repeat == n


def test_ticks_that_hold_are_named_the_gravest_first_and_answers_are_none(person):
    for key in ("jaundice", "chest_pain", "fall_tripped"):
        RedFlagTickFactory(owner=person, key=key)
    RedFlagTickFactory(owner=person, key="fainting", ended_on=TODAY)

    assert [flag.key for flag in board(person).flags] == ["chest_pain", "jaundice"]


def test_yes_and_no_has_no_trend_and_is_not_missed(person):
    TrackedSymptomFactory(owner=person, key="confusion")
    for day in range(28):
        SymptomScoreFactory(owner=person, key="confusion", score=day % 2, on=ago(day))
    found = board(person)

    assert (found.pattern.known, found.too_few, found.pattern_words) == (False, 0, ())


@pytest.mark.parametrize("symptoms", [1, 20])
def test_it_takes_three_queries(person, django_assert_num_queries, symptoms):
    for key in list(CHOOSABLE)[:symptoms]:
        TrackedSymptomFactory(owner=person, key=key)
        SymptomScoreFactory(owner=person, key=key, on=ago(3))
    with django_assert_num_queries(3):
        assert len(board(person).lines) == symptoms


# --- words -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Trend(6.5, 4.0, 5, 4), "Up: median 6.5 over the last 14 days (5 entries), 4 over the 14 before (4)."),
        (Trend(3.0, 4.0, 4, 4), "Down: median 3 over the last 14 days (4 entries), 4 over the 14 before (4)."),
        (Trend(4.0, 4.0, 4, 6), "No change: median 4 over the last 14 days (4 entries) and the 14 before (6)."),
        (
            Trend(None, None, 3, 2),
            "Too few entries for a trend: 4 in each of two fortnights are needed; there are 3 and 2.",
        ),
    ],
)
def test_a_trend_is_a_sentence_and_says_from_how_much(found, said):
    assert trend_words(found, "0-10") == said


@pytest.mark.parametrize(
    ("score", "kind", "words"), [(5.0, "0-10", "5"), (2.5, "kg", "2.5"), (1, "yes/no", "yes"), (0, "yes/no", "no")]
)
def test_a_score_is_said_by_its_scale(score, kind, words):
    assert value_words(score, kind) == words


def test_everything_has_words():
    assert set(QUESTIONS) | set(SIGNS) == set(SIGNS) == TICKS
    assert set(COURSES) == set(Course.values)
    assert {symptom.cluster for symptom in CHOOSABLE.values()} == set(CLUSTER_NAMES)
    assert {*EMERGENCY, *THIS_WEEK, SELF_HARM} < set(SIGNS)
    assert len({str(words) for words in SIGNS.values()}) == len(SIGNS)
    assert "saddle" in PLACE_NAMES


# --- over time -------------------------------------------------------------------------------------------------------
def page(person, span="months", key="fatigue") -> SymptomPage:
    row, _ = person.tracked_symptoms.get_or_create(key=key)
    return SymptomPage.build(person, row, span=span, today=TODAY)


def test_nothing_draws_nothing(person):
    found = page(person)

    assert (found.chart, found.scores, found.entries) == (None, 0, ())


@pytest.mark.parametrize(
    ("span", "rows"),
    [
        ("weeks", [("Sat 14 Mar 2026", "4"), ("Wed 11 Mar 2026", "7"), ("Mon 9 Mar 2026", "2")]),
        ("months", [("Mon 9 Mar 2026", "4")]),
        ("years", [("March 2026", "4"), ("March 2024", "9")]),
    ],
)
def test_a_row_is_a_day_a_week_or_a_month_the_newest_first(person, span, rows):
    scored(person, d0=4, d3=7, d5=2, d731=9)

    assert [row[:2] for row in page(person, span).chart.table.rows] == rows


def test_marks_stand_in_the_table_beside_the_scores(person):
    scored(person, d0=4)
    food = FoodFactory(tablet=True, origin="injected")
    for hour in (8, 9):
        EntryFactory(owner=person, food=food, origin="injected", eaten_at=dt.datetime(2026, 3, 10, hour, tzinfo=dt.UTC))
    EntryFactory(owner=person, food=food, origin="injected", removed_at="2026-03-11T00:00Z",
                 eaten_at=dt.datetime(2026, 3, 5, 8, tzinfo=dt.UTC))  # fmt: skip
    EntryFactory(owner=person, eaten_at=dt.datetime(2026, 3, 6, 8, tzinfo=dt.UTC))
    SampleFactory(owner=person, taken_on=ago(9))
    SampleFactory(taken_on=ago(8))

    assert page(person, "weeks").chart.table.rows == (
        ("Sat 14 Mar 2026", "4", "–", "–"), ("Tue 10 Mar 2026", "–", "1", "–"), ("Thu 5 Mar 2026", "–", "–", "1"),
    )  # fmt: skip


def test_of_yes_and_no_a_single_yes_counts(person):
    for day, score in ((0, 0), (1, 1), (2, 0), (7, 0)):
        SymptomScoreFactory(owner=person, key="confusion", score=score, on=ago(day))
    found = page(person, "months", key="confusion")

    assert [row[1] for row in found.chart.table.rows] == ["yes", "no"]
    assert found.chart.table.head[1] == "Confusion"
    assert found.trend_words == ""


@pytest.mark.parametrize(("span", "days"), [(name, span[0]) for name, span in SPANS.items()])
def test_the_first_day_of_a_span_is_in_it_and_the_one_before_is_not(person, span, days):
    for day in (0, days - 1, days):
        SymptomScoreFactory(owner=person, on=ago(day))

    assert page(person, span).scores == 2


def test_years_begin_where_something_is_known_but_show_one_at_least(person):
    scored(person, d0=4, d30=5)
    assert "Mar 2025" in page(person, "years").chart.svg

    scored(person, d900=4)
    assert "Sep 2023" in page(person, "years").chart.svg


@pytest.mark.parametrize(("most", "top"), [(1, "2"), (2, "2"), (3, "4"), (8, "8")])
def test_a_count_has_a_scale_that_holds_it(person, most, top):
    SymptomScoreFactory(owner=person, key="falls", score=most, on=ago(1))

    assert f">{top}</text>" in page(person, key="falls").chart.svg


@pytest.mark.parametrize("span", sorted(SPANS))
@pytest.mark.parametrize("days", [1, 1_900])
def test_it_takes_four_queries_and_stays_small(person, django_assert_num_queries, span, days):
    SymptomScore.objects.bulk_create(
        SymptomScore(owner=person, key="fatigue", on=ago(day), score=day % 11) for day in range(days)
    )
    row, _ = person.tracked_symptoms.get_or_create(key="fatigue")
    with django_assert_num_queries(4):
        found = SymptomPage.build(person, row, span=span, today=TODAY)
    assert len(found.chart.svg) < 5_000
    assert len(found.chart.table.rows) <= 84
    assert len(found.entries) <= 30


@pytest.mark.parametrize("key", list(CHOOSABLE))
def test_every_symptom_has_a_page(person, key):
    SymptomScoreFactory(owner=person, key=key, score=1, on=ago(1))
    found = page(person, key=key)

    assert found.name
    assert found.chart.table.rows
    assert [one for one in found.symptom.sources if not found.citations] == []
