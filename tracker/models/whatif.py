"""What-ifs that a person looked at: one to three changes to how they take B12. Kept here, so that no address tells."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tracker.domain.changes import Kind, Refusal

MOST_KEPT = 12
REFUSALS = {
    Refusal.UNREADABLE: _("This change cannot be read any more."),
    Refusal.NOT_TAKEN: _("It is not among what you had on the tracked days of the last four weeks."),
    Refusal.LEFT_OUT: _("Another change here leaves it out already."),
    Refusal.NO_INJECTION: _("No injection with a known dose is logged, so there is no interval to change."),
    Refusal.TWICE: _("Another change here sets the interval already."),
    Refusal.HOLDS: _("It counts already, so there is nothing to add."),
    Refusal.DOES_NOT_HOLD: _("It does not count now, so there is nothing to leave out."),
}


class ChangeKind(models.TextChoices):
    """What can be changed, as a person would say it."""

    DROP = Kind.DROP.value, _("Leave a food or tablet out")
    PORTION = Kind.PORTION.value, _("Have more or less of one")
    ADD = Kind.ADD.value, _("Take a supplement as well")
    INTERVAL = Kind.INTERVAL.value, _("Another time between injections")
    START = Kind.START.value, _("With a medicine or condition")
    STOP = Kind.STOP.value, _("Without a medicine or condition")


class WhatIfManager(models.Manager["WhatIf"]):
    @transaction.atomic
    def keep(self, *, by: User, changes: Sequence[Mapping[str, Any]], now: dt.datetime) -> "WhatIf":
        """Keep changes, once however often they are asked: then they are the latest again. Of more than twelve the
        oldest goes.
        """
        User.objects.select_for_update().values_list("pk").get(pk=by.pk)
        uid = uid_of_changes(changes)
        if same := self.filter(owner=by, uid=uid).first():
            same.changes, same.created_at = list(changes), now
            same.save(update_fields=["changes", "created_at"])
            return same
        made = self.create(owner=by, uid=uid, changes=list(changes), created_at=now)
        kept = self.filter(owner=by).order_by("-created_at", "-pk").values_list("pk", flat=True)
        self.filter(owner=by, pk__in=list(kept)[MOST_KEPT:]).delete()
        return made


def uid_of_changes(changes: Sequence[Mapping[str, Any]]) -> uuid.UUID:
    """The same changes have the same uid, whatever their foods are called by now."""
    bare = [{name: value for name, value in change.items() if name != "name"} for change in changes]
    return uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(bare, sort_keys=True))


class WhatIf(models.Model):
    """One to three `changes` as `domain.changes` reads them, with the names that foods had.

    `created_at` is when they were last asked.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="what_ifs", db_index=False
    )
    uid = models.UUIDField()
    changes = models.JSONField()
    created_at = models.DateTimeField()

    objects = WhatIfManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "uid"], name="whatif_once")]

    def __str__(self) -> str:
        return f"what-if of person {self.owner_id}"


DOSES = (("10", 1), ("50", 1), ("1000", 7), ("2000", 7))  # µg and days between: what people commonly take
OTHER = "other"
PORTIONS = ("0.5", "2")


def as_typed(said: Mapping[str, Any]) -> dict[str, str]:
    """A kept change that can be read, as the fields of the form that made it."""
    typed = {"kind": str(said["kind"])}
    match Kind(said["kind"]):
        case Kind.DROP:
            return typed | {"food": str(said["food"])}
        case Kind.PORTION:
            times = str(said["times"])
            own = {"times": OTHER, "factor": times}
            return typed | {"food": str(said["food"])} | ({"times": times} if times in PORTIONS else own)
        case Kind.ADD:
            ug, every = str(said["ug"]), int(said["every"])
            if (ug, every) in DOSES:
                return typed | {"dose": f"{ug}/{every}"}
            return typed | {"dose": OTHER, "ug": ug, "every": str(every)}
        case Kind.INTERVAL:
            return typed | {"weeks": str(said["weeks"])}
        case Kind.START:
            return typed | {"state": str(said["state"])}
        case Kind.STOP:
            return typed | {"without": str(said["state"])}
