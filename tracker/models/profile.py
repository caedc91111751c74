"""What a person says about themselves, so that reference values and rules fit them. All of it may stay unsaid."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tracker.models.health import Precision


class Sex(models.TextChoices):
    """The sex that tables of reference values speak of."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class LifeStage(models.TextChoices):
    PREGNANT = "pregnant", _("Pregnant")
    BREASTFEEDING = "breastfeeding", _("Breastfeeding")


class Diet(models.TextChoices):
    """What somebody usually eats."""

    OMNIVORE = "omnivore", _("Everything, meat included")
    FLEXITARIAN = "flexitarian", _("Mostly plants, meat now and then")
    PESCETARIAN = "pescetarian", _("Fish, but no meat")
    LACTO_OVO = "lacto_ovo", _("Vegetarian, with milk and eggs")
    LACTO = "lacto", _("Vegetarian, with milk, without eggs")
    VEGAN = "vegan", _("Vegan: nothing from animals")
    OTHER = "other", _("Something else")


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

    INTAKE = "intake", _("The reference value: what you swallow in a day reaches it")
    FORTIFIED = "fortified", _("Fortified food two or three times a day: at least 3 µg, in two or more servings")
    DAILY = "daily", _("A supplement every day: at least 10 µg at once")
    WEEKLY = "weekly", _("A supplement every week: at least 2,000 µg within 7 days")
    INJECTIONS = "injections", _("Injections: one within every interval")


class Guideline(models.TextChoices):
    """By whose bands blood tests are read; as in `domain.bands`."""

    NICE = "nice", _("NICE (United Kingdom, 2024)")
    AAFP = "aafp", _("AAFP (USA, 2025)")
    WHO = "who", _("WHO and US surveys")


class CoverDays(models.IntegerChoices):
    """How many days the verdict looks back on."""

    SEVEN = 7, _("7 days")
    FOURTEEN = 14, _("14 days")
    THIRTY = 30, _("30 days")


class Profile(models.Model):
    """One person's answers. Empty means not said: then the values of adults and of the time zone apply.

    `findings_noted_on`: the day up to which the history of findings was written.
    """

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_month = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=6, choices=Sex.choices, blank=True)
    life_stage = models.CharField(max_length=13, choices=LifeStage.choices, blank=True)
    diet = models.CharField(max_length=11, choices=Diet.choices, blank=True)
    diet_since = models.DateField(null=True, blank=True)
    diet_since_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.YEAR)
    no_source_since = models.DateField(null=True, blank=True)  # a vegan's time without any source of B12
    no_source_until = models.DateField(null=True, blank=True)
    takes_unlogged = models.BooleanField(null=True, blank=True)  # a supplement that they do not log; None: not asked
    welcomed = models.BooleanField(default=False)  # went through, or past, the first questions
    authority = models.CharField(max_length=6, choices=Authority.choices, blank=True)
    cover_rule = models.CharField(max_length=10, choices=CoverRule.choices, default=CoverRule.INTAKE)
    cover_days = models.PositiveSmallIntegerField(choices=CoverDays.choices, default=CoverDays.FOURTEEN)
    injection_interval_days = models.PositiveSmallIntegerField(null=True, blank=True)
    guideline = models.CharField(max_length=4, choices=Guideline.choices, blank=True)
    black_ethnicity = models.BooleanField(null=True, blank=True)  # usual B12 values are higher; None: not said
    asks_open_food_facts = models.BooleanField(default=False)  # barcodes nobody here knows may be asked for there
    findings_noted_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1900, 2100)),
                name="profile_birth_year_possible",
                violation_error_message=_("Type the year of birth with four digits, like 1984, or leave it empty."),
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
                    "The tables have values for pregnancy and breastfeeding under “female” only. Change one of the two."
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
                violation_error_message=_("Type an interval between one day and a year, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=Q(no_source_since__isnull=True)
                | Q(no_source_until__isnull=True)
                | Q(no_source_until__gte=F("no_source_since")),
                name="profile_no_source_ends_after_its_start",
                violation_error_message=_("The end lies before the start. Change one of the two dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"profile of person {self.owner_id}"
