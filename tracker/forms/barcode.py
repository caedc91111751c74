"""What is typed, shown to a camera or photographed to find a food by its barcode."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods import barcodes, own, photos
from foods.choices import Basis
from foods.forms_proposals import BarcodeField
from foods.importing.records import FoodRecord
from tracker.forms.fields import UgField
from tracker.forms.log import WhenForm
from tracker.forms.new import QuickAddForm

SALT = "tracker.barcode.found"
DAY = 24 * 60 * 60


class BarcodeForm(WhenForm):
    """Digits, or a photo of them; and for which day and time."""

    digits = BarcodeField(label=gettext_lazy("The digits below the bars"), required=False)
    photo = forms.FileField(
        label=gettext_lazy("Or a photo of it"),
        required=False,
        widget=forms.FileInput(attrs={"accept": photos.ACCEPT, "capture": "environment"}),
        help_text=gettext_lazy("It is looked at once and not kept."),
        error_messages={"empty": gettext_lazy("That file is empty. Take the photo again.")},
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.says_optional = False  # one of the two is enough, and the page says so
        if not barcodes.reads_photos():
            del self.fields["photo"]

    def clean_photo(self) -> str:
        """The digits on it."""
        upload = self.cleaned_data["photo"]
        if not upload or self.cleaned_data.get("digits"):
            return ""
        try:
            return barcodes.on_photo(upload)
        except (photos.Unreadable, barcodes.NoBarcode) as error:
            raise forms.ValidationError(str(error), code="photo") from None

    def clean(self) -> dict:
        cleaned = super().clean()
        cleaned["gtin"] = cleaned.get("digits") or cleaned.get("photo") or ""
        if not self.errors and not cleaned["gtin"]:
            self.add_error("digits", _("Type the digits below the bars, or send a photo of them."))
        return cleaned


class FoundForm(WhenForm):
    """What was found elsewhere, to be confirmed. `found` holds it signed: it says what was found and no more."""

    found = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, strip=True)
    brand = forms.CharField(label=gettext_lazy("Brand"), max_length=120, strip=True, required=False)
    b12 = UgField(label=gettext_lazy("B12, µg"))

    clean_name = QuickAddForm.clean_name

    def clean_found(self) -> dict[str, Any]:
        try:
            return signing.loads(self.cleaned_data["found"], salt=SALT, max_age=DAY)
        except signing.BadSignature:
            raise forms.ValidationError(
                _("That was too long ago. Look the barcode up once more."), code="old"
            ) from None

    @property
    def per(self) -> str:
        """What the figure is for, in words; "" where what was found cannot be read any more."""
        try:
            return str(Basis(signing.loads(self["found"].value() or "", salt=SALT)["basis"]).label)
        except signing.BadSignature:
            return ""

    @staticmethod
    def initial_of(food: FoodRecord, gtin: str) -> dict[str, Any]:
        return {
            "found": signing.dumps(own.as_plain(food) | {"gtin": gtin}, salt=SALT),
            "name": food.name[:160],
            "brand": food.brand[:120],
            "b12": f"{food.b12_ug.normalize():f}" if food.b12_ug is not None else "",
        }
