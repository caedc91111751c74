"""How good the table is, and the table itself to take away."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from foods.models import Source
from foods.reports.quality import QualityPage
from foods.table import APART, csv_lines


@require_safe
@login_not_required
def quality(request: HttpRequest) -> HttpResponse:
    return render(request, "foods/quality.html", {"report": QualityPage.build(today=timezone.now().date())})


@require_safe
@login_not_required
@gzip_page
def table_csv(request: HttpRequest, key: str = "") -> StreamingHttpResponse:
    """The public foods as CSV: of one data set, or of all whose licence lets them stand in one table."""
    if key and not Source.objects.filter(key=key).exists():
        raise Http404
    lines = csv_lines(key=key, site=f"{request.scheme}://{request.get_host()}")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8; header=present")
    name = key or "all-but-" + "-".join(sorted(APART))
    response["Content-Disposition"] = f'attachment; filename="cobalog-{name}-{timezone.now():%Y-%m-%d}.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response
