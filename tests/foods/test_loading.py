"""Loading may be repeated, keeps what curators did, and never leaves half of anything."""

import datetime as dt
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from foods import loading
from foods.loading import LoadReport, load
from foods.models import Alias, Food, Portion, Source
from tests.factories import EntryFactory, FoodFactory, SourceFactory, UserFactory
from tests.foods.shipments import (
    ALIASES,
    EGG,
    FOODS,
    GLASS,
    MILCH,
    MILK,
    MILK_ALIAS,
    ONE_EGG,
    PORTIONS,
    SOURCES,
    SPLASH,
    SPOON,
    YEAST,
    write_files,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    return write_files(tmp_path)


@pytest.fixture
def loaded(files):
    """The files, loaded once."""
    load(files)
    return files


def food(ref: str = "0011") -> Food:
    return Food.objects.get(source_ref=ref)


def edit(ref: str = "0011", **values) -> None:
    Food.objects.filter(source_ref=ref).update(**values)


def test_the_first_load_adds_every_food_with_portions_and_aliases(files):
    report = load(files)
    assert report == LoadReport(added=("Whole milk", "Egg, boiled", "Nutritional yeast, fortified"))
    milk = food()
    assert (milk.name, milk.b12_ug, milk.source.key) == ("Whole milk", Decimal("0.54"), "table")
    assert milk.state == "published"
    assert list(milk.portions.values_list("name", "quantity", "is_default")) == [
        ("glass", Decimal(244), True), ("splash", Decimal(30), False),
    ]  # fmt: skip
    assert set(milk.aliases.values_list("language", "name")) == {("de", "Vollmilch"), ("en", "milk")}


def test_an_unknown_figure_is_loaded_as_unknown(loaded):
    yeast = food("yeast")
    assert (yeast.b12_ug, yeast.b12_unknown, yeast.b12_added_ug) == (None, True, None)


def test_the_source_is_loaded_with_its_licence_and_date(loaded):
    source = Source.objects.get(key="table")
    assert (source.name, source.licence, source.retrieved_on) == ("A table", "public domain", dt.date(2024, 5, 1))


def test_a_second_load_changes_nothing(loaded):
    before = list(Food.objects.order_by("pk").values())
    assert load(loaded) == LoadReport(unchanged=3)
    assert list(Food.objects.order_by("pk").values()) == before
    assert Food.history.count() == 3


def test_a_second_load_asks_the_database_little(loaded, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        load(loaded)


def test_every_added_food_has_a_line_in_its_history(loaded):
    assert set(Food.history.values_list("history_type", "history_change_reason")) == {("+", "Shipped with Cobalog")}


def test_a_new_figure_in_the_file_arrives_with_history(loaded):
    report = load(write_files(loaded, foods=[MILK, EGG | {"b12_ug": "1.11"}, YEAST]))
    assert report == LoadReport(changed=("Egg, boiled",), unchanged=2)
    egg = food("0022")
    assert egg.b12_ug == Decimal("1.11")
    assert list(egg.history.values_list("history_type", "b12_ug")) == [
        ("~", Decimal("1.1100")), ("+", Decimal("0.8200")),
    ]  # fmt: skip


def test_a_food_that_becomes_known_is_no_longer_unknown(loaded):
    load(write_files(loaded, foods=[MILK, EGG, YEAST | {"b12_ug": "40"}]))
    assert (food("yeast").b12_ug, food("yeast").b12_unknown) == (Decimal(40), False)


def test_a_changed_food_says_when(loaded):
    before = food("0022").updated_at
    load(write_files(loaded, foods=[MILK, EGG | {"note": "Hen's egg."}, YEAST]))
    assert food("0022").updated_at > before
    assert food("0011").updated_at < food("0022").updated_at


def test_a_row_that_is_new_in_the_files_is_added(loaded):
    cheese = EGG | {"source_ref": "0033", "name": "Cheddar"}
    slice_ = GLASS | {"source_ref": "0033", "name": "slice", "quantity": "21"}
    report = load(write_files(loaded, foods=[*FOODS, cheese], portions=[*PORTIONS, slice_]))
    assert report == LoadReport(added=("Cheddar",), unchanged=3)
    assert food("0033").portions.get().name == "slice"


# What curators did


def test_an_edited_field_wins_over_the_file_and_is_reported(loaded):
    edit(note="As measured in our own laboratory.")
    report = load(write_files(loaded, foods=[MILK | {"note": "From the file.", "prominence": "8"}, EGG, YEAST]))
    assert report == LoadReport(changed=("Whole milk",), unchanged=2, kept=("Whole milk: note",))
    assert (food().note, food().prominence) == ("As measured in our own laboratory.", 8)


def test_an_edit_is_kept_again_at_every_later_load(loaded):
    edit(note="Ours.")
    assert load(loaded) == load(loaded) == LoadReport(unchanged=3, kept=("Whole milk: note",))
    assert food().note == "Ours."


def test_an_edit_that_the_file_takes_over_is_no_longer_an_edit(loaded):
    edit(note="Right.")
    assert load(write_files(loaded, foods=[MILK | {"note": "Right."}, EGG, YEAST])) == LoadReport(unchanged=3)
    report = load(write_files(loaded, foods=[MILK | {"note": "Better."}, EGG, YEAST]))
    assert report == LoadReport(changed=("Whole milk",), unchanged=2)
    assert food().note == "Better."


def test_an_edited_figure_keeps_its_whole_group_so_that_range_and_figure_agree(loaded):
    edit(b12_ug=Decimal("0.50"), grade="label")
    shipped = MILK | {"b12_ug": "0.9", "low_ug": "0.8", "high_ug": "1", "name": "Milk, whole"}
    report = load(write_files(loaded, foods=[shipped, EGG, YEAST]))
    assert report == LoadReport(
        changed=("Milk, whole",), unchanged=2, kept=("Milk, whole: b12_ug, low_ug, high_ug, grade",)
    )
    milk = food()
    assert (milk.b12_ug, milk.low_ug, milk.high_ug, milk.grade) == (
        Decimal("0.50"), Decimal("0.45"), Decimal("0.54"), "label",
    )  # fmt: skip


def test_a_food_that_a_curator_retired_stays_retired(loaded):
    edit(state="retired")
    assert load(loaded) == LoadReport(unchanged=3, kept=("Whole milk: state",))
    assert food().state == "retired"


def test_a_food_whose_source_a_curator_corrected_is_not_added_a_second_time(loaded):
    edit(source=SourceFactory(), source_ref="elsewhere")
    assert load(loaded) == LoadReport(unchanged=3)
    assert Food.objects.count() == 3


def test_an_alias_that_a_curator_added_stays_and_one_they_removed_does_not_come_back(loaded):
    food().aliases.filter(name="milk").delete()
    Alias.objects.create(food=food(), language="en", name="cow juice")
    report = load(write_files(loaded, aliases=[*ALIASES, MILCH | {"language": "fr", "name": "lait"}]))
    assert report == LoadReport(changed=("Whole milk",), unchanged=2)
    assert set(food().aliases.values_list("name", flat=True)) == {"Vollmilch", "cow juice", "lait"}


def test_an_alias_that_left_the_file_goes(loaded):
    load(write_files(loaded, aliases=[MILK_ALIAS]))
    assert list(food().aliases.values_list("name", flat=True)) == ["milk"]


def test_new_portions_replace_old_ones_and_those_that_stay_keep_their_row(loaded):
    glass = food().portions.get(name="glass")
    mug = SPLASH | {"name": "mug", "quantity": "300", "is_default": "1", "order": "0"}
    smaller = GLASS | {"quantity": "200", "is_default": "0", "order": "1"}
    report = load(write_files(loaded, portions=[mug, smaller, ONE_EGG, SPOON]))
    assert report == LoadReport(changed=("Whole milk",), unchanged=2)
    assert list(food().portions.values_list("name", "quantity", "is_default")) == [
        ("mug", Decimal(300), True), ("glass", Decimal(200), False),
    ]  # fmt: skip
    assert food().portions.get(name="glass").pk == glass.pk


def test_the_default_can_move_from_one_portion_to_another(loaded):
    load(write_files(loaded, portions=[GLASS | {"is_default": "0"}, SPLASH | {"is_default": "1"}, ONE_EGG, SPOON]))
    assert food().portions.get(is_default=True).name == "splash"


def test_portions_that_a_curator_edited_are_kept(loaded):
    food().portions.filter(name="glass").update(quantity=200)
    report = load(write_files(loaded, portions=[GLASS | {"quantity": "250"}, SPLASH, ONE_EGG, SPOON]))
    assert report == LoadReport(unchanged=3, kept=("Whole milk: portions",))
    assert food().portions.get(name="glass").quantity == 200


def test_portions_stay_with_the_basis_that_a_curator_set(loaded):
    edit(basis="ml100")
    report = load(write_files(loaded, portions=[GLASS | {"quantity": "250"}, SPLASH, ONE_EGG, SPOON]))
    assert report.kept == ("Whole milk: basis, portions",)
    assert food().portions.get(name="glass").quantity == 244


def test_what_people_logged_is_not_touched(loaded):
    entry = EntryFactory(food=food(), portion=food().portions.get(name="glass"), name="Whole milk")
    load(write_files(loaded, foods=[MILK | {"name": "Milk", "b12_ug": "0.5"}, EGG, YEAST]))
    entry.refresh_from_db()
    assert (entry.name, entry.swallowed_ug, entry.portion.name) == ("Whole milk", Decimal("1.0000"), "glass")


# Foods that were there before


def test_a_food_imported_earlier_becomes_the_shipped_one(files):
    imported = FoodFactory(source=SourceFactory(key="table"), source_ref="0011", name="MILK, WHOLE, 3.25%", note="x")
    report = load(files)
    assert report.changed == ("Whole milk",)
    assert (food().pk, food().name, food().note) == (imported.pk, "Whole milk", "")
    assert food().portions.count() == 2
    assert load(files) == LoadReport(unchanged=3)


def test_a_food_imported_earlier_that_a_curator_reviewed_stays_as_it_is(files):
    FoodFactory(
        source=SourceFactory(key="table"), source_ref="0011", name="Milk of our region", b12_ug=Decimal("0.6"),
        reviewed_by=UserFactory(), reviewed_at=timezone.now(),
    )  # fmt: skip
    report = load(files)
    assert report.changed == ()
    assert report.kept[0].startswith("Milk of our region: name, ")
    assert (food().name, food().b12_ug) == ("Milk of our region", Decimal("0.6"))


def test_somebodys_own_food_is_left_alone(files):
    own = FoodFactory(owner=UserFactory(), source=SourceFactory(key="table"), source_ref="0011", name="My milk")
    load(files)
    own.refresh_from_db()
    assert own.name == "My milk"
    assert Food.objects.filter(owner=None).count() == 3


# Foods that are gone


def test_a_food_that_left_the_files_is_retired_and_not_deleted(loaded):
    report = load(write_files(loaded, foods=[MILK, YEAST], portions=[GLASS, SPLASH, SPOON]))
    assert report == LoadReport(unchanged=2, retired=("Egg, boiled",))
    assert food("0022").state == "retired"
    assert food("0022").history.count() == 2


def test_a_retired_food_is_retired_once_and_comes_back_with_its_row(loaded):
    fewer = {"foods": [MILK, YEAST], "portions": [GLASS, SPLASH, SPOON]}
    load(write_files(loaded, **fewer))
    assert load(write_files(loaded, **fewer)) == LoadReport(unchanged=2)
    assert load(write_files(loaded)) == LoadReport(changed=("Egg, boiled",), unchanged=2)
    assert food("0022").state == "published"


def test_an_edited_food_that_left_the_files_is_left_alone_and_reported(loaded):
    edit("0022", note="We still need it.")
    report = load(write_files(loaded, foods=[MILK, YEAST], portions=[GLASS, SPLASH, SPOON]))
    assert report == LoadReport(unchanged=2, kept=("Egg, boiled: no longer shipped, but edited",))
    assert food("0022").state == "published"


def test_a_food_that_was_never_shipped_is_not_retired(loaded):
    other = FoodFactory(source=Source.objects.get(key="table"), source_ref="0099")
    load(loaded)
    other.refresh_from_db()
    assert other.state == "published"


def test_nothing_is_retired_while_a_food_is_refused(loaded):
    report = load(write_files(loaded, foods=[MILK | {"b12_ug": ""}, YEAST], portions=[GLASS, SPLASH, SPOON]))
    assert report.retired == ()
    assert set(Food.objects.values_list("state", flat=True)) == {"published"}
    assert food().b12_ug == Decimal("0.54")


# Refusals, and all or nothing


def test_a_refused_row_stops_only_itself(files):
    report = load(write_files(files, foods=[MILK, EGG | {"b12_ug": ""}, YEAST]))
    assert report.added == ("Whole milk", "Nutritional yeast, fortified")
    assert [str(refusal) for refusal in report.refused] == [
        "foods.csv, line 3: b12_ug is empty: give a figure, 0, or the word unknown."
    ]


def test_a_failure_in_the_middle_leaves_nothing_behind(files, monkeypatch):
    def fail(*args):
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr(loading, "reindex", fail)
    with pytest.raises(DatabaseError):
        load(files)
    assert (Source.objects.count(), Food.objects.count(), Portion.objects.count()) == (0, 0, 0)


def test_an_empty_cell_of_a_source_leaves_what_is_there(loaded):
    Source.objects.filter(key="other").update(licence="CC BY 4.0")
    load(write_files(loaded, sources=[SOURCES[0] | {"version": "2025"}, SOURCES[1]]))
    assert Source.objects.get(key="table").version == "2025"
    assert Source.objects.get(key="other").licence == "CC BY 4.0"


def test_the_search_is_told_what_was_touched_and_only_that(loaded, monkeypatch):
    told = []
    monkeypatch.setattr(loading, "reindex", told.append)
    load(loaded)
    load(write_files(loaded, foods=[MILK, EGG | {"name": "Boiled egg"}, YEAST]))
    load(write_files(loaded, foods=[MILK, EGG | {"name": "Boiled egg"}], portions=[GLASS, SPLASH, ONE_EGG]))
    assert told == [[], [food("0022").pk], [food("yeast").pk]]


# The command


def test_the_command_says_what_it_did(files):
    out = StringIO()
    call_command("load_foods", directory=files, stdout=out)
    assert out.getvalue() == (
        "Foods: 3 added, 0 changed, 0 unchanged, 0 kept as edited, 0 retired, 0 rows refused.\n"
    )  # fmt: skip


def test_the_command_names_what_was_kept_retired_and_refused_and_fails(loaded):
    edit(note="Ours.")
    out = StringIO()
    files = write_files(loaded, foods=[MILK, EGG, YEAST], aliases=[MILCH | {"language": "xyz"}])
    with pytest.raises(CommandError, match="Some rows were refused"):
        call_command("load_foods", directory=files, stdout=out)
    assert out.getvalue().splitlines() == [
        "Foods: 0 added, 1 changed, 2 unchanged, 1 kept as edited, 0 retired, 1 rows refused.",
        "Kept: Whole milk: note",
        "Refused: aliases.csv, line 2: The language “xyz” is not two small letters.",
    ]


def test_the_command_says_which_file_is_missing(files):
    (files / "foods.csv").unlink()
    with pytest.raises(CommandError, match=r"foods\.csv cannot be read"):
        call_command("load_foods", directory=files)


def test_the_command_is_silent_when_asked(files):
    out = StringIO()
    call_command("load_foods", directory=files, stdout=out, verbosity=0)
    assert out.getvalue() == ""
