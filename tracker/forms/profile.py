"""What a person may say about themselves. All of it is optional; an error says what to do.

Each form holds some of the answers of a profile, so that the first questions and the pages of the settings ask the same
things by the same rules.
"""

import datetime as dt
from decimal import Decimal

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods import lookup
from foods.units import plain_number
from tracker.domain.references import authority_for_zone
from tracker.domain.risks.facts import Precision, When
from tracker.forms.dates import OLDEST_YEAR, SaidDateField, in_order
from tracker.forms.fields import AmountField
from tracker.models.health import BEFORE_ITS_START
from tracker.models.profile import Authority, CoverDays, CoverRule, Diet, LifeStage, Profile, Sex

DAYS_A_WEEK, LONGEST_DAYS = 7, 366
YEAR_SENTENCE = gettext_lazy("Type the year with four digits, from 1900 to this year, or leave it empty.")
WEEKS_SENTENCE = gettext_lazy("Type a number of weeks up to 52, like 8 or 12, or leave it empty.")
FROM_THE_LIST = {"invalid_choice": gettext_lazy("Choose one from the list.")}
NOT_SAID = ("", gettext_lazy("Not said"))
DATES_OF_VEGANS = ("diet_since", "no_source_since", "no_source_until")


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


class AnswersForm(forms.Form):
    """Some answers of a profile, with what was said before in the fields. `answers` are by the names of its columns."""

    def __init__(self, *args, profile: Profile, today: dt.date, **options) -> None:
        before = {name: said for name, said in _as_typed(profile).items() if name in self.base_fields}
        super().__init__(*args, initial=before, **options)
        self.profile, self.today = profile, today
        for field in self.fields.values():
            self.at_home(field)

    def at_home(self, field: forms.Field) -> None:
        """What every field of these forms is told."""
        field.says_optional = False  # the page says so once, for all of them
        if isinstance(field, SaidDateField):
            field.today = self.today

    @property
    def answers(self) -> dict:
        """What was said, by the names of the profile's fields. For a form that is valid."""
        columns = {field.name for field in Profile._meta.concrete_fields}
        return {name: said for name, said in self.cleaned_data.items() if name in columns}


class AboutForm(AnswersForm):
    """Age, sex and life stage."""

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
        choices=[NOT_SAID, *MONTHS.items()],
        error_messages={"invalid_choice": gettext_lazy("Choose a month from January to December.")},
        widget=forms.Select(attrs={"autocomplete": "bday-month"}),
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex, for the tables"),
        required=False,
        choices=[NOT_SAID, *Sex.choices],
        error_messages=FROM_THE_LIST,
        help_text=gettext_lazy("One table has other values for girls than for boys from 11 to 14."),
    )
    life_stage = forms.ChoiceField(
        label=gettext_lazy("Pregnant or breastfeeding"),
        required=False,
        choices=[("", gettext_lazy("Neither, or not said")), *LifeStage.choices],
        error_messages=FROM_THE_LIST,
    )

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
        return cleaned


class DietForm(AnswersForm):
    """What somebody eats. What is asked of vegans only counts where the diet is vegan."""

    diet = forms.ChoiceField(
        label=gettext_lazy("What do you usually eat?"),
        required=False,
        choices=Diet.choices,
        widget=forms.RadioSelect,
        error_messages=FROM_THE_LIST,
    )
    diet_since = SaidDateField(label=gettext_lazy("Vegan since when?"), required=False)
    no_source_since = SaidDateField(label=gettext_lazy("No source from"), required=False, help_text="")
    no_source_until = SaidDateField(label=gettext_lazy("No source until"), required=False, help_text="")
    takes_unlogged = forms.TypedChoiceField(
        label=gettext_lazy("Do you take a B12 supplement that you do not log here?"),
        required=False,
        coerce=lambda said: said == "yes",
        empty_value=None,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose yes or no, or leave it open.")},
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if "diet" not in self.errors and cleaned.get("diet") != Diet.VEGAN:
            for name in (*DATES_OF_VEGANS, "takes_unlogged"):
                self.errors.pop(name, None)
                cleaned[name] = None
        elif not {"no_source_since", "no_source_until"} & set(self.errors):
            self._put_in_order(cleaned)
        return cleaned

    def _put_in_order(self, cleaned: dict) -> None:
        since, until = cleaned.get("no_source_since"), cleaned.get("no_source_until")
        if until and not since:
            self.add_error("no_source_since", _("Type when this time began, or clear its end."))
        elif until:
            if (ordered := in_order(since, until)) is None:
                self.add_error("no_source_until", BEFORE_ITS_START)
            else:
                cleaned["no_source_since"], cleaned["no_source_until"] = ordered

    @property
    def answers(self) -> dict:
        said = super().answers
        dates = {name: said[name] and said[name].date for name in DATES_OF_VEGANS}
        exactly = {"diet_since_precision": said["diet_since"].precision.value} if said["diet_since"] else {}
        return said | dates | exactly


class IntervalForm(AnswersForm):
    interval_weeks = WeeksField(
        label=gettext_lazy("Weeks between two injections"),
        required=False,
        help_text=gettext_lazy("As prescribed: two months are 8.7 weeks, three months are 13."),
    )

    @property
    def answers(self) -> dict:
        return super().answers | {"injection_interval_days": self.cleaned_data["interval_weeks"]}


class InjectionsForm(IntervalForm):
    """Whether somebody gets injections: an interval that is typed or cleared here also sets the rule for cover."""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["interval_weeks"].label = _("Weeks between two B12 injections, if you get them")

    @property
    def answers(self) -> dict:
        said = super().answers
        days = said["injection_interval_days"]
        if days == self.profile.injection_interval_days:
            return said
        if days is not None:
            return said | {"cover_rule": CoverRule.INJECTIONS}
        lost = self.profile.cover_rule == CoverRule.INJECTIONS
        return said | {"cover_rule": CoverRule.INTAKE} if lost else said


class ProfileForm(AboutForm, IntervalForm):
    """Whom reference values are for, and when a day counts as covered."""

    authority = forms.ChoiceField(label=gettext_lazy("Whose values"), required=False, error_messages=FROM_THE_LIST)
    cover_rule = forms.ChoiceField(
        label=gettext_lazy("A day is covered by"),
        choices=CoverRule.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose one of the five rules.")),
    )
    cover_days = forms.TypedChoiceField(
        label=gettext_lazy("Look back on"),
        coerce=int,
        choices=CoverDays.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose 7, 14 or 30 days.")),
    )
    field_order = ("authority", "birth_year", "birth_month", "sex", "life_stage", "cover_rule", "interval_weeks")

    def __init__(self, *args, time_zone: str, **options) -> None:
        super().__init__(*args, **options)
        usual = Authority(authority_for_zone(time_zone)).label
        self.fields["authority"].choices = [
            ("", _("By your time zone: %(authority)s") % {"authority": usual}), *Authority.choices,
        ]  # fmt: skip

    def clean(self) -> dict:
        cleaned = super().clean()
        needs_interval = cleaned.get("cover_rule") == CoverRule.INJECTIONS and "interval_weeks" not in self.errors
        if needs_interval and cleaned.get("interval_weeks") is None:
            self.add_error("interval_weeks", _("This rule needs an interval. Type the weeks between two injections."))
        return cleaned


class AllAnswersForm(DietForm, AboutForm, InjectionsForm):
    """All of it that is not a list, on one page, where an answer can also be taken back."""

    asks_open_food_facts = forms.BooleanField(
        label=gettext_lazy("Ask Open Food Facts about barcodes that are not known here"),
        required=False,
        help_text=gettext_lazy(
            "This server then asks it for that product. Only the barcode is sent: nothing about you, and not from your "
            "device. What comes back was typed in by volunteers and is marked as not verified."
        ),
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        if not lookup.is_on():
            del self.fields["asks_open_food_facts"]
        self.fields["diet"].choices = [NOT_SAID, *Diet.choices]
        self.fields["takes_unlogged"].choices = [NOT_SAID, *self.fields["takes_unlogged"].choices]


def _as_typed(profile: Profile) -> dict:
    days = profile.injection_interval_days
    names = ("authority", "birth_year", "birth_month", "sex", "life_stage", "cover_rule", "cover_days", "diet",
             "asks_open_food_facts")  # fmt: skip
    said = {name: getattr(profile, name) for name in names}
    since = profile.diet_since and When(profile.diet_since, Precision(profile.diet_since_precision))
    return said | {
        "interval_weeks": "" if days is None else plain_number(Decimal(days) / DAYS_A_WEEK, 1),  # read: the same days
        "diet_since": since,
        "no_source_since": _as_exact_as_it_looks(profile.no_source_since),
        "no_source_until": _as_exact_as_it_looks(profile.no_source_until),
        "takes_unlogged": {True: "yes", False: "no", None: ""}[profile.takes_unlogged],
    }


def _as_exact_as_it_looks(date: dt.date | None) -> When | None:
    """A date that is stored without saying how exactly it was said: the middle of a month or a year is just that."""
    if date is None:
        return None
    if (date.month, date.day) == (7, 1):
        return When(date, Precision.YEAR)
    return When(date, Precision.MONTH if date.day == 15 else Precision.DAY)
