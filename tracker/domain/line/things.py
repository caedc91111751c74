"""One thing of a line, put together from the tokens that belong to it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.domain.line import words
from tracker.domain.line.amounts import Amount, is_size
from tracker.domain.line.tokens import Token
from tracker.domain.line.units import Measure, Unit, UnitKind, unit_at

MOST_BARE = Decimal(30)  # a larger number alone behind a name is a weight


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing as typed from `start` to `end`. `words` is what is left for its name.

    `amount` counts `unit`s, or pieces where there is none; None where nothing was said. `low`, `high`: the ends of a
    range, of the amount or of the total. `each`: what one of them weighs or holds; `total`: what all of them do.
    `vague`: the amount is a guess. `bare`: a large number alone, probably g. `article`: no more than “a” was said.
    `joiner`: the word between it and the thing before where both may be one food.
    """

    start: int
    end: int
    typed: str
    words: tuple[Word, ...]
    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: Unit | None = None
    each: Measure | None = None
    total: Measure | None = None
    sizes: tuple[str, ...] = ()
    vague: bool = False
    bare: bool = False
    article: bool = False
    joiner: str = ""
    last_unit: Unit | None = None  # what the last word may mean: “mozzarella ball”

    @property
    def name(self) -> str:
        return " ".join(word.text for word in self.words)


def build(
    text: str, tokens: Sequence[Token], names: Sequence[int], every: Sequence[int], lead: Amount | None,
    tail: Amount | None, joiner: str,
) -> Thing | None:  # fmt: skip
    """None where no name is left."""
    if not names and lead and lead.unit_place is not None:  # “a fillet of 200 g”
        names, lead = [lead.unit_place], replace(lead, unit=None)
    names = _bare_names(tokens, names)
    if not any(char.isalnum() for place in names for char in tokens[place].text):
        return None
    sizes = _sizes(tokens, names)
    start, end = tokens[min(every)].start, tokens[max(every)].end
    named = tuple(Word(tokens[n].text, tokens[n].start, tokens[n].end) for n in names[len(sizes) :])
    unit = unit_at(tokens, names[-1]) if len(named) > 1 else None
    last = unit[0] if unit and unit[0].kind is UnitKind.HOUSEHOLD and not unit[0].form else None
    amounts = _amounts(lead, tail, sizes)
    return Thing(start, end, text[start:end], _joined(text, named), joiner=joiner, last_unit=last, **amounts)


def _bare_names(tokens: Sequence[Token], names: Sequence[int]) -> Sequence[int]:
    """Without what tells nothing at both ends."""
    first, last = 0, len(names)
    while last - first > 1 and tokens[names[last - 1]].low in words.TAIL:
        last -= 1
    while last - first > 1 and tokens[names[last - 1]].low in words.PREPOSITIONS:
        last -= 1
    while last - first > 1 and (tokens[names[first]].low in words.SPEECH or tokens[names[first]].low in words.OF):
        first += 1
    return names[first:last]


def _sizes(tokens: Sequence[Token], names: Sequence[int]) -> tuple[str, ...]:
    if len(names) > 1 and names[1] == names[0] + 1 and is_size(tokens, names[0]):
        return (tokens[names[0]].low,)
    return ()


def _joined(text: str, named: tuple[Word, ...]) -> tuple[Word, ...]:
    """Tokens that were written as one word are one: “7up”, “2%”, “1000mcg”."""
    found: list[Word] = []
    for word in named:
        if found and found[-1].end == word.start:
            found[-1] = Word(text[found[-1].start : word.end], found[-1].start, word.end)
        else:
            found.append(word)
    return tuple(found)


def _amounts(lead: Amount | None, tail: Amount | None, sizes: tuple[str, ...]) -> dict:
    said = lead or tail
    if said is None:
        return {"sizes": sizes}
    found: dict = {
        "amount": said.value, "low": said.low, "high": said.high, "unit": said.unit, "each": said.each,
        "total": said.measure, "sizes": sizes + said.sizes, "vague": said.vague,
        "article": said.article and said.unit is None,
        "bare": said is tail and not said.explicit and said.value > MOST_BARE,
    }  # fmt: skip
    if lead and tail and tail.measure:
        of_one = tail.each_marked or (lead.value == 1 and lead.measure is None)
        found["each" if of_one else "total"] = tail.measure
        found["vague"] = found["vague"] or (lead.measure is not None)
    elif lead and tail and lead.article and tail.measure is None:
        found |= {"amount": tail.value, "unit": tail.unit, "article": False}
    return found
