"""fhir.json: a bundle of the type "collection", written resource by resource."""

import datetime as dt
import json
from collections.abc import Iterator
from itertools import chain

from accounts.models import User
from tracker.export.fhir.observations import blood_tests, gas_uses, intake, symptoms
from tracker.export.fhir.parts import Resource, patient_address
from tracker.export.fhir.treatments import conditions, injections, medicines, regimens
from tracker.export.lines import instant
from tracker.people import profile_of, today_of


def bundle(person: User, *, now: dt.datetime) -> Iterator[str]:
    """The whole of it in pieces."""
    head = {"resourceType": "Bundle", "type": "collection", "timestamp": instant(now)}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "entry": ['
    separator = "\n"
    for one in entries(person, today=today_of(person, now=now)):
        yield separator + json.dumps(one, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def entries(person: User, *, today: dt.date) -> Iterator[Resource]:
    return chain(
        [_patient(person)],
        conditions(person),
        medicines(person),
        regimens(person, today=today),
        injections(person),
        blood_tests(person),
        symptoms(person),
        gas_uses(person),
        intake(person),
    )


def _patient(person: User) -> Resource:
    """Without name and address: what is known of the person bears on B12. The year of birth where it was said."""
    profile = profile_of(person)
    resource: Resource = {"resourceType": "Patient"}
    if profile.sex:
        resource["gender"] = profile.sex
    if profile.birth_year:
        resource["birthDate"] = str(profile.birth_year)
    return {"fullUrl": patient_address(person), "resource": resource}
