"""Nitrous oxide: each use and each planned one, written down once, and what was found of it."""

import datetime as dt
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.accounts.tabs import Tab, somebody
from tests.factories import ConditionFactory, GasUseFactory
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of

ADDRESS = "/care/gas/"
UID = "11111111-2222-4333-8444-555555555555"
USED = {"uid": UID, "kind": "recreational", "on": "1 March 2026"}


def uses(person) -> list[tuple]:
    return list(person.gas_uses.order_by("pk").values_list("kind", "on"))


def test_of_nothing_there_is_nothing_to_say(signed_in):
    page = signed_in.get(ADDRESS)
    assert text_of(page).startswith("Nitrous oxide Laughing gas switches B12 off in the body, whatever you eat.")
    assert "Written down Nothing written down." in text_of(page)
    assert "What this means" not in text_of(page)
    assert "/learn/medicines/nitrous_oxide/" in links_of(page)


def test_a_use_is_written_down_once_however_often_the_form_arrives(signed_in, person):
    for _ in range(2):
        answer = signed_in.post(ADDRESS, USED)
        assert (answer.status_code, answer.url) == (302, ADDRESS)
    assert uses(person) == [("recreational", dt.date(2026, 3, 1))]
    page = signed_in.get(ADDRESS)
    assert toasts_of(page) == ["Saved.", "Saved."]
    assert "Written down 1 time Recreational use 1 March 2026 Remove" in text_of(page)
    assert value_of(page, "uid") != [UID]


def test_a_second_use_raises_a_finding_at_once(signed_in, person):
    signed_in.post(ADDRESS, USED)
    assert "What this means" not in text_of(signed_in.get(ADDRESS))
    signed_in.post(ADDRESS, USED | {"uid": str(uuid.uuid4())})
    said = text_of(signed_in.get(ADDRESS))
    assert "What this means with what you told us See a clinician" in said
    assert said.index("What this means") < said.index("Add one time")
    assert "nitrous-oxide-repeated" in person.finding_records.values_list("code", flat=True)


def test_what_is_planned_is_spoken_of_where_b12_may_be_low(signed_in, person):
    planned = USED | {"kind": "planned", "on": "May 2026"}
    signed_in.post(ADDRESS, planned)
    assert "What this means" not in text_of(signed_in.get(ADDRESS))
    ConditionFactory(owner=person, key="pernicious_anaemia")
    assert "What this means" in text_of(signed_in.get(ADDRESS))


def test_what_was_planned_and_has_gone_by_is_asked_about(signed_in, person):
    GasUseFactory(owner=person, kind="planned", on=dt.date(2026, 3, 13))
    GasUseFactory(owner=person, kind="planned", on=dt.date(2026, 3, 14))
    said = text_of(signed_in.get(ADDRESS))
    assert "13 March 2026 · gone by: was it given?" in said
    assert "14 March 2026 Remove" in said


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"kind": ""}, "Choose one of the three."),
        ({"on": "2 April 2026"}, "That is still to come. Choose another day, or say that it is planned."),
        ({"kind": "planned"}, "That day has gone by. Choose another, or say that it was given."),
        ({"on": "soon"}, "“soon” is not a date we can read."),
    ],
)
def test_what_cannot_be_is_asked_back_and_not_saved(signed_in, person, said, sentence):
    page = signed_in.post(ADDRESS, USED | said)
    assert sentence in text_of(page)
    assert "Nothing was saved yet." in text_of(page)
    assert (value_of(page, "uid"), value_of(page, "on")) == ([UID], [said.get("on", USED["on"])])
    assert uses(person) == []


def test_it_is_removed_once(signed_in, person):
    use = GasUseFactory(owner=person)
    assert 'aria-label="Remove recreational use, 1 March 2026"' in signed_in.get(ADDRESS).text
    address = reverse("gas_remove", args=[use.pk])
    assert signed_in.post(address).url == ADDRESS
    assert uses(person) == []
    assert signed_in.post(address).status_code == 404


def test_a_stranger_gets_404_and_sees_nothing(stranger):
    use = GasUseFactory(on=dt.date(2019, 5, 5))
    assert stranger.post(reverse("gas_remove", args=[use.pk])).status_code == 404
    assert uses(use.owner) != []
    assert "5 May 2019" not in stranger.get(ADDRESS).text


def test_care_counts_them(signed_in, person):
    GasUseFactory(owner=person)
    assert "Nitrous oxide Written down 1 time." in text_of(signed_in.get("/care/"))
    GasUseFactory(owner=person)
    assert "Written down 2 times." in text_of(signed_in.get("/care/"))


def test_what_was_typed_when_the_session_ended_comes_back(db):
    person = somebody(time_zone="Europe/London")
    tab = Tab()
    tab.log_in()
    tab.open(ADDRESS)
    Session.objects.all().delete()
    tab.open(tab.send(ADDRESS, USED).url)
    page = tab.open(tab.log_in(next=f"{ADDRESS}?kept=1").url)

    assert "This is what you had typed; nothing of it is saved yet." in text_of(page)
    assert (checked(page, "kind"), value_of(page, "on")) == (["recreational"], ["1 March 2026"])
    assert uses(person) == []
