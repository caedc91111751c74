"""What is typed to offer a food to everybody, or to say what is wrong with one."""

from collections.abc import Callable
from decimal import Decimal

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods import barcodes, photos, typed
from foods.choices import Basis
from foods.forms import focus_on_error
from foods.limits import cap
from foods.models import Food, Portion
from foods.units import plain_number

MOST_UG = {Basis.G100: Decimal(100_000_000), Basis.ML100: Decimal(100_000_000), Basis.UNIT: Decimal(1_000_000)}
BASE = "base"  # the 100 g, 100 ml or piece that figures are given for
SENTENCES = {
    "number": gettext_lazy("“%(typed)s” is not a figure we can read. Type it like 2.4 or 0,38."),
    "negative": gettext_lazy("It cannot be below 0. Type it without the minus."),
    "unit": gettext_lazy("“%(typed)s” is not in µg. Look for µg or mcg on the label."),
    "percent": gettext_lazy("A percentage depends on whose reference it is. Look for µg or mcg on the label."),
}
_NO_SIZE = gettext_lazy("“%(typed)s” is not an amount we can read. Type it like 30 g or 250 ml.")
SIZES = {"number": _NO_SIZE, "unit": _NO_SIZE, "negative": SENTENCES["negative"]}
_AMOUNT = {"inputmode": "decimal", "autocomplete": "off"}


class TypedField(forms.CharField):
    """Text read by a function of `foods.typed`; None where nothing was typed."""

    says_optional = False  # what may stay empty here needs another answer instead

    def __init__(self, read: Callable[[str], Decimal], sentences: dict, **options) -> None:
        attrs = _AMOUNT | options.pop("attrs", {})
        super().__init__(max_length=40, required=False, widget=forms.TextInput(attrs=attrs), **options)
        self.read, self.sentences = read, sentences

    def clean(self, value: object) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.read(text)
        except typed.Unreadable as error:
            code = error.args[0]
            raise forms.ValidationError(self.sentences[code], code=code, params={"typed": text[:40]}) from None


class BarcodeField(forms.CharField):
    """A barcode with the right check digit, as its digits; "" where nothing was typed."""

    def __init__(self, **options) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(max_length=40, widget=options.pop("widget", forms.TextInput(attrs=attrs)), **options)

    def clean(self, value: object) -> str:
        text = super().clean(value)
        try:
            return barcodes.read(text) if text else ""
        except barcodes.NoBarcode as error:
            raise forms.ValidationError(str(error), code="barcode") from None


class ProposalForm(forms.Form):
    """What every proposal has: a reason, a photo of the label or a link, and the uid of its page."""

    uid = forms.UUIDField(required=False)
    b12 = TypedField(typed.read_ug, SENTENCES, label=gettext_lazy("B12, µg"))
    added = TypedField(typed.read_ug, SENTENCES, label=gettext_lazy("Of it added, µg"))
    gtin = BarcodeField(label=gettext_lazy("Barcode"), required=False)
    brand = forms.CharField(label=gettext_lazy("Brand"), max_length=120, required=False)
    reason = forms.CharField(
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": gettext_lazy("That is longer than 500 characters. Leave out what a photo shows.")
        },
    )
    photo = forms.FileField(
        label=gettext_lazy("Photo of the label"),
        required=False,
        widget=forms.FileInput(attrs={"accept": photos.ACCEPT}),
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 10 MB. Where and with what it was taken is removed."),
        error_messages={
            "empty": gettext_lazy("That file is empty. Choose the photo again."),
            "invalid": gettext_lazy("The photo did not arrive. Choose it again."),
        },
    )
    evidence_url = forms.URLField(
        label=gettext_lazy("Link"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("To the maker’s page of this product, beginning with https://."),
        error_messages={"invalid": gettext_lazy("That is not a link we can read. Copy it from the address bar.")},
    )
    sure = forms.BooleanField(label=gettext_lazy("Yes, that is right"), required=False)

    question = ""

    def __init__(self, *args, food: Food, **options) -> None:
        super().__init__(*args, **options)
        self.food = food

    def full_clean(self) -> None:
        super().full_clean()
        focus_on_error(self)

    @property
    def photo_again(self) -> bool:
        """A photo that could be read is lost when something else has to be put right: a browser sends none twice."""
        return bool(self.errors and self.files.get("photo") and "photo" not in self.errors)

    def clean_photo(self) -> ContentFile | None:
        upload = self.cleaned_data["photo"]
        try:
            return photos.as_label(upload) if upload else None
        except photos.Unreadable as error:
            raise forms.ValidationError(str(error), code="photo") from None

    def clean_evidence_url(self) -> str:
        url = self.cleaned_data["evidence_url"]
        if url and not url.startswith("https://"):
            raise forms.ValidationError(_("Give a link that begins with https://, or send a photo instead."))
        return url

    def clean_brand(self) -> str:
        return " ".join(self.cleaned_data["brand"].split())

    @property
    def portions(self) -> dict[str, Portion]:
        return {str(portion.pk): portion for portion in self.food.portions.all()}

    def look_at(self, ug: Decimal | None, *, category: str, basis: str) -> None:
        """Refuse what cannot be; where a figure is hard to believe, ask in place."""
        if ug is None:
            return
        if ug >= MOST_UG[Basis(basis)]:
            self.add_error("b12", _("That would be more B12 than food. Check the number, its unit and the amount."))
        elif not self.cleaned_data.get("sure") and (asked := doubt_of(ug, category=category, basis=basis)):
            self.question = asked
            self.add_error("sure", forms.ValidationError(asked, code="doubt"))


def plain(value: object) -> object:
    """A figure as text, so that the same one is the same text; everything else as it is."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def doubt_of(ug: Decimal, *, category: str, basis: str) -> str:
    """The question where `ug` in this basis is more than foods of this kind are known to hold; "" where it is not."""
    if ug <= cap(category, basis).soft:
        return ""
    return _(
        "%(ug)s µg %(basis)s is more than such foods are known to hold. Did you mean %(less)s µg? On labels, 1 mg is "
        "1,000 µg. If it does stand there, tick that it is right."
    ) % {"ug": plain_number(ug), "basis": Basis(basis).label, "less": plain_number(ug / 1000)}
