"""How good the food table was on a day: counted once, shown often."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QualityCount(models.Model):
    """The counts of one day, by grade, source, market and age (`foods.reports.quality` says what is in `figures`)."""

    day = models.DateField(_("day"), unique=True)
    figures = models.JSONField(_("counts"))

    class Meta:
        verbose_name = _("count of the table")
        verbose_name_plural = _("counts of the table")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"counts of {self.day}"
