"""How much something may hold of which nobody knows: an estimate from foods of its kind, worked out from the table."""

import pytest

from foods.choices import Category
from tests.tracker.unknown_ranges import worked_out
from tracker.domain import tables
from tracker.domain.unknowns import upper_ug


def test_the_table_is_what_the_shipped_foods_give():
    assert [dict(row) for row in tables.read("unknown_ranges")] == worked_out()


@pytest.mark.parametrize(
    ("category", "basis", "quantity", "ug"),
    [
        ("plant_dairy", "ml100", 200, 0.98),
        ("plant_dairy", "g100", 100, 0.49),
        ("fish", "g100", 150, 15.465),
        ("fruit", "g100", 500, 0.0),
        ("organ_meat", "g100", 100, 82.872),
        ("dishes", "unit", 2, 3.9),  # two plates
    ],
)
def test_nine_in_ten_foods_of_a_kind_hold_less(category, basis, quantity, ug):
    assert upper_ug(category, basis, quantity) == pytest.approx(ug, abs=0.01)


def test_what_has_no_kind_or_one_with_too_few_figures_counts_as_any_food():
    other = upper_ug("other", "g100", 100)

    assert other == upper_ug("", "g100", 100) == upper_ug("algae_ferments", "g100", 100)
    assert upper_ug("fruit", "g100", 100) < other < upper_ug("fish", "g100", 100)


def test_what_is_fortified_is_compared_with_fortified_foods_of_its_kind():
    assert upper_ug("plant_protein", "g100", 100, origin="added") == 4.16
    assert upper_ug("fruit", "g100", 200, origin="added") == 8.24  # no fruit is fortified: as fortified foods are
    assert upper_ug("fruit", "g100", 200) == 0


@pytest.mark.parametrize(
    ("category", "origin"), [("supplement", "supplement"), ("injection", "injected"), ("other", "supplement")]
)
def test_a_tablet_or_an_injection_has_no_bound(category, origin):
    assert upper_ug(category, "unit", 1, origin=origin) is None


def test_a_range_of_the_food_itself_comes_first():
    assert upper_ug("fish", "g100", 150, high_ug=4.0) == 6.0
    assert upper_ug("supplement", "unit", 2, origin="supplement", high_ug=50.0) == 100.0


@pytest.mark.parametrize("category", Category.values)
@pytest.mark.parametrize("basis", ["g100", "ml100", "unit"])
def test_every_category_of_the_food_database_has_an_answer(category, basis):
    assert (upper_ug(category, basis, 1) is None) is (category in ("supplement", "injection"))
