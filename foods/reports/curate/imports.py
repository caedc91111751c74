"""Files that were brought in or tried: a list of the runs, newest first, and what can be brought in."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foods.importing import runs
from foods.models import ImportRun, RunState

ROWS_A_PAGE = 30
FORMATS = {
    "fdc_csv": gettext_lazy("FoodData Central, CSV"),
    "fdc_json": gettext_lazy("FoodData Central, JSON"),
    "sr28": gettext_lazy("Standard Reference 28"),
    "fndds": gettext_lazy("FNDDS, workbooks"),
    "ciqual": gettext_lazy("Ciqual"),
    "off": gettext_lazy("Open Food Facts"),
    "off_parquet": gettext_lazy("Open Food Facts, Parquet"),
    "dsld": gettext_lazy("Dietary Supplement Label Database"),
    "own_csv": gettext_lazy("own CSV"),
}


@dataclass(frozen=True)
class Origin:
    """A data set that can be brought in, in words, with the page it is offered on."""

    name: str
    what: str
    url: str = ""


def origins() -> tuple[Origin, ...]:
    return (
        Origin(
            _("FoodData Central (USDA)"),
            _("Foundation, SR Legacy, FNDDS and Branded, as CSV or JSON: the zip as it is, or its folder."),
            "https://fdc.nal.usda.gov/download-datasets",
        ),
        Origin(
            _("Standard Reference 28 and FNDDS (USDA)"),
            _("SR28 as text files; the workbooks of FNDDS."),
            "https://www.ars.usda.gov/northeast-area/beltsville-md-bhnrc/beltsville-human-nutrition-research-center/",
        ),
        Origin(_("Ciqual (Anses, France)"), _("The workbook, in French or English."), "https://ciqual.anses.fr/"),
        Origin(
            _("Open Food Facts"),
            _("CSV, JSONL or Parquet, also packed (.gz). Its licence keeps these rows in a file of their own."),
            "https://world.openfoodfacts.org/data",
        ),
        Origin(
            _("Dietary Supplement Label Database (NIH, US)"), _("Labels as JSON."), "https://dsld.od.nih.gov/"
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class RunRow:
    """A run in a list. `mark` is how its state looks: "now", "gap" or nothing."""

    name: str
    url: str
    format: str
    datasets: tuple[str, ...]
    dry_run: bool
    state: str
    mark: str
    counts: tuple[str, ...]
    who: str
    on: dt.datetime

    @classmethod
    def of(cls, run: ImportRun, by: Any, *, now: dt.datetime) -> "RunRow":
        state, mark = state_of(run, now=now)
        return cls(
            name=run.file_name,
            url=reverse("import_run", args=[run.pk]),
            format=format_of(run),
            datasets=datasets_of(run),
            dry_run=run.dry_run,
            state=state,
            mark=mark,
            counts=counts_of(run),
            who=who(run, by),
            on=run.created_at,
        )


@dataclass(frozen=True)
class ImportsPage:
    rows: list[RunRow]
    page: int
    has_next: bool
    origins: tuple[Origin, ...]

    @classmethod
    def build(cls, by: Any, *, page: int, now: dt.datetime) -> "ImportsPage":
        """One query: whether there is a next page is known without counting."""
        first = (page - 1) * ROWS_A_PAGE
        found = list(ImportRun.objects.all()[first : first + ROWS_A_PAGE + 1])
        rows = [RunRow.of(run, by, now=now) for run in found[:ROWS_A_PAGE]]
        return cls(rows, page, len(found) > ROWS_A_PAGE, origins())


def format_of(run: ImportRun) -> str:
    return str(FORMATS.get(run.format, run.format))


def datasets_of(run: ImportRun) -> tuple[str, ...]:
    return tuple(f"{key} {version}".strip() for key, version in sorted(run.datasets.items()))


def who(run: ImportRun, by: Any) -> str:
    """Never a name: curators are not there to watch each other. What a form began, one who has left may have."""
    if run.started_by_id is None and run.uid is None:
        return _("by command")
    return _("you") if run.started_by_id == by.pk else _("a curator")


def state_of(run: ImportRun, *, now: dt.datetime) -> tuple[str, str]:
    """In a word, and how it looks."""
    if runs.stalled(run, now):
        return _("stands still"), "gap"
    if run.state in (RunState.WAITING, RunState.RUNNING):
        return str(run.get_state_display()), "now"
    if run.state == RunState.CANCELLED:
        return _("stopped"), ""  # as the button says it
    return str(run.get_state_display()), "gap" if run.state == RunState.FAILED else ""


def counts_of(run: ImportRun) -> tuple[str, ...]:
    """What it did, without the zeros."""
    gone = run.retired + run.superseded
    counted = (
        (run.added, ngettext("%(n)s new", "%(n)s new", run.added)),
        (run.changed, ngettext("%(n)s changed", "%(n)s changed", run.changed)),
        (run.unchanged, ngettext("%(n)s as before", "%(n)s as before", run.unchanged)),
        (run.kept, ngettext("%(n)s kept as edited", "%(n)s kept as edited", run.kept)),
        (gone, ngettext("%(n)s retired", "%(n)s retired", gone)),
        (run.refused, ngettext("%(n)s row refused", "%(n)s rows refused", run.refused)),
    )
    return tuple(words % {"n": f"{n:,}"} for n, words in counted if n)
