"""Two foods that are one: the loser is retired and points to the winner. What people logged stays as it was, what they
plan follows (`links`)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from foods import links
from foods.choices import State
from foods.curation.writing import Refused, Step, add_aliases, locked, portions_of, set_portions, take_back, write
from foods.models import Alias, Food
from foods.search.folding import words
from foods.search.index import reindex

REASON = "Merged into food %s"
_LONGEST_ALIAS = 120
Undo = dict[str, list[Step]]


def merge_foods(loser: int, winner: int, *, by: Any, now: dt.datetime) -> Undo:
    """Retire one food in favour of a shared one; within the caller's transaction. `Refused` says why not.

    Other names come along, the loser's own too, but nothing of a private food: its name was chosen for nobody else.
    Portions come along only where the winner has none and counts in the same unit, the barcode only where it has none.
    Foods that pointed to the loser follow. Returns the undo for `unmerge`.
    """
    followers = Food.objects.filter(merged_into=loser).values_list("pk", flat=True)
    foods = locked([loser, winner, *followers])
    one, other = foods.get(loser), foods.get(winner)
    if one is None or other is None or one is other:
        raise Refused(_("Two different foods are needed to merge them."))
    if other.state != State.PUBLISHED or other.owner_id is not None:
        raise Refused(_("%s is not a published food, so nothing can be merged into it.") % other)
    if one.state == State.RETIRED and one.merged_into_id:
        raise Refused(_("%s was merged into another food already.") % one)
    reason = REASON % winner
    steps = [write(one, {"state": State.RETIRED, "merged_into": winner}, by=by, reason=reason)]
    steps += [
        write(foods[pk], {"merged_into": winner}, by=by, reason=reason) for pk in foods if pk not in (loser, winner)
    ]
    if one.owner_id is None:
        steps += _carried_over(one, other, by=by)
    if moved := links.follow([pk for pk in foods if pk != winner], winner):
        steps.append({"food": winner, "links": moved})
    reindex(foods)
    return {"steps": steps}


def _carried_over(loser: Food, winner: Food, *, by: Any) -> Iterable[Step]:
    known = {tuple(words(name)) for name in (winner.name, str(winner))}
    known |= {tuple(words(name)) for name in winner.aliases.values_list("name", flat=True)}
    names = [("en", str(loser)), *Alias.objects.filter(food=loser).values_list("language", "name")]
    fresh = [(lang, name) for lang, name in names if len(name) <= _LONGEST_ALIAS and tuple(words(name)) not in known]
    if fresh:
        yield add_aliases(winner, fresh)
    if winner.basis == loser.basis and not portions_of(winner) and (portions := portions_of(loser)):
        yield set_portions(winner, portions)
    better = {"prominence": max(winner.prominence, loser.prominence), "gtin": winner.gtin or loser.gtin}
    if (winner.prominence, winner.gtin) != (better["prominence"], better["gtin"]):
        yield write(winner, better, by=by, reason=REASON % winner.pk)


def unmerge(undo: Undo, *, by: Any, reason: str = "Merge taken back") -> list[int]:
    """Two foods again; returns what was touched. `Refused` where one of them was changed since."""
    return take_back(undo["steps"], by=by, reason=reason)
