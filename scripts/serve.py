"""What the container starts: the steps of `make run` after its installation, on the Python that runs this."""

import os
import signal
import subprocess
import sys
from typing import NoReturn

from scripts import preflight

STOPPED = 128 + signal.SIGTERM  # what a shell reports


def serve() -> NoReturn:
    preflight.check_for_serving()
    prepared = _prepared()
    if prepared:
        sys.exit(prepared)  # it has said why
    _become("gunicorn", "--config", "python:config.gunicorn", "config.wsgi")


def _prepared() -> int:
    """Run the preparation, and end it where this process is told to stop.

    The first process of a container ignores SIGTERM unless it says what to do.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    step = subprocess.Popen([sys.executable, "-m", "scripts.prepare", "run"], cwd=preflight.BASE_DIR)
    try:
        return step.wait()
    finally:
        if step.poll() is None:
            step.terminate()
            step.wait()


def _become(module: str, *arguments: str) -> NoReturn:
    """Replace this process, so that signals reach the server itself."""
    os.chdir(preflight.BASE_DIR)
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # nosec B606 # a list of arguments


def main() -> int:
    try:
        serve()
    except preflight.Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
