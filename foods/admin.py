"""The food database in the admin: shared foods only. What people keep for themselves never shows up here."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.admin import ExportActionMixin, ImportExportMixin
from simple_history.admin import SimpleHistoryAdmin

from foods import search
from foods.admin_batches import FORMATS, MOST_ROWS, FoodResource
from foods.admin_lists import EstimatingPaginator, Figure, Fortified, Kind, Reviewed
from foods.choices import State
from foods.forms_whole import WholeRowForm
from foods.models import Alias, Food, FoodQuerySet, Portion, Source
from foods.units import plain_number


class PortionForm(forms.ModelForm):
    def _get_validation_exclusions(self) -> set[str]:
        """Whether there is one default is a question to all portions together: the formset answers it."""
        return super()._get_validation_exclusions() | {"is_default"}


class PortionFormSet(BaseInlineFormSet):
    """Portions of one food, of which one may be the default; the default may move in one go."""

    def _defaults(self) -> list[forms.ModelForm]:
        return [
            form
            for form in self.forms
            if hasattr(form, "cleaned_data")
            and form.cleaned_data.get("is_default")
            and not self._should_delete_form(form)
        ]

    def clean(self) -> None:
        super().clean()
        if len(self._defaults()) > 1:
            raise ValidationError(_("A food has one default portion."))

    def save(self, commit: bool = True) -> list[Portion]:
        if commit:  # takes the mark off first, so that no two have it even for a moment
            kept = [form.instance.pk for form in self._defaults() if form.instance.pk]
            self.instance.portions.filter(is_default=True).exclude(pk__in=kept).update(is_default=False)
        return super().save(commit)


class PortionInline(admin.TabularInline):
    model = Portion
    form = PortionForm
    formset = PortionFormSet
    extra = 0


class AliasInline(admin.TabularInline):
    model = Alias
    extra = 0


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["name", "publisher", "version", "licence", "retrieved_on"]
    search_fields = ["name", "publisher", "key"]
    prepopulated_fields = {"key": ["name"]}
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}  # Django 6's default; silent until then

    def has_delete_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """A source that foods name stays, and its foods are not listed on a page that refuses."""
        return obj is not None and not obj.foods.exists() and super().has_delete_permission(request, obj)


@admin.register(Food)
class FoodAdmin(ExportActionMixin, ImportExportMixin, SimpleHistoryAdmin):
    form = WholeRowForm
    resource_classes = [FoodResource]
    import_formats = export_formats = FORMATS
    import_template_name = "admin/food_import.html"  # theirs shows the traceback of an error
    show_change_form_export = False
    skip_export_form = skip_export_form_from_action = True  # theirs has inline styles, which the policy bars
    inlines = [PortionInline, AliasInline]
    actions = ["publish", "retire"]
    list_display = ["label", "category", "b12", "grade", "reliability", "state", "source"]
    list_filter = [
        "state", Figure, Kind, Fortified, Reviewed, "category", "origin", "reliability", "grade", "source", "diet",
        "market",
    ]  # fmt: skip
    list_select_related = ["source"]
    list_per_page = 50
    paginator = EstimatingPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.ALLOW
    search_fields = ["name", "brand", "aliases__name", "=source_ref", "=gtin"]
    search_help_text = _("Name, brand, other names, barcode or id in the source.")
    autocomplete_fields = ["source", "merged_into"]
    readonly_fields = ["reviewed_by", "reviewed_at", "created_at", "updated_at"]
    history_list_display = ["b12_ug", "state"]
    object_history_list_template = "admin/food_history_list.html"  # theirs has an inline style, which the policy bars
    fieldsets = [
        (None, {"fields": ["name", "brand", "market", "category", "diet", "state", "prominence"]}),
        (
            _("B12"),
            {
                "fields": ["basis", "b12_ug", "b12_unknown", "b12_added_ug", "low_ug", "high_ug", "range_note"],
                "description": _(
                    "In µg. Leave the figure empty and tick “unknown” where nobody knows: write no 0 for it."
                ),
            },
        ),
        (_("What it is"), {"fields": ["origin", "form", "route", "reliability", "grade", "unverified", "note"]}),
        (_("Where from"), {"fields": ["source", "source_ref", "figure_date", "gtin"]}),
        (_("Curation"), {"fields": ["merged_into", *readonly_fields]}),
    ]

    @admin.display(description=_("name"), ordering="name")
    def label(self, food: Food) -> str:
        return str(food)

    @admin.display(description=_("B12"), ordering="b12_ug")
    def b12(self, food: Food) -> str:
        if food.b12_ug is None:
            return str(_("unknown") if food.b12_unknown else _("no figure yet"))
        return f"{plain_number(food.b12_ug, 4)} µg {food.get_basis_display()}"

    def get_import_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_import_context_data(**kwargs) | {"most_rows": MOST_ROWS}

    # --- Shared foods only, and no way round it ---------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> FoodQuerySet:
        return super().get_queryset(request).filter(owner__isnull=True)

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs: Any) -> forms.ModelChoiceField:
        if db_field.name == "merged_into":
            kwargs["queryset"] = Food.objects.filter(owner__isnull=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        self._must_be_shared(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        self._must_be_shared(request, object_id)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _must_be_shared(self, request: HttpRequest, object_id: str) -> None:
        """The history tables know nothing of `get_queryset`."""
        if self.get_object(request, object_id) is None:
            raise Http404

    def has_delete_permission(self, request: HttpRequest, obj: Food | None = None) -> bool:
        """Foods are retired, never deleted: people have logged them."""
        return False

    def view_on_site(self, food: Food) -> str | None:
        return None if food.state == State.DRAFT else food.get_absolute_url()

    # --- Finding and writing ----------------------------------------------------------------------------------

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        """Where nothing is spelled so, what our own search makes of it."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if search_term and not found.exists():
            hits = [hit.food_id for hit in search.search(search_term, limit=search.MOST_HITS).hits]
            return queryset.filter(pk__in=hits), False
        return found, duplicates

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        search.reindex([obj.pk])  # here too: going back to an earlier version saves no aliases

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        search.reindex([form.instance.pk])

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, foods: FoodQuerySet) -> None:
        self._move(request, foods, State.PUBLISHED)

    @admin.action(description=_("Retire"), permissions=["change"])
    def retire(self, request: HttpRequest, foods: FoodQuerySet) -> None:
        self._move(request, foods, State.RETIRED)

    def _move(self, request: HttpRequest, foods: FoodQuerySet, state: State) -> None:
        """Each food that may; those that may not come back with the reason."""
        moved: list[int] = []
        if there := foods.filter(state=state).count():
            self.message_user(request, _there_already(state, there), messages.INFO)
        with transaction.atomic():
            for food in foods.exclude(state=state):
                food.state = state
                try:
                    food.full_clean()
                except ValidationError as refused:
                    self.message_user(request, f"{food}: {_reasons(refused)}", messages.ERROR)
                    continue
                food.save()
                self.log_change(request, food, [{"changed": {"fields": ["state"]}}])
                moved.append(food.pk)
            search.reindex(moved)
        self.message_user(request, _moved(state, len(moved)), messages.SUCCESS if moved else messages.WARNING)


def _reasons(refused: ValidationError) -> str:
    """The sentences of a refusal, with the field where there is one."""
    return " ".join(
        sentence if name == NON_FIELD_ERRORS else f"{Food._meta.get_field(name).verbose_name}: {sentence}"
        for name, sentences in refused.message_dict.items()
        for sentence in sentences
    )


def _moved(state: State, count: int) -> str:
    if state == State.PUBLISHED:
        return ngettext("%(count)d food published.", "%(count)d foods published.", count) % {"count": count}
    return ngettext("%(count)d food retired.", "%(count)d foods retired.", count) % {"count": count}


def _there_already(state: State, count: int) -> str:
    if state == State.PUBLISHED:
        said = ngettext("%(count)d was published already.", "%(count)d were published already.", count)
    else:
        said = ngettext("%(count)d was retired already.", "%(count)d were retired already.", count)
    return said % {"count": count}
