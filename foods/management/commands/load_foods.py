"""Load the foods that ship with Cobalog. May be repeated: edits of curators stay."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from foods.loading import load
from foods.shipped import DIRECTORY


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--directory", type=Path, default=DIRECTORY, help="where the four CSV files are")

    def handle(self, *, directory: Path, **options) -> None:
        try:
            report = load(directory)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        if options["verbosity"]:
            self.stdout.write("\n".join(report.lines()))
        if report.refused:
            raise CommandError("Some rows were refused: correct them and load again. The others are in.")
