"""What the writer makes of records: added once, changed where the file changed, never against a curator's edit."""

from decimal import Decimal

import pytest
from django.db import DatabaseError
from django.utils import timezone

from foods.importing import writer
from foods.importing.batch import Counts
from foods.importing.records import Dataset, PortionRecord, Refusal
from foods.loading import load
from foods.models import Alias, Concern, Food, ImportDifference, ImportRefusal, Portion, Source
from foods.search import reindex, search
from tests.factories import AliasFactory, EntryFactory, FoodFactory, ImportRunFactory, SourceFactory, UserFactory
from tests.foods.importing.streams import PART, SET, bring_in, record
from tests.foods.shipments import write_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    return ImportRunFactory()


@pytest.fixture
def bring(tmp_path, run):
    """Items in by one writer, with the run taking notes."""

    def bring(*items, **how) -> Counts:
        return bring_in(tmp_path, items, **{"run": run, **how})

    return bring


def food(ref: str = "1") -> Food:
    return Food.objects.get(source_ref=ref, owner=None)


def edit(ref: str = "1", **values) -> None:
    Food.objects.filter(source_ref=ref).update(**values)


def history() -> list[tuple]:
    return list(Food.history.order_by("history_id").values_list("history_type", "source_ref", "b12_ug", "state"))


def everything() -> list:
    """All that an import may write but for what it says of itself."""
    tables = [Source, Food, Portion, Alias, Food.history.model, Concern]
    return [list(model.objects.order_by("pk").values()) for model in tables]


def found(text: str) -> list[str]:
    return [hit.name for hit in search(text, exact=True).hits]


# Adding


def test_a_record_becomes_a_published_food_with_all_that_belongs_to_it(bring):
    counts = bring(
        record(
            name="Soya drink", brand="Alpro", market="GB", category="plant_dairy", diet="vegan", origin="added",
            form="cyanocobalamin", basis="ml100", grade="label", gtin="5411188110835", figure_date="2024-01-05",
            note="With calcium.", b12_ug=Decimal("0.38"), b12_added_ug=Decimal("0.38"), low_ug=Decimal("0.3"),
            high_ug=Decimal("0.4"), range_note="Labels differ.", unverified=True,
            aliases=(("de", "Sojadrink"), ("en", "soy milk")),
        )
    )  # fmt: skip
    assert counts == Counts(position=1, added=1)
    new = food()
    plain = {name: getattr(new, name) for name in (
        "name", "brand", "market", "category", "diet", "origin", "form", "route", "reliability", "basis", "b12_ug",
        "b12_unknown", "b12_added_ug", "low_ug", "high_ug", "range_note", "grade", "gtin", "figure_date", "note",
        "unverified", "state", "prominence", "owner_id", "reviewed_by_id", "merged_into_id",
    )}  # fmt: skip
    assert plain == {
        "name": "Soya drink", "brand": "Alpro", "market": "GB", "category": "plant_dairy", "diet": "vegan",
        "origin": "added", "form": "cyanocobalamin", "route": "swallowed", "reliability": "active", "basis": "ml100",
        "b12_ug": Decimal("0.38"), "b12_unknown": False, "b12_added_ug": Decimal("0.38"), "low_ug": Decimal("0.3"),
        "high_ug": Decimal("0.4"), "range_note": "Labels differ.", "grade": "label", "gtin": "5411188110835",
        "figure_date": "2024-01-05", "note": "With calcium.", "unverified": True, "state": "published",
        "prominence": 0, "owner_id": None, "reviewed_by_id": None, "merged_into_id": None,
    }  # fmt: skip
    assert list(new.portions.values_list("name", "quantity", "is_default", "order")) == [
        ("glass", Decimal(200), True, 0), ("splash", Decimal(30), False, 1),
    ]  # fmt: skip
    assert set(new.aliases.values_list("language", "name")) == {("de", "Sojadrink"), ("en", "soy milk")}
    assert found("sojadrink") == found("alpro") == ["Soya drink"]
    new.full_clean()


def test_a_second_import_changes_nothing(bring):
    items = [record("1"), record("2", b12_ug=None, b12_added_ug=None), record("3", aliases=(("de", "Milch"),))]
    bring(*items)
    before = everything()
    assert bring(*items).unchanged == 3
    assert everything() == before
    assert set(ImportDifference.objects.values_list("change", flat=True)) == {"added"}


def test_a_second_import_asks_the_database_little(bring, django_assert_max_num_queries):
    items = [record(str(number)) for number in range(200)]
    bring(*items, batch=200, whole=False)
    with django_assert_max_num_queries(14):
        bring(*items, batch=200, whole=False)


def test_an_import_asks_for_a_batch_and_not_for_each_food(bring, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        bring(*[record(str(number)) for number in range(200)], batch=200)


def test_every_added_food_has_a_line_in_its_history(bring):
    bring(record("1"), record("2"))
    assert history() == [("+", "1", Decimal("0.5"), "published"), ("+", "2", Decimal("0.5"), "published")]
    assert set(Food.history.values_list("history_change_reason", flat=True)) == {"Imported from foods.csv"}


def test_an_unknown_figure_is_kept_unknown(bring):
    bring(record(b12_ug=None, b12_added_ug=None))
    assert (food().b12_ug, food().b12_unknown) == (None, True)


def test_the_data_set_is_made_known_with_its_licence_and_edition(bring):
    bring(record())
    source = Source.objects.get(key="set")
    assert (source.name, source.version, source.licence, source.retrieved_on) == (
        "A published set", "2024", "public domain", timezone.localdate(),
    )  # fmt: skip


def test_a_new_edition_is_the_same_data_set(bring):
    bring(record())
    bring(record(), datasets=[Dataset("set", "A published set", version="2025")])
    source = Source.objects.get(key="set")
    assert (source.version, source.licence) == ("2025", "public domain")


def test_only_the_first_adds_are_named(bring, monkeypatch):
    monkeypatch.setattr("foods.importing.batch.ADDS_SHOWN", 3)
    bring(*[record(str(number)) for number in range(5)], batch=2)
    assert [(one.change, one.source_ref, one.food.name) for one in ImportDifference.objects.all()] == [
        ("added", "0", "Milk 0"), ("added", "1", "Milk 1"), ("added", "2", "Milk 2"),
    ]  # fmt: skip
    assert ImportDifference.objects.first().fields["b12_ug"] == [None, "0.5"]


# Changing


def test_a_new_figure_in_the_file_arrives_with_history_and_is_named(bring):
    bring(record("1"), record("2"))
    counts = bring(record("1", b12_ug=Decimal("0.61"), name="Whole milk"), record("2"))
    assert (counts.changed, counts.unchanged) == (1, 1)
    assert (food("1").b12_ug, food("1").name) == (Decimal("0.61"), "Whole milk")
    assert history()[2:] == [("~", "1", Decimal("0.61"), "published")]
    change = ImportDifference.objects.get(change="changed")
    assert (change.food, change.source_ref, change.fields) == (
        food("1"), "1", {"name": ["Milk 1", "Whole milk"], "b12_ug": ["0.5", "0.61"]},
    )  # fmt: skip
    assert (found("whole"), found("milk 1")) == (["Whole milk"], [])


def test_a_changed_food_says_when(bring):
    bring(record("1"), record("2"))
    bring(record("1", note="New."), record("2"))
    assert food("1").updated_at > food("2").updated_at


def test_a_food_that_becomes_known_is_no_longer_unknown(bring):
    bring(record(b12_ug=None, b12_added_ug=None))
    bring(record())
    assert (food().b12_ug, food().b12_unknown) == (Decimal("0.5"), False)


def test_portions_change_and_those_that_stay_keep_their_row(bring):
    bring(record())
    glass = food().portions.get(name="glass")
    bring(record(portions=(PortionRecord("mug", Decimal(300), is_default=True), PortionRecord("glass", Decimal(250)))))
    assert list(food().portions.values_list("name", "quantity", "is_default")) == [
        ("mug", Decimal(300), True), ("glass", Decimal(250), False),
    ]  # fmt: skip
    assert food().portions.get(name="glass").pk == glass.pk
    assert ImportDifference.objects.get(change="changed").fields["portions"] == [
        [["glass", "200", True, 0], ["splash", "30", False, 1]], [["mug", "300", True, 0], ["glass", "250", False, 1]],
    ]  # fmt: skip


def test_aliases_follow_the_file_but_not_against_a_curator(bring):
    bring(record(aliases=(("de", "Milch"), ("fr", "lait"))))
    food().aliases.filter(name="Milch").delete()
    AliasFactory(food=food(), language="en", name="cow juice")
    bring(record(aliases=(("de", "Milch"), ("it", "latte"))))
    assert set(food().aliases.values_list("name", flat=True)) == {"cow juice", "latte"}
    assert (found("latte"), found("lait")) == (["Milk 1"], [])


def test_what_people_logged_is_not_touched(bring):
    bring(record())
    entry = EntryFactory(food=food(), portion=food().portions.get(name="splash"), name="Milk 1")
    bring(record(name="Milk", b12_ug=Decimal("0.6")))
    entry.refresh_from_db()
    assert (entry.name, entry.swallowed_ug, entry.portion.name) == ("Milk 1", Decimal("1.0000"), "splash")


# Curators


def test_an_edit_wins_and_the_conflict_is_queued_once(bring, run):
    bring(record())
    edit(note="Ours.")
    for _ in range(3):
        counts = bring(record(note="Theirs.", name="Whole milk"))
    assert (counts.kept, food().note, food().name) == (1, "Ours.", "Whole milk")
    (concern,) = Concern.objects.all()
    assert (concern.kind, concern.food, concern.run, concern.state, concern.facts) == (
        "conflict", food(), run, "open", {"changes": {"note": ["Ours.", "Theirs."]}},
    )  # fmt: skip
    assert ImportDifference.objects.filter(change="kept").first().fields == {"note": ["Ours.", "Theirs."]}


def test_a_conflict_that_was_decided_is_not_asked_again_until_the_file_says_something_else(bring):
    bring(record())
    edit(note="Ours.")
    bring(record(note="Theirs."))
    Concern.objects.update(state="rejected", decided_at=timezone.now())
    bring(record(note="Theirs."))
    assert Concern.objects.count() == 1
    bring(record(note="Theirs, better."))
    assert [(one.state, one.facts["changes"]["note"][1]) for one in Concern.objects.order_by("pk")] == [
        ("rejected", "Theirs."), ("open", "Theirs, better."),
    ]  # fmt: skip


def test_a_conflict_is_gone_when_the_file_says_something_else_and_back_when_it_says_so_again(bring):
    bring(record())
    edit(note="Ours.")
    bring(record(note="Theirs."))
    bring(record(note="Ours."))
    assert Concern.objects.get().state == "gone"
    edit(note="Ours.")
    bring(record(note="A"))
    assert set(Concern.objects.values_list("state", flat=True)) == {"gone"}  # nobody edited what the file took over
    edit(note="Ours.")
    bring(record(note="Theirs."))
    assert Concern.objects.get(facts__changes__note=["Ours.", "Theirs."]).state == "open"


def test_an_edited_figure_keeps_its_whole_group(bring):
    bring(record())
    edit(b12_ug=Decimal("0.45"), b12_added_ug=Decimal("0.1"))
    bring(record(b12_ug=Decimal("0.6"), low_ug=Decimal("0.55"), high_ug=Decimal("0.65"), grade="analysed"))
    assert (food().b12_ug, food().low_ug, food().grade) == (Decimal("0.45"), None, "calculated")
    assert Concern.objects.get().facts["changes"] == {
        "b12_ug": ["0.45", "0.6"], "b12_added_ug": ["0.1", "0"], "low_ug": [None, "0.55"], "high_ug": [None, "0.65"],
        "grade": ["calculated", "analysed"],
    }  # fmt: skip


def test_edited_portions_are_kept(bring):
    bring(record())
    food().portions.filter(name="glass").update(quantity=180)
    bring(record(portions=(PortionRecord("glass", Decimal(250), is_default=True),)))
    assert food().portions.get(name="glass").quantity == 180
    assert list(Concern.objects.get().facts["changes"]) == ["portions"]


def test_a_food_that_a_curator_retired_stays_retired_and_nobody_is_asked(bring):
    bring(record())
    edit(state="retired")
    assert bring(record(note="New.")).kept == 1
    assert (food().state, Concern.objects.count()) == ("retired", 0)


def test_a_food_that_a_curator_verified_stays_so_and_nobody_is_asked(bring):
    bring(record(unverified=True))
    edit(unverified=False)
    bring(record(unverified=True))
    assert (food().unverified, Concern.objects.count()) == (False, 0)


def test_prominence_is_no_business_of_a_file(bring):
    bring(record())
    edit(prominence=7)
    assert bring(record(note="New.")).kept == 0
    assert (food().prominence, food().note) == (7, "New.")


def test_a_food_whose_source_a_curator_corrected_is_not_added_a_second_time(bring):
    bring(record("1"), record("2"))
    edit("1", source=SourceFactory(), source_ref="elsewhere")
    edit("2", source_ref="two")
    assert bring(record("1"), record("2", note="New.")) == Counts(position=2, changed=1, unchanged=1)
    assert (Food.objects.count(), food("two").note) == (2, "New.")


@pytest.mark.parametrize("left", [False, True])
def test_a_reviewed_food_that_was_never_loaded_stays_as_it_is_even_when_its_reviewer_left(bring, left):
    reviewer = UserFactory()
    FoodFactory(
        source=SourceFactory(key="set"), source_ref="1", name="Milk of our region", b12_ug=Decimal("0.6"),
        reviewed_by=reviewer, reviewed_at=timezone.now(),
    )  # fmt: skip
    if left:
        reviewer.delete()
    assert bring(record()).kept == 1
    assert (food().name, food().b12_ug) == ("Milk of our region", Decimal("0.6"))


def test_a_food_of_the_starter_table_is_left_as_it_is(bring, tmp_path):
    load(write_files(tmp_path))
    before = list(Food.objects.order_by("pk").values())
    counts = bring(record("0011", source="table"), datasets=[Dataset("table", "A table", complete=True)])
    assert counts == Counts(position=1, unchanged=1)
    assert list(Food.objects.order_by("pk").values()) == before


def test_an_imported_food_becomes_the_shipped_one_and_keeps_edits(bring, tmp_path):
    table = Dataset("table", "A table")
    bring(record("0011", source="table", unverified=True), record("0022", source="table"), datasets=[table])
    edit("0022", note="Ours.")
    report = load(write_files(tmp_path))
    assert report.changed == ("Whole milk", "Egg, boiled")
    assert report.kept == ("Egg, boiled: note",)
    assert (food("0011").name, food("0011").unverified, food("0022").note) == ("Whole milk", False, "Ours.")
    assert load(write_files(tmp_path)).unchanged == 3


def test_a_load_leaves_imported_foods_and_their_edition_alone(bring, tmp_path):
    load(write_files(tmp_path))
    run = ImportRunFactory(datasets={"table": "2030"}, state="done")
    counts = bring_in(
        tmp_path, [record("99", source="table")], datasets=[Dataset("table", "A table", version="2030")], run=run
    )
    assert counts.added == 1
    load(write_files(tmp_path))
    assert (food("99").state, Source.objects.get(key="table").version) == ("published", "2030")


def test_private_foods_are_never_touched(bring):
    source = SourceFactory(key="set")
    own = FoodFactory(owner=UserFactory(), source=source, source_ref="1", name="My milk")
    other = FoodFactory(owner=UserFactory(), source=source, source_ref="9", name="My other milk")
    before = list(Food.objects.filter(pk__in=[own.pk, other.pk]).order_by("pk").values())
    bring(record("1"), record("2", replaces=("9",)))
    assert list(Food.objects.filter(pk__in=[own.pk, other.pk]).order_by("pk").values()) == before


# Foods that are gone


def test_a_vanished_food_is_retired_once_and_not_deleted(bring):
    bring(record("1"), record("2"))
    counts = bring(record("1"))
    assert (counts.retired, food("2").state) == (1, "retired")
    assert history()[2:] == [("~", "2", Decimal("0.5"), "retired")]
    gone = ImportDifference.objects.get(change="retired")
    assert (gone.food, gone.fields) == (food("2"), {"state": ["published", "retired"]})
    assert found("milk") == ["Milk 1"]
    assert bring(record("1")).retired == 0


def test_a_food_that_comes_back_is_published_again(bring):
    bring(record("1"), record("2"))
    bring(record("1"))
    assert bring(record("1"), record("2")).changed == 1
    assert (food("2").state, len(found("milk"))) == ("published", 2)


def test_nothing_vanishes_from_a_part_of_a_set_nor_from_a_file_that_was_not_read_to_its_end(bring):
    bring(record("1"), record("2"))
    bring(record("1"), whole=False)
    bring(record("1"), datasets=[Dataset("set", "A published set")])
    bring(record("1", source="part"), datasets=[PART])
    assert food("2").state == "published"


def test_a_vanished_food_that_a_curator_edited_is_left_and_asked_about_once(bring):
    bring(record("1"), record("2"))
    edit("2", note="We still need it.")
    assert bring(record("1")).kept == bring(record("1")).kept == 1
    assert food("2").state == "published"
    assert Concern.objects.get().facts == {"changes": {"state": ["published", "retired"]}}


def test_a_vanished_food_is_found_under_the_key_it_was_imported_with(bring):
    bring(record("1"), record("2"))
    edit("2", source_ref="two")
    bring(record("1"), record("2"))
    assert food("two").state == "published"
    bring(record("1"))
    assert food("two").state == "retired"


def test_foods_made_by_hand_do_not_vanish(bring):
    FoodFactory(source=SourceFactory(key="set"), source_ref="by hand")
    bring(record("1"))
    assert food("by hand").state == "published"


def test_a_torn_file_retires_nothing_and_says_so(bring):
    bring(*[record(str(number)) for number in range(30)])
    counts = bring(record("1"))
    assert (counts.retired, counts.refused) == (0, 1)
    assert Food.objects.filter(state="published").count() == 30
    assert ImportRefusal.objects.get().code == "torn"


def test_a_food_that_may_be_a_refused_row_is_not_taken_for_withdrawn(bring):
    bring(record("1"), record("2"))

    counts = bring(record("1"), Refusal("made.csv", 3, "number", "b12 is “lots”."))

    assert (counts.retired, counts.refused, food("2").state) == (0, 2, "published")
    assert [one.code for one in ImportRefusal.objects.all()] == ["number", "lost"]


LOTS = Refusal("made.csv", 3, "number", "b12 is “lots”.")


def test_a_refused_food_stays_and_what_is_missing_beside_it_goes(bring):
    bring(record("1"), record("2"), record("3"))

    counts = bring(record("1"), LOTS.about("set", "2"))

    assert (counts.retired, counts.refused) == (1, 1)
    assert [food(ref).state for ref in "123"] == ["published", "published", "retired"]
    assert [one.code for one in ImportRefusal.objects.all()] == ["number"]


def test_what_a_refused_food_would_have_replaced_stays(bring):
    bring(record("1"), record("2"), record("3"))
    bring(record("1"), LOTS.about("set", "4", ("2",)))
    assert [food(ref).state for ref in "123"] == ["published", "published", "retired"]


def test_a_refused_food_of_another_set_is_another_food(bring):
    bring(record("1"), record("2"))
    assert bring(record("1"), LOTS.about("part", "2")).retired == 1


def test_a_row_refused_once_may_be_right_the_second_time(bring):
    counts = bring(LOTS.about("set", "1"), record("1"))
    assert (counts.added, counts.refused) == (1, 1)


def test_refused_foods_are_known_again_when_an_import_goes_on(tmp_path, run, bring):
    bring(record("1"), record("2"), record("3"))
    goes_on = writer.Writer(run, dry_run=False, seen=tmp_path / "seen.sqlite3")
    goes_on.begin([SET])
    goes_on.skip([LOTS.about("set", "2")])
    goes_on.write([record("1")])
    goes_on.finish([SET])
    goes_on.close()
    assert [food(ref).state for ref in "123"] == ["published", "published", "retired"]


def test_refused_foods_count_in_a_file_that_may_be_torn(bring):
    foods = [record(str(number)) for number in range(30)]
    refused = [LOTS.about("set", str(number)) for number in range(28)]
    bring(*foods)
    assert bring(*refused, *refused, foods[28]).retired == 1
    assert bring(*refused[:14], *foods[:14]).retired == 0


def test_nothing_is_lost_where_every_food_is_there_or_known_to_be_refused(bring):
    bring(record("1"), record("2"))
    bring(record("1"), LOTS.about("set", "2"), LOTS)
    assert [one.code for one in ImportRefusal.objects.all()] == ["number", "number"]


def test_a_food_moved_by_a_curator_is_known_where_its_row_is_refused(bring):
    bring(record("1"), record("2"))
    edit("2", source_ref="two")
    assert bring(record("1"), LOTS.about("set", "2")).retired == 0


def test_a_refused_row_is_not_spoken_of_where_every_food_is_there(bring):
    bring(record("1"))
    bring(record("1"), Refusal("made.csv", 3, "number", "b12 is “lots”."))

    assert [one.code for one in ImportRefusal.objects.all()] == ["number"]


def test_a_refused_portion_does_not_keep_foods_that_are_gone(bring):
    bring(record("1"), record("2"))

    assert bring(record("1"), Refusal("made.csv", 3, "portion", "No weight.")).retired == 1


def test_a_superseded_food_is_retired_and_points_to_its_successor(bring):
    bring(record("1"), record("2"), record("3"), whole=False)
    edit("3", merged_into=food("1"))
    counts = bring(record("4", replaces=("1", "never imported")), whole=False)
    assert counts == Counts(position=1, added=1, superseded=1)
    assert (food("1").state, food("1").merged_into) == ("retired", food("4"))
    assert food("3").merged_into == food("4")  # what had been merged into it follows
    assert food("2").state == "published"
    assert set(found("milk")) == {"Milk 2", "Milk 3", "Milk 4"}
    assert bring(record("4", replaces=("1",)), whole=False) == Counts(position=1, unchanged=1)


def test_a_superseded_food_that_a_curator_edited_is_left_and_asked_about(bring):
    bring(record("1"), whole=False)
    edit("1", note="Ours.")
    counts = bring(record("2", replaces=("1",)), whole=False)
    assert (counts.superseded, counts.kept, food("1").state) == (0, 1, "published")
    assert Concern.objects.get().facts == {
        "changes": {"state": ["published", "retired"]}, "successor": food("2").pk,
    }  # fmt: skip


def test_a_superseded_food_that_comes_back_points_nowhere(bring):
    bring(record("1"), whole=False)
    bring(record("2", replaces=("1",)), whole=False)
    bring(record("1"), whole=False)
    assert (food("1").state, food("1").merged_into) == ("published", None)


@pytest.mark.parametrize("items", [
    [record("1"), record("2", replaces=("1",))],
    [record("2", replaces=("1",)), record("1")],
])  # fmt: skip
def test_a_file_that_holds_both_the_old_and_the_new_does_not_waver(bring, items):
    bring(*items, batch=1)
    before = everything()
    bring(*items, batch=1)
    assert everything() == before


# Refusals


def test_refused_rows_are_kept_with_line_and_reason(bring, run):
    counts = bring(Refusal("a.csv", 7, "cells", "Three cells too many.\x00", "x" * 500), record())
    assert (counts.refused, counts.added, counts.position) == (1, 1, 2)
    (row,) = ImportRefusal.objects.values("run", "file", "line", "code", "reason", "excerpt")
    assert row == {
        "run": run.pk, "file": "a.csv", "line": 7, "code": "cells", "reason": "Three cells too many.",
        "excerpt": "x" * 200,
    }  # fmt: skip


@pytest.mark.parametrize("batch", [1, 10])
def test_the_second_of_two_with_one_id_is_refused(bring, batch):
    counts = bring(record("1"), record("1", line=9, name="Another"), batch=batch)
    assert (counts.added, counts.refused, food().name) == (1, 1, "Milk 1")
    refusal = ImportRefusal.objects.get()
    assert (refusal.line, refusal.code, refusal.reason, refusal.excerpt) == (
        9, "repeated", "set 1 stands above already.", "1 Another",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": ""}, "no name"),
        ({"name": "x" * 161}, "name has more than 160"),
        ({"ref": "x" * 81}, "ref has more than 80"),
        ({"note": "a\x00b"}, "no text"),
        ({"brand": "\ud800"}, "no text"),
        ({"category": "cat food"}, "“cat food” is not a word that category knows"),
        ({"b12_ug": Decimal(-1)}, "no figure"),
        ({"b12_ug": Decimal("NaN")}, "no figure"),
        ({"b12_ug": Decimal("1E9")}, "no figure"),
        ({"b12_added_ug": Decimal(1)}, "more than all of it"),
        ({"low_ug": Decimal(1)}, "not between"),
        ({"low_ug": Decimal(1), "high_ug": Decimal(2)}, "not between"),
        ({"source": "nowhere"}, "“nowhere” is not known"),
    ],
)
def test_what_the_table_cannot_hold_is_refused_and_stops_only_itself(bring, values, reason):
    counts = bring(record("1"), record(**({"ref": "2"} | values)), record("3"))
    assert (counts.added, counts.refused) == (2, 1)
    assert reason in ImportRefusal.objects.get().reason
    assert {one.source_ref for one in Food.objects.all()} == {"1", "3"}


def test_portions_that_cannot_be_are_left_out_and_one_is_the_default(bring):
    some = [("glass", "200"), ("glass", "250"), ("", "1"), ("none", "0"), ("slice", "12.34567"), ("x" * 90, "1")]
    bring(record(portions=[PortionRecord(name, Decimal(quantity), is_default=True) for name, quantity in some]))
    assert list(food().portions.values_list("name", "quantity", "is_default")) == [
        ("glass", Decimal(200), True), ("slice", Decimal("12.346"), False), ("x" * 80, Decimal(1), False),
    ]  # fmt: skip


def test_a_figure_with_more_digits_than_are_kept_does_not_change_at_every_import(bring):
    items = [record(b12_ug=Decimal("0.123456"), b12_added_ug=None)]
    bring(*items)
    assert food().b12_ug == Decimal("0.1235")
    assert bring(*items).unchanged == 1


# Dry runs, and all or nothing


def test_a_dry_run_tells_what_would_happen_and_writes_nothing_else(bring):
    bring(record("1"), record("2"), record("3"), record("4"))
    edit("2", note="Ours.")
    ImportDifference.objects.all().delete()
    before = everything()
    counts = bring(
        record("1", note="New."), record("2", note="Theirs."), record("5", replaces=("3",)), record("5"), dry_run=True
    )
    assert counts == Counts(position=4, added=1, changed=1, unchanged=1, kept=1, retired=1, superseded=1, refused=1)
    assert everything() == before
    told = ImportDifference.objects.order_by("change", "pk").values_list("change", "source_ref", "fields")
    assert list(told) == [
        ("added", "5", {"b12_ug": [None, "0.5"], "basis": [None, "g100"], "category": [None, "milk_cream"]}),
        ("changed", "1", {"note": ["", "New."]}),
        ("kept", "2", {"note": ["Ours.", "Theirs."]}),
        ("retired", "3", {"state": ["published", "retired"]}),
        ("retired", "4", {"state": ["published", "retired"]}),
    ]


def test_a_dry_run_of_a_set_that_nobody_knows_makes_it_known_to_nobody(bring):
    assert bring(record("1"), record("2"), dry_run=True).added == 2
    assert (Source.objects.count(), Food.objects.count()) == (0, 0)


def test_a_failure_in_a_batch_leaves_nothing_of_it_and_all_of_the_one_before(bring, monkeypatch):
    calls = []

    def fail(*args):
        calls.append(args)
        if len(calls) == 2:
            raise DatabaseError("The disk is full.")

    monkeypatch.setattr(writer, "add_new", fail)
    with pytest.raises(DatabaseError):
        bring(record("1"), record("2"), batch=1)
    assert (food("1").name, Food.objects.count(), Portion.objects.count(), Food.history.count()) == ("Milk 1", 1, 2, 1)
    assert ImportDifference.objects.count() == 1


def test_the_index_is_what_indexing_everything_would_make_of_it(bring):
    bring(record("1", name="Soya drink, 1,000 µg", brand="Alpro", market="GB", aliases=(("de", "Sojadrink"),)))
    bring(record("1", name="Soy drink", brand="Alpro"), record("2", name="Crème fraîche"), record("3"))
    bring(record("1", name="Soy drink", brand="Alpro"), record("2", name="Crème fraîche"))
    assert reindex() == 0
