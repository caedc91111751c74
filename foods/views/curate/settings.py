"""What a curator chooses for themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foods.forms_curate import DigestForm
from foods.models import Curator
from foods.views.curate.access import DECIDE, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs(DECIDE)
def settings(request: HttpRequest) -> HttpResponse:
    curator = Curator.objects.filter(user=request.user).first() or Curator(user=request.user)
    form = DigestForm(request.POST if request.method == "POST" else None, instance=curator)
    if request.method == "POST" and form.is_valid():
        Curator.objects.update_or_create(user=request.user, defaults={"digest": form.cleaned_data["digest"]})
        messages.success(request, _("Saved."))
        return redirect("curate_settings")
    return render(request, "curate/settings.html", {"form": form})
