"""Findings in addresses: nothing of what was found stands there."""

import pytest
from django.urls import reverse

from tests.addresses import finding_page
from tracker.domain.risks.evaluate import RULES
from tracker.views.marks import FindingConverter, mark_of


def test_every_code_has_a_mark_of_its_own_that_leads_back():
    marks = {mark_of(code) for code in RULES}

    assert len(marks) == len(RULES)
    assert {FindingConverter().to_python(mark) for mark in marks} == set(RULES)


@pytest.mark.parametrize("code", sorted(RULES))
def test_no_address_tells_what_was_found(code):
    words = set(code.split("-")) - {"to", "no", "or", "and", "with", "on"}

    assert not any(
        word in finding_page(code) + reverse("finding_aside", args=[code]) for word in words if len(word) > 3
    )


@pytest.mark.parametrize("mark", ["0" * 16, "metformin-use", "f" * 16])
def test_what_is_no_mark_leads_nowhere(signed_in, mark):
    assert signed_in.get(f"/status/findings/{mark}/").status_code == 404


def test_marks_differ_from_one_installation_to_another(settings):
    before = mark_of("metformin-use")
    mark_of.cache_clear()
    settings.SECRET_KEY = "another installation"
    try:
        assert mark_of("metformin-use") != before
    finally:
        mark_of.cache_clear()
