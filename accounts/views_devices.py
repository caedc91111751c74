"""Where a person is logged in, and how that ends."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import devices
from accounts.events import note
from accounts.models import EventKind
from accounts.proof import needs_proof


@needs_proof
@require_safe
def devices_page(request: HttpRequest) -> HttpResponse:
    listed = devices.devices_of(request.user, request=request)
    context = {
        "devices": listed,
        "others": sum(not device.here for device in listed),
        "today": request.user.local().date(),
    }
    return render(request, "accounts/devices.html", context)


@require_POST
@needs_proof
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.usersession_set, pk=pk)
    if row.session_key == request.session.session_key:
        get_adapter().logout(request)
        return redirect("front")
    if devices.end(request.user, pk=pk):
        note(request.user, EventKind.SESSION_ENDED, request=request, detail=row.user_agent)
    messages.success(request, _("That device is logged out."))
    return redirect("devices")


@require_POST
@needs_proof
def end_others(request: HttpRequest) -> HttpResponse:
    count = devices.end_others(request.user, request=request)
    if count:
        note(request.user, EventKind.SESSION_ENDED, request=request, detail=str(count))
    messages.success(
        request,
        ngettext("%(count)d other device is logged out.", "%(count)d other devices are logged out.", count)
        % {"count": count}
        if count
        else _("No other device is logged in."),
    )
    return redirect("devices")
