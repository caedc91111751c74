"""Every fixed word of the report, collected from where it is written: what a translation has to hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tracker.models.markers import MARKER_NAMES
from tracker.models.profile import Diet, LifeStage
from tracker.reports.findings.words import SYMPTOM_NAMES

ROOT = Path(__file__).resolve().parents[4]
CODE = [
    ROOT / "tracker/reports/care/report.py",
    *(
        path
        for path in sorted((ROOT / "tracker/reports/appointment").glob("*.py"))
        if path.stem != "missing"  # stands on the page, not on the paper
    ),
]
TEMPLATES = [
    ROOT / f"templates/care/{name}.html" for name in ("_report_sheet", "_shared", "shared_cover", "shared_report")
]
_BLOCK = re.compile(r"\{% blocktranslate trimmed[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
_LINE = re.compile(r'\{% translate "([^"]+)" %\}')


def of_code(source: str) -> Iterator[str]:
    """As gettext keys them: a plural after a NUL."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
            texts = 2 if node.func.id == "ngettext" else 1
            yield "\0".join(ast.literal_eval(one) for one in node.args[:texts])


def of_template(markup: str) -> Iterator[str]:
    yield from _LINE.findall(markup)
    for text in _BLOCK.findall(markup):
        yield re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", text.strip())


def every() -> set[str]:
    return {
        *(text for path in CODE for text in of_code(path.read_text(encoding="utf-8"))),
        *(text for path in TEMPLATES for text in of_template(path.read_text(encoding="utf-8"))),
        *(str(label) for label in (*Diet.labels, *LifeStage.labels)),
        *map(str, SYMPTOM_NAMES.values()),
        *map(str, MARKER_NAMES.values()),
    }
