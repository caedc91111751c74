"""Medicines: both sides of every dose and every length of time, several products together, brands nobody confirmed."""

import datetime as dt

import pytest

from tracker.domain.risks import medicines, uses
from tracker.domain.risks.common import SYM
from tracker.domain.risks.evaluate import findings
from tracker.domain.risks.facts import Case, Precision, Regimen, Result, Symptom, Use, When
from tracker.domain.risks.findings import Finding, Level, Question, Rule

TODAY = dt.date(2026, 11, 22)
UNLIKELY, BETWEEN, LOW = 351, 300, 150  # ng/L


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def use(group: str, since: int | None = None, until: int | None = None, **fields: object) -> Use:
    """Taken since so many days ago, and stopped so many days ago."""
    given = {
        "key": group,
        "name": group,
        "start": None if since is None else When(ago(since)),
        "end": None if until is None else When(ago(until)),
        "active": until is None,
    }
    return Use(group=group, **given | fields)


def metformin(dose_mg: float | None = None, since: int | None = None, **fields: object) -> Use:
    return use("metformin", since, dose_mg=dose_mg, **fields)


def ppi(since: int | None, until: int | None = None, **fields: object) -> Use:
    return use("ppi", since, until, **{"key": "omeprazole"} | fields)


def month(year: int, number: int) -> When:
    return When(dt.date(year, number, 15), Precision.MONTH)


def feels(key: str = "fatigue", severity: float = 5, first: int = 60, **fields: object) -> Symptom:
    return Symptom(key, severity, ago(1), first=ago(first), **fields)


def b12(value: float = BETWEEN, days: int = 30, marker: str = "b12", unit: str = "ng/L") -> Result:
    return Result(marker, value, unit, ago(days))


def of(*taken: Use, **fields: object) -> Case:
    return Case(today=TODAY, medicines=taken, **fields)


def find(rule: Rule, *taken: Use, **fields: object) -> Finding | None:
    return rule.find(of(*taken, **fields))


def fires(rule: Rule, *taken: Use, **fields: object) -> bool:
    return find(rule, *taken, **fields) is not None


def codes(*taken: Use, **fields: object) -> list[str]:
    return [one.code for one in findings(of(*taken, **fields))]


@pytest.mark.parametrize("rule", medicines.RULES, ids=lambda rule: rule.code)
def test_of_somebody_who_takes_nothing_nothing_is_said(rule):
    assert rule.find(Case(today=TODAY, symptoms=(feels(),))) is None


@pytest.mark.parametrize("rule", medicines.RULES, ids=lambda rule: rule.code)
def test_under_18_a_childrens_doctor_is_to_be_asked(rule):
    assert rule.child_note


# --- metformin -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ((metformin(),), True),
        ((metformin(500, 20),), True),
        ((use("metformin", key="met_sitagliptin", dose_mg=1000),), True),  # a combination counts
        ((metformin(2000, 900, end=When(ago(1)), active=False),), False),  # ended
        ((metformin(2000, 900, active=False),), False),  # ended, nobody said when
        ((use("ppi"),), False),
    ],
)
def test_metformin_that_is_taken_now_is_worth_knowing_about(taken, said):
    assert fires(medicines.metformin_use, *taken) == said


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ((metformin(1499, 122),), False),
        ((metformin(1500, 122),), True),
        ((metformin(1499, 123),), True),
        ((metformin(1500),), True),  # start unknown: the dose decides
        ((metformin(1499),), False),
        ((metformin(None, 123),), True),  # dose unknown: the time decides
        ((metformin(None, 122),), False),
        ((metformin(),), False),  # both unknown
        ((metformin(750, 10), metformin(750, 10)), True),  # two products add up
        ((metformin(750, 10), metformin(749, 10)), False),
        ((metformin(1500, 10), metformin(None, 10)), True),  # at least
        ((metformin(1000, 10), metformin(500, 300, end=When(ago(10)), active=False)), True),  # one after the other
        ((metformin(1499, 10), metformin(500, 10, active=False)), False),  # an ended one adds no dose
        ((metformin(1499, 10), metformin(500, 300, end=When(ago(40)), active=False)), False),  # a break of 30 days
        ((metformin(3000, 900, end=When(ago(2)), active=False),), False),
    ],
)
def test_much_metformin_or_months_of_it_ask_whether_a_test_is_due(taken, said):
    assert fires(medicines.metformin_high_or_long, *taken) == said


@pytest.mark.parametrize(("days", "said"), [(364, False), (365, True)])
def test_a_result_of_the_last_year_answers_it(days, said):
    assert fires(medicines.metformin_high_or_long, metformin(2000, 900), results=(b12(days=days),)) == said
    active = b12(60, days, "active_b12", "pmol/L")
    assert fires(medicines.metformin_high_or_long, metformin(2000, 900), results=(active,)) == said
    assert fires(medicines.metformin_high_or_long, metformin(2000, 900), results=(b12(0.3, 3, "mma", "µmol/L"),))


def test_what_makes_it_high_or_long_is_said_with_the_dose_of_all():
    found = find(medicines.metformin_high_or_long, metformin(850, 200), metformin(850, 20))

    assert found.level == Level.CAUTION
    assert {key: found.facts[key] for key in ("dose_mg", "days", "high", "long", "at_least", "earlier")} == {
        "dose_mg": 1700, "days": 200, "high": True, "long": True, "at_least": False, "earlier": False,
    }  # fmt: skip
    assert find(medicines.metformin_high_or_long, metformin(1700), metformin()).facts["at_least"]


@pytest.mark.parametrize(
    ("symptoms", "said"),
    [
        ((feels(severity=2),), False),
        ((feels(severity=3),), True),
        ((feels("muscle_cramps", 8),), False),
        ((feels("muscle_pain", 8),), False),
        ((feels("neuropathic_pain", 8),), False),
        ((feels("muscle_cramps", 8), feels("tingling", 3)), True),
        ((feels("infant_regression", 1),), False),
        ((feels("macrocytosis", 9),), False),
        ((Symptom("fatigue", 9, ago(27)),), True),
        ((Symptom("fatigue", 9, ago(28)),), False),  # no longer current
        ((), False),
    ],
)
def test_metformin_with_symptoms_of_low_b12_calls_for_a_test(symptoms, said):
    assert fires(medicines.metformin_with_symptoms, metformin(), symptoms=symptoms) == said
    assert not fires(medicines.metformin_with_symptoms, use("ppi", 900), symptoms=symptoms)


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ((), True),
        ((b12(UNLIKELY, 30),), False),  # sampled after it began
        ((b12(UNLIKELY, 59),), False),
        ((b12(UNLIKELY, 60),), True),  # on the day it began
        ((b12(UNLIKELY, 61),), True),
        ((b12(350, 30),), True),  # the middle band
        ((b12(LOW, 30),), True),
        ((b12(71, 30, "active_b12", "pmol/L"),), False),
        ((b12(70, 30, "active_b12", "pmol/L"),), True),
        ((b12(UNLIKELY, 30), b12(40, 30, "active_b12", "pmol/L")), True),  # the lower band of the two decides
        ((b12(UNLIKELY, 30), b12(BETWEEN, 10)), True),  # only the newest counts
    ],
)
def test_a_result_that_makes_it_unlikely_speaks_for_symptoms_that_began_before(results, said):
    assert fires(medicines.metformin_with_symptoms, metformin(), symptoms=(feels(first=60),), results=results) == said


@pytest.mark.parametrize(("days", "said"), [(364, False), (365, True)])
def test_after_a_year_such_a_result_is_too_old(days, said):
    symptoms = (feels(first=500),)

    assert fires(medicines.metformin_with_symptoms, metformin(), symptoms=symptoms, results=(b12(400, days),)) == said


def test_a_sample_from_before_the_treatment_counts_too():
    fields = {"symptoms": (feels(),), "results": (b12(UNLIKELY, 30),), "treatment_began": ago(10)}

    assert not fires(medicines.metformin_with_symptoms, metformin(), **fields)


def test_only_symptoms_that_began_since_the_result_are_named():
    old, new = feels(first=60), feels("tingling", first=20)

    found = find(medicines.metformin_with_symptoms, metformin(), symptoms=(old, new), results=(b12(UNLIKELY, 30),))

    assert found.facts["symptoms"] == (new,)


def test_the_findings_about_metformin_replace_one_another_upwards():
    assert codes(metformin(500, 20)) == ["metformin-use"]
    assert codes(metformin(2000, 900)) == ["metformin-high-or-long"]
    assert codes(metformin(2000, 900), symptoms=(feels(),)) == ["metformin-with-symptoms"]


def test_while_injections_are_on_time_metformin_asks_for_no_test():
    injected = {"regimens": (Regimen("injected", 90, due=ago(-30)),), "injected_on": (ago(60),)}

    assert codes(metformin(2000, 900), **injected) == ["metformin-use"]


# --- acid blockers ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("group", "days", "said"),
    [
        ("ppi", 365, False), ("ppi", 366, True), ("ppi", 729, True), ("ppi", 730, False),
        ("h2_blocker", 729, False), ("h2_blocker", 730, True), ("h2_blocker", 4000, True),
        ("pcab", 365, False), ("pcab", 366, True), ("pcab", 4000, True),
        ("antacid", 4000, False),
        ("ppi", None, False), ("h2_blocker", None, False), ("pcab", None, False),
    ],
)  # fmt: skip
def test_an_acid_blocker_for_long_is_worth_knowing_about(group, days, said):
    assert fires(medicines.acid_blocker_watch, use(group, days)) == said


def test_what_is_only_inferred_is_marked():
    watch = medicines.acid_blocker_watch

    assert find(watch, use("pcab", 400, key="vonoprazan")).unconfirmed
    assert find(watch, use("h2_blocker", 900, key="lafutidine")).unconfirmed
    assert not find(watch, use("h2_blocker", 900, key="famotidine")).unconfirmed
    assert not find(watch, use("h2_blocker", 900, key="")).unconfirmed


def test_of_two_acid_blockers_the_confirmed_one_is_named_first():
    found = find(medicines.acid_blocker_watch, ppi(400, confirmed=False), use("h2_blocker", 900, key="famotidine"))

    assert (found.facts["kind"], "unconfirmed_brand" in found.facts) == ("h2_blocker", False)


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ((ppi(729),), False),
        ((ppi(730),), True),
        ((ppi(None),), False),
        ((ppi(900, 1),), False),  # stopped yesterday
        ((ppi(100), ppi(800, 129)), True),  # a break of 29 days
        ((ppi(100), ppi(800, 130)), False),  # of 30
        ((ppi(100), ppi(500, 110), ppi(800, 520)), True),  # three in a row
        ((ppi(100), ppi(500, 110), ppi(800, 530)), False),
        ((ppi(100), ppi(800, 50)), True),  # one overlaps the other
        ((ppi(100), ppi(800, 129, key="lansoprazole")), True),  # another product of the group
        ((ppi(100), use("h2_blocker", 800, 100)), False),  # another group
        ((ppi(None), ppi(900)), True),  # of one the start is not known
        ((ppi(None), ppi(900, 5)), False),
        ((ppi(100), use("ppi", 800, None, active=False)), False),  # nobody said until when
        ((ppi(100), use("ppi", None, 100)), False),  # nobody said from when
    ],
)
def test_two_years_on_a_proton_pump_inhibitor_ask_whether_it_still_fits(taken, said):
    assert fires(medicines.ppi_2_years, *taken) == said


@pytest.mark.parametrize(
    ("until", "start", "said"),
    [
        (month(2025, 3), month(2025, 4), True),  # the 31st and the 1st may follow one another
        (month(2025, 3), month(2025, 5), False),  # 31 days or more
        (When(dt.date(2024, 7, 1), Precision.YEAR), When(dt.date(2025, 7, 1), Precision.YEAR), True),
        (When(dt.date(2023, 7, 1), Precision.YEAR), When(dt.date(2025, 7, 1), Precision.YEAR), False),
        (month(2025, 3), When(dt.date(2025, 4, 29)), True),
        (month(2025, 3), When(dt.date(2025, 4, 30)), False),
    ],
)
def test_a_break_between_months_is_as_short_as_it_may_have_been(until, start, said):
    before = ppi(None, 0, start=month(2021, 1), end=until)

    assert fires(medicines.ppi_2_years, before, ppi(None, start=start)) == said


def test_what_was_taken_before_is_counted_and_said():
    found = find(medicines.ppi_2_years, ppi(800, 120), ppi(100))

    assert found.facts["uses"] == (ppi(100),)
    assert (found.facts["earlier"], found.facts["since"], found.facts["days"]) == (True, When(ago(800)), 800)
    assert not find(medicines.ppi_2_years, ppi(800)).facts["earlier"]


@pytest.mark.parametrize(
    ("tablets", "many"),
    [((1.5,), False), ((1.6,), True), ((None,), False), ((1, 0.5), False), ((1, 1), True), ((1, None), False)],
)
def test_above_one_and_a_half_tablets_a_day_it_says_so(tablets, many):
    taken = [ppi(900, units=number) for number in tablets]

    assert find(medicines.ppi_2_years, *taken).facts["many"] == many


@pytest.mark.parametrize(("days", "tested"), [(364, True), (365, False)])
def test_a_result_of_the_last_year_drops_the_sentence_about_a_test(days, tested):
    assert find(medicines.ppi_2_years, ppi(900), results=(b12(days=days),)).facts["tested"] == tested


def test_two_years_stand_for_the_first_one():
    assert codes(ppi(900), use("h2_blocker", 900)) == ["ppi-2-years"]


@pytest.mark.parametrize(
    ("taken", "asked"),
    [
        ((ppi(None),), True),
        ((ppi(None), ppi(729)), True),
        ((ppi(None), ppi(730)), False),  # that is two years already
        ((ppi(10),), False),
        ((use("ppi", None, 5),), False),  # no longer taken
        ((use("h2_blocker"),), False),
        ((), False),
    ],
)
def test_since_when_a_proton_pump_inhibitor_is_taken_is_asked_where_it_matters(taken, asked):
    question = Question("ppi-2-years", "medicines", "omeprazole")

    assert medicines.ask_ppi_start(of(*taken)) == (question if asked else None)


def test_it_is_not_asked_while_injections_are_on_time():
    assert medicines.ask_ppi_start(of(ppi(None), regimens=(Regimen("injected", 90, due=ago(-3)),))) is None


# --- others ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("group", medicines.LISTED)
@pytest.mark.parametrize(("days", "said"), [(89, False), (90, True), (None, False)])
def test_a_medicine_that_nice_lists_is_named_after_three_months(group, days, said):
    assert fires(medicines.medicine_listed_long, use(group, days)) == said


@pytest.mark.parametrize("key", ["phenytoin", "carbamazepine", "oxcarbazepine", "valproate", "phentermine_topiramate"])
def test_other_medicines_against_seizures_have_only_their_page(key):
    assert not fires(medicines.medicine_listed_long, use("antiseizure", 2000, key=key))


def test_listed_medicines_count_apart_and_only_long_ones_are_named():
    taken = (use("colchicine", 100), use("primidone", 89), use("topiramate", 80), use("topiramate", 200, 90))

    found = find(medicines.medicine_listed_long, *taken)

    assert [one.group for one in found.facts["uses"]] == ["colchicine", "topiramate"]
    assert not fires(medicines.medicine_listed_long, use("colchicine", 60), use("primidone", 200, 61))


@pytest.mark.parametrize(
    ("doses", "said"),
    [
        ((0.4,), False), ((0.99,), False), ((1.0,), True), ((5,), True), ((0.4, 0.6), True), ((0.7, 0.1, 0.2), True),
        ((0.4, 0.5), False), ((None,), False), ((1, None), True),
    ],
)  # fmt: skip
def test_much_folic_acid_asks_for_b12_to_be_checked(doses, said):
    taken = [use("folic_acid", dose_mg=dose) for dose in doses]

    assert fires(medicines.folic_acid_masking, *taken) == said


def test_folic_acid_of_the_past_hides_nothing():
    assert not fires(medicines.folic_acid_masking, use("folic_acid", 90, 1, dose_mg=5))


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ((b12(UNLIKELY, 364),), False),
        ((b12(UNLIKELY, 365),), True),
        ((b12(350),), True),
        ((b12(LOW),), True),
        ((b12(259, unit="pmol/L"),), False),
        ((b12(258, unit="pmol/L"),), True),
    ],
)
def test_a_result_that_makes_low_b12_unlikely_settles_it(results, said):
    assert fires(medicines.folic_acid_masking, use("folic_acid", dose_mg=5), results=results) == said


# --- brands ----------------------------------------------------------------------------------------------------------
SYMPTOMATIC = {"symptoms": (feels(),)}


@pytest.mark.parametrize(
    ("rule", "taken", "fields"),
    [
        (medicines.metformin_use, metformin(500), {}),
        (medicines.metformin_high_or_long, metformin(2000), {}),
        (medicines.metformin_with_symptoms, metformin(500), SYMPTOMATIC),
        (medicines.acid_blocker_watch, ppi(400), {}),
        (medicines.ppi_2_years, ppi(800), {}),
        (medicines.medicine_listed_long, use("colchicine", 100), {}),
        (medicines.folic_acid_masking, use("folic_acid", dose_mg=5), {}),
    ],
    ids=lambda value: value.code if isinstance(value, Rule) else "",
)
def test_a_brand_alone_is_information_and_asks_what_the_pack_says(rule, taken, fields):
    brand = use(taken.group, confirmed=False, **{
        name: getattr(taken, name) for name in ("key", "name", "dose_mg", "start")
    })  # fmt: skip

    sure, unsure = find(rule, taken, **fields), find(rule, brand, **fields)

    assert (sure.level, sure.facts.get("unconfirmed_brand")) == (rule.level, None)
    assert (unsure.level, unsure.facts["unconfirmed_brand"], unsure.facts["brands"]) == (Level.INFO, True, (brand,))
    assert sure.basis != unsure.basis  # confirming it brings back what was set aside


def test_what_is_sure_is_said_without_the_brand_beside_it():
    found = find(medicines.metformin_high_or_long, metformin(1500), metformin(500, confirmed=False))

    assert (found.level, found.facts["dose_mg"], found.facts.get("unconfirmed_brand")) == (Level.CAUTION, 1500, None)


def test_a_brand_that_makes_the_dose_keeps_it_at_information():
    found = find(medicines.metformin_high_or_long, metformin(1000), metformin(500, confirmed=False))

    assert (found.level, found.facts["dose_mg"], found.facts["unconfirmed_brand"]) == (Level.INFO, 1500, True)


# --- what a finding rests on -----------------------------------------------------------------------------------------
def test_the_basis_changes_with_the_medicine_and_not_with_the_calendar():
    def basis(today: dt.date, taken: Use) -> tuple[str, ...]:
        return medicines.ppi_2_years.find(Case(today=today, medicines=(taken,))).basis

    assert basis(TODAY, ppi(800, units=2)) == basis(TODAY + dt.timedelta(days=30), ppi(800, units=2))
    assert basis(TODAY, ppi(800, units=2)) != basis(TODAY, ppi(800, units=1))
    assert basis(TODAY, ppi(800)) != basis(TODAY, ppi(801))


def test_a_medicine_from_tomorrow_on_has_been_taken_for_no_days():
    assert uses.days_taken((ppi(-1),), TODAY) == 0
    assert uses.days_taken((), TODAY) is None


def test_symptoms_that_count_are_those_with_a_publication():
    assert {"muscle_cramps", "muscle_pain", "reflex_loss", "neuropathic_pain"}.isdisjoint(SYM)
