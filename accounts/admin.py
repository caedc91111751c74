"""People in the admin: who may come in, and nothing of what they logged."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User

admin.site.unregister(EmailAddress)  # the address stands with the person
admin.site.unregister(Authenticator)  # holds secrets

admin.site.unregister(UserSession)  # where people are logged in is theirs


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Switch people off and on, make staff. No deleting: its confirmation page would list what a person logged."""

    list_display = ["email", "is_active", "is_staff", "date_joined"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["email"]
    ordering = ["email"]
    fields = ["email", "is_active", "is_staff", "is_superuser", "groups", "date_joined"]
    readonly_fields = ["email", "is_superuser", "date_joined"]
    filter_horizontal = ["groups"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).filter(demo_until__isnull=True)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
