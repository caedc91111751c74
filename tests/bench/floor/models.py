"""One table."""

from django.conf import settings
from django.db import models


class Row(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rows")
    name = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=9, decimal_places=3)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"

    def __str__(self) -> str:
        return self.name
