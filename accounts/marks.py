"""Whose page a form stood on.

Every form of ours carries Django's CSRF token. The secret behind it is renewed at log-in; half of ours is chance and
half is a keyed mark of the person. So a token that comes back after the session is gone still tells us, and nobody
else, whether it was given to a certain person. The browser stores nothing for it. See docs/decisions/0004.
"""

import string

from django.http import HttpRequest
from django.middleware.csrf import CSRF_SECRET_LENGTH, CSRF_TOKEN_LENGTH, _unmask_cipher_token
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from accounts.models import User

_ALPHABET = string.ascii_letters + string.digits
_HALF = CSRF_SECRET_LENGTH // 2  # 16 letters: 95 bits of chance, 95 bits of mark


def mark_forms(request: HttpRequest, user: User) -> None:
    """Renew the CSRF secret of this browser with a mark of the person who signs in."""
    chance = get_random_string(_HALF, _ALPHABET)
    request.META["CSRF_COOKIE"] = chance + _mark(chance, user)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True


def secret_sent_with(request: HttpRequest) -> str | None:
    """The CSRF secret behind the token of this POST; None where there is none or it is not one."""
    token = request.POST.get("csrfmiddlewaretoken") or request.headers.get("x-csrftoken") or ""
    if set(token) - set(_ALPHABET):
        return None
    if len(token) == CSRF_TOKEN_LENGTH:
        return _unmask_cipher_token(token)
    return token if len(token) == CSRF_SECRET_LENGTH else None


def was_given_to(user: User, secret: str) -> bool:
    """Whether a page made for this person carried the secret."""
    return constant_time_compare(secret[_HALF:], _mark(secret[:_HALF], user))


def _mark(chance: str, user: User) -> str:
    number = int.from_bytes(salted_hmac("accounts.marks", f"{chance}:{user.pk}", algorithm="sha256").digest(), "big")
    letters = []
    for _ in range(_HALF):
        number, index = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[index])
    return "".join(letters)
