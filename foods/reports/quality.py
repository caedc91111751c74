"""How good the table is, counted openly: by grade, data set, market and age, against the USDA's lists, and of late.

Counting passes over every food once, which takes seconds where there are a million: `manage.py check_foods` does it
each night and keeps the counts; without them, or where they are older than two days, the page counts for itself.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foods.choices import Grade, State
from foods.models import Food, QualityCount, Source
from foods.reliability import GRADE_MEANS

KEPT_FOR = dt.timedelta(days=2)
MONTH = dt.timedelta(days=30)
LATEST = 10
MOST_MARKETS = 12
AGES = ((2, gettext_lazy("up to 2 years")), (5, gettext_lazy("2 to 5 years")), (10, gettext_lazy("5 to 10 years")))
OLDER, UNDATED = gettext_lazy("more than 10 years"), gettext_lazy("no date")


@dataclass(frozen=True)
class UsdaList:
    """A list of the USDA: how many foods it holds, and how many of them with a figure for B12."""

    key: str
    edition: str
    foods: int
    with_b12: int


# Counted from the published files: FOOD_DES and NUT_DATA of SR28; the workbook of nutrient values of FNDDS;
# foundation_food.csv and food_nutrient.csv of the download of April 2023.
USDA = (
    UsdaList("usda-fndds", "FNDDS 2021–2023", 5_432, 5_431),
    UsdaList("usda-sr28", "SR28 (2015)", 8_789, 7_596),
    UsdaList("usda-foundation", "Foundation Foods 2023-04", 236, 44),
)


@dataclass(frozen=True)
class Share:
    """A line of a table. `percent` and the `width` of the bar are of all foods: its track is the whole table."""

    key: str
    label: str
    meaning: str
    foods: int
    known: int
    percent: str
    width: str
    before: int | None = None  # foods a month ago

    @property
    def more(self) -> str:
        """By how much it grew in a month; empty where nothing is known or changed."""
        change = 0 if self.before is None else self.foods - self.before
        return f"{change:+,d}".replace("-", "−") if change else ""


@dataclass(frozen=True)
class Covered:
    edition: str
    ours: int
    theirs: int
    width: str


@dataclass(frozen=True)
class Latest:
    """A change of late; the address is empty where the page of the food is gone."""

    on: dt.datetime
    name: str
    url: str
    what: str


@dataclass(frozen=True)
class QualityPage:
    day: dt.date
    total: int
    known: int
    unverified: int
    grades: list[Share]
    sources: list[tuple[Source, Share]]
    ages: list[Share]
    markets: list[Share]
    coverage: list[Covered]
    added: int
    changed: int
    retired: int
    latest: list[Latest]

    @property
    def unknown(self) -> int:
        return self.total - self.known

    @classmethod
    def build(cls, *, today: dt.date) -> "QualityPage":
        counts = list(QualityCount.objects.filter(day__lte=today)[:1])
        fresh = counts and counts[0].day > today - KEPT_FOR
        day, figures = (counts[0].day, counts[0].figures) if fresh else (today, count(today=today))
        before = QualityCount.objects.filter(day__lte=day - MONTH).first()
        earlier = before.figures if before else {}
        total = sum(foods for foods, _known in figures["grade"].values())
        return cls(
            day=day,
            total=total,
            known=sum(known for _foods, known in figures["grade"].values()),
            unverified=figures["unverified"],
            grades=_grades(figures, earlier, total),
            sources=_sources(figures, earlier, total),
            ages=_ages(figures, earlier, total, day),
            markets=_markets(figures, earlier, total),
            coverage=[_covered(one, figures["source"]) for one in USDA],
            latest=_latest(),
            **figures["month"],
        )


def count_today(*, today: dt.date) -> QualityCount:
    """Count the table and keep it for this day, in place of an earlier count of the same day."""
    return QualityCount.objects.update_or_create(day=today, defaults={"figures": count(today=today)})[0]


def count(*, today: dt.date) -> dict[str, Any]:
    """{"grade" | "source" | "year" | "market": {key: [foods, of them with a figure]}, "unverified", "month"}."""
    groups = (
        Food.objects.published()
        .order_by()
        .annotate(year=Substr("figure_date", 1, 4))
        .values_list("grade", "source__key", "year", "market", "unverified")
        .annotate(foods=Count("pk"), known=Count("b12_ug"))
    )
    names = ("grade", "source", "year", "market")
    figures: dict[str, Any] = {name: {} for name in names} | {"unverified": 0}
    for *keys, unverified, foods, known in groups:
        figures["unverified"] += foods if unverified else 0
        for name, key in zip(names, keys, strict=True):
            pair = figures[name].setdefault(key, [0, 0])
            pair[0] += foods
            pair[1] += known
    return figures | {"month": _month(today)}


def _month(today: dt.date) -> dict[str, int]:
    """Foods that came, changed or went in the last 30 days; one that did several things counts for the last of them."""
    since = dt.datetime.combine(today - MONTH, dt.time(), tzinfo=dt.UTC)
    rows = Food.history.filter(history_date__gte=since, owner__isnull=True).order_by("history_date", "history_id")
    came: set[int] = set()
    last: dict[int, str] = {}
    for pk, kind, state in rows.values_list("id", "history_type", "state").iterator(chunk_size=2_000):
        if kind == "+":
            came.add(pk)
        last[pk] = "retired" if state == State.RETIRED else "added" if pk in came else "changed"
    told = Counter(last.values())
    return {"added": told["added"], "changed": told["changed"], "retired": told["retired"]}


def _share(key: str, label: str, meaning: str, counted: tuple[int, int], before: int | None, total: int) -> Share:
    foods, known = counted
    percent = f"{100 * foods / total:.0f}" if total else "0"
    return Share(
        key, str(label), str(meaning), foods, known,
        percent="<1" if percent == "0" and foods else percent,
        width=f"{100 * foods / total:.1f}" if total else "0",
        before=before,
    )  # fmt: skip


def _shares(
    rows: Iterable[tuple[str, str, str]], now: dict[str, list[int]], earlier: dict[str, list[int]] | None, total: int
) -> list[Share]:
    """Lines for (key, label, meaning), as they come."""
    return [
        _share(
            key, label, meaning,
            tuple(now.get(key, (0, 0))),
            None if earlier is None else earlier.get(key, [0])[0],
            total,
        )
        for key, label, meaning in rows
    ]  # fmt: skip


def _grades(figures: dict, earlier: dict, total: int) -> list[Share]:
    rows = [(grade.value, grade.label, GRADE_MEANS[grade]) for grade in Grade if figures["grade"].get(grade.value)]
    return _shares(rows, figures["grade"], earlier.get("grade"), total)


def _sources(figures: dict, earlier: dict, total: int) -> list[tuple[Source, Share]]:
    """Largest first; the sources themselves, because readers want their licence and address."""
    known = Source.objects.in_bulk([key for key in figures["source"] if key], field_name="key")
    keys = sorted(known, key=lambda key: (-figures["source"][key][0], key))
    rows = [(key, known[key].name, "") for key in keys]
    return [(known[share.key], share) for share in _shares(rows, figures["source"], earlier.get("source"), total)]


def _ages(figures: dict, earlier: dict, total: int, day: dt.date) -> list[Share]:
    labels = [*(label for _years, label in AGES), OLDER, UNDATED]
    now = _by_age(figures["year"], day.year)
    then = _by_age(earlier["year"], day.year) if "year" in earlier else None
    return _shares([(str(place), label, "") for place, label in enumerate(labels)], now, then, total)


def _by_age(years: dict[str, list[int]], this_year: int) -> dict[str, list[int]]:
    ages: dict[str, list[int]] = {}
    for year, (foods, known) in years.items():
        pair = ages.setdefault(str(_age(year, this_year)), [0, 0])
        pair[0] += foods
        pair[1] += known
    return ages


def _age(year: str, this_year: int) -> int:
    """Which of the ages a year belongs to: its place among the labels."""
    if not (year.isascii() and year.isdigit()):
        return len(AGES) + 1
    return next((place for place, (years, _label) in enumerate(AGES) if this_year - int(year) <= years), len(AGES))


def _markets(figures: dict, earlier: dict, total: int) -> list[Share]:
    """The largest; the rest in one line."""
    keys = sorted(figures["market"], key=lambda key: (-figures["market"][key][0], key))
    rows = [(key, key or _("any country"), "") for key in keys[:MOST_MARKETS]]
    shares = _shares(rows, figures["market"], earlier.get("market"), total)
    if rest := keys[MOST_MARKETS:]:
        counted = tuple(sum(figures["market"][key][part] for key in rest) for part in (0, 1))
        label = ngettext("%(count)d other country", "%(count)d other countries", len(rest)) % {"count": len(rest)}
        shares.append(_share("", label, "", counted, None, total))
    return shares


def _covered(theirs: UsdaList, ours: dict[str, list[int]]) -> Covered:
    have = ours.get(theirs.key, (0, 0))[1]
    return Covered(theirs.edition, have, theirs.with_b12, f"{min(100.0, 100 * have / theirs.with_b12):.1f}")


def _latest() -> list[Latest]:
    """The last changes of foods that everybody may see, one a food."""
    rows = Food.history.filter(owner__isnull=True).exclude(state=State.DRAFT).order_by("-history_date", "-history_id")
    seen: dict[int, Any] = {}
    for row in rows[: LATEST * 5]:
        seen.setdefault(row.id, row)
    shown = list(seen.values())[:LATEST]
    foods = Food.objects.filter(Q(owner__isnull=True), pk__in=[row.id for row in shown]).in_bulk()
    return [
        Latest(row.history_date, row.name, foods[row.id].get_absolute_url() if row.id in foods else "", _what(row))
        for row in shown
    ]


def _what(row: Any) -> str:
    if row.state == State.RETIRED:
        return _("retired")
    return _("new") if row.history_type == "+" else _("changed")
