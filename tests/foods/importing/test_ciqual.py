"""The French table as a workbook: our own small one, and the real one where it is there."""

from collections import Counter
from decimal import Decimal

import openpyxl
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from foods.importing import ciqual
from foods.importing.opened import Unreadable, open_source
from foods.importing.problems import REASONS
from foods.importing.records import FoodRecord, Progress, Refusal
from tests.foods.importing.damaged import NOISE, read_through
from tests.foods.importing.workbook_makers import CIQUAL, write

REAL = settings.BASE_DIR.parent / "shared" / "data" / "original" / "ciqual_2020"
HEADER, CHEESE, *_ = CIQUAL


def taken(path):
    progress = Progress()
    with open_source(path) as opened:
        assert ciqual.looks_like(opened)
        items = list(ciqual.read(opened, progress=progress, work=path.parent).items)
    assert progress.share == 1
    assert all(item.code in REASONS for item in items if isinstance(item, Refusal))
    return [one for one in items if isinstance(one, FoodRecord)], [one for one in items if isinstance(one, Refusal)]


def without(column):
    place = HEADER.index(column)
    return [row[:place] + row[place + 1 :] for row in CIQUAL]


def test_a_food_has_both_names_its_code_category_and_year(tmp_path):
    cheese = taken(write(tmp_path / "table_2020.xlsx", CIQUAL))[0][0]
    assert (cheese.source, cheese.ref, cheese.name, cheese.aliases) == (
        "ciqual", "12999", "Hill cheese", (("fr", "Tomme de la colline"),),
    )  # fmt: skip
    assert (cheese.b12_ug, cheese.category, cheese.diet) == (Decimal("1.8"), "cheese", "vegetarian")
    assert (cheese.figure_date, cheese.grade, cheese.low_ug) == ("2020", "calculated", None)


def test_below_the_limit_is_none_up_to_the_limit(tmp_path):
    cabbage = taken(write(tmp_path / "x.xlsx", CIQUAL))[0][1]
    assert (cabbage.b12_ug, cabbage.low_ug, cabbage.high_ug) == (0, 0, Decimal("0.08"))
    assert cabbage.range_note == "Ciqual: less than 0.08 µg, too little to be measured."


def test_traces_are_none_with_a_note_and_a_dash_is_unknown(tmp_path):
    _, _, chard, spirulina = taken(write(tmp_path / "x.xlsx", CIQUAL))[0]
    assert (chard.b12_ug, chard.low_ug, chard.note) == (0, None, "Traces: seen, but too little to be measured.")
    assert (spirulina.b12_ug, spirulina.reliability, spirulina.note) == (None, "inactive", "")


def test_without_english_names_the_french_one_is_the_name(tmp_path):
    cheese = taken(write(tmp_path / "x.xlsx", without("alim_nom_eng")))[0][0]
    assert (cheese.name, cheese.aliases) == ("Tomme de la colline", ())


def test_without_codes_the_id_is_made_of_the_name_and_stays(tmp_path):
    rows = without("alim_code")
    first = [food.ref for food in taken(write(tmp_path / "x.xlsx", rows))[0]]
    again = [food.ref for food in taken(write(tmp_path / "y.xlsx", [rows[0], *reversed(rows[1:])]))[0]]
    assert first[0] == "hill-cheese-a43ae476"
    assert sorted(first) == sorted(again)
    assert len(set(first)) == 4


def test_only_a_table_with_codes_is_taken_as_complete(tmp_path):
    for rows, complete in ((CIQUAL, True), (without("alim_code"), False)):
        with open_source(write(tmp_path / "table 2025.xlsx", rows)) as opened:
            (one,) = ciqual.read(opened, progress=Progress(), work=tmp_path).datasets
        assert (one.version, one.complete) == ("2025", complete)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"alim_nom_fr": None, "alim_nom_eng": None, "alim_code": 1}, "name_empty"),
        ({}, "repeated"),
        ({"alim_code": 1, "alim_nom_eng": "<script>"}, "html"),
        ({"alim_code": 1, "alim_nom_eng": "=cmd()"}, "formula"),
        ({"alim_code": 1, "Vitamine B12 (µg/100 g)": "1,2,3"}, "number"),
        ({"alim_code": 1, "Vitamine B12 (µg/100 g)": "-1"}, "negative"),
        ({"alim_code": 1, "Vitamine B12 (µg/100 g)": "88000"}, "impossible"),
        ({"alim_code": 1, "Vitamine B12 (µg/100 g)": "< beaucoup"}, "number"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(tmp_path, changed, code):
    row = [changed.get(column, cell) for column, cell in zip(HEADER, CHEESE, strict=True)]
    workbook = write(tmp_path / "x.xlsx", [*CIQUAL, row])
    if code == "formula":  # openpyxl would write a formula: as text it is another workbook
        return_as_text(workbook, row, len(CIQUAL) + 1)
    foods, refused = taken(workbook)
    assert (len(foods), [(one.line, one.code) for one in refused]) == (4, [(6, code)])


def return_as_text(path, row, line):
    workbook = openpyxl.load_workbook(path)
    for place, cell in enumerate(row, 1):
        workbook.active.cell(line, place).value = cell
        workbook.active.cell(line, place).data_type = "s" if isinstance(cell, str) else "n"
    workbook.save(path)


def test_a_workbook_without_b12_is_not_ours(tmp_path):
    with open_source(write(tmp_path / "x.xlsx", without("Vitamine B12 (µg/100 g)"))) as opened:
        assert not ciqual.looks_like(opened)
        with pytest.raises(Unreadable, match="vitamin B12"):
            ciqual.read(opened, progress=Progress(), work=tmp_path)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return write(tmp_path_factory.mktemp("small") / "x.xlsx", CIQUAL).read_bytes()


@hypothesis_settings(max_examples=40, deadline=None)
@given(noise=NOISE)
def test_no_bytes_end_in_a_crash(tmp_path_factory, small, noise):
    read_through(ciqual, small, noise, tmp_path_factory.mktemp("fuzz"))


@pytest.mark.skipif(not REAL.exists(), reason="Ciqual is NOT read: its workbook is not beside the code.")
def test_of_the_real_copy_only_the_row_that_has_a_name_is_taken():
    """The copy at hand has lost all names but one; the other rows come back with line and reason."""
    foods, refused = taken(next(REAL.glob("*.xlsx")))
    assert [(food.name, food.b12_ug, food.category) for food in foods] == [
        ("Pain de mie brioché, préemballé", Decimal("0.26"), "cereal")
    ]
    assert Counter(one.code for one in refused) == {"name_empty": 3_176}
