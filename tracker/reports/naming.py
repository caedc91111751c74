"""Names and what was typed: how well they fit, and the nearest spelling where nothing does. docs/risks.md, Search."""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from foods.search.folding import fold_word, is_number, raw_words

KINDS = ("generic", "synonym", "brand", "class")  # what comes first where two fit equally well
_FEWEST_LETTERS = 2
_MOST_WORDS = 9  # of one name
_LONGEST = 80  # letters that are looked at
_JOINED = frozenset(("and", "with", "plus"))  # "metformin and sitagliptin"
_FORMS = frozenset(  # what is typed beside a name and is no part of it
    ("tab", "tablet", "cap", "capsule", "mg", "mr", "sr", "xr", "er", "xl", "cr", "la", "ec", "hydrochloride", "hcl")
)
_SOUNDS = (
    (re.compile(r"ph"), "f"), (re.compile(r"[sc]h|ck|q"), "k"), (re.compile(r"c(?=[eiy])|z"), "s"),
    (re.compile(r"c"), "k"), (re.compile(r"x"), "ks"), (re.compile(r"(?<=.)h"), ""), (re.compile(r"y"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


class Fit(IntEnum):
    """How what was typed fits a name, best first."""

    WHOLE = 0
    BEGUN = 1  # the name begins with it
    AND_MORE = 2  # it begins with the name: "metformin 500 mg"
    WORD = 3  # a later word of the name begins with it
    REPAIRED = 4
    WITHIN = 5  # the name stands in it


class Way(NamedTuple):
    """One name by which a row, or all of a class, is found, folded in two ways."""

    keys: tuple[str, ...]
    kind: str
    shown: str
    market: str
    raw: str
    folded: str


class Typed(NamedTuple):
    """What was typed, or a name: lower case with one space between words; as written, and in the singular and American
    spelling. `plural`: an "s" at its end fell away, so that its last word is typed to its end.
    """

    raw: str
    folded: str
    plural: bool


class Hit(NamedTuple):
    """`by` decides inside the fit, least first: slips of a repair; of names in what was typed, the longest first."""

    fit: Fit
    by: float
    way: Way


# --- words -----------------------------------------------------------------------------------------------------------
def typed_as(text: str) -> Typed:
    """Text as it is compared, of what is typed and of names alike."""
    raw = [word for word in raw_words(text) if word not in _JOINED]
    folded = [_american(fold_word(word)) for word in raw]
    plural = bool(raw) and raw[-1].endswith("s") and not folded[-1].endswith("s")
    return Typed(" ".join(raw), " ".join(folded), plural)


def _american(word: str) -> str:
    return word.replace("ae", "e").replace("oe", "e").replace("sulph", "sulf")


def _sound(text: str) -> str:
    """How it sounds, roughly: "glucofage" and "glucophage" are one."""
    for pattern, instead in _SOUNDS:
        text = pattern.sub(instead, text)
    return text


# --- one table of names ----------------------------------------------------------------------------------------------
class Names:
    """All names of one table, ready to be searched. `keys`: its rows, the likelier first."""

    def __init__(self, ways: Iterable[Way], keys: Iterable[str]) -> None:
        self.ways = tuple(ways)
        self.order = {key: place for place, key in enumerate(keys)}
        self.named: dict[str, set[int]] = {}
        for place, way in enumerate(self.ways):
            for name in (way.raw, way.folded):
                self.named.setdefault(name, set()).add(place)
        self.compact = [way.folded.replace(" ", "") for way in self.ways]
        self.sounds = [_sound(text) for text in self.compact]

    def find(self, text: str, markets: dict[str, int]) -> list[tuple[str, Hit]]:
        """The rows that match with the best hit of each, best first. `markets`: the place of each in the order."""
        typed = typed_as(text[:_LONGEST])
        if len(typed.raw) < _FEWEST_LETTERS:
            return []
        hits = [hit for place in self._touched(typed) if (hit := _hit(self.ways[place], typed))]
        if all(hit.fit is Fit.WITHIN for hit in hits):
            hits += self._repaired(typed.folded)
        once: dict[str, Hit] = {}
        for hit in sorted(hits, key=lambda hit: (hit.fit, hit.by, *self._preferred(hit.way, markets))):
            for key in hit.way.keys:
                once.setdefault(key, hit)
        return list(once.items())

    def _touched(self, typed: Typed) -> list[int]:
        """Where the ways are that hold what was typed, or that stand in it as whole words."""
        places = {place for place, way in enumerate(self.ways) if typed.raw in way.raw or typed.folded in way.folded}
        for text in {typed.raw, typed.folded}:
            words = text.split()
            for start in range(len(words)):
                for end in range(start, min(start + _MOST_WORDS, len(words))):
                    places |= self.named.get(" ".join(words[start : end + 1]), set())
        return sorted(places)

    def _preferred(self, way: Way, markets: dict[str, int]) -> tuple[int, int, int, int]:
        """What decides between two that match equally well."""
        alike = 0 if way.kind == "class" else len(way.raw)
        return KINDS.index(way.kind), markets.get(way.market, len(markets)), alike, self.order[way.keys[0]]

    def _repaired(self, folded: str) -> list[Hit]:
        """The ways with the nearest spelling; [] where none is near."""
        words = [word for word in folded.split() if word not in _FORMS and not (is_number(word) and word[0].isdigit())]
        typed = "".join(words)
        if len(typed) < 4 or any(is_number(word) for word in words):
            return []
        slips = self._slips(typed)
        near = {
            place: count
            for place, count in slips.items()
            if count == 0 or _same_short_words(words, self.ways[place].folded.split())
        }
        nearest = min(near.values(), default=0)
        return [Hit(Fit.REPAIRED, count, self.ways[place]) for place, count in near.items() if count < nearest + 1]

    def _slips(self, typed: str) -> dict[int, float]:
        """Slips by the place of the way: of letters, of sounds, and of a name that is not typed to its end."""
        most = 1 if len(typed) < 8 else 2
        slips = {place: count for count, place in _near(typed, self.compact, most)}
        for count, place in _near(_sound(typed), self.sounds, most - 1):
            slips[place] = min(slips.get(place, 9), count + 0.5)
        if len(typed) >= 6:
            for length in (len(typed) - 1, len(typed), len(typed) + 1):
                for count, place in _near(typed, [name[:length] for name in self.compact], 1):
                    slips[place] = min(slips.get(place, 9), count + 1.5)
        if len(typed) < 6:  # of a short word the first letter is right
            slips = {place: count for place, count in slips.items() if self.compact[place][0] == typed[0]}
        return slips


def _near(typed: str, names: list[str], most: int) -> Iterator[tuple[float, int]]:
    for _, count, place in process.extract_iter(typed, names, scorer=OSA.distance, score_cutoff=most):
        yield count, place


def _same_short_words(typed: list[str], name: list[str]) -> bool:
    """ "vitamin d" is no slip for "vitamin c"."""
    return {word for word in typed if len(word) <= 3} == {word for word in name if len(word) <= 3}


def _hit(way: Way, typed: Typed) -> Hit | None:
    """How well what was typed fits, as written or folded; None: not."""
    fits = _fit(way, way.raw, typed.raw), _fit(way, way.folded, typed.folded, whole_words=typed.plural)
    fit = min((fit for fit in fits if fit is not None), default=None)
    if fit is None:
        return None
    return Hit(fit, -len(way.raw) if fit in (Fit.AND_MORE, Fit.WITHIN) else 0, way)


def _fit(way: Way, name: str, typed: str, *, whole_words: bool = False) -> Fit | None:
    if typed == name:
        return Fit.WHOLE
    begun = f"{typed} " if whole_words else typed
    if name.startswith(begun):
        return Fit.BEGUN
    if typed.startswith(f"{name} "):
        return Fit.AND_MORE
    if f" {begun}" in f"{name} ":
        return Fit.WORD
    if len(name) > (3 if way.kind == "brand" else 2) and f" {name} " in f" {typed} ":
        return Fit.WITHIN
    return None
