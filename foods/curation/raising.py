"""From doubts to the queue: each once, none again that was decided, and never so many that nobody looks any more.

A food that people log always comes into the queue. Of foods that nobody logs at most `ROOM` items of a kind are open
at a time, those that are furthest off first; the others come up as these are decided.
"""

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import count

from foods.curation.popularity import logged
from foods.curation.rules import Doubt
from foods.models import Concern, ConcernState

ROOM = 500
_CHUNK = 500
# What was done about a doubt took its values away: where they are back, it is back.
_COMES_BACK = (ConcernState.GONE, ConcernState.ACCEPTED, ConcernState.MERGED, ConcernState.RETIRED)


@dataclass
class Raised:
    """What a look through the table found and did, by kind."""

    found: Counter[str] = field(default_factory=Counter)
    raised: Counter[str] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)  # found, and left for when there is room
    gone: int = 0


class Queue:
    """Takes doubts as they are found; what nobody logs waits until `finish` shows which come first."""

    def __init__(self, *, now: dt.datetime) -> None:
        self.now, self.report = now, Raised()
        self._later: dict[str, list[tuple]] = {}
        self._number = count()

    def take(self, doubts: Collection[Doubt]) -> None:
        """Doubts about some foods, all that there are about each of them."""
        for doubt in doubts:
            self.report.found[doubt.kind] += 1
        known = _known(doubts)
        fresh = [doubt for doubt in doubts if doubt.mark not in known]
        self._again(doubt for doubt in doubts if known.get(doubt.mark) in _COMES_BACK)
        counts = logged({doubt.food_id for doubt in fresh})
        self._add([(doubt, counts[doubt.food_id]) for doubt in fresh if counts.get(doubt.food_id)])
        for doubt in fresh:
            if not counts.get(doubt.food_id) and not doubt.only_logged:
                self._keep_for_later(doubt)

    def _keep_for_later(self, doubt: Doubt) -> None:
        """The best `ROOM` of a kind; a heap gives up the worst first."""
        heap = self._later.setdefault(doubt.kind, [])
        item = (_Backwards(doubt.rank), next(self._number), doubt)
        if len(heap) < ROOM:
            heapq.heappush(heap, item)
        else:
            heapq.heappushpop(heap, item)
            self.report.waiting[doubt.kind] += 1

    def _again(self, doubts: Iterable[Doubt]) -> None:
        by_mark = {doubt.mark: doubt for doubt in doubts}
        for concern in Concern.objects.filter(mark__in=by_mark, state__in=_COMES_BACK):
            doubt = by_mark[concern.mark]
            concern.state, concern.facts, concern.raised_at = ConcernState.OPEN, doubt.facts, self.now
            concern.decided_by = concern.decided_at = concern.undo = concern.first_by = concern.first_at = None
            concern.reason = ""
            concern.save()
            self.report.raised[doubt.kind] += 1

    def _add(self, doubts: Iterable[tuple[Doubt, int]]) -> None:
        concerns = [
            Concern(
                kind=doubt.kind, food_id=doubt.food_id, other_id=doubt.other_id, mark=doubt.mark, facts=doubt.facts,
                logged=times, raised_at=self.now,
            )
            for doubt, times in doubts
        ]  # fmt: skip
        Concern.objects.bulk_create(concerns, ignore_conflicts=True, batch_size=_CHUNK)
        self.report.raised.update(concern.kind for concern in concerns)

    def finish(self) -> Raised:
        """Fill the room that is left with what comes first."""
        for kind, heap in self._later.items():
            open_ones = Concern.objects.filter(state=ConcernState.OPEN, kind=kind, logged=0).count()
            room = max(0, ROOM - open_ones)
            in_order = sorted(heap, key=lambda item: (item[2].rank, item[1]))
            ordered = list({doubt.mark: doubt for _rank, _number, doubt in in_order}.values())
            self._add([(doubt, 0) for doubt in ordered[:room]])
            self.report.waiting[kind] += len(ordered[room:])
        self._later = {}
        return self.report


class _Backwards(tuple):
    """A rank that compares the other way round: a heap keeps its smallest in front, and that one goes first."""

    __slots__ = ()

    def __new__(cls, rank: tuple) -> "_Backwards":
        return super().__new__(cls, rank)

    def __lt__(self, other: tuple) -> bool:
        return tuple.__gt__(self, other)

    def __gt__(self, other: tuple) -> bool:
        return tuple.__lt__(self, other)


def _known(doubts: Iterable[Doubt]) -> dict[str, str]:
    marks = [doubt.mark for doubt in doubts]
    found: dict[str, str] = {}
    for start in range(0, len(marks), _CHUNK):
        some = Concern.objects.filter(mark__in=marks[start : start + _CHUNK])
        found.update(some.values_list("mark", "state"))
    return found
