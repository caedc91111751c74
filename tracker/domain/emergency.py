"""Whom to call, by the country of a time zone. Pure; docs/care.md, Whom to call.

Only numbers that are the same in the whole country are here. Where none is known, 112 is given, and said to be perhaps
another: most mobile networks pass it on.
"""

from typing import NamedTuple

from tracker.domain.zones import market_for_zone


class Line(NamedTuple):
    """Somebody to talk to, day and night."""

    name: str
    number: str


class Numbers(NamedTuple):
    """`known`: the emergency number is this country's. `crisis`: lines for thoughts of self-harm; may be none."""

    emergency: str
    crisis: tuple[Line, ...] = ()
    known: bool = True


_SAMARITANS = Line("Samaritans", "116 123")
_LIFELINE_988 = Line("988 Suicide & Crisis Lifeline", "988")
_ELSEWHERE = Numbers("112", known=False)
_BY_COUNTRY = {
    "US": Numbers("911", (_LIFELINE_988,)),
    "CA": Numbers("911", (Line("9-8-8 Suicide Crisis Helpline", "988"),)),
    "UK": Numbers("999", (_SAMARITANS,)),
    "IE": Numbers("112", (_SAMARITANS,)),
    "DE": Numbers("112", (Line("TelefonSeelsorge", "0800 111 0 111"),)),
    "AT": Numbers("112", (Line("Telefonseelsorge", "142"),)),
    "CH": Numbers("112", (Line("Die Dargebotene Hand", "143"),)),
    "FR": Numbers("112", (Line("3114", "3114"),)),
    "EU": Numbers("112"),
    "AU": Numbers("000", (Line("Lifeline", "13 11 14"),)),
    "NZ": Numbers("111", (Line("1737", "1737"),)),
    "JP": Numbers("119"),
    "IN": Numbers("112", (Line("Tele-MANAS", "14416"),)),
}
_COUNTRY_OF_ZONE = {  # where it is not the market of the zone
    "Eire": "IE", "Europe/Dublin": "IE",
    "Europe/Vienna": "AT",
    "Europe/Zurich": "CH", "Europe/Vaduz": "CH",
    "NZ": "NZ", "NZ-CHAT": "NZ", "Pacific/Auckland": "NZ", "Pacific/Chatham": "NZ",
}  # fmt: skip
_OUT_OF_REACH = ("Antarctica/", "Arctic/", "Pacific/Norfolk")  # beginnings of zones that have lines of their own


def numbers_for(time_zone: str) -> Numbers:
    """The numbers where somebody with this time zone probably is; 112, not `known`, for any other and for none."""
    if time_zone.startswith(_OUT_OF_REACH):
        return _ELSEWHERE
    return _BY_COUNTRY.get(_COUNTRY_OF_ZONE.get(time_zone) or market_for_zone(time_zone), _ELSEWHERE)
