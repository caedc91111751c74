"""What a person lets out of their account: secret addresses, reminders by mail, and what the report says of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AddressKind(models.TextChoices):
    CALENDAR = "calendar", _("calendar feed")
    REPORT = "report", _("report")


class SecretAddress(models.Model):
    """Something that whoever has its address may read, without an account. `nonce` is half of the secret: the other is
    the key of this server (`tracker.secret_addresses`), so the table alone opens nothing."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="secret_addresses")
    kind = models.CharField(max_length=8, choices=AddressKind.choices)
    nonce = models.UUIDField(unique=True)
    language = models.CharField(max_length=5, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(kind="calendar", revoked_at__isnull=True), name="one_open_feed"
            ),
            models.CheckConstraint(
                condition=~Q(kind="report") | Q(expires_at__isnull=False),
                name="report_link_expires",
                violation_error_message=_("A link to a report ends after some days."),
            ),
        ]

    def __str__(self) -> str:
        return f"secret address {self.pk} of person {self.owner_id}"


class AddressVisit(models.Model):
    """That a secret address was opened: when, and nothing about who."""

    address = models.ForeignKey(SecretAddress, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"visit of secret address {self.address_id}"


class Reminders(models.Model):
    """Whether a person wants a mail on days when something is due. `names`: it may say what; else only that."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    by_mail = models.BooleanField(default=False)
    names = models.BooleanField(default=False)
    hour = models.PositiveSmallIntegerField(default=8)
    last_mail_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__range=(0, 23)),
                name="reminder_hour_of_a_day",
                violation_error_message=_("Choose an hour from 0 to 23."),
            )
        ]

    def __str__(self) -> str:
        return f"reminders of person {self.owner_id}"


class ReportWords(models.Model):
    """What the owner adds to the report for an appointment: their name, why they go, what they want to ask."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_words")
    name = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    questions = models.TextField(max_length=600, blank=True)
    language = models.CharField(max_length=5, blank=True)

    def __str__(self) -> str:
        return f"words for the report of person {self.owner_id}"
