"""The report for an appointment: its page, what the person adds, its PDF, and links that open it for a week."""

import datetime as dt
import io
import re
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pypdf import PdfReader

from tests.accounts.tabs import Tab, somebody
from tests.factories import ConditionFactory, EntryFactory, MedicineFactory, ProfileFactory, SecretAddressFactory
from tests.tracker.reports.appointment.people import NAME, fill
from tests.tracker.views.conftest import NOW, TODAY
from tests.tracker.views.pages import links_of, text_of, toasts_of, value_of, words
from tracker.models import AddressVisit
from tracker.secret_addresses import token_of

REPORT, WORDS, PDF, LINK = "/care/report/", "/care/report/words/", "/care/report/pdf/", "/care/report/link/"
UID = "11111111-2222-4333-8444-555555555555"
TYPED = {"name": "Ana", "reason": "Tired", "questions": "Why?\nWhat next?", "language": "de"}
EMPTY_QUERIES, FULL_QUERIES = 9, 13
KEPT = "You had been logged out. This is what you had typed; nothing of it is saved yet."
A_WEEK = dt.timedelta(days=7)


def sheet(page) -> str:
    """The words of the paper."""
    return words(re.search(r"<article.*?</article>", page.text, re.DOTALL)[0])


def visitor() -> Client:
    return Client()


def address_of(link) -> str:
    return f"/r/{token_of(link)}/"


# --- the page --------------------------------------------------------------------------------------------------------
def test_an_empty_report_says_what_is_missing_and_where_to_fill_it_in(signed_in):
    page = signed_in.get(REPORT)
    said = text_of(page)
    assert "None of it is needed. Each makes the page say more." in said
    assert "Nothing is noted on any of the 90 days, so there is no figure." in sheet(page)
    assert {"#words", "/settings/profile/", "/care/medicines/", "/care/conditions/", "/today/"} <= set(links_of(page))


def test_what_is_said_already_is_not_missing(signed_in, person):
    ProfileFactory(owner=person, birth_year=1961, diet="vegan")
    MedicineFactory(owner=person)
    ConditionFactory(owner=person)
    signed_in.post(WORDS, TYPED)
    said = text_of(signed_in.get(REPORT)).partition("Not on it yet")[2].partition("Your words")[0]
    assert "Symptoms of the last 90 days" in said
    for what in ("Why you go", "year of birth", "How you eat", "Medicines", "Conditions"):
        assert what not in said


def test_the_page_counts_its_queries_with_little_and_with_much(signed_in, person, django_assert_num_queries):
    signed_in.get(REPORT)
    with django_assert_num_queries(EMPTY_QUERIES):
        signed_in.get(REPORT)
    fill(person, today=TODAY)
    for _ in range(3):
        AddressVisit.objects.create(address=SecretAddressFactory(owner=person), at=NOW)
    with django_assert_num_queries(FULL_QUERIES):
        signed_in.get(REPORT)


def test_the_page_shows_the_sheet_once_and_says_how_to_print_it(signed_in):
    page = signed_in.get(REPORT)
    assert page.text.count("<article") == 1
    assert "or Ctrl+P" in text_of(page)
    assert '<button class="btn main" type="button" data-print hidden>' in page.text  # a script brings it out
    assert PDF in links_of(page)


# --- what the person adds --------------------------------------------------------------------------------------------
def test_what_is_added_stands_on_the_report(signed_in, person):
    answer = signed_in.post(WORDS, {**TYPED, "language": "en-gb"})
    assert (answer.status_code, answer.url) == (302, REPORT)
    page = signed_in.get(REPORT)
    assert toasts_of(page) == ["Saved. It stands on the report."]
    assert "Name Ana" in sheet(page)
    assert "Why I come Tired" in sheet(page)
    assert "I would like to ask Why? What next?" in sheet(page)


def test_a_repeat_keeps_one_row_and_a_change_takes_its_place(signed_in, person):
    for reason in ("Tired", "Tired", "Tested"):
        signed_in.post(WORDS, {**TYPED, "reason": reason})
    assert (person.report_words.reason, type(person.report_words).objects.count()) == ("Tested", 1)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "x" * 81, "Make it shorter: 80 characters fit."),
        ("reason", "x" * 301, "Make it shorter: 300 characters fit."),
        ("questions", "x" * 601, "Make it shorter: 600 characters fit."),
        ("language", "xx", "Choose a language from the list."),
        ("name", "a\x00b", "Null characters are not allowed."),
    ],
)
def test_what_does_not_fit_is_said_and_stays_typed(signed_in, person, field, typed, said):
    page = signed_in.post(WORDS, {**TYPED, field: typed})
    assert page.status_code == 200
    assert said in text_of(page)
    assert "Tired" in page.text if field != "reason" else typed in page.text
    assert not hasattr(person, "report_words")


def test_what_was_typed_after_log_out_comes_back_and_is_not_saved(db):
    owner, tab = somebody(time_zone="Europe/London"), Tab()
    tab.log_in()
    tab.open(REPORT)
    Session.objects.all().delete()
    tab.open(tab.send(WORDS, TYPED).url)
    page = tab.open(tab.log_in(next=f"{REPORT}?kept=1").url)
    assert KEPT in text_of(page)
    assert value_of(page, "name") == ["Ana"]
    assert not hasattr(owner, "report_words")


@pytest.mark.parametrize(
    ("language", "title", "date"),
    [
        ("en-gb", "B12 summary for the appointment", "14 Mar 2026"),
        ("de", "B12-Übersicht für den Termin", "14. März 2026"),
        ("fr", "Résumé B12 pour le rendez-vous", "14 mars 2026"),
    ],
)
def test_the_sheet_is_in_the_chosen_language_and_the_page_stays_english(signed_in, language, title, date):
    signed_in.post(WORDS, {**TYPED, "language": language})
    page = signed_in.get(REPORT)
    assert title in sheet(page)
    assert date in sheet(page)
    assert f'lang="{language}"' in page.text
    assert "Put it on the report" in text_of(page)
    assert "Today" in words(page.text)


def test_names_stay_text(signed_in, person):
    signed_in.post(WORDS, {**TYPED, "name": '<b onclick="x">#1 *a* _b_ $x$'})
    page = signed_in.get(REPORT)
    assert '<b onclick="x">#1 *a* _b_ $x$' in sheet(page) or "&lt;b onclick" in page.text
    assert "<b onclick" not in page.text


# --- the PDF ---------------------------------------------------------------------------------------------------------
def test_the_pdf_is_saved_under_a_name_that_says_nothing_of_health(signed_in, person):
    answer = signed_in.get(PDF)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="B12-2026-03-14.pdf"'
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.content.startswith(b"%PDF")


def test_the_pdf_has_one_page_in_the_chosen_language(signed_in, person):
    fill(person, today=TODAY)
    signed_in.post(WORDS, {**TYPED, "name": NAME})
    pdf = PdfReader(io.BytesIO(signed_in.get(PDF).content))
    assert len(pdf.pages) == 1
    assert " ".join(NAME.split()) in " ".join(pdf.pages[0].extract_text().split())
    assert "B12-Übersicht für den Termin" in pdf.pages[0].extract_text()


# --- making links ----------------------------------------------------------------------------------------------------
def test_a_link_lasts_a_week_and_pressed_twice_is_one(signed_in, person):
    for _ in range(2):
        assert signed_in.post(LINK, {"uid": UID}).url == f"{REPORT}#links"
    (link,) = person.secret_addresses.all()
    assert (link.kind, link.created_at, link.expires_at) == ("report", NOW, NOW + A_WEEK)
    page = signed_in.get(REPORT)
    assert f"http://testserver{address_of(link)}" in page.text
    assert "Opens until 21 March 2026, 12:30 made on 14 March 2026, 12:30 not opened" in text_of(page)


def test_another_press_of_another_form_is_another_link(signed_in, person):
    for _ in range(2):
        signed_in.post(LINK, {"uid": str(uuid.uuid4())})
    signed_in.post(LINK, {"uid": "nonsense"})
    assert len({token_of(link) for link in person.secret_addresses.all()}) == 3


def test_the_link_keeps_the_language_it_was_made_in(signed_in, person):
    signed_in.post(WORDS, TYPED)
    signed_in.post(LINK, {"uid": UID})
    signed_in.post(WORDS, {**TYPED, "language": "fr"})
    assert "B12-Übersicht" in sheet(visitor().post(address_of(person.secret_addresses.get())))


def test_a_link_is_taken_back_for_good(signed_in, person):
    link = SecretAddressFactory(owner=person)
    assert visitor().get(address_of(link)).status_code == 200
    for _ in range(2):
        signed_in.post(f"{LINK}{link.pk}/revoke/")
    assert visitor().get(address_of(link)).status_code == 404
    page = signed_in.get(REPORT)
    assert "Taken back on 14 March 2026, 12:30" in text_of(page)
    assert token_of(link) not in page.text


def test_nobody_else_takes_a_link_back_and_a_feed_is_no_link(stranger, signed_in, person):
    link, feed = (
        SecretAddressFactory(owner=person),
        SecretAddressFactory(owner=person, kind="calendar", expires_at=None),
    )
    assert stranger.post(f"{LINK}{link.pk}/revoke/").status_code == 404
    assert signed_in.post(f"{LINK}{feed.pk}/revoke/").status_code == 404
    assert set(person.secret_addresses.values_list("revoked_at", flat=True)) == {None}


# --- opening them ----------------------------------------------------------------------------------------------------
@pytest.fixture
def link(person):
    """A link to the report of somebody who takes metformin."""
    MedicineFactory(owner=person, name="Secret tablets")
    return SecretAddressFactory(owner=person, language="en-gb")


def test_a_look_shows_a_cover_without_anything_of_the_person(link):
    page = visitor().get(address_of(link))
    assert "Somebody wants to show you a report about their vitamin B12." in text_of(page)
    assert "The link opens it until 21 Mar 2026, 12:30." in text_of(page)
    assert "Secret tablets" not in page.text
    assert "<article" not in page.text


def test_a_press_opens_it_without_an_account_a_session_or_a_cookie(link):
    browser = Client(enforce_csrf_checks=True)
    browser.get(address_of(link))
    page = browser.post(address_of(link))
    assert page.status_code == 200
    assert "Secret tablets" in sheet(page)
    assert "Made by the person themselves, as of now. This link is live until 21 Mar 2026, 12:30." in text_of(page)
    assert browser.cookies == {}


def test_it_shows_what_is_true_when_it_is_opened(link, person):
    person.medicines.update(name="Later tablets")
    assert "Later tablets" in sheet(visitor().post(address_of(link)))


def test_it_leads_nowhere_and_changes_nothing(link):
    for page in (visitor().get(address_of(link)), visitor().post(address_of(link))):
        assert links_of(page) in ([], ["#main"])
        assert not re.search(r"/(care|today|accounts|settings|sources|learn)/", page.text)
        actions = re.findall(r'<form method="post"(?: action="([^"]*)")?>', page.text)
        assert set(actions) <= {"", f"{address_of(link)}pdf/"}


def test_it_is_stored_found_and_passed_on_nowhere(link):
    for page in (
        visitor().get(address_of(link)),
        visitor().post(address_of(link)),
        visitor().get("/r/" + "x" * 43 + "/"),
    ):
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex, nofollow, noarchive">' in page.text


def test_the_pdf_of_a_link_opens_by_a_press(link):
    assert visitor().get(f"{address_of(link)}pdf/").status_code == 405
    answer = visitor().post(f"{address_of(link)}pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Secret tablets" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "no-store" in answer.headers["Cache-Control"]
    assert link.visits.count() == 1


def test_only_a_press_counts_and_the_owner_sees_when(link, signed_in, time_machine):
    for method in ("get", "head"):
        getattr(visitor(), method)(address_of(link))
    assert link.visits.count() == 0
    for hours in (1, 2):
        time_machine.move_to(NOW + dt.timedelta(hours=hours), tick=False)
        visitor().post(address_of(link))
    assert "opened 2 times: 14 March, 14:30; 14 March, 13:30" in text_of(signed_in.get(REPORT))


def test_many_visits_are_counted_and_the_last_ones_shown(link, signed_in):
    for minutes in range(8):
        link.visits.create(at=NOW - dt.timedelta(minutes=minutes))
    said = text_of(signed_in.get(REPORT))
    assert "opened 8 times: 14 March, 12:30; 14 March, 12:29;" in said
    assert "and 3 before" in said


def test_the_owners_own_look_is_no_visit(link, signed_in, stranger):
    assert "Secret tablets" in sheet(signed_in.post(address_of(link)))
    assert link.visits.count() == 0
    stranger.post(address_of(link))
    assert link.visits.count() == 1


def gone(link, how: str) -> str:
    """Addresses that open nothing."""
    token = token_of(link)
    if how == "guessed":
        return "/r/" + "A" * 43 + "/"
    if how == "changed":
        return f"/r/{token[:-2]}{'A' if token[-2] != 'A' else 'B'}{token[-1]}/"
    if how == "nonce alone":
        return f"/r/{SecretAddressFactory.build().nonce.hex}AAAAAAAAAAA/"
    if how == "expired":
        type(link).objects.update(expires_at=NOW)
    elif how == "revoked":
        type(link).objects.update(revoked_at=NOW)
    elif how == "owner gone":
        link.owner.is_active = False
        link.owner.save()
    else:
        type(link).objects.update(kind="calendar", expires_at=None)
    return f"/r/{token}/"


@pytest.mark.parametrize("how", ["guessed", "changed", "nonce alone", "expired", "revoked", "owner gone", "feed"])
def test_whatever_opens_nothing_gets_the_same_page(link, how):
    address = gone(link, how)
    pages = [visitor().get(address), visitor().post(address), visitor().post(f"{address}pdf/")]
    assert [page.status_code for page in pages] == [404, 404, 404]
    assert len({page.text for page in pages}) == 1
    assert "This link opens no report. It may have ended, been taken back, or have a slip in it." in text_of(pages[0])
    assert AddressVisit.objects.count() == 0


def test_a_link_opens_up_to_its_last_second(link, time_machine):
    time_machine.move_to(NOW + A_WEEK - dt.timedelta(seconds=1), tick=False)
    assert visitor().post(address_of(link)).status_code == 200
    time_machine.move_to(NOW + A_WEEK, tick=False)
    assert visitor().post(address_of(link)).status_code == 404


def test_guessing_is_slowed_down(db):
    statuses = [visitor().get("/r/" + "A" * 43 + "/").status_code for _ in range(22)]
    assert (statuses[0], statuses[-1]) == (404, 429)


def test_the_clock_of_a_link_is_its_owners(person):
    person.time_zone = "Pacific/Auckland"
    person.save()
    EntryFactory(owner=person)
    link = SecretAddressFactory(owner=person)
    assert "until 22 Mar 2026, 01:30" in text_of(visitor().get(address_of(link)))
    assert "Date 15 Mar 2026" in sheet(visitor().post(address_of(link)))
