"""Medicines, conditions and nitrous oxide are written once, and findings are set aside and noted down."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from accounts.models import User
from config.backends import PersonBackend
from tests.factories import (
    ConditionFactory,
    FindingRecordFactory,
    GasUseFactory,
    MedicineFactory,
    ProfileFactory,
    SnoozeFactory,
    UserFactory,
)
from tracker import actions_health as actions
from tracker.actions_health import CannotSetAside, Note
from tracker.domain.risks.findings import Finding, Group, Level
from tracker.health import health_of
from tracker.models import FindingRecord, Medicine, Profile
from tracker.models.findings import digest_of
from tracker.people import states_of

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
MEDICINE = {"key": "metformin", "name": "Metformin", "dose_mg": Decimal(1000)}
CONDITION = {"key": "coeliac", "name": "Coeliac disease"}
GAS = {"kind": "recreational", "on": None}

EACH_KIND = pytest.mark.parametrize(
    ("add", "said", "rows"),
    [
        (actions.add_medicine, MEDICINE, "medicines"),
        (actions.add_condition, CONDITION, "conditions"),
        (actions.add_gas_use, GAS, "gas_uses"),
    ],
)
EACH_REMOVAL = pytest.mark.parametrize(
    ("remove", "name", "factory", "rows"),
    [
        (actions.remove_medicine, "medicine", MedicineFactory, "medicines"),
        (actions.remove_condition, "condition", ConditionFactory, "conditions"),
        (actions.remove_gas_use, "gas_use", GasUseFactory, "gas_uses"),
    ],
)


def signed_in_as(person: User) -> User:
    """A person as a request gets them, profile and all."""
    return PersonBackend().get_user(person.pk)


def ahead(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


# --- adding -----------------------------------------------------------------------------------------------------------
@EACH_KIND
def test_one_form_makes_one_row_however_often_it_arrives(person, add, said, rows):
    uid = uuid.uuid4()
    first, again = add(by=person, uid=uid, **said), add(by=person, uid=uid, **said)
    (row,) = getattr(person, rows).all()

    assert first == again == row
    assert {name: getattr(row, name) for name in said} == said


@EACH_KIND
def test_two_forms_make_two_rows_and_two_people_may_send_the_same_uid(person, add, said, rows):
    uid, other = uuid.uuid4(), UserFactory()
    for owner, sent in ((person, uid), (person, uuid.uuid4()), (other, uid)):
        add(by=owner, uid=sent, **said)

    assert (getattr(person, rows).count(), getattr(other, rows).count()) == (2, 1)


def test_a_late_repeat_does_not_undo_what_was_changed_since(person):
    uid = uuid.uuid4()
    made = actions.add_medicine(by=person, uid=uid, **MEDICINE)
    actions.change_medicine(by=person, medicine=made, dose_mg=Decimal(2000))
    again = actions.add_medicine(by=person, uid=uid, **MEDICINE)

    assert (again.pk, again.dose_mg) == (made.pk, Decimal(2000))


@EACH_KIND
def test_what_was_added_is_known_at_once(person, add, said, rows):
    health_of(person)
    add(by=person, uid=uuid.uuid4(), **said)
    found = health_of(person)

    assert [len(found.medicines), len(found.conditions), len(found.gas)].count(1) == 1


# --- changing ---------------------------------------------------------------------------------------------------------
def test_only_what_is_said_changes(person):
    medicine = MedicineFactory(owner=person, since=TODAY, units=Decimal(2))
    stale = Medicine.objects.get(pk=medicine.pk)
    actions.change_medicine(by=person, medicine=medicine, since=None)
    actions.change_medicine(by=person, medicine=stale, name="Metformin XR", taking=False, until=TODAY)
    now = person.medicines.get()

    assert (now.name, now.taking, now.until, now.since, now.units) == ("Metformin XR", False, TODAY, None, Decimal(2))
    assert now.updated_at > medicine.created_at


def test_a_condition_changes_too(person):
    condition = ConditionFactory(owner=person)
    actions.change_condition(by=person, condition=condition, since=TODAY, treated_elsewhere=True)
    now = person.conditions.get()

    assert (now.since, now.treated_elsewhere, now.name) == (TODAY, True, "Coeliac disease")


def test_what_was_changed_is_known_at_once(person):
    medicine, condition = MedicineFactory(owner=person), ConditionFactory(owner=person)
    assert [state.key for state in states_of(person, today=TODAY)] == ["metformin", "coeliac"]
    actions.change_medicine(by=person, medicine=medicine, taking=False)
    assert [state.key for state in states_of(person, today=TODAY)] == ["coeliac"]
    actions.change_condition(by=person, condition=condition, since=ahead(1))

    assert states_of(person, today=TODAY) == ()


# --- removing ---------------------------------------------------------------------------------------------------------
@EACH_REMOVAL
def test_what_is_removed_is_gone_and_a_repeat_is_no_error(person, remove, name, factory, rows):
    gone, kept = factory(owner=person), factory(owner=person)
    health_of(person)
    for _ in range(2):
        remove(by=person, **{name: gone})
    found = health_of(person)

    assert list(getattr(person, rows).all()) == [kept]
    assert len(found.medicines) + len(found.conditions) + len(found.gas) == 1


@EACH_REMOVAL
def test_nothing_of_another_is_removed(person, remove, name, factory, rows):
    theirs = factory()
    remove(by=person, **{name: theirs})

    assert getattr(theirs.owner, rows).count() == 1


# --- setting aside ----------------------------------------------------------------------------------------------------
def a_finding(level: Level = Level.INFO, *basis: str, code: str = "metformin-use") -> Finding:
    return Finding(code, level, Group.MEDICINES, {}, basis or (level, "metformin"), ())


@pytest.mark.parametrize(
    ("level", "days"),
    [(Level.INFO, 0), (Level.INFO, 366), (Level.CAUTION, 366), (Level.SEE_A_CLINICIAN, 30), (Level.SEE_A_CLINICIAN, 0)],
)
def test_a_finding_is_set_aside_up_to_a_day(person, level, days):
    made = actions.set_aside(by=person, finding=a_finding(level), until=ahead(days), now=NOW)

    assert made == person.snoozes.get()
    assert (made.code, made.until, made.discussed_on, made.created_at) == ("metformin-use", ahead(days), None, NOW)
    assert made.basis == digest_of((level, "metformin"))


@pytest.mark.parametrize(
    ("level", "days"),
    [
        (Level.INFO, -1),
        (Level.INFO, 367),
        (Level.CAUTION, 367),
        (Level.SEE_A_CLINICIAN, 31),
        (Level.URGENT, 0),
        (Level.URGENT, 1),
        (Level.URGENT, -1),
    ],
)
def test_nothing_urgent_is_set_aside_and_nothing_for_too_long_or_into_the_past(person, level, days):
    with pytest.raises(CannotSetAside):
        actions.set_aside(by=person, finding=a_finding(level), until=ahead(days), now=NOW, discussed_on=TODAY)

    assert person.snoozes.count() == 0


def test_the_days_are_those_of_the_persons_clock(db):
    person = UserFactory(time_zone="Pacific/Auckland")  # the 15th there
    actions.set_aside(by=person, finding=a_finding(Level.SEE_A_CLINICIAN), until=ahead(31), now=NOW)
    with pytest.raises(CannotSetAside):
        actions.set_aside(by=person, finding=a_finding(Level.SEE_A_CLINICIAN), until=ahead(0), now=NOW)

    assert person.snoozes.get().until == ahead(31)


def test_setting_it_aside_again_changes_the_day_and_what_it_rests_on(person):
    actions.set_aside(by=person, finding=a_finding(), until=ahead(3), now=NOW)
    actions.set_aside(
        by=person, finding=a_finding(Level.CAUTION, "caution", "2000"), until=ahead(9), now=NOW, discussed_on=TODAY
    )  # fmt: skip
    kept = person.snoozes.get()

    assert (kept.until, kept.discussed_on, kept.basis) == (ahead(9), TODAY, digest_of(("caution", "2000")))


def test_a_talk_is_noted_with_the_finding_that_is_open_and_no_other(person):
    before = FindingRecordFactory(owner=person, closed_on=dt.date(2026, 3, 2))
    opened, other = FindingRecordFactory(owner=person), FindingRecordFactory(owner=person, code="ppi-2-years")
    theirs = FindingRecordFactory()
    actions.set_aside(by=person, finding=a_finding(), until=ahead(3), now=NOW, discussed_on=ahead(-2))
    talks = {record.pk: record.discussed_on for record in FindingRecord.objects.all()}

    assert talks == {before.pk: None, opened.pk: ahead(-2), other.pk: None, theirs.pk: None}


def test_what_was_set_aside_is_known_at_once_and_so_is_what_was_brought_back(person):
    health_of(person)
    actions.set_aside(by=person, finding=a_finding(), until=ahead(3), now=NOW)
    assert set(health_of(person).snoozes) == {"metformin-use"}
    for _ in range(2):
        actions.bring_back(by=person, code="metformin-use")

    assert health_of(person).snoozes == {}


def test_bringing_back_touches_nothing_else(person):
    SnoozeFactory(owner=person, code="ppi-2-years")
    SnoozeFactory(code="metformin-use")
    actions.bring_back(by=person, code="metformin-use")

    assert person.snoozes.count() == 1


def test_a_digest_tells_apart_what_findings_rest_on_and_names_nothing():
    bases = [(), ("",), ("a", "b"), ("ab",), ("b", "a"), ("a", "b", "")]

    assert len({digest_of(basis) for basis in bases[1:]}) == 5
    assert {len(digest_of(basis)) for basis in bases} == {64}
    assert "metformin" not in digest_of(("metformin",))


# --- the history ------------------------------------------------------------------------------------------------------
def note(level: Level = Level.INFO, *basis: str, code: str = "metformin-use", title: str = "Metformin") -> Note:
    return Note(a_finding(level, *basis, code=code), title, "Metformin since March.")


def notes(person, *shown: Note, on: int = 0) -> list[tuple]:
    """Note these down so many days from now, and read the history."""
    actions.note_findings(by=person, shown=shown, today=ahead(on))
    return history(person)


def history(person) -> list[tuple]:
    rows = person.finding_records.order_by("pk").values_list("code", "level", "opened_on", "closed_on")
    return [(code, level, (on - TODAY).days, off and (off - TODAY).days) for code, level, on, off in rows]


def test_what_is_new_opens_with_its_words(person):
    notes(person, note())
    record = person.finding_records.get()

    assert (record.code, record.level, record.title) == ("metformin-use", "info", "Metformin")
    assert (record.evidence, record.opened_on, record.closed_on) == ("Metformin since March.", TODAY, None)
    assert record.basis == digest_of(("info", "metformin"))


def test_what_is_still_there_is_written_once_and_keeps_its_first_words(person):
    notes(person, note())
    assert notes(person, note(title="Metformin for longer"), on=3) == [("metformin-use", "info", 0, None)]

    assert person.finding_records.get().title == "Metformin"


def test_what_is_gone_closes(person):
    notes(person, note(), note(code="ppi-2-years"))

    assert notes(person, note(code="ppi-2-years"), on=3) == [
        ("metformin-use", "info", 0, 3), ("ppi-2-years", "info", 0, None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("then", "level"), [(note(Level.CAUTION), "caution"), (note(Level.INFO, "info", "metformin", "2000"), "info")]
)
def test_what_is_of_another_level_or_rests_on_something_else_closes_and_opens_anew(person, then, level):
    notes(person, note())

    assert notes(person, then, on=3) == [("metformin-use", "info", 0, 3), ("metformin-use", level, 3, None)]


def test_what_comes_back_opens_again(person):
    notes(person, note())
    notes(person, on=1)

    assert notes(person, note(), on=2) == [("metformin-use", "info", 0, 1), ("metformin-use", "info", 2, None)]


def test_on_one_day_it_may_come_and_go(person):
    notes(person, note())

    assert notes(person) == [("metformin-use", "info", 0, 0)]


def test_travelling_west_closes_nothing_before_it_opened(person):
    notes(person, note())

    assert notes(person, on=-1) == [("metformin-use", "info", 0, 0)]


def test_a_repeat_writes_nothing(person):
    first = notes(person, note(), note(code="ppi-2-years"))

    assert notes(person, note(), note(code="ppi-2-years")) == first


def test_a_talk_of_before_stands_with_what_opens_while_it_rests_on_the_same(person):
    actions.set_aside(by=person, finding=a_finding(), until=ahead(9), now=NOW, discussed_on=ahead(-1))
    notes(person, note())
    notes(person, note(Level.CAUTION))

    assert [record.discussed_on for record in person.finding_records.order_by("pk")] == [ahead(-1), None]


def test_a_long_title_is_cut_to_what_fits(person):
    notes(person, note(title="m" * 300))

    assert person.finding_records.get().title == "m" * 200


@pytest.mark.parametrize("has_profile", [True, False])
def test_the_profile_says_up_to_when_it_was_written(person, has_profile):
    if has_profile:
        ProfileFactory(owner=person, sex="female")
    notes(person, note())
    saved = Profile.objects.get(owner=person)

    assert (saved.findings_noted_on, saved.sex) == (TODAY, "female" if has_profile else "")
    assert person.profile.findings_noted_on == TODAY  # of this request too


def test_nothing_of_another_closes(person):
    theirs = FindingRecordFactory()
    notes(person, note(code="ppi-2-years"))

    assert FindingRecord.objects.get(pk=theirs.pk).closed_on is None


@pytest.mark.parametrize("rows", [1, 30])
def test_noting_costs_the_same_for_any_number(person, rows, django_assert_num_queries):
    person = signed_in_as(ProfileFactory(owner=person).owner)
    for n in range(rows):
        FindingRecordFactory(owner=person, code=f"gone-{n}")
    shown = [note(code=f"new-{n}") for n in range(rows)]
    with django_assert_num_queries(8):  # a savepoint; the person, what is open, what was set aside; three writes
        actions.note_findings(by=person, shown=shown, today=TODAY)

    assert person.finding_records.filter(closed_on=None).count() == rows
