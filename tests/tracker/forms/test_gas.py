"""One use of nitrous oxide: what was lies behind, what is planned ahead, and today may be both."""

import datetime as dt

import pytest

from tracker.forms.gas import KINDS, GasForm
from tracker.models.health import GasKind

TODAY = dt.date(2026, 3, 14)
GONE_BY = ["That day has gone by. Choose another, or say that it was given."]
TO_COME = ["That is still to come. Choose another day, or say that it is planned."]


def form(kind: str, on: str = "", *, today: dt.date = TODAY) -> GasForm:
    return GasForm({"kind": kind, "on": on}, today=today)


def test_every_kind_has_its_words():
    assert {key for key, _ in KINDS} == set(GasKind)


@pytest.mark.parametrize("kind", list(GasKind))
def test_a_date_may_be_forgotten(kind):
    made = form(kind)
    assert made.is_valid()
    assert made.answers == {"kind": kind, "on": None}


@pytest.mark.parametrize(
    ("kind", "on", "date"),
    [
        ("recreational", "14 March 2026", dt.date(2026, 3, 14)),
        ("recreational", "March 2026", dt.date(2026, 3, 14)),  # the middle is still to come
        ("recreational", "2026", dt.date(2026, 3, 14)),
        ("medical", "2019", dt.date(2019, 7, 1)),
        ("planned", "14 March 2026", dt.date(2026, 3, 14)),
        ("planned", "March 2026", dt.date(2026, 3, 15)),
        ("planned", "2026", dt.date(2026, 7, 1)),
        ("planned", "May 2027", dt.date(2027, 5, 15)),
    ],
)
def test_a_date_counts_as_far_as_it_can_be_meant(kind, on, date):
    made = form(kind, on)
    assert made.is_valid(), made.errors
    assert made.answers["on"] == date


@pytest.mark.parametrize(
    ("kind", "on", "sentences"),
    [
        ("planned", "13 March 2026", GONE_BY),
        ("planned", "February 2026", GONE_BY),
        ("planned", "2025", GONE_BY),
        ("recreational", "15 March 2026", TO_COME),
        ("medical", "April 2026", TO_COME),
        ("medical", "2027", TO_COME),
    ],
)
def test_what_was_is_not_ahead_and_what_is_planned_not_behind(kind, on, sentences):
    assert form(kind, on).errors == {"on": sentences}


def test_what_is_planned_in_a_month_whose_middle_has_gone_by_is_still_to_come():
    today = dt.date(2026, 3, 20)
    made = form("planned", "March 2026", today=today)
    assert made.is_valid()
    assert made.answers["on"] == today


@pytest.mark.parametrize("kind", ["", "fun"])
def test_the_kind_is_chosen(kind):
    assert form(kind, "15 March 2026").errors == {"kind": ["Choose one of the three."]}


def test_a_date_that_cannot_be_read_is_asked_back():
    assert list(form("medical", "soon").errors) == ["on"]
