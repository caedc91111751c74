"""Offer a food of one's own to everybody, say what is wrong with one, and see what became of it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import kept_for
from foods import proposing
from foods.forms import PageForm
from foods.forms_correction import CorrectionForm
from foods.forms_offer import OfferForm
from foods.forms_proposals import ProposalForm
from foods.models import Food
from foods.reports.proposals import ProposalsPage
from foods.reports.proposing import CorrectionPage, OfferPage


@require_http_methods(["GET", "HEAD", "POST"])
def suggest_correction(request: HttpRequest, pk: int) -> HttpResponse:
    food = get_object_or_404(Food.objects.published().prefetch_related("portions"), pk=pk)
    return _form_page(request, food, CorrectionForm, CorrectionPage.build(food), "foods/propose_correction.html")


@require_http_methods(["GET", "HEAD", "POST"])
def propose_food(request: HttpRequest, pk: int) -> HttpResponse:
    food = get_object_or_404(Food.objects.owned_by(request.user).prefetch_related("portions"), pk=pk)
    return _form_page(request, food, OfferForm, OfferPage.build(food), "foods/propose_food.html")


def _form_page(
    request: HttpRequest, food: Food, form_class: type[ProposalForm], page: CorrectionPage | OfferPage, template: str
) -> HttpResponse:
    posted, now = request.method == "POST", timezone.now()
    typed = request.POST if posted else kept_for(request)
    initial = {"uid": uuid.uuid4(), **page.initial}
    form = form_class(typed, request.FILES if posted else None, food=food, initial=initial)
    sentence = ""
    if posted and form.is_valid():
        try:
            return _sent(request, proposing.propose(by=request.user, food=food, now=now, **_said(form)))
        except proposing.NotNow as error:
            sentence = error.sentence
    elif not posted and (why := proposing.refusal(by=request.user, food=food, now=now)):
        sentence = str(proposing.SENTENCES[why])
    context = {"food": food, "page": page, "form": form, "not_now": sentence, "closed": sentence and typed is None}
    return render(request, template, context | {"kept": typed is not None and not posted})


def _said(form: ProposalForm) -> dict[str, Any]:
    said = form.cleaned_data
    names = ("values", "portions", "reason", "evidence_url", "photo")
    return {"uid": said["uid"] or uuid.uuid4(), **{name: said[name] for name in names}}


def _sent(request: HttpRequest, sent: proposing.Sent) -> HttpResponse:
    done = _("Sent. A curator looks at it; the answer will stand here.")
    messages.success(request, done if sent.new else _("This was sent already."))
    return redirect("proposals")


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """A person's own proposals. What is unread stays so until they say they read it: looking changes nothing."""
    page = ProposalsPage.build(request.user, page=PageForm(request.GET).page)
    return render(request, "foods/proposals.html", {"page": page})


@require_POST
def proposals_read(request: HttpRequest) -> HttpResponse:
    read = proposing.mark_read(by=request.user, now=timezone.now())
    messages.success(
        request, ngettext("%(n)d answer marked as read.", "%(n)d answers marked as read.", read) % {"n": read}
    )
    return redirect("proposals")


@require_POST
def proposal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(request.user.proposals, pk=pk)
    taken_back = proposing.withdraw(by=request.user, pk=pk, now=timezone.now())
    done = _("Withdrawn. Nobody looks at it any more, and its photo is deleted.")
    messages.success(request, done if taken_back else _("It was decided already: nothing was changed."))
    return redirect("proposals")


@require_safe
def proposal_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's own photo, to nobody else; the pages of signed-in people are never stored."""
    proposal = get_object_or_404(request.user.proposals.exclude(photo=""), pk=pk)
    try:
        with proposal.photo.open() as file:
            return HttpResponse(file.read(), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error
