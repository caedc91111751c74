"""Send the mails of people who asked for one on days when something is due."""

from functools import partial

from django.core.management.base import BaseCommand, CommandError
from django.db.models import F
from django.utils import timezone

from accounts.mails import Sending, mail_works
from tracker import actions_sharing as actions
from tracker.models import Reminders
from tracker.people import today_of
from tracker.reports.digest import Digest, is_time


class Command(BaseCommand):
    help = (
        "Sends each person who asked for it at most one mail a day, from the hour they chose, if something is due. "
        "Run it every quarter of an hour or every hour; repeating is safe. Prints counts only."
    )

    def handle(self, *args, **options) -> None:
        if not mail_works():
            raise CommandError("Nothing is sent: set EMAIL_URL and SITE_URL first (docs/running.md, Reminders).")
        now = timezone.now()
        sending = Sending()
        for reminders in _asked():
            if not is_time(reminders, now=now):
                continue
            with timezone.override(reminders.owner.zone):
                digest = Digest.build(reminders, now=now)
            day = today_of(reminders.owner, now=now)
            if digest and actions.claim_mail(by=reminders.owner, day=day):
                before = reminders.last_mail_on
                given_back = partial(actions.give_back_mail, by=reminders.owner, day=day, before=before)
                sending.send(digest.message(), give_back=given_back)
        sending.tell(self.stdout)


def _asked() -> list[Reminders]:
    """Of people who are there, with a confirmed address; a demo has none."""
    return list(
        Reminders.objects.filter(
            by_mail=True,
            owner__is_active=True,
            owner__demo_until=None,
            owner__emailaddress__verified=True,
            owner__emailaddress__primary=True,
            owner__emailaddress__email__iexact=F("owner__email"),
        ).select_related("owner", "owner__profile")
    )
