"""Small words that separate things, belong to nobody, or say how a food was made. Pure."""


def set_of(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# Sure separators. A full stop counts only at the end of a sentence.
BETWEEN = frozenset([",", ";", "\n", "•", "|", "+", "、", "，", "；", "·", "*", "/", "\\", "→", "!", "?"])
THEN = frozenset(
    ["then", "also", "dann", "ausserdem", "puis", "ensuite", "aussi", "luego", "despues", "tambien", "sowie"]
)
# May separate, or stand within the name of one food: “coffee with milk”, “mac and cheese”.
AND = frozenset(["and", "&", "plus", "und", "et", "y", "n", "'n"])
WITH = frozenset(["with", "w", "on", "mit", "auf", "avec", "sur", "con", "sobre", "dazu", "topped", "alongside"])
JOINERS = AND | WITH
# After these an article belongs to the name: “fish in a bun”.
PREPOSITIONS = frozenset(["in", "of", "per", "from", "im", "vom", "dans", "en", "for", "by", "to", "the", "à"])
WITHOUT = frozenset(["without", "no", "ohne", "sans", "sin", "minus", "hold"])
OF = frozenset(["of", "de", "d'", "l'", "von", "du", "des", "del"])
EACH = frozenset(["each", "apiece", "chacun", "chacune", "chaque", "jeweils"])
OF_EACH = frozenset(["of", "à", "@", "je", "de", "at", "von", "zu"])
TIMES = frozenset(["x", "×", "*", "times", "mal", "fois"])

# Said before a food and telling nothing of it.
SPEECH = set_of(
    "i i've ive had have ate eat eaten drank drink drunk took take taken having log add please my the some this just "
    "so for well um uh er got another more bit little lot lots ok okay we "
    "ich hatte habe hab ass trank nahm gab es etwas noch der die das dem den mein meine "
    "j'ai mange bu pris du le la les mon ma ai "
    "he comido tomado bebido comi tome bebi el los las mi"
)
# Said after everything and telling nothing.
TAIL = set_of("please gegessen getrunken genommen too today's each thanks though gehabt")

SIZES = set_of(
    "small medium large big little mini thick thin heaped tall regular huge giant tiny level full whole heaping "
    "klein kleine kleiner kleines kleinen gross grosse grosser grosses grossen mittlere mittleres "
    "petit petite petits petites grand grande grands grandes gros grosse pequeno pequena pequenos pequenas"
)
NOT_SIZES = {
    ("big", "mac"), ("big", "macs"), ("mini", "wheats"), ("little", "gem"), ("petits", "pois"), ("full", "fat"),
    ("petit", "suisse"), ("whole", "milk"), ("whole", "grain"), ("whole", "wheat"), ("full", "cream"),
    ("full", "english"), ("big", "breakfast"), ("whole", "meal"), ("thick", "cut"),
}  # fmt: skip

# How a food was made or bought: a part of a line with nothing else belongs to the food before it.
PREPARED = set_of(
    "boiled fried grilled baked roasted roast poached scrambled steamed raw cooked smoked canned tinned fresh frozen "
    "homemade organic toasted chopped sliced diced grated minced mashed braised stewed cold hot warm leftover plain "
    "unsweetened sweetened fortified skinless boneless lean drained crispy hard-boiled soft-boiled hardboiled "
    "softboiled decaf iced dry dried salted unsalted peeled medium-rare rare vegan gluten-free wholemeal "
    "gekocht gekochte gekochtes gekochter gebraten gebratene gebratener gebratenes gegrillt gegrillte gegrillter "
    "geraeuchert frisch frische frischer frisches hausgemacht bio roh "
    "grille grillee cuit cuite cru crue fume frais fraiche maison roti rotie nature "
    "cocido cocida frito frita asado asada crudo fresco casero al vapor natural"
)

# Words after which a bare number belongs to the name: “b12 1000”, “vitamin d 25”, “tablet 500”.
STRENGTHS = set_of(
    "b12 b-12 b6 d d3 c vitamin vitamine vitamina vit omega q10 cyano cyanocobalamin methyl methylcobalamin hydroxo "
    "hydroxocobalamin adenosyl adenosylcobalamin cobalamin complex komplex complexe complejo multivitamin b "
    "tablet tablette lozenge capsule"
)
ALWAYS_STRENGTH = frozenset(["omega", "vitamin", "vit", "vitamine", "vitamina", "d", "b"])
LEAST_STRENGTH = 5  # a smaller number after these counts tablets
VAGUE = frozenset(["bit", "touch", "lot", "drizzle", "bisschen", "peu", "poco"])
