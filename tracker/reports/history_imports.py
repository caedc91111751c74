"""The pages of histories from other trackers: what was brought in so far, what a file would do, what a name becomes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foods import search
from foods.choices import State
from foods.models import Food, Portion
from foods.search import Hit
from tracker.models import HistoryChoice, HistoryFormat, HistoryImport, HistoryName, HistoryRow, HistoryState

LINES, NAMES, REFUSED, HITS = 20, 25, 20, 10
MOST_PAGES = 10_000
WHERE: Mapping[str, str | Promise] = {  # how to get the file out of each tracker
    HistoryFormat.CRONOMETER: gettext_lazy(
        "on its website: More → Account → Export Data → Food & Recipe Entries (servings.csv). It knows B12."
    ),
    HistoryFormat.MYFITNESSPAL: gettext_lazy(
        "its export has a row for each meal, without foods and without B12. Those come in as unknown, or not at all."
    ),
    HistoryFormat.SPARKYFITNESS: gettext_lazy(
        "Reports → Export as CSV. It has B12 only where you made it a nutrient of your own."
    ),
    HistoryFormat.WAISTLINE: gettext_lazy("Settings → Import/Export → the backup (JSON). It knows B12 where you do."),
    HistoryFormat.APPLE_HEALTH: gettext_lazy(
        "your picture → Export All Health Data. Send the zip as it is; only foods and B12 are read."
    ),
    HistoryFormat.HEALTH_CONNECT: gettext_lazy("Settings → Health Connect → Export. Send the zip as it is."),
}


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One file in the list. `mark`: how its state looks."""

    uid: Any
    tracker: str
    state: str
    on: dt.datetime
    rows: int
    entries: int


@dataclass(frozen=True, slots=True)
class ImportsPage:
    lines: list[ImportLine]
    page: int
    older: bool
    trackers: list[tuple[str, str | Promise]]

    @classmethod
    def build(cls, person: User, *, page: int) -> "ImportsPage":
        """One query."""
        start = (min(page, MOST_PAGES) - 1) * LINES
        runs = person.history_imports.order_by("-created_at", "-pk").annotate(
            n_rows=Count("rows"), n_entries=Count("rows__entry")
        )[start : start + LINES + 1]
        lines = [
            ImportLine(
                run.uid, run.get_format_display(), run.get_state_display(), run.created_at, run.n_rows, run.n_entries
            )
            for run in runs
        ]
        trackers = [(HistoryFormat(key).label, words) for key, words in WHERE.items()]
        return cls(lines[:LINES], page, len(lines) > LINES, trackers)


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name of the file: `number` is that of a row which has it; `becomes` in words, `choice` as it is kept."""

    number: int
    name: str
    times: int
    known: int
    choice: str
    becomes: str
    brand: str

    @property
    def unknown(self) -> int:
        return self.times - self.known


@dataclass(frozen=True, slots=True)
class ImportPage:
    """What a file would do, or did. `chosen`: a name in it stands for a food that has a figure.

    `there`: rows that are in the log by now, from here or from another file. `days_there` of `days`: days of the file
    that hold other entries already.
    """

    run: HistoryImport
    tracker: str
    rows: int
    known: int
    untimed: int
    there: int
    entries: int
    days: int
    days_there: int
    chosen: bool
    first: dt.date | None
    last: dt.date | None
    n_names: int
    names: list[NameLine]
    page: int
    more: bool
    refused: list[dict]
    n_refused: int

    @property
    def unknown(self) -> int:
        return self.rows - self.known

    @property
    def new(self) -> int:
        return self.rows - self.there

    @property
    def left(self) -> int:
        """Rows of a file that was brought in which made no entry of this import."""
        return self.rows - self.entries

    @property
    def waits(self) -> bool:
        return self.run.state != HistoryState.DONE

    @property
    def done(self) -> bool:
        return self.run.state == HistoryState.DONE

    @property
    def undone(self) -> bool:
        return self.run.state == HistoryState.UNDONE

    @classmethod
    def build(cls, run: HistoryImport, *, page: int) -> "ImportPage":
        """Five queries: the sums, the days that hold other entries, names, and what they become."""
        page = min(page, MOST_PAGES)
        same = run.owner.entries(manager="with_removed").filter(uid=OuterRef("key"))
        removed = HistoryRow.removed_by(run.owner).filter(key=OuterRef("key"))
        sums = run.rows.order_by().aggregate(
            rows=Count("pk"),
            known=Count("ug"),
            untimed=Count("pk", filter=Q(timed=False)),
            there=Count("pk", filter=Exists(same) | Exists(removed)),
            entries=Count("entry"),
            days=Count("local_date", distinct=True),
            first=Min("local_date"),
            last=Max("local_date"),
            n_names=Count("name", distinct=True),
        )
        names, more = _names(run, page)
        refused, n_refused = _refused(run)
        return cls(
            run=run, tracker=run.get_format_display(), days_there=_days_there(run), names=names, page=page, more=more,
            refused=refused, n_refused=n_refused, chosen=_has_chosen(run), **sums,
        )  # fmt: skip


def _has_chosen(run: HistoryImport) -> bool:
    names = run.rows.order_by().exclude(ug=None).values("name")
    kept = run.owner.history_names.filter(format=run.format, choice=HistoryChoice.FOOD, name__in=names)
    return kept.exclude(food__b12_ug=None).exists()


def _days_there(run: HistoryImport) -> int:
    """Days of the file on which something else is logged."""
    days = run.rows.order_by().values("local_date")
    others = run.owner.entries.filter(local_date__in=days).exclude(uid__in=run.rows.order_by().values("key"))
    return others.order_by().values("local_date").distinct().count()


def _names(run: HistoryImport, page: int) -> tuple[list[NameLine], bool]:
    start = (page - 1) * NAMES
    rows = list(
        run.rows.order_by()
        .values("name")
        .annotate(times=Count("pk"), known=Count("ug"), number=Min("number"))
        .order_by("-times", "name")[start : start + NAMES + 1]
    )
    kept = run.owner.history_names.filter(format=run.format, name__in=[row["name"] for row in rows[:NAMES]])
    said = {one.name: one for one in kept.select_related("food")}
    return [_name_line(row, said.get(row["name"])) for row in rows[:NAMES]], len(rows) > NAMES


def _name_line(row: Mapping[str, Any], said: HistoryName | None) -> NameLine:
    choice, becomes, brand = HistoryChoice.OWN, "", ""
    if said is not None and said.choice == HistoryChoice.OUT:
        choice = HistoryChoice.OUT
    elif said is not None and said.food is not None and said.food.state == State.PUBLISHED:
        choice, becomes, brand = HistoryChoice.FOOD, said.food.name, said.food.brand
    return NameLine(
        row["number"], row["name"], row["times"], row["known"], choice, becomes, brand,
    )  # fmt: skip


def _refused(run: HistoryImport) -> tuple[list[dict], int]:
    """The first ones, and how many there were in all."""
    rows = [one for one in run.refused if "line" in one]
    return rows[:REFUSED], len(rows) + sum(one.get("more", 0) for one in run.refused)


def refused_rows(run: HistoryImport) -> list[dict]:
    """All that are kept."""
    return [one for one in run.refused if "line" in one]


@dataclass(frozen=True, slots=True)
class NamePage:
    """One name of a file, and what it could become. `counted`: what it is counted in, apart from g and ml."""

    row: HistoryRow
    times: int
    known: int
    said: HistoryName | None
    query: str
    hits: list[Hit]
    portions: list[Portion]
    counted: list[str]

    @property
    def choice(self) -> str:
        return self.said.choice if self.said else HistoryChoice.OWN

    @property
    def food_id(self) -> int:
        return self.said.food_id or 0 if self.said else 0

    @property
    def portion_id(self) -> int:
        return self.said.portion_id or 0 if self.said else 0

    @classmethod
    def build(cls, run: HistoryImport, row: HistoryRow, *, query: str) -> "NamePage":
        same = run.rows.filter(name=row.name).order_by()
        sums = same.aggregate(times=Count("pk"), known=Count("ug"))
        units = same.exclude(unit__in=("g", "ml")).values_list("unit").annotate(n=Count("pk")).order_by("-n")[:3]
        said = run.owner.history_names.filter(format=run.format, name=row.name).select_related("food").first()
        query = query or row.name[:100]
        hits = [*search.search(query, owner_id=run.owner_id, limit=HITS).hits]
        return cls(
            row=row, said=said, query=query, hits=hits, counted=[unit or _("portion") for unit, _n in units],
            portions=list(said.food.portions.all()) if said and said.food else [], **sums,
        )  # fmt: skip


def offered_to(person: User) -> QuerySet[Food]:
    """Foods that a name may become."""
    return Food.objects.filter(Q(owner=None) | Q(owner=person), state=State.PUBLISHED)
