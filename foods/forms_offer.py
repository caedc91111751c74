"""What is typed to offer a food of one’s own to everybody."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods import typed
from foods.choices import Basis, Category, Form, Origin, Route
from foods.forms_proposals import SIZES, ProposalForm, plain
from foods.units import ug_of_basis


class OfferForm(ProposalForm):
    """A food of one's own, as everybody could have it: figures in 100 g, 100 ml or one piece."""

    PER = (
        ("portion", gettext_lazy("a portion")),
        (Basis.G100, gettext_lazy("100 g")),
        (Basis.ML100, gettext_lazy("100 ml")),
    )

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    market = forms.CharField(
        label=gettext_lazy("Country"),
        max_length=2,
        required=False,
        help_text=gettext_lazy("Its two letters, like DE; empty if it is the same everywhere."),
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Kind of food"),
        choices=[("", gettext_lazy("Choose")), *Category.choices],
        error_messages={"required": gettext_lazy("Choose what it is: it stands on that shelf then.")},
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("How the B12 got there"), choices=Origin.choices, widget=forms.RadioSelect, required=False
    )
    unknown = forms.BooleanField(label=gettext_lazy("Nobody knows how much B12 it has"), required=False)
    per = forms.ChoiceField(label=gettext_lazy("In how much"), choices=PER, widget=forms.RadioSelect, required=False)
    portion_name = forms.CharField(label=gettext_lazy("A portion is called"), max_length=80, required=False)
    portion_size = forms.CharField(
        label=gettext_lazy("How much that is"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Like 30 g or 250 ml; empty for tablets and what is counted in pieces."),
    )  # fmt: skip

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(character.isalnum() for character in name):
            raise forms.ValidationError(_("Give it the name that stands on it."))
        return name

    def clean_market(self) -> str:
        market = self.cleaned_data["market"].upper()
        if market and not (market.isascii() and market.isalpha() and len(market) == 2):
            raise forms.ValidationError(_("Type the two letters of the country, like DE, or leave it empty."))
        return market

    def clean_portion_size(self) -> tuple[Decimal, str] | None:
        """How much a portion is, and the basis of its unit ("" where none was typed)."""
        text = self.cleaned_data["portion_size"].strip()
        if not text:
            return None
        try:
            size = typed.read_size(text)
        except typed.Unreadable as error:
            raise forms.ValidationError(SIZES[error.args[0]], params={"typed": text}) from None
        if size <= 0:
            raise forms.ValidationError(_("A portion is more than nothing."))
        ends = text.rstrip(". ").lower()
        return size, Basis.ML100 if ends.endswith("ml") else Basis.G100 if ends.endswith("g") else ""

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned["b12"] is None and not cleaned["unknown"]:
            self.add_error("b12", _("Type the figure in µg, or tick that nobody knows it."))
        elif cleaned["b12"] is not None and cleaned["unknown"]:
            self.add_error("b12", _("There is a figure and also “nobody knows”. Keep one of the two."))
        if not (cleaned["reason"] or cleaned["evidence_url"] or cleaned["photo"]):
            self.add_error(None, _("Say where the figure is from: a photo of the label, a link, or a few words."))
        basis = self._basis()
        if not self.errors:
            cleaned["values"], cleaned["portions"] = self._values(basis), self._portions(basis)
        return cleaned

    def _basis(self) -> Basis:
        """What figures are given for; a portion that is weighed makes it 100 g or 100 ml."""
        size, per = self.cleaned_data["portion_size"], self.cleaned_data["per"] or "portion"
        if per == "portion":
            if size and not size[1]:
                self.add_error("portion_size", _("Is that g or ml? Type it like 30 g or 250 ml."))
            return Basis(size[1]) if size and size[1] else Basis.UNIT
        if size and size[1] not in ("", per):
            self.add_error("portion_size", _("The figure is for g and the portion in ml, or the other way round."))
        return Basis(per)

    def _values(self, basis: Basis) -> dict[str, Any]:
        said = self.cleaned_data
        origin = said["origin"] or Origin.FOOD
        total, added = self._of_basis(said["b12"], basis), self._of_basis(said["added"], basis)
        if origin in (Origin.SUPPLEMENT, Origin.INJECTED):
            added = total
        elif origin == Origin.FOOD and added is None:
            added = None if total is None else Decimal(0)
        if added is not None and total is not None and added > total:
            self.add_error("added", _("The added B12 cannot be more than all of it."))
        self.look_at(total, category=said["category"], basis=basis)
        bound = Form.BOUND if origin == Origin.FOOD else Form.NOT_STATED
        return {
            "name": said["name"],
            "brand": said["brand"],
            "market": said["market"],
            "category": said["category"],
            "origin": str(origin),
            "form": str(bound if self.food.form in (Form.BOUND, Form.NOT_STATED) else self.food.form),
            "route": str(Route.INJECTED if origin == Origin.INJECTED else Route.SWALLOWED),
            "basis": str(basis),
            "b12_ug": plain(total),
            "b12_added_ug": plain(added),
            "gtin": said["gtin"],
        }

    def _of_basis(self, ug: Decimal | None, basis: Basis) -> Decimal | None:
        size = self.cleaned_data["portion_size"]
        if ug is None or self.cleaned_data["per"] in (Basis.G100, Basis.ML100) or not size:
            return ug
        return ug_of_basis(ug, size[0], basis)

    def _portions(self, basis: Basis) -> list[list[Any]]:
        name, size = " ".join(self.cleaned_data["portion_name"].split()), self.cleaned_data["portion_size"]
        if basis == Basis.UNIT:
            return [[name or _("portion"), "1", True]]
        return [[name or _("portion"), plain(size[0]), True]] if size else []
