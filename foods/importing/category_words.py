"""The words that decide: tables of groups and of words in names, for `foods.importing.categories`.

A rule is (category, words): the first whose words stand in the text wins; a rule without words always does.
"""

import re
from collections.abc import Iterable

from foods.choices import Category as C

Rule = tuple[C, re.Pattern[str] | None]
Rules = tuple[Rule, ...]


def whole_words(words: str) -> re.Pattern[str]:
    """`words` (alternatives with |), each whole, in the singular or plural."""
    return re.compile(rf"(?<!\w)(?:{words})(?:e?s)?(?!\w)", re.IGNORECASE)


def _rules(*pairs: tuple[C, str]) -> Rules:
    return tuple((category, whole_words(words) if words else None) for category, words in pairs)


def first(rules: Iterable[Rule], text: str) -> C | None:
    """The category of the first rule that fits `text`."""
    return next((category for category, words in rules if words is None or words.search(text)), None)


ALGAE_WORDS = (
    "seaweed|kelp|kombu|wakame|dulse|sea lettuce|tsunomata|hijiki|arame|agar|alga|algae|nori|laver|irish ?moss|"
    "spirulina|chlorella|nostoc|duckweed|tempeh|miso|natto|kimchi|sauerkraut|mushroom|shiitake|champignon|"
    "algue|spiruline|chou ?croute|choucroute|ao-nori|laitue de mer|haricot de mer|c[èe]pe|girolle|"
    "morille|pleurote"
)
_PLANT_MILK = (
    "non-?dairy|(?:soy|soya|almond|rice|oat|coconut|cashew|hemp|flax|pea|nut|hazelnut|macadamia)[ -]?"
    "(?:milk|milks|beverage|drink|yogurt|yoghurt|creamer)|soymilk|oatmilk|plant[- ]based|dairy[- ]free|vegan"
)
_ORGANS = (
    "liver|kidney|heart|brain|tongue|tripe|sweetbread|giblet|gizzard|pancreas|spleen|lung|thymus|chitterling|"
    "variety meats?|organ|offal|testicle|intestine"
)
_LIVER = "liverwurst|liver|braunschweiger|p[âa]t[ée]|foie gras"
_MEATLESS = (
    "meatless|vegetarian|veggie|vegan|vegetable protein|tofu|soy protein|meat (?:substitute|extender)|seitan|"
    "soybean curd|imitation bacon"
)
MEATLESS_MAKERS = "loma linda|worthington|morningstar farms|gardenburger"  # whatever meat their names speak of
_SHELLFISH = (
    "crustacean|mollusk|mollusc|shellfish|crab|crabmeat|lobster|shrimp|prawn|crayfish|crawfish|clam|oyster|mussel|"
    "scallop|squid|calamari|octopus|cuttlefish|abalone|whelk|snail|conch|cockle|krill|langoustine"
)
_NUTRITION = (
    "energy drink|sports? drink|electrolyte|protein|nutrition(?:al)? (?:drink|shake|powder|bar|supplement)|"
    "meal replacement|malted drink mix, powder, with added|instant breakfast|infant formula|"
    "toddler formula|formula|ensure|slim-?fast|"
    "vitamin water|enhanced water|water, enhanced|shake"
)
_ICES = "ice cream|gelato|sherbet|frozen yogurt|frozen custard|custard|pudding|flan|mousse|milkshake|milk ?shake|eggnog"
_FERMENTED = _rules((C.ALGAE_FERMENTS, ALGAE_WORDS))

DAIRY = _rules(
    (C.PLANT_DAIRY, _PLANT_MILK),
    (C.MILK_CREAM, _ICES),
    (C.EGGS, "egg"),
    (C.CHEESE, "cheese|ricotta|parmesan|queso|mozzarella|cheddar|paneer"),
    (C.YOGURT, "yogurt|yoghurt"),
    (C.MILK_CREAM, ""),
)
POULTRY = _rules((C.PLANT_PROTEIN, _MEATLESS), (C.ORGAN_MEAT, _ORGANS), (C.POULTRY, ""))
MEAT = _rules((C.PLANT_PROTEIN, _MEATLESS), (C.ORGAN_MEAT, _ORGANS), (C.MEAT, ""))
SAUSAGES = _rules(
    (C.PLANT_PROTEIN, _MEATLESS),
    (C.ORGAN_MEAT, _LIVER),
    (C.MEAT, "corned beef|beef, corned|cured, corned"),
    (C.PROCESSED_MEAT, ""),
)
COLD_CUTS = _rules(  # whole cuts are meat, what is made into slices and sausages is not
    (C.PLANT_PROTEIN, f"{_MEATLESS}|bacon bits"),
    (C.ORGAN_MEAT, _LIVER),
    (C.PROCESSED_MEAT, "luncheon meat|turkey bacon|venison/deer jerky|sausage"),
    (C.MEAT, "beef, (?:corned|dried|bacon)|beef jerky|^ham|canadian bacon|pork bacon"),
    (C.PROCESSED_MEAT, ""),
)
FISH = _rules((C.FISH, "imitation|surimi"), (C.SHELLFISH, _SHELLFISH), (C.FISH, ""))
LEGUMES = _FERMENTED + _rules(
    (C.PLANT_DAIRY, f"{_PLANT_MILK}|soymilk"),
    (C.DISHES, "(?:with|and) (?:franks|meat|beef)|entree|lasagna|sandwich(?! spread)|biscuit sausage"),
    (C.LEGUMES, "baked beans|beans, (?:baked|canned)|refried beans|soy sauce"),
    (C.PLANT_PROTEIN, f"{_MEATLESS}|{MEATLESS_MAKERS}|bacon|meatball|sandwich spread|burger|frankfurter|sausage"),
    (C.SPREADS_YEAST, "peanut butter|hummus"),
    (C.NUTS, "peanut"),
    (C.LEGUMES, ""),
)
PLANT_PROTEIN = _FERMENTED + _rules((C.PLANT_DAIRY, "frozen dessert|yogurt|cheese|milk"), (C.PLANT_PROTEIN, ""))
NUTS = _rules((C.SPREADS_YEAST, "(?:peanut|almond|cashew|nut|seed|sesame|sunflower) butter|tahini"), (C.NUTS, ""))
CEREALS = _rules((C.CEREAL, "granola|muesli|shredded wheat"), (C.CEREAL_FORTIFIED, ""))
SR_CEREALS = _rules(
    (
        C.CEREAL,
        "granola|muesli|shredded wheat|oats|oatmeal|farina|grits|cream of (?:wheat|rice)|cooked with water|cooked",
    ),
    (C.CEREAL_FORTIFIED, ""),
)
BAKED = _rules(
    (
        C.FATS_SWEETS_DRINKS,
        "cake|cookie|pie|doughnut|danish|sweet roll|strudel|eclair|cream puff|brownie|pastry|frosting",
    ),
    (C.CEREAL, ""),
)
PASTRIES = _rules((C.MILK_CREAM, "tiramisu"), (C.CEREAL, "croissant|brioche"), (C.FATS_SWEETS_DRINKS, ""))
SWEETS = _rules((C.PLANT_DAIRY, _PLANT_MILK), (C.MILK_CREAM, _ICES), (C.FATS_SWEETS_DRINKS, ""))
DRINKS = _rules(
    (C.PLANT_DAIRY, _PLANT_MILK),
    (C.DRINKS_NUTRITION, _NUTRITION),
    (C.FATS_SWEETS_DRINKS, ""),
)
ICES = _rules((C.PLANT_DAIRY, _PLANT_MILK), (C.FATS_SWEETS_DRINKS, "sorbet|gelatin|ice pop"), (C.MILK_CREAM, ""))
MILKS = _rules((C.PLANT_DAIRY, _PLANT_MILK), (C.YOGURT, "yogurt"), (C.MILK_CREAM, ""))
YOGURTS = _rules((C.PLANT_DAIRY, _PLANT_MILK), (C.YOGURT, ""))
SMOOTHIES = _rules((C.PLANT_DAIRY, _PLANT_MILK), (C.MILK_CREAM, "dairy|milk|yogurt"), (C.FRUIT, ""))
CREAMS = _rules((C.PLANT_DAIRY, "creamer|coffee whitener|non-?dairy"), (C.CHEESE, "cheese"), (C.MILK_CREAM, ""))
FATS = _rules(
    (C.PLANT_DAIRY, "vegan mayonnaise"),
    (C.FATS_SWEETS_DRINKS, "margarine|oil-butter|^oil"),  # blends with butter too
    (C.MILK_CREAM, "butter|ghee"),
    (C.FATS_SWEETS_DRINKS, ""),
)
VEGETABLES = _FERMENTED + _rules((C.SPREADS_YEAST, "yeast extract"), (C.VEGETABLES, ""))
CONDIMENTS = _FERMENTED + _rules(
    (C.SPREADS_YEAST, "yeast|hummus"),
    (C.YOGURT, "tzatziki|yogurt"),
    (C.CHEESE, "cheese fondue|cheese (?:dip|sauce)"),
    (C.MILK_CREAM, "white sauce"),
    (C.SHELLFISH, "oyster sauce"),
    (C.FISH, "fish sauce"),
    (C.LEGUMES, "soy sauce"),
    (C.DISHES, "soup|stew|chowder|bisque|broth|gravy|pasta sauce|spaghetti sauce"),
    (C.FATS_SWEETS_DRINKS, ""),
)
DISHES = _rules((C.DISHES, ""))
BY_NAME = _FERMENTED + _rules(  # where the group says nothing
    (C.SPREADS_YEAST, "yeast"),
    (C.PLANT_DAIRY, _PLANT_MILK),
    (C.PLANT_PROTEIN, _MEATLESS),
    (C.DRINKS_NUTRITION, _NUTRITION),
    (C.DISHES, "soup|stew|sandwich|pizza|burger|taco|burrito|lasagna|casserole|salad|sushi|curry"),
    (C.SHELLFISH, _SHELLFISH),
    (C.FISH, "fish|salmon|tuna|cod|herring|sardine|trout|whitefish|halibut|mackerel|smelt|sheefish|pike"),
    (C.ORGAN_MEAT, _ORGANS),
    (C.PROCESSED_MEAT, "sausage|salami|hot dog|frankfurter|bologna"),
    (C.POULTRY, "chicken|turkey|duck|goose"),
    (
        C.MEAT,
        "beef|pork|lamb|veal|venison|caribou|moose|seal|whale|walrus|bear|deer|bison|elk|rabbit|bacon|ham|buffalo",
    ),
    (C.EGGS, "egg"),
    (C.CHEESE, "cheese"),
    (C.YOGURT, "yogurt"),
    (C.MILK_CREAM, "milk|cream|whey|butter"),
    (C.CEREAL_FORTIFIED, "cereals? ready-to-eat|breakfast cereal"),
    (C.CEREAL, "oats|oat|wheat|rice|bread|flour|cornmeal|corn|bran|pasta|noodle|tortilla|barley"),
    (C.LEGUMES, "bean|lentil|pea|chickpea|soy"),
    (C.NUTS, "nut|almond|seed|acorn"),
    (C.FRUIT, "berry|berries|fruit|apple|juice|plum|cherry|banana"),
    (C.VEGETABLES, "squash|potato|leaf|leaves|root|greens|vegetable|pepper|tomato|fireweed"),
    (C.OTHER, ""),
)
BABY = _rules(
    (C.DRINKS_NUTRITION, "formula"),
    (C.CEREAL_FORTIFIED, "cereal"),
    (C.YOGURT, "yogurt"),
    (C.DISHES, "dinner|meat|beef|chicken|turkey|lamb|veal|ham|macaroni|pasta|stew"),
    (C.FRUIT, "fruit|juice|apple|applesauce|banana|pear|peach|plum|prune|apricot|mango"),
    (C.VEGETABLES, "vegetable|carrot|squash|pea|bean|corn|potato|spinach|beet|sweetpotato"),
    (C.FATS_SWEETS_DRINKS, "cookie|dessert|snack|teether|pretzel|zwieback|cracker|biscuit"),
    (C.OTHER, ""),
)
SNACKS = _rules(
    (C.DRINKS_NUTRITION, "nutrition bar|protein bar|energy bar|power ?bar|clif"), (C.FATS_SWEETS_DRINKS, "")
)
RESTAURANT = _rules(
    (C.MILK_CREAM, "milkshake|shake|sundae|soft serve|ice cream"),
    (C.VEGETABLES, "potato, french|french fries|hash brown|onion rings|coleslaw"),
    (C.CEREAL, "pancakes?|biscuit$|tortilla"),
    (C.DISHES, ""),
)

USDA_GROUPS = {  # the code of the food group without its last two figures
    1: DAIRY, 2: _rules((C.OTHER, "")), 3: BABY, 4: FATS, 5: POULTRY, 6: CONDIMENTS, 7: SAUSAGES, 8: SR_CEREALS,
    9: _rules((C.FRUIT, "")), 10: MEAT, 11: VEGETABLES, 12: NUTS, 13: MEAT, 14: DRINKS, 15: FISH, 16: LEGUMES, 17: MEAT,
    18: BAKED, 19: SWEETS, 20: _rules((C.CEREAL, "")), 21: RESTAURANT, 22: DISHES, 25: SNACKS, 35: BY_NAME,
    36: RESTAURANT,
}  # fmt: skip
USDA_GROUP_IDS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 25, 35, 36)
_NO_RULES = {
    C.MILK_CREAM: "1002 1004 1006 1008 1202 1204 1206 1208 1402 5802 5804 9602",
    C.YOGURT: "1820 1822 9010",
    C.PLANT_DAIRY: "1902 1904",
    C.ORGAN_MEAT: "2010",
    C.SHELLFISH: "2404",
    C.DISHES: "6432 8410 9007 9008",
    C.DRINKS_NUTRITION: "5404 7104 7206 7208 7804 9402 9404 9802",
    C.CEREAL_FORTIFIED: "9002",
    C.FRUIT: "9004 9202",
    C.VEGETABLES: "7008 9006",
}
WWEIA: dict[str, Rules] = {
    number: _rules((category, "")) for category, numbers in _NO_RULES.items() for number in numbers.split()
} | {
    "1602": _rules((C.CHEESE, "")), "1604": _rules((C.CHEESE, "")), "2402": FISH, "2502": _rules(
        (C.CHEESE, "cheese souffl[eé]"), (C.EGGS, "")
    ),
    "2602": COLD_CUTS, "2604": COLD_CUTS, "2606": SAUSAGES, "2608": SAUSAGES, "2804": NUTS, "2806": PLANT_PROTEIN,
    "3102": _rules((C.PLANT_PROTEIN, "meatless|vegetarian stroganoff"), (C.DISHES, "")),
    "3703": _rules((C.PLANT_PROTEIN, "vegetarian"), (C.DISHES, "")), "4602": CEREALS, "4604": CEREALS,
    "5502": PASTRIES, "5506": PASTRIES, "7220": SMOOTHIES, "8002": FATS, "8004": FATS, "8006": CREAMS, "8008": CREAMS,
    "8010": FATS, "9999": BY_NAME,
}  # fmt: skip
WWEIA_TENS: dict[str, Rules] = {  # by the first two figures, where the four are not above
    "20": MEAT, "22": POULTRY, "28": LEGUMES, "40": _rules((C.CEREAL, "")), "42": _rules((C.CEREAL, "")),
    "44": _rules((C.CEREAL, "")), "48": _rules((C.CEREAL, "")), "52": _rules((C.CEREAL, "")),
    "60": _rules((C.FRUIT, "")),
    "64": VEGETABLES, "68": _rules((C.VEGETABLES, "")), "70": _rules((C.FRUIT, "")), "84": CONDIMENTS,
    "73": _rules((C.PLANT_DAIRY, _PLANT_MILK), (C.FATS_SWEETS_DRINKS, "")),
} | dict.fromkeys(("30", "31", "32", "34", "35", "36", "37", "38"), DISHES) | dict.fromkeys(
    ("50", "54", "55", "57", "58", "71", "72", "75", "77", "78", "80", "88", "90", "92"),
    _rules((C.FATS_SWEETS_DRINKS, "")),
)  # fmt: skip
FNDDS_CODES: dict[str, Rules] = {  # by the start of the food code, the longest that fits: where no WWEIA number is
    "1": DAIRY, "113": _rules((C.PLANT_DAIRY, "")), "114": _rules((C.YOGURT, "")),
    "117": _rules((C.DRINKS_NUTRITION, "")),
    "12": CREAMS, "14": _rules((C.CHEESE, "")), "2": MEAT, "24": POULTRY, "251": _rules((C.ORGAN_MEAT, "")),
    "252": SAUSAGES, "26": FISH, "263": _rules((C.SHELLFISH, "")), "27": DISHES, "28": DISHES,
    "3": _rules((C.EGGS, "")), "4": LEGUMES, "418": PLANT_PROTEIN, "42": NUTS, "43": NUTS, "5": _rules((C.CEREAL, "")),
    "53": SWEETS, "54": SNACKS, "57": CEREALS, "58": DISHES, "59": PLANT_PROTEIN, "6": _rules((C.FRUIT, "")),
    "7": VEGETABLES, "77": DISHES, "8": FATS, "9": DRINKS, "91": SWEETS, "95": _rules((C.DRINKS_NUTRITION, "")),
}  # fmt: skip
