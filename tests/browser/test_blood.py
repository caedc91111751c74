"""Blood tests in a browser: one form for four values, asked back, read; it fits, passes axe and needs no script."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.axe import faults
from tests.browser.hands import Browse, Hands, on_both, toast
from tests.browser.people import food, had
from tests.browser.test_layout import sticking_out
from tests.factories import ConditionFactory, MeasuredFactory, SampleFactory
from tracker.people import today_of

LIST, NEW = "/care/tests/", "/care/tests/new/"
LONG = "Laboratory of the Very Long Name am Universitätsklinikum Südwestniederbayern"


@pytest.fixture
def tested(person: User) -> User:
    """Samples of three years, the newest two days after a tablet."""
    today = today_of(person, now=timezone.now())
    for n, (total, mma) in enumerate([(150, "0.62"), (240, "0.34"), (380, "0.25"), (1150, "0.18")][::-1]):
        sample = SampleFactory(
            owner=person, taken_on=today - dt.timedelta(days=12 + 300 * n), lab=LONG, note="fasting, morning"
        )
        for marker, value, unit, low, high in [
            ("b12", total, "ng/L", 197, 771),
            ("active_b12", 20 + 30 * n, "pmol/L", 37, 188),
            ("mma", mma, "µmol/L", None, "0.28"),
            ("homocysteine", 13, "µmol/L", None, 15),
            ("folate", 20, "nmol/L", "8.8", "60.8"),
            ("haemoglobin", 125, "g/L", 120, 155),
            ("mcv", 101, "fL", 80, 96),
            ("creatinine", 80, "µmol/L", 45, 84),
            ("egfr", 59, "mL/min/1.73m2", 59, None),
        ]:
            ends = (None if end is None else Decimal(str(end)) for end in (low, high))
            low_end, high_end = ends
            MeasuredFactory(
                sample=sample, marker=marker, value=Decimal(str(value)), unit=unit, low=low_end, high=high_end,
                comparator=">" if marker == "egfr" else "",
            )  # fmt: skip
    had(person, food("B12 tablet, 1,000 µg (cyanocobalamin)"), days_ago=14, at="07:00")
    ConditionFactory(owner=person, key="liver_disease", name="Liver disease")
    return person


def value(page: Page, row: int):
    return page.get_by_role("group", name=f"Row {row}", exact=True).get_by_label("Value")


@on_both
def test_a_test_of_four_values_is_one_form_with_nothing_but_the_date_and_the_numbers(
    tested: User, browse: Browse, screen: str
):
    page = browse(tested, screen=screen, path=LIST)
    hands = Hands(page)
    hands.tap(page.get_by_role("link", name="Add a blood test"))
    hands.tap(page.get_by_label("Blood drawn on"))
    hands.type(f"{(today_of(tested, now=timezone.now()) - dt.timedelta(days=1)):%-d %B %Y}")
    for row, typed in enumerate(["268", "68", "<0.1", "13,5"], start=1):
        hands.tap(value(page, row))
        hands.type(typed)
    hands.press("Enter")
    expect(toast(page)).to_contain_text("Saved the sample")

    assert hands.taps == 6
    newest = tested.samples.first()
    assert [(one.marker, one.comparator, one.unit) for one in newest.values.order_by("pk")] == [
        ("b12", "", "ng/L"),
        ("active_b12", "", "pmol/L"),
        ("mma", "<", "µmol/L"),
        ("homocysteine", "", "µmol/L"),
    ]


@on_both
def test_what_is_asked_back_is_confirmed_with_a_tick_or_mended_with_another_unit(
    tested: User, browse: Browse, screen: str
):
    page = browse(tested, screen=screen, path=NEW)
    page.get_by_label("Blood drawn on").fill("2 March 2020")
    page.get_by_role("group", name="Row 1", exact=True).get_by_label("Lab’s own range").fill("133-675")
    value(page, 1).fill("350")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".asked")).to_contain_text("Does the paper say 350 pmol/L?")
    assert faults(page) == []
    page.get_by_role("group", name="Row 1", exact=True).get_by_label("Test and unit").select_option("b12|pmol/L")
    page.get_by_role("button", name="Save").click()
    expect(toast(page)).to_contain_text("Saved the sample of 2 March 2020.")

    page.goto(page.url.replace(LIST, NEW))
    page.get_by_label("Blood drawn on").fill("3 March 2020")
    value(page, 1).fill("5")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("checkbox", name="The paper says 5 ng/L").check()
    page.get_by_role("button", name="Save").click()
    expect(toast(page)).to_contain_text("Saved the sample of 3 March 2020.")


@pytest.mark.parametrize("path", [LIST, NEW, f"{NEW}?more=1"])
def test_the_pages_pass_axe(tested: User, browse: Browse, path: str):
    page = browse(tested, path=path)
    page.eval_on_selector_all("main details", "all => all.forEach(one => { one.open = true })")
    assert faults(page) == []


def test_nothing_scrolls_sideways(tested: User, browse: Browse):
    page = browse(tested)
    sample = f"/care/tests/{tested.samples.first().pk}/"
    assert {path: found for path in (LIST, NEW, sample) if (found := sticking_out(page, path))} == {}


def test_without_scripts_all_of_it_works(tested: User, browse: Browse):
    page = browse(tested, path=NEW, script=False)
    page.get_by_label("Blood drawn on").fill("2 March 2020")
    page.get_by_text("More rows").click()
    value(page, 10).fill("4.1")
    page.get_by_role("button", name="Save").click()
    expect(toast(page)).to_contain_text("Saved the sample of 2 March 2020.")
    assert tested.samples.last().values.get().marker == "potassium"
