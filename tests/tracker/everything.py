"""Somebody with a row in every table that leads to a person, and which rows those are."""

import datetime as dt
import uuid
from collections.abc import Iterator
from decimal import Decimal

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import CASCADE, PROTECT

from accounts.models import ApiToken, EventKind, User
from foods.choices import State
from foods.models import Change, Curator, Food, ImportDifference, Proposal
from tests.factories import (
    AliasFactory,
    ConcernFactory,
    ConditionFactory,
    DayMarkFactory,
    EntryFactory,
    FindingRecordFactory,
    FoodFactory,
    GasUseFactory,
    ImportRunFactory,
    MeasuredFactory,
    MedicineFactory,
    PhaseFactory,
    ProfileFactory,
    ProposalFactory,
    RedFlagTickFactory,
    RegimenFactory,
    SampleFactory,
    SecretAddressFactory,
    SnoozeFactory,
    SymptomScoreFactory,
    TrackedSymptomFactory,
    UserFactory,
    UserSessionFactory,
)
from tracker import actions
from tracker.models import (
    Dish,
    DishPart,
    Dose,
    HistoryImport,
    HistoryName,
    HistoryRow,
    MealItem,
    Reminders,
    ReportWords,
    Skip,
    TogetherAside,
    UsualMeal,
)

NOW = dt.datetime(2026, 3, 14, 12, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 14)
Rows = dict[str, set]


# --- which rows -------------------------------------------------------------------------------------------------------
def belongs(field: models.Field) -> bool:
    """Whether a row with this column is part of what the column names: an entry is its owner's, and a food's. A column
    that can be emptied only mentions it; what somebody proposed is theirs all the same."""
    if not isinstance(field, models.ForeignKey):
        return False
    if field.model._meta.label == "foods.HistoricalFood":
        return field.name == "owner"
    return field.remote_field.on_delete in {CASCADE, PROTECT} or field == Proposal._meta.get_field("proposer")


def ways() -> Iterator[tuple[type[models.Model], models.ForeignKey]]:
    for model in apps.get_models(include_auto_created=True):
        yield from ((model, field) for field in model._meta.concrete_fields if belongs(field))


def tables_of_people() -> set[str]:
    """Every table whose rows can belong to a person, directly or through another table."""
    found: set[type[models.Model]] = {User}
    while more := {model for model, field in ways() if field.related_model in found} - found:
        found |= more
    return {model._meta.label for model in found}


def rows_of(person: User) -> Rows:
    """The ids of every row that belongs to a person, by table."""
    found: Rows = {"accounts.User": {person.pk}}
    grown = True
    while grown:
        before = sum(map(len, found.values()))
        for model, field in ways():
            if held := found.get(field.related_model._meta.label):
                rows = model._base_manager.filter(**{f"{field.attname}__in": held}).values_list("pk", flat=True)
                found.setdefault(model._meta.label, set()).update(rows)
        grown = sum(map(len, found.values())) > before
    return {label: ids for label, ids in found.items() if ids}


def left_of(rows: Rows) -> Rows:
    """Which of these rows are still there."""
    left = {
        label: set(apps.get_model(label)._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
        for label, ids in rows.items()
    }
    return {label: ids for label, ids in left.items() if ids}


def contents_of(rows: Rows) -> dict[str, list[dict]]:
    """Every column of these rows."""
    return {
        label: list(apps.get_model(label)._base_manager.filter(pk__in=ids).order_by("pk").values())
        for label, ids in rows.items()
    }


def columns_naming(person_pk: int) -> dict[str, int]:
    """How many rows name this number, by column; history's columns are plain numbers that nothing follows."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is User:
                found[f"{model._meta.label}.{field.name}"] = model._base_manager.filter(
                    **{field.attname: person_pk}
                ).count()
    return {column: count for column, count in found.items() if count}


# --- the person -------------------------------------------------------------------------------------------------------
def somebody_with_everything(**fields) -> User:
    """Nothing here is told by a name they share with somebody else: “Secret” stands in each of their words."""
    person = UserFactory(**fields)
    own = _foods(person)
    entry = EntryFactory(owner=person, food=own, name="Secret stew")
    EntryFactory(owner=person)
    EntryFactory(owner=person, food=own, removed_at=NOW)
    _log(person, own)
    _health(person)
    _plans(person, entry)
    _brought_in(person, own, entry)
    _account(person)
    _let_out(person)
    _curated(person)
    return person


def _foods(person: User) -> Food:
    food, portion = actions.add_own_food(by=person, name="Secret stew", b12_ug=Decimal(1))
    actions.log(by=person, food=food, portion=portion, amount=Decimal(1), eaten_at=NOW, uid=uuid.uuid4())
    food.name = "Secret stew, mended"
    food.save()  # writes a version
    AliasFactory(food=food, name="Secret ragout")
    FoodFactory(name="Secret draft", owner=person, state=State.DRAFT)
    ConcernFactory(food=food)
    run = ImportRunFactory()
    ImportDifference.objects.create(run=run, change=Change.CHANGED, food=food, name="x", source_key="x", source_ref="x")
    return food


def _log(person: User, own: Food) -> None:
    DayMarkFactory(owner=person)
    person.what_ifs.keep(by=person, changes=[{"kind": "start", "state": "metformin"}], now=NOW)
    meal = UsualMeal.objects.create(owner=person, uid=uuid.uuid4(), name="Secret breakfast")
    MealItem.objects.create(meal=meal, position=0, food=own, amount=1)
    cooked = FoodFactory(name="Secret dish", owner=person, source=None, source_ref="")
    dish = Dish.objects.create(owner=person, uid=uuid.uuid4(), food=cooked, servings=4)
    DishPart.objects.create(dish=dish, position=0, food=own, amount=1)
    TogetherAside.objects.create(owner=person, foods=f"{own.pk}", until=DAY)


def _health(person: User) -> None:
    ProfileFactory(owner=person, birth_year=1984, sex="female")
    for factory in (MedicineFactory, ConditionFactory, GasUseFactory, SnoozeFactory, FindingRecordFactory,
                    TrackedSymptomFactory, SymptomScoreFactory, RedFlagTickFactory):  # fmt: skip
        factory(owner=person)
    MeasuredFactory(sample=SampleFactory(owner=person, lab="Secret laboratory"))


def _plans(person: User, entry) -> None:
    plan = PhaseFactory(regimen=RegimenFactory(owner=person, name="Secret drops")).regimen
    Skip.objects.create(regimen=plan, due_on=DAY)
    Dose.objects.create(regimen=plan, entry=entry)


def _brought_in(person: User, own: Food, entry) -> None:
    run = HistoryImport.objects.create(
        owner=person, uid=uuid.uuid4(), format="cronometer", digest="0" * 64, created_at=NOW
    )
    HistoryRow.objects.create(
        run=run, number=1, key=uuid.uuid4(), name="Secret pie", eaten_at=NOW, local_date=DAY, local_minute=750,
        entry=entry,
    )  # fmt: skip
    HistoryName.objects.create(owner=person, format="cronometer", name="Secret pie", food=own)


def _account(person: User) -> None:
    address = EmailAddress.objects.create(user=person, email=person.email, primary=True)
    EmailConfirmation.objects.create(email_address=address, key=uuid.uuid4().hex)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    UserSessionFactory(user=person)
    person.events.create(kind=EventKind.LOGGED_IN, at=NOW)
    ApiToken.objects.create(
        owner=person, uid=uuid.uuid4(), name="Secret phone", start="cob_abc", digest=uuid.uuid4().hex * 2,
        created_at=NOW, expires_at=NOW + dt.timedelta(days=1),
    )  # fmt: skip
    person.groups.add(Group.objects.get_or_create(name="Curators")[0])
    person.user_permissions.add(Permission.objects.first())
    cache.set(f"allauth:rl:cobalog:export:10/3600/user:user:{person.pk}", [1.0], 3600)


def _let_out(person: User) -> None:
    SecretAddressFactory(owner=person).visits.create(at=NOW)
    Reminders.objects.create(owner=person)
    ReportWords.objects.create(owner=person, name="Secret name")


def _curated(person: User) -> None:
    """What stays, without the name, and what was proposed and not taken."""
    proposed = FoodFactory(name="Proposed", proposed_by=person, reviewed_by=person, reviewed_at=NOW)
    proposed.reviewed_by = UserFactory()  # somebody looked at it again
    proposed.save()
    Food.history.filter(id=proposed.pk).update(history_user=person)
    FoodFactory(name="Reviewed", reviewed_by=person, reviewed_at=NOW)
    ImportRunFactory(started_by=person)
    ConcernFactory(first_by=person, decided_by=person)
    Curator.objects.create(user=person)
    LogEntry.objects.create(user=person, action_flag=1, object_repr="a food")
    for state in ("waiting", "rejected", "withdrawn"):
        decided = None if state == "waiting" else NOW
        photo = ContentFile(b"jpeg", name=f"{state}-{person.pk}.jpg")
        ConcernFactory(
            kind="correction",
            proposal=ProposalFactory(
                proposer=person, state=state, decided_at=decided, photo=photo, reason="Secret reason"
            ),
        )
