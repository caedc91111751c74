"""Signs that need help: by tick and by the entries together, and both sides of every limit."""

import datetime as dt

import pytest

from tracker.domain.risks import red_flags
from tracker.domain.risks.facts import Case, Symptom
from tracker.domain.risks.findings import Finding, Level, Rule
from tracker.domain.risks.red_flags import EMERGENCY, SELF_HARM, THIS_WEEK, TICKS

TODAY = dt.date(2026, 11, 22)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def feels(key: str, severity: float = 4, last: int = 0, **fields: object) -> Symptom:
    """Logged now, and first so long ago that it is not new, unless the fields say otherwise."""
    return Symptom(key, severity, ago(last), **{"first": ago(300), "days": 5} | fields)


def of(*symptoms: Symptom, ticks: tuple[str, ...] = (), **fields: object) -> Case:
    return Case(today=TODAY, symptoms=symptoms, ticks=frozenset(ticks), **fields)


def find(rule: Rule, *symptoms: Symptom, ticks: tuple[str, ...] = ()) -> Finding | None:
    return rule.find(of(*symptoms, ticks=ticks))


def fires(rule: Rule, *symptoms: Symptom, ticks: tuple[str, ...] = ()) -> bool:
    return find(rule, *symptoms, ticks=ticks) is not None


@pytest.mark.parametrize("rule", red_flags.RULES, ids=lambda rule: rule.code)
def test_without_an_entry_or_a_tick_there_is_no_red_flag(rule):
    assert rule.find(Case(today=TODAY)) is None


@pytest.mark.parametrize("rule", red_flags.RULES, ids=lambda rule: rule.code)
def test_an_unknown_tick_or_symptom_is_no_red_flag(rule):
    assert not fires(rule, feels("hiccups", 9, first=TODAY), ticks=("hiccups",))


# --- emergency-signs -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("tick", EMERGENCY)
def test_emergency_signs_fires_by_each_of_its_ticks(tick):
    found = find(red_flags.emergency_signs, ticks=(tick,))

    assert (found.level, found.facts["signs"]) == (Level.URGENT, (tick,))


@pytest.mark.parametrize("tick", [SELF_HARM, *THIS_WEEK])
def test_emergency_signs_leaves_what_is_no_emergency(tick):
    assert not fires(red_flags.emergency_signs, ticks=(tick,))


def legs(severity: float = 1, **fields: object) -> Symptom:
    return feels("muscle_weakness", severity, **{"places": frozenset(("leg_left", "leg_right"))} | fields)


def leaks(**fields: object) -> Symptom:
    return feels("incontinence", 1, **{"onset": ago(3)} | fields)


@pytest.mark.parametrize(
    ("symptoms", "ticks", "signs"),
    [
        ((feels("numbness", 1, places=frozenset(("saddle",))),), (), ("saddle_numbness",)),
        ((feels("numbness", 9, places=frozenset(("foot_left",))),), (), None),
        ((feels("numbness", 0, places=frozenset(("saddle",))),), (), None),
        ((feels("numbness", 9, last=28, places=frozenset(("saddle",))),), (), None),
        ((feels("numbness", 1, last=27, places=frozenset(("saddle",))),), (), ("saddle_numbness",)),
        ((feels("tingling", 9, places=frozenset(("saddle",))),), (), None),
        ((leaks(), legs()), (), ("bladder_leg_weakness",)),
        ((leaks(onset=ago(28)), legs()), (), ("bladder_leg_weakness",)),
        ((leaks(onset=ago(29)), legs()), (), None),  # of old
        ((leaks(onset=None, first=ago(5)), legs()), (), ("bladder_leg_weakness",)),
        ((leaks(), legs(places=frozenset(("arm_left",)))), (), None),
        ((leaks(), legs(places=frozenset())), (), None),  # where is not known
        ((leaks(), legs(0)), (), None),
        ((leaks(),), (), None),
        ((legs(),), (), None),
        ((feels("palpitations", 1),), ("fainting",), ("fainting_palpitations",)),
        ((), ("fainting",), None),
        ((feels("palpitations", 9),), (), None),
        ((feels("psychosis", 1),), (), ("psychosis",)),
        ((feels("psychosis", 1, last=28),), (), None),
    ],
)
def test_emergency_signs_fires_by_the_entries_together(symptoms, ticks, signs):
    found = find(red_flags.emergency_signs, *symptoms, ticks=ticks)

    assert (found.facts["signs"] if found else None) == signs


def test_emergency_signs_says_each_sign_once_and_in_order():
    found = find(red_flags.emergency_signs, feels("psychosis", 1), ticks=("worst_headache", "psychosis", "chest_pain"))

    assert found.facts["signs"] == ("chest_pain", "psychosis", "worst_headache")


# --- nerve-signs-fast ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("symptom", "expected"),
    [
        (feels("muscle_weakness", 3, rise=3.0), True),  # from 0 to 3
        (feels("muscle_weakness", 5, rise=2.0), False),
        (feels("ataxia", 3, rise=3.0), True),
        (feels("balance", 4, rise=3.0), True),
        (feels("numbness", 4, rise=3.0), False),  # from 1 to 4
        (feels("numbness", 5, rise=3.0), True),  # from 2 to 5
        (feels("tingling", 4, rise=3.0), False),
        (feels("tingling", 5, rise=3.0), True),
        (feels("numbness", 9, rise=2.9), False),
        (feels("numbness", 2, course="worse"), True),
        (feels("tingling", 2, course="worse"), True),
        (feels("muscle_weakness", 1, course="worse"), True),
        (feels("ataxia", 9, course="spreading"), False),
        (feels("ataxia", 9), False),
        (feels("ataxia", 9, rise=None, first=TODAY, days=1), False),  # a first entry alone
        (feels("ataxia", 5, last=27, rise=3.0), True),
        (feels("ataxia", 5, last=28, rise=3.0), False),
        (feels("falls", 5, rise=4.0), False),
        (feels("fatigue", 9, rise=5.0, course="worse"), False),
        (feels("incontinence", 1, onset=ago(28)), True),
        (feels("incontinence", 1, onset=ago(29)), False),
        (feels("incontinence", 1, first=ago(2)), True),
        (feels("incontinence", 0, first=ago(2)), False),
    ],
)
def test_nerve_signs_fast_needs_a_rise_a_word_or_new_leaking(symptom, expected):
    assert fires(red_flags.nerve_signs_fast, symptom) is expected


def test_nerve_signs_fast_tells_leaking_from_nerves():
    found = find(red_flags.nerve_signs_fast, feels("ataxia", 5, rise=3.0), leaks())
    leaking = find(red_flags.nerve_signs_fast, leaks())

    assert ([one.key for one in found.facts["worse"]], found.facts["leaking"]) == (["ataxia"], True)
    assert (leaking.facts["worse"], leaking.facts["leaking"]) == ((), True)
    assert found.basis == ("urgent", "ataxia", "incontinence")


# --- confusion-new ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "ticks", "expected"),
    [
        ({"onset": ago(1)}, (), True),
        ({"onset": ago(28)}, (), True),
        ({"onset": ago(29)}, (), False),
        ({"first": ago(3)}, (), True),  # onset unknown
        ({"first": None}, (), True),
        ({"first": ago(60)}, (), False),  # already there before these weeks
        ({"onset": ago(1), "severity": 0}, (), False),
        ({"onset": ago(28), "last": 28}, (), False),  # not logged since
        ({"onset": ago(1)}, ("sudden_confusion",), False),
    ],
)
def test_confusion_new_is_of_the_last_four_weeks(fields, ticks, expected):
    assert fires(red_flags.confusion_new, feels("confusion", **{"severity": 1} | fields), ticks=ticks) is expected


@pytest.mark.parametrize(("onset", "dated"), [(ago(2), True), (None, False)])
def test_confusion_new_says_whether_its_beginning_is_known(onset, dated):
    found = find(red_flags.confusion_new, feels("confusion", 1, onset=onset, first=ago(2)))

    assert (found.level, found.facts["dated"]) == (Level.URGENT, dated)


# --- nerve-signs-new -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("symptom", "expected"),
    [
        (feels("muscle_weakness", 3, onset=ago(28)), True),
        (feels("muscle_weakness", 3, onset=ago(29)), False),
        (feels("muscle_weakness", 2, onset=ago(3)), False),
        (feels("muscle_weakness", 3, first=ago(28)), True),  # onset unknown
        (feels("muscle_weakness", 3, first=ago(29)), False),
        (feels("muscle_weakness", 3, first=ago(3), onset=ago(900)), False),  # there for years
        (feels("ataxia", 3, first=ago(3)), True),
        (feels("balance", 3, first=ago(3)), True),
        (feels("numbness", 3, first=ago(3), days=2), True),
        (feels("numbness", 9, first=ago(3), days=1), False),
        (feels("tingling", 3, first=ago(3), days=2), True),
        (feels("tingling", 9, first=ago(3), days=1), False),
        (feels("ataxia", 9, first=ago(0), days=1), True),
        (feels("numbness", 3, course="spreading"), True),
        (feels("numbness", 2, course="spreading"), False),
        (feels("numbness", 3, course="steady"), False),
        (feels("ataxia", 5, first=ago(3), looked_into=True, course="steady"), False),
        (feels("ataxia", 5, first=ago(3), looked_into=True), True),
        (feels("ataxia", 5, first=ago(3), course="steady"), True),
        (feels("ataxia", 5, first=ago(3), looked_into=True, course="spreading"), True),
        (feels("ataxia", 5, last=27, first=ago(28)), True),
        (feels("ataxia", 5, last=28, first=ago(28)), False),
        (feels("falls", 2, first=ago(3), days=1), True),
        (feels("falls", 1, first=ago(3), days=2), True),
        (feels("falls", 2), False),
        (feels("vision", 9, first=ago(3)), False),
        (feels("fatigue", 9, first=ago(3)), False),
        (feels("muscle_cramps", 9, first=ago(3)), False),
    ],
)
def test_nerve_signs_new_needs_a_new_or_spreading_sign(symptom, expected):
    assert fires(red_flags.nerve_signs_new, symptom) is expected


def test_nerve_signs_new_names_only_what_is_new():
    found = find(red_flags.nerve_signs_new, feels("numbness", 5), feels("ataxia", 4, first=ago(3)))

    assert [one.key for one in found.facts["signs"]] == ["ataxia"]


@pytest.mark.parametrize(
    ("ticks", "fired", "asked"),
    [((), False, True), (("fall_tripped",), False, False), (("fall_unexplained",), True, False)],
)
def test_nerve_signs_new_asks_about_one_fall(ticks, fired, asked):
    case = of(feels("falls", 1, first=ago(3), days=1), ticks=ticks)

    assert (red_flags.nerve_signs_new.find(case) is not None) is fired
    assert (red_flags.ask_about_the_fall(case) is not None) is asked


@pytest.mark.parametrize(
    "symptoms", [(), (feels("falls", 2, first=ago(3)),), (feels("falls", 1, days=1),), (feels("ataxia", 1),)]
)
def test_nothing_is_asked_about_no_fall_several_or_one_of_old(symptoms):
    assert red_flags.ask_about_the_fall(of(*symptoms)) is None


def test_a_tick_about_tripping_does_not_explain_several_falls():
    assert fires(red_flags.nerve_signs_new, feels("falls", 3, first=ago(3)), ticks=("fall_tripped",))


def test_nerve_signs_new_gives_way_to_what_asks_for_the_same_sooner():
    assert set(red_flags.nerve_signs_new.yields_to) == {
        "emergency-signs", "nerve-signs-fast", "nitrous-oxide-nerve-signs", "lab-deficient-nerve-signs",
    }  # fmt: skip


# --- symptom-red-flag ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("tick", THIS_WEEK)
def test_symptom_red_flag_fires_by_each_of_its_ticks(tick):
    found = find(red_flags.symptom_red_flag, ticks=(tick,))

    assert (found.level, found.facts["flags"]) == (Level.SEE_A_CLINICIAN, (tick,))
    assert found.facts["only_mouth"] is (tick == "ulcer_3_weeks")


@pytest.mark.parametrize("tick", [SELF_HARM, *EMERGENCY])
def test_symptom_red_flag_leaves_emergencies(tick):
    assert not fires(red_flags.symptom_red_flag, ticks=(tick,))


@pytest.mark.parametrize(
    ("symptoms", "ticks", "flags"),
    [
        ((), ("fainting", "chest_pain"), None),
        ((feels("palpitations", 1),), ("fainting",), None),
        ((), ("fainting", "fainting_palpitations"), None),
        ((), ("fainting", "worst_headache"), ("fainting",)),
        ((), ("fainting", "jaundice", "chest_pain"), ("jaundice",)),
    ],
)
def test_symptom_red_flag_leaves_fainting_with_chest_pain_or_palpitations(symptoms, ticks, flags):
    found = find(red_flags.symptom_red_flag, *symptoms, ticks=ticks)

    assert (found.facts["flags"] if found else None) == flags


def test_symptom_red_flag_needs_a_tick():
    assert not fires(red_flags.symptom_red_flag, feels("pallor", 1), feels("diarrhoea", 9), feels("weight_loss", 9))


# --- self-harm -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("ticks", "expected"), [((SELF_HARM,), True), (EMERGENCY, False), (THIS_WEEK, False)])
def test_self_harm_fires_by_its_tick_alone(ticks, expected):
    assert fires(red_flags.self_harm, feels("depression", 10), ticks=ticks) is expected


@pytest.mark.parametrize(("more", "emergency"), [((), False), (("jaundice",), False), (("chest_pain",), True)])
def test_self_harm_carries_the_call_for_an_emergency(more, emergency):
    assert find(red_flags.self_harm, ticks=(SELF_HARM, *more)).facts["emergency"] is emergency


def test_every_tick_stands_in_one_list_only():
    assert len(TICKS) == len(EMERGENCY) + len(THIS_WEEK) + 3
