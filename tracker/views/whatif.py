"""What if: change one thing, or up to three, and see twelve months beside today's."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import kept_for
from tracker.forms.whatif import AgainForm, WhatIfForm
from tracker.models import WhatIf
from tracker.reports.whatif import WhatIfPage, WhatIfStart, readable


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask what if. What is asked is kept, because an address must not tell it."""
    now = timezone.now()
    start = WhatIfStart.build(request.user, now=now)
    typed = request.POST if request.method == "POST" else kept_for(request)
    first = _first(request) if typed is None else None
    form = WhatIfForm(
        typed,
        habit=start.ground.habit,
        foods=start.foods,
        first=readable(first.changes) if first else (),
    )
    if request.method == "POST" and not start.ground.why_off and form.is_valid():
        kept = request.user.what_ifs.keep(by=request.user, changes=form.said, now=now)
        return redirect("what_if", pk=kept.pk)
    context = {"start": start, "form": form, "kept": typed is not None and request.method != "POST"}
    return render(request, "tracker/what_if_new.html", context)


def _first(request: HttpRequest) -> WhatIf | None:
    """The what-if whose changes the form begins with; anything that is not one of theirs is nothing."""
    form = AgainForm(request.GET)
    again = form.cleaned_data["again"] if form.is_valid() else None
    return request.user.what_ifs.filter(pk=again).first() if again else None


@require_safe
def what_if(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(request.user.what_ifs, pk=pk)
    page = WhatIfPage.build(request.user, shown, now=timezone.now())
    return render(request, "tracker/what_if.html", {"page": page})


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(request.user.what_ifs, pk=pk).delete()
    messages.success(request, _("Removed that what-if."))
    return redirect("what_if_new")
