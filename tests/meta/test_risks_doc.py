"""docs/risks.md says what the rules do: each code with its level and sources, the levels, and what points to it."""

import re
from pathlib import Path

from tests.meta.test_model_doc import ROOT
from tracker.domain import tables
from tracker.domain.risks.evaluate import RULES
from tracker.domain.risks.findings import Level
from tracker.models.findings import DAYS_ASIDE

DOC = ROOT / "docs" / "risks.md"
POINTER = re.compile(r"docs/risks\.md, ([A-Z][A-Za-z ]+[a-z])")
_ROW = re.compile(r"\| `([a-z0-9-]+)` \| ([a-z-]+)( \(unconfirmed\))? \| (.+) \| ([S0-9b, ]+) \|")


def text() -> str:
    return DOC.read_text(encoding="utf-8")


def headings() -> set[str]:
    return set(re.findall(r"^## (.+)$", text(), re.MULTILINE))


def pointers() -> list[tuple[str, str]]:
    files = [path for folder in ("tracker", "foods", "templates") for path in (ROOT / folder).rglob("*.*")]
    return [
        (str(path.relative_to(ROOT)), heading)
        for path in files
        if path.suffix in {".py", ".html"}
        for heading in POINTER.findall(path.read_text(encoding="utf-8"))
    ]


def test_every_rule_stands_in_the_tables_with_its_level_and_sources():
    said = {code: (level, bool(mark), tuple(keys.split(", "))) for code, level, mark, _, keys in _ROW.findall(text())}

    assert said == {rule.code: (rule.level.value, rule.unconfirmed, rule.sources) for rule in RULES.values()}


def test_the_rules_stand_in_the_order_of_the_code():
    assert [row[0] for row in _ROW.findall(text())] == list(RULES)


def test_every_source_of_a_rule_can_be_shown():
    assert [key for *_, keys in _ROW.findall(text()) for key in keys.split(", ") if not tables.citation(key)] == []


def test_every_level_says_whether_it_may_be_set_aside():
    said = dict(re.findall(r"^\| `([a-z-]+)` \| [a-z][^|]+ \| ([^|]+) \|$", text(), re.MULTILINE))

    assert set(said) == set(Level)
    assert said["urgent"] == "no"
    assert Level.URGENT not in DAYS_ASIDE
    assert f"{DAYS_ASIDE[Level.SEE_A_CLINICIAN]} days" in said["see-a-clinician"]


def test_every_pointer_in_the_code_leads_to_a_heading():
    assert [(file, heading) for file, heading in pointers() if heading not in headings()] == []
    assert len(pointers()) > 5


def test_its_links_lead_to_files():
    links = re.findall(r"\]\(([^)#]+)\)", text())

    assert links != []
    assert [link for link in links if not (Path(DOC.parent) / link).exists()] == []
