"""What a person says about themselves, so that reference values and rules fit them. All of it may stay unsaid."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """The sex that tables of reference values speak of."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class LifeStage(models.TextChoices):
    PREGNANT = "pregnant", _("Pregnant")
    BREASTFEEDING = "breastfeeding", _("Breastfeeding")


class Authority(models.TextChoices):
    """Who publishes reference values, under the names people know."""

    US_CA = "us-ca", _("USA and Canada (National Academies)")
    EFSA = "efsa", _("European Union (EFSA)")
    DACH = "dach", _("Germany, Austria, Switzerland (D-A-CH)")
    NORDIC = "nordic", _("Nordic and Baltic countries (NNR)")
    UK = "uk", _("United Kingdom (COMA)")
    AU_NZ = "au-nz", _("Australia and New Zealand (NHMRC)")
    JAPAN = "japan", _("Japan (MHLW)")
    INDIA = "india", _("India (ICMR-NIN)")
    WHO = "who", _("World (FAO/WHO)")


class CoverRule(models.TextChoices):
    """When a day counts as covered."""

    INTAKE = "intake", _("Reference value: the mean of your tracked days reaches it")
    FORTIFIED = "fortified", _("Fortified food: at least 3 µg a day, in two or more servings")
    DAILY = "daily", _("Daily supplement: 10 µg or more every day")
    WEEKLY = "weekly", _("Weekly supplement: 2,000 µg or more a week")
    INJECTIONS = "injections", _("Injections: one within every interval")


class CoverDays(models.IntegerChoices):
    """How many days the verdict looks back on."""

    SEVEN = 7, _("7 days")
    FOURTEEN = 14, _("14 days")
    THIRTY = 30, _("30 days")


class Profile(models.Model):
    """One person's answers. Empty means not said: then the values of adults and of the time zone apply."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    life_stage = models.CharField(max_length=13, choices=LifeStage.choices, blank=True)
    authority = models.CharField(max_length=6, choices=Authority.choices, blank=True)
    cover_rule = models.CharField(max_length=10, choices=CoverRule.choices, default=CoverRule.INTAKE)
    cover_days = models.PositiveSmallIntegerField(choices=CoverDays.choices, default=CoverDays.FOURTEEN)
    injection_interval_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1900, 2100)),
                name="profile_birth_year_possible",
                violation_error_message=_("Type the year of birth with four digits, from 1900 on, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=Q(birth_month__isnull=True) | Q(birth_month__range=(1, 12)),
                name="profile_birth_month_of_a_year",
                violation_error_message=_("Choose a month from January to December, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=Q(birth_month__isnull=True) | Q(birth_year__isnull=False),
                name="profile_birth_month_with_year",
                violation_error_message=_("A month of birth needs the year as well. Type it, or leave both empty."),
            ),
            models.CheckConstraint(
                condition=Q(life_stage="") | ~Q(sex="male"),
                name="profile_life_stage_fits_sex",
                violation_error_message=_(
                    "Reference values for pregnancy and breastfeeding are for women. Change one of the two answers."
                ),
            ),
            models.CheckConstraint(
                condition=Q(cover_days__in=[7, 14, 30]),
                name="profile_cover_days_offered",
                violation_error_message=_("Choose 7, 14 or 30 days."),
            ),
            models.CheckConstraint(
                condition=Q(injection_interval_days__isnull=True) | Q(injection_interval_days__range=(1, 366)),
                name="profile_interval_up_to_a_year",
                violation_error_message=_("Between two injections lie 1 day to a year. Type the interval again."),
            ),
        ]

    def __str__(self) -> str:
        return f"profile of person {self.owner_id}"
