"""All findings on one page, for curators to read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.reports.findings.gallery import Gallery


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Staff with rights on foods; for others it does not exist."""
    if not (request.user.is_staff and request.user.has_perm("foods.change_food")):
        raise Http404
    return render(request, "tracker/gallery.html", {"gallery": Gallery.build()})
