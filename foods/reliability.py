"""How far a figure can be trusted, in words: what each grade means, and why some B12 does not count.

Reasons are keyed by what the food is, found by the words in its name; each cites its publication.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foods.choices import Category, Grade, Reliability


@dataclass(frozen=True)
class Citation:
    text: str
    url: str


WATANABE_2007 = Citation(
    "Watanabe F. Vitamin B12 sources and bioavailability. Exp Biol Med 2007;232:1266–1274",
    "https://doi.org/10.3181/0703-MR-67",
)
WATANABE_2014 = Citation(
    "Watanabe F et al. Vitamin B12-containing plant food sources for vegetarians. Nutrients 2014;6:1861–1873",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC4042564/",
)
PLANT_FOODS = Citation("VeganHealth (Norris J). Vitamin B12 in plant foods", "https://veganhealth.org")
REFERENCE_INTAKE = Citation(
    "Institute of Medicine. Dietary Reference Intakes, chapter 9: Vitamin B12. National Academies Press; 1998",
    "https://doi.org/10.17226/6015",
)


@dataclass(frozen=True)
class Reason:
    """Why a figure counts 0, in our own words, and who found so."""

    text: str | Promise
    citations: tuple[Citation, ...]


REASONS = {
    "cyanobacteria": Reason(
        _(
            "Spirulina and its relatives mostly hold pseudovitamin B12. The usual assays count it, but people cannot "
            "use it. So it counts 0 here, whatever a label says."
        ),
        (WATANABE_2007,),
    ),
    "nori": Reason(
        _(
            "Laver (nori) measures high, and some authors recommend it. In people, dried nori did not improve B12 "
            "status, and tables range from 0 to more than 30 µg in 100 g. Until that is settled it counts 0 here."
        ),
        (WATANABE_2014, PLANT_FOODS),
    ),
    "chlorella": Reason(
        _("One study in people found that chlorella acts as B12, with caveats. One is not enough: it counts 0 here."),
        (PLANT_FOODS,),
    ),
    "seaweed": Reason(
        _("Most seaweeds hold no B12 or traces, and assays also count look-alikes. So it counts 0 here."),
        (WATANABE_2007, WATANABE_2014),
    ),
    "ferment": Reason(
        _(
            "Only bacteria make B12, and which ones take part differs from batch to batch: figures run from nothing "
            "to a few µg. No plant food counts here until it was shown to help people."
        ),
        (WATANABE_2014, PLANT_FOODS),
    ),
    "mushroom": Reason(
        _("Mushrooms hold traces, which differ with what they grew on. They count 0 here."),
        (WATANABE_2014,),
    ),
    Reliability.INACTIVE: Reason(
        _("What assays find here is mostly a look-alike of B12 that people cannot use. So it counts 0."),
        (WATANABE_2007,),
    ),
    Reliability.DISPUTED: Reason(
        _("Sources disagree on whether there is B12 in it that people can use. Until that is settled it counts 0."),
        (WATANABE_2014,),
    ),
}

FORTIFIABLE = frozenset(  # categories of foods that may hold added B12: without a figure nobody knows
    map(str, (Category.PLANT_DAIRY, Category.CEREAL_FORTIFIED, Category.SPREADS_YEAST))
)
_WORDS = {
    "cyanobacteria": "spirulina|aphanizomenon|afa|nostoc|cyanobacteria|blue-green",
    "nori": "nori|laver|porphyra",
    "chlorella": "chlorella",
    "seaweed": "seaweeds?|kelp|kombu|wakame|dulse|sea lettuce|ulva|tsunomata|hijiki|arame|agar|algae?",
    "ferment": "tempeh|miso|natto|kimchi|sauerkraut|kombucha",
    "mushroom": "mushrooms?|shiitake",
}
_KINDS = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _WORDS.items()}


def reason_key(reliability: str, name: str) -> str:
    """The key of REASONS for a food of this name; empty where its B12 counts."""
    if reliability == Reliability.ACTIVE:
        return ""
    return next((kind for kind, words in _KINDS.items() if words.search(name)), str(reliability))


def why_not_counted(reliability: str, name: str) -> Reason | None:
    """Why the B12 of a food of this name counts 0; None where it counts."""
    key = reason_key(reliability, name)
    return REASONS[key] if key else None


GRADE_MEANS = {
    Grade.ANALYSED: _("Measured in a laboratory."),
    Grade.CALCULATED: _("Worked out from recipes and analyses by those who keep the data set."),
    Grade.LABEL: _("What the maker prints on the pack. The real amount may differ, and recipes change."),
    Grade.ASSUMED: _("Borrowed from a similar food, or assumed. Read it as a rough guide."),
    Grade.USER: _("Typed in by the person who logs it. Nobody has checked it."),
}
