"""Which foods the names of a line mean. Decides over the search whether “with” and “and” belong to one food."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from accounts.models import User
from foods import search
from foods.choices import Origin
from foods.models import Alias
from foods.search import Hit, Results
from foods.search.folding import words as folded
from tracker.domain.line import MOST_ITEMS, PREPARED, WITH, Thing, Word
from tracker.reports.matches import MOST_BOOSTS
from tracker.reports.recent import Way

ROWS = 3  # to choose from for each thing
MOST_ASKED = 50  # searches for how many foods there are; what each one is comes on top
MOST_WORDS = 8  # of a name: the search looks at no more
MOST_PIECES = 6  # words of a name that may be several foods said in a row
_FILLERS = frozenset(
    ["of", "the", "and", "with", "n", "mit", "und", "auf", "et", "avec", "au", "aux", "a", "la", "le", "y", "con", "de",
     "du", "des", "on", "in", "plus", "made", "fortified"]
)  # fmt: skip
_SHORT = 4  # letters of a word that may as well be another
_OF_B12 = frozenset(["b12", "b", "multivitamin", "multi", "complex", "komplex", "complexe", "complejo"])
_OTHER_DOSES = frozenset(["iu", "ie", "ui"])
_WITHOUT = frozenset(["without", "no", "ohne", "sans", "sin"])


@dataclass(frozen=True, slots=True)
class Found:
    """The foods that a name may mean, likeliest first; not `whole` where words of it were passed over."""

    hits: tuple[Hit, ...]
    searched: str
    whole: bool


class Finder:
    """Asks the search for names, each one once."""

    def __init__(self, person: User, ways: Mapping[int, Way]) -> None:
        self.person = person
        self.ways = ways
        self.boosts = {food_id: float(way.times) for food_id, way in islice(ways.items(), MOST_BOOSTS)}
        self._asked: dict[tuple[str, bool], Results] = {}
        self._guessed: set[str] = set()  # words of a row of foods that only begin the name of one

    def ask(self, name: str, *, exact: bool = False) -> Results:
        key = (name.casefold(), exact)
        if key not in self._asked:
            found = search.search(name, owner_id=self.person.pk, boosts=self.boosts, limit=ROWS, exact=exact)
            self._asked[key] = found
            if not exact and not found.repaired:
                self._asked[key[0], True] = found
        return self._asked[key]

    # how many foods there are

    def settled(self, things: Sequence[Thing]) -> list[Thing]:
        """The things with those made one that are one food, and those parted that are several."""
        joined: list[Thing] = []
        for thing in things:
            both = _both(joined[-1], thing) if joined and thing.joiner and self._may_ask(joined) else None
            if both and (self._are_one(both, thing) or self._are_unknown(joined[-1], thing)):
                joined[-1] = both
            else:
                joined.append(thing)
        parted: list[Thing] = []
        for thing in joined:
            parted += self._parted(self._in_last_unit(thing)) if self._may_ask(parted) else [thing]
        return parted

    def _may_ask(self, things: Sequence[Thing]) -> bool:
        """However long a line is: what one page does not take is not looked at, and there is an end to asking."""
        return len(things) <= MOST_ITEMS and len(self._asked) < MOST_ASKED

    def _knows(self, name: str) -> bool:
        """Whether a food holds all these words as they were typed."""
        found = self.ask(name)
        return bool(found.hits) and not found.repaired

    def _in_last_unit(self, thing: Thing) -> Thing:
        """ "mozzarella ball" is a ball of mozzarella where no food is called so."""
        if thing.last_unit is None or thing.unit is not None or self._knows(name_of(thing)):
            return thing
        return replace(thing, words=thing.words[:-1], unit=thing.last_unit, amount=thing.amount or Decimal(1))

    def _are_one(self, both: Thing, thing: Thing) -> bool:
        """Whether a food is called by both names together, “coffee with milk”."""
        named = _telling(both.name)
        if thing.joiner.lower() not in WITH:
            return self._is_called(both.name, named)
        hits = self.ask(both.name, exact=True).hits
        return any(_is_made_of(hit, named) for hit in hits) or self._is_called(both.name, named)

    def _is_called(self, name: str, named: frozenset[str]) -> bool:
        """Whether these words are the name of a food that is found by them, or an alias of it."""
        hits = self.ask(name, exact=True).hits
        if any(named in (_telling(hit.name), _telling(hit.name.split(",")[0])) for hit in hits):
            return True
        aliases = Alias.objects.filter(food_id__in=[hit.food_id for hit in hits]).values_list("name", flat=True)
        return any(_telling(alias) == named for alias in (aliases if hits else ()))

    def _are_unknown(self, before: Thing, thing: Thing) -> bool:
        """Whether the table knows neither: then it is one name that can be added."""
        return not (self.ask(name_of(before)).hits or self.ask(name_of(thing)).hits)

    def _parted(self, thing: Thing) -> list[Thing]:
        """ "eggs toast coffee", said without a pause, where no food is called all that and each word is one."""
        if not 2 <= len(thing.words) <= MOST_PIECES or any(char.isdigit() for char in thing.name):
            return [thing]
        if self._knows(name_of(thing)):
            return [thing]
        cuts = self._cuts([word.text for word in thing.words])
        return _cut(thing, cuts) if len(cuts) > 1 else [thing]

    def _cuts(self, words: Sequence[str]) -> list[int]:
        """Where the pieces end that are each the whole name of a food; [] where some word is none."""
        cuts: list[int] = []
        begin = 0
        while begin < len(words):
            ends = range(len(words) - (begin == 0), begin, -1)
            end = next((end for end in ends if self._is_food(words[begin:end])), None)
            if end is None:
                return []
            cuts.append(end)
            begin = end
        return cuts

    def _is_food(self, words: Sequence[str]) -> bool:
        if words[0].lower() in PREPARED and len(words) == 1:
            return False
        name = " ".join(words)
        if self._is_called(name, _telling(name)):
            return True
        begins = len(words) == 1 and any(_begins(hit, name) for hit in self.ask(name, exact=True).hits[:1])
        if begins:
            self._guessed.add(name.casefold())
        return begins

    # what one of them is

    def find(self, thing: Thing) -> Found:
        name = name_of(thing)
        found = self.ask(name)
        if found.hits and (not found.repaired or len(found.searched.split()) >= len(folded(name))):
            whole = name.casefold() not in self._guessed and _is_sure(name, found)
            return Found(found.hits, found.searched, whole=whole)
        for shorter in _shorter(name):
            less = self.ask(shorter, exact=True)
            if less.hits:
                found = less
                break
        return Found(tuple(hit for hit in found.hits if _may_be(hit, name)), found.searched, whole=False)


def _both(before: Thing, thing: Thing) -> Thing | None:
    """Two things as one; None where the second has an amount of its own."""
    if len(before.words) + len(thing.words) >= MOST_WORDS:
        return None
    if thing.amount is not None or thing.sizes or before.end > before.words[-1].end:
        return None
    link = Word(thing.joiner, before.end, thing.start)
    typed = f"{before.typed} {thing.joiner} {thing.typed}"
    return replace(before, end=thing.end, typed=typed, words=(*before.words, link, *thing.words))


def name_of(thing: Thing) -> str:
    """What to search for: the name, and the form of a dose, “b12 1000 mcg” as a spray being another product."""
    form = thing.unit.names[0] if thing.unit and thing.unit.form else ""
    return thing.name if not form or form in folded(thing.name) else f"{thing.name} {form}"


def _is_sure(name: str, found: Results) -> bool:
    """Not where the search took a short word for another (“gin”), or only for a word's beginning (“rum”, of rump)."""
    if found.repaired and any(len(word) <= _SHORT for word in set(folded(name)) - set(folded(found.searched))):
        return False
    first = found.hits[0]
    told = set(folded(f"{first.name} {first.brand} {first.matched_alias}"))
    asked = folded(found.searched)
    return 2 * sum(word in told or (len(word) > _SHORT and _heads(word, told)) for word in asked) >= len(asked)


def _heads(word: str, told: set[str]) -> bool:
    return any(other.startswith(word) for other in told)


def _may_be(hit: Hit, name: str) -> bool:
    """A vitamin of which words were passed over is no B12 unless it says so: “vitamin D 1000 IU”."""
    if hit.origin not in (Origin.SUPPLEMENT, Origin.INJECTED):
        return True
    words = folded(name)
    return not _OTHER_DOSES & set(words) and any(word in _OF_B12 or "cobalamin" in word for word in words)


def _shorter(name: str) -> list[str]:
    """Fewer words to search for, the most telling first."""
    words = name.split()
    cut = next((n for n, word in enumerate(words) if n and word.lower() in _WITHOUT), len(words))
    plain = [word for word in words[:cut] if word.lower() not in PREPARED]
    tries = [words[:cut], plain, plain[-2:], plain[:2], plain[-1:], plain[:1]]
    said = dict.fromkeys(" ".join(some) for some in tries if some and some != words)
    return list(said)


def _telling(name: str) -> frozenset[str]:
    return frozenset(folded(name)) - _FILLERS


def _begins(hit: Hit, word: str) -> bool:
    """Whether a name of the food begins with this word: "toast" and "Toastbrot"."""
    (wanted,) = folded(word)[:1] or [""]
    return len(wanted) > 3 and any(
        folded(name)[:1] and folded(name)[0].startswith(wanted) for name in (hit.name, hit.matched_alias)
    )


def _is_made_of(hit: Hit, named: frozenset[str]) -> bool:
    """Whether name and alias hold these words, the name hardly more: “latte with oat milk” is one with plant milk."""
    name = _telling(hit.name)
    return named <= name | _telling(hit.matched_alias) and len(name - named) <= 1


def _cut(thing: Thing, cuts: Sequence[int]) -> list[Thing]:
    found = []
    begin = 0
    for end in cuts:
        words = thing.words[begin:end]
        if begin == 0:
            found.append(
                replace(thing, words=words, end=words[-1].end, typed=_typed(thing, thing.start, words[-1].end))
            )
        else:
            span = (words[0].start, words[-1].end)
            found.append(Thing(*span, _typed(thing, *span), words))
        begin = end
    return found


def _typed(thing: Thing, start: int, end: int) -> str:
    return thing.typed[start - thing.start : end - thing.start]
