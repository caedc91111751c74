"""Marking what matched in a name, as text runs: the template escapes each and no HTML is made here."""

import re
from functools import lru_cache

from foods.search.folding import fold_word, plain, raw_words

# What folds to one word: a dose, the vitamin, a number, a word with its apostrophes.
_UNIT = re.compile(
    r"\d[\d.,]*[\s-]*(?:[uµμ]g|mcg|mg)\b|\b(?:vitamin\s*)?b[\s._-]*12\b|\d[\d.,]*|[^\W_]+(?:['’][^\W_]+)*",
    re.IGNORECASE,
)


def highlight(name: str, searched: str) -> list[tuple[str, bool]]:
    """`name` cut into runs, True where it matches a word of `searched`: [("Whole ", False), ("mil", True), ("k", …)].

    The runs joined are `name` itself. Only the typed part of a longer word is marked.
    """
    raws, wanted = _wanted(searched)
    runs: list[tuple[str, bool]] = []
    end = 0
    for unit in _UNIT.finditer(name):
        _add(runs, name[end : unit.start()], False)
        text, end = unit[0], unit.end()
        marked = _marked(text, raws, wanted)
        _add(runs, text[:marked], True)
        _add(runs, text[marked:], False)
    _add(runs, name[end:], False)
    return runs


@lru_cache(maxsize=64)
def _wanted(searched: str) -> tuple[list[str], set[str]]:
    """The words of a search as typed and folded: the same for every name of a list."""
    raws = raw_words(searched)
    return raws, {fold_word(raw) for raw in raws}


def _marked(text: str, raws: list[str], wanted: set[str]) -> int:
    """How many characters of this word are marked."""
    words, folded = _folded(text)
    if words and words <= wanted:
        return len(text)
    heads = [raw for raw in raws if folded.startswith(raw)]
    return _reach(text, len(max(heads, key=len))) if heads else 0


@lru_cache(maxsize=8192)
def _folded(text: str) -> tuple[frozenset[str], str]:
    """The folded words of a piece of a name, and its letters in one: names are made of few different words."""
    raws = raw_words(text)
    return frozenset(map(fold_word, raws)), "".join(raws)


def _reach(text: str, letters: int) -> int:
    """How many characters of `text` fold to the first `letters` letters: "ß" folds to two, an accent to none."""
    for place, char in enumerate(text):
        if letters <= 0:
            return place
        letters -= sum(folded.isalnum() for folded in plain(char))
    return len(text)


def _add(runs: list[tuple[str, bool]], text: str, marked: bool) -> None:
    if not text:
        return
    if runs and runs[-1][1] == marked:
        runs[-1] = (runs[-1][0] + text, marked)
    else:
        runs.append((text, marked))
