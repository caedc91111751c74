"""What somebody who has logged little is offered first: three things that fit what they said about themselves.

Nothing is proposed as a treatment: a tablet stands here only for healthy adults whose diet holds no natural source, as
docs/risks.md says under regimens.
"""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from tracker.domain import conditions
from tracker.health import Health, health_of
from tracker.models.profile import CoverRule, Diet, LifeStage
from tracker.people import age_years, profile_of

Key = tuple[str, str]  # of the shipped table: source, id in the source
MOST = 3
ADULT_YEARS = 18

_FNDDS = "usda-fndds"
TABLET = ("label", "cyanocobalamin-10-tablet")
OAT_MILK, SOYA_MILK, CORN_FLAKES = (_FNDDS, "11360200"), (_FNDDS, "11320100"), (_FNDDS, "57134000")
MILK, YOGURT, CHEDDAR = (_FNDDS, "11112110"), (_FNDDS, "11411100"), (_FNDDS, "14104100")
EGG, SALMON = (_FNDDS, "31103010"), (_FNDDS, "26137120")

# Most useful first; where there is a supplement, a fourth stands in for it.
SUGGESTIONS: Mapping[str, tuple[Key, ...]] = {
    "": (TABLET, OAT_MILK, EGG, MILK),
    Diet.OMNIVORE: (MILK, EGG, SALMON),
    Diet.FLEXITARIAN: (MILK, EGG, OAT_MILK),
    Diet.PESCETARIAN: (SALMON, MILK, EGG),
    Diet.LACTO_OVO: (MILK, EGG, CHEDDAR),
    Diet.LACTO: (MILK, YOGURT, CHEDDAR),
    Diet.VEGAN: (TABLET, OAT_MILK, CORN_FLAKES, SOYA_MILK),
    Diet.OTHER: (TABLET, OAT_MILK, CORN_FLAKES, SOYA_MILK),  # nobody knows what they leave out
}
SUPPLEMENTS = frozenset([TABLET])

WHY: Mapping[str, str | Promise] = {
    "": gettext_lazy("These are things that many people begin with."),
    Diet.OMNIVORE: gettext_lazy("Chosen because you eat everything."),
    Diet.FLEXITARIAN: gettext_lazy("Chosen because you eat mostly plants."),
    Diet.PESCETARIAN: gettext_lazy("Chosen because you eat fish, but no meat."),
    Diet.LACTO_OVO: gettext_lazy("Chosen because you have milk and eggs, but no meat or fish."),
    Diet.LACTO: gettext_lazy("Chosen because you have milk, but no eggs, meat or fish."),
    Diet.VEGAN: gettext_lazy("Chosen because you are vegan: nothing here is from animals."),
    Diet.OTHER: gettext_lazy("You eat in a way of your own, so nothing here is from animals."),
}


class Wishes(NamedTuple):
    """`no_supplement`: in a sentence why none is suggested; empty where one may be."""

    diet: str = ""
    no_supplement: str = ""
    confirm: str = ""

    @property
    def wanted(self) -> tuple[Key, ...]:
        """What to suggest, best first; the first three that the table has."""
        keys = SUGGESTIONS[self.diet]
        return tuple(key for key in keys if key not in SUPPLEMENTS) if self.no_supplement else keys

    @property
    def why(self) -> str:
        """One line under the suggestions."""
        beside = ""
        if not SUPPLEMENTS.isdisjoint(SUGGESTIONS[self.diet]):
            beside = self.no_supplement or self.confirm
        return " ".join(filter(None, [str(WHY[self.diet]), beside]))


ANYBODY = Wishes()


def wishes_of(person: User, *, today: dt.date) -> Wishes:
    """What fits this person; no query where their health was read before."""
    profile = profile_of(person)
    age = age_years(profile, today=today)
    expecting = profile.life_stage in (LifeStage.PREGNANT, LifeStage.BREASTFEEDING)
    if age is not None and age < ADULT_YEARS:
        why_not = _("Under 18 no supplement is suggested: ask a children’s doctor or a dietitian.")
    elif profile.cover_rule == CoverRule.INJECTIONS:
        why_not = _("No supplement is suggested, because you get injections.")
    elif _needs_a_doctor(health_of(person)):
        why_not = _("With what you told us no supplement is suggested: ask your doctor which one fits.")
    else:
        why_not = ""
    return Wishes(
        diet=profile.diet,
        no_supplement=why_not,
        confirm=_("Ask your midwife or doctor about the tablet.") if expecting else "",
    )


def _needs_a_doctor(health: Health) -> bool:
    """Blocked for good reason, or what is taken up is not as usual: then no dose for healthy people fits."""
    blocked = {"inherited", "lhon", "cobalt_allergy"}
    return any(has.key in blocked or conditions.state_of(has) for has in health.conditions)
