"""What blood tests are called, and their units as people read them: the markers of `domain.bands`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Marker(models.TextChoices):
    B12 = "b12", _("Total B12")
    ACTIVE_B12 = "active_b12", _("Active B12")
    MMA = "mma", _("MMA")
    HOMOCYSTEINE = "homocysteine", _("Homocysteine")
    FOLATE = "folate", _("Folate")
    HAEMOGLOBIN = "haemoglobin", _("Haemoglobin")
    MCV = "mcv", _("MCV")
    CREATININE = "creatinine", _("Creatinine")
    EGFR = "egfr", _("eGFR")
    POTASSIUM = "potassium", _("Potassium")


MARKER_NAMES = dict(Marker.choices)
MEANINGS = {  # what an abbreviation stands for, or what it shows
    "b12": _("serum vitamin B12, all of it"),
    "active_b12": _("holotranscobalamin, the part that cells can take"),
    "mma": _("methylmalonic acid, rises when cells lack B12"),
    "homocysteine": _("rises when cells lack B12, folate or B6"),
    "folate": _("serum folate, needed together with B12"),
    "haemoglobin": _("what carries oxygen in red blood cells"),
    "mcv": _("how large red blood cells are"),
    "creatinine": _("shows how well the kidneys filter"),
    "egfr": _("how fast the kidneys filter"),
    "potassium": _("may fall when severe anaemia is treated"),
}


def unit_shown(unit: str) -> str:
    """“mL/min/1.73 m²” of mL/min/1.73m2; the others as they are."""
    return unit.replace("1.73m2", "1.73\u00a0m²")
