"""Sources: what B12 comes from."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from foods.reports.proposals import Standing
from foods.reports.sources import SourcesPage
from foods.views.throttle import searches_limited


@require_safe
@login_not_required
@searches_limited
@gzip_page  # thirty rows of it: 33 kB become 5
def sources(request: HttpRequest) -> HttpResponse:
    report = SourcesPage.build(user=request.user, asked=request.GET)
    standing = Standing.of(request.user) if request.user.is_authenticated else None
    response = render(request, "foods/sources.html", {"report": report, "standing": standing})
    response["HX-Replace-Url"] = report.url  # what the form sends has every empty field in it
    return response
