"""What was had: read it, log it once, take it out."""

import datetime as dt
from typing import Annotated, Self

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema, Status
from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from accounts import tokens
from accounts.tokens import Bearer
from tracker import actions, actions_programs, noting
from tracker.api.answers import EntriesAnswer, EntryAnswer
from tracker.api.foods import number, unit_of
from tracker.api.kinds import NO_NUL, Amount, Date, Flag, Moment, SentId, Time, Uid
from tracker.api.problems import Problem, invalid, not_found
from tracker.api.wanted import wanted
from tracker.models import Entry
from tracker.people import today_of

router = Router(tags=["Entries"])
A_PAGE = 100
SAME = dt.timedelta(days=1)  # so long a repeat that says no time still means the entry it made
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=NO_NUL)]


class NewEntry(Schema):
    """What to log: one of `food_id`, `barcode` and `text`. When: `eaten_at`, or `date` and `time`; now without."""

    model_config = ConfigDict(extra="forbid")

    uid: Uid = Field(description="made by you, new for each entry: sent twice, it is logged once")
    food_id: SentId | None = Field(None, description="of `GET /foods`, or the number in the address of its page")
    barcode: Annotated[str, Field(max_length=40, pattern=NO_NUL)] | None = Field(None, description="8 to 14 digits")
    text: Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL)] | None = Field(
        None, description="one thing as you would type it, like “2 eggs”; logged where only one food can be meant"
    )
    portion_id: SentId | None = Field(None, description="one of the food's; without, its default one")
    portion: Name | None = Field(None, description="the same by its name; “g”, “ml” or “unit” weighs or counts it")
    amount: Amount | None = Field(None, description="how many; without, one portion, or 100 g. Kept to 3 decimals")
    eaten_at: Moment | None = Field(None, description="with an offset")
    date: Date | None = Field(None, description="your day")
    time: Time | None = Field(None, description="on your clock")
    sure: Flag = Field(False, description="an amount that is hard to believe (409) is right")

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if sum(said is not None for said in (self.food_id, self.barcode, self.text)) != 1:
            raise PydanticCustomError("ours", str(_("Send one of food_id, barcode and text.")))
        if self.portion_id is not None and self.portion is not None:
            raise PydanticCustomError("ours", str(_("Send portion_id or portion, not both.")))
        if self.text is not None and (self.portion_id or self.portion or self.amount):
            raise PydanticCustomError("ours", str(_("A text says how much itself: leave portion and amount out.")))
        if self.eaten_at and (self.date or self.time):
            raise PydanticCustomError("ours", str(_("Send eaten_at, or date and time, not both.")))
        return self


# --- reading ----------------------------------------------------------------------------------------------------------
@router.get("entries", response=EntriesAnswer, operation_id="entries", url_name="api_entries", summary="List entries")
def entries(
    request: HttpRequest,
    first: Date | None = Query(None, alias="from", description="the first day; today without", example="2026-03-01"),
    last: Date | None = Query(None, alias="to", description="the last day; today without", example="2026-03-31"),
    page: Annotated[int, Field(ge=1, le=10_000)] = Query(1),
) -> EntriesAnswer:
    """Those of some days of yours, a hundred a page. The figures are those that were logged: a food that was edited
    since changes nothing."""
    person = request.auth.person
    today = today_of(person, now=timezone.now())
    first, last = first or min(last or today, today), last or max(first or today, today)
    if first > last:
        raise invalid("from", _("The first day lies after the last one."))
    start = (page - 1) * A_PAGE
    rows = list(person.entries.between(first, last).order_by("eaten_at", "pk")[start : start + A_PAGE + 1])
    return EntriesAnswer(
        first=first,
        last=last,
        page=page,
        next_page=page + 1 if len(rows) > A_PAGE else None,
        entries=[entry_answer(row, request.auth) for row in rows[:A_PAGE]],
    )


@router.get(
    "entries/{uid}", response=EntryAnswer, operation_id="entry", url_name="api_entry", summary="One entry"
)  # fmt: skip
def entry(request: HttpRequest, uid: Uid = Path(..., description="the uid it was logged with")) -> EntryAnswer:
    """An entry that is in your log, however it came there."""
    found = request.auth.person.entries.filter(uid=uid).first()
    if found is None:
        raise not_found(_("There is no entry of this uid in your log."))
    return entry_answer(found, request.auth)


def entry_answer(entry: Entry, bearer: Bearer) -> EntryAnswer:
    return EntryAnswer(
        uid=entry.uid,
        date=entry.local_date,
        time=f"{entry.local_time:%H:%M}",
        eaten_at=bearer.person.local(entry.eaten_at),
        food_id=entry.food_id,
        name=entry.name,
        amount=float(entry.amount),
        portion=entry.portion_name or None,
        quantity=float(entry.quantity),
        quantity_unit=unit_of(entry.basis),
        swallowed_ug=number(entry.swallowed_ug),
        added_ug=number(entry.added_ug),
        counted_ug=number(entry.swallowed_ug) if entry.reliability == "active" else 0.0,
        origin=entry.origin,
        form=entry.form,
        route=entry.route,
        reliability=entry.reliability,
        grade=entry.grade,
    )


# --- writing ----------------------------------------------------------------------------------------------------------
@router.post(
    "entries",
    response={201: EntryAnswer, 200: EntryAnswer},
    operation_id="log_entry",
    url_name="api_entries",
    summary="Log one thing",
)
def log_entry(request: HttpRequest, sent: NewEntry) -> Status:
    """201 with the entry; 200 with the one that is there where this `uid` was sent before, so that you may repeat
    whatever got no answer. Where it is not clear what is meant, nothing is logged and the answer lists candidates."""
    now, bearer = timezone.now(), request.auth
    if before := actions_programs.named(bearer.person, sent.uid):
        return _again(before, sent, bearer, now=now)
    what = wanted(bearer.person, sent, now=now)
    logged = actions_programs.log_named(
        by=bearer.person,
        food=what.food,
        portion=what.portion,
        amount=what.amount,
        eaten_at=what.eaten_at,
        uid=sent.uid,
    )
    if not logged.new:
        return _again(logged.entry, sent, bearer, now=now)
    return made(logged.entry, bearer, now=now)


def made(entry: Entry, bearer: Bearer, *, now: dt.datetime) -> Status:
    """What has just been logged, after what goes with logging."""
    noting.note_once_a_day(bearer.person, now=now)
    tokens.note_use(bearer, now=now)
    return Status(201, entry_answer(entry, bearer))


def _again(before: Entry, sent: NewEntry, bearer: Bearer, *, now: dt.datetime) -> Status:
    """The same request once more, or a uid that was taken for something else."""
    if sent.food_id is not None and sent.food_id != before.food_id:
        raise taken(before)
    return repeated(before, bearer, says_when=bool(sent.eaten_at or sent.date), now=now)


def repeated(before: Entry, bearer: Bearer, *, says_when: bool, now: dt.datetime) -> Status:
    """What this uid logged. A program that sends one uid every day means another entry, and has to be told."""
    if before.removed_at is not None:
        raise Problem(409, _("An entry of this uid was taken out. Make a new uid to log it again."), code="removed")
    if not says_when and now - before.created_at > SAME:
        raise taken(before)
    return Status(200, entry_answer(before, bearer))


def taken(before: Entry) -> Problem:
    day = f"{before.local_date:%Y-%m-%d}"
    return Problem(
        409, _("This uid stands for an entry of %(day)s. Make a new one for each entry.") % {"day": day}, code="uid"
    )


@router.delete(
    "entries/{uid}",
    response={204: None},
    operation_id="remove_entry",
    url_name="api_entry",
    summary="Take an entry out",
)
def remove_entry(request: HttpRequest, uid: Uid = Path(..., description="the uid it was logged with")) -> Status:
    """As “remove” does on its page: it can be put back there for a day, then it is gone. Repeating it does no harm."""
    now, bearer = timezone.now(), request.auth
    found: Entry | None = actions_programs.named(bearer.person, uid)
    if found is None:
        raise not_found(_("There is no entry of this uid in your log."))
    if found.removed_at is None:
        actions.remove(entry=found, now=now)
        tokens.note_use(bearer, now=now)
    return Status(204, None)
