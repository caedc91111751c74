"""Charts drawn on the server: frozen data in, an SVG and its figures as a table out.

Pure functions: no models, no queries, no clock. What they draw is coloured by classes (`static/css/components.css`,
`static/css/status.css`) and by the patterns that stand on every page. An outer SVG in percent and px keeps text at
12 px; shapes lie in an inner one that is stretched, 10 units to a px downwards and 10,000 units across.
"""

from dataclasses import dataclass

from django.utils.safestring import SafeString

NOTHING = SafeString()


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a chart as plain text: not escaped yet. The first cell of a row is its heading."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What `{% chart %}` prints. `key` is unique on its page: the ids come from it.

    `reads` says how a place in the drawing finds its row in the table: "bars" (as many rows as bars, left to right),
    "points" (rows at the percentages in `at`), "days" (a column a week of the days from `first`), or "" (not at all).
    `caption` is printed below the drawing, above it where `caption_first`.
    """

    key: str
    title: str
    description: str
    svg: SafeString
    table: Table
    reads: str = ""
    at: str = ""
    first: str = ""
    caption: SafeString = NOTHING
    caption_first: bool = False
