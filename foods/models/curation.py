"""What people propose, what looks wrong, and what curators decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foods.models.foods import Food
from foods.models.imports import ImportRun


class ProposalKind(models.TextChoices):
    NEW = "new", _("new food")
    CORRECTION = "correction", _("correction")


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("not taken")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Proposal(models.Model):
    """A food that somebody offers to everybody, or a correction of one, with a reason and, best, a label.

    `values` holds the proposed fields of the food as plain text and numbers (None is "nobody knows"), `portions` a list
    of [name, quantity, default]. Who sent it stays out of every page: curators see what is proposed, never by whom.
    """

    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals"
    )
    uid = models.UUIDField(unique=True)
    kind = models.CharField(_("what"), max_length=10, choices=ProposalKind.choices)
    food = models.ForeignKey(  # the food to correct; for a new one what became of it
        Food, on_delete=models.CASCADE, null=True, blank=True, related_name="proposals"
    )
    own_food = models.ForeignKey(  # the private food that is offered
        Food, on_delete=models.SET_NULL, null=True, blank=True, related_name="offers"
    )
    values = models.JSONField(default=dict)
    portions = models.JSONField(default=list, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    evidence_url = models.URLField(_("link"), max_length=300, blank=True)
    photo = models.FileField(_("photo of the label"), upload_to="labels/", max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.WAITING)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    sent_at = models.DateTimeField(_("sent"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # when its sender read the answer

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="new") | Q(food__isnull=False),
                name="correction_names_its_food",
                violation_error_message=_("A correction names the food it corrects."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="proposal_decided_has_time",
                violation_error_message=_("A decision has a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class ConcernKind(models.TextChoices):
    """Why a food stands in the queue."""

    PROPOSAL = "proposal", _("New food")
    CORRECTION = "correction", _("Correction")
    CONFLICT = "conflict", _("Import conflict")
    IMPOSSIBLE = "impossible", _("Impossible value")
    UNIT = "unit", _("Unit suspicion")
    OUTLIER = "outlier", _("Outlier")
    DUPLICATE = "duplicate", _("Duplicate")
    STALE = "stale", _("Stale")
    UNSOURCED = "unsourced", _("Unsourced")
    NO_ORIGIN = "no_origin", _("No origin")


class ConcernState(models.TextChoices):
    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    EDITED = "edited", _("edited")
    MERGED = "merged", _("merged")
    RETIRED = "retired", _("retired")
    GONE = "gone", _("no longer so")  # what was odd is odd no more; nobody had to decide


class Concern(models.Model):
    """Something a curator should look at. `mark` names the doubt and the values it is about, so that what was looked at
    once is not raised again until the values change."""

    kind = models.CharField(_("why"), max_length=10, choices=ConcernKind.choices)
    food = models.ForeignKey(Food, on_delete=models.CASCADE, null=True, blank=True, related_name="concerns")
    other = models.ForeignKey(Food, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, null=True, blank=True, related_name="concern")
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="concerns")
    facts = models.JSONField(default=dict)
    mark = models.CharField(max_length=64, unique=True)
    logged = models.PositiveIntegerField(_("times logged in 30 days"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=ConcernState.choices, default=ConcernState.OPEN)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    first_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    undo = models.JSONField(null=True, blank=True)
    raised_at = models.DateTimeField(_("raised"))

    class Meta:
        verbose_name = _("item of the queue")
        verbose_name_plural = _("queue")
        ordering = ["-logged", "pk"]
        permissions = [("decide_concern", _("Can decide what stands in the queue"))]
        indexes = [
            models.Index(fields=["-logged", "id"], name="concern_open", condition=Q(state="open")),
            models.Index(fields=["food", "kind"], name="concern_of_food"),
            models.Index(fields=["-decided_at"], name="concern_decided", condition=Q(decided_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(food__isnull=False) | Q(proposal__isnull=False),
                name="concern_is_about_something",
                violation_error_message=_("An item of the queue is about a food or a proposal."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class Curator(models.Model):
    """What a curator chose for themselves."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="curator")
    digest = models.BooleanField(_("one mail a day about what is open"), default=True)
    last_mail_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"curator {self.user_id}"
