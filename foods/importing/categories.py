"""Where a published food belongs in our table: its category from its group and name, and what follows from it.

Sets sort foods into groups that are coarser than ours ("Dairy and Egg Products"), so words of the name refine them.
"""

import dataclasses
from decimal import Decimal

from foods.choices import Category, Diet, Form, Origin, Reliability
from foods.importing import category_groups as groups
from foods.importing import category_words as words
from foods.importing.category_words import whole_words
from foods.importing.records import FoodRecord
from foods.reliability import reason_key

_ANIMAL = {  # category → who can eat what is only that
    Category.ORGAN_MEAT: Diet.MEAT, Category.MEAT: Diet.MEAT, Category.POULTRY: Diet.MEAT,
    Category.PROCESSED_MEAT: Diet.MEAT, Category.FISH: Diet.FISH, Category.SHELLFISH: Diet.FISH,
    Category.EGGS: Diet.VEGETARIAN, Category.MILK_CREAM: Diet.VEGETARIAN, Category.YOGURT: Diet.VEGETARIAN,
    Category.CHEESE: Diet.VEGETARIAN,
}  # fmt: skip
_PLAIN = (Category.VEGETABLES, Category.FRUIT, Category.NUTS, Category.LEGUMES)
_FORTIFIED_IF_ANY = {  # µg from which on such a food was fortified, whether the set lists that or not
    Category.PLANT_DAIRY: Decimal("0.2"),
    Category.CEREAL_FORTIFIED: Decimal("0.5"),
    Category.PLANT_PROTEIN: Decimal("0.5"),
}
_GROUP_NAMES = {
    "dairy and egg": 1, "spices and herbs": 2, "baby foods": 3, "fats and oils": 4, "poultry": 5, "soups, sauces": 6,
    "sausages and luncheon": 7, "breakfast cereals": 8, "fruits and fruit": 9, "pork": 10,
    "vegetables and vegetable": 11,
    "nut and seed": 12, "beef": 13, "beverages": 14, "alcoholic beverages": 14, "finfish and shellfish": 15,
    "legumes and legume": 16, "lamb, veal": 17, "baked": 18, "sweets": 19, "cereal grains": 20, "fast foods": 21,
    "meals, entrees": 22, "snacks": 25, "american indian": 35, "restaurant": 36,
}  # fmt: skip
_MEAT = whole_words(
    "meat|beef|pork|ham|bacon|sausage|chicken|turkey|lamb|veal|pepperoni|salami|chorizo|hot dog|frankfurter|duck|goose|"
    "steak|canadian|benedict|poultry|prosciutto|pastrami|bologna|goat|venison|"
    "viande|jambon|lardon|poulet|b(?:œ|oe)uf|porc|veau|dinde|saucisse"
)
_FISHY = whole_words(
    "fish|tuna|salmon|cod|shrimp|crab|clam|lobster|seafood|anchovy|anchovies|sardine|herring|oyster|scallop|"
    "poisson|saumon|thon|crevette|crabe|anchois"
)
_NOT_MEAT = whole_words(
    "meatless|vegetarian|veggie|vegan|imitation|flavou?red|flavou?r|without|no meat|substitute|meat-?free|"
    + words.MEATLESS_MAKERS
)
_MAY_BE_ANIMAL = whole_words(
    r"milk|cream\w*|cheese\w*|butter\w*|egg|honey|gelatin|lard|sauce|dressing|fat added|meat|casserole|salad|pudding|"
    r"yogurt|whey|ham|pork|bacon|chicken|beef|shrimp|fish|prepared|mayonnaise|marshmallow|frozen dessert|"
    r"souffl\w*|au gratin|lait\w*|cr[èe]me|beurre|fromage|(?:œ|oe)uf|g[ée]latine|miel|jambon|lardon|"
    r"viande|cuisin\w*|préparé\w*"
)
_PLANT_DRINK = whole_words("milk|drink|yogurt|beverage|soymilk|smoothie")
_HOLDS_MILK = whole_words("casein\\w*|whey|milk protein|coffee creamer")
_MARGARINE = whole_words("margarine|vegetable oil-butter")
_HOLDS_EGG = whole_words("egg|cheese")
_CYANOBACTERIA = ("cyanobacteria",)
_SPIRULINA_FR = whole_words("spiruline")


def of_usda_group(group: str, name: str) -> Category:
    """By the group of SR28, SR Legacy and Foundation: code ("0100"), id in FoodData Central ("1") or name."""
    number = _group_number(group.strip())
    rules = words.USDA_GROUPS.get(number, words.BY_NAME)
    return words.first(rules, _head(name) if rules is words.VEGETABLES else name) or Category.OTHER


def _group_number(group: str) -> int:
    if group == "1410" or group == "28":
        return 14  # alcoholic drinks
    if group.isascii() and group.isdigit() and len(group) <= 4:
        if len(group) >= 3:
            return int(group) // 100
        return words.USDA_GROUP_IDS[int(group) - 1] if 1 <= int(group) <= len(words.USDA_GROUP_IDS) else 0
    return next((number for text, number in _GROUP_NAMES.items() if group.lower().startswith(text)), 0)


def of_fndds(food_code: str, name: str, wweia: str = "") -> Category:
    """By the WWEIA category number where there is one ("1002"), else by the start of the 8-digit food code."""
    rules = words.WWEIA.get(wweia) or words.WWEIA_TENS.get(wweia[:2])
    if rules is None:
        rules = next((words.FNDDS_CODES[food_code[:n]] for n in (3, 2, 1) if food_code[:n] in words.FNDDS_CODES), None)
    rules = rules or words.BY_NAME
    head_decides = rules in (words.VEGETABLES, words.CONDIMENTS)
    return words.first(rules, _head(name) if head_decides else name) or Category.OTHER


def of_branded(group: str, name: str) -> Category:
    """By the category text of a branded food ("Plant Based Milk"), else by its name."""
    return groups.finest(groups.BRANDED, (group,), name) or words.first(words.BY_NAME, name) or Category.OTHER


def of_ciqual(names_of_groups: tuple[str, ...], name: str) -> Category:
    """By the names of group, subgroup and sub-subgroup, French or English, coarse first."""
    return groups.finest(groups.CIQUAL, names_of_groups, name) or words.first(words.BY_NAME, name) or Category.OTHER


def _head(name: str) -> str:
    """What the food is: the words before the first comma, without what it comes with."""
    return name.split(",")[0].split(" with ")[0]


def placed(record: FoodRecord, category: Category, *, market: str = "") -> FoodRecord:
    """`record` with its category and what follows: diet, origin, form, reliability, and the market of fortified foods.

    Fortification by more than half makes the origin "added"; where a food cannot hold B12 of its own and yet does, it
    is fortified too, and how much was added is unknown (the sets often do not list it).
    """
    total, added = record.b12_ug, record.b12_added_ug
    diet = diet_of(category, record.name, total)
    origin = Origin.FOOD
    if total and added is not None and added * 2 >= total:
        origin = Origin.ADDED
    elif total is not None and not added and _plainly_fortified(category, record.name, total, added):
        origin, added = Origin.ADDED, None
    reliability = reliability_of(category, record.name) if origin == Origin.FOOD else Reliability.ACTIVE
    return dataclasses.replace(
        record,
        category=str(category),
        diet=str(diet),
        origin=str(origin),
        reliability=str(reliability),
        form=str(
            _form(record, category, diet, added, counts=origin == Origin.FOOD and reliability == Reliability.ACTIVE)
        ),
        b12_added_ug=added,
        market=record.market or (market if origin == Origin.ADDED else ""),
    )


def _plainly_fortified(category: Category, name: str, total: Decimal, added: Decimal | None) -> bool:
    if category == Category.PLANT_PROTEIN and (added is not None or _HOLDS_EGG.search(name)):
        return False  # a meat alternative may be made with egg or milk: where a set says that none was added, so it is
    return total >= _FORTIFIED_IF_ANY.get(category, Decimal("Infinity")) and "unfortified" not in name.casefold()


def reliability_of(category: Category, name: str) -> Reliability:
    """Algae and ferments do not count: blue-green ones hold a look-alike, of the others it is not settled."""
    if category != Category.ALGAE_FERMENTS:
        return Reliability.ACTIVE
    kind = reason_key(Reliability.DISPUTED, name)
    return Reliability.INACTIVE if kind in _CYANOBACTERIA or _SPIRULINA_FR.search(name) else Reliability.DISPUTED


def diet_of(category: Category, name: str, total: Decimal | None) -> str:
    """Who can eat it, where that is sure; else empty."""
    if category in _ANIMAL:
        return _animal_diet(category, name)
    if category == Category.DISHES:
        return Diet.MEAT if _MEAT.search(name) and not _NOT_MEAT.search(name) else ""
    if category == Category.PLANT_DAIRY:
        return Diet.VEGAN if _PLANT_DRINK.search(name) and not _HOLDS_MILK.search(name) else ""
    if category in _PLAIN:
        return Diet.VEGAN if total == 0 and not _MAY_BE_ANIMAL.search(name) else ""
    return ""


def _animal_diet(category: Category, name: str) -> str:
    diet = _ANIMAL[category]
    if diet == Diet.MEAT:
        return diet
    if diet == Diet.FISH:
        return "" if _MEAT.search(name) else diet
    if _MEAT.search(name) and not _NOT_MEAT.search(name):
        return "" if "goat" in name.lower() or "goose egg" in name.lower() or "duck egg" in name.lower() else Diet.MEAT
    if "margarine" in name.lower():
        return ""  # some hold whey, some do not
    return Diet.FISH if _FISHY.search(name) else diet


def _form(record: FoodRecord, category: Category, diet: str, added: Decimal | None, *, counts: bool) -> Form:
    """B12 that nobody added is bound in what came from an animal; of a margarine nobody knows where it came from."""
    if not counts or not record.b12_ug or _MARGARINE.match(record.name):
        return Form.NOT_STATED
    if category in _ANIMAL:
        return Form.BOUND
    may_hold_animals = category in (
        Category.DISHES,
        Category.CEREAL,
        Category.FATS_SWEETS_DRINKS,
        Category.PLANT_PROTEIN,
    )
    return Form.BOUND if may_hold_animals and added == 0 and diet != Diet.VEGAN else Form.NOT_STATED
