"""Who comes, and why: what the person added, and what they said about themselves."""

import datetime as dt

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tracker.domain.risks.facts import Case, Has
from tracker.models import Profile, ReportWords
from tracker.reports.appointment.parts import Section, day, few, joined, number, one_line, since

MOST_CONDITIONS = 5


def who(words: ReportWords, profile: Profile, *, today: dt.date) -> tuple[tuple[str, str], ...]:
    """What stands at the head, label and value; an empty value is a line to write on."""
    return (
        (_("Name"), one_line(words.name)),
        (_("Born"), str(profile.birth_year or "")),
        (_("Date"), day(today)),
    )


def why(words: ReportWords) -> Section | None:
    reason = one_line(words.reason, most=300)
    return Section("why", _("Why I come"), lines=(reason,)) if reason else None


def about(profile: Profile, case: Case) -> Section:
    """Diet, life stage, conditions and operations."""
    return Section("about", _("About me"), lines=tuple(filter(None, (_ways(profile, case), *_conditions(case)))))


def _ways(profile: Profile, case: Case) -> str:
    diet = profile.get_diet_display() if profile.diet else _("diet not noted")
    stage = profile.get_life_stage_display() if profile.life_stage else ""
    return capfirst(joined(str(diet), since(case.diet_since), str(stage).lower()))


def _conditions(case: Case) -> tuple[str, ...]:
    if not case.conditions:
        return (_("Conditions and operations: none noted"),)
    own_first = sorted(case.conditions, key=lambda has: has.in_family)
    shown, more = few([_condition(has) for has in own_first], MOST_CONDITIONS)
    return (f"{_('Conditions and operations')}: {'; '.join(filter(None, (*shown, more)))}",)


def _condition(has: Has) -> str:
    removed = _("%(cm)s\u00a0cm removed") % {"cm": number(has.resection_cm)} if has.resection_cm else ""
    family = _("in the family") if has.in_family else ""
    return joined(one_line(has.name), since(has.since), removed, family)
