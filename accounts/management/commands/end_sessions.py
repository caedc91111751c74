"""Log people out: one person, or everybody."""

import argparse

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError

from accounts import devices
from accounts.events import note
from accounts.models import EventKind, User


class Command(BaseCommand):
    help = (
        "Logs one person out on every device, or everybody. Access tokens stay: their people revoke them. Prints "
        "counts only."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("--person", metavar="E-MAIL", help="whom to log out")
        whom.add_argument("--all", action="store_true", help="log everybody out, demos too (theirs are lost)")

    def handle(self, *args, person: str | None, all: bool, **options) -> None:
        ended = _everybody() if all else _one(person or "")
        self.stdout.write(f"Sessions ended: {ended}.")


def _everybody() -> int:
    ended = Session.objects.all().delete()[0]
    UserSession.objects.all().delete()
    return ended


def _one(email: str) -> int:
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise CommandError("Nobody here has this e-mail address.")
    if ended := devices.end_all(devices.keys_of([person])):
        note(person, EventKind.SESSION_ENDED, detail="by whoever runs this site")
    return ended
