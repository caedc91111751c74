"""How medicines and conditions count in the model, in words; the figures are those of the states."""

import pytest

from tracker.domain import conditions, medicines
from tracker.domain.risks.facts import Has
from tracker.domain.states import NORMAL, STATES
from tracker.reports.care.counts import OFF, counts_of

ALL_OF_THEM = [
    *((key, medicines.state_of(key)) for key in medicines.MEDICINES),
    *((key, conditions.state_of(Has(key, ""))) for key in conditions.CONDITIONS),
]


@pytest.mark.parametrize(
    ("state", "lines"),
    [
        ("metformin", ("0.7 of the capacity to take up B12 is left",)),
        ("ppi", ("0.4 of the B12 in food is set free",)),
        (
            "pernicious_anaemia",
            (
                "0 of the B12 in food is set free",
                "0 of the capacity to take up B12 is left",
                "0.20\u00a0% of the stores is lost a day; 0.13\u00a0% is usual",
            ),
        ),
        (
            "ileum_20_60_cm",
            (
                "0.5 (0 to 1) of the capacity to take up B12 is left",
                "0.15\u00a0% of the stores is lost a day; 0.13\u00a0% is usual",
            ),
        ),
        ("ileum_under_20_cm", ()),
        ("normal", ()),
        ("", ()),
    ],
)
def test_each_figure_of_a_state_is_a_line(state, lines):
    assert counts_of("", state).lines == lines


@pytest.mark.parametrize(("key", "state"), ALL_OF_THEM)
def test_every_row_that_has_a_state_has_lines_and_no_other_has(key, state):
    figures = STATES.get(state, NORMAL)
    as_usual = (figures.release, figures.capacity, figures.loss_per_day) == (
        NORMAL.release, NORMAL.capacity, NORMAL.loss_per_day,
    )  # fmt: skip
    assert bool(counts_of(key, state).lines) is not as_usual


@pytest.mark.parametrize("key", OFF)
def test_what_switches_the_model_off_says_so(key):
    assert key in medicines.MEDICINES or key in conditions.CONDITIONS
    assert "off" in str(counts_of(key, "").off)


def test_nothing_else_switches_it_off():
    assert {key for key, state in ALL_OF_THEM if counts_of(key, state).off} == set(OFF)


def test_a_pause_is_said_of_what_would_count():
    assert counts_of("metformin", "metformin", pause="Not now.").pause == "Not now."
    assert counts_of("aspirin", "", pause="Not now.").pause == ""


def test_for_whom_a_state_is_may_be_said():
    assert str(counts_of("crohn", "crohn_ileal", named=True).case) == "Crohn’s disease of the last small bowel"
    assert counts_of("crohn", "", named=True).case == ""
    assert counts_of("metformin", "metformin").case == ""
