"""The pages of tokens: asked for with a proof, shown once, ended in one press."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken
from tests.accounts.tabs import prove
from tests.factories import ApiTokenFactory, UserFactory

A_KEY = re.compile(r"cobalog_[A-Za-z0-9]{43}")
NEW = "/settings/tokens/new/"


def typed(**said) -> dict:
    return {"uid": str(uuid.uuid4()), "name": "Tablet button", "scope": "write", "days": "30", **said}


def test_making_one_asks_first_who_it_is(marys_tab):
    assert marys_tab.open(NEW).url.startswith("/accounts/reauthenticate/")
    marys_tab.open("/settings/")
    marys_tab.page = NEW
    assert marys_tab.send(NEW, typed()).url.startswith("/accounts/reauthenticate/")
    assert ApiToken.objects.count() == 0


def test_it_is_shown_once_in_an_answer_that_nobody_stores(marys_tab, mary):
    prove(marys_tab, NEW)
    form = typed()
    answer = marys_tab.send(NEW, form)
    (secret,) = A_KEY.findall(answer.text)

    assert "no-store" in answer.headers["Cache-Control"]
    again = marys_tab.send(NEW, form)  # what the back button or a reload sends
    assert (again.url, ApiToken.objects.count()) == ("/settings/tokens/", 1)
    page = marys_tab.open("/settings/tokens/")
    assert (A_KEY.findall(page.text), secret[:12] in page.text) == ([], True)
    assert [(one.kind, one.detail) for one in mary.events.filter(kind="token_made")] == [
        ("token_made", "Tablet button")
    ]


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 61}, {"scope": ""}, {"scope": "admin"}, {"days": "9999"}, {"days": "-1"}]
)
def test_what_does_not_fit_makes_none_and_keeps_what_was_typed(marys_tab, wrong):
    prove(marys_tab, NEW)
    answer = marys_tab.send(NEW, typed(**wrong))

    assert (answer.status_code, ApiToken.objects.count()) == (200, 0)
    assert 'class="err' in answer.text


def test_one_is_ended_in_one_press_without_a_proof(signed_in, person):
    token = ApiTokenFactory(owner=person)
    for _ in range(2):
        assert signed_in.post(reverse("token_revoke", args=[token.pk])).url == "/settings/tokens/"

    token.refresh_from_db()
    assert token.revoked_at is not None
    assert person.events.filter(kind="token_ended").count() == 1


def test_nobody_ends_the_token_of_somebody_else(signed_in):
    token = ApiTokenFactory(owner=UserFactory())

    assert signed_in.post(reverse("token_revoke", args=[token.pk])).status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_all_are_ended_in_one_press(signed_in, person):
    ApiTokenFactory.create_batch(3, owner=person)
    theirs = ApiTokenFactory(owner=UserFactory())
    signed_in.post(reverse("tokens_revoke_all"))

    assert person.api_tokens.filter(revoked_at=None).count() == 0
    assert ApiToken.objects.get(pk=theirs.pk).revoked_at is None


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_three_queries_whatever_its_length(signed_in, person, rows, django_assert_num_queries):
    for n in range(rows):
        ApiTokenFactory(owner=person, name=f"No. {n}", revoked_at=timezone.now() if n % 2 else None)
    with django_assert_num_queries(3):  # session, person, tokens
        page = signed_in.get("/settings/tokens/")

    assert page.text.count("cobalog_AbCd…") >= rows


def test_a_hostile_name_stays_a_name(signed_in, person):
    ApiTokenFactory(owner=person, name='<img src=x onerror="1">')

    assert "<img src=x" not in signed_in.get("/settings/tokens/").text


def test_a_demo_may_make_one(client, db):
    demo = UserFactory(demo_until=timezone.now() + dt.timedelta(hours=5))
    client.force_login(demo)
    answer = client.post(NEW, typed(days="365"))

    assert A_KEY.search(answer.text)
    assert demo.api_tokens.get().expires_at == demo.demo_until
