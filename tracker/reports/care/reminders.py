"""How a person is reminded: what they chose, where mails go, and the address of their calendar feed."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from accounts.mails import mail_works
from accounts.models import User
from tracker.models import Reminders, SecretAddress
from tracker.models.sharing import AddressKind
from tracker.secret_addresses import token_of


def reminders_of(person: User) -> Reminders:
    """What they chose; an unsaved row with nothing on where they chose nothing. One query."""
    try:
        return person.reminders
    except Reminders.DoesNotExist:
        return Reminders(owner=person)


def mail_address(person: User) -> str:
    """The confirmed address that mails go to, or nothing. One query."""
    confirmed = EmailAddress.objects.filter(user=person, primary=True, verified=True, email__iexact=person.email)
    return confirmed.values_list("email", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class RemindersPage:
    """`token`: what stands in the address of the feed, empty where there is none. `mail_to`: empty until confirmed."""

    reminders: Reminders
    mail_to: str
    mail_works: bool
    feed: SecretAddress | None

    @classmethod
    def build(cls, person: User, reminders: Reminders) -> "RemindersPage":
        """Two queries."""
        feed = person.secret_addresses.filter(kind=AddressKind.CALENDAR, revoked_at=None).first()
        return cls(reminders, mail_address(person), mail_works(), feed)

    @property
    def token(self) -> str:
        return token_of(self.feed) if self.feed else ""
