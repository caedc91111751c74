"""Secret addresses: what opens a feed or a report without an account. Neither the table nor the address alone tells.

A token is the row's nonce with a signature by this server's key: it cannot be guessed, made from the table, or kept
alive after its row is revoked. The link that ends mails needs no row: it names the person, signed, and can do no more
than that. Docs: docs/decisions/0014.
"""

import base64
import datetime as dt
import uuid

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from tracker.models import SecretAddress

TOKEN = "[A-Za-z0-9_-]{43}"  # nosec B105 # as a pattern of addresses
SIGNED = r"[0-9]{1,19}\.[A-Za-z0-9_-]{43}"  # of the link that ends mails
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


def unsubscribe_token(person: User) -> str:
    """What stands in the link that ends mails: it never runs out, and is the same in every mail."""
    return _signer().sign(str(person.pk))


def unsubscriber(token: str) -> User | None:
    """Whose mails the link ends."""
    try:
        pk = int(_signer().unsign(token))
    except BadSignature:
        return None
    return User.objects.filter(pk=pk).first()


def _signer() -> Signer:
    return Signer(sep=".", salt="tracker.unsubscribe")
