"""Every reader with good files in which one row is odd: it costs at most itself, and what comes fits the table."""

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foods.importing import ciqual, dsld, fdc_csv, fdc_json, fndds, off, off_parquet, own_csv, sr28
from foods.importing.opened import Unreadable, open_source
from foods.importing.records import Progress
from tests.foods import shipments
from tests.foods.importing import fdc_makers, workbook_makers
from tests.foods.importing import test_dsld as of_dsld
from tests.foods.importing import test_fdc_json as of_fdc
from tests.foods.importing import test_off as of_off
from tests.foods.importing import test_sr28 as of_sr28
from tests.foods.importing.odd import NOT_IN_A_LINE, NUMBER, TEXT, changed, changed_json, looked_through, written

LINE = TEXT.map(lambda text: text.translate(NOT_IN_A_LINE))
ENDS = st.sampled_from((None, None, None, 6, 3))  # a workbook's rows may be shorter than its header
CELL = st.none() | st.booleans() | NUMBER | LINE | st.datetimes()


def refs_in(reader, path: Path, **options) -> set[str]:
    """The ids of the foods that come out of it."""
    work = path if path.is_dir() else path.parent
    with open_source(path) as opened:
        assert reader.looks_like(opened)
        return looked_through(reader.read(opened, progress=Progress(), work=work, **options).items)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Written over by every example."""
    return tmp_path_factory.mktemp("odd")


# --- USDA ---------------------------------------------------------------------------------------------------------
@settings(max_examples=50, deadline=None)
@given(data=st.data(), name=st.sampled_from(list(fdc_makers.tables())))
def test_a_row_of_fdc_tables_costs_at_most_itself(folder, data, name):
    content = fdc_makers.tables()
    place = data.draw(st.integers(0, len(content[name]) - 1))
    content[name][place] = data.draw(changed(content[name][place]))
    fdc_makers.write(folder / "download", content)
    refs = refs_in(fdc_csv, folder / "download")
    assert len(refs) >= 2 or name == "nutrient.csv"  # one food may replace another; B12 in no unit is no figure


LABELLED = of_fdc.BRANDED | {"labelNutrients": {"vitaminB12": {"value": 0.6}}, "foodNutrients": []}
DOWNLOADS = [
    (of_fdc.CHEESE, "SRLegacyFoods"),
    (of_fdc.HOOPS, "FoundationFoods"),
    (of_fdc.SURVEY, "SurveyFoods"),
    (of_fdc.BRANDED, "BrandedFoods"),
    (LABELLED, "BrandedFoods"),
]


@settings(max_examples=100, deadline=None)
@given(data=st.data(), download=st.sampled_from(DOWNLOADS))
def test_a_food_of_fdc_json_costs_at_most_itself(folder, data, download):
    food, key = download
    odd, file = written(data.draw(changed_json(food))), folder / "foods.json"
    good = written(food | {"fdcId": 9, "ndbNumber": 9, "foodCode": "99999999", "gtinUpc": ""})
    file.write_text(f'{{"{key}": [\n{odd},\n{good}\n]}}\n')
    assert refs_in(fdc_json, file) & {"9", "99999999"}
    file.write_text(f"[{good}, {odd}]")  # as the API answers: one text, which is JSON or not
    refs_in(fdc_json, file)


SR28 = {
    "FOOD_DES.txt": (of_sr28.FOODS, (0, 1, 2, 4, 5)),
    "NUT_DATA.txt": (of_sr28.FIGURES, (0, 1, 2, 5, 16)),
    "WEIGHT.txt": (of_sr28.WEIGHTS, (0, 2, 3, 4)),
}


@settings(max_examples=60, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(SR28)))
def test_a_row_of_sr28_costs_at_most_itself(folder, data, name):
    lines = SR28[name][0].split("\r\n")[:-1]
    place, tilde = data.draw(st.integers(1, len(lines) - 1)), data.draw(st.sampled_from(["~", ""]))
    cells = LINE.map(lambda text: tilde + text.replace("^", "").replace("~", "") + tilde)
    lines[place] = "^".join(data.draw(changed(lines[place].split("^"), cells, places=SR28[name][1])))
    texts = {file: text for file, (text, _) in SR28.items()} | {name: "\r\n".join([*lines, ""])}
    for file, text in texts.items():
        (folder / file).write_bytes(text.encode("latin-1", errors="replace"))
    assert len(refs_in(sr28, folder)) >= 3


FNDDS = {"values": (0, 1, 2, 5, 6), "portions": (0, 1, 2, 5, 6), "words": (0, 1, 2, 3)}


@settings(max_examples=20, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(FNDDS)))
def test_a_row_of_fndds_costs_at_most_itself(tmp_path_factory, data, name):
    rows, folder = list(workbook_makers.FNDDS[f"{name}.xlsx"]), tmp_path_factory.mktemp("fndds")
    place = data.draw(st.integers(2, len(rows) - 1))
    rows[place] = data.draw(changed(rows[place], CELL, places=FNDDS[name]))[: data.draw(ENDS)]
    assert len(refs_in(fndds, workbook_makers.write_fndds(folder, **{name: rows}))) >= 3


# --- Others -------------------------------------------------------------------------------------------------------
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_row_of_ciqual_costs_at_most_itself(folder, data):
    rows = list(workbook_makers.CIQUAL)
    place = data.draw(st.integers(1, len(rows) - 1))
    rows[place] = data.draw(changed(rows[place], CELL, places=(3, 4, 5, 7)))[: data.draw(ENDS)]
    assert len(refs_in(ciqual, workbook_makers.write(folder / "table_2020.xlsx", rows))) >= 3


GOOD = of_off.CSV | {"code": "96385074"}
PRODUCTS = st.sampled_from([of_off.as_json(of_off.CSV), of_off.new_shape()])


@settings(max_examples=100, deadline=None)
@given(row=changed(list(of_off.CSV.values()), LINE))
def test_a_product_of_the_csv_export_costs_at_most_itself(folder, row):
    odd = dict(zip(of_off.CSV, row, strict=True))
    assert "96385074" in refs_in(off, of_off.write_csv(folder / "off.csv", GOOD, odd), unknown_too=True)


@settings(max_examples=100, deadline=None)
@given(product=PRODUCTS.flatmap(changed_json))
def test_a_product_of_the_json_export_costs_at_most_itself(folder, product):
    odd, good, file = written(product), written(of_off.as_json(GOOD)), folder / "off.json"
    file.write_text(f"{good}\n{odd}\n")
    assert "96385074" in refs_in(off, file, unknown_too=True)
    file.write_text(f"[{good}, {odd}]")
    with suppress(Unreadable):  # as one text, which is JSON or not
        refs_in(off, file, unknown_too=True)


KINDS = {
    of_off.pa.string(): TEXT,
    of_off.pa.int64(): st.integers(-(2**63), 2**63 - 1),
    of_off.pa.int32(): st.integers(-(2**31), 2**31 - 1),
    of_off.pa.float32(): st.floats(width=32),
    of_off.pa.bool_(): st.booleans(),
}


def of_kind(kind):
    """Values that a column of this kind can hold."""
    if of_off.pa.types.is_list(kind):
        return st.none() | st.lists(of_kind(kind.value_type), max_size=3)
    if of_off.pa.types.is_struct(kind):
        return st.fixed_dictionaries({part.name: of_kind(part.type) for part in kind})
    return st.none() | KINDS[kind]


@settings(max_examples=60, deadline=None)
@given(data=st.data(), columns=st.lists(st.sampled_from(list(of_off.SCHEMA)), min_size=1, max_size=3))
def test_a_product_of_the_parquet_export_costs_at_most_itself(folder, data, columns):
    odd = of_off.as_parquet(of_off.CSV) | {one.name: data.draw(of_kind(one.type)) for one in columns}
    file = of_off.write_parquet(folder / "off.parquet", of_off.as_parquet(GOOD), odd)
    assert "96385074" in refs_in(off_parquet, file, unknown_too=True)


LABELS = [
    of_dsld.label(),
    of_dsld.label(fewest=1, most=4, called="Lozenge(s)"),
    of_dsld.label({"name": "Blend", "nestedRows": [of_dsld.row()]}),
]


@settings(max_examples=100, deadline=None)
@given(label=st.sampled_from(LABELS).flatmap(changed_json))
def test_a_label_costs_at_most_itself(folder, label):
    file = folder / "labels.jsonl"
    file.write_text(f"{written(of_dsld.label(id=9, upcSku=''))}\n{written(label)}\n")
    assert "9" in refs_in(dsld, file)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_row_of_our_table_costs_at_most_itself(folder, data):
    header, *rows = csv.reader(io.StringIO(own_csv.template_csv()))
    place = data.draw(st.integers(0, len(rows) - 1))
    rows[place] = data.draw(changed(rows[place]))
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    assert len(refs_in(own_csv, folder / "table.csv")) >= 2


@settings(max_examples=60, deadline=None)
@given(data=st.data(), name=st.sampled_from(["sources", "foods", "portions", "aliases"]))
def test_a_row_of_our_four_files_costs_at_most_itself(tmp_path_factory, data, name):
    folder = tmp_path_factory.mktemp("own")
    rows = list(getattr(shipments, name.upper()))
    place = data.draw(st.integers(0, len(rows) - 1))
    rows[place] = dict(zip(rows[place], data.draw(changed(list(rows[place].values()))), strict=True))
    assert len(refs_in(own_csv, shipments.write_files(folder, **{name: rows}))) >= 2
