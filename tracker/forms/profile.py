"""What a person may say about themselves. All of it is optional; an error says what to do."""

import datetime as dt
from decimal import Decimal

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods.units import plain_number
from tracker.domain.references import authority_for_zone
from tracker.forms.fields import AmountField
from tracker.models.profile import Authority, CoverDays, CoverRule, LifeStage, Profile, Sex

OLDEST_YEAR = 1900
DAYS_A_WEEK, LONGEST_DAYS = 7, 366
YEAR_SENTENCE = gettext_lazy("Type the year with four digits, from 1900 to this year, or leave it empty.")
WEEKS_SENTENCE = gettext_lazy("Type a number of weeks up to 52, like 8 or 12, or leave it empty.")


class WeeksField(AmountField):
    """Weeks between two injections, as whole days; None where nothing was typed."""

    sentences = dict.fromkeys(("not_a_number", "negative", "zero"), WEEKS_SENTENCE)

    def clean(self, value: object) -> int | None:
        weeks = super().clean(value)
        if weeks is None:
            return None
        days = round(weeks * DAYS_A_WEEK)
        if not 1 <= days <= LONGEST_DAYS:
            raise forms.ValidationError(WEEKS_SENTENCE, code="range")
        return days


class ProfileForm(forms.Form):
    """Whom reference values are for, and when a day counts as covered. `answers` are the fields of a profile."""

    authority = forms.ChoiceField(label=gettext_lazy("Whose values"), required=False)
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "bday-year", "maxlength": 4}),
        error_messages={"invalid": YEAR_SENTENCE},
    )
    birth_month = forms.TypedChoiceField(
        label=gettext_lazy("Month of birth"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("Not said")), *MONTHS.items()],
        error_messages={"invalid_choice": gettext_lazy("Choose a month from January to December.")},
        widget=forms.Select(attrs={"autocomplete": "bday-month"}),
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex, for the tables"),
        required=False,
        choices=[("", gettext_lazy("Not said")), *Sex.choices],
        error_messages={"invalid_choice": gettext_lazy("Choose one from the list.")},
        help_text=gettext_lazy("One table has other values for girls than for boys from 11 to 14."),
    )
    life_stage = forms.ChoiceField(
        label=gettext_lazy("Pregnant or breastfeeding"),
        required=False,
        choices=[("", gettext_lazy("Neither, or not said")), *LifeStage.choices],
        error_messages={"invalid_choice": gettext_lazy("Choose one from the list.")},
    )
    cover_rule = forms.ChoiceField(
        label=gettext_lazy("A day is covered by"),
        choices=CoverRule.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose one of the five rules.")),
    )
    interval_weeks = WeeksField(
        label=gettext_lazy("Weeks between two injections"),
        required=False,
        help_text=gettext_lazy("As prescribed: two months are 8.7 weeks, three months are 13."),
    )
    cover_days = forms.TypedChoiceField(
        label=gettext_lazy("Look back on"),
        coerce=int,
        choices=CoverDays.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose 7, 14 or 30 days.")),
    )

    def __init__(self, *args, profile: Profile, time_zone: str, today: dt.date, **options) -> None:
        super().__init__(*args, initial=_as_typed(profile), **options)
        self.today = today
        usual = Authority(authority_for_zone(time_zone)).label
        self.fields["authority"].choices = [
            ("", _("By your time zone: %(authority)s") % {"authority": usual}), *Authority.choices,
        ]  # fmt: skip
        self.fields["authority"].error_messages["invalid_choice"] = _("Choose one from the list.")
        for field in self.fields.values():
            field.says_optional = False  # the page says so once, for all of them

    def clean_birth_year(self) -> int | None:
        year = self.cleaned_data["birth_year"]
        if year is not None and not OLDEST_YEAR <= year <= self.today.year:
            raise forms.ValidationError(YEAR_SENTENCE, code="range")
        return year

    def clean(self) -> dict:
        cleaned = super().clean()
        year, month = cleaned.get("birth_year"), cleaned.get("birth_month")
        if month and year is None and "birth_year" not in self.errors:
            self.add_error(
                "birth_year", _("A month needs its year. Type the year, or choose “Not said” for the month.")
            )
        elif month and year == self.today.year and month > self.today.month:
            self.add_error("birth_month", _("That month is still to come. Choose another, or check the year."))
        if cleaned.get("life_stage") and cleaned.get("sex") == Sex.MALE:
            sentence = _("The tables have values for this under “female” only. Change one of the two answers.")
            self.add_error("life_stage", sentence)
        needs_interval = cleaned.get("cover_rule") == CoverRule.INJECTIONS and "interval_weeks" not in self.errors
        if needs_interval and cleaned.get("interval_weeks") is None:
            self.add_error("interval_weeks", _("This rule needs an interval. Type the weeks between two injections."))
        return cleaned

    @property
    def answers(self) -> dict:
        """What was said, by the names of the profile's fields. For a form that is valid."""
        said = dict(self.cleaned_data)
        return said | {"injection_interval_days": said.pop("interval_weeks")}


def _as_typed(profile: Profile) -> dict:
    days = profile.injection_interval_days
    names = ("authority", "birth_year", "birth_month", "sex", "life_stage", "cover_rule", "cover_days")
    weeks = "" if days is None else plain_number(Decimal(days) / DAYS_A_WEEK, 1)  # gives the same days when read
    return {name: getattr(profile, name) for name in names} | {"interval_weeks": weeks}
