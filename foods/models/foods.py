"""What is in food: data sets, foods with their B12, portions, names people type. Knows nothing of people's logs."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from foods.choices import Basis, Category, Diet, Form, Grade, Origin, Reliability, Route, State


class Source(models.Model):
    """A data set that figures are taken from."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    version = models.CharField(_("version"), max_length=60, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    attribution = models.TextField(_("attribution"), blank=True)
    url = models.URLField(_("address"), blank=True)
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)

    class Meta:
        verbose_name = _("data source")
        verbose_name_plural = _("data sources")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class FoodQuerySet(models.QuerySet["Food"]):
    def published(self) -> "FoodQuerySet":
        """Foods everybody can see: published and nobody's own."""
        return self.filter(state=State.PUBLISHED, owner__isnull=True)

    def visible_to(self, user) -> "FoodQuerySet":
        """Published foods and, for somebody signed in, their own that are not retired."""
        if not user.is_authenticated:
            return self.published()
        return self.filter(Q(owner__isnull=True) | Q(owner_id=user.pk), state=State.PUBLISHED)

    def owned_by(self, user) -> "FoodQuerySet":
        return self.filter(owner_id=user.pk)

    def active(self) -> "FoodQuerySet":
        return self.filter(reliability=Reliability.ACTIVE)


# The reasons that files give (`importing.writer`, `loading`), and the versions of foods that came from them.
IMPORTED, SHIPPED = "Imported from", "Shipped with Cobalog"
# "Begins with", said by its two ends: with LIKE and a value to fill in SQLite does not know the index again.
_IMPORTED_TO = IMPORTED[:-1] + chr(ord(IMPORTED[-1]) + 1)
OF_FILES = Q(history_change_reason__gte=IMPORTED, history_change_reason__lt=_IMPORTED_TO) | Q(
    history_change_reason=SHIPPED
)


class FoodVersions(HistoricalRecords):
    """With what curators read of it in order: what people changed among a hundred thousand lines of one import."""

    def get_meta_options(self, model: type[models.Model]) -> dict:
        newest, shared = ["-history_date", "-history_id"], Q(owner__isnull=True)
        indexes = [
            models.Index(fields=newest, name="food_versions_shared", condition=shared),
            models.Index(fields=newest, name="food_versions_of_people", condition=shared & ~OF_FILES),
        ]
        return super().get_meta_options(model) | {"indexes": indexes}


class Food(models.Model):
    """Anything that can be logged: a food, a fortified food, a supplement product, an injection.

    Figures are µg of vitamin B12 in the food's basis (100 g, 100 ml or one unit). `b12_ug` is None where nobody
    knows it: then `b12_unknown` says that this was looked at. None is never 0.
    """

    name = models.CharField(_("name"), max_length=160)
    brand = models.CharField(_("brand"), max_length=120, blank=True)
    market = models.CharField(_("market"), max_length=2, blank=True, help_text=_("Country code; empty is any."))
    category = models.CharField(_("category"), max_length=20, choices=Category.choices, default=Category.OTHER)
    diet = models.CharField(_("diet"), max_length=12, choices=Diet.choices, blank=True)
    origin = models.CharField(_("origin"), max_length=12, choices=Origin.choices, default=Origin.FOOD)
    form = models.CharField(_("form"), max_length=20, choices=Form.choices, default=Form.NOT_STATED)
    route = models.CharField(_("route"), max_length=12, choices=Route.choices, default=Route.SWALLOWED)
    reliability = models.CharField(
        _("reliability"), max_length=10, choices=Reliability.choices, default=Reliability.ACTIVE
    )
    basis = models.CharField(_("basis"), max_length=6, choices=Basis.choices, default=Basis.G100)
    b12_ug = models.DecimalField(_("B12, µg"), max_digits=12, decimal_places=4, null=True, blank=True)
    b12_unknown = models.BooleanField(_("B12 is unknown"), default=False)
    b12_added_ug = models.DecimalField(_("of it added, µg"), max_digits=12, decimal_places=4, null=True, blank=True)
    low_ug = models.DecimalField(_("lowest, µg"), max_digits=12, decimal_places=4, null=True, blank=True)
    high_ug = models.DecimalField(_("highest, µg"), max_digits=12, decimal_places=4, null=True, blank=True)
    range_note = models.CharField(_("why a range"), max_length=300, blank=True)
    grade = models.CharField(_("grade"), max_length=12, choices=Grade.choices, default=Grade.USER)
    gtin = models.CharField(_("barcode"), max_length=14, blank=True)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, null=True, blank=True, related_name="foods"
    )
    source_ref = models.CharField(_("id in the source"), max_length=80, blank=True)
    figure_date = models.CharField(_("year or date of the figure"), max_length=10, blank=True)
    unverified = models.BooleanField(
        _("not verified"), default=False, help_text=_("From a source that anybody may write to, and nobody looked yet.")
    )
    note = models.TextField(_("note"), blank=True)
    prominence = models.PositiveSmallIntegerField(
        _("prominence"), default=0, help_text=_("0–9: how often this is what people mean by a bare word.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="foods",
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    merged_into = models.ForeignKey(  # nearly always None: the index `food_merged` holds the others
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        db_index=False,
    )
    loaded = models.JSONField(_("values as last loaded"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    history = FoodVersions(excluded_fields=["loaded", "created_at", "updated_at"])
    objects = FoodQuerySet.as_manager()

    class Meta:
        verbose_name = _("food")
        verbose_name_plural = _("foods")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_ref"],
                condition=Q(owner__isnull=True) & ~Q(source_ref=""),
                name="food_unique_in_source",
                violation_error_message=_("This id of this source is in the table already."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(owner__isnull=False) | Q(source__isnull=False),
                name="food_published_has_source",
                violation_error_message=_("A published food needs a source."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED)
                | Q(b12_ug__isnull=False, b12_unknown=False)
                | Q(b12_ug__isnull=True, b12_unknown=True),
                name="food_published_has_figure_or_unknown",
                violation_error_message=_("Give a figure, or tick that it is unknown: one of the two."),
            ),
            models.CheckConstraint(
                condition=Q(b12_ug__isnull=True) | Q(b12_ug__gte=0),
                name="food_b12_not_negative",
                violation_error_message=_("B12 cannot be below 0."),
            ),
            models.CheckConstraint(
                condition=Q(b12_added_ug__isnull=True)
                | Q(b12_added_ug__gte=0, b12_ug__isnull=True)
                | Q(b12_added_ug__gte=0, b12_added_ug__lte=F("b12_ug")),
                name="food_added_within_total",
                violation_error_message=_("The added B12 cannot be more than all of it."),
            ),
            models.CheckConstraint(
                condition=Q(low_ug__isnull=True, high_ug__isnull=True)
                | Q(low_ug__isnull=False, high_ug__isnull=False)
                & Q(low_ug__gte=0, low_ug__lte=F("high_ug"))
                & (Q(b12_ug__isnull=True) | Q(low_ug__lte=F("b12_ug"), high_ug__gte=F("b12_ug"))),
                name="food_range_holds_figure",
                violation_error_message=_("Give both ends of the range, with the figure between them."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | Q(reviewed_at__isnull=False),  # who it was may leave the site
                name="food_reviewer_has_time",
                violation_error_message=_("A review has a time."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="food_not_merged_into_itself",
                violation_error_message=_("A food cannot be merged into itself."),
            ),
            models.CheckConstraint(
                condition=Q(prominence__lte=9),
                name="food_prominence_to_nine",
                violation_error_message=_("Prominence runs from 0 to 9."),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "category"], name="food_shelf"),
            models.Index(fields=["gtin"], name="food_gtin", condition=~Q(gtin="")),
            models.Index(fields=["merged_into"], name="food_merged", condition=Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.brand}" if self.brand else self.name

    def get_absolute_url(self) -> str:
        """The public page; a private food keeps its name out of the address."""
        if self.owner_id:
            return reverse("own_food", args=[self.pk])
        return reverse("food", args=[self.pk, slugify(self.name) or "food"])


class Portion(models.Model):
    """A named amount of a food: a glass, a slice, a tablet. `quantity` is in g, ml or units, as the food's basis."""

    food = models.ForeignKey(Food, verbose_name=_("food"), on_delete=models.CASCADE, related_name="portions")
    name = models.CharField(_("name"), max_length=80)
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=9,
        decimal_places=3,
        validators=[MinValueValidator(Decimal("0.001"))],
        help_text=_("In g, ml or units, as the food's basis says."),
    )
    is_default = models.BooleanField(_("default"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("portion")
        verbose_name_plural = _("portions")
        ordering = ["food", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["food", "name"],
                name="portion_unique_name",
                violation_error_message=_("This food has a portion of this name already."),
            ),
            models.UniqueConstraint(
                fields=["food"],
                condition=Q(is_default=True),
                name="portion_one_default",
                violation_error_message=_("A food has one default portion."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="portion_more_than_nothing",
                violation_error_message=_("A portion is more than nothing."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Another name that people type."""

    food = models.ForeignKey(Food, verbose_name=_("food"), on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8, default="en")

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["language", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["food", "language", "name"],
                name="alias_unique",
                violation_error_message=_("This food has this alias already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
