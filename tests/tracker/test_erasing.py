"""Erasing a person leaves nothing of them, and nothing of anybody else goes."""

import datetime as dt
import threading

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, connection, models
from django.test import Client
from django.utils import timezone

from accounts import devices
from accounts.models import Event, User
from foods.models import Concern, Food, ImportRun, Proposal
from tests.accounts.tabs import Tab, somebody
from tests.factories import (
    DayMarkFactory,
    EntryFactory,
    FoodFactory,
    ProfileFactory,
    ProposalFactory,
    SecretAddressFactory,
    UserFactory,
    UserSessionFactory,
)
from tests.tracker.everything import (
    NOW,
    columns_naming,
    contents_of,
    left_of,
    rows_of,
    somebody_with_everything,
    tables_of_people,
)
from tracker import actions_erasing
from tracker.models import AddressVisit, DayMark, Entry, Profile
from tracker.reports.stored import BELOW_SHARED_ROWS, KINDS


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Photos of labels, and files that wait to be brought back, in a folder of this test."""
    settings.MEDIA_ROOT = tmp_path
    settings.IMPORT_DIR = tmp_path / "imports"
    return tmp_path


def search_words() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM foods_searchdoc")
        return [row[0] for row in cursor.fetchall()]


# --- the map of tables ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_somebody_with_everything_has_a_row_in_every_table_that_leads_to_a_person():
    """A new model without a row there fails here."""
    assert set(rows_of(somebody_with_everything())) == tables_of_people()


def test_every_table_that_leads_to_a_person_stands_on_the_page_of_what_is_stored():
    named = {table for kind in KINDS for table in kind.rows}

    assert named == tables_of_people() - BELOW_SHARED_ROWS - {"foods.ImportDifference"}


def test_every_column_that_names_a_person_stands_there_too():
    columns = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is User
    }
    owned = {f"{table}.{path}" for kind in KINDS for table, path in kind.rows.items() if "__" not in path}
    emptied = {column for kind in KINDS for column in kind.left}

    assert columns == (owned | emptied) - {"accounts.User.pk"} - {
        f"{table}.{path}" for table, path in (("foods.Portion", "food"), ("foods.Alias", "food"))
    }
    assert owned & emptied == set()


# --- what goes --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_no_row_is_left_and_nothing_names_the_person(django_capture_on_commit_callbacks):
    person = somebody_with_everything()
    rows, pk = rows_of(person), person.pk
    named = columns_naming(pk)
    assert {column for kind in KINDS for column in kind.left} <= set(named)
    with django_capture_on_commit_callbacks(execute=True):
        actions_erasing.erase_person(person=person)

    assert left_of(rows) == {}
    assert columns_naming(pk) == {}


@pytest.mark.django_db
def test_what_stays_for_everybody_stays_without_the_name():
    person = somebody_with_everything()
    taken = ProposalFactory(proposer=person, state="accepted", decided_at=NOW)
    decided = Concern.objects.get(decided_by=person)
    actions_erasing.erase_person(person=person)

    assert set(Food.objects.filter(name__in=["Proposed", "Reviewed"]).values_list("name", "proposed_by")) == {
        ("Proposed", None), ("Reviewed", None),
    }  # fmt: skip
    assert list(Food.history.filter(name="Proposed").values_list("history_user", flat=True)) == [None, None]
    assert Proposal.objects.get(pk=taken.pk).proposer is None
    assert list(Concern.objects.filter(pk=decided.pk).values_list("first_by", "decided_by")) == [(None, None)]
    assert set(ImportRun.objects.values_list("started_by", flat=True)) == {None}


@pytest.mark.django_db
def test_no_word_of_theirs_is_left_in_any_text_of_any_table(django_capture_on_commit_callbacks):
    """Also in what no column leads to: plain text, JSON, versions of foods, the search index."""
    person = somebody_with_everything()
    assert len(tables_with("Secret")) > 10
    assert [words for words in search_words() if "secret" in words] != []
    with django_capture_on_commit_callbacks(execute=True):
        actions_erasing.erase_person(person=person)

    assert tables_with("Secret") == []
    assert tables_with(person.email) == []
    assert [words for words in search_words() if "secret" in words] == []


def tables_with(word: str) -> list[str]:
    return [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if any(word in str(row) for row in model._base_manager.values())
    ]


@pytest.mark.django_db
def test_photos_and_files_that_wait_leave_the_disk(media, django_capture_on_commit_callbacks):
    person, other = somebody_with_everything(), somebody_with_everything()
    folder = media / "imports" / "exports"
    folder.mkdir(parents=True)
    for one in (person, other):
        (folder / f"{one.pk}-{'0' * 8}-0000-4000-8000-{'0' * 12}").write_text("{}")
    assert len(list(media.rglob(f"*-{person.pk}*.jpg"))) == 3
    with django_capture_on_commit_callbacks(execute=True):
        actions_erasing.erase_person(person=person)

    assert list(media.rglob(f"*-{person.pk}*.jpg")) == []
    assert [path.name.partition("-")[0] for path in folder.iterdir()] == [str(other.pk)]
    assert len(list(media.rglob(f"*-{other.pk}*.jpg"))) == 3


@pytest.mark.django_db
def test_counts_kept_under_their_number_go_and_those_of_others_stay():
    person, other = somebody_with_everything(), somebody_with_everything()
    with_table = "cobalog_cache" in connection.introspection.table_names()
    actions_erasing.erase_person(person=person)
    kept = {one: cache.get(f"allauth:rl:cobalog:export:10/3600/user:user:{one.pk}") for one in (person, other)}

    assert (with_table, kept) == (True, {person: None, other: [1.0]})


@pytest.mark.django_db
def test_everybody_else_keeps_every_row_as_it_was():
    other = somebody_with_everything()
    before = contents_of(rows_of(other))
    actions_erasing.erase_person(person=somebody_with_everything())

    assert contents_of(rows_of(other)) == before


@pytest.mark.django_db
def test_the_number_of_rows_that_went_is_told_by_table():
    person = somebody_with_everything()
    expected = {label: len(ids) for label, ids in rows_of(person).items()}
    gone = actions_erasing.erase_person(person=person)
    versions = gone.pop("foods.HistoricalFood")  # deleting a food writes a last one of it, which goes too

    assert dict(gone) == {label: count for label, count in expected.items() if label != "foods.HistoricalFood"}
    assert versions == expected["foods.HistoricalFood"] + 3


@pytest.mark.django_db
def test_an_empty_account_goes_as_well():
    assert dict(actions_erasing.erase_person(person=UserFactory())) == {"accounts.User": 1}


@pytest.mark.django_db(transaction=True)
def test_where_it_fails_nothing_has_gone(monkeypatch):
    person = somebody_with_everything()
    before = contents_of(rows_of(person))
    monkeypatch.setattr(actions_erasing.search, "reindex", lambda foods: (_ for _ in ()).throw(IntegrityError("no")))
    with pytest.raises(IntegrityError, match="no"):
        actions_erasing.erase_person(person=person)

    assert contents_of(rows_of(person)) == before


# --- sessions ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_every_session_of_theirs_ends_and_nobody_elses():
    mary, other = somebody(), somebody("other@example.org")
    hers, his = [Tab(), Tab()], Tab()
    for tab in hers:
        tab.log_in()
    his.log_in(email="other@example.org")
    forced = Client()
    forced.force_login(mary)  # a session that no row of devices knows
    actions_erasing.erase_person(person=mary)

    assert devices.keys_of([mary]) == []
    assert devices.keys_of([other]) == [his.session.session_key]
    assert [tab.get("/today/").status_code for tab in (*hers, forced, his)] == [302, 302, 302, 200]


@pytest.mark.django_db
def test_what_was_typed_in_a_session_that_had_ended_goes_too():
    mary = somebody()
    tab = Tab()
    tab.log_in()
    tab.open("/settings/")
    Session.objects.all().delete()
    tab.send("/settings/", {"time_zone": "Secret/Zone"})
    kept = Session.objects.get()
    assert kept.get_decoded()["kept"]["data"] == {"time_zone": ["Secret/Zone"]}
    actions_erasing.erase_person(person=mary)

    assert not Session.objects.filter(pk=kept.pk).exists()


@pytest.mark.django_db
def test_a_log_in_that_waits_for_its_second_step_ends():
    from allauth.mfa.models import Authenticator

    mary = somebody()
    Authenticator.objects.create(user=mary, type="totp", data={"secret": "x"})
    tab = Tab()
    assert tab.log_in().url == "/accounts/2fa/authenticate/"
    actions_erasing.erase_person(person=mary)

    assert Session.objects.count() == 0
    assert tab.get("/accounts/2fa/authenticate/").url == "/accounts/login/"


# --- at the same time -------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time there anyway")
def test_what_is_being_written_when_somebody_erases_goes_too_or_never_comes():
    person, food = UserFactory(), FoodFactory()
    start, failed = threading.Barrier(2), []

    def write() -> None:
        try:
            start.wait()
            for _ in range(40):
                EntryFactory(owner=person, food=food)
        except IntegrityError:
            failed.append(True)
        finally:
            connection.close()

    other = threading.Thread(target=write)
    other.start()
    start.wait()
    actions_erasing.erase_person(person=person)
    other.join()

    assert Entry.with_removed.count() == 0
    assert failed == [True]


# --- administrators ---------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_last_administrator_stays():
    boss = UserFactory(is_staff=True, is_superuser=True)
    UserFactory(is_staff=True, is_superuser=True, is_active=False)  # cannot come in
    with pytest.raises(actions_erasing.LastAdministrator):
        actions_erasing.erase_person(person=boss)
    assert User.objects.filter(pk=boss.pk).exists()

    UserFactory(is_staff=True, is_superuser=True)
    actions_erasing.erase_person(person=boss)
    assert not User.objects.filter(pk=boss.pk).exists()


@pytest.mark.django_db
def test_a_curator_may_go_whenever_they_like():
    curator = UserFactory(is_staff=True)
    actions_erasing.erase_person(person=curator)

    assert not User.objects.filter(pk=curator.pk).exists()


# --- demos ------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_expired_demos_go_with_everything_and_others_stay(capsys, time_machine):
    time_machine.move_to(NOW, tick=False)
    over, running, person = (
        UserFactory(demo_until=until) for until in (NOW, NOW + dt.timedelta(seconds=1), None)
    )  # fmt: skip
    for owner in (over, running, person):
        EntryFactory(owner=owner)
        DayMarkFactory(owner=owner)
        ProfileFactory(owner=owner)
    call_command("delete_expired_demos")

    assert set(User.objects.all()) == {running, person}
    assert Entry.objects.count() == DayMark.objects.count() == Profile.objects.count() == 2
    assert capsys.readouterr().out == "Demo accounts deleted: 1. Removed entries deleted for good: 0.\n"


@pytest.mark.django_db
def test_the_same_command_deletes_what_nobody_can_put_back_and_may_be_repeated(capsys, time_machine):
    time_machine.move_to(NOW, tick=False)
    for hours in (25, 23):
        EntryFactory(removed_at=NOW - dt.timedelta(hours=hours))
    EntryFactory()
    call_command("delete_expired_demos")
    call_command("delete_expired_demos")

    assert Entry.with_removed.count() == 2
    assert capsys.readouterr().out.splitlines() == [
        "Demo accounts deleted: 0. Removed entries deleted for good: 1.",
        "Demo accounts deleted: 0. Removed entries deleted for good: 0.",
    ]


@pytest.mark.django_db
def test_an_expired_demo_goes_like_anybody_else(client, time_machine):
    client.post("/demo/")
    demo = User.objects.get()
    rows, pk = rows_of(demo), demo.pk
    assert len(rows) > 10
    time_machine.move_to(timezone.now() + dt.timedelta(hours=25))
    call_command("delete_expired_demos")

    assert left_of(rows) == {}
    assert columns_naming(pk) == {}
    assert devices.keys_of([demo]) == []


@pytest.mark.django_db
def test_the_same_command_deletes_logs_after_a_year(capsys, time_machine, person):
    time_machine.move_to(NOW, tick=False)
    link = SecretAddressFactory(owner=person)
    for days in (364, 366):
        person.events.create(kind="logged_in", at=NOW - dt.timedelta(days=days))
        link.visits.create(at=NOW - dt.timedelta(days=days))
    UserSessionFactory(user=person)  # of a session that is over
    call_command("delete_expired_demos")

    assert (Event.objects.count(), AddressVisit.objects.count(), person.usersession_set.count()) == (1, 1, 0)
    assert capsys.readouterr().out.splitlines()[1] == "Lines of accounts’ logs older than a year deleted: 2."
