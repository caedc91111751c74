"""What the pages of a person know besides their own report."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tracker.reports.toasts import toasts_for


def toasts(request: HttpRequest) -> dict[str, object]:
    """What there is to say after the last thing that was done; read only by pages that print it."""
    return {"toasts": SimpleLazyObject(lambda: toasts_for(request))}
