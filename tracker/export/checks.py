"""What a row that comes from a file breaks: the rules of its model, told before the database is asked.

The conditions of the constraints are worked out in Python, as SQL does: what is unknown breaks nothing.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.models import validate_time_zone
from tracker.domain.bands import UNITS
from tracker.domain.conditions import CONDITIONS
from tracker.domain.medicines import MEDICINES
from tracker.domain.regimens.templates import TEMPLATES
from tracker.domain.risks.red_flags import TICKS
from tracker.domain.symptoms import SYMPTOMS
from tracker.export.columns import Wrong
from tracker.export.sections import Section
from tracker.models.sites import Site
from tracker.models.whatif import ChangeKind

_NONE: frozenset[str] = frozenset({""})
KNOWN: Mapping[tuple[str, str], Collection[str]] = {  # columns that hold keys of the tables that ship with the app
    ("medicines", "key"): MEDICINES.keys() | _NONE,
    ("conditions", "key"): CONDITIONS.keys() | _NONE,
    ("tracked_symptoms", "key"): SYMPTOMS.keys(),
    ("symptom_scores", "key"): SYMPTOMS.keys(),
    ("red_flags", "key"): TICKS,
    ("measured", "marker"): UNITS.keys(),
    ("regimens", "template"): TEMPLATES.keys() | _NONE,
    ("doses", "site"): frozenset(Site.values) | _NONE,
}
MOST_CHANGES = 3


def check(section: Section, row: Mapping[str, Any]) -> None:
    """Raise `Wrong` for a row that may not be kept. `row`: by the columns of the section."""
    for (name, column), known in KNOWN.items():
        if name == section.name and row[column] not in known:
            raise Wrong(_("“%s” is nothing that is known here.") % row[column][:40])
    if (also := _ALSO.get(section.name)) is not None:
        also(row)
    for constraint in constraints_of(section.model):
        if holds(constraint.condition, row) is False:
            raise Wrong(_words(constraint))


def _words(constraint: models.CheckConstraint) -> str:
    said = constraint.violation_error_message
    return _("It cannot be so.") if said == constraint.default_violation_error_message else str(said)


@cache
def constraints_of(model: type[models.Model]) -> tuple[models.CheckConstraint, ...]:
    return tuple(one for one in model._meta.constraints if isinstance(one, models.CheckConstraint))


def holds(condition: Q, row: Mapping[str, Any]) -> bool | None:
    """Three-valued, as in SQL; None where it is not known, or where the row has no such column."""
    found = [
        holds(part, row) if isinstance(part, Q) else _compared(*part, row)  # type: ignore[misc]
        for part in condition.children
    ]
    deciding = condition.connector == Q.OR
    said = deciding if deciding in found else None if None in found else not deciding
    return said if said is None or not condition.negated else not said


def _compared(path: str, wanted: Any, row: Mapping[str, Any]) -> bool | None:
    name, _sep, lookup = path.partition("__")
    if name not in row:
        return None
    value = row[name]
    if lookup == "isnull":
        return (value is None) is wanted
    return LOOKUPS[lookup or "exact"](value, _of_row(wanted, row))


def _of_row(wanted: Any, row: Mapping[str, Any]) -> Any:
    return row.get(wanted.name) if isinstance(wanted, F) else wanted


def _both(compare: Any) -> Any:
    return lambda value, wanted: None if value is None or wanted is None else compare(value, wanted)


LOOKUPS = {
    "exact": _both(lambda value, wanted: value == wanted),
    "gt": _both(lambda value, wanted: value > wanted),
    "gte": _both(lambda value, wanted: value >= wanted),
    "lt": _both(lambda value, wanted: value < wanted),
    "lte": _both(lambda value, wanted: value <= wanted),
    "in": _both(lambda value, wanted: value in wanted),
    "range": _both(lambda value, wanted: wanted[0] <= value <= wanted[1]),
}


# --- what no constraint says -----------------------------------------------------------------------------------------
def _account(row: Mapping[str, Any]) -> None:
    try:
        if row["time_zone"]:
            validate_time_zone(row["time_zone"])
    except ValidationError as error:
        raise Wrong(error.messages[0]) from None


def _changes(row: Mapping[str, Any]) -> None:
    changes = row["changes"]
    if not isinstance(changes, list) or not 1 <= len(changes) <= MOST_CHANGES:
        raise Wrong(_("There should be one to three changes."))
    if not all(isinstance(change, dict) and change.get("kind") in ChangeKind.values for change in changes):
        raise Wrong(_("One of the changes cannot be read."))


def _unit(row: Mapping[str, Any]) -> None:
    if row["unit"] not in UNITS[row["marker"]]:
        raise Wrong(_("“%s” is no unit of this test.") % row["unit"][:20])


def _weekdays(row: Mapping[str, Any]) -> None:
    if not set(row["weekdays"]) <= set("0123456"):
        raise Wrong(_("Weekdays are digits from 0 for Monday to 6."))


def _refused(row: Mapping[str, Any]) -> None:
    if not isinstance(row["refused"], list):
        raise Wrong(_("There should be a list of rows."))


_ALSO = {
    "account": _account,
    "what_ifs": _changes,
    "measured": _unit,
    "phases": _weekdays,
    "history_imports": _refused,
}
