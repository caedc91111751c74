"""What a person had and marked."""

from tracker.models.days import DayMark
from tracker.models.entries import Entry

__all__ = ["DayMark", "Entry"]
