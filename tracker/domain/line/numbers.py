"""Numbers as people write and say them: “2”, “1½”, “0,5”, “half a”, “a couple of”, “zwei”, “2-3”. Pure."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tracker.domain.line.tokens import Kind, Token
from tracker.domain.line.words import set_of

MOST = Decimal(100_000)
_PLACES = Decimal("0.001")
HALF, QUARTER, THIRD = Decimal("0.5"), Decimal("0.25"), Decimal("0.333")


@dataclass(frozen=True, slots=True)
class Number:
    """A positive number and the place after it; `low` and `high` where a range was said.

    `vague`: “a few”. `article`: “a”, “ein”, “une”, which may also be just a word of the name.
    """

    value: Decimal
    after: int
    low: Decimal | None = None
    high: Decimal | None = None
    vague: bool = False
    article: bool = False


ARTICLES = set_of("a an ein eine einen einem einer un une una")
_CARDINALS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "eins": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "funf": 5, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8,
    "neun": 9, "zehn": 10, "elf": 11, "zwolf": 12, "zwoelf": 12,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "douze": 12,
    "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
    "doce": 12,
}  # fmt: skip
_PARTS = {
    "half": HALF, "halves": HALF, "quarter": QUARTER, "quarters": QUARTER, "third": THIRD, "thirds": THIRD,
    "halb": HALF, "halbe": HALF, "halber": HALF, "halbes": HALF, "halben": HALF, "viertel": QUARTER, "drittel": THIRD,
    "demi": HALF, "demie": HALF, "moitie": HALF, "quart": QUARTER, "quarts": QUARTER, "tiers": THIRD,
    "medio": HALF, "media": HALF, "mitad": HALF, "cuarto": QUARTER, "cuartos": QUARTER, "tercio": THIRD,
    "anderthalb": Decimal("1.5"), "eineinhalb": Decimal("1.5"), "zweieinhalb": Decimal("2.5"),
    "dreiviertel": Decimal("0.75"),
}  # fmt: skip
_DOZEN = frozenset(["dozen", "dutzend", "douzaine", "docena"])
_COUPLE = frozenset(["couple", "pair", "par", "brace"])
_FEW = frozenset(["few", "several", "quelques", "paar", "unos", "unas", "einige", "algunos", "algunas"])
_OF = frozenset(["of", "de", "d'", "l'", "von", "the"])
_AND = frozenset(["and", "und", "et", "y", "&", "n"])
_TO = frozenset(["-", "–", "—", "to", "or", "bis", "oder", "ou", "a", "o"])  # “à” is folded to “a”
_ABOUT = set_of("about around approx approximately roughly circa ca ~ ≈ etwa ungefahr rund environ aprox maybe nearly "
                   "almost just over under")  # fmt: skip
_NOT_HALF = frozenset(["fat", "and", "cream", "&", "n", "pension", "sugar"])  # “half fat milk”, “half and half”


def number_at(tokens: Sequence[Token], place: int) -> Number | None:
    """The number that begins at `place`, with “about” before it and the range it may be the beginning of."""
    begin = place
    while begin < len(tokens) and tokens[begin].low in _ABOUT and begin < place + 2:
        begin += 1
    if begin > place and begin < len(tokens) and tokens[begin].low == ".":  # “ca.”
        begin += 1
    first = _one(tokens, begin)
    if first is None or (begin > place and first.article):
        return None if begin == place else _simple(tokens, begin)
    return _range(tokens, first) if not first.article else _said_with_article(tokens, first)


def _simple(tokens: Sequence[Token], place: int) -> Number | None:
    found = _one(tokens, place)
    return _said_with_article(tokens, found) if found and found.article else found


def _one(tokens: Sequence[Token], place: int) -> Number | None:
    if place >= len(tokens):
        return None
    token = tokens[place]
    if token.kind is Kind.NUMBER:
        value = value_of(token.text)
        return _with_half(tokens, Number(value, place + 1)) if value else None
    if token.text.lower() in ARTICLES and not _is_spanish_to(tokens, place):  # nor “à”
        return Number(Decimal(1), place + 1, article=True)
    if token.low in _CARDINALS:
        found = Number(Decimal(_CARDINALS[token.low]), place + 1)
        return _parts(tokens, found) or _with_half(tokens, found)
    if token.low in _FEW:
        return Number(Decimal(3), _past_of(tokens, place + 1), Decimal(2), Decimal(4), vague=True)
    if token.low in _DOZEN:
        return Number(Decimal(12), _past_of(tokens, place + 1))
    return _part(tokens, place)


def _is_spanish_to(tokens: Sequence[Token], place: int) -> bool:
    """ "a la plancha"."""
    return tokens[place].low == "a" and place + 1 < len(tokens) and tokens[place + 1].low in ("la", "las", "lo", "los")


def _part(tokens: Sequence[Token], place: int) -> Number | None:
    """ "half a", "quarter of the", "demi", "half a dozen"."""
    share = _PARTS.get(tokens[place].low)
    after = place + 1
    if share is None or after >= len(tokens) or tokens[after].low in _NOT_HALF:
        return None
    after = _past_of(tokens, after)
    if after < len(tokens) and tokens[after].low in ARTICLES:
        after += 1
    if after < len(tokens) and tokens[after].low in _DOZEN:
        return Number((12 * share).normalize(), _past_of(tokens, after + 1))
    return Number(share, after)


def _parts(tokens: Sequence[Token], found: Number) -> Number | None:
    """ "three quarters of a", "two thirds of the"."""
    if found.after < len(tokens) and tokens[found.after].low in _PARTS:
        part = _part(tokens, found.after)
        return Number(found.value * part.value, part.after) if part else None
    return None


def _with_half(tokens: Sequence[Token], found: Number) -> Number:
    """ "2 and a half", "zwei und ein halbes", "2 dozen"."""
    place = found.after
    if place < len(tokens) and tokens[place].low in _DOZEN:
        return Number(12 * found.value, _past_of(tokens, place + 1))
    if place + 1 < len(tokens) and tokens[place].low in _AND:
        place += 1
        place += tokens[place].low in ARTICLES
        if place < len(tokens) and (share := _PARTS.get(tokens[place].low)) and share < 1:
            return Number(found.value + share, place + 1)
    return found


def _said_with_article(tokens: Sequence[Token], found: Number) -> Number:
    """ "a couple of", "a half", "a dozen", "ein paar", "a few", "one and a half" without the one."""
    place = found.after
    if place >= len(tokens):
        return found
    low = tokens[place].low
    if low in _COUPLE:
        return Number(Decimal(2), _past_of(tokens, place + 1))
    if low in _FEW or low in _DOZEN:
        return _one(tokens, place) or found
    if low in _PARTS and (part := _part(tokens, place)):
        return part
    return found


def _range(tokens: Sequence[Token], first: Number) -> Number:
    place = first.after
    if place + 1 >= len(tokens) or tokens[place].low not in _TO or first.vague:
        return first
    last = _one(tokens, place + 1)
    if last is None or last.article or last.vague or last.value <= first.value:
        return first
    return between(first.value, last.value, last.after)


def between(low: Decimal, high: Decimal, after: int) -> Number:
    return Number(((low + high) / 2).quantize(_PLACES).normalize(), after, low, high)


def _past_of(tokens: Sequence[Token], place: int) -> int:
    while place < len(tokens) and tokens[place].low in _OF:
        place += 1
    return place


def value_of(text: str) -> Decimal | None:
    """The value of a number token; None where it is nothing or more than anybody has."""
    value = _value(text)
    rounded = value.quantize(_PLACES) if value is not None and value <= MOST else None
    return rounded.normalize() + 0 if rounded else None


def _value(text: str) -> Decimal | None:
    text = text.replace("⁄", "/")
    if text[-1].isnumeric() and not text[-1].isdecimal():  # ½
        share = Fraction(unicodedata.numeric(text[-1])).limit_denominator(10)
        return _decimal(Fraction(_whole(text[:-1])) + share)
    if "/" in text:
        head, below = text.split("/")
        *whole, above = head.split()
        return _decimal(_whole("".join(whole)) + Fraction(int(above), int(below))) if int(below) else None
    if len(text) > 12:
        return None
    head, comma, tail = text.partition(",")
    if comma and (len(tail) != 3 or head.strip("0") == ""):  # “0,5”, “0,125”; but “1,000” is a thousand
        return (
            Decimal(f"{int(head or 0)}.{int(tail):0{len(tail)}d}")
            if tail.isdecimal()
            else Decimal(text.replace(",", ""))
        )
    plain = "".join(text.replace(",", "").split())  # “1 000”
    return Decimal("".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in plain))


def _whole(text: str) -> int:
    return int(text) if text.strip() else 0


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
