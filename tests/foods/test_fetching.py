"""Fetching published files: whole, cut off, changed, gone, moved; from a server on this machine and nowhere else."""

import errno
import fcntl
import hashlib
import io
import json
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from foods.importing import asking, fetching
from foods.importing.asking import Offer, Stopped, ask
from foods.importing.fetching import fetch

NAME = "FoodData_Central_sr_legacy_food_csv_2018-04.zip"


def archive(*, of: int = 300_000, filling: int = 1) -> bytes:
    """A zip that is about as large as what is in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as made:
        made.writestr("food.csv", bytes([filling]) * of)
    return packed.getvalue()


WHOLE, NEWER = archive(), archive(of=310_000, filling=2)


class Server:
    """A server of one file. What it does is set by the test: `cut` bytes and no more, another `status`, …"""

    def __init__(self) -> None:
        self.body, self.etag, self.modified = WHOLE, '"one"', "Mon, 02 Mar 2026 10:00:00 GMT"
        self.cuts: list[int] = []  # of each GET in turn: the bytes after which the line breaks
        self.status, self.location, self.ranges, self.lengths = 200, "", True, True
        self.encoding, self.extra, self.head = "", 0, 0
        self.asked: list[SimpleNamespace] = []

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(
            SimpleNamespace(method=handler.command, path=handler.path, headers=dict(handler.headers.items()))
        )
        status = self.head if handler.command == "HEAD" and self.head else self.status
        if self.location and handler.path.endswith(NAME):
            handler.send_response(302)
            handler.send_header("Location", self.location)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        elif status != 200:
            handler.send_error(status)
        else:
            self._send(handler, self._start(handler.headers))

    def _start(self, headers) -> int:
        """Where the piece begins that was asked for; 0 where all of it has to be sent."""
        if not self.ranges or headers.get("If-Range") not in (self.etag, self.modified):
            return 0
        return int(headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0])

    def _send(self, handler: BaseHTTPRequestHandler, start: int) -> None:
        body = self.body[start:]
        handler.send_response(206 if start else 200)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(self.body) - 1}/{len(self.body)}")
        if self.lengths:
            handler.send_header("Content-Length", str(len(body) + self.extra))
        for name, value in (("ETag", self.etag), ("Last-Modified", self.modified), ("Content-Encoding", self.encoding)):
            if value:
                handler.send_header(name, value)
        handler.end_headers()
        if handler.command == "GET":
            handler.wfile.write(body[: self.cuts.pop(0)] if self.cuts else body)

    def gets(self) -> list[SimpleNamespace]:
        return [one for one in self.asked if one.method == "GET"]


@pytest.fixture
def serve() -> Iterator[Callable[[], Server]]:
    running = []

    def start() -> Server:
        served = Server()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                served.answer(self)

            do_HEAD = do_GET

            def log_message(self, *args) -> None:
                """Nobody reads it."""

        listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        running.append((listening, thread))
        served.base = f"http://127.0.0.1:{listening.server_port}"
        served.url = f"{served.base}/files/{NAME}"
        return served

    yield start
    for listening, thread in running:
        listening.shutdown()
        listening.server_close()
        thread.join()


@pytest.fixture
def server(serve) -> Server:
    return serve()


def got(server: Server, folder: Path, **how) -> fetching.Fetched:
    return fetch(ask(server.url), folder, pause=0, **how)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refusal(server: Server, folder: Path) -> str:
    with pytest.raises(Stopped) as stopped:
        got(server, folder)
    return str(stopped.value)


# --- whole --------------------------------------------------------------------------------------------------------
def test_a_file_is_fetched_with_its_hash_beside_it(server, tmp_path):
    here = got(server, tmp_path / "new" / "folder")

    digest = hashlib.sha256(WHOLE).hexdigest()
    assert (here.path.read_bytes(), here.size, here.sha256) == (WHOLE, len(WHOLE), digest)
    assert (here.path.parent / f"{NAME}.sha256").read_text() == f"{digest}  {NAME}\n"
    assert names(here.path.parent) == [NAME, f"{NAME}.sha256"]


def test_what_a_server_says_of_a_file_is_asked_without_the_file(server):
    assert ask(server.url) == Offer(server.url, len(WHOLE), '"one"', "Mon, 02 Mar 2026 10:00:00 GMT")
    assert [one.method for one in server.asked] == ["HEAD"]


def test_a_server_that_answers_no_head_is_asked_all_the_same(server, tmp_path):
    server.head = 405

    assert ask(server.url) == Offer(server.url)
    assert got(server, tmp_path).size == len(WHOLE)


def test_a_file_of_unknown_length_is_fetched(server, tmp_path):
    server.lengths = False
    seen = []

    assert got(server, tmp_path, say=lambda here, whole: seen.append((here, whole))).size == len(WHOLE)
    assert seen[-1] == (len(WHOLE), None)


def test_progress_is_told(server, tmp_path):
    seen = []
    got(server, tmp_path, say=lambda here, whole: seen.append((here, whole)))

    assert seen[-1] == (len(WHOLE), len(WHOLE))


def test_what_is_here_already_is_known_by_its_hash(server, tmp_path):
    offer = ask(server.url)
    assert fetching.already(offer, tmp_path) is None
    here = fetch(offer, tmp_path)

    assert fetching.already(offer, tmp_path) == here
    assert fetching.already(Offer(server.url, len(WHOLE) + 1), tmp_path) is None
    here.path.write_bytes(WHOLE[:-1] + b"?")
    assert fetching.already(offer, tmp_path) is None


# --- cut off ------------------------------------------------------------------------------------------------------
def test_a_line_that_breaks_is_taken_up_where_it_broke(server, tmp_path):
    server.cuts = [100_000, 50_000]

    assert got(server, tmp_path).path.read_bytes() == WHOLE
    assert [(one.headers.get("Range"), one.headers.get("If-Range")) for one in server.gets()] == [
        (None, None),
        ("bytes=100000-", '"one"'),
        ("bytes=150000-", '"one"'),
    ]


def test_a_server_that_brings_nothing_any_more_is_left_after_three_attempts(server, tmp_path):
    server.cuts = [1_000, 0, 0, 0]

    assert "with 1,000 bytes here. Call this again" in refusal(server, tmp_path)
    assert len(server.gets()) == 4
    assert names(tmp_path) == [f"{NAME}.part", f"{NAME}.part.json"]

    assert got(server, tmp_path).path.read_bytes() == WHOLE
    assert server.gets()[-1].headers["Range"] == "bytes=1000-"


@pytest.mark.parametrize(
    ("etag", "modified", "mark"),
    [
        ('W/"weak"', "Mon, 02 Mar 2026 10:00:00 GMT", "Mon, 02 Mar 2026 10:00:00 GMT"),
        ("", "Mon, 02 Mar 2026 10:00:00 GMT", "Mon, 02 Mar 2026 10:00:00 GMT"),
        ('W/"weak"', "", None),
        ("", "", None),
    ],
)
def test_the_rest_is_asked_for_by_what_tells_one_state_from_another(server, tmp_path, etag, modified, mark):
    server.etag, server.modified, server.cuts = etag, modified, [1_000]

    assert got(server, tmp_path).path.read_bytes() == WHOLE
    assert server.gets()[-1].headers.get("If-Range") == mark


def test_a_file_that_changed_meanwhile_starts_over(server, tmp_path):
    server.cuts = [1_000, 0, 0, 0]
    refusal(server, tmp_path)
    server.body, server.etag = NEWER, '"two"'

    assert got(server, tmp_path).path.read_bytes() == NEWER


def test_a_file_that_is_shorter_now_starts_over(server, tmp_path):
    server.cuts = [200_000, 0, 0, 0]
    refusal(server, tmp_path)
    server.cuts = []
    real = server.answer
    server.body = NEWER

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if "Range" in handler.headers:
            handler.send_error(416)
        else:
            real(handler)

    server.answer = answer
    assert got(server, tmp_path).path.read_bytes() == NEWER


def test_a_server_that_knows_no_ranges_starts_over(server, tmp_path):
    server.ranges, server.cuts = False, [250_000]

    assert got(server, tmp_path).path.read_bytes() == WHOLE


def test_another_piece_than_asked_for_starts_over(server, tmp_path):
    server.cuts = [1_000, 0, 0, 0]
    refusal(server, tmp_path)
    real = server.answer

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if "Range" not in handler.headers:
            return real(handler)
        handler.send_response(206)
        handler.send_header("Content-Range", f"bytes 7-{len(WHOLE) - 994}/{len(WHOLE)}")
        handler.send_header("Content-Length", str(len(WHOLE) - 1_000))
        handler.end_headers()
        return handler.wfile.write(WHOLE[7:-993])

    server.answer = answer
    assert got(server, tmp_path).path.read_bytes() == WHOLE


def test_what_was_whole_before_a_crash_is_not_asked_for_again(server, tmp_path):
    (tmp_path / f"{NAME}.part").write_bytes(WHOLE)
    state = {"url": server.url, "size": len(WHOLE), "etag": '"one"', "modified": ""}
    (tmp_path / f"{NAME}.part.json").write_text(json.dumps(state))

    assert got(server, tmp_path).path.read_bytes() == WHOLE
    assert server.gets() == []


@pytest.mark.parametrize("note", ["", "{", "[]", '{"url": 1, "other": 2}', '{"url": "elsewhere", "etag": "x"}'])
def test_a_beginning_that_nobody_knows_is_written_over(server, tmp_path, note):
    (tmp_path / f"{NAME}.part").write_bytes(b"?" * 400_000)
    (tmp_path / f"{NAME}.part.json").write_text(note)

    assert got(server, tmp_path).path.read_bytes() == WHOLE


def test_fewer_bytes_than_promised_are_no_file(server, tmp_path):
    server.extra, server.etag, server.modified = 10, "", ""

    assert refusal(server, tmp_path).startswith("127.0.0.1:")
    assert NAME not in names(tmp_path)


# --- not to be had ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "said"), [(404, "There is no http"), (410, "There is no http"), (500, "500"), (503, "try again later")]
)
@pytest.mark.parametrize("head", [0, 405])
def test_a_server_that_refuses_is_quoted(server, tmp_path, status, said, head):
    server.status, server.head = status, head

    assert said in refusal(server, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_release_that_is_gone_says_how_to_name_another(server, tmp_path):
    server.status = 404

    assert refusal(server, tmp_path) == (
        f"There is no {server.url}. Look there for the newest release and name it with --release."
    )


def test_nobody_there_is_said(server, tmp_path, monkeypatch):
    with pytest.raises(Stopped, match=r"^127\.0\.0\.1:1 cannot be reached"):
        ask("http://127.0.0.1:1/a.zip")
    with pytest.raises(Stopped, match=r"^127\.0\.0\.1:1 broke off .* with 0 bytes here"):
        fetch(Offer("http://127.0.0.1:1/a.zip"), tmp_path, pause=0)


def test_a_server_that_says_nothing_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "TIMEOUT", 0.05)
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as silent:  # listens, and never answers
        address = f"http://127.0.0.1:{silent.server_port}/a.zip"
        with pytest.raises(Stopped, match="it does not answer"):
            ask(address)
        with pytest.raises(Stopped, match="it does not answer"):
            fetch(Offer(address), tmp_path, pause=0)


def test_a_page_in_place_of_the_file_is_not_kept(server, tmp_path):
    server.body = b"<!doctype html>We are moving house."

    assert "is no archive" in refusal(server, tmp_path)
    assert names(tmp_path) == []


def test_what_comes_packed_otherwise_is_not_kept(server, tmp_path):
    server.encoding = "gzip"

    assert "packed in a way nobody asked for" in refusal(server, tmp_path)


# --- only from there ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a.zip",
        "ftp://127.0.0.1/a.zip",
        "file:///etc/passwd",
        "https:///a.zip",
        "http://127.0.0.1.example.org/a.zip",
        "http://localhost/a.zip",
    ],
)
def test_only_https_is_asked(url, tmp_path):
    with pytest.raises(Stopped, match=r"does not begin with https://\. Nothing was asked"):
        ask(url)
    with pytest.raises(Stopped, match="does not begin with https://"):
        fetch(Offer(url), tmp_path)


def test_another_address_of_the_same_server_is_followed(server, tmp_path):
    server.location = "/elsewhere/it.zip"

    assert got(server, tmp_path).path == tmp_path / NAME
    assert [one.method for one in server.asked] == ["HEAD", "HEAD", "GET", "GET"]


@pytest.mark.parametrize("target", ["https://127.0.0.1/it.zip", "http://127.0.0.1:1/it.zip", "http://example.org/x"])
def test_another_scheme_or_host_is_not(server, tmp_path, target):
    server.location = target

    assert "which nobody asked for" in refusal(server, tmp_path)
    server.head, server.location, server.status = 405, "", 200
    offer = ask(server.url)
    server.location = target
    with pytest.raises(Stopped, match="which nobody asked for"):
        fetch(offer, tmp_path, pause=0)


def test_a_server_that_sends_in_circles_is_left(server, tmp_path):
    server.location = server.url

    assert "answered 302" in refusal(server, tmp_path)


# --- the disk -----------------------------------------------------------------------------------------------------
def test_what_does_not_fit_is_not_begun(server, tmp_path, monkeypatch):
    free = fetching.RESERVE + len(WHOLE) - 1
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))

    assert f"It needs {len(WHOLE):,} bytes" in refusal(server, tmp_path)
    assert names(tmp_path) == []

    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free + 1))
    assert got(server, tmp_path).size == len(WHOLE)


def test_a_disk_that_fills_up_is_said_and_the_rest_follows(server, tmp_path, monkeypatch):
    offer = ask(server.url)
    real = fetching._pour

    def pour(answer, file, here, whole, say):
        file.write(answer.read(1_000))
        file.flush()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(fetching, "_pour", pour)
    with pytest.raises(Stopped, match=r"is full: make room, then call this again\. It goes on there\."):
        fetch(offer, tmp_path)
    monkeypatch.setattr(fetching, "_pour", real)

    assert fetch(offer, tmp_path).path.read_bytes() == WHOLE
    assert server.gets()[-1].headers["Range"] == "bytes=1000-"


def test_a_folder_that_cannot_be_made_is_said(server, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(Stopped, match=r"file/folder cannot be written \(Not a directory\)"):
        fetch(ask(server.url), tmp_path / "file" / "folder")


def test_two_do_not_write_the_same_file(server, tmp_path):
    with (tmp_path / f"{NAME}.part").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(Stopped, match=f"Another process is fetching {NAME}"):
            got(server, tmp_path)


# --- the command --------------------------------------------------------------------------------------------------
@pytest.fixture
def there(server, settings) -> Server:
    settings.FDC_DOWNLOADS_URL = f"{server.base}/files"
    return server


def run(*arguments: str, folder: Path) -> str:
    out = io.StringIO()
    call_command("fetch_foods", *arguments, "--to", str(folder), stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("usda-foundation", "FoodData_Central_foundation_food_csv_2026-04-30.zip"),
        ("usda-sr", NAME),
        ("usda-fndds", "FoodData_Central_survey_food_csv_2024-10-31.zip"),
        ("usda-branded", "FoodData_Central_branded_food_csv_2026-04-30.zip"),
    ],
)
def test_each_set_has_its_file(there, tmp_path, what, name):
    said = run(what, "--yes", folder=tmp_path)

    assert {one.path for one in there.asked} == {f"/files/{name}"}
    assert said == (
        f"{tmp_path / name}: {len(WHOLE):,} bytes, SHA-256 {hashlib.sha256(WHOLE).hexdigest()}.\n"
        f"To bring it in: manage.py import_foods {tmp_path / name}\n"
    )


def test_another_release_can_be_named(there, tmp_path):
    run("usda-foundation", "--yes", "--release", "2025-12-18", folder=tmp_path)

    assert names(tmp_path)[0] == "FoodData_Central_foundation_food_csv_2025-12-18.zip"


@pytest.mark.parametrize("release", ["../../x", "2025", "newest", "2025-12-18/x", "２０２５-12-18"])
def test_what_is_no_release_is_refused(there, tmp_path, release):
    with pytest.raises(CommandError, match="is not a release"):
        run("usda-foundation", "--yes", "--release", release, folder=tmp_path)
    assert there.asked == []


def test_it_is_here_already(there, tmp_path):
    first = run("usda-sr", "--yes", folder=tmp_path)

    assert run("usda-sr", folder=tmp_path) == first
    assert len(there.gets()) == 1


@pytest.mark.parametrize(("typed", "fetched"), [("y", 1), ("YES", 1), ("", 0), ("n", 0), ("nay", 0)])
def test_it_asks_first(there, tmp_path, monkeypatch, typed, fetched):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", lambda prompt: typed)
    if fetched:
        assert run("usda-sr", folder=tmp_path).startswith(f"{NAME} (0.3 MB)\nfrom {there.url}\ninto {tmp_path}\n")
    else:
        with pytest.raises(CommandError, match=r"^Nothing was fetched\.$"):
            run("usda-sr", folder=tmp_path)
    assert len(there.gets()) == fetched


def test_nobody_to_ask_is_a_no(there, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False))

    with pytest.raises(CommandError, match=r"there is nobody to ask\. Say --yes"):
        run("usda-sr", folder=tmp_path)
    assert there.gets() == []


def test_what_stops_it_is_a_sentence_and_no_traceback(there, tmp_path):
    there.status = 404

    with pytest.raises(CommandError, match=r"^There is no http.*--release\.$"):
        run("usda-sr", "--yes", folder=tmp_path)


def test_it_is_brought_in_where_that_is_wanted(there, tmp_path, monkeypatch):
    called = []
    real = call_command
    monkeypatch.setattr(
        "foods.management.commands.fetch_foods.call_command", lambda *arguments, **options: called.append(arguments)
    )
    real("fetch_foods", "usda-sr", "--yes", "--import", "--to", str(tmp_path), stdout=io.StringIO())

    assert called == [("import_foods", str(tmp_path / NAME))]


def test_a_terminal_sees_how_far_it_is(there, tmp_path, monkeypatch):
    monkeypatch.setattr("foods.management.commands.fetch_foods._EVERY", 0)
    screen = io.StringIO()
    screen.isatty = lambda: True
    call_command("fetch_foods", "usda-sr", "--yes", "--to", str(tmp_path), stdout=io.StringIO(), stderr=screen)

    assert "\r100.0 %  0.3 of 0.3 MB, " in screen.getvalue()
