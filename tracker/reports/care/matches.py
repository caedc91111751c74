"""What typing a name finds, as the pages of Care print it."""

from dataclasses import dataclass

from accounts.models import User
from tracker.domain.medicines import MEDICINES
from tracker.domain.zones import market_for_zone
from tracker.reports.names import Match, find_conditions, find_medicines

ELSEWHERE = {"b12": "log", "nitrous_oxide": "gas", "alcohol": "conditions"}  # groups that have a page of their own

FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Found:
    """`query` as typed, and what was found, best first."""

    query: str
    matches: tuple[Match, ...]

    @property
    def asked(self) -> bool:
        """Whether enough was typed to look for."""
        return len(self.query) >= FEWEST_LETTERS

    @property
    def may_be_other(self) -> bool:
        """Whether it can be added as typed: B12 itself is logged, by whatever name."""
        return not self.matches or any(match.kind != "b12" for match in self.matches)

    @property
    def repaired(self) -> bool:
        return any(match.repaired for match in self.matches)


def medicines_called(query: str, person: User) -> Found:
    """Brands of the person's own market come first; that follows from their time zone."""
    return Found(query, find_medicines(query, market=market_for_zone(person.time_zone)) if query else ())


def conditions_called(query: str) -> Found:
    return Found(query, find_conditions(query) if query else ())


def holds_metformin(match: Match) -> bool:
    """Whether it is a fixed combination: what was typed may be only what stands beside the metformin in it."""
    row = MEDICINES.get(match.key)
    return row is not None and row.group == "metformin" and match.key != "metformin"


def leads_to(match: Match) -> str:
    """The name of the address where this one is kept; "" for a medicine like others."""
    return ELSEWHERE.get(MEDICINES[match.key].group, "") if match.key in MEDICINES else ""
