"""One medicine: what the pack holds, how much of it, since when, until when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.domain import medicines
from tracker.forms.dates import ENOUGH, SaidDateField, in_order
from tracker.forms.health import HealthForm, LimitedField, as_columns, as_typed
from tracker.forms.welcome import DoseField
from tracker.models import Medicine
from tracker.models.health import BEFORE_ITS_START, said_when

MOST_UNITS = 100
BY_TABLETS = frozenset(("ppi",))  # groups of which the number of tablets changes what is said
WITHOUT_DOSE = frozenset(("hormonal_contraceptive", "hrt", "antacid"))  # nobody knows it in mg, and it changes nothing
_YES_OR_NO = [("yes", _("Yes")), ("no", _("I have not looked yet"))]
_TAKING = [("yes", _("Yes")), ("no", _("No, I stopped"))]


class MedicineForm(HealthForm):
    """`answers` are columns of `Medicine`. `already`: the person takes another pack of the same, so they are asked."""

    keys = frozenset(medicines.MEDICINES)
    both = forms.BooleanField(
        label=_("I take both"),
        error_messages={
            "required": _("Tick this if you take both. If it is the same pack, change the one on your list.")
        },
    )
    confirmed = forms.ChoiceField(
        choices=_YES_OR_NO,
        widget=forms.RadioSelect,
        help_text=_("Brands differ from country to country. If it says something else, look for that name instead."),
        error_messages={"required": _("Look at the pack, or say that you have not looked yet.")},
    )
    dose_mg = DoseField(label=_("Dose, mg a day"), required=False)
    units = LimitedField(
        label=_("Tablets or capsules a day"),
        most=MOST_UNITS,
        sentence=_("Type how many a day, like 1, 2 or 0.5, or leave it empty."),
    )
    since = SaidDateField(label=_("Since when?"), required=False, help_text=ENOUGH)
    taking = forms.ChoiceField(
        label=_("Do you take it now?"),
        choices=_TAKING,
        initial="yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you still take it.")},
    )
    until = SaidDateField(label=_("Stopped when?"), required=False)

    def __init__(self, *args: Any, already: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        key, name = self.chosen
        listed = medicines.MEDICINES.get(key)
        group = listed.group if listed else ""
        if not already:
            del self.fields["both"]
        if not is_brand(key, name):
            del self.fields["confirmed"]
        else:
            asked = _("Does the pack say that it holds %(name)s?")
            self.fields["confirmed"].label = asked % {"name": listed.name}
        if group not in BY_TABLETS:
            del self.fields["units"]
        if group in WITHOUT_DOSE:
            del self.fields["dose_mg"]
        elif is_combination(key):
            self.fields["dose_mg"].label = _("Dose of the metformin in it, mg a day")
        elif group == "folic_acid":
            self.fields["dose_mg"].help_text = _("400\u00a0µg are 0.4\u00a0mg.")

    def clean(self) -> dict:
        cleaned = super().clean()
        since, until, taking = cleaned.get("since"), cleaned.get("until"), cleaned.get("taking")
        if taking == "no":
            self.errors.pop("both", None)  # what was taken before is no second pack
        if until and taking == "yes":
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
            "confirmed": said.get("confirmed", "yes") == "yes",
            "dose_mg": said.get("dose_mg"),
            "units": said.get("units"),
            "taking": said["taking"] == "yes",
            **as_columns("since", said["since"]),
            **as_columns("until", said["until"]),
        }


def is_brand(key: str, name: str) -> bool:
    """Whether the name is that of a pack: none of our brands is confirmed, so what it holds is asked."""
    return any(brand.name.casefold() == name.casefold() for brand in medicines.brands_of(key))


def is_combination(key: str) -> bool:
    """Whether one tablet holds metformin and something else."""
    listed = medicines.MEDICINES.get(key)
    return listed is not None and listed.group == "metformin" and listed.key != "metformin"


def typed_of(medicine: Medicine) -> dict:
    """What the form of a medicine begins with."""
    return {
        "uid": medicine.uid,
        "key": medicine.key,
        "name": medicine.name,
        "confirmed": "yes" if medicine.confirmed else "no",
        "dose_mg": as_typed(medicine.dose_mg),
        "units": as_typed(medicine.units),
        "since": said_when(medicine, "since"),
        "taking": "yes" if medicine.taking else "no",
        "until": said_when(medicine, "until"),
    }
