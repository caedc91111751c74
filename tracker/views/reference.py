"""Whose reference values apply, and what they say."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.kept import kept_for
from tracker import actions
from tracker.forms.profile import ProfileForm
from tracker.people import profile_of, today_of
from tracker.reports.reference import ReferencePage
from tracker.views.noting import note


@require_http_methods(["GET", "HEAD", "POST"])
def reference(request: HttpRequest) -> HttpResponse:
    person = request.user
    today = today_of(person, now=timezone.now())
    typed = request.POST if request.method == "POST" else kept_for(request)
    form = ProfileForm(typed, profile=profile_of(person), time_zone=person.time_zone, today=today)
    if request.method == "POST" and form.is_valid():
        actions.save_profile(by=person, **form.answers)
        note(request)
        messages.success(request, _("Saved. From now on pages compare with these values."))
        return redirect("reference")
    page = ReferencePage.build(person, today=today)
    kept = typed is not None and request.method != "POST"
    return render(request, "tracker/reference.html", {"page": page, "form": form, "kept": kept})
