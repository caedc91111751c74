"""The sentence about the reference value that findings compare with."""

import pytest
from django.template.loader import render_to_string

from tracker.domain.references import Authority


def value(authority: str) -> str:
    return render_to_string("findings/_value.html", {"authority": authority, "target_ug": 2.4}).strip()


def test_every_authority_is_called_by_a_name_of_its_own():
    said = {value(authority) for authority in Authority}

    assert len(said) == len(Authority)
    assert value("") not in said


@pytest.mark.parametrize(
    ("authority", "said"),
    [
        ("efsa", "The European Union (EFSA) gives 2.4\u00a0µg a day."),
        ("who", "The FAO and WHO give 2.4\u00a0µg a day."),
        ("", "The reference value is 2.4\u00a0µg a day."),
    ],
)
def test_it_says_who_gives_how_much(authority, said):
    assert value(authority) == said
