"""Each rule: fires, near miss, boundary, unknown input. Rows are made by hand: no database."""

import datetime as dt
import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foods.choices import Category, Grade
from foods.curation import rules
from foods.curation.rows import Row
from foods.curation.spread import NARROWEST, Spread, spread_of
from foods.limits import cap
from foods.models import ConcernKind

TODAY = dt.date(2026, 3, 14)
PLAIN = Row(
    pk=1, name="Tuna", brand="", market="", category="fish", origin="food", reliability="active", basis="g100",
    b12_ug=Decimal(3), b12_added_ug=Decimal(0), low_ug=None, high_ug=None, grade="calculated", gtin="",
    figure_date="2015", source_id=1, source_key="usda-fndds", source_is_open=True, reviewed=False, imported=False,
)  # fmt: skip
# middle 3 µg, one step of z is a factor of 10^0.2 = 1.58
FISH = {("fish", "g100", False): Spread(100, math.log10(3), 0.2)}


def row(**fields) -> Row:
    return PLAIN._replace(**{name: _decimal(name, value) for name, value in fields.items()})


def _decimal(name: str, value):
    return Decimal(value) if name.endswith("_ug") and value is not None else value


def kinds(one: Row, spreads=None, today: dt.date = TODAY) -> list[str]:
    return [str(doubt.kind) for doubt in rules.doubts(one, FISH if spreads is None else spreads, today)]


def test_an_ordinary_food_raises_nothing():
    assert kinds(PLAIN) == []


# --- impossible -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ug", "found"), [("70", []), ("70.0001", ["impossible"]), ("71", ["impossible"]), ("0", []), (None, [])]
)
def test_more_than_the_cap_of_its_category_is_impossible(ug, found):
    assert cap(Category.FISH, "g100").soft == 70
    assert kinds(row(b12_ug=ug, b12_added_ug=None), {}) == found


def test_what_is_impossible_would_be_unknown_and_what_hangs_on_it_goes_too():
    doubt = rules.figure(row(b12_ug="90", b12_added_ug="90", low_ug="80", high_ug="95"), {}, TODAY)

    assert doubt.facts["changes"] == {
        "b12_ug": ["90", None], "b12_added_ug": ["90", None], "low_ug": ["80", None], "high_ug": ["95", None],
    }  # fmt: skip
    assert (doubt.facts["cap"], doubt.facts["why"]) == ("70", "roe 56, herring 19, dried salmon 29")


@pytest.mark.parametrize(("ug", "found"), [("10000", []), ("10001", ["impossible"])])
def test_a_tablet_has_a_cap_of_its_own(ug, found):
    tablet = row(category="supplement", basis="unit", origin="supplement", b12_ug=ug, b12_added_ug=ug, figure_date="")

    assert kinds(tablet, {}) == found


# --- the unit ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ug", "then", "times"),
    [
        ("3000", "3", "1000"),
        ("0.003", "3", "0.001"),
        ("3000000", "3", "1000000"),
        ("1200", "1.2", "1000"),  # z of 1.2 is −2.0: still ordinary
    ],
)
def test_a_figure_that_is_ordinary_in_another_unit_is_a_slip(ug, then, times):
    (doubt,) = rules.doubts(row(b12_ug=ug, grade="label", figure_date=""), FISH, TODAY)

    assert doubt.kind == ConcernKind.UNIT
    assert doubt.facts["changes"]["b12_ug"] == [ug, then]
    assert (doubt.facts["times"], doubt.facts["median"], doubt.facts["figures"]) == (times, "3", 100)


@pytest.mark.parametrize(("ug", "found"), [("60", ["outlier"]), ("300", ["impossible"]), ("100000", ["impossible"])])
def test_a_figure_that_no_unit_explains_is_no_slip(ug, found):
    assert kinds(row(b12_ug=ug, grade="label", figure_date="")) == found


def test_what_was_added_moves_along():
    (doubt,) = rules.doubts(
        row(b12_ug="3000", b12_added_ug="1500", low_ug="2000", high_ug="4000", origin="added", figure_date=""),
        {("fish", "g100", True): FISH["fish", "g100", False]},
        TODAY,
    )

    assert doubt.facts["changes"] == {
        "b12_ug": ["3000", "3"], "b12_added_ug": ["1500", "1.5"], "low_ug": ["2000", "2"], "high_ug": ["4000", "4"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "ug", "then"),
    [
        ("B12 tablet, 1 mg", "1", "1000"),
        ("Vitamin B12 1,000 µg", "1", "1000"),
        ("Methylcobalamin 500 mcg", "500000", "500"),
        ("Cobalamin 5000 µg", "5", "5000"),
    ],
)
def test_a_tablet_whose_name_says_the_dose_in_another_unit(name, ug, then):
    tablet = row(name=name, category="supplement", basis="unit", origin="supplement", b12_ug=ug, b12_added_ug=ug)
    doubt = rules.figure(tablet, {}, TODAY)

    assert (doubt.kind, doubt.facts["changes"]["b12_ug"], doubt.facts["named"]) == (ConcernKind.UNIT, [ug, then], then)


@pytest.mark.parametrize(
    ("name", "basis"),
    [
        ("B12 tablet, 1 µg", "unit"),  # it is that
        ("B12 tablet, 2 mg", "unit"),  # not a thousand times
        ("Vitamin C 1 mg", "unit"),  # of something else
        ("B12 1 mg with folate 400 µg", "unit"),  # two doses: which is it?
        ("B12 tablet", "unit"),
        ("B12 powder 1 mg", "g100"),
    ],
)
def test_a_name_that_says_nothing_against_the_figure(name, basis):
    assert rules.dose_of_name(row(name=name, basis=basis, b12_ug="1", b12_added_ug="1")) is None


def test_doses_of_supplements_have_no_usual_figure():
    """Makers choose them: 2.4 and 10,000 µg are both on sale."""
    spreads = {("supplement", "unit", True): Spread(100, 3.0, 0.2)}
    tablet = row(category="supplement", basis="unit", origin="supplement", b12_ug="2.4", b12_added_ug="2.4")

    assert rules.figure(tablet, spreads, TODAY) is None


# --- outliers ---------------------------------------------------------------------------------------------------------
def at(z: float) -> Decimal:
    """A figure so many steps from the middle of FISH."""
    return Decimal(str(round(3 * 10 ** (0.2 * z), 4)))


@pytest.mark.parametrize(
    ("grade", "z", "found"),
    [
        ("label", 3.49, []),
        ("label", 3.51, ["outlier"]),
        ("user", 3.51, ["outlier"]),
        ("assumed", -3.51, ["outlier"]),
        ("label", -3.49, []),
        ("analysed", 4.99, []),
        ("calculated", 5.01, ["outlier"]),
        ("analysed", -9, []),  # little is nothing odd in what a laboratory measured
    ],
)
def test_a_figure_far_from_the_others_of_its_category(grade, z, found):
    one = row(b12_ug=at(z), grade=grade, figure_date="")

    assert [kind for kind in kinds(one) if kind != "unsourced"] == found


def test_a_category_with_too_few_figures_has_no_outliers():
    assert kinds(row(b12_ug="60", grade="label", figure_date=""), {}) == []
    assert spread_of([0.0] * 19) is None
    assert spread_of([0.0] * 20) == Spread(20, 0.0, NARROWEST)


def test_what_does_not_count_is_no_outlier():
    assert kinds(row(b12_ug="60", grade="label", figure_date="", reliability="inactive")) == []


def test_the_spread_is_not_moved_by_what_is_looked_for():
    logs = [math.log10(ug) for ug in [1, 2, 3, 4, 5] * 10]
    spread = spread_of(logs)
    assert spread == Spread(50, math.log10(3), pytest.approx(1.4826 * (math.log10(3) - math.log10(2)), rel=0.3))
    with_a_slip = spread_of([*logs, 6.0])
    assert with_a_slip.middle == spread.middle
    assert with_a_slip.z(1_000_000) > 10


@given(st.lists(st.floats(min_value=-4, max_value=6), min_size=20, max_size=60))
@settings(max_examples=50)
def test_half_of_all_figures_are_never_outliers(logs):
    spread = spread_of(logs)

    assert sum(abs(spread.z(10**log)) <= 1 / 1.4826 + 1e-6 for log in logs) >= len(logs) // 2


# --- stale ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("date", "today", "found"),
    [
        ("2024-03-14", TODAY, []),  # 24 months old today
        ("2024-03-13", TODAY, ["stale"]),
        ("2024-02", TODAY, ["stale"]),  # its last day is the 29th
        ("2024-03", TODAY, []),
        ("2023", TODAY, ["stale"]),
        ("2024", TODAY, []),
        ("2024", dt.date(2026, 12, 31), []),
        ("2024", dt.date(2027, 1, 1), ["stale"]),
        ("2024-02-29", dt.date(2026, 2, 28), []),
        ("2024-02-29", dt.date(2026, 3, 1), ["stale"]),
        ("", TODAY, []),
        ("spring 2019", TODAY, []),
        ("2019-13", TODAY, []),
        ("2019-02-30", TODAY, []),
        ("0000", TODAY, []),
        ("9999", TODAY, []),
    ],
)
def test_a_label_is_stale_after_24_months(date, today, found):
    assert kinds(row(grade="label", figure_date=date), today=today) == found


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, []),  # what is in tuna stays in tuna
        ({"grade": "analysed"}, []),
        ({"grade": "label"}, ["stale"]),
        ({"b12_added_ug": "1"}, ["stale"]),
        ({"origin": "added", "b12_added_ug": None}, ["stale"]),
        ({"category": "plant_dairy", "b12_added_ug": None, "b12_ug": "0.05"}, ["stale"]),
        ({"category": "plant_dairy", "b12_added_ug": "0", "b12_ug": "0.05"}, []),
        ({"grade": "label", "b12_ug": None, "b12_added_ug": None}, []),  # nobody knows, and no date makes it worse
    ],
)
def test_only_labels_and_fortified_foods_grow_stale(fields, found):
    assert kinds(row(**fields)) == found


def test_fortified_foods_come_first_and_imported_ones_wait_for_their_edition():
    label, fortified = rules.stale(row(grade="label"), {}, TODAY), rules.stale(row(b12_added_ug="1"), {}, TODAY)

    assert fortified.rank < label.rank
    assert rules.stale(row(grade="label", imported=True), {}, TODAY).only_logged is True
    assert label.only_logged is False


# --- source and origin ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"source_is_open": False}, ["unsourced"]),
        ({"source_is_open": False, "b12_ug": None, "b12_added_ug": None}, []),
        ({"grade": "user", "figure_date": ""}, ["unsourced"]),
        ({"grade": "label", "figure_date": ""}, []),
    ],
)
def test_a_figure_that_nobody_can_look_up(fields, found):
    assert kinds(row(**fields)) == found


def test_a_typed_figure_of_a_label_may_become_one_of_the_label():
    suggested = rules.unsourced(row(grade="user", source_key="label"), {}, TODAY)
    assert suggested.facts["changes"] == {"grade": [Grade.USER, Grade.LABEL]}
    assert "changes" not in rules.unsourced(row(grade="user", source_key="old-list"), {}, TODAY).facts


@pytest.mark.parametrize(
    ("category", "ug", "said"),
    [
        ("plant_dairy", "0.38", "added"),
        ("plant_protein", "0.1", "added"),
        ("legumes", "5", "added"),
        ("legumes", "0.0999", None),
        ("fruit", None, None),
        ("fruit", "0.5", "added"),
        ("vegetables", "0.4999", None),  # potatoes mashed with milk and egg
        ("supplement", "25", "supplement"),
        ("injection", "1000", "injected"),
        ("cereal", "5", None),  # bread and cake may hold milk and eggs
        ("dishes", "5", None),
        ("fish", "5", None),
    ],
)
def test_b12_where_there_is_none_by_nature_was_added(category, ug, said):
    doubt = rules.no_origin(row(category=category, b12_ug=ug, b12_added_ug=None), {}, TODAY)

    assert (doubt and doubt.facts["changes"]["origin"]) == (said and ["food", said])


def test_what_has_its_origin_or_does_not_count_is_not_asked_about():
    assert rules.no_origin(row(category="fruit", origin="added"), {}, TODAY) is None
    assert rules.no_origin(row(category="vegetables", reliability="disputed"), {}, TODAY) is None


# --- marks ------------------------------------------------------------------------------------------------------------
def test_a_mark_is_the_same_for_the_same_values_and_another_for_others():
    one = rules.figure(row(b12_ug="90"), {}, TODAY)

    assert rules.figure(row(b12_ug="90.0000", name="Another name"), {}, TODAY).mark == one.mark
    assert rules.figure(row(b12_ug="91"), {}, TODAY).mark != one.mark
    assert rules.figure(row(b12_ug="90", pk=2), {}, TODAY).mark != one.mark
    assert len(one.mark) <= 64


@given(st.text(max_size=30), st.decimals(0, 10**7, places=4), st.sampled_from(Category.values), st.text(max_size=10))
@settings(max_examples=100)
def test_no_food_breaks_a_rule(name, ug, category, date):
    one = row(name=name, b12_ug=ug, b12_added_ug=None, category=category, figure_date=date, basis="unit", grade="user")
    for doubt in rules.doubts(one, FISH, TODAY):
        assert len(doubt.mark) <= 64
