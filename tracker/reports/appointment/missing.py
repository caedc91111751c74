"""What the report would say and cannot, and where it is filled in: on the page, in its language, never on the paper."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Missing(NamedTuple):
    """`page`: the name of the address where it is filled in; "report" for the form of the page itself."""

    what: str | Promise
    page: str


_EVERY = {
    "words": Missing(_("why you go, and what you want to ask"), "report"),
    "born": Missing(_("your year of birth"), "profile"),
    "diet": Missing(_("how you eat"), "profile"),
    "regimens": Missing(_("B12 that you take by a plan"), "regimens"),
    "medicines": Missing(_("medicines"), "medicines"),
    "conditions": Missing(_("conditions and operations"), "conditions"),
    "symptoms": Missing(_("symptoms of the last 90 days"), "symptoms"),
    "tests": Missing(_("blood tests"), "blood_tests"),
    "days": Missing(_("what you had in the last 90 days"), "today"),
}


def missing(left_open: Mapping[str, bool]) -> tuple[Missing, ...]:
    return tuple(one for key, one in _EVERY.items() if left_open[key])
