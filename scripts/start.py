"""`make run`, `make dev`, `make admin` and the installing half of `make test`.

Starts on the system's Python with the standard library only; everything after the installation runs on `.venv`.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from typing import NoReturn

from scripts import preflight
from scripts.install import PYTHON, install, say

INTERRUPTED = 130  # what a shell reports after Ctrl-C


def run() -> NoReturn:
    """Serve with production settings."""
    host, port = address()
    with preflight.hold_port(host, port) as listener:
        make_ready("run")
        say(f"\nCobalog is at {web_address(host, port)} (stop it with Ctrl-C).\nTo make an administrator: make admin\n")
        listener.set_inheritable(True)
        bind = f"fd://{listener.detach()}"
    become("gunicorn", "--config", "python:config.gunicorn", "--bind", bind, "config.wsgi")


def dev() -> NoReturn:
    """Django's own server, which reloads changed code; with its own data, so that nothing real is at risk."""
    host, port = address()
    os.environ.setdefault("COBALOG_VAR", str(preflight.BASE_DIR / "var" / "dev"))
    os.environ.setdefault("STAFF_NEED_SECOND_FACTOR", "0")
    os.environ["DEBUG"] = "1"
    with preflight.hold_port(host, port):
        make_ready("dev")
    say(f"\nFor hacking only, at {web_address(host, port)}. Administrator: make admin COBALOG_VAR=var/dev\n")
    become("manage", "runserver", f"[{host}]:{port}" if ":" in host else f"{host}:{port}")


def admin() -> NoReturn:
    """Ask for an e-mail address and a password, and make an administrator."""
    make_ready("admin")
    become("manage", "createadmin")


def install_for_tests() -> None:
    preflight.check_full_text()
    install("test")


def address() -> tuple[str, int]:
    host = os.environ.get("HOST") or preflight.DEFAULT_HOST
    return host, preflight.port_number(os.environ.get("PORT") or preflight.DEFAULT_PORT)


def web_address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def make_ready(purpose: str) -> None:
    """Install, then bring the database, the foods and the static files up to date."""
    preflight.check_for_serving()
    install("run")
    prepared = subprocess.run([PYTHON, "-m", "scripts.prepare", purpose], check=False, cwd=preflight.BASE_DIR)
    if prepared.returncode:
        sys.exit(prepared.returncode)  # it has said why


def become(module: str, *arguments: str) -> NoReturn:
    """Replace this process, so that signals reach the server itself."""
    sys.stdout.flush()
    os.chdir(preflight.BASE_DIR)
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])  # nosec B606 # a list of arguments


Actions = dict[str, Callable[[], None]]
ACTIONS: Actions = {
    "run": run,
    "dev": dev,
    "admin": admin,
    "install-for-tests": install_for_tests,
}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in ACTIONS:
        sys.stderr.write(f"Say one of: {', '.join(ACTIONS)}.\n")
        return 2
    try:
        ACTIONS[arguments[0]]()
    except preflight.Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
