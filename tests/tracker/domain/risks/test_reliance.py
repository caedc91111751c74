"""Where pages do not call days covered, and what they say instead."""

import pytest

from tests.tracker.domain.risks.test_common import TODAY
from tracker.domain.risks.facts import Case, Diet, Has, Intake
from tracker.domain.risks.reliance import Instead, instead_of_covered
from tracker.reports.findings.samples import ago, days_of


def case(*conditions: Has, **facts) -> Case:
    facts.setdefault("intake", Intake(logged_ever=True))
    return Case(today=TODAY, conditions=conditions, **facts)


def test_somebody_of_whom_nothing_is_said_may_be_covered():
    assert instead_of_covered(Case(today=TODAY)) is None


@pytest.mark.parametrize("key", ["pernicious_anaemia", "gastrectomy_total", "gastric_bypass", "bpd_ds"])
def test_food_cannot_be_relied_on_without_what_takes_it_up(key):
    assert instead_of_covered(case(Has(key, key))) == Instead.NO_TREATMENT
    assert instead_of_covered(case(Has(key, key, treated_elsewhere=True))) == Instead.TREATMENT
    assert instead_of_covered(case(Has(key, key), injected_on=(ago(30),))) == Instead.TREATMENT


@pytest.mark.parametrize(("cm", "instead"), [(19.9, None), (20.0, Instead.NO_TREATMENT), (None, Instead.NO_TREATMENT)])
def test_a_resection_counts_from_20_cm_or_where_nobody_knows(cm, instead):
    assert instead_of_covered(case(Has("ileal_resection", "ileum", resection_cm=cm))) == instead


@pytest.mark.parametrize("key", ["gastrectomy_partial", "sleeve", "coeliac", "atrophic_gastritis"])
def test_other_conditions_leave_the_verdict_as_it_is(key):
    assert instead_of_covered(case(Has(key, key))) is None


def test_an_empty_log_does_not_say_that_no_treatment_is_logged():
    nothing = case(Has("pernicious_anaemia", "pa"), intake=Intake())

    assert instead_of_covered(nothing) == Instead.TREATMENT


def test_a_vegan_without_a_schedule_is_not_called_covered():
    eaten = Intake(days=days_of(5.0, 28), tracked=28, entries=28, mean_ug=5.0, logged_ever=True)

    assert instead_of_covered(case(diet=Diet.VEGAN, intake=eaten)) == Instead.NO_SCHEDULE
    assert instead_of_covered(case(diet=Diet.LACTO, intake=eaten)) is None
