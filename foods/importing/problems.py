"""What can be wrong with a file or with one row of it: codes that stay, and a few words for each."""

from typing import Final

from foods.importing.records import Refusal

# The whole file.
UNREADABLE: Final = {
    "missing": "there is no such file",
    "empty": "there is nothing in it",
    "format": "none of the formats we know",
    "columns": "a column is missing",
    "encoding": "the letters cannot be read",
    "archive": "the archive is damaged",
    "encrypted": "the archive needs a password",
    "bomb": "it unpacks to far more than it should",
    "nested": "an archive inside an archive",
    "members": "too many files, or names that lead elsewhere",
    "changed": "it is no longer the file it was",
}
# One row.
REASONS: Final = {
    "cells": "more or fewer cells than the header",
    "quotes": "a quotation mark that is never closed",
    "long": "a cell or line that is far too long",
    "encoding": "letters that cannot be read",
    "nul": "a NUL byte",
    "name_empty": "no name",
    "name_long": "a name far too long",
    "html": "HTML in the text",
    "formula": "a cell that a spreadsheet would run",
    "ref": "no id, or one that is not allowed",
    "repeated": "an id that stands above already",
    "number": "not a number",
    "negative": "a figure below 0",
    "unit": "a unit that is not one for B12",
    "impossible": "more B12 than there can be",
    "estimate": "an estimate, not a figure",
    "added": "more added B12 than B12 in all",
    "range": "a range that does not hold the figure",
    "gtin_digits": "not a barcode",
    "gtin_check": "a barcode with a wrong check digit",
    "portion": "a portion without food, name or weight",
    "value": "a value that is not one of those allowed",
    "record": "a row without its other half",
    "lost": "foods that may be among the refused rows",
    "torn": "a file that holds far less than stands in the table",
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
