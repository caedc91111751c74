"""Four views and their addresses."""

from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

ROWS = 20
PAGE_BYTES = 40_000
FILLER = mark_safe("<p>" + "A page has more on it than its rows. " * ((PAGE_BYTES - 3_600) // 37) + "</p>")


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """F_page: one query, 20 rows, about 40 kB."""
    return render(request, "page.html", {"rows": request.user.rows.order_by("pk")[:ROWS], "filler": FILLER})


@login_required
@require_POST
def insert(request: HttpRequest) -> HttpResponse:
    """F_insert: one row by a form."""
    request.user.rows.create(name=request.POST["name"], amount=Decimal(request.POST["amount"]))
    return redirect("page")


def search(request: HttpRequest) -> HttpResponse:
    """F_search: a bare full-text prefix query as JSON."""
    word = request.GET["q"].replace('"', "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid, name FROM words WHERE words MATCH %s ORDER BY rank LIMIT 8", [f'"{word}"*'])
        return JsonResponse({"found": cursor.fetchall()})


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """The bare request: who is asking, and nothing else."""
    return HttpResponse(f"signed in as {request.user.pk}")


urlpatterns = [
    path("page/", page, name="page"),
    path("insert/", insert, name="insert"),
    path("search/", search, name="search"),
    path("bare/", bare, name="bare"),
]
