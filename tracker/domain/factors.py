"""How much of the B12 of a food reaches intrinsic factor at all. Pure; docs/model.md, Food factors.

All factors are engineering estimates: studies of one food differ by ±30 %, more than foods do. They never rank foods.
"""

from typing import NamedTuple

CRYSTALLINE = 1.0  # tablets and what is added to foods; Garrod 2019 (bread)

_DAIRY = 0.95  # estimate; milk 65 %, Russell 2001 (secondary)
_MEAT = 0.9  # estimate; sheep 56–89 %, chicken 61–66 %, Watanabe 2007; mutton 83 %, Doets 2013
_FISH = 0.85  # estimate; 42 %, Watanabe 2007
_MIXED = 0.85  # dishes, and whatever holds some animal food; estimate
_RICH = 0.55  # liver and clams; estimate; liver 4.5 % and 11 % of 38 µg, Doets 2013
_EGG = 0.55  # estimate; 13–58 %, Garrod 2019 (eggs); below 9 %, Watanabe 2007
_UNVERIFIED = 0.0  # algae and ferments: not shown to work in people; Watanabe 2007

_FACTORS = {
    "organ_meat": _RICH,
    "shellfish": _RICH,  # one category for clams, mussels and prawns: by what supplies most
    "meat": _MEAT,
    "poultry": _MEAT,
    "processed_meat": _MEAT,
    "fish": _FISH,
    "eggs": _EGG,
    "milk_cream": _DAIRY,
    "yogurt": _DAIRY,
    "cheese": _DAIRY,
    "algae_ferments": _UNVERIFIED,
}


def food_factor(category: str) -> float:
    """Factor (0–1) of what a food of this `foods.choices.Category` holds by itself; 0.85 where nothing else is said.

    Of plants it is asked only for what counts: disputed figures and look-alikes are 0 µg before they come here.
    """
    return _FACTORS.get(category, _MIXED)


class Part(NamedTuple):
    """One dose of an entry. `bound`: acid has to free it. `dose_ug` None is unknown, then `upper_ug` is the most."""

    dose_ug: float | None
    factor: float
    bound: bool
    upper_ug: float | None = None


def parts_of(
    *,
    counted_ug: float | None,
    added_ug: float | None,
    origin: str,
    category: str,
    upper_ug: float | None = None,
) -> tuple[Part, ...]:
    """An entry as its natural and its added part, as `intake.add_up` splits it. Unknown µg is one part without dose.

    `origin` is a value of `intake.Origin`, `category` of `foods.choices.Category`. docs/model.md, Food factors.
    """
    if counted_ug is None:
        natural = origin == "food"
        return (Part(None, food_factor(category) if natural else CRYSTALLINE, natural, upper_ug),)
    if origin not in ("food", "added"):
        return (Part(counted_ug, CRYSTALLINE, False),)
    if added_ug is None:
        added_ug = counted_ug if origin == "added" else 0.0
    if added_ug >= counted_ug > 0:
        return (Part(counted_ug, CRYSTALLINE, False),)
    natural_part = Part(counted_ug - added_ug if counted_ug else 0.0, food_factor(category), True)
    return (natural_part, Part(added_ug, CRYSTALLINE, False)) if added_ug and counted_ug else (natural_part,)
