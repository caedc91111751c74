"""What if: asked, kept, shown, changed and removed; impossible changes are sentences; nobody else sees any of it."""

import datetime as dt
import uuid
from decimal import Decimal
from itertools import product

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from foods.choices import Origin
from tests.accounts.tabs import Tab, somebody
from tests.factories import DayMarkFactory, FoodFactory, PortionFactory, ProfileFactory
from tests.tracker.views.conftest import NOW, days_ago, found, had
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of
from tests.tracker.views.test_every_page import HOSTILE
from tracker.models import WhatIf
from tracker.models.days import Mark

NEW = "/status/what-if/"
DOCTOR = "This only shows how the model reacts. Medicines and injections are for you and your doctor to decide."
NEVER_WAIT = "It is never a reason to wait longer for an injection."


@pytest.fixture
def tablet(db):
    return PortionFactory(food=FoodFactory(tablet=True), name="tablet", quantity=Decimal(1)).food


@pytest.fixture
def eater(person, salmon, tablet):
    """Twenty tracked days with salmon for lunch, and a tablet of 1,000 µg on three of them."""
    for n in range(1, 21):
        had(person, salmon, f"{days_ago(n)} 12:00")
    for n in (2, 9, 16):
        had(person, tablet, f"{days_ago(n)} 09:00")
    return person


@pytest.fixture
def injected(eater):
    ampoule = found(
        name="Hydroxocobalamin 1 mg", origin=Origin.INJECTED, form="hydroxocobalamin", route="injected", basis="unit",
        b12_ug=Decimal(1000), b12_added_ug=Decimal(1000), category="supplement", portion="ampoule", quantity=Decimal(1),
    )  # fmt: skip
    for n in (80, 10):
        had(eater, ampoule, f"{days_ago(n)} 10:00")
    return eater


def ask(client, **typed):
    return client.post(NEW, {f"c0-{name}": value for name, value in typed.items()})


def shown(client, **typed):
    """The page that an asked what-if leads to."""
    return client.get(ask(client, **typed).headers["Location"])


def kept(person, *changes) -> WhatIf:
    return person.what_ifs.keep(by=person, changes=changes, now=NOW + dt.timedelta(seconds=person.what_ifs.count()))


def page_of(client, what_if: WhatIf):
    return client.get(reverse("what_if", args=[what_if.pk]))


# --- asking -----------------------------------------------------------------------------------------------------------
def test_the_page_offers_ones_own_foods_most_absorbed_first(signed_in, eater, salmon, tablet):
    text = text_of(signed_in.get(NEW))

    # 1.19 and 13.5 µg a time by the model: on 20 of 20 days, less at a lunch after a tablet, and on 3 of 20
    assert "Choose B12 tablet, 1,000 µg · 2.0 µg absorbed a day Salmon · 1.1 µg absorbed a day" in text
    assert "Another time between injections" not in text
    assert "Without a medicine or condition" not in text


def test_what_is_asked_is_kept_and_its_address_tells_nothing(signed_in, eater, salmon):
    answer = ask(signed_in, kind="drop", food=salmon.pk)
    what_if = eater.what_ifs.get()

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/status/what-if/{what_if.pk}/")
    assert what_if.changes == [{"kind": "drop", "food": salmon.pk, "name": "Salmon"}]


def test_keeping_the_thirteenth_lets_the_first_go(signed_in, eater):
    first, *_ = [kept(eater, {"kind": "add", "ug": str(n + 1), "every": 2}) for n in range(12)]
    ask(signed_in, kind="add", dose="10/1")

    assert eater.what_ifs.count() == 12
    assert not eater.what_ifs.filter(pk=first.pk).exists()


def test_a_double_press_makes_one(signed_in, eater):
    first, second = (ask(signed_in, kind="add", dose="10/1") for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert eater.what_ifs.count() == 1


def test_errors_keep_everything_that_was_typed(signed_in, eater, salmon):
    page = signed_in.post(
        NEW,
        {"c0-kind": "portion", "c0-food": salmon.pk, "c0-times": "other", "c0-factor": "lots",
         "c1-kind": "add", "c1-dose": "other", "c1-ug": "25", "c1-every": "3", "c2-kind": "start", "c2-state": "ppi"},
    )  # fmt: skip

    assert "“lots” is not a number we can read" in text_of(page)
    assert [checked(page, f"c{n}-kind") for n in range(3)] == [["portion"], ["add"], ["start"]]
    assert (value_of(page, "c0-factor"), value_of(page, "c1-ug"), value_of(page, "c1-every")) == (
        ["lots"],
        ["25"],
        ["3"],
    )
    assert f'<option value="{salmon.pk}" selected>' in page.text
    assert '<option value="ppi" selected>' in page.text
    assert page.text.count("<details open") + page.text.count('class="more" open') == 2
    assert eater.what_ifs.count() == 0


def test_what_was_looked_at_before_stands_below(signed_in, eater, salmon):
    kept(eater, {"kind": "start", "state": "metformin"})
    kept(eater, {"kind": "drop", "food": salmon.pk, "name": "Fish"}, {"kind": "add", "ug": "50", "every": 1})

    text = text_of(signed_in.get(NEW))
    assert text.endswith("Without Salmon, a supplement of 50 µg every day With metformin")


def test_ready_made_changes_are_one_press(signed_in, eater, tablet):
    page = signed_in.get(NEW)
    words = [one.words for one in page.context["start"].suggestions]
    answers = [
        signed_in.post(NEW, dict(one.fields)) for one in page.context["start"].suggestions
    ]  # fmt: skip

    assert words == ["Without B12 tablet, 1,000 µg", "A supplement of 10 µg every day", "With metformin"]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert eater.what_ifs.count() == 3


# --- what is shown ----------------------------------------------------------------------------------------------------
def test_a_what_if_says_both_plateaus_and_that_it_is_a_model(signed_in, eater, tablet):
    text = text_of(shown(signed_in, kind="drop", food=tablet.pk))

    assert "In the model stores like most people’s settle near" in text
    assert "as you go on now. A model, not a measurement." in text
    assert DOCTOR not in text


@pytest.mark.parametrize("word", ["better", "worse", "your store is", "should", "run out", "deficient", "safe"])
def test_a_what_if_never_judges_or_foretells(signed_in, injected, salmon, word):
    asked = {"c0-kind": "interval", "c0-weeks": "26", "c1-kind": "start", "c1-state": "ppi", "c2-kind": "drop"}
    answer = signed_in.post(NEW, asked | {"c2-food": salmon.pk})
    text = text_of(signed_in.get(answer.headers["Location"])).lower()

    assert word not in text.replace("hold on to b12 better when little is left", "")


def test_no_date_stands_on_the_page(signed_in, eater):
    text = text_of(shown(signed_in, kind="start", state="metformin"))

    assert not [year for year in range(2026, 2040) if str(year) in text]


def test_a_medicine_and_an_interval_are_for_the_doctor_to_decide(signed_in, injected):
    medicine = text_of(shown(signed_in, kind="start", state="metformin"))
    interval = text_of(shown(signed_in, kind="interval", weeks="8"))

    assert (DOCTOR in medicine, NEVER_WAIT in medicine) == (True, False)
    assert (DOCTOR in interval, NEVER_WAIT in interval) == (True, True)


def test_the_estimate_behind_a_medicine_is_shown_with_what_it_leans_on(signed_in, eater):
    text = text_of(shown(signed_in, kind="start", state="metformin"))

    assert "metformin (added here) 100 % 70 % 0.13 %" in text
    assert "How far is our estimate" in text
    assert "de Jager J et al. BMJ 2010" in text


def test_why_puts_this_persons_numbers_in(signed_in, eater, tablet):
    page = shown(signed_in, kind="drop", food=tablet.pk)
    now, then = page.context["page"].formulas_now, page.context["page"].formulas_then
    text = text_of(page)

    assert (now.days, then.days) == (20, 20)
    for side in (now, then):
        assert f"{side.swallowed_ug} ÷ 20 = {side.per_day:.2f} µg" in text
        assert f"a ÷ k = {side.per_day:.2f} ÷ 0.0013 = {side.plateau} µg" in text
        assert f"e^(−0.0013 × 365.25) = {side.after} µg" in text
    assert then.per_day < now.per_day


def test_unknown_entries_are_told(signed_in, eater):
    for n in range(1, 4):
        had(eater, found(name=f"Curry {n}", unknown=True), f"{days_ago(n)} 19:00")

    assert "3 entries of the last four weeks have no figure" in text_of(shown(signed_in, kind="add", dose="10/1"))


def test_what_makes_hardly_a_difference_says_so(signed_in, eater, salmon):
    text = text_of(shown(signed_in, kind="portion", food=salmon.pk, times="other", factor="1.01"))

    assert "In the model this makes hardly a difference" in text


def test_it_can_be_changed_into_another(signed_in, eater, salmon):
    first = kept(eater, {"kind": "portion", "food": salmon.pk, "name": "Salmon", "times": "1.5"})
    page = page_of(signed_in, first)
    assert f"{NEW}?again={first.pk}" in links_of(page)

    form = signed_in.get(f"{NEW}?again={first.pk}")
    assert (checked(form, "c0-kind"), checked(form, "c0-times")) == (["portion"], ["other"])
    assert value_of(form, "c0-factor") == ["1.5"]
    assert f'<option value="{salmon.pk}" selected>' in form.text


def test_it_can_be_removed_once(signed_in, eater):
    first = kept(eater, {"kind": "start", "state": "metformin"})
    address = reverse("what_if_remove", args=[first.pk])

    assert toasts_of(signed_in.post(address, follow=True)) == ["Removed that what-if."]
    assert signed_in.post(address).status_code == 404
    assert eater.what_ifs.count() == 0


# --- others -----------------------------------------------------------------------------------------------------------
def test_somebody_elses_what_if_is_not_there(stranger, eater):
    theirs = kept(eater, {"kind": "start", "state": "metformin"})

    assert page_of(stranger, theirs).status_code == 404
    assert stranger.post(reverse("what_if_remove", args=[theirs.pk])).status_code == 404
    assert eater.what_ifs.count() == 1


def test_somebody_elses_what_if_fills_no_form(stranger, eater):
    theirs = kept(eater, {"kind": "start", "state": "metformin"})
    for n in range(1, 15):  # for whom the form is there
        DayMarkFactory(owner_id=stranger.session["_auth_user_id"], local_date=days_ago(n), mark=Mark.NOTHING)
    page = stranger.get(f"{NEW}?again={theirs.pk}")
    assert "What changes?" in text_of(page)

    assert page.status_code == 200
    assert checked(page, "c0-kind") == []


def test_somebody_elses_food_cannot_be_asked_about(stranger, eater, salmon):
    assert stranger.post(NEW, {"c0-kind": "drop", "c0-food": salmon.pk}).status_code == 200
    assert WhatIf.objects.count() == 0


# --- what cannot be ---------------------------------------------------------------------------------------------------
def test_a_food_that_left_the_last_weeks_is_a_sentence(signed_in, eater):
    old = kept(eater, {"kind": "drop", "food": 987654, "name": "Oat milk of old"})
    text = text_of(page_of(signed_in, old))

    assert "Without Oat milk of old: It is not among what you had on the tracked days of the last four weeks." in text
    assert "Nothing is left to compare." in text
    assert "settle near" not in text


def test_the_rest_of_a_stale_what_if_is_shown(signed_in, eater):
    old = kept(eater, {"kind": "drop", "food": 987654, "name": "Oat"}, {"kind": "add", "ug": "10", "every": 1})
    text = text_of(page_of(signed_in, old))

    assert "The rest is shown." in text
    assert "settle near" in text


@pytest.mark.parametrize(
    "changes",
    [None, {}, [], "x", 5, [None], [5, "x"], [{}], [{"kind": "fly"}], [{"kind": "drop"}], [{"kind": []}],
     [{"kind": "drop", "food": "x"}], [{"kind": "add", "ug": "NaN", "every": 1}], [[[]]],
     [{"kind": "start", "state": {"a": 1}}], [{"kind": "portion", "food": 1, "times": "1e400"}]],
)  # fmt: skip
def test_junk_that_was_kept_breaks_nothing(signed_in, eater, changes):
    junk = WhatIf.objects.create(owner=eater, uid=uuid.uuid4(), changes=changes or [], created_at=NOW)
    if changes is None:
        WhatIf.objects.filter(pk=junk.pk).update(changes={"a": None})

    assert page_of(signed_in, junk).status_code == 200
    assert signed_in.get(f"{NEW}?again={junk.pk}").status_code == 200
    assert signed_in.get(NEW).status_code == 200


@pytest.mark.parametrize("body", ["{", "[]", "null", '{"c0-kind": "drop"}'])
def test_json_is_no_form(signed_in, eater, body):
    answer = signed_in.post(NEW, body, content_type="application/json")

    assert answer.status_code == 200
    assert "Nothing changes yet. Choose what should." in text_of(answer)


def test_an_interval_without_injections_is_a_sentence_not_a_fault(signed_in, eater):
    text = text_of(ask(signed_in, kind="interval", weeks="8"))

    assert "No injection with a known dose is logged, so there is no interval to change." in text


FIELDS = ("kind", "food", "times", "factor", "dose", "ug", "every", "weeks", "state", "without")


@pytest.mark.parametrize("kind", ["drop", "portion", "add", "interval", "start", "stop"])
def test_no_field_can_be_made_to_break_the_page(signed_in, injected, salmon, kind):
    sensible = {"c0-kind": kind, "c0-food": salmon.pk, "c0-times": "other", "c0-factor": "1.5", "c0-dose": "other",
                "c0-ug": "10", "c0-every": "2", "c0-weeks": "8", "c0-state": "ppi", "c0-without": "ppi"}  # fmt: skip
    for field, hostile in product(FIELDS, HOSTILE):
        answer = signed_in.post(NEW, sensible | {f"c0-{field}": hostile})
        assert answer.status_code in {200, 302}, (field, hostile[:40])
        assert "<script>alert" not in answer.text
    for what_if in injected.what_ifs.all():
        assert page_of(signed_in, what_if).status_code == 200


# --- for whom it is off -----------------------------------------------------------------------------------------------
def test_with_few_tracked_days_it_is_off_and_says_what_still_works(signed_in, person, salmon):
    for n in range(1, 14):
        had(person, salmon, f"{days_ago(n)} 12:00")
    page = signed_in.get(NEW)

    assert "It needs 14 tracked days of the last 28." in text_of(page)
    assert {"/log/", "/history/"} <= set(links_of(page))
    assert "What changes?" not in text_of(page)


@pytest.mark.parametrize(
    ("profile", "sentence"),
    [
        ({"birth_year": 2015}, "The model is made for adults."),
        ({"sex": "female", "life_stage": "pregnant"}, "In pregnancy a baby draws on the stores."),
    ],
)
def test_for_whom_the_model_does_not_fit_nothing_is_compared(signed_in, eater, profile, sentence):
    before = kept(eater, {"kind": "start", "state": "metformin"})
    ProfileFactory(owner=eater, **profile)
    page, sent = page_of(signed_in, before), ask(signed_in, kind="start", state="ppi")

    assert sentence in text_of(page)
    assert "settle near" not in text_of(page)
    assert sentence in text_of(sent)
    assert eater.what_ifs.count() == 1


def test_somebody_new_is_told_what_is_missing(signed_in):
    assert "It needs 14 tracked days" in text_of(signed_in.get(NEW))


def test_days_without_b12_count_but_leave_nothing_to_drop(signed_in, person):
    for n in range(1, 15):
        DayMarkFactory(owner=person, local_date=days_ago(n), mark=Mark.NOTHING)
    text = text_of(signed_in.get(NEW))
    assert "Leave a food or tablet out" not in text
    assert "A supplement of 10 µg every day" in text

    page = text_of(shown(signed_in, kind="add", dose="2000/7"))
    assert "as you go on now" in page
    assert "and near 0 mg" in page


# --- much, long, again ------------------------------------------------------------------------------------------------
def test_two_hundred_foods_with_long_names_fit(signed_in, eater):
    for n in range(200):
        had(eater, found(name=f"{n} " + "Llanfair" * 18), f"{days_ago(n % 20 + 1)} 08:{n % 60:02d}")
    page = signed_in.get(NEW)

    assert page.status_code == 200
    assert len(page.context["start"].foods) == 202
    assert len(page.content) < 120_000


def test_what_was_chosen_when_the_session_ended_comes_back(db, salmon):
    mary = somebody(time_zone="Europe/London")
    for n in range(1, 16):
        had(mary, salmon, f"{days_ago(n)} 12:00")
    tab = Tab()
    tab.log_in()
    tab.open(NEW)
    Session.objects.all().delete()
    answer = tab.send(NEW, {"c0-kind": "add", "c0-dose": "other", "c0-ug": "25", "c0-every": "3"})
    tab.open(answer.url)
    page = tab.open(tab.log_in(next=f"{NEW}?kept=1").url)

    assert "You had been logged out. This is what you had chosen; nothing of it is kept yet." in text_of(page)
    assert (checked(page, "c0-kind"), value_of(page, "c0-ug"), value_of(page, "c0-every")) == (["add"], ["25"], ["3"])
    assert WhatIf.objects.count() == 0


# --- queries ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 12])
def test_the_page_that_asks_costs_the_same_for_any_number(signed_in, eater, salmon, rows, django_assert_num_queries):
    for n in range(rows):
        kept(eater, {"kind": "portion", "food": salmon.pk, "name": "Salmon", "times": str(n + 2)})
        had(eater, found(name=f"Food {uuid.uuid4()}"), f"{days_ago(1)} 12:00")
    with django_assert_num_queries(7):  # session and person; + marks, entries, injections, what they take, what-ifs
        signed_in.get(NEW)


@pytest.mark.parametrize("changes", [1, 3])
def test_a_what_if_costs_the_same_for_any_number(signed_in, eater, salmon, changes, django_assert_num_queries):
    all_three = [{"kind": "add", "ug": "10", "every": 1}, {"kind": "start", "state": "ppi"},
                 {"kind": "drop", "food": salmon.pk, "name": "Salmon"}]  # fmt: skip
    address = reverse("what_if", args=[kept(eater, *all_three[:changes]).pk])
    with django_assert_num_queries(7):  # + the what-if, marks, entries, injections, what they take
        signed_in.get(address)


@pytest.mark.parametrize("rows", [1, 11])
def test_keeping_one_costs_the_same_for_any_number(signed_in, eater, rows, django_assert_num_queries):
    for n in range(rows):
        kept(eater, {"kind": "add", "ug": str(n + 1), "every": 2})
    with django_assert_num_queries(13):  # as asking; a savepoint, the person, the same?, the new one, what is kept
        ask(signed_in, kind="add", dose="10/1")
