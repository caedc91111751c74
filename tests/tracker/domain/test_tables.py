"""The shipped tables of the science, and the publications behind their keys."""

import csv
from collections import Counter

import pytest
from django.conf import settings

from tracker.domain import tables

EVIDENCE = settings.BASE_DIR.parent / "shared" / "evidence"
needs_evidence = pytest.mark.skipif(
    not (EVIDENCE / "sources.csv").exists(),
    reason=f"The figures are NOT compared: the evidence is not at ../{EVIDENCE.parent.name}/{EVIDENCE.name}.",
)
NEVER_SHOWN = {
    "S0",
    "S1",
    "S20",
    "S50",
    "S51",
    "S55",
    "S77",
    "S106",
    "S108",
}  # nothing published, or a page that retells


def evidence(name: str) -> list[dict[str, str]]:
    with (EVIDENCE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


# --- cells -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("cell", "value"), [("", None), ("0", 0.0), ("2.45", 2.45), ("120", 120.0)])
def test_an_empty_cell_is_unknown_and_never_zero(cell, value):
    assert tables.number(cell) == value


def test_what_is_not_a_number_is_refused():
    with pytest.raises(ValueError, match="about 2"):
        tables.number("about 2")


@pytest.mark.parametrize(("cell", "values"), [("", ()), ("S2", ("S2",)), ("S114;S18", ("S114", "S18"))])
def test_a_cell_may_hold_several_values(cell, values):
    assert tables.listed(cell) == values


def test_a_table_that_does_not_ship_is_missed():
    with pytest.raises(FileNotFoundError):
        tables.read("horoscopes")


# --- publications ----------------------------------------------------------------------------------------------------
def test_a_key_gives_the_publication_with_its_address():
    assert tables.citation("S15") == tables.Citation(
        "S15",
        "EFSA Panel on Dietetic Products, Nutrition and Allergies. Scientific Opinion on Dietary Reference Values for "
        "cobalamin (vitamin B12). EFSA Journal 2015;13(7):4150",
        "https://doi.org/10.2903/j.efsa.2015.4150",
        "reference intakes",
    )


@pytest.mark.parametrize("key", [*sorted(NEVER_SHOWN), "S9999", ""])
def test_what_is_no_publication_is_never_shown(key):
    assert tables.citation(key) is None
    assert tables.citations([key]) == ()


def test_several_keys_of_one_publication_are_one_citation():
    cited = tables.citations(["S27", "S4", "S29", "S95", "S28", "S0"])

    assert [one.key for one in cited] == ["S27", "S4"]
    assert cited[0].text.endswith("NICE guideline NG239; 2024")


def test_a_key_may_stand_for_several_publications():
    assert [one.text.split(";")[0] for one in tables.citations(["S42"])] == [
        "de Jager J et al. BMJ 2010", "Aroda VR et al. J Clin Endocrinol Metab 2016",
    ]  # fmt: skip


def test_citations_keep_the_order_in_which_they_are_asked_for():
    assert [one.key for one in tables.citations(["S15", "S2", "S15", "S3", "S24"])] == ["S15", "S2", "S24"]


def test_no_shipped_citation_is_unconfirmed_or_empty():
    rows = tables.read("citations")

    assert len(rows) > 100
    assert [row for row in rows if not row["citation"] or "unconfirmed" in row["citation"].lower()] == []
    assert [row for row in rows if "seed article" in row["citation"].lower()] == []
    assert [row["url"] for row in rows if row["url"] and not row["url"].startswith("https://")] == []


def test_one_publication_has_one_address_and_no_row_stands_twice():
    rows = tables.read("citations")
    addresses = {(row["citation"], row["url"]) for row in rows}

    assert len({text for text, _ in addresses}) == len(addresses)
    assert [row for row, times in Counter((row["key"], row["citation"]) for row in rows).items() if times > 1] == []


@needs_evidence
def test_every_key_of_the_evidence_that_may_be_shown_is_there_and_no_other():
    keys = {row["key"] for row in evidence("sources.csv")}

    assert {row["key"] for row in tables.read("citations")} == keys - NEVER_SHOWN


@needs_evidence
def test_what_the_evidence_calls_unconfirmed_is_among_what_is_never_shown():
    unconfirmed = {row["key"] for row in evidence("sources.csv") if row["citation"].startswith("unconfirmed")}

    assert unconfirmed | {"S0", "S1", "S20"} == NEVER_SHOWN


@needs_evidence
def test_every_address_is_that_of_the_evidence():
    urls = {row["key"]: row["url"] for row in evidence("sources.csv")}
    ours = {row["key"]: row["url"] for row in reversed(tables.read("citations")) if row["url"]}  # the first of several

    assert ours == {key: url for key, url in urls.items() if url and key not in NEVER_SHOWN}


# --- reference intakes -----------------------------------------------------------------------------------------------
FIGURES = (
    "id", "authority", "year", "country", "life_stage", "sex", "age_from_years", "age_to_years", "kind", "value_ug",
    "status", "confidence", "source",
)  # fmt: skip


@needs_evidence
def test_every_reference_intake_is_that_of_the_evidence():
    def figures(rows):
        return [tuple(row[column] for column in FIGURES) for row in rows]

    shipped = figures(tables.read("reference_intakes"))
    assert len(shipped) == 132
    assert shipped == figures(evidence("reference_intakes.csv"))


def test_every_reference_intake_has_a_publication_first_among_its_keys():
    without = [
        row["id"]
        for row in tables.read("reference_intakes")
        if tables.citation(tables.listed(row["source"])[0]) is None
    ]
    assert without == []
