"""The model beside measurements that were published: every point marked as a test stays within its own tolerance."""

import pytest

from tests.tracker.domain.vectors import rows
from tracker.domain.absorption import Dose, absorbed_ug, take_up
from tracker.domain.injections import retained_ug

POINTS = {row["id"]: row for row in rows("absorption_points.csv")}
TESTS = [key for key, row in POINTS.items() if row["use_as_test"] == "yes"]
MODELLED = [key for key, row in POINTS.items() if row["recommended_model_ug"]]
FORMS = {"CN": "cyanocobalamin", "OH": "hydroxocobalamin"}


def modelled_ug(row: dict[str, str]) -> float:
    dose_ug = float(row["dose_ug"])
    if row["route"] == "im":
        return retained_ug(FORMS[row["form"]], dose_ug)
    if row["id"] == "two_doses_6h":
        return sum(take_up([Dose(8, dose_ug / 2), Dose(14, dose_ug / 2)]).middle)
    return absorbed_ug(dose_ug, factor=float(row["model_f"]), capacity=float(row["model_c"]))


def test_the_file_holds_the_points_it_should():
    assert (len(POINTS), len(TESTS), len(MODELLED)) == (46, 21, 34)


@pytest.mark.parametrize("key", TESTS)
def test_the_model_meets_a_published_point(key: str):
    row = POINTS[key]
    measured_ug = float(row["absorbed_ug"])

    assert abs(modelled_ug(row) - measured_ug) <= measured_ug * float(row["tolerance_pct"]) / 100


@pytest.mark.parametrize("key", MODELLED)
def test_the_model_gives_what_the_table_says_it_gives(key: str):
    row = POINTS[key]
    measured_ug, model_ug = float(row["absorbed_ug"]), modelled_ug(row)

    assert model_ug == pytest.approx(float(row["recommended_model_ug"]), abs=0.00051)
    assert 100 * (model_ug / measured_ug - 1) == pytest.approx(float(row["model_error_pct"]), abs=0.51)
