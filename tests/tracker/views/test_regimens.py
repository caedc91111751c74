"""Regimens: what is due, a plan that is begun and saved, its doses, and what nobody else may see."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session

from accounts.models import User
from foods import search
from foods.models import Food
from tests.accounts.tabs import Tab, somebody
from tests.factories import (
    ConditionFactory,
    EntryFactory,
    FoodFactory,
    MeasuredFactory,
    PhaseFactory,
    PortionFactory,
    ProfileFactory,
    RegimenFactory,
    SampleFactory,
)
from tests.tracker.views.conftest import NOW, TODAY, days_ago
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of
from tracker.models import Dose, Entry, Phase, Regimen

LIST, NEW = "/care/regimens/", "/care/regimens/new/"
UID = "11111111-2222-4333-8444-555555555555"
KEPT = "You had been logged out. This is what you had typed; nothing of it is saved yet."


@pytest.fixture
def ampoule(db) -> Food:
    food = FoodFactory(
        tablet=True, name="Hydroxo ampoule", category="injection", origin="injected", form="hydroxocobalamin",
        route="injected", prominence=9,
    )  # fmt: skip
    PortionFactory(food=food, name="ampoule", quantity=Decimal(1))
    search.reindex([food.pk])
    return food


@pytest.fixture
def tablet(db) -> Food:
    food = FoodFactory(tablet=True, name="Cyano tablet", form="cyanocobalamin", prominence=9)
    PortionFactory(food=food, name="tablet", quantity=Decimal(1))
    search.reindex([food.pk])
    return food


def planned(owner: User, food: Food, *, begun: int = 200, every: int = 12, unit: str = "weeks", **fields) -> Regimen:
    """A regimen of one portion that began so many days ago."""
    about = {"name": food.name, "route": food.route, "form": food.form, "portion": food.portions.first()}
    if food.route == "injected":
        about |= {"counts_from": "last_dose", "prescribed": True}
    row = RegimenFactory(owner=owner, food=food, amount=Decimal(1), **about | fields)
    PhaseFactory(regimen=row, unit=unit, every=every, starts_on=days_ago(begun))
    return row


def had(row: Regimen, *days: int) -> None:
    for n in days:
        EntryFactory(
            owner=row.owner, food=row.food, name=row.name, origin=row.food.origin,
            eaten_at=dt.datetime.combine(days_ago(n), dt.time(8), dt.UTC),
        )  # fmt: skip


def at(row: Regimen, what: str = "") -> str:
    return f"{LIST}{row.pk}/{what}{'/' if what else ''}"


def send(client, row: Regimen, what: str, **typed):
    return client.post(at(row, what), typed)


# --- the list ---------------------------------------------------------------------------------------------------------
def test_an_empty_list_says_what_a_plan_is_for(signed_in):
    said = text_of(signed_in.get(LIST))
    assert "No plan yet. A plan says what you take and how often" in said
    assert "Over" not in said


def test_a_line_says_what_is_due_how_it_was_kept_and_how_long_it_lasts(signed_in, person, ampoule):
    row = planned(person, ampoule, begun=320, stock=Decimal(4), stock_on=days_ago(100))
    had(row, 68, 152, 236, 320)

    assert (
        "Hydroxo ampoule in 16 days every 12 weeks, counted from the last dose by prescription due Monday 30 March "
        "last dose 5 January, 68 days ago 4 of 4 kept 3 left, enough until 14 September"
    ) in text_of(signed_in.get(LIST))


@pytest.mark.parametrize(
    ("ago", "pill", "kind"),
    [
        (84, "due today", "pill now"),
        (83, "tomorrow", "pill"),
        (91, "was due 7 days ago", "pill now"),
        (92, "overdue 8 days", "pill late"),
        (0, "taken today", "pill"),
    ],
)
def test_the_pill_of_an_injection_says_where_it_stands(signed_in, person, ampoule, ago, pill, kind):
    had(planned(person, ampoule, begun=ago), ago)
    page = signed_in.get(LIST)

    assert pill in text_of(page)
    assert f'<span class="{kind}">' in page.text


def test_a_late_tablet_of_ones_own_is_a_gap_and_nothing_red(signed_in, person, tablet):
    planned(person, tablet, begun=30, unit="weeks", every=1, counts_from="last_dose")
    page = signed_in.get(LIST)
    assert ("pill gap" in page.text, "pill late" in page.text) == (True, False)


def test_what_was_stopped_stands_below(signed_in, person, tablet):
    planned(person, tablet, stopped_on=days_ago(1))
    said = text_of(signed_in.get(LIST))
    assert said.index("Over") < said.index("Cyano tablet")
    assert "Done" not in said


def test_a_plan_that_holds_to_the_end_of_today_is_not_stopped(signed_in, person, tablet):
    planned(person, tablet, stopped_on=TODAY, unit="days", every=1)
    assert "due today" in text_of(signed_in.get(LIST))


def test_nothing_of_somebody_else_is_listed(signed_in, tablet):
    planned(RegimenFactory().owner, tablet)
    assert "Cyano tablet" not in text_of(signed_in.get(LIST))


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_of_one_plan_and_of_thirty(signed_in, person, tablet, rows, django_assert_num_queries):
    for _ in range(rows):
        had(planned(person, tablet, unit="days", every=1, begun=20), 1, 2)
    with django_assert_num_queries(4):  # the session, the person, the regimens, their doses
        assert signed_in.get(LIST).status_code == 200


# --- a new one --------------------------------------------------------------------------------------------------------
def choose(client, food: Food, **more):
    """Press a product; the page with its form."""
    answer = client.post(NEW, {"product": food.pk, **more})
    assert (answer.status_code, answer.url) == (302, NEW)
    return client.get(NEW)


def typed(food: Food, **more) -> dict:
    return {
        "uid": UID, "food_id": food.pk, "amount": "1", "portion": food.portions.get().pk, "prescribed": "yes",
        "counts_from": "last_dose", "p0-every": "12", "p0-unit": "weeks", "p0-starts": "2026-03-16", "remind": "on",
        **more,
    }  # fmt: skip


def test_a_product_is_found_by_a_search_that_stands_in_no_address(signed_in, ampoule, tablet):
    page = signed_in.post(NEW, {"q": "hydroxo"})
    assert value_of(page, "product") == [str(ampoule.pk)]
    assert [link for link in links_of(page) if "hydroxo" in link] == []


def test_nothing_of_that_name_says_so(signed_in, tablet):
    assert "Nothing in the table is called “qqzzxx”." in text_of(signed_in.post(NEW, {"q": "qqzzxx"}))


def test_own_products_and_those_most_people_mean_stand_there_at_once(signed_in, person, ampoule, tablet):
    own = FoodFactory(tablet=True, name="My drops", owner=person, source=None, source_ref="")
    FoodFactory(tablet=True, name="Rare drops", prominence=1)
    assert value_of(signed_in.get(NEW), "product") == [str(own.pk), str(ampoule.pk), str(tablet.pk)]


def test_how_often_is_never_filled_in_for_an_own_plan(signed_in, ampoule):
    page = choose(signed_in, ampoule)
    assert (value_of(page, "p0-every"), checked(page, "prescribed")) == ([""], [])
    assert '<option value="" selected>choose</option>' in page.text


@pytest.mark.parametrize(("which", "counted"), [("ampoule", "last_dose"), ("tablet", "calendar")])
def test_how_the_next_is_counted_stands_chosen_by_route_with_its_reason(signed_in, request, which, counted):
    page = choose(signed_in, request.getfixturevalue(which))
    assert checked(page, "counts_from") == [counted]
    assert "Chosen beforehand because this is" in text_of(page)


def test_a_plan_of_two_parts_is_saved_once(signed_in, person, ampoule):
    sent = typed(
        ampoule, counts_from="calendar", **{"p0-every": "1", "p0-weekdays": ["0", "2", "4"], "p0-ends": "2 weeks",
                   "p0-loading": "on", "p1-every": "12", "p1-unit": "weeks"},
    )  # fmt: skip
    for _ in range(2):
        answer = signed_in.post(NEW, sent)
    row = person.regimens.get()

    assert answer.url == at(row)
    assert (row.food, row.prescribed, row.counts_from, row.dose_ug) == (ampoule, True, "calendar", 1000)
    assert list(row.phases.values_list("every", "weekdays", "ends_on", "loading")) == [
        (1, "024", dt.date(2026, 3, 29), True),
        (12, "", None, False),
    ]
    assert toasts_of(signed_in.get(answer.url)) == ["Saved Hydroxo ampoule."] * 2


def test_what_was_chosen_is_forgotten_once_it_is_saved(signed_in, ampoule):
    choose(signed_in, ampoule)
    signed_in.post(NEW, typed(ampoule))
    assert "What do you take?" in text_of(signed_in.get(NEW))


def test_another_product_may_be_chosen(signed_in, ampoule):
    choose(signed_in, ampoule)
    signed_in.post(NEW, {"over": "1"})
    assert "What do you take?" in text_of(signed_in.get(NEW))


def test_a_form_with_errors_keeps_what_was_typed(signed_in, person, ampoule):
    page = signed_in.post(
        NEW, typed(ampoule, prescribed="", note="in the evening", **{"p0-unit": "", "p0-ends": "soon"})
    )

    assert page.status_code == 200
    said = text_of(page)
    assert "Nothing was saved yet. Look at: Was it prescribed to you? Days, weeks or months Until" in said
    assert (value_of(page, "p0-every"), value_of(page, "p0-ends"), value_of(page, "note")) == (
        ["12"], ["soon"], ["in the evening"])  # fmt: skip
    assert person.regimens.count() == 0


def test_a_food_of_somebody_else_cannot_be_planned(signed_in, person):
    theirs = FoodFactory(owner=RegimenFactory().owner, source=None, source_ref="")
    assert signed_in.post(NEW, {"product": theirs.pk}).url == NEW
    assert "What do you take?" in text_of(signed_in.get(NEW))
    PortionFactory(food=theirs)
    assert signed_in.post(NEW, typed(theirs)).url == LIST
    assert person.regimens.count() == 0


# --- the session ends -------------------------------------------------------------------------------------------------
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


def test_a_plan_that_was_typed_comes_back_and_is_not_saved(logged_out, ampoule):
    page = logged_out(NEW, NEW, typed(ampoule, note="in the evening"))
    assert KEPT in text_of(page)
    assert [value_of(page, name) for name in ("p0-every", "note", "uid", "food_id")] == [
        ["12"], ["in the evening"], [UID], [str(ampoule.pk)],
    ]  # fmt: skip
    assert logged_out.person.regimens.count() == 0


def test_a_dose_that_was_typed_comes_back_and_is_not_logged(logged_out, ampoule):
    row = planned(logged_out.person, ampoule)
    page = logged_out(at(row), at(row, "dose"), {"uid": UID, "date": "2026-03-12", "batch": "AB 1"})
    assert (value_of(page, "date"), value_of(page, "batch")) == (["2026-03-12"], ["AB 1"])
    assert Entry.objects.count() == 0


def test_what_was_looked_for_is_looked_for_again(logged_out, ampoule):
    assert value_of(logged_out(NEW, NEW, {"q": "hydroxo"}), "product") == [str(ampoule.pk)]


# --- published plans --------------------------------------------------------------------------------------------------
def vegan(person: User, **fields) -> None:
    ProfileFactory(owner=person, diet="vegan", birth_year=1980, **fields)


def test_plans_for_people_like_one_are_proposed_with_their_source(signed_in, person):
    vegan(person)
    page = signed_in.get(NEW)
    said = text_of(page)
    assert "Vegan, normal absorption" in said
    assert "A supplement every day At least 10 µg once a day." in said
    assert {"vegan_daily", "vegan_weekly"} <= set(value_of(page, "plan"))
    assert "Vegan Society" in said


def test_what_was_prescribed_is_only_recorded(signed_in, person):
    vegan(person)
    said = text_of(signed_in.get(NEW))
    assert said.index("Prescribed to you") > said.index("At least 10 µg once a day.")
    assert "1 mg injected every 2 to 3 months" in said.partition("Prescribed to you")[2]


def test_what_may_be_shown_has_no_button(signed_in, person):
    vegan(person)
    page = signed_in.get(NEW)
    assert "Vegan, 4 to 8 years A supplement every day At least 15 µg once a day." in text_of(page)
    assert {"vh_daily_4_8_years", "vh_restart", "greger", "metformin_supp"}.isdisjoint(value_of(page, "plan"))
    MeasuredFactory(sample=SampleFactory(owner=person), value=Decimal(100))
    assert "At least 15 µg once a day." not in text_of(signed_in.get(NEW))


def test_a_plan_that_says_how_often_fills_it_in_to_be_looked_at(signed_in, person, tablet):
    vegan(person)
    assert signed_in.post(NEW, {"plan": "vegan_daily"}).url == NEW
    assert "At least 10 µg once a day." in text_of(signed_in.get(NEW))
    page = choose(signed_in, tablet)
    assert (value_of(page, "p0-every"), checked(page, "prescribed"), value_of(page, "template")) == (
        ["1"], ["no"], ["vegan_daily"])  # fmt: skip
    assert "Check what stands below, and change what does not fit." in text_of(page)


def test_a_range_of_how_often_fills_in_nothing(signed_in, person, ampoule):
    signed_in.post(NEW, {"plan": "uk_oh_noneuro_maint"})
    page = choose(signed_in, ampoule)
    assert (value_of(page, "p0-every"), checked(page, "prescribed")) == ([""], ["yes"])
    assert "Type what was prescribed to you: where the two differ, your prescription is right." in text_of(page)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("inherited", "Your specialists plan the treatment"),
        ("cobalt_allergy", "Nothing is proposed; ask a specialist before you take any."),
        ("gastrectomy_total", "Prescribed to you"),
    ],
)
def test_nothing_is_proposed_with_some_conditions(signed_in, person, key, said):
    vegan(person)
    ConditionFactory(owner=person, key=key, name=key)
    page = signed_in.get(NEW)
    assert said in text_of(page)
    assert "vegan_daily" not in value_of(page, "plan")


def test_nothing_is_proposed_while_a_low_result_is_open(signed_in, person):
    vegan(person)
    MeasuredFactory(sample=SampleFactory(owner=person), value=Decimal(100))
    page = signed_in.get(NEW)
    assert "Nothing is proposed while something open should be looked at by a doctor first." in text_of(page)
    assert "vegan_daily" not in value_of(page, "plan")


@pytest.mark.parametrize(
    ("born", "said"), [(2010, "Nothing is proposed under 18."), (None, "Say in your profile when you were born")]
)
def test_nothing_is_proposed_to_a_child_or_where_the_age_is_not_known(signed_in, person, born, said):
    ProfileFactory(owner=person, diet="vegan", birth_year=born)
    assert said in text_of(signed_in.get(NEW))


def test_with_leber_disease_no_plan_names_cyanocobalamin(signed_in, person):
    vegan(person)
    ConditionFactory(owner=person, key="lhon", name="Leber")
    offered = set(value_of(signed_in.get(NEW), "plan"))
    assert ("vegan_daily" in offered, "vegan_food" in offered) == (False, True)


# --- cautions ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "which", "said"),
    [
        ("lhon", "tablet", "In Leber eye disease cyanocobalamin"),
        ("lhon", "ampoule", None),
        ("cobalt_allergy", "ampoule", "allergy"),
        ("coeliac", "tablet", None),
    ],
)
def test_a_caution_stands_there_before_it_is_saved(signed_in, person, request, key, which, said):
    ConditionFactory(owner=person, key=key, name=key)
    food = request.getfixturevalue(which)
    page = choose(signed_in, food)
    if said is None:
        assert "Before you save" not in text_of(page)
        assert signed_in.post(NEW, typed(food)).status_code == 302
        return
    assert said in text_of(page).partition("Before you save")[2]
    assert "Read what stands above" in text_of(signed_in.post(NEW, typed(food)))
    assert person.regimens.count() == 0
    assert signed_in.post(NEW, typed(food, seen="on")).status_code == 302
    assert person.regimens.count() == 1


def test_with_an_inherited_disorder_only_what_was_prescribed_is_recorded(signed_in, person, ampoule):
    ConditionFactory(owner=person, key="inherited", name="Inherited")
    page = signed_in.post(NEW, typed(ampoule, prescribed="no"))
    assert "With what you have, your specialists plan this. You can record what they prescribed." in text_of(page)
    assert signed_in.post(NEW, typed(ampoule)).status_code == 302


# --- a plan is changed ------------------------------------------------------------------------------------------------
def test_the_form_of_a_plan_begins_with_what_is_kept(signed_in, person, ampoule):
    row = planned(person, ampoule, note="at the surgery", began=dt.date(2022, 3, 15))
    page = signed_in.get(at(row, "edit"))
    assert (value_of(page, "p0-every"), value_of(page, "note"), value_of(page, "began")) == (
        ["12"], ["at the surgery"], ["March 2022"])  # fmt: skip
    assert (checked(page, "prescribed"), checked(page, "counts_from")) == (["yes"], ["last_dose"])


def test_a_change_replaces_the_parts(signed_in, person, ampoule):
    row = planned(person, ampoule)
    answer = signed_in.post(at(row, "edit"), typed(ampoule, amount="2", **{"p0-every": "10"}))
    row.refresh_from_db()

    assert (answer.url, row.amount) == (at(row), 2)
    assert list(Phase.objects.values_list("every", "starts_on")) == [(10, dt.date(2026, 3, 16))]


# --- doses ------------------------------------------------------------------------------------------------------------
def test_done_logs_a_dose_now_and_says_so_where_it_was_pressed(signed_in, person, ampoule):
    row = planned(person, ampoule)
    answer = send(signed_in, row, "dose", uid=UID, next=LIST)
    entry = person.entries.get()

    assert (answer.url, entry.eaten_at, entry.food, entry.dose.regimen) == (LIST, NOW, ampoule, row)
    page = signed_in.get(LIST)
    assert toasts_of(page)[0].startswith("Logged Hydroxo ampoule")
    assert "taken today" in text_of(page)


def test_the_form_of_done_carries_a_uid_and_comes_back_here(signed_in, person, ampoule):
    planned(person, ampoule)
    page = signed_in.get(LIST)
    assert len(uuid.UUID(value_of(page, "uid")[0]).hex) == 32
    assert set(value_of(page, "next")) == {LIST}


def test_a_second_press_of_the_same_form_logs_nothing_more_and_asks_nothing(signed_in, person, ampoule):
    row = planned(person, ampoule)
    for _ in range(3):
        answer = send(signed_in, row, "dose", uid=UID, next=LIST)
        assert answer.url == LIST
    assert (person.entries.count(), Dose.objects.count()) == (1, 1)


def test_a_dose_of_another_time_has_its_place_and_batch(signed_in, person, ampoule):
    row = planned(person, ampoule)
    send(signed_in, row, "dose", uid=UID, date="2026-03-12", time="10:15", site="left_thigh", batch="AB 1")
    entry = person.entries.get()

    assert (entry.local_date, entry.local_minute) == (dt.date(2026, 3, 12), 615)
    page = text_of(signed_in.get(at(row)))
    assert "Thu 12 March, 10:15 left thigh · batch AB 1" in page
    assert "last one: left thigh" in page


@pytest.mark.parametrize(("ago", "asked"), [(0, True), (41, True), (42, False), (84, False)])
def test_a_dose_sooner_than_half_of_the_time_is_asked_about_once(signed_in, person, ampoule, ago, asked):
    row = planned(person, ampoule, begun=100)
    had(row, ago)
    page = send(signed_in, row, "dose", uid=UID, next=LIST)

    assert (page.status_code == 200) is asked
    if asked:
        assert "Logged twice?" in text_of(page)
        assert (value_of(page, "uid"), value_of(page, "next"), value_of(page, "sure")) == ([UID], [LIST], ["1"])
        assert person.entries.count() == 1
        assert send(signed_in, row, "dose", uid=UID, next=LIST, sure="1").url == LIST
    assert person.entries.count() == 2


def test_a_dose_before_another_one_is_asked_about_too(signed_in, person, ampoule):
    row = planned(person, ampoule)
    had(row, 1)
    assert "Logged twice?" in text_of(send(signed_in, row, "dose", uid=UID, date=days_ago(5).isoformat()))


def test_a_tablet_a_day_is_asked_about_on_the_same_day_only(signed_in, person, tablet):
    row = planned(person, tablet, unit="days", every=1)
    had(row, 1)
    assert send(signed_in, row, "dose", uid=UID).status_code == 302
    assert "Logged twice?" in text_of(send(signed_in, row, "dose", uid=str(uuid.uuid4())))


def test_what_is_taken_as_needed_is_never_asked_about(signed_in, person, tablet):
    row = planned(person, tablet, unit="as_needed", every=1)
    had(row, 0)
    assert send(signed_in, row, "dose", uid=UID).status_code == 302


def test_a_dose_of_the_future_is_refused_and_stays_typed(signed_in, person, ampoule):
    page = send(signed_in, planned(person, ampoule), "dose", uid=UID, date="2026-03-20", batch="AB")
    assert "That is still to come. Log it once you had it." in text_of(page)
    assert (value_of(page, "date"), value_of(page, "batch")) == (["2026-03-20"], ["AB"])
    assert person.entries.count() == 0


def test_undo_takes_the_dose_away(signed_in, person, ampoule):
    row = planned(person, ampoule)
    send(signed_in, row, "dose", uid=UID, next=LIST)
    assert signed_in.post(f"/entries/{person.entries.get().pk}/remove/", {"next": LIST}).url == LIST
    assert "no dose logged yet" in text_of(signed_in.get(LIST))


def test_a_dose_is_left_out_with_a_reason_and_opened_again(signed_in, person, ampoule):
    row = planned(person, ampoule)
    had(row, 84)
    send(signed_in, row, "skip", due_on="2026-03-14", reason="Blood test")
    said = text_of(signed_in.get(at(row)))
    assert "Left out on purpose 14 March 2026 Blood test" in said
    assert "1 left out on purpose" in said
    send(signed_in, row, "skip", due_on="2026-03-14", undo="1")
    assert row.skips.count() == 0


# --- the page of one --------------------------------------------------------------------------------------------------
def test_the_page_says_what_is_to_come_and_how_it_is_counted(signed_in, person, ampoule):
    row = planned(person, ampoule, begun=68)
    had(row, 68)
    said = text_of(signed_in.get(at(row)))
    assert "To come Mon 30 March Mon 22 June" in said
    assert "logged on its day or up to 7 days after it; that window is an estimate" in said
    assert "Whether an injection is late is judged by this plan, here every 84 days." in said


@pytest.mark.parametrize(("weekdays", "moves"), [("", True), ("03", False)])
def test_a_late_dose_moves_the_next_but_no_weekday(signed_in, person, ampoule, weekdays, moves):
    row = planned(person, ampoule, every=1)
    row.phases.update(weekdays=weekdays)
    assert ("A late one moves those after it." in text_of(signed_in.get(at(row)))) == moves


def test_stock_is_counted_in_what_a_dose_is_counted_in(signed_in, person, ampoule):
    row = planned(person, ampoule, stock=Decimal(5), stock_on=days_ago(1))
    row.portion.quantity, row.amount = Decimal(10), Decimal(2)  # two ampoules a dose, whatever one holds
    row.portion.save()
    row.save()
    assert "2 left" in text_of(signed_in.get(at(row)))


def test_a_late_dose_is_never_doubled(signed_in, person, ampoule):
    row = planned(person, ampoule)
    had(row, 100)
    assert "The dose was due on Thursday 26 February. If you had it, log it with its day." in text_of(
        signed_in.get(at(row))
    )
    assert "Do not take two." in text_of(signed_in.get(at(row)))


def test_in_the_first_days_of_severe_anaemia_the_page_says_what_to_look_out_for(signed_in, person, ampoule):
    row = planned(person, ampoule, begun=7)
    had(row, 7)
    assert "potassium" not in text_of(signed_in.get(at(row)))
    ConditionFactory(owner=person, key="severe_anaemia", name="Severe anaemia")
    assert "potassium in the blood can fall" in text_of(signed_in.get(at(row)))
    Entry.objects.update(local_date=days_ago(8))
    assert "potassium" not in text_of(signed_in.get(at(row)))


def test_many_doses_stand_on_pages_of_thirty(signed_in, person, tablet):
    row = planned(person, tablet, unit="days", every=1, begun=210)
    had(row, *range(120))
    first, last = signed_in.get(at(row)), signed_in.get(at(row), {"page": "4"})

    assert first.text.count("/entries/") == last.text.count("/entries/") == 30
    assert ("?page=2#doses" in links_of(first), "?page=5#doses" in links_of(last)) == (True, False)


@pytest.mark.parametrize(("many", "page"), [(3, "1"), (40, "1"), (40, "2")])
def test_the_place_of_the_last_injection_is_found_on_whatever_page(signed_in, person, ampoule, many, page):
    row = planned(person, ampoule, unit="days", every=1, begun=90)
    had(row, *range(many))
    for entry, site in zip(Entry.objects.order_by("local_date"), ("left_thigh", "right_thigh"), strict=False):
        Dose.objects.create(entry=entry, regimen=row, site=site)
    assert "last one: right thigh" in text_of(signed_in.get(at(row), {"page": page}))


def test_what_was_noted_of_a_dose_is_escaped(signed_in, person, ampoule):
    row = planned(person, ampoule)
    had(row, 3)
    Dose.objects.create(entry=Entry.objects.get(), regimen=row, batch="<b>1")
    assert "batch &lt;b&gt;1</span>" in signed_in.get(at(row)).text


@pytest.mark.parametrize("doses", [1, 120])
def test_the_page_asks_the_same_of_one_dose_and_of_many(signed_in, person, tablet, doses, django_assert_num_queries):
    row = planned(person, tablet, unit="days", every=1)
    had(row, *range(1, doses + 1))
    with django_assert_num_queries(6):  # the session, the person, the row, the regimens, doses, a page of them
        assert signed_in.get(at(row)).status_code == 200


def test_stock_is_noted_and_may_be_let_be(signed_in, person, ampoule):
    row = planned(person, ampoule, begun=10)
    assert send(signed_in, row, "stock", stock="4").url == at(row)
    assert "4 left, enough until" in text_of(signed_in.get(at(row)))
    send(signed_in, row, "stock", stock="0")
    assert "none left" in text_of(signed_in.get(at(row)))
    send(signed_in, row, "stock", stock="")
    row.refresh_from_db()
    assert (row.stock, row.stock_on) == (None, None)


def test_a_stock_that_cannot_be_read_is_asked_again(signed_in, person, ampoule):
    page = send(signed_in, planned(person, ampoule), "stock", stock="many")
    assert "Type how many are left, like 12, or leave it empty." in text_of(page)
    assert value_of(page, "stock") == ["many"]


def test_a_review_is_noted(signed_in, person, ampoule):
    row = planned(person, ampoule)
    send(signed_in, row, "review", on="2026-03-02")
    assert "Reviewed with the practice on 2 March." in text_of(signed_in.get(at(row)))
    assert "That is still to come." in text_of(send(signed_in, row, "review", on="2026-03-15"))


def test_a_plan_is_stopped_and_goes_on(signed_in, person, tablet):
    row = planned(person, tablet, unit="days", every=1)
    send(signed_in, row, "stop")
    said = text_of(signed_in.get(at(row)))
    assert ("It held until 13 March 2026." in said, "Done: log it now" in said) == (True, False)
    send(signed_in, row, "resume")
    assert "due today" in text_of(signed_in.get(at(row)))


# --- whose they are ---------------------------------------------------------------------------------------------------
POSTS = ["dose", "skip", "stop", "resume", "stock", "review", "edit"]


@pytest.mark.parametrize("what", ["", "edit"])
def test_a_stranger_sees_nothing(stranger, person, tablet, what):
    assert stranger.get(at(planned(person, tablet), what)).status_code == 404


@pytest.mark.parametrize("what", POSTS)
def test_a_stranger_changes_nothing(stranger, person, tablet, what):
    row = planned(person, tablet)
    before = Regimen.objects.values().get()
    answer = send(stranger, row, what, uid=UID, due_on="2026-03-14", stock="3", on="2026-03-01")
    assert answer.status_code == 404
    assert (Regimen.objects.values().get(), Entry.objects.count(), row.skips.count()) == (before, 0, 0)


@pytest.mark.parametrize("path", [LIST, NEW])
def test_a_visitor_is_sent_to_log_in(client, db, path):
    assert client.get(path).url.startswith("/accounts/login/")
