"""Sets the stage: our product and the floor, each in a scratch folder, filled, started, with people signed in."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.client import Browser
from tests.bench.servers import Server, serving

YEAR_DAYS, TEN_YEARS_DAYS = 365, 3_652


@dataclass(frozen=True)
class Product:
    server: Server
    sessions: dict[str, str]  # person's name → session key
    session_cookie: str
    csrf_cookie: str

    def browser(self, person: str = "") -> Browser:
        return Browser(
            self.server.port,
            session=self.sessions.get(person, ""),
            session_cookie=self.session_cookie,
            csrf_cookie=self.csrf_cookie,
        )


@dataclass(frozen=True)
class Floor:
    server: Server
    session: str

    def browser(self) -> Browser:
        return Browser(self.server.port, session=self.session)


def set_up(folder: Path) -> None:
    """Point this process and all it starts at a scratch folder, and make the database there as `make run` does."""
    for name in ("DATABASE_URL", "CACHE_URL", "DEBUG", "BEHIND_TLS", "ALLOWED_HOSTS"):
        os.environ.pop(name, None)
    os.environ |= {"COBALOG_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "WARNING"}
    subprocess.run([sys.executable, "-m", "scripts.prepare", "run"], check=True)
    import django

    django.setup()


def sign_in(days_of: dict[str, int]) -> dict[str, str]:
    """People with logs of so many days, and their session keys."""
    from tests.bench.people import person_with_log, session_of

    return {name: session_of(person_with_log(name, days=days)) for name, days in days_of.items()}


@contextmanager
def product(folder: Path, days_of: dict[str, int], *, recycle: bool = False) -> Iterator[Product]:
    from django.conf import settings
    from django.db import connection

    sessions = sign_in(days_of)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()
    with serving("ours", "config.wsgi", environ={}, folder=folder, recycle=recycle) as server:
        yield Product(server, sessions, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)


@contextmanager
def floor(folder: Path) -> Iterator[Floor]:
    """The floor over the same food names and with the same database settings."""
    from django.conf import settings

    from foods.models import Food

    same = {key: settings.DATABASES["default"][key] for key in ("OPTIONS", "CONN_MAX_AGE")}
    environ = {
        "FLOOR_FOLDER": str(folder),
        "FLOOR_DATABASE": json.dumps(same),
        "DJANGO_SETTINGS_MODULE": "tests.bench.floor.settings",
    }
    names = "\n".join(Food.objects.published().values_list("name", flat=True))
    filled = subprocess.run(
        [sys.executable, "-m", "tests.bench.floor.fill"],
        input=names, stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, **environ},
    )  # fmt: skip
    app = "django.core.wsgi:get_wsgi_application()"
    with serving("floor", app, environ=environ, folder=folder) as server:
        yield Floor(server, filled.stdout.strip())
