"""Delete what has had its time: demo accounts with everything in them, removed entries nobody can put back any more,
the log of accounts after a year, devices that are logged out, exports that nobody brought back."""

import datetime as dt

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import devices, events
from accounts.models import Event, User
from tracker import actions_erasing, waiting
from tracker.models import AddressVisit, Entry
from tracker.models.entries import UNDO_HOURS


class Command(BaseCommand):
    help = (
        "Deletes expired demo accounts, entries removed more than a day ago, and logs of accounts after a year. Run it "
        "every hour; repeating is safe."
    )

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        expired = list(User.objects.expired_demos(now=now))
        sessions = devices.keys_of(expired) if expired else []
        for person in expired:
            actions_erasing.erase_person(person=person, sessions=())
        devices.end_all(sessions)
        gone, _ = Entry.with_removed.filter(removed_at__lt=now - dt.timedelta(hours=UNDO_HOURS)).delete()
        old = Event.objects.filter(at__lt=now - events.KEPT).delete()[0]
        old += AddressVisit.objects.filter(at__lt=now - events.KEPT).delete()[0]
        devices.delete_ended(now=now)
        waiting.forget_old()
        self.stdout.write(f"Demo accounts deleted: {len(expired)}. Removed entries deleted for good: {gone}.")
        if old:
            self.stdout.write(f"Lines of accounts’ logs older than a year deleted: {old}.")
