"""The first questions, and the page where the same answers can be looked at and changed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from tracker.domain.limits import absorbed_off
from tracker.domain.risks.facts import Has, Use
from tracker.health import Health, health_of
from tracker.models import Profile
from tracker.models.profile import CoverRule, Diet
from tracker.people import circumstances_of, profile_of
from tracker.reports.reference import LEFT_OUT

STEPS = {
    "diet": (
        gettext_lazy("What do you usually eat?"),
        gettext_lazy("So that suggestions and advice fit you."),
    ),
    "you": (
        gettext_lazy("A few words about you."),
        gettext_lazy("Reference values differ by age, and in pregnancy and breastfeeding."),
    ),
    "absorption": (
        gettext_lazy("Does something change how you take up B12?"),
        gettext_lazy(
            "With some conditions, and after some operations, less B12 arrives than was eaten. "
            "Of a date the year is enough."
        ),
    ),
    "medicines": (
        gettext_lazy("Do you take one of these?"),
        gettext_lazy(
            "Some medicines can lower B12 over the years, which is no reason to stop one. Of a date the year is enough."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four short screens."""

    key: str
    number: int
    title: str | Promise
    why: str | Promise
    back: str
    after: str

    @classmethod
    def of(cls, key: str) -> "Step":
        """`KeyError` where there is no such step; `back` and `after` are empty at the ends."""
        title, why = STEPS[key]
        keys = ["", *STEPS, ""]
        at = keys.index(key)
        return cls(key=key, number=at, title=title, why=why, back=keys[at - 1], after=keys[at + 1])

    @property
    def of_how_many(self) -> int:
        return len(STEPS)


def is_new(person: User) -> bool:
    """Neither went through the first questions, or past them, nor said anything elsewhere."""
    profile = profile_of(person)
    if profile.welcomed or _said_something(profile):
        return False
    health = health_of(person)
    return not (health.medicines or health.conditions)


def _said_something(profile: Profile) -> bool:
    said = (profile.diet, profile.birth_year, profile.sex, profile.life_stage, profile.authority)
    return any(said) or profile.cover_rule != CoverRule.INTAKE or profile.injection_interval_days is not None


class Missing(NamedTuple):
    """What was not said, and what that limits. `where`: the part of the page that asks for it."""

    what: str
    limits: str
    where: str


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """What the page says beside its form. `left_out`: what the app leaves out for this person and why."""

    medicines: tuple[Use, ...]
    conditions: tuple[Has, ...]
    missing: tuple[Missing, ...]
    left_out: str

    @classmethod
    def build(cls, person: User, *, today: dt.date) -> "ProfilePage":
        """One query, where health was not read before."""
        health = health_of(person)
        about = circumstances_of(person, today=today, tracked_days=0, entries=0, unknown_entries=0)
        return cls(
            medicines=health.medicines,
            conditions=health.conditions,
            missing=tuple(_missing(profile_of(person), health)),
            left_out=next((str(LEFT_OUT[why]) for why in absorbed_off(about) if why in LEFT_OUT), ""),
        )


def _missing(profile: Profile, health: Health) -> Iterator[Missing]:
    if not profile.diet:
        yield Missing(_("Your diet"), _("Suggestions stay general, and nothing is said about a diet."), "eat")
    elif profile.diet == Diet.VEGAN:
        yield from _missing_of_vegans(profile)
    if profile.birth_year is None:
        yield Missing(_("Your year of birth"), _("You are taken for an adult under 50."), "about")
    if not profile.sex:
        yield Missing(_("Your sex"), _("One table has values of its own for girls and boys from 11 to 14."), "about")
    if not health.conditions:
        yield Missing(
            _("Conditions and operations"),
            _("None is written down, so B12 is taken to be absorbed as usual."),
            "absorption",
        )
    if not health.medicines:
        yield Missing(_("Medicines"), _("None is written down, so nothing is said about any."), "medicines")


def _missing_of_vegans(profile: Profile) -> Iterator[Missing]:
    if profile.diet_since is None:
        yield Missing(_("Since when you are vegan"), _("How long stores may have been drawn on is not known."), "eat")
    if profile.takes_unlogged is None:
        yield Missing(
            _("Whether you take a supplement that is not logged"),
            _("With few days logged, nothing is said about a source of B12."),
            "eat",
        )
