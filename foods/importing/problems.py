"""What can be wrong with a file or with one row of it: codes that stay, and a few words for each.

The words of a code are translated where they are shown. What a reader says of one row is stored with the run and stays
as it was written, in English: readers know no language.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from foods.importing.records import Refusal

# The whole file.
UNREADABLE: Final = {
    "missing": _("there is no such file"),
    "empty": _("there is nothing in it"),
    "format": _("none of the formats we know"),
    "columns": _("a column is missing"),
    "encoding": _("the letters cannot be read"),
    "archive": _("the archive is damaged"),
    "encrypted": _("the archive needs a password"),
    "bomb": _("it unpacks to far more than it should"),
    "nested": _("an archive inside an archive"),
    "members": _("too many files, or names that lead elsewhere"),
    "changed": _("it is no longer the file it was"),
}
# One row.
REASONS: Final = {
    "cells": _("more or fewer cells than the header"),
    "quotes": _("a quotation mark that is never closed"),
    "long": _("a cell or line that is far too long"),
    "encoding": _("letters that cannot be read"),
    "nul": _("a NUL byte"),
    "name_empty": _("no name"),
    "name_long": _("a name far too long"),
    "html": _("HTML in the text"),
    "formula": _("a cell that a spreadsheet would run"),
    "ref": _("no id, or one that is not allowed"),
    "repeated": _("an id that stands above already"),
    "number": _("not a number"),
    "negative": _("a figure below 0"),
    "unit": _("a unit that is not one for B12"),
    "impossible": _("more B12 than there can be"),
    "estimate": _("an estimate, not a figure"),
    "added": _("more added B12 than B12 in all"),
    "range": _("a range that does not hold the figure"),
    "gtin_digits": _("not a barcode"),
    "gtin_check": _("a barcode with a wrong check digit"),
    "portion": _("a portion without food, name or weight"),
    "value": _("a value that is not one of those allowed"),
    "record": _("a row without its other half"),
    "lost": _("foods that may be among the refused rows"),
    "torn": _("a file that holds far less than stands in the table"),
}
# The food itself was taken, here or above: only something of it was not.
OF_A_PART: Final = frozenset({"gtin_digits", "gtin_check", "portion", "repeated"})

_LONGEST_REASON, _LONGEST_EXCERPT, _LONGEST_FILE = 400, 200, 120


class Unreadable(ValueError):
    """The whole file cannot be taken; the message says what happened and what to do."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Refused(ValueError):
    """One row, or one cell of it, cannot be taken; the message says why."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


def refusal(file: str, line: int, refused: Refused, excerpt: str = "") -> Refusal:
    """The refusal as it is kept: texts cut to what is stored, without what a database or page could not hold."""
    return Refusal(
        file=_printable(file)[-_LONGEST_FILE:],
        line=line,
        code=refused.code,
        reason=_cut(_printable(refused.reason), _LONGEST_REASON),
        excerpt=_cut(_printable(excerpt[: 2 * _LONGEST_EXCERPT]), _LONGEST_EXCERPT),
    )


def shown(text: object) -> str:
    """A cell as a reason quotes it: short and printable."""
    return _cut(_printable(str(text)[:80]), 60)


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "\ufffd" for sign in text).strip()


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
