"""Secret addresses: what opens a feed or a report without an account. Neither the table nor the address alone tells.

A token is the row's nonce with a signature by this server's key: it cannot be guessed, made from the table, or kept
alive after its row is revoked. Docs: docs/decisions/0014.
"""

import base64
import datetime as dt
import uuid

from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from tracker.models import SecretAddress

TOKEN = "[A-Za-z0-9_-]{43}"  # as a pattern of addresses
_SIGNATURE = 16  # bytes, after the 16 of the nonce


def token_of(address: SecretAddress) -> str:
    """What stands in the address."""
    return _token(address.nonce, address.kind)


def _token(nonce: uuid.UUID, kind: str) -> str:
    signature = salted_hmac(f"tracker.{kind}", nonce.hex, algorithm="sha256").digest()[:_SIGNATURE]
    return base64.urlsafe_b64encode(nonce.bytes + signature).decode().rstrip("=")


def opened_by(token: str, *, kind: str, now: dt.datetime) -> SecretAddress | None:
    """The row a token opens now, with its owner and their profile; None for any other, an expired or revoked one."""
    try:
        nonce = uuid.UUID(bytes=base64.urlsafe_b64decode(token + "=")[:16])
    except ValueError:
        return None
    if not constant_time_compare(_token(nonce, kind), token):
        return None
    alive = Q(expires_at=None) | Q(expires_at__gt=now)
    rows = SecretAddress.objects.select_related("owner", "owner__profile").filter(alive, kind=kind, nonce=nonce)
    return rows.filter(revoked_at=None, owner__is_active=True).first()
