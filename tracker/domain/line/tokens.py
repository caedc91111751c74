"""A text cut into words, numbers and marks, each with its place. Pure.

Every character that is not white space, and every new line, belongs to exactly one token.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 2_000  # characters that are read; the rest is handed back


class Kind(StrEnum):
    WORD = "word"
    NUMBER = "number"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """`low` is the word without case and accents; `glued` where no space stands before it."""

    kind: Kind
    text: str
    low: str
    start: int
    end: int
    glued: bool


_GLYPHS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_NUMBER = (
    rf"\d{{1,3}}[ \t]?[{_GLYPHS}]|[{_GLYPHS}]"
    r"|\d{1,3}[ \t]+\d{1,2}[/⁄]\d{1,2}(?![\d/])|\d{1,3}[/⁄]\d{1,2}(?![\d/])"
    r"|\d{1,3}[ \t\u00a0\u202f]\d{3}(?=[ \t\u00a0\u202f]?(?:µg|μg|ug|mcg)\b)"  # 1 000 µg
    r"|\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,4})?(?![\d])|\d{1,7}[.,]\d{1,4}(?!\d)|\d+|\.\d{1,4}(?!\d)"
)
_LETTER = r"[^\W\d_]"
_WORD = rf"{_LETTER}(?:[^\W_]|\.(?=\d)|['’\-](?=[^\W\d_])|\u0300-\u036f)*"
# “d'amandes”, “l'eau”, “demi-baguette”: the head is a word of its own.
_HEAD = r"(?<![^\W_])(?:[dlDL]['’]|[Dd]emi-|[Hh]alf-)(?=[^\W\d_])"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>{_HEAD}|(?<=\d)[xX](?=\d)|{_WORD})|(?P<mark>\n|[^\s])")
_SPACE = re.compile(r"\s")
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "’": "'", "µ": "u", "μ": "u"})


def fold(word: str) -> str:
    """Lower case without accents."""
    if word.isascii():
        return word.lower()
    spread = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in spread if not unicodedata.combining(char)).translate(_LETTERS)


def tokens_of(text: str) -> list[Token]:
    """The tokens of the first `LONGEST` characters."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, 0, LONGEST):
        kind = Kind(match.lastgroup or "mark")
        glued = match.start() > 0 and not _SPACE.match(text[match.start() - 1])
        found.append(Token(kind, match[0], fold(match[0].rstrip("-") or match[0]), match.start(), match.end(), glued))
    return found
