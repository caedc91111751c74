"""What a person had and marked, and what they say about themselves."""

from tracker.models.days import DayMark
from tracker.models.entries import Entry
from tracker.models.profile import Profile

__all__ = ["DayMark", "Entry", "Profile"]
