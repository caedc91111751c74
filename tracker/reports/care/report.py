"""The report for an appointment: what fits on one page, most important first."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from tracker.domain.references import Target
from tracker.domain.risks.facts import Case
from tracker.health import health_of
from tracker.models import Profile, ReportWords
from tracker.people import clock_of, profile_of, target_of
from tracker.regimens import OwnRegimen, doses_since, read_doses, regimens_of, taken_by
from tracker.reports.after_dose import after_dose_of
from tracker.reports.appointment import about, ask, blood, intake, symptoms, treatment
from tracker.reports.appointment.missing import Missing, missing
from tracker.reports.appointment.parts import Section, print_of
from tracker.reports.findings.case import CASE_DAYS, case_of, injections_since
from tracker.reports.findings.report import FindingsReport
from tracker.reports.recent import recent_entries

DAYS_BACK = intake.DAYS + 1  # today may not count yet


@dataclass(frozen=True, slots=True)
class AppointmentReport:
    """One page in one language. `who`: label and value, empty where there is nothing but a line to write on."""

    language: str
    title: str
    who: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    foot: str
    words: ReportWords
    missing: tuple[Missing, ...]

    @classmethod
    def build(cls, person: User, *, now: dt.datetime, language: str = "") -> "AppointmentReport":
        """`language`: of a link that was made; else the one the person chose. Ten queries, however much there is."""
        words = words_of(person)
        language = language_of(language or words.language)
        read = _Read.of(person, now=now)
        with translation.override(language):
            return cls(
                language=language,
                title=_("B12 summary for the appointment"),
                who=about.who(words, profile_of(person), today=read.today),
                sections=tuple(read.sections(words, now=now)),
                foot=_(
                    "Self-reported, not a diagnosis. Written by the person with Cobalog; figures for B12 come from "
                    "food tables and labels, symptoms are scored by the person."
                ),
                words=words,
                missing=missing(read.left_open(words)),
            )

    @property
    def print_size(self) -> str:
        """How small it has to be printed to stay on one page."""
        return print_of(self.sections)


def words_of(person: User) -> ReportWords:
    """What the person added; empty and unsaved where they added nothing. One query."""
    return getattr(person, "report_words", None) or ReportWords(owner=person)


def language_of(chosen: str) -> str:
    """One that the report is translated to."""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read, before it is put in words."""

    today: dt.date
    profile: Profile
    target: Target
    case: Case
    found: FindingsReport
    days: intake.Days
    regimens: tuple[OwnRegimen, ...]
    taken: Mapping
    scores: dict[str, list[symptoms.Score]]
    values: list[blood.Value]
    after: Mapping

    @classmethod
    def of(cls, person: User, *, now: dt.datetime) -> "_Read":
        today = clock_of(person).local_date(now)
        oldest, month = (today - dt.timedelta(days=n) for n in (DAYS_BACK - 1, CASE_DAYS))
        marks, days = intake.read_days(person, first=oldest, last=today)
        first, last = intake.window(today, marks)
        values = blood.read_values(person, today=today)
        after = after_dose_of(person, blood.dates_of(values))
        rows = recent_entries(person, since=month, injected_since=injections_since(person, today=today))
        case = case_of(person, rows, marks=marks, today=today, after=after)
        regimens = regimens_of(person)
        doses = read_doses(person, since=doses_since(regimens, today=today))
        return cls(
            today=today,
            profile=profile_of(person),
            target=target_of(person, today=today),
            case=case,
            found=FindingsReport.of(case, health_of(person).snoozes),
            days=intake.Days.of(days, first=first, last=last),
            regimens=regimens,
            taken=taken_by(regimens, doses),
            scores=symptoms.read_scores(person, first=oldest, today=today),
            values=values,
            after=after,
        )

    def left_open(self, words: ReportWords) -> Mapping[str, bool]:
        """What the sheet cannot say, by its name in `missing`."""
        return {
            "words": not (words.reason or words.questions),
            "born": self.profile.birth_year is None,
            "diet": not self.profile.diet,
            "regimens": not self.regimens,
            "medicines": not self.case.medicines,
            "conditions": not self.case.conditions,
            "symptoms": not self.scores,
            "tests": not self.values,
            "days": not self.days.tracked,
        }

    def sections(self, words: ReportWords, *, now: dt.datetime) -> Iterator[Section]:
        """In the order of the paper; one that has nothing to say at all is left out."""
        first, today = self.days.first, self.today
        found = self.found.open
        every = (
            about.why(words),
            ask.ask(words.questions, found),
            about.about(self.profile, self.case),
            treatment.treatment(self.regimens, self.taken, today=today, now=now, first=first),
            treatment.medicines(self.case),
            ask.findings(found),
            symptoms.symptoms(self.scores, first=first, today=today),
            blood.blood(self.values, self.after),
            intake.intake(self.days, self.target),
        )
        return (section for section in every if section is not None)
