"""What becomes of findings: those set aside, and which were there when."""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Snooze(models.Model):
    """A finding set aside up to and including `until`; comes back sooner where its `basis` changes.

    `discussed_on`: the day it was talked over with a doctor, where that is why.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="snoozes", db_index=False
    )
    code = models.CharField(max_length=40)
    until = models.DateField()
    discussed_on = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=64)  # a digest: findings.Finding.basis names medicines
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "code"], name="snooze_one_a_finding")]

    def __str__(self) -> str:
        return f"finding set aside by person {self.owner_id}"


class FindingLevel(models.TextChoices):
    INFO = "info", _("Good to know")
    CAUTION = "caution", _("Plan something")
    SEE_A_CLINICIAN = "see-a-clinician", _("See a clinician")
    URGENT = "urgent", _("Urgent")


DAYS_ASIDE = {  # the longest that a finding may be set aside; one that is urgent may not
    FindingLevel.SEE_A_CLINICIAN: 30,  # estimate
    FindingLevel.CAUTION: 366,
    FindingLevel.INFO: 366,
}


def digest_of(basis: Iterable[str]) -> str:
    """What a finding rests on, so that it can be compared later without being told: it names medicines."""
    return hashlib.sha256("\n".join(basis).encode()).hexdigest()


class FindingRecord(models.Model):
    """That a finding was open from `opened_on` to `closed_on` (None: still is), and how it read when it opened."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="finding_records")
    code = models.CharField(max_length=40)
    level = models.CharField(max_length=15, choices=FindingLevel.choices)
    basis = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    evidence = models.TextField(blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    discussed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-opened_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "code"], condition=Q(closed_on__isnull=True), name="finding_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="finding_closes_after_it_opened",
                violation_error_message=_("A finding cannot close before it opened."),
            ),
        ]

    def __str__(self) -> str:
        return f"finding of person {self.owner_id}"
