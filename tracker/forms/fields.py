"""Form fields for amounts and doses as people type them, with a sentence for whatever cannot be read."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tracker.domain.amounts import Unreadable, parse_amount, parse_ug

SENTENCES = {
    "empty": _("Type how much it was, like 1, ½ or 0.5."),
    "not_a_number": _("“%(typed)s” is not a number we can read. Type it like 2, 1.5 or 1/2."),
    "negative": _("An amount cannot be below 0. Type it without the minus."),
    "zero": _("An amount of 0 logs nothing. Type how much it was, or leave the entry out."),
}
UG_SENTENCES = {
    "empty": _("Type the figure in µg, or tick “don’t know”."),
    "not_a_number": _("“%(typed)s” is not a figure we can read. Type it like 2.4 or 1,000."),
    "negative": _("B12 cannot be below 0. Type the figure without the minus."),
    "iu": _("There are no international units for B12. Look for µg or mcg on the label."),
}


class _TypedField(forms.CharField):
    """Text read by a function of the domain."""

    sentences: dict[str, str] = {}
    says_optional = False  # what may stay empty here needs another answer instead

    def __init__(self, **options) -> None:
        super().__init__(
            max_length=200,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", **options.pop("attrs", {})}),
            **options,
        )

    def read(self, text: str) -> Decimal:
        raise NotImplementedError

    def clean(self, value: object) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.read(text)
        except Unreadable as error:
            sentence = self.sentences.get(error.code, self.sentences["not_a_number"])
            raise ValidationError(sentence, code=error.code, params={"typed": text[:40]}) from None


class AmountField(_TypedField):
    """A positive amount; None where nothing was typed and nothing is required."""

    sentences = SENTENCES

    def read(self, text: str) -> Decimal:
        return parse_amount(text)


class UgField(_TypedField):
    """µg of B12, zero allowed; “0.5 mg” is understood."""

    sentences = UG_SENTENCES

    def read(self, text: str) -> Decimal:
        return parse_ug(text)
