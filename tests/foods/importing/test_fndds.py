"""The survey database as workbooks: our own small ones, and the real ones where they are there."""

import csv
import io
import zipfile
from collections import Counter
from decimal import Decimal

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from foods.importing import fndds, workbooks
from foods.importing.opened import Unreadable, open_source
from foods.importing.problems import REASONS, UNREADABLE
from foods.importing.records import FoodRecord, Progress, Refusal
from foods.shipped import read as read_shipped
from tests.foods.importing.damaged import NOISE, read_through
from tests.foods.importing.workbook_makers import FNDDS, write, write_fndds

DATA = settings.BASE_DIR.parent / "shared" / "data"
REAL = DATA / "original" / "usda_fndds_2021-2023_xlsx"
needs_real = pytest.mark.skipif(not REAL.exists(), reason="FNDDS is NOT read: its workbooks are not beside the code.")


def taken(path, work):
    progress = Progress()
    with open_source(path) as opened:
        assert fndds.looks_like(opened)
        reading = fndds.read(opened, progress=progress, work=work)
        items = list(reading.items)
    assert progress.share == 1
    assert all(item.code in REASONS for item in items if isinstance(item, Refusal))
    return [one for one in items if isinstance(one, FoodRecord)], [one for one in items if isinstance(one, Refusal)]


def test_workbooks_of_a_folder_are_one_import(tmp_path):
    foods, refused = taken(write_fndds(tmp_path), tmp_path)
    milk, soy, mushrooms, breast_milk = foods
    assert refused == []
    assert (milk.source, milk.ref, milk.line, milk.category) == ("usda-fndds", "11111000", 3, "milk_cream")
    assert (milk.b12_ug, milk.b12_added_ug, milk.form) == (Decimal("0.54"), 0, "bound")
    assert (milk.grade, milk.figure_date) == ("calculated", "2023")
    assert milk.aliases == (("en", "leche fresca"), ("en", "full fat"))
    assert (soy.origin, soy.b12_added_ug, soy.market) == ("added", Decimal("0.37"), "US")
    assert (mushrooms.category, mushrooms.reliability) == ("algae_ferments", "disputed")
    assert (breast_milk.ref, breast_milk.b12_ug, breast_milk.portions) == ("11000000", None, ())


def test_the_amount_of_no_stated_quantity_is_the_default(tmp_path):
    milk, soy, *_ = taken(write_fndds(tmp_path), tmp_path)[0]
    assert [(one.name, one.quantity, one.is_default) for one in milk.portions] == [
        ("fl oz", Decimal("30.5"), False),
        ("cup", Decimal(244), True),
    ]
    assert [(one.name, one.quantity, one.is_default) for one in soy.portions] == [("usual amount", Decimal(200), True)]


def test_the_workbook_of_nutrient_values_works_alone(tmp_path):
    values = write(tmp_path / "anything.xlsx", FNDDS["values.xlsx"])
    foods, refused = taken(values, tmp_path)
    assert ([food.ref for food in foods], refused) == (["11111000", "11320000", "75115000"], [])


def test_the_edition_is_that_of_the_title(tmp_path):
    with open_source(write_fndds(tmp_path)) as opened:
        (one,) = fndds.read(opened, progress=Progress(), work=tmp_path).datasets
    assert (one.key, one.version, one.complete) == ("usda-fndds", "2021–2023", True)


def test_a_zip_of_workbooks_is_read_too(tmp_path):
    folder, work = tmp_path / "in", tmp_path / "work"
    folder.mkdir()
    work.mkdir()
    write_fndds(folder)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"release/{path.name}")
    assert len(taken(tmp_path / "all.zip", work)[0]) == 4


def test_without_nutrient_values_there_is_nothing_to_import(tmp_path):
    write_fndds(tmp_path, values=None)
    with open_source(tmp_path) as opened, pytest.raises(Unreadable, match="nutrient values is missing"):
        fndds.read(opened, progress=Progress(), work=tmp_path)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["1111", "Milk", 1002, "", 1, 1, 0], "ref"),
        ([None, "Milk", 1002, "", 1, 1, 0], "ref"),
        ([11111000, "Milk again", 1002, "", 1, 1, 0], "repeated"),
        ([11111001, "", 1002, "", 1, 1, 0], "name_empty"),
        ([11111001, "M" * 5_000, 1002, "", 1, 1, 0], "name_long"),
        ([11111001, "<b>Milk</b>", 1002, "", 1, 1, 0], "html"),
        ([11111001, "Milk", 1002, "", 1, "much", 0], "number"),
        ([11111001, "Milk", 1002, "", 1, "#DIV/0!", 0], "number"),
        ([11111001, "Milk", 1002, "", 1, -1, 0], "negative"),
        ([11111001, "Milk", 1002, "", 1, 1, 2], "added"),
        ([11111001, "Milk", 1002, "", 1, 99_000, 0], "impossible"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(tmp_path, row, code):
    write(tmp_path / "values.xlsx", [*FNDDS["values.xlsx"], row])
    foods, refused = taken(tmp_path / "values.xlsx", tmp_path)
    assert (len(foods), [(one.line, one.code) for one in refused]) == (3, [(6, code)])


@pytest.mark.parametrize("cell", [None, "", "-"])
def test_a_missing_figure_is_unknown_and_its_added_part_too(tmp_path, cell):
    rows = [*FNDDS["values.xlsx"], [11111001, "Milk", 1002, "", 1, cell, 0.1]]
    food = taken(write(tmp_path / "values.xlsx", rows), tmp_path)[0][-1]
    assert (food.b12_ug, food.b12_added_ug) == (None, None)


def test_a_formula_counts_as_what_it_last_came_to_which_a_new_file_does_not_say(tmp_path):
    rows = [*FNDDS["values.xlsx"], [11111001, "Milk", 1002, "", 1, "=1+1", 0]]
    food = taken(write(tmp_path / "values.xlsx", rows), tmp_path)[0][-1]
    assert food.b12_ug is None


def test_portions_of_a_food_that_is_not_listed_are_refused(tmp_path):
    portions = [*FNDDS["portions.xlsx"], [99999999, "Nothing", 1, "", 1, "1 cup", 100]]
    refused = taken(write_fndds(tmp_path, portions=portions), tmp_path)[1]
    assert [(one.code, one.file, one.line) for one in refused] == [("record", "portions.xlsx", 9)]


def changed(path, part, edit):
    """The workbook with one part edited: None takes it out."""
    data = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info)
            if info.filename == part:
                text = edit(text)
            if text is not None:
                new.writestr(info.filename, text)
    path.write_bytes(data.getvalue())
    return path


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        ("xl/worksheets/sheet1.xml", lambda text: text[: len(text) // 2]),
        ("xl/worksheets/sheet1.xml", lambda text: None),
        ("xl/workbook.xml", lambda text: b""),
        ("xl/styles.xml", lambda text: b"<styleSheet>"),
        ("xl/worksheets/sheet1.xml", lambda text: text.replace(b'r="A3"', b'r="ZZZZZZ3"')),
        ("xl/worksheets/sheet1.xml", lambda text: text.replace(b"<v>11111000</v>", b"<v>eleven</v>")),
    ],
)
def test_a_broken_workbook_is_unreadable_and_never_a_crash(tmp_path, part, edit):
    path = changed(write(tmp_path / "values.xlsx", FNDDS["values.xlsx"]), part, edit)
    with open_source(path) as opened, pytest.raises(Unreadable) as caught:
        list(fndds.read(opened, progress=Progress(), work=tmp_path).items)
    assert caught.value.code in UNREADABLE


LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "%s"><!ENTITY c "%s"><!ENTITY d "%s">]><sst><si>%s</si></sst>'
    % (
        b"&a;" * 1_000,
        b"&b;" * 1_000,
        b"&c;" * 1_000,
        b"<t>&d;</t>",
    )
)


def with_texts(path, texts):
    """The workbook with a table of texts, which some programs write and ours for tests does not."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    changed(path, "[Content_Types].xml", lambda text: text.replace(b"</Types>", part))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", texts)
    return path


@pytest.mark.parametrize("texts", [b"<sst><si><t>Food", LAUGHS], ids=["cut off", "a billion laughs"])
def test_broken_tables_of_texts_are_unreadable_too(tmp_path, texts):
    path = with_texts(write(tmp_path / "values.xlsx", FNDDS["values.xlsx"]), texts)
    with open_source(path) as opened, pytest.raises(Unreadable) as caught:
        fndds.read(opened, progress=Progress(), work=tmp_path)
    assert caught.value.code == "archive"


def test_a_row_that_claims_an_endless_number_is_a_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 1_000)
    path = changed(
        write(tmp_path / "values.xlsx", FNDDS["values.xlsx"]),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(b'<row r="5"', b'<row r="99999999999"'),
    )
    with open_source(path) as opened, pytest.raises(Unreadable) as caught:
        list(fndds.read(opened, progress=Progress(), work=tmp_path).items)
    assert caught.value.code == "bomb"


def test_a_workbook_of_texts_that_unpack_to_much_is_a_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_PART", 50_000)
    texts = b"<sst>" + b" " * 60_000 + b"</sst>"
    path = with_texts(write(tmp_path / "values.xlsx", FNDDS["values.xlsx"]), texts)
    with open_source(path) as opened:
        assert not fndds.looks_like(opened)
        with pytest.raises(Unreadable) as caught:
            fndds.read(opened, progress=Progress(), work=tmp_path)
    assert caught.value.code == "bomb"


def test_another_workbook_is_not_ours(tmp_path):
    with open_source(write(tmp_path / "x.xlsx", [["a", "b"], [1, 2]])) as opened:
        assert not fndds.looks_like(opened)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return write(tmp_path_factory.mktemp("small") / "values.xlsx", FNDDS["values.xlsx"]).read_bytes()


@hypothesis_settings(max_examples=40, deadline=None)
@given(noise=NOISE)
def test_no_bytes_end_in_a_crash(tmp_path_factory, small, noise):
    read_through(fndds, small, noise, tmp_path_factory.mktemp("fuzz"))


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    with open_source(REAL) as opened:
        return list(fndds.read(opened, progress=Progress(), work=tmp_path_factory.mktemp("work")).items)


@needs_real
def test_the_release_imports_as_its_published_counts_say(real):
    assert Counter(type(item) for item in real) == {FoodRecord: 5_432}
    assert [food.name for food in real if food.b12_ug is None] == ["Milk, human"]


@needs_real
def test_every_figure_is_the_published_one(real):
    with (DATA / "usda_b12.csv").open(encoding="utf-8", newline="") as lines:
        published = {
            row["fdc_or_ndb_id"]: round(Decimal(row["b12_ug_per_100g"]), 4)
            for row in csv.DictReader(lines)
            if row["source_dataset"] == "FNDDS 2021-2023"
        }
    assert {food.ref: food.b12_ug for food in real if food.b12_ug is not None} == published
    assert len(published) == 5_431


@needs_real
@pytest.mark.parametrize(("ref", "figure"), [("11111000", "0.54"), ("25110140", "82.47"), ("31103010", "0.82")])
def test_spot_values(real, ref, figure):
    assert {food.ref: food.b12_ug for food in real}[ref] == Decimal(figure)


@needs_real
def test_foods_that_ship_land_where_they_ship(real):
    """How far the mapping agrees with our own table, measured: what differs is a matter of taste or of a note."""
    shipped = {food.key[1]: food.values for food in read_shipped().foods if food.key[0] == "usda-fndds"}
    pairs = [(food, shipped[food.ref]) for food in real if food.ref in shipped]
    same = Counter(
        field for food, ours in pairs for field in ("category", "origin", "form", "reliability", "market")
        if getattr(food, field) == ours[field]
    )  # fmt: skip
    assert len(pairs) == 630
    assert same["category"] >= 627
    assert same["origin"] >= 628
    assert same["market"] >= 628
    assert same["form"] >= 626
    assert same["reliability"] == 630
    assert [food.name for food, ours in pairs if food.diet not in ("", ours["diet"])] == []
