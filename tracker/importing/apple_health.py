"""Apple Health: export.xml, read in a stream. Each nutrient is a record of its own; a food is a correlation that holds
copies of the records of its nutrients, which stand by themselves as well.

No 0 is believed: apps write every nutrient, and 0 for those they do not know.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.parsers import expat

from foods.importing.opened import Opened
from foods.importing.problems import Refused, Unreadable, refusal
from foods.importing.records import Refusal
from tracker.importing import cells
from tracker.importing.rows import MOST_ROWS, Row, Rows

B12 = "HKQuantityTypeIdentifierDietaryVitaminB12"
FOOD = "HKCorrelationTypeIdentifierFood"
CHUNK = 1 << 20
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})")
_RAW = ("sourceName", "startDate", "unit", "value")


@dataclass(frozen=True, slots=True)
class _Record:
    """A record of B12 as it stands in the file."""

    line: int
    source: str
    start: str
    unit: str
    value: str
    name: str = ""

    @property
    def same(self) -> tuple[str, ...]:
        """By what a copy in a correlation is known."""
        return self.source, self.start, self.unit, self.value


def found_in(opened: Opened) -> str | None:
    """The file that begins as Apple's does; what documents of doctors (CDA) lie beside it is let be."""
    for name in opened.names():
        head = opened.head(name)
        if head.lstrip().startswith("<") and re.search(r"<HealthData[\s>]", head):
            return name
    return None


def rows(opened: Opened) -> Rows:
    name = found_in(opened)
    assert name is not None
    reader = _Reader()
    with opened.binary(name) as stream:
        reader.read(stream, name)
    for record in reader.records():
        try:
            yield _row(record)
        except Refused as refused:
            yield refusal(name, record.line, refused, f"{record.name or record.source} {record.value} {record.unit}")
    yield from reader.refused


def _row(record: _Record) -> Row:
    found = _DATE.fullmatch(record.start.strip())
    if not found:
        raise Refused("value", f"“{record.start[:40]}” is not a moment as Apple Health writes it.")
    day = cells.day(found[1])
    hour, minute = int(found[2]), int(found[3])
    if hour > 23 or minute > 59:
        raise Refused("value", "The time of day does not exist.")
    ahead = cells.offset(int(f"{found[5]}1") * (int(found[6]) * 3600 + int(found[7]) * 60))
    name = cells.name_of(record.name or f"B12, {record.source or 'Apple Health'}")
    ug = cells.known_if_not_zero(cells.figure(record.value, record.unit)) if record.value else None
    identity = f"{record.source}|{record.start}|{name}"
    return Row(record.line, name, day, dt.time(hour, minute), identity, offset=ahead, amount=None, ug=ug)


class _Reader:
    """Keeps what is of B12, some fifty thousand records at most, and passes over all else."""

    def __init__(self) -> None:
        self._alone: dict[tuple[str, ...], list[_Record]] = defaultdict(list)
        self._foods: list[_Record] = []
        self.refused: list[Refusal] = []
        self._kept = 0
        self._food: dict[str, str] | None = None  # the correlation that is open
        self._inside: list[_Record] = []
        self._record: _Record | None = None  # the record that is open
        self._depth = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        # A real file declares its elements inside itself. Entities, which could grow without end, it has none.
        self._parser.EntityDeclHandler = self._entity
        self._parser.ExternalEntityRefHandler = lambda *_: 0
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def read(self, stream, name: str) -> None:
        """What comes before damage is kept, and the damage is said with its line."""
        try:
            while chunk := stream.read(CHUNK):
                self._parser.Parse(chunk, False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            why = Refused("record", f"The file breaks off or is damaged here ({expat.ErrorString(error.code)}).")
            self.refused.append(refusal(name, error.lineno, why))

    def records(self) -> Iterator[_Record]:
        """Those of foods with the food's name, then those that no food holds; each once."""
        for record in self._foods:
            if record.value and (alone := self._alone.get(record.same)):
                alone.pop()
            yield record
        for records in self._alone.values():
            yield from records

    def _keep(self) -> None:
        self._kept += 1
        if self._kept > 4 * MOST_ROWS:
            raise Unreadable("large", "The file holds more records of B12 than can be taken.")

    def _start(self, tag: str, said: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > 50:
            raise Unreadable("format", "The elements of the file lie deeper in each other than Apple’s ever do.")
        if tag == "Record":
            if said.get("type") == B12:
                values = (said.get(name, "")[:300] for name in _RAW)
                source, start, unit, value = values
                self._record = _Record(self._parser.CurrentLineNumber, source, start, unit, value)
        elif tag == "MetadataEntry":
            if said.get("key") == "HKFoodType":
                self._name(said.get("value", "")[:300])
        elif tag == "Correlation" and said.get("type") == FOOD:
            self._food, self._inside = dict(said, line=str(self._parser.CurrentLineNumber)), []

    def _name(self, name: str) -> None:
        if self._record is not None:
            self._record = replace(self._record, name=name)
        elif self._food is not None:
            self._food["name"] = name

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if tag == "Record" and self._record is not None:
            record, self._record = self._record, None
            self._keep()
            if self._food is not None:
                self._inside.append(record)
            else:
                self._alone[record.same].append(record)
        elif tag == "Correlation" and self._food is not None:
            self._close(self._food)
            self._food = None

    def _close(self, food: dict[str, str]) -> None:
        """A food with what it holds of B12; one that holds none is a food nobody knows the B12 of."""
        name = food.get("name", "")
        self._foods += [replace(record, name=record.name or name) for record in self._inside]
        if not self._inside and name:
            self._keep()
            line, source, start = int(food["line"]), food.get("sourceName", "")[:300], food.get("startDate", "")
            self._foods.append(_Record(line, source, start[:300], "", "", name))

    def _entity(self, *_said: object) -> None:
        raise Unreadable("format", "The file declares entities, which no export of Apple Health does: it was left.")
