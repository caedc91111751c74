"""How somebody feels, and what blood tests said. Keys are rows of `domain.symptoms`; markers of `domain.bands`."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.models.health import Precision


class Course(models.TextChoices):
    STEADY = "steady", _("stays the same")
    SPREADING = "spreading", _("spreads")
    WORSE = "worse", _("gets worse quickly")


class Comparator(models.TextChoices):
    """How a laboratory prints what lies outside what it can measure."""

    BELOW = "<", _("below")
    ABOVE = ">", _("above")


class TrackedSymptom(models.Model):
    """A symptom on somebody's board. `first_on`: its first score; `onset`: when it began, as the person says.

    `shown` False: taken off the board; its scores stay. `looked_into`: a clinician has looked into it.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tracked_symptoms", db_index=False
    )
    key = models.CharField(max_length=40)
    shown = models.BooleanField(default=True)
    first_on = models.DateField(null=True, blank=True)
    onset = models.DateField(null=True, blank=True)
    onset_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.MONTH)
    looked_into = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="tracked_symptom_once")]

    def __str__(self) -> str:
        return f"symptom of person {self.owner_id}"


class SymptomScore(models.Model):
    """One symptom on one day: the last word of that day. `score`: 0–10, a count, kg, or 1 and 0 for yes and no.

    `places`: words of the body map, separated by blanks ("left_foot right_foot"). `course`: "" not said.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="symptom_scores", db_index=False
    )
    key = models.CharField(max_length=40)
    on = models.DateField()
    score = models.DecimalField(max_digits=5, decimal_places=1)
    course = models.CharField(max_length=9, choices=Course.choices, blank=True)
    places = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key", "on"], name="symptom_once_a_day"),
            models.CheckConstraint(
                condition=Q(score__range=(0, 999)),
                name="symptom_score_possible",
                violation_error_message=_("Choose a number from 0 to 10."),
            ),
        ]
        indexes = [models.Index(fields=["owner", "on"], name="scores_by_day")]

    def __str__(self) -> str:
        return f"symptom score {self.pk} of person {self.owner_id}"


class RedFlagTick(models.Model):
    """A red flag (`domain.risks.red_flags.TICKS`) that was ticked on a day; it holds until `ended_on` is said."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="red_flags")
    key = models.CharField(max_length=40)
    on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], condition=Q(ended_on__isnull=True), name="red_flag_once")
        ]

    def __str__(self) -> str:
        return f"red flag of person {self.owner_id}"


class Sample(models.Model):
    """Blood drawn on one day, and what was measured in it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="samples")
    uid = models.UUIDField()
    taken_on = models.DateField()
    lab = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)
    microbiological = models.BooleanField(default=False)  # the B12 assay grows microbes
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-taken_on", "-pk")
        constraints = [models.UniqueConstraint(fields=["owner", "uid"], name="sample_once")]

    def __str__(self) -> str:
        return f"blood sample {self.pk} of person {self.owner_id}"


class Measured(models.Model):
    """One marker of a sample, in the unit it was printed in. `comparator`: the laboratory says "<150" or ">2000".

    `low` and `high`: the laboratory's own range in the same unit, either end open (None).
    """

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="values")
    marker = models.CharField(max_length=20)
    comparator = models.CharField(max_length=1, choices=Comparator.choices, blank=True)
    value = models.DecimalField(max_digits=12, decimal_places=4)
    unit = models.CharField(max_length=20)
    low = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "marker"], name="marker_once_a_sample"),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="measured_value_possible",
                violation_error_message=_("Type the number that the laboratory printed, like 268."),
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(high__gte=models.F("low")),
                name="measured_range_in_order",
                violation_error_message=_("The range ends below its start. Change one of the two."),
            ),
        ]

    def __str__(self) -> str:
        return f"value of sample {self.sample_id}"
