"""Figures that the model must reproduce: `model.csv`, worked out beforehand; `absorption_points.csv`, published.

`inputs` of a case is JSON: an event has `t_h` and `dose_ug` and, if not 1, `f` (factor) and `r` (release); `c`
(capacity) and `merge` stand beside the events and are 1 and true unless said.
"""

import csv
import json
import math
from pathlib import Path
from typing import Any, NamedTuple

import pytest

# Who tests which function. A function of the file that stands nowhere here stops every test of the model.
COVERED = {
    "test_absorption.py": {"absorbed_total", "absorbed_total_per_day", "food_equation"},
    "test_injections.py": {"retained_cyanocobalamin", "retained_hydroxocobalamin", "retained_per_day"},
    "test_stores.py": {
        "store_after",
        "plateau",
        "years_to_threshold",
        "half_life_days",
        "years_quantile",
        "share_never",
    },
}


class Case(NamedTuple):
    """`expected` None is "never"."""

    function: str
    inputs: dict[str, Any]
    expected: float | None
    tolerance: float

    def holds(self, value: float | None) -> bool:
        if self.expected is None or value is None:
            return self.expected is value
        return math.isclose(value, self.expected, rel_tol=0, abs_tol=self.tolerance)


def rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cases(*functions: str) -> list[Any]:
    """The cases of these functions, as parameters named by their row."""
    found = rows("model.csv")
    unasked = {row["function"] for row in found} - set().union(*COVERED.values())
    if unasked:
        raise LookupError(f"nobody tests {', '.join(sorted(unasked))}")
    chosen = [pytest.param(_case(row), id=row["case_id"]) for row in found if row["function"] in functions]
    if {parameter.values[0].function for parameter in chosen} != set(functions):
        raise LookupError(f"not all of {', '.join(functions)} stand in the file")
    return chosen


def _case(row: dict[str, str]) -> Case:
    expected = None if row["expected"] == "never" else float(row["expected"])
    tolerance = float(row["tolerance"] or 0)
    if row["tolerance_kind"] == "pct" and expected is not None:
        tolerance *= abs(expected) / 100
    return Case(row["function"], json.loads(row["inputs"]), expected, tolerance)
