"""What is due by a person's plans, and logging a dose of one."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Router, Schema, Status
from pydantic import ConfigDict, Field

from accounts.models import User
from tracker import actions_programs, noting
from tracker.api.answers import DueAnswer, DuesAnswer, EntryAnswer
from tracker.api.entries import made, repeated, taken
from tracker.api.kinds import Flag, Id, Moment, Uid
from tracker.api.problems import Problem, invalid, not_found
from tracker.api.wanted import eaten_at_of
from tracker.models import Regimen
from tracker.people import today_of
from tracker.reports.care.regimen_page import doses_near, too_soon
from tracker.reports.due import DueLine, due_of

router = Router(tags=["What is due"])


class NewDose(Schema):
    """A dose that was had: now, or at `eaten_at`."""

    model_config = ConfigDict(extra="forbid")

    uid: Uid = Field(description="made by you, new for each dose: sent twice, it is logged once")
    eaten_at: Moment | None = Field(None, description="with an offset; now without")
    sure: Flag = Field(False, description="a dose so soon after another one (409) is right")


@router.get("regimens/due", response=DuesAnswer, operation_id="due", url_name="api_due", summary="What is due")
def due(request: HttpRequest) -> DuesAnswer:
    """Every plan that is kept up, what is late first. Without what is taken as needed."""
    person, now = request.auth.person, timezone.now()
    lines = [due_answer(line, person) for line in due_of(person, now=now)]
    return DuesAnswer(date=today_of(person, now=now), due=lines)


def due_answer(line: DueLine, person: User) -> DueAnswer:
    where, plan = line.standing, line.own.plan
    return DueAnswer(
        regimen_id=plan.id,
        name=plan.name,
        route=plan.route,
        rhythm=line.rhythm,
        dose_ug=plan.dose_ug,
        state=where.state.value,
        due_on=where.due_on,
        due_at=person.local(where.due_at) if where.due_at else None,
        overdue_days=where.days_late,
        last_had_on=where.last.on if where.last else None,
    )


@router.post(
    "regimens/{int:regimen_id}/doses",
    response={201: EntryAnswer, 200: EntryAnswer},
    operation_id="log_dose",
    url_name="api_dose",
    summary="Log a dose",
)
def log_dose(
    request: HttpRequest,
    sent: NewDose,
    regimen_id: Id = Path(..., description="of `GET /regimens/due`, or the number in the address of its page"),
) -> Status:
    """One dose of a plan of yours: the tablet of today, an injection. 200 with what is there where this `uid` was sent
    before; 409 where a dose of it was logged so shortly before that it may be the same one."""
    now, bearer = timezone.now(), request.auth
    row = bearer.person.regimens.select_related("food", "portion").filter(pk=regimen_id).first()
    if row is None:
        raise not_found(_("There is no such plan, or it is not yours."))
    said_when = {"says_when": sent.eaten_at is not None, "now": now}
    if before := actions_programs.named(bearer.person, sent.uid):
        _same_plan(before.food_id, row, before)
        return repeated(before, bearer, **said_when)
    moment = _moment(bearer.person, sent, now=now)
    if not sent.sure and _is_too_soon(bearer.person, row, moment):
        raise Problem(
            409,
            _("A dose of it was logged shortly before. If this is another one, send “sure”: true."),
            code="sure",
        )
    logged = actions_programs.log_named_dose(by=bearer.person, regimen=row, eaten_at=moment, uid=sent.uid)
    if not logged.new:
        return repeated(logged.entry, bearer, **said_when)
    noting.note(bearer.person, now=now)
    return made(logged.entry, bearer, now=now)


def _same_plan(food_id: int, row: Regimen, before: Any) -> None:
    if food_id != row.food_id:
        raise taken(before)


def _moment(person: User, sent: NewDose, *, now: dt.datetime) -> dt.datetime:
    moment = eaten_at_of(person, sent.eaten_at, None, None, now=now)
    if moment > now:
        raise invalid("eaten_at", _("That is still to come. Log it once you had it."))
    return moment


def _is_too_soon(person: User, row: Regimen, moment: dt.datetime) -> bool:
    on = today_of(person, now=moment)
    own, taken_so_far = doses_near(person, row, on=on)
    return too_soon(own, taken_so_far, on=on, at=moment) is not None
