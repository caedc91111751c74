"""Histories from other trackers: a file is sent, looked at, and brought in with one press; or taken back whole."""

import uuid
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.events import note
from accounts.limits import within
from accounts.models import EventKind
from foods.importing.opened import Unreadable
from foods.importing.uploads import ImportUploads, as_sent
from foods.units import plain_number
from tracker import actions_history as actions
from tracker.export.lines import csv_lines
from tracker.forms.erasing import PageForm
from tracker.forms.history_imports import BringInForm, HistoryFileForm, LeaveForm, NameFindForm, NameForm
from tracker.models import HistoryChoice, HistoryImport, HistoryRow, HistoryState
from tracker.reports.history_imports import ImportPage, ImportsPage, NamePage, offered_to, refused_rows
from tracker.views.export import too_often

MOST_BYTES = 2_000_000_000  # ten years of a watch in Apple Health, unpacked
RATE = "20/h/user"  # of reading a file through, which takes seconds where it is long


class HistoryUploads(ImportUploads):
    """Takes one file in, no larger than a tracker makes."""

    most = MOST_BYTES


@csrf_exempt  # `_upload` asks for the token: not before the file has somewhere to go
@require_http_methods(["GET", "HEAD", "POST"])
def history_imports(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        uploads = HistoryUploads(request)
        request.upload_handlers = [uploads]
        return _upload(request, uploads)
    return _list(request, HistoryFileForm(initial={"uid": uuid.uuid4()}, most=MOST_BYTES))


@csrf_protect
def _upload(request: HttpRequest, uploads: HistoryUploads) -> HttpResponse:
    request.POST  # noqa: B018 - what was sent is read now, and says its trouble
    form = HistoryFileForm(request.POST, request.FILES, most=MOST_BYTES, trouble=uploads.trouble)
    if not form.is_valid():
        return _list(request, form)
    if not within(request, "history", rate=RATE):
        return too_often(request)
    file = form.cleaned_data["file"]
    try:
        path = Path(file.temporary_file_path())
        run = actions.take(by=request.user, path=path, uid=form.form_uid, now=timezone.now())
    except Unreadable as error:
        form.add_error(None, as_sent(error.reason, file.name))
    except actions.Empty as empty:
        form.add_error(None, _nothing(empty.refused))
    else:
        return redirect("history_import", run.uid)
    finally:
        file.close()  # only its rows are kept
    return _list(request, form)


def _nothing(refused: int) -> str:
    if not refused:
        return _("There is nothing in it that was eaten or taken.")
    said = ngettext("its only row cannot be read", "none of its %(n)s rows can be read", refused)
    return _("There is nothing to bring in: %s.") % (said % {"n": plain_number(refused)})


def _list(request: HttpRequest, form: HistoryFileForm) -> HttpResponse:
    page = ImportsPage.build(request.user, page=PageForm(request.GET).number)
    return render(request, "imports/imports.html", {"form": form, "page": page})


@require_safe
def history_import(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    page = ImportPage.build(_run(request, uid), page=PageForm(request.GET).number)
    return render(request, "imports/import.html", {"page": page})


@require_POST
def history_import_do(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    run, form = _run(request, uid), BringInForm(request.POST)
    form.is_valid()
    now = timezone.now()
    brought = actions.bring_in(by=request.user, run=run, now=now, **form.cleaned_data)
    if brought.new:
        note(request.user, EventKind.IMPORTED, request=request, detail=run.get_format_display())
    messages.success(request, _came_in(brought))
    return redirect("history_import", uid)


def _came_in(brought: actions.Brought) -> str:
    """Counts, and nothing of what it was: a message travels in a cookie."""
    if not brought.new:
        return _("It was brought in already.")
    if not brought.entries:
        return _("Nothing was left to bring in.")
    said = ngettext("%(n)s entry came in.", "%(n)s entries came in.", brought.entries)
    return said % {"n": plain_number(brought.entries)}


@require_POST
def history_import_undo(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    run, form = _run(request, uid), LeaveForm(request.POST)
    form.is_valid()
    if form.cleaned_data["forget"] and run.state != HistoryState.DONE:
        actions.forget(by=request.user, run=run)
        messages.success(request, _("Its rows are gone from the server. Nothing in your log changed."))
        return redirect("history_imports")
    gone = actions.take_back(by=request.user, run=run, now=timezone.now())
    said = ngettext("%(n)s entry was taken back.", "%(n)s entries were taken back.", gone)
    messages.success(request, said % {"n": plain_number(gone)})
    return redirect("history_import", uid)


@require_http_methods(["GET", "HEAD", "POST"])
def history_import_name(request: HttpRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """What a name becomes. It is told by the number of a row: names of foods stand in no address."""
    run = _run(request, uid)
    row: HistoryRow = get_object_or_404(run.rows, number=number)
    form = NameForm(request.POST or None, offered=offered_to(request.user))
    if request.method == "POST" and form.is_valid():
        return _named(request, run, row, form)
    page = NamePage.build(run, row, query=NameFindForm(request.GET).query)
    return render(request, "imports/name.html", {"page": page, "run": run, "form": form})


def _named(request: HttpRequest, run: HistoryImport, row: HistoryRow, form: NameForm) -> HttpResponse:
    said = actions.choose(
        by=request.user, run=run, name=row.name, choice=form.choice, food=form.food, portion=form.portion_of_food()
    )
    here = reverse("history_import_name", args=[run.uid, row.number])
    if said.choice == HistoryChoice.FOOD and "portion" not in form.data and _is_counted(run, row.name):
        return redirect(f"{here}#much")
    messages.success(request, _("Remembered, for this file and for later ones."))
    return redirect("history_import", run.uid)


def _is_counted(run: HistoryImport, name: str) -> bool:
    """Whether the file counts some of it in other things than g and ml: then it has to be asked what one is."""
    return run.rows.filter(name=name).exclude(unit__in=("g", "ml")).exists()


@require_safe
def history_import_refused(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The rows that could not be read, as a table."""
    rows = refused_rows(_run(request, uid))
    lines = csv_lines(("line", "why", "what"), ((one["line"], one["why"], one["what"]) for one in rows))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="cobalog-refused-rows.csv"'
    return response


def _run(request: HttpRequest, uid: uuid.UUID) -> HistoryImport:
    return get_object_or_404(request.user.history_imports.select_related("owner"), uid=uid)
