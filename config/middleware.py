"""What is true for every request: closed by default, private by default, on the person's own clock."""

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts import devices, kept, proof
from accounts.events import security

GetResponse = Callable[[HttpRequest], HttpResponse]

_DENIED = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope hid "
    "identity-credentials-get idle-detection local-fonts magnetometer microphone midi otp-credentials payment "
    "picture-in-picture screen-wake-lock serial storage-access usb window-management xr-spatial-tracking"
)
PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{feature}=()" for feature in _DENIED.split()),
        "publickey-credentials-create=(self)",  # passkeys
        "publickey-credentials-get=(self)",
    ]
)
_OPENED = {"uses_camera": "camera", "uses_microphone": "microphone"}  # the pages that read barcodes and take speech
# Pages about signing in that make no sense for a demo: nobody can log in to it again.
_NOT_FOR_DEMOS = {"account_email", "account_change_password", "account_set_password", "account_reauthenticate"}
# allauth asks for a proof itself where the second step or a passkey changes. The page that changes the password has
# the present one in its form.
_PROVEN = {"account_email", "account_set_password"}


def is_for_machines(view: Callable) -> bool:
    """Whether a view answers probes: no session, no person (`config.views.for_machines`)."""
    return getattr(view, "for_machines", False)


class SecurityHeaders:
    """Headers Django does not set, and no trace of personal pages in caches, history or after log-out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", self._permissions(request))
        if getattr(request, "came_signed_in", False) and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        if self._is_personal(request):
            response.headers["Cache-Control"] = "no-store, private"
            patch_vary_headers(response, ["Cookie"])
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        request.for_machines = is_for_machines(view)
        request.opens = [feature for mark, feature in _OPENED.items() if getattr(view, mark, False)]
        if request.method == "POST" and not request.for_machines:
            request.came_signed_in = request.user.is_authenticated

    @staticmethod
    def _permissions(request: HttpRequest) -> str:
        policy = PERMISSIONS_POLICY
        for feature in getattr(request, "opens", ()):
            policy = policy.replace(f"{feature}=()", f"{feature}=(self)")
        return policy

    @staticmethod
    def _is_personal(request: HttpRequest) -> bool:
        if getattr(request, "for_machines", False) or not hasattr(request, "user"):
            return False
        return request.user.is_authenticated or getattr(request, "came_signed_in", False)


class LoginRequired(LoginRequiredMiddleware):
    """Closed by default. What a visitor typed comes along to the log-in page and back; htmx fragments do not."""

    def process_view(self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict):
        if is_for_machines(view_func):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        was_kept = request.method == "POST" and kept.keep(request)
        return redirect_to_login(kept.way_back(request, kept=was_kept))


class HtmxLogin:
    """A redirect to the log-in page answers the whole window, not the part of a page that htmx would swap."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        target = response.headers.get("Location", "")
        if not request.htmx or urlsplit(target).path != resolve_url(settings.LOGIN_URL):
            return response
        answer = HttpResponseClientRedirect(target)
        answer.cookies = response.cookies
        return answer


class Kept:
    """Forgets what was kept at the next thing its person sends, and brings them to Today where no page shows it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and kept.MARK in request.GET:
            return redirect(settings.LOGIN_REDIRECT_URL)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        between = {"set_zone", *proof.ASKING}  # no press on a page of theirs: a script, and a proof on the way back
        is_press = request.method == "POST" and request.resolver_match.url_name not in between
        if is_press and not is_for_machines(view) and request.user.is_authenticated:
            kept.drop(request)


class Devices:
    """Notes the day when something is sent from a device; a look notes nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        if request.method == "POST" and not is_for_machines(view) and request.user.is_authenticated:
            devices.keep_up(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Nothing can be stored for somebody who erased themselves in another tab a moment ago: to the log-in page."""
        if not isinstance(exception, IntegrityError | ObjectDoesNotExist) or not request.user.is_authenticated:
            return None
        if get_user_model().objects.filter(pk=request.user.pk).exists():
            return None
        return redirect_to_login(resolve_url(settings.LOGIN_REDIRECT_URL))


class Proof:
    """Who changes how one logs in shows first that it is them; afterwards nothing is sent that they did not press."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        if request.resolver_match.url_name not in _PROVEN or not request.user.is_authenticated:
            return None
        return proof.ask_where_old(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return proof.ask(request) if isinstance(exception, ReauthenticationRequired) else None


class StaffSecondFactor:
    """The admin and the curators' pages open only to staff who proved a second factor in this session; to others they
    do not exist."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        user = request.user if request.path.startswith((reverse("admin:index"), reverse("curate"))) else None
        if user is None or not user.is_authenticated:
            return None
        if not (user.is_staff and user.is_active):
            security.warning("Refused: person %s is no staff, at %s", user.pk, request.resolver_match.view_name)
            raise Http404
        if not settings.STAFF_NEED_SECOND_FACTOR or request.resolver_match.view_name == "admin:logout":
            return None
        if not is_mfa_enabled(user):
            messages.info(request, _("This part asks for a second step at log-in. Set one up, then open it again."))
            return redirect("mfa_index")
        if any(record.get("method") == "mfa" for record in get_authentication_records(request, user)):
            return None
        method = next(m for m in get_adapter().get_reauthentication_methods(user) if m["id"].startswith("mfa_"))
        return redirect(f"{method['url']}?{urlencode({'next': request.get_full_path()})}")


class DemoLimits:
    """A demo has no e-mail, password or second step to manage: a plain sentence instead."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        name = request.resolver_match.url_name or ""
        if not (name in _NOT_FOR_DEMOS or name.startswith("mfa_")):
            return None
        if not request.user.is_authenticated or not request.user.is_demo:
            return None
        return render(request, "accounts/not_in_demo.html", status=403)


class PersonsTime:
    """The person's own clock for the length of the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        if not is_for_machines(view) and request.user.is_authenticated:
            timezone.activate(request.user.zone)
