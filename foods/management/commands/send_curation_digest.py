"""Tell curators once a day what is open in the queue."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foods.curation.digest import Digest, claim, give_back, mail_works, readers
from foods.models import Curator


class Command(BaseCommand):
    help = (
        "Sends each curator who did not end it at most one mail a day, if something is open in the queue. Run it each "
        "morning; repeating is safe. Prints counts only."
    )

    def handle(self, *args, **options) -> None:
        if not mail_works():
            raise CommandError("Nothing is sent: set EMAIL_URL and SITE_URL first (docs/running.md, Curation).")
        digest, now = Digest.build(), timezone.now()
        sent, failures = 0, []
        for person in readers() if digest else ():
            before = Curator.objects.filter(user=person).values_list("last_mail_on", flat=True).first()
            day = person.local(now).date()
            if not claim(person, day):
                continue
            try:
                digest.message(person.email).send()
            except Exception as error:  # whatever it was: the others get theirs, and this one is tried again
                give_back(person, day, before)
                failures.append(type(error).__name__)
            else:
                sent += 1
        self.stdout.write(f"Mails sent: {sent}.")
        if failures:
            kinds = ", ".join(sorted(set(failures)))
            raise CommandError(f"Mails not sent: {len(failures)} ({kinds}). The next run tries again.")
