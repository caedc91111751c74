"""Batches of foods in the admin: some hundred rows as CSV or XLSX, looked at before they are written.

For whole data sets there are the imports (`foods.importing`), which are fast and remember what was edited. Here each
row goes through the checks of the form and leaves its line in the history, as if it had been typed.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets
from import_export.formats import base_formats
from tablib import Dataset

from foods import search
from foods.cells import harmless, meant
from foods.models import Food, FoodQuerySet, Source

MOST_ROWS = 1_000
FORMATS = [base_formats.CSV, base_formats.XLSX]
UNKNOWN = "unknown"
_FIGURES = ("b12_ug", "b12_added_ug", "low_ug", "high_ug")
_FIELDS = (
    "id", "source", "source_ref", "name", "brand", "market", "category", "diet", "origin", "form", "route",
    "reliability", "basis", *_FIGURES, "range_note", "grade", "unverified", "figure_date", "gtin", "prominence",
    "state", "note",
)  # fmt: skip


class FigureWidget(widgets.Widget):
    """µg with a point or a comma; empty is none. Errors name the column and the value."""

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def clean(self, value: Any, row: dict | None = None, **kwargs: Any) -> Decimal | None:
        text = str(value if value is not None else "").strip()
        if not text or text.lower() == UNKNOWN:
            return None
        try:
            number = Decimal(text.replace(",", "."))
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            raise ValueError(
                _("%(column)s is “%(value)s”: write a number like 2.5, or leave it empty.")
                % {"column": self.column, "value": text}
            )
        return number

    def render(self, value: Any, obj: Food | None = None, **kwargs: Any) -> str:
        return "" if value is None else f"{value.normalize():f}"


class SourceWidget(widgets.Widget):
    """The data set by its key."""

    def clean(self, value: Any, row: dict | None = None, **kwargs: Any) -> Source | None:
        key = str(value or "").strip()
        if not key:
            return None
        try:
            return Source.objects.get(key=key)
        except Source.DoesNotExist:
            raise ValueError(_("source is “%(key)s”: there is no data set of this key.") % {"key": key}) from None

    def render(self, value: Any, obj: Food | None = None, **kwargs: Any) -> str:
        return value.key if value else ""


class TextWidget(widgets.CharWidget):
    """Text that no spreadsheet runs."""

    def clean(self, value: Any, row: dict | None = None, **kwargs: Any) -> str:
        return meant(super().clean(value, row=row, **kwargs) or "")

    def render(self, value: Any, obj: Food | None = None, **kwargs: Any) -> str:
        return harmless(str(value)) if value else ""


class FoodResource(resources.ModelResource):
    """Shared foods by their number, or by data set and id there. A column that is left out leaves what stands."""

    source = fields.Field(attribute="source", column_name="source", widget=SourceWidget())

    class Meta:
        model = Food
        fields = _FIELDS
        export_order = _FIELDS
        import_id_fields = ("id",)
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_transactions = True

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> fields.Field:
        field = super().field_from_django_field(field_name, django_field, readonly)
        if field_name in _FIGURES:
            field.widget = FigureWidget(field_name)
        elif isinstance(field.widget, widgets.CharWidget):
            field.widget = TextWidget()
        return field

    def get_queryset(self) -> FoodQuerySet:
        return super().get_queryset().filter(owner__isnull=True)

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        self.touched: list[int] = []
        if len(dataset) > MOST_ROWS:
            raise ValueError(
                _("%(rows)d rows are too many here: at most %(most)d. Bring larger files in under Curate, Imports.")
                % {"rows": len(dataset), "most": MOST_ROWS}
            )

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Food | None:
        """By number; a number that is not there is refused, lest a typing error makes a food of its own."""
        number = str(row.get("id") or "").strip()
        foods = self.get_queryset()
        if number:
            found = foods.filter(pk=number).first() if number.isdecimal() else None
            if found is None:
                raise ValueError(_("id is “%(id)s”: there is no shared food of this number.") % {"id": number})
            return found
        key, ref = (str(row.get(name) or "").strip() for name in ("source", "source_ref"))
        return foods.filter(source__key=key, source_ref=ref).first() if key and ref else None

    def before_save_instance(self, instance: Food, row: dict[str, Any], **kwargs: Any) -> None:
        instance._change_reason = "Batch in the admin"

    def import_field(self, field: fields.Field, instance: Food, row: dict[str, Any], **kwargs: Any) -> None:
        """The number finds a food and is never written: an empty one would make a second food of it."""
        if field.attribute != "id":
            super().import_field(field, instance, row, **kwargs)

    def import_instance(self, instance: Food, row: dict[str, Any], **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        if "b12_ug" in row:
            instance.b12_unknown = str(row["b12_ug"] or "").strip().lower() == UNKNOWN

    def validate_instance(
        self, instance: Food, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        super().validate_instance(instance, import_validation_errors, validate_unique)
        try:
            instance.validate_constraints()
        except ValidationError as refused:
            raise ValidationError(refused.messages) from None

    def after_save_instance(self, instance: Food, row: dict[str, Any], **kwargs: Any) -> None:
        self.touched.append(instance.pk)

    def after_import(self, dataset: Dataset, result: Any, **kwargs: Any) -> None:
        search.reindex(self.touched)

    def dehydrate_b12_ug(self, food: Food) -> str:
        if food.b12_ug is None:
            return UNKNOWN if food.b12_unknown else ""
        return FigureWidget("b12_ug").render(food.b12_ug)
