"""Whether the last days were covered: the headline of Today, the figure under it, and the days one by one.

Goes through the entries that Today has read already, some two hundred of them, in plain numbers.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from tracker.domain import cover as rules
from tracker.domain.cover import Cover, DayState, DayTaken, Rule
from tracker.domain.days import Said
from tracker.domain.intake import Intake, Origin, OriginTotal
from tracker.domain.references import Target
from tracker.domain.risks.facts import Case
from tracker.domain.risks.reliance import Instead, instead_of_covered
from tracker.people import clock_of, injection_interval_of, injection_phase_of, profile_of
from tracker.reports.common import OriginBar
from tracker.reports.cover_days import add_up
from tracker.reports.recent import Recent
from tracker.reports.targets import target_ug

WINDOWS = (7, 14, 30)
LONGEST_BACK_DAYS = 2 * 366  # an interval is a year at most, and an injection that long overdue is still named
_BY_CALENDAR = (Rule.WEEKLY, Rule.INJECTIONS)  # an hour of today decides nothing


class Share(NamedTuple):
    """What an origin gave over the tracked days of the window: µg in all, and in how many entries."""

    origin: Origin
    ug: Decimal
    entries: int


@dataclass(frozen=True, slots=True)
class CoverReport:
    """The verdict over a window with what it rests on. `bar` is for a tracked day, `shares` and `total_ug` for all.

    `total_ug` is what was swallowed; injections are in `shares` alone.
    """

    cover: Cover
    target: Target
    bar: OriginBar
    shares: tuple[Share, ...]
    total_ug: Decimal
    entries: int
    today_is_open: bool
    taken: tuple[DayTaken, ...] = ()  # the days that it was worked out from, four weeks and one day at least
    instead: Instead | None = None  # why days are not called covered, whatever their µg

    def led_by(self, case: Case) -> "CoverReport":
        """The same where food can be relied on, or where the chosen rule looks at the treatment itself."""
        if self.cover.rule == Rule.INJECTIONS:
            return self
        return replace(self, instead=instead_of_covered(case))

    @property
    def mean_ug(self) -> Decimal:
        """Known µg swallowed a tracked day."""
        return _decimal(self.cover.mean_known_ug or 0.0)

    @property
    def upper_ug(self) -> Decimal | None:
        """With the most that the unknown may hold; None where nobody can say."""
        return None if self.cover.mean_upper_ug is None else _decimal(self.cover.mean_upper_ug)

    @property
    def only_unknown(self) -> bool:
        """There are entries, and nobody has a figure for any of them."""
        return self.entries > 0 and self.cover.unknown == self.entries

    @property
    def verdict(self) -> str:
        """The headline: covered or not by the chosen rule, and what is due next. Empty while no day is tracked."""
        cover = self.cover
        if not cover.tracked:
            return ""
        if not cover.has_verdict:
            return _("How often do you have an injection? Then this page can say when the next one is due.")
        if self.instead:
            return _instead_words(self.instead)
        if cover.lifted_by_large_dose:
            return _("One large dose lifts this average.")
        if self.only_unknown and cover.rule == Rule.INTAKE:
            return _("Nobody has a figure for what you had.")
        return " ".join(filter(None, (_covered(cover), self._due())))

    def _due(self) -> str:
        due, today = self.cover.next_due, self.cover.days[-1][0]
        if due is None:
            return ""
        if self.cover.rule == Rule.INJECTIONS:
            words = _("The next injection was due %(day)s.") if due < today else _("Next injection: %(day)s.")
        else:
            words = _("The next weekly dose was due %(day)s.") if due < today else _("Next weekly dose: %(day)s.")
        return words % {"day": _past(due, today) if due < today else _ahead(due, today)}

    @property
    def beside(self) -> str:
        """What the headline leaves out: the days that nobody can judge."""
        cover = self.cover
        if not cover.tracked or not cover.has_verdict:
            return ""
        parts = []
        if cover.untracked:
            parts.append(
                ngettext(
                    "%(n)d of the last %(days)d days is not tracked.",
                    "%(n)d of the last %(days)d days are not tracked.",
                    cover.untracked,
                )
                % {"n": cover.untracked, "days": cover.window_days}
            )
        if cover.maybe and not self.at_the_reference:
            parts.append(
                ngettext(
                    "On %(n)d day only foods without a figure could make it.",
                    "On %(n)d days only foods without a figure could make it.",
                    cover.maybe,
                )
                % {"n": cover.maybe}
            )
        if self.today_is_open:
            parts.append(_("Today counts as it stands so far."))
        return " ".join(parts)

    @property
    def at_the_reference(self) -> bool:
        """Days are not called covered: they reach the reference, or the rule that was chosen, and no more is said."""
        return self.cover.lifted_by_large_dose or self.instead is not None

    @property
    def days_in_words(self) -> str:
        """The days one by one, as a sentence."""
        cover = self.cover
        if not cover.tracked:
            return _("No day of the last %(days)d is tracked yet.") % {"days": cover.window_days}
        counts = (cover.covered, cover.maybe, cover.short, cover.untracked)
        words = _count_words(cover.has_verdict, self.at_the_reference, get_language())
        listed = ", ".join(word % {"n": n} for n, word in zip(counts, words, strict=True) if n)
        return _("The last %(days)d days: %(listed)s.") % {"days": cover.window_days, "listed": listed}


def _instead_words(instead: Instead) -> str:
    return {
        Instead.TREATMENT: _("Food cannot be relied on here: your treatment is what counts."),
        Instead.NO_TREATMENT: _("Food cannot be relied on here, and no treatment is logged."),
        Instead.NO_SCHEDULE: _("No source of B12 that can be relied on is logged."),
    }[instead]


@lru_cache
def _count_words(has_verdict: bool, bare: bool, language: str | None) -> tuple[str, ...]:
    return (
        _("%(n)d at the reference") if bare else _("%(n)d covered"),
        _("%(n)d that the unknown decides") if has_verdict else _("%(n)d tracked"),
        _("%(n)d short"),
        _("%(n)d not tracked"),
    )


def reach(person: User, *, window_days: int, today: dt.date) -> tuple[int, int | None]:
    """How many days back entries are needed, and injections where those go further."""
    rule, injected = profile_of(person).cover_rule, injection_phase_of(person, today=today)
    days = max(window_days, rules.LOOKBACK_DAYS + 1)  # the weeks of a case begin a day before
    if rule == Rule.WEEKLY:
        days = window_days + rules.LOOKBACK_DAYS  # four weeks without one are still named
    return days, LONGEST_BACK_DAYS if injected or rule == Rule.INJECTIONS else None


def cover_report(
    rows: Iterable[Recent],
    *,
    marks: Mapping[dt.date, str],
    person: User,
    target: Target,
    today: dt.date,
    window_days: int,
) -> CoverReport:
    """What the entries say about the days up to today. Those of days ahead are left out."""
    rule = Rule(profile_of(person).cover_rule)
    first = today - dt.timedelta(days=window_days - 1)
    oldest = today - dt.timedelta(days=reach(person, window_days=window_days, today=today)[0] - 1)
    start = clock_of(person).day_start_minute
    log = add_up(rows, marks, oldest=oldest, first=first, today=today, day_start_minute=start)
    taken = tuple(log.taken(marks))
    cover = rules.cover(
        taken,
        rule=rule,
        today=today,
        window_days=window_days,
        target_ug=target.ug,
        interval_days=injection_interval_of(person, today=today),
    )
    shares = tuple(Share(one, _decimal(log.shares[one][0]), log.shares[one][1]) for one in Origin if one in log.shares)
    undecided = cover.days[-1][1] in (DayState.SHORT, DayState.MAYBE) and rule not in _BY_CALENDAR
    return CoverReport(
        cover=cover,
        target=target,
        bar=_bar(cover, shares, target),
        shares=shares,
        total_ug=sum((share.ug for share in shares if share.origin != Origin.INJECTED), Decimal(0)),
        entries=log.entries,
        today_is_open=undecided and marks.get(today) not in (Said.COMPLETE, Said.NOTHING),
        taken=taken,
    )


def _bar(cover: Cover, shares: Iterable[Share], target: Target) -> OriginBar:
    """The mean of a tracked day by origin; injections stand in the table alone."""
    days = cover.tracked or 1
    mean, upper = cover.mean_known_ug or 0.0, cover.mean_upper_ug
    by_origin = tuple(
        OriginTotal(one.origin, one.ug / days, one.entries) for one in shares if one.origin != Origin.INJECTED
    )
    total = Intake(_decimal(mean), _decimal(mean), cover.unknown, 0, by_origin)
    return OriginBar.of(total, reference_ug=target_ug(target), upper_ug=None if upper is None else _decimal(upper))


# --- in words --------------------------------------------------------------------------------------------------------
def _covered(cover: Cover) -> str:
    if cover.tracked == 1 and not cover.covered:
        return _("One day tracked, and not covered so far.")
    if cover.covered == 0:
        words = _("Covered on none of %(tracked)d tracked days.")
    elif cover.covered == cover.tracked:
        words = ngettext("Covered on the one day tracked.", "Covered on all %(tracked)d tracked days.", cover.tracked)
    else:
        words = _("Covered on %(n)d of %(tracked)d tracked days.")
    return words % {"n": cover.covered, "tracked": cover.tracked}


def _ahead(day: dt.date, today: dt.date) -> str:
    days = (day - today).days
    if days < 2:
        return _("tomorrow") if days else _("today")
    return date_format(day, "l") if days < rules.WEEK_DAYS else _date(day, today)


def _past(day: dt.date, today: dt.date) -> str:
    days = (today - day).days
    if days == 1:
        return _("yesterday")
    return _("on %(day)s") % {"day": date_format(day, "l") if days < rules.WEEK_DAYS else _date(day, today)}


def _date(day: dt.date, today: dt.date) -> str:
    return date_format(day, "j F" if day.year == today.year else "j F Y")


def _decimal(ug: float) -> Decimal:
    """As figures are stored: four decimals, without the crumbs of binary adding."""
    return Decimal(str(round(ug, 4)))
