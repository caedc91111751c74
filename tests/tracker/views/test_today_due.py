"""What is due on Today: seen at once, done in one press, hidden where nobody has a plan."""

import datetime as dt
import re
import uuid

import pytest

from accounts.models import User
from tests.factories import EntryFactory, PhaseFactory, RegimenFactory, UserFactory
from tests.tracker.views.conftest import days_ago
from tests.tracker.views.pages import text_of
from tests.tracker.views.test_queries import fill_day
from tracker.models import Regimen


def plan(person: User, name: str = "B12 tablet", *, starts: int = 30, **phase) -> Regimen:
    made = RegimenFactory(owner=person, name=name, entered_on=days_ago(starts))
    PhaseFactory(regimen=made, **{"starts_on": days_ago(starts), **phase})
    return made


def due_part(page) -> str:
    """The words of the part Due; empty where there is none."""
    found = re.search(r'<section class="sec" id="due">.*?</section>', page.text, re.DOTALL)
    return text_of(type("Part", (), {"content": found[0].encode()})()) if found else ""


def press(client, regimen: Regimen, uid: uuid.UUID | None = None):
    said = {"uid": str(uid or uuid.uuid4()), "next": "/today/"}
    return client.post(f"/care/regimens/{regimen.pk}/dose/", said, follow=True)


def test_there_is_no_such_part_for_whoever_has_no_plan(signed_in):
    assert due_part(signed_in.get("/today/")) == ""


def test_what_is_due_can_be_done_in_one_press(signed_in, person):
    regimen = plan(person)
    assert due_part(signed_in.get("/today/")) == "Due All plans B12 tablet due today every day Done"
    page = press(signed_in, regimen)
    assert page.redirect_chain == [("/today/", 302)]
    assert due_part(page) == "Due All plans B12 tablet taken today every day"
    assert person.entries.count() == 1


def test_a_repeat_of_the_same_press_logs_nothing_more(signed_in, person):
    regimen, uid = plan(person), uuid.uuid4()
    for _ in range(2):
        press(signed_in, regimen, uid)
    assert person.entries.count() == 1


def test_what_is_due_stands_first_and_what_is_not_stands_beside(signed_in, person):
    regimen = plan(person)
    page = signed_in.get("/today/")
    assert page.text.count('id="due"') == 1
    assert page.text.index('id="due"') < page.text.index("Usuals" if "Usuals" in page.text else "Suggested")
    after = press(signed_in, regimen)
    assert after.text.count('id="due"') == 1
    assert after.text.index('id="due"') > after.text.index("This day is")


def test_what_is_ahead_may_be_done_early_but_not_just_after_one(signed_in, person):
    regimen = plan(person, starts=60, unit="weeks", every=4)
    regimen.counts_from = "last_dose"
    regimen.save()
    entry = EntryFactory(owner=person, food=regimen.food, eaten_at=dt.datetime(2026, 2, 20, 8, tzinfo=dt.UTC))
    assert due_part(signed_in.get("/today/")).endswith("in 6 days every 4 weeks, counted from the last dose Done")
    entry.eaten_at += dt.timedelta(days=20)
    entry.local_date = entry.eaten_at.date()
    entry.save()
    assert due_part(signed_in.get("/today/")).endswith("in 26 days every 4 weeks, counted from the last dose")


def test_the_button_says_of_what_to_whoever_does_not_see_the_row(signed_in, person):
    plan(person, 'Mary’s "strong" <b>drops</b>')
    page = signed_in.get("/today/")
    assert 'aria-label="Done: log Mary’s &quot;strong&quot; &lt;b&gt;drops&lt;/b&gt; now"' in page.text
    assert "<b>drops" not in page.text


def test_the_plans_of_another_are_not_on_it(signed_in, person):
    plan(UserFactory(), "Secret tablets")
    assert "Secret tablets" not in signed_in.get("/today/").text


@pytest.mark.parametrize("rows", [1, 30])
def test_plans_cost_one_query_more(signed_in, person, rows, django_assert_num_queries):
    for day in range(1, 4):  # usuals enough: with few, suggestions are looked up as well
        fill_day(person, 30, days_ago(day))
    for n in range(rows):
        regimen = plan(person, f"Tablet {n}")
        EntryFactory(owner=person, food=regimen.food, eaten_at=dt.datetime(2026, 3, 13, 8, tzinfo=dt.UTC))
    with django_assert_num_queries(10):  # the nine of anybody's, and the plans
        signed_in.get("/today/")
