"""What allauth tells of: each change of how somebody logs in goes into their log, and ends what it should end."""

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.http import HttpRequest

from accounts import devices
from accounts.events import note, note_refusal
from accounts.models import EventKind, User


def begin() -> None:
    """Called once, when the app is ready."""
    for signal in (account.password_changed, account.password_set):
        signal.connect(_password_changed)
    account.password_reset.connect(_password_reset)
    account.email_changed.connect(_email_changed)
    for signal in (mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset):
        signal.connect(_second_step_changed)
    mfa.authentication_failed.connect(_second_step_refused)


def _password_changed(*, request: HttpRequest, user: User, **_: object) -> None:
    """By somebody who is signed in: this device stays, all others are logged out."""
    devices.renew(request)
    devices.end_others(user, request=request)
    note(user, EventKind.PASSWORD_CHANGED, request=request)


def _password_reset(*, request: HttpRequest, user: User, **_: object) -> None:
    """By the link of a mail: nobody stays logged in."""
    devices.end_others(user, request=request)
    note(user, EventKind.PASSWORD_CHANGED, request=request, detail="by mail")


def _email_changed(*, request: HttpRequest, user: User, from_email_address: object, **_: object) -> None:
    if from_email_address:
        note(user, EventKind.EMAIL_CHANGED, request=request)


def _second_step_changed(*, request: HttpRequest, user: User, authenticator: object, **_: object) -> None:
    note(user, EventKind.SECOND_STEP_CHANGED, request=request, detail=authenticator.type)


def _second_step_refused(*, request: HttpRequest, user: User, **_: object) -> None:
    note_refusal(user.email, request=request, detail="second step")
