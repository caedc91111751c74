"""Care: what is due, and the newest of what somebody takes, has, feels and had tested, on one page."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.reports.care.front import CareFront


@require_safe
def care(request: HttpRequest) -> HttpResponse:
    page = CareFront.build(request.user, now=timezone.now())
    return render(request, "care/care.html", {"page": page, "uid": uuid.uuid4()})
