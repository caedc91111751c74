"""Brings the database, the foods and the static files up to date. Runs on `.venv`, after the installation.

One process for all of it: every `manage.py` call of its own costs most of a second. Each step may be repeated.
"""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from scripts.install import locked, say
from scripts.preflight import Refusal, var_folder


def prepare(purpose: str) -> None:
    refuse_newer_database(connection)
    say("Bringing the database up to date …")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if purpose == "admin":
        return
    say("Loading the foods …")
    call_command("load_foods")
    call_command("resume_imports", verbosity=0)  # those whose process died with the machine
    if purpose == "run":
        say("Collecting static files …")
        call_command("collectstatic", verbosity=0, interactive=False)


def refuse_newer_database(database: BaseDatabaseWrapper) -> None:
    """Old code on a newer database would write rows that the newer code cannot trust."""
    if unknown := unknown_migrations(database):
        raise Refusal(
            f"The database was made by a newer Cobalog (it has {unknown[0]}, unknown here): "
            "run that version, or restore a backup from before the upgrade."
        )


def unknown_migrations(database: BaseDatabaseWrapper) -> list[str]:
    """Migrations that were applied and that no installed app has, squashed ones aside."""
    loader = MigrationLoader(database, ignore_no_migrations=True)
    known = set(loader.disk_migrations) | {old for new in loader.disk_migrations.values() for old in new.replaces}
    return sorted(f"{app}.{name}" for app, name in set(loader.applied_migrations) - known)


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        with locked(var_folder() / "prepare.lock"):
            prepare(arguments[0])
    except (Refusal, CommandError, ImproperlyConfigured) as error:
        sys.stderr.write(f"{error}\n")
    except DatabaseError as error:
        sys.stderr.write(f"The database cannot be used ({first_line(error)}): check DATABASE_URL and its server.\n")
    except OSError as error:
        name = error.filename or "A file"
        sys.stderr.write(f"{name} cannot be used ({error.strerror}): give this user the right to.\n")
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
    else:
        return 0
    return 1


def first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
