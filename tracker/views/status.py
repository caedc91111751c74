"""Status: am I all right for the months ahead?"""

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.forms.status import DEFAULT_PERIOD, PERIODS, PeriodForm
from tracker.reports.status import StatusReport
from tracker.reports.status.charts import StatusCharts
from tracker.reports.status.span import Period


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    period = PeriodForm(request.GET).period_asked()
    report = StatusReport.build(request.user, period=Period(period), now=timezone.now())
    context = {"report": report, "charts": StatusCharts.of(report), "period": period, "periods": PERIODS}
    response = render(request, "tracker/status.html", context)
    return response if period == DEFAULT_PERIOD else _packed(request, response)


# A year of figures packs to an eighth. What is packed holds nothing that a stranger could put there, and Django adds
# bytes at random, so that its length tells nothing (BREACH).
_packed = GZipMiddleware(HttpResponse).process_response
