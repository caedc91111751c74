"""What several rules ask of a case: treatment, injections on time, current symptoms, when the mean may speak."""

import pytest

from tracker.domain.risks.common import (
    NERVE_SIGNS,
    SYM,
    current,
    days_late,
    injections_on_time,
    intake_speaks,
    is_overdue,
    mean_below,
    mean_facts,
    schedule_met,
    treated,
    treatment_known,
    untreated,
    vegan_unmet,
)
from tracker.domain.risks.facts import Case, Has, Intake, Regimen, Result, Symptom, When
from tracker.domain.tables import read
from tracker.reports.findings.samples import TODAY, ago, day, eats, intake_of

PERNICIOUS = Has("pernicious_anaemia", "pernicious anaemia")
EMPTY = Case(today=TODAY)


def of(**fields: object) -> Case:
    return Case(today=TODAY, **fields)


def regimen(route: str = "injected", due: int | None = 0, **fields: object) -> Regimen:
    """`due`: so many days ago."""
    return Regimen(route, 84, None if due is None else ago(due), **{"entered": ago(400)} | fields)


# --- on time ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (regimen(due=7), True), (regimen(due=8), False), (regimen(due=-30), True),
        (regimen(due=2, loading=True), True), (regimen(due=3, loading=True), False),
        (regimen(due=0, stopped=True), False),
        (regimen(due=None, entered=ago(27)), True), (regimen(due=None, entered=ago(28)), False),
        (regimen(due=None, entered=None), False), (regimen(due=None, entered=ago(-1)), False),
        (regimen("nasal"), False), (regimen("swallowed"), False),
    ],
)  # fmt: skip
def test_injections_are_on_time_up_to_the_days_of_grace(given, expected):
    assert injections_on_time(of(regimens=(given,))) is expected


def test_without_a_regimen_no_injection_is_on_time():
    assert injections_on_time(of(injected_on=(ago(3),))) is False


def test_one_regimen_on_time_is_enough():
    assert injections_on_time(of(regimens=(regimen(due=90), regimen(due=1)))) is True


@pytest.mark.parametrize(
    ("given", "late", "overdue"),
    [
        (regimen(due=8), 8, True), (regimen(due=7), 7, False), (regimen(due=-3), 0, False),
        (regimen("nasal", due=8), 8, True), (regimen("swallowed", due=90), None, False),
        (regimen(due=90, stopped=True), None, False), (regimen(due=None), None, False),
        (regimen(due=3, loading=True), 3, True),
    ],
)  # fmt: skip
def test_a_dose_is_late_from_its_day_and_overdue_after_the_grace(given, late, overdue):
    assert (days_late(given, TODAY), is_overdue(given, TODAY)) == (late, overdue)


# --- treatment -------------------------------------------------------------------------------------------------------
def by_mouth(ug: float | None, days: int) -> Intake:
    return intake_of([day(n, doses=ug) if n < days else day(n) for n in range(28)])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"injected_on": (ago(400), ago(120))}, True), ({"injected_on": (ago(121),)}, False),
        ({"injected_on": (TODAY,)}, True), ({"injected_on": (ago(-1),)}, False),
        ({"intake": by_mouth(1000, 23)}, True), ({"intake": by_mouth(1000, 22)}, False),
        ({"intake": by_mouth(999, 28)}, False), ({"intake": by_mouth(None, 28)}, False),
        ({"intake": eats(1500.0)}, False),  # bound in food, if that could be
        ({"intake": eats(0, 20, doses=2000.0)}, False),  # on every tracked day, but not on 80 % of 28
        ({"intake": eats(0, doses=(500.0, 500.0))}, True),
        ({"conditions": (Has("coeliac", "coeliac disease", treated_elsewhere=True),)}, True),
        ({"conditions": (PERNICIOUS,)}, False),
        ({"regimens": (regimen("swallowed", entered=ago(27)),)}, True),
        ({"regimens": (regimen("swallowed", entered=ago(28)),)}, False),
        ({"regimens": (regimen(entered=ago(27), due=8),)}, False),  # new, but not on time
        ({"regimens": (regimen(entered=ago(28), due=1),)}, False),  # then the injections themselves count
        ({"regimens": (regimen(entered=ago(5), stopped=True),)}, False),
        ({"regimens": (regimen("nasal", due=7),)}, True), ({"regimens": (regimen("nasal", due=8),)}, False),
    ],
)  # fmt: skip
def test_treatment_is_what_was_given_lately_or_is_prescribed_and_on_time(fields, expected):
    assert treated(of(**fields)) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"says_no_supplement": False}, False),
        ({"says_no_supplement": True}, True),
        ({"injected_on": (ago(300),)}, True),
        ({"regimens": (regimen(stopped=True),)}, True),
        ({"intake": Intake(logged_ever=True)}, True),
        ({"intake": Intake(tracked=1)}, True),
    ],
)
def test_of_an_empty_log_nobody_knows_whether_there_is_a_treatment(fields, expected):
    assert treatment_known(of(**fields)) is expected


LOGS = {"intake": eats(4.0)}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"conditions": (PERNICIOUS,)} | LOGS, True),
        ({"conditions": (PERNICIOUS,)}, False),  # asked instead
        ({"conditions": (PERNICIOUS,), "injected_on": (ago(120),)} | LOGS, False),
        ({"conditions": (Has("pernicious_anaemia", "", treated_elsewhere=True),)} | LOGS, False),
        ({"conditions": (Has("gastrectomy_total", ""),)} | LOGS, True),
        ({"conditions": (Has("gastric_bypass", ""),)} | LOGS, True),
        ({"conditions": (Has("bpd_ds", ""),)} | LOGS, True),
        ({"conditions": (Has("gastric_bypass", "", When(ago(-9))),)} | LOGS, False),  # still to come
        ({"conditions": (Has("ileal_resection", "", resection_cm=20.0),)} | LOGS, True),
        ({"conditions": (Has("ileal_resection", "", resection_cm=19.9),)} | LOGS, False),
        ({"conditions": (Has("ileal_resection", ""),)} | LOGS, True),
        ({"conditions": (Has("gastrectomy_partial", ""),)} | LOGS, True),
        ({"conditions": (Has("gastrectomy_partial", ""),), "results": (Result("b12", 400, "ng/L", ago(364)),)} | LOGS,
         False),
        ({"conditions": (Has("sleeve", ""), Has("crohn", "", ileal_cm=60.0))} | LOGS, False),
        (LOGS, False),
    ],
)  # fmt: skip
def test_untreated_is_a_condition_that_needs_replacing_without_it(fields, expected):
    assert untreated(of(**fields)) is expected


def test_of_two_resections_the_longer_counts():
    short, long = (Has("ileal_resection", "", resection_cm=cm) for cm in (10.0, 30.0))

    assert untreated(of(conditions=(short, long), **LOGS)) is True


# --- when the mean may speak -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("intake", "expected"),
    [
        (eats(1.0, 14), True),
        (eats(1.0, 13), False),
        (Intake(), False),
        (eats(1.0, 20, entries=20, unknown_entries=10), True),
        (eats(1.0, 20, entries=20, unknown_entries=11), False),
        (eats(0.0, 14, entries=0), True),  # marked as days with nothing in them
    ],
)
def test_the_mean_speaks_with_enough_days_of_which_enough_is_known(intake, expected):
    assert intake_speaks(of(intake=intake)) is expected


def test_the_mean_is_silent_while_injections_are_on_time():
    assert intake_speaks(of(intake=eats(1.0), regimens=(regimen(due=1),))) is False
    assert intake_speaks(of(intake=eats(1.0), regimens=(regimen(due=30),))) is True


@pytest.mark.parametrize(
    ("mean", "needed", "expected"),
    [(2.39, 2.4, True), (2.4, 2.4, False), (0.7 + 1.4 + 0.3, 2.4, False), (9.0, 2.4, False), (1.0, None, False)],
)
def test_below_is_less_than_what_is_needed(mean, needed, expected):
    assert mean_below(of(intake=eats(mean)), needed) is expected


def test_below_is_not_said_of_a_mean_that_does_not_speak():
    assert mean_below(of(intake=eats(0.1, 13)), 2.4) is False


@pytest.mark.parametrize(
    ("unknown", "upper", "at_least", "may_reach"),
    [
        (0, 1.0, False, False),
        (3, 3.9, True, False),
        (3, 4.0, True, True),
        (3, None, True, True),
        (0, None, False, False),
    ],
)
def test_the_words_know_whether_the_unknown_could_lift_the_mean(unknown, upper, at_least, may_reach):
    facts = mean_facts(of(intake=eats(1.0, unknown_entries=unknown, upper_ug=upper), target_ug=4.0))

    assert (facts["at_least"], facts["may_reach"]) == (at_least, may_reach)


# --- the schedules of vegans -----------------------------------------------------------------------------------------
NOTHING = eats(0.1)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"intake": eats(0.0, doses=10.0)}, True),
        ({"intake": eats(0.0, doses=9.9)}, False),
        ({"intake": eats(0.0, doses=None)}, None),  # unknown doses could make it
        ({"intake": NOTHING}, False),
        ({"intake": eats(0.0, doses=None), "regimens": (regimen(due=1),)}, True),
        ({"intake": NOTHING, "regimens": (regimen(due=1),)}, True),
        ({"intake": NOTHING, "regimens": (regimen(due=30),)}, False),
        ({"intake": NOTHING, "injected_on": (ago(60),)}, None),  # whether it is on time, nobody said
        ({"intake": NOTHING, "injected_on": (ago(121),)}, False),
        ({"intake": NOTHING, "conditions": (Has("coeliac", "", treated_elsewhere=True),)}, None),
        ({"intake": NOTHING, "says_no_supplement": False}, None),  # they take one that is not logged
        ({"intake": NOTHING, "says_no_supplement": True}, False),
        ({}, None),
        ({"says_no_supplement": True}, False),
        ({"intake": eats(0.1, 14)}, False),
        ({"intake": eats(0.1, 13)}, None),
        ({"intake": eats(0.1, 13), "says_no_supplement": True}, False),
        ({"intake": eats(0.1, 13, supplement_days=1), "says_no_supplement": True}, None),  # one is logged after all
        ({"intake": eats(0.1, 20, entries=20, unknown_entries=11)}, None),
        ({"intake": eats(0.1, 20, entries=20, unknown_entries=10)}, False),
        ({"intake": eats(0.1, 3, doses=10.0)}, True),
    ],
)  # fmt: skip
def test_a_schedule_is_met_not_met_or_unknown(fields, expected):
    assert schedule_met(of(**fields)) is expected


def test_only_of_vegans_an_unmet_schedule_is_said():
    assert vegan_unmet(of(diet="vegan", intake=NOTHING)) is True
    assert vegan_unmet(of(diet="lacto_ovo", intake=NOTHING)) is False
    assert vegan_unmet(of(intake=NOTHING)) is False
    assert vegan_unmet(of(diet="vegan")) is False


def test_a_child_has_the_row_of_its_age():
    intake = eats(0.0, doses=(1.0, 1.0))

    assert schedule_met(of(intake=intake, age_years=8.0)) is True
    assert schedule_met(of(intake=intake, age_years=14.0)) is False
    assert schedule_met(of(intake=intake)) is False


# --- symptoms --------------------------------------------------------------------------------------------------------
def feels(key: str = "fatigue", severity: float = 4, last: int = 0) -> Symptom:
    return Symptom(key, severity, ago(last))


def test_symptoms_that_count_are_the_rows_that_are_published():
    published = {row["id"] for row in read("symptoms") if row["confidence"] in ("verified", "secondary")}

    assert published - {"infant_regression", "macrocytosis"} == SYM
    assert NERVE_SIGNS < SYM


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (feels(severity=3), True), (feels(severity=2.9), False), (feels(last=27), True), (feels(last=28), False),
        (feels(last=-1), False), (feels("falls", 1), True), (feels("falls", 0), False),
        (feels("confusion", 1), True), (feels("incontinence", 1), True), (feels("mouth_ulcers", 1), True),
        (feels("tingling", 1), False), (feels("infant_regression", 1), True), (feels("infant_regression", 0), False),
    ],
)  # fmt: skip
def test_a_symptom_is_current_when_it_was_felt_enough_in_four_weeks(one, expected):
    assert bool(current(of(symptoms=(one,)))) is expected


def test_only_the_symptoms_that_are_asked_for_are_given():
    tingling, tired = feels("tingling"), feels()

    assert current(of(symptoms=(tingling, tired)), "tingling", "falls") == (tingling,)
    assert current(of(symptoms=(tingling, tired))) == (tingling, tired)
    assert current(EMPTY) == ()


def test_some_signs_count_from_one_of_ten():
    faint = of(symptoms=(feels("numbness", 1), feels("tingling", 0.5)))

    assert [one.key for one in current(faint, least=1)] == ["numbness"]
