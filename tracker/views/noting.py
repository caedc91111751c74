"""The history of findings, after a press."""

from django.http import HttpRequest
from django.utils import timezone

from tracker import noting


def note(request: HttpRequest) -> None:
    noting.note(request.user, now=timezone.now())


def note_once_a_day(request: HttpRequest) -> None:
    noting.note_once_a_day(request.user, now=timezone.now())
