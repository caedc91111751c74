"""Reminders: chosen on one page; the calendar feed and the end of mails are for whoever has their address."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import kept_for
from tracker import actions_sharing as actions
from tracker.forms.reminders import FeedForm, RemindersForm, typed_of
from tracker.models.sharing import AddressKind
from tracker.reports.care.reminders import RemindersPage, reminders_of
from tracker.reports.feed import Feed
from tracker.secret_addresses import opened_by, unsubscriber
from tracker.views.opened import open_by_address


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    chosen = reminders_of(request.user)
    form = RemindersForm(typed, initial=typed_of(chosen))
    if request.method == "POST" and form.is_valid():
        actions.save_reminders(by=request.user, **form.answers)
        messages.success(request, _("Saved."))
        return redirect("reminders")
    kept = typed is not None and request.method != "POST"
    page = RemindersPage.build(request.user, chosen)
    address = request.build_absolute_uri(reverse("feed", args=[page.token])) if page.feed else ""
    return render(request, "care/reminders.html", {"page": page, "form": form, "kept": kept, "feed_address": address})


@require_POST
def feed_new(request: HttpRequest) -> HttpResponse:
    actions.make_feed(by=request.user, now=timezone.now(), instead=FeedForm(request.POST).given_up)
    messages.success(request, _("The address is ready. Copy it into your calendar."))
    return redirect("reminders")


@require_POST
def feed_revoke(request: HttpRequest) -> HttpResponse:
    actions.revoke_feed(by=request.user, now=timezone.now())
    messages.success(request, _("The address is closed. Calendars that used it get nothing more."))
    return redirect("reminders")


# --- without an account -----------------------------------------------------------------------------------------------
@open_by_address
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The doses that are coming, for a calendar to read."""
    now = timezone.now()
    address = opened_by(token, kind=AddressKind.CALENDAR, now=now)
    if address is None:
        raise Http404
    response = HttpResponse(Feed.build(address.owner, now=now).text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="cobalog.ics"'
    return response


@csrf_exempt  # the address is the permission; mail programs that offer to unsubscribe send neither cookie nor token
@open_by_address
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A look only asks: programs that follow every link of a mail end nothing."""
    person = unsubscriber(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        actions.stop_mails(by=person)
    return render(request, "tracker/unsubscribe.html", {"done": request.method == "POST"})
