"""Find a food by its barcode: typed, by the camera, on a photo; and what to do where nobody here knows it.

A barcode says what somebody eats, so it is sent by POST and stands in no address.
"""

import uuid
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.kept import kept_for
from foods import barcodes, lookup, own, search
from tracker.forms.barcode import BarcodeForm, FoundForm
from tracker.forms.new import QuickAddForm
from tracker.people import profile_of
from tracker.views.common import with_camera


@with_camera
@require_http_methods(["GET", "HEAD", "POST"])
def barcode(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    said = {"person": request.user, "now": timezone.now()}
    if not posted and (shown := _kept(request, said)):
        return shown
    typed = request.POST if posted else kept_for(request, action=request.path)
    form = BarcodeForm(typed, request.FILES if posted else None, initial=_when(request, said), **said)
    if posted and form.is_valid():
        return _look(request, form)
    return render(request, "tracker/barcode.html", {"form": form, "reads_photos": barcodes.reads_photos()})


def _when(request: HttpRequest, said: dict) -> dict[str, str]:
    return BarcodeForm(request.GET, **said).as_typed()


def _kept(request: HttpRequest, said: dict) -> HttpResponse | None:
    """What was typed below before the session ended: this page shows it again."""
    if kept := kept_for(request, action=reverse("log_new")):
        return render(request, "tracker/log_new.html", {"form": QuickAddForm(kept, **said)})
    if kept := kept_for(request, action=reverse("barcode_keep")):
        return render(request, "tracker/barcode_found.html", {"form": FoundForm(kept, **said)})
    return None


def _look(request: HttpRequest, form: BarcodeForm) -> HttpResponse:
    """The log form of a food that is known here, else what is known elsewhere, else an empty one with the barcode."""
    gtin = form.cleaned_data["gtin"]
    if hits := search.search(gtin, owner_id=request.user.pk, limit=1).hits:
        return _log(hits[0].food_id, form)
    asks = lookup.is_on() and profile_of(request.user).asks_open_food_facts
    answer = lookup.look_up(gtin) if asks else None
    said = {"person": request.user, "now": form.now}
    if isinstance(answer, lookup.Found):
        found = FoundForm(initial=FoundForm.initial_of(answer.food, gtin) | form.as_typed(), **said)
        return render(request, "tracker/barcode_found.html", {"form": found, "url": answer.url})
    name = " ".join(filter(None, [answer.name, answer.brand])) if answer else ""
    initial = {"uid": uuid.uuid4(), "gtin": gtin, "name": name[:160], **form.as_typed()}
    context = {"form": QuickAddForm(initial=initial, **said), "barcode": gtin, "missed": answer}
    return render(request, "tracker/log_new.html", context | {"may_ask": lookup.is_on() and not asks})


def _log(food_id: int, form: BarcodeForm | FoundForm) -> HttpResponse:
    when = {name: said for name, said in form.as_typed().items() if said}
    return redirect(f"{reverse('log')}?{urlencode({'food': food_id, **when})}")


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Make what was found elsewhere a food of one's own, then ask how much of it was had."""
    form = FoundForm(request.POST, person=request.user, now=timezone.now())
    if not form.is_valid():
        return render(request, "tracker/barcode_found.html", {"form": form})
    said = form.cleaned_data
    food = own.keep_found(
        by=request.user, found=said["found"], name=said["name"], brand=said["brand"], b12_ug=said["b12"]
    )
    return _log(food.pk, form)
