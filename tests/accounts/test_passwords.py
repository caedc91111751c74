"""Forgotten and changed passwords, changed addresses."""

from django.core import mail
from django.urls import reverse
from django.utils.module_loading import import_string

from tests import quick
from tests.accounts.tabs import PASSWORD, Tab, prove, somebody

ANEW = "four words in a row"


def link_in(letter) -> str:
    return next(line for line in letter.body.splitlines() if line.startswith("http")).removeprefix("http://testserver")


def test_a_forgotten_password_is_set_anew_by_mail(tab, mary):
    tab.open("/accounts/password/reset/")
    answer = tab.send("/accounts/password/reset/", {"email": mary.email})
    assert "Look at your e-mail." in tab.open(answer.url).text
    assert mail.outbox[0].subject == "Cobalog: Set a new password"

    link = link_in(mail.outbox[0])
    form = tab.get(link)  # leads on, so that the key does not stay in the address line
    tab.open(form.url)
    answer = tab.send(form.url, {"password1": ANEW})
    assert "Your new password is saved." in tab.open(answer.url).text
    assert mail.outbox[1].subject == "Cobalog: Your password was set anew"

    assert tab.log_in(password=ANEW).url == reverse("today")
    assert "This link no longer works." in Tab().get(link, follow=True).text


def test_an_unknown_address_gets_the_same_page_and_another_letter(tab):
    tab.open("/accounts/password/reset/")
    answer = tab.send("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert "Look at your e-mail." in tab.open(answer.url).text
    assert mail.outbox[0].subject == "Cobalog: No account with this address"


def test_reset_letters_are_limited(tab, mary):
    tab.open("/accounts/password/reset/")
    for _ in range(8):
        tab.send("/accounts/password/reset/", {"email": mary.email})

    assert len(mail.outbox) == 5


def test_changing_the_password_logs_out_everywhere_else(marys_tab, mary):
    elsewhere = Tab()
    elsewhere.log_in()
    marys_tab.open("/accounts/password/change/")
    answer = marys_tab.send("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": ANEW})

    assert answer.status_code == 302
    assert marys_tab.get("/settings/").status_code == 200
    assert elsewhere.get("/settings/").url == "/accounts/login/?next=/settings/"
    assert mail.outbox[0].subject == "Cobalog: Your password was changed"


def test_the_present_password_is_asked(marys_tab):
    marys_tab.open("/accounts/password/change/")
    answer = marys_tab.send("/accounts/password/change/", {"oldpassword": "wrong", "password1": ANEW})

    assert answer.context["form"].errors == {"oldpassword": ["That is not your present password. Type it once more."]}


def test_a_new_address_counts_once_its_link_is_followed(marys_tab, mary):
    page = prove(marys_tab, "/accounts/email/")
    assert "mary@example.org" in page.text
    marys_tab.send("/accounts/email/", {"email": "anew@example.org", "action_add": "1"})
    mary.refresh_from_db()
    assert mary.email == "mary@example.org"

    link = link_in(mail.outbox[0])
    marys_tab.open(link)
    marys_tab.send(link)
    mary.refresh_from_db()
    assert mary.email == "anew@example.org"
    assert [address.email for address in mary.emailaddress_set.all()] == ["anew@example.org"]


def test_somebody_elses_address_cannot_be_taken(marys_tab, mary):
    somebody("other@example.org")
    prove(marys_tab, "/accounts/email/")
    marys_tab.send("/accounts/email/", {"email": "other@example.org", "action_add": "1"})
    for letter in mail.outbox:
        if "http" in letter.body and "confirm" in letter.body.lower():
            marys_tab.open(link_in(letter))
            marys_tab.send(link_in(letter))
    mary.refresh_from_db()

    assert mary.email == "mary@example.org"


def test_what_is_shipped_hashes_by_argon2_with_all_its_work():
    """The tests themselves hash with less (tests/quick.py)."""
    first = import_string(quick.SHIPPED[0])()

    assert (first.algorithm, first.time_cost, first.memory_cost, first.parallelism) == ("argon2", 2, 102_400, 8)
