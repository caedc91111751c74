"""Tables of Learn that rest on the same rows as the rest of the app: look-alikes of symptoms, lines of blood tests."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.domain.bands import Band, Reading, of_marker
from tracker.domain.symptoms import SYMPTOMS, Symptom

# One line of the table each; symptoms that go together share a line, and the first of them says what speaks for B12.
LOOK_ALIKES = {
    "first": (
        ("muscle_weakness",),
        ("tingling", "numbness"),
        ("fatigue",),
        ("memory", "confusion"),
        ("balance", "ataxia", "falls"),
    ),
    "more": (
        ("breathlessness",),
        ("palpitations",),
        ("dizziness",),
        ("pallor",),
        ("vision",),
        ("glossitis",),
        ("mouth_ulcers",),
        ("brain_fog",),
        ("diarrhoea",),
    ),
}
# Tests of which guidelines share out the whole range, and whose lines are shown, in order.
_MARKERS = {"b12": gettext_lazy("Total B12"), "active_b12": gettext_lazy("Active B12")}
_WHOSE = {
    "nice": gettext_lazy("NICE"),
    "aafp": gettext_lazy("AAFP, United States"),
    "who": gettext_lazy("WHO and US surveys"),
}


@dataclass(frozen=True, slots=True)
class LookAlike:
    """What is often behind one sign, or several that go together. `pattern` is "" where nothing speaks for B12."""

    name: str
    causes: str
    pattern: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Where one guideline draws its lines for one test, as words with their unit; "" where it names none."""

    test: str
    whose: str
    deficient: str
    between: str
    unlikely: str
    sources: tuple[str, ...]


def look_alikes(part: str) -> tuple[LookAlike, ...]:
    """The lines of "first" or "more" of LOOK_ALIKES."""
    return tuple(_look_alike([SYMPTOMS[key] for key in keys]) for keys in LOOK_ALIKES[part])


def _look_alike(symptoms: list[Symptom]) -> LookAlike:
    first, *others = symptoms
    return LookAlike(
        name=", ".join([first.name, *(one.name[0].lower() + one.name[1:] for one in others)]),
        causes="; ".join(_once(cause for one in symptoms for cause in one.other_causes)),
        pattern=first.b12_pattern,
        sources=_once(key for one in symptoms for key in one.sources),
    )


def _once(several: Iterable[str]) -> tuple[str, ...]:
    """In order, each once."""
    return tuple(dict.fromkeys(several))


def blood_lines() -> tuple[Lines, ...]:
    """One row a test and guideline, for each of _MARKERS and _WHOSE that has lines of its own."""
    return tuple(
        _lines(marker, whose, bands)
        for marker in _MARKERS
        for whose in _WHOSE
        if (bands := {one.reading: one for one in of_marker(marker) if one.guideline == whose and not one.only_marked})
    )


def _lines(marker: str, whose: str, bands: dict[Reading, Band]) -> Lines:
    low, middle, high = (bands.get(one) for one in (Reading.DEFICIENT, Reading.BETWEEN, Reading.UNLIKELY))
    return Lines(
        test=str(_MARKERS[marker]),
        whose=str(_WHOSE[whose]),
        deficient=_("below %s") % _both(low, "high") if low else "",
        between=_both(middle, "low", "high") if middle else "",
        unlikely=_("above %s") % _both(high, "low") if high else "",
        sources=_once(key for one in (low, middle, high) if one for key in one.sources),
    )


def _both(band: Band, *ends: str) -> str:
    """Limits in the unit of the band, and in brackets in the second one where it is printed too."""
    words = _measured([getattr(band, end) for end in ends], band.unit)
    if not band.also_unit:
        return words
    return f"{words} ({_measured([getattr(band, f'also_{end}') for end in ends], band.also_unit)})"


def _measured(limits: list[Fraction], unit: str) -> str:
    return _(" to ").join(f"{float(limit):g}" for limit in limits) + f"\u00a0{unit}"
