"""What the app knows about a person apart from their log: their clock, and what the profile says.

`profile_of` costs nothing for whoever is signed in: the profile came with them (config.backends).
"""

import datetime as dt
import math

from accounts.models import User
from tracker.domain import references
from tracker.domain.days import Clock
from tracker.domain.limits import Circumstances, absorbed_off
from tracker.domain.references import Authority, Person, Target
from tracker.domain.states import NORMAL, Change, State, Timeline, of_age
from tracker.models import Profile

DAYS_A_YEAR = 365.25
_AGES_THAT_COUNT = (50, 60, 75)  # where states.of_age changes
_EPOCH_DAY = dt.date(1970, 1, 1).toordinal()


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


def reference_person(person: User, *, today: dt.date) -> Person:
    """Whom reference values are looked up for."""
    profile = profile_of(person)
    return Person(age_years(profile, today=today), profile.sex, profile.life_stage)


def target_of(person: User, *, today: dt.date) -> Target:
    """The reference value for this person; `is_fallback` where the authority they chose gives none for them."""
    return references.target_or_fallback(authority_of(person), reference_person(person, today=today))


def states_of(person: User, *, today: dt.date) -> tuple[State, ...]:
    """What bears on this person's absorption now. So far only age does."""
    return tuple(state for state in [of_age(age_years(profile_of(person), today=today))] if state != NORMAL)


def timeline_of(person: User, *, today: dt.date) -> Timeline:
    """The same over the years up to `today`, on the clock of doses: hours since 1970."""
    born = _born(profile_of(person))
    if born is None:
        return ()
    days = [(age, born.toordinal() + math.ceil(age * DAYS_A_YEAR)) for age in _AGES_THAT_COUNT]
    return [Change((day - _EPOCH_DAY) * 24.0, of_age(age)) for age, day in days if day <= today.toordinal()]


def circumstances_of(
    person: User, *, today: dt.date, tracked_days: int, entries: int, unknown_entries: int
) -> Circumstances:
    """What decides whether the model fits this person; the counts are those of the last 28 days."""
    about = reference_person(person, today=today)
    return Circumstances(
        age_years=about.age_years,
        life_stage=about.life_stage,
        tracked_days=tracked_days,
        entries=entries,
        unknown_entries=unknown_entries,
    )


def model_fits(person: User, *, today: dt.date) -> bool:
    """Whether a figure of what was probably absorbed may be shown to this person at all."""
    about = circumstances_of(person, today=today, tracked_days=0, entries=0, unknown_entries=0)
    return not absorbed_off(about)
