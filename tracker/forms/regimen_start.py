"""How a regimen begins: a plan that is pressed, a product that is looked for and pressed."""

from collections.abc import Mapping

from django import forms

from tracker.forms.health import LONGEST_KEY, LONGEST_NAME


class StartForm(forms.Form):
    """What was pressed (`plan`, `product`, `over`), or the name that is looked for. Posted: no address may tell it."""

    plan = forms.CharField(required=False, max_length=LONGEST_KEY)
    product = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    over = forms.BooleanField(required=False)
    q = forms.CharField(required=False, max_length=LONGEST_NAME)

    @property
    def chose(self) -> bool:
        """Whether something was pressed, not only looked for."""
        return self.is_valid() and any(self.cleaned_data[name] for name in ("plan", "product", "over"))

    @property
    def query(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""

    def chosen(self, before: Mapping) -> dict:
        """What is chosen from now on, after what was chosen before. For a form that `chose`."""
        said = self.cleaned_data
        if said["over"]:
            return {}
        plan, product = said["plan"] or before.get("template", ""), said["product"]
        return {"template": plan, "food": product}

    @staticmethod
    def read(typed: Mapping) -> dict:
        """What the form of the regimen carries along."""
        form = StartForm({"plan": typed.get("template", ""), "product": typed.get("food_id", "")})
        said = form.cleaned_data if form.is_valid() else {}
        return {"template": said.get("plan", ""), "food": said.get("product")}


class PageForm(forms.Form):
    """Which page of a long list, 1 for the newest."""

    page = forms.IntegerField(required=False, min_value=1, max_value=1000)

    @property
    def number(self) -> int:
        return (self.cleaned_data["page"] or 1) if self.is_valid() else 1
