"""Entries by the API: logged once by their uid, read by day, taken out."""

import datetime as dt
import json
import uuid
from decimal import Decimal

import pytest
from django.db import connection  # noqa: F401 - read by a mark

from accounts.models import User
from foods.choices import Basis
from tests.factories import EntryFactory, FoodFactory, PortionFactory, UserFactory
from tests.tracker.api.conftest import NOW, Program, token_for
from tests.tracker.test_actions_at_once import AT_ONCE, at_once
from tests.tracker.views.conftest import found
from tracker import actions_programs
from tracker.models import Entry

UID = uuid.UUID("0b54bcb4-9a0c-4d2f-8a5e-0d6a2d1f7a10")


@pytest.fixture
def oat(db):
    """Oat milk, 1 µg in 100 g, a glass of 200 g."""
    return found(name="Oat milk")


def send(program: Program, **said):
    return program.post("entries", {"uid": UID, **said})


def test_one_portion_of_a_food_is_logged_now(program, person, oat):
    answer = send(program, food_id=oat.pk)

    assert answer.status_code == 201
    assert answer.json() == {
        "uid": str(UID), "date": "2026-03-14", "time": "12:30", "eaten_at": "2026-03-14T12:30:00Z",
        "food_id": oat.pk, "name": "Oat milk", "amount": 1.0, "portion": "glass", "quantity": 200.0,
        "quantity_unit": "g", "swallowed_ug": 2.0, "added_ug": 0.0, "counted_ug": 2.0, "origin": "food",
        "form": "bound", "route": "swallowed", "reliability": "active", "grade": "calculated",
    }  # fmt: skip
    entry = person.entries.get()
    assert (entry.uid, entry.swallowed_ug, entry.local_date) == (UID, Decimal("2.0000"), dt.date(2026, 3, 14))


def test_the_same_request_again_logs_nothing_and_says_what_is_there(program, person, oat):
    first, second = send(program, food_id=oat.pk), send(program, food_id=oat.pk)

    assert (first.status_code, second.status_code, person.entries.count()) == (201, 200, 1)
    assert first.json() == second.json()


def test_a_repeat_after_the_entry_was_changed_on_its_page_leaves_the_change(program, person, oat):
    send(program, food_id=oat.pk)
    person.entries.update(amount=3)

    assert (send(program, food_id=oat.pk).json()["amount"], person.entries.get().amount) == (3.0, 3)


def test_a_uid_that_stands_for_another_food_is_refused(program, person, oat):
    send(program, food_id=oat.pk)
    answer = send(program, food_id=found(name="Egg").pk)

    assert (answer.status_code, answer.json()["code"], person.entries.count()) == (409, "uid", 1)


def test_a_program_that_sends_one_uid_every_day_is_told(program, person, oat, time_machine):
    """Silently answering “logged” would lose every day but the first."""
    send(program, food_id=oat.pk)
    time_machine.move_to(NOW + dt.timedelta(hours=25), tick=False)
    answer = send(program, food_id=oat.pk)

    assert (answer.status_code, answer.json()["code"], person.entries.count()) == (409, "uid", 1)


def test_a_program_that_was_offline_may_repeat_days_later_what_says_its_time(program, person, oat, time_machine):
    said = {"food_id": oat.pk, "eaten_at": "2026-03-14T07:30:00+01:00"}
    send(program, **said)
    time_machine.move_to(NOW + dt.timedelta(days=9), tick=False)

    assert (send(program, **said).status_code, person.entries.count()) == (200, 1)


def test_what_was_taken_out_does_not_come_back_by_a_late_repeat(program, person, oat):
    send(program, food_id=oat.pk)
    assert program.delete(f"entries/{UID}").status_code == 204
    answer = send(program, food_id=oat.pk)

    assert (answer.status_code, answer.json()["code"], person.entries.count()) == (409, "removed", 0)


def test_taking_out_is_the_same_as_on_its_page_and_may_be_repeated(program, person, oat):
    send(program, food_id=oat.pk)
    answers = [program.delete(f"entries/{UID}").status_code for _ in range(2)]

    assert (answers, program.get(f"entries/{UID}").status_code) == ([204, 204], 404)
    assert person.entries(manager="with_removed").get().removed_at == NOW


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="a test database in memory locks whole tables")
def test_doubles_at_the_same_moment_log_one(oat):
    person = UserFactory()
    token = token_for(person)
    answers = at_once(lambda n: send(Program(token), food_id=oat.pk).status_code)

    assert (sorted(answers), person.entries.count()) == ([200] * (AT_ONCE - 1) + [201], 1)


def test_a_double_that_comes_between_the_look_and_the_write_logs_nothing(program, person, oat, monkeypatch):
    """As the slower of two at the same moment: it looked before the faster one wrote."""
    send(program, food_id=oat.pk)
    real, seen = actions_programs.named, []
    monkeypatch.setattr(actions_programs, "named", lambda *said: real(*said) if seen else seen.append(1))

    assert (send(program, food_id=oat.pk).status_code, person.entries.count()) == (200, 1)


# --- how much ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ({"amount": 2}, ("glass", 2, 400)),
        ({"amount": 0.5}, ("glass", Decimal("0.5"), 100)),
        ({"portion": "Glass", "amount": 1}, ("glass", 1, 200)),
        ({"portion": "g", "amount": 30}, ("", 30, 30)),
        ({"portion": "g", "amount": 0.001}, ("", Decimal("0.001"), Decimal("0.001"))),
    ],
)
def test_an_amount_counts_the_portion(program, person, oat, said, logged):
    assert send(program, food_id=oat.pk, **said).status_code == 201

    entry = person.entries.get()
    assert (entry.portion_name, entry.amount, entry.quantity) == logged


def test_amounts_are_read_exactly_as_they_are_written(program, person, oat):
    answer = program.post("entries", f'{{"uid": "{UID}", "food_id": {oat.pk}, "portion": "g", "amount": 0.1005}}')

    assert (answer.status_code, person.entries.get().amount) == (201, Decimal("0.100"))


def test_what_nobody_knows_stays_null(program, person):
    stew = found(name="Stew", unknown=True)
    answer = send(program, food_id=stew.pk).json()

    assert (answer["swallowed_ug"], answer["added_ug"], answer["counted_ug"]) == (None, None, None)


def test_an_inactive_look_alike_counts_nothing(program):
    algae = found(name="Spirulina", reliability="inactive", b12_ug=Decimal(90))
    answer = send(program, food_id=algae.pk).json()

    assert (answer["swallowed_ug"], answer["counted_ug"]) == (180.0, 0.0)


def test_what_is_hard_to_believe_is_asked_back_and_logged_if_sure(program, person, oat):
    answer = send(program, food_id=oat.pk, amount=40)
    assert (answer.status_code, answer.json()["code"], person.entries.count()) == (409, "sure", 0)

    assert send(program, food_id=oat.pk, amount=40, sure=True).status_code == 201


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -1}, "amount"),
        ({"amount": "1"}, "amount"),
        ({"amount": True}, "amount"),
        ({"amount": 1e9}, "amount"),
        ({"amount": 0.0004}, "amount"),
        ({"amount": 20000}, "amount"),  # glasses
        ({"portion": "bucket"}, "portion"),
        ({"portion_id": 999_999}, "portion"),
        ({"portion_id": 2**63}, "portion_id"),
        ({"portion": "x\x00y"}, "portion"),
        ({"sure": "yes"}, "sure"),
        ({"food_id": "1"}, "food_id"),
        ({"food_id": True}, "food_id"),
        ({"food_id": 1.5}, "food_id"),
        ({"food_id": 1e300}, "food_id"),
        ({"typo": 1}, "typo"),
        ({"date": "14.3.2026"}, "date"),
        ({"date": "2026-02-30"}, "date"),
        ({"date": 1773446400}, "date"),
        ({"date": "1800-01-01"}, "date"),
        ({"date": "2028-01-01"}, "date"),
        ({"time": "25:00"}, "time"),
        ({"time": "07:30:00"}, "time"),
        ({"eaten_at": "2026-03-14T07:30:00"}, "eaten_at"),
        ({"eaten_at": "0001-01-01T00:00:00+14:00"}, "eaten_at"),
        ({"eaten_at": "9999-12-31T23:59:59-12:00"}, "eaten_at"),
        ({"uid": "nonsense"}, "uid"),
        ({"uid": None}, "uid"),
        ({"uid": f"{{{UID}}}"}, "uid"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name_and_nothing_is_logged(program, person, oat, said, field):
    answer = send(program, **{"food_id": oat.pk, **said})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert all(one["message"] for one in answer.json()["errors"])
    assert person.entries.count() == 0


@pytest.mark.parametrize("body", ["{", " ", "[" * 9_000, '{"uid": 1, "uid": 1}', '{"amount": NaN}', b"\xff\xfe", "nul"])
def test_what_is_no_json_is_refused(program, person, body):
    assert program.post("entries", body).status_code in {400, 422}
    assert person.entries.count() == 0


def test_another_kind_of_body_and_one_too_long_are_refused(program, oat):
    body = json.dumps({"uid": str(UID), "food_id": oat.pk})

    assert program.post("entries", body, content_type="application/x-www-form-urlencoded").status_code == 415
    assert program.post("entries", body + " " * 17_000).status_code == 413


def test_one_thing_is_said_in_one_way(program, oat):
    """A food twice, a portion twice, a time twice, nothing at all."""
    said = [
        {},
        {"food_id": oat.pk, "text": "egg"},
        {"food_id": oat.pk, "portion": "g", "portion_id": 1, "amount": 1},
        {"food_id": oat.pk, "eaten_at": "2026-03-14T07:30:00Z", "date": "2026-03-14"},
        {"text": "oat milk", "amount": 2},
    ]

    assert [send(program, **one).status_code for one in said] == [422] * 5


# --- which food -------------------------------------------------------------------------------------------------------
def test_a_food_is_found_by_its_barcode(program, person):
    found(name="Oat drink", gtin="4006381333931")

    assert send(program, barcode="4006381333931").status_code == 201
    assert person.entries.get().name == "Oat drink"


@pytest.mark.parametrize(("code", "status"), [("4006381333931", 404), ("4006381333930", 422), ("12", 422), ("x", 422)])
def test_a_barcode_that_nobody_knows_or_that_is_mistyped_logs_nothing(program, person, code, status):
    assert (send(program, barcode=code).status_code, person.entries.count()) == (status, 0)


def test_a_text_that_can_only_mean_one_thing_is_logged(program, person, oat):
    answer = send(program, text="2 oat milk yesterday at 8")

    assert answer.status_code == 201
    entry = person.entries.get()
    assert (entry.food, entry.amount, entry.local_date, entry.local_minute) == (oat, 2, dt.date(2026, 3, 13), 480)


@pytest.mark.parametrize("text", ["oat milk and egg", "qqzzxx", "yesterday", ",", "oat milk qqzzxx"])
def test_a_text_that_is_not_clear_logs_nothing_and_asks(program, person, oat, text):
    found(name="Egg")
    answer = send(program, text=text)

    assert (answer.status_code, answer.json()["code"], person.entries.count()) == (422, "unclear", 0)
    assert isinstance(answer.json()["candidates"], list)


def test_candidates_can_be_sent_as_they_come(program, person):
    first, second = found(name="Oat drink, plain"), found(name="Oat drink, barista")
    answer = send(program, text="oat drink qqzzxx")
    candidates = answer.json()["candidates"]

    assert answer.status_code == 422
    for one in candidates:
        again = {"uid": str(uuid.uuid4()), "food_id": one["food_id"], "portion_id": one["portion_id"]}
        assert program.post("entries", again).status_code == 201
    assert {one["food_id"] for one in candidates} <= {first.pk, second.pk}


def test_a_retired_food_is_not_there_any_more(program, oat):
    oat.state = "retired"
    oat.save()

    assert send(program, food_id=oat.pk).status_code == 404


# --- when -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "day", "minute"),
    [
        ({"eaten_at": "2026-03-14T07:30:00+09:00"}, "2026-03-13", 22 * 60 + 30),
        ({"date": "2026-03-01"}, "2026-03-01", 12 * 60 + 30),
        ({"date": "2026-03-01", "time": "07:05"}, "2026-03-01", 7 * 60 + 5),
        ({"time": "07:05"}, "2026-03-14", 7 * 60 + 5),
        ({"date": "2025-03-30", "time": "01:30"}, "2025-03-30", 2 * 60 + 30),  # the clock skips it
        ({"eaten_at": "2025-12-31T23:59:59Z"}, "2025-12-31", 23 * 60 + 59),
    ],
)
def test_the_moment_is_the_one_that_was_said_on_the_persons_clock(program, person, oat, said, day, minute):
    assert send(program, food_id=oat.pk, **said).status_code == 201

    entry = person.entries.get()
    assert (entry.local_date.isoformat(), entry.local_minute) == (day, minute)


def test_a_day_that_begins_late_holds_the_night_before(oat):
    person = UserFactory(day_start=dt.time(4))
    answer = send(Program(token_for(person)), food_id=oat.pk, eaten_at="2026-03-14T03:00:00Z").json()

    assert (answer["date"], answer["time"]) == ("2026-03-13", "03:00")


# --- reading ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_takes_two_queries_whatever_its_length(program, person, oat, rows, django_assert_num_queries):
    for n in range(rows):
        EntryFactory(owner=person, food=oat, eaten_at=NOW - dt.timedelta(minutes=n))
    with django_assert_num_queries(2):  # who asks, the entries
        answer = program.get("entries")

    assert len(answer.json()["entries"]) == rows


def test_pages_hold_a_hundred_and_no_entry_twice(program, person, oat):
    for n in range(201):
        EntryFactory(owner=person, food=oat, eaten_at=NOW - dt.timedelta(minutes=n % 7), local_date="2026-03-14")
    seen, page = [], 1
    while page:
        answer = program.get("entries", page=page).json()
        seen += [one["uid"] for one in answer["entries"]]
        page = answer["next_page"]

    assert (len(seen), len(set(seen))) == (201, 201)


def test_days_are_chosen_by_their_ends_and_removed_entries_are_left_out(program, person, oat):
    for day in (1, 2, 3):
        EntryFactory(owner=person, food=oat, eaten_at=dt.datetime(2026, 3, day, 8, tzinfo=dt.UTC))
    EntryFactory(owner=person, food=oat, eaten_at=dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC), removed_at=NOW)
    answer = program.get("entries", **{"from": "2026-03-02", "to": "2026-03-03"}).json()

    assert [one["date"] for one in answer["entries"]] == ["2026-03-02", "2026-03-03"]
    assert program.get("entries", **{"from": "2026-03-03", "to": "2026-03-02"}).status_code == 422
    assert program.get("entries").json()["entries"] == []


@pytest.mark.parametrize("asked", [{"from": "yesterday"}, {"page": 0}, {"page": "x"}, {"day": "2026-03-02"}])
def test_a_list_refuses_what_it_does_not_understand(program, asked):
    assert program.get("entries", **asked).status_code == 422


@pytest.mark.parametrize("rows", [1, 30])
def test_logging_takes_as_many_queries_in_a_long_log_as_in_a_short_one(
    program, person, oat, rows, django_assert_num_queries
):
    for n in range(rows):
        EntryFactory(owner=person, food=oat, eaten_at=NOW - dt.timedelta(minutes=n))
    send(program, food_id=oat.pk, date="2026-03-13")  # the first of a day notes findings, and the day of use
    with django_assert_num_queries(7):  # who asks, the uid, food, portions, a savepoint around one insert
        answer = program.post("entries", {"uid": uuid.uuid4(), "food_id": oat.pk})

    assert answer.status_code == 201


def test_every_field_of_an_entry_is_as_its_page_has_it(program, person):
    """Of units: no portion, counted."""
    tablet = FoodFactory(tablet=True)
    PortionFactory(food=tablet, name="tablet", quantity=1)
    answer = send(program, food_id=tablet.pk, portion="unit", amount=2).json()

    assert (answer["portion"], answer["quantity_unit"], answer["swallowed_ug"]) == (None, "unit", 2000.0)
    assert Entry.objects.get().basis == Basis.UNIT
    assert User.objects.get(pk=person.pk).entries.count() == 1
