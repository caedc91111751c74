"""Amounts within a line: “200 g”, “2 x 150 g”, “a large glass of”, “half a 400 g tin of”, “of 60 g each”. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.domain.line import words
from tracker.domain.line.numbers import Number, between, number_at
from tracker.domain.line.tokens import Kind, Token
from tracker.domain.line.units import Measure, Unit, UnitKind, unit_at

_WEIGHED = (UnitKind.MASS, UnitKind.VOLUME)


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` counts `unit`s, or pieces where there is none. `measure`: g or ml of all of it (then `value` is 1).

    `after` is the place after it. `explicit`: a unit or a “×” stands with it; `each_marked`: “60 g each”.
    """

    value: Decimal
    after: int
    low: Decimal | None = None
    high: Decimal | None = None
    unit: Unit | None = None
    unit_place: int | None = None
    measure: Measure | None = None
    each: Measure | None = None
    sizes: tuple[str, ...] = ()
    vague: bool = False
    article: bool = False
    explicit: bool = False
    each_marked: bool = False


def amount_at(tokens: Sequence[Token], place: int) -> Amount | None:
    """The amount that begins at `place`, before the name of what it is an amount of; “of” behind it is included."""
    counted = _times(tokens, place)
    if counted is not None:
        return counted
    number = number_at(tokens, place)
    if number is None:
        return _one_of(tokens, place)
    if not _stands_alone(tokens, number):
        return None
    if weighed := _measure(tokens, number):
        return _past_of(tokens, weighed)
    found = Amount(number.value, number.after, number.low, number.high, vague=number.vague, article=number.article)
    return _counted(tokens, found)


def _one_of(tokens: Sequence[Token], place: int) -> Amount | None:
    """ "handful of", "small pot of": one of it."""
    found = _sized(tokens, Amount(Decimal(1), place))
    unit = unit_at(tokens, found.after)
    if unit is None or unit[0].kind is not UnitKind.HOUSEHOLD or not _is_name(tokens, unit[1] + 1):
        return None
    if tokens[unit[1]].low not in words.OF:
        return None
    return _past_of(tokens, replace(found, unit=unit[0], unit_place=found.after, after=unit[1], explicit=True))


def _times(tokens: Sequence[Token], place: int) -> Amount | None:
    """ "x3", "× 3" before a name."""
    token = tokens[place]
    if token.low[:1] == "x" and token.low[1:].isdecimal() and token.low.isascii() and 0 < int(token.low[1:5]) < 1000:
        return Amount(Decimal(int(token.low[1:5])), place + 1, explicit=True)
    if token.low in ("x", "×") and place + 1 < len(tokens) and tokens[place + 1].kind is Kind.NUMBER:
        number = number_at(tokens, place + 1)
        return Amount(number.value, number.after, explicit=True) if number else None
    return None


def _counted(tokens: Sequence[Token], found: Amount) -> Amount | None:
    """The rest of an amount of pieces: times, sizes, the weight of one, a household unit."""
    place = found.after
    if place < len(tokens) and tokens[place].low in words.TIMES:
        found, place = replace(found, after=place + 1, explicit=True, article=False), place + 1
    if place < len(tokens) and tokens[place].low in words.VAGUE and found.article:
        return _past_of(tokens, replace(found, after=place + 1, vague=True))
    found = _sized(tokens, found)
    if each := _measure_at(tokens, found.after):
        measure, after = each
        found = replace(found, each=measure, after=after, article=False, explicit=True)
    found = _in_units(tokens, found)
    if each := _each_after(tokens, found.after):
        measure, after = each
        if found.unit or found.explicit:
            return _past_of(tokens, replace(found, each=measure, after=after))
    return _past_of(tokens, found) if found.unit or found.each else found


def _sized(tokens: Sequence[Token], found: Amount) -> Amount:
    place, sizes = found.after, found.sizes
    while place + 1 < len(tokens) and is_size(tokens, place) and len(sizes) < 3:
        sizes, place = (*sizes, tokens[place].low), place + 1
    return replace(found, after=place, sizes=sizes)


def is_size(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word says how large one is, and is not the beginning of a name: “big mac”."""
    if place + 1 >= len(tokens) or tokens[place].low not in words.SIZES or tokens[place + 1].kind is not Kind.WORD:
        return False
    return (tokens[place].low, tokens[place + 1].low) not in words.NOT_SIZES


def _in_units(tokens: Sequence[Token], found: Amount) -> Amount:
    """With the household unit that stands next, where a name follows it: “2 rolls” are the things themselves."""
    unit = unit_at(tokens, found.after)
    if unit is None or unit[0].kind is not UnitKind.HOUSEHOLD:
        return found
    after = unit[1]
    if not (
        _is_name(tokens, after) or (after < len(tokens) and tokens[after].text == "(" and _each_after(tokens, after))
    ):
        return found
    return replace(found, unit=unit[0], unit_place=found.after, after=after, explicit=True)


def _is_name(tokens: Sequence[Token], place: int) -> bool:
    if place >= len(tokens):
        return False
    token = tokens[place]
    if token.low in words.OF or token.low in words.OF_EACH:
        return place + 1 < len(tokens)
    return token.kind is Kind.NUMBER or (token.kind is Kind.WORD and token.low not in words.JOINERS)


def _stands_alone(tokens: Sequence[Token], number: Number) -> bool:
    """Not “7up”, “2% milk” or “1000 mcg”: there the number belongs to the name."""
    last, place = tokens[number.after - 1], number.after
    if last.kind is not Kind.NUMBER or place >= len(tokens):
        return True
    follows = tokens[place]
    if follows.text == "%":
        return False
    unit = unit_at(tokens, place)
    if unit:
        return unit[0].kind is not UnitKind.DOSE
    return not (follows.glued and follows.kind is Kind.WORD and follows.low not in words.TIMES)


def _measure(tokens: Sequence[Token], number: Number) -> Amount | None:
    """ "200 g", "100-150 g", "100g-150g"; None where no weight or volume follows the number."""
    unit = unit_at(tokens, number.after)
    if unit is None or unit[0].kind not in _WEIGHED or unit[0].base is None:
        return None
    of, after = unit
    if number.low is None and after + 1 < len(tokens) and tokens[after].low in ("-", "–", "—", "to", "bis"):
        last = number_at(tokens, after + 1)
        again = unit_at(tokens, last.after) if last else None
        if last and again and again[0] == of and last.low is None and last.value > number.value:
            number, after = between(number.value, last.value, 0), again[1]
    base = of.base or Decimal(1)
    low, high = (None if one is None else one * base for one in (number.low, number.high))
    measure = Measure(number.value * base, of.kind)
    return Amount(Decimal(1), after, low, high, measure=measure, vague=number.vague, explicit=True)


def _measure_at(tokens: Sequence[Token], place: int) -> tuple[Measure, int] | None:
    """A plain weight or volume in digits at `place`, and the place after it."""
    if place >= len(tokens) or tokens[place].kind is not Kind.NUMBER:
        return None
    number = number_at(tokens, place)
    found = _measure(tokens, number) if number else None
    return (found.measure, found.after) if found and found.measure else None


def _each_after(tokens: Sequence[Token], place: int) -> tuple[Measure, int] | None:
    """ "(400 g)", "à 60 g", "of 330 ml" behind a unit."""
    if place + 1 >= len(tokens) or not (tokens[place].text == "(" or tokens[place].low in words.OF_EACH | {"a"}):
        return None
    found = _measure_at(tokens, place + 1)
    if found is None:
        return None
    measure, after = found
    while after < len(tokens) and (tokens[after].low in words.EACH or tokens[after].text == ")"):
        after += 1
    return measure, after


def _past_of(tokens: Sequence[Token], found: Amount) -> Amount:
    after = found.after
    while after + 1 < len(tokens) and (
        tokens[after].low in words.OF or tokens[after].low in ("the", "la", "le", "les")
    ):
        if after == found.after and tokens[after].low not in words.OF:
            break
        after += 1
    return replace(found, after=after)


def trailing_at(tokens: Sequence[Token], place: int, limit: int) -> Amount | None:
    """An amount behind a name: “200 g”, “of 60 g each”, “x3”, “2 slices”, “2”."""
    begin = place
    marked = tokens[place].text.lower() in words.OF_EACH
    if marked:
        begin += 1
    if begin >= limit:
        return None
    counted = None if marked else _times(tokens, begin)
    if counted:
        return counted
    number = number_at(tokens, begin)
    if number is None or not _stands_alone(tokens, number):
        return None
    if weighed := _measure(tokens, number):
        after, each = _past_each(tokens, weighed.after)
        return replace(weighed, after=after, each_marked=marked or each)
    if marked:
        return None
    return _trailing_count(tokens, number)


def _past_each(tokens: Sequence[Token], after: int) -> tuple[int, bool]:
    lows = [token.low for token in tokens[after : after + 2]]
    if lows[:1] and lows[0] in words.EACH:
        return after + 1, True
    if lows in (["per", "piece"], ["pro", "stuck"], ["cada", "uno"], ["cada", "una"], ["la", "piece"]):
        return after + 2, True
    return after, False


def _trailing_count(tokens: Sequence[Token], number: Number) -> Amount | None:
    found = Amount(number.value, number.after, number.low, number.high, vague=number.vague, article=number.article)
    place = found.after
    if place < len(tokens) and tokens[place].low in words.TIMES:
        if each := _measure_at(tokens, place + 1):
            return replace(found, each=each[0], after=each[1], explicit=True)
        return replace(found, after=place + 1, explicit=True)
    found = _sized(tokens, found)
    unit = unit_at(tokens, found.after)
    if unit and unit[0].kind is UnitKind.HOUSEHOLD:
        return replace(found, unit=unit[0], after=unit[1], explicit=True)
    return None if number.article or found.sizes else found


def amount_is_plain(tokens: Sequence[Token], place: int) -> Decimal | None:
    """The number at `place` where nothing says what it counts."""
    number = number_at(tokens, place)
    if number is None or number.after != place + 1 or unit_at(tokens, number.after):
        return None
    return number.value
