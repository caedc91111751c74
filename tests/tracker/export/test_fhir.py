"""fhir.json is FHIR R4, says what the person said, and never a 0 for what nobody knows."""

import datetime as dt
import json
import re
from decimal import Decimal

import pytest
from fhir.resources.R4B import get_fhir_model_class
from fhir.resources.R4B.bundle import Bundle

from accounts.models import User
from tests.factories import (
    ConditionFactory,
    DayMarkFactory,
    EntryFactory,
    MeasuredFactory,
    MedicineFactory,
    PhaseFactory,
    RegimenFactory,
    SampleFactory,
    SymptomScoreFactory,
    UserFactory,
)
from tests.tracker.export.everything import NOW, somebody_with_everything
from tracker.domain.bands import UNITS
from tracker.domain.medicines import MEDICINES
from tracker.domain.symptoms import SYMPTOMS
from tracker.export.fhir.bundle import bundle
from tracker.export.fhir.codes import FORMS, TESTS, of_medicine, ucum

pytestmark = pytest.mark.django_db


def bundle_of(person) -> dict:
    return json.loads("".join(bundle(User.objects.get(pk=person.pk), now=NOW)))


def resources(person, kind: str) -> list[dict]:
    found = [one["resource"] for one in bundle_of(person)["entry"]]
    return [one for one in found if one["resourceType"] == kind]


def observation(person) -> dict:
    (one,) = resources(person, "Observation")
    return one


# --- by the rules of FHIR ---------------------------------------------------------------------------------------------
def test_a_bundle_of_everything_is_fhir():
    said = bundle_of(somebody_with_everything())
    kinds = {one["resource"]["resourceType"] for one in said["entry"]}
    for one in said["entry"]:
        get_fhir_model_class(one["resource"]["resourceType"]).model_validate(one["resource"])

    assert len(Bundle.model_validate(said).entry) == len(said["entry"]) > 15
    assert kinds == {"Patient", "Condition", "FamilyMemberHistory", "MedicationStatement", "Observation"}


def test_a_bundle_of_nobody_is_fhir():
    said = bundle_of(UserFactory())
    Bundle.model_validate(said)

    assert [one["resource"] for one in said["entry"]] == [{"resourceType": "Patient"}]


def test_every_resource_has_an_address_of_its_own_and_every_reference_leads_to_one():
    said = bundle_of(somebody_with_everything())
    addresses = [one["fullUrl"] for one in said["entry"]]

    assert len(set(addresses)) == len(addresses)
    assert set(re.findall(r'"reference": "([^"]*)"', json.dumps(said))) <= set(addresses)


def test_the_same_thing_has_the_same_address_in_every_bundle():
    person = somebody_with_everything()

    assert bundle_of(person) == bundle_of(person)


def test_the_patient_has_no_name_and_no_more_than_a_year_of_birth():
    person = somebody_with_everything(email="secret@example.org")

    assert resources(person, "Patient") == [{"resourceType": "Patient", "gender": "female", "birthDate": "1957"}]
    assert "secret@example.org" not in json.dumps(bundle_of(person))
    assert "O'Neill" not in json.dumps(bundle_of(person))


# --- codes ------------------------------------------------------------------------------------------------------------
def test_codes_have_the_form_of_their_systems():
    said = json.dumps(bundle_of(somebody_with_everything()))
    codings = re.findall(r'\{"system": "([^"]+)", "code": "([^"]+)"', said)
    forms = {
        "http://loinc.org": r"[0-9]{1,5}-[0-9]",
        "http://www.whocc.no/atc": r"[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}|[A-Z][0-9]{2}[A-Z]{2}",
        "http://www.nlm.nih.gov/research/umls/rxnorm": r"[0-9]{1,8}",
    }
    wrong = [(system, code) for system, code in codings if not re.fullmatch(forms.get(system, r"[A-Za-z-]+"), code)]

    assert {"http://loinc.org", "http://www.whocc.no/atc"} <= {system for system, _ in codings}
    assert wrong == []


@pytest.mark.parametrize("code", sorted({code for code, _ in TESTS.values()}))
def test_the_last_digit_of_a_loinc_code_checks_the_others(code):
    """Modulo 10, double-add-double (LOINC Users’ Guide): a typing error does not pass."""
    digits, check = code.split("-")
    odd, even = digits[::-1][::2], digits[::-1][1::2]
    doubled = str(int(odd[::-1]) * 2)
    total = sum(map(int, doubled)) + sum(map(int, even))

    assert -total % 10 == int(check)


def test_a_code_is_given_for_every_unit_of_every_test_but_where_it_would_say_too_much():
    without = [(marker, unit) for marker, units in UNITS.items() for unit in units if (marker, ucum(unit)) not in TESTS]

    assert without == [("egfr", "mL/min/1.73m2"), ("cb12", "score")]


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("metformin", ["A10BA02", "6809"]),
        ("met_sitagliptin", ["A10BD07"]),  # the code of metformin would be half of it
        ("oral_contraceptive", ["G03AA"]),  # a class: one member's code would be wrong
        ("b12_oh", ["B03BA03"]),  # and not the antidote
        ("phenytoin", []),  # nobody compared its codes
        ("", []),
    ],
)
def test_a_medicine_has_the_codes_that_say_just_that(key, codes):
    assert [code for _, code, _ in of_medicine(key)] == codes


def test_forms_have_the_codes_of_the_table_of_medicines():
    keys = {"cyanocobalamin": "b12_cn", "hydroxocobalamin": "b12_oh", "adenosylcobalamin": "b12_ado",
            "methylcobalamin": "b12_me"}  # fmt: skip

    assert {form: MEDICINES[key].atc[0] for form, key in keys.items()} == {
        form: code for form, (code, _) in FORMS.items()
    }


# --- blood tests ------------------------------------------------------------------------------------------------------
def test_a_blood_test_says_what_the_laboratory_printed():
    sample = SampleFactory(lab="City lab", note="Fasting")
    MeasuredFactory(sample=sample, comparator="<", value=Decimal("150.5"), low=Decimal(197), high=None)
    one = observation(sample.owner)

    assert one["code"] == {
        "coding": [
            {
                "system": "http://loinc.org",
                "code": "2132-9",
                "display": "Cobalamin (Vitamin B12) [Mass/volume] in Serum or Plasma",
            }
        ],
        "text": "Total B12",
    }
    assert one["valueQuantity"] == {
        "value": 150.5,
        "comparator": "<",
        "unit": "ng/L",
        "system": "http://unitsofmeasure.org",
        "code": "ng/L",
    }
    assert [part["value"] for part in one["referenceRange"][0].values()] == [197]
    assert (one["effectiveDateTime"], one["performer"]) == ("2026-03-02", [{"display": "City lab"}])
    assert one["category"][0]["coding"][0]["code"] == "laboratory"
    assert one["note"][-1] == {"text": "Fasting"}


def test_a_test_without_a_range_has_none():
    sample = MeasuredFactory(marker="mma", unit="µmol/L", value=Decimal("0.4100")).sample
    one = observation(sample.owner)

    assert "referenceRange" not in one
    assert (one["valueQuantity"]["value"], one["valueQuantity"]["code"]) == (0.41, "umol/L")


# --- symptoms ---------------------------------------------------------------------------------------------------------
def test_none_is_a_score_of_0_and_what_was_not_asked_is_not_there():
    row = SymptomScoreFactory(score=Decimal(0), course="worse", places="left_foot")
    one = observation(row.owner)

    assert one["valueQuantity"] == {
        "value": 0,
        "unit": "of 10",
        "system": "http://unitsofmeasure.org",
        "code": "{score}",
    }
    assert [part["valueString"] for part in one["component"]] == ["gets worse quickly", "left foot"]


@pytest.mark.parametrize("key", SYMPTOMS)
def test_every_symptom_is_fhir_in_its_own_scale(key):
    row = SymptomScoreFactory(key=key, score=Decimal(1))
    one = observation(row.owner)
    get_fhir_model_class("Observation").model_validate(one)

    assert sum(name.startswith("value") for name in one) == 1


# --- intake -----------------------------------------------------------------------------------------------------------
def intake_of(*entries: dict, mark: str = "") -> dict:
    person = UserFactory()
    for said in entries:
        EntryFactory(owner=person, **said)
    if mark:
        DayMarkFactory(owner=person, mark=mark)
    return observation(person)


KNOWN = {"swallowed_ug": Decimal("1.2500")}
UNKNOWN = {"swallowed_ug": None, "added_ug": None}


def test_a_day_is_the_sum_of_what_counts():
    inactive = {"reliability": "inactive", "swallowed_ug": Decimal(9)}
    one = intake_of(KNOWN, KNOWN | {"origin": "supplement", "swallowed_ug": Decimal(10)}, inactive)

    assert (one["valueQuantity"]["value"], one["valueQuantity"]["code"]) == (11.25, "ug/d")
    assert "comparator" not in one["valueQuantity"]
    assert [(part["code"]["text"], part["valueQuantity"]["value"]) for part in one["component"]] == [
        ("food", 1.25),
        ("supplement", 10),
    ]


def test_a_day_with_something_unknown_says_at_least():
    one = intake_of(KNOWN, UNKNOWN)

    assert (one["valueQuantity"]["comparator"], one["valueQuantity"]["value"]) == (">=", 1.25)
    assert one["note"] == [{"text": "Of 1 of the things that were had nobody knows how much they hold."}]


def test_a_day_of_which_nothing_is_known_has_no_figure():
    one = intake_of(UNKNOWN)

    assert "valueQuantity" not in one
    assert one["dataAbsentReason"]["coding"][0]["code"] == "unknown"
    assert one["component"][0]["dataAbsentReason"]["coding"][0]["code"] == "unknown"


def test_a_day_of_nothing_with_b12_is_a_0_that_was_said():
    one = intake_of(mark="nothing")

    assert one["valueQuantity"]["value"] == 0
    assert one["note"] == [{"text": "The person says that nothing with B12 was had."}]


@pytest.mark.parametrize(("mark", "comparator"), [("complete", None), ("partly", ">=")])
def test_a_day_that_was_logged_in_part_is_at_least(mark, comparator):
    assert intake_of(KNOWN, mark=mark)["valueQuantity"].get("comparator") == comparator


def test_days_come_in_order_with_those_of_nothing_between_them():
    person = UserFactory()
    for day in (12, 14):
        EntryFactory(owner=person, eaten_at=dt.datetime(2026, 3, day, 8, tzinfo=dt.UTC))
    for day in (11, 13, 14, 15):
        DayMarkFactory(owner=person, local_date=dt.date(2026, 3, day), mark="nothing")

    days = resources(person, "Observation")

    assert [(one["effectiveDateTime"][-2:], one["valueQuantity"]["value"]) for one in days] == [
        ("11", 0), ("12", 1), ("13", 0), ("14", 1), ("15", 0),
    ]  # fmt: skip


def test_injections_are_no_intake():
    entry = EntryFactory(origin="injected", route="injected", swallowed_ug=Decimal(1000))
    (one,) = resources(entry.owner, "MedicationStatement")

    assert resources(entry.owner, "Observation") == []
    assert one["dosage"][0]["doseAndRate"][0]["doseQuantity"]["value"] == 1000


# --- medicines and plans ----------------------------------------------------------------------------------------------
def test_a_medicine_is_dated_as_exactly_as_it_was_said():
    row = MedicineFactory(since=dt.date(2022, 3, 15), since_precision="month")
    (one,) = resources(row.owner, "MedicationStatement")

    assert one["effectivePeriod"] == {"start": "2022-03"}
    assert (one["status"], one["dosage"][0]["doseAndRate"][0]["rateQuantity"]["code"]) == ("active", "mg/d")


def test_a_brand_that_nobody_confirmed_has_no_code():
    row = MedicineFactory(name="Glucophage", confirmed=False)
    (one,) = resources(row.owner, "MedicationStatement")

    assert one["medicationCodeableConcept"] == {"text": "Glucophage"}


def test_a_plan_says_when_and_how_much():
    plan = RegimenFactory(entered_on=dt.date(2026, 3, 1))
    PhaseFactory(regimen=plan, unit="weeks", every=2, weekdays="04", at=dt.time(8, 30))
    (one,) = resources(plan.owner, "MedicationStatement")

    assert one["dosage"][0]["timing"]["repeat"] == {
        "boundsPeriod": {"start": "2026-03-01"},
        "frequency": 2,
        "period": 2,
        "periodUnit": "wk",
        "dayOfWeek": ["mon", "fri"],
        "timeOfDay": ["08:30:00"],
    }
    assert one["dosage"][0]["doseAndRate"][0]["doseQuantity"]["value"] == 1000
    assert one["medicationCodeableConcept"]["coding"][0]["code"] == "B03BA01"


def test_a_dose_that_nobody_knows_is_absent_and_not_0():
    plan = PhaseFactory(regimen=RegimenFactory(dose_ug=None)).regimen
    (one,) = resources(plan.owner, "MedicationStatement")

    assert one["dosage"][0]["doseAndRate"][0]["doseQuantity"] == {
        "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
        ]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("plan", "phase", "status"),
    [
        ({}, {}, "active"),
        ({"stopped_on": dt.date(2026, 3, 10)}, {}, "completed"),
        ({"stopped_on": dt.date(2026, 3, 20)}, {}, "active"),  # its last day
        ({}, {"ends_on": dt.date(2026, 3, 2)}, "completed"),
        ({}, {"starts_on": dt.date(2026, 4, 1)}, "intended"),
    ],
)
def test_a_plan_stands_where_it_stands_on_the_day(plan, phase, status):
    row = PhaseFactory(regimen=RegimenFactory(**plan), **phase).regimen
    (one,) = resources(row.owner, "MedicationStatement")

    assert one["status"] == status


def test_what_the_family_has_is_no_condition_of_the_person():
    own = ConditionFactory(since=dt.date(2019, 7, 1), since_precision="year")
    ConditionFactory(owner=own.owner, name="Pernicious anaemia", key="family_pa", relation="family")
    (condition,) = resources(own.owner, "Condition")
    (family,) = resources(own.owner, "FamilyMemberHistory")

    assert (condition["code"], condition["onsetDateTime"]) == ({"text": "Coeliac disease"}, "2019")
    assert family["condition"] == [{"code": {"text": "Pernicious anaemia"}}]


# --- the codes that the project compared ------------------------------------------------------------------------------
def test_the_first_piece_comes_before_the_log_is_read(django_assert_num_queries):
    person = UserFactory()
    EntryFactory(owner=person)
    pieces = bundle(person, now=NOW)
    with django_assert_num_queries(0):
        first = next(pieces)

    assert first.startswith('{"resourceType": "Bundle"')


def test_what_is_not_listed_any_more_breaks_nothing():
    row = SymptomScoreFactory(key="left_the_table", score=Decimal(3))
    MeasuredFactory(sample=SampleFactory(owner=row.owner), marker="cb12", unit="score", value=Decimal("-0.0"))
    MedicineFactory(owner=row.owner, key="left_the_table")
    ConditionFactory(owner=row.owner, key="left_the_table")
    said = bundle_of(row.owner)
    Bundle.model_validate(said)

    assert [one["code"]["text"] for one in resources(row.owner, "Observation")] == ["cb12", "left_the_table"]
