"""A line of several things to confirm, with one day and time for all of them. One form, however it came: read from a
line just now, looked at again, or sent.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from foods.models import Food, Portion
from tracker.domain.line import MOST_ITEMS, Piece, read
from tracker.forms.line_item import WHAT, ItemForm, number_of, text_of
from tracker.forms.log import WhenForm
from tracker.forms.once import OnceForm
from tracker.people import today_of


class SeveralForm(OnceForm, WhenForm):
    """All the things of a line, with one day and time for all of them. Two queries, however many there are."""

    count = forms.IntegerField(label=gettext_lazy("How many things"), min_value=1, max_value=MOST_ITEMS)
    line = forms.CharField(required=False, max_length=2000)
    beyond = forms.CharField(required=False, max_length=2000)
    more = forms.CharField(label=gettext_lazy("Something missing? Add it"), required=False, max_length=500)
    look = forms.BooleanField(required=False)
    meal_name = forms.CharField(
        label=gettext_lazy("Save as a usual meal, called"), required=False, max_length=80, strip=True
    )

    def __init__(self, data: object, *, person: User, now: dt.datetime) -> None:
        super().__init__(data, person=person, now=now)
        count = number_of(self.data, "count")
        numbers = range(count if count <= MOST_ITEMS else 0)
        foods = self._foods([f"i{n}" for n in numbers])
        self.items = [ItemForm(data, prefix=f"i{n}", person=person, now=now, foods=foods) for n in numbers]

    def _foods(self, prefixes: list[str]) -> dict[int, Food]:
        names = [f"{prefix}-{name}" for prefix in prefixes for name in ("what", "options")]
        ids = {int(match[1]) for name in names for match in WHAT.finditer(text_of(self.data, name)[:400])}
        ids |= {number_of(self.data, f"{prefix}-food_id") for prefix in prefixes}
        return Food.objects.visible_to(self.person).prefetch_related("portions").in_bulk(ids - {0}) if ids else {}

    def clean(self) -> dict:
        cleaned = super().clean()
        valid = [item.is_valid() for item in self.items]  # all of them, so that each says what is wrong with it
        if not all(valid):
            raise forms.ValidationError(_("One of these needs another look. Nothing was logged yet."), code="item")
        if any(item.changed for item in self.items):
            raise forms.ValidationError(
                _("You chose another food. Look at how much of it there was, then confirm. Nothing was logged yet."),
                code="changed",
            )
        if not self.chosen():
            raise forms.ValidationError(_("Nothing is ticked. Tick what you had."), code="none")
        return cleaned

    @property
    def asks_to_look(self) -> bool:
        """Whether something was typed that is searched for first, or “Look again” pressed."""
        names = ["more", "look", *(item.add_prefix("q") for item in self.items)]
        return any(text_of(self.data, name).strip() for name in names)

    def chosen(self) -> list[tuple[Food, Portion | None, Decimal]]:
        """What is ticked, in order: food, portion and how many of it."""
        return [(item.food, item.much.portion, item.much.amount) for item in self._counted()]

    def _counted(self) -> Iterator[ItemForm]:
        return (item for item in self.items if item.taken and item.food and item.much)

    # what the page shows

    @property
    def number(self) -> int:
        return sum(item.taken for item in self.items)

    @property
    def known_ug(self) -> Decimal:
        return sum((item.ug for item in self._counted() if item.ug is not None), Decimal(0))

    @property
    def unknown(self) -> int:
        return sum(item.ug is None for item in self._counted())

    @property
    def only_unknown(self) -> bool:
        return self.unknown > 0 and all(item.ug is None for item in self._counted())

    @property
    def uncounted(self) -> int:
        """Ticked, but how much it was cannot be read."""
        return self.number - sum(1 for _item in self._counted())

    @property
    def other_day(self) -> dt.date | None:
        """The day it is for where that is not today."""
        day = self.cleaned_data.get("date") if hasattr(self, "cleaned_data") else None
        return day if day and day != today_of(self.person, now=self.now) else None

    @property
    def not_understood(self) -> tuple[Piece, ...]:
        local = self.now.astimezone(self.person.zone).replace(tzinfo=None)
        line = text_of(self.data, "line")[:2000]
        return read(line, today=today_of(self.person, now=self.now), now=local).not_understood if line else ()

    @property
    def marked(self) -> list[tuple[str, bool]]:
        """The line in parts, each with whether it was not understood; [] where all of it was."""
        line, at, parts = text_of(self.data, "line"), 0, []
        for piece in self.not_understood:
            parts += [(line[at : piece.start], False), (piece.text, True)]
            at = piece.end
        return [(text, mark) for text, mark in [*parts, (line[at:], False)] if text] if parts else []

    @property
    def rest(self) -> str:
        """What is still in the line once these are logged: not understood, not in the table, or too much."""
        left = [piece.text for piece in self.not_understood]
        left += [item.said("label") for item in self.items if not item.found]
        left += [text_of(self.data, "beyond")]
        return ", ".join(dict.fromkeys(part.strip() for part in left if part.strip()))[:500]

    @property
    def says(self) -> str:
        """What was understood, in a sentence for those who do not see the list."""
        things = ngettext("%(n)d thing read", "%(n)d things read", len(self.items)) % {"n": len(self.items)}
        look = sum(item.wants_look for item in self.items)
        if not look:
            return f"{things}."
        return f"{things}, " + ngettext("%(n)d needs a look.", "%(n)d need a look.", look) % {"n": look}
