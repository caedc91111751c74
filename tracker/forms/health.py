"""What somebody takes and has, as they type it in on the pages of Care."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.domain import conditions, medicines
from tracker.domain.risks.facts import Precision, When
from tracker.forms.dates import ENOUGH, SaidDateField, first_day, in_order, last_day
from tracker.forms.fields import AmountField
from tracker.forms.welcome import DoseField
from tracker.models.health import BEFORE_ITS_START, Condition, GasKind, Medicine, Relation

LONGEST_NAME = 80
COUNTED_BY_TABLET = frozenset(("ppi", "pcab", "h2_blocker"))  # groups whose number of tablets is asked
UNITS_SENTENCE = _("Type how many a day, like 1, 2 or 0.5, or leave it empty.")
MOST_UNITS = 100


class FindForm(forms.Form):
    """What is typed to find a medicine or condition. Posted, because an address must not tell it."""

    q = forms.CharField(required=False, max_length=LONGEST_NAME)

    def query(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""


class PickForm(forms.Form):
    """What was pressed among the matches, “key|name”: a row of the table, or no key and the name as typed.

    A medicine that was picked by another name than its own was picked by a brand.
    """

    pick = forms.CharField(max_length=40 + 1 + LONGEST_NAME)

    @property
    def initial_answers(self) -> dict:
        """What the form begins with. For a form that is valid."""
        key, _bar, name = self.cleaned_data["pick"].partition("|")
        listed = medicines.MEDICINES.get(key)
        by_brand = listed is not None and name != listed.name
        return {"key": key, "name": name[:LONGEST_NAME], "by_brand": by_brand}


class UnitsField(AmountField):
    sentences = dict.fromkeys(("not_a_number", "negative", "zero"), UNITS_SENTENCE)

    def clean(self, value: object) -> Decimal | None:
        units = super().clean(value)
        if units is not None and units > MOST_UNITS:
            raise forms.ValidationError(UNITS_SENTENCE, code="range")
        return units


class HealthForm(forms.Form):
    """What all of these forms share: a uid, a key of the table, a name. `today` is the person's."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Type what it is called, as it stands on the pack.")},
    )
    keys: frozenset[str] = frozenset()

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, SaidDateField):
                field.today = today
        if self.chosen_key:
            self.fields["name"].widget = forms.HiddenInput()

    @property
    def chosen_key(self) -> str:
        """The row of the table that it is about; "" for a name as typed."""
        said = self["key"].value() or ""
        return said if said in self.keys else ""

    def clean_key(self) -> str:
        return self.chosen_key

    def clean_uid(self) -> uuid.UUID:
        return self.cleaned_data["uid"] or uuid.uuid4()


class MedicineForm(HealthForm):
    """One medicine. `answers` are columns of `Medicine`."""

    keys = frozenset(medicines.MEDICINES)
    by_brand = forms.BooleanField(widget=forms.HiddenInput, required=False)
    confirmed = forms.BooleanField(required=False)
    dose_mg = DoseField(label=_("mg a day"), required=False)
    units = UnitsField(label=_("How many a day"), required=False)
    since = SaidDateField(label=_("Since"), required=False, help_text=ENOUGH)
    taking = forms.ChoiceField(
        label=_("Now"),
        choices=[("yes", _("I still take it")), ("no", _("I stopped"))],
        initial="yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you still take it.")},
    )
    until = SaidDateField(
        label=_("Stopped in"), required=False, help_text=_("Only where you stopped. The month is enough.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        listed = medicines.MEDICINES.get(self.chosen_key)
        if listed is None or listed.group not in COUNTED_BY_TABLET:
            del self.fields["units"]
        if listed is None or not self["by_brand"].value():
            del self.fields["confirmed"]
        else:
            said = _("The pack says that it holds %(name)s")
            self.fields["confirmed"].label = said % {"name": listed.name}
        if listed is not None and "+" in listed.name and listed.group == "metformin":
            self.fields["dose_mg"].label = _("mg of metformin a day")

    def clean(self) -> dict:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if until and cleaned.get("taking") == "yes":
            self.add_error("until", _("What you still take has no end. Clear this, or say that you stopped."))
        elif since and until:
            ordered = in_order(since, until)
            if ordered is None:
                self.add_error("until", BEFORE_ITS_START)
            else:
                cleaned["since"], cleaned["until"] = ordered
        return cleaned

    @property
    def answers(self) -> dict:
        """The columns, without the uid. For a form that is valid."""
        said = self.cleaned_data
        return {
            "key": said["key"],
            "name": said["name"],
            "confirmed": said["confirmed"] if "confirmed" in self.fields else True,
            "dose_mg": said["dose_mg"],
            "units": said.get("units"),
            "taking": said["taking"] == "yes",
            **as_columns("since", said["since"]),
            **as_columns("until", said["until"]),
        }


def as_columns(name: str, said: When | None) -> dict:
    """A date as it was said, as the two columns that hold it."""
    return {name: said and said.date, f"{name}_precision": (said.precision if said else Precision.MONTH).value}


def said_in(row: Medicine | Condition, name: str) -> When | None:
    """The other way round."""
    date = getattr(row, name)
    return date and When(date, Precision(getattr(row, f"{name}_precision")))


def typed_of(medicine: Medicine) -> dict:
    """What the form of a medicine begins with."""
    return {
        "uid": medicine.uid,
        "key": medicine.key,
        "name": medicine.name,
        "by_brand": bool(medicine.key) and medicine.name != medicines.MEDICINES[medicine.key].name,
        "confirmed": medicine.confirmed,
        "dose_mg": _plain(medicine.dose_mg),
        "units": _plain(medicine.units),
        "since": said_in(medicine, "since"),
        "taking": "yes" if medicine.taking else "no",
        "until": said_in(medicine, "until"),
    }


def _plain(figure: Decimal | None) -> str:
    return "" if figure is None else f"{figure.normalize():f}"


# --- conditions ------------------------------------------------------------------------------------------------------
CM_SENTENCE = _("Type the length in cm, like 25, or leave it empty.")
MOST_CM = 800
ON_TREATMENT = frozenset(  # where B12 is replaced as a rule, perhaps by somebody else
    (
        "pernicious_anaemia", "gastrectomy_total", "gastrectomy_partial", "gastric_bypass", "bpd_ds", "sleeve",
        "gastric_band", "ileal_resection", "crohn",
    )
)  # fmt: skip
_SAID = {True: "yes", False: "no", None: ""}
_YES_OR_NO = [("yes", _("Yes")), ("no", _("No")), ("", _("Don’t know"))]


class CmField(AmountField):
    sentences = dict.fromkeys(("not_a_number", "negative", "zero"), CM_SENTENCE)

    def clean(self, value: object) -> Decimal | None:
        cm = super().clean(value)
        if cm is not None and cm > MOST_CM:
            raise forms.ValidationError(CM_SENTENCE, code="range")
        return cm


class YesNoField(forms.TypedChoiceField):
    """True, False, or None for “don’t know”."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=_YES_OR_NO, required=False, coerce=lambda said: said == "yes", empty_value=None,
            widget=forms.RadioSelect, **options,
        )  # fmt: skip


class ConditionForm(HealthForm):
    """One condition, operation or habit, with the details it asks for. `answers` are columns of `Condition`."""

    keys = frozenset(conditions.CONDITIONS)
    since = SaidDateField(label=_("Since"), required=False, help_text=ENOUGH)
    resection_cm = CmField(label=_("cm removed"), required=False)
    ileal_cm = CmField(label=_("cm of the last small bowel that are ill"), required=False)
    resected = YesNoField(label=_("Was any of the bowel removed?"))
    relation = forms.ChoiceField(
        label=_("Who has it?"), choices=Relation.choices, initial=Relation.OWN, widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is you or somebody in your family.")},
    )  # fmt: skip
    chronic_diarrhoea = YesNoField(label=_("With diarrhoea that lasts?"))
    treated_elsewhere = forms.BooleanField(
        label=_("I am treated with B12 that I do not log here"), required=False,
        help_text=_("Injections at the practice, for example. Then nothing asks you why no treatment is logged."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        listed = conditions.CONDITIONS.get(self.chosen_key)
        asked = frozenset(listed.asks) if listed else frozenset()
        for detail in conditions.DETAILS:
            if detail not in asked:
                del self.fields[detail]
        if self.chosen_key not in ON_TREATMENT:
            del self.fields["treated_elsewhere"]
        if listed is not None and listed.category == "operation":
            self.fields["since"].label = _("When was it?")
            self.fields["since"].future = True  # one that is planned

    @property
    def answers(self) -> dict:
        """The columns, without the uid. For a form that is valid."""
        said = self.cleaned_data
        return {
            "key": said["key"],
            "name": said["name"],
            **as_columns("since", said["since"]),
            **{name: said[name] for name in (*conditions.DETAILS, "treated_elsewhere") if name in said},
        }


def typed_of_condition(row: Condition) -> dict:
    """What the form of a condition begins with."""
    return {
        "uid": row.uid,
        "key": row.key,
        "name": row.name,
        "since": said_in(row, "since"),
        "resection_cm": _plain(row.resection_cm),
        "ileal_cm": _plain(row.ileal_cm),
        "resected": _SAID[row.resected],
        "relation": row.relation or Relation.OWN,
        "chronic_diarrhoea": _SAID[row.chronic_diarrhoea],
        "treated_elsewhere": row.treated_elsewhere,
    }


# --- nitrous oxide ---------------------------------------------------------------------------------------------------
class GasForm(forms.Form):
    """One use of nitrous oxide; one that is planned lies ahead, the others do not."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What was it?"), choices=GasKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )  # fmt: skip
    on = SaidDateField(
        label=_("When"),
        required=False,
        future=True,
        help_text=_("The day, or the month. Leave it empty if you forgot."),
    )

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["on"].today = today

    def clean_uid(self) -> uuid.UUID:
        return self.cleaned_data["uid"] or uuid.uuid4()

    def clean(self) -> dict:
        cleaned = super().clean()
        on, planned = cleaned.get("on"), cleaned.get("kind") == GasKind.PLANNED
        if on and planned and last_day(on) < self.today:
            self.add_error("on", _("That day has gone by. Choose another, or say that it was given."))
        elif on and not planned and cleaned.get("kind") and first_day(on) > self.today:
            self.add_error("on", _("That is still to come. Choose another day, or say that it is planned."))
        return cleaned

    @property
    def answers(self) -> dict:
        """The columns, without the uid. For a form that is valid."""
        on = self.cleaned_data["on"]
        planned = self.cleaned_data["kind"] == GasKind.PLANNED
        date = on and (max(on.date, self.today) if planned else min(on.date, self.today))
        return {"kind": self.cleaned_data["kind"], "on": date}
