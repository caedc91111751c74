"""What the words of findings are filled with."""

import datetime as dt

import pytest

from tracker.domain.risks.facts import Has, Precision, Result, Symptom, Use, When
from tracker.reports.findings.words import SYMPTOM_NAMES, said_on
from tracker.templatetags import findings

TODAY = dt.date(2026, 11, 22)
MARCH = When(dt.date(2022, 3, 15), Precision.MONTH)


@pytest.fixture(autouse=True)
def today():
    with said_on(TODAY):
        yield


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


# --- dates and time gone by -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("date", "said"),
    [
        (When(dt.date(2026, 5, 3)), "3 May 2026"),
        (When(dt.date(2026, 5, 15), Precision.MONTH), "May 2026"),
        (When(dt.date(2019, 7, 1), Precision.YEAR), "2019"),
        (dt.date(2026, 5, 3), "3 May 2026"),
        (None, ""),
    ],
)
def test_a_date_is_said_as_exactly_as_it_is_known(date, said):
    assert findings.when(date) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "0 days"), (1, "1 day"), (7, "7 days"), (13, "13 days"), (14, "2 weeks"), (15, "15 days"), (21, "3 weeks"),
        (119, "17 weeks"), (122, "122 days"), (123, "4 months"), (152, "5 months"), (364, "11 months"),
        (365, "1 year"), (366, "1 year"), (394, "1 year"), (395, "1 year 1 month"), (729, "1 year 11 months"),
        (730, "2 years"),
        (1713, "4 years 8 months"), (3652, "10 years"),
    ],
)  # fmt: skip
def test_time_gone_by_is_said_in_what_people_count_in(days, said):
    assert findings.days_words(days) == said


# --- medicines ------------------------------------------------------------------------------------------------------
def use(**fields) -> Use:
    return Use(**{"key": "metformin", "group": "metformin", "name": "metformin", **fields})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"dose_mg": 2000.0, "start": MARCH}, "metformin 2,000 mg a day since March 2022: 4 years 8 months"),
        ({}, "metformin"),
        ({"dose_mg": 850.0}, "metformin 850 mg a day"),
        ({"units": 1.5}, "metformin, 1½ a day"),
        ({"dose_mg": 0.4, "units": 1.0}, "metformin 0.4 mg a day"),
        ({"start": When(dt.date(2026, 11, 1))}, "metformin since 1 November 2026: 3 weeks"),
        ({"start": When(dt.date(2026, 10, 15), Precision.MONTH)}, "metformin since October 2026"),
        ({"start": When(dt.date(2026, 9, 15), Precision.MONTH)}, "metformin since September 2026: about 2 months"),
        ({"start": When(dt.date(2019, 7, 1), Precision.YEAR)}, "metformin since 2019: about 7 years"),
        ({"start": When(dt.date(2026, 7, 1), Precision.YEAR)}, "metformin since 2026"),
    ],
)  # fmt: skip
def test_a_medicine_that_is_taken_says_what_is_known_of_it(fields, said):
    assert plain(findings.taken(use(**fields))) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "metformin, stopped by now"),
        ({"start": MARCH}, "metformin from March 2022 on, stopped by now"),
        ({"end": When(dt.date(2025, 5, 3))}, "metformin until 3 May 2025"),
        ({"start": MARCH, "end": When(dt.date(2025, 5, 3))},
         "metformin from March 2022 to 3 May 2025: 3 years 1 month"),
        ({"start": MARCH, "end": When(dt.date(2025, 7, 1), Precision.YEAR)},
         "metformin from March 2022 to 2025: about 3 years"),
    ],
)  # fmt: skip
def test_a_medicine_that_ended_says_so(fields, said):
    assert plain(findings.taken(use(active=False, **fields))) == said


def test_time_is_counted_up_to_the_day_the_words_are_said_on(time_machine):
    words = "metformin since 22 November 2024: {}"
    begun = use(start=When(dt.date(2024, 11, 22)))
    with said_on(dt.date(2025, 11, 22)):
        assert findings.taken(begun) == words.format("1 year")
    assert findings.taken(begun) == words.format("2 years")
    with said_on(None):  # nobody says which day it is: the clock does
        time_machine.move_to(dt.datetime(2027, 11, 22, 12, tzinfo=dt.UTC), tick=False)
        assert findings.taken(begun) == words.format("3 years")


# --- conditions, results, symptoms ----------------------------------------------------------------------------------
def test_a_condition_says_since_when_or_nothing():
    assert findings.since(Has("coeliac", "Coeliac disease", When(dt.date(2019, 7, 1), Precision.YEAR))) == "since 2019"
    assert findings.since(Has("coeliac", "Coeliac disease")) == ""


def test_a_result_keeps_its_figure_and_its_unit_together():
    assert findings.measured(Result("b12", 170, "ng/L", dt.date(2026, 5, 3))) == "170\u00a0ng/L on 3 May 2026"
    assert plain(findings.measured(Result("mma", 0.377, "µmol/L", dt.date(2026, 5, 3)))).startswith("0.377 µmol/L ")


def test_things_are_named_once_each_as_people_say_them():
    numb, tired = Symptom("numbness", 4, TODAY), Symptom("fatigue", 3, TODAY)

    assert findings.names([numb, tired, numb]) == "numbness, tiredness"
    assert findings.names(["tingling"]) == "tingling"
    assert findings.names([use(), Has("coeliac", "Coeliac disease")]) == "metformin, Coeliac disease"
    assert findings.names([]) == ""
    assert findings.names([Symptom("hair_loss", 4, TODAY)]) == "hair_loss"  # better than nothing


def test_names_of_symptoms_are_words_in_a_sentence():
    assert [name for name in map(str, SYMPTOM_NAMES.values()) if name != name.lower() or name.endswith(".")] == []
