"""A signed-in browser, as far as the wire goes: one kept connection, the cookies, what Chromium accepts."""

import http.client
import time
from dataclasses import dataclass
from urllib.parse import urlencode

TOKEN = "c" * 32  # Django takes any 32 letters that are the same in cookie and header
SLOWEST_S = 30
IDLE_S = 2.0  # the server closes a connection that was idle for longer than its keepalive


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def wire_bytes(self) -> int:
        """Body as sent plus the status line and headers."""
        return len(self.body) + sum(len(name) + len(value) + 4 for name, value in self.headers.items()) + 19


def trouble(answer: Answer, expected: int = 200) -> str:
    """What is wrong with an answer, in words; empty where nothing is."""
    if answer.status == expected:
        return ""
    return "not there yet" if answer.status == 404 else f"answered {answer.status}"


class Browser:
    """`session_cookie` and `csrf_cookie` are names; without a session it is a visitor."""

    def __init__(
        self, port: int, *, session: str = "", session_cookie: str = "sessionid", csrf_cookie: str = "csrftoken"
    ):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SLOWEST_S)
        self.last_used = 0.0
        cookies = [f"{csrf_cookie}={TOKEN}"] + ([f"{session_cookie}={session}"] if session else [])
        self.headers = {
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Encoding": "gzip, deflate, br, zstd",
            "Accept-Language": "en-GB,en;q=0.9",
            "Cookie": "; ".join(cookies),
            "User-Agent": "Mozilla/5.0 (bench)",
        }

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}
        return self._ask("POST", path, urlencode(fields), headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        if time.monotonic() - self.last_used > IDLE_S:
            self.connection.close()  # http.client opens it again by itself
        start = time.perf_counter()
        self.connection.request(method, path, body, {**self.headers, **headers})
        response = self.connection.getresponse()
        read = response.read()
        self.last_used = time.monotonic()
        return Answer(response.status, dict(response.getheaders()), read, time.perf_counter() - start)

    def close(self) -> None:
        self.connection.close()
