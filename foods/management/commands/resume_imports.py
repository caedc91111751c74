"""Go on with imports whose process died. May be repeated; prepare calls it at each start, a timer may as well."""

from django.core.management.base import BaseCommand

from foods.importing import runs, uploads


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args, **options) -> None:
        resumed = runs.resume_stalled()
        uploads.forget_abandoned()
        if options["verbosity"]:
            names = "".join(f"\n{run.file_name} (import {run.pk})" for run in resumed)
            self.stdout.write(f"Imports gone on with: {len(resumed)}.{names}")
