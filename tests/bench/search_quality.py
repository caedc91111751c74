"""Queries with a known target, made from names by rules that know nothing of how the search works. Pure.

A query is fair when a person could expect to see the target: words are drawn from the target's name until at most
five different names hold all of them, whole, without regard to case or to an "s" or "es" at the end. "and", "the",
"with", "from" and "for" are not drawn: nobody tells a food by these. Then, from the words drawn:

order   the words in random order
prefix  the last word cut to between three letters and one less than all, if still at most five names hold the rest
        and a word that begins like it
typo    one random edit (a letter left out, put in, changed, or two neighbours swapped) in one word of five letters or
        more; not where the edit makes another word of the vocabulary, for then it is no typo
word    one misspelt word alone: any food that holds the word meant is what was looked for
alias   an alias that at most five foods share, in lower case
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FIRST = 5
_WORD = re.compile(r"[^\W\d_]{3,}")
_TELLING_NOTHING = frozenset(["and", "the", "with", "from", "for"])
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Case:
    kind: str
    text: str
    target: str  # the name that is looked for; for `word`, the word

    def is_met_by(self, names: Sequence[str]) -> bool:
        first = names[:FIRST]
        if self.kind == "word":
            return any(same(word) == same(self.target) for name in first for word in words_of(name))
        return self.target in first


def words_of(name: str) -> list[str]:
    return [word for word in dict.fromkeys(_WORD.findall(name.lower())) if word not in _TELLING_NOTHING]


def same(word: str) -> str:
    """What one and many have in common: "sandwiches" and "sandwich", "eggs" and "egg"."""
    return word.removesuffix("s").removesuffix("e")


class Names:
    """The different names, and which of them hold a word."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(set(names))
        self.holders: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self.names):
            for word in {same(word): word for word in words_of(name)}.values():
                self.holders[same(word)].append(place)

    def holding(self, words: Sequence[str]) -> set[int]:
        lists = sorted((self.holders[same(word)] for word in words), key=len)
        found = set(lists[0])
        for places in lists[1:]:
            found.intersection_update(places)
        return found

    def telling_words(self, name: str, draw: random.Random) -> list[str]:
        """Words of the name that at most five names hold together; [] where all of them do not tell it apart."""
        drawn: list[str] = []
        words = words_of(name)
        draw.shuffle(words)
        for word in words[:6]:
            drawn.append(word)
            if len(drawn) >= 2 and len(self.holding(drawn)) <= FIRST:
                return drawn
        return []


def cases(names: Names, *, seed: int, of_each: int) -> list[Case]:
    """`of_each` queries of every kind that the names alone allow."""
    draw = random.Random(seed)
    made: dict[str, list[Case]] = defaultdict(list)
    makers = {"order": _order, "prefix": _prefix, "typo": _typo, "word": _word}
    for _ in range(of_each * 40):
        name = draw.choice(names.names)
        words = names.telling_words(name, draw)
        for kind, make in makers.items():
            if len(made[kind]) < of_each and (words or kind == "word") and (case := make(name, words, names, draw)):
                made[kind].append(case)
    return [case for kind in makers for case in made[kind]]


def alias_cases(pairs: Iterable[tuple[str, str]], *, seed: int, at_most: int) -> list[Case]:
    """From (alias, name of its food)."""
    foods: dict[str, list[str]] = defaultdict(list)
    for alias, name in pairs:
        foods[alias.lower()].append(name)
    fair = [Case("alias", alias, names[0]) for alias, names in sorted(foods.items()) if len(names) <= FIRST]
    random.Random(seed).shuffle(fair)
    return fair[:at_most]


def beginnings(names: Names, *, seed: int, count: int) -> list[str]:
    """What the field sends while somebody types: the first one to six letters of words, as often as names hold them."""
    draw = random.Random(seed)
    return [draw.choice(words)[: draw.randint(1, 6)] for words in _some_words(names, draw, count)]


def _some_words(names: Names, draw: random.Random, count: int) -> list[list[str]]:
    found: list[list[str]] = []
    while len(found) < count:
        if words := words_of(draw.choice(names.names)):
            found.append(words)
    return found


def _order(name: str, words: list[str], names: Names, draw: random.Random) -> Case | None:
    return Case("order", " ".join(draw.sample(words, len(words))), name)


def _prefix(name: str, words: list[str], names: Names, draw: random.Random) -> Case | None:
    *rest, last = words
    if len(last) < 4:
        return None
    cut = last[: draw.randint(3, len(last) - 1)]
    candidates = names.holding(rest) if len(rest) > 1 else set(names.holders[same(rest[0])])
    if len(candidates) > 2_000:
        return None
    alike = [place for place in candidates if any(word.startswith(cut) for word in words_of(names.names[place]))]
    return Case("prefix", " ".join([*rest, cut]), name) if len(alike) <= FIRST else None


def _typo(name: str, words: list[str], names: Names, draw: random.Random) -> Case | None:
    long = [place for place, word in enumerate(words) if len(word) >= 5]
    if not long:
        return None
    place = draw.choice(long)
    wrong = edited(words[place], draw)
    if same(wrong) in names.holders:
        return None
    return Case("typo", " ".join([*words[:place], wrong, *words[place + 1 :]]), name)


def _word(name: str, words: list[str], names: Names, draw: random.Random) -> Case | None:
    long = [word for word in words_of(name) if len(word) >= 5]
    if not long:
        return None
    meant = draw.choice(long)
    wrong = edited(meant, draw)
    return Case("word", wrong, meant) if same(wrong) not in names.holders else None


def edited(word: str, draw: random.Random) -> str:
    """One slip of the finger, anywhere in the word."""
    place = draw.randrange(len(word))
    letter = draw.choice(_LETTERS)
    kind = draw.choice(["left out", "put in", "changed", "swapped"])
    if kind == "left out":
        return word[:place] + word[place + 1 :]
    if kind == "put in":
        return word[:place] + letter + word[place:]
    if kind == "changed":
        return word[:place] + letter + word[place + 1 :]
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def generated(names: Sequence[str], *, count: int, seed: int) -> list[tuple[str, str]]:
    """`count` (name, brand): the first phrase of one real name, one or two phrases of others, one of 20,000 brands."""
    draw = random.Random(seed)
    phrases = [name.split(", ") for name in names]
    brands = ["".join(draw.choice(_SYLLABLES) for _ in range(draw.randint(2, 4))).capitalize() for _ in range(20_000)]
    made = []
    for _ in range(count):
        parts = [draw.choice(phrases)[0], *(draw.choice(draw.choice(phrases)) for _ in range(draw.randint(1, 2)))]
        made.append((", ".join(dict.fromkeys(parts))[:160], draw.choice(brands)))
    return made


_SYLLABLES = [
    first + vowel + last for first in "bdfgklmnprstvz" for vowel in "aeiou" for last in ("", "n", "r", "l", "s")
]
