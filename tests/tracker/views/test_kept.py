"""What was typed when the session ended is shown again where it was typed; nothing of it is logged."""

import pytest
from django.contrib.sessions.models import Session

from tests.accounts.tabs import Tab, somebody
from tests.tracker.views.conftest import had, portion_of
from tests.tracker.views.pages import checked, text_of, value_of
from tracker.models import Entry

EXPIRED = "You had been logged out. This is what you had typed; nothing of it is logged yet."
UID = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def mary(db):
    return somebody(time_zone="Europe/London")


@pytest.fixture
def tab(mary) -> Tab:
    tab = Tab()
    tab.log_in()
    return tab


def sent_too_late(tab: Tab, page: str, address: str, typed: dict):
    """Open a page, lose the session, send its form, log in again; the page one comes back to."""
    tab.open(page)
    Session.objects.all().delete()
    answer = tab.send(address, typed)
    assert Entry.objects.filter(name="Salmon").count() <= 1
    tab.open(answer.url)
    way_back = answer.url.partition("next=")[2].replace("%3F", "?").replace("%3D", "=").replace("%26", "&")
    return tab.open(tab.log_in(next=way_back).url)


def test_an_amount_and_a_date_typed_on_the_sheet_come_back(tab, salmon):
    typed = {
        "uid": UID, "food_id": salmon.pk, "food": salmon.pk, "q": "salm", "portion": "base", "amount": "130",
        "date": "2026-03-10", "time": "09:30",
    }  # fmt: skip
    page = sent_too_late(tab, f"/log/?food={salmon.pk}&q=salm", "/log/", typed)

    assert EXPIRED in text_of(page)
    assert [value_of(page, name) for name in ("food_id", "amount", "date", "time", "q")] == [
        [str(salmon.pk)], ["130"], ["2026-03-10"], ["09:30"], ["salm"],
    ]  # fmt: skip
    assert checked(page, "portion") == ["base"]
    assert Entry.objects.count() == 0


def test_a_press_on_today_comes_back_as_a_chosen_food(tab, mary, salmon):
    had(mary, salmon, "2026-03-13 12:00")
    typed = {"uid": UID, "what": f"{salmon.pk}:{portion_of(salmon).pk}:0.5", "next": "/today/"}
    page = sent_too_late(tab, "/today/", "/log/", typed)

    assert EXPIRED in text_of(page)
    assert (value_of(page, "food_id"), value_of(page, "amount")) == ([str(salmon.pk)], ["0.5"])
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("page", ["/log/", "/today/", "/log/several/"])
def test_a_line_of_several_comes_back_with_its_amounts(tab, salmon, page):
    typed = {
        "uid": UID, "count": "2", "i0-take": "on", "i0-what": f"{salmon.pk}:base:1", "i0-amount": "120",
        "i0-label": "salmon", "i1-what": f"{salmon.pk}:base:1", "i1-amount": "7", "i1-label": "more", "date": "",
        "time": "09:30",
    }  # fmt: skip
    tab.open("/log/")
    if page == "/log/several/":  # the page that asks for another look
        tab.send("/log/several/", typed | {"i0-amount": "-1"})
        token = tab.token
        tab.page = page
        Session.objects.all().delete()
        tab.token = token
        answer = tab.send("/log/several/", typed)
        shown = tab.open(tab.log_in(next="/log/several/?kept=1").url)
        assert answer.status_code == 302
    else:
        shown = sent_too_late(tab, page, "/log/several/", typed)

    assert EXPIRED in text_of(shown)
    assert [value_of(shown, f"i{n}-amount") for n in range(2)] == [["120"], ["7"]]
    assert [bool(checked(shown, f"i{n}-take")) for n in range(2)] == [True, False]
    assert value_of(shown, "time") == ["09:30"]
    assert Entry.objects.count() == 0


def test_a_new_food_comes_back(tab):
    typed = {"uid": UID, "name": "Canteen curry", "b12": "1.5", "date": "2026-03-10", "time": "", "origin": "food"}
    page = sent_too_late(tab, "/log/new/?name=curry", "/log/new/", typed)

    assert [value_of(page, name) for name in ("name", "b12", "date")] == [["Canteen curry"], ["1.5"], ["2026-03-10"]]
    assert Entry.objects.count() == 0


def test_a_change_of_an_entry_comes_back(tab, mary, salmon):
    entry = had(mary, salmon, "2026-03-13 08:00")
    typed = {"portion": "base", "amount": "99", "date": "2026-03-12", "time": "10:00"}
    page = sent_too_late(tab, f"/entries/{entry.pk}/", f"/entries/{entry.pk}/", typed)

    assert [value_of(page, name) for name in ("amount", "date", "time")] == [["99"], ["2026-03-12"], ["10:00"]]
    assert Entry.objects.get().amount == 1


def test_chosen_days_come_back(tab, mary, salmon):
    had(mary, salmon, "2026-03-13 12:00")
    what = f"{salmon.pk}:{portion_of(salmon).pk}:1"
    typed = {"uid": UID, "first": "2026-01-05", "last": "2026-01-12", "what": what, "days": ["2026-01-07"]}
    page = sent_too_late(tab, "/history/fill/", "/history/fill/", typed | {"time": "07:15"})

    assert (checked(page, "days"), checked(page, "what"), value_of(page, "time")) == (["2026-01-07"], [what], ["07:15"])
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/log/new/", {"uid": UID, "gtin": "4006381333931", "name": "Oat drink", "b12": "0,9"}),
        ("/log/barcode/", {"digits": "4006381333931", "date": "2026-03-10"}),
        ("/log/barcode/keep/", {"found": "x", "name": "Oat drink", "brand": "Maker", "b12": "1"}),
    ],
)
def test_a_barcode_and_what_was_typed_for_it_come_back(tab, address, typed):
    page = sent_too_late(tab, "/log/barcode/", address, typed)

    assert {name: value_of(page, name) for name in typed} == {name: [said] for name, said in typed.items()}
