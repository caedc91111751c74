"""Starts gunicorn as `make run` does, and reads what its workers cost."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

READY_S = 30


@dataclass(frozen=True)
class Server:
    name: str
    port: int
    process: subprocess.Popen
    log: Path

    def workers(self) -> list[int]:
        master = self.process.pid
        return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]

    def cpu_ms(self) -> float:
        """CPU time of all workers since they started. Kernel accounting, so waiting and other people's load are out."""
        return sum(_cpu_ns(pid) for pid in self.workers()) / 1e6

    def memory_mb(self) -> tuple[float, float]:
        """Mean PSS and RSS of a worker. PSS counts what workers share once, divided among them."""
        rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.workers()]
        return tuple(
            sum(int(re.search(rf"^{kind}:\s+(\d+) kB", text, re.MULTILINE)[1]) for text in rollups)
            / len(rollups)
            / 1024
            for kind in ("Pss", "Rss")
        )


def _cpu_ns(pid: int) -> int:
    """Nanoseconds from the scheduler, over all threads (`/proc/<pid>/stat` counts in ticks of 10 ms)."""
    return sum(int(task.read_text().split()[0]) for task in Path(f"/proc/{pid}/task").glob("*/schedstat"))


@contextmanager
def serving(name: str, app: str, *, environ: dict[str, str], folder: Path, recycle: bool = False) -> Iterator[Server]:
    """A gunicorn with the product's configuration on a free port of 127.0.0.1.

    Workers are not replaced after so many requests unless `recycle`: a new one would lose its CPU counter.
    """
    port = _free_port()
    log = folder / f"{name}.log"
    keep = [] if recycle else ["--max-requests", "0"]
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", *keep, app]
    with log.open("w") as out:
        process = subprocess.Popen(
            command, env={**os.environ, **environ, "HOST": "127.0.0.1", "PORT": str(port)}, stdout=out, stderr=out
        )
        server = Server(name, port, process, log)
        try:
            _wait_until_ready(server)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_ready(server: Server) -> None:
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            break
        if "Booting worker" in server.log.read_text() and len(server.workers()) >= 2:
            return
        time.sleep(0.05)
    raise SystemExit(f"{server.name} did not start:\n" + server.log.read_text()[-2_000:])
