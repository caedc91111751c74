"""The tables of FoodData Central, row by row into the stage; what is broken is refused there."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from foods.importing import checks
from foods.importing.fdc_figures import figure_rows
from foods.importing.fdc_stage import ADDED, KINDS, TOTAL, Stage
from foods.importing.opened import Opened, csv_rows
from foods.importing.problems import Refused, refusal
from foods.importing.records import Progress, Refusal

FOODS, FIGURES, PORTIONS, BRANDED = "food.csv", "food_nutrient.csv", "food_portion.csv", "branded_food.csv"
KNOWN = {  # the table with the lasting number of each kind
    "foundation_food": ("foundation_food.csv", "NDB_number"),
    "sr_legacy_food": ("sr_legacy_food.csv", "NDB_number"),
    "survey_fndds_food": ("survey_fndds_food.csv", "food_code"),
}
ALIASES = "food_attribute.csv"
SMALL = (
    "nutrient.csv",
    "food_nutrient_derivation.csv",
    "food_nutrient_source.csv",
    "measure_unit.csv",
    "food_category.csv",
)
NUMBERS = {"418": TOTAL, "578": ADDED}
_IDS = {"1178": TOTAL, "1246": ADDED}
_NAMES = ("1000", "1001")  # kinds of attributes: common name, additional description
_TICK = 2_000
_MOST_TEXT = 600  # of a serving or category: longer ones are none
READING = 0.5  # of the whole; the rest is for the foods


@dataclass
class Words:
    """The small tables that the others point to."""

    units: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    source_codes: dict[str, str] = field(default_factory=dict)  # id of the derivation → code of the source
    nutrients: dict[str, int] = field(default_factory=dict)  # id → total or added
    nutrient_unit: str = "UG"


class Tables:
    """Reads the files that are there; `rows` counts all rows."""

    def __init__(self, opened: Opened, stage: Stage, progress: Progress) -> None:
        self._opened, self._stage, self._progress = opened, stage, progress
        self._kinds: set[str] = set()
        self.words = Words()
        self.rows = 0

    def load(self) -> None:
        """Foods first: of the other tables only what belongs to one of them is kept."""
        names = (*SMALL, FOODS, *(table for table, _ in KNOWN.values()), FIGURES, PORTIONS, ALIASES, BRANDED)
        self._opened.expect(name for base in names if (name := self._opened.find(base)))
        self._progress.phase = "reading"
        self._load_words()
        self._load_foods()
        self._load_known()
        self._load_figures()
        self._load_portions()
        self._load_aliases()
        self._load_branded()
        self._stage.ready()

    def _rows(self, base: str, *needed: str, optional: tuple[str, ...] = ()) -> Iterator[tuple[int, dict[str, str]]]:
        name = self._opened.find(base)
        if name is None:
            return
        for row in csv_rows(self._opened, name, needed=needed, optional=optional):
            self._passed(1)
            if isinstance(row, Refusal):
                self._stage.keep(row)
            else:
                yield row

    def _passed(self, rows: int) -> None:
        before, self.rows = self.rows, self.rows + rows
        if before // _TICK != self.rows // _TICK:
            self._progress.at(self.rows, READING * self._opened.share())

    def _load_words(self) -> None:
        words = self.words
        sources = {row["id"]: row["code"] for _, row in self._rows("food_nutrient_source.csv", "id", "code")}
        for _, row in self._rows("food_nutrient_derivation.csv", "id", "code", optional=("source_id",)):
            words.source_codes[row["id"]] = _source_code(row["code"], sources.get(row["source_id"], ""))
        words.units = {row["id"]: row["name"] for _, row in self._rows("measure_unit.csv", "id", "name")}
        words.categories = {row["id"]: row["code"] for _, row in self._rows("food_category.csv", "id", "code")}
        for _, row in self._rows("nutrient.csv", "id", "nutrient_nbr", optional=("unit_name",)):
            which = NUMBERS.get(_whole(row["nutrient_nbr"]))
            if which is not None:
                words.nutrients[row["id"]] = which
                words.nutrient_unit = (row["unit_name"] if which == TOTAL else "") or words.nutrient_unit
        words.nutrients = (words.nutrients or _IDS) | NUMBERS  # older files of the survey use the number as id

    def _load_foods(self) -> None:
        for line, row in self._rows(
            FOODS, "fdc_id", "data_type", "description", optional=("food_category_id", "publication_date")
        ):
            kind = row["data_type"]
            if kind not in KINDS:
                continue
            fdc_id = self._id(FOODS, line, row["fdc_id"])
            if fdc_id is None:
                continue
            self._kinds.add(kind)
            category = _whole(row["food_category_id"])
            values = (kind, line, row["description"], category, iso_date(row["publication_date"]))
            if not self._stage.write("food", fdc_id, *values):
                self._refuse(FOODS, line, "repeated", f"The fdc_id {fdc_id} stands above already.", row["description"])

    def _load_known(self) -> None:
        optional = ("wweia_category_code", "wweia_category_number", "start_date", "end_date")
        for kind, (table, column) in KNOWN.items():
            if kind not in self._kinds:
                continue  # the Foundation download carries the survey's table without its foods
            for line, row in self._rows(table, "fdc_id", column, optional=optional):
                fdc_id = self._id(table, line, row["fdc_id"])
                if fdc_id is None or not self._is_taken(fdc_id, kind):
                    continue
                wweia = _whole(row["wweia_category_code"] or row["wweia_category_number"])
                dates = iso_date(row["start_date"]), iso_date(row["end_date"])
                self._stage.write("known", fdc_id, kind, _whole(row[column]), wweia, *dates)

    def _load_figures(self) -> None:
        name = self._opened.find(FIGURES)
        assert name is not None
        for row in figure_rows(self._opened, name, tuple(self.words.nutrients), self._passed):
            if isinstance(row, Refusal):
                self._stage.keep(row)
                continue
            fdc_id = self._id(FIGURES, row.line, row.fdc_id)
            if fdc_id is None or not self._is_taken(fdc_id) or not row.amount:
                continue  # no amount is no figure: the food stays unknown
            which = self.words.nutrients[row.nutrient]
            if not self._stage.write("figure", fdc_id, which, row.line, row.amount, _whole(row.derivation)):
                self._compare(fdc_id, which, row.line, row.amount)

    def _compare(self, fdc_id: int, which: int, line: int, amount: str) -> None:
        first = self._stage.one("SELECT amount, line FROM figure WHERE fdc_id = ? AND which = ?", fdc_id, which)
        if first is not None and first[0] != amount:
            reason = f"The food {fdc_id} has the figure {first[0]} in line {first[1]}, which stays."
            self._refuse(FIGURES, line, "repeated", reason, amount)

    def _load_portions(self) -> None:
        texts = ("amount", "measure_unit_id", "portion_description", "modifier")
        for line, row in self._rows(PORTIONS, "fdc_id", "gram_weight", optional=("seq_num", *texts)):
            if not row["fdc_id"]:
                self._refuse(PORTIONS, line, "portion", "The portion does not say of which food it is.", str(row))
                continue
            fdc_id = self._id(PORTIONS, line, row["fdc_id"])
            if fdc_id is None or not self._is_taken(fdc_id):
                continue
            order = _whole(row["seq_num"])
            seq = int(order) if order.isascii() and order.isdigit() and len(order) < 9 else 0
            self._stage.write("portion", fdc_id, seq, line, *(row[text] for text in texts), row["gram_weight"])

    def _load_aliases(self) -> None:
        for line, row in self._rows(ALIASES, "fdc_id", optional=("food_attribute_type_id", "value")):
            if row["food_attribute_type_id"] in _NAMES and row["value"]:
                fdc_id = self._id(ALIASES, line, row["fdc_id"])
                if fdc_id is not None and self._is_taken(fdc_id):
                    self._stage.write("alias", fdc_id, line, row["value"][:2_000])

    def _load_branded(self) -> None:
        if "branded_food" not in self._kinds:
            return
        texts = ("serving_size", "serving_size_unit", "household_serving_fulltext", "branded_food_category")
        optional = ("brand_owner", "brand_name", "gtin_upc", *texts, "market_country", "modified_date")
        for line, row in self._rows(BRANDED, "fdc_id", optional=optional):
            fdc_id = self._id(BRANDED, line, row["fdc_id"])
            if fdc_id is None:
                continue
            if not self._is_taken(fdc_id, "branded_food"):
                reason = f"{FOODS} has no branded food {fdc_id}."
                self._refuse(BRANDED, line, "record", reason, row["brand_owner"], branded=str(fdc_id))
                continue
            gtin, problem = _gtin(row["gtin_upc"])
            values = (row["brand_owner"], row["brand_name"], gtin, problem, *(row[text][:_MOST_TEXT] for text in texts))
            known = (row["market_country"], iso_date(row["modified_date"]))
            if not self._stage.write("branded", fdc_id, line, *values, *known):
                self._refuse(
                    BRANDED, line, "repeated", f"The fdc_id {fdc_id} stands above already.", row["brand_owner"]
                )

    def _is_taken(self, fdc_id: int, kind: str | None = None) -> bool:
        row = self._stage.one("SELECT kind FROM food WHERE fdc_id = ?", fdc_id)
        return row is not None and kind in (None, row[0])

    def _id(self, base: str, line: int, text: str) -> int | None:
        whole = _whole(text)
        if whole.isascii() and whole.isdigit() and len(whole) < 16:
            return int(whole)
        self._refuse(base, line, "ref", f"The fdc_id is “{checks.shown(text)}”: a whole number.", text)
        return None

    def _refuse(self, base: str, line: int, code: str, reason: str, excerpt: str, *, branded: str = "") -> None:
        told = refusal(self._opened.find(base) or base, line, Refused(code, reason), excerpt)
        self._stage.keep(told.about(KINDS["branded_food"], branded))


@lru_cache(maxsize=4_096)
def iso_date(text: str) -> str:
    """2019-04-01 and 4/1/2019 as 2019-04-01; empty where it is no date."""
    american = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text)
    parts = (american[3], american[1], american[2]) if american else tuple(text[:10].split("-"))
    try:
        return dt.date(*map(int, parts)).isoformat()  # type: ignore[arg-type]
    except (ValueError, TypeError, OverflowError):
        return ""


def _whole(text: str) -> str:
    """A whole number that some tool wrote as 1178.0."""
    return text.removesuffix(".0")


def _source_code(derivation: str, source: str) -> str:
    """Derivations of label claims are filed under "maker's analysis", which they are not."""
    return "8" if derivation.startswith("LC") else source


def _gtin(text: str) -> tuple[str, str]:
    """The barcode, or what is wrong with it."""
    try:
        return checks.gtin(_whole(text)), ""
    except Refused as refused:
        return "", f"{refused.code} {refused.reason}"
