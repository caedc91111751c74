"""Runs of the importer: what file it was, how far it is, what it did, which rows it refused."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foods.models.foods import Food


class RunState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")
    FAILED = "failed", _("failed")


class ImportRun(models.Model):
    """One file brought into the food table, or tried (`dry_run`).

    `position` counts the items of the reader's stream (foods and refusals) that are written: it moves in the same
    transaction as what it counts, so that a run goes on after a crash where it stood. `worker` is the token of the
    process that holds the run and `beat_at` its last sign of life.
    """

    uid = models.UUIDField(null=True, blank=True, unique=True, editable=False)  # of the form: sent twice, it runs once
    file_name = models.CharField(_("file"), max_length=255)
    path = models.CharField(max_length=500, blank=True, editable=False)  # where the bytes are
    owns_file = models.BooleanField(default=False, editable=False)  # an upload: removed when the run is over
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    format = models.CharField(_("format"), max_length=20, blank=True)
    datasets = models.JSONField(_("data sets"), default=dict, blank=True)  # key of the source → version
    dry_run = models.BooleanField(_("dry run"), default=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.WAITING)
    phase = models.CharField(max_length=20, blank=True)
    permille = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(_("rows read"), default=0)
    added = models.PositiveIntegerField(_("added"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    kept = models.PositiveIntegerField(_("kept as edited"), default=0)
    retired = models.PositiveIntegerField(_("retired"), default=0)
    superseded = models.PositiveIntegerField(_("superseded"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    cancel_asked = models.BooleanField(default=False)
    worker = models.CharField(max_length=32, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    error = models.TextField(_("what went wrong"), blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        permissions = [("run_import", _("Can bring files into the food table"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(permille__lte=1000),
                name="import_permille_to_thousand",
                violation_error_message=_("Progress runs from 0 to 1,000."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_state_display()})"


class ImportRefusal(models.Model):
    """A row that was not taken, with the reason and what to do."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="refusals")
    file = models.CharField(_("file"), max_length=120)
    line = models.PositiveBigIntegerField(_("line"))
    code = models.CharField(_("kind"), max_length=30)
    reason = models.CharField(_("reason"), max_length=400)
    excerpt = models.CharField(_("the row"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("refused row")
        verbose_name_plural = _("refused rows")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


class Change(models.TextChoices):
    ADDED = "added", _("new")
    CHANGED = "changed", _("changed")
    KEPT = "kept", _("kept as edited")
    RETIRED = "retired", _("retired")


class ImportDifference(models.Model):
    """What a run did to one food, or in a dry run would do: `fields` is {name: [before, after]}."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="differences")
    change = models.CharField(_("what"), max_length=8, choices=Change.choices)
    food = models.ForeignKey(Food, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    source_key = models.CharField(max_length=60)
    source_ref = models.CharField(max_length=80)
    name = models.CharField(_("name"), max_length=160)
    fields = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "change"], name="difference_by_kind")]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_change_display()}"
