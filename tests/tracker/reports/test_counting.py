"""What counts in the model is named with its figures."""

import pytest

from tracker.domain.states import AGE_50_59, NORMAL, STATES
from tracker.reports.counting import counting


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("metformin", "metformin: 0.7 of the capacity to take up B12 is left"),
        ("h2_blocker", "an H2 blocker (such as famotidine): 0.6 of the B12 in food is set free"),
        ("age_50_59", "an age of 50 to 59: 1 (0.5 to 1) of the B12 in food is set free"),
        (
            "ileum_20_60_cm",
            "20 to 60 cm of the last small bowel removed: 0.5 (0 to 1) of the capacity to take up B12 is left; "
            "0.15\u00a0% of the stores is lost a day; 0.13\u00a0% is usual",
        ),
        (
            "pernicious_anaemia",
            "no intrinsic factor (pernicious anaemia): 0 of the B12 in food is set free; "
            "0 of the capacity to take up B12 is left; 0.20\u00a0% of the stores is lost a day; 0.13\u00a0% is usual",
        ),
    ],
)
def test_a_state_is_named_with_what_it_changes(state, words):
    assert counting([STATES[state]]) == [words]


def test_each_stands_for_itself_and_what_changes_nothing_is_not_named():
    assert counting([]) == []
    assert counting([NORMAL, STATES["ileum_under_20_cm"]]) == []
    assert [words.split(":")[0] for words in counting([AGE_50_59, STATES["metformin"]])] == [
        "an age of 50 to 59", "metformin"
    ]  # fmt: skip


def test_every_other_state_says_something():
    silent = {key for key, state in STATES.items() if not counting([state])}

    assert silent == {"normal", "ileum_under_20_cm"}
