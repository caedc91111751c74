"""The columns of the sections of cobalog.json: how a value of the database is written there, described, and read back.

Nothing is rounded on the way: figures are texts with all their decimals, moments stand in UTC, None is null. What is
read back is believed in nothing: type, length, range and choices are checked before a row is made of it.
"""

import datetime as dt
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils.translation import gettext as _

from tracker.export.lines import instant

YEARS = range(1900, 2201)  # what pages can show
LARGEST_JSON = 5_000_000  # letters of a value that is JSON itself
_RANGES = BaseDatabaseOperations.integer_field_ranges  # the same for every database
LONGEST_NUMBER = 40  # letters
_IS_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_NUMBER = r"^-?[0-9]{1,12}(\.[0-9]{1,4})?$"


class Wrong(ValueError):
    """Why a value cannot be taken, in a sentence for people."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a section. `lookup`: how it is asked for; `derived`: it follows from others and is not read back.

    `to`: what a number or uid that stands for another row means: "food", "portion", or the name of a section.
    """

    name: str
    field: models.Field
    lookup: str
    derived: bool = False
    to: str = ""

    def written(self, value: Any) -> Any:
        """As it stands in JSON. References were put in place before."""
        match value:
            case Decimal():
                return f"{value:f}"
            case dt.datetime():
                return instant(value)
            case dt.date() | dt.time():
                return value.isoformat()
            case uuid.UUID():
                return str(value)
        return value

    @property
    def schema(self) -> dict[str, Any]:
        """What JSON Schema says of it."""
        said = self._schema()
        return {"anyOf": [said, {"type": "null"}]} if self.nullable else said

    @property
    def nullable(self) -> bool:
        return bool(self.field.null)

    def _schema(self) -> dict[str, Any]:
        if self.to == "food":
            return {"type": "integer", "minimum": 1, "description": "`ref` of a food in `foods`"}
        if self.to == "portion":
            return {"type": "string", "maxLength": 80, "description": "name of a portion of the food"}
        if self.to == "source":
            return {"type": "string", "maxLength": 60, "description": "key of the data set"}
        if self.to:
            return {"type": "string", "format": "uuid", "description": f"`uid` of a row of `{self.to}`"}
        match self.field:
            case models.UUIDField():
                return {"type": "string", "format": "uuid"}
            case models.BooleanField():
                return {"type": "boolean"}
            case models.IntegerField():
                low, high = _RANGES[self.field.get_internal_type()]
                return self._chosen({"type": "integer", "minimum": low, "maximum": high})
            case models.DecimalField():
                return {"type": "string", "pattern": _NUMBER}
            case models.DateTimeField():
                return {"type": "string", "format": "date-time"}
            case models.DateField():
                return {"type": "string", "format": "date"}
            case models.TimeField():
                return {"type": "string", "pattern": r"^[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?$"}
            case models.JSONField():
                return {}
        return self._chosen({"type": "string"} | ({"maxLength": n} if (n := self.field.max_length) else {}))

    def _chosen(self, said: dict[str, Any]) -> dict[str, Any]:
        choices = self._choices()
        return {"enum": choices} if choices else said

    def _choices(self) -> list[Any]:
        values = [value for value, _label in self.field.flatchoices]
        return [*values, ""] if values and self.field.blank and isinstance(self.field, models.CharField) else values

    def read(self, value: Any) -> Any:
        """The value for the database; `Wrong` where it cannot be one."""
        if value is None:
            if self.nullable:
                return None
            raise Wrong(_("It is empty and must not be."))
        read = _READERS.get(self._kind(), _text)(value)
        choices = self._choices()
        if choices and read not in choices:
            raise Wrong(_("“%s” is not one of the words that may stand here.") % _short(value))
        self._fits(read)
        return read

    def _kind(self) -> type:
        return next(kind for kind in (*_READERS, models.Field) if isinstance(self.field, kind))

    def _fits(self, value: Any) -> None:
        match self.field:
            case models.DecimalField(max_digits=digits, decimal_places=places):
                _check_decimal(value, digits, places)
            case models.IntegerField():
                low, high = _RANGES[self.field.get_internal_type()]
                if not low <= value <= high:
                    raise Wrong(_("The number %s is out of range.") % _short(value))
            case models.CharField(max_length=most) if most and len(value) > most:
                raise Wrong(_("It is longer than %d letters.") % most)


def _check_decimal(value: Decimal, digits: int, places: int) -> None:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > places:
        raise Wrong(_("“%(value)s” has more than %(n)d decimals.") % {"value": _short(value), "n": places})
    if value and value.adjusted() >= digits - places:
        raise Wrong(_("The number %s is out of range.") % _short(value))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


# --- reading --------------------------------------------------------------------------------------------------------
def _a_text(value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong(_("There should be a text in quotes."))
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise Wrong(_("It holds a sign that no text has."))
    return value


def _text(value: Any) -> str:
    return _a_text(value)


def _uuid(value: Any) -> uuid.UUID:
    try:
        return uuid.UUID(_a_text(value))
    except ValueError:
        raise Wrong(_("“%s” is no uid.") % _short(value)) from None


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(_("There should be true or false."))
    return value


def _int(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong(_("There should be a whole number."))
    return value


def _decimal(value: Any) -> Decimal:
    """No more than the schema allows: Python would take “1_000”, “ 1”, “NaN” and the digits of every script."""
    text = _a_text(value)
    if len(text) > LONGEST_NUMBER or not _IS_NUMBER.fullmatch(text):
        raise Wrong(_("“%s” is no number.") % _short(value))
    return Decimal(text)


def _moment(value: Any) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(_a_text(value))
        moment = moment.astimezone(dt.UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment.year not in YEARS:
        raise Wrong(_("“%s” is no moment with its time zone, like 2026-03-14T08:00:00Z.") % _short(value))
    return moment


def _date(value: Any) -> dt.date:
    try:
        date = dt.date.fromisoformat(_a_text(value))
    except ValueError:
        date = dt.date.min
    if date.year not in YEARS:
        raise Wrong(_("“%s” is no date, like 2026-03-14.") % _short(value))
    return date


def _time(value: Any) -> dt.time:
    try:
        time = dt.time.fromisoformat(_a_text(value))
    except ValueError:
        time = None
    if time is None or time.tzinfo is not None:
        raise Wrong(_("“%s” is no time, like 08:00:00.") % _short(value))
    return time


def _json(value: Any) -> Any:
    text = json.dumps(value, default=str)
    if "\\u0000" in text:
        raise Wrong(_("It holds a sign that no text has."))
    if len(text) > LARGEST_JSON:
        raise Wrong(_("It is longer than %d letters.") % LARGEST_JSON)
    return value


_READERS: dict[type, Callable[[Any], Any]] = {
    models.UUIDField: _uuid,
    models.BooleanField: _bool,
    models.IntegerField: _int,
    models.DecimalField: _decimal,
    models.DateTimeField: _moment,  # before dates, which it is one of
    models.DateField: _date,
    models.TimeField: _time,
    models.JSONField: _json,
}
