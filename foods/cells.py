"""Text for cells of a CSV file that spreadsheets will open: an apostrophe before what one would run as a formula.

The apostrophe goes before every text that begins with one of the signs, or with apostrophes and then one of them: so
`meant` gives back exactly what `harmless` was given.
"""

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")  # OWASP, CSV injection; whoever reads lines turns \r into \n


def harmless(text: str) -> str:
    """The text as it may stand in a cell."""
    return f"'{text}" if _is_run(text) else text


def meant(text: str) -> str:
    """What `harmless` was given; any other text as it is."""
    return text[1:] if text[:1] == "'" and _is_run(text) else text


def _is_run(text: str) -> bool:
    return text.lstrip("'").startswith(_RUN)
