"""Write one file from which everything can be restored."""

import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operating.backing_up import back_up, drop_older, listed, name_of
from operating.refusals import Refused


class Command(BaseCommand):
    help = (
        "Copies the database while it is used, and the photos, into one file with checksums, readable by this user "
        "only. It holds people's health data: encrypt it before it leaves the machine. Prints counts only."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("target", nargs="?", help="a folder, or a new file (default: backups/ in COBALOG_VAR)")
        parser.add_argument("--without-media", action="store_true", help="the database alone, without photos of labels")
        parser.add_argument("--with-key", action="store_true", help="the secret key too: keep such a file as closely")
        parser.add_argument("--keep", type=int, metavar="N", help="of the backups in the folder leave the newest N")

    def handle(
        self, *args, target: str | None, without_media: bool, with_key: bool, keep: int | None, **options
    ) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep leaves at least one backup.")
        now, path = timezone.now(), Path(target or settings.VAR / "backups")
        if not path.name.endswith(".tar.gz"):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = path / name_of(now)
        elif keep is not None:
            raise CommandError("--keep goes with a folder: name one instead of a file.")
        try:
            made = back_up(path, now=now, with_media=not without_media, with_key=with_key)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{made.path}: {listed(made.manifest.files)}, {sum(made.manifest.rows.values())} rows.")
        for name in drop_older(path.parent, keep=keep) if keep else ():
            self.stdout.write(f"Deleted the older {name}.")
