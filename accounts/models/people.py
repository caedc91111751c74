"""The person who signs in, and how their days run."""

import datetime as dt
import zoneinfo

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes people who sign in by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class UserQuerySet(models.QuerySet["User"]):
    def expired_demos(self, *, now: dt.datetime) -> "UserQuerySet":
        return self.filter(demo_until__lte=now)


def validate_time_zone(name: str) -> None:
    """Refuse a name that is not in the time zone database."""
    try:
        zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(
            _("“%(name)s” is not a time zone. Choose one like Europe/London."), params={"name": name}
        ) from error


class User(AbstractUser):
    """A person. Signs in by e-mail; the time zone and the start of the day stand here because every page needs them."""

    username = None
    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("This e-mail address is taken.")}
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_time_zone])
    day_start = models.TimeField(
        _("day starts at"),
        default=dt.time(0, 0),
        help_text=_("What you eat before this time counts for the day before."),
    )
    demo_until = models.DateTimeField(_("demo until"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(day_start__lte=dt.time(12, 0)),
                name="user_day_start_by_noon",
                violation_error_message=_("A day starts between midnight and noon."),
            ),
            models.CheckConstraint(
                condition=models.Q(demo_until__isnull=True) | models.Q(is_staff=False),
                name="user_demo_is_not_staff",
                violation_error_message=_("A demo account cannot be staff."),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_demo(self) -> bool:
        return self.demo_until is not None

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The person's time zone; UTC until it is known."""
        return zoneinfo.ZoneInfo(self.time_zone or "UTC")

    def local(self, instant: dt.datetime | None = None) -> dt.datetime:
        """An aware time (now, if none is given) on this person's clock."""
        return (instant or timezone.now()).astimezone(self.zone)
