"""docs/model.md says what the code does: its sections, every constant, the fit, and where each publication is."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from foods.choices import Category
from scripts import model_fit
from tracker.domain import cover, factors, injections, limits, quantiles, stores, tables
from tracker.domain.limits import Circumstances, Off, absorbed_off, at_least, projection_off, what_if_only
from tracker.domain.parameters import HIGH, LOW, MIDDLE, Parameters, Span
from tracker.domain.references import Authority, Person, target_for
from tracker.domain.states import STATES, State

ROOT = Path(__file__).resolve().parents[2]
DOC = ROOT / "docs" / "model.md"
CODE = ("tracker", "foods", "accounts", "templates", "config", "static", "tests", "scripts")
POINTER = re.compile(r"docs/model\.md[,:] ([A-Z][\w ]*[\w])")  # a comma, then the section; its name ends at a sign
CITED = re.compile(r"\b([A-ZÄÖ][\w’'è]+ (?:19|20)\d\d[ab]?)\b")
CLAIMS = re.compile(
    r"\b(deficient|safe|safely|sufficient|proven|guaranteed|healthy level|goal|streak)\b", re.IGNORECASE
)
Row = dict[str, str]


def text() -> str:
    return DOC.read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """What stands under each heading."""
    parts = re.split(r"^## (.+)$", text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def tables_in(part: str) -> Iterator[list[Row]]:
    """The tables of a text, each a list of rows by column."""
    for block in re.findall(r"(?:^\|.*\|\n)+", part, re.MULTILINE):
        head, _, *body = [[cell.strip() for cell in line[1:-1].split("|")] for line in block.splitlines()]
        yield [dict(zip(head, row, strict=True)) for row in body]


def table(section: str, column: str) -> list[Row]:
    """The one table of a section whose first column is called so."""
    (found,) = [rows for rows in tables_in(sections()[section]) if next(iter(rows[0])) == column]
    return found


def code_of(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def pointers() -> list[tuple[str, str]]:
    """(file, section) of everything in the code that points here."""
    found = []
    for folder in CODE:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".html", ".js", ".css"} and path != Path(__file__):
                for match in POINTER.finditer(path.read_text(encoding="utf-8")):
                    found.append((str(path.relative_to(ROOT)), match[1]))
    return found


# --- sections --------------------------------------------------------------------------------------------------------
def test_every_pointer_in_the_code_leads_to_a_section():
    headings = sections()
    lost = [f"{file}: {name}" for file, name in pointers() if not any(name.startswith(one) for one in headings)]

    assert lost == []


def test_every_module_that_names_the_page_points_to_a_section():
    """What the search for pointers does not understand must not pass in silence."""
    named = [
        str(path.relative_to(ROOT))
        for folder in set(CODE) - {"tests"}
        for path in (ROOT / folder).rglob("*.py")
        if path != Path(__file__) and "docs/model.md" in path.read_text(encoding="utf-8")
    ]

    assert set(named) - {file for file, _ in pointers()} == {"scripts/model_fit.py"}


@pytest.mark.parametrize("link", re.findall(r"\]\(#([a-z-]+)\)", text()))
def test_links_within_the_page_lead_somewhere(link: str):
    assert link in {name.lower().replace(" ", "-") for name in sections()}


# --- constants -------------------------------------------------------------------------------------------------------
def test_the_table_of_parameters_is_that_of_the_code():
    said = {code_of(row["constant"])[0]: row for row in table("Parameters", "constant")}

    assert list(said) == list(Parameters.__dataclass_fields__)
    for column, parameters in (("low", LOW), ("middle", MIDDLE), ("high", HIGH)):
        assert {name: float(row[column]) for name, row in said.items()} == {
            name: getattr(parameters, name) for name in Parameters.__dataclass_fields__
        }


def written(span: Span) -> str:
    """As the table has it: the middle, and its range where there is one."""
    return f"{span.middle:g}" + (f" ({span.low:g}–{span.high:g})" if span.low < span.high else "")


def written_state(state: State) -> tuple[str, str, str]:
    return written(state.release), written(state.capacity), f"{state.loss_per_day:g}"


def test_the_table_of_states_is_that_of_the_code():
    said = {
        code_of(row["state"])[0]: (row["release"], row["capacity"], row["loss a day"])
        for row in table("States", "state")
    }

    assert said == {key: written_state(state) for key, state in STATES.items()}


def test_every_category_of_food_has_the_factor_of_the_code():
    said = [
        (name, float(row["factor"]))
        for row in table("Food factors", "factor")
        for name in code_of(row["kind of food (categories)"])
    ]
    asked = [category.value for category in Category if category not in (Category.SUPPLEMENT, Category.INJECTION)]

    assert sorted(said) == sorted(
        [("CRYSTALLINE", factors.CRYSTALLINE), *((one, factors.food_factor(one)) for one in asked)]
    )


CONSTANTS = [
    (code_of(row["constant"])[0], row["value"])
    for section in ("Injections", "Store projection", "When it switches off", "Cover")
    for row in table(section, "constant")
]


@pytest.mark.parametrize(("name", "said"), CONSTANTS, ids=[name for name, _ in CONSTANTS])
def test_a_constant_has_the_value_of_the_code(name: str, said: str):
    module, constant = name.split(".")

    assert float(said) == getattr(importlib.import_module(f"tracker.domain.{module}"), constant)


def assigned(path: Path) -> set[str]:
    """The public constants that a module sets itself."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    targets = (target for node in body if isinstance(node, ast.Assign) for target in node.targets)
    names = (one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))
    return {name for name in names if name.isupper() and not name.startswith("_")}


@pytest.mark.parametrize("module", [injections, quantiles, stores, limits, cover], ids=lambda module: module.__name__)
def test_no_constant_of_the_code_is_missing(module):
    """But for what only counts time."""
    name = module.__name__.rpartition(".")[2]
    numbers = {one for one in assigned(Path(module.__file__)) if type(getattr(module, one)) in (int, float)}
    said = {constant.removeprefix(f"{name}.") for constant, _ in CONSTANTS}

    assert numbers - said - {"DAYS_A_YEAR", "DAYS_A_MONTH"} == set()


# --- when it is off, rules, authorities ------------------------------------------------------------------------------
OFF = {
    Off.CHILD: Circumstances(age_years=17.9),
    Off.PREGNANT: Circumstances(life_stage="pregnant"),
    Off.BREASTFEEDING: Circumstances(life_stage="breastfeeding"),
    Off.INHERITED: Circumstances(inherited_disorder=True),
    Off.NITROUS_OXIDE: Circumstances(nitrous_oxide_last_year=True, tracked_days=28),
    Off.DEFICIENT_RESULT: Circumstances(deficient_result_last_year=True, tracked_days=28),
    Off.RED_FLAG: Circumstances(red_flag=True, tracked_days=28),
    Off.KIDNEY: Circumstances(kidney_failure=True, tracked_days=28),
    Off.FEW_DAYS: Circumstances(tracked_days=13),
    Off.MOSTLY_UNKNOWN: Circumstances(tracked_days=28, entries=9, unknown_entries=5),
    Off.TREATED: Circumstances(tracked_days=28, treated_for_life=True),
}


def test_the_table_of_reasons_is_what_the_code_does():
    said = {
        code_of(row["reason"])[0]: (row["absorbed figure"], row["projection"])
        for row in table("When it switches off", "reason")
    }
    done = {}
    for reason, about in OFF.items():
        absorbed = "off" if reason in absorbed_off(about) else "at least" if at_least(about) else "on"
        projection = "off" if reason in projection_off(about) else "for comparing only" if what_if_only(about) else "on"
        done[reason.value] = (absorbed, projection)

    assert set(OFF) == set(Off)
    assert said == done


def test_every_rule_of_cover_is_explained():
    assert [code_of(row["rule"])[0] for row in table("Cover", "rule")] == [rule.value for rule in cover.Rule]


def test_the_values_of_the_authorities_are_those_of_the_table():
    rows = {code_of(row["authority"])[0]: row for row in table("Reference intakes", "authority")}

    assert list(rows) == [authority.value for authority in Authority]
    for authority in Authority:
        row = rows[authority.value]
        for column, stage in (("adult", ""), ("pregnant", "pregnant"), ("breast-feeding", "breastfeeding")):
            target = target_for(authority, Person(35, life_stage=stage))
            assert target is not None
            assert (float(row[column]), row["kind"]) == (target.ug, target.reference.kind)
            if target.reference.unconfirmed:
                assert "unconfirmed" in row["publication"]


# --- the fit ---------------------------------------------------------------------------------------------------------
def test_tables_and_plot_are_those_that_the_script_makes():
    assert model_fit.stale() == [], "run python -m scripts.model_fit"


def test_a_stale_page_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    copy = tmp_path / "model.md"
    copy.write_text(text().replace("| 0.568 |", "| 0.569 |", 1), encoding="utf-8")
    monkeypatch.setattr(model_fit, "PAGE", copy)

    assert model_fit.main(["--check"]) == 1
    assert capsys.readouterr().out == "Stale: model.md. Run python -m scripts.model_fit.\n"


def test_a_page_without_a_place_for_a_table_is_refused():
    with pytest.raises(ValueError, match="no place for the table fit"):
        model_fit.page("# The model\n")


def test_points_outside_the_range_are_named():
    """Each published figure that the model's range does not hold is said in words, not only in a table."""
    outside = {
        point.key
        for point in model_fit.points()
        if point.model and point.measured_ug and not point.model.low <= point.measured_ug <= point.model.high
        if point.used != "compare"
    }
    disagrees = sections()["Fit"].partition("**Where the model disagrees.**")[2]

    assert outside == {"kurpad_2.5", "heyssel_liver", "doets_mutton", "inj_cn_500"}
    for words in ("¹³C work", "liver paste", "mutton", "cyanocobalamin injected", "50 µg in water"):
        assert words in disagrees


# --- publications and claims -----------------------------------------------------------------------------------------
def sources() -> dict[str, str]:
    return dict(re.findall(r"^\* \*\*(.+?)\*\*: (.+)$", sections()["Sources"], re.MULTILINE))


def body() -> str:
    return text().partition("## Sources")[0]


def test_every_source_stands_there_as_in_the_table_of_citations():
    shipped = {
        f"{row['citation']} <{row['url']}>" if row["url"] else row["citation"] for row in tables.read("citations")
    }

    assert [name for name, full in sources().items() if full not in shipped] == []


def test_every_publication_that_is_named_has_its_source():
    unknown = {one for one in CITED.findall(body()) if not any(name.endswith(one) for name in sources())}

    assert unknown == set()


def test_every_source_is_named_somewhere():
    assert [name for name in sources() if name not in body()] == []


def test_every_publication_that_the_domain_names_is_here():
    named = {
        one
        for path in (ROOT / "tracker" / "domain").glob("*.py")
        for one in CITED.findall(path.read_text(encoding="utf-8"))
    }

    assert "Carmel 2008" in named
    assert {one for one in named if not any(name.rstrip("ab").endswith(one) for name in sources())} == set()


def test_nothing_claims_too_much():
    said = re.sub(r"`[^`]*`", "", body())

    assert CLAIMS.findall(said) == []
    assert "model, not a measurement" in said.lower()
