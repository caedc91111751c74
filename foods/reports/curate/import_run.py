"""One import: how far it is, what it did or would do, which rows it refused and why, and what to do next."""

import datetime as dt
from dataclasses import dataclass
from math import log10
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foods.importing import runs
from foods.importing.problems import REASONS, UNREADABLE
from foods.importing.uploads import as_sent, size_words
from foods.models import Change, ImportDifference, ImportRefusal, ImportRun, RunState
from foods.reports.curate.differences import Differing
from foods.reports.curate.imports import counts_of, datasets_of, format_of, state_of, who

ROWS_A_PAGE = 30
REFUSALS_SHOWN = 50
_TELLING = 20  # permille from which the time left can be guessed


@dataclass(frozen=True)
class Going:
    """A run that is not over. `permille` is None where nothing is known of how far it is."""

    phase: str
    permille: int | None
    said: tuple[str, ...]

    @classmethod
    def of(cls, run: ImportRun, *, now: dt.datetime) -> "Going":
        passed = (now - run.started_at).total_seconds() if run.started_at else 0
        said = []
        if run.permille:
            said.append(f"{run.permille / 10:.0f}\u00a0%")
        if run.rows:
            said.append(ngettext("%(n)s row", "%(n)s rows", run.rows) % {"n": f"{run.rows:,}"})
        if run.rows and passed >= 1:
            said.append(_("about %s rows a second") % f"{_rough(run.rows / passed):,}")
        if run.permille >= _TELLING and passed >= 2:
            said.append(time_left(passed * (1000 - run.permille) / run.permille))
        return cls(_phase(run, now), run.permille or None, tuple(said))


@dataclass(frozen=True)
class Reason:
    """Why rows were refused, and how many."""

    code: str
    words: str
    rows: int


@dataclass(frozen=True)
class Refused:
    file: str
    line: int
    reason: str
    excerpt: str

    @classmethod
    def of(cls, row: ImportRefusal, run: ImportRun) -> "Refused":
        return cls(as_sent(row.file, run.file_name), row.line, as_sent(row.reason, run.file_name), row.excerpt)


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class RunPage:
    run: ImportRun
    url: str
    state: str
    mark: str
    verdict: str
    facts: tuple[str, ...]
    counts: tuple[str, ...]
    stalled: bool
    going: Going | None  # None where it is over
    next_steps: tuple[str, ...]
    tabs: list[Tab]
    differences: list[Differing]
    page: int
    previous_url: str
    next_url: str
    reasons: list[Reason]
    refused: list[Refused]

    @classmethod
    def build(cls, run: ImportRun, by: Any, *, change: str, page: int, now: dt.datetime) -> "RunPage":
        """No query while it runs; three when it is over: a page of the differences, the reasons, the first refusals."""
        url = reverse("import_run", args=[run.pk])
        stalled, over = runs.stalled(run, now), run.state not in runs.OPEN
        found = _differences(run, change, page) if over else []
        state, mark = state_of(run, now=now)
        return cls(
            run=run,
            url=url,
            state=state,
            mark=mark,
            verdict=verdict_of(run, now=now),
            facts=_facts(run, by),
            counts=counts_of(run),
            stalled=stalled,
            going=None if over else Going.of(run, now=now),
            next_steps=next_steps(run) if over else (),
            tabs=_tabs(run, url, change) if over else [],
            differences=[Differing.of(one) for one in found[:ROWS_A_PAGE]],
            page=page,
            previous_url=_page_url(url, change, page - 1) if page > 1 else "",
            next_url=_page_url(url, change, page + 1) if len(found) > ROWS_A_PAGE else "",
            reasons=_reasons(run) if over and run.refused else [],
            refused=_refused(run) if over and run.refused else [],
        )

    @property
    def is_over(self) -> bool:
        return self.going is None

    @property
    def state_is_failed(self) -> bool:
        return self.run.state == RunState.FAILED

    @property
    def can_do_for_real(self) -> bool:
        return self.run.dry_run and self.run.state == RunState.DONE and bool(self.run.path)

    @property
    def more_refused(self) -> int:
        return self.run.refused - len(self.refused)


# --- in words --------------------------------------------------------------------------------------------------------
def verdict_of(run: ImportRun, *, now: dt.datetime) -> str:
    """What happened, in a sentence or two."""
    if runs.stalled(run, now):
        return _("It stands still: the process that worked on it has gone. What was written stays.")
    if run.state == RunState.WAITING:
        return _("It waits to begin.")
    if run.state == RunState.RUNNING:
        return _("It is being read. Nothing is changed.") if run.dry_run else _("It is being brought in.")
    if run.state == RunState.FAILED:
        return as_sent(run.error, run.file_name)
    if run.state == RunState.CANCELLED:
        nothing = run.dry_run or not run.position
        return _("Stopped. Nothing was changed.") if nothing else _("Stopped. What was written before stays.")
    return _done(run)


def _done(run: ImportRun) -> str:
    gone = run.retired + run.superseded
    if not (run.added or run.changed or gone):
        if run.unchanged or run.kept:
            return _("Everything in it stands in the table already.")
        return _("There was nothing in it to bring in.")
    counted = {"added": f"{run.added:,}", "changed": f"{run.changed:,}", "gone": f"{gone:,}"}
    if run.dry_run:
        words = _("A try, nothing was changed: it would bring %(added)s new, change %(changed)s, retire %(gone)s.")
        return words % counted
    return _("%(added)s new, %(changed)s changed, %(gone)s retired.") % counted


def next_steps(run: ImportRun) -> tuple[str, ...]:
    """What may be done now, in sentences; the buttons stand beside them."""
    steps = []
    if passed := passed_over(run):
        words = ngettext(
            "%(n)s row says nothing of B12 and was passed over.",
            "%(n)s rows say nothing of B12 and were passed over.",
            passed,
        )
        steps.append(words % {"n": f"{passed:,}"})
    if run.state == RunState.FAILED:
        steps.append(_("Put right what it says, then upload the file again: nothing comes in twice."))
    if run.state == RunState.CANCELLED:
        steps.append(_("To have the rest, upload the file again: nothing comes in twice."))
    if run.dry_run and run.state == RunState.DONE and not run.path:
        steps.append(_("Its file is gone: it went on for real, or a week passed. Upload it again to bring it in."))
    if run.refused:
        steps.append(_("Rows that were refused are left out. Put them right in your file and upload it again."))
    if run.kept and not run.dry_run:
        steps.append(_("Foods that curators had edited stay as they are; the queue asks which is right."))
    return tuple(steps)


def passed_over(run: ImportRun) -> int:
    """Rows that are neither a food nor refused. Only where a row is a product, of which most have no figure."""
    if run.format != "off" or run.state != RunState.DONE:
        return 0
    return max(0, run.rows - run.added - run.changed - run.unchanged - run.kept - run.refused)


def time_left(seconds: float) -> str:
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 90:
        return ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes) % {"n": minutes}
    hours = round(seconds / 3600)
    return ngettext("about %(n)s hour left", "about %(n)s hours left", hours) % {"n": hours}


def _phase(run: ImportRun, now: dt.datetime) -> str:
    if runs.stalled(run, now):
        return _("Standing still")
    if run.cancel_asked:
        return _("Stopping")
    if run.state == RunState.WAITING and run.phase != "queue":
        return _("Waiting to begin")
    if run.phase not in runs.PHASES:  # of a reader: which of the files inside
        return _("Reading %s") % run.phase if run.phase else _("Working")
    return str(runs.PHASES[run.phase])


def _rough(number: float) -> int:
    """With two digits that say something: what jumps every two seconds cannot be read."""
    return int(round(number, min(0, 1 - int(log10(number))))) if number >= 1 else 0


def _facts(run: ImportRun, by: Any) -> tuple[str, ...]:
    facts = [format_of(run), *datasets_of(run), size_words(run.size) if run.size else "", who(run, by)]
    return tuple(fact for fact in facts if fact)


# --- rows ------------------------------------------------------------------------------------------------------------
def _differences(run: ImportRun, change: str, page: int) -> list[ImportDifference]:
    """One more than the page shows."""
    first = (page - 1) * ROWS_A_PAGE
    rows = run.differences.select_related("food").defer("food__note", "food__loaded")
    return list((rows.filter(change=change) if change else rows)[first : first + ROWS_A_PAGE + 1])


def _tabs(run: ImportRun, url: str, chosen: str) -> list[Tab]:
    counts = {
        Change.ADDED: run.added,
        Change.CHANGED: run.changed,
        Change.KEPT: run.kept,
        Change.RETIRED: run.retired + run.superseded,
    }
    tabs = [
        Tab(f"{change.label}, {n:,}", _page_url(url, change, 1), change == chosen)
        for change, n in counts.items()
        if n or change == chosen
    ]
    return [Tab(_("all"), url, not chosen), *tabs] if tabs else []


def _page_url(url: str, change: str, page: int) -> str:
    asked = {"change": change, "page": page if page > 1 else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{url}?{query}#differences" if query else f"{url}#differences"


def _reasons(run: ImportRun) -> list[Reason]:
    counted = run.refusals.order_by().values_list("code").annotate(rows=Count("pk")).order_by("-rows", "code")
    words = UNREADABLE | REASONS
    return [Reason(code, str(words.get(code, code)), rows) for code, rows in counted]


def _refused(run: ImportRun) -> list[Refused]:
    return [Refused.of(row, run) for row in run.refusals.all()[:REFUSALS_SHOWN]]
