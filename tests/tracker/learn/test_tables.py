"""Tables of Learn that rest on the tables of the app, and figures in the text that have to agree with them."""

import re
from html import unescape

import pytest

from tests.tracker.learn.conftest import bare
from tracker.domain.bands import Guideline, Reading, band, by_id
from tracker.domain.conditions import LONG_CM, SHORT_CM
from tracker.domain.references import Authority, Person, target_for
from tracker.domain.symptoms import SYMPTOMS
from tracker.reports.learn import library
from tracker.reports.learn_tables import LOOK_ALIKES, Lines, blood_lines, look_alikes

FIRST = [
    "Muscle weakness",
    "Tingling, pins and needles, numbness",
    "Tiredness",
    "Memory loss, confusion",
    "Loss of balance, unsteady walk, falls",
]
KEYS = [key for part in LOOK_ALIKES.values() for keys in part for key in keys]
NB = "\u00a0"


def words(slug: str) -> str:
    """An article as text, with its tables and without numbers of publications."""
    without = re.sub(r"<sup\b.*?</sup>|<[^>]+>", " ", bare(library().get(slug)), flags=re.DOTALL)
    return re.sub(r"[ \n]+", " ", unescape(without))


def rows(slug: str) -> list[list[list[str]]]:
    """The cells of each table body of an article, row by row, as text."""
    page = re.sub(r"<sup\b.*?</sup>", "", bare(library().get(slug)), flags=re.DOTALL)
    bodies = re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    return [
        [
            [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", row)]
            for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
        ]
        for body in bodies
    ]


# --- look-alikes -----------------------------------------------------------------------------------------------------
def test_the_five_common_signs_come_first():
    assert [row.name for row in look_alikes("first")] == FIRST


def test_no_sign_stands_in_two_lines():
    assert len(set(KEYS)) == len(KEYS)


def test_only_signs_that_a_publication_names_are_in_the_tables():
    assert [key for key in KEYS if SYMPTOMS[key].unconfirmed or not SYMPTOMS[key].sources] == []


def test_every_sign_with_something_that_speaks_for_b12_is_compared():
    """But for what no publication names, what has “many” other causes, a red flag by itself, babies and blood tests."""
    told = {key for key, one in SYMPTOMS.items() if one.b12_pattern and not one.unconfirmed}

    assert told - set(KEYS) == {"headache", "incontinence", "psychosis", "infant_regression", "macrocytosis"}


def test_a_line_of_several_signs_has_the_causes_and_sources_of_all_each_once():
    memory = next(row for row in look_alikes("first") if row.name == "Memory loss, confusion")

    assert memory.causes == (
        "stress; too little fluid; poor sleep; dementia such as Alzheimer's disease; an infection; medicines; a stroke"
    )
    assert memory.pattern == SYMPTOMS["memory"].b12_pattern
    assert memory.sources == ("S29", "S78", "S92")


def test_the_article_compares_every_sign_in_a_table_with_heads():
    first, more = rows("symptoms-and-look-alikes")
    page = bare(library().get("symptoms-and-look-alikes"))

    assert [row[0] for row in first] == FIRST
    assert len(more) == len(LOOK_ALIKES["more"])
    assert {len(row) for row in first + more} == {3}
    assert page.count('<th scope="row">') == len(first) + len(more)
    assert page.count('<th scope="col">') == 6


def test_a_sign_without_anything_special_says_so():
    _, more = rows("symptoms-and-look-alikes")

    assert {row[0] for row in more if row[2].startswith("nothing in particular")} == {
        "Mouth ulcers", "Trouble concentrating", "Diarrhoea",
    }  # fmt: skip


def test_other_causes_are_marked_as_unconfirmed():
    page = bare(library().get("symptoms-and-look-alikes"))

    assert page.count('Often something else <span class="tag unsure">unconfirmed</span></th>') == 2


# --- lines of blood tests --------------------------------------------------------------------------------------------
def test_each_guideline_that_has_lines_stands_in_a_row_of_its_own():
    assert [(row.test, row.whose) for row in blood_lines()] == [
        ("Total B12", "NICE"),
        ("Total B12", "AAFP, United States"),
        ("Total B12", "WHO and US surveys"),
        ("Active B12", "NICE"),
    ]


def test_lines_are_printed_in_each_unit_that_the_guideline_prints():
    nice, aafp, *_ = blood_lines()

    assert nice.deficient == f"below 180{NB}ng/L (133{NB}pmol/L)"
    assert nice.between == f"180 to 350{NB}ng/L (133 to 258{NB}pmol/L)"
    assert nice.unlikely == f"above 350{NB}ng/L (258{NB}pmol/L)"
    assert (aafp.deficient, aafp.unlikely) == (f"below 180{NB}pg/mL", "")


MARKERS = {"Total B12": "b12", "Active B12": "active_b12"}
WHOSE = {"NICE": Guideline.NICE, "AAFP, United States": Guideline.AAFP, "WHO and US surveys": Guideline.WHO}


@pytest.mark.parametrize("row", blood_lines(), ids=lambda row: f"{row.test} {row.whose}")
def test_what_is_printed_is_what_results_are_read_by(row: Lines):
    """A step below the line, on it, and a step above."""
    low, high, unit = re.match(rf"([\d.]+) to ([\d.]+){NB}([\w/]+)", row.between).groups()

    def reads(value: float) -> Reading:
        found = band(MARKERS[row.test], value, unit, WHOSE[row.whose])
        return found.reading

    assert [reads(float(low) - 0.1), reads(float(low))] == [Reading.DEFICIENT, Reading.BETWEEN]
    assert reads(float(high)) == Reading.BETWEEN
    assert row.unlikely == "" or reads(float(high) + 0.1) == Reading.UNLIKELY


def test_the_article_prints_the_lines_and_says_where_a_guideline_names_none():
    _, lines = rows("tests")

    assert [row[2:] for row in lines] == [
        [row.deficient, row.between, row.unlikely or "not named"] for row in blood_lines()
    ]


# --- figures in the text ---------------------------------------------------------------------------------------------
def test_limits_of_the_second_tests_agree_with_the_table_of_limits():
    text = words("tests")

    assert f"MMA above {float(by_id('mma_raised').low):g}{NB}µmol/L counts as raised" in text
    assert f"above {float(by_id('mma_high').low):g} as high" in text
    assert f"Homocysteine counts as raised above {float(by_id('hcy_raised').low):g}{NB}µmol/L" in text


def test_a_high_number_is_the_one_that_a_finding_speaks_of():
    high = f"above {float(by_id('total_b12_aafp_high').low):,.0f}{NB}pg/mL"

    assert high in words("tests")
    assert high in words("questions")


def test_advised_amounts_agree_with_the_table_of_reference_values():
    (table,) = rows("pregnancy-and-children")
    expected = [
        [
            f"{target_for(authority, Person(30, sex='female', life_stage=stage)).ug:.1f}{NB}µg"
            for stage in ("", "pregnant", "breastfeeding")
        ]
        for authority in (Authority.US_CA, Authority.EFSA, Authority.DACH)
    ]

    assert [row[1:] for row in table] == expected


def test_lengths_of_ileum_are_those_that_the_rules_go_by():
    text = words("who-is-at-risk")

    assert f"less than {SHORT_CM}{NB}cm" in text
    assert f"Over {LONG_CM}{NB}cm" in text
