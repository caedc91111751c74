"""Time zones: where somebody probably buys medicines. Whose reference values they give: test_references."""

import zoneinfo

import pytest

from tracker.domain.medicines import BRANDS
from tracker.domain.zones import _MARKET_BY_ZONE, market_for_zone, slug_for_zone


@pytest.mark.parametrize(
    ("market", "zones"),
    [
        ("US", "America/New_York America/Los_Angeles Pacific/Honolulu US/Eastern America/Puerto_Rico"),
        ("CA", "America/Toronto America/Vancouver America/St_Johns Canada/Pacific"),
        ("UK", "Europe/London GB"),
        ("DE", "Europe/Berlin Europe/Vienna Europe/Zurich"),
        ("FR", "Europe/Paris America/Martinique"),
        ("EU", "Europe/Madrid Europe/Stockholm Europe/Dublin Europe/Warsaw"),
        ("AU", "Australia/Sydney Pacific/Auckland"),
        ("JP", "Asia/Tokyo Japan"),
        ("IN", "Asia/Kolkata Asia/Calcutta"),
    ],
)
def test_a_time_zone_says_whose_brands_people_know(market, zones):
    assert {zone: market_for_zone(zone) for zone in zones.split()} == dict.fromkeys(zones.split(), market)


@pytest.mark.parametrize("name", ["", "UTC", "CET", "America/Sao_Paulo", "Asia/Shanghai", "Mars/Olympus"])
def test_a_zone_nobody_knows_has_no_market(name):
    assert market_for_zone(name) == ""


def test_every_zone_with_a_market_of_its_own_is_one_of_the_time_zone_database():
    assert set(_MARKET_BY_ZONE) - zoneinfo.available_timezones() == set()


def test_a_zone_with_a_market_of_its_own_has_reference_values_too():
    slugs = {"CA": {"us-ca"}, "FR": {"efsa"}}

    assert {market: {slug_for_zone(z) for z, m in _MARKET_BY_ZONE.items() if m == market} for market in slugs} == slugs


def test_every_market_is_one_that_has_brands():
    markets = {market_for_zone(zone) for zone in zoneinfo.available_timezones()} - {""}

    assert markets == {brand.market for brand in BRANDS} - {"any"}
