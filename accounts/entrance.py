"""allauth's forms in our words. Named in ACCOUNT_FORMS and MFA_FORMS; everything they do is allauth's."""

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms import EmailField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.events import note_refusal
from accounts.passwords import MOST_TYPED

GOOD_PASSWORD = _("At least 8 characters. Three words in a row make a good one.")
EMPTY = _("This is empty. Fill it in.")
NO_ADDRESS = _("This is not a whole address. One looks like mary@example.org.")
PRESENT = {"password", "oldpassword"}  # fields for a password that is compared; a new one has rules of its own
NOT_ENDLESS = MaxLengthValidator(MOST_TYPED, _("A password has 1,000 characters at most."))
Words = dict[str, tuple[str | Promise, str | Promise]]


class OurWords:
    """Labels and help from `words`; no placeholders, which vanish when one types; new passwords typed once."""

    words: Words = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = EMPTY
            if isinstance(field, EmailField):
                field.error_messages["invalid"] = NO_ADDRESS
            if name in PRESENT:
                field.validators.append(NOT_ENDLESS)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class LoginForm(OurWords, account.LoginForm):
    words: Words = {
        "login": (_("E-mail"), ""),
        "password": (_("Password"), ""),
        "remember": (_("Keep me logged in on this device for 30 days"), ""),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(OurWords, account.SignupForm):
    words: Words = {
        "email": (_("E-mail"), _("To log in, and to set a new password if you forget it. For nothing else.")),
        "password1": (_("Password"), GOOD_PASSWORD),
    }


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    words: Words = {"email": (_("E-mail"), _("The one you signed up with."))}


class ResetPasswordKeyForm(OurWords, account.ResetPasswordKeyForm):
    words: Words = {"password1": (_("New password"), GOOD_PASSWORD)}


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    words: Words = {"oldpassword": (_("Present password"), ""), "password1": (_("New password"), GOOD_PASSWORD)}

    def clean_oldpassword(self) -> str:
        try:
            return super().clean_oldpassword()
        except ValidationError:
            note_refusal(self.user.email, request=context.request, detail="asked again")
            raise


class SetPasswordForm(OurWords, account.SetPasswordForm):
    words: Words = {"password1": (_("Password"), GOOD_PASSWORD)}


class AddEmailForm(OurWords, account.AddEmailForm):
    words: Words = {
        "email": (_("New e-mail address"), _("We send a link there. The old one stays in use until you follow it."))
    }


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    words: Words = {"password": (_("Password"), "")}


class ConfirmEmailCodeForm(OurWords, account.ConfirmEmailVerificationCodeForm):
    words: Words = {"code": (_("Code from the e-mail"), "")}


_CODE = (_("Code"), _("The six digits your app shows now, or one of your recovery codes."))


class AuthenticateForm(OurWords, mfa.AuthenticateForm):
    words: Words = {"code": _CODE}


class ReauthenticateWithCodeForm(OurWords, mfa.ReauthenticateForm):
    words: Words = {"code": _CODE}


class ActivateTOTPForm(OurWords, totp.ActivateTOTPForm):
    words: Words = {"code": (_("Code"), _("The six digits your app shows now."))}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


_NAME = (_("Name"), _("What you call the device, so that you can tell your passkeys apart."))


class AddPasskeyForm(OurWords, webauthn.AddWebAuthnForm):
    words: Words = {
        "name": _NAME,
        "passwordless": (
            _("Log in with it alone, without a password"),
            _("The device then asks for your finger, face or PIN. Otherwise it is a second step after the password."),
        ),
    }


class EditPasskeyForm(OurWords, webauthn.EditWebAuthnForm):
    words: Words = {"name": _NAME}
