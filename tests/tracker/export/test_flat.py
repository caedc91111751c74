"""entries.csv: one line an entry, in the order that other programs rely on."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest

from foods.choices import Basis, Origin, Route
from tests.factories import EntryFactory, FoodFactory, MedicineFactory, ProfileFactory, SourceFactory, UserFactory
from tracker.export import flat
from tracker.reports.absorbed import of_day

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 20)
MORNING = dt.datetime(2026, 3, 14, 8, 0, tzinfo=dt.UTC)


def rows_of(person) -> list[dict[str, str]]:
    text = "".join(flat.entry_lines(person, today=TODAY))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def row_of(**fields) -> dict[str, str]:
    (row,) = rows_of(EntryFactory(**fields).owner)
    return row


def test_the_columns_stand_in_the_order_that_is_documented():
    (header,) = flat.entry_lines(UserFactory(), today=TODAY)

    assert header == (
        "\ufeffuid,local_date,local_time,time_zone,eaten_at,food,brand,amount,portion,quantity,quantity_unit,"
        "swallowed_ug,added_ug,counted_ug,origin,form,route,reliability,grade,absorbed_ug,absorbed_low_ug,"
        "absorbed_high_ug,food_source,food_ref\r\n"
    )


def test_a_line_says_all_of_an_entry():
    food = FoodFactory(name="Oat drink", brand="Mill", source=SourceFactory(key="maker"), source_ref="77")
    entry = EntryFactory(
        food=food, name="Oat drink, Mill", eaten_at=dt.datetime(2026, 7, 14, 7, 5, tzinfo=dt.UTC), local_minute=485,
        portion_name="glass", amount=Decimal("1.5"), quantity=Decimal("300.000"), basis=Basis.ML100,
        swallowed_ug=Decimal("1.1400"), added_ug=Decimal("1.1400"), origin=Origin.ADDED,
    )  # fmt: skip
    (row,) = rows_of(entry.owner)
    low, middle, high = (float(row.pop(f"absorbed_{end}ug")) for end in ("low_", "", "high_"))

    assert row == {
        "uid": str(entry.uid),
        "local_date": "2026-07-14",
        "local_time": "08:05",
        "time_zone": "Europe/London",
        "eaten_at": "2026-07-14T07:05:00Z",
        "food": "Oat drink",
        "brand": "Mill",
        "amount": "1.5",
        "portion": "glass",
        "quantity": "300",
        "quantity_unit": "ml",
        "swallowed_ug": "1.14",
        "added_ug": "1.14",
        "counted_ug": "1.14",
        "origin": "added",
        "form": "bound",
        "route": "swallowed",
        "reliability": "active",
        "grade": "calculated",
        "food_source": "maker",
        "food_ref": "77",
    }
    assert 0 < low < middle < high < 1.14


def test_what_nobody_knows_is_empty_and_what_does_not_count_is_0():
    unknown = row_of(swallowed_ug=None, added_ug=None)
    inactive = row_of(reliability="inactive", swallowed_ug=Decimal(3))

    assert [unknown[name] for name in ("swallowed_ug", "added_ug", "counted_ug", "absorbed_ug")] == [""] * 4
    assert [inactive[name] for name in ("swallowed_ug", "counted_ug", "absorbed_ug")] == ["3", "0", "0"]


def test_a_name_runs_as_no_formula_and_comes_back_whole():
    row = row_of(name='=HYPERLINK("https://example.org")', portion_name="+1 cup")

    assert row["food"] == '\'=HYPERLINK("https://example.org")'
    assert row["portion"] == "'+1 cup"


@pytest.mark.parametrize(
    ("minute", "zone"),
    [
        (480, "Europe/London"),  # 08:00 in March, as the clock there shows it
        (540, "UTC+01:00"),
        (180, "UTC-05:00"),
        (810, "UTC+05:30"),
        (1320, "UTC-10:00"),  # or +14:00, where fewer people live
        (1260, "UTC+13:00"),
        (1380, "UTC-09:00"),
    ],
)
def test_an_entry_of_a_journey_says_how_far_its_clock_was_from_utc(minute, zone):
    assert row_of(eaten_at=MORNING, local_minute=minute)["time_zone"] == zone


def test_both_hours_of_a_clock_change_are_told_apart_by_the_moment():
    person = UserFactory()
    for hour in (0, 1):  # 25 October 2026: 01:30 comes twice in London
        moment = dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC)
        EntryFactory(owner=person, eaten_at=moment, local_minute=90)

    assert [(row["local_time"], row["time_zone"], row["eaten_at"]) for row in rows_of(person)] == [
        ("01:30", "Europe/London", "2026-10-25T00:30:00Z"),
        ("01:30", "Europe/London", "2026-10-25T01:30:00Z"),
    ]


# --- the absorbed estimate --------------------------------------------------------------------------------------------
def test_the_estimate_is_that_of_the_pages():
    person = UserFactory()
    MedicineFactory(owner=person)
    entries = [EntryFactory(owner=person, eaten_at=MORNING + dt.timedelta(minutes=n)) for n in (0, 20, 50, 300)]
    shown = of_day(person, dt.date(2026, 3, 14))

    assert [float(row["absorbed_ug"]) for row in rows_of(person)] == [
        pytest.approx(shown[entry.pk], abs=0.0001) for entry in entries
    ]
    assert len(shown) == 4


def test_things_of_one_meal_share_what_is_absorbed_of_it():
    together, apart = UserFactory(), UserFactory()
    for n, owner in ((0, together), (10, together), (0, apart), (600, apart)):
        EntryFactory(owner=owner, eaten_at=MORNING + dt.timedelta(minutes=n), swallowed_ug=Decimal(3))
    first, second = (float(row["absorbed_ug"]) for row in rows_of(together))
    alone, _ = (float(row["absorbed_ug"]) for row in rows_of(apart))

    assert first == second < alone


def test_no_estimate_is_given_where_the_model_does_not_fit_the_person():
    entry = EntryFactory()
    ProfileFactory(owner=entry.owner, birth_year=2020)
    (row,) = rows_of(type(entry.owner).objects.get(pk=entry.owner.pk))

    assert (row["counted_ug"], row["absorbed_ug"], row["absorbed_high_ug"]) == ("1", "", "")


def test_a_spray_through_the_nose_has_no_estimate_and_an_injection_has():
    spray = row_of(route=Route.NASAL, origin=Origin.SUPPLEMENT, swallowed_ug=Decimal(500))
    ampoule = row_of(
        route=Route.INJECTED, origin=Origin.INJECTED, form="hydroxocobalamin", swallowed_ug=Decimal(1000)
    )  # fmt: skip

    assert spray["absorbed_ug"] == ""
    assert 0 < float(ampoule["absorbed_ug"]) <= 1000


# --- streaming --------------------------------------------------------------------------------------------------------
def test_the_first_lines_come_before_the_rest_is_read(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(flat, "AT_ONCE", 2)
    person = UserFactory()
    for day in range(10):
        EntryFactory(owner=person, eaten_at=MORNING + dt.timedelta(days=day))
    lines = flat.entry_lines(person, today=TODAY)
    with django_assert_num_queries(5):  # profile, what they take and have, the days; two days of model and log
        head = [next(lines) for _ in range(3)]
    with django_assert_num_queries(8):
        rest = list(lines)

    assert (len(head), len(rest)) == (3, 8)


@pytest.mark.parametrize("at_once", [1, 3, 1_000])
def test_where_a_stretch_is_cut_changes_no_figure(at_once, monkeypatch):
    person = UserFactory()
    for n in range(40):
        EntryFactory(owner=person, eaten_at=MORNING + dt.timedelta(hours=5 * n), swallowed_ug=Decimal(n % 7))
    whole = rows_of(person)
    monkeypatch.setattr(flat, "AT_ONCE", at_once)

    assert rows_of(person) == whole
    assert len(whole) == 40


def test_a_day_is_never_cut(monkeypatch):
    monkeypatch.setattr(flat, "AT_ONCE", 2)
    person = UserFactory()
    for day, entries in ((14, 1), (15, 3), (17, 1), (18, 1), (19, 1)):
        for _ in range(entries):
            EntryFactory(owner=person, eaten_at=dt.datetime(2026, 3, day, 8, tzinfo=dt.UTC))

    assert [(first.day, last.day) for first, last in flat.stretches(person)] == [(14, 14), (15, 15), (17, 18), (19, 19)]


def test_what_was_removed_and_what_is_somebody_elses_is_left_out():
    person = UserFactory()
    EntryFactory()
    EntryFactory(owner=person, removed_at=MORNING)
    kept = EntryFactory(owner=person)

    assert [row["uid"] for row in rows_of(person)] == [str(kept.uid)]
