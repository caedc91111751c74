"""What was changed and decided, and taking one change back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from foods.curation import reverting
from foods.forms_curate import HistoryForm
from foods.models import Food
from foods.reports.curate.history import HistoryPage, RevertPage, Versions
from foods.views.curate.access import DECIDE, needs


@require_safe
@needs(DECIDE)
def history(request: HttpRequest) -> HttpResponse:
    chosen = HistoryForm(request.GET).chosen
    food = get_object_or_404(Food, pk=chosen["food"], owner__isnull=True) if chosen["food"] else None
    page = HistoryPage.build(request.user, show=chosen["show"], food=food, page=chosen["page"])
    return render(request, "curate/history.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(DECIDE)
def revert(request: HttpRequest, history_id: int) -> HttpResponse:
    """First what taking this change back would do, then doing it."""
    version = get_object_or_404(Versions, history_id=history_id, owner__isnull=True)
    food = get_object_or_404(Food, pk=version.id, owner__isnull=True)
    if request.method != "POST":
        return render(request, "curate/revert.html", {"page": RevertPage.build(version, food, request.user)})
    seen = reverting.revert(history_id, by=request.user)
    if seen.refusal:
        messages.info(request, seen.refusal)
    else:
        messages.success(request, _("Taken back. The food is as it was before that change."))
    return redirect(f"{reverse('curate_history')}?food={food.pk}")
