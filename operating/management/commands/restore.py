"""Put a backup in the place of what is there."""

import argparse
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from operating.refusals import Refused
from operating.restoring import Opened, opened, put_in_place


class Command(BaseCommand):
    help = (
        "Checks a backup whole, says what it would replace, asks, and puts it in place: database, photos and, where it "
        "is in the backup, the secret key. What was there before stays beside it. Stop the server first."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", help="a backup that `manage.py backup` made")
        parser.add_argument("--dry-run", action="store_true", help="check it and say what would happen; change nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args, file: str, dry_run: bool, yes: bool, **options) -> None:
        try:
            with opened(Path(file)) as backup:
                self._say(backup)
                if dry_run:
                    self.stdout.write("Nothing was changed.")
                elif yes or self._agreed():
                    self._restore(backup)
                else:
                    raise CommandError("Nothing was changed.")
        except Refused as refused:
            raise CommandError(str(refused)) from refused

    def _say(self, backup: Opened) -> None:
        manifest = backup.manifest
        made = f"{manifest.made_at} by Cobalog {manifest.cobalog}, {manifest.database}"
        self.stdout.write(f"A backup of {made}. It is whole.")
        self.stdout.write(f"{'table':<40}{'now':>10}{'backup':>10}")
        for table in sorted(backup.now_rows.keys() | manifest.rows.keys()):
            now, then = backup.now_rows.get(table), manifest.rows.get(table)
            if now != then:
                self.stdout.write(f"{table:<40}{_shown(now):>10}{_shown(then):>10}")
        self.stdout.write("Tables that are not listed have as many rows now as then.")

    def _agreed(self) -> bool:
        self.stdout.write("Type “restore” to put it in place:")
        return input().strip().lower() == "restore"

    def _restore(self, backup: Opened) -> None:
        aside = put_in_place(backup, now=timezone.now())
        connection.close()
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("Restored. Start the server again.")
        for path in aside:
            self.stdout.write(f"What was there before: {path}. Delete it once all is well; it holds people's data.")


def _shown(rows: int | None) -> str:
    return "–" if rows is None else str(rows)
