"""One entry: look at it, change it, move it, take it out, put it back, have it again."""

import uuid
from decimal import Decimal

import pytest
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django.urls import reverse

from foods.models import Food, Portion
from tests.factories import EntryFactory, FoodFactory, PortionFactory
from tests.tracker.views.conftest import had, portion_of
from tests.tracker.views.pages import checked, text_of, toasts_of, value_of
from tracker.models import Entry


@pytest.fixture
def entry(person, salmon) -> Entry:
    """A fillet of salmon, 6 µg, yesterday at eight."""
    return had(person, salmon, "2026-03-13 08:00")


def address(entry: Entry, what: str = "entry") -> str:
    return reverse(what, args=[entry.pk])


def change(client, entry, **said):
    now = {"portion": entry.portion_id, "amount": "1", "date": "2026-03-13", "time": "08:00"}
    return client.post(address(entry), now | said)


# --- look
def test_an_entry_shows_what_it_holds_and_why(signed_in, entry):
    page = signed_in.get(address(entry))

    assert "Friday 13 March 2026 · 08:00 Salmon 6 µg in 1 fillet, 150 g" in text_of(page)
    assert "150 g × 4 µg ÷ 100 g = 6 µg" in text_of(page)
    assert (value_of(page, "amount"), checked(page, "portion")) == (["1"], [str(entry.portion_id)])
    assert (value_of(page, "date"), value_of(page, "time")) == (["2026-03-13"], ["08:00"])


def test_an_unknown_entry_is_unknown_and_not_zero(signed_in, person):
    page = signed_in.get(address(had(person, FoodFactory(unknown=True, name="Curry"), "2026-03-13 08:00", "100")))

    assert "Curry unknown unknown calculated" in text_of(page)
    assert "÷" not in text_of(page)


def test_an_entry_that_does_not_count_says_why(signed_in, person):
    food = FoodFactory(name="Spirulina", reliability="inactive", b12_ug=Decimal(40))
    page = signed_in.get(address(had(person, food, "2026-03-13 08:00", "100")))

    assert "0 µg in 100 g" in text_of(page)
    assert "What tests find in it is mostly a look-alike the body cannot use. It counts 0." in text_of(page)
    assert "40 µg measured, counts 0" in text_of(page)


# --- then and now
def test_a_food_corrected_since_shows_then_and_now_and_the_new_figure_is_a_choice(signed_in, entry):
    assert "corrected since" not in text_of(signed_in.get(address(entry)))

    Food.objects.update(b12_ug=Decimal("2.8"))
    note = "6 µg then, 4.2 µg now. Your entry keeps the value as logged."
    assert note in text_of(signed_in.get(address(entry)))
    assert note in text_of(signed_in.get("/history/2026-03-13/"))
    assert "÷ 100 g" not in text_of(signed_in.get(address(entry)))  # the formula of today would give another figure

    answer = signed_in.post(address(entry, "entry_figure"), {"next": address(entry)})
    page = signed_in.get(answer.url)
    assert (answer.url, toasts_of(page)) == (address(entry), ["Changed Salmon, 1 fillet, 150 g · 4.2 µg"])
    assert "corrected since" not in text_of(page)
    assert "4.2 µg in 1 fillet, 150 g" in text_of(page)


def test_a_food_that_became_unknown_says_unknown_now(signed_in, entry):
    Food.objects.update(b12_ug=None, b12_unknown=True, b12_added_ug=None)

    assert "6 µg then, unknown now." in text_of(signed_in.get(address(entry)))


# --- change
def test_a_change_is_saved_and_leads_to_its_day(signed_in, entry):
    answer = change(signed_in, entry, amount="½", date="2026-03-10", time="19:30")
    entry.refresh_from_db()

    assert answer.url == "/history/2026-03-10/"
    assert (entry.quantity, f"{entry.eaten_at:%d %H:%M}", entry.counted_ug) == (75, "10 19:30", 3)
    assert toasts_of(signed_in.get(answer.url)) == ["Changed Salmon, ½ fillet, 75 g · 3 µg"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"amount": "-1"}, "An amount cannot be below 0. Type it without the minus."),
        ({"amount": "lots"}, "“lots” is not a number we can read. Type it like 2, 1.5 or 1/2."),
        ({"amount": "20"}, "3,000 g at once is a lot. Is that right?"),
        ({"amount": "9999999"}, "Nobody has that much at once. Check the number and the unit."),
        ({"date": "1500-01-01"}, "Choose a day within a lifetime, and not more than a year ahead."),
        ({"time": "25:00"}, "Enter a valid time."),
        ({"portion": "9" * 30}, "That portion is not there any more. Choose another."),
        ({"portion": "base", "amount": ""}, "Type how much it was, like 1, ½ or 0.5."),
    ],
)
def test_a_change_that_cannot_be_gets_a_sentence_and_keeps_what_was_typed(signed_in, entry, said, sentence):
    before = Entry.objects.values().get()
    typed = {"amount": "1", "date": "2026-03-13", "time": "08:00"} | said
    page = change(signed_in, entry, **said)

    assert page.status_code == 200
    assert sentence in text_of(page)
    assert {name: value_of(page, name)[0] for name in ("amount", "date", "time")} == {
        name: typed[name] for name in ("amount", "date", "time")
    }
    assert Entry.objects.values().get() == before


def test_a_change_to_much_passes_with_a_yes(signed_in, entry):
    change(signed_in, entry, amount="20", sure="1")
    entry.refresh_from_db()

    assert entry.quantity == 3000


def test_a_portion_of_another_food_is_refused(signed_in, entry):
    page = change(signed_in, entry, portion=PortionFactory().pk)

    assert "That portion is not there any more. Choose another." in text_of(page)


def test_an_entry_whose_portion_is_gone_keeps_it_when_only_its_time_changes(signed_in, entry):
    PortionFactory(food=entry.food, name="steak", quantity=250, is_default=False)
    Portion.objects.filter(name="fillet").update(is_default=False)
    Portion.objects.filter(name="steak").update(is_default=True)
    Portion.objects.filter(name="fillet").delete()
    page = signed_in.get(address(entry))
    assert (checked(page, "portion"), value_of(page, "amount")) == (["lost"], ["1"])

    change(signed_in, entry, portion="lost", time="09:00")
    entry.refresh_from_db()
    assert (entry.what, entry.counted_ug, entry.local_minute) == ("1 fillet, 150\u00a0g", 6, 540)

    change(signed_in, entry, portion="lost", amount="2", time="09:00")
    entry.refresh_from_db()
    assert (entry.what, entry.counted_ug) == ("2 × fillet, 300\u00a0g", 12)


def test_an_entry_of_a_retired_food_can_still_be_changed(signed_in, entry):
    Food.objects.update(state="retired")
    change(signed_in, entry, amount="2")
    entry.refresh_from_db()

    assert entry.counted_ug == 12


# --- a little less, a little more
def test_the_toast_offers_less_more_and_undo(signed_in, entry):
    answer = signed_in.post(address(entry, "entry_amount"), {"amount": "1.5"})
    page = signed_in.get(answer.url)

    assert answer.url == "/history/2026-03-13/"
    assert toasts_of(page) == ["Logged Salmon, 1½ × fillet, 225 g · 9 µg"]
    assert value_of(page, "amount") == ["1", "2"]
    assert 'aria-label="Make it 1 fillet, 150\u00a0g"' in page.content.decode()
    assert f'action="{address(entry, "entry_remove")}"' in page.content.decode()


def test_the_smallest_amount_offers_no_less(signed_in, entry):
    answer = signed_in.post(address(entry, "entry_amount"), {"amount": "0.5"})

    assert value_of(signed_in.get(answer.url), "amount") == ["1"]


def test_pieces_without_a_portion_go_by_halves_and_not_by_tens(signed_in, person):
    tablet = had(person, FoodFactory(tablet=True), "2026-03-13 08:00")
    answer = signed_in.post(address(tablet, "entry_amount"), {"amount": "2"})

    assert value_of(signed_in.get(answer.url), "amount") == ["1.5", "2.5"]


def test_the_same_press_twice_changes_nothing_more(signed_in, entry):
    for _ in range(2):
        signed_in.post(address(entry, "entry_amount"), {"amount": "1.5"})
    entry.refresh_from_db()

    assert entry.amount == Decimal("1.5")


@pytest.mark.parametrize("amount", ["", "0", "-1", "evil", "99999999", "1000000000000", "0.0001", "1\x00", "201"])
def test_an_amount_that_cannot_be_changes_nothing_and_says_so(signed_in, entry, amount):
    answer = signed_in.post(address(entry, "entry_amount"), {"amount": amount})
    entry.refresh_from_db()

    assert entry.amount == 1
    assert toasts_of(signed_in.get(answer.url)) == ["That amount cannot be. Open the entry to type another."]


# --- out and back
def test_undo_takes_it_out_and_put_it_back_puts_it_back(signed_in, person, entry):
    answer = signed_in.post(address(entry, "entry_remove"), {"next": "/history/2026-03-13/"})
    page = signed_in.get(answer.url)
    assert person.entries.count() == 0
    assert toasts_of(page) == ["Removed Salmon, 1 fillet, 150 g"]
    assert f'action="{address(entry, "entry_restore")}"' in page.content.decode()
    assert signed_in.get(address(entry)).status_code == 404

    answer = signed_in.post(address(entry, "entry_restore"), {"next": "/history/2026-03-13/"})
    assert toasts_of(signed_in.get(answer.url)) == ["Logged Salmon, 1 fillet, 150 g · 6 µg"]
    assert person.entries.get() == entry


def test_removing_or_restoring_twice_is_no_error(signed_in, person, entry):
    for what in ("entry_remove", "entry_remove", "entry_restore", "entry_restore"):
        assert signed_in.post(address(entry, what)).status_code == 302

    assert person.entries.get() == entry


def test_removing_twice_does_not_make_the_time_to_undo_longer(signed_in, entry, time_machine):
    signed_in.post(address(entry, "entry_remove"))
    first = Entry.with_removed.get().removed_at
    time_machine.shift(60)
    signed_in.post(address(entry, "entry_remove"))

    assert Entry.with_removed.get().removed_at == first


# --- again
def test_again_logs_the_same_now_once(signed_in, person, entry):
    uid = str(uuid.uuid4())
    answers = [signed_in.post(address(entry, "entry_copy"), {"uid": uid}) for _ in range(2)]

    assert [answer.url for answer in answers] == ["/today/", "/today/"]
    assert [f"{one.eaten_at:%d %H:%M}" for one in person.entries.order_by("eaten_at")] == ["13 08:00", "14 12:30"]


# --- whose
@pytest.mark.parametrize(
    "what", ["entry", "entry_amount", "entry_remove", "entry_restore", "entry_copy", "entry_figure"]
)
def test_a_stranger_gets_404_and_changes_nothing(stranger, entry, what):
    Food.objects.update(b12_ug=9)
    before = Entry.with_removed.values().get()
    posted = stranger.post(address(entry, what), {"amount": "2", "uid": str(uuid.uuid4()), "next": "/today/"})

    assert posted.status_code == 404
    assert "Salmon" not in posted.content.decode()
    assert Entry.with_removed.values().get() == before


def test_a_stranger_cannot_open_an_entry(stranger, entry):
    page = stranger.get(address(entry))

    assert page.status_code == 404
    assert "Salmon" not in page.content.decode()


@pytest.mark.parametrize("pk", ["0", "9" * 18, "9" * 19, "9" * 40, "9" * 5000])
@pytest.mark.parametrize("what", ["", "amount/", "remove/", "restore/", "copy/", "figure/"])
def test_an_entry_that_never_was_is_not_found(signed_in, pk, what):
    assert signed_in.post(f"/entries/{pk}/{what}", {"amount": "2"}).status_code == 404


# --- messages
def with_message(client, kind: str, pk: object) -> None:
    """Put a message into the client's cookie the way our pages do."""
    request = RequestFactory().get("/")
    storage = CookieStorage(request)
    client.cookies["messages"] = storage._encode([Message(20, kind, f"{kind}-{pk}")])


def test_a_message_about_somebody_elses_entry_says_nothing(signed_in):
    theirs = EntryFactory(name="Secret stew")
    with_message(signed_in, "logged", theirs.pk)
    page = signed_in.get("/today/")

    assert toasts_of(page) == []
    assert "Secret" not in page.content.decode()


def test_a_message_about_an_own_entry_is_read_from_the_same_cookie(signed_in, entry):
    with_message(signed_in, "logged", entry.pk)

    assert toasts_of(signed_in.get("/today/")) == ["Logged Salmon, 1 fillet, 150 g · 6 µg"]


@pytest.mark.parametrize("pk", ["0", "9" * 18])
def test_a_message_about_an_entry_that_never_was_says_nothing(signed_in, pk):
    with_message(signed_in, "logged", pk)

    assert toasts_of(signed_in.get("/today/")) == []


def test_an_entry_logged_for_nothing_known_has_no_figure_in_its_toast(signed_in, person):
    curry = had(person, FoodFactory(unknown=True, name="Curry"), "2026-03-13 08:00", "100")
    answer = signed_in.post(address(curry, "entry_amount"), {"amount": "125"})

    assert toasts_of(signed_in.get(answer.url)) == ["Logged Curry, 125 g · unknown"]


def test_the_page_of_an_entry_offers_only_portions_of_its_food(signed_in, entry):
    PortionFactory()
    page = signed_in.get(address(entry))

    assert value_of(page, "portion") == [str(portion_of(entry.food).pk), "base"]
