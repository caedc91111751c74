"""Text as the search sees it: one folding for what is stored and for what is typed.

A word is lower-case letters and digits, without accents, in the singular and the American spelling; a dose is one
word in µg ("1 mg", "1,000 mcg" → `1000ug`); the vitamin is `b12` however it is written. Pure: no database.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

LONGEST_WORD = 40

_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "’": "'", "ʼ": "'"}
    | {"‘": "'", "`": "'", "µ": "u", "μ": "u", "×": " "}
)
_DIGIT = re.compile(r"\d")
_APART = re.compile(r"(?<=\d)[,'](?=\d{3}(?!\d))")  # 1,000
_SPACED = re.compile(r"(?<!\d)(\d{1,3})\s(\d{3})(?=\s*(?:ug|mcg|mg|micro|milli))")  # 1 000 µg
_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")  # 2,4
_DOSE = re.compile(r"(\d+(?:\.\d+)?)[\s-]*(?:(ug|mcg|microgram(?:me)?s?)|(mg|milligram(?:me)?s?))(?![^\W_])")
_B12 = re.compile(r"(?<![^\W_])(?:vit(?:amine?)?s?[\s.-]*)?b[\s._-]*12(?![\d.]*\d)")
_ABBREVIATION = re.compile(r"(?<![^\W_])([a-z])\.(?=[a-z](?![^\W_]))")  # u.k.
_POSSESSIVE = re.compile(r"'s?(?![^\W_])|'")
_WORD = re.compile(r"\d+\.\d+[^\W_]*|[^\W_]+")

_IRREGULAR = {
    "loave": "loaf", "loaves": "loaf", "leaves": "leaf", "halves": "half", "calves": "calf", "geese": "goose",
    "yoghurt": "yogurt", "yoghourt": "yogurt", "yogourt": "yogurt", "soya": "soy",
    "fibre": "fiber", "flavour": "flavor", "flavoured": "flavored", "colour": "color", "coloured": "colored",
    "doughnut": "donut", "chilli": "chili", "chilly": "chili", "chily": "chili", "chile": "chili", "omelette": "omelet",
    "whisky": "whiskey", "whiskie": "whiskey", "catsup": "ketchup", "caviare": "caviar", "sulphate": "sulfate",
    "mould": "mold", "licorice": "liquorice", "tumeric": "turmeric", "programme": "program", "centre": "center",
    "litre": "liter",
}  # fmt: skip


def words(text: str) -> list[str]:
    """The folded words of `text` in their order; [] where nothing is left."""
    return [fold_word(word) for word in raw_words(text)]


def raw_words(text: str) -> list[str]:
    """Like `words`, but still in the number (plural, British) they were written in: what a prefix is compared with."""
    return [_number(word)[:LONGEST_WORD] for word in _WORD.findall(_joined(plain(text)))]


def plain(text: str) -> str:
    """Lower case without accents and ligatures; every other sign is kept."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in spread if not unicodedata.combining(char)).translate(_LETTERS)


def _joined(text: str) -> str:
    """Numbers, doses, the vitamin and abbreviations made one word each. Most texts hold none of them."""
    if _DIGIT.search(text):
        text = _SPACED.sub(r"\1\2", _COMMA.sub(".", _APART.sub("", text)))
        text = _DOSE.sub(_in_ug, text)
        text = _B12.sub(" b12 ", text)
    if "." in text:
        text = _ABBREVIATION.sub(r"\1", text)
    return _POSSESSIVE.sub("", text) if "'" in text else text


def _in_ug(dose: re.Match[str]) -> str:
    return f" {_shortest(Decimal(dose[1]) * (1 if dose[2] else 1000))}ug "


def _shortest(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(word: str) -> str:
    """`1.50` → `1.5`; other words as they are."""
    return _shortest(Decimal(word)) if "." in word and word.replace(".", "").isdecimal() else word


@lru_cache(maxsize=20_000)
def fold_word(word: str) -> str:
    """One word in the singular and the one spelling that is stored; the same for whatever ending is half typed."""
    if len(word) < 4 or not word[-1].isalpha() or any(char.isdigit() for char in word):
        return _IRREGULAR.get(word, word)
    return _IRREGULAR.get(word) or _IRREGULAR.get(single := _singular(word)) or single


def _singular(word: str) -> str:
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) < 5:
        return word
    if word.endswith("ie"):
        return word[:-2] + "y"
    if word.endswith("i"):  # half-typed "berri"; "broccoli" becomes "broccoly" on both sides, which does no harm
        return word[:-1] + "y"
    if word.endswith(("oe", "che", "she", "xe", "sse", "zze")):
        return word[:-1]
    return word


def is_number(word: str) -> bool:
    """Whether a word carries a figure: such words are never repaired, 100 is not a slip for 1000."""
    return any(char.isdigit() for char in word)
