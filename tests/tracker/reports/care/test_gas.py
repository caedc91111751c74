"""The uses of nitrous oxide of one person."""

import datetime as dt

from tests.factories import ConditionFactory, GasUseFactory, UserFactory
from tracker.domain.risks.evaluate import RULES
from tracker.reports.care.gas import GAS_CODES, GasPage

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)


def test_its_findings_exist():
    assert {code for code in RULES if code.startswith("nitrous-oxide")} == set(GAS_CODES)


def test_the_latest_comes_first_and_what_has_no_date_last(db):
    person = UserFactory()
    for on in (dt.date(2026, 1, 3), None, dt.date(2027, 5, 1), dt.date(2026, 3, 1)):
        GasUseFactory(owner=person, on=on, kind="medical")
    GasUseFactory(on=dt.date(2026, 3, 2))
    page = GasPage.build(person, now=NOW)

    assert [use.on for use in page.uses] == [dt.date(2027, 5, 1), dt.date(2026, 3, 1), dt.date(2026, 1, 3), None]
    assert page.today == NOW.date()


def test_what_was_found_of_the_gas_stands_there_and_nothing_else(db):
    person = UserFactory()
    ConditionFactory(owner=person, key="gastritis")  # of which something is found too
    for day in (1, 2):
        GasUseFactory(owner=person, on=dt.date(2026, 3, day))

    assert [one.code for one in GasPage.build(person, now=NOW).raised.findings] == ["nitrous-oxide-repeated"]


def test_of_nothing_nothing_is_found_in_one_query(db, django_assert_num_queries):
    person = UserFactory()
    with django_assert_num_queries(1):
        page = GasPage.build(person, now=NOW)

    assert (page.uses, page.raised.any) == ((), False)


def test_a_use_without_a_date_is_asked_about(db):
    person = UserFactory()
    for on in (None, dt.date(2026, 3, 1)):
        GasUseFactory(owner=person, on=on)
    page = GasPage.build(person, now=NOW)

    assert page.raised.findings == ()
    assert [(one.question.code, one.address) for one in page.raised.asked] == [("nitrous-oxide-repeated", "#add")]


def test_risks_that_come_together_name_the_gas(db):
    person = UserFactory()
    for day in (1, 2):
        GasUseFactory(owner=person, on=dt.date(2026, 3, day))
    ConditionFactory(owner=person, key="sjogren")

    assert [one.code for one in GasPage.build(person, now=NOW).raised.findings] == [
        "nitrous-oxide-repeated", "many-risks",
    ]  # fmt: skip
