"""What a password may be: 8 to 128 characters of any kind, none that everybody tries."""

import time

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.passwords import WORDS
from tests.accounts.tabs import PASSWORD

TOO_SHORT = "This password is too short. It must contain at least 8 characters."
TOO_LONG = "This password is longer than 128 characters. Leave some out."
COMMON = "This password is too common."
OURS = "That is what somebody would try first here. Add words that have nothing to do with this site."
LIKE_THE_ADDRESS = "The password is too similar to the e-mail address."


def said_of(password: str) -> list[str]:
    try:
        validate_password(password, User(email="mary.miller@example.org"))
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        "three words in a row",
        "kjhgtrew",  # eight letters, nothing else
        "KJHGTREW",
        "8305172946",  # digits only, and none of the common ones
        '!"§$%&/(',
        "zażółć gęślą jaźń",
        "密码安全的秘密句子",
        "пароль из пяти слов",
        "🐟🥛🧀🥚🍄🌱🐄🧪",
        "        ",
        " leading and trailing ",
        "x" * 8 + "y" * 120,
        "the vitamin that my doctor likes",
        "cobalog and my blue bicycle",
    ],
)
def test_any_kind_of_characters_makes_a_password(password):
    assert said_of(password) == []


@pytest.mark.parametrize(
    ("password", "sentences"),
    [
        ("", [TOO_SHORT]),
        ("kjhgtre", [TOO_SHORT]),
        ("🐟🥛🧀🥚🍄🌱🐄", [TOO_SHORT]),  # characters are counted, no bytes
        ("x" * 8 + "y" * 121, [TOO_LONG]),
        ("password1", [COMMON, OURS]),
        ("12345678", [COMMON]),
        ("87654321", [COMMON]),
        ("QWERTYUIOP", [COMMON]),
        ("iloveyou1", [COMMON]),
        ("mary.miller", [LIKE_THE_ADDRESS]),
        ("marymiller1", [LIKE_THE_ADDRESS]),
        ("cobalog123", [OURS]),
        ("Cobalog2026!", [OURS]),
        ("VitaminB12!", [OURS]),
        ("b12b12b12", [OURS]),
        ("vitaminvitamin", [OURS]),
        ("Hydroxocobalamin", [OURS]),
        ("ⅴitaminB12B12", []),  # not the letters of the word
    ],
)
def test_what_is_refused_is_refused_with_a_sentence(password, sentences):
    assert said_of(password) == sentences


def test_the_list_of_common_ones_ships_and_is_long_enough():
    """The 3,000 likeliest of 8 characters and more are asked for by ASVS 5.0, 6.2.4."""
    fitting = [word for word in CommonPasswordValidator().passwords if 8 <= len(word) <= 128]

    assert len(fitting) > 3_000


def test_every_word_of_this_site_is_refused_alone_with_a_number():
    assert [word for word in WORDS if OURS not in said_of(f"{word}123456")] == []


@pytest.mark.timeout(20)
def test_a_megabyte_is_refused_as_quickly_as_a_line(tab, mary):
    before = time.perf_counter()
    assert said_of("vitamin" * 140_000) == [TOO_LONG, OURS]
    assert time.perf_counter() - before < 2


# --- where passwords are typed ----------------------------------------------------------------------------------------
def test_signing_up_keeps_every_character_as_it_was_typed(tab, db):
    typed = "  ÄÖ 🐟 密码 'quotes' \\ <b> " + "z" * 100
    tab.open("/accounts/signup/")
    tab.send("/accounts/signup/", {"email": "new@example.org", "password1": typed})
    person = User.objects.get()

    assert person.check_password(typed)
    assert not person.check_password(typed.strip())
    assert not person.check_password(typed.lower())
    assert not person.check_password(typed[:100])
    tab.open("/settings/")
    tab.send("/accounts/logout/")
    assert tab.log_in(email="new@example.org", password=typed).url == "/today/"


@pytest.mark.parametrize(("typed", "sentence"), [("short", TOO_SHORT), ("y" * 129, TOO_LONG), ("b12b12b12", OURS)])
def test_signing_up_says_what_is_wrong_and_makes_nothing(tab, db, typed, sentence):
    tab.open("/accounts/signup/")
    answer = tab.send("/accounts/signup/", {"email": "new@example.org", "password1": typed})

    assert sentence in answer.context["form"].errors["password1"]
    assert User.objects.count() == 0


def test_a_changed_password_keeps_the_same_rules(marys_tab, mary):
    marys_tab.open("/accounts/password/change/")
    answer = marys_tab.send("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "12345678"})

    assert answer.context["form"].errors == {"password1": [COMMON]}
    mary.refresh_from_db()
    assert mary.check_password(PASSWORD)


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/signup/"])
def test_fields_for_passwords_hide_them_and_help_password_managers(tab, db, page):
    text = tab.open(page).text
    which = {"/accounts/login/": "current-password", "/accounts/signup/": "new-password"}[page]

    assert 'type="password"' in text
    assert f'autocomplete="{which}"' in text
    assert "onpaste" not in text
    assert "maxlength" not in text.partition('type="password"')[2].partition(">")[0]  # nothing is cut off silently


@pytest.mark.timeout(20)
def test_a_megabyte_at_log_in_is_refused_without_working_on_it(tab, mary, monkeypatch):
    worked = []
    monkeypatch.setattr(User, "check_password", lambda self, typed: worked.append(len(typed)))
    answer = tab.log_in(password="x" * 900_000)

    assert answer.status_code == 200
    assert worked == []
    assert answer.context["form"].errors == {"password": ["A password has 1,000 characters at most."]}


@pytest.mark.timeout(20)
def test_a_megabyte_as_a_proof_is_refused_without_working_on_it(marys_tab, monkeypatch):
    worked = []
    monkeypatch.setattr(User, "check_password", lambda self, typed: worked.append(len(typed)))
    marys_tab.open("/accounts/reauthenticate/")
    answer = marys_tab.send("/accounts/reauthenticate/", {"password": "x" * 900_000})

    assert worked == []
    assert answer.context["form"].errors == {"password": ["A password has 1,000 characters at most."]}
