"""Regimens: what somebody takes by a plan, and which doses of it were left out. A dose that was had is an entry."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foods.choices import Form, Route
from tracker.models.health import BEFORE_ITS_START


class Unit(models.TextChoices):
    """What a phase repeats by."""

    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")
    AS_NEEDED = "as_needed", _("as needed")


class CountsFrom(models.TextChoices):
    CALENDAR = "calendar", _("the calendar")
    LAST_DOSE = "last_dose", _("the last dose")


class Regimen(models.Model):
    """One product by a plan. `template`: a row of `domain.regimens.templates`, empty for an own plan.

    A dose logs `amount` of `portion` (None: units of the food) of `food`, so it counts in intake and model. `name`,
    `dose_ug` of one dose, `form` and `route` are as they were when the regimen was saved. `stock`: how much was
    left on `stock_on`, in what `amount` counts. `began`: the first dose of the treatment, where that was before the app
    knew of it. `stopped_on`: the last day it held.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="regimens")
    uid = models.UUIDField()
    template = models.CharField(max_length=40, blank=True)
    food = models.ForeignKey("foods.Food", on_delete=models.PROTECT, related_name="+")
    portion = models.ForeignKey("foods.Portion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    amount = models.DecimalField(max_digits=7, decimal_places=2, default=1)
    name = models.CharField(max_length=120)
    dose_ug = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    form = models.CharField(max_length=20, choices=Form.choices, blank=True)
    route = models.CharField(max_length=12, choices=Route.choices)
    counts_from = models.CharField(max_length=9, choices=CountsFrom.choices, default=CountsFrom.CALENDAR)
    prescribed = models.BooleanField(default=False)
    remind = models.BooleanField(default=True)
    began = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    stock = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    stock_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    entered_on = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "uid"], name="regimen_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="regimen_amount_possible",
                violation_error_message=_("Type how much one dose is, like 1."),
            ),
            models.CheckConstraint(
                condition=Q(stock__isnull=True) | Q(stock__gte=0, stock_on__isnull=False),
                name="regimen_stock_counted",
                violation_error_message=_("Type how many are left, like 12, or leave it empty."),
            ),
        ]

    def __str__(self) -> str:
        return f"regimen {self.pk} of person {self.owner_id}"


class Phase(models.Model):
    """A stretch of a regimen with one rhythm: every `every` units. `weekdays`: digits, 0 for Monday ("024")."""

    regimen = models.ForeignKey(Regimen, on_delete=models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=9, choices=Unit.choices)
    every = models.PositiveSmallIntegerField(default=1)
    weekdays = models.CharField(max_length=7, blank=True)
    at = models.TimeField(null=True, blank=True)
    loading = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["regimen", "position"], name="phase_has_its_place"),
            models.CheckConstraint(
                condition=Q(every__range=(1, 999)),
                name="phase_every_possible",
                violation_error_message=_("Type a number from 1 to 999."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="phase_ends_after_its_start",
                violation_error_message=BEFORE_ITS_START,
            ),
            models.CheckConstraint(
                condition=Q(weekdays="") | Q(unit=Unit.WEEKS),
                name="phase_weekdays_of_weeks",
                violation_error_message=_("Weekdays belong to a plan by weeks."),
            ),
        ]

    def __str__(self) -> str:
        return f"phase {self.position} of regimen {self.regimen_id}"


class Skip(models.Model):
    """A dose that was left out on purpose, by the day it was due."""

    regimen = models.ForeignKey(Regimen, on_delete=models.CASCADE, related_name="skips")
    due_on = models.DateField()
    reason = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["regimen", "due_on"], name="skip_once")]

    def __str__(self) -> str:
        return f"dose of regimen {self.regimen_id} left out"


class Dose(models.Model):
    """What an entry that was logged as a dose says beside its figures: of which regimen, and where it was injected."""

    entry = models.OneToOneField("tracker.Entry", on_delete=models.CASCADE, related_name="dose")
    regimen = models.ForeignKey(Regimen, on_delete=models.CASCADE, related_name="doses")
    site = models.CharField(max_length=20, blank=True)
    batch = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"dose of regimen {self.regimen_id}"
