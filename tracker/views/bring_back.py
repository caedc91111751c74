"""An export brought back into an account: sent, looked at, and then done in one go or forgotten."""

import uuid
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.events import note
from accounts.limits import within
from accounts.models import EventKind
from foods.units import plain_number
from tracker import waiting
from tracker.export.outcome import Outcome
from tracker.export.reading import Damaged
from tracker.export.restoring import restore, tried
from tracker.export.summary import back_of, to_read
from tracker.forms.export import BringBackForm
from tracker.views.export import too_often

RATE = "30/h/user"  # of reading a file through, which takes seconds where it is long


@csrf_exempt  # `_upload` asks for the token: not before the file has somewhere to go
@require_http_methods(["GET", "HEAD", "POST"])
def restore_own(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        uploads = waiting.ExportUploads(request)
        request.upload_handlers = [uploads]
        return _upload(request, uploads)
    return _page(request, BringBackForm(initial={"uid": uuid.uuid4()}, most=waiting.MOST_BYTES))


@csrf_protect
def _upload(request: HttpRequest, uploads: waiting.ExportUploads) -> HttpResponse:
    request.POST  # noqa: B018 - what was sent is read now, and says its trouble
    form = BringBackForm(request.POST, request.FILES, most=waiting.MOST_BYTES, trouble=uploads.trouble)
    if not form.is_valid():
        return _page(request, form)
    uid = form.form_uid
    waiting.forget_old()
    waiting.keep(form.cleaned_data["file"], by=request.user, uid=uid)
    return redirect("restore_own_look", uid)


def _page(request: HttpRequest, form: BringBackForm) -> HttpResponse:
    return render(request, "exports/bring_back.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What the file would do, by GET; doing it, by POST."""
    path = waiting.find(request.user, uid)
    if path is None:
        return _gone(request)
    if not within(request, "bring_back", rate=RATE):
        return too_often(request)
    try:
        return _done(request, path) if request.method == "POST" else _looked(request, path, uid)
    except Damaged as damaged:
        return render(request, "exports/bring_back_look.html", {"damaged": str(damaged), "uid": uid})


def _looked(request: HttpRequest, path: Path, uid: uuid.UUID) -> HttpResponse:
    outcome = tried(path, by=request.user)
    context = {"outcome": outcome, "rows": back_of(outcome), "to_read": to_read(outcome), "uid": uid}
    return render(request, "exports/bring_back_look.html", context)


def _done(request: HttpRequest, path: Path) -> HttpResponse:
    outcome = restore(path, by=request.user)
    note(request.user, EventKind.IMPORTED, request=request, detail="zip")
    waiting.forget(request.user)
    messages.success(request, _words(outcome))
    return redirect("history")


def _words(outcome: Outcome) -> str:
    """Counts, and nothing of what it was: a message travels in a cookie."""
    if not outcome.anything_new:
        return _("All of it was there already.")
    entries = outcome.new["entries"]
    said = ngettext("%(n)s entry came back", "%(n)s entries came back", entries) % {"n": plain_number(entries)}
    others = sum(outcome.new.values()) - entries
    return _("%(said)s, with %(n)s other things.") % {"said": said, "n": plain_number(others)} if others else f"{said}."


def _gone(request: HttpRequest) -> HttpResponse:
    """Brought back already, by the first of two presses or in another tab; or never sent by this person."""
    if request.method != "POST":
        raise Http404
    messages.info(request, _("That file does not wait any more: it was brought back, or forgotten after a day."))
    return redirect("restore_own")


@require_POST
def forget(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    if waiting.find(request.user, uid):
        waiting.forget(request.user)
    messages.success(request, _("Nothing was brought back; the file is gone from the server."))
    return redirect("restore_own")
