"""The months behind, and filling in days that were missed."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import kept_for
from tracker import actions
from tracker.forms.days import FillForm, SpanForm
from tracker.people import today_of
from tracker.reports.fill import FillPage
from tracker.reports.history import HistoryReport, parse_month

NOON = dt.time(12, 0)


@require_safe
@gzip_page  # as in views/status.py
def history(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    month = parse_month(request.GET.get("month", ""), today=today_of(request.user, now=now))
    report = HistoryReport.build(request.user, month=month, now=now, with_year=bool(request.GET.get("year")))
    return render(request, "tracker/history.html", {"report": report})


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest) -> HttpResponse:
    """Log one usual on several days at once."""
    now = timezone.now()
    typed = request.POST if request.method == "POST" else kept_for(request)
    asked = SpanForm(typed or request.GET)
    first, last = asked.span(today=today_of(request.user, now=now))
    offered = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    form = FillForm(typed, offered=offered, person=request.user, now=now)
    if request.method == "POST" and form.is_valid():
        return _fill(request, form)
    page = FillPage.build(request.user, days=offered, pick=asked.cleaned_data.get("pick", ""), now=now)
    return render(request, "tracker/fill.html", {"page": page, "form": form, "uid": uuid.uuid4()})


def _fill(request: HttpRequest, form: FillForm) -> HttpResponse:
    much = form.cleaned_data["how_much"]
    made = actions.backfill(
        by=request.user,
        food=form.food,
        portion=much.portion,
        amount=much.amount,
        days=form.cleaned_data["days"],
        time=form.cleaned_data["time"] or NOON,
        uid=form.form_uid,
    )
    new = sum(one.new for one in made)
    text = ngettext("Logged on %(n)d day.", "Logged on %(n)d days.", new) % {"n": new}
    messages.success(request, text if new else _("These days had it already."))
    return redirect("history")
