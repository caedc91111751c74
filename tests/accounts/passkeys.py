"""A passkey as the database holds one, for pages that list them; the ceremony itself is tried in a browser."""

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from accounts.models import User


def passkey_of(user: User, *, name: str = "Phone") -> Authenticator:
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(Aaguid.NONE, f"key of {user.pk}".encode(), key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    held = AuthenticatorData.create(sha256(b"testserver"), flags, 0, credential)
    said = CollectedClientData.create(type="webauthn.create", challenge=b"0" * 32, origin="http://testserver")
    data = {
        "name": name,
        "credential": {
            "id": websafe_encode(credential.credential_id),
            "rawId": websafe_encode(credential.credential_id),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(said),
                "attestationObject": websafe_encode(AttestationObject.create("none", held, {})),
            },
            "clientExtensionResults": {"credProps": {"rk": True}},
        },
    }
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)
