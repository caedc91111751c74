"""What is known of medicines and conditions: public pages of the tables that ship with the app."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.reports.care.known import KnownRow, condition_groups, medicine_groups


@login_not_required
@require_safe
def medicines(request: HttpRequest) -> HttpResponse:
    return render(request, "learn/medicines.html", {"groups": medicine_groups()})


@login_not_required
@require_safe
def medicine(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "learn/known.html", {"known": KnownRow.medicine_or_404(key)})


@login_not_required
@require_safe
def conditions(request: HttpRequest) -> HttpResponse:
    return render(request, "learn/conditions.html", {"groups": condition_groups()})


@login_not_required
@require_safe
def condition(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "learn/known.html", {"known": KnownRow.condition_or_404(key)})
