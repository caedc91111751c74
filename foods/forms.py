"""What a reader asks of the Sources page."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from foods.choices import Category, Origin

LONGEST_SEARCH = 100


class Kind(TextChoices):
    """The filters people name first; each is a rule over diet, category or origin (`reports.of_kind`)."""

    VEGAN = "vegan", _("vegan")
    VEGETARIAN = "vegetarian", _("vegetarian")
    FISH = "fish", _("fish, shellfish")
    DAIRY = "dairy", _("dairy")
    SUPPLEMENT = "supplement", _("supplements")


class Sort(TextChoices):
    MATCH = "match", _("best match")
    PORTION = "portion", _("µg in a portion")
    BASIS = "basis", _("µg in 100 g")
    NAME = "name", _("name")


def usual_sort(searched: str | None) -> Sort:
    return Sort.MATCH if searched else Sort.PORTION


def _choice(choices: list, *, invalid: str) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices, required=False, error_messages={"invalid_choice": invalid})


class SourcesForm(forms.Form):
    """Filters of the Sources page. A bad value never fails the page: `chosen` falls back, `notes` says so."""

    q = forms.CharField(required=False, strip=True)
    exact = forms.BooleanField(required=False)
    yours = forms.BooleanField(required=False)
    kind = _choice(
        [("", _("all")), *Kind.choices], invalid=_("There is no such filter, so foods of every kind are shown.")
    )
    origin = _choice(
        [("", _("any")), *Origin.choices], invalid=_("There is no such origin, so foods of every origin are shown.")
    )
    category = _choice(
        [("", _("All foods")), *Category.choices], invalid=_("There is no such category, so all foods are shown.")
    )
    active = forms.BooleanField(required=False)
    sort = _choice([("", ""), *Sort.choices], invalid=_("There is no such order, so the usual one is used."))
    page = forms.IntegerField(
        required=False,
        min_value=1,
        error_messages={
            "invalid": _("There is no such page; this is the first."),
            "min_value": _("There is no such page; this is the first."),
        },
    )

    def __init__(self, asked: QueryDict, *, signed_in: bool) -> None:
        self.notes: list[str] = []
        super().__init__(self._readable(asked))
        self.full_clean()
        self.notes += [errors[0] for errors in self.errors.values()]
        self.chosen: dict[str, Any] = {name: self.cleaned_data.get(name) or None for name in self.fields}
        self._fall_back(signed_in)

    def _readable(self, asked: QueryDict) -> dict[str, str]:
        """The query with a search text that can be searched: no control characters, and not a novel."""
        text = " ".join("".join(c if c.isprintable() else " " for c in asked.get("q", "")).split())
        if len(text) > LONGEST_SEARCH:
            self.notes.append(_("Only the first %d characters were searched.") % LONGEST_SEARCH)
        return {**asked.dict(), "q": text[:LONGEST_SEARCH]}

    def _fall_back(self, signed_in: bool) -> None:
        chosen = self.chosen
        chosen["page"] = chosen["page"] or 1
        if chosen["yours"] and not signed_in:
            chosen["yours"] = None
            self.notes.append(_("Log in to see your own foods; these are everybody’s."))
        if not chosen["sort"] or (chosen["sort"] == Sort.MATCH and not chosen["q"]):
            chosen["sort"] = usual_sort(chosen["q"])


def focus_on_error(form: forms.BaseForm) -> None:
    """Let the page open at the first field that has to be put right: on a long form it is far below the top."""
    wrong = next((field for name, field in form.fields.items() if name in form.errors), None)
    if wrong is not None:
        wrong.widget.attrs["autofocus"] = True


class PageForm(forms.Form):
    """Which page of a list; the first where nothing sensible was said."""

    number = forms.IntegerField(required=False, min_value=1)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__({"number": asked.get("page", "")})

    @property
    def page(self) -> int:
        self.full_clean()
        return self.cleaned_data.get("number") or 1
