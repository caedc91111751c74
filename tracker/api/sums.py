"""Today and Status in figures."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router

from tracker.api.answers import (
    BandAnswer,
    CoverAnswer,
    FindingAnswer,
    MeanAnswer,
    OriginAnswer,
    RunwayAnswer,
    StatusAnswer,
    TargetAnswer,
    TodayAnswer,
)
from tracker.api.regimens import due_answer
from tracker.domain.parameters import Span
from tracker.domain.references import Target
from tracker.domain.stores import Runway
from tracker.people import target_of
from tracker.reports.cover import CoverReport
from tracker.reports.findings.shown import Shown
from tracker.reports.status import StatusReport
from tracker.reports.status.span import Period
from tracker.reports.summary import absorbed_today, means
from tracker.reports.targets import note_of
from tracker.reports.today import TodayReport

router = Router(tags=["Sums"])
_PLACES = 4  # of µg, as they are stored


@router.get("today", response=TodayAnswer, operation_id="today", url_name="api_today", summary="Today")
def today(request: HttpRequest) -> TodayAnswer:
    """What today holds so far, whether the last days were covered, and what is due: the page Today in figures.
    Information, not medical advice."""
    person, now = request.auth.person, timezone.now()
    report = TodayReport.build(person, now=now)
    total = report.total
    return TodayAnswer(
        date=report.day,
        cover=_cover(report.cover),
        target=_target(target_of(person, today=report.day)),
        entries=total.entries,
        swallowed_ug=float(total.swallowed_ug),
        injected_ug=float(total.known_ug - total.swallowed_ug),
        unknown=total.unknown,
        by_origin=[
            OriginAnswer(origin=one.origin.value, known_ug=float(one.known_ug), entries=one.entries)
            for one in total.by_origin
        ],
        absorbed_ug=_band(absorbed_today(person, now=now)),
        due=[due_answer(line, person) for line in report.due],
    )


@router.get("status", response=StatusAnswer, operation_id="status", url_name="api_status", summary="Status")
def status(request: HttpRequest) -> StatusAnswer:
    """The last 28 days and what the model makes of them: the page Status in figures. Information, not medical advice
    and not a diagnosis; no figure of the model is a measurement."""
    report = StatusReport.build(request.auth.person, period=Period.MONTH, now=timezone.now())
    projection = report.runway.projection
    return StatusAnswer(
        date=report.today,
        cover=_cover(report.cover),
        target=_target(report.target),
        means=[
            MeanAnswer(
                days=mean.days,
                tracked_days=mean.tracked,
                swallowed_ug_per_day=_rounded(mean.swallowed_ug),
                unknown_entries=mean.unknown,
            )
            for mean in means(report.days)
        ],
        absorbed_ug_per_day=_band(report.absorbed_a_day),
        why_no_absorbed=report.why_no_absorbed,
        runway=_runway(projection.runway) if projection else None,
        why_no_runway=report.runway.why_off,
        findings=[_finding(one) for one in report.findings.open],
    )


def _cover(report: CoverReport) -> CoverAnswer:
    cover = report.cover
    return CoverAnswer(
        sentence=report.verdict,
        rule=cover.rule.value,
        window_days=cover.window_days,
        tracked_days=cover.tracked,
        untracked_days=cover.untracked,
        covered_days=cover.covered,
        maybe_days=cover.maybe,
        short_days=cover.short,
        swallowed_ug_per_day=_rounded(cover.mean_known_ug),
        most_ug_per_day=_rounded(cover.mean_upper_ug),
        unknown_entries=cover.unknown,
    )


def _target(target: Target) -> TargetAnswer:
    note = note_of(target)
    return TargetAnswer(reference_ug=float(note.ug), authority=note.authority, kind=note.kind, year=note.year)


def _band(span: Span | None) -> BandAnswer | None:
    if span is None:
        return None
    return BandAnswer(low=_rounded(span.low), middle=_rounded(span.middle), high=_rounded(span.high))


def _runway(runway: Runway) -> RunwayAnswer:
    """To a tenth of a year: finer is more than a model can say."""
    low, middle, high = (None if years is None else round(years, 1) for years in runway[:3])
    return RunwayAnswer(
        years_low=low, years_middle=middle, years_high=high, never_share=round(runway.never_share, 2)
    )  # fmt: skip


def _finding(shown: Shown) -> FindingAnswer:
    return FindingAnswer(
        code=shown.code,
        level=shown.finding.level.value,
        title=shown.title,
        page=reverse("finding", args=[shown.code]),
    )


def _rounded(ug: float | None) -> float | None:
    return None if ug is None else round(ug, _PLACES)
