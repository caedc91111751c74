"""The words of the domain are those that the database stores."""

import pytest

from foods import choices
from tracker.domain import cover, days, intake, limits, references
from tracker.domain.risks import facts
from tracker.domain.risks import findings as found
from tracker.forms.days import CopyForm
from tracker.models import findings, health, profile
from tracker.models.days import Mark
from tracker.reports.day import PART_NAMES


@pytest.mark.parametrize(
    ("domain", "stored"),
    [
        (intake.Origin, choices.Origin),
        (days.Said, Mark),
        (references.Authority, profile.Authority),
        (cover.Rule, profile.CoverRule),
        (facts.Diet, profile.Diet),
        (facts.Precision, health.Precision),
        (facts.Gas, health.GasKind),
        (found.Level, findings.FindingLevel),
    ],
)
def test_domain_and_database_have_the_same_values(domain, stored):
    assert {one.name: one.value for one in domain} == {one.name: one.value for one in stored}


def test_every_part_of_the_day_has_a_name_and_can_be_copied():
    assert set(PART_NAMES) == set(days.PartOfDay)
    assert [value for value, _ in CopyForm.base_fields["part"].choices] == ["", *days.PartOfDay]


def test_what_a_profile_says_is_what_reference_intakes_ask():
    about = references.Person(30, profile.Sex.FEMALE, profile.LifeStage.PREGNANT)
    assert {one.value for one in profile.Sex} == {row.sex for row in references.every_row()} - {"any"}
    assert references.target_for(references.Authority.EFSA, about).reference.life_stage == "pregnancy"
    assert {one.value for one in profile.LifeStage} == set(references.LIFE_STAGES)
    for stage in ["", *profile.LifeStage]:
        assert limits.Circumstances(life_stage=stage).life_stage == stage
