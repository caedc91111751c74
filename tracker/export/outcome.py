"""What bringing an export back does, or would do."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Outcome:
    """How many rows of each section are new, and how many were there already; of foods the own ones ("own_foods").

    `to_read`: rows that stay with the account they came from. `made_own`: foods of the table there that are not here
    and become own ones. `clock`: time zone and start of the day that the account takes over; None where it keeps its
    own.
    """

    new: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    to_read: Counter[str] = field(default_factory=Counter)
    made_own: int = 0
    clock: tuple[str, dt.time] | None = None

    @property
    def anything_new(self) -> bool:
        return bool(self.clock) or any(self.new.values())
