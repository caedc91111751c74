"""What is stored for one food: its folded words, and how plainly it is what people mean. Pure: no database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from foods.choices import Form, Route
from foods.search.folding import fold_word, is_number, plain, raw_words

PLAINEST = 63
RANK_BITS = 40  # a document's number is its rank, then its food's number
BUCKETS = 8

_MARKETS = {"GB": "uk gb", "US": "us usa", "IE": "ireland ie", "AU": "australia au", "NZ": "nz"}
_PLAIN = frozenset(["raw", "whole", "boiled", "cooked", "plain", "nfs", "regular", "fresh", "and"])
_ODD = frozenset([
    "with", "without", "imitation", "infant", "baby", "babyfood", "formula", "dehydrated", "powder", "powdered",
    "dried", "dry", "mix", "flavored", "substitute", "reduced", "low", "fat", "free", "light", "school", "lunch",
    "restaurant", "fast", "industrial", "commercial", "prepared", "frozen", "canned", "sauce", "soup", "salad",
    "sandwich", "dressing", "as", "from", "by", "product", "type", "style", "fortified", "enriched", "unenriched",
    "concentrate", "separable", "trimmed", "lean", "only", "juice", "filled", "topping", "made", "ns", "to", "medium",
    "large", "small", "chocolate", "coated", "glazed", "smoked", "dish", "casserole", "pie", "soda", "bread", "cake",
    "cookie", "cracker", "candy", "oil", "gravy", "dip", "roll", "noodle", "stew", "curry", "creamed", "human",
    "alaska", "native", "military", "veal", "game", "meatless",
])  # fmt: skip
# Where a name begins with its kind, the thing comes after: "Fish, salmon, Atlantic, raw".
_KINDS = frozenset(["fish", "crustacean", "mollusk", "nut", "seed", "beverage", "snack", "candy", "spice"])
_SEGMENT = re.compile(r"[,;:/(]| w/ | (?:with|without|in|and|from|on|made|for|or|as) ")
_HYPHENATED = re.compile(r"([^\W_]+)[-‐‑–]([^\W_]+)")


@dataclass(frozen=True, slots=True)
class Document:
    """A row of the index. Texts hold words between single spaces, with one before and after, so that
    `LIKE '% word %'` finds a whole word and `LIKE '% wor%'` the head of one."""

    id: int
    food_id: int
    owner_id: int | None
    prominence: int
    plainness: int  # 0 … 63
    name: str
    head: str  # the thing itself: "milk" of "Whole milk", of "Milk, whole" and of "Milk with added calcium"
    alias: str  # " | soy milk | soy drink | "
    extra: str  # brand, market, form, the parts of a dose
    words: str  # all of them, once each
    aliases: str  # as they were entered, one a line
    surface: dict[str, str]  # folded word → as it was written

    @property
    def bucket(self) -> int:
        return bucket(self.prominence, self.plainness)


def build(
    *, food_id: int, name: str, brand: str, market: str, owner_id: int | None, prominence: int, reviewed: bool,
    form: str, route: str, aliases: list[str],
) -> Document:  # fmt: skip
    """The document of one food."""
    surface: dict[str, str] = {}
    name_words = _fold(name, surface)
    alias_words = [_fold(alias, surface) for alias in aliases]
    extra = _folded(_brand_words(brand, market), surface)
    extra += _extras(name, aliases, form, route, [*name_words, *(word for alias in alias_words for word in alias)])
    plainness = _plainness(name_words, branded=bool(brand), reviewed=reviewed)
    everything = dict.fromkeys([*name_words, *(word for alias in alias_words for word in alias), *extra])
    return Document(
        id=number(food_id, prominence, plainness),
        food_id=food_id,
        owner_id=owner_id,
        prominence=prominence,
        plainness=plainness,
        name=_spaced(name_words),
        head=_spaced(_head(name)),
        alias=_spaced(["|", *(word for alias in alias_words for word in [*alias, "|"])]) if aliases else "",
        extra=_spaced(extra),
        words=_spaced(everything),
        aliases="\n".join(aliases),
        surface=surface,
    )


def number(food_id: int, prominence: int, plainness: int) -> int:
    """The document's number: in this order matches are read, so that a bound on their count cuts off the odd ones."""
    return ((9 - prominence) * (PLAINEST + 1) + PLAINEST - plainness << RANK_BITS) | food_id


def bucket(prominence: int, plainness: int) -> int:
    """The same order in eight steps, 0 first, for an index that cannot be read in order."""
    if prominence:
        return 0 if prominence >= 5 else 1
    return 2 + sum(plainness < limit for limit in (48, 43, 38, 32, 24))


@lru_cache(maxsize=20_000)
def _brand_words(brand: str, market: str) -> list[str]:
    return raw_words(f"{brand} {_MARKETS.get(market, market)}")


def _fold(text: str, surface: dict[str, str]) -> list[str]:
    return _folded(raw_words(text), surface)


def _folded(raws: Iterable[str], surface: dict[str, str]) -> list[str]:
    found = []
    for raw in raws:
        word = fold_word(raw)
        if len(raw) <= len(surface.get(word, raw)):
            surface[word] = raw
        found.append(word)
    return found


def _spaced(found: Iterable[str]) -> str:
    return f" {' '.join(found)} "


def _head(name: str) -> list[str]:
    """The word that names the thing: the last of the first phrase, or of the second where the first is a kind."""
    phrases = _SEGMENT.split(plain(name).replace("'s ", " "), maxsplit=2)
    things = [_thing(phrase) for phrase in phrases[:2]]
    if len(things) == 2 and things[1] and things[0] and things[0][0] in _KINDS:
        return things[1]
    return things[0]


@lru_cache(maxsize=20_000)  # names of branded foods begin alike
def _thing(phrase: str) -> list[str]:
    found = [fold_word(word) for word in raw_words(phrase)]
    return ([word for word in found if not is_number(word) or word == "b12"] or found)[-1:]


def _extras(name: str, aliases: list[str], form: str, route: str, found: list[str]) -> list[str]:
    """Further words a food is found by: joined compounds, the parts of its doses, its form and route."""
    texts = plain(" ".join([name, *aliases]))
    extra = [fold_word("".join(pair)) for pair in _HYPHENATED.findall(texts) if not is_number("".join(pair))]
    if any(word.endswith("ug") and is_number(word) for word in found):
        extra += [part for word in found if (part := word.removesuffix("ug")) != word and is_number(part)]
        extra += ["ug", "mcg", "mg", "microgram"]
        extra += re.findall(r"(\d+(?:\.\d+)?)\s*mg", texts)
    if "b12" in found:
        extra.append("vitamin")
    if form not in (Form.BOUND, Form.NOT_STATED):
        extra += [form, "cobalamin"]
    if route != Route.SWALLOWED:
        extra += {Route.INJECTED: ["injection"], Route.NASAL: ["nasal"], Route.SUBLINGUAL: ["sublingual"]}[Route(route)]
    return extra


def _plainness(found: list[str], *, branded: bool, reviewed: bool) -> int:
    """0 … 63: fewer words, no odd qualifiers, no brand; "NFS" is the survey's word for the ordinary one."""
    rest = [word for word in found if word not in _PLAIN]
    odd = sum(word in _ODD for word in rest)
    score = 50 - 2 * len(rest) - 4 * odd - 4 * branded + 2 * reviewed + 4 * ("nfs" in found)
    score += sum(word in ("raw", "whole", "boiled", "cooked", "plain") for word in found[1:3])
    return max(0, min(PLAINEST, score))
