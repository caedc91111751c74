"""What the resources are put together from: codes, figures with their units, dates as exact as they were said."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from accounts.models import User

LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
ATC, RXNORM = "http://www.whocc.no/atc", "http://www.nlm.nih.gov/research/umls/rxnorm"
HL7 = "http://terminology.hl7.org/CodeSystem"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_SPACE = uuid.UUID("7c0ba106-b12c-4c0b-a106-000000000020")
_LENGTH = {"year": 4, "month": 7, "day": 10}
Resource = dict[str, Any]


def address(kind: str, mark: object) -> str:
    """The same thing has the same address in every bundle."""
    return f"urn:uuid:{uuid.uuid5(_SPACE, f'{kind} {mark}')}"


def patient_address(person: User) -> str:
    return address("Patient", person.date_joined.isoformat())


def subject(person: User) -> Resource:
    return {"reference": patient_address(person)}


def entry(kind: str, mark: object, resource: Resource) -> Resource:
    """One entry of the bundle, without what is empty: FHIR knows no empty lists, texts or nulls."""
    return {"fullUrl": address(kind, mark), "resource": without_empty({"resourceType": kind} | resource)}


def without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: full for name, one in value.items() if not _is_empty(full := without_empty(one))}
    if isinstance(value, list):
        return [full for one in value if not _is_empty(full := without_empty(one))]
    return value


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def concept(text: str, *codings: tuple[str, str, str]) -> Resource:
    """A concept in words, with the codes of it: (system, code, display)."""
    return {
        "coding": [{"system": system, "code": code, "display": display} for system, code, display in codings],
        "text": text,
    }


def category(system: str, code: str, text: str = "") -> list[Resource]:
    return [{"coding": [{"system": f"{HL7}/{system}", "code": code}], "text": text}]


def quantity(value: Decimal, code: str, *, unit: str = "", comparator: str = "") -> Resource:
    """A figure in a unit of UCUM; `unit` as people read it."""
    return {"value": number(value), "comparator": comparator, "unit": unit or code, "system": UCUM, "code": code}


def number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def unknown(reason: str = "unknown") -> Resource:
    """In the place of a figure that nobody knows."""
    return concept("", (f"{HL7}/data-absent-reason", reason, "Unknown"))


def absent() -> Resource:
    """The same inside an element that has no place for it."""
    return {"extension": [{"url": ABSENT, "valueCode": "unknown"}]}


def as_said(date: dt.date | None, precision: str = "day") -> str:
    """“2019”, “2019-03” or “2019-03-14”: no more than was said."""
    return date.isoformat()[: _LENGTH[precision]] if date else ""


def notes(*texts: str) -> list[Resource]:
    return [{"text": text} for text in texts if text]
