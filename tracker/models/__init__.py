"""What a person had and marked, says about themselves, takes and feels, what was found, and what they let out."""

from tracker.models.days import DayMark
from tracker.models.entries import Entry
from tracker.models.findings import FindingRecord, Snooze
from tracker.models.health import Condition, GasUse, Medicine
from tracker.models.imports import HistoryChoice, HistoryFormat, HistoryImport, HistoryName, HistoryRow, HistoryState
from tracker.models.journal import Measured, RedFlagTick, Sample, SymptomScore, TrackedSymptom
from tracker.models.meals import Dish, DishPart, MealItem, TogetherAside, UsualMeal
from tracker.models.profile import Profile
from tracker.models.regimens import Dose, Phase, Regimen, Skip
from tracker.models.sharing import AddressVisit, Reminders, ReportWords, SecretAddress
from tracker.models.whatif import WhatIf

__all__ = [
    "AddressVisit",
    "Condition",
    "DayMark",
    "Dish",
    "DishPart",
    "Dose",
    "Entry",
    "FindingRecord",
    "GasUse",
    "HistoryChoice",
    "HistoryFormat",
    "HistoryImport",
    "HistoryName",
    "HistoryRow",
    "HistoryState",
    "MealItem",
    "Measured",
    "Medicine",
    "Phase",
    "Profile",
    "RedFlagTick",
    "Regimen",
    "Reminders",
    "ReportWords",
    "Sample",
    "SecretAddress",
    "Skip",
    "Snooze",
    "SymptomScore",
    "TogetherAside",
    "TrackedSymptom",
    "UsualMeal",
    "WhatIf",
]
