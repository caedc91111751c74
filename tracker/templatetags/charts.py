"""A chart on a page: its drawing, a line that reads it aloud, its figures as a table."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foods.templatetags.cobalog import icon
from tracker.charts import Chart, Table
from tracker.charts.drawing import text

register = template.Library()

# between cells and rows while a whole table is escaped at once: a year's figures are 2,000 cells
_CELL, _ROW, _HEADING = "\x1f", "\x1e", "\x1d"
_NO_MARKS = str.maketrans("", "", _CELL + _ROW + _HEADING)


@register.simple_tag
def chart(drawn: Chart) -> SafeString:
    """The whole figure. The page needs `css/status.css`, and `js/charts.js` to read it by pointer and keys."""
    key, named = text(drawn.key), ""
    if drawn.reads:
        named = f' role="group" aria-labelledby="{key}-title" data-reads="{drawn.reads}"'
        named += f' data-at="{drawn.at}"' if drawn.at else ""
        named += f' data-first="{drawn.first}"' if drawn.first else ""
    scrolls = " fig-days" if drawn.reads == "days" else ""
    output = '<output class="fig-read"></output>' if drawn.reads else ""
    before, after = (_caption(drawn), "") if drawn.caption_first else ("", _caption(drawn))
    return SafeString(
        f'<figure class="fig">{before}<div class="fig-box{scrolls}"{named}>{drawn.svg}</div>{output}'
        f"{_figures(drawn)}{after}</figure>"
    )


def _caption(drawn: Chart) -> str:
    """What its marks mean, in the place of the line that reads; a name and a note where it comes first."""
    if not drawn.caption:
        return f'<figcaption class="vh">{text(drawn.title)}</figcaption>'
    look = "fig-name" if drawn.caption_first else "fig-key row"
    return f'<figcaption class="{look} micro mute">{drawn.caption}</figcaption>'


def _figures(drawn: Chart) -> str:
    if not drawn.table.rows:
        return ""
    words = text(_("Figures as a table"))
    return (
        f'<details class="why fig-table"><summary>{words}{icon("down", "s")}</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{words}: {text(drawn.title)}">'
        f"{table_html(drawn.table, caption=drawn.title)}</div></details>"
    )


def table_html(table: Table, *, caption: str) -> SafeString:
    """A table with its caption, headed rows and headed columns."""
    head = "".join(f'<th scope="col"{_RIGHT if n else ""}>{text(word)}</th>' for n, word in enumerate(table.head))
    marked = _ROW.join(_HEADING.join((row[0].translate(_NO_MARKS), _CELL.join(row[1:]))) for row in table.rows)
    rows = (
        text(marked)
        .replace(_HEADING, "</th><td>")
        .replace(_CELL, "</td><td>")
        .replace(_ROW, '</td></tr><tr><th scope="row">')
    )
    return SafeString(
        f'<table class="table fig-figures"><caption class="vh">{text(caption)}</caption><thead><tr>{head}</tr></thead>'
        f'<tbody><tr><th scope="row">{rows}</td></tr></tbody></table>'
    )


_RIGHT = ' class="r"'
