"""Every rule about symptoms, red flags, blood tests and regimens, from the rows that pages write.

Each fires for somebody, and does not for somebody who is almost the same.
"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from accounts.models import User
from config.backends import PersonBackend
from tests.factories import (
    ConditionFactory,
    GasUseFactory,
    MeasuredFactory,
    MedicineFactory,
    PhaseFactory,
    ProfileFactory,
    RedFlagTickFactory,
    RegimenFactory,
    SampleFactory,
    SymptomScoreFactory,
    TrackedSymptomFactory,
)
from tests.tracker.eaters import NOW, a_food, ago, eats, spray, tablet
from tracker.domain.risks.evaluate import findings
from tracker.domain.risks.findings import Finding
from tracker.health import health_of
from tracker.models import SymptomScore
from tracker.reports.findings.case import read_case
from tracker.reports.findings.report import FindingsReport

pytestmark = pytest.mark.django_db
Somebody = Callable[[User], None]


@pytest.fixture(autouse=True)
def noon(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def found(person: User) -> dict[str, Finding]:
    """What is open, by its code, also what stands inside another."""
    shown = findings(read_case(PersonBackend().get_user(person.pk), now=NOW))
    return {one.code: one for whole in shown for one in (whole, *whole.parts)}


# --- rows -------------------------------------------------------------------------------------------------------------
def feels(key: str, *scores: tuple[int, float], onset: dt.date | None = None, seen: bool = False, **more) -> Somebody:
    """A symptom scored so many days ago. `more`: course and places of the last score."""

    def write(person: User) -> None:
        felt = [day for day, score in scores if score > 0]
        TrackedSymptomFactory(
            owner=person, key=key, first_on=ago(max(felt)) if felt else None, onset=onset, onset_precision="day",
            looked_into=seen,
        )  # fmt: skip
        for day, score in scores:
            last = more if day == min(day for day, _ in scores) else {}
            SymptomScoreFactory(owner=person, key=key, on=ago(day), score=Decimal(str(score)), **last)

    return write


def ticked(*keys: str, days: int = 1, **said) -> Somebody:
    return lambda person: [RedFlagTickFactory(owner=person, key=key, on=ago(days), **said) for key in keys] and None


def blood(marker: str, value: str, unit: str, *, days: int = 30, microbiological: bool = False, **said) -> Somebody:
    def write(person: User) -> None:
        sample = SampleFactory(owner=person, taken_on=ago(days), microbiological=microbiological)
        MeasuredFactory(sample=sample, marker=marker, value=Decimal(value), unit=unit, **said)

    return write


def is_(**said) -> Somebody:
    return lambda person: ProfileFactory(owner=person, **said) and None


def has(key: str, **said) -> Somebody:
    return lambda person: ConditionFactory(owner=person, key=key, name=key, **said) and None


def takes(key: str, **said) -> Somebody:
    return lambda person: MedicineFactory(owner=person, key=key, name=key, **said) and None


def gas(days: int, kind: str = "recreational") -> Somebody:
    return lambda person: GasUseFactory(owner=person, on=ago(days), kind=kind) and None


def logs(ug: str, days: range, of: Callable = a_food) -> Somebody:
    return lambda person: eats(person, of(ug), days) and None


def treated(starts: int, *, doses: tuple[int, ...] = (), weeks: int = 12, nasal: bool = False, **said) -> Somebody:
    """A prescription of injections, or of a spray, from so many days ago on, and the doses that were had."""

    def write(person: User) -> None:
        kind = {"food": spray(), "route": "nasal", "counts_from": "last_dose"} if nasal else {"injections": True}
        own = RegimenFactory(owner=person, **{"prescribed": True, "entered_on": ago(starts)} | kind | said)
        PhaseFactory(regimen=own, unit="weeks", every=weeks, starts_on=ago(starts))
        eats(person, own.food, doses)

    return write


def plans(form: str, **said) -> Somebody:
    def write(person: User) -> None:
        own = RegimenFactory(owner=person, form=form, food=tablet("50", form=form), **said)
        PhaseFactory(regimen=own, starts_on=ago(2))

    return write


WOMAN = is_(sex="female", birth_year=1980)
TINGLING = feels("tingling", (60, 4), (20, 4), (2, 4), onset=dt.date(2025, 1, 1))  # of old, and steady
TIRED = feels("fatigue", (3, 6))
LOW, MIDDLE, HIGH = (blood("b12", value, "ng/L") for value in ("150", "250", "500"))

FIRES: list[tuple[str, list[Somebody], list[Somebody]]] = [
    # --- blood tests
    ("lab-deficient", [blood("b12", "179.9", "ng/L")], [blood("b12", "180", "ng/L")]),
    ("lab-deficient", [blood("b12", "132", "pmol/L")], [blood("b12", "133", "pmol/L")]),
    ("lab-deficient", [blood("active_b12", "24.9", "pmol/L")], [blood("active_b12", "25", "pmol/L")]),
    ("lab-deficient", [blood("b12", "150", "ng/L", comparator="<")], [blood("b12", "300", "ng/L", comparator="<")]),
    ("lab-deficient", [blood("b12", "150", "ng/L", days=364)], [blood("b12", "150", "ng/L", days=365)]),
    ("lab-deficient", [LOW, treated(31, doses=(31,))], [LOW, treated(29, doses=(29,))]),
    ("lab-deficient", [is_(guideline="nice"), blood("b12", "132", "pmol/L")],
     [is_(birth_year=2012), blood("b12", "132", "pmol/L")]),
    ("lab-deficient-nerve-signs", [LOW, TINGLING], [LOW, TIRED]),
    ("lab-deficient-nerve-signs", [LOW, feels("vision", (1, 3))], [LOW, feels("vision", (1, 2))]),
    ("lab-indeterminate", [blood("b12", "350", "ng/L")], [blood("b12", "350.1", "ng/L")]),
    ("lab-indeterminate", [is_(guideline="who"), blood("b12", "221", "pmol/L")],
     [is_(guideline="who"), blood("b12", "222", "pmol/L")]),
    ("lab-mma-raised", [blood("mma", "0.377", "µmol/L")], [blood("mma", "0.376", "µmol/L")]),
    ("lab-mma-raised", [blood("mma", "400", "nmol/L"), blood("egfr", "60", "mL/min/1.73m2")],
     [blood("mma", "400", "nmol/L"), blood("egfr", "59", "mL/min/1.73m2")]),
    ("lab-unlikely-with-symptoms", [HIGH, TINGLING], [HIGH, TIRED]),
    ("lab-high-unsupplemented",
     [logs("1", range(420)), *(blood("b12", "1001", "pg/mL", days=n) for n in (30, 44))],
     [logs("1", range(420)), *(blood("b12", "1001", "pg/mL", days=n) for n in (30, 43))]),
    ("lab-high-unsupplemented",
     [logs("1", range(420)), *(blood("b12", "1001", "pg/mL", days=n) for n in (30, 44))],
     [logs("1", range(420)), logs("25", range(50, 51), tablet),
      *(blood("b12", "1001", "pg/mL", days=n) for n in (30, 44))]),
    ("lab-after-dose", [MIDDLE, logs("25", range(58, 59), tablet)], [MIDDLE, logs("25", range(59, 60), tablet)]),
    ("lab-after-dose", [MIDDLE, logs("25", range(58, 59), tablet)], [MIDDLE, logs("24", range(58, 59), tablet)]),
    ("lab-after-dose", [MIDDLE, treated(300, doses=(150,))], [MIDDLE, treated(300, doses=(151,))]),
    ("lab-context", [is_(life_stage="pregnant"), MIDDLE], [is_(life_stage="breastfeeding"), MIDDLE]),
    ("lab-context",
     [takes("amoxicillin_erythromycin"), blood("b12", "500", "ng/L", microbiological=True)],
     [takes("amoxicillin_erythromycin"), HIGH]),
    ("lab-macrocytosis", [blood("mcv", "100.1", "fL")], [blood("mcv", "100", "fL")]),
    ("lab-macrocytosis", [blood("mcv", "97", "fL", high=96)], [blood("mcv", "97", "fL", high=98)]),
    ("lab-anaemia", [WOMAN, blood("haemoglobin", "119", "g/L")], [WOMAN, blood("haemoglobin", "12.0", "g/dL")]),
    ("lab-anaemia", [blood("haemoglobin", "121", "g/L", low=122)], [blood("haemoglobin", "121", "g/L", low=120)]),
    # --- treatment
    ("treatment-review-due", [treated(90, doses=(90, 6))], [treated(89, doses=(89, 5))]),
    ("treatment-review-due", [treated(90, doses=(90, 6))], [treated(90, doses=(90, 6), reviewed_on=ago(2))]),
    ("treatment-review-due", [is_(life_stage="pregnant"), treated(30, doses=(30,))], [treated(30, doses=(30,))]),
    ("treatment-overdue", [treated(300, doses=(92,))], [treated(300, doses=(91,))]),
    ("treatment-overdue", [treated(300, doses=(92,))], [treated(300, doses=(92,), stopped_on=ago(1))]),
    ("treatment-overdue", [treated(300, doses=(15,), weeks=1, nasal=True)],
     [treated(300, doses=(14,), weeks=1, nasal=True)]),
    ("treatment-start-potassium",
     [has("severe_anaemia"), treated(7, doses=(7,)), feels("palpitations", (1, 4))],
     [has("severe_anaemia"), treated(8, doses=(8,)), feels("palpitations", (1, 4))]),
    ("leber-no-cyanocobalamin", [has("lhon"), plans("cyanocobalamin")], [has("lhon"), plans("hydroxocobalamin")]),
    ("cobalamin-allergy", [has("cobalt_allergy"), plans("hydroxocobalamin")],
     [has("cobalt_allergy"), plans("hydroxocobalamin", stopped_on=ago(1))]),
    # --- symptoms that meet something
    ("metformin-with-symptoms", [takes("metformin"), feels("fatigue", (1, 3))],
     [takes("metformin"), feels("fatigue", (1, 2))]),
    ("metformin-with-symptoms", [takes("metformin"), feels("fatigue", (29, 5), (1, 5)), HIGH],
     [takes("metformin"), feels("fatigue", (31, 5), (1, 5)), HIGH]),
    ("nitrous-oxide-nerve-signs", [gas(90), feels("tingling", (1, 1))], [gas(91), feels("tingling", (1, 1))]),
    ("nitrous-oxide-planned", [gas(-9, "planned"), LOW], [gas(-9, "planned"), HIGH]),
    ("infant-warning-signs", [feels("infant_regression", (9, 1), (2, 0))], [feels("infant_regression", (9, 0))]),
    ("symptom-and-risk", [has("coeliac"), TIRED], [has("ulcerative_colitis"), TIRED]),
    ("symptom-and-risk", [MIDDLE, TIRED], [HIGH, TIRED]),
    ("symptoms-on-treatment", [treated(28, doses=(28,)), TIRED], [treated(27, doses=(27,)), TIRED]),
    ("symptoms-no-risk", [TIRED, feels("glossitis", (1, 4))], [TIRED, feels("breathlessness", (1, 4))]),
    ("symptoms-no-risk", [TINGLING], [feels("muscle_cramps", (1, 8))]),
    # --- red flags
    ("emergency-signs", [ticked("chest_pain")], [ticked("chest_pain", ended_on=ago(0))]),
    ("emergency-signs", [ticked("one_sided", days=28)], [ticked("one_sided", days=29)]),
    ("emergency-signs", [feels("numbness", (1, 1), places="saddle left_leg")],
     [feels("numbness", (1, 1), places="left_leg")]),
    ("emergency-signs",
     [feels("incontinence", (5, 1)), feels("muscle_weakness", (1, 2), places="right_leg")],
     [feels("incontinence", (5, 1)), feels("muscle_weakness", (1, 2), places="right_arm")]),
    ("emergency-signs", [ticked("fainting"), feels("palpitations", (1, 2))], [ticked("fainting")]),
    ("nerve-signs-fast", [feels("muscle_weakness", (6, 0), (0, 3))], [feels("muscle_weakness", (6, 0), (0, 2))]),
    ("nerve-signs-fast", [feels("numbness", (7, 2), (0, 5))], [feels("numbness", (7, 1), (0, 4))]),
    ("nerve-signs-fast", [feels("numbness", (7, 2), (0, 5))], [feels("numbness", (8, 2), (0, 5))]),
    ("nerve-signs-fast", [feels("balance", (1, 4), course="worse")], [feels("balance", (1, 4), course="spreading")]),
    ("nerve-signs-fast", [feels("incontinence", (3, 1), (0, 0))],
     [feels("incontinence", (3, 1), (0, 0), onset=dt.date(2024, 1, 1))]),
    ("confusion-new", [feels("confusion", (1, 1), onset=ago(28))], [feels("confusion", (1, 1), onset=ago(29))]),
    ("nerve-signs-new", [feels("tingling", (3, 4), (1, 3))], [feels("tingling", (3, 0), (1, 3))]),
    ("nerve-signs-new", [feels("ataxia", (1, 3))], [feels("ataxia", (1, 2))]),
    ("nerve-signs-new", [feels("ataxia", (28, 3), (1, 3))], [feels("ataxia", (29, 3), (1, 3))]),
    ("nerve-signs-new", [feels("ataxia", (9, 3), course="steady")],
     [feels("ataxia", (9, 3), course="steady", seen=True)]),
    ("nerve-signs-new", [feels("falls", (9, 1), (1, 0)), ticked("fall_unexplained")],
     [feels("falls", (9, 1), (1, 0)), ticked("fall_tripped")]),
    ("symptom-red-flag", [ticked("ulcer_3_weeks")], [ticked("ulcer_3_weeks", days=29)]),
    ("self-harm", [ticked("self_harm")], [ticked("self_harm", ended_on=ago(0))]),
]  # fmt: skip
NAMES = [f"{code} {number}" for number, (code, _, _) in enumerate(FIRES)]


@pytest.mark.parametrize(("code", "somebody", "almost"), FIRES, ids=NAMES)
def test_a_rule_fires_for_one_and_not_for_almost_the_same(person, code, somebody, almost, django_user_model):
    other = django_user_model.objects.create_user("almost@example.org", time_zone="Europe/London")
    for rows, whose in ((somebody, person), (almost, other)):
        for row in rows:
            row(whose)

    assert code in found(person)
    assert code not in found(other)


def test_every_rule_that_needs_such_rows_is_here():
    assert len({code for code, _, _ in FIRES}) == 28


# --- what they change in other rules ----------------------------------------------------------------------------------
def test_a_result_of_the_last_year_answers_whoever_asks_for_one(person):
    has("coeliac")(person)
    assert "malabsorption-condition" in found(person)
    blood("b12", "500", "ng/L", days=364)(person)

    assert "malabsorption-condition" not in found(person)


def test_injections_on_time_by_a_regimen_silence_what_only_asks_for_a_test(person):
    takes("metformin", dose_mg=2000, since=ago(900))(person)
    assert "metformin-high-or-long" in found(person)
    treated(300, doses=(290, 206, 122, 38))(person)

    assert "metformin-high-or-long" not in found(person)


def test_a_new_prescription_answers_the_finding_about_an_untreated_condition(person):
    has("pernicious_anaemia")(person)
    logs("2", range(20))(person)
    assert "pernicious-anaemia-untreated" in found(person)
    treated(-3, entered_on=ago(1))(person)

    assert "pernicious-anaemia-untreated" not in found(person)


def test_thoughts_of_self_harm_stand_alone(person):
    for row in (ticked("self_harm"), LOW, TINGLING, has("coeliac")):
        row(person)

    assert list(found(person)) == ["self-harm"]


# --- set aside --------------------------------------------------------------------------------------------------------
def test_what_is_set_aside_comes_back_with_another_result(person):
    from tracker.actions_health import set_aside
    from tracker.health import forget_health

    blood("b12", "250", "ng/L")(person)
    set_aside(by=person, finding=found(person)["lab-indeterminate"], until=ago(-20), now=NOW)

    def of_codes(which: str) -> list[str]:
        me = PersonBackend().get_user(person.pk)
        forget_health(me)
        return [one.code for one in getattr(FindingsReport.build(me, now=NOW), which)]

    assert (of_codes("open"), of_codes("aside")) == ([], ["lab-indeterminate"])
    blood("b12", "251", "ng/L", days=3)(person)

    assert (of_codes("open"), of_codes("aside")) == (["lab-indeterminate"], [])


def test_another_symptom_brings_it_back_and_another_score_of_the_same_does_not(person):
    from tracker.actions_health import set_aside

    for row in (has("coeliac"), blood("b12", "500", "ng/L", days=200), TIRED):
        row(person)
    set_aside(by=person, finding=found(person)["symptom-and-risk"], until=ago(-20), now=NOW)
    SymptomScore.objects.create(owner=person, key="fatigue", on=ago(0), score=8)
    report = FindingsReport.build(PersonBackend().get_user(person.pk), now=NOW)
    assert "symptom-and-risk" in [one.code for one in report.aside]
    feels("glossitis", (0, 4))(person)
    report = FindingsReport.build(PersonBackend().get_user(person.pk), now=NOW)

    assert "symptom-and-risk" in [one.code for one in report.open]


def test_health_is_what_the_case_is_made_of(person):
    for row in (TIRED, LOW, ticked("jaundice")):
        row(person)
    person = PersonBackend().get_user(person.pk)
    case, health = read_case(person, now=NOW), health_of(person)

    assert (case.symptoms, case.ticks) == (health.symptoms, health.ticks)
    assert [(one.marker, one.value) for one in case.results] == [("b12", 150.0)]
