"""Text for cells of a CSV file that spreadsheets will open."""


def harmless(text: str) -> str:
    """With an apostrophe before what a spreadsheet would run as a formula (OWASP, CSV injection)."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
