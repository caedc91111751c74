"""Every sample of every rule with its words, for those who review them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from tracker.domain.risks.evaluate import RULES
from tracker.domain.risks.facts import Case
from tracker.domain.risks.findings import Finding, Level
from tracker.models.findings import FindingLevel
from tracker.reports.findings import samples
from tracker.reports.findings.samples import TODAY
from tracker.reports.findings.shown import Shown


@dataclass(frozen=True, slots=True)
class Sample:
    """The `number`th of `of` samples of its rule."""

    shown: Shown
    number: int
    of: int

    @property
    def code(self) -> str:
        return self.shown.code

    @property
    def finding(self) -> Finding:
        return self.shown.finding


@dataclass(frozen=True, slots=True)
class GalleryLevel:
    key: str
    label: str
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Gallery:
    """The samples by level, most pressing first. `without`: codes of rules that have none."""

    levels: tuple[GalleryLevel, ...]
    without: tuple[str, ...]

    @classmethod
    def build(cls) -> "Gallery":
        made = tuple(_samples())
        levels = (
            GalleryLevel(
                level.value, str(FindingLevel(level).label), tuple(one for one in made if one.finding.level is level)
            )
            for level in sorted(Level, key=lambda level: level.rank)
        )
        return cls(tuple(levels), tuple(sorted(RULES.keys() - {one.code for one in made})))

    @property
    def samples(self) -> int:
        return sum(len(level.samples) for level in self.levels)

    @property
    def codes(self) -> int:
        return len({one.code for level in self.levels for one in level.samples})


@cache
def cases_by_code() -> Mapping[str, tuple[Case, ...]]:
    """Cases in which the rule of this code fires, from every module of samples."""
    modules = [import_module(f"{samples.__name__}.{module.name}") for module in iter_modules(samples.__path__)]
    return {code: cases for module in modules for code, cases in module.SAMPLES.items()}


def _samples() -> Iterator[Sample]:
    for code, rule in RULES.items():
        cases = cases_by_code().get(code, ())
        for number, case in enumerate(cases, start=1):
            if found := rule.find(case):
                yield Sample(Shown(found, TODAY, linked=False), number, len(cases))
