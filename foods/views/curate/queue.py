"""The queue: what a curator should look at, most eaten first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foods.forms_curate import PlaceForm
from foods.reports.curate.queue import QueuePage
from foods.views.curate.access import DECIDE, needs


@require_safe
@needs(DECIDE)
def queue(request: HttpRequest, kind: str = "") -> HttpResponse:
    """All that waits, or with `kind` what waits of one kind."""
    chosen = PlaceForm(request.GET, kind=kind).chosen
    page = QueuePage.build(request.user, kind=chosen["kind"], page=chosen["page"], at=chosen["at"])
    response = render(request, "curate/queue.html", {"page": page, "counts": page.counts})
    response["HX-Replace-Url"] = page.url  # a reload opens the same item
    return response
