"""Barcodes as they are typed and as they stand on photos."""

import contextlib
import sys
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from foods import barcodes, photos
from foods.shipped import gtin_is_valid

zxingcpp = pytest.importorskip("zxingcpp", reason="BARCODES ON PHOTOS LEFT OUT: zxing-cpp is not installed")


def bars(code: str, kind: str = "EAN13", *, turned: int = 0, scale: int = 3) -> SimpleUploadedFile:
    """A photo of a barcode with some paper around it."""
    drawn = memoryview(zxingcpp.create_barcode(code, getattr(zxingcpp.BarcodeFormat, kind)).to_image(scale=scale))
    label = Image.frombytes("L", (drawn.shape[1], drawn.shape[0]), drawn.tobytes())
    paper, kept = Image.new("L", (label.width + 200, label.height + 200), 235), BytesIO()
    paper.paste(label, (100, 100))
    paper.rotate(turned, expand=True, fillcolor=235).convert("RGB").save(kept, "JPEG", quality=80)
    return SimpleUploadedFile("bars.jpg", kept.getvalue())


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("4006381333931", "4006381333931"),
        (" 4 006381-333931 ", "4006381333931"),
        ("96385074", "96385074"),
        ("036000291452", "036000291452"),
        ("10614141000415", "10614141000415"),
        ("04252614", "042100005264"),  # a UPC-E, written out
    ],
)
def test_a_barcode_is_read_as_it_is_printed(typed, digits):
    assert barcodes.read(typed) == digits


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("4006381333932", "The last digit does not fit the others"),
        ("400638133393", "The last digit does not fit the others"),
        ("40063813", "The last digit does not fit the others"),
        ("123", "8, 12, 13 or 14 digits"),
        ("40063813339311", "The last digit does not fit"),
        ("400638133393x", "8, 12, 13 or 14 digits"),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", "8, 12, 13 or 14 digits"),
        ("", "8, 12, 13 or 14 digits"),
        ("0000000000000", "The last digit does not fit"),
    ],
)
def test_what_is_no_barcode_says_what_to_do(typed, sentence):
    with pytest.raises(barcodes.NoBarcode, match=sentence):
        barcodes.read(typed)


@given(st.text(max_size=20) | st.from_regex(r"[01]\d{7}", fullmatch=True))
def test_whatever_is_read_has_a_check_digit_that_fits(text):
    with contextlib.suppress(barcodes.NoBarcode):
        assert gtin_is_valid(barcodes.read(text))


@pytest.mark.parametrize(
    ("code", "kind", "digits"),
    [
        ("4006381333931", "EAN13", "4006381333931"),
        ("96385074", "EAN8", "96385074"),
        ("036000291452", "UPCA", "0036000291452"),
        ("04252614", "UPCE", "0042100005264"),
        ("10614141000415", "ITF14", "10614141000415"),
    ],
)
def test_each_kind_of_shop_barcode_is_read_from_a_photo(code, kind, digits):
    assert barcodes.on_photo(bars(code, kind)) == digits


@pytest.mark.parametrize("turned", [90, 180, 8])
def test_a_photo_may_be_held_as_it_comes(turned):
    assert barcodes.on_photo(bars("4006381333931", turned=turned)) == "4006381333931"


def test_a_photo_without_a_barcode_says_so():
    empty = BytesIO()
    Image.new("RGB", (300, 300), "white").save(empty, "PNG")

    with pytest.raises(barcodes.NoBarcode, match="no barcode to be read on that photo"):
        barcodes.on_photo(SimpleUploadedFile("label.png", empty.getvalue()))


def test_a_barcode_of_another_world_is_none():
    with pytest.raises(barcodes.NoBarcode):
        barcodes.on_photo(bars("HELLO", "Code128"))


def test_what_is_no_photo_is_refused_as_one():
    with pytest.raises(photos.Unreadable):
        barcodes.on_photo(SimpleUploadedFile("bars.jpg", b"bars"))


def test_where_the_package_is_missing_the_page_can_know(monkeypatch):
    assert barcodes.reads_photos()
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    assert not barcodes.reads_photos()
