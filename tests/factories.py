"""Objects for tests. People have no password: tests sign them in with `client.force_login`."""

import datetime as dt
import uuid
from decimal import Decimal

import factory
from allauth.usersessions.models import UserSession
from factory.django import DjangoModelFactory

from accounts.models import ApiToken, User
from foods.choices import Basis, Category, Form, Grade, Origin, Reliability, Route, State
from foods.models import (
    Alias,
    Concern,
    ConcernKind,
    Food,
    ImportRun,
    Portion,
    Proposal,
    ProposalKind,
    Source,
)
from tracker.models import (
    Condition,
    DayMark,
    Dish,
    DishPart,
    Entry,
    FindingRecord,
    GasUse,
    HistoryImport,
    HistoryRow,
    MealItem,
    Measured,
    Medicine,
    Phase,
    Profile,
    RedFlagTick,
    Regimen,
    Sample,
    SecretAddress,
    Snooze,
    SymptomScore,
    TrackedSymptom,
    UsualMeal,
)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence("person{}@example.org".format)
    time_zone = "Europe/London"
    password = "!"  # unusable


class UserSessionFactory(DjangoModelFactory):
    """Logged in by Firefox on Linux; its session is not there."""

    class Meta:
        model = UserSession

    user = factory.SubFactory(UserFactory)
    session_key = factory.Sequence("session{:025}".format)
    ip = "0.0.0.0"
    user_agent = "Firefox on Linux"


class ApiTokenFactory(DjangoModelFactory):
    """A token that logs until 2126; nobody has its secret."""

    class Meta:
        model = ApiToken

    owner = factory.SubFactory(UserFactory)
    uid = factory.LazyFunction(uuid.uuid4)
    name = "Phone"
    start = "cobalog_AbCd"
    digest = factory.Sequence("{:064x}".format)
    scope = "write"
    created_at = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
    expires_at = dt.datetime(2126, 3, 14, 12, 30, tzinfo=dt.UTC)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    key = factory.Sequence("source-{}".format)
    name = factory.Sequence("Data set {}".format)
    publisher = "A public body"
    version = "2024"
    licence = "public domain"
    url = "https://example.org/data"


class FoodFactory(DjangoModelFactory):
    """A published food with 1.00 µg in 100 g."""

    class Meta:
        model = Food

    name = factory.Sequence("Food {}".format)
    category = Category.FISH
    diet = "fish"
    origin = Origin.FOOD
    form = Form.BOUND
    b12_ug = Decimal("1.00")
    b12_added_ug = Decimal(0)
    grade = Grade.CALCULATED
    source = factory.SubFactory(SourceFactory)
    source_ref = factory.Sequence(str)
    state = State.PUBLISHED

    class Params:
        unknown = factory.Trait(b12_ug=None, b12_unknown=True, b12_added_ug=None)
        tablet = factory.Trait(
            name="B12 tablet, 1,000 µg",
            category=Category.SUPPLEMENT,
            diet="vegan",
            origin=Origin.SUPPLEMENT,
            form=Form.CYANOCOBALAMIN,
            basis=Basis.UNIT,
            b12_ug=Decimal(1000),
            b12_added_ug=Decimal(1000),
            grade=Grade.LABEL,
        )


class PortionFactory(DjangoModelFactory):
    """One glass of 200 g, the food's default portion."""

    class Meta:
        model = Portion

    food = factory.SubFactory(FoodFactory)
    name = "glass"
    quantity = Decimal(200)
    is_default = True


class AliasFactory(DjangoModelFactory):
    class Meta:
        model = Alias

    food = factory.SubFactory(FoodFactory)
    name = factory.Sequence("Alias {}".format)


class EntryFactory(DjangoModelFactory):
    """100 g of a food with 1 µg in it, on 14 March 2026 at 08:00 in London."""

    class Meta:
        model = Entry

    owner = factory.SubFactory(UserFactory)
    uid = factory.LazyFunction(uuid.uuid4)
    eaten_at = dt.datetime(2026, 3, 14, 8, 0, tzinfo=dt.UTC)
    local_date = factory.LazyAttribute(lambda entry: entry.eaten_at.date())
    local_minute = factory.LazyAttribute(lambda entry: entry.eaten_at.hour * 60 + entry.eaten_at.minute)
    food = factory.SubFactory(FoodFactory)
    portion_name = ""
    amount = Decimal(100)
    quantity = Decimal(100)
    basis = Basis.G100
    name = factory.SelfAttribute("food.name")
    swallowed_ug = Decimal("1.0000")
    added_ug = Decimal(0)
    origin = Origin.FOOD
    form = Form.BOUND
    route = Route.SWALLOWED
    reliability = Reliability.ACTIVE
    grade = Grade.CALCULATED


class DayMarkFactory(DjangoModelFactory):
    class Meta:
        model = DayMark

    owner = factory.SubFactory(UserFactory)
    local_date = dt.date(2026, 3, 14)
    mark = "complete"


class ProfileFactory(DjangoModelFactory):
    """Somebody who said nothing about themselves."""

    class Meta:
        model = Profile

    owner = factory.SubFactory(UserFactory)


class MedicineFactory(DjangoModelFactory):
    """1,000 mg of metformin a day, said to be taken, not said since when."""

    class Meta:
        model = Medicine

    owner = factory.SubFactory(UserFactory)
    uid = factory.LazyFunction(uuid.uuid4)
    key = "metformin"
    name = "Metformin"
    dose_mg = Decimal(1000)


class ConditionFactory(DjangoModelFactory):
    """Coeliac disease, not said since when."""

    class Meta:
        model = Condition

    owner = factory.SubFactory(UserFactory)
    uid = factory.LazyFunction(uuid.uuid4)
    key = "coeliac"
    name = "Coeliac disease"


class GasUseFactory(DjangoModelFactory):
    class Meta:
        model = GasUse

    owner = factory.SubFactory(UserFactory)
    uid = factory.LazyFunction(uuid.uuid4)
    kind = "recreational"
    on = dt.date(2026, 3, 1)


class SnoozeFactory(DjangoModelFactory):
    """Set aside for four weeks on 14 March 2026; `basis` is a digest."""

    class Meta:
        model = Snooze

    owner = factory.SubFactory(UserFactory)
    code = "metformin-use"
    until = dt.date(2026, 4, 11)
    basis = "0" * 64
    created_at = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)


class FindingRecordFactory(DjangoModelFactory):
    """Open since 1 March 2026."""

    class Meta:
        model = FindingRecord

    owner = factory.SubFactory(UserFactory)
    code = "metformin-use"
    level = "info"
    basis = "0" * 64
    title = "Metformin"
    evidence = "Metformin 1,000 mg a day."
    opened_on = dt.date(2026, 3, 1)


class RegimenFactory(DjangoModelFactory):
    """One tablet of 1,000 µg, as typed in on 1 March 2026. Without a phase: `PhaseFactory` says when."""

    class Meta:
        model = Regimen

    owner = factory.SubFactory(UserFactory)
    uid = factory.LazyFunction(uuid.uuid4)
    food = factory.SubFactory(FoodFactory, tablet=True)
    name = "B12 tablet, 1,000 µg"
    dose_ug = Decimal(1000)
    form = Form.CYANOCOBALAMIN
    route = Route.SWALLOWED
    entered_on = dt.date(2026, 3, 1)

    class Params:
        injections = factory.Trait(
            food=factory.SubFactory(
                FoodFactory,
                tablet=True,
                name="B12 injection, 1,000 µg (hydroxocobalamin)",
                category=Category.INJECTION,
                origin=Origin.INJECTED,
                form=Form.HYDROXOCOBALAMIN,
                route=Route.INJECTED,
            ),
            name="B12 injection, 1,000 µg (hydroxocobalamin)",
            form=Form.HYDROXOCOBALAMIN,
            route=Route.INJECTED,
            counts_from="last_dose",
            prescribed=True,
        )


class PhaseFactory(DjangoModelFactory):
    """Every day from 1 March 2026."""

    class Meta:
        model = Phase

    regimen = factory.SubFactory(RegimenFactory)
    position = 0
    unit = "days"
    every = 1
    starts_on = dt.date(2026, 3, 1)


class UsualMealFactory(DjangoModelFactory):
    """A usual meal with nothing in it yet: `MealItemFactory` puts something in."""

    class Meta:
        model = UsualMeal

    owner = factory.SubFactory(UserFactory)
    uid = factory.LazyFunction(uuid.uuid4)
    name = "Breakfast"


class MealItemFactory(DjangoModelFactory):
    """One glass of 200 g with 2 µg in it."""

    class Meta:
        model = MealItem

    meal = factory.SubFactory(UsualMealFactory)
    position = factory.Sequence(int)
    portion = factory.SubFactory(PortionFactory)
    food = factory.SelfAttribute("portion.food")
    portion_name = factory.SelfAttribute("portion.name")
    amount = Decimal(1)
    quantity = factory.SelfAttribute("portion.quantity")
    basis = factory.SelfAttribute("food.basis")


class DishFactory(DjangoModelFactory):
    """A soup in two servings with nothing in it yet."""

    class Meta:
        model = Dish

    owner = factory.SubFactory(UserFactory)
    uid = factory.LazyFunction(uuid.uuid4)
    food = factory.SubFactory(
        FoodFactory, owner=factory.SelfAttribute("..owner"), name="Soup", source=None, source_ref="", basis=Basis.UNIT
    )
    servings = Decimal(2)


class DishPartFactory(DjangoModelFactory):
    """One glass of 200 g with 2 µg in it."""

    class Meta:
        model = DishPart

    dish = factory.SubFactory(DishFactory)
    position = factory.Sequence(int)
    portion = factory.SubFactory(PortionFactory)
    food = factory.SelfAttribute("portion.food")
    portion_name = factory.SelfAttribute("portion.name")
    amount = Decimal(1)
    quantity = factory.SelfAttribute("portion.quantity")
    basis = factory.SelfAttribute("food.basis")


class TrackedSymptomFactory(DjangoModelFactory):
    class Meta:
        model = TrackedSymptom

    owner = factory.SubFactory(UserFactory)
    key = "fatigue"
    first_on = dt.date(2026, 3, 1)


class SymptomScoreFactory(DjangoModelFactory):
    """Tiredness, 5 of 10, on 14 March 2026."""

    class Meta:
        model = SymptomScore

    owner = factory.SubFactory(UserFactory)
    key = "fatigue"
    on = dt.date(2026, 3, 14)
    score = Decimal(5)


class RedFlagTickFactory(DjangoModelFactory):
    class Meta:
        model = RedFlagTick

    owner = factory.SubFactory(UserFactory)
    key = "jaundice"
    on = dt.date(2026, 3, 14)


class SampleFactory(DjangoModelFactory):
    """Blood of 2 March 2026."""

    class Meta:
        model = Sample

    owner = factory.SubFactory(UserFactory)
    uid = factory.LazyFunction(uuid.uuid4)
    taken_on = dt.date(2026, 3, 2)


class MeasuredFactory(DjangoModelFactory):
    """Total B12 of 250 ng/L."""

    class Meta:
        model = Measured

    sample = factory.SubFactory(SampleFactory)
    marker = "b12"
    value = Decimal(250)
    unit = "ng/L"


class SecretAddressFactory(DjangoModelFactory):
    """A link to the report that opens for a week from 14 March 2026."""

    class Meta:
        model = SecretAddress

    owner = factory.SubFactory(UserFactory)
    kind = "report"
    nonce = factory.LazyFunction(uuid.uuid4)
    created_at = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
    expires_at = dt.datetime(2026, 3, 21, 12, 30, tzinfo=dt.UTC)


class HistoryImportFactory(DjangoModelFactory):
    """A file of Cronometer that waits to be brought in."""

    class Meta:
        model = HistoryImport

    owner = factory.SubFactory(UserFactory)
    uid = factory.LazyFunction(uuid.uuid4)
    format = "cronometer"
    digest = "0" * 64
    created_at = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)


class HistoryRowFactory(DjangoModelFactory):
    """Its first row: a cup of something without a figure, on 13 March 2026 at 08:00 in London."""

    class Meta:
        model = HistoryRow

    run = factory.SubFactory(HistoryImportFactory)
    number = 1
    key = factory.LazyFunction(uuid.uuid4)
    name = "Oat porridge"
    eaten_at = dt.datetime(2026, 3, 13, 8, 0, tzinfo=dt.UTC)
    local_date = dt.date(2026, 3, 13)
    local_minute = 480
    amount = Decimal(1)
    unit = "cup"


class ImportRunFactory(DjangoModelFactory):
    class Meta:
        model = ImportRun

    file_name = "foods.csv"
    format = "own"


class ProposalFactory(DjangoModelFactory):
    """Somebody's correction of a food that waits: 2 µg instead of what stands there."""

    class Meta:
        model = Proposal

    proposer = factory.SubFactory(UserFactory)
    uid = factory.LazyFunction(uuid.uuid4)
    kind = ProposalKind.CORRECTION
    food = factory.SubFactory(FoodFactory)
    values = factory.LazyFunction(lambda: {"b12_ug": "2"})
    reason = "The label says so."
    sent_at = dt.datetime(2026, 3, 14, 12, tzinfo=dt.UTC)


class ConcernFactory(DjangoModelFactory):
    """An open item of the queue."""

    class Meta:
        model = Concern

    kind = ConcernKind.OUTLIER
    food = factory.SubFactory(FoodFactory)
    mark = factory.Sequence("mark-{}".format)
    raised_at = dt.datetime(2026, 3, 14, 12, tzinfo=dt.UTC)
