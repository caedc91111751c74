"""What a token opens, and all that opens nothing."""

import datetime as dt
import re
import uuid

import pytest
from django.core.signing import Signer

from tests.factories import SecretAddressFactory, UserFactory
from tracker.models import SecretAddress
from tracker.secret_addresses import SIGNED, TOKEN, opened_by, token_of, unsubscribe_token, unsubscriber

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
A_SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def address(db) -> SecretAddress:
    return SecretAddressFactory()


def opens(token: str, kind: str = "report", now: dt.datetime = NOW) -> SecretAddress | None:
    return opened_by(token, kind=kind, now=now)


def flipped(token: str, at: int) -> str:
    return f"{token[:at]}{'B' if token[at] == 'A' else 'A'}{token[at + 1 :]}"


def test_a_token_opens_its_row_with_its_owner_in_one_query(address, django_assert_num_queries):
    token = token_of(address)
    with django_assert_num_queries(1):
        opened = opens(token)
        assert (opened, opened.owner.email, opened.owner.is_active) == (address, address.owner.email, True)
    assert re.fullmatch(TOKEN, token)


def test_a_forged_token_opens_nothing_whichever_letter_of_it_was_changed(address):
    token = token_of(address)

    assert [at for at in range(len(token)) if opens(flipped(token, at))] == []


@pytest.mark.parametrize("cut", [0, 1, 21, 22, 42])
def test_a_truncated_token_opens_nothing(address, cut):
    token = token_of(address)

    assert (opens(token[:cut]), opens(token[cut + 1 :] if cut else token + "A")) == (None, None)


@pytest.mark.parametrize("token", ["", "A" * 43, "ä" * 43, "=" * 43, "\x00" * 43, " ", "A" * 44])
def test_what_is_no_token_opens_nothing(address, token):
    assert opens(token) is None


def test_a_wrong_guess_asks_the_database_nothing(address, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert opens("A" * 43) is None


def test_a_token_of_one_kind_does_not_open_the_other(address):
    feed = SecretAddressFactory(kind="calendar", expires_at=None, owner=address.owner)

    assert (opens(token_of(feed)), opens(token_of(address), kind="calendar")) == (None, None)
    feed.delete()
    SecretAddress.objects.update(kind="calendar")  # nor once its row has become one
    assert opens(token_of(address), kind="calendar") is None


def test_a_revoked_address_opens_nothing_from_then_on(address):
    token = token_of(address)
    SecretAddress.objects.update(revoked_at=NOW)

    assert opens(token) is None


@pytest.mark.parametrize(("left", "open_"), [(-A_SECOND, False), (A_SECOND * 0, False), (A_SECOND, True)])
def test_an_address_opens_up_to_the_moment_it_runs_out(address, left, open_):
    assert bool(opens(token_of(address), now=address.expires_at - left)) is open_


def test_a_feed_does_not_run_out(db):
    feed = SecretAddressFactory(kind="calendar", expires_at=None)

    assert opens(token_of(feed), kind="calendar", now=NOW + dt.timedelta(days=9999)) == feed


def test_the_address_of_somebody_who_was_switched_off_opens_nothing(address):
    address.owner.is_active = False
    address.owner.save()

    assert opens(token_of(address)) is None


def test_the_address_of_somebody_who_is_gone_opens_nothing(address):
    token = token_of(address)
    address.owner.delete()

    assert opens(token) is None


def test_the_table_alone_opens_nothing(address, settings):
    """Whoever reads every column of it still lacks the key of the server."""
    right = token_of(address)
    settings.SECRET_KEY = "another server's"
    made_elsewhere = token_of(address)

    assert opens(right) is None
    settings.SECRET_KEY = "a third one"
    assert opens(made_elsewhere) is None


def test_two_addresses_have_two_tokens(address):
    again = SecretAddressFactory(owner=address.owner, nonce=uuid.uuid4())

    assert token_of(again) != token_of(address)


# --- the link that ends mails -----------------------------------------------------------------------------------------
def test_the_link_that_ends_mails_names_its_person(person):
    token = unsubscribe_token(person)

    assert re.fullmatch(SIGNED, token)
    assert unsubscriber(token) == person


@pytest.mark.parametrize("salt", ["tracker.calendar", "django.core.signing"])
def test_a_signature_for_anything_else_ends_no_mails(person, salt):
    assert unsubscriber(Signer(sep=".", salt=salt).sign(str(person.pk))) is None


def test_a_signature_of_another_ends_no_mails(person):
    mine, other = unsubscribe_token(person), unsubscribe_token(UserFactory())

    assert unsubscriber(f"{mine.partition('.')[0]}.{other.partition('.')[2]}") is None
    assert unsubscriber(mine[:-1]) is None
    assert unsubscriber("") is None


def test_the_link_of_somebody_who_is_gone_ends_nothing(person):
    token = unsubscribe_token(person)
    person.delete()

    assert unsubscriber(token) is None


def test_an_older_key_still_ends_mails_while_a_new_one_takes_over(person, settings):
    token = unsubscribe_token(person)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the new one"

    assert unsubscriber(token) == person
