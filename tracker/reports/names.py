"""Medicines and conditions found while their name is typed: generic names, synonyms, brands, classes and codes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.domain.conditions import CONDITIONS, Condition
from tracker.domain.medicines import BRANDS, CLASS_WORDS, MEDICINES, Medicine, in_group
from tracker.reports.naming import Fit, Hit, Names, Way, typed_as

SHOWN = 8
_B12 = "b12"  # a group of medicines, a kind of match, and what folding makes of every spelling of the vitamin
_IN_THE_EU = frozenset(("DE", "FR"))  # markets where the brands of the European Union are sold too
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_SYSTEM = re.compile(r"^\s*(atc|rxnorm|rxcui)\b[\s:]*")
_ATC = re.compile(r"[a-v]\d\d(?:[a-z]{1,2}(?:\d\d?)?)?")


@dataclass(frozen=True, slots=True)
class Match:
    """One row that was found. `matched`: the synonym, brand, class word or code that did it, "" for the name itself.

    `kind`: "generic", "synonym", "brand", "class" or "code"; "b12" for B12 itself, which is logged and not listed.
    `market`: where that brand is sold, "" for other kinds. `repaired`: found by another spelling than was typed.
    """

    key: str
    name: str
    matched: str
    kind: str
    market: str = ""
    repaired: bool = False


# --- every name ------------------------------------------------------------------------------------------------------
def _way(keys: tuple[str, ...], kind: str, text: str, market: str = "") -> Iterator[Way]:
    raw, folded, _ = typed_as(text)
    yield Way(keys, kind, text, market, raw, folded)
    if _B12 in raw.split():  # "vitamin b", not typed to its end yet
        long = raw.replace(_B12, f"vitamin {_B12}")
        yield Way(keys, kind, text, market, long, long)


def _ways(row: Medicine | Condition) -> Iterator[Way]:
    yield from _way((row.key,), "generic", _BRACKETS.sub("", row.name))
    for synonym in row.synonyms:
        yield from _way((row.key,), "synonym", synonym)


def _ways_to_medicines() -> Iterator[Way]:
    for medicine in MEDICINES.values():
        yield from _ways(medicine)
    for brand in BRANDS:
        yield from _way((brand.key,), "brand", brand.name, brand.market)
    for group, names in CLASS_WORDS.items():
        keys = tuple(medicine.key for medicine in in_group(group))
        for name in names:
            yield from _way(keys, "class", name)


def _ways_to_conditions() -> Iterator[Way]:
    for condition in CONDITIONS.values():
        yield from _ways(condition)


_MEDICINES = Names(_ways_to_medicines(), MEDICINES)
_CONDITIONS = Names(_ways_to_conditions(), CONDITIONS)


# --- what is found ---------------------------------------------------------------------------------------------------
def find_medicines(text: str, *, market: str = "", limit: int = SHOWN) -> tuple[Match, ...]:
    """What was probably meant, best first: brands of `market` before those sold anywhere, these before all others.

    B12 itself is one match of the kind "b12", however many of its forms fit.
    """
    found = _by_code(text) or [
        _match(key, MEDICINES[key].name, hit) for key, hit in _MEDICINES.find(text, _markets(market))
    ]
    return tuple(_b12_once(found))[:limit]


def find_conditions(text: str, *, limit: int = SHOWN) -> tuple[Match, ...]:
    """What was probably meant, best first."""
    return tuple(_match(key, CONDITIONS[key].name, hit) for key, hit in _CONDITIONS.find(text, {})[:limit])


def _match(key: str, name: str, hit: Hit) -> Match:
    way = hit.way
    matched = "" if way.kind == "generic" else way.shown
    return Match(key, name, matched, way.kind, way.market, repaired=hit.fit is Fit.REPAIRED)


def _markets(market: str) -> dict[str, int]:
    """The place of each market in the order; the others come after. What is no brand has none."""
    own = {market: 0, "EU": 0} if market in _IN_THE_EU else {market: 0}
    return {"": 0, **own, "any": 1}


def _b12_once(found: Iterable[Match]) -> Iterator[Match]:
    once = False
    for match in found:
        if MEDICINES[match.key].group != _B12:
            yield match
        elif not once:
            once = True
            yield Match(match.key, match.name, match.matched, _B12, match.market, match.repaired)


def _by_code(text: str) -> list[Match]:
    """Medicines by their ATC code, whole or begun, or their RxNorm number."""
    code = _SYSTEM.sub("", text.lower()).replace(" ", "").strip()
    if not (code.isascii() and code.isdigit()) and not _ATC.fullmatch(code):
        return []
    return [
        Match(medicine.key, medicine.name, hit, "code")
        for medicine in MEDICINES.values()
        if (hit := _code_of(medicine, code.upper()))
    ]


def _code_of(medicine: Medicine, code: str) -> str:
    """The code of this medicine that is meant; "" where none is. Some stand for a whole class: G03AA for G03AA07."""
    of_class = [atc for atc in medicine.atc if atc.startswith(code) or code.startswith(atc)]
    return next(iter([*of_class, *(number for number in medicine.rxnorm if number == code)]), "")
