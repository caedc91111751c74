"""Pages of the site itself: the front door, the demo, errors and what machines ask."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import kept, limits
from accounts.actions import make_demo
from accounts.forms import BrowserZone
from accounts.models import User
from config.misplaced import misplaced
from foods.models import Food
from foods.reports import shopwindow

DEMO_RATE = "10/h/ip"


def for_machines(view: Callable) -> Callable:
    """Mark a view that answers probes: the middleware then asks for no session and no person."""
    view.for_machines = True
    return view


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("today")
    context = {"rows": shopwindow.rows(), "reference_ug": settings.DEFAULT_DAY_REFERENCE_UG}
    return render(request, "front.html", context)


@login_not_required
@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Open a private account with an invented year and go in."""
    if not settings.DEMO_OPEN:
        raise Http404
    if request.user.is_authenticated:
        return redirect("today")
    if not limits.within(request, "demo", rate=DEMO_RATE):
        return too_many(request)
    zone = BrowserZone(request.POST)
    user = _filled_demo(zone.cleaned_data["time_zone"] if zone.is_valid() else "")
    get_adapter().login(request, user)
    request.session.set_expiry(settings.DEMO_HOURS * 3600)
    return redirect("today")


@transaction.atomic
def _filled_demo(time_zone: str) -> User:
    from tracker.demo import fill_year  # needed nowhere else

    now = timezone.now()
    user = make_demo(now=now, time_zone=time_zone)
    fill_year(user, now=now)
    return user


# --- Errors ------------------------------------------------------------------------------------------------------
@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token does not fit the browser's cookie any more.

    Mostly the person logged out, or in again, in another tab. Where the browser vouches that the form came from our
    own page, what was typed is kept and the person goes on; otherwise a page says what to do. Where the proxy in front
    hides the site's address, trying again never helps: the page says which setting to change.
    """
    wrong = misplaced(request)
    if not wrong and _came_from_our_page(request) and not _is_public(request):
        was_kept = kept.keep(request)
        if not request.user.is_authenticated:
            return redirect_to_login(kept.way_back(request, kept=was_kept))
        if was_kept:
            return _go_to(request, kept.way_back(request, kept=True))
    page = kept.page_of(request) if _came_from_our_page(request) else ""
    response = render(request, "403_csrf.html", {"page": page, "misplaced": wrong}, status=403)
    if request.htmx and not wrong:
        response.headers["HX-Redirect"] = kept.way_back(request)
    return response


def _came_from_our_page(request: HttpRequest) -> bool:
    """Browsers say so themselves; and no foreign page can send a header of its own making, such as htmx's."""
    return request.headers.get("sec-fetch-site") == "same-origin" or bool(request.htmx)


def _is_public(request: HttpRequest) -> bool:
    return not getattr(request.resolver_match.func, "login_required", True)


def _go_to(request: HttpRequest, page: str) -> HttpResponse:
    response = redirect(page)
    if request.htmx:
        response = HttpResponse(status=403, headers={"HX-Redirect": page})
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """What allauth's rate limits and our own answer (handler429)."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Our page for what broke (handler500), or one plain line where even that cannot be rendered."""
    try:
        page = render_to_string("500.html")
    except Exception:  # whatever broke may have broken the templates or the list of static files too
        page = "<!doctype html><title>Cobalog</title><p>Something broke on our side. Go back and try once more."
    return HttpResponse(page, status=500)


# --- Machines ----------------------------------------------------------------------------------------------------
@for_machines
@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches no database."""
    return HttpResponse("ok\n", content_type="text/plain")


@for_machines
@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether people can be served: the database answers, every migration ran, the shipped foods are there."""
    checks = {"database": False, "migrations": False, "foods": False}
    try:
        checks["migrations"] = _all_migrated()
        checks["database"] = True
        checks["foods"] = Food.objects.exists()
    except DatabaseError:
        pass  # said by the checks that stayed False
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def _all_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
