"""Makes `.venv` and fills it: wheels only, every one checked against its hash. Standard library only."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.preflight import BASE_DIR, Refusal, check_venv_module, check_writable

VENV = BASE_DIR / ".venv"
PYTHON = VENV / "bin" / "python"
FILES = {"run": BASE_DIR / "requirements.txt", "test": BASE_DIR / "requirements-test.txt"}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One at a time across processes: a second `make` waits for the first instead of writing into its work."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def install(what: str) -> None:
    """Bring `.venv` to what `requirements.txt` ("run") or `requirements-test.txt` ("test") says, if it is not there."""
    if is_installed(what):
        return
    check_venv_module()
    check_writable(VENV)
    check_writable(BASE_DIR / "var")
    with locked(BASE_DIR / "var" / "install.lock"):
        if is_installed(what):
            return
        _make_venv()
        _fill_venv(FILES[what])
        _stamp(what).write_text(_wanted(what))


def is_installed(what: str) -> bool:
    stamp = _stamp(what)
    return _works() and stamp.exists() and stamp.read_text() == _wanted(what)


def _stamp(what: str) -> Path:
    return VENV / f"installed-{what}"


def _wanted(what: str) -> str:
    """Changes with the file and with the Python that `.venv` was made by."""
    made_by = (VENV / "pyvenv.cfg").read_bytes() if (VENV / "pyvenv.cfg").exists() else b""
    return hashlib.sha256(made_by + FILES[what].read_bytes()).hexdigest()


def _works() -> bool:
    """A venv survives neither a removed Python nor a moved folder, and one from long ago may be too old."""
    probe = [str(PYTHON), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make_venv() -> None:
    if _works():
        return
    say("Making .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        said = (done.stdout + done.stderr).strip().splitlines() or ["no reason given"]
        raise Refusal(f"Python could not make .venv ({said[-1]}): install its venv package (python3-venv) and retry.")


def _fill_venv(requirements: Path) -> None:
    say(f"Installing {requirements.name} …")
    options = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    proof = ["--require-hashes", "--only-binary", ":all:"]
    command = [str(PYTHON), "-m", "pip", "install", *options, *proof, "-r", str(requirements)]
    if subprocess.run(command, check=False, cwd=BASE_DIR).returncode:
        raise Refusal("The packages could not be installed (pip's lines above say why): check the network and retry.")
