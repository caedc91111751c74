"""What a person says about a whole day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Mark(models.TextChoices):
    COMPLETE = "complete", _("Complete")
    PARTLY = "partly", _("Partly")
    NOTHING = "nothing", _("Nothing with B12")
    NOT_TRACKED = "not_tracked", _("Not tracked")


class DayMark(models.Model):
    """How far the log of one local day can be trusted, in the person's own words."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="day_marks")
    local_date = models.DateField()
    mark = models.CharField(max_length=12, choices=Mark.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "local_date"], name="daymark_one_a_day")]

    def __str__(self) -> str:
        return f"{self.local_date}: {self.get_mark_display()}"
