"""Learn: pages for everybody. No person's data in them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from tracker.reports.learn import PAGE, library
from tracker.reports.learn_foods import portions_for


@require_safe
@login_not_required
@gzip_page
def learn(request: HttpRequest) -> HttpResponse:
    return render(request, "learn/index.html", {"library": library()})


@require_safe
@login_not_required
@gzip_page  # an article is mostly words: 30 kB become 9
def article(request: HttpRequest, slug: str) -> HttpResponse:
    shown = library().get(slug)
    if shown is None:
        raise Http404
    context = {"layout": PAGE, "article": shown, "next": library().after(shown), "portions": portions_for(slug)}
    return render(request, shown.template, context)
