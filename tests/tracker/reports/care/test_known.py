"""The rows of both tables as the public pages print them."""

import pytest
from django.http import Http404
from django.urls import reverse

from tracker.domain.conditions import CATEGORIES, CONDITIONS
from tracker.domain.medicines import BRANDS, MEDICINES
from tracker.reports.care.known import CATEGORY_NAMES, KnownRow, condition_groups, medicine_groups


def test_every_category_has_a_name():
    assert set(CATEGORY_NAMES) == set(CATEGORIES)


@pytest.mark.parametrize("groups", [medicine_groups, condition_groups])
def test_every_row_stands_in_one_group(groups):
    rows = [row.key for group in groups() for row in group.rows]
    assert sorted(rows) == sorted(MEDICINES if groups is medicine_groups else CONDITIONS)


def test_what_lowers_b12_comes_before_what_does_nothing():
    names = [group.name for group in medicine_groups()]
    assert names[0] == "may lower B12"
    assert names.index("no known effect") > names.index("a test may read low") > 0


@pytest.mark.parametrize("key", list(MEDICINES))
def test_every_brand_of_a_medicine_is_named_once_with_its_markets(key):
    known = KnownRow.medicine_or_404(key)
    assert [name for name, _ in known.brands] == list(dict.fromkeys(brand.name for brand in BRANDS if brand.key == key))
    assert not any("any" in markets for _, markets in known.brands)


def test_markets_of_one_brand_stand_together():
    assert dict(KnownRow.medicine_or_404("metformin").brands)["Glucophage"] == "US, FR"


@pytest.mark.parametrize(
    ("key", "kept_at", "prescribed"),
    [
        ("metformin", "medicines", True),
        ("nitrous_oxide", "gas", False),
        ("alcohol", "conditions", False),
        ("b12_cn", "log", False),
    ],
)
def test_each_is_written_down_in_its_place(key, kept_at, prescribed):
    known = KnownRow.medicine_or_404(key)
    assert (known.kept_at, known.prescribed) == (kept_at, prescribed)
    assert reverse(known.kept_at)


def test_an_unknown_key_is_not_found():
    for look in (KnownRow.medicine_or_404, KnownRow.condition_or_404):
        with pytest.raises(Http404):
            look("nonsense")
