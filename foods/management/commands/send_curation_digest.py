"""Tell curators once a day what is open in the queue."""

from functools import partial

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.mails import Sending, mail_works
from foods.curation.digest import Digest, claim, give_back, readers
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
        sending = Sending()
        for person in readers() if digest else ():
            before = Curator.objects.filter(user=person).values_list("last_mail_on", flat=True).first()
            day = person.local(now).date()
            if claim(person, day):
                sending.send(digest.message(person.email), give_back=partial(give_back, person, day, before))
        sending.tell(self.stdout)
