"""Copy everything into another database, from SQLite to PostgreSQL or back."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import environ
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from operating import moving, sqlite
from operating.refusals import Refused

TO = "COBALOG_MOVE_TO"
_LIKE = "one looks like postgres://user:password@host/name"


class Command(BaseCommand):
    help = (
        "Copies every row into an empty database, compares both, and builds the search index there. The database in "
        "use stays as it is. Stop the server first; afterwards set DATABASE_URL to the new one and start."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--to", metavar="URL", default=os.environ.get(TO, ""),
            help=f"like DATABASE_URL; {TO} in the environment keeps a password out of the list of processes",
        )  # fmt: skip
        parser.add_argument("--finish", action="store_true", help=argparse.SUPPRESS)  # what it calls itself for

    def handle(self, *args, to: str, finish: bool, **options) -> None:
        if finish:
            moving.finish()
            return
        try:
            moving.add_target(self._target(to))
            if connection.vendor == "sqlite":
                connection.close()
                sqlite.refuse_in_use(Path(connection.settings_dict["NAME"]))
            moved = moving.move(say=self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except DatabaseError as error:
            raise CommandError(f"It could not be moved, and nothing was: {str(error).splitlines()[0]}") from error
        self.stdout.write("Building the search index there …")
        self._finish(to)
        self.stdout.write(
            f"Moved {moved.rows} rows of {moved.tables} tables, and compared each. Set DATABASE_URL and start."
        )

    def _target(self, to: str) -> dict:
        if not to.startswith(("sqlite:", "postgres:", "postgresql:")):
            raise CommandError(f"Say where to with --to: {_LIKE}.")
        try:
            return environ.Env.db_url_config(to)
        except (ImproperlyConfigured, ValueError) as error:
            raise CommandError(f"--to is no database address: {_LIKE}.") from error

    def _finish(self, to: str) -> None:
        """In a process that has the new database as its own, as the server will."""
        done = subprocess.run(
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "move_database", "--finish"],
            env={**os.environ, "DATABASE_URL": to}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise CommandError(
                "The rows are there, the search index is not: run `manage.py reindex_foods` with the new DATABASE_URL."
            )
