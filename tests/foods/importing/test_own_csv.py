"""Our own CSV: the four files of the app, one simple table, and what the site offers for download."""

import codecs
import shutil
import zipfile
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as at_most
from hypothesis import strategies as st

from foods import table as table_of_the_site
from foods.cells import harmless
from foods.choices import Basis, Category, Form, Grade, Origin
from foods.importing import detect, own_csv
from foods.importing.opened import open_source
from foods.importing.own_csv import template_csv
from foods.importing.problems import REASONS, Unreadable
from foods.importing.records import FoodRecord, Progress, Refusal
from foods.loading import load
from foods.shipped import DIRECTORY
from foods.shipped import read as read_shipped
from tests.foods.shipments import ALIASES, EGG, FOODS, GLASS, MILCH, MILK, PORTIONS, write_files

CHEESE = "name,b12_ug\nSoft cheese,0.19\n"


def reading(path: Path):
    with open_source(path) as opened:
        assert own_csv.looks_like(opened)
        found = own_csv.read(opened, progress=Progress(), work=path.parent)
        return found.datasets, list(found.items)


def items(path: Path) -> list:
    return reading(path)[1]


def table(tmp_path: Path, text: str | bytes) -> Path:
    file = tmp_path / "table.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


# --- The simple table ---------------------------------------------------------------------------------------------
def test_a_name_and_a_figure_are_enough(tmp_path):
    (dataset,), (food,) = reading(table(tmp_path, CHEESE))
    assert (dataset.key, dataset.name) == ("own-table", "Own table")
    assert (food.source, food.name, food.b12_ug, food.line) == ("own-table", "Soft cheese", Decimal("0.19"), 2)
    assert (food.category, food.basis, food.origin) == (Category.OTHER, Basis.G100, Origin.FOOD)
    assert (food.form, food.grade, food.unverified) == (Form.NOT_STATED, Grade.ASSUMED, False)
    assert (food.portions, food.aliases) == ((), ())


def test_the_template_can_be_taken_as_it_is(tmp_path):
    (dataset,), (cheese, fortified, organic) = reading(table(tmp_path, template_csv()))
    assert (dataset.key, dataset.name) == ("my-table", "My food table")
    assert (cheese.ref, cheese.b12_ug, cheese.grade) == ("1001", Decimal("0.19"), Grade.ANALYSED)
    assert [(one.name, one.quantity, one.is_default) for one in cheese.portions] == [("slice", 20, True)]
    assert (fortified.b12_added_ug, fortified.origin, fortified.basis) == (Decimal("0.38"), Origin.ADDED, Basis.ML100)
    assert (fortified.gtin, fortified.market) == ("4006381333931", "GB")
    assert (organic.b12_ug, organic.note) == (None, "The label does not say.")


@pytest.mark.parametrize(
    "text",
    [
        codecs.BOM_UTF8 + CHEESE.encode(),
        CHEESE.encode("utf-16"),
        CHEESE.replace("\n", "\r\n").encode(),
        CHEESE.replace(",", ";").encode(),
        CHEESE.replace(",", ";").replace("0.19", "0,19").encode(),
        CHEESE.replace(",", "\t").encode(),
        b'"Name","B12_UG"\n"Soft cheese","0.19"\n',
        b"b12_ug,other,name\n0.19,x,Soft cheese\n",
        b"name,b12_ug\n\n  Soft \xc2\xa0 cheese ,0.1900\n\n",
    ],
)
def test_a_table_may_be_written_in_many_ways(tmp_path, text):
    (food,) = items(table(tmp_path, text))
    assert (food.name, food.b12_ug) == ("Soft cheese", Decimal("0.19"))


def test_old_letters_are_read(tmp_path):
    (food,) = items(table(tmp_path, "name,b12_ug\nKäse,1\n".encode("cp1252")))
    assert food.name == "Käse"


def test_names_of_columns_may_be_the_short_or_the_long_ones(tmp_path):
    short = items(table(tmp_path, "name,b12_ug,source,ref,portion,portion_quantity\nA,1,x,7,cup,30\n"))
    long = items(table(tmp_path, "name,b12_ug,source_key,source_ref,portion_name,portion_quantity\nA,1,x,7,cup,30\n"))
    assert short == long
    assert (short[0].source, short[0].ref, short[0].portions[0].name) == ("x", "7", "cup")


def test_a_table_without_ids_gets_the_same_ones_each_time(tmp_path):
    text = "name,b12_ug,brand\nCheese,1,A\nCheese,2,B\nΤυρί,3,\n"
    refs = [food.ref for food in items(table(tmp_path, text))]
    assert refs == [food.ref for food in items(table(tmp_path, text.replace(",1,", ",9,")))]
    assert len(set(refs)) == 3
    assert refs[0].startswith("cheese-")


@pytest.mark.parametrize(
    ("columns", "cells", "code"),
    [
        ("", "", "number"),
        ("", "traces", "number"),
        ("", "-1", "number"),
        ("", "1e6", "number"),
        ("", "0.00001", "number"),
        ("", "nan", "number"),
        ("", "5000", "impossible"),
        ("b12_added_ug", "1,2", "added"),
        ("low_ug", "1,0.5", "range"),
        ("low_ug,high_ug", "1,2,3", "range"),
        ("category", "1,soup", "value"),
        ("basis", "1,ounce", "value"),
        ("market", "1,Atlantis", "value"),
        ("gtin", "1,4006381333932", "gtin_check"),
        ("gtin", "1,barcode", "gtin_digits"),
        ("source", "1,My Table", "ref"),
        ("ref", f"1,{'7' * 81}", "ref"),
        ("portion,portion_quantity", "1,cup,0", "portion"),
        ("portion,portion_quantity", "1,cup,", "number"),
        ("note", "1,<script>", "html"),
        ("brand", "1,=cmd()", "formula"),
        ("note", f"1,{'x' * 5_000}", "name_long"),
        ("name_2", "1", "cells"),
    ],
)
def test_what_cannot_be_taken_says_why(tmp_path, columns, cells, code):
    header = ",".join(filter(None, ("name,b12_ug", columns)))
    good = "Good,0" + "," * (header.count(",") - 1)
    food, refusal = items(table(tmp_path, f"{header}\n{good}\nBad,{cells}\n"))
    assert isinstance(food, FoodRecord)
    assert (refusal.file, refusal.line, refusal.code) == ("table.csv", 3, code)
    assert code in REASONS


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "name_empty"), ("...", "name_empty"), ("=1+1", "formula"), ("<b>x</b>", "html"), ("y" * 5_000, "name_long")],
)
def test_names_are_checked(tmp_path, name, code):
    (refusal,) = items(table(tmp_path, f"name,b12_ug\n{name},1\n"))
    assert refusal.code == code


def test_a_nul_byte_and_a_broken_quote_cost_one_row(tmp_path):
    found = items(table(tmp_path, b'name,b12_ug\nA,1\nB\x00,1\n"C,1\nD,1\n'))
    assert [getattr(item, "code", "") or item.name for item in found] == ["A", "nul", "quotes", "D"]


def test_the_origin_follows_from_what_was_added(tmp_path):
    text = (
        "name,b12_ug,b12_added_ug,category,basis,origin\nA,1,1,,,\nB,1,0.0,,,\nC,500,,supplement,unit,\nD,1,1,,,food\n"
    )
    assert [food.origin for food in items(table(tmp_path, text))] == ["added", "food", "supplement", "food"]


def test_an_apostrophe_that_keeps_a_formula_from_running_is_taken_off(tmp_path):
    plus, formula = items(table(tmp_path, "name,b12_ug\n'+Vitamins,1\n'=1+1,1\n"))
    assert plus.name == "+Vitamins"
    assert formula.code == "formula"


@pytest.mark.parametrize("sign", ["\t", "\r", "\n"])
def test_it_is_taken_off_before_what_is_no_letter(tmp_path, sign):
    (food,) = items(table(tmp_path, f"""name,b12_ug\r\n"{harmless(f"{sign}Oats")}",1\r\n"""))
    assert food.name == "Oats"


def test_it_is_taken_off_every_cell(tmp_path):
    text = "name,b12_ug,source_ref,brand,portion_name,portion_quantity\n'+Oats,1,'-7,'+Home,'-half,20\n"
    (food,) = items(table(tmp_path, text))
    assert (food.name, food.ref, food.brand, food.portions[0].name) == ("+Oats", "-7", "+Home", "-half")


def test_a_country_may_be_named(tmp_path):
    assert [food.market for food in items(table(tmp_path, "name,b12_ug,market\nA,1,Germany\nB,1,FR\nC,1,\n"))] == [
        "DE", "FR", "",
    ]  # fmt: skip


def test_the_table_that_the_site_offers_can_be_taken():
    taken = {"name", "b12_ug", *own_csv.OPTIONAL, *own_csv.OTHER_NAMES.values()}
    assert set(table_of_the_site.COLUMNS) - taken == {"id", "address"}


@pytest.mark.django_db
def test_what_one_site_publishes_another_takes(tmp_path):
    (tmp_path / "app").mkdir()
    load(write_files(tmp_path / "app"))
    text = "".join(table_of_the_site.csv_lines(key="", site="https://b12.example"))
    _, foods = reading(table(tmp_path, text))
    shipped = {food.key: food for food in read_shipped(tmp_path / "app").foods}
    assert len(foods) == len(shipped)
    for food in foods:
        key, values, _, _ = essence(food)
        assert values == essence(shipped[key])[1]
        assert food.portions[0].quantity == next(one.quantity for one in shipped[key].portions if one.is_default)


# --- Data sets ----------------------------------------------------------------------------------------------------
def test_each_data_set_is_named_once_with_what_the_columns_say(tmp_path):
    text = "name,b12_ug,source,source_name,source_licence\nA,1,one,First,CC0\nB,1,two,<i>,\nC,1,one,Other,\n"
    datasets, _ = reading(table(tmp_path, text))
    assert [(one.key, one.name, one.licence) for one in datasets] == [("one", "First", "CC0"), ("two", "two", "")]


def test_a_published_set_is_not_renamed(tmp_path):
    datasets, _ = reading(table(tmp_path, "name,b12_ug,source,source_name\nA,1,open-food-facts,Mine\n"))
    assert (datasets[0].name, "ODbL" in datasets[0].licence) == ("Open Food Facts", True)


def test_too_many_data_sets_are_unreadable(tmp_path):
    rows = "".join(f"A,1,set-{number}\n" for number in range(501))
    with pytest.raises(Unreadable, match="500 data sets"):
        reading(table(tmp_path, f"name,b12_ug,source\n{rows}"))


# --- The four files -----------------------------------------------------------------------------------------------
def essence(food) -> tuple:
    """A food of either reader, as values that can be compared."""
    if isinstance(food, FoodRecord):
        values = (food.name, food.b12_ug, food.b12_added_ug, food.low_ug, food.high_ug, food.category, food.origin)
        return (food.source, food.ref), values, [(one.name, one.quantity) for one in food.portions], set(food.aliases)
    names = ("name", "b12_ug", "b12_added_ug", "low_ug", "high_ug", "category", "origin")
    values = tuple(food.values[name] for name in names)
    return food.key, values, [(one.name, one.quantity) for one in food.portions], set(food.aliases)


def test_a_folder_in_the_columns_of_the_app_is_read_as_the_app_reads_it(tmp_path):
    folder = write_files(tmp_path)
    datasets, found = reading(folder)
    assert [essence(food) for food in found] == [essence(food) for food in read_shipped(folder).foods]
    assert [(one.key, one.name, one.url) for one in datasets] == [
        ("table", "A table", "https://example.org/table"), ("other", "Another table", ""),
    ]  # fmt: skip


def test_the_starter_table_itself_can_be_imported():
    found = items(DIRECTORY)
    shipped = read_shipped().foods
    assert [item for item in found if isinstance(item, Refusal)] == []
    assert len(found) == len(shipped) > 800
    assert [essence(food) for food in found] == [essence(food) for food in shipped]


def test_the_other_files_may_be_missing_and_all_may_be_in_a_zip(tmp_path):
    folder = write_files(tmp_path)
    with zipfile.ZipFile(tmp_path / "own.zip", "w") as archive:
        archive.write(folder / "foods.csv", "export/foods.csv")
    assert [food.name for food in items(tmp_path / "own.zip")] == [row["name"] for row in FOODS]
    assert [food.portions for food in items(tmp_path / "own.zip")] == [(), (), ()]


@pytest.mark.parametrize(
    ("changes", "file", "code"),
    [
        ({"portions": [*PORTIONS, GLASS]}, "portions.csv", "portion"),
        ({"portions": [*PORTIONS, GLASS | {"name": "jug", "quantity": "0"}]}, "portions.csv", "portion"),
        ({"portions": [*PORTIONS, GLASS | {"name": "<p>"}]}, "portions.csv", "html"),
        ({"portions": [*PORTIONS, GLASS | {"source_ref": "nowhere"}]}, "portions.csv", "record"),
        ({"aliases": [*ALIASES, MILCH | {"language": "deu"}]}, "aliases.csv", "value"),
        ({"aliases": [*ALIASES, MILCH | {"name": "=x"}]}, "aliases.csv", "formula"),
    ],
)
def test_what_belongs_to_no_food_or_is_wrong_is_refused_and_the_food_stays(tmp_path, changes, file, code):
    found = items(write_files(tmp_path, **changes))
    (refusal,) = [item for item in found if isinstance(item, Refusal)]
    assert (Path(refusal.file).name, refusal.code) == (file, code)
    assert len(found) == len(FOODS) + 1


def test_portions_of_a_food_that_is_refused_are_not_refused_as_well(tmp_path):
    found = items(write_files(tmp_path, foods=[MILK | {"b12_ug": "much"}, EGG], portions=PORTIONS[:3]))
    assert [getattr(item, "code", "") for item in found] == ["number", ""]


def test_a_missing_column_beside_the_foods_is_unreadable(tmp_path):
    folder = write_files(tmp_path)
    (folder / "portions.csv").write_text("source,name\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="no column source_ref"):
        items(folder)


# --- Found by content ---------------------------------------------------------------------------------------------
def test_the_format_is_found_by_content(tmp_path):
    for file in (table(tmp_path, CHEESE), table(tmp_path, template_csv())):
        shutil.copy(file, tmp_path / "file.bin")
        with open_source(tmp_path / "file.bin") as opened:
            assert detect.detect(opened) == "own_csv"


@pytest.mark.parametrize("text", ["name,calories\nA,1\n", "x", "\n\n", "name b12_ug\n"])
def test_other_tables_are_not_ours(tmp_path, text):
    with open_source(table(tmp_path, text)) as opened:
        assert not own_csv.looks_like(opened)


def test_progress_runs_to_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(own_csv, "EVERY", 1)
    shares = []
    progress = Progress(tick=lambda: shares.append(progress.share))
    with open_source(table(tmp_path, CHEESE + "B,1\n" * 30)) as opened:
        list(own_csv.read(opened, progress=progress, work=tmp_path).items)
    assert (progress.rows, progress.share) == (31, 1.0)
    assert shares == sorted(shares)


# --- Whatever comes -----------------------------------------------------------------------------------------------
def read_all(folder: Path) -> None:
    with suppress(Unreadable), open_source(folder) as opened:
        if own_csv.looks_like(opened):
            found = list(own_csv.read(opened, progress=Progress(), work=folder).items)
            assert all(isinstance(item, FoodRecord | Refusal) for item in found)
            assert all(item.code in REASONS for item in found if isinstance(item, Refusal))


@at_most(max_examples=100)
@given(
    st.binary(max_size=200),
    st.integers(0, 600),
    st.sampled_from(["template", "foods.csv", "portions.csv", "sources.csv"]),
)
def test_no_bytes_crash_the_reader(tmp_path_factory, noise, place, which):
    folder = tmp_path_factory.mktemp("own")
    if which == "template":
        file = folder / "table.csv"
        file.write_text(template_csv(), encoding="utf-8", newline="")
    else:
        file = write_files(folder) / which
    raw = file.read_bytes()
    file.write_bytes(raw[:place] + noise + raw[place + len(noise) :])
    read_all(file if which == "template" else folder)


CELL = st.text(st.characters(exclude_characters='"', exclude_categories=("Cs",)), max_size=20)


@at_most(max_examples=100)
@given(st.dictionaries(st.sampled_from(["name", "b12_ug", *own_csv.OPTIONAL]), CELL))
def test_no_cell_crashes_the_reader(tmp_path_factory, cells):
    cells = {"name": "A", "b12_ug": "1"} | cells
    lines = [",".join(f'"{cell}"' for cell in line) for line in (cells, cells.values())]
    file = tmp_path_factory.mktemp("own") / "table.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    read_all(file)
