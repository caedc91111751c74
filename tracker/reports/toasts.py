"""What the page says after something was done, with the way to undo it.

A message carries a word and an entry's id, never what was eaten: it travels in a cookie.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from foods.choices import Basis
from foods.units import describe_amount
from tracker.domain.amounts import neighbours
from tracker.models import Entry
from tracker.reports.common import EntryRow
from tracker.reports.findings.logging import findings_of_entry
from tracker.reports.findings.shown import Shown

_TAG = re.compile(r"(?P<kind>logged|again|changed|removed)-(?P<pk>\d{1,18})(?P<spoken>-spoken)?")
_LOT = re.compile(r"lot-(?P<ids>\d{1,18}(?:-\d{1,18})*)")  # several entries that are taken back together
# a curator's decision, about a food of everybody's: beside the list, and which kinds the list shows
_DECIDED = re.compile(r"undo-(?P<pk>\d{1,18})(?P<side>-side)?(?:-of-(?P<kind>[a-z_]{1,20}))?")


@dataclass(frozen=True, slots=True)
class Toast:
    """`entry` with what can be done about it; only `text` for everything else."""

    kind: str
    text: str
    entry: EntryRow | None = None
    less: str = ""
    more: str = ""
    less_label: str = ""
    more_label: str = ""
    findings: tuple[Shown, ...] = ()
    undo_url: str = ""

    @property
    def can_undo(self) -> bool:
        return self.kind == "logged" and self.entry is not None

    @property
    def can_restore(self) -> bool:
        return self.kind == "removed" and self.entry is not None


def say(request: HttpRequest, kind: str, entry: Entry, *, spoken: bool = False) -> None:
    """Have the next page say that something happened to `entry`, and with `spoken` what the rules say of it."""
    messages.success(request, kind, extra_tags=f"{kind}-{entry.pk}{'-spoken' if spoken else ''}")


def say_of_lot(request: HttpRequest, text: str, entries: Iterable[Entry]) -> None:
    """Have the next page say that several entries were made, and offer to take all of them back."""
    messages.success(request, text, extra_tags=f"lot-{'-'.join(str(entry.pk) for entry in entries)}")


def toasts_for(request: HttpRequest) -> list[Toast]:
    """Read the waiting messages; one query if any is about an entry of this person, none otherwise.

    What the rules say of a supplement is one more.
    """
    waiting = list(messages.get_messages(request))
    matched = [(message, _TAG.fullmatch(message.extra_tags or "")) for message in waiting]
    entries = _entries(request, {int(match["pk"]) for _, match in matched if match})
    toasts = [
        _toast(str(message), match, entries, request.user) if match else _said(str(message), message.extra_tags or "")
        for message, match in matched
    ]
    return [toast for toast in toasts if toast]


def _said(text: str, tags: str) -> Toast:
    """Words, and after a curator's decision or a usual meal the way to take it back."""
    if lot := _LOT.fullmatch(tags):
        return Toast("text", text, undo_url=reverse("meal_undo", args=[lot["ids"]]))
    if (decided := _DECIDED.fullmatch(tags)) is None:
        return Toast("text", text)
    asked = {"kind": decided["kind"] or "", "side": 1 if decided["side"] else ""}
    place = urlencode({name: value for name, value in asked.items() if value})
    return Toast("text", text, undo_url=reverse("curate_undo", args=[decided["pk"]]) + (f"?{place}" if place else ""))


def _entries(request: HttpRequest, ids: Iterable[int]) -> dict[int, Entry]:
    if not ids or not request.user.is_authenticated:
        return {}
    return request.user.entries(manager="with_removed").select_related("food").in_bulk(ids)


def _toast(text: str, match: re.Match, entries: dict[int, Entry], person: User) -> Toast | None:
    if match is None:
        return Toast("text", text)
    entry = entries.get(int(match["pk"]))
    if entry is None:
        return None
    words = {
        "logged": _("Logged"),
        "again": _("Already logged"),
        "changed": _("Changed"),
        "removed": _("Removed"),
    }
    less, more = neighbours(entry.amount, portioned=bool(entry.portion_name) or entry.basis == Basis.UNIT)
    return Toast(
        kind=match["kind"],
        text=words[match["kind"]],
        entry=EntryRow.of(entry),
        less=_posted(less),
        more=_posted(more),
        less_label=_with(entry, less),
        more_label=_with(entry, more),
        findings=findings_of_entry(person, entry) if match["spoken"] else (),
    )


def _posted(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"


def _with(entry: Entry, amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return describe_amount(amount, entry.portion_name, entry.quantity / entry.amount * amount, entry.basis)
