"""What happened at an account's door: who came in, what was taken out. Never anything about health."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    LOGGED_IN = "logged_in", _("Logged in")
    LOGIN_REFUSED = "login_refused", _("A log-in that was refused")
    LOGGED_OUT = "logged_out", _("Logged out")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    EMAIL_CHANGED = "email_changed", _("E-mail address changed")
    SECOND_STEP_CHANGED = "second_step_changed", _("Second step changed")
    SESSION_ENDED = "session_ended", _("A device logged out from elsewhere")
    EXPORTED = "exported", _("Data exported")
    IMPORTED = "imported", _("Data imported")
    TOKEN_MADE = "token_made", _("Access token made")
    TOKEN_ENDED = "token_ended", _("Access token ended")


class Event(models.Model):
    """One thing that happened. `device`: browser and system in words; `detail`: a format, or the name of a token."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    at = models.DateTimeField()
    device = models.CharField(max_length=80, blank=True)
    detail = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="event_latest")]

    def __str__(self) -> str:
        return f"{self.kind} of person {self.person_id}"
