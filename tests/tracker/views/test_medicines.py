"""Medicines: found while they are typed, picked, saved once, changed, removed; what their pages say."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.accounts.tabs import Tab, somebody
from tests.factories import MedicineFactory, SnoozeFactory
from tests.tracker.views.conftest import NOW
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of, words
from tracker.domain.medicines import MEDICINES
from tracker.models.findings import digest_of
from tracker.reports.findings.report import FindingsReport

LIST, NEW, SEARCH = "/care/medicines/", "/care/medicines/new/", "/care/medicines/search/"
UID = "11111111-2222-4333-8444-555555555555"
METFORMIN = {"uid": UID, "key": "metformin", "name": "metformin", "dose_mg": "2000", "since": "2022", "taking": "yes"}
KEPT = "You had been logged out. This is what you had typed; nothing of it is saved yet."


def pick(client, value: str):
    """Press a match; the page with its form."""
    answer = client.post(NEW, {"pick": value})
    assert (answer.status_code, answer.url) == (302, NEW)
    return client.get(NEW)


def picks(page) -> list[str]:
    return value_of(page, "pick")


# --- finding ---------------------------------------------------------------------------------------------------------
def test_an_empty_list_says_what_to_do(signed_in):
    said = text_of(signed_in.get(LIST))
    assert "Nothing written down. If you take none, there is nothing to do here." in said
    assert "You took" not in said
    assert "not checked" not in said.lower()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("glucofage", "metformin|Glucophage"),
        ("Nexium", "esomeprazole|Nexium"),
        ("PPI", "omeprazole|omeprazole"),
        ("sitagliptin", "met_sitagliptin|metformin + sitagliptin"),
        ("A10BA02", "metformin|metformin"),
        ("alcohol", "alcohol|heavy drinking"),
        ("qwertz", "|qwertz"),
    ],
)
def test_what_is_typed_is_found_with_scripts_and_without(signed_in, typed, first):
    assert picks(signed_in.post(SEARCH, {"q": typed}))[0] == first
    page = signed_in.post(LIST, {"q": typed})
    assert picks(page)[0] == first
    assert value_of(page, "q") == [typed, typed]  # in the field, and beside the matches


def test_a_fragment_brings_along_what_is_said_aloud(signed_in):
    fragment = signed_in.post(SEARCH, {"q": "PPI"}).text
    assert fragment.lstrip().startswith('<div id="matches"><form method="post" action="/care/medicines/new/">')
    assert '<div hx-swap-oob="innerHTML:#says">6 matches</div>' in fragment
    assert "hx-swap-oob" not in signed_in.post(LIST, {"q": "PPI"}).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "glucofage",
            "Nothing is called “glucofage”. Perhaps you mean: Glucophage a brand of metformin (US) · may lower",
        ),
        ("Nexium", "Nexium a brand of esomeprazole"),
        ("PPI", "Omeprazole PPI · less is freed from food"),
        ("glipizide", "one tablet that holds metformin as well · may lower B12"),
        ("b12", "Vitamin B12 cyanocobalamin · this one is logged when you take it"),
        ("laughing gas", "Nitrous oxide laughing gas · kept with its dates, on a page of its own"),
        ("alcohol", "heavy drinking is kept with conditions and habits"),
        ("orlistat", "Orlistat no known effect"),
        ("qwertz", "Our table knows nothing called “qwertz”. Try what it holds: that stands on the pack. Add “qwertz”"),
        ("qwertz", "kept, but not checked: that does not mean that it has no effect"),
    ],
)
def test_a_match_says_what_it_is(signed_in, typed, said):
    assert said in text_of(signed_in.post(SEARCH, {"q": typed}))


@pytest.mark.parametrize(("typed", "where"), [("b12", "/log/?q=vitamin+b12"), ("laughing gas", "/care/gas/")])
def test_what_is_kept_elsewhere_leads_there(signed_in, typed, where):
    assert where in links_of(signed_in.post(SEARCH, {"q": typed}))


def test_b12_itself_cannot_be_added_as_typed(signed_in):
    assert picks(signed_in.post(SEARCH, {"q": "b12"})) == []


def test_alcohol_leads_to_the_habit(signed_in, person):
    page = signed_in.post(SEARCH, {"q": "alcohol"})
    assert 'value="alcohol|heavy drinking" formaction="/care/conditions/new/"' in page.text
    assert signed_in.post("/care/conditions/new/", {"pick": "alcohol|heavy drinking"}).url == "/care/conditions/new/"
    assert text_of(signed_in.get("/care/conditions/new/")).startswith("Care · Conditions Heavy drinking")


@pytest.mark.parametrize("typed", ["", "m", " "])
def test_one_letter_finds_nothing_and_offers_nothing(signed_in, typed):
    assert "<form" not in signed_in.post(SEARCH, {"q": typed}).text


def test_what_is_typed_stands_in_no_address(signed_in):
    page = signed_in.post(LIST, {"q": "Nexium"})
    assert [link for link in links_of(page) if "exium" in link] == []
    assert signed_in.get(LIST, {"q": "Nexium"}).text.count("Nexium") == 1  # the example in the field


def test_names_as_typed_are_printed_and_not_run(signed_in, person):
    MedicineFactory(owner=person, key="", name="<script>alert(1)</script>")
    for page in (signed_in.post(LIST, {"q": "<script>alert(2)"}), pick(signed_in, "|<script>alert(3)"),
                 signed_in.get(reverse("medicine", args=[person.medicines.get().pk]))):  # fmt: skip
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text


# --- picking ---------------------------------------------------------------------------------------------------------
def test_the_form_knows_what_was_picked_and_can_be_gone_back_to(signed_in):
    for page in (pick(signed_in, "metformin|metformin"), signed_in.get(NEW)):
        assert (value_of(page, "key"), value_of(page, "name")) == (["metformin"], ["metformin"])
        assert text_of(page).startswith("Care · Medicines Metformin Biguanide, for diabetes How you take it")


def test_each_form_has_a_uid_of_its_own(signed_in):
    first, second = (value_of(pick(signed_in, "metformin|metformin"), "uid") for _ in range(2))
    assert first != second


def test_a_name_as_typed_can_be_changed_and_is_not_checked(signed_in):
    page = pick(signed_in, "|grandma's tea")
    assert value_of(page, "name") == ["grandma's tea"]
    assert "not checked Our table does not know this name. That does not mean that it has no effect" in text_of(page)
    assert "What is known" not in text_of(page)


def test_a_brand_is_asked_about_and_says_what_it_holds(signed_in):
    page = pick(signed_in, "esomeprazole|Nexium")
    assert text_of(page).startswith("Care · Medicines Nexium Esomeprazole: proton pump inhibitor")
    assert "Does the pack say that it holds esomeprazole?" in text_of(page)
    assert checked(page, "confirmed") == []


@pytest.mark.parametrize("value", ["", "x" * 200])
def test_what_cannot_have_been_pressed_leads_back_to_the_list(signed_in, value):
    answer = signed_in.post(NEW, {"pick": value})
    assert (answer.status_code, answer.url) == (302, LIST)


def test_an_unknown_key_is_a_name_as_typed(signed_in):
    assert "not checked" in text_of(pick(signed_in, "nonsense|Something"))


# --- saving ----------------------------------------------------------------------------------------------------------
def test_what_is_saved_stands_on_its_page_with_what_was_found(signed_in, person):
    answer = signed_in.post(NEW, METFORMIN | {"since": "March 2022"})
    row = person.medicines.get()
    assert (answer.status_code, answer.url) == (302, f"/care/medicines/{row.pk}/")
    assert (row.key, row.dose_mg, row.since, row.since_precision, row.taking) == (
        "metformin", Decimal(2000), dt.date(2022, 3, 15), "month", True,
    )  # fmt: skip

    page = signed_in.get(answer.url)
    assert toasts_of(page) == ["Saved metformin."]
    said = text_of(page)
    assert said.startswith(
        "Care · Medicines Metformin Biguanide, for diabetes What this means with what you told us Plan something"
    )
    assert "2,000 mg a day since March 2022: 4 years." in said
    assert said.index("What this means") < said.index("What is known") < said.index("How you take it")


def test_a_finding_is_written_into_the_history_when_it_is_raised(signed_in, person):
    signed_in.post(NEW, METFORMIN)
    assert list(person.finding_records.values_list("code", "closed_on")) == [("metformin-high-or-long", None)]
    signed_in.post(reverse("medicine_remove", args=[person.medicines.get().pk]))
    assert person.finding_records.get().closed_on == dt.date(2026, 3, 14)


def test_what_was_set_aside_does_not_stand_there(signed_in, person):
    row = MedicineFactory(owner=person)
    found = FindingsReport.build(person, now=NOW).open[0].finding
    assert "What this means" in text_of(signed_in.get(reverse("medicine", args=[row.pk])))
    SnoozeFactory(owner=person, code=found.code, basis=digest_of(found.basis))
    assert "What this means" not in text_of(signed_in.get(reverse("medicine", args=[row.pk])))


def test_a_form_that_is_sent_twice_makes_one(signed_in, person):
    first = signed_in.post(NEW, METFORMIN)
    assert signed_in.post(NEW, METFORMIN | {"dose_mg": "850"}).url == first.url
    assert [row.dose_mg for row in person.medicines.all()] == [2000]


def test_a_second_pack_is_asked_back_and_not_refused(signed_in, person):
    """Two tabs: the second was opened before the first was saved."""
    signed_in.post(NEW, METFORMIN)
    again = METFORMIN | {"uid": str(uuid.uuid4()), "dose_mg": "850"}
    page = signed_in.post(NEW, again)
    row = person.medicines.get()

    assert page.status_code == 200
    assert "Metformin stands on your list already. Two packs of one medicine add up." in text_of(page)
    assert "Tick this if you take both." in text_of(page)
    assert f"/care/medicines/{row.pk}/" in links_of(page)
    assert value_of(page, "dose_mg") == ["850"]

    assert signed_in.post(NEW, again | {"both": "on"}).status_code == 302
    assert sorted(row.dose_mg for row in person.medicines.all()) == [850, 2000]


def test_the_form_says_at_once_that_it_stands_on_the_list(signed_in, person):
    MedicineFactory(owner=person, name="Glucophage")
    page = pick(signed_in, "metformin|metformin")
    assert "Glucophage stands on your list already." in text_of(page)
    assert "Nothing was saved yet" not in text_of(page)


def test_what_was_taken_before_may_be_taken_again(signed_in, person):
    MedicineFactory(owner=person, taking=False)
    assert "already" not in text_of(pick(signed_in, "metformin|metformin"))
    assert signed_in.post(NEW, METFORMIN).status_code == 302
    assert person.medicines.count() == 2


def test_what_cannot_be_saved_comes_back_with_a_sentence(signed_in, person):
    page = signed_in.post(NEW, METFORMIN | {"dose_mg": "lots", "since": "soon"})
    said = text_of(page)

    assert page.status_code == 200
    assert "Nothing was saved yet. Look at: Dose, mg a day Since when?" in said
    assert {"#id_dose_mg", "#id_since"} <= set(links_of(page))
    assert (value_of(page, "dose_mg"), value_of(page, "since")) == (["lots"], ["soon"])
    assert value_of(page, "uid") == [UID]
    assert person.medicines.count() == 0


def test_an_unanswered_question_about_the_pack_is_asked_back(signed_in, person):
    nexium = {"uid": UID, "key": "esomeprazole", "name": "Nexium", "taking": "yes", "since": "2020"}
    page = signed_in.post(NEW, nexium)
    assert "Look at the pack, or say that you have not looked yet." in text_of(page)
    assert "#id_confirmed_0" in links_of(page)

    signed_in.post(NEW, nexium | {"confirmed": "no"})
    row = person.medicines.get()
    said = text_of(signed_in.get(reverse("medicine", args=[row.pk])))
    assert "You have not looked yet whether the pack holds esomeprazole. Until then we say little about it." in said
    assert "Good to know" in said  # two years of it would be something to plan

    signed_in.post(reverse("medicine", args=[row.pk]), nexium | {"confirmed": "yes"})
    said = text_of(signed_in.get(reverse("medicine", args=[row.pk])))
    assert "You have not looked yet" not in said
    assert "Plan something" in said


def test_nobody_adds_to_the_list_of_another(signed_in, person):
    other = MedicineFactory()
    signed_in.post(NEW, METFORMIN | {"owner": other.owner_id, "uid": str(other.uid)})
    assert other.owner.medicines.count() == person.medicines.count() == 1


# --- changing and removing -------------------------------------------------------------------------------------------
@pytest.fixture
def row(person):
    return MedicineFactory(owner=person, since=dt.date(2022, 3, 15))


@pytest.fixture
def address(row):
    return reverse("medicine", args=[row.pk])


def test_its_page_begins_with_what_was_said(signed_in, address):
    page = signed_in.get(address)
    assert [value_of(page, name) for name in ("dose_mg", "since", "until")] == [["1000"], ["March 2022"], [""]]
    assert checked(page, "taking") == ["yes"]


def test_saying_that_it_was_stopped_keeps_it_among_what_was_taken(signed_in, person, row, address):
    answer = signed_in.post(address, METFORMIN | {"taking": "no", "until": "2024"})
    row.refresh_from_db()
    assert (answer.url, row.taking, row.until) == (address, False, dt.date(2024, 7, 1))

    said = text_of(signed_in.get(LIST))
    assert "You take Nothing written down." in said
    assert "You took Metformin 2,000 mg a day · 2022 to 2024 may lower B12" in said


def test_a_change_that_cannot_be_leaves_it_as_it_was(signed_in, row, address):
    page = signed_in.post(address, METFORMIN | {"taking": "no", "until": "2019"})
    assert "The end lies before the start." in text_of(page)
    row.refresh_from_db()
    assert (row.taking, row.dose_mg) == (True, 1000)


def test_it_is_removed_once_and_for_good(signed_in, person, row):
    pick(signed_in, "metformin|Secret tablets")
    answer = signed_in.post(reverse("medicine_remove", args=[row.pk]))
    assert (answer.status_code, answer.url) == (302, LIST)
    assert toasts_of(signed_in.get(LIST)) == ["Removed Metformin from your list."]
    assert person.medicines.count() == 0
    assert "Secret tablets" not in signed_in.get(NEW).text
    assert signed_in.post(reverse("medicine_remove", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("name", ["medicine", "medicine_remove"])
def test_a_stranger_gets_404(stranger, row, name):
    address = reverse(name, args=[row.pk])
    assert stranger.post(address, METFORMIN).status_code == 404
    row.refresh_from_db()
    assert row.dose_mg == 1000
    if name == "medicine":
        assert stranger.get(address).status_code == 404


# --- what a page says ------------------------------------------------------------------------------------------------
def test_a_page_says_how_it_counts_in_the_model(signed_in, address):
    page = signed_in.get(address)
    assert "In the model our estimate Counts in the model: 0.7 of the capacity to take up B12 is left" in text_of(page)
    assert "1 is all of it, 0 is nothing. How much it is, is our estimate." in text_of(page)
    assert "/status/" in links_of(page)


def test_what_counts_nothing_says_so(signed_in, person):
    row = MedicineFactory(owner=person, key="orlistat", name="orlistat")
    assert "The model counts nothing for it." in text_of(signed_in.get(reverse("medicine", args=[row.pk])))


@pytest.mark.parametrize("key", [key for key, row in MEDICINES.items() if row.group not in ("b12", "nitrous_oxide")])
def test_every_medicine_can_be_picked_and_has_its_sentence(signed_in, key):
    listed = MEDICINES[key]
    page = pick(signed_in, f"{key}|{listed.name}")
    assert words(listed.what) in text_of(page)
    assert words(listed.do) in text_of(page)


def test_a_long_list_shows_every_name_whole(signed_in, person):
    names = [f"{n:02} " + "a very long name " * 4 for n in range(30)]
    for name in names:
        MedicineFactory(owner=person, key="", name=name[:80].strip())
    said = text_of(signed_in.get(LIST))
    assert "You take 30 medicines" in said
    assert [name for name in names if name[:80].strip() not in said] == []
    assert "“Not checked” means that our table does not know the name." in said


# --- the session ends ------------------------------------------------------------------------------------------------
@pytest.fixture
def logged_out(db):
    """A tab whose page is open while the session ends; sends a form and comes back to what it opened."""
    person = somebody(time_zone="Europe/London")
    tab = Tab()
    tab.log_in()

    def send(page: str, address: str, said: dict):
        tab.open(page)
        Session.objects.all().delete()
        answer = tab.send(address, said)
        tab.open(answer.url)
        return tab.open(tab.log_in(next=f"{page}?kept=1").url)

    send.person = person
    return send


def test_what_was_typed_comes_back_and_is_not_saved(logged_out):
    page = logged_out(NEW, NEW, METFORMIN | {"since": "March 2022"})
    assert KEPT in text_of(page)
    assert [value_of(page, name) for name in ("key", "name", "dose_mg", "since", "uid")] == [
        ["metformin"], ["metformin"], ["2000"], ["March 2022"], [UID],
    ]  # fmt: skip
    assert logged_out.person.medicines.count() == 0


def test_a_change_comes_back_and_is_not_saved(logged_out):
    row = MedicineFactory(owner=logged_out.person)
    address = reverse("medicine", args=[row.pk])
    page = logged_out(address, address, METFORMIN | {"taking": "no", "until": "2025"})
    assert KEPT in text_of(page)
    assert (checked(page, "taking"), value_of(page, "until")) == (["no"], ["2025"])
    row.refresh_from_db()
    assert row.taking


@pytest.mark.parametrize(("address", "said"), [
    (LIST, {"q": "Nexium"}), (SEARCH, {"q": "Nexium"}), (NEW, {"pick": "esomeprazole|Nexium", "q": "Nexium"}),
])  # fmt: skip
def test_what_was_looked_for_is_looked_for_again(logged_out, address, said):
    page = logged_out(LIST, address, said)
    assert picks(page)[0] == "esomeprazole|Nexium"
