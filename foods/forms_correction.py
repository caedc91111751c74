"""What is typed to say what is wrong with a food of the table."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods import typed
from foods.forms_proposals import BASE, SENTENCES, SIZES, ProposalForm, TypedField, plain
from foods.models import Portion
from foods.units import ug_of_basis


class CorrectionForm(ProposalForm):
    """What is wrong with a food of the table: what stays empty is right. `values` holds what would change."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)
    per = forms.CharField(label=gettext_lazy("In how much"), required=False)
    portion_name = forms.CharField(label=gettext_lazy("Usual portion"), max_length=80, required=False)
    portion_size = TypedField(typed.read_size, SIZES, label=gettext_lazy("How much that is"))
    gone = forms.BooleanField(label=gettext_lazy("It is not sold any more"), required=False)

    b12 = TypedField(typed.read_ug, SENTENCES, label=gettext_lazy("B12, µg"), attrs={"class": "input amount"})
    field_order = ("b12", "per", "added", "name", "brand", "gtin")

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_per(self) -> Portion | None:
        per = self.cleaned_data["per"]
        if per not in ("", BASE, *self.portions):
            raise forms.ValidationError(_("That portion is not there any more. Choose another."), code="portion")
        return self.portions.get(per)

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        cleaned["values"], cleaned["portions"] = self._values(), self._portions()
        said = ("values", "portions", "reason", "photo", "evidence_url")
        if not (self.errors or any(cleaned[name] for name in said)):
            self.add_error(None, _("Change what is wrong, or say it in your own words: one of the two."))
        return cleaned

    def _values(self) -> dict[str, Any]:
        """The fields that would change, as plain text; what equals the table is no change."""
        said = self.cleaned_data
        found = {name: said[name] for name in ("name", "brand", "gtin") if said[name]}
        found |= self._figures()
        if said["gone"]:
            found["state"] = "retired"
        return {name: value for name, value in found.items() if value != plain(getattr(self.food, name))}

    def _figures(self) -> dict[str, str | None]:
        total, added = self._of_basis("b12"), self._of_basis("added")
        food = self.food
        if total is not None and added is None and food.b12_added_ug is not None:
            if food.b12_added_ug == food.b12_ug and food.b12_ug:  # all of it was added: so is all of the new figure
                added = total
            elif food.b12_added_ug > total:
                self.add_error(
                    "added", _("That is less than what is added to it so far. Type how much of it is added.")
                )
        most = food.b12_ug if total is None else total
        if added is not None and most is not None and added > most:
            self.add_error("added", _("The added B12 cannot be more than all of it."))
        self.look_at(total, category=food.category, basis=food.basis)
        return {
            name: plain(ug) for name, ug in (("b12_ug", total), ("b12_added_ug", added)) if ug is not None
        }  # fmt: skip

    def _of_basis(self, name: str) -> Decimal | None:
        ug, portion = self.cleaned_data[name], self.cleaned_data["per"]
        return ug if ug is None or portion is None else ug_of_basis(ug, portion.quantity, self.food.basis)

    def _portions(self) -> list[list[Any]]:
        """The usual portion as it should be: [[name, quantity, True]]; [] where it stays."""
        usual = next((portion for portion in self.portions.values() if portion.is_default), None)
        name, size = " ".join(self.cleaned_data["portion_name"].split()), self.cleaned_data["portion_size"]
        if not name and size is None:
            return []
        if size is not None and size <= 0:
            self.add_error("portion_size", _("A portion is more than nothing."))
        elif usual is None and not (name and size):
            self.add_error("portion_size", _("Give the portion a name and say how much it is."))
        else:
            said = [name or usual.name, size if size is not None else usual.quantity]
            if usual is None or said != [usual.name, usual.quantity]:
                return [[said[0], plain(said[1]), True]]
        return []
