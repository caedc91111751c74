"""Foods, Today, Status and what is due by the API: the same figures as the pages, null for what nobody knows."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from tests.factories import (
    ConditionFactory,
    FoodFactory,
    PhaseFactory,
    ProfileFactory,
    RegimenFactory,
)
from tests.tracker.api.conftest import NOW
from tests.tracker.views.conftest import days_ago, found, had
from tracker.reports.status.days import DaySum
from tracker.reports.summary import Mean, absorbed_today, means
from tracker.reports.today import TodayReport

FORBIDDEN = ("deficient", "you are safe", "goal", "streak")


# --- foods ------------------------------------------------------------------------------------------------------------
def test_a_food_comes_with_portions_figures_and_where_they_are_from(program):
    oat = found(name="Oat milk", brand="Oats", b12_ug=Decimal("0.38"), basis="ml100", grade="label")
    answer = program.get(f"foods/{oat.pk}")

    portion, source = oat.portions.get(), oat.source
    assert answer.status_code == 200
    assert answer.json() == {
        "id": oat.pk, "name": "Oat milk", "brand": "Oats", "own": False, "category": "fish", "origin": "food",
        "form": "bound", "route": "swallowed", "reliability": "active", "grade": "label", "basis": "ml100",
        "quantity_unit": "ml", "b12_ug_per_basis": 0.38, "added_ug_per_basis": 0.0,
        "portions": [{"id": portion.pk, "name": "glass", "quantity": 200.0, "is_default": True, "b12_ug": 0.76}],
        "source": {"name": source.name, "publisher": "A public body", "version": "2024", "licence": "public domain",
                   "url": "https://example.org/data"},
        "page": f"/sources/{oat.pk}/oat-milk/",
    }  # fmt: skip


def test_what_nobody_knows_is_null_and_a_food_of_ones_own_has_no_source(program, person):
    stew = found(name="Stew", unknown=True, owner=person, source=None, source_ref="")
    answer = program.get("foods", q="stew").json()["foods"][0]

    assert (answer["own"], answer["source"], answer["b12_ug_per_basis"]) == (True, None, None)
    assert [one["b12_ug"] for one in answer["portions"]] == [None]
    assert answer["page"] == f"/sources/yours/{stew.pk}/"


def test_a_mistyped_word_is_mended_and_the_best_match_comes_first(program):
    found(name="Salmon"), found(name="Salmon spread")
    answer = program.get("foods", q="samlon").json()

    assert (answer["query"], answer["searched"]) == ("samlon", "salmon")
    assert [one["name"] for one in answer["foods"]] == ["Salmon", "Salmon spread"]


@pytest.mark.parametrize("rows", [1, 30])
def test_looking_for_foods_takes_as_many_queries_for_one_as_for_thirty(program, rows, django_assert_num_queries):
    for n in range(rows):
        found(name=f"Salmon no. {n}")
    with django_assert_num_queries(4):  # who asks, the search, foods with sources, portions
        answer = program.get("foods", q="salmon", limit=50)

    assert len(answer.json()["foods"]) == rows


def test_a_limit_is_kept_and_says_that_there_are_more(program):
    for n in range(4):
        found(name=f"Salmon no. {n}")
    answer = program.get("foods", q="salmon", limit=3).json()

    assert (len(answer["foods"]), answer["more"]) == (3, True)


@pytest.mark.parametrize(
    "asked", [{}, {"q": ""}, {"q": "x\x00"}, {"q": "a" * 201}, {"q": "a", "limit": 51}, {"q": "a", "limit": 0}]
)
def test_a_search_refuses_what_makes_no_sense(program, asked):
    assert program.get("foods", **asked).status_code == 422


def test_a_food_that_is_not_there_is_not_found(program):
    retired = FoodFactory(state="retired")

    assert [program.get(f"foods/{pk}").status_code for pk in (retired.pk, 10**15)] == [404, 404]


# --- today ------------------------------------------------------------------------------------------------------------
def test_today_says_what_its_page_says(program, person):
    had(person, found(name="Salmon", b12_ug=Decimal(4)), "2026-03-14 08:00")
    had(person, found(name="Stew", unknown=True), "2026-03-14 12:00")
    answer, page = program.get("today").json(), TodayReport.build(person, now=NOW)

    assert (answer["date"], answer["entries"], answer["unknown"]) == ("2026-03-14", 2, 1)
    assert (answer["swallowed_ug"], answer["injected_ug"]) == (8.0, 0.0)
    assert answer["by_origin"] == [{"origin": "food", "known_ug": 8.0, "entries": 1}]
    assert answer["cover"]["sentence"] == page.cover.verdict
    assert answer["cover"]["unknown_entries"] == 1
    band = answer["absorbed_ug"]
    assert 0 < band["low"] < band["middle"] < band["high"] < 8


def test_an_injection_is_not_swallowed(program, person):
    ampoule = found(name="Ampoule", origin="injected", route="injected", basis="unit", b12_ug=Decimal(1000), quantity=1)
    had(person, ampoule, "2026-03-14 08:00")
    answer = program.get("today").json()

    assert (answer["swallowed_ug"], answer["injected_ug"]) == (0.0, 1000.0)
    assert answer["absorbed_ug"] == {"low": 0.0, "middle": 0.0, "high": 0.0}


def test_an_empty_log_has_nulls_and_no_zero_for_what_is_not_known(program):
    today, status = program.get("today").json(), program.get("status").json()

    assert (today["cover"]["sentence"], today["cover"]["swallowed_ug_per_day"]) == ("", None)
    assert [mean["swallowed_ug_per_day"] for mean in status["means"]] == [None] * 3
    assert (status["runway"], bool(status["why_no_runway"])) == (None, True)


def test_where_the_model_is_off_it_says_nothing(program, person):
    ProfileFactory(owner=person, life_stage="pregnant", sex="female")
    had(person, found(name="Salmon", b12_ug=Decimal(4)), "2026-03-14 08:00")
    status = program.get("status").json()

    assert (program.get("today").json()["absorbed_ug"], status["absorbed_ug_per_day"]) == (None, None)
    assert (status["runway"], bool(status["why_no_absorbed"])) == (None, True)
    assert absorbed_today(person, now=NOW) is None


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("path", "queries"), [("today", 10), ("status", 6)])
def test_sums_take_as_many_queries_in_a_long_log_as_in_a_short_one(
    program, person, rows, path, queries, django_assert_num_queries
):
    salmon = found(name="Salmon")
    for n in range(rows):
        had(person, salmon, f"{days_ago(n % 20)} 08:{n:02d}")
    with django_assert_num_queries(queries):
        answer = program.get(path)

    assert answer.status_code == 200


# --- status -----------------------------------------------------------------------------------------------------------
def test_means_are_those_of_tracked_days_and_count_what_is_unknown():
    day = dt.date(2026, 3, 14)
    sums = [DaySum(day - dt.timedelta(days=n)) for n in reversed(range(30))]
    sums[-1] = DaySum(day, tracked=True, food=2.0, added=1.0, supplement=10.0, nasal=4.0, injected=1000.0, unknown=1)
    sums[-10] = DaySum(day - dt.timedelta(days=9), tracked=True, food=1.0)

    assert means(sums) == (Mean(7, 1, 9.0, 1), Mean(14, 2, 5.0, 1), Mean(30, 2, 5.0, 1))
    assert means(sums[:-20])[0] == Mean(7, 0, None, 0)


def test_status_gives_the_band_of_the_model_once_enough_is_tracked(program, person):
    salmon = found(name="Salmon", b12_ug=Decimal("0.1"))
    for n in range(28):
        had(person, salmon, f"{days_ago(n)} 08:00")
    answer = program.get("status").json()

    assert [mean["swallowed_ug_per_day"] for mean in answer["means"]] == [0.2, 0.2, 0.2]
    assert answer["runway"]["years_low"] > 0
    assert 0 <= answer["runway"]["never_share"] <= 1


def test_findings_are_named_with_a_stable_code_a_level_and_a_page_that_opens(program, person, client):
    ConditionFactory(owner=person, key="pernicious_anaemia")
    had(person, found(name="Salmon"), "2026-03-13 08:00")
    answer = program.get("status")
    finding = answer.json()["findings"][0]
    client.force_login(person)

    assert (finding["code"], finding["level"]) == ("pernicious-anaemia-untreated", "see-a-clinician")
    assert client.get(finding["page"]).status_code == 200
    assert "<" not in finding["title"]
    assert [word for word in FORBIDDEN if word in answer.text.lower()] == []


# --- what is due ------------------------------------------------------------------------------------------------------
def test_what_is_due_says_since_when_and_how_much(program, person):
    regimen = PhaseFactory(
        regimen=RegimenFactory(owner=person, injections=True), unit="weeks", every=8, starts_on=dt.date(2026, 1, 1)
    ).regimen
    answer = program.get("regimens/due").json()

    assert answer["date"] == "2026-03-14"
    assert [(one["regimen_id"], one["dose_ug"], one["due_on"], one["overdue_days"]) for one in answer["due"]] == [
        (regimen.pk, 1000.0, "2026-01-01", 72)
    ]
    assert (answer["due"][0]["state"], answer["due"][0]["last_had_on"]) == ("overdue", None)


@pytest.mark.parametrize("rows", [1, 30])
def test_what_is_due_takes_three_queries_whatever_there_is(program, person, rows, django_assert_num_queries):
    for n in range(rows):
        PhaseFactory(regimen=RegimenFactory(owner=person, name=f"Tablet {n}"))
    with django_assert_num_queries(3):  # who asks, plans, doses
        answer = program.get("regimens/due")

    assert len(answer.json()["due"]) == rows


@pytest.fixture
def tablet(person):
    return PhaseFactory(regimen=RegimenFactory(owner=person)).regimen


def test_a_dose_is_logged_once_and_is_not_due_any_more(program, person, tablet):
    uid = uuid.uuid4()
    answers = [program.post(f"regimens/{tablet.pk}/doses", {"uid": uid}) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 200]
    assert (person.entries.get().uid, tablet.doses.count()) == (uid, 1)
    assert program.get("regimens/due").json()["due"][0]["state"] == "taken"
    assert program.get(f"entries/{uid}").json()["swallowed_ug"] == 1000.0


def test_a_second_dose_of_the_day_is_asked_back(program, person, tablet):
    program.post(f"regimens/{tablet.pk}/doses", {"uid": uuid.uuid4()})
    again = {"uid": str(uuid.uuid4())}
    answer = program.post(f"regimens/{tablet.pk}/doses", again)

    assert (answer.status_code, answer.json()["code"], person.entries.count()) == (409, "sure", 1)
    assert program.post(f"regimens/{tablet.pk}/doses", {**again, "sure": True}).status_code == 201


def test_a_shortcut_with_one_uid_for_every_day_is_told(program, person, tablet, time_machine):
    uid = uuid.uuid4()
    program.post(f"regimens/{tablet.pk}/doses", {"uid": uid})
    time_machine.move_to(NOW + dt.timedelta(days=2), tick=False)

    assert program.post(f"regimens/{tablet.pk}/doses", {"uid": uid}).json()["code"] == "uid"


@pytest.mark.parametrize(
    "said", [{"eaten_at": "2026-03-14T12:31:00Z"}, {"eaten_at": "1900-01-01T00:00:00Z"}, {"amount": 2}, {"uid": 7}]
)
def test_a_dose_that_does_not_fit_is_not_logged(program, person, tablet, said):
    answer = program.post(f"regimens/{tablet.pk}/doses", {"uid": str(uuid.uuid4()), **said})

    assert (answer.status_code, person.entries.count()) == (422, 0)


def test_a_uid_of_another_entry_logs_no_dose(program, person, tablet):
    uid = uuid.uuid4()
    program.post("entries", {"uid": uid, "food_id": found(name="Oat milk").pk})
    answer = program.post(f"regimens/{tablet.pk}/doses", {"uid": uid})

    assert (answer.status_code, answer.json()["code"], tablet.doses.count()) == (409, "uid", 0)
