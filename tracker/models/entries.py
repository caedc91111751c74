"""What one person had at one time, as it was known when it was logged."""

import datetime as dt
import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from foods.choices import Basis, Form, Grade, Origin, Reliability, Route, State
from foods.models import Food, Portion
from foods.units import counted_ug, describe_amount, ug_in

UNDO_HOURS = 24
BASE_UNIT = "base"  # the portion “g”, “ml” or “one”: the amount counts the food's own unit
LOST = "lost"  # the portion that an entry was logged in and the food does not have any more
FIGURES = ("name", "basis", "swallowed_ug", "added_ug", "origin", "form", "route", "reliability", "grade")


def quantity_of(portion: Portion | None, amount: Decimal) -> Decimal:
    """g, ml or units in an amount of a portion (None counts them itself), as it is stored: three decimals."""
    return (amount * portion.quantity if portion else amount).quantize(Decimal("0.001"))


class EntryQuerySet(models.QuerySet["Entry"]):
    def on_day(self, day: dt.date) -> "EntryQuerySet":
        return self.filter(local_date=day).order_by("eaten_at", "pk")

    def between(self, first: dt.date, last: dt.date) -> "EntryQuerySet":
        """Entries of the local days from `first` to `last`, both included."""
        return self.filter(local_date__range=(first, last))

    def totals_by_day(self) -> models.QuerySet:
        """A row a day: `local_date`, `known_ug` (None where nothing is known), `entries`, `unknown`."""
        return (
            self.order_by()
            .values("local_date")
            .annotate(
                known_ug=Sum("counted_ug"),
                entries=Count("pk"),
                unknown=Count("pk", filter=Q(counted_ug__isnull=True)),
            )
        )


class LiveEntries(models.Manager.from_queryset(EntryQuerySet)):
    """Entries that were not removed."""

    def get_queryset(self) -> EntryQuerySet:
        return super().get_queryset().filter(removed_at__isnull=True)


class Entry(models.Model):
    """One food at one time. Holds the figures as logged: a later edit of the food never changes them.

    `amount` counts portions (`portion_name`), or g, ml or units where no portion is named; `quantity` is the same
    in g, ml or units. `swallowed_ug` is what the source says of it, None where nobody knows; `counted_ug` is what
    counts towards intake: 0 for inactive look-alikes and disputed figures.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    uid = models.UUIDField(default=uuid.uuid4)
    eaten_at = models.DateTimeField()
    local_date = models.DateField()
    local_minute = models.PositiveSmallIntegerField()
    food = models.ForeignKey(Food, on_delete=models.PROTECT, related_name="+")
    portion = models.ForeignKey(Portion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    portion_name = models.CharField(max_length=80, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=3)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    basis = models.CharField(max_length=6, choices=Basis.choices)
    name = models.CharField(max_length=290)
    swallowed_ug = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    added_ug = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    origin = models.CharField(max_length=12, choices=Origin.choices)
    form = models.CharField(max_length=20, choices=Form.choices)
    route = models.CharField(max_length=12, choices=Route.choices)
    reliability = models.CharField(max_length=10, choices=Reliability.choices)
    grade = models.CharField(max_length=12, choices=Grade.choices)
    counted_ug = models.GeneratedField(
        expression=Case(When(reliability=Reliability.ACTIVE, then=F("swallowed_ug")), default=Value(Decimal(0))),
        output_field=models.DecimalField(max_digits=14, decimal_places=4, null=True),
        db_persist=True,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = LiveEntries()
    with_removed = models.Manager.from_queryset(EntryQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "uid"], name="entry_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, quantity__gt=0),
                name="entry_more_than_nothing",
                violation_error_message=_("An amount is more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(swallowed_ug__isnull=True) | Q(swallowed_ug__gte=0), name="entry_b12_not_negative"
            ),
            models.CheckConstraint(condition=Q(local_minute__lt=24 * 60), name="entry_minute_of_a_day"),
        ]
        indexes = [
            models.Index(
                fields=["owner", "local_date", "origin", "counted_ug", "added_ug"],
                name="entry_by_day",
                condition=Q(removed_at__isnull=True),
            ),
            models.Index(  # rules look back a year for injections, which are few: without it each look reads that year
                fields=["owner", "local_date"],
                name="entry_injected",
                condition=Q(removed_at__isnull=True, origin="injected"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.local_date}"

    @classmethod
    def of(cls, food: Food, *, portion: Portion | None, amount: Decimal, **fields) -> "Entry":
        """A new entry that holds what is known of `food` now. Not saved."""
        entry = cls(food=food, portion=portion, **fields)
        entry.portion_name = portion.name if portion else ""
        entry.amount = amount
        entry.quantity = quantity_of(portion, amount)
        entry.take_figures_of(food)
        return entry

    def take_figures_of(self, food: Food) -> None:
        """Hold what is known of `food` now, for this entry's quantity."""
        self.name, self.basis = str(food), food.basis
        self.swallowed_ug = ug_in(self.quantity, food.b12_ug, food.basis)
        self.added_ug = ug_in(self.quantity, food.b12_added_ug, food.basis)
        self.origin, self.form, self.route = food.origin, food.form, food.route
        self.reliability, self.grade = food.reliability, food.grade

    def take_figures_as_logged(self, other: "Entry") -> None:
        """Hold what another entry holds."""
        for field in FIGURES:
            setattr(self, field, getattr(other, field))

    def change_amount(self, *, portion: Portion | None, amount: Decimal) -> None:
        """Another amount of the same thing, at the figures as logged (a food edited since does not slip in)."""
        before, measured_anew = self.quantity, self.food.basis != self.basis and self._is_another(portion)
        size = self._size(portion)
        self.portion = portion if portion and portion.pk else None
        self.portion_name = portion.name if portion else ""
        self.amount = amount
        self.quantity = (amount * size).quantize(Decimal("0.001"))
        if measured_anew:  # in pieces now, in g before: the old figure fits no portion of today
            self.take_figures_of(self.food)
            return
        self.swallowed_ug = self._figured_anew(self.swallowed_ug, self.food.b12_ug, before)
        self.added_ug = self._figured_anew(self.added_ug, self.food.b12_added_ug, before)

    def _is_another(self, portion: Portion | None) -> bool:
        return bool(portion and portion.pk and portion.pk != self.portion_id)

    def _size(self, portion: Portion | None) -> Decimal:
        """g, ml or units in one of `portion`; as logged for the one that was logged, whatever it weighs today."""
        if portion is None:
            return Decimal(1)
        if self._is_another(portion) or quantity_of(portion, self.amount) == self.quantity:
            return portion.quantity
        return self.quantity / self.amount

    def _figured_anew(self, ug: Decimal | None, figure_ug: Decimal | None, before: Decimal) -> Decimal | None:
        """µg for the present quantity: from the food's figure where it is the one that was logged, else scaled."""
        if self.food.basis == self.basis and ug == ug_in(before, figure_ug, self.basis):
            return ug_in(self.quantity, figure_ug, self.basis)
        return None if ug is None else (ug * self.quantity / before).quantize(Decimal("0.0001"))

    def measured_now(self) -> Decimal | None:
        """What the food's source says of this quantity today; None where nobody knows. Asks the food."""
        return ug_in(self.quantity, self.food.b12_ug, self.food.basis)

    def counted_now(self) -> Decimal | None:
        """What would count if the same were logged today. Asks the food."""
        return counted_ug(self.measured_now(), reliability=self.food.reliability)

    def has_newer_figure(self) -> bool:
        """The same amount would count otherwise today. False where the food is measured in something else since."""
        then = counted_ug(self.swallowed_ug, reliability=self.reliability)
        return self.food.basis == self.basis and self.counted_now() != then

    @property
    def lost_portion(self) -> Portion | None:
        """The portion this was logged in, not saved, where the food does not have it any more."""
        if self.portion_id or not self.portion_name:
            return None
        return Portion(food_id=self.food_id, name=self.portion_name, quantity=self.quantity / self.amount)

    def offered_now(self) -> tuple[Food, Portion | None]:
        """The food and its portion; where the food was merged into another since, that one, in the same portion if it
        has it. Asks the food, and what it was merged into."""
        food = self.food.merged_into
        if food is None or food.state != State.PUBLISHED or food.owner_id is not None or food.basis != self.basis:
            return self.food, self.portion
        alike = food.portions.filter(name=self.portion_name) if self.portion_name else ()
        return food, next((one for one in alike if one.quantity * self.amount == self.quantity), None)

    @property
    def what(self) -> str:
        """The amount in words: “1 glass, 244 g”."""
        return describe_amount(self.amount, self.portion_name, self.quantity, self.basis)

    @property
    def local_time(self) -> dt.time:
        """What the person's clock showed."""
        return dt.time(*divmod(self.local_minute, 60))
