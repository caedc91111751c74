"""Spelling repair: words that the index does not know become words that it knows.

One query fetches what could be meant. One slip in a short word leaves its first letter or its second half whole, and
two in a longer one hardly ever touch both the first letter and the last two: so only words that begin or end alike are
compared: the commonest with the same first letter, and those with the same first two or the same end.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from foods.search.folding import is_number
from foods.search.terms import FILLERS, Term

_MOST_WORDS = 700  # of one beginning or ending; the commonest
_ALTERNATIVES = 3
_LAST = "\U0010ffff"
_ALIKE = 0.5  # share of letter triples, where nothing nearer is found
_COMMONER = 10  # what may be right as it stands is repaired where the repair is this much commoner

_ANY = "SELECT word, shown, docs FROM foods_searchword WHERE"
_MOST = f"ORDER BY docs DESC LIMIT {_MOST_WORDS}"
_BEGIN = f"SELECT * FROM ({_ANY} word >= %s AND word < %s AND length BETWEEN %s AND %s {_MOST}) AS w"  # nosec B608
_END = f"SELECT * FROM ({_ANY} reversed >= %s AND reversed < %s AND length BETWEEN %s AND %s {_MOST}) AS w"  # nosec B608
_OWN = "SELECT words, '', -1 FROM foods_searchdoc WHERE owner_id = %s"


@dataclass(frozen=True, slots=True)
class Repair:
    terms: tuple[Term, ...]
    searched: str  # in words a person reads


class _Vocabulary:
    """What was fetched of the words in the index: word → (as it is written, in how many foods)."""

    def __init__(self, rows: Iterable[tuple[str, str, int]]) -> None:
        self.words: dict[str, tuple[str, int]] = {}
        for word, shown, docs in rows:
            if docs < 0:  # the words of a food of one's own
                self.words.update((own, self.words.get(own, (own, 1))) for own in word.split())
            else:
                self.words[word] = (shown, docs)

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def docs(self, word: str) -> int:
        return self.words[word][1]

    def shown(self, word: str) -> str:
        return self.words[word][0] if word in self.words else word

    def beginning(self, head: str) -> list[str]:
        return [word for word in self.words if word.startswith(head)]

    def commonest(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(words, key=lambda word: (-self.docs(word), word))[:_ALTERNATIVES])


def repair(terms: Sequence[Term], *, hits: int, owner_id: int | None) -> Repair | None:
    """The words to search for instead, where `hits` matches were found as typed; None where nothing better is known."""
    vocabulary = _Vocabulary(_fetch(terms, owner_id))
    unknown = {term for term in terms if term.word not in vocabulary and not vocabulary.beginning(term.raw)}
    if not hits and (joined := _join(terms, vocabulary, unknown)):
        terms = joined
    doubted = not (hits or unknown) and len(terms) > 1  # words that everybody knows and no food holds together
    repaired: list[Term] = []
    dropped = 0
    for place, term in enumerate(terms):
        better = _better(term, vocabulary, hits=hits, doubted=doubted, last=place == len(terms) - 1)
        dropped += not better
        repaired += better
    if not repaired or dropped > len(terms) // 2 or not (dropped or any(term.instead for term in repaired)):
        return None
    return Repair(tuple(repaired), " ".join(_said(term, vocabulary) for term in repaired))


def _said(term: Term, vocabulary: _Vocabulary) -> str:
    return vocabulary.shown(term.instead[0]) if term.instead else term.raw


def _better(term: Term, vocabulary: _Vocabulary, *, hits: int, doubted: bool, last: bool) -> list[Term]:
    """The term as it is where it is known, with its repairs, as two words; [] where nobody knows what it is."""
    if term.instead:
        return [term]
    if term.word in vocabulary:
        return [_or_commoner(term, vocabulary) if doubted else term]
    if is_number(term.word):
        return [_milligrams(term, vocabulary)]
    begun = vocabulary.beginning(term.raw)
    near = _near(term, vocabulary, last=last)
    if begun:
        rarer = sum(vocabulary.docs(word) for word in begun) * _COMMONER
        near = [(slips, word) for slips, word in near if not hits or vocabulary.docs(word) >= rarer]
        return [replace(term, instead=tuple(word for _, word in near))] if near else [term]
    if (not near or near[0][0] >= 2) and (halves := _halves(term.word, vocabulary)):
        rarer = min(map(vocabulary.docs, halves))
        if not near or rarer * _COMMONER >= vocabulary.docs(near[0][1]):
            return [Term(half, half, (half,)) for half in halves]
    instead = tuple(word for _, word in near) or _ending(term.word, vocabulary) or _alike(term.word, vocabulary)
    return [replace(term, instead=instead)] if instead else []


def _or_commoner(term: Term, vocabulary: _Vocabulary) -> Term:
    """A known word that no food holds beside the others, or what is far commoner: "brad" is a brand, and bread."""
    least = vocabulary.docs(term.word) * _COMMONER
    near = [] if is_number(term.word) else _near(term, vocabulary, last=False)
    instead = [word for _, word in near if word != term.word and vocabulary.docs(word) >= least]
    return replace(term, instead=(term.word, *instead)) if instead else term


def _slips(word: str) -> int:
    """How many slips of the finger are looked past."""
    return 1 if len(word) <= 5 else 2


def _near(term: Term, vocabulary: _Vocabulary, *, last: bool) -> list[tuple[float, str]]:
    """Up to three words within the allowed slips, the nearest only; of these first those with the same first letter."""
    word, most = term.word, _slips(term.word)
    if len(word) < 3:
        return []
    others = [
        other for other in vocabulary.words
        if other.isalpha() and other not in FILLERS and not other.startswith(term.raw)
    ]  # fmt: skip
    shown = [vocabulary.shown(other) for other in others]
    slips = _closest(word, others, others, most=most)
    # as written too: folding takes "whloe" for a plural of "whlo"
    for other, count in _closest(term.raw, shown, others, most=most).items():
        slips[other] = min(count, slips.get(other, count))
    many = [other for other in others if other.endswith("y")]  # folded from "candies"
    for other, count in _closest(term.raw, [f"{other[:-1]}ies" for other in many], many, most=most).items():
        slips[other] = min(count, slips.get(other, count))
    if last and len(word) >= 5:  # not typed to its end yet
        for more in (-1, 0, 1):
            heads = [other[: len(word) + more] for other in others]
            for other, count in _closest(word, heads, others, most=1).items():
                slips[other] = min(slips.get(other, 9), count + 1.5)
    found = sorted(
        (count, other[0] != word[0], OSA.distance(term.raw, vocabulary.shown(other)), -vocabulary.docs(other), other)
        for other, count in slips.items()
    )
    return [(count, other) for count, *_, other in found[:_ALTERNATIVES] if count < found[0][0] + 1]


def _closest(word: str, texts: list[str], others: list[str], *, most: int) -> dict[str, float]:
    """The slips between `word` and each of `texts`, where they are few, by the word of `others` at the same place."""
    near = process.extract_iter(word, texts, scorer=OSA.distance, score_cutoff=most)
    return {others[place]: slips for _, slips, place in near}


def _halves(word: str, vocabulary: _Vocabulary) -> tuple[str, str] | None:
    """ "oatmilk" → "oat", "milk"."""
    pairs = [(head, tail) for head, tail in _cuts(word) if head in vocabulary and tail in vocabulary]
    return max(pairs, key=lambda pair: min(map(vocabulary.docs, pair)), default=None)


def _cuts(word: str) -> list[tuple[str, str]]:
    return [(word[:place], word[place:]) for place in range(3, len(word) - 2)]


def _join(terms: Sequence[Term], vocabulary: _Vocabulary, unknown: set[Term]) -> list[Term]:
    """ "corn flakes" → "cornflake" where the index has it as one word; [] where no two words make one.

    Not where it is another word that nobody knows: then that one keeps the others from being found.
    """
    for place, (one, two) in enumerate(pairwise(terms)):
        if (both := one.raw + two.word) in vocabulary and unknown <= {one, two}:
            return [*terms[:place], Term(both, one.raw + two.raw, (both,)), *terms[place + 2 :]]
    return []


def _ending(word: str, vocabulary: _Vocabulary) -> tuple[str, ...]:
    """ "burger" → "hamburger", "cheeseburger"."""
    return vocabulary.commonest(other for other in vocabulary.words if len(word) >= 4 and other.endswith(word))


def _alike(word: str, vocabulary: _Vocabulary) -> tuple[str, ...]:
    """The word that shares most letter triples, where it shares half of them or more."""
    mine = _triples(word)
    shares = {
        other: 2 * len(mine & theirs) / (len(mine) + len(theirs))
        for other in vocabulary.words
        if len(word) >= 6 and not is_number(other) and (theirs := _triples(other))
    }
    best = max(shares.values(), default=0)
    return vocabulary.commonest(other for other, share in shares.items() if share == best >= _ALIKE)


def _triples(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def _milligrams(term: Term, vocabulary: _Vocabulary) -> Term:
    """ "1000 mg" where only 1,000 µg is known: the usual slip."""
    less = _thousandth(term.word)
    return replace(term, instead=(less,)) if less in vocabulary else term


def _thousandth(word: str) -> str:
    return word.removesuffix("000ug") + "ug" if word.endswith("000ug") and len(word) > 5 else ""


def _fetch(terms: Sequence[Term], owner_id: int | None) -> list[tuple[str, str, int]]:
    parts, params = [], []
    exact = {term.word for term in terms} | {_thousandth(term.word) for term in terms}
    exact |= {one.raw + two.word for one, two in pairwise(terms)}
    for place, term in enumerate(terms):
        if is_number(term.word):
            continue
        exact.update(half for cut in _cuts(term.word) for half in cut)
        for part, values in _ranges(term, last=place == len(terms) - 1):
            parts.append(part)
            params += values
    parts.append(f"{_ANY} word IN ({', '.join(['%s'] * len(exact))})")
    params += exact
    if owner_id is not None:
        parts.append(_OWN)
        params.append(owner_id)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(parts), params)
        return cursor.fetchall()


def _ranges(term: Term, *, last: bool) -> list[tuple[str, list]]:
    """The parts of the vocabulary to look through for one word, with their parameters."""
    word, most = term.word, _slips(term.word)
    head, tail = word[:2], word[len(word) // 2 + 1 :] if most == 1 else word[-2:]
    longest = 99 if last else len(word) + most
    ranges = [
        (_BEGIN, [term.raw, term.raw + _LAST, 1, 99]),
        (_BEGIN, [word[0], word[0] + _LAST, len(word) - most, longest]),
        (_BEGIN, [head, head + _LAST, len(word) - most, longest]),
        (_END, [word[::-1], word[::-1] + _LAST, 1, 99]),
    ]
    for end in {tail, tail and term.raw[-len(tail) :]} - {""}:  # folded, "hcili" ends like "jelly"
        ranges.append((_END, [end[::-1], end[::-1] + _LAST, len(word) - most, len(word) + most]))
    return ranges
