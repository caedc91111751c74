"""The pages about one's data: what is stored and why, the log of the account, erasing everything."""

import datetime as dt
import re
import uuid

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.events import note
from accounts.models import EventKind, User
from tests.accounts.passkeys import passkey_of
from tests.accounts.tabs import Tab, prove, somebody
from tests.factories import (
    EntryFactory,
    FoodFactory,
    MedicineFactory,
    PortionFactory,
    SampleFactory,
    SecretAddressFactory,
    UserFactory,
)
from tests.tracker.everything import left_of, rows_of, somebody_with_everything
from tracker import actions_sharing
from tracker.models import Entry
from tracker.reports.account_log import LINES
from tracker.reports.erased import Receipt
from tracker.reports.stored import KINDS, counts_of

NOW = dt.datetime(2026, 3, 14, 12, 0, tzinfo=dt.UTC)
ERASE = "/settings/data/erase/"
FEW_AND_MANY = pytest.mark.parametrize("rows", [1, 30])


@pytest.fixture
def mary(db) -> User:
    return somebody()


@pytest.fixture
def tab(mary) -> Tab:
    """Mary's, proved a moment ago; the page that erases is open."""
    tab = Tab()
    tab.log_in()
    prove(tab, ERASE)
    return tab


# --- what is stored ---------------------------------------------------------------------------------------------------
def test_every_kind_stands_on_the_page_with_its_answers(signed_in):
    page = signed_in.get("/settings/data/").text

    for kind in KINDS:
        for words in (kind.name, kind.what, kind.why, kind.kept, kind.seen_by):
            assert escape(str(words)) in page, kind.key
    assert page.count("<dt>Why</dt>") == len(KINDS)


def test_every_kind_says_where_it_can_be_changed():
    missing = []
    for kind in KINDS:
        try:
            reverse(kind.change)
        except NoReverseMatch:
            missing.append(kind.change)

    assert set(missing) <= {"meals", "tokens", "history_imports"}  # built at the same time
    assert len(KINDS) - len(missing) > 15


def test_keys_of_kinds_are_their_own():
    assert len({kind.key for kind in KINDS}) == len(KINDS)


def test_the_page_names_every_cookie_there_is(client, db):
    client.post("/demo/")
    page = client.get("/settings/data/").text

    assert set(client.cookies) <= {"session", "csrf", "messages"}
    assert all(f"<dt>{name}</dt>" in page for name in client.cookies)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(0, "How long that is, whoever runs this site can tell."), (1, "Backups are kept for 1 day."),
     (30, "Backups are kept for 30 days.")],
)  # fmt: skip
def test_how_long_backups_live_is_what_the_operator_promises(signed_in, settings, days, sentence):
    settings.BACKUPS_EXPIRE_DAYS = days

    assert sentence in signed_in.get("/settings/data/").text
    assert ("Backups hold what was there until they expire" in signed_in.get(ERASE).text) is True


def test_settings_lead_to_everything_about_ones_data(signed_in):
    page = signed_in.get("/settings/").text

    for name in ("data", "export", "devices", "account_log", "erase"):
        assert f'href="{reverse(name)}"' in page, name


@pytest.mark.parametrize("address", ["/settings/data/", "/settings/data/erase/"])
@FEW_AND_MANY
def test_a_page_about_ones_data_takes_as_many_queries_with_few_rows_as_with_many(
    signed_in, person, rows, address, django_assert_num_queries
):
    for _ in range(rows):
        EntryFactory(owner=person)
        MedicineFactory(owner=person)
        SampleFactory(owner=person)
    queries = {"/settings/data/": 2, "/settings/data/erase/": 6}[address]  # + three ways to prove it, all the counts
    with django_assert_num_queries(queries):
        signed_in.get(address)


# --- counts -----------------------------------------------------------------------------------------------------------
def test_counts_are_those_of_the_database(person):
    for _ in range(3):
        EntryFactory(owner=person)
    EntryFactory(owner=person, removed_at=NOW)
    SampleFactory(owner=person)
    EntryFactory()

    assert [(line.kind.key, line.count, line.rows) for line in counts_of(person)] == [
        ("entries", 4, 4),
        ("tests", 1, 1),
        ("account", 1, 1),
    ]


def test_somebody_with_everything_has_a_count_of_every_kind(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    person = somebody_with_everything()
    counted = {line.kind.key: line.rows for line in counts_of(person)}
    rows = {label: len(ids) for label, ids in rows_of(person).items()}

    assert set(counted) == {kind.key for kind in KINDS}
    assert sum(counted.values()) == sum(rows.values()) - rows["foods.ImportDifference"] - _concerns_of_own_foods(rows)


def _concerns_of_own_foods(rows: dict[str, int]) -> int:
    return rows["foods.Concern"] - 3  # the others are of proposals


# --- erasing: who may -------------------------------------------------------------------------------------------------
def test_erasing_asks_first_who_it_is_by_get_and_by_post(mary):
    tab = Tab()
    tab.log_in()
    assert tab.open(ERASE).url.startswith("/accounts/reauthenticate/")
    tab.open("/settings/")
    assert tab.send(ERASE, {"sure": "on"}).url.startswith("/accounts/reauthenticate/")
    assert User.objects.filter(pk=mary.pk).exists()


def test_a_press_with_an_old_proof_is_never_sent_by_itself_later(tab, mary):
    """Not after the proof it asked for, and not after one for something else."""
    session = tab.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 601
    session.save()
    asked = tab.send(ERASE, {"sure": "on"})
    tab.open(asked.url)
    answer = tab.send("/accounts/reauthenticate/", {"password": "three words in a row", "next": ERASE})

    assert answer.url == ERASE
    assert 'name="sure"' in tab.open(ERASE).text
    assert "checked" not in re.search(r"<input[^>]*name=\"sure\"[^>]*>", tab.open(ERASE).text)[0]
    assert User.objects.filter(pk=mary.pk).exists()


def test_whoever_has_a_passkey_only_is_asked_for_that(client, db):
    person = UserFactory()
    passkey_of(person)
    client.force_login(person)

    assert client.get(ERASE).url == f"{reverse('mfa_reauthenticate_webauthn')}?next=%2Fsettings%2Fdata%2Ferase%2F"


def test_a_demo_is_erased_without_a_proof(client, db):
    client.post("/demo/")
    demo = User.objects.get()
    rows = rows_of(demo)
    assert "Erase this demo?" in client.get(ERASE).text
    answer = client.post(ERASE, {"sure": "on"})

    assert "This demo is erased." in answer.text
    assert left_of(rows) == {}
    assert mail.outbox == []


def test_the_only_administrator_reads_why_not(client, db):
    boss = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(boss)
    page = client.get(ERASE)
    assert "You are the only administrator." in page.text
    assert 'name="sure"' not in page.text
    answer = client.post(ERASE, {"sure": "on"})

    assert "You are the only administrator." in answer.text
    assert User.objects.filter(pk=boss.pk).exists()


# --- erasing: what it says and does -----------------------------------------------------------------------------------
def test_the_page_says_exactly_what_goes_and_offers_the_export_first(signed_in, person):
    for _ in range(12):
        EntryFactory(owner=person)
    page = signed_in.get(ERASE).text

    assert "<li><span>What you logged</span><span>12</span></li>" in page
    assert "Blood tests" not in page
    assert "Nobody can bring it back" in page
    assert f'href="{reverse("export")}"' in page


def test_without_the_tick_nothing_goes(tab, mary):
    answer = tab.send(ERASE, {"sure": ""})

    assert answer.context["form"].errors == {"sure": ["Tick this first: what is erased cannot be brought back."]}
    assert User.objects.filter(pk=mary.pk).exists()


def test_the_answer_is_a_receipt(tab, mary, time_machine):
    for _ in range(12):
        EntryFactory(owner=mary)
    moment = timezone.now().astimezone(dt.UTC)
    answer = tab.send(ERASE, {"sure": "on"})
    receipt = answer.context["receipt"]

    assert answer.status_code == 200
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}", receipt.reference)
    assert abs(receipt.at - moment) < dt.timedelta(minutes=1)
    assert [(str(name), count) for name, count in receipt.kinds] == [
        ("What you logged", 12), ("Your account", 1), ("Devices", 1), ("Log of your account", 1),
    ]  # fmt: skip
    assert receipt.rows == 12 + 1 + 1 + 1 + 1  # and the address
    assert f"<dd>{receipt.reference}</dd>" in answer.text
    assert " UTC</time>" in answer.text
    assert mary.email not in answer.text


def test_afterwards_the_browser_forgets_and_nobody_is_logged_in(tab, mary):
    elsewhere = Tab()
    elsewhere.log_in()
    answer = tab.send(ERASE, {"sure": "on"})

    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.wsgi_request.user.is_authenticated is False
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)
    assert [one.get("/today/").status_code for one in (tab, elsewhere)] == [302, 302]
    assert Tab().log_in().context["form"].errors != {}  # nobody has this address


def test_a_second_press_leads_to_the_log_in_page(tab, mary):
    tab.send(ERASE, {"sure": "on"})
    answer = tab.send(ERASE, {"sure": "on"}, **{"sec-fetch-site": "same-origin"})

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_whoever_was_erased_may_come_again_with_the_same_address(tab, mary):
    tab.send(ERASE, {"sure": "on"})
    anew = Tab()
    anew.open("/accounts/signup/")
    anew.send("/accounts/signup/", {"email": mary.email, "password1": "four words in a row"})

    assert User.objects.get(email=mary.email).entries.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_another_tab_was_saving_meanwhile_is_answered_with_log_in(client, monkeypatch):
    from tracker import actions_erasing
    from tracker.views import log

    person, food = UserFactory(), FoodFactory()
    portion = PortionFactory(food=food)
    client.force_login(person)
    logging = log.actions.log

    def erased_a_moment_ago(**said):
        actions_erasing.erase_person(person=User.objects.get(pk=person.pk))
        return logging(**said)

    monkeypatch.setattr(log.actions, "log", erased_a_moment_ago)
    answer = client.post("/log/", {"uid": str(uuid.uuid4()), "what": f"{food.pk}:{portion.pk}:1", "next": "/today/"})

    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/today/")
    assert Entry.with_removed.count() == 0


# --- the letter -------------------------------------------------------------------------------------------------------
def test_a_letter_has_the_reference_and_no_figures(tab, mary):
    for _ in range(12):
        EntryFactory(owner=mary)
    answer = tab.send(ERASE, {"sure": "on"})
    letter = mail.outbox[-1]

    assert (letter.subject, letter.to) == ("Cobalog: Your account is erased", [mary.email])
    assert answer.context["receipt"].reference in letter.body
    assert "12" not in letter.body.replace(answer.context["receipt"].reference, "").partition("UTC")[2]
    assert "What you logged" not in letter.body
    assert "on their way to your address" in answer.text


@pytest.mark.parametrize("backend", ["console", "dummy"])
def test_where_mails_are_only_written_down_the_address_is_not(tab, mary, settings, backend, capsys):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    answer = tab.send(ERASE, {"sure": "on"})

    assert "This page is the only copy" in answer.text
    assert mary.email not in capsys.readouterr().out


def test_a_letter_that_cannot_be_sent_stops_nothing_and_names_nobody(tab, mary, monkeypatch, caplog):
    def refuse(self, messages):
        raise OSError(f"550 {mary.email}: no such mailbox")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    answer = tab.send(ERASE, {"sure": "on"})

    assert "This page is the only copy" in answer.text
    assert not User.objects.filter(pk=mary.pk).exists()
    assert mary.email not in caplog.text


def test_two_receipts_have_two_references():
    assert len({Receipt.of({}, now=NOW).reference for _ in range(100)}) == 100


# --- the log of the account -------------------------------------------------------------------------------------------
def lines_of(page) -> list[tuple[str, str, str]]:
    return [(str(line.what), line.device, str(line.detail)) for line in page.context["log"].lines]


def test_the_log_merges_what_happened_with_links_and_their_visits_newest_first(signed_in, person, time_machine):
    time_machine.move_to(NOW, tick=False)
    link = SecretAddressFactory(owner=person, created_at=NOW - dt.timedelta(hours=5))
    link.visits.create(at=NOW - dt.timedelta(hours=4))
    actions_sharing.revoke(by=person, address=link, now=NOW - dt.timedelta(hours=3))
    SecretAddressFactory(owner=person, kind="calendar", expires_at=None, created_at=NOW - dt.timedelta(hours=2))
    person.events.create(kind=EventKind.EXPORTED, at=NOW - dt.timedelta(hours=1), device="curl", detail="FHIR")
    person.events.create(kind=EventKind.LOGIN_REFUSED, at=NOW, detail="second step")
    SecretAddressFactory().visits.create(at=NOW)  # of somebody else

    assert lines_of(signed_in.get("/settings/log/")) == [
        ("A log-in that was refused", "", "at the second step"),
        ("Data exported", "curl", "FHIR"),
        ("Calendar address made", "", ""),
        ("Link to the report closed", "", ""),
        ("Report opened by its link", "", ""),
        ("Link to the report made", "", ""),
    ]


def test_what_is_older_than_a_year_is_not_shown(signed_in, person, time_machine):
    time_machine.move_to(NOW, tick=False)
    link = SecretAddressFactory(owner=person, created_at=NOW - dt.timedelta(days=366))
    for days in (364, 366):
        note(person, EventKind.EXPORTED, at=NOW - dt.timedelta(days=days))
        link.visits.create(at=NOW - dt.timedelta(days=days))

    assert [what for what, *_ in lines_of(signed_in.get("/settings/log/"))] == [
        "Data exported",
        "Report opened by its link",
    ]


def test_the_log_is_shown_thirty_lines_a_page(signed_in, person):
    for n in range(LINES + 5):
        note(person, EventKind.EXPORTED, at=timezone.now() - dt.timedelta(minutes=n), detail=str(n))
    first, second, third = (signed_in.get("/settings/log/", {"page": n}) for n in (1, 2, 3))

    assert [detail for *_, detail in lines_of(first)] == [str(n) for n in range(LINES)]
    assert [detail for *_, detail in lines_of(second)] == [str(n) for n in range(LINES, LINES + 5)]
    assert ('href="?page=2"' in first.text, 'href="?page=3"' in second.text) == (True, False)
    assert "Nothing older." in third.text


@FEW_AND_MANY
def test_the_log_takes_one_query_however_much_there_is(signed_in, person, rows, django_assert_num_queries):
    link = SecretAddressFactory(owner=person, created_at=timezone.now())
    for _ in range(rows):
        note(person, EventKind.EXPORTED)
        link.visits.create(at=timezone.now())
    with django_assert_num_queries(3):
        page = signed_in.get("/settings/log/")

    assert len(lines_of(page)) == min(LINES, 2 * rows + 1)


def test_times_stand_on_the_persons_own_clock(client, db, time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 14, 23, 30, tzinfo=dt.UTC), tick=False)
    person = UserFactory(time_zone="Asia/Tokyo")
    note(person, EventKind.EXPORTED)
    client.force_login(person)

    assert "15 Mar 2026, 08:30" in client.get("/settings/log/").text


def test_a_kind_that_is_not_known_any_more_is_shown_as_it_is(signed_in, person):
    person.events.create(kind="of_old", at=timezone.now())

    assert lines_of(signed_in.get("/settings/log/")) == [("of_old", "", "")]


@pytest.mark.parametrize(
    ("kind", "detail", "words"),
    [
        (EventKind.SESSION_ENDED, "1", "1 device"),
        (EventKind.SESSION_ENDED, "3", "3 devices"),
        (EventKind.SESSION_ENDED, "Safari on iPhone", "Safari on iPhone"),
        (EventKind.TOKEN_ENDED, "2", "2 tokens"),
        (EventKind.TOKEN_MADE, "2", "2"),  # somebody called it that
        (EventKind.SECOND_STEP_CHANGED, "totp", "authenticator app"),
        (EventKind.SECOND_STEP_CHANGED, "webauthn", "passkey"),
        (EventKind.PASSWORD_CHANGED, "by mail", "by the link of a mail"),
        (EventKind.EXPORTED, "", ""),
    ],
)
def test_details_are_shown_in_words(signed_in, person, kind, detail, words):
    note(person, kind, detail=detail)

    assert [shown for *_, shown in lines_of(signed_in.get("/settings/log/"))] == [words]


def test_a_name_that_somebody_typed_stays_text(signed_in, person):
    note(person, EventKind.TOKEN_MADE, detail="<script>alert(1)</script>")

    assert "<script>alert(1)" not in signed_in.get("/settings/log/").text


def test_opening_a_shared_report_shows_in_the_log_without_a_word_of_who(signed_in, person):
    from tracker.secret_addresses import token_of

    now = timezone.now()
    link = SecretAddressFactory(
        owner=person, created_at=now - dt.timedelta(days=1), expires_at=now + dt.timedelta(days=1)
    )
    Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/144.0"}).post(f"/r/{token_of(link)}/")

    assert lines_of(signed_in.get("/settings/log/"))[0] == ("Report opened by its link", "", "")
