"""Fetch a data set of the USDA from where it is published, after asking. What was cut off is gone on with."""

import re
import sys
import time
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from foods.importing import asking, fetching

# The newest releases known when this was written; --release names another.
DOWNLOADS = {
    "usda-foundation": ("FoodData_Central_foundation_food_csv_{}.zip", "2026-04-30"),
    "usda-sr": ("FoodData_Central_sr_legacy_food_csv_{}.zip", "2018-04"),
    "usda-fndds": ("FoodData_Central_survey_food_csv_{}.zip", "2024-10-31"),
    "usda-branded": ("FoodData_Central_branded_food_csv_{}.zip", "2026-04-30"),
}
_RELEASE = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)
_EVERY = 0.5  # seconds between two lines of progress


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=list(DOWNLOADS))
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--import", action="store_true", dest="bring_in", help="import it then")
        parser.add_argument("--to", type=Path, default=settings.VAR / "downloads", metavar="FOLDER")
        parser.add_argument("--release", help="like 2026-04-30, where there is a newer or older one")

    def handle(self, *, what: str, yes: bool, bring_in: bool, to: Path, release: str | None, **options) -> None:
        self.loud = options["verbosity"] > 0
        try:
            offer = asking.ask(_address(what, release))
            fetched = fetching.already(offer, to) or self._fetch(offer, to, yes)
        except asking.Stopped as stopped:
            raise CommandError(str(stopped)) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Call this again: it goes on there.") from None
        if self.loud:
            self.stdout.write(f"{fetched.path}: {fetched.size:,} bytes, SHA-256 {fetched.sha256}.")
        if bring_in:
            call_command("import_foods", str(fetched.path), stdout=self.stdout, stderr=self.stderr,
                         verbosity=options["verbosity"])  # fmt: skip
        elif self.loud:
            self.stdout.write(f"To bring it in: manage.py import_foods {fetched.path}")

    def _fetch(self, offer: asking.Offer, to: Path, yes: bool) -> fetching.Fetched:
        if not yes:
            self._ask(offer, to)
        self._began = self._shown = time.monotonic()
        self._first: int | None = None
        fetched = fetching.fetch(offer, to, say=self._progress)
        if self.loud and self.stderr.isatty():
            self.stderr.write("\r\x1b[K", ending="")
        return fetched

    def _ask(self, offer: asking.Offer, to: Path) -> None:
        size = f"{offer.size / 1e6:,.1f} MB" if offer.size else "its size is not known"
        self.stdout.write(f"{offer.name} ({size})\nfrom {offer.url}\ninto {to}")
        if not sys.stdin.isatty():
            raise CommandError("Nothing was fetched: there is nobody to ask. Say --yes.")
        if input("Fetch it? [y/N] ").strip().lower() not in ("y", "yes"):
            raise CommandError("Nothing was fetched.")

    def _progress(self, here: int, whole: int | None) -> None:
        """One line that is written over; nothing where nobody watches."""
        now = time.monotonic()
        self._first = here if self._first is None else self._first
        if not self.loud or not self.stderr.isatty() or now - self._shown < _EVERY:
            return
        self._shown = now
        speed = (here - self._first) / (now - self._began) / 1e6
        share = f"{100 * here / whole:5.1f} %  " if whole else ""
        of = f" of {whole / 1e6:,.1f}" if whole else ""
        self.stderr.write(f"\r{share}{here / 1e6:,.1f}{of} MB, {speed:,.1f} MB/s\x1b[K", ending="")


def _address(what: str, release: str | None) -> str:
    name, newest = DOWNLOADS[what]
    if release and not _RELEASE.fullmatch(release):
        raise CommandError(f"“{release}” is not a release: they are named like {newest}.")
    return f"{settings.FDC_DOWNLOADS_URL}/{name.format(release or newest)}"
