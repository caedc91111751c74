"""Barcodes: as they are typed, and on a photo where zxing-cpp is installed."""

from importlib.util import find_spec

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from foods import photos
from foods.shipped import gtin_is_valid

LENGTHS = (8, 12, 13, 14)


class NoBarcode(Exception):
    """Why there is none, in words that say what to do."""


def read(text: str) -> str:
    """The digits of a barcode that was typed, the short form of small packs written out. Raises `NoBarcode`."""
    digits = "".join(text.replace("-", " ").split())
    if gtin_is_valid(digits) and digits.strip("0"):
        return digits
    if (long := written_out(digits)) and gtin_is_valid(long):
        return long
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in LENGTHS:
        raise NoBarcode(_("A barcode has 8, 12, 13 or 14 digits. Type all of them, the small ones at the edges too."))
    raise NoBarcode(_("The last digit does not fit the others: one of them is mistyped. Compare them with the label."))


def written_out(digits: str) -> str:
    """The twelve digits that a UPC-E of eight stands for; "" where it is none."""
    if not (len(digits) == 8 and digits.isascii() and digits.isdigit() and digits[0] in "01"):
        return ""
    system, body, check = digits[0], digits[1:7], digits[7]
    last = body[5]
    if last in "012":
        middle = f"{body[:2]}{last}0000{body[2:5]}"
    elif last == "3":
        middle = f"{body[:3]}00000{body[3:5]}"
    elif last == "4":
        middle = f"{body[:4]}00000{body[4]}"
    else:
        middle = f"{body[:5]}0000{last}"
    return f"{system}{middle}{check}"


def reads_photos() -> bool:
    """Whether barcodes on photos can be read here: an optional package does it (requirements-barcode.txt)."""
    return find_spec("zxingcpp") is not None


def on_photo(upload: UploadedFile) -> str:
    """The barcode on a photo. Raises `photos.Unreadable` where there is no picture, `NoBarcode` where it shows none."""
    import zxingcpp  # optional: asked for only where a photo is sent

    image = photos.open_photo(upload)
    kinds = (zxingcpp.BarcodeFormat.EANUPC, zxingcpp.BarcodeFormat.ITF14)
    for found in zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormats(kinds)):
        try:
            return read(found.text)
        except NoBarcode:
            continue
    raise NoBarcode(
        _("There is no barcode to be read on that photo. Hold it straight, near and sharp, or type the digits.")
    )
