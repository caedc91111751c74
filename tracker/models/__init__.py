"""What a person had and marked, what they say about themselves and take, what was found, and their what-ifs."""

from tracker.models.days import DayMark
from tracker.models.entries import Entry
from tracker.models.findings import FindingRecord, Snooze
from tracker.models.health import Condition, GasUse, Medicine
from tracker.models.profile import Profile
from tracker.models.whatif import WhatIf

__all__ = [
    "Condition",
    "DayMark",
    "Entry",
    "FindingRecord",
    "GasUse",
    "Medicine",
    "Profile",
    "Snooze",
    "WhatIf",
]
