"""The person's settings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import BrowserZone, DaysForm
from accounts.kept import kept_for


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    form = DaysForm(request.POST or kept_for(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. What you logged before stays on its day."))
        return redirect("settings")
    return render(request, "accounts/settings.html", {"form": form})


@require_POST
def set_zone(request: HttpRequest) -> HttpResponse:
    """Take the browser's time zone while none is set; 204 where it changed something, and the page loads again."""
    form = BrowserZone(request.POST)
    if request.user.time_zone or not form.is_valid() or not form.cleaned_data["time_zone"]:
        return HttpResponse(status=200)
    request.user.time_zone = form.cleaned_data["time_zone"]
    request.user.save(update_fields=["time_zone"])
    return HttpResponse(status=204)
