"""What is stored about a person, and why: the list that the page shows, that erasing counts by, and that a test
compares with every model that leads to a person. A table without a line here fails.

`rows`: tables whose rows go with the account, with the path from a row to its person; the first one is what is counted.
`left`: columns that name the person in rows which everybody keeps; erasing empties them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

YOURS = _("until you delete it or erase your account")
ONLY_YOU = _("only you")
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data in words for people. `change`: the name of the page where it can be seen, changed or deleted."""

    key: str
    name: Text
    what: Text
    why: Text
    rows: Mapping[str, str]
    change: str
    kept: Text = YOURS
    seen_by: Text = ONLY_YOU
    left: tuple[str, ...] = ()


def _with(**paths: str) -> dict[str, str]:
    """Tables of the tracker: `Entry="owner"` stands for "tracker.Entry"."""
    return {f"tracker.{name}": path for name, path in paths.items()}


HEALTH = (
    Kind(
        "entries", _("What you logged"),
        _("what you had, when, how much, and its B12 as it was then"),
        _("to show your days, and to work out what you get and absorb"),
        _with(Entry="owner"), "history",
        kept=_("until you delete it or erase your account; what you remove is gone for good a day later"),
    ),
    Kind("days", _("Days you marked"), _("which days are complete, partly logged or without B12"),
         _("so that an empty day is not taken for a day without B12"), _with(DayMark="owner"), "history"),
    Kind("meals", _("Usual meals and dishes"), _("their names, foods and amounts"), _("to log them in one press"),
         _with(UsualMeal="owner", MealItem="meal__owner", Dish="owner", DishPart="dish__owner",
               TogetherAside="owner"), "meals"),
    Kind("foods", _("Foods of your own"), _("name, figures, barcode, and how they were before you changed them"),
         _("to log what the table does not have"),
         {"foods.Food": "owner", "foods.Portion": "food__owner", "foods.Alias": "food__owner",
          "foods.HistoricalFood": "owner"}, "sources"),
    Kind("profile", _("Your profile"), _("what you eat, year and month of birth, sex, stage of life, reference values"),
         _("to choose reference values and findings that fit you; every answer is optional"),
         _with(Profile="owner"), "profile"),
    Kind("medicines", _("Medicines and conditions"), _("what you take and have, since when, and uses of laughing gas"),
         _("because some of them change how much B12 is absorbed"),
         _with(Medicine="owner", Condition="owner", GasUse="owner"), "care"),
    Kind("plans", _("Plans"), _("what you take regularly, how often, what you skipped and how many are left"),
         _("to say what is due"),
         _with(Regimen="owner", Phase="regimen__owner", Skip="regimen__owner", Dose="regimen__owner"), "regimens"),
    Kind("symptoms", _("Symptoms"), _("which you follow, their scores, notes, and warning signs you ticked"),
         _("to show how they go, and to say when a doctor should look"),
         _with(SymptomScore="owner", TrackedSymptom="owner", RedFlagTick="owner"), "symptoms"),
    Kind("tests", _("Blood tests"), _("values, units, day, laboratory, your notes"),
         _("to show what they say and when they say little"), _with(Sample="owner", Measured="sample__owner"),
         "blood_tests"),
    Kind("findings", _("Findings"), _("which were shown to you from when to when, and which you set aside"),
         _("to show when something began, and not to repeat what you set aside"),
         _with(FindingRecord="owner", Snooze="owner"), "findings"),
    Kind("what_ifs", _("What-ifs"), _("changes you tried out on paper"), _("to open them again"),
         _with(WhatIf="owner"), "status"),
)  # fmt: skip

LET_OUT = (
    Kind(
        "shared", _("Links and the calendar feed"),
        _("when you made and closed a link to your report, when it was opened, and what you wrote on the report"),
        _("so that a link works until it ends, and you see whether it was used"),
        _with(SecretAddress="owner", AddressVisit="address__owner", ReportWords="owner"), "report",
        seen_by=_("only you; whoever has an open link sees the report, whoever has the feed sees what is due"),
    ),
    Kind("reminders", _("Reminders"), _("whether you want mails, at which hour, and the day of the last one"),
         _("to send one mail on a day when something is due"), _with(Reminders="owner"), "reminders"),
    Kind(
        "proposals", _("What you proposed for the table"),
        _("a food or a correction, your reason, a link, a photo of the label"), _("so that curators can check it"),
        {"foods.Proposal": "proposer", "foods.Concern": "proposal__proposer"}, "proposals",
        kept=_("until you withdraw it; what curators took stays in the table, without your name"),
        seen_by=_("curators see what is proposed, never by whom"),
        left=("foods.Food.proposed_by", "foods.HistoricalFood.proposed_by"),
    ),
    Kind("imports", _("Histories you brought in"),
         _("the rows of the file, what became of each, the names you matched"),
         _("to show what would come in, and to undo a whole import"),
         _with(HistoryImport="owner", HistoryRow="run__owner", HistoryName="owner"), "history_imports"),
)  # fmt: skip

ACCOUNT = (
    Kind(
        "account", _("Your account"),
        _("e-mail address, whether it is confirmed, password as an Argon2 digest that nobody can read, time zone, "
          "start of your day"),
        _("to let you in, to set a new password, and to put what you log on the right day"),
        {"accounts.User": "pk", "account.EmailAddress": "user", "account.EmailConfirmation": "email_address__user",
         "accounts.User_groups": "user", "accounts.User_user_permissions": "user"}, "settings",
        kept=_("until you erase your account"),
        seen_by=_("you; administrators see the address and when the account was made, and nothing you logged"),
    ),
    Kind("steps", _("Second step and passkeys"), _("the key of your app, your passkeys’ public keys, recovery codes"),
         _("to check that it is you"), {"mfa.Authenticator": "user"}, "mfa_index",
         kept=_("until you switch them off"), seen_by=_("nobody: they are only compared")),
    Kind("devices", _("Devices"), _("which browser on which system, since when, the last day it saved something"),
         _("so that you can see where you are logged in and end it"), {"usersessions.UserSession": "user"}, "devices",
         kept=_("until it logs out, or saved nothing for 30 days")),
    Kind("log", _("Log of your account"), _("log-ins, refused log-ins, changes, exports: when, and which browser"),
         _("so that you notice if somebody else gets in"), {"accounts.Event": "person"}, "account_log",
         kept=_("one year")),
    Kind("tokens", _("Access tokens"), _("their names, rights, end, last day of use; of the token itself a digest"),
         _("to let programs of yours in"), {"accounts.ApiToken": "owner"}, "tokens", kept=_("until you revoke them")),
    Kind(
        "curating", _("Work as a curator"),
        _("mail you wanted about the queue, changes in the admin, what you decided and brought in"),
        _("so that decisions about the table can be followed and taken back"),
        {"foods.Curator": "user", "admin.LogEntry": "user"}, "settings",
        kept=_("decisions stay with the table; erasing takes your name off them"),
        seen_by=_("curators; only if you are one"),
        left=("foods.Food.reviewed_by", "foods.HistoricalFood.reviewed_by", "foods.HistoricalFood.history_user",
              "foods.ImportRun.started_by", "foods.Concern.first_by", "foods.Concern.decided_by"),
    ),
)  # fmt: skip
KINDS = (*HEALTH, *LET_OUT, *ACCOUNT)
BELOW_SHARED_ROWS = {  # rows that belong to the table or to an import of it, and to no person
    "foods.ImportRefusal", "foods.ImportDifference",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind with how many there are; `rows` counts what hangs on them too."""

    kind: Kind
    count: int
    rows: int


def counts_of(person: User) -> list[Counted]:
    """Every kind of which there is something, in the order of the list. One query."""
    tables = {f"{kind.key}{n}": table for kind in KINDS for n, table in enumerate(kind.rows.items())}
    counted = User.objects.filter(pk=person.pk).values(**{name: _count(*table) for name, table in tables.items()}).get()
    found = []
    for kind in KINDS:
        rows = [counted[f"{kind.key}{n}"] or 0 for n in range(len(kind.rows))]
        if sum(rows):
            found.append(Counted(kind, count=rows[0], rows=sum(rows)))
    return found


def _count(label: str, path: str) -> Subquery:
    rows = apps.get_model(label)._base_manager.filter(**{path: OuterRef("pk")}).order_by()
    return Subquery(rows.values(path).annotate(n=Count("pk")).values("n"))
