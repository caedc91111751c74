"""Status: am I all right for the months ahead?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.forms.status import PERIODS, PeriodForm
from tracker.reports.status import StatusReport
from tracker.reports.status.charts import StatusCharts
from tracker.reports.status.span import Period


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    period = PeriodForm(request.GET).period_asked()
    report = StatusReport.build(request.user, period=Period(period), now=timezone.now())
    context = {"report": report, "charts": StatusCharts.of(report), "period": period, "periods": PERIODS}
    return render(request, "tracker/status.html", context)
