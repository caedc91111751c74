"""Which tracker a file is from, by what is in it: its name may say anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from foods.importing.opened import Opened
from foods.importing.problems import Unreadable
from tracker.importing import (
    apple_health,
    cronometer,
    health_connect,
    myfitnesspal,
    own,
    sparkyfitness,
    waistline,
)
from tracker.importing.rows import Rows

MOST_FILES = 5_000  # an export of Apple Health has a file for every walk


@dataclass(frozen=True, slots=True)
class Format:
    found_in: Callable[[Opened], object]
    rows: Callable[[Opened], Rows]


FORMATS: Final[Mapping[str, Format]] = {  # asked in this order: the last takes any table with a date and a food
    "health_connect": Format(health_connect.found_in, health_connect.rows),
    "apple_health": Format(apple_health.found_in, apple_health.rows),
    "waistline": Format(waistline.found_in, waistline.rows),
    "cronometer": Format(cronometer.found_in, cronometer.rows),
    "myfitnesspal": Format(myfitnesspal.found_in, myfitnesspal.rows),
    "sparkyfitness": Format(sparkyfitness.found_in, sparkyfitness.rows),
    "own": Format(own.found_in, own.rows),
}


def recognised(opened: Opened) -> str:
    """The key of the format; `Unreadable` for a file that is none of them."""
    if len(opened.names()) > MOST_FILES:
        raise Unreadable("members", f"The archive holds more than {MOST_FILES:,} files.")
    for key, one in FORMATS.items():
        if one.found_in(opened):
            return key
    raise Unreadable("format", "None of the trackers we know writes such a file, and it is no table with dates.")
