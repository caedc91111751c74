"""Care in a browser: a medicine is found while it is typed and saved by keys alone, with scripts and without."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.accounts.tabs import PASSWORD
from tests.browser.axe import faults
from tests.browser.hands import Browse, Hands, on_both, toast
from tests.browser.people import sign_in_by_password, with_password
from tests.browser.test_keyboard import walk
from tests.browser.test_layout import SHIFTED, sticking_out
from tests.factories import ConditionFactory, GasUseFactory, MedicineFactory

MEDICINES, CONDITIONS, GAS = "/care/medicines/", "/care/conditions/", "/care/gas/"


@pytest.fixture
def full(person: User) -> User:
    """Somebody with long lists and long names, and something found about each."""
    for n in range(15):
        MedicineFactory(owner=person, key="", name=f"{n:02} of a name that goes on " + "and on " * 6)
    MedicineFactory(owner=person, key="", name="W" * 80, taking=False)
    MedicineFactory(owner=person, name="Glucophage XR", dose_mg=Decimal(2000), since=dt.date(2022, 3, 15))
    MedicineFactory(owner=person, key="esomeprazole", name="Nexium", confirmed=False, since=dt.date(2020, 3, 15))
    ConditionFactory(owner=person, key="crohn", name="Crohn's disease", resected=True)
    ConditionFactory(owner=person, key="lhon", name="Leber hereditary optic neuropathy", relation="family")
    ConditionFactory(owner=person, key="", name="Llanfairpwllgwyngyll" * 4)
    for kind in ("recreational", "medical", "planned"):
        GasUseFactory(owner=person, kind=kind, on=person.local().date())
    return person


def paths(person: User) -> list[str]:
    """The pages of Care, the public ones too."""
    medicines, conditions = person.medicines, person.conditions
    rows = [
        *(reverse("medicine", args=[medicines.get(name=name).pk]) for name in ("Glucophage XR", "Nexium", "W" * 80)),
        *(reverse("condition", args=[conditions.get(key=key).pk]) for key in ("crohn", "lhon", "")),
    ]
    public = ["", "metformin/", "met_sulfonylurea/"]
    return [
        "/care/", MEDICINES, CONDITIONS, GAS, f"{MEDICINES}new/", f"{CONDITIONS}new/", *rows,
        *(f"/learn/medicines/{path}" for path in public), "/learn/conditions/", "/learn/conditions/crohn/",
    ]  # fmt: skip


def look_for(page: Page, text: str) -> Locator:
    """Type a name; the matches."""
    page.get_by_role("searchbox").fill(text)
    return page.locator("#matches .pick")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def titles(matches: Locator) -> list[str]:
    return matches.locator("b").all_inner_texts()


# --- finding ---------------------------------------------------------------------------------------------------------
@on_both
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("glucofage", "Glucophage"),
        ("Nexium", "Nexium"),
        ("PPI", "Omeprazole"),
        ("b12", "Vitamin B12"),
        ("laughing gas", "Nitrous oxide"),
        ("zzqqxx", "Add “zzqqxx” as typed"),
    ],
)
def test_a_name_is_found_while_it_is_typed(person: User, browse: Browse, screen: str, typed: str, first: str):
    page = browse(person, screen=screen, path=MEDICINES)
    page.get_by_role("searchbox").press_sequentially(typed, delay=20)
    expect(page.locator("#matches .pick b").first).to_have_text(first)
    assert MEDICINES in page.url
    assert "?" not in page.url


def test_how_many_were_found_is_said_aloud(person: User, browse: Browse):
    page = browse(person, path=MEDICINES)
    look_for(page, "PPI")
    expect(page.locator("#says")).to_have_text("6 matches")
    look_for(page, "p")
    expect(page.locator("#says")).to_have_text("")
    expect(page.locator("#matches")).to_be_hidden()


def test_b12_and_gas_lead_to_their_own_pages(person: User, browse: Browse):
    page = browse(person, path=MEDICINES)
    look_for(page, "laughing gas").first.click()
    page.wait_for_url(f"**{GAS}")
    page.goto(MEDICINES)
    look_for(page, "b12").first.click()
    page.wait_for_url("**/log/?q=vitamin+b12")
    expect(page.locator("#found")).to_contain_text("B12 tablet")


def test_alcohol_is_kept_among_habits(person: User, browse: Browse):
    page = browse(person, path=MEDICINES)
    look_for(page, "alcohol").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Heavy drinking")
    button(page, "Add it to your list").click()
    expect(toast(page)).to_contain_text("Saved")
    assert [row.key for row in person.conditions.all()] == ["alcohol"]


# --- by keys alone ---------------------------------------------------------------------------------------------------
def test_a_medicine_is_saved_by_keys_alone_and_a_finding_appears(person: User, browse: Browse):
    page = browse(person, path=MEDICINES)
    hands = Hands(page)
    page.get_by_role("searchbox").focus()
    hands.type("metfor", delay=20)
    expect(page.locator("#matches .pick b").first).to_have_text("Metformin")
    hands.press("Tab")
    hands.press("Enter")
    page.wait_for_url(f"**{MEDICINES}new/")
    page.get_by_label("Dose, mg a day").focus()
    hands.type("2,000 mg")
    hands.press("Tab")
    hands.type("2022")
    hands.press("Enter")
    expect(toast(page)).to_contain_text("Saved metformin.")

    finding = page.locator("#findings .finding")
    expect(finding).to_contain_text("A high dose of metformin for years")
    expect(finding).to_contain_text("2,000 mg a day since 2022")
    assert finding.bounding_box()["y"] < page.locator("#known").bounding_box()["y"]
    expect(finding).to_be_in_viewport()
    row = person.medicines.get()
    assert (row.key, row.dose_mg, row.since.year, row.since_precision) == ("metformin", 2000, 2022, "year")
    assert hands.keys == 22


def test_enter_shows_the_matches_and_leaves_the_focus_in_the_field(person: User, browse: Browse):
    page = browse(person, path=MEDICINES)
    field = page.get_by_role("searchbox")
    field.fill("Nexium")
    field.press("Enter")
    expect(page.locator("#matches .pick b").first).to_have_text("Nexium")
    expect(field).to_be_focused()


def test_choices_are_made_by_arrow_keys(person: User, browse: Browse):
    page = browse(person, path=MEDICINES)
    look_for(page, "Nexium").first.click()
    page.get_by_role("radio", name="Yes").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="I have not looked yet")).to_be_checked()
    expect(page.get_by_label("Stopped when?")).to_be_hidden()
    page.get_by_role("radio", name="Yes").last.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Stopped when?")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("2021")
    page.keyboard.press("Enter")
    expect(toast(page)).to_contain_text("Saved Nexium.")
    row = person.medicines.get()
    assert (row.confirmed, row.taking, row.until.year) == (False, False, 2021)


@pytest.mark.parametrize("path", [MEDICINES, CONDITIONS, GAS, "/care/", "medicine", "crohn"])
def test_every_stop_can_be_seen(full: User, browse: Browse, path: str):
    if path == "medicine":
        path = reverse("medicine", args=[full.medicines.get(name="Nexium").pk])
    elif path == "crohn":
        path = reverse("condition", args=[full.conditions.get(key="crohn").pk])
    stops = walk(browse(full, path=path))
    assert len(stops) > 10
    assert [stop["what"] for stop in stops if not (stop["seen"] and stop["inside"] and not stop["covered"])] == []


# --- without scripts -------------------------------------------------------------------------------------------------
def test_it_all_works_without_scripts(person: User, browse: Browse):
    page = browse(person, script=False, path="/care/")
    page.get_by_role("navigation", name="Care").get_by_role("link", name="Medicines").click()
    page.get_by_role("searchbox").fill("glucofage")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing is called “glucofage”. Perhaps you mean:")).to_be_visible()
    page.locator("#matches .pick").first.click()
    button(page, "Add it to your list").click()
    expect(page.get_by_text("Look at the pack, or say that you have not looked yet.")).to_be_visible()
    page.get_by_role("radio", name="Yes").first.check()
    page.get_by_label("Dose, mg a day").fill("850")
    button(page, "Add it to your list").click()
    expect(toast(page)).to_contain_text("Saved Glucophage.")
    page.locator("summary", has_text="Remove it from your list").click()
    button(page, "Remove it for good").click()
    expect(toast(page)).to_contain_text("Removed Glucophage from your list.")
    assert person.medicines.count() == 0


def test_a_name_that_nobody_knows_is_kept_and_marked(person: User, browse: Browse):
    page = browse(person, script=False, path=MEDICINES)
    page.get_by_role("searchbox").fill("grandma's tea")
    page.keyboard.press("Enter")
    button(page, "Add “grandma's tea” as typed").click()
    expect(page.get_by_text("Our table does not know this name.")).to_be_visible()
    button(page, "Add it to your list").click()
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator("#now li")).to_contain_text("not checked")
    assert [(row.key, row.name) for row in person.medicines.all()] == [("", "grandma's tea")]


# --- once ------------------------------------------------------------------------------------------------------------
def test_a_double_click_saves_once(person: User, browse: Browse):
    page = browse(person, path=MEDICINES)
    look_for(page, "metformin").first.click()
    button(page, "Add it to your list").dblclick()
    expect(toast(page)).to_contain_text("Saved metformin.")
    assert person.medicines.count() == 1


def test_after_going_back_a_second_pack_is_asked_about(person: User, browse: Browse):
    page = browse(person, path=MEDICINES)
    look_for(page, "metformin").first.click()
    button(page, "Add it to your list").click()
    expect(toast(page)).to_contain_text("Saved metformin.")
    page.go_back()
    expect(page.get_by_text("Metformin stands on your list already.")).to_be_visible()
    button(page, "Add it to your list").click()
    expect(page.get_by_text("Tick this if you take both.")).to_be_visible()
    assert person.medicines.count() == 1
    page.get_by_label("I take both").check()
    button(page, "Add it to your list").click()
    expect(toast(page)).to_contain_text("Saved metformin.")
    assert person.medicines.count() == 2


def test_two_tabs_keep_their_own_names(person: User, browse: Browse):
    first = browse(person, path=MEDICINES)
    second = first.context.new_page()
    look_for(first, "metformin").first.click()
    second.goto(MEDICINES)
    look_for(second, "omeprazole").first.click()
    for page, name in ((first, "metformin"), (second, "omeprazole")):
        button(page, "Add it to your list").click()
        expect(toast(page)).to_contain_text(f"Saved {name}.")
    assert sorted(row.key for row in person.medicines.all()) == ["metformin", "omeprazole"]


def test_what_is_typed_survives_the_end_of_the_session(browse: Browse, site: str):
    mary = with_password()
    page = browse()
    sign_in_by_password(page.context, mary, site)
    page.goto(MEDICINES)
    look_for(page, "metformin").first.click()
    page.get_by_label("Dose, mg a day").fill("850")
    Session.objects.all().delete()
    button(page, "Add it to your list").click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_label("E-mail").fill(mary.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_text("nothing of it is saved yet")).to_be_visible()
    expect(page.get_by_label("Dose, mg a day")).to_have_value("850")
    assert mary.medicines.count() == 0
    button(page, "Add it to your list").click()
    expect(toast(page)).to_contain_text("Saved metformin.")


# --- conditions and gas ----------------------------------------------------------------------------------------------
@on_both
def test_crohns_disease_leads_to_the_operation_whose_length_counts(person: User, browse: Browse, screen: str):
    page = browse(person, screen=screen, path=CONDITIONS)
    look_for(page, "chrons").first.click()
    page.get_by_text("Yes", exact=True).click()
    button(page, "Add it to your list").click()
    expect(page.get_by_text("Some of your bowel was removed.")).to_be_in_viewport()
    button(page, "Add the operation").click()
    page.get_by_label("Length removed, cm").fill("25")
    page.get_by_label("When was it, or when is it planned?").fill("2019")
    button(page, "Add it to your list").click()
    expect(page.locator("#findings")).to_contain_text("Are you treated with B12 for this")
    expect(page.locator("#model")).to_contain_text("0.5 (0 to 1) of the capacity to take up B12 is left")
    assert [(row.key, row.resected, row.resection_cm) for row in person.conditions.order_by("pk")] == [
        ("crohn", True, None), ("ileal_resection", None, 25),
    ]  # fmt: skip
    page.get_by_role("link", name="Answer it").click()
    page.get_by_label("I am treated with B12 that I do not log here").check()
    button(page, "Save").click()
    expect(toast(page)).to_contain_text("Saved")
    expect(page.locator("#findings")).to_have_count(0)


@on_both
def test_uses_of_the_gas_are_added_and_removed(person: User, browse: Browse, screen: str):
    page = browse(person, screen=screen, path=GAS)
    for _ in range(2):
        page.get_by_text("For fun: balloons, whippets").click()
        button(page, "Add it").click()
        expect(toast(page)).to_contain_text("Saved.")
    expect(page.locator("#uses li")).to_have_count(2)
    expect(page.locator("#uses")).to_contain_text("no date")
    button(page, "Remove recreational use, no date").first.click()
    expect(toast(page)).to_contain_text("Removed.")
    expect(page.locator("#uses li")).to_have_count(1)


# --- how it looks ----------------------------------------------------------------------------------------------------
def test_nothing_sticks_out_whatever_the_names(full: User, browse: Browse):
    page = browse(full)
    assert {path: found for path in paths(full) if (found := sticking_out(page, path))} == {}


def test_matches_of_a_long_name_fit(person: User, browse: Browse):
    page = browse(person, path=MEDICINES)
    look_for(page, "Llanfairpwllgwyngyll" * 4)
    expect(page.locator("#matches")).to_contain_text("as typed")
    assert sticking_out(page) == {}


@on_both
def test_nothing_jumps_while_it_loads(full: User, browse: Browse, screen: str):
    for path in ("/care/", MEDICINES, GAS):
        assert browse(full, screen=screen, path=path).evaluate(SHIFTED) < 0.02


def test_what_a_thumb_presses_is_44_pixels_high(full: User, browse: Browse):
    page = browse(full, screen="phone")
    small = """() => [...document.querySelectorAll("main .btn.main, main .input, .pick, .care fieldset label")]
      .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
      .filter(([, box]) => box.width && box.height < 44).map(([html]) => html)"""
    for path in paths(full)[:9]:
        page.goto(path)
        assert (path, page.evaluate(small)) == (path, [])
    page.goto(MEDICINES)
    expect(look_for(page, "PPI").first).to_be_visible()
    assert page.evaluate(small) == []


@pytest.mark.parametrize(
    "path",
    [
        "/care/", MEDICINES, CONDITIONS, GAS, f"{MEDICINES}new/", "medicine", "crohn", "lhon", "/learn/medicines/",
        "/learn/medicines/metformin/", "/learn/conditions/", "/learn/conditions/crohn/",
    ],
)  # fmt: skip
def test_a_page_passes_axe(full: User, browse: Browse, path: str):
    if path == "medicine":
        path = reverse("medicine", args=[full.medicines.get(name="Nexium").pk])
    elif not path.startswith("/"):
        path = reverse("condition", args=[full.conditions.get(key=path).pk])
    assert faults(browse(full, path=path)) == []


@pytest.mark.parametrize("path", ["/care/", MEDICINES, CONDITIONS, GAS])
def test_an_empty_page_passes_axe(person: User, browse: Browse, path: str):
    assert faults(browse(person, path=path)) == []


def test_matches_and_a_form_that_came_back_pass_axe(person: User, browse: Browse):
    page = browse(person, path=MEDICINES)
    expect(look_for(page, "glucofage").first).to_contain_text("Glucophage")
    assert faults(page) == []
    look_for(page, "Nexium")
    page.locator("#matches .pick", has_text="Nexium").first.click()
    page.get_by_label("Dose, mg a day").fill("lots")
    button(page, "Add it to your list").click()
    expect(page.locator(".err").first).to_be_visible()
    assert faults(page) == []
