"""Writes docs/sbom.cdx.json: every library in requirements.txt with its version, as a CycloneDX bill of materials.

The hashes stay in requirements.txt, which is what gets installed; addresses are left out, since everybody installs from
an index of their own choice.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "sbom.cdx.json"
COMMAND = [
    sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", "requirements.txt", "--pyproject",
    "pyproject.toml", "--mc-type", "application", "--output-reproducible", "--spec-version", "1.6", "--of", "JSON",
]  # fmt: skip
KEPT = ("type", "name", "version", "purl")


def made() -> str:
    """The bill of materials of the lock as it stands, as text."""
    told = subprocess.run(COMMAND, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return json.dumps(slim(json.loads(told)), indent=1, sort_keys=True) + "\n"


def slim(bill: dict[str, Any]) -> dict[str, Any]:
    """Without addresses and without the places in the lock, which move with every change."""
    components = [{key: one[key] for key in KEPT} | {"bom-ref": one["purl"]} for one in bill["components"]]
    root = bill["metadata"]["component"]
    refs = sorted(one["bom-ref"] for one in components)
    return {
        **{key: bill[key] for key in ("$schema", "bomFormat", "specVersion", "version")},
        "metadata": {"component": {key: root[key] for key in ("bom-ref", "type", "name", "version", "description")}},
        "components": sorted(components, key=lambda one: one["bom-ref"]),
        "dependencies": [{"ref": root["bom-ref"], "dependsOn": refs}, *({"ref": ref} for ref in refs)],
    }


if __name__ == "__main__":
    TARGET.write_text(made(), encoding="utf-8")
