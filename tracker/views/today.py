"""Today: have I covered it?"""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from tracker.forms.today import WindowForm
from tracker.reports.today import TodayReport
from tracker.views.log import kept_sheet


@require_safe
@gzip_page  # as in views/status.py
def today(request: HttpRequest) -> HttpResponse:
    if kept := kept_sheet(request):  # the search and the usuals stand on this page too
        return kept
    days = WindowForm(request.GET).window_days() if "days" in request.GET else None
    report = TodayReport.build(request.user, now=timezone.now(), window_days=days)
    return render(request, "tracker/today.html", {"report": report, "uid": uuid.uuid4()})
