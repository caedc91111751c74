"""The long list of foods in the admin: filters for what curators look for, and pages without counting a million."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foods.choices import Category, Origin
from foods.models import Food

FORTIFIED = Q(b12_added_ug__gt=0) | Q(origin=Origin.ADDED)
MANY = 20_000


class Figure(admin.SimpleListFilter):
    """Whether there is a figure, and whether it is 0."""

    title = _("figure")
    parameter_name = "figure"
    _RULES = {
        "some": Q(b12_ug__gt=0),
        "zero": Q(b12_ug=0),
        "unknown": Q(b12_ug__isnull=True, b12_unknown=True),
        "none": Q(b12_ug__isnull=True, b12_unknown=False),
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [
            ("some", _("more than 0")),
            ("zero", _("0 µg")),
            ("unknown", _("unknown, said so")),
            ("none", _("no figure yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        return queryset.filter(self._RULES.get(self.value() or "", Q()))


class Fortified(admin.SimpleListFilter):
    """Foods with added B12: their figures move with year and market."""

    title = _("added B12")
    parameter_name = "fortified"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("with added B12")), ("no", _("without, or nobody knows"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        return {"yes": queryset.filter(FORTIFIED), "no": queryset.exclude(FORTIFIED)}.get(self.value() or "", queryset)


class Reviewed(admin.SimpleListFilter):
    """Whether a curator has looked at it."""

    title = _("looked at")
    parameter_name = "reviewed"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("by a curator")), ("no", _("not yet")), ("unverified", _("from a source anybody writes to"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        rules = {
            "yes": Q(reviewed_at__isnull=False),
            "no": Q(reviewed_at__isnull=True),
            "unverified": Q(unverified=True),
        }
        return queryset.filter(rules.get(self.value() or "", Q()))


class Kind(admin.SimpleListFilter):
    """Foods, supplements and injections apart."""

    title = _("kind")
    parameter_name = "kind"
    _DOSES = (Category.SUPPLEMENT, Category.INJECTION)

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("food", _("food")), ("dose", _("supplements and injections"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Food]) -> QuerySet[Food]:
        rules = {"food": ~Q(category__in=self._DOSES), "dose": Q(category__in=self._DOSES)}
        return queryset.filter(rules.get(self.value() or "", Q()))


class EstimatingPaginator(Paginator):
    """Counts what is filtered as far as a bound, and no further: a count of a million rows takes longer than the page.

    Beyond the bound the last page is unknown; PostgreSQL's own estimate stands in for the whole table.
    """

    @cached_property
    def count(self) -> int:
        counted = self.object_list.order_by().values("pk")[: MANY + 1].count()
        return max(counted, self._estimate()) if counted > MANY else counted

    def _estimate(self) -> int:
        """Of the whole table, whatever is filtered: too many pages rather than too few."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = 'foods_food'::regclass")
            else:
                cursor.execute("SELECT max(id) FROM foods_food")
            return cursor.fetchone()[0] or 0
