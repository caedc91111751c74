"""The rows of a plan's doses, written in Python: there are thirty of them a page.

Everything that comes from people goes through `escape`.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tracker.reports.care.regimen_doses import DoseRow

register = template.Library()


@register.simple_tag
def dose_rows(rows: Iterable[DoseRow]) -> SafeString:
    """When each was had, linked to its entry, and where it was given."""
    entries, batch = reverse("entry", args=[0]).removesuffix("0/"), _("batch %(batch)s")
    return mark_safe("".join(_row(row, entries, batch) for row in rows))


def _row(row: DoseRow, entries: str, batch: str) -> str:
    said = " · ".join(filter(None, (row.site, batch % {"batch": row.batch} if row.batch else "")))
    return (
        f'<li><a class="name" href="{entries}{row.entry_id}/">{escape(row.day)}, {row.time}</a>'
        f'<span class="small mute">{escape(said)}</span></li>'
    )
