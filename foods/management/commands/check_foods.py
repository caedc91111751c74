"""Look through the food table for what a curator should see, and count how good it is. Run it each night."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from foods.curation import popularity
from foods.curation.checking import look
from foods.models import ConcernKind
from foods.reports import quality


class Command(BaseCommand):
    help = (
        "Puts odd foods into the curators' queue (docs/curation.md), closes what is no longer so, counts anew how "
        "often foods are logged, and keeps the day's counts of the table. Repeating is safe."
    )

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        report = look(now=now)
        counted = popularity.refresh(now)
        quality.count_today(today=timezone.localdate(now))
        if not options["verbosity"]:
            return
        for kind in ConcernKind:
            if found := report.found[kind]:
                more = f", {report.waiting[kind]} wait for room" if report.waiting[kind] else ""
                self.stdout.write(f"{kind.label}: {found} found, {report.raised[kind]} new in the queue{more}.")
        self.stdout.write(f"No longer so: {report.gone}. Counts of what is logged brought up to date: {counted}.")
