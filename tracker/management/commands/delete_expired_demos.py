"""Delete demo accounts whose time is up, with everything in them; and removed entries nobody can put back any more."""

import datetime as dt

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import User
from tracker import actions_erasing
from tracker.models import Entry
from tracker.models.entries import UNDO_HOURS


class Command(BaseCommand):
    help = (
        "Deletes expired demo accounts and entries removed more than a day ago. Run it every hour; repeating is safe."
    )

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        expired = list(User.objects.expired_demos(now=now))
        for person in expired:
            actions_erasing.erase_person(person=person)
        gone, _ = Entry.with_removed.filter(removed_at__lt=now - dt.timedelta(hours=UNDO_HOURS)).delete()
        self.stdout.write(f"Demo accounts deleted: {len(expired)}. Removed entries deleted for good: {gone}.")
