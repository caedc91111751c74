"""Files that something went wrong with on the way."""

import zipfile
from contextlib import suppress
from pathlib import Path
from types import ModuleType

from hypothesis import strategies as st

from foods.importing.opened import Unreadable, open_source
from foods.importing.problems import REASONS
from foods.importing.records import FoodRecord, Progress

NOISE = st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=40))  # where from the beginning to the end, and what


def read_through(reader: ModuleType, workbook: bytes, noise: tuple[float, bytes], folder: Path) -> None:
    """Reads the workbook with noise written over it: it may be unreadable, but every refused row has a code of ours."""
    at, written = noise
    place = int(at * len(workbook))
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:  # so that it is our reader that meets the bytes first
        archive.writestr("x.xlsx", workbook[:place] + written + workbook[place + len(written) :])
    with open_source(folder / "all.zip") as opened, suppress(Unreadable):
        reader.looks_like(opened)
        for item in reader.read(opened, progress=Progress(), work=folder).items:
            assert isinstance(item, FoodRecord) or item.code in REASONS
