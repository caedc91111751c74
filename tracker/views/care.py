"""Care: what somebody takes and has, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.people import today_of
from tracker.reports.care.conditions import ConditionsList
from tracker.reports.care.medicines import MedicinesList


@require_safe
def care(request: HttpRequest) -> HttpResponse:
    context = {
        "medicines": MedicinesList.build(request.user),
        "conditions": ConditionsList.build(request.user, today=today_of(request.user, now=timezone.now())),
        "gas_uses": request.user.gas_uses.count(),
    }
    return render(request, "care/care.html", context)
