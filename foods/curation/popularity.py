"""How often foods are logged: what most people eat is looked at first.

Foods know nothing of people's logs: whoever does registers a counter. A counter gives how often each food was logged
by everybody together in the last 30 days, and nothing for a food that fewer than three people logged, so that no count
is one person's habit.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from foods.models import Concern, ConcernState

Counter = Callable[[Iterable[int]], Mapping[int, int]]
FEWEST_PEOPLE = 3
DAYS = 30
_CHUNK = 500


def nobody(food_ids: Iterable[int]) -> Mapping[int, int]:
    return {}


_registered: list[Counter] = [nobody]


def register(counter: Counter) -> Counter:
    """Ask this one from now on; returns the one asked before."""
    before, _registered[0] = _registered[0], counter
    return before


def logged(food_ids: Iterable[int]) -> Mapping[int, int]:
    """How often each of these was logged; one that is not named counts 0."""
    ids = list(food_ids)
    return _registered[0](ids) if ids else {}


def refresh(now: dt.datetime) -> int:
    """Bring the counts of what is open up to date; returns how many changed. What somebody new sent keeps 0: it stands
    behind the rest (`foods.proposing`)."""
    changed, last = 0, 0
    concerns = Concern.objects.filter(state=ConcernState.OPEN, food__isnull=False).order_by("pk")
    concerns = concerns.exclude(facts__has_key="newcomer")
    while some := list(concerns.filter(pk__gt=last).only("pk", "food_id", "logged")[:_CHUNK]):
        last = some[-1].pk
        counts = logged({concern.food_id for concern in some if concern.food_id})
        fresh = [concern for concern in some if concern.logged != counts.get(concern.food_id or 0, 0)]
        for concern in fresh:
            concern.logged = counts.get(concern.food_id or 0, 0)
        Concern.objects.bulk_update(fresh, ["logged"])
        changed += len(fresh)
    return changed
