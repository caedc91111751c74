"""Keys for programs: which there are, a new one, and their end."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import limits, tokens
from accounts.events import note
from accounts.forms_tokens import TokenForm
from accounts.kept import kept_for
from accounts.models import EventKind
from accounts.proof import needs_proof

RATE = "30/h/user"


@require_safe
def tokens_page(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    rows = list(request.user.api_tokens.order_by("-created_at", "-pk"))
    is_open = [row.revoked_at is None and row.expires_at > now for row in rows]
    context = {
        "open": [row for row, still in zip(rows, is_open, strict=True) if still],
        "ended": [row for row, still in zip(rows, is_open, strict=True) if not still],
    }
    return render(request, "accounts/tokens.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_proof
def token_new(request: HttpRequest) -> HttpResponse:
    """The key stands in the answer to the one press that made it, and nowhere else ever after."""
    typed = request.POST if request.method == "POST" else kept_for(request)
    form = TokenForm(typed, initial={"uid": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        return _make(request, form)
    return render(request, "accounts/token_new.html", {"form": form})


def _make(request: HttpRequest, form: TokenForm) -> HttpResponse:
    said = form.cleaned_data
    if not limits.within(request, "tokens", rate=RATE):
        form.add_error(None, _("That were many tokens in an hour. Try again later."))
        return render(request, "accounts/token_new.html", {"form": form})
    try:
        made = tokens.make(
            by=request.user,
            uid=form.token_uid,
            name=said["name"],
            scope=said["scope"],
            days=said["days"],
            now=timezone.now(),
        )
    except tokens.TooMany:
        form.add_error(None, _("You have %(n)d open tokens. Revoke one first.") % {"n": tokens.MOST})
        return render(request, "accounts/token_new.html", {"form": form})
    if not made.secret:
        messages.info(
            request, _("That token was made and shown already. If you missed it, revoke it and make another.")
        )
        return redirect("tokens")
    note(request.user, EventKind.TOKEN_MADE, request=request, detail=made.token.name)
    return render(request, "accounts/token_made.html", {"made": made})


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(request.user.api_tokens, pk=pk)
    if tokens.revoke(request.user, pk=pk, now=timezone.now()):
        note(request.user, EventKind.TOKEN_ENDED, request=request, detail=token.name)
    messages.success(request, _("%(name)s opens nothing any more.") % {"name": token.name})
    return redirect("tokens")


@require_POST
def tokens_revoke_all(request: HttpRequest) -> HttpResponse:
    count = tokens.revoke(request.user, now=timezone.now())
    if count:
        note(request.user, EventKind.TOKEN_ENDED, request=request, detail=str(count))
    messages.success(
        request, ngettext("%(n)d token revoked.", "%(n)d tokens revoked.", count) % {"n": count}
        if count else _("No token was open."),
    )  # fmt: skip
    return redirect("tokens")
