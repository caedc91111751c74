"""What the app knows about a person apart from their log: their clock, and what the profile says.

`profile_of` costs nothing for whoever is signed in: the profile came with them (config.backends).
"""

import datetime as dt

from accounts.models import User
from tracker.domain import references
from tracker.domain.days import Clock
from tracker.domain.references import Authority, Person, Target
from tracker.models import Profile

MID_YEAR_MONTH = 7  # born in a year and nothing more: the middle of it
DAYS_A_YEAR = 365.25


def clock_of(person: User) -> Clock:
    return Clock(person.zone, person.day_start)


def today_of(person: User, *, now: dt.datetime) -> dt.date:
    """The local date that `now` belongs to for this person."""
    return clock_of(person).local_date(now)


def profile_of(person: User) -> Profile:
    """What they said about themselves; an empty unsaved profile where they said nothing."""
    return getattr(person, "profile", None) or Profile(owner=person)


def age_years(profile: Profile, today: dt.date) -> float | None:
    """Age in years with decimals, counted from the middle of the month or year of birth; None where it was not said.

    Somebody whose birth is still to come by this reckoning is 0.
    """
    if profile.birth_year is None:
        return None
    month, day = (profile.birth_month, 15) if profile.birth_month else (MID_YEAR_MONTH, 1)
    return max(0.0, (today - dt.date(profile.birth_year, month, day)).days / DAYS_A_YEAR)


def authority_of(person: User) -> Authority:
    """Whose reference values they chose, else those of their time zone."""
    chosen = profile_of(person).authority
    return Authority(chosen) if chosen else references.authority_for_zone(person.time_zone)


def reference_person(person: User, today: dt.date) -> Person:
    """Whom reference values are looked up for."""
    profile = profile_of(person)
    return Person(age_years(profile, today=today), profile.sex, profile.life_stage)


def target_of(person: User, today: dt.date) -> Target:
    """The reference value for this person; `is_fallback` where the authority they chose gives none for them."""
    return references.target_or_fallback(authority_of(person), reference_person(person, today=today))
