"""Goes through the tokens of a line from left to right and puts things together. Pure.

A thing ends at a separator, at a joining word, at a time, and where an amount begins the next. An amount behind a name
belongs to it where its part of the line ends with one: “salmon 150 g rice 200 g”.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tracker.domain.line import words
from tracker.domain.line.amounts import Amount, amount_at, amount_is_plain, trailing_at
from tracker.domain.line.things import Thing, build
from tracker.domain.line.times import When, says_again, when_at
from tracker.domain.line.tokens import Kind, tokens_of


class Role(StrEnum):
    """What became of a token."""

    THING = "thing"
    WHEN = "when"
    BETWEEN = "between"
    SPEECH = "speech"  # “I had”
    UNREAD = "unread"


@dataclass(slots=True)
class _Open:
    """The thing that is being read."""

    first: int  # token
    joiner: str = ""
    amount: Amount | None = None
    tail: Amount | None = None
    names: list[int] = field(default_factory=list)
    all: list[int] = field(default_factory=list)


class Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.roles: list[Role] = [Role.UNREAD] * len(self.tokens)
        self.things: list[Thing] = []
        self.said: list[When] = []
        self.open: _Open | None = None
        self.joiner = ""
        self.ends = self._amount_ends()

    def read(self) -> None:
        place = 0
        while place < len(self.tokens):
            place = self._step(place)
        self._close()

    def _step(self, place: int) -> int:
        token = self.tokens[place]
        if (when := self._when(place)) is not None:
            return when
        if self._separates(place):
            self._close()
            self.joiner = ""
            self.roles[place] = Role.BETWEEN
            return place + 1
        if token.low in words.JOINERS and not (self.open and not self.open.names):
            return self._join(place)
        if token.text == "(":
            return self._brackets(place)
        if token.kind is Kind.MARK and token.low not in ("½", "~", "≈", "%", "@", "×"):
            self.roles[place] = Role.BETWEEN
            return place + 1
        return self._amount_or_word(place)

    # what is said of the time

    def _when(self, place: int) -> int | None:
        first = self.open is None or not self.open.names
        when = when_at(self.text, self.tokens, place, first=first)
        if when is None or (self.open and self.open.amount and not self.open.names):
            return None
        if self.said and says_again(self.said, when):
            self._close()
            self.joiner = ""
            return when.after  # left unread: one line has one time
        self._close()
        self.joiner = ""
        self.said.append(when)
        self._mark(range(place, when.after), Role.WHEN)
        return when.after

    # separators

    def _separates(self, place: int) -> bool:
        token = self.tokens[place]
        if token.text == ".":
            before = self.tokens[place - 1] if place else None
            ends = place + 1 >= len(self.tokens) or not self.tokens[place + 1].glued
            return ends and not (before and before.glued is False and len(before.text) < 2)
        if token.text in ("*", "/"):
            return not token.glued
        if token.text == "-":
            return not token.glued and (place == 0 or self.tokens[place - 1].text == "\n" or bool(self.open))
        return token.text in words.BETWEEN or token.text == "–" or token.low in words.THEN

    def _join(self, place: int) -> int:
        if self.open:
            self._close()
            self.joiner = self.tokens[place].text
        self.roles[place] = Role.BETWEEN
        return place + 1

    def _brackets(self, place: int) -> int:
        """ "(60 g each)" is an amount; other words in brackets are left unread."""
        close = next(
            (n for n in range(place + 1, min(place + 9, len(self.tokens))) if self.tokens[n].text == ")"), None
        )
        if close is None:
            self.roles[place] = Role.BETWEEN
            return place + 1
        tail = trailing_at(self.tokens, place + 1, close)
        if tail and self.open and tail.after >= close:
            self._mark(range(place, close + 1), Role.THING)
            self.open.all += range(place, close + 1)
            self.open.tail = self.open.tail or replace(tail, after=close + 1)
            return close + 1
        if self.open is None:
            self.roles[place] = Role.BETWEEN
            return place + 1
        return close + 1

    # things

    def _amount_or_word(self, place: int) -> int:
        if self.open and self.open.tail and self.open.names:
            self._close()
            self.joiner = ""
        current = self.open
        if current is None or not current.names:
            if current is None and self._is_speech(place):
                self.roles[place] = Role.SPEECH
                return place + 1
            if (current is None or current.amount is None) and (found := amount_at(self.tokens, place)):
                current = self._opened(place)
                current.amount = found
                self._take(place, found.after)
                return found.after
        elif after := self._next_amount(place, current):
            return after
        if current and current.amount and current.names and self._is_stray(place):
            self._close()
            return place + 1
        self._opened(place)
        self._name(place)
        return place + 1

    def _is_stray(self, place: int) -> bool:
        """A second number at the end of a thing, “2 eggs 3”: left unread."""
        return self.tokens[place].kind is Kind.NUMBER and self._part_ends(place + 1) and not self._is_strength(place)

    def _next_amount(self, place: int, current: _Open) -> int | None:
        """An amount after a name: of that name, or of the next thing."""
        before = self.tokens[place - 1].low
        if self.tokens[place].kind is Kind.NUMBER and self._is_strength(place):
            return None
        tail = trailing_at(self.tokens, place, len(self.tokens))
        if tail and current.tail is None and self._belongs(tail, current):
            current.tail = tail
            self._take(place, tail.after)
            return tail.after
        found = amount_at(self.tokens, place)
        if found is None or (found.article and before in words.PREPOSITIONS) or not self._begins(place, found):
            return None
        self._close()
        self.joiner = ""
        self._opened(place).amount = found
        self._take(place, found.after)
        return found.after

    def _is_strength(self, place: int) -> bool:
        """ "b12 1000": the number belongs to the name."""
        lows = {self.tokens[n].low for n in (self.open.names if self.open else [])[-3:]}
        follows = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        if follows and (follows.text == "%" or follows.low in ("x", "×")):
            return follows.text == "%"
        value = amount_is_plain(self.tokens, place)
        if value is None or not lows & words.STRENGTHS:
            return False
        return value >= words.LEAST_STRENGTH or self.tokens[place - 1].low in words.ALWAYS_STRENGTH

    def _belongs(self, tail: Amount, current: _Open) -> bool:
        if tail.each_marked:
            return True
        ends = self._part_ends(tail.after) or (not tail.explicit and self.tokens[tail.after].kind is Kind.NUMBER)
        if current.amount is not None:
            return tail.measure is not None and ends
        return ends or (tail.explicit and (self._ends_with_amount(tail.after) or self._is_made(tail.after)))

    def _is_made(self, place: int) -> bool:
        """ "chicken 200 g grilled"."""
        while place < len(self.tokens) and self.tokens[place].low in words.PREPARED:
            place += 1
        return self._part_ends(place)

    def _begins(self, place: int, found: Amount) -> bool:
        """Whether a new thing begins at an amount in the middle: there is a word left for its name."""
        if found.after >= len(self.tokens):
            return False
        follows = self.tokens[found.after]
        return follows.kind is Kind.WORD and follows.low not in words.JOINERS

    def _part_ends(self, place: int) -> bool:
        if place >= len(self.tokens):
            return True
        token = self.tokens[place]
        return (
            token.low in words.JOINERS
            or self._separates(place)
            or token.text == ")"
            or (when_at(self.text, self.tokens, place, first=False) is not None)
        )

    def _ends_with_amount(self, place: int) -> bool:
        return self.ends[min(place, len(self.tokens) - 1)]

    def _amount_ends(self) -> list[bool]:
        """For each token whether the part it stands in ends with a weight: “salmon 150 g rice 200 g”."""
        found = [False] * len(self.tokens)
        ends = False
        for place in range(len(self.tokens) - 1, -1, -1):
            token = self.tokens[place]
            if token.text in words.BETWEEN or token.low in words.JOINERS:
                ends = False
            last = (
                place + 1 == len(self.tokens)
                or self.tokens[place + 1].text in words.BETWEEN
                or (self.tokens[place + 1].low in words.JOINERS)
            )
            if last and place:
                ends = any(
                    (tail := trailing_at(self.tokens, begin, place + 1)) is not None
                    and tail.after == place + 1
                    and tail.explicit
                    for begin in (place - 1, place)
                    if begin >= 0
                )
            found[place] = ends
        return found

    def _is_speech(self, place: int) -> bool:
        return self.tokens[place].low in words.SPEECH and not self._part_ends(place + 1)

    def _opened(self, place: int) -> _Open:
        if self.open is None:
            self.open = _Open(place, self.joiner)
            self.joiner = ""
        return self.open

    def _name(self, place: int) -> None:
        current = self._opened(place)
        current.names.append(place)
        current.all.append(place)
        self.roles[place] = Role.THING

    def _take(self, start: int, after: int) -> None:
        self._mark(range(start, after), Role.THING)
        if self.open:
            self.open.all += range(start, after)

    def _mark(self, places: Sequence[int], role: Role) -> None:
        for place in places:
            self.roles[place] = role

    def _close(self) -> None:
        current, self.open = self.open, None
        if current is None:
            return
        thing = build(self.text, self.tokens, current.names, current.all, current.amount, current.tail, current.joiner)
        if thing is None:
            self._mark(current.all, Role.UNREAD)
        elif self.things and _is_prepared(thing):
            before = self.things[-1]
            self.things[-1] = replace(
                before, end=thing.end, typed=self.text[before.start : thing.end], words=before.words + thing.words
            )
        else:
            self.things.append(thing)


def _is_prepared(thing: Thing) -> bool:
    """ "chicken, grilled": no thing of its own."""
    return thing.amount is None and all(word.text.lower() in words.PREPARED for word in thing.words)
