"""What is true of the project as a whole: nothing of one machine in it, everything hashed, nothing inline, no drift."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".png", ".jpg", ".webp", ".ico", ".woff2", ".gz", ".sqlite3", ".mo"}
# written in pieces, so that this file does not hold what it looks for
FOLDERS = ["ro" + r"ot\b", "wo" + r"rk\b", r"home/\w", r"Users/\w"]
MACHINE_PATH = re.compile(rf"(?<![\w.\-/])/(?:{'|'.join(FOLDERS)})")
HOSTS = ["py" + r"pi\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs"]
REGISTRY = re.compile(rf"\b(?:{'|'.join(HOSTS)})|--(?:extra-)?index" + "-url")
REQUIREMENT = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==(\S+)", re.IGNORECASE)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def project_files() -> list[Path]:
    """Tracked files and new ones that are not ignored: a mistake is found before it is committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in project_files():
        if path.suffix in BINARY:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    return found


def test_no_file_holds_a_path_of_somebodys_machine():
    assert lines_matching(MACHINE_PATH) == []


def test_no_file_names_a_package_registry_or_an_index():
    assert lines_matching(REGISTRY) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("open('/" + "root/x')", True),
        ("cd /" + "work/main", True),
        ("/ho" + "me/somebody/x", True),
        ("https://example.org/work/1", False),
        ("network/root/", False),
    ],
)
def test_the_search_for_machine_paths_finds_them_and_nothing_else(text: str, found: bool):
    assert bool(MACHINE_PATH.search(text)) is found


def locked(name: str) -> dict[str, str]:
    """Package → version of a compiled requirements file; fails where one has no hash."""
    versions = {}
    for block in re.split(r"\n(?=\S)", (ROOT / name).read_text()):
        if match := REQUIREMENT.match(block):
            assert "--hash=sha256:" in block, f"{match[1]} in {name} has no hash"
            versions[match[1].lower()] = match[2]
    return versions


@pytest.mark.parametrize("name", ["requirements", "requirements-barcode", "requirements-parquet", "requirements-test"])
def test_every_requirement_is_locked_with_hashes_and_without_an_index(name: str):
    wanted = {
        re.split(r"[\[<>=!~ ]", line)[0].lower().replace("_", "-").replace(".", "-")
        for line in (ROOT / f"{name}.in").read_text().splitlines()
        if line and not line.startswith(("#", "-"))
    }
    lines = (ROOT / f"{name}.txt").read_text().splitlines()
    assert wanted - set(locked(f"{name}.txt")) == set()
    assert [line for line in lines if line.lstrip().startswith(("-i ", "-f ", "--index", "--find", "--extra"))] == []


def test_tests_run_on_the_versions_that_are_served():
    tested = locked("requirements-test.txt")
    assert {name: tested.get(name) for name in locked("requirements.txt")} == locked("requirements.txt")


@pytest.mark.django_db
def test_every_migration_is_made():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_deployment_check_has_nothing_to_say_behind_tls(tmp_path: Path):
    """A process of its own, because the settings read the environment once. Under pytest DEBUG is off as well."""
    environ = {key: value for key, value in os.environ.items() if key not in ("DEBUG", "DATABASE_URL")}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env={**environ, "BEHIND_TLS": "1", "COBALOG_VAR": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text()
    assert [command for command in ("make run", "make test") if command not in readme] == []


def test_every_variable_is_explained():
    code = "".join((ROOT / name).read_text() for name in ("config/settings.py", "config/gunicorn.py"))
    read = re.findall(r"""(?:\benv\.\w+|_switch|environ\.get)\(\s*"([A-Z_]+)\"""", code)
    explained = re.findall(r"`([A-Z_]+)`", (ROOT / "docs/running.md").read_text())
    assert sorted(set(read) - set(explained)) == []
    assert {"BEHIND_TLS", "DATABASE_URL", "HOST", "ACCESS_LOG"} - set(read) == set()


INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event handler": re.compile(r"\son[a-z]+\s*=(?!=)", re.IGNORECASE),
    "an htmx handler": re.compile(r"\b(?:data-)?hx-on\b"),
    "a script in an address or a value": re.compile(r"[\"'\s](?:javascript|js):", re.IGNORECASE),
    "a filter that htmx would have to evaluate": re.compile(r"hx-trigger\s*=\s*[\"'][^\"']*\[", re.IGNORECASE),
    "a script without a source": re.compile(
        r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*type=[\"']application/(?:ld\+)?json)", re.IGNORECASE
    ),
}


def inline_in(text: str) -> list[str]:
    without_comments = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", text, flags=re.DOTALL)
    return [name for name, pattern in INLINE.items() if pattern.search(without_comments)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_anything_inline(template: Path):
    assert inline_in(template.read_text()) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p style="color: red">', ["a style attribute"]),
        ("<style>p {}</style>", ["a style element"]),
        ('<button onclick="go()">', ["an event handler"]),
        ('<div hx-on:click="go()">', ["an htmx handler"]),
        ('<a href="javascript:go()">', ["a script in an address or a value"]),
        ("<div hx-vals='js:{a: 1}'>", ["a script in an address or a value"]),
        ('<input hx-trigger="keyup[key==1]">', ["a filter that htmx would have to evaluate"]),
        ("<script>go()</script>", ["a script without a source"]),
        ('<script src="a.js" defer></script>', []),
        ('<script type="application/json">{}</script>', []),
        ('{# never <p style="x"> #}<p class="style" data-on="1">', []),
    ],
)
def test_the_search_for_inline_things_finds_them_and_nothing_else(text: str, found: list[str]):
    assert inline_in(text) == found


@pytest.mark.parametrize("path", sorted((ROOT / "docs/decisions").glob("*.md")), ids=lambda path: path.name)
def test_a_decision_record_says_context_decision_and_consequence(path: Path):
    text = path.read_text()
    headings = re.findall(r"^## (Context|Decision|Consequence)", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequence"]
    assert re.match(r"\d{4}-[a-z0-9-]+\.md$", path.name)


def test_decision_records_have_a_number_each():
    numbers = [path.name[:4] for path in (ROOT / "docs/decisions").glob("*.md")]
    assert sorted(numbers) == sorted(set(numbers))
