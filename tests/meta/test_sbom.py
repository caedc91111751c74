"""The bill of materials says what requirements.txt installs, and is a CycloneDX document."""

import json

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from scripts import sbom
from tests.meta.test_project import locked

SHIPPED = sbom.TARGET.read_text(encoding="utf-8")


def test_it_lists_every_locked_library_with_its_version_and_no_other():
    listed = {one["name"].lower().replace("_", "-"): one["version"] for one in json.loads(SHIPPED)["components"]}

    assert listed == {name.replace("_", "-"): version for name, version in locked("requirements.txt").items()}


def test_it_is_the_one_of_the_lock_as_it_stands():
    assert sbom.made() == SHIPPED  # else: `make lock`


def test_it_is_a_cyclonedx_document():
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(SHIPPED) is None
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(SHIPPED.replace("library", "lib")) is not None


def test_every_ref_is_one_of_a_component():
    bill = json.loads(SHIPPED)
    known = {one["bom-ref"] for one in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}

    assert {one["ref"] for one in bill["dependencies"]} == known
