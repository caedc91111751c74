"""FoodData Central as CSV: what is taken, what is refused and why."""

import csv
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foods.choices import Basis, Category, Grade
from foods.importing import fdc_figures
from foods.importing.detect import read
from foods.importing.opened import Unreadable
from foods.importing.problems import REASONS
from foods.importing.records import FoodRecord, PortionRecord, Progress, Refusal
from tests.foods.importing.fdc_makers import (
    EGG,
    LIVER,
    MILK,
    OATS,
    OLD_OATS,
    figure,
    pack,
    pack_up,
    tables,
    write,
)  # fmt: skip


class Read:
    def __init__(self, path, work):
        self.progress = Progress()
        work.mkdir(exist_ok=True)
        reading = read(path, progress=self.progress, work=work)
        self.format, self.datasets = reading.format, {one.key: one for one in reading.datasets}
        self.items = list(reading.items)
        self.foods = {food.source: food for food in self.items if isinstance(food, FoodRecord)}
        self.refused = [(one.file, one.line, one.code) for one in self.items if isinstance(one, Refusal)]
        self.reasons = {one.code: one.reason for one in self.items if isinstance(one, Refusal)}
        self.left = list(work.iterdir())


@pytest.fixture
def taken(tmp_path):
    """Writes the tables and reads them."""

    def of(content, **options) -> Read:
        return Read(write(tmp_path / "download", content, **options), tmp_path / "work")

    return of


ALWAYS = [("food_portion.csv", 6, "portion"), ("food.csv", 6, "repeated")]  # what the small download has wrong


def test_all_four_kinds_are_taken(taken):
    found = taken(tables())
    assert found.format == "fdc_csv"
    assert {key: (food.ref, food.name, food.b12_ug) for key, food in found.foods.items()} == {
        "usda-foundation": ("1123", "Egg, whole, raw", Decimal("1.02")),
        "usda-sr-legacy": ("13326", "Beef, liver, cooked", Decimal("70.58")),
        "usda-fndds": ("11111000", "Milk, whole", Decimal("0.54")),
        "usda-branded": (str(OATS), "OAT DRINK", Decimal("0.38")),
    }
    assert found.refused == ALWAYS
    assert found.left == []


def test_each_data_set_has_its_edition_and_is_whole(taken):
    datasets = taken(tables()).datasets
    assert {key: (one.version, one.complete) for key, one in datasets.items()} == {
        "usda-foundation": ("2023-04-20", True),
        "usda-sr-legacy": ("2019-04-01", True),
        "usda-fndds": ("2019–2020", True),
        "usda-branded": ("2023-03-16", True),
    }


def test_categories_grades_dates_and_portions_follow_the_tables(taken):
    foods = taken(tables()).foods
    egg, liver, milk, oats = (foods[key] for key in ("usda-foundation", "usda-sr-legacy", "usda-fndds", "usda-branded"))
    assert [food.category for food in (egg, liver, milk, oats)] == [
        Category.EGGS, Category.ORGAN_MEAT, Category.MILK_CREAM, Category.PLANT_DAIRY,
    ]  # fmt: skip
    assert [food.grade for food in (egg, liver, milk, oats)] == [
        Grade.ANALYSED, Grade.ANALYSED, Grade.CALCULATED, Grade.LABEL,
    ]  # fmt: skip
    assert [food.figure_date for food in (egg, liver, milk, oats)] == ["2023-04-20", "2019-04-01", "2020", "2023-03-16"]
    assert egg.portions == (PortionRecord("0.5 cup chopped", Decimal("68.5"), True),)
    assert liver.portions == (PortionRecord("3 oz", Decimal(85), True),)
    assert milk.portions == (PortionRecord("cup", Decimal(244), True),)
    assert liver.aliases == (("en", "calf liver"), ("en", "ox liver"))
    assert liver.b12_added_ug == 0


def test_a_branded_food_has_its_pack(taken):
    oats = taken(tables()).foods["usda-branded"]
    assert (oats.brand, oats.gtin, oats.market, oats.basis) == ("OATSY", "036000291452", "US", Basis.ML100)
    assert oats.portions == (PortionRecord("1 cup", Decimal(240), True),)
    assert oats.replaces == (str(OLD_OATS),)


@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_quotes_and_encoding_make_no_difference(taken, quoting, encoding, tmp_path):
    assert taken(tables(), quoting=quoting, encoding=encoding).foods == taken(tables()).foods


def test_an_archive_with_a_dated_folder_gives_the_same_in_the_same_order(taken, tmp_path):
    plain = taken(tables())
    path = pack_up(tmp_path / "download", tmp_path / "x.zip", inside="FoodData_Central_csv_2023-04-20/")
    items = [item for item in Read(path, tmp_path / "work").items if isinstance(item, FoodRecord)]
    assert items == [item for item in plain.items if isinstance(item, FoodRecord)]


def test_one_kind_alone_needs_no_tables_of_the_others(taken):
    content = tables()
    content["food.csv"] = content["food.csv"][:2]
    for name in ("sr_legacy_food.csv", "survey_fndds_food.csv", "branded_food.csv", "food_attribute.csv"):
        del content[name]
    found = taken(content)
    assert list(found.foods) == list(found.datasets) == ["usda-foundation"]


def test_columns_may_stand_in_another_order(taken, tmp_path):
    write(tmp_path / "download", tables())
    (tmp_path / "download" / "food_nutrient.csv").write_text(f"amount,nutrient_id,fdc_id\n1.5,1178,{EGG}\n")
    assert Read(tmp_path / "download", tmp_path / "work").foods["usda-foundation"].b12_ug == Decimal("1.5")
    (tmp_path / "download" / "food_nutrient.csv").write_text(f"amount,fdc_id,nutrient_id\n1.5,{EGG}.0,1178.0\n")
    assert Read(tmp_path / "download", tmp_path / "work").foods["usda-foundation"].b12_ug == Decimal("1.5")


@pytest.mark.parametrize("name", ["food_nutrient.csv", "foundation_food.csv", "branded_food.csv"])
def test_without_a_table_nothing_is_taken(taken, name):
    content = tables()
    del content[name]
    with pytest.raises(Unreadable, match=name) as error:
        taken(content)
    assert error.value.code == "missing"


def test_without_foods_of_our_kinds_nothing_is_taken(taken):
    content = tables()
    content["food.csv"] = content["food.csv"][-1:]
    with pytest.raises(Unreadable) as error:
        taken(content)
    assert error.value.code == "empty"


def test_a_missing_figure_is_unknown_and_not_0(taken):
    content = tables()
    content["food_nutrient.csv"] = [figure(EGG, ""), figure(EGG, "120", nutrient="1093")]
    foods = taken(content).foods
    assert {food.b12_ug for food in foods.values()} == {None}
    assert foods["usda-foundation"].grade == Grade.CALCULATED


def test_an_empty_figure_does_not_stand_in_the_way_of_a_real_one(taken):
    content = tables()
    content["food_nutrient.csv"] = [figure(EGG, ""), figure(EGG, "1.02")]
    found = taken(content)
    assert found.foods["usda-foundation"].b12_ug == Decimal("1.02")
    assert found.refused == ALWAYS


def test_an_assumed_zero_says_so(taken):
    content = tables()
    content["food_nutrient.csv"] = [figure(LIVER, "0.0", derivation="68")]
    liver = taken(content).foods["usda-sr-legacy"]
    assert (liver.b12_ug, liver.grade) == (0, Grade.ASSUMED)
    assert "assumes" in liver.note


def test_grades_are_known_where_the_file_does_not_explain_its_derivations(taken):
    content = tables()
    del content["food_nutrient_derivation.csv"], content["food_nutrient_source.csv"]
    content["food_nutrient.csv"] += [figure(MILK, "0", nutrient="1246", derivation="68")]
    foods = taken(content).foods
    assert [food.grade for food in foods.values()] == [Grade.ANALYSED, Grade.ANALYSED, Grade.CALCULATED, Grade.LABEL]


def test_another_unit_is_converted(taken):
    content = tables()
    content["nutrient.csv"][0][2] = "MG"
    content["food_nutrient.csv"] = [figure(EGG, "0.00102")]
    assert taken(content).foods["usda-foundation"].b12_ug == Decimal("1.02")


@pytest.mark.parametrize(
    ("amount", "code"), [("abc", "number"), ("-1", "negative"), ("1020", "impossible"), ("1e99", "impossible")]
)
def test_a_bad_figure_refuses_the_food_and_is_never_taken_for_unknown(taken, amount, code):
    content = tables()
    content["food_nutrient.csv"][0] = figure(EGG, amount)
    found = taken(content)
    assert "usda-foundation" not in found.foods
    file = "food.csv" if code == "impossible" and amount == "1020" else "food_nutrient.csv"
    assert (file, 2, code) in found.refused


def test_a_figure_in_a_unit_that_is_none_of_b12_is_refused(taken):
    content = tables()
    content["nutrient.csv"][0][2] = "IU"
    assert taken(content).foods == {}


def test_more_added_than_in_all_is_refused(taken):
    content = tables()
    content["food_nutrient.csv"].append(figure(EGG, "2", nutrient="1246"))
    assert ("food.csv", 2, "added") in taken(content).refused


def test_a_second_figure_that_differs_is_refused_and_the_first_stays(taken):
    content = tables()
    content["food_nutrient.csv"] += [figure(EGG, "1.02"), figure(EGG, "3")]
    found = taken(content)
    assert found.refused[0] == ("food_nutrient.csv", 10, "repeated")
    assert found.foods["usda-foundation"].b12_ug == Decimal("1.02")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("x" * 5_000, "name_long"), ("", "name_empty"), ("<b>Egg</b>", "html"), ("=1+1", "formula"), ("Egg\x00", "nul"),
    ],
)  # fmt: skip
def test_a_bad_name_refuses_the_food(taken, name, code):
    content = tables()
    content["food.csv"][0][2] = name
    found = taken(content)
    assert ("food.csv", 2, code) in found.refused
    assert "usda-foundation" not in found.foods


def test_ids_that_are_none_or_repeat_are_refused(taken):
    content = tables()
    content["food.csv"] += [["12x", "branded_food", "X", "", ""], [str(EGG), "foundation_food", "Second", "1", ""]]
    found = taken(content)
    assert found.refused[:2] == [("food.csv", 10, "ref"), ("food.csv", 11, "repeated")]
    assert found.foods["usda-foundation"].name == "Egg, whole, raw"


def test_halves_of_a_branded_food_are_refused(taken):
    content = tables()
    content["branded_food.csv"] = [pack(OATS, gtin=""), pack(555)]
    found = taken(content)
    assert [one for one in found.refused if one[2] == "record"] == [
        ("branded_food.csv", 3, "record"),
        ("food.csv", 8, "record"),
    ]


@pytest.mark.parametrize(("gtin", "code"), [("36000291453", "gtin_check"), ("ABC", "gtin_digits")])
def test_a_bad_barcode_is_said_and_the_food_taken_without_it(taken, gtin, code):
    content = tables()
    content["branded_food.csv"] = [pack(OATS, gtin=gtin), pack(OLD_OATS, gtin="")]
    found = taken(content)
    assert ("branded_food.csv", 2, code) in found.refused
    assert "taken without its barcode" in found.reasons[code]
    assert [food.gtin for food in found.items if getattr(food, "source", "") == "usda-branded"] == ["", ""]


def test_of_repeated_barcodes_the_latest_publication_wins_then_the_latest_change(taken):
    content = tables()
    content["food.csv"][5][4] = content["food.csv"][6][4] = "3/16/2023"
    content["branded_food.csv"] = [pack(OATS, modified="1/2/2021"), pack(OLD_OATS, gtin="036000291452")]
    oats = taken(content).foods["usda-branded"]
    assert (oats.ref, oats.replaces) == (str(OLD_OATS), (str(OATS),))


@pytest.mark.parametrize(
    ("said", "portions", "basis"),
    [
        ({"unit": "GRM", "size": "28.0", "household": "1 ONZ"}, (("1 oz", "28"),), Basis.G100),
        ({"unit": "GM", "size": "30"}, (("1 cup", "30"),), Basis.G100),
        ({"unit": "MLT", "size": "30"}, (("1 cup", "30"),), Basis.ML100),
        ({"unit": "MG", "size": "1000.0", "household": ""}, (("serving", "1"),), Basis.G100),
        ({"unit": "IU", "size": "400"}, (), Basis.G100),
        ({"unit": ""}, (), Basis.G100),
        ({"size": ""}, (), Basis.ML100),
        ({"size": "0"}, (), Basis.ML100),
        ({"size": "NaN"}, (), Basis.ML100),
        ({"size": "9e9"}, (), Basis.ML100),
        ({"household": "=1+1"}, (("serving", "240"),), Basis.ML100),
    ],
)
def test_servings_become_a_portion_where_they_have_a_weight(taken, said, portions, basis):
    content = tables()
    content["branded_food.csv"] = [pack(OATS, **said), pack(OLD_OATS)]
    oats = next(food for food in taken(content).items if getattr(food, "ref", "") == str(OATS))
    assert tuple((one.name, f"{one.quantity.normalize():f}") for one in oats.portions) == portions
    assert oats.basis == basis


def test_portions_without_a_weight_or_a_food_are_refused_and_the_food_taken(taken):
    content = tables()
    content["food_portion.csv"][0][7] = "0"
    found = taken(content)
    assert ("food_portion.csv", 2, "portion") in found.refused
    assert found.foods["usda-foundation"].portions == ()


def test_text_as_category_of_a_branded_food_and_a_float_as_that_of_others_are_understood(taken):
    content = tables()
    content["food.csv"][0][3] = "1.0"
    content["food.csv"][5][3] = "Cheese"
    content["branded_food.csv"] = [pack(OATS, category=""), pack(OLD_OATS, gtin="")]
    found = [food for food in taken(content).items if isinstance(food, FoodRecord)]
    assert [food.category for food in found if food.ref in ("1123", str(OATS))] == [Category.EGGS, Category.CHEESE]


def test_a_wrong_count_of_records_is_nobodys_business(taken, tmp_path):
    write(tmp_path / "download", {})
    (tmp_path / "download" / "all_downloaded_table_record_counts.csv").write_text("Table,Number of Records\nfood,9\n")
    assert len(taken(tables()).foods) == 4


def test_a_footnote_over_several_lines_is_part_of_its_row(taken):
    content = tables()
    content["food_nutrient.csv"].insert(0, figure(EGG, "1.5", footnote='two\nlines, of "1178",1178,'))
    found = taken(content)
    assert found.foods["usda-foundation"].b12_ug == Decimal("1.5")
    assert found.refused[0] == ("food_nutrient.csv", 4, "repeated")


def test_broken_rows_of_figures_are_refused_with_their_line(tmp_path):
    write(tmp_path / "download", tables())
    with (tmp_path / "download" / "food_nutrient.csv").open("a") as stream:
        stream.write(f'"1","{EGG}","1178","2\n1,{EGG},1178,2\n1,{EGG},1178,"\x00",,,,,,\n')
    found = Read(tmp_path / "download", tmp_path / "work")
    assert found.refused[:3] == [
        ("food_nutrient.csv", 9, "quotes"),
        ("food_nutrient.csv", 10, "cells"),
        ("food_nutrient.csv", 11, "nul"),
    ]


@pytest.mark.parametrize("block", [150, 211, 1_000])
def test_rows_on_the_edge_of_a_block_are_read_whole(taken, monkeypatch, block):
    whole = taken(tables())
    monkeypatch.setattr(fdc_figures, "BLOCK", block)
    again = taken(tables())
    assert (again.items, again.progress.rows) == (whole.items, whole.progress.rows)


def test_progress_counts_all_rows_and_may_stop_the_reader(taken, tmp_path):
    found = taken(tables())
    assert found.progress == Progress(rows=43, share=1.0, phase="foods")

    class Stop(Exception):
        pass

    def stop():
        raise Stop

    content = tables()
    content["food_nutrient.csv"] *= 400
    write(tmp_path / "download", content)
    with pytest.raises(Stop):
        read(tmp_path / "download", progress=Progress(tick=stop), work=tmp_path / "work")
    assert list((tmp_path / "work").iterdir()) == []


LINES = [
    ",".join(row).encode() for name in ("food.csv", "food_nutrient.csv", "branded_food.csv") for row in tables()[name]
]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from(["food.csv", "food_nutrient.csv", "branded_food.csv", "food_portion.csv", "foundation_food.csv"]),
    st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.tuples(st.sampled_from(LINES), st.integers(0, 80), st.binary(max_size=4)).map(
                lambda cut: cut[0][: cut[1]] + cut[2] + cut[0][cut[1] + 1 :]
            ),
        ),
        max_size=6,
    ),
)
def test_mutated_rows_and_random_bytes_give_foods_or_refusals_and_no_crash(tmp_path, name, lines):
    folder = write(tmp_path / "download", tables())
    with (folder / name).open("ab") as stream:
        stream.write(b"\n".join(lines) + b"\n")
    try:
        found = Read(folder, tmp_path / "work")
    except Unreadable as error:
        assert name == "food.csv" and error.code in ("encoding", "missing")  # noqa: PT017, PT018
        return
    assert all(isinstance(item, FoodRecord) or item.code in REASONS for item in found.items)
    assert len({(food.source, food.ref) for food in found.items if isinstance(food, FoodRecord)}) == sum(
        isinstance(item, FoodRecord) for item in found.items
    )
