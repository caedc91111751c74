"""Photos that people send: opened with care, made small, stripped of where and with what they were taken."""

import secrets
from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
ACCEPT = "image/jpeg,image/png,image/webp"  # for the file field of a page
MOST_PIXELS = 64_000_000  # the largest sensors of phones; a bomb has more
LONGEST_SIDE = 2_000
QUALITY = 85


class Unreadable(Exception):
    """Why a photo cannot be taken, in words for whoever sent it."""


def open_photo(upload: UploadedFile) -> Image.Image:
    """The picture upright, in plain colours, its longest side at most 2,000 pixels; `Unreadable` where it is none.

    How many pixels it says to have is looked at before any of them is unpacked.
    """
    if upload.size and upload.size > settings.LABEL_MAX_BYTES:
        megabytes = settings.LABEL_MAX_BYTES // 1_000_000
        raise Unreadable(_("The photo is larger than %d MB. Send a smaller one, or a part of it.") % megabytes)
    try:
        image = Image.open(upload, formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG unpacks to no more than what is kept of it
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _on_white(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable(_("The photo has too many pixels. Send a smaller one, or a part of it.")) from error
    except Exception as error:  # whatever else a decoder says of broken bytes: its errors are of every kind
        raise Unreadable(
            _("That photo cannot be read. Send it as JPEG, PNG or WebP: a screenshot of it will do.")
        ) from error


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, which a JPEG cannot hold."""
    if image.mode in ("RGB", "L"):
        return image
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def as_label(upload: UploadedFile) -> ContentFile:
    """A photo of a label as it is kept: a fresh JPEG under a name that nobody can guess, nothing but the picture."""
    image, kept = open_photo(upload), BytesIO()
    bare = Image.frombytes(image.mode, image.size, image.tobytes())  # comments and places stay behind
    bare.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return ContentFile(kept.getvalue(), name=f"{secrets.token_hex(16)}.jpg")
