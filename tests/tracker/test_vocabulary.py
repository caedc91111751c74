"""The words of the domain are those that the database stores."""

import pytest

from foods import choices
from tracker.domain import days, intake
from tracker.forms.days import CopyForm
from tracker.models.days import Mark
from tracker.reports.day import PART_NAMES


@pytest.mark.parametrize(("domain", "stored"), [(intake.Origin, choices.Origin), (days.Said, Mark)])
def test_domain_and_database_have_the_same_values(domain, stored):
    assert {one.name: one.value for one in domain} == {one.name: one.value for one in stored}


def test_every_part_of_the_day_has_a_name_and_can_be_copied():
    assert set(PART_NAMES) == set(days.PartOfDay)
    assert [value for value, _ in CopyForm.base_fields["part"].choices] == ["", *days.PartOfDay]
