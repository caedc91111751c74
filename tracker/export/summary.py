"""How much of what there is, in the words of the pages: before it goes out, and before it comes back."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tracker.export.foods import rows_of
from tracker.export.outcome import Outcome
from tracker.export.sections import BY_NAME, SECTIONS

GROUPS: tuple[tuple[object, tuple[str, ...]], ...] = (
    (_("Entries of your log"), ("entries",)),
    (_("Days that you marked"), ("day_marks",)),
    (_("Usual meals and dishes"), ("usual_meals", "dishes")),
    (_("What-ifs"), ("what_ifs",)),
    (_("Medicines, conditions, nitrous oxide"), ("medicines", "conditions", "gas_uses")),
    (_("Symptom scores and red flags"), ("symptom_scores", "red_flags")),
    (_("Blood values"), ("measured",)),
    (_("Regimens"), ("regimens",)),
    (_("Doses, and doses left out"), ("doses", "skips")),
    (_("Findings"), ("finding_records", "snoozes")),
    (_("Histories from other trackers"), ("history_imports", "history_names")),
    (_("About you, reminders, words for the report"), ("profile", "reminders", "report_words")),
)
OF_FOODS = _("Foods of your own")
OF_ACCOUNT = _("E-mail, devices, log of the account, names of tokens, links, proposals")


class Amount(NamedTuple):
    what: object
    number: int


class Back(NamedTuple):
    """What of one kind a file would bring, and what of it is there."""

    what: object
    new: int
    there: int


def amounts_of(person: User) -> list[Amount]:
    """What an export of this person holds; what there is none of too."""
    counted: Callable[[str], int] = lambda name: rows_of(person, BY_NAME[name]).count()  # noqa: E731
    found = [Amount(what, sum(map(counted, names))) for what, names in GROUPS]
    return [found[0], Amount(OF_FOODS, person.foods.count()), *found[1:]]


def back_of(outcome: Outcome) -> list[Back]:
    """What bringing a file back does, kind by kind, without those it has nothing of."""
    groups = [GROUPS[0], (OF_FOODS, ("own_foods",)), *GROUPS[1:]]
    found = [
        Back(what, sum(outcome.new[name] for name in names), sum(outcome.there[name] for name in names))
        for what, names in groups
    ]
    return [one for one in found if one.new or one.there]


def to_read(outcome: Outcome) -> int:
    """Rows that belong to the account they came from."""
    return sum(outcome.to_read[section.name] for section in SECTIONS if not section.restored)
