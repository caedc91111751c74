"""The gallery of findings: for curators, to read all words at once."""

import pytest
from django.contrib.auth.models import Permission

from tests.factories import UserFactory
from tests.tracker.views.pages import text_of
from tracker.reports.findings.gallery import Gallery

ADDRESS = "/curate/findings/"


def rights(*names: str) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label="foods", codename__in=names))


@pytest.fixture(autouse=True)
def without_a_second_step(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False  # tried in tests/accounts/test_admin_door.py


@pytest.fixture
def curator(client, db):
    person = UserFactory(is_staff=True)
    person.user_permissions.set(rights("change_food"))
    client.force_login(person)
    return client


def test_a_curator_reads_every_sample_with_its_level_and_its_sources(curator):
    page = curator.get(ADDRESS)
    text, gallery = text_of(page), Gallery.build()

    assert f"{gallery.samples} samples of {gallery.codes} rules" in text
    for level in gallery.levels:
        assert f"{level.label}, {len(level.samples)}" in text
        for sample in level.samples:
            said = sample.shown.said
            for words in said:
                assert " ".join(words.replace("\u00a0", " ").split()) in text, sample.code
            assert sample.code in text
            assert all(" ".join(one.text.split()) in text for one in sample.shown.citations)


@pytest.mark.parametrize(("staff", "names"), [(False, ["change_food"]), (True, []), (True, ["view_food"]), (False, [])])
def test_for_others_it_does_not_exist(client, db, staff, names):
    person = UserFactory(is_staff=staff)
    person.user_permissions.set(rights(*names))
    client.force_login(person)

    assert client.get(ADDRESS).status_code == 404


def test_it_is_only_looked_at(curator):
    assert curator.post(ADDRESS).status_code == 405
