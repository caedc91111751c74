"""Which encoding a file is in, by its first bytes."""

import codecs

from foods.importing.problems import Unreadable

_MARKS = (  # the longer first: the mark of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(start: bytes, said: str | None) -> str:
    """A byte order mark wins over what the format says (`said`); without either UTF-8 if it fits, else Windows-1252."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            if encoding == "utf-32":
                raise Unreadable("encoding", "The file is in UTF-32: save it as UTF-8.")
            return encoding
    if said:
        return said
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)  # the last letter may be cut off
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
