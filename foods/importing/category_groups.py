"""Groups that are given as words: of branded foods (USDA) and of the French table (Ciqual, French and English)."""

import re
from collections.abc import Iterable

from foods.choices import Category as C
from foods.importing import category_words as words
from foods.importing.category_words import Rules, whole_words

Groups = tuple[tuple[re.Pattern[str], Rules], ...]


def _groups(*pairs: tuple[Rules | C, str]) -> Groups:
    return tuple(
        (whole_words(pattern), ((rules, None),) if isinstance(rules, C) else rules) for rules, pattern in pairs
    )


def rules_of(groups: Groups, text: str) -> Rules | None:
    """The rules of the first group whose words stand in `text`."""
    return next((rules for pattern, rules in groups if pattern.search(text)), None)


BRANDED = _groups(
    (C.SUPPLEMENT, "vitamins?|green supplements?|health care|herbal supplements?|antioxidant supplements?"),
    (C.DRINKS_NUTRITION, "meal replacement|specialty formula|energy, protein|sport drinks?|weight control|amino acid"),
    (words.BABY, "baby|infant"),
    (C.PLANT_DAIRY, "plant based milk"),
    (C.PLANT_PROTEIN, "vegetarian frozen meats?|meat substitutes?|meat alternatives?"),
    (C.DISHES, "soups?|dinners?|entrees?|pizza|meals?|sushi|sandwiches|wraps|burittos|stew|appetizers|deli salads?"),
    (C.DISHES, "prepared sides|rice dishes|lunch snacks|pasta & pizza sauces|stuffing|variety packs"),
    (words.SNACKS, "bars|snack, energy"),
    (words.SWEETS, "gelatin"),
    (words.ICES, "ice cream|frozen desserts?|puddings"),
    (words.CONDIMENTS, "dips?|sauces?|ketchup|dressing|condiments?|gravy|relishe?s?|seasoning|marinades"),
    (C.CHEESE, "cheese"),
    (words.YOGURTS, "yogurt"),
    (words.MILKS, "milk|cream"),
    (words.FATS, "butter & spread|butter|margarine|oils?|shortening"),
    (C.EGGS, "eggs?"),
    (words.FISH, "fish|seafood|tuna|shellfish"),
    (words.SAUSAGES, "pepperoni|salami|sausages?|hotdogs?|bacon|cold cuts"),
    (words.POULTRY, "poultry|chicken"),
    (words.MEAT, "meats?|patties"),
    (C.CEREAL_FORTIFIED, "cereals? ?(?:products)?|breakfast"),
    (C.CEREAL, "breads?|buns|pasta|noodles?|rice|flours?|grains?|crusts?|dough|tortillas?|pancakes?|crackers?|crepes"),
    (words.NUTS, "nuts?|seeds?|popcorn, peanuts"),
    (words.LEGUMES, "beans?|lentils?|tofu"),
    (words.VEGETABLES, "vegetables?|tomatoes|pickles|potatoes"),
    (C.FRUIT, "fruit|juice"),
    (words.DRINKS, "drinks?|soda|water|coffee|tea|alcohol|beverages?|powdered"),
    (
        C.FATS_SWEETS_DRINKS,
        "candy|chocolate|cookies|biscuits|cakes?|chips|snacks?|honey|sugar|syrups?|jam|confection\\w*",
    ),
    (C.FATS_SWEETS_DRINKS, "croissants|pastry|pastries|bakery|baking|gum|desserts?|toppings|sweeteners?"),
)

_FR_ALGAE = words.whole_words(
    "algue|spiruline|chlorelle|champignon|choucroute|miso|tempeh|natto|kimchi|seaweed|mushroom"
)
_ALGAE: Rules = ((C.ALGAE_FERMENTS, _FR_ALGAE),)


def _fr(*pairs: tuple[C, str]) -> Rules:
    return tuple((category, whole_words(pattern) if pattern else None) for category, pattern in pairs)


_ORGANS = (
    "foie|rognon|c(?:oe|œ)ur|cervelle|langue|tripe|ris de|abats?|g[ée]sier|liver|kidney|heart|brain|tongue|tripe|offal"
)
_FR_MEAT = _fr(
    (C.ORGAN_MEAT, _ORGANS),
    (C.POULTRY, "poulet|dinde|canard|oie|pintade|caille|volaille|poule|chicken|turkey|duck|goose|poultry|guinea fowl"),
    (C.MEAT, ""),
)
_FR_FRESH_DAIRY = _fr(
    (C.PLANT_DAIRY, "soja|soya|soy|v[ée]g[ée]tale?|amande|avoine|coco|riz"),
    (C.CHEESE, "fromage (?:blanc|frais)|petit-suisse|faisselle|cottage|quark"),
    (C.YOGURT, "yaourt|lait ferment[ée]|yogurt|fermented milk|k[ée]fir"),
    (C.MILK_CREAM, ""),
)
_FR_DRINKS = _fr(
    (
        C.PLANT_DAIRY,
        "boisson (?:au|à base de|à l'|à la|de) ?(?:soja|amande|avoine|riz|coco)\\w*|soy drink|almond drink|oat drink",
    ),
    (C.DRINKS_NUTRITION, "[ée]nergisante?|boisson [ée]nerg[ée]tique|sport|energy drink|sports? drink"),
    (C.MILK_CREAM, "lait[ée]?|milk"),
    (C.FRUIT, "jus|nectar|juice"),
    (C.FATS_SWEETS_DRINKS, ""),
)
_FR_ODDS = _ALGAE + _fr(
    (C.SPREADS_YEAST, "levure|yeast"),
    (C.DISHES, "sauce|bouillon|stock|broth"),
    (C.FATS_SWEETS_DRINKS, ""),
)
CIQUAL = _groups(
    (C.ALGAE_FERMENTS, "algues?|seaweeds?|algae"),
    (words.BABY, "infantiles?|baby|infant"),
    (C.PLANT_PROTEIN, "substituts? de produits carn[ée]s|meat substitutes?"),
    (C.DRINKS_NUTRITION, "alimentation particuli[èe]re|particular nutrition"),
    (C.PROCESSED_MEAT, "charcuteries?|delicatessen meats?|cold cuts"),
    (C.SHELLFISH, "mollusques?|crustac[ée]s?|molluscs?|crustaceans?|seafood"),
    (C.FISH, "poissons?|fish"),
    (C.EGGS, "(?:œ|oe)ufs?(?! ?,)|eggs?(?! ?,)"),
    (_FR_MEAT, "viandes? (?:cuites|crues)|produits à base de viande|cooked meat|raw meat|meat products?"),
    (C.CHEESE, "fromages?|cheeses?"),
    (_FR_FRESH_DAIRY, "laits?|produits laitiers|dairy products|milks?|cr[èe]mes?|creams?"),
    (C.FATS_SWEETS_DRINKS, "margarines?"),
    (C.MILK_CREAM, "glaces?|ice creams?|desserts? glac[ée]s?|beurres?|butters?"),
    (
        C.DISHES,
        "entr[ée]es et plats compos[ée]s|plats compos[ée]s|soupes|pizzas|sandwichs|starters and dishes|mixed dishes",
    ),
    (C.CEREAL_FORTIFIED, "c[ée]r[ée]ales de petit-d[ée]jeuner|breakfast cereals?"),
    (C.NUTS, "ol[ée]agineuses|fruits à coque|nuts and seeds|nuts"),
    (_ALGAE + _fr((C.LEGUMES, "")), "l[ée]gumineuses?|pulses?|legumes"),
    (_ALGAE + _fr((C.VEGETABLES, "")), "l[ée]gumes?|pommes de terre|vegetables?|potatoes"),
    (C.FRUIT, "fruits?"),
    (C.CEREAL, "produits c[ée]r[ée]aliers|pains|p[âa]tes|cereal products?|bread"),
    (_FR_DRINKS, "boissons?|eaux|beverages?|waters?|drinks?"),
    (C.FATS_SWEETS_DRINKS, "sucr[ée]s?|mati[èe]res grasses|huiles?|sugar|fats|oils?|confectionery|chocolats?"),
    (_FR_ODDS, "aides culinaires|condiments?|ingr[ée]dients|sauces?|[ée]pices|sels|culinary aids|spices|salts"),
)


def finest(groups: Groups, texts: Iterable[str], name: str) -> C | None:
    """The category by the finest of several group names (coarse first) that says anything."""
    for text in reversed([text for text in texts if text.strip() not in ("", "-")]):
        if (rules := rules_of(groups, text)) is not None:
            return words.first(rules, name)
    return None
