"""Who may open the curators' pages: staff with the right that a page needs. For others they do not exist."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

DECIDE = "foods.decide_concern"
IMPORT = "foods.run_import"
SEE_IMPORTS = "foods.view_importrun"


def needs(permission: str) -> Callable:
    """For views: 404 without this right. The second factor is asked for by `config.middleware.StaffSecondFactor`."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not (request.user.is_staff and request.user.has_perm(permission)):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard
