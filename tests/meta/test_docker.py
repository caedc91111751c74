"""The image does what it says, tried without Docker: its files in a folder of their own, its start, its health check.

What only Docker can show (the base image, apt, the user, the read-only root) is linted and looked at, not run.
"""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from http.client import HTTPConnection
from importlib import metadata
from pathlib import Path

import pytest
import yaml

from scripts import preflight, ready, serve

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs/running.md").read_text()
COMPOSE, WITH_POSTGRES = "compose.yaml", "compose.postgres.yaml"
SITE = "b12.example.org"
START_S, STOP_S = 90, 20  # measured on a busy machine: 25 at most, and 1


@dataclass
class Recipe:
    """The instructions of a Dockerfile, in order, each as (name, arguments)."""

    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, name: str) -> list[str]:
        return [arguments for step, arguments in self.steps if step == name]

    def only(self, name: str) -> str:
        (arguments,) = self.all(name)
        return arguments

    def environ(self) -> dict[str, str]:
        return dict(pair.split("=", 1) for arguments in self.all("ENV") for pair in shlex.split(arguments))

    def copied(self) -> list[tuple[list[str], str]]:
        return [(words[:-1], words[-1]) for words in map(str.split, self.all("COPY"))]

    def command(self, name: str) -> list[str]:
        return json.loads(self.only(name)[self.only(name).index("[") :])


def recipe_of(text: str) -> Recipe:
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    joined = re.sub(r"\\\n\s*", " ", lines)
    return Recipe([(name, rest.strip()) for name, rest in re.findall(r"^([A-Z]+) (.+)$", joined, re.MULTILINE)])


RECIPE = recipe_of((ROOT / "Dockerfile").read_text())


def ignored(name: str, patterns: list[str]) -> bool:
    """Whether Docker leaves `name` out: the last pattern that fits it, or a folder above it, has the word."""
    path = Path(name)
    names = [name, *(str(above) for above in path.parents if str(above) != ".")]
    out = False
    for pattern in patterns:
        bare = pattern.removeprefix("!")
        wanted = re.compile(translate(bare.removeprefix("**/")))
        if any(wanted.match(one) or (bare.startswith("**/") and wanted.match(Path(one).name)) for one in names):
            out = not pattern.startswith("!")
    return out


def patterns() -> list[str]:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def files_of(source: str) -> list[str]:
    """What a COPY of `source` takes, as paths from the project's folder."""
    path = ROOT / source
    found = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    names = [file.relative_to(ROOT).as_posix() for file in found]
    return [name for name in names if not ignored(name, patterns())]


def lay_out(folder: Path) -> None:
    for sources, _ in RECIPE.copied():
        for source in sources:
            for name in files_of(source):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, folder / name)


# --- What the image is made of ---


def test_what_is_copied_keeps_its_name():
    assert [(sources, to) for sources, to in RECIPE.copied() if to not in ("./", *sources)] == []
    assert [(sources, to) for sources, to in RECIPE.copied() if to != "./" and len(sources) > 1] == []


def test_the_copy_and_the_list_of_what_is_not_ignored_name_the_same():
    copied = {source for sources, _ in RECIPE.copied() for source in sources}
    assert copied == {line.removeprefix("!") for line in patterns() if line.startswith("!")}


NOT_IN_THE_IMAGE = {"tests", "docs", ".ci"}


def test_every_folder_of_the_project_is_copied_but_those_that_only_hackers_need():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    folders = {name.split("/")[0] for name in listed.stdout.split("\0") if "/" in name}
    copied = {source for sources, _ in RECIPE.copied() for source in sources if (ROOT / source).is_dir()}
    assert copied == folders - NOT_IN_THE_IMAGE


def test_nothing_private_nothing_written_and_nothing_of_the_tests_is_copied():
    sent = {path.name for path in ROOT.iterdir() if not ignored(path.name, patterns())}
    copied = [name for sources, _ in RECIPE.copied() for source in sources for name in files_of(source)]
    private = {"var", ".git", ".venv", ".env", "tests", "docs", ".hypothesis", ".ci"}
    assert (sent | {name.split("/")[0] for name in copied}) & private == set()
    assert [name for name in copied if name.endswith((".pyc", ".sqlite3", ".env")) or "__pycache__" in name] == []


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("var/cobalog.sqlite3", True), (".env", True), ("config/.env", True), ("config/settings.py", False),
        ("config/__pycache__/settings.cpython-313.pyc", True), ("requirements.txt", False),
        ("requirements-test.txt", True), ("tests/conftest.py", True), ("tracker/data/articles/nerves.md", False),
    ],
)  # fmt: skip
def test_what_is_left_out_of_the_image(name: str, left_out: bool):
    assert ignored(name, patterns()) is left_out


def test_packages_are_installed_as_hashed_wheels_before_the_code_is_copied():
    at = [index for index, (name, rest) in enumerate(RECIPE.steps) if name == "RUN" and " pip install " in rest]
    (index,) = at
    words = RECIPE.steps[index][1].split()
    before = [rest for name, rest in RECIPE.steps[:index] if name == "COPY"]
    assert before == ["requirements.txt ./"]
    assert words[words.index("-r") + 1 :] == ["requirements.txt"]
    assert {"--require-hashes", "--only-binary", ":all:", "--no-cache-dir"} - set(words) == set()


def test_the_packages_here_are_the_very_ones_that_the_image_gets():
    """So that a start here says something about the image."""
    pinned = dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", (ROOT / "requirements.txt").read_text(), re.M))
    here = {re.sub(r"[-_.]+", "-", one.metadata["Name"]).lower(): one.version for one in metadata.distributions()}
    assert {"django", "gunicorn", "psycopg"} - set(pinned) == set()
    assert {name: here[name] for name in pinned if name in here and here[name] != pinned[name]} == {}
    assert {"django", "gunicorn", "psycopg"} - set(here) == set()


def test_the_image_runs_without_rights_and_writes_in_one_folder():
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", RECIPE.only("USER"))
    assert RECIPE.only("VOLUME") == RECIPE.environ()["COBALOG_VAR"] == "/data"
    assert f"EXPOSE {RECIPE.environ()['PORT']}" == "EXPOSE " + RECIPE.only("EXPOSE")
    assert (RECIPE.only("STOPSIGNAL"), RECIPE.all("ENTRYPOINT"), RECIPE.all("ADD")) == ("SIGTERM", [], [])


def test_no_secret_and_no_switch_for_hacking_is_baked_in():
    named = {*RECIPE.environ(), *(rest.split("=")[0] for rest in RECIPE.all("ARG"))}
    assert named & {"SECRET_KEY", "DEBUG", "DATABASE_URL", "EMAIL_URL", "METRICS_TOKEN", "ALLOWED_HOSTS"} == set()


def test_the_base_image_has_a_version_and_its_python_is_one_that_the_project_takes():
    name, _, tag = RECIPE.only("FROM").partition(":")
    assert name == "python"
    version = tuple(map(int, re.match(r"(\d+)\.(\d+)-slim-\w+$", tag).groups()))
    assert version >= (3, 11)


# --- The start, as the image makes it ---


@dataclass
class Served:
    process: subprocess.Popen
    folder: Path
    environ: dict[str, str]

    def health(self) -> subprocess.CompletedProcess:
        command = as_here(RECIPE.command("HEALTHCHECK"))
        return subprocess.run(command, cwd=self.folder, env=self.environ, capture_output=True, text=True, check=False)

    def asked(self, **headers: str) -> tuple[int, str | None]:
        """Status and place to go of the front page, as a proxy would ask that the server was not told of."""
        connection = HTTPConnection("127.0.0.1", int(self.environ["PORT"]), timeout=10)
        connection.request("GET", "/", headers={"Host": SITE, **headers})
        answer = connection.getresponse()
        connection.close()
        return answer.status, answer.headers["Location"]

    def wait_until_healthy(self) -> bool:
        until = time.monotonic() + START_S
        while time.monotonic() < until and self.process.poll() is None:
            if self.health().returncode == 0:
                return True
            time.sleep(0.3)
        return False


def as_here(command: list[str]) -> list[str]:
    assert command[0] == "python"
    return [sys.executable, *command[1:]]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("image")
    lay_out(folder)
    for step in RECIPE.all("RUN"):
        if step.startswith("python ") and " pip " not in step:
            subprocess.run(as_here(shlex.split(step)), cwd=folder, check=True)
    return folder


def environ_for(data: Path, **more: str) -> dict[str, str]:
    """The image's own variables and nothing of this shell's, but for a port and a folder that are free here."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    here = {"PATH": os.environ["PATH"], "HOST": "127.0.0.1", "PORT": str(port), "COBALOG_VAR": str(data)}
    return {**RECIPE.environ(), **here, "WEB_CONCURRENCY": "1", **more}


def started(image: Path, environ: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        as_here(RECIPE.command("CMD")), cwd=image, env=environ, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@pytest.fixture
def served(image: Path, tmp_path: Path) -> Iterator[Served]:
    environ = environ_for(tmp_path / "data", ALLOWED_HOSTS=SITE, BEHIND_TLS="1", FORWARDED_ALLOW_IPS="192.0.2.1")
    process = started(image, environ)
    yield Served(process, image, environ)
    end(process)


def end(process: subprocess.Popen) -> None:
    """With all that it started, whatever the test found."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.timeout(120)
def test_the_files_of_the_image_start_by_its_command_and_end_cleanly_when_told_to(served: Served, tmp_path: Path):
    before = served.health()
    files = written_in(served.folder)
    healthy = served.wait_until_healthy()
    plain, tls = (served.asked(), served.asked(**{"X-Forwarded-Proto": "https"})) if healthy else (None, None)
    began = time.monotonic()
    served.process.terminate()
    said, _ = served.process.communicate(timeout=STOP_S + 10)

    assert (before.returncode, before.stderr.startswith("Not ready: ")) == (1, True)
    assert healthy, said
    assert (plain, tls) == ((301, f"https://{SITE}/"), (200, None))
    assert served.process.returncode == 0, said
    assert time.monotonic() - began < STOP_S
    assert ("Traceback" in said, "Shutting down" in said) == (False, True), said
    assert written_in(served.folder) == files  # the root file system is read-only
    assert (tmp_path / "data/cobalog.sqlite3").is_file()
    assert not still_running(served.process.pid)


def written_in(folder: Path) -> dict[Path, float]:
    return {path: path.stat().st_mtime for path in folder.rglob("*")}


def still_running(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_told_to_stop_while_it_prepares_it_stops_at_once(image: Path, tmp_path: Path):
    process = started(image, environ_for(tmp_path / "data"))
    try:
        assert process.stdout.readline() == "Bringing the database up to date …\n"
        process.terminate()
        said, _ = process.communicate(timeout=STOP_S)
        assert (process.returncode, "Traceback" in said, still_running(process.pid)) == (serve.STOPPED, False, False)
    finally:
        end(process)


def test_a_volume_that_cannot_be_written_is_said_in_a_sentence(image: Path, tmp_path: Path):
    (tmp_path / "data").touch()
    process = started(image, environ_for(tmp_path / "data"))
    said, _ = process.communicate(timeout=STOP_S)
    assert process.returncode == 1
    assert said == (
        f"Nothing can be written to {tmp_path}/data (File exists): give this user the right to, or move the project.\n"
    )


@pytest.mark.parametrize(
    ("allowed", "host"),
    [("", "localhost"), ("b12.example.org", "b12.example.org"), ("*", "localhost"), (" , .example.org", "example.org"),
     ("*,b12.example.org", "b12.example.org")],
)  # fmt: skip
def test_the_health_check_asks_by_a_name_that_the_site_has(allowed: str, host: str):
    assert ready.host_header({"ALLOWED_HOSTS": allowed}) == host


def test_the_health_check_fails_where_a_server_answers_that_it_is_not_ready(monkeypatch, capsys):
    monkeypatch.setattr(ready, "status", lambda port, host: 503)
    assert ready.main() == 1
    assert capsys.readouterr().err == "Not ready: /readyz answered 503.\n"


def test_the_start_of_the_container_refuses_what_make_run_refuses(monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "localhost")
    assert serve.main() == 1
    assert capsys.readouterr().err.startswith("DATABASE_URL is no database address: ")
    with pytest.raises(preflight.Refusal):
        preflight.check_for_serving()


# --- The compose files ---


def services(*names: str) -> dict[str, dict]:
    """Each service as the files say it together, as far as these tests ask."""
    merged: dict[str, dict] = {}
    for name in names:
        for service, said in yaml.safe_load((ROOT / name).read_text())["services"].items():
            into = merged.setdefault(service, {})
            for key, value in said.items():
                into[key] = {**into[key], **value} if isinstance(into.get(key), dict) else value
    return merged


BOTH = services(COMPOSE, WITH_POSTGRES)


def test_the_first_file_is_one_container_and_the_second_adds_the_database():
    assert (sorted(services(COMPOSE)), sorted(BOTH)) == (["web"], ["db", "web"])
    assert BOTH["web"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert "healthcheck" in BOTH["db"]


def test_every_port_is_bound_to_this_machine_and_the_database_has_none():
    assert BOTH["web"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]
    assert "ports" not in BOTH["db"]


@pytest.mark.parametrize("service", ["web", "db"])
def test_no_service_has_more_rights_than_it_needs(service: str):
    said = BOTH[service]
    assert {"privileged", "cap_add", "network_mode", "pid", "devices"} & set(said) == set()
    assert said["security_opt"] == ["no-new-privileges:true"]
    assert (said["restart"], "logging" in said) == ("unless-stopped", True)
    assert [one for one in said["volumes"] if one.startswith(("/", ".", "~"))] == []


def test_the_site_cannot_write_but_to_its_volume():
    web = BOTH["web"]
    assert (web["read_only"], web["cap_drop"], web["volumes"]) == (True, ["ALL"], ["data:/data"])
    assert web["tmpfs"] == ["/tmp:size=256m"]
    assert web["environment"]["COBALOG_VAR"] == RECIPE.only("VOLUME")
    assert web["environment"]["PORT"] == RECIPE.only("EXPOSE")


def test_the_site_has_the_time_to_stop_that_its_requests_have():
    assert int(BOTH["web"]["stop_grace_period"].removesuffix("s")) > STOP_S


def test_no_password_has_a_default():
    text = (ROOT / COMPOSE).read_text() + (ROOT / WITH_POSTGRES).read_text()
    asked = re.findall(r"\$\{([A-Z_]+)(:?[?-])?", text)
    assert sorted(set(asked)) == [("PORT", ":-"), ("POSTGRES_PASSWORD", ":?")]
    assert re.findall(r"\$(?!\{)", text) == []
    assert BOTH["db"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")


def test_the_two_sides_of_the_database_are_the_same():
    url, db = BOTH["web"]["environment"]["DATABASE_URL"], BOTH["db"]["environment"]
    assert (url.split(":")[1], url.rsplit("/", 1)[1]) == (f"//{db['POSTGRES_USER']}", db["POSTGRES_DB"])
    assert re.search(r"@(\w+)/\w+$", url).group(1) == "db"


def test_the_programs_of_the_image_are_of_the_servers_version():
    """pg_dump refuses a server that is newer than itself. Debian trixie has 17."""
    assert RECIPE.only("FROM").endswith("-trixie")
    assert BOTH["db"]["image"] == "postgres:17-trixie"


def test_every_variable_of_the_compose_files_is_explained():
    named = {name for said in BOTH.values() for name in said.get("environment", {})}
    asked = re.findall(r"\$\{([A-Z_]+)", (ROOT / COMPOSE).read_text() + (ROOT / WITH_POSTGRES).read_text())
    inside = {"POSTGRES_USER", "POSTGRES_DB"}  # between the two containers
    assert sorted((named | set(asked)) - inside - set(re.findall(r"`([A-Z_]+)`", DOC))) == []


def test_every_volume_is_declared():
    declared = {
        name for file in (COMPOSE, WITH_POSTGRES) for name in yaml.safe_load((ROOT / file).read_text())["volumes"]
    }
    assert declared == {one.split(":")[0] for said in BOTH.values() for one in said["volumes"]}


def test_what_stands_in_env_is_not_under_version_control():
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()
