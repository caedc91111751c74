"""What a person had and marked, what they say about themselves, and the what-ifs they looked at."""

from tracker.models.days import DayMark
from tracker.models.entries import Entry
from tracker.models.profile import Profile
from tracker.models.whatif import WhatIf

__all__ = ["DayMark", "Entry", "Profile", "WhatIf"]
