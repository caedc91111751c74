"""Keys that a person gives to programs of their own."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    READ = "read", _("read")
    WRITE = "write", _("log only")
    BOTH = "both", _("read and log")


class ApiToken(models.Model):
    """A key for the API. Only its SHA-256 is stored; `start` is what tells it apart in a list."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    uid = models.UUIDField()
    name = models.CharField(max_length=60)
    start = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=5, choices=Scope.choices, default=Scope.READ)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "uid"], name="token_once"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="token_ends",
                violation_error_message=_("A token ends some day. Choose a day that is still to come."),
            ),
        ]

    def __str__(self) -> str:
        return f"token {self.pk} of person {self.owner_id}"
