"""The conditions of one person: how a line reads, how a page counts them, when the operation is offered."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import ConditionFactory, UserFactory
from tracker.domain.conditions import CONDITIONS
from tracker.reports.care.conditions import BY_DETAIL, ConditionLine, ConditionPage, ConditionsList, counts_of_row

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
TODAY = NOW.date()


def line(key: str, **said) -> ConditionLine:
    row = ConditionFactory.build(owner=None, key=key, name="x", **said)
    return ConditionLine(row, CONDITIONS.get(key), TODAY)


def page_of(row) -> ConditionPage:
    return ConditionPage.build(row.owner, row.key, row=row, now=NOW)


# --- one line --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "said", "details"),
    [
        ("coeliac", {"since": dt.date(2019, 7, 1), "since_precision": "year"}, ("since 2019",)),
        ("gastric_bypass", {"since": dt.date(2019, 7, 1), "since_precision": "year"}, ("2019",)),
        ("sleeve", {"since": dt.date(2027, 5, 15), "since_precision": "month"}, ("planned for May 2027",)),
        ("ileal_resection", {"resection_cm": Decimal("25.0")}, ("25\u00a0cm removed",)),
        ("crohn", {"ileal_cm": Decimal("12.5")}, ("12.5\u00a0cm ill",)),
        ("lhon", {"relation": "family"}, ("in the family",)),
        ("lhon", {"relation": "own"}, ()),
        ("crohn", {"treated_elsewhere": True}, ("treated with B12 that is not logged here",)),
        ("", {}, ()),
    ],
)
def test_a_line_says_what_was_said(key, said, details):
    assert line(key, **said).details == details


def test_the_list_is_by_name_in_one_query(db, django_assert_num_queries):
    person = UserFactory()
    for name, key in (("coeliac disease", "coeliac"), ("Addison's disease", "addison"), ("bad knees", "")):
        ConditionFactory(owner=person, name=name, key=key)
    ConditionFactory(name="Of somebody else")
    with django_assert_num_queries(1):
        page = ConditionsList.build(person, today=TODAY)

    assert [made.row.name for made in page.lines] == ["Addison's disease", "bad knees", "coeliac disease"]
    assert page.unchecked
    assert not ConditionsList.build(UserFactory(), today=TODAY).unchecked


# --- in the model ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "said", "case", "lines"),
    [
        ("ileal_resection", {"resection_cm": 19}, "", 0),
        ("ileal_resection", {"resection_cm": 20}, "20 to 60 cm of the last small bowel removed", 2),
        ("ileal_resection", {}, "20 to 60 cm of the last small bowel removed", 2),
        ("ileal_resection", {"resection_cm": 61}, "more than 60 cm of the last small bowel removed", 2),
        ("crohn", {"ileal_cm": 30}, "", 0),
        ("crohn", {"ileal_cm": 31}, "Crohn’s disease of the last small bowel", 1),
        ("crohn", {"ileal_cm": 31, "resected": True}, "", 0),
        ("hiv", {"chronic_diarrhoea": True}, "HIV with lasting diarrhoea", 1),
        ("hiv", {"chronic_diarrhoea": None}, "", 0),
        ("pernicious_anaemia", {}, "", 3),
        ("smoking", {}, "", 0),
    ],
)
def test_a_condition_counts_by_its_details(db, key, said, case, lines):
    counts = page_of(ConditionFactory(key=key, **said)).counts
    assert (str(counts.case), len(counts.lines)) == (case, lines)


@pytest.mark.parametrize("key", list(CONDITIONS))
def test_for_everybody_a_row_counts_unless_that_depends_on_details(key):
    assert (counts_of_row(key) is None) is (key in BY_DETAIL)


@pytest.mark.parametrize(("day", "pause"), [(TODAY, ""), (TODAY + dt.timedelta(days=1), "It counts from its day on.")])
def test_an_operation_counts_from_its_day_on(db, day, pause):
    row = ConditionFactory(key="gastric_bypass", since=day, since_precision="day")
    assert str(page_of(row).counts.pause) == pause


# --- what the page offers --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("resected", "offers"), [(True, True), (False, False), (None, False)])
def test_with_bowel_removed_the_operation_is_offered(db, resected, offers):
    row = ConditionFactory(key="crohn", resected=resected)
    assert page_of(row).offers_resection is offers


def test_the_operation_is_not_offered_twice_nor_for_another_condition(db):
    row = ConditionFactory(key="crohn", resected=True)
    ConditionFactory(owner=row.owner, key="ileal_resection")
    assert not page_of(row).offers_resection
    assert not page_of(ConditionFactory(key="coeliac", resected=True)).offers_resection


def test_what_stands_on_the_list_already_is_known(db):
    row = ConditionFactory(key="coeliac")

    def already(key, row=row, shown=None):
        return ConditionPage.build(row.owner, key, row=shown, now=NOW).already

    assert already("coeliac")
    assert not already("coeliac", shown=row)
    assert not already("crohn")
    assert not already("")


def test_what_was_found_stands_on_its_page_and_on_no_other(db):
    row = ConditionFactory(key="coeliac")
    other = ConditionFactory(owner=row.owner, key="smoking")
    assert [one.code for one in page_of(row).raised.findings] == ["malabsorption-condition"]
    assert not page_of(other).raised.any
