"""One medicine as it is typed in: the pack, the dose, since, until, and a second pack of the same."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.factories import MedicineFactory
from tracker.domain import medicines
from tracker.domain.risks.facts import Precision, When
from tracker.forms.medicines import BY_TABLETS, WITHOUT_DOSE, MedicineForm, is_brand, is_combination, typed_of
from tracker.models import Medicine

TODAY = dt.date(2026, 3, 14)
METFORMIN = {"key": "metformin", "name": "metformin", "taking": "yes"}
NEXIUM = {"key": "esomeprazole", "name": "Nexium", "taking": "yes"}


def form(said=None, *, already=False, **more) -> MedicineForm:
    return MedicineForm(None if said is None else {**said, **more}, today=TODAY, already=already)


def errors(said, **more) -> dict[str, list[str]]:
    return {name: list(sentences) for name, sentences in form(said, **more).errors.items()}


def answers(said, **more) -> dict:
    made = form(said, **more)
    assert made.is_valid(), made.errors
    return made.answers


# --- what is said ----------------------------------------------------------------------------------------------------
def test_all_of_it_becomes_columns():
    assert answers(METFORMIN, dose_mg="2,000 mg", since="3/2022") == {
        "key": "metformin", "name": "metformin", "confirmed": True, "dose_mg": Decimal(2000), "units": None,
        "taking": True, "since": dt.date(2022, 3, 15), "since_precision": "month", "until": None,
        "until_precision": "month",
    }  # fmt: skip


def test_the_answers_are_columns_of_a_medicine():
    columns = {field.name for field in Medicine._meta.concrete_fields}
    assert set(answers(METFORMIN)) == columns - {"id", "owner", "uid", "created_at", "updated_at"}


def test_a_name_alone_is_enough():
    said = answers({"name": "Grandma’s tea", "taking": "yes"})
    assert (said["key"], said["name"], said["dose_mg"], said["since"], said["taking"]) == (
        "", "Grandma’s tea", None, None, True,
    )  # fmt: skip


def test_something_stopped_has_an_end_or_none():
    assert answers(METFORMIN, taking="no", since="2019", until="2021")["until"] == dt.date(2021, 7, 1)
    said = answers(METFORMIN, taking="no")
    assert (said["taking"], said["until"]) == (False, None)


def test_an_end_before_the_middle_of_its_year_is_no_contradiction():
    said = answers(METFORMIN, taking="no", since="2020", until="March 2020")
    assert said["since"] <= said["until"] == dt.date(2020, 3, 31)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"taking": ""}, {"taking": ["Say whether you still take it."]}),
        ({"taking": "no", "since": "2021", "until": "2020"},
         {"until": ["The end lies before the start. Change one of the two dates."]}),
        ({"until": "2020"}, {"until": ["What you still take has no end. Clear this, or say that you stopped."]}),
        ({"since": "2027"}, {"since": ["That is still to come. Type a date up to today."]}),
        ({"dose_mg": "much"}, {"dose_mg": ["Type the dose of a day in mg, like 1000, or leave it empty."]}),
        ({"dose_mg": "0"}, {"dose_mg": ["Type the dose of a day in mg, like 1000, or leave it empty."]}),
        ({"dose_mg": "100001"}, {"dose_mg": ["Type the dose of a day in mg, like 1000, or leave it empty."]}),
        ({"since": "3/4/2022"},
         {"since": ["“3/4/2022” may be two different days. Write the month as a word, like 3 April 2022."]}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_asked_back(more, said):
    assert errors(METFORMIN, **more) == said


# --- the pack --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "name", "asked"),
    [
        ("esomeprazole", "Nexium", True),
        ("esomeprazole", "NEXIUM", True),
        ("esomeprazole", "esomeprazole", False),
        ("esomeprazole", "Esomeprazole", False),
        ("metformin", "metformin hydrochloride", False),
        ("oral_contraceptive", "The combined pill", False),
        ("metformin", "Nexium", False),
        ("", "Nexium", False),
    ],
)
def test_of_a_brand_it_is_asked_what_the_pack_holds(key, name, asked):
    assert is_brand(key, name) is asked
    assert ("confirmed" in form({"key": key, "name": name}).fields) is asked


def test_the_question_names_what_it_holds_and_waits_for_an_answer():
    assert form(NEXIUM).fields["confirmed"].label == "Does the pack say that it holds esomeprazole?"
    assert errors(NEXIUM) == {"confirmed": ["Look at the pack, or say that you have not looked yet."]}


@pytest.mark.parametrize(("said", "confirmed"), [("yes", True), ("no", False)])
def test_a_brand_is_confirmed_by_whoever_looked(said, confirmed):
    assert answers(NEXIUM, confirmed=said)["confirmed"] is confirmed


def test_what_is_no_brand_needs_no_look_at_the_pack():
    assert answers(METFORMIN, confirmed="no")["confirmed"] is True


def test_every_brand_of_the_table_is_asked_about():
    assert [brand for brand in medicines.BRANDS if not is_brand(brand.key, brand.name)] == []


# --- the dose --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("metformin", "Dose, mg a day"),
        ("met_sitagliptin", "Dose of the metformin in it, mg a day"),
        ("met_sulfonylurea", "Dose of the metformin in it, mg a day"),
        ("phentermine_topiramate", "Dose, mg a day"),
        ("", "Dose, mg a day"),
    ],
)
def test_of_a_combination_the_dose_of_the_metformin_is_asked(key, label):
    assert form({"key": key, "name": "x"}).fields["dose_mg"].label == label


def test_every_combination_says_that_it_holds_metformin():
    of_two = {key for key, row in medicines.MEDICINES.items() if row.group == "metformin" and "+" in row.name}
    assert {key for key in medicines.MEDICINES if is_combination(key)} == of_two
    assert len(of_two) > 5
    assert not is_combination("")


def test_folic_acid_is_sold_in_micrograms_and_asked_in_milligrams():
    assert (
        form({"key": "folic_acid", "name": "folic acid"}).fields["dose_mg"].help_text == "400\u00a0µg are 0.4\u00a0mg."
    )


@pytest.mark.parametrize("key", list(medicines.MEDICINES))
def test_tablets_and_doses_are_asked_where_they_change_something(key):
    group = medicines.MEDICINES[key].group
    fields = form({"key": key, "name": medicines.MEDICINES[key].name}).fields
    assert ("units" in fields) is (group in BY_TABLETS)
    assert ("dose_mg" in fields) is (group not in WITHOUT_DOSE)
    if medicines.MEDICINES[key].asks_dose:
        assert "dose_mg" in fields


@pytest.mark.parametrize(("typed", "units"), [("2", 2), ("0,5", "0.5"), ("1½", "1.5"), ("100", 100), ("", None)])
def test_tablets_are_counted_by_the_day(typed, units):
    said = answers({**NEXIUM, "confirmed": "yes"}, units=typed)
    assert said["units"] == (None if units is None else Decimal(units))


@pytest.mark.parametrize("typed", ["101", "0", "-1", "some"])
def test_impossible_numbers_of_tablets_are_asked_back(typed):
    said = errors({**NEXIUM, "confirmed": "yes"}, units=typed)
    assert said == {"units": ["Type how many a day, like 1, 2 or 0.5, or leave it empty."]}


# --- two packs -------------------------------------------------------------------------------------------------------
def test_a_second_pack_is_asked_back_and_not_refused():
    again = {**METFORMIN, "dose_mg": "850"}
    assert errors(again, already=True) == {
        "both": ["Tick this if you take both. If it is the same pack, change the one on your list."]
    }
    assert answers(again, already=True, both="on")["dose_mg"] == 850
    assert "both" not in form(again).fields


def test_what_was_taken_before_is_no_second_pack():
    assert answers(METFORMIN, already=True, taking="no", until="2020")["taking"] is False


# --- what the form begins with ---------------------------------------------------------------------------------------
def test_the_form_of_a_medicine_begins_with_what_was_said():
    row = MedicineFactory.build(
        owner=None, key="esomeprazole", name="Nexium", confirmed=False, dose_mg=Decimal("40.000"),
        units=Decimal("1.50"), since=dt.date(2019, 7, 1), since_precision="year", until=dt.date(2021, 3, 15),
        taking=False,
    )  # fmt: skip
    assert typed_of(row) == {
        "uid": row.uid, "key": "esomeprazole", "name": "Nexium", "confirmed": "no", "dose_mg": "40", "units": "1.5",
        "since": When(dt.date(2019, 7, 1), Precision.YEAR), "taking": "no",
        "until": When(dt.date(2021, 3, 15), Precision.MONTH),
    }  # fmt: skip


@pytest.mark.parametrize("taking", [True, False])
def test_saving_it_unchanged_changes_nothing(taking):
    row = MedicineFactory.build(
        owner=None, key="esomeprazole", name="Nexium", confirmed=True, dose_mg=Decimal("0.125"), units=Decimal(2),
        since=dt.date(2019, 7, 1), since_precision="year", until=None if taking else dt.date(2021, 3, 3),
        until_precision="month" if taking else "day", taking=taking,
    )  # fmt: skip
    made = MedicineForm(initial=typed_of(row), today=TODAY)
    again = answers({name: made[name].value() or "" for name in made.fields})

    assert again == {name: getattr(row, name) for name in again}
