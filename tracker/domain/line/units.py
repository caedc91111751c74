"""Units of food as people write them, in four languages. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tracker.domain.line.tokens import Kind, Token


class UnitKind(StrEnum):
    MASS = "mass"  # in g
    VOLUME = "volume"  # in ml
    HOUSEHOLD = "household"  # a word that a portion may be named by
    DOSE = "dose"  # the strength of a tablet: part of its name


@dataclass(frozen=True, slots=True)
class Unit:
    """`base` is what one is in g or ml; for household words the ml it usually holds, None where it holds nothing.

    `names` are the words of portions it may mean, the likeliest first. `form`: a tablet, a spray: it tells the product.
    """

    kind: UnitKind
    names: tuple[str, ...]
    base: Decimal | None = None
    form: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """So many g (`kind` MASS) or ml (VOLUME)."""

    value: Decimal
    kind: UnitKind


def _units() -> dict[str, Unit]:
    found: dict[str, Unit] = {}

    def add(kind: UnitKind, names: str, words: str, base: str = "", *, form: bool = False) -> None:
        unit = Unit(kind, tuple(names.split("|")), Decimal(base) if base else None, form)
        found.update((word, unit) for word in words.split("|"))

    mass, volume, house, dose = UnitKind.MASS, UnitKind.VOLUME, UnitKind.HOUSEHOLD, UnitKind.DOSE
    add(mass, "g", "g|gr|grs|gram|grams|gramm|gramme|grammes|gramo|gramos", "1")
    add(mass, "kg", "kg|kgs|kilo|kilos|kilogram|kilograms|kilogramm", "1000")
    add(mass, "oz", "oz|ounce|ounces|unze|unzen|onces|onza|onzas", "28.35")
    add(mass, "lb", "lb|lbs|pound|pounds|pfund|libra|libras", "453.6")
    add(volume, "ml", "ml|mls|millilitre|millilitres|milliliter|milliliters|mililitros", "1")
    add(volume, "cl", "cl|centilitre|centiliter|zentiliter|centilitros", "10")
    add(volume, "dl", "dl|deciliter|decilitre", "100")
    add(volume, "l", "l|ltr|litre|litres|liter|liters|litro|litros", "1000")
    add(volume, "fl oz", "floz|fl-oz", "29.57")
    add(dose, "µg", "ug|mcg|mcgs|microgram|micrograms|microgramme|microgrammes|mikrogramm|microgramos")
    add(dose, "mg", "mg|mgs|milligram|milligrams|milligramm|miligramos")
    add(dose, "IU", "iu|ie|ui|i.e")
    add(
        house,
        "tablespoon",
        "tbsp|tbsps|tbs|tbl|tablespoon|tablespoons|tablespoonful|el|essloffel|cucharada|cucharadas",
        "15",
    )
    add(house, "tablespoon", "spoon|spoons|spoonful|spoonfuls|loffel|cuillere|cuilleres|cuchara|cucharas|cs|cas", "15")
    add(house, "teaspoon", "tsp|tsps|teaspoon|teaspoons|tl|teeloffel|cucharadita|cucharaditas|cac", "5")
    add(house, "cup|mug", "cup|cups|cupful|tasse|tassen|tasses|taza|tazas", "240")
    add(house, "mug|cup", "mug|mugs", "300")
    add(house, "glass", "glass|glasses|glas|glaser|verre|verres|vaso|vasos|tumbler|copa|copas", "240")
    add(house, "bowl", "bowl|bowls|bowlful|schussel|schusseln|schale|schalen|schalchen|bol|bols|tazon|cuenco|plato")
    add(house, "plate", "plate|plates|plateful|teller|assiette|assiettes|platos")
    add(
        house,
        "slice",
        "slice|slices|scheibe|scheiben|tranche|tranches|rebanada|rebanadas|rodaja|rodajas|loncha|lonchas",
    )
    add(house, "can|tin", "can|cans|tin|tins|buchse|boite|boites|lata|latas|canette|canettes")
    add(house, "can|dose|tin", "dose|dosen|doses")
    add(house, "bottle", "bottle|bottles|flasche|flaschen|bouteille|bouteilles|botella|botellas|btl")
    add(house, "pint", "pint|pints", "568")
    add(house, "handful", "handful|handfuls|handvoll|poignee|poignees|punado|punados")
    add(
        house,
        "piece",
        "piece|pieces|pc|pcs|stuck|stucke|stk|morceau|morceaux|trozo|trozos|pieza|piezas|pedazo|chunk|chunks",
    )
    add(
        house,
        "portion|serving|meal",
        "portion|portions|serving|servings|helping|portionen|racion|raciones|porcion|porciones",
    )
    add(house, "pot", "pot|pots|tub|tubs|pottle|topf|pots|tarrina|tarro|tarrinas|yogurtpot")
    add(house, "pot|mug|glass", "becher")
    add(house, "carton|glass", "carton|cartons|brick|briques|karton")
    add(
        house,
        "pack|bag|packet|sachet|box",
        "pack|packs|packet|packets|packung|packungen|pckg|paquet|paquete|bag|bags|beutel|bolsa|sachet|sachets|box|boxes|tute",
    )
    add(house, "bar", "bar|bars|riegel|barre|barres|barrita|tafel|tableta")
    add(house, "scoop", "scoop|scoops|kugel|kugeln|boule|boules|bola|bolas|messloffel")
    add(house, "ball", "ball|balls")
    add(house, "fillet", "fillet|fillets|filet|filets|filete|filetes")
    add(house, "rasher|slice", "rasher|rashers")
    add(house, "sheet", "sheet|sheets|blatt|blatter|feuille|feuilles|hoja|hojas")
    add(house, "wedge|portion", "wedge|wedges")
    add(house, "stick", "stick|sticks")
    add(house, "cube", "cube|cubes|wurfel")
    add(house, "block", "block|blocks")
    add(house, "splash", "splash|dash|schuss|drizzle|nuage|chorrito")
    add(house, "spread|for a slice of bread|teaspoon", "scrape|smear|knob|pat|spread")
    add(
        house,
        "tablet|capsule|lozenge",
        "tablet|tablets|tab|tabs|pill|pills|tablette|tabletten|pille|pillen|comprime|comprimes|cachet|cachets|comprimido|comprimidos|pastilla|pastillas|pastille|pastilles",
        form=True,
    )
    add(house, "capsule|tablet", "capsule|capsules|caps|kapsel|kapseln|gelule|gelules|capsula|capsulas", form=True)
    add(house, "lozenge", "lozenge|lozenges|lutschtablette|lutschtabletten", form=True)
    add(house, "gummy", "gummy|gummies|gummi|gummis|gomita|gomitas", form=True)
    add(house, "drop|dose", "drop|drops|tropfen|goutte|gouttes|gota|gotas", form=True)
    add(
        house, "spray|dose", "spray|sprays|puff|puffs|squirt|squirts|spruhstoss|pulverisation|pulverisations", form=True
    )
    add(
        house,
        "injection",
        "shot|shots|injection|injections|jab|jabs|spritze|spritzen|inyeccion|inyecciones|ampoule|ampoules|ampulle|ampullen|ampolla",
        form=True,
    )
    return found


UNITS = _units()
_TWO = {
    ("fl", "oz"): UNITS["floz"], ("fluid", "ounce"): UNITS["floz"], ("fluid", "ounces"): UNITS["floz"],
    ("table", "spoon"): UNITS["tbsp"], ("table", "spoons"): UNITS["tbsp"], ("tea", "spoon"): UNITS["tsp"],
    ("tea", "spoons"): UNITS["tsp"],
}  # fmt: skip
_SPOONS = {"soupe": UNITS["tbsp"], "table": UNITS["tbsp"], "cafe": UNITS["tsp"], "the": UNITS["tsp"]}
_SPOON_WORDS = frozenset(["cuillere", "cuilleres", "c", "cuill"])
# What looks like a unit and begins the name of a food.
_FOODS = {
    ("pot", "roast"), ("pot", "noodle"), ("pot", "noodles"), ("cup", "noodles"), ("cup", "noodle"), ("cup", "cake"),
    ("cup", "cakes"), ("glass", "noodles"), ("bar", "au"), ("tab", "cola"), ("ball", "park"), ("spray", "cream"),
    ("shot", "glass"), ("drop", "scone"), ("drop", "scones"), ("spread", "cheese"), ("stick", "margarine"),
    ("puff", "pastry"), ("can", "be"), ("bar", "grille"), ("slice", "cheese"),
}  # fmt: skip


def unit_at(tokens: Sequence[Token], place: int) -> tuple[Unit, int] | None:
    """The unit that stands at `place` and the place after it, its full stop included."""
    if place >= len(tokens) or tokens[place].kind is not Kind.WORD:
        return None
    low = tokens[place].low
    after = tokens[place + 1].low if place + 1 < len(tokens) else ""
    if low in _SPOON_WORDS and (spoon := _french_spoon(tokens, place)):
        return spoon
    if (low, after) in _TWO:
        return _TWO[low, after], place + 2
    if low not in UNITS or (low, after) in _FOODS:
        return None
    return UNITS[low], place + 1 + (after == "." and len(low) <= 4 and tokens[place + 1].glued)


def _french_spoon(tokens: Sequence[Token], place: int) -> tuple[Unit, int] | None:
    """ "cuillère à soupe", "c. à café", "c.à.s"."""
    for ahead in range(place + 1, min(place + 4, len(tokens))):
        low = tokens[ahead].low
        if low in _SPOONS:
            return _SPOONS[low], ahead + 1
        if low not in ("a", "."):
            return None
    return None
