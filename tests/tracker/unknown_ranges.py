"""Works out tracker/data/unknown_ranges.csv from the shipped foods: `python -m tests.tracker.unknown_ranges` writes it.

The most that a food without a figure may plausibly hold is our estimate: the 90th percentile of the foods of its kind
that have one and count. For 100 g or ml, and for one usual portion, for what people count in plates or pieces.
"""

import csv
import statistics
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tracker" / "data" / "unknown_ranges.csv"
COLUMNS = ("category", "origin", "high_100_ug", "foods", "high_portion_ug", "portions")
NO_BOUND = {"supplement", "injection"}
NOT_LIKE_OTHERS = "organ_meat"
FEWEST = 5


def shipped(name: str) -> list[dict[str, str]]:
    with (ROOT / "foods" / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def worked_out() -> list[dict[str, str]]:
    """A row a category with enough foods, one for those of it that are fortified; “other” is all but organ meats."""
    portions = {
        (row["source"], row["source_ref"]): float(row["quantity"])
        for row in shipped("portions")
        if row["is_default"] == "1"
    }
    per_100, per_portion = defaultdict(list), defaultdict(list)
    for row in shipped("foods"):
        if row["b12_ug"] == "unknown" or row["reliability"] != "active" or row["category"] in NO_BOUND:
            continue
        ug, quantity = float(row["b12_ug"]), portions.get((row["source"], row["source_ref"]))
        for kind in kinds(row):
            per_100[kind].append(ug)
            if quantity:
                per_portion[kind].append(ug * quantity / 100)
    return [
        {
            "category": kind[0],
            "origin": kind[1],
            "high_100_ug": high(per_100[kind]),
            "foods": str(len(per_100[kind])),
            "high_portion_ug": high(per_portion[kind]),
            "portions": str(len(per_portion[kind])),
        }
        for kind in sorted(per_100)
        if len(per_portion[kind]) >= FEWEST
    ]


def kinds(row: dict[str, str]) -> list[tuple[str, str]]:
    categories = [row["category"]] if row["category"] == NOT_LIKE_OTHERS else [row["category"], "other"]
    origins = ["", "added"] if row["origin"] == "added" else [""]
    return [(category, origin) for category in categories for origin in origins]


def high(figures: list[float]) -> str:
    return f"{statistics.quantiles(figures, n=10, method='inclusive')[-1]:.2f}"


if __name__ == "__main__":
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(worked_out())
