"""Where in the queue a curator stands: which kind, which page, beside the list or on a page of its own."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Case, Q, QuerySet, SmallIntegerField, Value, When
from django.urls import reverse

from foods.curation.kinds import GRAVITY, LEAST_GRAVE, gravity_of
from foods.models import Concern, ConcernKind, ConcernState

MOST_COUNTED = 10_000
_COUNTS = (
    "SELECT kind, COUNT(*) FROM (SELECT kind FROM foods_concern WHERE state = 'open' LIMIT %s) AS waiting GROUP BY kind"
)
_GRAVITY = Case(  # as `gravity_of`
    When(kind__in=(ConcernKind.PROPOSAL, ConcernKind.CORRECTION), facts__has_key="newcomer", then=Value(LEAST_GRAVE)),
    *(When(kind=kind, then=Value(place)) for kind, place in GRAVITY.items()),
    output_field=SmallIntegerField(),
)
_TABS = {ConcernKind.DUPLICATE: "curate_duplicates", ConcernKind.OUTLIER: "curate_outliers"}


@dataclass(frozen=True)
class Place:
    kind: str = ""  # "" is every kind
    page: int = 1
    side: bool = False  # opened beside the list

    @property
    def tab(self) -> str:
        return {"curate_duplicates": "duplicates", "curate_outliers": "outliers"}.get(self._name, "queue")

    @property
    def _name(self) -> str:
        return _TABS.get(self.kind, "curate")  # type: ignore[call-overload]

    def queue(self, *, at: int | None = None, page: int | None = None) -> str:
        """The list, with the item `at` opened beside it."""
        page = self.page if page is None else page
        asked = {"kind": self.kind if self._name == "curate" else "", "page": page if page > 1 else "", "at": at or ""}
        return _with(reverse(self._name), asked)

    def item(self, pk: int, name: str = "curate_item") -> str:
        """The page of an item, or with `name` what can be done with it."""
        return _with(reverse(name, args=[pk]), self._asked)

    def go_on(self, pk: int | None) -> str:
        """Where a decision leads: to the next item, in the same manner as before; to the list where there is none."""
        return self.queue(at=pk) if self.side or pk is None else self.item(pk)

    @property
    def _asked(self) -> dict[str, object]:
        return {"kind": self.kind, "page": self.page if self.page > 1 else "", "side": 1 if self.side else ""}

    @property
    def query(self) -> str:
        asked = urlencode({name: value for name, value in self._asked.items() if value != ""})
        return f"?{asked}" if asked else ""


def _with(address: str, asked: dict[str, object]) -> str:
    query = urlencode({name: value for name, value in asked.items() if value != ""})
    return f"{address}?{query}" if query else address


def open_concerns(kind: str = "") -> QuerySet[Concern]:
    """What waits, in the order of the queue: most eaten first, then what is gravest, then what came first."""
    waiting = Concern.objects.filter(state=ConcernState.OPEN).alias(gravity=_GRAVITY)
    return (waiting.filter(kind=kind) if kind else waiting).order_by("-logged", "gravity", "pk")


def neighbour(concern: Concern, kind: str, *, after: bool) -> int | None:
    """The open item that follows or precedes this one, whether or not this one is still open."""
    gravity = gravity_of(concern)
    # the first part of each is what the index can use
    further = Q(logged__lte=concern.logged) & (
        Q(logged__lt=concern.logged) | Q(gravity__gt=gravity) | Q(gravity=gravity, pk__gt=concern.pk)
    )
    nearer = Q(logged__gte=concern.logged) & (
        Q(logged__gt=concern.logged) | Q(gravity__lt=gravity) | Q(gravity=gravity, pk__lt=concern.pk)
    )
    found = open_concerns(kind).filter(further if after else nearer)
    found = found if after else found.order_by("logged", "-gravity", "-pk")
    return found.values_list("pk", flat=True).first()


def next_of(concern: Concern, kind: str) -> int | None:
    """What to look at once this one is decided: the next, else the one before."""
    return neighbour(concern, kind, after=True) or neighbour(concern, kind, after=False)


@dataclass(frozen=True)
class Counts:
    """How many wait, by kind; counted to 10,000 and no further."""

    by_kind: dict[str, int]

    @classmethod
    def build(cls) -> "Counts":
        with connection.cursor() as cursor:
            cursor.execute(_COUNTS, [MOST_COUNTED + 1])
            return cls(dict(cursor.fetchall()))

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.total > MOST_COUNTED

    def words(self, kind: str = "") -> str:
        number = self.by_kind.get(kind, 0) if kind else min(self.total, MOST_COUNTED)
        return f"{number:,}{'+' if self.more else ''}"

    @property
    def queue(self) -> str:
        return self.words()

    @property
    def duplicates(self) -> str:
        return self.words(ConcernKind.DUPLICATE)

    @property
    def outliers(self) -> str:
        return self.words(ConcernKind.OUTLIER)
