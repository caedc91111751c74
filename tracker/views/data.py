"""What is stored about a person and why, the log of their account, and erasing everything."""

import datetime as dt
import logging

from django.conf import settings
from django.contrib.auth import logout
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.events import security
from accounts.proof import needs_proof
from tracker import actions_erasing as actions
from tracker.forms.erasing import EraseForm, PageForm
from tracker.reports.account_log import AccountLog
from tracker.reports.erased import Receipt
from tracker.reports.stored import ACCOUNT, HEALTH, LET_OUT, counts_of

logger = logging.getLogger("cobalog.mail")


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    groups = [(_("Your health"), HEALTH), (_("What leaves your account"), LET_OUT), (_("Your account"), ACCOUNT)]
    return render(request, "accounts/data.html", {"groups": groups, "backups_days": settings.BACKUPS_EXPIRE_DAYS})


@require_safe
def account_log(request: HttpRequest) -> HttpResponse:
    page = AccountLog.build(request.user, now=timezone.now(), page=PageForm(request.GET).number)
    return render(request, "accounts/log.html", {"log": page})


@needs_proof
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """The page that asks; by POST the receipt itself, because nothing is left that could remember it."""
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _erased(request, now=timezone.now())
        except actions.LastAdministrator:
            pass  # the page says so
    context = {
        "form": form,
        "counts": counts_of(request.user),
        "last_administrator": actions.is_last_administrator(request.user),
        "backups_days": settings.BACKUPS_EXPIRE_DAYS,
    }
    return render(request, "accounts/erase.html", context)


def _erased(request: HttpRequest, *, now: dt.datetime) -> HttpResponse:
    person = request.user
    receipt = Receipt.of(actions.erase_person(person=person), now=now)
    logout(request)
    security.info("Account erased, receipt %s", receipt.reference)
    context = {"receipt": receipt, "demo": person.is_demo, "backups_days": settings.BACKUPS_EXPIRE_DAYS}
    mailed = not person.is_demo and _mail(person.email, context)
    return render(request, "accounts/erased.html", {**context, "mailed": mailed})


def _mail(address: str, context: dict) -> bool:
    """The receipt without its figures; whether it went out. Where mails go to the log, the address must not."""
    if settings.EMAIL_BACKEND.rpartition(".")[0].endswith((".console", ".dummy")):
        return False
    letter = EmailMessage(
        settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + _("Your account is erased"),
        render_to_string("accounts/mail/erased.txt", context),
        to=[address],
    )
    try:
        return letter.send() == 1
    except OSError as error:  # SMTPException is one
        logger.warning("The receipt %s could not be sent: %s", context["receipt"].reference, type(error).__name__)
        return False
