"""Mails that commands send to many people: whether they can go out, and what becomes of those that could not."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import CommandError, OutputWrapper

UNSENT = ("console", "dummy")  # mail backends that deliver nothing


def mail_works() -> bool:
    """Whether this site can send mails that lead back to it."""
    return bool(settings.SITE_URL) and not any(f".{name}." in settings.EMAIL_BACKEND for name in UNSENT)


@dataclass(slots=True)
class Sending:
    """One run of a command. A mail that fails is given back to the next run, and the others go out."""

    sent: int = 0
    failures: list[str] = field(default_factory=list)

    def send(self, message: EmailMessage, *, give_back: Callable[[], None]) -> None:
        try:
            message.send()
        except Exception as error:  # whatever it was: the others get theirs, and this one is tried again
            give_back()
            self.failures.append(type(error).__name__)
        else:
            self.sent += 1

    def tell(self, out: OutputWrapper) -> None:
        """Counts, and the kinds of errors: never an address."""
        out.write(f"Mails sent: {self.sent}.")
        if self.failures:
            kinds = ", ".join(sorted(set(self.failures)))
            raise CommandError(f"Mails not sent: {len(self.failures)} ({kinds}). The next run tries again.")
