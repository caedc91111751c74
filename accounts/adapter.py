"""How allauth signs people up, in and out here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts import devices
from accounts.events import note, note_refusal, security
from accounts.marks import mark_forms
from accounts.models import EventKind, User


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own ways, with our words, our switch for sign-ups, and redirects that never leave the site."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off. Ask whoever runs this site."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _(
            "This e-mail address and password do not belong together. Check both, or set a new password."
        ),
        "email_taken": _("There is an account with this address already. Log in, or set a new password."),
        "enter_current_password": _("That is not your present password. Type it once more."),
        "incorrect_code": _("That code is wrong or too old. Type the one shown now."),
        "incorrect_password": _("That is not your password. Type it once more."),
        "rate_limited": _("That was too many tries. Wait a few minutes, then try again."),
        "same_as_current": _("This is your address already. Type the new one."),
        "too_many_login_attempts": _(
            "That was too many tries. Wait five minutes, then try again, or set a new password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP_OPEN

    def is_safe_url(self, url: str) -> bool:
        """Only this very host: a link that logs somebody in must not lead elsewhere, not even to a sister site."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        mark_forms(request, user)
        devices.begin(request, user)
        note(user, EventKind.LOGGED_IN, request=request)

    def logout(self, request: HttpRequest) -> None:
        devices.end_here(request)
        note(request.user, EventKind.LOGGED_OUT, request=request)
        super().logout(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            security.warning("Log-in refused: too many tries")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_refusal(
            credentials.get("email", ""), request=request, detail="asked again" if request.user.is_authenticated else ""
        )


class MFAAdapter(DefaultMFAAdapter):
    """Our words and our name where an authenticator app or a passkey shows them."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def _get_site_name(self) -> str:
        return "Cobalog"

    def generate_authenticator_name(self, user: User, type) -> str:
        """A name to start from; people overwrite it with what they call the device."""
        count = user.authenticator_set.filter(type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}
