"""Which reference intake is whose: every authority at every boundary of its ages, from both sides."""

import zoneinfo
from math import inf, nextafter

import pytest

from tracker.domain import references
from tracker.domain.references import (
    ADULT_YEARS,
    Authority,
    Person,
    all_targets,
    authority_for_zone,
    rows_for,
    target_for,
    target_or_fallback,
)

US_CA, EFSA, DACH, NORDIC, UK = Authority.US_CA, Authority.EFSA, Authority.DACH, Authority.NORDIC, Authority.UK
AU_NZ, JAPAN, INDIA, WHO = Authority.AU_NZ, Authority.JAPAN, Authority.INDIA, Authority.WHO

# From this age on (years), this many µg of this kind; None: no value for that age.
STEPS = {
    US_CA: [(0, 0.4, "AI"), (0.5, 0.5, "AI"), (1, 0.9, "RDA"), (4, 1.2, "RDA"), (9, 1.8, "RDA"), (14, 2.4, "RDA"),
            (19, 2.4, "RDA"), (51, 2.4, "RDA"), (71, 2.4, "RDA")],
    EFSA: [(0, None, ""), (0.583, 1.5, "AI"), (1, 1.5, "AI"), (4, 1.5, "AI"), (7, 2.5, "AI"), (11, 3.5, "AI"),
           (15, 4.0, "AI"), (18, 4.0, "AI")],
    DACH: [(0, 0.5, "AI"), (0.333, 1.4, "AI"), (1, 1.5, "AI"), (4, 2.0, "AI"), (7, 2.5, "AI"), (10, 3.5, "AI"),
           (13, 4.0, "AI"), (15, 4.0, "AI"), (19, 4.0, "AI"), (25, 4.0, "AI"), (51, 4.0, "AI"), (65, 4.0, "AI")],
    NORDIC: [(0, None, ""), (0.583, 1.5, "AI"), (1, 1.5, "AI"), (4, 1.7, "AI"), (7, 2.5, "AI"), (11, 3.5, "AI"),
             (15, 4.0, "AI")],
    UK: [(0, 0.3, "RNI"), (0.583, 0.4, "RNI"), (1, 0.5, "RNI"), (4, 0.8, "RNI"), (7, 1.0, "RNI"), (11, 1.2, "RNI"),
         (15, 1.5, "RNI"), (19, 1.5, "RNI")],
    AU_NZ: [(0, 0.4, "AI"), (0.5, 0.5, "AI"), (1, 0.9, "RDI"), (4, 1.2, "RDI"), (9, 1.8, "RDI"), (14, 2.4, "RDI"),
            (19, 2.4, "RDI")],
    JAPAN: [(0, 0.4, "AI"), (0.5, 0.9, "AI"), (1, 1.5, "AI"), (3, 1.5, "AI"), (6, 2.0, "AI"), (8, 2.5, "AI"),
            (10, 3.0, "AI"), (12, 4.0, "AI"), (18, 4.0, "AI")],
    INDIA: [(0, 1.2, "AI"), (1, 1.2, "RDA"), (10, 2.2, "RDA"), (18, 2.2, "RDA")],
    WHO: [(0, 0.4, "RNI"), (0.583, 0.7, "RNI"), (1, 0.9, "RNI"), (4, 1.2, "RNI"), (7, 1.8, "RNI"), (10, 2.4, "RNI"),
          (19, 2.4, "RNI")],
}  # fmt: skip
STAGES = {  # pregnant, breastfeeding: target and its floor
    US_CA: ((2.6, 2.2), (2.8, 2.4)),
    EFSA: ((4.5, 2.2), (5.0, 2.4)),
    DACH: ((4.5, 2.2), (5.5, 2.4)),
    NORDIC: ((4.5, 2.2), (5.0, 2.4)),
    UK: ((1.5, 1.5), (2.0, 1.75)),  # the floor of the US and Canada would lie above the target
    AU_NZ: ((2.6, 2.2), (2.8, 2.4)),
    JAPAN: ((4.0, 2.2), (4.0, 2.4)),
    INDIA: ((2.45, 2.2), (3.2, 2.4)),
    WHO: ((2.6, 2.2), (2.8, 2.4)),
}
BOTH_SIDES = [
    (authority, age, value, kind)
    for authority, steps in STEPS.items()
    for (start, value, kind), (end, *_) in zip(steps, [*steps[1:], (150, None)], strict=True)
    for age in (start, nextafter(end, 0))
]


def shown(target: references.Target | None) -> tuple[float | None, str]:
    return (target.ug, target.reference.kind) if target else (None, "")


# --- by age ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("authority", "age", "value", "kind"), BOTH_SIDES)
def test_a_value_holds_from_its_age_up_to_the_next(authority, age, value, kind):
    person = Person(age, "female")

    assert shown(target_for(authority, person)) == (value, kind)
    assert target_for(authority, person) == dict(all_targets(person))[authority]


@pytest.mark.parametrize("authority", Authority)
def test_the_steps_of_the_table_are_all_tried(authority):
    rows = [row for row in references._current()[authority] if row.kind not in references.LIMIT_KINDS]
    starts = {row.age_from_years for row in rows if not row.for_stage}

    assert starts <= {start for start, *_ in STEPS[authority]}


@pytest.mark.parametrize("authority", Authority)
def test_nobody_grows_out_of_the_last_row(authority):
    last = [row for row in rows_for(authority, Person(119.99)) if row.kind in references.TARGET_KINDS]

    assert [row.age_to_years for row in last] == [inf]
    assert shown(target_for(authority, Person(126))) == STEPS[authority][-1][1:]


@pytest.mark.parametrize(("sex", "value"), [("female", 3.5), ("male", 3.0), ("", 3.5)])
@pytest.mark.parametrize("age", [11, 14.99])
def test_nordic_girls_and_boys_differ_and_the_higher_holds_where_nobody_said(sex, value, age):
    assert shown(target_for(NORDIC, Person(age, sex))) == (value, "AI")


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize("age", [10.99, 15])
def test_before_and_after_nordic_girls_and_boys_are_alike(sex, age):
    assert target_for(NORDIC, Person(age, sex)) == target_for(NORDIC, Person(age))


@pytest.mark.parametrize("authority", Authority)
def test_an_unknown_age_is_taken_for_an_adults(authority):
    target = target_for(authority, Person())

    assert target.assumed_adult
    assert target.reference == target_for(authority, Person(ADULT_YEARS)).reference
    assert not target_for(authority, Person(ADULT_YEARS)).assumed_adult


# --- pregnancy and breastfeeding -------------------------------------------------------------------------------------
@pytest.mark.parametrize("authority", Authority)
@pytest.mark.parametrize("stage", [0, 1])
@pytest.mark.parametrize("age", [None, 12, 13.99, 14, 30, 50.99, 51, 60])  # printed ages and outside of them
@pytest.mark.parametrize("sex", ["female", ""])
def test_pregnancy_and_breastfeeding_win_over_age(authority, stage, age, sex):
    target = target_for(authority, Person(age, sex, ("pregnant", "breastfeeding")[stage]))

    assert (target.ug, target.floor_ug) == STAGES[authority][stage]
    assert target.reference.life_stage == ("pregnancy", "lactation")[stage]
    assert not target.assumed_adult


def test_values_for_women_are_not_a_mans():
    assert target_for(EFSA, Person(30, "male", "pregnant")) == target_for(EFSA, Person(30, "male"))


# --- kind and floor --------------------------------------------------------------------------------------------------
def test_a_recommendation_comes_before_an_adequate_intake(monkeypatch):
    def row(kind: str, value: float | None) -> references.Reference:
        return references.Reference(UK, 1991, "adult", "any", 0, inf, kind, value, "verified", ("S114",))

    kinds = ["UL", "EAR", "LRNI", "GL", "AI", "PRI", "RDI", "RNI", "RDA"]
    for left in range(9, 4, -1):
        rows = tuple(row(kind, n) for n, kind in enumerate(kinds[:left]))
        monkeypatch.setattr(references, "_current", lambda rows=rows: dict.fromkeys(Authority, rows))
        assert target_for(UK, Person(30)).reference.kind == kinds[left - 1]
    rows = tuple(row(kind, n) for n, kind in enumerate(kinds[:4]))
    monkeypatch.setattr(references, "_current", lambda: dict.fromkeys(Authority, rows))
    assert target_for(UK, Person(30)) is None


@pytest.mark.parametrize(
    ("authority", "age", "floor", "whose", "kind"),
    [
        (US_CA, 30, 2.0, US_CA, "EAR"),
        (UK, 30, 1.25, UK, "EAR"),  # its own
        (AU_NZ, 3, 0.7, AU_NZ, "EAR"),
        (EFSA, 30, 2.0, US_CA, "EAR"),  # none of its own
        (EFSA, 8.99, 1.0, US_CA, "EAR"),
        (EFSA, 9, 1.5, US_CA, "EAR"),
        (UK, 3, 0.5, UK, "RNI"),  # 0.7 of the US and Canada lies above
        (UK, 8, 1.0, US_CA, "EAR"),  # as high, not above
        (UK, 10, 1.0, UK, "RNI"),
        (UK, 12, 1.2, UK, "RNI"),
        (UK, 16, 1.5, UK, "RNI"),
        (INDIA, 9.5, 1.2, INDIA, "RDA"),
        (JAPAN, 30, 2.0, US_CA, "EAR"),
    ],
)
def test_the_floor_is_its_own_or_that_of_the_us_and_canada_and_never_above_the_target(
    authority, age, floor, whose, kind
):
    target = target_for(authority, Person(age))

    assert (target.floor_ug, target.floor.authority, target.floor.kind) == (floor, whose, kind)


@pytest.mark.parametrize("authority", [US_CA, DACH, UK, JAPAN, WHO])
def test_an_infant_has_no_floor(authority):
    assert target_for(authority, Person(0.4)).floor is None
    assert target_for(authority, Person(0.4)).floor_ug is None


@pytest.mark.parametrize("age", [0, 0.4, 5, 12, 17, 30, 55, 80])
@pytest.mark.parametrize("stage", ["", "pregnant", "breastfeeding"])
def test_no_floor_lies_above_its_target(age, stage):
    for _, target in all_targets(Person(age, "female", stage)):
        assert target is None or target.floor_ug is None or target.floor_ug <= target.ug


# --- no value, fallback ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("authority", "age"), [(EFSA, 0.2), (NORDIC, 0.582)])
def test_where_an_authority_gives_no_value_there_is_none_and_another_is_offered(authority, age):
    assert target_for(authority, Person(age)) is None
    offered = target_or_fallback(authority, Person(age))

    assert (offered.authority, offered.asked_of, offered.is_fallback) == (US_CA, authority, True)
    assert offered.ug == (0.4 if age < 0.5 else 0.5)


def test_who_gives_a_value_is_not_replaced():
    target = target_or_fallback(EFSA, Person(30))

    assert (target.authority, target.asked_of, target.is_fallback) == (EFSA, EFSA, False)
    assert target == target_for(EFSA, Person(30))


def test_an_age_below_zero_is_refused():
    with pytest.raises(ValueError, match="no value for an age of -1"):
        target_or_fallback(UK, Person(-1))


# --- everything an authority says ------------------------------------------------------------------------------------
def kinds(authority: Authority, person: Person) -> list[tuple[str, float | None]]:
    return [(row.kind, row.value_ug) for row in rows_for(authority, person)]


def test_an_upper_limit_without_a_value_means_none_set():
    assert ("UL", None) in kinds(US_CA, Person(30))
    assert ("UL", None) in kinds(EFSA, Person(5))
    assert all(row.value_ug is not None for row in rows_for(EFSA, Person(5)) if row.kind != "UL")


def test_an_authority_says_more_than_its_target():
    assert kinds(UK, Person(19)) == [("RNI", 1.5), ("EAR", 1.25), ("LRNI", 1.0), ("GL", 2000.0)]
    assert kinds(UK, Person(18.99)) == [("RNI", 1.5), ("GL", 2000.0)]
    assert kinds(UK, Person(17.99)) == [("RNI", 1.5)]


def test_in_pregnancy_only_limits_go_by_age():
    assert kinds(UK, Person(30, "female", "pregnant")) == [("RNI", 1.5), ("GL", 2000.0)]
    assert kinds(US_CA, Person(30, "female", "pregnant")) == [("EAR", 2.2), ("RDA", 2.6), ("UL", None)]


def test_superseded_rows_and_label_values_are_never_used():
    used = references.every_row()

    assert len(used) == 132 - 20 - 1
    assert {row.year for row in used if row.authority == JAPAN} == {2025}
    assert "DV" not in {row.kind for row in used}


def test_what_nobody_has_compared_is_marked_unconfirmed():
    assert not target_for(US_CA, Person(30)).reference.unconfirmed  # verified
    assert not target_for(UK, Person(30)).reference.unconfirmed  # secondary
    assert target_for(UK, Person(30)).floor.unconfirmed
    assert {authority for authority, target in all_targets(Person()) if target.reference.unconfirmed} == {INDIA}
    assert {authority for authority, target in all_targets(Person(8)) if target.reference.unconfirmed} == {
        EFSA, UK, AU_NZ, JAPAN, INDIA, WHO,
    }  # fmt: skip


# --- time zones ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("authority", "zones"),
    [
        (US_CA, "America/New_York America/Los_Angeles America/Toronto America/St_Johns America/Indiana/Knox "
                "Pacific/Honolulu America/Puerto_Rico US/Eastern Canada/Pacific America/Montreal EST5EDT Navajo"),
        (UK, "Europe/London Europe/Jersey Europe/Guernsey Europe/Isle_of_Man Europe/Belfast GB GB-Eire"),
        (DACH, "Europe/Berlin Europe/Busingen Europe/Vienna Europe/Zurich Europe/Vaduz"),
        (NORDIC, "Europe/Stockholm Europe/Oslo Europe/Copenhagen Europe/Helsinki Atlantic/Reykjavik Iceland "
                 "Europe/Mariehamn Atlantic/Faroe Atlantic/Faeroe America/Nuuk America/Godthab Arctic/Longyearbyen "
                 "Europe/Tallinn Europe/Riga Europe/Vilnius"),
        (EFSA, "Europe/Amsterdam Europe/Athens Europe/Bratislava Europe/Brussels Europe/Bucharest Europe/Budapest "
               "Europe/Dublin Eire Europe/Lisbon Portugal Europe/Ljubljana Europe/Luxembourg Europe/Madrid "
               "Europe/Malta Europe/Paris Europe/Prague Europe/Rome Europe/Sofia Europe/Warsaw Poland Europe/Zagreb "
               "Asia/Nicosia Europe/Nicosia Asia/Famagusta Atlantic/Canary Atlantic/Azores"),
        (AU_NZ, "Australia/Sydney Australia/Perth Australia/ACT Australia/Lord_Howe Pacific/Auckland NZ NZ-CHAT"),
        (JAPAN, "Asia/Tokyo Japan"),
        (INDIA, "Asia/Kolkata Asia/Calcutta"),
        (WHO, "UTC Etc/UTC CET Europe/Istanbul Europe/Kiev Europe/Moscow Africa/Nairobi Asia/Shanghai Asia/Seoul "
              "America/Sao_Paulo America/Mexico_City America/Panama Pacific/Fiji Europe/Belgrade"),
    ],
)  # fmt: skip
def test_a_time_zone_says_whose_values_people_know(authority, zones):
    assert {zone: authority_for_zone(zone) for zone in zones.split()} == dict.fromkeys(zones.split(), authority)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "usa", "USSR", "Australian/Sydney"])
def test_a_zone_nobody_knows_has_the_values_of_the_world(name):
    assert authority_for_zone(name) == WHO


def test_every_name_we_list_is_one_of_the_time_zone_database():
    from tracker.domain.zones import _BY_ZONE

    assert set(_BY_ZONE) - zoneinfo.available_timezones() == set()
