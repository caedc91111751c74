"""One day: look at it, say how complete it is, copy it to today."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tracker import actions
from tracker.domain.days import part_of_day
from tracker.forms.days import CopyForm, MarkForm
from tracker.people import clock_of, today_of
from tracker.reports.day import DayReport
from tracker.views.common import back_to


@require_safe
def day(request: HttpRequest, day: dt.date) -> HttpResponse:
    report = DayReport.build(request.user, day=day, now=timezone.now())
    return render(request, "tracker/day.html", {"report": report, "uid": uuid.uuid4()})


@require_POST
def mark(request: HttpRequest, day: dt.date) -> HttpResponse:
    form = MarkForm(request.POST)
    if form.is_valid():
        actions.mark_day(by=request.user, day=day, mark=form.cleaned_data["mark"])
    else:
        messages.error(request, _("That mark is not one of ours. Choose one of the four."))
    return back_to(request, day=day)


@require_POST
def copy(request: HttpRequest, day: dt.date) -> HttpResponse:
    """Log a day, or one part of it, again today."""
    form = CopyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That part of the day is not there. Open the day and choose again."))
        return redirect("day", day=day)
    now = timezone.now()
    person, part = request.user, form.cleaned_data["part"]
    start = clock_of(person).day_start_minute
    chosen = [
        entry
        for entry in person.entries.on_day(day).select_related("food", "portion")
        if not part or part_of_day(entry.local_minute, day_start_minute=start) == part
    ]
    today = today_of(person, now=now)
    uid = form.form_uid
    made = sum(logged.new for logged in actions.copy(by=person, entries=chosen, day=today, uid=uid, now=now))
    if made:
        messages.success(
            request, ngettext("Copied %(n)d thing to today.", "Copied %(n)d things to today.", made) % {"n": made}
        )
    else:
        messages.info(request, _("There was nothing more to copy."))
    return redirect("today")
