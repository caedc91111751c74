"""What bears on a person's B12: medicines, conditions, nitrous oxide. Keys are rows of the tables in `tracker/data`."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.domain.risks import facts
from tracker.domain.risks.facts import When

BEFORE_ITS_START = _("The end lies before the start. Change one of the two dates.")


class Precision(models.TextChoices):
    """How exactly a date was said; the rest of the stored date is the middle of the month or year."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class GasKind(models.TextChoices):
    RECREATIONAL = "recreational", _("recreational use")
    MEDICAL = "medical", _("anaesthesia or dental gas")
    PLANNED = "planned", _("planned anaesthesia or dental gas")


class Relation(models.TextChoices):
    OWN = "own", _("I have it myself")
    FAMILY = "family", _("Somebody in my family has it")


def _owner(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name=related_name, db_index=False
    )


class Medicine(models.Model):
    """One product that a person takes or took. `key` is a row of `domain.medicines`, empty for a name not listed there.

    `dose_mg` and `units` (tablets) are a day's; of a combination `dose_mg` is that of the part that matters.
    `confirmed` is False where only a brand was picked and nobody said yet that this is what it holds. `taking` False
    with no `until`: stopped, not said when.
    """

    owner = _owner("medicines")
    uid = models.UUIDField()
    key = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=80)
    confirmed = models.BooleanField(default=True)
    dose_mg = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    units = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    since_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.MONTH)
    until = models.DateField(null=True, blank=True)
    until_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.MONTH)
    taking = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "uid"], name="medicine_once"),
            models.CheckConstraint(
                condition=Q(dose_mg__isnull=True) | Q(dose_mg__gt=0, dose_mg__lte=100_000),
                name="medicine_dose_possible",
                violation_error_message=_("Type the dose of a day in mg, like 1000, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=Q(units__isnull=True) | Q(units__gt=0, units__lte=100),
                name="medicine_units_possible",
                violation_error_message=_("Type how many a day, like 2 or 0.5, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="medicine_ends_after_its_start",
                violation_error_message=BEFORE_ITS_START,
            ),
            models.CheckConstraint(
                condition=Q(taking=False) | Q(until__isnull=True),
                name="medicine_taken_has_no_end",
                violation_error_message=_("What you still take has no end. Clear the end, or say that you stopped."),
            ),
        ]

    def __str__(self) -> str:
        return f"medicine {self.pk} of person {self.owner_id}"


class Condition(models.Model):
    """A condition, an operation or a habit that bears on B12. `key`: a row of `domain.conditions`, empty if not listed.

    The details belong to single rows: see `domain.risks.facts.Has`.
    """

    owner = _owner("conditions")
    uid = models.UUIDField()
    key = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=80)
    since = models.DateField(null=True, blank=True)
    since_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.YEAR)
    treated_elsewhere = models.BooleanField(default=False)
    resection_cm = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    ileal_cm = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    resected = models.BooleanField(null=True, blank=True)
    relation = models.CharField(max_length=6, choices=Relation.choices, blank=True)
    chronic_diarrhoea = models.BooleanField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "uid"], name="condition_once"),
            models.CheckConstraint(
                condition=Q(resection_cm__isnull=True) | Q(resection_cm__gt=0, resection_cm__lte=800),
                name="condition_resection_possible",
                violation_error_message=_("Type the length in cm, like 25, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=Q(ileal_cm__isnull=True) | Q(ileal_cm__gt=0, ileal_cm__lte=800),
                name="condition_ileal_length_possible",
                violation_error_message=_("Type the length in cm, like 30, or leave it empty."),
            ),
        ]

    def __str__(self) -> str:
        return f"condition {self.pk} of person {self.owner_id}"


class GasUse(models.Model):
    """Nitrous oxide, once: used, given, or planned. `on` None: not said when."""

    owner = _owner("gas_uses")
    uid = models.UUIDField()
    kind = models.CharField(max_length=12, choices=GasKind.choices)
    on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "uid"], name="gas_use_once")]

    def __str__(self) -> str:
        return f"gas use {self.pk} of person {self.owner_id}"


def said_when(row: Medicine | Condition, name: str) -> When | None:
    """The date in the two columns of a name, as it was said."""
    date = getattr(row, name)
    return None if date is None else When(date, facts.Precision(getattr(row, f"{name}_precision")))
