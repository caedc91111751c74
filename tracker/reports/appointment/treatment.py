"""What is taken: B12 by plan with how well it was kept, and medicines that bear on B12 with their years."""

import datetime as dt
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.domain.medicines import EFFECTS, MEDICINES
from tracker.domain.regimens.adherence import kept
from tracker.domain.regimens.plans import Phase, Taken, Unit
from tracker.domain.regimens.standing import standing
from tracker.domain.risks.facts import Case, Use, When
from tracker.regimens import OwnRegimen
from tracker.reports.appointment.parts import Section, day, joined, more_words, notes, number, one_line, since
from tracker.reports.care.regimens import look_back_days

MOST_REGIMENS, MOST_MEDICINES = 4, 5
LONGEST_KEPT_DAYS = 365
_WITHOUT_RISK = frozenset(("none_known", "association", "treatment"))  # effects: nothing for this appointment
_ROUTES = ("injected", "nasal", "sublingual", "swallowed")  # what cannot be left out by accident stands first


def treatment(
    regimens: Sequence[OwnRegimen], taken: dict[int, list[Taken]], *, today: dt.date, now: dt.datetime, first: dt.date
) -> Section:
    """Plans that hold first, those that were stopped in the ninety days after them."""
    shown = [one for one in regimens if one.plan.stopped_on is None or one.plan.stopped_on >= first]
    shown.sort(key=lambda one: (one.plan.stopped(today), _ROUTES.index(one.plan.route)))
    rows = tuple(_row(one, taken.get(one.plan.id, []), today=today, now=now) for one in shown[:MOST_REGIMENS])
    lines = () if rows else (_("No plan for taking B12 is noted."),)
    note = more_words(len(shown) - MOST_REGIMENS)
    return Section("treatment", _("B12 treatment"), lines=lines, rows=rows, note=note)


def _row(one: OwnRegimen, taken: list[Taken], *, today: dt.date, now: dt.datetime) -> tuple[str, ...]:
    plan = one.plan
    stands = standing(plan, taken=taken, skipped=one.skipped, now=now, today=today)
    phase = stands.phase or (plan.phases[-1] if plan.phases else None)
    began = plan.began or (plan.phases[0].starts_on if plan.phases else None)
    ended = _("stopped %(date)s") % {"date": day(plan.stopped_on)} if plan.stopped(today) else ""
    last = _("last %(date)s") % {"date": day(stands.last.on)} if stands.last else _("no dose noted")
    how = {"injected": _("injected"), "nasal": _("into the nose")}.get(plan.route, "")
    return (
        joined(one_line(plan.name), how, rhythm(phase) if phase else ""),
        joined(since(When(began) if began else None), ended),
        joined(_adherence(one, taken, today=today), last),
    )


def rhythm(phase: Phase) -> str:
    """“every 12 weeks”, “every day”, “Mon, Thu”."""
    n = phase.every
    words = {
        Unit.HOURS: ngettext("every hour", "every %(n)d hours", n),
        Unit.DAYS: ngettext("every day", "every %(n)d days", n),
        Unit.WEEKS: ngettext("every week", "every %(n)d weeks", n),
        Unit.MONTHS: ngettext("every month", "every %(n)d months", n),
        Unit.AS_NEEDED: _("as needed"),
    }[phase.unit] % {"n": n}
    monday = dt.date(2024, 1, 1)
    days = ", ".join(date_format(monday + dt.timedelta(days=one), "D") for one in sorted(phase.weekdays))
    return f"{words} ({days})" if days else words


def _adherence(one: OwnRegimen, taken: list[Taken], *, today: dt.date) -> str:
    """Over the days of the page of regimens, a year at most: then doses of that time are all that is read."""
    first = today - dt.timedelta(days=min(look_back_days(one.plan), LONGEST_KEPT_DAYS))
    found = kept(one.plan, taken=taken, skipped=one.skipped, first=first, last=today)
    if not found.planned:
        return ""
    since = max(first, one.plan.phases[0].starts_on)
    words = _("%(kept)d of %(planned)d kept since %(date)s")
    return words % {"kept": found.kept, "planned": found.planned, "date": day(since)}


# --- medicines -------------------------------------------------------------------------------------------------------
def medicines(case: Case) -> Section:
    """Those that bear on B12, its tests or its treatment: what takes most of it first, then what is taken longest."""
    taking = [use for use in case.medicines if use.active]
    risky = sorted(filter(_bears, taking), key=lambda use: (_effect(use), -(use.days(case.today) or 0)))
    rows = tuple((_medicine(use), since(use.start, today=case.today)) for use in risky[:MOST_MEDICINES])
    lines = () if rows else (_("None noted that bears on B12."),)
    others = len(taking) - len(risky)
    beside = ngettext("and %(n)d other medicine", "and %(n)d other medicines", others) % {"n": others} if others else ""
    return Section(
        "medicines",
        _("Medicines that bear on B12"),
        lines=lines,
        rows=rows,
        note=notes(more_words(len(risky) - MOST_MEDICINES), beside),
    )


def _bears(use: Use) -> bool:
    listed = MEDICINES.get(use.key)
    return listed is not None and listed.effect not in _WITHOUT_RISK


def _effect(use: Use) -> int:
    return EFFECTS.index(MEDICINES[use.key].effect)


def _medicine(use: Use) -> str:
    listed = MEDICINES[use.key]
    holds = "" if listed.name.casefold() == use.name.casefold() else f" ({listed.name})"
    dose = _("%(mg)s\u00a0mg a day") % {"mg": number(use.dose_mg)} if use.dose_mg else ""
    units = _tablets(use.units) if use.units else ""
    return joined(f"{one_line(use.name)}{holds}", dose, units)


def _tablets(units: float) -> str:
    n = 1 if units == 1 else 2
    return ngettext("%(n)s tablet a day", "%(n)s tablets a day", n) % {"n": number(units)}
