"""Bringing files in: the runs, an upload, and what can be done about one run."""

import csv
import uuid
from collections.abc import Iterator

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foods.cells import harmless
from foods.forms_imports import RunForm, UploadForm
from foods.importing import own_csv, runs
from foods.importing.uploads import ImportUploads, as_sent
from foods.models import ImportRun, RunState
from foods.reports.curate.import_run import RunPage
from foods.reports.curate.imports import ImportsPage
from foods.table import Echo
from foods.views.curate.access import IMPORT, SEE_IMPORTS, needs

_TEMPLATE_NAME = "foods-template.csv"


@csrf_exempt  # `_upload` asks for the token: not before the upload has somewhere to go
@require_http_methods(["GET", "HEAD", "POST"])
@needs(SEE_IMPORTS)
def imports(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _allowed_upload(request)
    return _list(request, UploadForm(initial={"uid": uuid.uuid4()}))


@needs(IMPORT)
def _allowed_upload(request: HttpRequest) -> HttpResponse:
    uploads = ImportUploads(request)
    request.upload_handlers = [uploads]
    return _upload(request, uploads)


@csrf_protect
def _upload(request: HttpRequest, uploads: ImportUploads) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES, uploads=uploads)
    if not form.is_valid():
        return _list(request, form)
    run, is_new = _started(request, form.cleaned_data)
    if is_new:
        runs.launch(run)
    return redirect("import_run", run.pk)


def _started(request: HttpRequest, sent: dict) -> tuple[ImportRun, bool]:
    """The run of this form: a second press finds that of the first."""
    uid = sent["uid"] or uuid.uuid4()
    if run := find(uid):
        return run, False
    path = sent["file"].keep()
    try:
        with transaction.atomic():
            run = runs.start(
                path, by=request.user, dry_run=sent["try_first"], file_name=sent["file"].name, owns_file=True
            )
            run.uid = uid
            run.save(update_fields=["uid"])
    except IntegrityError:
        path.unlink()
        return ImportRun.objects.get(uid=uid), False
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return run, True


def find(uid: uuid.UUID) -> ImportRun | None:
    return ImportRun.objects.filter(uid=uid).first()


def _list(request: HttpRequest, form: UploadForm) -> HttpResponse:
    page = ImportsPage.build(request.user, page=RunForm(request.GET).chosen["page"], now=timezone.now())
    return render(request, "curate/imports.html", {"page": page, "form": form})


@require_safe
@needs(SEE_IMPORTS)
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun, pk=pk)
    chosen = RunForm(request.GET).chosen
    page = RunPage.build(run, request.user, **chosen, now=timezone.now())
    return render(request, "curate/import_run.html", {"page": page})


@require_POST
@needs(IMPORT)
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    runs.ask_to_cancel(get_object_or_404(ImportRun, pk=pk))
    return redirect("import_run", pk)


@require_POST
@needs(IMPORT)
def import_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a process for a run that nobody works on. Two of them do no harm: only one gets hold of the run."""
    run = get_object_or_404(ImportRun, pk=pk)
    if runs.stalled(run, timezone.now()):
        runs.launch(run)
        messages.success(request, _("It goes on where it stood."))
    return redirect("import_run", pk)


@require_POST
@needs(IMPORT)
def import_for_real(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring in what a dry run tried. A second press comes to the list, where the run of the first one stands on top."""
    tried = get_object_or_404(ImportRun, pk=pk)
    run = runs.start_for_real(tried, by=request.user)
    if run is not None:
        runs.launch(run)
        return redirect("import_run", run.pk)
    if tried.dry_run and tried.state == RunState.DONE:
        messages.info(request, _("This went on for real before, or its file is gone. The newest imports are below."))
        return redirect("imports")
    return redirect("import_run", pk)


@require_safe
@needs(SEE_IMPORTS)
def import_refusals(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    run = get_object_or_404(ImportRun, pk=pk)
    response = StreamingHttpResponse(_refusal_lines(run), content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-refused.csv"'
    return response


def _refusal_lines(run: ImportRun) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(["file", "line", "kind", "reason", "row"])  # spreadsheets need the mark
    rows = run.refusals.order_by("pk").values_list("file", "line", "code", "reason", "excerpt")
    for file, line, code, reason, excerpt in rows.iterator(chunk_size=2_000):
        texts = [as_sent(file, run.file_name), str(line), code, as_sent(reason, run.file_name), excerpt]
        yield writer.writerow([harmless(text) for text in texts])


@require_safe
@needs(SEE_IMPORTS)
def import_template(request: HttpRequest) -> HttpResponse:
    """The columns of a CSV of one's own, with a row that shows what goes where."""
    response = HttpResponse(own_csv.template_csv(), content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{_TEMPLATE_NAME}"'
    return response
