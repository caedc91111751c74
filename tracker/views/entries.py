"""One entry: change it, move it, take it out, put it back, have it again."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import kept_for
from tracker import actions
from tracker.forms.entries import AmountOnlyForm, ChangeForm
from tracker.forms.once import OnceForm
from tracker.models import Entry
from tracker.people import today_of
from tracker.reports.entry import EntryPage
from tracker.reports.toasts import say
from tracker.views.common import back_to, to_day


def _own(request: HttpRequest, pk: int) -> Entry:
    """An entry of this person that is in the log, with its food; 404 for everything else."""
    return get_object_or_404(request.user.entries.select_related("food", "portion"), pk=pk)


def _own_or_removed(request: HttpRequest, pk: int) -> Entry:
    return get_object_or_404(request.user.entries(manager="with_removed"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    now, entry = timezone.now(), _own(request, pk)
    typed = request.POST if request.method == "POST" else kept_for(request)
    form = ChangeForm(typed, entry=entry, person=request.user, now=now)
    if request.method == "POST" and form.is_valid():
        much = form.cleaned_data["how_much"]
        actions.change(
            entry=entry, by=request.user, portion=much.portion, amount=much.amount, eaten_at=form.moment()
        )  # fmt: skip
        say(request, "changed", entry)
        return back_to(request, day=entry.local_date)
    page = EntryPage.build(request.user, entry, now=now)
    return render(request, "tracker/entry.html", {"page": page, "form": form, "uid": uuid.uuid4()})


@require_POST
def amount(request: HttpRequest, pk: int) -> HttpResponse:
    """Set another amount of the same portion; the amount is absolute, so that a repeat changes nothing."""
    entry = _own(request, pk)
    form = AmountOnlyForm(request.POST, entry=entry)
    if form.is_valid():
        actions.set_amount(entry=entry, amount=form.cleaned_data["amount"])
        say(request, "logged", entry)
    else:
        messages.error(request, _("That amount cannot be. Open the entry to type another."))
    return back_to(request, day=entry.local_date)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _own_or_removed(request, pk)
    if entry.removed_at is None:
        actions.remove(entry=entry, now=timezone.now())
    say(request, "removed", entry)
    return back_to(request, day=entry.local_date)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _own_or_removed(request, pk)
    actions.restore(entry=entry)
    say(request, "logged", entry)
    return back_to(request, day=entry.local_date)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same again, now."""
    now, entry, form = timezone.now(), _own(request, pk), OnceForm(request.POST)
    logged = actions.again(by=request.user, entry=entry, uid=form.form_uid, now=now)
    say(request, "logged" if logged.new else "again", logged.entry)
    return to_day(request, today_of(request.user, now=now))


@require_POST
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's own correction: what the food says today instead of what was logged."""
    entry = _own(request, pk)
    actions.use_current_figure(entry=entry)
    say(request, "changed", entry)
    return back_to(request, day=entry.local_date)
