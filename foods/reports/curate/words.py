"""What an item of the queue is about, in words: in a list, and as a plain sentence of why it is there."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foods.curation.kinds import KINDS
from foods.models import Concern, ConcernKind, Food
from foods.reports.curate.difference import proposed
from foods.reports.curate.values import decimal_of, label_of, said, same, value_of
from foods.units import format_ug

# what steps between two figures usually come from
_SLIPS = {
    10: gettext_lazy("a comma may have been lost"),
    100: gettext_lazy("a comma may have been lost"),
    1_000: gettext_lazy("mg and µg may have been confused"),
    1_000_000: gettext_lazy("g and µg may have been confused"),
}
_TAKEN_FOR = {  # (by how much, whether the figure is too large)
    (1_000, True): gettext_lazy("µg was probably taken for mg"),
    (1_000, False): gettext_lazy("mg was probably taken for µg"),
    (1_000_000, True): gettext_lazy("µg was probably taken for g"),
    (1_000_000, False): gettext_lazy("g was probably taken for µg"),
}
_OF_FIGURES = {ConcernKind.UNIT, ConcernKind.IMPOSSIBLE, ConcernKind.OUTLIER}


def why_icon(kind: str) -> str:
    return KINDS[kind].icon


def name_of(concern: Concern) -> str:
    """The food, both foods of a pair, or the name that is proposed."""
    if concern.food is None:
        values, _before = proposed(concern)
        name, brand = values.get("name") or _("Food without a name"), values.get("brand")
        return f"{name}, {brand}" if brand else str(name)
    return f"{concern.food} = {concern.other}" if concern.other is not None else str(concern.food)


def _figure(food: Food) -> str:
    return _("unknown") if food.b12_ug is None else f"{format_ug(food.b12_ug)}\u00a0µg {food.get_basis_display()}"


def in_short(concern: Concern) -> str:
    """The difference in a few words: “4,400 µg per 100 g, was 44 µg”."""
    food, other = concern.food, concern.other
    if food is not None and other is not None:
        return _("%(one)s and %(two)s") % {"one": _figure(food), "two": _figure(other)}
    values, _before = proposed(concern)
    if food is None:
        return said("b12_ug", values.get("b12_ug"))
    changed = [name for name, value in values.items() if not same(name, value, value_of(food, name))]
    if "b12_ug" in changed and concern.kind in _OF_FIGURES and values["b12_ug"] is None:
        return _figure(food)  # what is doubted; accepting it makes it unknown
    if "b12_ug" in changed:
        words = {"then": said("b12_ug", values["b12_ug"]), "now": said("b12_ug", food.b12_ug)}
        return _("%(then)s, was %(now)s") % words
    if changed:
        return ", ".join(label_of(name) for name in changed[:3]) + ("…" if len(changed) > 3 else "")
    if concern.kind == ConcernKind.STALE:
        return _("%(figure)s, of %(date)s") % {"figure": _figure(food), "date": food.figure_date or _("no date")}
    return _figure(food)


def jump(before: Decimal | None, after: Decimal | None) -> str:
    """What a figure of ten, a hundred or a thousand times the other may come from; "" for other steps."""
    if not before or not after:
        return ""
    up, times = after > before, max(after / before, before / after)
    for step, slip in _SLIPS.items():
        if abs(times / step - 1) > Decimal("0.02"):
            continue
        if up:
            return _("%(times)s times the present figure: %(slip)s.") % {"times": f"{step:,}", "slip": slip}
        return _("The present figure is %(times)s times this one: %(slip)s.") % {"times": f"{step:,}", "slip": slip}
    return ""


def proposes_a_jump(concern: Concern) -> bool:
    values, _before = proposed(concern)
    food = concern.food
    return food is not None and bool(jump(food.b12_ug, decimal_of(values.get("b12_ug"))))


def sentences(concern: Concern, *, highest: Decimal | None = None) -> Iterator[str]:
    """Why it is here: what is known about the doubt, each a sentence. `highest`: of the foods of its kind."""
    food, facts = concern.food, concern.facts
    values, _before = proposed(concern)
    if food is not None and concern.kind in _OF_FIGURES:
        yield from _of_figure(concern.kind, food, facts)
    elif food is not None and (step := jump(food.b12_ug, decimal_of(values.get("b12_ug")))):
        yield step
        if highest is not None:
            words = {
                "category": food.get_category_display(),
                "highest": format_ug(highest),
                "basis": food.get_basis_display(),
            }
            yield _("Highest on file among “%(category)s”: %(highest)s µg %(basis)s.") % words
    yield from _of_the_rest(concern)


def _of_figure(kind: str, food: Food, facts: Mapping[str, Any]) -> Iterator[str]:
    category, basis = food.get_category_display(), food.get_basis_display()
    limit = decimal_of(facts.get("cap"))
    if kind == ConcernKind.UNIT and (times := decimal_of(facts.get("times"))):
        step = int(max(times, 1 / times))
        slip = _TAKEN_FOR.get((step, times > 1))
        if slip:
            yield _("%(slip)s: the figure is out by %(times)s.") % {"slip": slip, "times": f"{step:,}"}
    if kind == ConcernKind.IMPOSSIBLE and limit is not None:
        words = {"category": category, "cap": format_ug(limit), "basis": basis}
        yield _("More than %(cap)s µg %(basis)s is not to be believed of “%(category)s”.") % words
        if facts.get("why"):
            yield _("The highest we know of: %s.") % facts["why"]
    if kind == ConcernKind.OUTLIER and (far := decimal_of(facts.get("z"))) is not None:
        above, below = _("Far above all others of “%s”."), _("Far below all others of “%s”.")
        yield (above if far > 0 else below) % category
    if (usual := decimal_of(facts.get("median"))) is not None:
        words = {"usual": format_ug(usual), "basis": basis, "n": facts.get("figures", 0)}
        yield _("Usual there: about %(usual)s µg %(basis)s, the middle of %(n)s figures.") % words


def _of_the_rest(concern: Concern) -> Iterator[str]:
    food, facts = concern.food, concern.facts
    if concern.kind == ConcernKind.CONFLICT:
        file = concern.run.file_name if concern.run is not None else ""
        if file:
            yield _("A curator changed this food. The file “%s” has it otherwise.") % file
        else:
            yield _("A curator changed this food. A file that was brought in has it otherwise.")
    if concern.kind == ConcernKind.DUPLICATE:
        yield from _of_a_pair(concern)
    if concern.kind == ConcernKind.STALE and food is not None:
        yield _("The figure is of %s, more than two years ago.") % (food.figure_date or _("an unknown day"))
        if facts.get("fortified"):
            yield _("What makers add changes with their recipes: look at the label of today.")
    if concern.kind == ConcernKind.UNSOURCED:
        yield _("Nobody can look up where this figure is from.")
    if concern.kind == ConcernKind.NO_ORIGIN:
        yield _("Such foods hold no B12 by nature: it was probably added, or the figure is wrong.")
    if facts.get("newcomer"):
        yield _("From somebody who is new here: none of their proposals was taken so far.")


def _of_a_pair(concern: Concern) -> Iterator[str]:
    if concern.facts.get("same") == "gtin":
        yield _("Both carry the same barcode.")
    elif concern.facts.get("same"):
        yield _("The same words in their names, and figures close together.")
    stays = next((one for one in (concern.food, concern.other) if one and one.pk == concern.facts.get("keep")), None)
    if stays is not None:
        yield _("“%s” would stay; to keep the other one, open “Merge the two”.") % stays
