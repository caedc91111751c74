"""Translations: reads `locale/*/LC_MESSAGES/django.po` and writes the .mo beside each, which is what Django reads.

    .venv/bin/python -m scripts.messages

gettext's own tools are not needed. Committed are both; a test holds them against each other.
"""

import ast
import struct
from collections.abc import Iterator
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
Catalogue = dict[str, str]


def catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalogue:
    """Every entry as gettext keys it: plural forms joined by NUL, on both sides."""
    found: Catalogue = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        fields = dict(_fields(block))
        if "msgid" not in fields:
            continue
        plurals = [fields[name] for name in sorted(fields) if name.startswith("msgstr[")]
        key = "\0".join(filter(None, (fields["msgid"], fields.get("msgid_plural"))))
        if key in found:
            raise ValueError(f"{path}: {key!r} stands in it twice")
        found[key] = "\0".join(plurals) if plurals else fields["msgstr"]
    return found


def _fields(block: str) -> Iterator[tuple[str, str]]:
    name, text = "", ""
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("msg"):
            if name:
                yield name, text
            name, _, line = line.partition(" ")
            text = ""
        text += ast.literal_eval(line)
    if name:
        yield name, text


def compiled(found: Catalogue) -> bytes:
    """The bytes of a .mo: a header, two tables of lengths and places, and the texts."""
    keys = sorted(found, key=str.encode)
    texts = [[one.encode() for one in side] for side in (keys, [found[key] for key in keys])]
    n, at = len(keys), 28 + 16 * len(keys)
    tables, data = b"", b""
    for side in texts:
        for text in side:
            tables += struct.pack("<II", len(text), at + len(data))
            data += text + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, n, 28, 28 + 8 * n, 0, at) + tables + data


if __name__ == "__main__":
    for path in catalogues():
        path.with_suffix(".mo").write_bytes(compiled(read(path)))
        print(f"{path.parent.parent.name}: {len(read(path)) - 1} texts")
