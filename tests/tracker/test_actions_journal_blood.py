"""Blood samples saved once, changed and removed; what is read of them afterwards is new."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from tests.factories import MeasuredFactory, SampleFactory, UserFactory
from tracker.actions_journal import CannotSave, remove_sample, save_sample
from tracker.domain.blood import Value
from tracker.health import health_of
from tracker.models import Measured

pytestmark = pytest.mark.django_db

UID = uuid.UUID("11111111-2222-4333-8444-555555555555")
DAY = dt.date(2026, 3, 2)
TOTAL = Value("b12", "", Decimal("268.5"), "ng/L", Decimal(197), Decimal(771))
MMA = Value("mma", "<", Decimal("0.07"), "µmol/L", None, Decimal("0.28"))
SAID = {"taken_on": DAY, "lab": "North Lab", "note": "fasting", "microbiological": True}


@pytest.fixture
def person():
    return UserFactory()


def stored(sample):
    rows = sample.values.order_by("marker").values_list("marker", "comparator", "value", "unit", "low", "high")
    return [Value(*row) for row in rows]


def test_a_sample_is_saved_with_its_values(person):
    sample = save_sample(by=person, uid=UID, values=[MMA, TOTAL], **SAID)
    sample.refresh_from_db()
    assert sample.owner == person
    assert {name: getattr(sample, name) for name in SAID} == SAID
    assert stored(sample) == [TOTAL, MMA]


def test_a_repeat_doubles_nothing_and_changes_nothing(person):
    first = save_sample(by=person, uid=UID, values=[TOTAL], **SAID)
    again = save_sample(by=person, uid=UID, values=[TOTAL, MMA], **SAID | {"lab": "Other"})
    assert again == first
    assert (again.lab, stored(again)) == ("North Lab", [TOTAL])
    assert person.samples.count() == 1


def test_the_same_uid_of_somebody_else_is_another_sample(person):
    save_sample(by=person, uid=UID, values=[TOTAL], **SAID)
    other = UserFactory()
    assert save_sample(by=other, uid=UID, values=[MMA], **SAID).owner == other
    assert stored(person.samples.get()) == [TOTAL]


def test_a_change_replaces_the_values_and_keeps_the_rest(person):
    sample = MeasuredFactory(sample__owner=person, sample__lab="North Lab").sample
    MeasuredFactory(sample=sample, marker="mma", unit="µmol/L", value=Decimal("0.3"))
    changed = save_sample(by=person, sample=sample, values=[TOTAL], taken_on=DAY, note="late")
    changed.refresh_from_db()
    assert (changed.pk, changed.note, changed.lab) == (sample.pk, "late", "North Lab")
    assert stored(changed) == [TOTAL]


@pytest.mark.parametrize("existing", [False, True])
def test_a_sample_without_a_value_is_refused_and_nothing_is_lost(person, existing):
    sample = MeasuredFactory(sample__owner=person).sample if existing else None
    with pytest.raises(CannotSave):
        save_sample(by=person, uid=UID, sample=sample, values=[], **SAID)
    assert Measured.objects.count() == person.samples.count() == int(existing)


def test_removing_takes_the_values_along_and_may_be_repeated(person):
    sample = MeasuredFactory(sample__owner=person).sample
    for _time in range(2):
        remove_sample(by=person, sample=sample)
    assert (person.samples.count(), Measured.objects.count()) == (0, 0)


def test_what_belongs_to_another_is_left_alone(person):
    sample = SampleFactory()
    remove_sample(by=person, sample=sample)
    assert sample.owner.samples.get() == sample


def test_what_was_read_before_is_forgotten(person):
    assert health_of(person).results == ()
    sample = save_sample(by=person, uid=UID, values=[TOTAL], **SAID)
    assert [one.value for one in health_of(person).results] == [268.5]
    save_sample(by=person, sample=sample, values=[MMA], taken_on=DAY)
    assert [one.comparator for one in health_of(person).results] == ["<"]
    remove_sample(by=person, sample=sample)
    assert health_of(person).results == ()
