"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, bool]:
    return {"demo_open": settings.DEMO_OPEN, "signup_open": settings.SIGNUP_OPEN}
