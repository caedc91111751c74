"""Who comes into the admin, and what is not in there."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from tests.accounts.tabs import PASSWORD, Tab, somebody
from tests.accounts.test_second_step import code_for
from tests.factories import EntryFactory

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def boss(db) -> User:
    user = somebody("boss@example.org", is_staff=True, is_superuser=True)
    TOTP.activate(user, SECRET)
    return user


@pytest.fixture
def boss_tab(tab, boss) -> Tab:
    """Logged in by password and code."""
    tab.open(tab.log_in(boss.email).url)
    tab.send(reverse("mfa_authenticate"), {"code": code_for(SECRET)})
    return tab


def test_a_visitor_logs_in_at_the_one_door(tab, boss):
    answer = tab.get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=/admin/"
    assert tab.post("/admin/login/", {"username": boss.email, "password": PASSWORD}).status_code == 403


def test_staff_with_a_second_step_come_in(boss_tab):
    answer = boss_tab.get("/admin/")

    assert answer.status_code == 200
    assert "Cobalog" in answer.text


def test_staff_without_a_second_step_are_led_to_set_one_up(tab):
    somebody(is_staff=True, is_superuser=True)
    tab.log_in()
    answer = tab.get("/admin/")

    assert answer.url == reverse("mfa_index")
    assert "This part asks for a second step" in tab.open(answer.url).text


def test_a_session_from_before_the_second_step_proves_it_first(tab):
    user = somebody(is_staff=True, is_superuser=True)
    tab.log_in()
    TOTP.activate(user, SECRET)  # as on another device
    answer = tab.get("/admin/foods/food/?q=1")
    assert answer.url == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2Ffoods%2Ffood%2F%3Fq%3D1"

    tab.open(answer.url)
    answer = tab.send("/accounts/2fa/reauthenticate/", {"code": code_for(SECRET, at=time.time()), "next": "/admin/"})
    assert answer.url == "/admin/"
    assert tab.get("/admin/").status_code == 200


def test_the_second_step_can_be_relaxed_for_hacking(tab, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    somebody(is_staff=True, is_superuser=True)
    tab.log_in()

    assert tab.get("/admin/").status_code == 200


@pytest.mark.parametrize("page", ["/admin/", "/admin/login/", "/admin/foods/food/", "/admin/nonsense/"])
def test_to_everybody_else_the_admin_does_not_exist(marys_tab, page):
    assert marys_tab.get(page).status_code == 404


def test_logging_out_of_the_admin_clears_the_browser(boss_tab):
    boss_tab.open("/admin/")
    answer = boss_tab.send("/admin/logout/")

    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert boss_tab.get("/admin/").status_code == 302


def test_people_in_the_admin_show_nothing_they_logged(boss_tab, person):
    EntryFactory(owner=person, name="Secret salmon")
    page = boss_tab.get(reverse("admin:accounts_user_change", args=[person.pk]))
    listed = boss_tab.get(reverse("admin:accounts_user_changelist"))

    assert set(page.context["adminform"].form.fields) == {"is_active", "is_staff", "groups"}
    assert person.email in listed.text
    for answer in (page, listed):
        assert "Secret salmon" not in answer.text
        assert person.time_zone not in answer.text


def test_people_cannot_be_added_or_deleted_there(boss_tab, person):
    EntryFactory(owner=person, name="Secret salmon")
    boss_tab.open(reverse("admin:accounts_user_changelist"))
    answer = boss_tab.send(
        reverse("admin:accounts_user_changelist"), {"action": "delete_selected", "_selected_action": [person.pk]}
    )

    assert "Secret salmon" not in answer.text
    assert boss_tab.get(reverse("admin:accounts_user_add")).status_code == 403
    assert boss_tab.get(reverse("admin:accounts_user_delete", args=[person.pk])).status_code == 403
    assert User.objects.filter(pk=person.pk).exists()


def test_demos_are_not_in_the_admin(boss_tab, person):
    demo = User.objects.create_user("demo@example.invalid", demo_until="2099-01-01T00:00Z")

    assert demo.email not in boss_tab.get(reverse("admin:accounts_user_changelist")).text
    assert boss_tab.get(reverse("admin:accounts_user_change", args=[demo.pk])).status_code == 302


def test_secrets_of_the_second_step_are_not_in_the_admin(boss):
    names = {model._meta.label for model in admin.site._registry}

    assert "mfa.Authenticator" not in names
    assert "accounts.User" in names


# --- manage.py createadmin ------------------------------------------------------------------------------------------
@pytest.fixture
def answers(monkeypatch):
    """Sit at the terminal and answer."""

    def sit(email: str = "", *passwords: str) -> None:
        given = iter(passwords)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda prompt: email)
        monkeypatch.setattr("getpass.getpass", lambda prompt: next(given))

    return sit


def test_createadmin_asks_and_says_what_is_next(db, answers, capsys, settings):
    answers(" Boss@Example.org ", PASSWORD, PASSWORD)
    call_command("createadmin")

    user = User.objects.get()
    assert (user.email, user.is_superuser, user.is_staff) == ("boss@example.org", True, True)
    assert user.emailaddress_set.get().verified
    said = capsys.readouterr().out
    assert "boss@example.org is an administrator now. Log in on the site, then open /admin/." in said
    assert "second step" in said
    assert Tab().log_in("boss@example.org").url == reverse("today")


def test_createadmin_works_for_scripts(db, monkeypatch):
    monkeypatch.setenv("COBALOG_ADMIN_PASSWORD", PASSWORD)
    call_command("createadmin", email="boss@example.org")

    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("email", "passwords", "sentence"),
    [
        ("boss", [], "“boss” is not an e-mail address. Give one like mary@example.org."),
        ("mary@example.org", [], "There is an account with mary@example.org already. Use another address."),
        ("boss@example.org", [PASSWORD, "other"], "The two passwords differ. Run the command again."),
        ("boss@example.org", ["12345", "12345"], "Choose another password."),
    ],
)
def test_createadmin_refuses_in_plain_words(mary, answers, email, passwords, sentence):
    answers(email, *passwords)
    with pytest.raises(CommandError, match=".*" + sentence.replace(".", r"\.")):
        call_command("createadmin")
    assert User.objects.count() == 1


def test_createadmin_without_anybody_to_ask(db, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    with pytest.raises(CommandError, match=r"Nobody is here to ask\. Give --email\."):
        call_command("createadmin")
