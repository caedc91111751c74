"""The flat tables beside entries.csv: what somebody opens in a spreadsheet, without numbers of other rows."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import F, QuerySet

from accounts.models import User
from tracker.domain.conditions import CONDITIONS
from tracker.domain.medicines import MEDICINES
from tracker.domain.symptoms import SYMPTOMS
from tracker.export.lines import csv_lines
from tracker.models import Dose, Measured, Phase

AT_ONCE = 1_000
Made = tuple[tuple[str, ...], Callable[[User], QuerySet], Callable[[dict[str, Any]], tuple]]


def _listed(table: Any, key: str) -> str:
    """What the key stands for, by the name of today; empty for what is not listed."""
    return table[key].name if key in table else ""


TABLES: dict[str, Made] = {
    "medicines.csv": (
        ("uid", "name", "listed_as", "atc", "dose_mg_a_day", "units_a_day", "since", "since_is_exact_to", "until",
         "until_is_exact_to", "taking", "confirmed"),
        lambda person: person.medicines.order_by("pk"),
        lambda row: (
            row["uid"], row["name"], _listed(MEDICINES, row["key"]),
            " ".join(MEDICINES[row["key"]].atc) if row["key"] in MEDICINES else "", row["dose_mg"], row["units"],
            row["since"], row["since"] and row["since_precision"], row["until"],
            row["until"] and row["until_precision"], row["taking"], row["confirmed"],
        ),
    ),
    "conditions.csv": (
        ("uid", "name", "listed_as", "since", "since_is_exact_to", "who", "treated_elsewhere", "resection_cm",
         "ileal_cm", "resected", "chronic_diarrhoea"),
        lambda person: person.conditions.order_by("pk"),
        lambda row: (
            row["uid"], row["name"], _listed(CONDITIONS, row["key"]), row["since"],
            row["since"] and row["since_precision"], row["relation"], row["treated_elsewhere"], row["resection_cm"],
            row["ileal_cm"], row["resected"], row["chronic_diarrhoea"],
        ),
    ),
    "symptoms.csv": (
        ("date", "symptom", "key", "scale", "score", "course", "places", "note"),
        lambda person: person.symptom_scores.order_by("on", "key"),
        lambda row: (
            row["on"], _listed(SYMPTOMS, row["key"]), row["key"],
            SYMPTOMS[row["key"]].scale[0] if row["key"] in SYMPTOMS else "", row["score"], row["course"],
            row["places"], row["note"],
        ),
    ),
    "blood_tests.csv": (
        ("sample_uid", "date", "laboratory", "marker", "comparator", "value", "unit", "range_low", "range_high",
         "microbiological", "note"),
        lambda person: Measured._base_manager.filter(sample__owner=person).order_by("sample__taken_on", "pk").annotate(
            uid=F("sample__uid"), on=F("sample__taken_on"), lab=F("sample__lab"), note=F("sample__note"),
            microbiological=F("sample__microbiological"),
        ),
        lambda row: (
            row["uid"], row["on"], row["lab"], row["marker"], row["comparator"], row["value"], row["unit"],
            row["low"], row["high"], row["microbiological"], row["note"],
        ),
    ),
    "regimens.csv": (
        ("regimen_uid", "name", "dose_ug", "form", "route", "amount", "counts_from", "prescribed", "began",
         "reviewed_on", "stopped_on", "stock", "stock_on", "phase", "every", "unit", "weekdays", "at", "loading",
         "starts_on", "ends_on", "note"),
        lambda person: Phase._base_manager.filter(regimen__owner=person).order_by("regimen_id", "position").annotate(
            **{name: F(f"regimen__{name}") for name in _OF_REGIMEN}
        ),
        lambda row: (
            *(row[name] for name in _OF_REGIMEN if name != "note"), row["position"] + 1, row["every"], row["unit"],
            " ".join(_WEEKDAYS[int(digit)] for digit in row["weekdays"]), row["at"], row["loading"],
            row["starts_on"], row["ends_on"], row["note"],
        ),
    ),
    "doses.csv": (
        ("entry_uid", "regimen_uid", "local_date", "product", "swallowed_or_injected_ug", "site", "batch", "note"),
        lambda person: Dose._base_manager.filter(entry__owner=person, entry__removed_at=None).order_by(
            "entry__eaten_at", "pk"
        ).annotate(
            uid=F("entry__uid"), plan=F("regimen__uid"), on=F("entry__local_date"), product=F("entry__name"),
            ug=F("entry__swallowed_ug"),
        ),
        lambda row: (
            row["uid"], row["plan"], row["on"], row["product"], row["ug"], row["site"], row["batch"], row["note"]
        ),
    ),
    "day_marks.csv": (
        ("local_date", "mark"),
        lambda person: person.day_marks.order_by("local_date"),
        lambda row: (row["local_date"], row["mark"]),
    ),
}  # fmt: skip
_OF_REGIMEN = (
    "uid", "name", "dose_ug", "form", "route", "amount", "counts_from", "prescribed", "began", "reviewed_on",
    "stopped_on", "stock", "stock_on", "note",
)  # fmt: skip
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def table_lines(person: User, name: str) -> Iterator[str]:
    """The lines of one of `TABLES`."""
    columns, rows, cells = TABLES[name]
    return csv_lines(columns, map(cells, rows(person).values().iterator(chunk_size=AT_ONCE)))
