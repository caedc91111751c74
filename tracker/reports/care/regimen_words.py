"""How a regimen reads: its rhythm, where it stands, how it was kept. Neutral: no praise and no blame."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tracker.domain.regimens.adherence import Kept
from tracker.domain.regimens.plans import CountsFrom, Phase, Plan, Standing, State, Unit

TREATMENT = ("injected", "nasal")  # a late one of these that was prescribed is treatment that is late


class Pill(NamedTuple):
    """Where a regimen stands: `kind` is a class of `.pill`, `icon` its shape."""

    words: str
    kind: str
    icon: str


def day_words(day: dt.date, *, today: dt.date) -> str:
    """“30 March”, with the year where it is another."""
    return written(day, "j F" if day.year == today.year else "j F Y")


def short_words(day: dt.date, *, today: dt.date) -> str:
    """“Mon 30 March”, with the year where it is another."""
    return written(day, "D j F" if day.year == today.year else "D j F Y")


def written(day: dt.date, how: str) -> str:
    """A date as Django writes it. A page of doses has thirty, and most are those of the page before."""
    return _written(day, how, get_language())


@lru_cache(maxsize=2048)
def _written(day: dt.date, how: str, language: str | None) -> str:
    return date_format(day, how)


# --- rhythm ----------------------------------------------------------------------------------------------------------
def rhythm_words(phase: Phase, counts_from: CountsFrom) -> str:
    """“every 12 weeks, counted from the last dose”, “every day at 08:00”, “on Monday and Thursday”."""
    words = _every(phase)
    if phase.at and phase.unit not in (Unit.HOURS, Unit.AS_NEEDED):
        words = _("%(every)s at %(time)s") % {"every": words, "time": date_format(phase.at, "H:i")}
    if counts_from == CountsFrom.LAST_DOSE and not phase.weekdays and not _is_plain(phase):
        words = _("%(every)s, counted from the last dose") % {"every": words}
    return words


def _is_plain(phase: Phase) -> bool:
    """Where it makes no difference worth a word what is counted from."""
    return phase.unit == Unit.AS_NEEDED or (phase.unit == Unit.DAYS and phase.every == 1)


def _every(phase: Phase) -> str:
    if phase.unit == Unit.AS_NEEDED:
        return _("as needed")
    if phase.unit == Unit.WEEKS and phase.weekdays:
        return _on_weekdays(phase)
    texts = {
        Unit.HOURS: ngettext("every hour", "every %(n)s hours", phase.every),
        Unit.DAYS: ngettext("every day", "every %(n)s days", phase.every),
        Unit.WEEKS: ngettext("every week", "every %(n)s weeks", phase.every),
        Unit.MONTHS: ngettext("every month", "every %(n)s months", phase.every),
    }
    return texts[phase.unit] % {"n": phase.every}


def _on_weekdays(phase: Phase) -> str:
    if len(phase.weekdays) == 7 and phase.every == 1:
        return _("every day")
    days = get_text_list([str(WEEKDAYS[day]) for day in sorted(phase.weekdays)], _("and"))
    if phase.every == 1:
        return _("every week on %(days)s") % {"days": days}
    return _("every %(n)s weeks on %(days)s") % {"n": phase.every, "days": days}


class Part(NamedTuple):
    """One phase in words: its rhythm, and from when until when."""

    rhythm: str
    dates: str
    loading: bool
    now: bool


def parts_of(plan: Plan, *, today: dt.date, now: Phase | None) -> tuple[Part, ...]:
    return tuple(
        Part(rhythm_words(phase, plan.counts_from), _dates(phase, today=today), phase.loading, phase == now)
        for phase in plan.phases
    )


def _dates(phase: Phase, *, today: dt.date) -> str:
    first = day_words(phase.starts_on, today=today)
    if phase.ends_on is None:
        return _("from %(first)s") % {"first": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": day_words(phase.ends_on, today=today)}


# --- where it stands -------------------------------------------------------------------------------------------------
def pill_of(plan: Plan, standing: Standing, *, today: dt.date, time: str = "") -> Pill:
    """`time`: of a dose that is due by the hour, on the person's clock."""
    if standing.state == State.OVER:
        return Pill(_("stopped") if plan.stopped(today) else _("at its end"), "", "check")
    if standing.state == State.AS_NEEDED:
        return Pill(_("as needed"), "", "clock")
    if standing.state == State.TAKEN:
        return Pill(_("taken today"), "", "check")
    due = standing.due_on
    if due is None:
        return Pill(_("nothing due"), "", "clock")
    if standing.state == State.OVERDUE:
        late = plan.prescribed and plan.route in TREATMENT
        return Pill(_overdue(standing.days_late), "late" if late else "gap", "doctor" if late else "gap")
    if standing.state == State.DUE:
        return Pill(_due(due, today=today, time=time), "now", _shape(plan))
    return Pill(_ahead((due - today).days, time=time), "", "clock")


def _shape(plan: Plan) -> str:
    return "needle" if plan.route == "injected" else "pill"


def _overdue(days: int) -> str:
    if days == 0:
        return _("overdue since today")
    return ngettext("overdue %(n)s day", "overdue %(n)s days", days) % {"n": days}


def _due(due: dt.date, *, today: dt.date, time: str) -> str:
    days = (today - due).days
    if days > 0:
        return ngettext("was due yesterday", "was due %(n)s days ago", days) % {"n": days}
    return _("due today at %(time)s") % {"time": time} if time else _("due today")


def _ahead(days: int, *, time: str) -> str:
    if days <= 0:
        return _("today at %(time)s") % {"time": time} if time else _("later today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}


def ago_words(day: dt.date, *, today: dt.date) -> str:
    """“today”, “yesterday”, “68 days ago”."""
    days = (today - day).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


# --- how it was kept -------------------------------------------------------------------------------------------------
def kept_words(kept: Kept) -> str:
    """“11 of 12 kept, 1 left out on purpose”; empty where nothing was planned yet."""
    if not kept.planned:
        return ""
    said = [_("%(kept)s of %(planned)s kept") % {"kept": kept.kept, "planned": kept.planned}]
    if kept.late:
        said.append(ngettext("%(n)s late", "%(n)s late", kept.late) % {"n": kept.late})
    if kept.skipped:
        said.append(
            ngettext("%(n)s left out on purpose", "%(n)s left out on purpose", kept.skipped) % {"n": kept.skipped}
        )
    if kept.missed:
        said.append(ngettext("%(n)s not logged", "%(n)s not logged", kept.missed) % {"n": kept.missed})
    return ", ".join(said)
