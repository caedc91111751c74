"""FoodData Central as CSV: the full download or that of one kind of food, as an archive or a folder.

Taken are Foundation Foods (the current ones), SR Legacy, the survey's foods (FNDDS) and Branded Foods; laboratory
samples and older versions are not foods that anybody eats. The tables go through a scratch database (`fdc_stage`), so
that memory stays flat; nothing comes out before every file was read to its end.
"""

from collections.abc import Iterator
from pathlib import Path

from foods.importing.datasets import dataset
from foods.importing.fdc_foods import Foods
from foods.importing.fdc_stage import KINDS, Stage
from foods.importing.fdc_tables import BRANDED, FIGURES, FOODS, KNOWN, PORTIONS, READING, Tables
from foods.importing.opened import Opened, Unreadable
from foods.importing.records import Dataset, Item, Progress, Reading

_TICK = 200


def looks_like(opened: Opened) -> bool:
    name = opened.find(FOODS)
    if name is None:
        return False
    header = opened.head(name, 1_024).split("\n")[0].casefold()
    return all(column in header for column in ("fdc_id", "data_type", "description"))


def read(opened: Opened, *, progress: Progress, work: Path) -> Reading:
    """Reads all files into the stage before it comes back: `progress` may stop it."""
    if opened.find(FIGURES) is None:
        raise Unreadable(
            "missing", f"{FIGURES} is missing: give the whole download, else every figure would be unknown."
        )
    stage = Stage(work)
    try:
        tables = Tables(opened, stage, progress)
        tables.load()
        kinds = _kinds(stage)
        _check(opened, kinds)
        names = {base: opened.find(base) or base for base in (FOODS, FIGURES, PORTIONS, BRANDED)}
        foods = Foods(stage, tables.words, names)
    except BaseException:
        stage.close()
        raise
    datasets = tuple(_dataset(kind, stage) for kind in kinds)
    return Reading("fdc_csv", datasets, _items(stage, foods, progress, tables.rows, sum(kinds.values())))


def _items(stage: Stage, foods: Foods, progress: Progress, rows: int, count: int) -> Iterator[Item]:
    """Refused rows first, then the foods."""
    try:
        progress.phase = "foods"
        yield from stage.refusals()
        for number, item in enumerate(foods.items()):
            if number % _TICK == 0:
                progress.at(rows, READING + (1 - READING) * number / count)
            yield item
        progress.at(rows, 1.0)
    finally:
        stage.close()


def _kinds(stage: Stage) -> dict[str, int]:
    counts = dict(stage.rows("SELECT kind, COUNT(*) FROM food GROUP BY kind"))
    return {kind: counts[kind] for kind in KINDS if kind in counts}


def _check(opened: Opened, kinds: dict[str, int]) -> None:
    if not kinds:
        raise Unreadable("empty", f"{FOODS} lists no foods of the kinds that we take: {', '.join(KINDS)}.")
    for kind in kinds:
        table = KNOWN[kind][0] if kind in KNOWN else BRANDED
        if opened.find(table) is None:
            raise Unreadable("missing", f"{table} is missing, which belongs to the foods of {FOODS}.")


def _dataset(kind: str, stage: Stage) -> Dataset:
    """In the edition of its newest food; the survey's editions are known by their years."""
    newest = stage.one("SELECT MAX(published) FROM food WHERE kind = ?", kind)
    version = str(newest[0] or "") if newest else ""
    if kind == "survey_fndds_food":
        years = stage.one("SELECT began, ended FROM known WHERE kind = ? ORDER BY ended DESC, began DESC LIMIT 1", kind)
        if years and all(years):
            version = f"{years[0][:4]}–{years[1][:4]}"
    return dataset(KINDS[kind], version=version, complete=True)
