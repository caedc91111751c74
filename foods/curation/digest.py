"""The mail of a day to a curator: how much is open, and how long people have waited. Nothing where nothing is open."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Count, F, Min, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User
from foods.models import Concern, ConcernKind, ConcernState, Curator, Proposal, ProposalState

_RIGHT = {"codename": "decide_concern", "content_type__app_label": "foods"}


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Digest:
    """The same for every curator: what is open by kind, in the order of the queue's tabs."""

    lines: tuple[Line, ...]
    waiting: int  # proposals of people
    since: dt.datetime | None

    @classmethod
    def build(cls) -> "Digest | None":
        """None where nothing is open. Two queries."""
        open_ones = Concern.objects.filter(state=ConcernState.OPEN).order_by()
        counts = Counter(dict(open_ones.values_list("kind").annotate(Count("pk"))))
        if not counts:
            return None
        waiting = Proposal.objects.filter(state=ProposalState.WAITING, concern__state=ConcernState.OPEN)
        told = waiting.order_by().aggregate(count=Count("pk"), since=Min("sent_at"))
        lines = tuple(Line(str(kind.label), counts[kind]) for kind in ConcernKind if counts[kind])
        return cls(lines, told["count"], told["since"])

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)

    @property
    def subject(self) -> str:
        words = ngettext("Cobalog: %(count)d food to look at", "Cobalog: %(count)d foods to look at", self.total)
        return words % {"count": self.total}

    @property
    def queue_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('curate')}"

    @property
    def settings_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('curate_settings')}"

    def message(self, to: str) -> EmailMessage:
        text = render_to_string("curate/mail/digest.txt", {"digest": self})
        return EmailMessage(self.subject, text, to=[to], headers={"Auto-Submitted": "auto-generated"})


def readers() -> QuerySet[User]:
    """Curators who did not end the mail, with a confirmed address. Who never chose gets it."""
    may = Q(is_superuser=True)
    for path in ("user_permissions", "groups__permissions"):
        may |= Q(**{f"{path}__{name}": value for name, value in _RIGHT.items()})
    confirmed = EmailAddress.objects.filter(primary=True, verified=True, email__iexact=F("user__email"))
    staff = User.objects.filter(may, is_active=True, is_staff=True, pk__in=confirmed.values("user"))
    return staff.exclude(curator__digest=False).distinct().order_by("pk")


def claim(person: User, day: dt.date) -> bool:
    """Whether the mail of this day is ours to send: of two runs at once, one gets it."""
    Curator.objects.get_or_create(user=person)
    unsent = Q(last_mail_on=None) | Q(last_mail_on__lt=day)
    return Curator.objects.filter(unsent, user=person, digest=True).update(last_mail_on=day) == 1


def give_back(person: User, day: dt.date, before: dt.date | None) -> None:
    """It was not sent: the next run tries again."""
    Curator.objects.filter(user=person, last_mail_on=day).update(last_mail_on=before)
