"""What was typed, as the words a query asks for. Pure: no database."""

from dataclasses import dataclass

from foods.search.folding import fold_word, raw_words

MOST_CHARACTERS = 200
MOST_TERMS = 8
FILLERS = frozenset(["of", "the", "and", "with"])
_ARTICLES = frozenset(["a", "an", "in"])  # the last word may be the beginning of one: "an" of "anchovy"


@dataclass(frozen=True, slots=True)
class Term:
    """One word: found as it is folded, or as the head of a longer word; after a repair as one of other words."""

    word: str
    raw: str
    instead: tuple[str, ...] = ()  # words of the vocabulary, the likeliest first; empty: nothing was repaired

    @property
    def exact(self) -> tuple[str, ...]:
        return self.instead or (self.word,)

    def in_text(self, text: str) -> bool:
        """Whether this text of single-spaced folded words holds the word or one that begins with it."""
        return any(f" {word} " in text for word in self.exact) or f" {self.raw}" in text


def parse(text: str) -> tuple[Term, ...]:
    """At most eight different words of the first 200 characters; () where there is nothing to search."""
    raws = raw_words(text[:MOST_CHARACTERS])
    raws = [raw for raw in raws[:-1] if raw not in FILLERS | _ARTICLES] + raws[-1:]
    raws = [raw for raw in raws if raw not in FILLERS] or raws
    terms = {fold_word(raw): Term(fold_word(raw), raw) for raw in raws}
    return tuple(terms.values())[:MOST_TERMS]


def barcodes(text: str) -> tuple[str, ...]:
    """The ways one barcode is written (8, 12, 13, 14 digits and bare); () where the text is none."""
    digits = text.replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdecimal() and 8 <= len(digits) <= 14):
        return ()
    bare = digits.lstrip("0")
    if not bare:
        return ()
    return tuple(sorted({digits, bare, *(bare.zfill(length) for length in (8, 12, 13, 14) if len(bare) <= length)}))


def said(terms: tuple[Term, ...]) -> str:
    """The words as a person reads them."""
    return " ".join(term.raw for term in terms)
