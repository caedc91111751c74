"""The fixed vocabulary of the food database."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Category(TextChoices):
    ORGAN_MEAT = "organ_meat", _("Liver and organ meats")
    MEAT = "meat", _("Meat")
    POULTRY = "poultry", _("Poultry")
    PROCESSED_MEAT = "processed_meat", _("Sausages and cold meats")
    FISH = "fish", _("Fish")
    SHELLFISH = "shellfish", _("Shellfish")
    EGGS = "eggs", _("Eggs")
    MILK_CREAM = "milk_cream", _("Milk and cream")
    YOGURT = "yogurt", _("Yogurt")
    CHEESE = "cheese", _("Cheese")
    PLANT_DAIRY = "plant_dairy", _("Plant drinks and dairy alternatives")
    PLANT_PROTEIN = "plant_protein", _("Meat and fish alternatives")
    CEREAL_FORTIFIED = "cereal_fortified", _("Breakfast cereals")
    CEREAL = "cereal", _("Grains and bread")
    SPREADS_YEAST = "spreads_yeast", _("Yeast, extracts and spreads")
    DRINKS_NUTRITION = "drinks_nutrition", _("Energy and nutrition drinks")
    DISHES = "dishes", _("Dishes")
    LEGUMES = "legumes", _("Beans and soya")
    VEGETABLES = "vegetables", _("Vegetables")
    FRUIT = "fruit", _("Fruit")
    NUTS = "nuts", _("Nuts and seeds")
    FATS_SWEETS_DRINKS = "fats_sweets_drinks", _("Fats, sweets and drinks")
    ALGAE_FERMENTS = "algae_ferments", _("Algae and ferments")
    SUPPLEMENT = "supplement", _("Supplements")
    INJECTION = "injection", _("Injections")
    OTHER = "other", _("Other")


class Diet(TextChoices):
    """Who can eat it: each holds the ones before it."""

    VEGAN = "vegan", _("vegan")
    VEGETARIAN = "vegetarian", _("vegetarian")
    FISH = "fish", _("with fish")
    MEAT = "meat", _("with meat")


class Origin(TextChoices):
    FOOD = "food", _("food")
    ADDED = "added", _("added to food")
    SUPPLEMENT = "supplement", _("supplement")
    INJECTED = "injected", _("injected")


class Form(TextChoices):
    CYANOCOBALAMIN = "cyanocobalamin", _("cyanocobalamin")
    HYDROXOCOBALAMIN = "hydroxocobalamin", _("hydroxocobalamin")
    METHYLCOBALAMIN = "methylcobalamin", _("methylcobalamin")
    ADENOSYLCOBALAMIN = "adenosylcobalamin", _("adenosylcobalamin")
    BOUND = "bound", _("bound in food")
    NOT_STATED = "not_stated", _("not stated")


class Route(TextChoices):
    SWALLOWED = "swallowed", _("swallowed")
    SUBLINGUAL = "sublingual", _("under the tongue")
    NASAL = "nasal", _("through the nose")
    INJECTED = "injected", _("injected")


class Reliability(TextChoices):
    ACTIVE = "active", _("active")
    DISPUTED = "disputed", _("disputed")
    INACTIVE = "inactive", _("inactive look-alike")


class Basis(TextChoices):
    G100 = "g100", _("per 100 g")
    ML100 = "ml100", _("per 100 ml")
    UNIT = "unit", _("per unit")


class Grade(TextChoices):
    """How good a figure is, best first."""

    ANALYSED = "analysed", _("analysed")
    CALCULATED = "calculated", _("calculated")
    LABEL = "label", _("from the label")
    ASSUMED = "assumed", _("borrowed or assumed")
    USER = "user", _("entered by a user")


class State(TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")
