"""What is said of a symptom between injections: only what repeats, never why, never what to change."""

import datetime as dt
import re

import pytest

from tests.factories import SymptomScoreFactory, TrackedSymptomFactory
from tests.tracker.charts.geometry import outside, texts
from tracker.domain.cycles import Comparison, Cycle, Way, cycles
from tracker.reports.care.cycles import Overlaid, statement

TODAY = dt.date(2026, 3, 14)
LAST = dt.date(2026, 1, 5)  # 68 days before
TWELVE_WEEKS = [LAST - dt.timedelta(days=84 * n) for n in range(5)]
DUE = dt.date(2026, 3, 30)
FORBIDDEN = re.compile(
    r"because|caus|due to|wear|increase|more often|shorter|sooner|dose|you are|you have", re.IGNORECASE
)


def scored(person, days: list[dt.date], figures: dict[int, float], key: str = "fatigue") -> None:
    """These scores on these days of each cycle, up to today."""
    for start in days:
        for day, score in figures.items():
            if (on := start + dt.timedelta(days=day)) <= TODAY:
                SymptomScoreFactory(owner=person, key=key, on=on, score=score)


def overlaid(person, days=TWELVE_WEEKS, **options) -> Overlaid:
    found = cycles(days, today=TODAY, planned_days=84)
    said = {"chosen": None, "planned_days": 84, "due_on": DUE, "today": TODAY} | options
    return Overlaid.build(person, found, **said)


RISING = {7: 4, 30: 3, 50: 3, 60: 5, 80: 6}


# --- sentences -------------------------------------------------------------------------------------------------------
def compared(way: Way | None, *, complete: int = 3, n: int = 3) -> Comparison:
    found = tuple(Cycle(day, day + dt.timedelta(days=84), complete=True) for day in TWELVE_WEEKS[:n])
    return Comparison(complete, found, (2.0,) * n, way, 56 if way else None)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (compared(Way.HIGHER), "Tiredness: in each of the last 3 cycles that can be compared, the scores were higher "
         "in the last third, from about day 56, than in the middle. Worth raising at your next visit: the interval is "
         "the prescriber’s to change."),
        (compared(Way.LOWER), "Tiredness: in each of the last 3 cycles that can be compared, the scores were lower "
         "in the last third, from about day 56, than in the middle. You can show this at your next visit."),
        (compared(Way.NONE), "Tiredness: no pattern that repeats in all of the last 3 cycles that can be compared."),
        (compared(None, complete=0, n=0), "Cycles are compared once three are complete. So far: 0."),
        (compared(None, complete=2, n=2), "Cycles are compared once three are complete. So far: 2."),
        (compared(None, complete=3, n=2), "Three complete cycles are compared once each has two scores in its middle "
         "third and two in its last. So far: 2."),
    ],
)  # fmt: skip
def test_sentences(found, said):
    assert statement(found, "Tiredness") == said


@pytest.mark.parametrize("way", [*Way, None])
@pytest.mark.parametrize("complete", [0, 1, 2, 3, 9])
def test_no_sentence_says_why_or_what_to_change(way, complete):
    n = min(complete, 6)
    said = statement(compared(way, complete=complete, n=n), "Tiredness")

    assert not FORBIDDEN.search(said)
    if way is None:
        assert not re.search(r"pattern|higher|lower|repeat", said)


# --- with a log ------------------------------------------------------------------------------------------------------
def test_three_cycles_that_rise_are_said_and_drawn(person):
    TrackedSymptomFactory(owner=person)
    scored(person, TWELVE_WEEKS, RISING)
    found = overlaid(person)

    assert found.statement.startswith("Tiredness: in each of the last 4 cycles")
    assert [one.words for one in found.differences] == ["2.5 higher in the last third"] * 4
    assert found.differences[-1].dates == "13 October 2025 to 4 January"
    assert {"next due, day 84", "day 60", "day 0", "28", "56"} <= set(texts(found.chart))
    assert found.chart.table.head == ("Day of the cycle", "this cycle", "the one before", "two before")
    assert found.chart.table.rows[-1] == ("day 80", "–", "6", "6")
    assert outside(found.chart) == []
    assert not found.cut


def test_two_complete_cycles_say_nothing_of_what_repeats(person):
    TrackedSymptomFactory(owner=person)
    scored(person, TWELVE_WEEKS[:3], RISING)
    found = overlaid(person, TWELVE_WEEKS[:3])

    assert found.statement == "Cycles are compared once three are complete. So far: 2."
    assert "higher" not in found.chart.description


def test_the_symptom_with_most_scores_is_shown_unless_another_is_asked_for(person, django_assert_num_queries):
    few, many = TrackedSymptomFactory(owner=person, key="headache"), TrackedSymptomFactory(owner=person)
    scored(person, TWELVE_WEEKS[:1], {3: 4}, key="headache")
    scored(person, TWELVE_WEEKS, RISING)

    with django_assert_num_queries(2):
        assert overlaid(person).chosen.pk == many.pk
    assert overlaid(person, chosen=few.pk).chosen.pk == few.pk
    assert overlaid(person, chosen=999_999).chosen.pk == many.pk


def test_symptoms_of_another_and_what_has_no_scale_of_ten_are_not_offered(person):
    theirs = TrackedSymptomFactory()
    for key in ("weight_loss", "confusion", "falls", "nonsense"):
        TrackedSymptomFactory(owner=person, key=key)
    hidden = TrackedSymptomFactory(owner=person, key="memory", shown=False)
    own = TrackedSymptomFactory(owner=person)
    scored(theirs.owner, TWELVE_WEEKS, RISING)

    for asked in (theirs.pk, hidden.pk):
        found = overlaid(person, chosen=asked)
        assert [one.pk for one in found.tracked] == [own.pk]
        assert (found.chosen.scores, found.chart) == (0, None)


def test_nothing_tracked_is_no_error(person):
    found = overlaid(person)

    assert (found.tracked, found.chosen, found.chart, found.statement, found.differences) == ((), None, None, "", ())


def test_a_long_gap_is_drawn_with_its_name_and_cut_off_at_twice_the_plan(person):
    TrackedSymptomFactory(owner=person)
    days = [LAST, LAST - dt.timedelta(days=300), LAST - dt.timedelta(days=384)]
    scored(person, days, RISING | {250: 8})
    found = overlaid(person, days)

    assert found.cut
    assert found.chart.table.head[2] == "the one before, a long gap"
    assert found.comparison.complete == 1
    assert found.chart.table.rows[-1] == ("day 250", "–", "8", "–")
    assert outside(found.chart) == []


@pytest.mark.parametrize(
    ("due_on", "words"),
    [(DUE, "next due, day 84"), (TODAY, "next due, day 68"), (TODAY - dt.timedelta(days=8), "was due, day 60")],
)
def test_when_it_is_due_is_said_in_the_drawing(person, due_on, words):
    TrackedSymptomFactory(owner=person)
    scored(person, TWELVE_WEEKS, RISING)

    assert words in texts(overlaid(person, due_on=due_on).chart)


def test_without_an_interval_nothing_in_the_drawing_is_due(person):
    TrackedSymptomFactory(owner=person)
    scored(person, TWELVE_WEEKS[:1], {1: 4, 68: 5})
    found = overlaid(person, TWELVE_WEEKS[:1], due_on=None, planned_days=None)

    assert "today" in texts(found.chart)
    assert not [words for words in texts(found.chart) if "due" in words]
