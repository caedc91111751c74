"""Keys for programs: made once, found by their digest alone, ended at once."""

import datetime as dt
import hashlib
import re
import uuid

import pytest
from django.db import IntegrityError, transaction

from accounts import tokens
from accounts.models import ApiToken
from accounts.models.tokens import Scope
from tests.factories import ProfileFactory, UserFactory

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
A_KEY = re.compile(r"cobalog_[A-Za-z0-9]{43}")


def made_for(person, **said) -> tokens.Made:
    usual = {"uid": uuid.uuid4(), "name": "Phone", "scope": Scope.WRITE, "days": 30, "now": NOW}
    return tokens.make(by=person, **(usual | said))


def test_a_key_looks_like_one_and_only_its_digest_is_stored(person):
    made = made_for(person)

    assert A_KEY.fullmatch(made.secret)
    row = ApiToken.objects.values().get()
    assert row["digest"] == hashlib.sha256(made.secret.encode()).hexdigest()
    assert row["start"] == made.secret[:12]
    assert not any(made.secret[12:] in str(value) for value in row.values())


def test_no_two_keys_are_alike(person):
    assert len({made_for(person).secret for _ in range(10)}) == 10


def test_the_same_form_makes_one_key_and_shows_it_once(person):
    uid = uuid.uuid4()
    first, second = made_for(person, uid=uid), made_for(person, uid=uid)

    assert (second.token, second.secret, ApiToken.objects.count()) == (first.token, "", 1)


def test_twenty_may_be_open_and_an_ended_one_makes_room(person):
    rows = [made_for(person).token for _ in range(tokens.MOST)]
    with pytest.raises(tokens.TooMany):
        made_for(person)
    tokens.revoke(person, pk=rows[0].pk, now=NOW)

    assert made_for(person).secret


def test_a_key_brings_its_person_with_their_profile_in_one_query(person, django_assert_num_queries):
    ProfileFactory(owner=person, diet="vegan")
    reads, logs = made_for(person, scope=Scope.READ), made_for(person, scope=Scope.WRITE)
    made_for(UserFactory())
    with django_assert_num_queries(1):
        bearer = tokens.bearer_of(logs.secret, now=NOW)
        assert bearer.person.profile.diet == "vegan"

    assert (bearer.person, bearer.token_pk, bearer.reads, bearer.writes) == (person, logs.token.pk, False, True)
    other = tokens.bearer_of(reads.secret, now=NOW)
    assert (other.token_pk, other.reads, other.writes) == (reads.token.pk, True, False)


@pytest.mark.parametrize("text", ["", "cobalog_", "cobalog_" + "A" * 43, "x" * 5_000, "é", "\x00", "1 OR 1=1"])
def test_whatever_else_is_sent_costs_the_same_one_query_and_opens_nothing(person, text, django_assert_num_queries):
    """Nobody can tell by the work done whether a text came near to a key."""
    made_for(person)
    with django_assert_num_queries(1):
        assert tokens.bearer_of(text, now=NOW) is None


def test_one_letter_more_less_or_other_opens_nothing(person):
    secret = made_for(person).secret
    near = [secret[:-1], secret + "A", secret.swapcase(), secret[:-1] + ("A" if secret[-1] != "A" else "B")]

    assert [tokens.bearer_of(text, now=NOW) for text in near] == [None] * 4
    assert tokens.bearer_of(secret, now=NOW).person == person


def test_a_key_ends_on_the_second(person):
    secret = made_for(person, days=30).secret
    end = NOW + dt.timedelta(days=30)

    assert tokens.bearer_of(secret, now=end - dt.timedelta(seconds=1)).person == person
    assert tokens.bearer_of(secret, now=end) is None


def test_a_revoked_key_opens_nothing_and_others_still_do(person):
    first, second = made_for(person), made_for(person)
    assert tokens.revoke(person, pk=first.token.pk, now=NOW) == 1
    assert tokens.revoke(person, pk=first.token.pk, now=NOW) == 0

    assert tokens.bearer_of(first.secret, now=NOW) is None
    assert tokens.bearer_of(second.secret, now=NOW).person == person


def test_nobody_revokes_the_keys_of_others(person):
    theirs = made_for(UserFactory())

    assert tokens.revoke(person, pk=theirs.token.pk, now=NOW) == 0
    assert tokens.revoke(person, now=NOW) == 0
    assert tokens.bearer_of(theirs.secret, now=NOW)


def test_the_key_of_an_account_that_is_closed_opens_nothing(person):
    secret = made_for(person).secret
    person.is_active = False
    person.save()

    assert tokens.bearer_of(secret, now=NOW) is None


def test_the_key_of_a_demo_ends_with_the_demo(db):
    end = NOW + dt.timedelta(hours=24)
    demo = UserFactory(demo_until=end)
    made = made_for(demo, days=365)

    assert made.token.expires_at == end
    assert tokens.bearer_of(made.secret, now=end) is None


def test_the_day_of_use_is_written_once_a_day_on_the_persons_calendar(django_assert_num_queries, db):
    person = UserFactory(time_zone="Pacific/Auckland")
    made = made_for(person)
    late = dt.datetime(2026, 3, 14, 22, 0, tzinfo=dt.UTC)  # the 15th there
    with django_assert_num_queries(2):
        tokens.note_use(tokens.bearer_of(made.secret, now=late), now=late)
    with django_assert_num_queries(1):
        tokens.note_use(tokens.bearer_of(made.secret, now=late), now=late)

    assert ApiToken.objects.get().last_used_on == dt.date(2026, 3, 15)


def test_a_key_that_would_have_ended_before_it_began_cannot_be_stored(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        made_for(person, days=0)
    assert ApiToken.objects.count() == 0
