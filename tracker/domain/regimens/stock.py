"""How long what is left lasts. Pure; docs/care.md, Regimens."""

import datetime as dt
from collections.abc import Sequence
from itertools import islice

from tracker.domain.regimens.plans import Plan, Skipped, Taken
from tracker.domain.regimens.standing import next_slots

MOST_DAYS = 3653  # ten years: nothing that is bought lasts longer


def runs_out(
    plan: Plan, *, left_doses: int, today: dt.date, taken: Sequence[Taken], skipped: Sequence[Skipped]
) -> dt.date | None:
    """The day on which the last dose that is left will be had, if the plan is kept; today where none is left.

    None where nobody can say (as needed) or where it lasts: longer than the plan, or for ten years.
    """
    if left_doses > MOST_DAYS:
        return None
    coming = next_slots(plan, taken=taken, skipped=skipped, today=today)
    last = next(islice(coming, max(left_doses, 1) - 1, None), None)
    if last is None or (last.on - today).days > MOST_DAYS:
        return None
    return max(last.on, today) if left_doses > 0 else today
