"""One item of the queue, and the decisions about it. Each answers with the next item and a sentence."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foods.curation import deciding
from foods.curation.deciding import Outcome
from foods.curation.writing import sentences
from foods.forms_curate import FoodForm, KeepForm, PlaceForm, ReasonForm
from foods.models import Concern, ConcernState
from foods.reports.curate.edit import EditPage
from foods.reports.curate.item import ItemPage
from foods.reports.curate.merge import MergePage
from foods.reports.curate.place import Place, next_of
from foods.views.curate.access import DECIDE, needs

_WHOLE = Concern.objects.select_related("food__source", "other__source", "proposal", "run")
_look_and_send = require_http_methods(["GET", "HEAD", "POST"])
# What photos of labels may be; anything else is only given to keep, never shown.
_PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def _place(request: HttpRequest) -> Place:
    chosen = PlaceForm(request.GET).chosen
    return Place(chosen["kind"], chosen["page"], chosen["side"])


@require_safe
@needs(DECIDE)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(_WHOLE, pk=pk))


def _page(request: HttpRequest, concern: Concern, **forms: Any) -> HttpResponse:
    """The item; with a form that came back, its errors and what was typed."""
    place = _place(request)
    page = ItemPage.build(concern, request.user, place=place)
    context = {
        "item": page,
        "reject_form": ReasonForm(needed=page.reason_needed, field_id="reject-%s"),
        "retire_form": ReasonForm(needed=False, field_id="retire-%s"),
        **forms,
    }
    response = render(request, "curate/item.html", context)
    if request.method != "POST":
        response["HX-Replace-Url"] = place.queue(at=concern.pk) if place.side else place.item(concern.pk)
    return response


def _went(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """Say what happened and go on: to the next item, or nowhere if this one still waits for this curator."""
    concern, place = outcome.concern, _place(request)
    if not outcome.done:
        messages.info(request, outcome.sentence)
        waits = concern.state == ConcernState.OPEN
        return redirect(place.go_on(concern.pk if waits else next_of(concern, place.kind)))
    can_undo = concern.state == ConcernState.OPEN or concern.undo is not None  # open: the first yes of two
    tags = f"undo-{concern.pk}{'-side' if place.side else ''}{f'-of-{place.kind}' if place.kind else ''}"
    messages.success(request, outcome.sentence, extra_tags=tags if can_undo else "")
    return redirect(place.go_on(next_of(concern, place.kind)))


@require_POST
@needs(DECIDE)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Concern, pk=pk)
    return _went(request, deciding.accept(pk, by=request.user, now=timezone.now()))


@require_POST
@needs(DECIDE)
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, "reject", deciding.reject)


@require_POST
@needs(DECIDE)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, "retire", deciding.retire)


def _with_reason(request: HttpRequest, pk: int, what: str, decide: Callable[..., Outcome]) -> HttpResponse:
    concern = get_object_or_404(_WHOLE, pk=pk)
    needed = what == "reject" and concern.proposal is not None
    form = ReasonForm(request.POST, needed=needed, field_id=f"{what}-%s")
    if concern.state == ConcernState.OPEN and not form.is_valid():
        return _page(request, concern, **{f"{what}_form": form})
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _went(request, decide(pk, by=request.user, now=timezone.now(), reason=reason))


@_look_and_send
@needs(DECIDE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Every field of the food, with what is proposed filled in."""
    concern = get_object_or_404(_WHOLE, pk=pk)
    page = EditPage.build(concern, request.user, place=_place(request))
    form = FoodForm(request.POST or None, instance=page.food, initial=page.initial)
    if request.method == "POST" and concern.state != ConcernState.OPEN:
        messages.info(request, _("This was decided already, so nothing was changed."))
        return redirect(page.item_url)
    if request.method == "POST" and form.is_valid():
        try:
            return _went(request, deciding.edit(pk, by=request.user, now=timezone.now(), values=form.changes))
        except ValidationError as refused:
            form.add_error(None, ValidationError(sentences(refused)))
    return render(request, "curate/edit.html", {"page": page, "form": form})


@_look_and_send
@needs(DECIDE)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Two foods side by side: which of them stays."""
    concern = get_object_or_404(_WHOLE, pk=pk)
    if concern.food is None or concern.other is None:
        raise Http404
    form = KeepForm(request.POST or None, foods=[concern.food, concern.other])
    if request.method == "POST" and form.is_valid():
        keep = form.cleaned_data["keep"]
        return _went(request, deciding.merge(pk, by=request.user, now=timezone.now(), keep=keep))
    page = MergePage.build(concern, request.user, place=_place(request))
    return render(request, "curate/merge.html", {"page": page, "form": form})


@require_POST
@needs(DECIDE)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back; what was decided is open again and comes up next."""
    get_object_or_404(Concern, pk=pk)
    outcome = deciding.undo(pk, by=request.user, now=timezone.now())
    (messages.success if outcome.done else messages.info)(request, outcome.sentence)
    place = _place(request)
    return redirect(place.queue(at=pk) if place.side else place.item(pk))


@require_safe
@needs(DECIDE)
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo of a label. What is not a picture by its first bytes is given to keep and never shown."""
    concern = get_object_or_404(Concern.objects.select_related("proposal"), pk=pk, proposal__isnull=False)
    if not concern.proposal.photo:
        raise Http404
    try:
        with concern.proposal.photo.open("rb") as file:
            photo_bytes = file.read(settings.LABEL_MAX_BYTES)
    except OSError as gone:
        raise Http404 from gone
    kind = picture_kind(photo_bytes[:16])
    response = HttpResponse(photo_bytes, content_type=kind or "application/octet-stream")
    how, ending = ("inline", kind.partition("/")[2]) if kind else ("attachment", "bin")
    response["Content-Disposition"] = f'{how}; filename="label-{pk}.{ending}"'
    return response


def picture_kind(start: bytes) -> str:
    """The type of a picture by how it begins; "" for everything else."""
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _PICTURES.items() if start.startswith(mark)), "")
