"""Where a curator's edit and a new file disagree: the edit stays, and the question is put into the queue, once."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass

from django.db.models import QuerySet

from foods.importing.merging import Plain
from foods.models import Concern, ConcernKind, ConcernState, ImportRun

NO_QUESTION = {"state", "unverified"}  # who took a food out of sight, or looked at it, was not asked by a file


@dataclass(frozen=True, slots=True)
class Conflict:
    food_id: int
    changes: dict[str, list[Plain | list]]  # field → [as it stands, as the file has it]
    successor_id: int | None = None  # the food that took its place, where the file says so

    @property
    def mark(self) -> str:
        """The same for the same values: what was decided once is not asked again."""
        text = json.dumps([self.food_id, self.changes], sort_keys=True, ensure_ascii=False)
        return f"conflict:{hashlib.sha256(text.encode()).hexdigest()[:40]}"


def asked_about() -> set[int]:
    """Foods about which a conflict stands in the queue."""
    return set(_open().values_list("food_id", flat=True))


def settle(looked_at: set[int], conflicts: list[Conflict], *, run: ImportRun | None, now: dt.datetime) -> None:
    """Put these conflicts into the queue; what stood there about `looked_at` with other values is no longer so."""
    marks = {conflict.mark: conflict for conflict in conflicts}
    if looked_at:
        _open().filter(food_id__in=looked_at).exclude(mark__in=marks).update(state=ConcernState.GONE)
    if not marks:
        return
    Concern.objects.filter(mark__in=marks, state=ConcernState.GONE).update(state=ConcernState.OPEN)
    known = set(Concern.objects.filter(mark__in=marks).values_list("mark", flat=True))
    Concern.objects.bulk_create([
        Concern(
            kind=ConcernKind.CONFLICT, food_id=one.food_id, run=run, mark=mark, raised_at=now, facts=_facts(one)
        )
        for mark, one in marks.items()
        if mark not in known
    ])  # fmt: skip


def _open() -> QuerySet[Concern]:
    return Concern.objects.filter(kind=ConcernKind.CONFLICT, state=ConcernState.OPEN)


def _facts(conflict: Conflict) -> dict[str, object]:
    facts: dict[str, object] = {"changes": conflict.changes}
    return facts | {"successor": conflict.successor_id} if conflict.successor_id else facts
