"""How gunicorn serves Cobalog: `gunicorn --config python:config.gunicorn config.wsgi`. docs/running.md says why."""

import gc
import logging
import os
import re
from pathlib import Path
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from config.logs import DiscreetFormatter, JsonFormatter, without_secrets

TRUE = {"1", "true", "yes", "on", "y", "ok"}  # what django-environ takes for true


def _switch(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in TRUE


class DiscreetLogger(Logger):
    """Writes what went wrong and where, never what somebody searched for, where they are or what opens a feed.

    gunicorn puts the whole address, query string included, beside an error, and the sender's IP address and header
    text beside a request that it refused.
    """

    def exception(self, msg: object, *args: Any, **kwargs: Any) -> None:
        super().exception(msg, *map(_bare, args), **kwargs)

    def debug(self, msg: object, *args: Any, **kwargs: Any) -> None:
        super().debug(msg, *map(_bare, args), **kwargs)

    def warning(self, msg: object, *args: Any, **kwargs: Any) -> None:
        if str(msg).startswith("Invalid request from"):
            msg, args = "Refused a request that is not well-formed HTTP.", ()
        super().warning(msg, *args, **kwargs)

    def _set_handler(self, log: logging.Logger, output: str | None, fmt: logging.Formatter, stream: Any = None) -> None:
        """gunicorn's own lines in the same words and shape as all others."""
        super()._set_handler(log, output, _ours(fmt), stream)

    def atoms(self, *args: Any) -> dict[str, Any]:
        """What a line of the access log may be made of."""
        found = super().atoms(*args)
        return {name: without_secrets(value) if isinstance(value, str) else value for name, value in found.items()}


def _ours(fmt: logging.Formatter) -> logging.Formatter:
    if os.environ.get("LOG_FORMAT") == "json":
        return JsonFormatter()
    return DiscreetFormatter(fmt._fmt, fmt.datefmt)


def _bare(value: object) -> object:
    """Without a query string and without secrets."""
    return without_secrets(re.sub(r"\?.*", "", value, flags=re.DOTALL)) if isinstance(value, str) else value


# A page makes some twenty thousand objects and frees them by itself: looking for cycles every 700 is 5 % of the work.
COLLECT_EVERY = (20_000, 20, 20)


def pre_fork(server: Arbiter, worker: object) -> None:
    """A worker never shares a database connection with its parent: SQLite and PostgreSQL both break on that.

    What the parent loaded is kept from the garbage collector, which writes to every object it looks at and so would
    give each worker a copy of its own: measured, 39 MB a worker instead of 45.
    """
    from django.db import connections  # not before the application has set Django up

    connections.close_all()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_EVERY)


def _metrics_folder() -> Path:
    """Where the workers put what they count, emptied: what earlier ones counted is over."""
    folder = Path(os.environ.get("COBALOG_VAR") or Path(__file__).resolve().parent.parent / "var") / "metrics"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for counted in folder.glob("*.db"):
        counted.unlink()
    return folder


if os.environ.get("METRICS_TOKEN"):  # before the application is loaded: prometheus_client reads it once
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_metrics_folder())

wsgi_app = "config.wsgi"
_host = os.environ.get("HOST") or "127.0.0.1"
bind = [f"{f'[{_host}]' if ':' in _host else _host}:{os.environ.get('PORT') or '8000'}"]
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS") or 4)
# Loaded once, then forked: the workers share the code's memory and a broken release fails at the start, not later.
preload_app = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # nosec B108 # a heartbeat must not wait for a disk

timeout = 30
graceful_timeout = 20
keepalive = 5
max_requests = 10_000  # bounds what a leak can cost
max_requests_jitter = 2_000

limit_request_line = 4_094
limit_request_fields = 64
limit_request_field_size = 8_190  # bodies are bounded by Django's DATA_UPLOAD_MAX_MEMORY_SIZE and by the proxy

# Nobody is believed about the scheme or the address unless the operator says that a proxy stands in front.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1") if _switch("BEHIND_TLS") else ""
control_socket_disable = True  # nobody asks for it, and it lies outside the project's folders

logger_class = DiscreetLogger
accesslog = "-" if _switch("ACCESS_LOG") else None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"  # no address, no query string, no referrer, no browser
