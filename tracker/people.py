"""What the app knows about a person apart from their log: their clock, and what the profile and `health_of` say.

`profile_of` costs nothing for whoever is signed in: the profile came with them (config.backends). What they take and
have is one query a request (tracker.health).
"""

import datetime as dt
import math

from accounts.models import User
from foods.choices import Route
from tracker.domain import references
from tracker.domain.bands import Guideline
from tracker.domain.days import Clock
from tracker.domain.limits import Circumstances, absorbed_off
from tracker.domain.references import Authority, Person, Target
from tracker.domain.regimens.plans import Phase, Unit
from tracker.domain.regimens.recurrence import interval_days, spans
from tracker.domain.risks.facts import Gas, Has
from tracker.domain.states import Change, State, Timeline, combine, of_age
from tracker.domain.zones import market_for_zone
from tracker.health import Health, Spell, health_of
from tracker.models import Profile
from tracker.regimens import regimens_of

DAYS_A_YEAR = 365.25
GAS_DAYS = 365  # how long nitrous oxide keeps the projection off: estimate
LONG_RESECTION_CM = 60.0  # of ileum: from here on treatment is for life
_AGES_THAT_COUNT = (50, 60, 75)  # where states.of_age changes
_EPOCH_DAY = dt.date(1970, 1, 1).toordinal()
_A_DAY = dt.timedelta(days=1)


def clock_of(person: User) -> Clock:
    return Clock(person.zone, person.day_start)


def today_of(person: User, *, now: dt.datetime) -> dt.date:
    """The local date that `now` belongs to for this person."""
    return clock_of(person).local_date(now)


def moment_of(clock: Clock, day: dt.date | None, time: dt.time | None, *, now: dt.datetime) -> dt.datetime:
    """The moment that a form means: what it leaves open is now."""
    if time is None and day in (None, clock.local_date(now)):
        return now
    local = now.astimezone(clock.zone)
    return clock.moment(day or clock.local_date(now), time or local.time().replace(second=0, microsecond=0))


def profile_of(person: User) -> Profile:
    """What they said about themselves; an empty unsaved profile where they said nothing."""
    return getattr(person, "profile", None) or Profile(owner=person)


def age_years(profile: Profile, *, today: dt.date) -> float | None:
    """Age in years with decimals, counted from the middle of the month or year of birth; None where it was not said.

    Somebody whose birth is still to come by this reckoning is 0.
    """
    born = _born(profile)
    return None if born is None else max(0.0, (today - born).days / DAYS_A_YEAR)


def _born(profile: Profile) -> dt.date | None:
    if profile.birth_year is None:
        return None
    return dt.date(profile.birth_year, profile.birth_month or 7, 15 if profile.birth_month else 1)


def authority_of(person: User) -> Authority:
    """Whose reference values they chose, else those of their time zone."""
    chosen = profile_of(person).authority
    return Authority(chosen) if chosen else references.authority_for_zone(person.time_zone)


def guideline_of(person: User) -> Guideline:
    """By whose bands blood tests are read: as they chose, else by their country."""
    if chosen := profile_of(person).guideline:
        return Guideline(chosen)
    return Guideline.AAFP if market_for_zone(person.time_zone) == "US" else Guideline.NICE


def injection_phase_of(person: User, *, today: dt.date) -> Phase | None:
    """The rhythm of the injections they keep a regimen of: that of today, else the next; None without a regimen.

    No query where there are no regimens.
    """
    own = regimens_of(person) if health_of(person).has_regimens else ()
    plans = (one.plan for one in own if one.plan.route == Route.INJECTED and not one.plan.stopped(today))
    held = ([span.phase for span in spans(plan) if today <= span.last] for plan in plans)
    return next((phases[0] for phases in held if phases and phases[0].unit != Unit.AS_NEEDED), None)


def injection_interval_of(person: User, *, today: dt.date) -> int | None:
    """Days between injections at most: by their regimen, else as the profile says; None: neither does."""
    phase = injection_phase_of(person, today=today)
    return math.ceil(interval_days(phase)) if phase else profile_of(person).injection_interval_days


def reference_person(person: User, *, today: dt.date) -> Person:
    """Whom reference values are looked up for."""
    profile = profile_of(person)
    return Person(age_years(profile, today=today), profile.sex, profile.life_stage)


def target_of(person: User, *, today: dt.date) -> Target:
    """The reference value for this person; `is_fallback` where the authority they chose gives none for them."""
    return references.target_or_fallback(authority_of(person), reference_person(person, today=today))


def states_of(person: User, *, today: dt.date) -> tuple[State, ...]:
    """What bears on this person's absorption on that day, each once: their age, what they have and what they take."""
    return tuple({spell.state.key: spell.state for spell in _spells(person) if spell.holds(today)}.values())


def timeline_of(person: User, *, today: dt.date) -> Timeline:
    """The same over the years up to `today`, on the clock of doses: hours since 1970."""
    spells = _spells(person)
    firsts = {spell.first for spell in spells if spell.first}
    afters = {spell.last + _A_DAY for spell in spells if spell.last}
    days = sorted(day for day in firsts | afters if day <= today)
    changes = [Change(_hour(day), combine(spell.state for spell in spells if spell.holds(day))) for day in days]
    always = [spell.state for spell in spells if spell.first is None]
    return [Change(-math.inf, combine(always)), *changes] if always else changes


def _hour(day: dt.date) -> float:
    return (day.toordinal() - _EPOCH_DAY) * 24.0


def _spells(person: User) -> list[Spell]:
    return [*_ages(profile_of(person)), *health_of(person).spells()]


def _ages(profile: Profile) -> list[Spell]:
    born = _born(profile)
    if born is None:
        return []
    firsts = [born + dt.timedelta(days=math.ceil(age * DAYS_A_YEAR)) for age in _AGES_THAT_COUNT]
    lasts = [*(first - _A_DAY for first in firsts[1:]), None]
    return [Spell(of_age(age), *days) for age, *days in zip(_AGES_THAT_COUNT, firsts, lasts, strict=True)]


def circumstances_of(
    person: User, *, today: dt.date, tracked_days: int, entries: int, unknown_entries: int, treated: bool = False
) -> Circumstances:
    """What decides whether the model fits this person; the counts are those of the last 28 days.

    `treated`: their log holds injections of the last 120 days, or at least 1,000 µg a day by mouth.
    """
    about, health = reference_person(person, today=today), health_of(person)
    for_life = [has for has in health.conditions if _is_for_life(has, today)]
    return Circumstances(
        age_years=about.age_years,
        life_stage=about.life_stage,
        inherited_disorder=any(has.key == "inherited" for has in health.conditions),
        nitrous_oxide_last_year=_had_gas(health, today),
        kidney_failure=any(has.key == "kidney_failure" and has.began(today) for has in health.conditions),
        treated_for_life=any(treated or has.treated_elsewhere for has in for_life),
        tracked_days=tracked_days,
        entries=entries,
        unknown_entries=unknown_entries,
    )


def _had_gas(health: Health, today: dt.date) -> bool:
    """A use that nobody dated counts; what was planned counts as given once its day is there."""
    days = [use.date for use in health.gas if use.date or use.kind != Gas.PLANNED]
    days += [use.end and use.end.date for use in health.medicines if use.group == "nitrous_oxide"]
    return any(day is None or 0 <= (today - day).days <= GAS_DAYS for day in days)


def _is_for_life(has: Has, today: dt.date) -> bool:
    """Without treatment nothing would be taken up any more, and it does not come back."""
    long = has.key == "ileal_resection" and has.resection_cm is not None and has.resection_cm > LONG_RESECTION_CM
    return (long or has.key in ("pernicious_anaemia", "gastrectomy_total")) and has.began(today)


def model_fits(person: User, *, today: dt.date) -> bool:
    """Whether a figure of what was probably absorbed may be shown to this person at all."""
    about = circumstances_of(person, today=today, tracked_days=0, entries=0, unknown_entries=0)
    return not absorbed_off(about)
