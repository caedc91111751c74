"""Build the search index anew: after a restore, or where something wrote foods behind the application's back."""

from time import perf_counter

from django.core.management.base import BaseCommand

from foods.search import reindex


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        started = perf_counter()
        changed = reindex()
        self.stdout.write(f"{changed} foods changed in the search index, in {perf_counter() - started:.1f} s.")
