"""The day and the time that a line says: “at 8”, “breakfast”, “yesterday evening”, “gestern Abend”. Pure.

What it reads is relative to the local `now` that is passed in. A meal's time is a usual one, our choice.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.line.tokens import Kind, Token, fold
from tracker.domain.line.units import unit_at
from tracker.domain.line.words import set_of

MORNING, NOON, AFTERNOON, EVENING, NIGHT = dt.time(8), dt.time(12, 30), dt.time(16), dt.time(19), dt.time(22)
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class When:
    """What one phrase says. `days` ago, `weekday` the last such day; `time`, with `loose` where it is a part of a day
    and `twelve` where a clock of twelve hours leaves open which half."""

    after: int
    days: int | None = None
    weekday: int | None = None
    date: dt.date | None = None
    time: dt.time | None = None
    loose: bool = False
    twelve: bool = False


_MEALS = {
    MORNING: "breakfast|brekkie|fruhstuck|petit dejeuner|petit-dejeuner|desayuno",
    NOON: "lunch|brunch|mittagessen|dejeuner|almuerzo",
    AFTERNOON: "merienda|gouter",
    EVENING: "dinner|supper|teatime|abendessen|abendbrot|diner|cena",
}
_BEFORE_MEAL = (
    "",
    "for ",
    "at ",
    "with ",
    "my ",
    "for my ",
    "zum ",
    "au ",
    "pour le ",
    "en el ",
    "de ",
    "para el ",
    "beim ",
)
_PARTS = {
    MORNING: "this morning|in the morning|heute morgen|heute fruh|am morgen|morgens|ce matin|le matin|esta manana|"
    "por la manana|para desayunar",
    NOON: "at noon|noon|at midday|midday|at lunchtime|lunchtime|heute mittag|mittags|am mittag|ce midi|a midi|"
    "al mediodia|a mediodia|para comer",
    AFTERNOON: "this afternoon|in the afternoon|heute nachmittag|nachmittags|am nachmittag|cet apres-midi|"
    "cet apres midi|l'apres-midi|esta tarde|por la tarde",
    EVENING: "this evening|in the evening|tonight|heute abend|abends|am abend|ce soir|le soir|para cenar",
    NIGHT: "at night|at bedtime|before bed|bedtime|nachts|esta noche|por la noche",
    dt.time(0): "at midnight",
}
_DAYS = {
    0: "today|heute|aujourd'hui|hoy",
    1: "yesterday|gestern|hier|ayer|the day before",
    2: "day before yesterday|the day before yesterday|vorgestern|avant-hier|avant hier|anteayer",
}
_BOTH = {
    (1, EVENING): "last night|yesterday evening|yesterday night|gestern abend|hier soir|anoche|ayer por la noche",
    (1, MORNING): "yesterday morning|gestern morgen|gestern fruh|hier matin|ayer por la manana",
    (1, NOON): "yesterday lunchtime|yesterday noon|gestern mittag|hier midi",
    (1, AFTERNOON): "yesterday afternoon|gestern nachmittag|hier apres-midi|ayer por la tarde",
}
_WEEKDAYS = (
    "monday|montag|lundi|lunes", "tuesday|dienstag|mardi|martes", "wednesday|mittwoch|mercredi|miercoles",
    "thursday|donnerstag|jeudi|jueves", "friday|freitag|vendredi|viernes", "saturday|samstag|samedi|sabado",
    "sunday|sonntag|dimanche|domingo",
)  # fmt: skip


def _phrases() -> dict[tuple[str, ...], When]:
    found: dict[str, When] = {}
    for time, words in _PARTS.items():
        found.update((word, When(0, time=time, loose=True)) for word in words.split("|"))
    for days, words in _DAYS.items():
        found.update((word, When(0, days=days)) for word in words.split("|"))
    for (days, time), words in _BOTH.items():
        found.update((word, When(0, days=days, time=time, loose=True)) for word in words.split("|"))
    for weekday, words in enumerate(_WEEKDAYS):
        for word in words.split("|"):
            found.update((f"{head}{word}", When(0, weekday=weekday)) for head in ("on ", "last ", "am ", "el "))
    return {tuple(phrase.split()): when for phrase, when in found.items()}


_PHRASES = _phrases()
_BARE_DAYS = {word: weekday for weekday, words in enumerate(_WEEKDAYS) for word in words.split("|")}
_FIRST = frozenset(phrase[0] for phrase in _PHRASES)
_MEAL_WORDS = {
    tuple(f"{before}{meal}".split()): time
    for time, meals in _MEALS.items()
    for meal in meals.split("|")
    for before in _BEFORE_MEAL
}
_MEAL_FIRST = frozenset(phrase[0] for phrase in _MEAL_WORDS)
# “breakfast burrito”, “lunch meat”, “dinner roll”: the meal is part of the food.
_NOT_MEALS = set_of(
    "burrito burritos sausage sausages cereal cereals muffin muffins biscuit biscuits bar bars roll rolls tea powder "
    "meat shake shakes drink drinks patty patties box essentials juice radish wrap wraps bagel"
)
_AT = frozenset(["at", "um", "@", "gegen", "vers", "a", "around", "ab", "by"])
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:h]([0-5]\d)(?!\d)", re.IGNORECASE)
_AGO = frozenset(["ago"])
_HALVES = {"am": 0, "a.m": 0, "pm": 12, "p.m": 12}


def when_at(text: str, tokens: Sequence[Token], place: int, *, first: bool) -> When | None:
    """What is said of the time at `place`. `first`: the line or a part of it begins there."""
    token = tokens[place]
    if token.kind is Kind.NUMBER:
        return _clock(text, tokens, place, said_at=False) or _ago(tokens, place)
    if token.low in _AT and place + 1 < len(tokens) and (clock := _after_at(text, tokens, place)):
        return clock
    lows = tuple(one.low for one in tokens[place : place + _MOST_WORDS])
    if token.low in _FIRST and (phrase := _longest(lows, _PHRASES)):
        said = _PHRASES[phrase]
        return When(place + len(phrase), said.days, said.weekday, None, said.time, said.loose)
    if first and token.low in _BARE_DAYS and not _word_follows(tokens, place):
        return When(place + 1, weekday=_BARE_DAYS[token.low])
    if token.low in _MEAL_FIRST and (meal := _longest(lows, _MEAL_WORDS)):
        return _meal(tokens, place, meal, first=first)
    return None


def _word_follows(tokens: Sequence[Token], place: int) -> bool:
    """ "sunday roast" is a food, "sunday: roast" a day."""
    return place + 1 < len(tokens) and tokens[place + 1].kind is Kind.WORD


def _longest(lows: tuple[str, ...], phrases: dict) -> tuple[str, ...] | None:
    return next((lows[:n] for n in range(len(lows), 0, -1) if lows[:n] in phrases), None)


def _meal(tokens: Sequence[Token], place: int, phrase: tuple[str, ...], *, first: bool) -> When | None:
    after = place + len(phrase)
    follows = tokens[after] if after < len(tokens) else None
    if follows and follows.low in _NOT_MEALS:
        return None
    ends = follows is None or follows.kind is not Kind.WORD
    if len(phrase) == 1 and not (first or ends):
        return None
    return When(after, time=_MEAL_WORDS[phrase], loose=True)


def _after_at(text: str, tokens: Sequence[Token], place: int) -> When | None:
    after = place + 1
    if tokens[place].low == "a" and tokens[after].low in ("las", "la") and after + 1 < len(tokens):
        after += 1
    elif tokens[place].text.lower() == "a":  # “a 2 egg omelette”
        return None
    return _clock(text, tokens, after, said_at=True) if tokens[after].kind is Kind.NUMBER else None


def _clock(text: str, tokens: Sequence[Token], place: int, *, said_at: bool) -> When | None:
    """ "8:30", "8h30", "8 am", "8 Uhr", "20h"; after “at” a bare "8" too."""
    start = tokens[place].start
    if (date := _ISO.match(text, start)) and (day := _date(date)):
        return When(_past(tokens, place, date.end()), date=day)
    if clock := _CLOCK.match(text, start):
        hour, minute, after = int(clock[1]), int(clock[2]), _past(tokens, place, clock.end())
        after, half = _half(tokens, after)
        after += after < len(tokens) and tokens[after].low in ("uhr", "h")
        return _at(hour, minute, after, half, twelve=not clock[1].startswith("0"))
    if not tokens[place].text.isascii() or not tokens[place].text.isdigit() or int(tokens[place].text[:4]) > 23:
        return None
    hour = int(tokens[place].text[:4])
    after, half = _half(tokens, place + 1)
    follows = tokens[after].low if after < len(tokens) else ""
    if half is not None:
        return _at(hour, 0, after, half, twelve=True)
    if follows in ("uhr", "h", "o'clock", "oclock", "heures", "heure"):
        return _at(hour, 0, after + 1, None, twelve=True)
    if said_at and after < len(tokens) and tokens[after].kind is Kind.WORD and unit_at(tokens, after) is None:
        return _at(hour, 0, after, None, twelve=True)  # “at 8 eggs”
    ends = after >= len(tokens) or tokens[after].low in (
        ",",
        ";",
        "\n",
        ".",
        "and",
        "i",
        "with",
        ":",
        "-",
        "und",
        "et",
        "y",
    )
    return _at(hour, 0, after, None, twelve=True) if said_at and ends else None


def _past(tokens: Sequence[Token], place: int, end: int) -> int:
    while place < len(tokens) and tokens[place].start < end:
        place += 1
    return place


def _half(tokens: Sequence[Token], place: int) -> tuple[int, int | None]:
    """ "am", "p.m." and the place after it."""
    lows = [token.low for token in tokens[place : place + 4]]
    if lows and lows[0] in _HALVES:
        return place + 1, _HALVES[lows[0]]
    if len(lows) >= 3 and lows[0] in ("a", "p") and lows[1] == "." and lows[2] == "m":
        return place + 3 + (lows[3:] == ["."]), 0 if lows[0] == "a" else 12
    return place, None


def _at(hour: int, minute: int, after: int, half: int | None, *, twelve: bool) -> When | None:
    if half is not None:
        return When(after, time=dt.time(hour % 12 + half, minute)) if 1 <= hour <= 12 else None
    return When(after, time=dt.time(hour, minute), twelve=twelve and 1 <= hour <= 11)


def _date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _ago(tokens: Sequence[Token], place: int) -> When | None:
    """ "2 days ago"."""
    lows = [fold(token.text) for token in tokens[place : place + 3]]
    if len(lows) == 3 and lows[1] in ("days", "day") and lows[2] in _AGO and lows[0].isascii() and lows[0].isdigit():
        return When(place + 3, days=min(int(lows[0][:4]), 366))
    return None


def settle(said: Sequence[When], *, now: dt.datetime, today: dt.date) -> tuple[dt.date | None, dt.time | None]:
    """The day and the time that all phrases together say; a stated clock wins over a part of the day.

    A time of the twelve-hour clock with nothing beside it is the last one that has been: “at 8” said at 21:00 is 20:00.
    """
    day = next((found for when in said if (found := _day(when, today)) is not None), None)
    exact = next((when for when in said if when.time is not None and not when.loose), None)
    loose = next((when for when in said if when.time is not None and when.loose), None)
    if exact is None:
        return day, loose.time if loose else None
    time = exact.time
    if exact.twelve and time is not None:
        later = time.replace(hour=time.hour + 12)
        if loose and loose.time:
            time = later if loose.time.hour >= 15 else time
        elif day in (None, today) and later <= now.time():
            time = later
    return day, time


def _day(when: When, today: dt.date) -> dt.date | None:
    if when.date is not None:
        return when.date
    if when.weekday is not None:
        return today - dt.timedelta(days=(today.weekday() - when.weekday) % 7 or 7)
    return None if when.days is None else today - dt.timedelta(days=when.days)


def says_again(said: Sequence[When], when: When) -> bool:
    """Whether a time says again, or otherwise, what was said before it."""
    day = when.days is not None or when.weekday is not None or when.date is not None
    days = any(one.days is not None or one.weekday is not None or one.date is not None for one in said)
    exact = when.time is not None and not when.loose
    return (
        (day and days)
        or (exact and any(one.time is not None and not one.loose for one in said))
        or (when.loose and any(one.loose for one in said))
    )
