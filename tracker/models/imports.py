"""Histories that people bring along from other trackers: one run a file, one row a thing that was had."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class HistoryFormat(models.TextChoices):
    OWN = "own", "Cobalog"
    CRONOMETER = "cronometer", "Cronometer"
    MYFITNESSPAL = "myfitnesspal", "MyFitnessPal"
    SPARKYFITNESS = "sparkyfitness", "SparkyFitness"
    WAISTLINE = "waistline", "Waistline"
    APPLE_HEALTH = "apple_health", "Apple Health"
    HEALTH_CONNECT = "health_connect", "Health Connect"


class HistoryState(models.TextChoices):
    LOOKED_AT = "looked_at", _("not brought in yet")
    DONE = "done", _("brought in")
    UNDONE = "undone", _("taken back")


class HistoryChoice(models.TextChoices):
    FOOD = "food", _("a food")
    OWN = "own", _("a food of your own")
    OUT = "out", _("left out")


class HistoryImport(models.Model):
    """One file that was read. `digest`: its SHA-256; `refused`: rows that could not be read, with line and why.

    `made`: numbers of the person's own foods that it made, for taking it back.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="history_imports")
    uid = models.UUIDField()
    format = models.CharField(max_length=16, choices=HistoryFormat.choices)
    state = models.CharField(max_length=9, choices=HistoryState.choices, default=HistoryState.LOOKED_AT)
    digest = models.CharField(max_length=64)
    refused = models.JSONField(default=list)
    made = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "uid"], name="history_import_once")]

    def __str__(self) -> str:
        return f"import {self.pk} of person {self.owner_id}"


class HistoryRow(models.Model):
    """One row of such a file as it was read: `key` tells it apart from every other row of this person's trackers.

    `name`, `amount`, `unit` as written there; `ug` None where the file does not say. `local_date` and `local_minute`:
    the person's day and what their clock showed; `timed` False where the hour of the meal stands for it. `entry`: what
    it became; where it was `brought` in and has none any more, the person removed it.
    """

    run = models.ForeignKey(HistoryImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    key = models.UUIDField()
    name = models.CharField(max_length=290)
    eaten_at = models.DateTimeField()
    local_date = models.DateField()
    local_minute = models.PositiveSmallIntegerField()
    timed = models.BooleanField(default=True)
    amount = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    grams = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    ug = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    origin = models.CharField(max_length=12, blank=True)
    brought = models.BooleanField(default=False)
    entry = models.OneToOneField(
        "tracker.Entry", on_delete=models.SET_NULL, null=True, blank=True, related_name="history_row"
    )

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="history_row_has_its_line")]
        indexes = [
            models.Index(fields=["run", "name"], name="history_row_by_name"),
            models.Index(
                fields=["key"], name="history_row_removed", condition=models.Q(brought=True, entry__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of import {self.run_id}"

    @classmethod
    def removed_by(cls, person: User) -> models.QuerySet["HistoryRow"]:
        """Rows that came into the log by an import that stands, and that the person removed since: they stay out."""
        rows = cls.objects.filter(run__owner=person, run__state=HistoryState.DONE)
        return rows.filter(brought=True, entry=None).order_by()


class HistoryName(models.Model):
    """What a name in another tracker becomes for this person; asked once, remembered for the next file.

    `portion`: what one of the things that the file counts there is, where it does not say g or ml.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="history_names")
    format = models.CharField(max_length=16, choices=HistoryFormat.choices)
    name = models.CharField(max_length=290)
    choice = models.CharField(max_length=4, choices=HistoryChoice.choices, default=HistoryChoice.FOOD)
    food = models.ForeignKey("foods.Food", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    portion = models.ForeignKey("foods.Portion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "format", "name"], name="history_name_once"),
            models.CheckConstraint(
                condition=models.Q(choice="food", food__isnull=False) | models.Q(choice__in=("own", "out"), food=None),
                name="history_name_with_its_food",
            ),
        ]

    def __str__(self) -> str:
        return f"a name of person {self.owner_id}"
