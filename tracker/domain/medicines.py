"""Medicines that touch B12, its tests or its treatment, and those of which it is known that they do not.

One row per medicine in `tracker/data/medicines.csv`; brands, all unconfirmed, in `medicine_brands.csv`. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain import tables

GROUPS = (  # medicines of one group count once
    "metformin", "ppi", "pcab", "h2_blocker", "antacid", "colchicine", "aminosalicylic_acid", "bile_acid_binder",
    "phenobarbital", "primidone", "topiramate", "pregabalin", "antiseizure", "neomycin", "potassium_chloride",
    "folic_acid", "hormonal_contraceptive", "hrt", "nitrous_oxide", "alcohol", "b12", "other",
)  # fmt: skip
EFFECTS = (  # what it does: to uptake, to the B12 in the body, to what is eaten, to a test; or nothing that is known
    "absorption_all", "absorption_food", "inactivation", "status_low", "intake_low", "masking", "response_antagonist",
    "assay", "assay_low", "assay_high", "confounder", "association", "none_known", "treatment",
)  # fmt: skip
UNCONFIRMED = frozenset(("memory", "estimate"))  # confidences that rest on no publication yet


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine, or one fixed combination. `key` is what people's medicines store.

    `state`: a key of `states.STATES`, "" where the model counts nothing. `asks_dose`: the dose of a day changes what is
    said: mg of metformin (the part of a combination) and folic acid, tablets of a proton pump inhibitor.
    `what` is known, what to `do`, where sources disagree ("" where they do not): sentences for people.
    `sources`: keys of `tables.citations`; none where no publication may be shown.
    """

    key: str
    name: str
    synonyms: tuple[str, ...]
    drug_class: str
    group: str
    atc: tuple[str, ...]
    rxnorm: tuple[str, ...]
    state: str
    asks_dose: bool
    effect: str
    evidence: str
    what: str
    do: str
    disagreement: str
    sources: tuple[str, ...]
    confidence: str

    @property
    def unconfirmed(self) -> bool:
        return self.confidence in UNCONFIRMED


class Brand(NamedTuple):
    """What a medicine is sold as. `market`: a country ("US", "UK", "DE" …), "EU", or "any". Never confirmed."""

    key: str
    market: str
    name: str


def _medicine(row: Mapping[str, str]) -> Medicine:
    return Medicine(
        key=row["id"],
        name=row["name"],
        synonyms=tables.listed(row["synonyms"]),
        drug_class=row["drug_class"],
        group=row["group"],
        atc=tables.listed(row["atc"]),
        rxnorm=tables.listed(row["rxnorm"]),
        state=row["state"],
        asks_dose=row["asks_dose"] == "yes",
        effect=row["effect"],
        evidence=row["evidence"],
        what=row["what"],
        do=row["do"],
        disagreement=row["disagreement"],
        sources=tables.listed(row["sources"]),
        confidence=row["confidence"],
    )


MEDICINES: Mapping[str, Medicine] = MappingProxyType({row["id"]: _medicine(row) for row in tables.read("medicines")})
BRANDS = tuple(Brand(row["medication_id"], row["market"], row["brand"]) for row in tables.read("medicine_brands"))

_ACID = ("acid blocker", "acid reducer", "acid suppressant", "heartburn tablets", "reflux tablets")
_DIABETES = ("diabetes tablets", "diabetes medicine", "sugar tablets", "blood sugar tablets")
_SEIZURES = ("anticonvulsant", "antiepileptic", "anti-seizure medicine", "seizure tablets", "epilepsy tablets")
CLASS_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(  # what people call a whole group
    {
        "metformin": ("biguanide", *_DIABETES),
        "ppi": ("PPI", "PPIs", "proton pump inhibitor", "stomach protection", *_ACID),
        "pcab": ("P-CAB", "PCAB", "potassium-competitive acid blocker", *_ACID),
        "h2_blocker": ("H2 blocker", "H2 antagonist", "H2RA", "H2 receptor antagonist", *_ACID),
        "antacid": ("antacid", "indigestion tablets", "heartburn tablets"),
        "colchicine": ("gout tablets", "gout medicine"),
        "bile_acid_binder": ("bile acid binder", "bile acid sequestrant", "bile acid resin"),
        "antiseizure": _SEIZURES,
        "phenobarbital": (*_SEIZURES, "barbiturate"),
        "primidone": _SEIZURES,
        "topiramate": _SEIZURES,
        "pregabalin": _SEIZURES,
        "hormonal_contraceptive": ("hormonal contraceptive", "contraceptive", "birth control"),
        "hrt": ("menopause hormones", "oestrogen tablets"),
    }
)


def state_of(key: str) -> str:
    """The state of the model that goes with a medicine; "" where none does, and for a name that is not listed."""
    medicine = MEDICINES.get(key)
    return medicine.state if medicine else ""


def in_group(group: str) -> tuple[Medicine, ...]:
    return tuple(medicine for medicine in MEDICINES.values() if medicine.group == group)


def brands_of(key: str) -> tuple[Brand, ...]:
    return tuple(brand for brand in BRANDS if brand.key == key)
