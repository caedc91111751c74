"""What cobalog.json looks like, in JSON Schema (draft 2020-12): made of the sections, kept in schema.json beside this.

`python -m scripts.export_schema` writes the file anew; a test compares the two.
"""

import json
from pathlib import Path
from typing import Any

from tracker.export.columns import Column
from tracker.export.document import FORMAT, VERSION
from tracker.export.sections import SECTIONS, Section

FILE = Path(__file__).with_name("schema.json")


def schema() -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Everything of one person in Cobalog",
        "description": "Figures are texts, so that nothing is rounded. null: not known or not said, never 0.",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "made_at": {"type": "string", "format": "date-time"},
            **{section.name: _section(section) for section in SECTIONS},
        },
        "required": ["format", "version", "made_at", *(section.name for section in SECTIONS)],
        "additionalProperties": False,
    }


def _section(section: Section) -> dict[str, Any]:
    columns = dict(section.extra) | {column.name: _column(section, column) for column in section.columns}
    said = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": columns,
            "required": list(columns),
            "additionalProperties": False,
        },
    }
    if not section.restored:
        said["description"] = "To be read: an import does not bring it back."
    return said | ({"maxItems": 1} if section.single else {})


def _column(section: Section, column: Column) -> dict[str, Any]:
    """Words of what is only read are not fixed: the site may come to note other things."""
    said = column.schema
    return said if section.restored or "enum" not in said else {"type": "string"}


def as_text() -> str:
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
