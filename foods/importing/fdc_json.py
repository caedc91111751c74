"""FoodData Central as JSON: the downloads (one key, a long list below it), and answers and search results of its API.

Branded foods go through a scratch database, as the same barcode comes again whenever a food was updated: only the
newest is taken. Everything else is read in one pass.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from foods.importing.datasets import dataset
from foods.importing.fdc_json_foods import (
    BRANDED_KEYS,
    KINDS_BY_KEY,
    Food,
    Notes,
    b12_of,
    date_of,
    fdc_id_of,
    gtin_of,
    kind_of,
    record_of,
    ref_of,
)  # fmt: skip
from foods.importing.fdc_stage import KINDS
from foods.importing.fdc_tables import iso_date
from foods.importing.json_stream import DECODER, NOT_JSON, Found, ObjectList, what_is_wrong
from foods.importing.opened import PEEK, Opened
from foods.importing.problems import Refused, Unreadable, refusal
from foods.importing.records import Dataset, Item, Progress, Reading, Refusal

_LIST = re.compile(r'"(FoundationFoods|SRLegacyFoods|SurveyFoods|BrandedFoods)"\s*:\s*\[')
_ANSWER = re.compile(r'"(?:fdcId|foodSearchCriteria)"\s*:|"foodClass"\s*:\s*"')
_MOST_ANSWER = 64 << 20
_TAIL = 4_096
_TICK = 200


@dataclass
class _File:
    name: str
    head: str
    kind: str  # of a download; empty for an answer of the API


def looks_like(opened: Opened) -> bool:
    return any(True for _ in _files(opened))


def _files(opened: Opened) -> Iterator[_File]:
    for name in opened.names():
        if opened.peek(name, 64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
            continue
        head = opened.head(name)
        found = _LIST.search(head)
        if found or _ANSWER.search(head):
            yield _File(name, head, KINDS_BY_KEY[found[1]] if found else "")


def read(opened: Opened, *, progress: Progress, work: Path) -> Reading:
    files = list(_files(opened))
    if not files:
        raise Unreadable("format", "There are no foods of FoodData Central in it.")
    downloads = {file.kind: _dataset(opened, file) for file in files if file.kind}
    sets = {one.key: one for one in downloads.values()}
    for kind in KINDS.values():  # an answer may hold any of them
        if any(not file.kind for file in files):
            sets.setdefault(kind, dataset(kind))
    opened.expect(file.name for file in files)
    reader = _Reader(opened, progress, work)
    return Reading("fdc_json", tuple(sets.values()), reader.items(files))


def _dataset(opened: Opened, file: _File) -> Dataset:
    """The edition by what the first food says. A file that has lost its end is no complete set."""
    if file.kind == "survey_fndds_food" and (years := [_first(file, key)[:4] for key in ("startDate", "endDate")]):
        version = "–".join(filter(None, years))
    else:
        version = _first(file, "publicationDate")
    return dataset(KINDS[file.kind], version=version, complete=_is_whole(opened, file.name))


def _first(file: _File, key: str) -> str:
    found = re.search(rf'"{key}"\s*:\s*"([^"]{{1,20}})"', file.head)
    return iso_date(found[1]) if found else ""


def _is_whole(opened: Opened, name: str) -> bool:
    """Whether the list is closed. What was packed was packed whole."""
    path = opened.path / name if opened.path.is_dir() else opened.path
    if not path.is_file():
        return True
    with path.open("rb") as stream:
        if stream.read(64) != opened.peek(name, 64):
            return True
        stream.seek(max(0, path.stat().st_size - _TAIL))
        return re.search(rb"\]\s*\}\s*\Z", stream.read()) is not None


@dataclass
class _Reader:
    opened: Opened
    progress: Progress
    work: Path
    rows: int = 0
    seen: set[tuple[str, str]] = field(default_factory=set)

    def items(self, files: list[_File]) -> Iterator[Item]:
        for file in files:
            self.progress.phase = "foods"
            if file.kind == "branded_food":
                yield from self._branded(file)
            else:
                for found in self._found(file):
                    yield from self._taken(file, found)
        self.progress.at(self.rows, 1.0)

    def _found(self, file: _File) -> Iterator[Found]:
        """Every food of the file with its line."""
        if not file.kind:
            yield from self._answer(file)
            return
        with self.opened.text(file.name) as stream:
            head = stream.read(PEEK)
            begins = _LIST.search(head)
            assert begins is not None
            foods = ObjectList(stream, head, begins.end())
            for found in foods:
                self._count()
                yield found
        if not foods.ended:
            lost = Refused("record", "The file ends before the list does: some foods are missing. Download it again.")
            yield Found(foods.line, None, lost)

    def _answer(self, file: _File) -> Iterator[Found]:
        """One food, a list of foods, or what a search found."""
        with self.opened.text(file.name) as stream:
            text = stream.read(_MOST_ANSWER + 1)
        self._count()
        try:
            if len(text) > _MOST_ANSWER:
                raise Refused("long", f"An answer has more than {_MOST_ANSWER:,} letters.")
            answer = DECODER.decode(text.removeprefix("\ufeff"))
        except NOT_JSON as error:
            why = f"This is no JSON: {what_is_wrong(error)}."
            told = error if isinstance(error, Refused) else Refused("value", why)
            yield Found(getattr(error, "lineno", 1), None, told, text[:200])
            return
        foods = answer.get("foods", [answer]) if isinstance(answer, dict) else answer
        for food in foods if isinstance(foods, list) else [foods]:
            if isinstance(food, dict):
                yield Found(1, food)
            else:
                yield Found(1, None, Refused("value", "There is something else where a food should be."))

    def _count(self) -> None:
        self.rows += 1
        if self.rows % _TICK == 0:
            self.progress.at(self.rows, self.opened.share())

    def _taken(self, file: _File, found: Found) -> Iterator[Item]:
        if found.value is None:
            assert found.refused is not None
            yield refusal(file.name, found.line, found.refused, found.excerpt)
            return
        notes: Notes = []
        kind = ""
        try:
            kind = kind_of(found.value, file.kind)
            record = record_of(found.value, kind, found.line, notes=notes)
            if (record.source, record.ref) in self.seen:
                raise Refused("repeated", f"The food {record.ref} stands above already.")
            self.seen.add((record.source, record.ref))
            yield record
        except Refused as refused:
            notes = [refused]
        yield from (_refusal(file, found.line, note, found.value, kind) for note in notes)

    def _branded(self, file: _File) -> Iterator[Item]:
        with closing(sqlite3.connect(self.work / "fdc_json.sqlite3")) as stage:
            stage.executescript(_STAGE)
            yield from self._staged(file, stage)
            stage.execute("CREATE INDEX by_gtin ON food (gtin, date, fdc_id)")
            for fdc_id, gtin, line, body in stage.execute("SELECT fdc_id, gtin, line, body FROM food ORDER BY fdc_id"):
                same = [str(one) for (one,) in stage.execute(_SAME_GTIN, (gtin,))] if gtin else []
                if not same or same[0] == str(fdc_id):  # else the newest of them says that it replaces this one
                    yield from self._branded_food(file, line, json.loads(body), tuple(same[1:]))

    def _staged(self, file: _File, stage: sqlite3.Connection) -> Iterator[Refusal]:
        for found in self._found(file):
            refused, food = found.refused, found.value
            if food is not None:
                try:
                    row = (fdc_id_of(food), gtin_of(food, []), date_of(food), found.line, _packed(food))
                    kind_of(food, file.kind)
                    if not stage.execute("INSERT OR IGNORE INTO food VALUES (?, ?, ?, ?, ?)", row).rowcount:
                        refused = Refused("repeated", f"The food {row[0]} stands above already.")
                except Refused as error:
                    refused = error
            if refused is not None:
                yield refusal(file.name, found.line, refused, _excerpt(food) if food else found.excerpt)

    def _branded_food(self, file: _File, line: int, food: Food, replaces: tuple[str, ...]) -> Iterator[Item]:
        notes: Notes = []
        try:
            yield record_of(food, "branded_food", line, notes=notes, replaces=replaces)
        except Refused as refused:
            notes = [refused]
        yield from (_refusal(file, line, note, food, "branded_food", replaces) for note in notes)


_STAGE = """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    DROP TABLE IF EXISTS food;
    CREATE TABLE food (fdc_id INTEGER PRIMARY KEY, gtin TEXT, date TEXT, line INTEGER, body TEXT);"""
_SAME_GTIN = "SELECT fdc_id FROM food WHERE gtin = ? ORDER BY date DESC, fdc_id DESC"


def _packed(food: Food) -> str:
    """What a branded food is made of in the end: without ingredients and other nutrients it is a tenth as long."""
    kept = {key: food[key] for key in BRANDED_KEYS if key in food}
    kept["foodNutrients"] = b12_of(food)
    return json.dumps(kept, default=str)


def _refusal(file: _File, line: int, note: Refused, food: Food, kind: str, replaces: tuple[str, ...] = ()) -> Refusal:
    """Of the food that this is, where its id can be read."""
    told = refusal(file.name, line, note, _excerpt(food))
    try:
        return told.about(KINDS[kind], ref_of(food, kind), replaces) if kind else told
    except Refused:
        return told


def _excerpt(food: Food) -> str:
    return f"{food.get('fdcId', '')} {food.get('description', '')}"
