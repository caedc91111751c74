"""What is typed of a regimen: its parts one after another, nothing guessed, what cannot be said with a sentence."""

import datetime as dt
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import FoodFactory, PhaseFactory, PortionFactory, RegimenFactory
from tracker.domain.regimens.plans import CountsFrom, Phase, Unit
from tracker.forms.doses import DoseForm, SkipForm, StockForm, StopForm
from tracker.forms.regimen_phases import Lasting, in_turn, lasting, phase_forms, typed_of
from tracker.forms.regimens import RegimenForm, counts_from_of
from tracker.forms.regimens import typed_of as typed_of_regimen

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
DAILY = {"p0-every": "1", "p0-unit": "days", "p0-starts": "2026-03-14"}


def phases(**typed: str | list[str]) -> tuple[Phase, ...]:
    """Names like `p0_every`."""
    data = {name.replace("_", "-"): value for name, value in typed.items()}
    return in_turn(phase_forms(_multi(data), today=TODAY), today=TODAY)


def errors(**typed: str | list[str]) -> dict[str, list[str]]:
    forms = phase_forms(_multi({name.replace("_", "-"): value for name, value in typed.items()}), today=TODAY)
    in_turn(forms, today=TODAY)
    return {
        f"p{form.number}-{name}": list(said)
        for form in forms
        if form.is_bound and not (form.number and form.empty)
        for name, said in form.errors.items()
    }


def _multi(data: dict) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, value in data.items():
        made.setlist(name, value if isinstance(value, list) else [value])
    return made


# --- how long --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2 weeks", Lasting(2, "weeks")),
        ("1 week", Lasting(1, "weeks")),
        (" 10  Days ", Lasting(10, "days")),
        ("3 mon", Lasting(3, "months")),
        ("1 year", Lasting(1, "years")),
        ("2w", Lasting(2, "weeks")),
        ("0 weeks", None),
        ("weeks", None),
        ("2 fortnights", None),
        ("14 March", None),
        ("2026", None),
        ("", None),
    ],
)
def test_a_stretch_of_time_is_read_as_it_is_said(typed, read):
    assert lasting(typed) == read


@pytest.mark.parametrize(
    ("stretch", "last"),
    [
        (Lasting(1, "days"), dt.date(2026, 1, 31)),
        (Lasting(2, "weeks"), dt.date(2026, 2, 13)),
        (Lasting(1, "months"), dt.date(2026, 2, 27)),
        (Lasting(1, "years"), dt.date(2027, 1, 30)),
    ],
)
def test_a_stretch_ends_the_day_before_it_would_begin_again(stretch, last):
    assert stretch.last(dt.date(2026, 1, 31)) == last


# --- the parts -------------------------------------------------------------------------------------------------------
def test_a_plan_of_one_part_begins_today_where_nothing_else_is_said():
    assert phases(p0_every="12", p0_unit="weeks") == (Phase(Unit.WEEKS, 12, TODAY),)


def test_loading_and_what_comes_after_it_follow_one_another():
    found = phases(
        p0_every="1", p0_unit="weeks", p0_weekdays=["4", "0", "2"], p0_at="09:30", p0_starts="2026-03-16",
        p0_ends="2 weeks", p0_loading="on", p1_every="12", p1_unit="weeks",
    )  # fmt: skip

    monday = dt.date(2026, 3, 16)
    assert found == (
        Phase(Unit.WEEKS, 1, monday, dt.date(2026, 3, 29), frozenset((0, 2, 4)), dt.time(9, 30), loading=True),
        Phase(Unit.WEEKS, 12, dt.date(2026, 3, 30)),
    )


def test_four_parts_fit_and_the_last_may_have_an_end():
    typed = {
        f"p{n}_{name}": value
        for n in range(4)
        for name, value in (("every", "1"), ("unit", "days"), ("ends", "1 week"))
    }
    found = phases(**typed)

    assert [(one.starts_on.day, one.ends_on.day) for one in found] == [(14, 20), (21, 27), (28, 3), (4, 10)]


def test_a_part_in_which_nothing_is_said_is_none():
    assert len(phases(p0_every="1", p0_unit="days", p2_every="", p2_unit="")) == 1


def test_as_needed_needs_no_number():
    assert phases(p0_unit="as_needed") == (Phase(Unit.AS_NEEDED, 1, TODAY),)


@pytest.mark.parametrize(
    ("typed", "where", "said"),
    [
        ({}, "p0-unit", "Choose days, weeks or months: nobody can guess how often."),
        ({"p0_every": "2"}, "p0-unit", "Choose days, weeks or months: nobody can guess how often."),
        ({"p0_unit": "weeks"}, "p0-every", "Type a whole number from 1 to 999, like 1 or 12."),
        ({"p0_unit": "weeks", "p0_every": "0"}, "p0-every", "Type a whole number from 1 to 999, like 1 or 12."),
        ({"p0_unit": "weeks", "p0_every": "1000"}, "p0-every", "Type a whole number from 1 to 999, like 1 or 12."),
        ({"p0_unit": "weeks", "p0_every": "1,5"}, "p0-every", "Type a whole number from 1 to 999, like 1 or 12."),
        (
            {"p0_unit": "days", "p0_every": "1", "p0_weekdays": ["1"]},
            "p0-weekdays",
            "Weekdays belong to a plan by weeks. Choose weeks, or clear them.",
        ),
        (
            {"p0_unit": "days", "p0_every": "1", "p0_ends": "soon"},
            "p0-ends",
            "“soon” is neither a time nor a date we can read. Type it like 2 weeks, or 14 March 2026.",
        ),
        (
            {"p0_unit": "days", "p0_every": "1", "p0_ends": "3/4/2026"},
            "p0-ends",
            "“3/4/2026” may be two different days. Write the month as a word, like 3 April 2022.",
        ),
        (
            {"p0_unit": "days", "p0_every": "1", "p0_ends": "13 March 2026"},
            "p0-ends",
            "The end lies before the start. Change one of the two dates.",
        ),
        (
            {"p0_unit": "days", "p0_every": "1", "p1_unit": "weeks", "p1_every": "1"},
            "p0-ends",
            "Say when this part ends, because another follows it.",
        ),
        (
            {"p0_unit": "days", "p0_every": "1", "p0_ends": "1 week", "p1_unit": "weeks", "p1_every": "1",
             "p1_starts": "2026-03-20"},
            "p1-starts",
            "This begins before the part before it has ended. Change one of the two.",
        ),
        (
            {"p0_unit": "days", "p0_every": "1", "p0_starts": "1899-12-31"},
            "p0-starts",
            "That is too long ago. Type a year from 1900 on.",
        ),
        (
            {"p0_unit": "days", "p0_every": "1", "p0_starts": "2047-01-01"},
            "p0-starts",
            "That is too far ahead. Check the year.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_where_it_stands(typed, where, said):
    assert errors(**typed) == {where: [said]}
    assert phases(**typed) == ()


def test_an_end_on_its_first_day_is_one_day():
    assert phases(p0_unit="days", p0_every="1", p0_ends="14 March 2026")[0].ends_on == TODAY


def test_an_end_of_a_month_is_its_last_day():
    assert phases(p0_unit="days", p0_every="1", p0_ends="May 2026")[0].ends_on == dt.date(2026, 5, 31)


@settings(deadline=None)
@given(
    every=st.integers(1, 999),
    unit=st.sampled_from([Unit.HOURS, Unit.DAYS, Unit.WEEKS, Unit.MONTHS]),
    length=st.none() | st.integers(0, 400),
    days=st.frozensets(st.integers(0, 6)),
    loading=st.booleans(),
)
def test_what_a_form_begins_with_says_the_same_phase_again(every, unit, length, days, loading):
    phase = Phase(
        unit, every, TODAY, None if length is None else TODAY + dt.timedelta(days=length),
        days if unit == Unit.WEEKS else frozenset(), dt.time(8), loading,
    )  # fmt: skip
    form = phase_forms(None, today=TODAY, begun=(phase,))[0]
    typed = {f"p0_{name}": form[name].value() for name in typed_of(phase)}
    sent = {
        name: value if isinstance(value, list) else str(value)
        for name, value in typed.items()
        if value not in (None, False)
    }

    assert phases(**sent) == (phase,)


# --- the whole -------------------------------------------------------------------------------------------------------
@pytest.fixture
def tablet(db):
    return PortionFactory(food=FoodFactory(tablet=True), name="tablet", quantity=Decimal(1)).food


def form_of(person, food, **typed) -> RegimenForm:
    options = {name: typed.pop(name) for name in ("only_prescribed", "cautioned") if name in typed}
    data = {"food_id": food.pk, "amount": "1", "prescribed": "no", "counts_from": "calendar", **DAILY, **typed}
    return RegimenForm(_multi({name: value if isinstance(value, list) else str(value) for name, value in data.items()}),
                       person=person, now=NOW, **options)  # fmt: skip


def test_answers_are_the_columns_of_a_regimen(person, tablet):
    form = form_of(person, tablet, amount="1,5", prescribed="yes", began="2022", remind="on", note="with breakfast",
                   portion=tablet.portions.get().pk)  # fmt: skip

    assert form.is_valid(), form.errors
    assert form.answers == {
        "template": "",
        "food": tablet,
        "portion": tablet.portions.get(),
        "amount": Decimal("1.5"),
        "name": tablet.name,
        "dose_ug": Decimal("1500.0000"),
        "form": tablet.form,
        "route": "swallowed",
        "counts_from": "calendar",
        "prescribed": True,
        "began": dt.date(2022, 7, 1),
        "remind": True,
        "note": "with breakfast",
    }
    assert form.phases == (Phase(Unit.DAYS, 1, TODAY),)


@pytest.mark.parametrize(
    ("route", "counted"),
    [("injected", "last_dose"), ("nasal", "last_dose"), ("swallowed", "calendar"), ("sublingual", "calendar")],
)
def test_what_is_injected_or_sprayed_counts_from_the_last_one(route, counted):
    assert counts_from_of(route) == CountsFrom(counted)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"prescribed": ""}, "prescribed", "Say whether it was prescribed."),
        (
            {"only_prescribed": True},
            "prescribed",
            "With what you have, your specialists plan this. You can record what they prescribed.",
        ),
        (
            {"cautioned": True},
            "seen",
            "Read what stands above, and tick this if you want to save it all the same.",
        ),
        ({"amount": "0.001"}, "amount", "An amount of 0 logs nothing. Type how much it was, or leave the entry out."),
        ({"amount": "x"}, "amount", "“x” is not a number we can read. Type it like 2, 1.5 or 1/2."),
        ({"began": "2027"}, "began", "That is still to come. Type a date up to today."),
        (
            {"amount": "60"},
            "sure",
            "That would be 60,000 µg of B12. Is that right? On labels, 1 mg is 1,000 µg; and most doses are in µg.",
        ),
    ],
)
def test_what_is_missing_or_cannot_be_is_said(person, tablet, typed, field, said):
    form = form_of(person, tablet, **typed)

    assert not form.is_valid()
    assert form.errors[field][0] == said


@pytest.mark.parametrize(
    "typed",
    [
        {"only_prescribed": True, "prescribed": "yes"},
        {"cautioned": True, "seen": "on"},
        {"amount": "60", "sure": "on"},
        {"p0-unit": "weeks", "p0-weekdays": ["1"], "counts_from": "last_dose"},  # the weekdays stand all the same
    ],
)
def test_what_was_answered_is_saved(person, tablet, typed):
    assert form_of(person, tablet, **typed).is_valid()


def test_a_food_of_somebody_else_is_none(person, tablet):
    form = form_of(person, FoodFactory(owner=RegimenFactory().owner, source=None, source_ref=""))

    assert not form.is_valid()
    assert form.non_field_errors() == ["That food is not in the table any more. Search for another."]


def test_what_is_wrong_is_named_with_its_place(person, tablet):
    form = form_of(person, tablet, prescribed="", **{"p0-unit": "", "p1-unit": "days"})

    assert ("Was it prescribed to you?", "id_prescribed_0") in form.wrong
    assert ("Days, weeks or months", "id_p0-unit") in form.wrong


@pytest.mark.parametrize(
    ("began", "typed"),
    [
        (dt.date(2022, 7, 1), "2022"),
        (dt.date(2022, 3, 15), "March 2022"),
        (dt.date(2022, 3, 14), "14 March 2022"),
        (None, None),
    ],
)
def test_the_first_dose_reads_as_exactly_as_it_was_said(began, typed, person):
    row = PhaseFactory(regimen=RegimenFactory(owner=person, began=began, amount=Decimal(1))).regimen
    assert typed_of_regimen(row)["began"] == typed


# --- doses -----------------------------------------------------------------------------------------------------------
def dose(person, **typed) -> DoseForm:
    return DoseForm(typed, person=person, now=NOW)


def test_a_dose_is_now_where_nothing_is_said(person):
    form = dose(person, site="left_thigh", batch="A1")
    assert (form.is_valid(), form.moment(), form.answers) == (True, NOW, {"site": "left_thigh", "batch": "A1"})


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"date": "2026-03-15"}, "date"),
        ({"time": "12:31"}, "time"),
        ({"site": "nose"}, "site"),
        ({"batch": "x" * 41}, "batch"),
    ],
)
def test_a_dose_is_not_of_the_future_and_its_place_one_that_there_is(person, typed, field):
    assert list(dose(person, **typed).errors) == [field]


def test_a_dose_of_this_very_minute_is_not_of_the_future(person):
    assert dose(person, time="12:30").is_valid()


def test_a_tablet_has_no_place_and_no_batch(person):
    form = DoseForm({"site": "left_thigh"}, person=person, now=NOW, injected=False)
    assert (form.is_valid(), form.answers) == (True, {"site": "", "batch": ""})


@pytest.mark.parametrize(
    ("typed", "left"), [("12", Decimal(12)), ("0", Decimal(0)), ("2,5", Decimal("2.5")), ("", None)]
)
def test_a_stock_may_be_nothing_or_not_be_counted(typed, left):
    form = StockForm({"stock": typed})
    assert (form.is_valid(), form.cleaned_data["stock"]) == (True, left)


@pytest.mark.parametrize("typed", ["x", "-1", "100000"])
def test_a_stock_that_cannot_be_is_asked_again(typed):
    assert StockForm({"stock": typed}).errors["stock"] == ["Type how many are left, like 12, or leave it empty."]


@pytest.mark.parametrize(
    ("typed", "on"), [("", dt.date(2026, 3, 13)), ("2026-03-14", TODAY), ("2026-01-01", dt.date(2026, 1, 1))]
)
def test_a_plan_ends_on_a_day_that_was(typed, on):
    form = StopForm({"on": typed}, today=TODAY, usual=TODAY - dt.timedelta(days=1))
    assert (form.is_valid(), form.cleaned_data["on"]) == (True, on)


@pytest.mark.parametrize("typed", ["2026-03-15", "1899-12-31", "x"])
def test_a_plan_does_not_end_on_another_day(typed):
    assert not StopForm({"on": typed}, today=TODAY, usual=TODAY).is_valid()


@pytest.mark.parametrize(("days", "fits"), [(-1098, True), (-1099, False), (732, True), (733, False)])
def test_what_is_left_out_was_due_in_a_time_that_can_be_seen(days, fits):
    due_on = (TODAY + dt.timedelta(days=days)).isoformat()
    assert SkipForm({"due_on": due_on}, today=TODAY).is_valid() is fits
