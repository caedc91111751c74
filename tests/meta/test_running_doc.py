"""docs/running.md names commands, options, variables, files and sections that are there, and its cron lines work."""

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs/running.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CALL = re.compile(r"manage\.py[ \t]+([a-z_]+)((?:[ \t]+[^\s`#|&;)]+)*)")
CRON = re.compile(r"^((?:[*/\d]+ +){5})(cd .+)$", re.MULTILINE)
TIMED = {
    "send_digests", "resume_imports", "delete_expired_demos", "clearsessions", "check_foods", "send_curation_digest",
    "backup",
}  # fmt: skip


def calls(text: str) -> list[tuple[str, list[str]]]:
    """Each command with the options that it is called with."""
    return [(name, re.findall(r"(?<=\s)--[a-z-]+", rest)) for name, rest in CALL.findall(text)]


def options_of(command: str) -> set[str]:
    app = get_commands()[command]
    made = load_command_class(app, command) if isinstance(app, str) else app
    parser = made.create_parser("manage.py", command)
    return {option for action in parser._actions for option in action.option_strings}


def section(name: str) -> str:
    found = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", DOC, re.MULTILINE | re.DOTALL)
    assert found, name
    return found[1]


@pytest.mark.parametrize("text", [DOC, README], ids=["running", "readme"])
def test_every_command_that_is_named_exists_with_its_options(text: str):
    named = calls(text)
    assert len(named) >= 2
    assert [name for name, _ in named if name not in get_commands()] == []
    assert [(name, option) for name, options in named for option in options if option not in options_of(name)] == []


def test_the_search_for_commands_finds_them_with_their_options():
    text = "`.venv/bin/python manage.py backup --keep 14 /mnt`, manage.py restore FILE --dry-run; manage.py fly --high"
    assert calls(text) == [("backup", ["--keep"]), ("restore", ["--dry-run"]), ("fly", ["--high"])]


def test_every_command_of_our_own_is_named():
    own = {path.stem for path in ROOT.glob("*/management/commands/[a-z]*.py")}
    for_the_start = {"load_foods"}  # called by each start
    assert own - for_the_start - {name for name, _ in calls(DOC)} == set()


def test_options_that_stand_alone_in_the_text_belong_to_a_command():
    alone = set(re.findall(r"`(--[a-z-]+)(?: [^`]*)?`", DOC))
    known = {option for name in {name for name, _ in calls(DOC)} for option in options_of(name)}
    assert {"--with-key", "--without-media"} - alone == set()
    assert alone - known == set()


def test_the_table_of_variables_has_each_once_and_none_that_nothing_reads():
    rows = re.findall(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", section("Variables"), re.MULTILINE)
    named = Counter(name for row in rows for name in re.findall(r"[A-Z_]+", row))
    sources = [*ROOT.glob("*/**/*.py"), *ROOT.glob("scripts/*.sh"), *ROOT.glob("compose*.yaml")]
    code = "\n".join(path.read_text() for path in sources if ".venv" not in path.parts and "tests" not in path.parts)
    assert [name for name, times in named.items() if times > 1] == []
    assert [name for name in named if not re.search(rf"[\"'${{]{name}\b", code)] == []
    assert len(named) > 30


def test_every_variable_that_is_set_in_an_example_stands_in_the_table():
    set_here = set(re.findall(r"^(?:export )?([A-Z][A-Z_]{3,})=", DOC, re.MULTILINE))
    set_here |= set(re.findall(r"`([A-Z][A-Z_]{3,})=[^`]+`", DOC)) | set(re.findall(r" -e ([A-Z_]+)=", DOC))
    dockers = {"COMPOSE_FILE", "NAME"}  # Docker's own, and the form of a line
    assert {"BEHIND_TLS", "COBALOG_MOVE_TO"} - set_here == set()
    assert set_here - dockers - set(re.findall(r"`([A-Z_]+)`", section("Variables"))) == set()


def test_every_section_that_is_pointed_to_is_there():
    headings = re.findall(r"^## (.+)$", DOC, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", name.lower()).replace(" ", "-") for name in headings}
    pointed = set(re.findall(r'(?:see |\(|")"?([A-Z][\w ]+)"', DOC)) & {
        word.strip() for word in re.findall(r'"([^"\n]+)"', DOC)
    }
    assert [name for name, times in Counter(headings).items() if times > 1] == []
    assert set(re.findall(r"\]\(#([\w-]+)\)", DOC)) - anchors == set()
    assert {"Timers", "Behind TLS", "Restoring", "Backups"} - pointed == set()
    assert [name for name in pointed if name not in headings and name not in OTHERS] == []


OTHERS = {"Imports"}  # of docs/data.md


def test_what_other_files_point_to_is_there():
    for name in ("Behind TLS", "Reminders", "Curation", "Logs", "Limits", "Docker", "Variables"):
        assert section(name).strip()


def test_every_file_of_the_project_that_is_named_is_there():
    named = set(re.findall(r"`?((?:config|scripts|docs|foods|accounts)/[\w/]+\.(?:py|md|sh))`?", DOC))
    named |= set(re.findall(r"\b(compose[.\w]*\.yaml|requirements[\w-]*\.txt)\b", DOC))
    modules = {name.replace(".", "/") + ".py" for name in re.findall(r"-m (scripts\.\w+)", DOC)}
    assert len(named) > 8
    assert [name for name in named | modules if not (ROOT / name).is_file()] == []


def test_what_runs_by_a_timer_stands_in_the_table_in_cron_and_in_systemd():
    text = section("Timers")
    table = set(re.findall(r"^\| `manage\.py (\w+)` \|", text, re.MULTILINE))
    cron = {name for _, line in CRON.findall(text) for name, _ in calls(line)}
    units = {name.replace("-", "@") for name in re.findall(r"`cobalog[@-](\w+)\.timer`", text)}
    assert (table, cron, units) == (TIMED, TIMED, TIMED)


@pytest.mark.parametrize("line", [line for _, line in CRON.findall(DOC)], ids=lambda line: calls(line)[0][0])
def test_a_line_of_cron_hands_the_variables_on(line: str, tmp_path: Path):
    """`environment` has no `export` in it: systemd would not take it."""
    (tmp_path / "environment").write_text('SITE_URL=https://b12.example.org\nDEFAULT_FROM_EMAIL="Cobalog <a@b>"\n')
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$SITE_URL $DEFAULT_FROM_EMAIL $*" >&2\n')
    python.chmod(0o755)
    here = line.replace("/srv/cobalog", str(tmp_path))
    done = subprocess.run(
        ["/bin/sh", "-c", here], capture_output=True, text=True, check=True, env={"PATH": "/usr/bin:/bin"}
    )
    wanted = line[line.index("manage.py") :].removesuffix(" >/dev/null")
    assert (done.stdout, done.stderr) == ("", f"https://b12.example.org Cobalog <a@b> {wanted}\n")


def test_the_proxies_speak_no_old_tls_and_pass_the_scheme_on():
    text = section("Behind TLS")
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in text
    assert "proxy_set_header X-Forwarded-Proto https;" in text
