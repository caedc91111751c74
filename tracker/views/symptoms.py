"""The board of symptoms, a check, and one symptom over the years."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import kept_for
from tracker import actions_journal as actions
from tracker.actions_journal import Said
from tracker.forms.symptoms import CheckForm, ChooseForm, OverForm, RemoveForm, SpanForm, SymptomForm, said_of
from tracker.people import today_of
from tracker.reports.care.symptom_history import SymptomPage
from tracker.reports.care.symptoms import Board, BoardPage, chosen_of
from tracker.views.noting import note

# hundreds of choices pack to a tenth; nothing on these pages mixes a stranger's words with a secret (views.status)
_packed = GZipMiddleware(HttpResponse).process_response


@require_safe
def symptoms(request: HttpRequest) -> HttpResponse:
    page = BoardPage.build(request.user, now=timezone.now())
    return _packed(request, render(request, "care/symptoms.html", {"page": page, "board": page.board}))


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    today = today_of(request.user, now=timezone.now())
    board = Board.build(request.user, today=today)
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    form = CheckForm(typed, shown=board.keys, today=today)
    if request.method == "POST" and form.is_valid():
        scores = {key: Said(**said) for key, said in form.scores.items()}
        actions.save_check(by=request.user, on=form.cleaned_data["on"], scores=scores, ticks=form.flags)
        note(request)
        messages.success(request, _("Saved."))
        return redirect("symptoms")
    kept = typed is not None and request.method != "POST"
    return _packed(request, render(request, "care/symptom_check.html", {"board": board, "form": form, "kept": kept}))


@require_POST
def same(request: HttpRequest) -> HttpResponse:
    today = today_of(request.user, now=timezone.now())
    if keys := actions.same_as_last(by=request.user, today=today):
        note(request)
        said = ngettext("Saved the same for %(n)d symptom.", "Saved the same for %(n)d symptoms.", len(keys))
        messages.success(request, said % {"n": len(keys)} + " " + _("“Change some” changes them."))
    else:
        messages.info(request, _("Nothing to repeat: today is written down, or nothing has a score yet."))
    return redirect("symptoms")


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    form = ChooseForm(typed, initial={"keys": chosen_of(request.user)})
    if request.method == "POST" and form.is_valid():
        actions.choose_symptoms(by=request.user, keys=form.cleaned_data["keys"])
        messages.success(request, _("Saved."))
        return redirect("symptoms")
    kept = typed is not None and request.method != "POST"
    return render(request, "care/symptoms_choose.html", {"form": form, "kept": kept})


@require_http_methods(["GET", "HEAD", "POST"])
def symptom(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.tracked_symptoms, pk=pk)
    today = today_of(request.user, now=timezone.now())
    if "remove" in request.POST:
        return _removed(request, row.key, pk)
    typed = request.POST if request.method == "POST" else kept_for(request, action=request.path)
    form = SymptomForm(typed, today=today, initial=said_of(row))
    if request.method == "POST" and form.is_valid():
        actions.change_symptom(by=request.user, symptom=row, **form.answers)
        note(request)
        messages.success(request, _("Saved."))
        return redirect("symptom", pk=pk)
    page = SymptomPage.build(request.user, row, span=SpanForm(request.GET).span_asked(), today=today)
    kept = typed is not None and request.method != "POST"
    return _packed(request, render(request, "care/symptom.html", {"page": page, "form": form, "kept": kept}))


def _removed(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    form = RemoveForm(request.POST)
    if form.is_valid():
        actions.remove_score(by=request.user, key=key, on=form.cleaned_data["remove"])
        note(request)
        messages.success(request, _("Removed."))
    return redirect("symptom", pk=pk)


@require_POST
def over(request: HttpRequest) -> HttpResponse:
    """What was ticked is over, or a clinician has looked at it."""
    keys = OverForm(request.POST).keys()
    ended = actions.end_flags(by=request.user, today=today_of(request.user, now=timezone.now()), keys=keys)
    if ended:
        note(request)
        messages.success(request, _("Noted. Tick it again if it comes back."))
    return redirect("symptoms")
