"""Foods out of the stage: one record each, by the rules of its kind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from foods.choices import Basis
from foods.importing import categories, checks, packs, usda
from foods.importing.fdc_stage import KINDS, Stage
from foods.importing.fdc_tables import BRANDED, FIGURES, FOODS, PORTIONS, Words
from foods.importing.problems import Refused, refusal
from foods.importing.records import FoodRecord, Item, PortionRecord, Refusal

# The codes of the source by id of the derivation, for downloads without that table. They are the same in all editions.
_SOURCES = {
    **dict.fromkeys(("1", "2", "3", "4", "37", "42", "46", "54", "61", "64"), "1"),
    **dict.fromkeys(("44", "47", "48", *map(str, range(70, 80))), "8"),
    "68": usda.ASSUMED_ZERO,
}
_UNDETERMINED = "9999"
_MOST_ALIASES = 20

_FOODS = """SELECT food.fdc_id, food.kind, food.line, food.name, food.category, food.published,
    total.amount, total.line, total.derivation, added.amount, added.line FROM food
    LEFT JOIN figure AS total ON total.fdc_id = food.fdc_id AND total.which = 0
    LEFT JOIN figure AS added ON added.fdc_id = food.fdc_id AND added.which = 1 ORDER BY food.fdc_id"""
_NEWEST = """SELECT known.fdc_id FROM known JOIN food USING (fdc_id) WHERE known.ref = ? AND known.kind = ?
    ORDER BY known.ended DESC, food.published DESC, known.fdc_id DESC LIMIT 1"""
_PACK = """SELECT branded.*, repeated.gtin IS NOT NULL FROM branded LEFT JOIN repeated USING (gtin) WHERE fdc_id = ?"""
_SAME_GTIN = """SELECT branded.fdc_id FROM branded JOIN food USING (fdc_id) WHERE branded.gtin = ?
    AND branded.gtin <> '' ORDER BY food.published DESC, branded.modified DESC, branded.fdc_id DESC"""


@dataclass(frozen=True, slots=True)
class Staged:
    """A row of food.csv with what food_nutrient.csv says of it; the lines are those of that file."""

    fdc_id: int
    kind: str
    line: int
    name: str
    category: str
    published: str
    total: str | None
    total_line: int | None
    derivation: str | None
    added: str | None
    added_line: int | None


class _Elsewhere(Exception):
    """A row of another table is wrong, and the food cannot be taken because of it."""

    def __init__(self, base: str, line: int, refused: Refused) -> None:
        super().__init__(base)
        self.base, self.line, self.refused = base, line, refused


class Foods:
    """`items()` yields every food of the stage in the order of its fdc_id."""

    def __init__(self, stage: Stage, words: Words, names: dict[str, str]) -> None:
        self._stage, self._words, self._names = stage, words, names
        self._sources = words.source_codes or _SOURCES

    def items(self) -> Iterator[Item]:
        for row in self._stage.rows(_FOODS):
            food, notes = Staged(*row), list[Item]()
            try:
                record = self._branded(food, notes) if food.kind == "branded_food" else self._listed(food, notes)
            except Refused as refused:
                notes.append(self._refusal(food, FOODS, food.line, refused))
            except _Elsewhere as error:
                notes.append(self._refusal(food, error.base, error.line, error.refused))
            else:
                if record is not None:
                    yield record
            yield from notes

    def _refusal(self, food: Staged, base: str, line: int, refused: Refused) -> Refusal:
        """Of the whole food, by the id that its record would have had."""
        told = refusal(self._names[base], line, refused, food.name)
        if food.kind == "branded_food":
            found = self._stage.one("SELECT gtin FROM branded WHERE fdc_id = ?", food.fdc_id)
            others = [other for other in self._same(found[0]) if other != str(food.fdc_id)] if found else []
            return told.about(KINDS[food.kind], str(food.fdc_id), tuple(others))
        known = self._stage.one("SELECT ref FROM known WHERE fdc_id = ?", food.fdc_id)
        return told.about(KINDS[food.kind], checks.readable_ref(_lasting(food.kind, known[0])) if known else "")

    def _same(self, gtin: str) -> list[str]:
        """The branded foods with this barcode, the newest first."""
        return [str(fdc_id) for (fdc_id,) in self._stage.rows(_SAME_GTIN, gtin)]

    def _listed(self, food: Staged, notes: list[Item]) -> FoodRecord | None:
        """Foundation, SR Legacy, survey: by a number that stays over the editions."""
        known = self._stage.one("SELECT ref, wweia, ended FROM known WHERE fdc_id = ?", food.fdc_id)
        if known is None:
            if food.kind == "foundation_food":
                return None  # an earlier version of a food: only those in foundation_food.csv are current
            raise Refused("record", f"The food {food.fdc_id} has no row in the table of its kind.")
        ref, wweia, ended = known
        ref = checks.ref(_lasting(food.kind, ref))
        newest = self._stage.one(_NEWEST, known[0], food.kind)
        if newest is not None and newest[0] != food.fdc_id:
            raise Refused("repeated", f"The food {newest[0]} is a newer edition of {ref}.")
        record = self._record(
            food,
            ref,
            figure_date=ended[:4] if ended else food.published,
            portions=self._portions(food, notes),
            aliases=self._aliases(food),
        )
        if food.kind == "survey_fndds_food":
            return usda.finished(record, categories.of_fndds(ref, food.name, wweia))
        group = self._words.categories.get(food.category, food.category)
        return usda.finished(record, categories.of_usda_group(group, food.name))

    def _record(self, food: Staged, ref: str, **values: Any) -> FoodRecord:
        total = self._figure(food.total, food.total_line)
        source = self._sources.get(food.derivation or "", "")
        return FoodRecord(
            source=KINDS[food.kind],
            ref=ref,
            name=checks.clean_name(food.name),
            line=food.line,
            b12_ug=total,
            b12_added_ug=self._figure(food.added, food.added_line),
            grade=str(usda.grade_of(source) if source else packs.grade_of_kind(food.kind, total)),
            note=usda.note_of(source, total),
            **values,
        )

    def _figure(self, amount: str | None, line: int | None) -> Decimal | None:
        try:
            return checks.figure(amount, unit=self._words.nutrient_unit)
        except Refused as refused:
            raise _Elsewhere(FIGURES, line or 0, refused) from None

    def _portions(self, food: Staged, notes: list[Item]) -> tuple[PortionRecord, ...]:
        measures: list[usda.Measure] = []
        for line, amount, unit, description, modifier, grams in self._stage.rows(
            "SELECT line, amount, unit, description, modifier, grams FROM portion WHERE fdc_id = ? ORDER BY seq, line",
            food.fdc_id,
        ):
            try:
                named = "" if unit == _UNDETERMINED else self._words.units.get(unit, "")
                name = " ".join(part for part in (named, modifier) if part)
                if food.kind == "survey_fndds_food":  # the text says the amount, and the modifier is a code
                    name, amount = description or name, "1"
                measures.append(usda.measure(name or description, grams, amount=amount or "1"))
            except Refused as refused:
                reason = Refused("portion", f"A portion was left out: {refused.reason}")
                notes.append(refusal(self._names[PORTIONS], line, reason, food.name))
        return usda.portions(measures)

    def _aliases(self, food: Staged) -> tuple[tuple[str, str], ...]:
        found: dict[str, None] = {}
        for (text,) in self._stage.rows("SELECT name FROM alias WHERE fdc_id = ? ORDER BY line", food.fdc_id):
            for name in re.split("[;,]", text):
                try:
                    found[checks.clean_name(name, longest=120)] = None
                except Refused:
                    continue  # an alias more or less: the food is as good without
        return tuple(("en", name) for name in list(found)[:_MOST_ALIASES])

    def _branded(self, food: Staged, notes: list[Item]) -> FoodRecord | None:
        row = self._stage.one(_PACK, food.fdc_id)
        if row is None:
            raise Refused("record", f"{BRANDED} has no row of the food {food.fdc_id}.")
        _, line, owner, brand, gtin, problem, size, unit, household, category, market, modified, is_repeated = row
        same = self._same(gtin) if is_repeated else []
        if same and same[0] != str(food.fdc_id):
            return None  # the newest of them says that it replaces this one
        if problem:
            code, _, reason = problem.partition(" ")
            told = Refused(code, f"{reason} The food was taken without its barcode.")
            notes.append(refusal(self._names[BRANDED], line, told, food.name))
        record = self._record(
            food,
            str(food.fdc_id),
            figure_date=max(food.published, modified),
            brand=packs.brand(brand or owner),
            market=packs.market(market),
            gtin=gtin,
            basis=str(Basis.ML100 if unit.casefold() in packs.ML else Basis.G100),
            portions=packs.serving(size, unit, household),
            replaces=tuple(same[1:]),
        )
        group = category or food.category
        return usda.finished(record, categories.of_branded("" if group.isdigit() else group, food.name), market="")


def _lasting(kind: str, number: str) -> str:
    """A number that stays over the editions, as the foods of its set are known by: food codes whole, NDB numbers
    without leading zeros."""
    return number if kind == "survey_fndds_food" else number.lstrip("0")
