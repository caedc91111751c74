"""Photos of labels for tests, made on the spot."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS, ORIENTATION = 0x8825, 0x0112


def photo(
    kind: str = "JPEG", *, size: tuple[int, int] = (60, 40), mode: str = "RGB", name: str = "label.jpg", **options
) -> SimpleUploadedFile:
    """A picture, red on its left half and blue on its right."""
    image, kept = Image.new("RGB", size, "blue"), BytesIO()
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    image.convert(mode).save(kept, kind, **options)
    return SimpleUploadedFile(name, kept.getvalue())


def with_a_place(*, orientation: int = 1) -> SimpleUploadedFile:
    """One that says where it was taken."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Secret camera"
    exif.get_ifd(GPS)[1] = "N"
    return photo(exif=exif, comment=b"Secret comment")
