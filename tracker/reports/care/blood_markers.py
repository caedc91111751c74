"""One marker of blood tests: its newest value on the ranges of the chosen guideline, and all of them over time."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.charts import Chart
from tracker.charts.zones import ASK, UNCLEAR, USUAL, Point, Zone, trend, zone_bar
from tracker.domain import tables
from tracker.domain.bands import UNITS, Band, Guideline, Reading, clean, convert, of_marker, scale
from tracker.domain.blood import MARKERS, in_other_unit, shown
from tracker.domain.risks.facts import Case, Result
from tracker.domain.risks.results import B12, band_of, is_above, is_below, is_under_16, population_of
from tracker.domain.tables import Citation
from tracker.models.markers import MARKER_NAMES, MEANINGS, unit_shown
from tracker.reports.after_dose import AfterDose
from tracker.reports.care import blood_words as words
from tracker.reports.care.blood_values import Value
from tracker.reports.dates import day_in_full

MOST_POINTS = 40
_LOOKS = {
    Reading.DEFICIENT: ASK, Reading.LOW: ASK, Reading.HIGH: ASK, Reading.BETWEEN: UNCLEAR, Reading.RAISED: UNCLEAR,
    Reading.UNLIKELY: USUAL, Reading.NORMAL: USUAL,
}  # fmt: skip


class Whose(NamedTuple):
    """What one guideline says of a value."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class MarkerView:
    """The newest of one marker. `own`: the laboratory's range; `own_words`: where the value lies in it, "" unknown.

    `words`: by the chosen guideline, "" where no range is named; `others` by the rest; `after`: a dose came before.
    """

    marker: str
    value: Value
    beside: str
    own: str
    own_words: str
    words: str
    unconfirmed: bool
    others: tuple[Whose, ...]
    bar: SafeString
    after: bool
    citations: tuple[Citation, ...]

    @property
    def name(self) -> str:
        return str(MARKER_NAMES[self.marker])

    @property
    def meaning(self) -> str:
        return str(MEANINGS[self.marker])

    @property
    def shown(self) -> str:
        return f"{self.value.comparator}{shown(self.value.value)}"

    @property
    def unit(self) -> str:
        return unit_shown(self.value.unit)


def view_of(value: Value, case: Case, before: Mapping[dt.date, AfterDose]) -> MarkerView:
    result = value.result(before.get(value.taken_on))
    population = population_of(case) if value.marker == "haemoglobin" else ""
    silent = is_under_16(case) or _left_to_active_b12(value, case)
    bands = () if silent else scale(value.marker, case.guideline, population=population)
    found = band_of(result, case.guideline, population=population) if bands else None
    amount, unit = in_other_unit(value.marker, value.value, value.unit)
    zones = zones_of(bands, value.unit) or _own_zone(value)
    said = _words(value, found, bands)
    return MarkerView(
        marker=value.marker,
        value=value,
        beside=f"{value.comparator}{amount}\u00a0{unit}" if unit else "",
        own=words.range_words(value.low, value.high, value.unit),
        own_words=_own_words(result),
        words=said,
        unconfirmed=any(band.unconfirmed for band in bands),
        others=() if silent else tuple(_others(result, case.guideline)),
        bar=_bar(value, zones, said),
        after=bool(value.marker in B12 and result.after_dose),
        citations=tables.citations(dict.fromkeys(key for band in bands for key in band.sources)),
    )


def _left_to_active_b12(value: Value, case: Case) -> bool:
    """In pregnancy the total falls by itself: an active B12 of the same day decides."""
    return (
        value.marker == "b12"
        and case.life_stage == "pregnant"
        and any(one.marker == "active_b12" and one.taken_on == value.taken_on for one in case.results)
    )


def _words(value: Value, found: Band | None, bands: Sequence[Band]) -> str:
    if found:
        return words.band_words(found)
    if not bands:
        return ""
    if value.comparator and not _is_outside(value, bands):
        return words.open_words(value.comparator, value.value)
    return words.outside_words(bands[0], value.unit)


def _is_outside(value: Value, bands: Sequence[Band]) -> bool:
    """Whether a “>90” is known to lie on the other side of every limit."""
    return all(_lies_beyond(value, *band.limits(value.unit)) for band in bands)


def _lies_beyond(value: Value, low: Fraction | None, high: Fraction | None) -> bool:
    if value.comparator == ">":
        return high is not None and value.value >= high
    return low is not None and value.value <= low


def _own_words(result: Result) -> str:
    """Where it lies in the laboratory's own range; both ends of it are inside."""
    if result.low is None and result.high is None:
        return ""
    if result.high is not None and is_above(result, result.high):
        return _("above it")
    if result.low is not None and is_below(result, result.low):
        return _("below it")
    end_is_open = result.high is None if result.comparator == ">" else result.low is None
    return _("within it") if not result.comparator or (end_is_open and _reaches_in(result)) else ""


def _reaches_in(result: Result) -> bool:
    """Whether a “>90” begins within the range of “>59”, or a “<0.1” within that of “<0.28”."""
    if result.comparator == ">":
        return result.low is not None and result.value >= result.low
    return result.high is not None and result.value <= result.high


def _others(result: Result, chosen: str) -> Iterator[Whose]:
    """The other guidelines that share out the whole range of a marker."""
    for one in Guideline:
        theirs = [band for band in of_marker(result.marker) if band.guideline == one and not band.only_marked]
        found = band_of(result, one) if theirs and one != chosen else None
        if found:
            yield Whose(one.shown, words.band_words(found))


@lru_cache(maxsize=512)
def zones_of(bands: tuple[Band, ...], unit: str) -> tuple[Zone, ...]:
    """The bands as ranges to draw; where one lies within another, the narrower takes its part."""
    if any(clean(unit) not in UNITS[band.marker] for band in bands):
        return ()
    ends = [band.limits(unit) for band in bands]
    zones = []
    for n, (band, (low, high)) in enumerate(zip(bands, ends, strict=True)):
        if high is None and n + 1 < len(ends) and ends[n + 1][0] is not None:
            high = ends[n + 1][0]
        zones.append(Zone(_float(low), _float(high), _LOOKS[band.reading]))
    return tuple(zones)


def _float(number: Fraction | Decimal | None) -> float | None:
    return None if number is None else float(number)


def _own_zone(value: Value) -> list[Zone]:
    """Where no guideline is drawn: the laboratory's own range."""
    if value.low is None and value.high is None:
        return []
    return [Zone(_float(value.low), _float(value.high), USUAL)]


def _bar(value: Value, zones: Sequence[Zone], said: str) -> SafeString:
    if not zones:
        return SafeString()
    title = f"{MARKER_NAMES[value.marker]} {value.figure}"
    return zone_bar(
        key=f"bar-{value.marker}",
        title=title,
        description=said or _("The tinted part is the laboratory’s own range."),
        value=float(value.value),
        zones=zones,
        comparator=value.comparator,
    )


# --- over time --------------------------------------------------------------------------------------------------------
def trends_of(values: Iterable[Value], case: Case, before: Mapping[dt.date, AfterDose]) -> Iterator[Chart]:
    by_marker: dict[str, list[Value]] = {}
    for one in values:
        if one.marker and one.taken_on <= case.today:
            by_marker.setdefault(one.marker, []).append(one)
    for marker in MARKERS:
        found = by_marker.get(marker, [])[:MOST_POINTS][::-1]
        if len({one.taken_on for one in found}) > 1:
            yield _trend(marker, found, case, before)


def _trend(marker: str, values: Sequence[Value], case: Case, before: Mapping[dt.date, AfterDose]) -> Chart:
    unit = values[-1].unit
    population = population_of(case) if marker == "haemoglobin" else ""
    bands = () if is_under_16(case) else scale(marker, case.guideline, population=population)
    points = [
        Point(
            one.taken_on,
            float(one.value if one.unit == unit else convert(marker, one.value, one.unit, to=unit)),
            one.figure,
            one.comparator,
            bool(marker in B12 and before[one.taken_on].mark),
        )
        for one in values
    ]
    doses = _doses(points, before) if marker in B12 else []
    name = f"{MARKER_NAMES[marker]}, {unit_shown(unit)}"
    said = [
        _("%(n)d values from %(first)s to %(last)s.")
        % {
            "n": len(points),
            "first": day_in_full(points[0].day),
            "last": day_in_full(points[-1].day),
        },
        _("Hollow dots are of samples that were drawn after B12 was taken.")
        if any(one.marked for one in points)
        else "",
        _("A stroke on the axis is a dose before a sample.") if doses else "",
    ]
    return trend(
        key=f"trend-{marker}",
        title=name,
        points=points,
        zones=zones_of(bands, unit),
        doses=doses,
        description=" ".join(filter(None, said)),
    )


def _doses(points: Iterable[Point], before: Mapping[dt.date, AfterDose]) -> list[dt.date]:
    """The last injection and the last large dose before each sample."""
    found = set()
    for point in points:
        taken = before[point.day]
        found |= {taken.last_injection, taken.last_dose and taken.last_dose.date}
    return sorted(day for day in found if day)
