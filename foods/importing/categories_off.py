"""Categories of Open Food Facts in ours. Their tags run from coarse to fine; the finest that says anything decides.

Where no tag says anything, the words of the name do, as for other sets (`category_words.BY_NAME`).
"""

from collections.abc import Sequence

from foods.choices import Category as C
from foods.importing import category_words as words


def _table(groups: dict[C, str]) -> dict[str, C]:
    return {f"en:{tag}": category for category, tags in groups.items() for tag in tags.split()}


_DECISIVE = _table({  # whatever else such a product is: a vegan cheese is filed under cheeses as well
    C.SUPPLEMENT: "dietary-supplements vitamins food-supplements multivitamins vitamin-b12-supplements",
    C.PLANT_DAIRY: (
        "plant-milks plant-based-milk-alternatives plant-based-milks milk-substitute milk-substitutes "
        "dairy-substitutes plant-based-creams plant-based-creams-for-cooking cheese-substitutes vegan-cheeses "
        "plant-based-cheeses imitation-cheeses non-dairy-yogurts plant-based-yogurts soy-milks oat-milks almond-milks "
        "rice-milks legume-milks cereal-milks nut-milks coconut-milks-for-drinking vegetal-desserts soy-desserts "
        "non-dairy-desserts non-dairy-fermented-foods soya-yogurts plant-based-ice-creams"
    ),
    C.PLANT_PROTEIN: (
        "meat-alternatives meat-analogues meat-substitutes fish-substitutes veggie-burgers veggie-patties "
        "vegetarian-sausages vegan-sausages veggie-sausages tofu seitan textured-vegetable-proteins falafels "
        "egg-substitutes"
    ),
    C.ALGAE_FERMENTS: (
        "seaweeds seaweeds-and-their-products algae algae-and-their-products edible-algae spirulina chlorella nori "
        "nori-seaweeds dried-seaweeds kelp wakame kombu dulse tempeh miso natto kimchi sauerkrauts kombuchas mushrooms "
        "mushrooms-and-their-products dried-mushrooms canned-mushrooms"
    ),
    C.SPREADS_YEAST: "yeast-extracts yeast-extract-spreads nutritional-yeasts yeasts brewer-s-yeast",
    C.DRINKS_NUTRITION: (
        "energy-drinks sports-drinks sport-drinks protein-powders protein-shakes protein-bars meal-replacements "
        "meal-replacement-shakes bodybuilding-supplements infant-formulas baby-milks milks-for-infants "
        "growth-milks energy-bars dietary-drinks vitamin-waters energy-drink-with-sugar"
    ),
    C.CEREAL_FORTIFIED: "breakfast-cereals mueslis corn-flakes extruded-cereals cereal-clusters granolas",
})  # fmt: skip
_TAGS = _table({
    C.ORGAN_MEAT: "offals livers liver-pates foie-gras pates poultry-livers chicken-livers beef-livers kidneys tripes",
    C.MEAT: (
        "meats meats-and-their-products beef pork lambs veal-meat steaks ground-steaks fresh-meats beef-preparations "
        "ground-meat-preparations meat-preparations hamburgers meat-based-products game rabbits"
    ),
    C.POULTRY: (
        "poultries chickens chicken-breasts turkeys ducks cooked-poultries chicken-preparations poultry-preparations"
    ),
    C.PROCESSED_MEAT: (
        "prepared-meats hams white-hams cured-ham raw-cured-ham dried-hams dried-meats sausages cured-sausages salami "
        "bacon lardons bresaola chorizos italian-meat-products charcuteries cold-cuts"
    ),
    C.FISH: (
        "fishes fishes-and-their-products seafood fatty-fishes salmons tunas canned-fishes fish-fillets smoked-fishes "
        "sardines mackerels fish-preparations cods herrings trouts surimi canned-tunas smoked-salmons caviars anchovies"
    ),
    C.SHELLFISH: "crustaceans mollusc molluscs shrimps mussels oysters scallops squids shellfish crabs clams octopuses",
    C.EGGS: "eggs chicken-eggs barn-chicken-eggs free-range-chicken-eggs",
    C.MILK_CREAM: (
        "milks dairy-drinks creams butters milkfat animal-fats whole-milks ice-creams ice-creams-and-sorbets "
        "frozen-desserts dairy-desserts fermented-dairy-desserts dairies milk-powders dairy-spread flavoured-milks "
        "ice-cream-tubs condensed-milks"
    ),
    C.YOGURT: (
        "yogurts fermented-milk-drinks fermented-milk-products drinkable-yogurts kefir skyrs fromages-blancs quarks "
        "fermented-dairy-desserts fresh-cheeses-petit-suisse"
    ),
    C.CHEESE: (
        "cheeses cream-cheeses mozzarella ricotta mascarpone cow-cheeses goat-cheeses grated-cheese processed-cheeses"
    ),
    C.CEREAL: (
        "breads special-breads cereal-grains rices pastas dry-pastas flours cereal-flours cereal-flakes rolled-oats "
        "rolled-flakes cereals-and-their-products flatbreads crispbreads rusks crackers viennoiseries brioches "
        "puffed-cereal-cakes biscuits biscuits-and-cakes cakes biscuits-and-crackers pastries sweet-pastries-and-pies "
        "cereal-semolinas tortillas bran stuffed-pastas noodles cereals-and-potatoes"
    ),
    C.DISHES: (
        "meals meals-with-meat meals-with-fish poultry-meals meals-with-chicken soups pizzas pizzas-pies-and-quiches "
        "sandwiches pasta-dishes prepared-salads frozen-ready-made-meals canned-meals appetizers starters salads "
        "canned-soups crepes-and-galettes stews sushi-and-maki"
    ),
    C.LEGUMES: "legumes legume-seeds pulses lentils chickpeas common-beans legumes-and-their-products soybeans hummus",
    C.VEGETABLES: (
        "vegetables vegetables-based-foods fresh-vegetables canned-vegetables frozen-vegetables tomatoes pickles "
        "pickled-vegetables olives gherkins tomato-sauces tomatoes-and-their-products potatoes leaf-vegetables "
        "chips-and-fries onions-and-their-products vegetable-sweet plant-based-pickles"
    ),
    C.FRUIT: (
        "fruits fruits-based-foods dried-fruits fruit-juices juices-and-nectars fruit-nectars compotes "
        "fruits-and-vegetables-based-foods fruit-purees jams"
    ),
    C.NUTS: (
        "nuts nuts-and-their-products seeds peanuts almonds peanut-butters nut-butters oilseed-purees legume-butters "
        "hazelnut-spreads"
    ),
    C.FATS_SWEETS_DRINKS: (
        "beverages alcoholic-beverages wines beers waters sodas coffees teas herbal-teas hot-beverages "
        "carbonated-drinks fats vegetable-oils olive-oils vegetable-fats margarines spreadable-fats chocolates "
        "chocolate-candies candies confectioneries sweeteners honeys bee-products syrups sweet-spreads spreads "
        "chocolate-spreads desserts snacks sweet-snacks salty-snacks salted-snacks sauces condiments "
        "vinegars mayonnaises spices crisps bars cocoa-and-its-products plant-based-spreads"
    ),
})  # fmt: skip


def category_of(tags: Sequence[str], name: str) -> C:
    """By `categories_tags`, coarse first, else by the name."""
    for table in (_DECISIVE, _TAGS):
        for tag in reversed(tags):
            if tag in table:
                return table[tag]
    return words.first(words.BY_NAME, name) or C.OTHER
