"""The way back after something was done."""

import datetime as dt
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from tracker.people import today_of


def back_to(request: HttpRequest, *, day: dt.date | None = None) -> HttpResponse:
    """To where the form came from (`next`, a page of ours only), else to the day that was changed."""
    target = request.POST.get("next", "")
    if target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return HttpResponseRedirect(target)
    return to_day(request, day)


def to_day(request: HttpRequest, day: dt.date | None) -> HttpResponse:
    if day is None or day == today_of(request.user, now=timezone.now()):
        return redirect("today")
    return redirect("day", day=day)


def with_camera(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that may use the camera: everywhere else the browser refuses it (`config.middleware`)."""
    view.uses_camera = True
    return view


def with_microphone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that may listen where somebody presses its button: everywhere else the browser refuses it."""
    view.uses_microphone = True
    return view
