"""Codes of blood tests, medicines and units. What is here was compared with a publication; where no code says exactly
what was measured, none is given, and the words stand alone (docs/decisions/0020)."""

from tracker.domain.medicines import MEDICINES
from tracker.export.fhir.parts import ATC, LOINC, RXNORM

Coding = tuple[str, str, str]

_MASS = "Cobalamin (Vitamin B12) [Mass/volume] in Serum or Plasma"
TESTS: dict[tuple[str, str], tuple[str, str]] = {  # by marker and the unit in UCUM: the kind of quantity is in the code
    ("b12", "ng/L"): ("2132-9", _MASS),
    ("b12", "pg/mL"): ("2132-9", _MASS),
    ("b12", "pmol/L"): ("14685-2", "Cobalamin (Vitamin B12) [Moles/volume] in Serum or Plasma"),
    ("active_b12", "pmol/L"): ("72160-5", "Holo-transcobalamin II [Moles/volume] in Serum"),
    ("mma", "umol/L"): ("13964-2", "Methylmalonate [Moles/volume] in Serum or Plasma"),
    ("mma", "nmol/L"): ("13964-2", "Methylmalonate [Moles/volume] in Serum or Plasma"),
    ("homocysteine", "umol/L"): ("13965-9", "Homocysteine [Moles/volume] in Serum or Plasma"),
    ("folate", "ng/mL"): ("2284-8", "Folate [Mass/volume] in Serum or Plasma"),
    ("folate", "ug/L"): ("2284-8", "Folate [Mass/volume] in Serum or Plasma"),
    ("folate", "nmol/L"): ("14732-2", "Folate [Moles/volume] in Serum or Plasma"),
    ("haemoglobin", "g/L"): ("718-7", "Hemoglobin [Mass/volume] in Blood"),
    ("haemoglobin", "g/dL"): ("718-7", "Hemoglobin [Mass/volume] in Blood"),
    ("mcv", "fL"): ("30428-7", "MCV [Entitic mean volume] in Red Blood Cells"),
    ("creatinine", "mg/dL"): ("2160-0", "Creatinine [Mass/volume] in Serum or Plasma"),
    ("creatinine", "umol/L"): ("14682-9", "Creatinine [Moles/volume] in Serum or Plasma"),
    ("potassium", "mmol/L"): ("2823-3", "Potassium [Moles/volume] in Serum or Plasma"),
    # eGFR: its codes name the formula, and nobody asked for that
}
FORMS = {
    "cyanocobalamin": ("B03BA01", "cyanocobalamin"),
    "hydroxocobalamin": ("B03BA03", "hydroxocobalamin"),
    "adenosylcobalamin": ("B03BA04", "cobamamide"),
    "methylcobalamin": ("B03BA05", "mecobalamin"),
}
_B12 = {"b12_cn": "cyanocobalamin", "b12_oh": "hydroxocobalamin", "b12_me": "methylcobalamin",
        "b12_ado": "adenosylcobalamin"}  # fmt: skip
_ONE_SUBSTANCE = 7  # letters of an ATC code that names a substance, and not a group
_UCUM = {"µmol/L": "umol/L", "µg/L": "ug/L", "mL/min/1.73m2": "mL/min/{1.73_m2}"}


def ucum(unit: str) -> str:
    """The unit of a blood test in UCUM."""
    return _UCUM.get(unit, unit)


def of_test(marker: str, unit: str) -> tuple[Coding, ...]:
    found = TESTS.get((marker, ucum(unit)))
    return ((LOINC, *found),) if found else ()


def of_medicine(key: str) -> tuple[Coding, ...]:
    """ATC and RxNorm of what is listed and confirmed, where there is one of each and it is of just that.

    A combination has the RxNorm code of one of its parts, a class the code of one of its members: they keep ATC alone.
    """
    listed = MEDICINES.get(key)
    if key in _B12:
        return of_form(_B12[key])
    if listed is None or listed.unconfirmed or len(listed.atc) != 1:
        return ()
    (atc,) = listed.atc
    alone = len(atc) == _ONE_SUBSTANCE and len(listed.rxnorm) == 1 and "+" not in listed.name
    return ((ATC, atc, ""), *(((RXNORM, listed.rxnorm[0], ""),) if alone else ()))


def of_form(form: str) -> tuple[Coding, ...]:
    return ((ATC, *FORMS[form]),) if form in FORMS else ()
