"""One condition, operation or habit, with the details that its row of the table asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.domain import conditions
from tracker.forms.dates import ENOUGH, SaidDateField
from tracker.forms.health import HealthForm, LimitedField, as_columns, as_typed
from tracker.models import Condition
from tracker.models.health import Relation, said_when

MOST_CM = 800
ON_TREATMENT = frozenset(  # where B12 is replaced as a rule, perhaps by somebody else
    (
        "pernicious_anaemia", "gastrectomy_total", "gastrectomy_partial", "gastric_bypass", "bpd_ds", "sleeve",
        "gastric_band", "ileal_resection", "crohn",
    )
)  # fmt: skip
_SAID = {True: "yes", False: "no", None: ""}
_YES_OR_NO = [("yes", _("Yes")), ("no", _("No")), ("", _("Don’t know"))]


class CmField(LimitedField):
    def __init__(self, **options: Any) -> None:
        sentence = _("Type the length in cm, like 25, or leave it empty.")
        super().__init__(most=MOST_CM, sentence=sentence, help_text=_("Leave it empty if you don’t know."), **options)


class YesNoField(forms.TypedChoiceField):
    """True, False, or None for “don’t know”."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=_YES_OR_NO, required=False, coerce=lambda said: said == "yes", empty_value=None,
            widget=forms.RadioSelect, error_messages={"invalid_choice": _("Choose one of the three.")}, **options,
        )  # fmt: skip


class ConditionForm(HealthForm):
    """`answers` are columns of `Condition`."""

    keys = frozenset(conditions.CONDITIONS)
    relation = forms.ChoiceField(
        label=_("Who has it?"), choices=Relation.choices, initial=Relation.OWN, widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is you or somebody in your family.")},
    )  # fmt: skip
    since = SaidDateField(label=_("Since when?"), required=False, help_text=ENOUGH)
    resection_cm = CmField(label=_("Length removed, cm"))
    ileal_cm = CmField(label=_("Length of the last small bowel that is ill, cm"))
    resected = YesNoField(label=_("Was any of the bowel removed?"))
    chronic_diarrhoea = YesNoField(label=_("Do you have diarrhoea that lasts?"))
    treated_elsewhere = forms.BooleanField(
        label=_("I am treated with B12 that I do not log here"), required=False,
        help_text=_("Injections at the practice, for example. Then nothing asks why no treatment is logged."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        key = self.chosen.key
        listed = conditions.CONDITIONS.get(key)
        for detail in set(conditions.DETAILS) - set(listed.asks if listed else ()):
            del self.fields[detail]
        if key not in ON_TREATMENT:
            del self.fields["treated_elsewhere"]
        if listed is not None and listed.category == "operation":
            since = self.fields["since"]
            since.label, since.future = _("When was it, or when is it planned?"), True

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


def typed_of(row: Condition) -> dict:
    """What the form of a condition begins with."""
    return {
        "uid": row.uid,
        "key": row.key,
        "name": row.name,
        "since": said_when(row, "since"),
        "resection_cm": as_typed(row.resection_cm),
        "ileal_cm": as_typed(row.ileal_cm),
        "resected": _SAID[row.resected],
        "relation": row.relation or Relation.OWN,
        "chronic_diarrhoea": _SAID[row.chronic_diarrhoea],
        "treated_elsewhere": row.treated_elsewhere,
    }
