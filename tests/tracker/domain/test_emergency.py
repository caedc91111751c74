"""Whom to call: the numbers of a country, and 112 where it is not known."""

import re

import pytest

from tracker.domain import zones
from tracker.domain.emergency import Numbers, numbers_for


@pytest.mark.parametrize(
    ("zone", "emergency", "crisis"),
    [
        ("America/New_York", "911", ["988"]),
        ("US/Eastern", "911", ["988"]),
        ("America/Toronto", "911", ["988"]),
        ("Canada/Pacific", "911", ["988"]),
        ("Europe/London", "999", ["116 123"]),
        ("Europe/Jersey", "999", ["116 123"]),
        ("Europe/Dublin", "112", ["116 123"]),
        ("Europe/Berlin", "112", ["0800 111 0 111"]),
        ("Europe/Vienna", "112", ["142"]),
        ("Europe/Zurich", "112", ["143"]),
        ("Europe/Paris", "112", ["3114"]),
        ("Europe/Madrid", "112", []),
        ("Europe/Stockholm", "112", []),
        ("Australia/Sydney", "000", ["13 11 14"]),
        ("Pacific/Auckland", "111", ["1737"]),
        ("NZ", "111", ["1737"]),
        ("Asia/Tokyo", "119", []),
        ("Asia/Kolkata", "112", ["14416"]),
    ],
)
def test_a_country_has_its_numbers(zone, emergency, crisis):
    found = numbers_for(zone)

    assert (found.emergency, [line.number for line in found.crisis], found.known) == (emergency, crisis, True)


@pytest.mark.parametrize(
    "zone",
    ["", "UTC", "CET", "Africa/Nairobi", "America/Sao_Paulo", "Antarctica/McMurdo", "Pacific/Norfolk", "Etc/GMT+5"],
)
def test_elsewhere_it_is_said_that_the_number_may_be_another(zone):
    assert numbers_for(zone) == Numbers("112", known=False)


def test_every_zone_of_a_known_country_has_numbers_that_can_be_dialled():
    found = {zone: numbers_for(zone) for zone in zones._BY_ZONE}

    assert {zone: one for zone, one in found.items() if not re.fullmatch(r"\d{3}", one.emergency)} == {}
    assert [line for one in found.values() for line in one.crisis if not re.fullmatch(r"[\d ]{3,}", line.number)] == []
