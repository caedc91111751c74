"""An export brought back is what it was, field by field; and nothing of anybody else is touched."""

import pytest

from tests.tracker.export.everything import anybody_new, as_file, exported, somebody_with_everything
from tracker.export.restoring import restore

pytestmark = pytest.mark.django_db
OF_THE_ACCOUNT = {"account", "email_addresses", "devices", "second_steps", "access_tokens", "events", "curator",
                  "report_links", "report_visits", "proposals"}  # fmt: skip


def things_of(said: dict) -> dict:
    """What an import brings back: all but what belongs to the account that it came from."""
    return {name: rows for name, rows in said.items() if name not in OF_THE_ACCOUNT}


def test_everything_comes_back_field_by_field(tmp_path):
    before = exported(somebody_with_everything())
    person = anybody_new()
    restore(as_file(before, tmp_path), by=person)

    assert things_of(exported(person)) == things_of(before)
