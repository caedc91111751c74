"""An account into which an export was brought back shows the same pages, word for word."""

import re

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import FoodFactory, PortionFactory, SourceFactory, UserFactory
from tests.tracker.eaters import NOW
from tests.tracker.export.everything import as_file, exported, somebody_with_everything
from tracker.demo import HABITS, fill_year
from tracker.export.restoring import restore

pytestmark = pytest.mark.django_db
PAGES = (
    "/today/", "/history/", "/history/2026-03-13/", "/history/2026-03-14/", "/status/", "/status/?period=365",
    "/status/findings/", "/care/", "/care/regimens/", "/care/medicines/", "/care/conditions/", "/care/gas/",
    "/care/symptoms/", "/care/tests/", "/care/injections/", "/care/report/", "/care/reminders/", "/log/",
    "/settings/profile/", "/settings/reference/", "/sources/?show=yours",
)  # fmt: skip


@pytest.fixture(autouse=True)
def noon(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


def words_of(person: User, path: str) -> str:
    """What a page says: no tags, no numbers of rows, no tokens."""
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    page = client.get(path)
    assert page.status_code == 200, path
    shown = re.sub(r"<script.*?</script>|<style.*?</style>", "", page.text, flags=re.DOTALL)
    drawn = re.findall(r' (?:d|points|x|y|width|height|aria-label)="([^"]*)"', re.sub(r"<input[^>]*>", "", shown))
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))
    return words.replace(person.email, "") + re.sub(r"[0-9a-f-]{36}", "", " ".join(drawn))


def is_the_same(before: User, folder) -> dict[str, bool]:
    after = UserFactory(time_zone="America/New_York")
    restore(as_file(exported(before), folder), by=after)
    return {path: words_of(after, path) == words_of(before, path) for path in PAGES}


def test_the_year_of_a_demo_looks_the_same(tmp_path):
    sources = {key: SourceFactory(key=key) for key in sorted({habit.source for habit in HABITS})}
    for habit in HABITS:
        PortionFactory(food=FoodFactory(name=habit.ref, source=sources[habit.source], source_ref=habit.ref))
    person = UserFactory()
    fill_year(person, now=NOW)

    assert "Covered" in words_of(person, "/today/")
    assert is_the_same(person, tmp_path) == dict.fromkeys(PAGES, True)


def test_the_pages_of_somebody_with_everything_look_the_same(tmp_path):
    person = somebody_with_everything()
    for of_the_account in (person.secret_addresses, person.proposals, person.emailaddress_set):
        of_the_account.all().delete()  # which pages show, and no import brings back

    assert "Laboratory, main" in words_of(person, "/care/tests/")
    assert is_the_same(person, tmp_path) == dict.fromkeys(PAGES, True)


def test_pages_of_others_look_otherwise(tmp_path):
    """The comparison would see a difference."""
    one, other = somebody_with_everything(), UserFactory()

    assert [path for path in PAGES if words_of(one, path) == words_of(other, path)] == ["/log/"]
