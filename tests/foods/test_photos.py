"""Photos of labels: what is taken, what is left of them, what is refused and how it says so."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from foods import photos
from tests.foods.labels import ORIENTATION, photo, with_a_place


def kept(upload: SimpleUploadedFile) -> Image.Image:
    return Image.open(photos.as_label(upload))


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB")]
)
def test_jpeg_png_and_webp_become_a_plain_jpeg(kind, mode):
    image = kept(photo(kind, mode=mode))

    assert (image.format, image.size, image.mode) == ("JPEG", (60, 40), "L" if mode == "L" else "RGB")


def test_what_was_transparent_is_white():
    sent = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(sent, "PNG")

    assert kept(SimpleUploadedFile("label.png", sent.getvalue())).getpixel((5, 5)) == (255, 255, 255)


def test_place_camera_and_comment_are_gone():
    sent = with_a_place()
    assert b"Secret camera" in sent.read()
    assert Image.open(sent).getexif()[0x010F] == "Secret camera"
    sent.seek(0)

    stored = photos.as_label(sent).read()

    assert b"Secret" not in stored
    assert b"Exif" not in stored
    assert not Image.open(photos.as_label(with_a_place())).getexif()


def test_a_photo_taken_sideways_stands_upright():
    image = kept(with_a_place(orientation=6))

    assert image.size == (40, 60)
    assert image.getpixel((20, 5))[0] > 200  # what was left is on top
    assert ORIENTATION not in image.getexif()


def test_the_longest_side_is_two_thousand_pixels():
    assert kept(photo(size=(4_000, 1_000))).size == (2_000, 500)
    assert kept(photo("PNG", size=(1_000, 2_500))).size == (800, 2_000)


def test_names_cannot_be_guessed_and_are_never_those_that_were_sent():
    first, second = photos.as_label(photo(name="../../me.php")), photos.as_label(photo(name="../../me.php"))

    assert first.name != second.name
    assert len(first.name) == 36
    assert first.name.endswith(".jpg")
    assert first.name[:32].isalnum()


def bomb(width: int, height: int) -> SimpleUploadedFile:
    """A PNG of a few bytes that says to be huge."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1_000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return SimpleUploadedFile("bomb.png", b"\x89PNG\r\n\x1a\n" + body)


@pytest.mark.parametrize("side", [8_001, 10_000, 60_000])
def test_too_many_pixels_are_refused_before_they_are_unpacked(side):
    with pytest.raises(photos.Unreadable, match="too many pixels"):
        photos.as_label(bomb(side, side))


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\xff\xd8\xff\xe0", b"%PDF-1.7", b"\0" * 500],
)
def test_what_is_no_photo_is_refused_with_what_to_do(content):
    with pytest.raises(photos.Unreadable, match=r"cannot be read\. Send it as JPEG, PNG or WebP"):
        photos.as_label(SimpleUploadedFile("label.jpg", content))


def test_half_a_photo_is_refused():
    whole = photo("PNG", size=(300, 300)).read()

    with pytest.raises(photos.Unreadable, match="cannot be read"):
        photos.as_label(SimpleUploadedFile("label.png", whole[: len(whole) // 2]))


def test_a_picture_of_another_kind_is_refused():
    with pytest.raises(photos.Unreadable, match="cannot be read"):
        photos.as_label(photo("GIF", mode="P"))


def test_more_than_ten_megabytes_are_not_opened(settings):
    settings.LABEL_MAX_BYTES = 2_000_000

    with pytest.raises(photos.Unreadable, match="larger than 2 MB"):
        photos.as_label(SimpleUploadedFile("label.jpg", b"\0" * 2_000_001))
