"""What a person adds to their report, in which language it is, and a link to it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tracker.forms.once import OnceForm
from tracker.models import ReportWords

_LONGEST = {name: ReportWords._meta.get_field(name).max_length for name in ("name", "reason", "questions")}
_OWN_NAMES = {"en-gb": "English", "de": "Deutsch", "fr": "Français"}


def _too_long(most: int) -> dict[str, str]:
    return {"max_length": _("Make it shorter: %(most)d characters fit.") % {"most": most}}


class WordsForm(forms.Form):
    """`answers` are columns of `ReportWords`."""

    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=_LONGEST["name"],
        error_messages=_too_long(_LONGEST["name"]),
        help_text=_("As the practice knows it. Leave it empty to write it by hand."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    reason = forms.CharField(
        label=_("Why you go"),
        required=False,
        max_length=_LONGEST["reason"],
        error_messages=_too_long(_LONGEST["reason"]),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    questions = forms.CharField(
        label=_("What you want to ask"),
        required=False,
        max_length=_LONGEST["questions"],
        error_messages=_too_long(_LONGEST["questions"]),
        help_text=_("One question a line. Five fit on the page."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label=_("Language of the report"),
        choices=[(code, _OWN_NAMES[code]) for code, _name in settings.LANGUAGES],
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a language from the list.")),
        help_text=_("Headings, dates and numbers change. What you typed and names of foods stay as they are."),
    )

    @property
    def answers(self) -> dict:
        """For a form that is valid."""
        return dict(self.cleaned_data)


def typed_of(words: ReportWords, *, language: str) -> dict:
    """What the form begins with; `language`: that of the report, where none was chosen yet."""
    return {"name": words.name, "reason": words.reason, "questions": words.questions, "language": language}


class LinkForm(OnceForm):
    """The button that makes a link: pressed twice it makes one."""
