"""How much B12 there can be in 100 g, 100 ml or one unit of a food of a category.

Above `soft` somebody should look: it goes to the queue as an impossible value. Above `hard` it is a slip, mostly of the
unit (mg or g taken for µg), and an import refuses it.
"""

from dataclasses import dataclass
from decimal import Decimal

from foods.choices import Basis, Category


@dataclass(frozen=True, slots=True)
class Cap:
    """µg in the basis, and what the highest honest figures are that it leaves room for."""

    soft: Decimal
    hard: Decimal
    why: str


def _cap(soft: int, hard: int, why: str) -> Cap:
    return Cap(Decimal(soft), Decimal(hard), why)


# The highest figures are those of SR28, FNDDS 2021-2023, Foundation Foods and Ciqual 2020, with about half as much
# again for `soft`. `hard` is ten times what was ever measured, or what a maker can have meant by a fortified product.
FOODS: dict[str, Cap] = {
    Category.ORGAN_MEAT: _cap(150, 1_000, "liver of beef and lamb 96"),
    Category.MEAT: _cap(20, 200, "game 8; liver filed under its animal stays below 100"),
    Category.POULTRY: _cap(20, 200, "goose 1; liver of goose filed here 54"),
    Category.PROCESSED_MEAT: _cap(40, 250, "liver sausage 25"),
    Category.FISH: _cap(70, 500, "roe 56, herring 19, dried salmon 29"),
    Category.SHELLFISH: _cap(120, 1_000, "clams 99, octopus 36"),
    Category.EGGS: _cap(16, 100, "dried whole egg 11, duck egg 5"),
    Category.MILK_CREAM: _cap(10, 100, "dried skimmed milk 4, fortified powders 8"),
    Category.YOGURT: _cap(5, 50, "fortified yogurt 2"),
    Category.CHEESE: _cap(8, 50, "Swiss cheese 3, dried cheese 5"),
    Category.PLANT_DAIRY: _cap(15, 100, "fortified drinks 3, powders 10"),
    Category.PLANT_PROTEIN: _cap(20, 150, "fortified burgers and franks 13"),
    Category.CEREAL_FORTIFIED: _cap(35, 250, "cereals with a whole day's 6 µg in 28 g: 21"),
    Category.CEREAL: _cap(20, 150, "fortified bars and mixes 13"),
    Category.SPREADS_YEAST: _cap(400, 1_000, "fortified nutritional yeast about 300, yeast extract 24"),
    Category.DRINKS_NUTRITION: _cap(250, 1_000, "powders 8 to 60; energy shots about 880 in 100 ml: to be looked at"),
    Category.DISHES: _cap(60, 300, "liver and onions 51, clam chowder 9"),
    Category.LEGUMES: _cap(15, 100, "formulated soya foods 9"),
    Category.VEGETABLES: _cap(5, 50, "none of its own; fortified juice 1"),
    Category.FRUIT: _cap(5, 50, "none of its own; fortified juice 2"),
    Category.NUTS: _cap(5, 50, "none of its own; fortified butters 2"),
    Category.FATS_SWEETS_DRINKS: _cap(30, 300, "fortified spreads 11, bars 14, energy drinks 5"),
    Category.ALGAE_FERMENTS: _cap(200, 1_000, "dried laver 39 to 133: assays count the look-alike too"),
    Category.SUPPLEMENT: _cap(50_000, 99_999, "powders with 1 mg in a scoop of 2 g"),
    Category.INJECTION: _cap(99_999, 99_999, "5 mg in 1 ml is 500,000 in 100 ml: give those per unit"),
    Category.OTHER: _cap(100, 1_000, "not known what it is: as much as clams"),
}
# One tablet, spray or ampoule. The strongest tablets on sale hold 10,000 µg, ampoules 5,000 µg (10,000 in two).
UNITS: dict[str, Cap] = {
    Category.SUPPLEMENT: _cap(10_000, 50_000, "tablets and lozenges to 10,000"),
    Category.INJECTION: _cap(10_000, 50_000, "ampoules to 5,000, also two at once"),
}
UNIT = _cap(1_000, 10_000, "one piece of a food, a shot or a sachet: to 500")


def cap(category: str, basis: str) -> Cap:
    """The cap of a category; one that we do not know is taken for `other`."""
    if basis == Basis.UNIT:
        return UNITS.get(category, UNIT)
    return FOODS.get(category, FOODS[Category.OTHER])
