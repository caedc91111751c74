"""What may be sent, kind by kind: strict, because a program that is told at once is mended at once."""

import datetime as dt
import re
import uuid
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from tracker.domain.plausible import MOST_QUANTITY

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
_STORED = Decimal("0.001")
NO_NUL = r"^[^\x00]*$"


def _uuid(value: Any) -> uuid.UUID:
    if isinstance(value, uuid.UUID):
        return value
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise PydanticCustomError("uuid", "no UUID")
    return uuid.UUID(value)


def _amount(value: Any) -> Decimal:
    """To three decimals, as amounts are stored; what rounds to nothing is refused."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("amount", "no number")
    try:
        rounded = Decimal(value).quantize(_STORED)
    except InvalidOperation:
        raise PydanticCustomError("amount", "no number that can be") from None
    if not 0 < rounded <= MOST_QUANTITY:
        raise PydanticCustomError("amount", "out of range")
    return rounded


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Decimal) and value < 2**63 and value == int(value):  # 1.0 is one
        return int(value)
    raise PydanticCustomError("int_type", "no whole number")


def _date(value: Any) -> dt.date:
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass  # no day of the calendar
    raise PydanticCustomError("date", "no date")


def _time(value: Any) -> dt.time:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise PydanticCustomError("time", "no time")
    return dt.time.fromisoformat(value)


def _moment(value: Any) -> dt.datetime:
    try:
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return dt.datetime.fromisoformat(value.upper()).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        pass  # no moment of the calendar
    raise PydanticCustomError("moment", "no moment")


Uid = Annotated[uuid.UUID, BeforeValidator(_uuid), WithJsonSchema({"type": "string", "format": "uuid"})]
Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    WithJsonSchema({"type": "number", "minimum": 0.001, "maximum": int(MOST_QUANTITY)}),
]
Date = Annotated[dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Time = Annotated[
    dt.time,
    BeforeValidator(_time),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}),
]
Moment = Annotated[dt.datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
SentId = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=2**63 - 1)]  # in a body: text is none
Flag = Annotated[bool, Field(strict=True)]
