"""A person who has a row in every table that can hold something of theirs, and how exports are read in tests."""

import datetime as dt
import json
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from accounts.models import ApiToken, Event, User
from foods.choices import Basis, Form, Grade, Origin, Reliability, Route, State
from foods.models import Curator, Food, Portion, Source
from tests.factories import (
    AliasFactory,
    ConditionFactory,
    DayMarkFactory,
    EntryFactory,
    FindingRecordFactory,
    FoodFactory,
    GasUseFactory,
    MeasuredFactory,
    MedicineFactory,
    PhaseFactory,
    PortionFactory,
    ProfileFactory,
    ProposalFactory,
    RedFlagTickFactory,
    RegimenFactory,
    SampleFactory,
    SecretAddressFactory,
    SnoozeFactory,
    SourceFactory,
    SymptomScoreFactory,
    TrackedSymptomFactory,
    UserFactory,
)
from tracker import actions
from tracker.export.document import document
from tracker.models import (
    AddressVisit,
    Dish,
    DishPart,
    Dose,
    Entry,
    HistoryImport,
    HistoryName,
    HistoryRow,
    MealItem,
    Reminders,
    ReportWords,
    Skip,
    UsualMeal,
)

NOW = dt.datetime(2026, 3, 20, 12, 0, 0, 123456, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 14)


def table() -> dict[str, Food]:
    """Foods that are here and on every other server: milk in glasses, a tablet, one that nobody knows."""
    source = Source.objects.filter(key="usda-fndds").first() or SourceFactory(key="usda-fndds")
    milk = FoodFactory(name="Oat drink", brand="Mill", source=source, source_ref="100", basis=Basis.ML100)
    PortionFactory(food=milk)
    tablet = FoodFactory(tablet=True, source=source, source_ref="200")
    PortionFactory(food=tablet, name="tablet", quantity=1)
    injection = FoodFactory(
        tablet=True, name="B12 injection", source=source, source_ref="300", origin=Origin.INJECTED,
        route=Route.INJECTED, form=Form.HYDROXOCOBALAMIN,
    )  # fmt: skip
    unknown = FoodFactory(unknown=True, name="Canteen soup", source=source, source_ref="400")
    return {"milk": milk, "tablet": tablet, "injection": injection, "unknown": unknown}


def somebody_with_everything(foods: dict[str, Food] | None = None, **fields: Any) -> User:
    """Two rows wherever there can be two, with what is easily lost: unknown, none, 0, the last second, quotes."""
    foods = foods or table()
    person = UserFactory(
        time_zone="Europe/Berlin", day_start=dt.time(4), first_name="A", last_login=NOW, **fields
    )  # fmt: skip
    _account(person)
    _about(person)
    own, portion = _own_foods(person)
    entries = _log(person, foods, own, portion)
    _sets(person, foods, own, portion)
    _health(person)
    _regimens(person, foods, entries)
    _from_elsewhere(person, foods, entries)
    return User.objects.get(pk=person.pk)


def _account(person: User) -> None:
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    UserSession.objects.create(user=person, ip="192.0.2.1", session_key=uuid.uuid4().hex, user_agent="Secret agent")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "SECRETSEED"})
    ApiToken.objects.create(
        owner=person, uid=uuid.uuid4(), name="Phone", start="cob_abc", digest=uuid.uuid4().hex * 2, created_at=NOW,
        expires_at=NOW + dt.timedelta(days=30),
    )  # fmt: skip
    Event.objects.create(person=person, kind="exported", at=NOW, device="Firefox on Linux", detail="zip")
    Curator.objects.create(user=person, last_mail_on=DAY)
    link = SecretAddressFactory(owner=person, language="de")
    AddressVisit.objects.create(address=link, at=NOW)


def _about(person: User) -> None:
    ProfileFactory(
        owner=person, birth_year=1957, birth_month=5, sex="female", diet="vegan", diet_since=DAY, authority="efsa",
        takes_unlogged=False, welcomed=True, injection_interval_days=90, guideline="nice", findings_noted_on=DAY,
    )  # fmt: skip
    Reminders.objects.create(owner=person, by_mail=True, hour=0, last_mail_on=DAY)
    ReportWords.objects.create(owner=person, name="Åsa “Ö” O'Neill", reason="=1+1", questions="One?\nTwo, or three?")


def _own_foods(person: User) -> tuple[Food, Portion]:
    own, portion = actions.add_own_food(by=person, name="Grandma’s stew", b12_ug=Decimal("1.2345"))
    AliasFactory(food=own, name="Eintopf", language="de")
    actions.give_figure(
        by=person, food=own, portion=portion, ug=Decimal(3), origin=Origin.FOOD, past=False, uid=uuid.uuid4()
    )
    other, _ = actions.add_own_food(by=person, name="-Soup, who knows", b12_ug=None)
    actions.offer(food=other, offered=False)
    own.refresh_from_db()
    return own, portion


def _log(person: User, foods: dict[str, Food], own: Food, portion: Portion) -> list[Entry]:
    glass = foods["milk"].portions.get()
    late = dt.datetime(2026, 3, 14, 23, 59, 59, 999999, tzinfo=dt.UTC)
    clock = {"local_date": DAY, "local_minute": 59}
    said = {
        "owner": person, "food": foods["milk"], "portion": glass, "portion_name": "glass", "amount": Decimal("1.5"),
        "quantity": Decimal(300), "basis": Basis.ML100, "origin": Origin.ADDED, "eaten_at": late, **clock,
    }  # fmt: skip
    return [
        EntryFactory(**said, swallowed_ug=Decimal("1.1400"), added_ug=Decimal("1.1400")),
        EntryFactory(**said, name="Oat drink, as it was", swallowed_ug=Decimal("0.0000"), grade=Grade.LABEL),
        EntryFactory(owner=person, food=foods["unknown"], swallowed_ug=None, added_ug=None),
        EntryFactory(owner=person, food=own, portion=portion, portion_name="portion", basis=Basis.UNIT),
        EntryFactory(owner=person, food=foods["milk"], portion_name="mug, gone since", removed_at=NOW),
        EntryFactory(
            owner=person, food=foods["tablet"], origin=Origin.SUPPLEMENT, form=Form.CYANOCOBALAMIN, basis=Basis.UNIT,
            amount=1, quantity=1, swallowed_ug=Decimal(1000), added_ug=Decimal(1000), route=Route.SUBLINGUAL,
        ),
        EntryFactory(
            owner=person, food=foods["injection"], origin=Origin.INJECTED, form=Form.HYDROXOCOBALAMIN, amount=1,
            quantity=1, basis=Basis.UNIT, swallowed_ug=Decimal(1000), added_ug=Decimal(1000), route=Route.INJECTED,
        ),
        EntryFactory(owner=person, food=foods["milk"], reliability=Reliability.INACTIVE, swallowed_ug=Decimal(4)),
    ]  # fmt: skip


def _sets(person: User, foods: dict[str, Food], own: Food, portion: Portion) -> None:
    DayMarkFactory(owner=person, local_date=DAY)
    DayMarkFactory(owner=person, local_date=DAY - dt.timedelta(days=1), mark="nothing")
    meal = UsualMeal.objects.create(owner=person, uid=uuid.uuid4(), name="Breakfast, “the” one")
    MealItem.objects.create(meal=meal, position=0, food=foods["milk"], portion=foods["milk"].portions.get(), amount=1)
    MealItem.objects.create(meal=meal, position=1, food=own, amount=Decimal("0.333"))
    dish = Dish.objects.create(owner=person, uid=uuid.uuid4(), food=own, servings=4, cooked_g=Decimal("1200.5"))
    DishPart.objects.create(dish=dish, position=0, food=foods["milk"], amount=500)
    for changes in (
        [{"kind": "drop", "food": foods["milk"].pk, "name": "Oat drink"}, {"kind": "start", "state": "metformin"}],
        [{"kind": "portion", "food": own.pk, "times": "0.5", "name": "Stew"}],
    ):
        person.what_ifs.keep(by=person, changes=changes, now=NOW)


def _health(person: User) -> None:
    MedicineFactory(owner=person, since=DAY, units=Decimal("0.50"))
    MedicineFactory(owner=person, key="", name='=cmd|"x"', dose_mg=None, confirmed=False, taking=False, until=DAY)
    ConditionFactory(owner=person, since=DAY, relation="family")
    ConditionFactory(owner=person, key="crohn", name="Crohn’s", ileal_cm=Decimal("30.5"), resected=False)
    GasUseFactory(owner=person)
    GasUseFactory(owner=person, kind="planned", on=None)
    TrackedSymptomFactory(owner=person, onset=DAY, looked_into=True)
    TrackedSymptomFactory(owner=person, key="tingling", shown=False, first_on=None)
    SymptomScoreFactory(owner=person, course="worse", places="left_foot right_foot", note="After lunch, mostly")
    SymptomScoreFactory(owner=person, key="tingling", score=Decimal(0))  # explicitly none
    RedFlagTickFactory(owner=person)
    RedFlagTickFactory(owner=person, ended_on=DAY)
    sample = SampleFactory(owner=person, lab="Laboratory, main", note="Fasting", microbiological=True)
    MeasuredFactory(sample=sample, comparator="<", value=Decimal(150), low=Decimal(197))
    MeasuredFactory(sample=sample, marker="mma", unit="µmol/L", value=Decimal("0.4100"), high=Decimal("0.4"))
    MeasuredFactory(sample=SampleFactory(owner=person, taken_on=DAY), marker="egfr", unit="mL/min/1.73m2", value=60)
    SnoozeFactory(owner=person, discussed_on=DAY)
    FindingRecordFactory(owner=person)
    FindingRecordFactory(owner=person, closed_on=DAY, code="vegan-without-source", evidence="A long “story”.")


def _regimens(person: User, foods: dict[str, Food], entries: list[Entry]) -> None:
    tablet = RegimenFactory(owner=person, food=foods["tablet"], stock=Decimal("0.00"), stock_on=DAY, note="n")
    PhaseFactory(regimen=tablet, unit="weeks", weekdays="024", at=dt.time(8, 30))
    PhaseFactory(regimen=tablet, position=1, loading=True, ends_on=DAY)
    Skip.objects.create(regimen=tablet, due_on=DAY, reason="away")
    injections = RegimenFactory(owner=person, injections=True, template="", stopped_on=DAY, began=DAY, dose_ug=None)
    injections.food = foods["injection"]
    injections.save()
    PhaseFactory(regimen=injections, unit="as_needed")
    Dose.objects.create(entry=entries[6], regimen=injections, site="left_arm", batch="B-17", note="sore")
    Dose.objects.create(entry=entries[5], regimen=tablet)


def _from_elsewhere(person: User, foods: dict[str, Food], entries: list[Entry]) -> None:
    run = HistoryImport.objects.create(
        owner=person, uid=uuid.uuid4(), format="cronometer", state="done", digest="0" * 64, created_at=NOW,
        done_at=NOW, refused=[{"line": 3, "why": "Its day is no date."}],
    )  # fmt: skip
    said = {"run": run, "key": uuid.uuid4(), "name": "Oat milk", "eaten_at": NOW,
            "local_date": DAY, "local_minute": 750}  # fmt: skip
    HistoryRow.objects.create(number=1, amount=Decimal("1.500"), unit="cup", ug=Decimal(0), entry=entries[0], **said)
    HistoryRow.objects.create(number=2, timed=False, **said)
    HistoryName.objects.create(owner=person, format="cronometer", name="Oat milk", food=foods["milk"])
    ProposalFactory(proposer=person, food=foods["milk"], values={"b12_ug": None})


def text_of(person: User) -> str:
    return "".join(document(User.objects.get(pk=person.pk), now=NOW))


def exported(person: User) -> dict[str, Any]:
    return json.loads(text_of(person))


def as_file(said: dict[str, Any] | str, folder: Path) -> Path:
    path = folder / f"{uuid.uuid4()}.json"
    path.write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
    return path


def anybody_new() -> User:
    return UserFactory(time_zone="America/New_York")


__all__ = ["State", "anybody_new", "as_file", "exported", "somebody_with_everything", "table", "text_of"]
