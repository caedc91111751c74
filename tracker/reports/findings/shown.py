"""Findings as pages print them: with their level in words, their sources, and what was set aside."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tracker.domain.risks.findings import Finding, Level
from tracker.domain.tables import Citation, citations
from tracker.models.findings import FindingLevel
from tracker.reports.findings import words
from tracker.reports.findings.ways import CALLS
from tracker.reports.findings.words import Said


def level_words(level: Level) -> str:
    return str(FindingLevel(level).label)


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding on `day`. `until`: set aside up to then; `discussed_on`: because it was talked over with a doctor.

    `linked`: it has a page of its own; False for samples. `ticks`: the red flags it rests on that were ticked.
    """

    finding: Finding
    day: dt.date
    until: dt.date | None = None
    discussed_on: dt.date | None = None
    linked: bool = True
    ticks: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.finding.code

    @property
    def level(self) -> str:
        """Its level in words."""
        return level_words(self.finding.level)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return citations(self.finding.sources)

    @property
    def parts(self) -> tuple["Shown", ...]:
        """The findings that it stands for."""
        return tuple(Shown(part, self.day, linked=self.linked) for part in self.finding.parts)

    @property
    def calls(self) -> bool:
        """Its page names whom to call."""
        return self.finding.code in CALLS

    @property
    def said(self) -> Said:
        return words.said(self.finding, day=self.day)

    @property
    def at_logging(self) -> SafeString:
        return self.laid_out("at_logging")

    @property
    def line(self) -> SafeString:
        """Its title."""
        return self.laid_out("line")

    @property
    def title(self) -> str:
        """Its title as plain text."""
        return words.plain(self.line)

    def laid_out(self, layout: str) -> SafeString:
        """Its words in a layout, kept for the next look at the very same: a template takes half a millisecond."""
        return _laid_out(_Look(self, layout, get_language(), get_script_prefix()))


class _Look:
    """What makes words what they are, by its content; nothing in it says whose it is."""

    __slots__ = ("key", "layout", "shown")

    def __init__(self, shown: Shown, layout: str, language: str | None, prefix: str) -> None:
        self.shown, self.layout = shown, layout
        self.key = repr((shown, layout, language, prefix))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Look) and self.key == other.key


@lru_cache(maxsize=128)
def _laid_out(look: _Look) -> SafeString:
    shown = look.shown
    return words.laid_out(shown.finding, look.layout, day=shown.day, shown=shown)
