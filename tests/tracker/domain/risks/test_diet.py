"""What is eaten: both sides of every limit of the seven rules, and what stays silent because it is not known."""

import pytest

from tracker.domain.risks import diet
from tracker.domain.risks.facts import Case, Diet, Has, Intake, Precision, Regimen, Result, Uncounted, When
from tracker.domain.risks.findings import Finding, Level, Rule
from tracker.domain.tables import citations
from tracker.reports.findings.samples import TODAY, ago, day, eats, intake_of
from tracker.reports.findings.samples.diet import SAMPLES

EFSA = {"target_ug": 4.0, "ear_ug": 2.0, "authority": "EFSA"}
ON_TIME = Regimen("injected", 84, due=ago(1), entered=ago(300))
LATE = Regimen("injected", 84, due=ago(30), entered=ago(300))
VEGAN_FOR_YEARS = When(ago(900), Precision.YEAR)


def find(rule: Rule, **fields: object) -> Finding | None:
    return rule.find(Case(today=TODAY, **EFSA | fields))


def fires(rule: Rule, **fields: object) -> bool:
    return find(rule, **fields) is not None


def eaten(ug: float, days: int = 28, **fields: object) -> dict[str, Intake]:
    return {"intake": eats(ug, days, **fields)}


# --- all seven -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rule", diet.RULES, ids=lambda rule: rule.code)
def test_of_somebody_of_whom_nothing_is_known_nothing_is_said(rule):
    assert rule.find(Case(today=TODAY)) is None
    assert rule.find(Case(today=TODAY, diet=Diet.OMNIVORE, **EFSA, **eaten(6.0))) is None


@pytest.mark.parametrize("rule", diet.RULES, ids=lambda rule: rule.code)
def test_every_sample_fires_with_publications_that_can_be_shown(rule):
    found = [rule.find(case) for case in SAMPLES[rule.code]]

    assert found
    assert all(one is not None and len(citations(one.sources)) >= len(rule.sources) for one in found)


def test_every_rule_has_its_samples():
    assert list(SAMPLES.keys() ^ {rule.code for rule in diet.RULES}) == []


MEAN_RULES = (diet.intake_below_target, diet.intake_below_requirement, diet.diet_vegetarian_low)
LOW = {"intake-below-target": 3.0, "intake-below-requirement": 1.0, "diet-vegetarian-low": 3.0}


@pytest.mark.parametrize("rule", MEAN_RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize(
    ("days", "more", "expected"),
    [
        (14, {}, True),
        (13, {}, False),
        (28, {"entries": 40, "unknown_entries": 20}, True),
        (28, {"entries": 40, "unknown_entries": 21}, False),
    ],
)
def test_rules_about_the_mean_need_enough_days_and_enough_known(rule, days, more, expected):
    assert fires(rule, diet=Diet.LACTO_OVO, **eaten(LOW[rule.code], days, **more)) is expected


@pytest.mark.parametrize("rule", MEAN_RULES, ids=lambda rule: rule.code)
@pytest.mark.parametrize(("regimen", "expected"), [(ON_TIME, False), (LATE, True)])
def test_rules_about_the_mean_are_silent_while_injections_are_on_time(rule, regimen, expected):
    assert fires(rule, diet=Diet.LACTO_OVO, regimens=(regimen,), **eaten(LOW[rule.code])) is expected


@pytest.mark.parametrize("rule", MEAN_RULES, ids=lambda rule: rule.code)
def test_without_a_reference_value_there_is_nothing_to_be_below(rule):
    assert not fires(rule, diet=Diet.LACTO_OVO, target_ug=None, ear_ug=None, **eaten(0.1))


# --- intake-below-target ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("mean", "ear", "expected"),
    [(3.99, 2.0, True), (4.0, 2.0, False), (2.0, 2.0, True), (1.99, 2.0, False), (0.5, None, True), (4.0, None, False)],
)
def test_below_the_target_is_from_the_floor_up_to_it(mean, ear, expected):
    assert fires(diet.intake_below_target, ear_ug=ear, **eaten(mean)) is expected


@pytest.mark.parametrize(
    ("unknown", "upper", "may"), [(0, None, False), (4, 4.0, True), (4, 3.9, False), (4, None, True)]
)
def test_the_words_say_may_where_the_unknown_could_lift_the_mean(unknown, upper, may):
    found = find(diet.intake_below_target, **eaten(3.0, unknown_entries=unknown, upper_ug=upper))

    assert (found.facts["may_reach"], found.facts["at_least"]) == (may, unknown > 0)


def test_the_finding_says_the_mean_and_whose_value_it_is_measured_by():
    found = find(diet.intake_below_target, **eaten(3.0, 20))

    assert found.level == Level.INFO
    assert found.facts["mean_ug"] == pytest.approx(3.0)
    assert (found.facts["target_ug"], found.facts["authority"], found.facts["days"]) == (4.0, "EFSA", 20)


def test_what_it_rests_on_stays_the_same_while_the_mean_moves():
    one, other = (find(diet.intake_below_target, **eaten(mean)) for mean in (3.0, 3.5))

    assert one.basis == other.basis
    assert one.basis != find(diet.intake_below_target, target_ug=5.0, **eaten(3.0)).basis


# --- intake-below-requirement ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("mean", "expected"), [(1.99, True), (2.0, False), (4.0, False), (0.0, True)])
def test_below_the_requirement_is_below_the_floor(mean, expected):
    assert fires(diet.intake_below_requirement, **eaten(mean)) is expected


def test_without_a_floor_no_requirement_is_missed():
    assert not fires(diet.intake_below_requirement, ear_ug=None, **eaten(0.1))


def test_a_borrowed_floor_is_said_to_be_borrowed():
    assert find(diet.intake_below_requirement, ear_borrowed=True, **eaten(1.0)).facts["ear_borrowed"] is True
    assert find(diet.intake_below_requirement, **eaten(1.0)).facts["ear_borrowed"] is False


def test_the_stronger_finding_stands_for_the_weaker_one():
    assert "intake-below-requirement" in diet.intake_below_target.yields_to
    assert "intake-below-requirement" in diet.diet_vegetarian_low.yields_to
    assert "diet-vegetarian-low" in diet.intake_below_target.yields_to
    assert all("diet-vegan-schedule-not-met" in rule.yields_to for rule in MEAN_RULES[:2])
    assert all("maternal-diet-risk" in rule.yields_to for rule in (*MEAN_RULES, diet.diet_vegan_schedule_not_met))


# --- diet-vegetarian-low ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("eater", "mean", "expected"),
    [
        (Diet.LACTO_OVO, 3.99, True), (Diet.LACTO, 3.99, True), (Diet.LACTO_OVO, 4.0, False),
        (Diet.PESCETARIAN, 1.0, False), (Diet.OMNIVORE, 1.0, False), (Diet.FLEXITARIAN, 1.0, False),
        (Diet.VEGAN, 1.0, False), (Diet.OTHER, 1.0, False), ("", 1.0, False),
    ],
)  # fmt: skip
def test_little_from_milk_and_eggs_is_said_of_vegetarians(eater, mean, expected):
    assert fires(diet.diet_vegetarian_low, diet=eater, **eaten(mean)) is expected


@pytest.mark.parametrize(("eater", "eggs"), [(Diet.LACTO_OVO, True), (Diet.LACTO, False)])
def test_eggs_are_spoken_of_only_to_those_who_eat_them(eater, eggs):
    assert find(diet.diet_vegetarian_low, diet=eater, **eaten(3.0)).facts["eggs"] is eggs


# --- diet-vegan-schedule-not-met -------------------------------------------------------------------------------------
def vegan(rule: Rule = diet.diet_vegan_schedule_not_met, **fields: object) -> Finding | None:
    return find(rule, **{"diet": Diet.VEGAN, "intake": eats(0.1)} | fields)


def each_week(ug: float) -> Intake:
    """One dose three days ago and every week before."""
    return intake_of((day(n, doses=ug if n % 7 == 3 else ()) for n in range(29)), supplements=True)


@pytest.mark.parametrize(
    ("intake", "expected"),
    [
        (eats(0.0, doses=9.9), True), (eats(0.0, doses=10.0), False),
        (eats(0.0, doses=3.0), True), (eats(0.0, doses=(1.5, 1.5)), False), (eats(0.0, doses=(1.5, 1.4)), True),
        (each_week(1999.0), True), (each_week(2000.0), False),
        (eats(6.0), True),  # what a vegan logs as food does not count as a source
        (eats(0.0, doses=None), False),  # unknown is not no
    ],
)  # fmt: skip
def test_a_vegan_without_a_kept_schedule_is_told(intake, expected):
    assert (vegan(intake=intake) is not None) is expected


@pytest.mark.parametrize("eater", [Diet.LACTO_OVO, Diet.LACTO, Diet.OMNIVORE, Diet.OTHER, ""])
def test_schedules_are_asked_of_nobody_else(eater):
    assert vegan(diet=eater) is None


@pytest.mark.parametrize(("regimen", "expected"), [(ON_TIME, False), (LATE, True)])
def test_injections_on_time_are_a_schedule(regimen, expected):
    assert (vegan(regimens=(regimen,)) is not None) is expected


@pytest.mark.parametrize(
    ("days", "says", "supplements", "expected"),
    [(14, None, 0, True), (13, None, 0, False), (13, True, 0, True), (13, True, 1, False), (13, False, 0, False),
     (0, True, 0, True), (0, None, 0, False)],
)  # fmt: skip
def test_with_few_days_it_takes_the_word_of_the_person(days, says, supplements, expected):
    found = vegan(intake=eats(0.0, days, supplement_days=supplements), says_no_supplement=says)

    assert (found is not None) is expected


def test_the_words_know_whether_they_rest_on_days_or_on_the_persons_word():
    assert vegan().facts["by_word"] is False
    assert vegan(intake=eats(0.0, 3), says_no_supplement=True).facts["by_word"] is True


@pytest.mark.parametrize(("age", "child"), [(13.9, True), (14.0, False), (30.0, False), (None, False)])
def test_under_fourteen_no_amounts_are_named(age, child):
    assert vegan(age_years=age).facts["child"] is child


def test_of_a_child_the_row_of_its_age_is_enough():
    assert vegan(intake=eats(0.0, doses=(1.0, 1.0)), age_years=8.0) is None
    assert vegan(intake=eats(0.0, doses=(1.0, 1.0)), age_years=15.0) is not None


@pytest.mark.parametrize(
    ("since", "tested", "age", "expected"),
    [(365, None, 30.0, True), (364, None, 30.0, False), (None, None, 30.0, False), (365, 364, 30.0, False),
     (365, 365, 30.0, True), (900, None, 10.0, False)],
)  # fmt: skip
def test_after_a_year_without_a_test_it_speaks_of_one(since, tested, age, expected):
    found = vegan(
        diet_since=None if since is None else When(ago(since)),
        results=() if tested is None else (Result("b12", 400, "ng/L", ago(tested)),),
        age_years=age,
    )

    assert found.facts["ask_for_test"] is expected


# --- diet-vegan-long-gap ---------------------------------------------------------------------------------------------
def gap(since: int | None, until: int | None = None, tested: int | None = None, **fields: object) -> Finding | None:
    return vegan(
        diet.diet_vegan_long_gap,
        no_source_since=None if since is None else ago(since),
        no_source_until=None if until is None else ago(until),
        results=() if tested is None else (Result("active_b12", 80, "pmol/L", ago(tested)),),
        **fields,
    )


@pytest.mark.parametrize(
    ("since", "until", "tested", "expected"),
    [
        (364, None, None, False), (365, None, None, True), (None, None, None, False),
        (800, 30, None, True),  # taken up again last month, and never tested
        (500, 136, None, False), (500, 135, None, True),  # the gap itself is what counts
        (3000, 2000, None, True),
        (800, None, 10, False), (800, 30, 10, False), (400, None, 300, False),
        (800, None, 900, True),  # before the gap
        (800, None, 700, True),  # in its first months, and long ago
        (3000, 2000, 1500, False), (3000, 2000, 2635, False), (3000, 2000, 2636, True),
    ],
)  # fmt: skip
def test_a_year_without_a_source_and_no_test_since_is_told(since, until, tested, expected):
    assert (gap(since, until, tested) is not None) is expected


def test_other_tests_and_results_of_the_future_are_no_test_since():
    assert vegan(
        diet.diet_vegan_long_gap,
        no_source_since=ago(800),
        results=(Result("mcv", 90, "fL", ago(10)), Result("b12", 400, "ng/L", ago(-10))),
    )


def test_a_gap_is_asked_of_vegans_only():
    assert gap(800, diet=Diet.LACTO_OVO) is None
    assert gap(800, diet="") is None


def test_an_end_that_is_still_to_come_counts_up_to_today():
    assert gap(300, -100) is None
    assert gap(365, -100).facts["days"] == 365


def test_never_had_a_source_is_said_as_exactly_as_the_diets_beginning():
    assert gap(900, diet_since=VEGAN_FOR_YEARS).facts["since"] == VEGAN_FOR_YEARS
    assert gap(800, diet_since=VEGAN_FOR_YEARS).facts["since"] == ago(800)


# --- questions -------------------------------------------------------------------------------------------------------
def asks(question, **fields: object) -> str | None:
    asked = question(Case(today=TODAY, **{"diet": Diet.VEGAN} | fields))
    return asked.code if asked else None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        (eaten(0.0, 13), True), (eaten(0.0, 14), False),
        (eaten(0.0, 20, entries=20, unknown_entries=11), True),
        ({"says_no_supplement": True}, False), ({"says_no_supplement": False}, False),
        (eaten(0.0, 5, supplement_days=1), False),
        (eaten(0.0, 5, doses=10.0), False),
        ({"injected_on": (ago(20),)}, False), ({"regimens": (ON_TIME,)}, False),
        ({"diet": Diet.OMNIVORE}, False), ({"diet": ""}, False),
    ],
)  # fmt: skip
def test_a_vegan_who_logs_little_is_asked_about_supplements(fields, expected):
    assert asks(diet.ask_about_supplements, **fields) == ("takes-supplement" if expected else None)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"diet_since": When(ago(365))}, True), ({"diet_since": When(ago(364))}, False), ({"diet_since": None}, False),
        ({"no_source_since": ago(20)}, False),
        ({"intake": eats(0.0, doses=25.0)}, False),  # the schedule is met
        ({"intake": Intake()}, False),  # or nobody knows
        ({"results": (Result("b12", 400, "ng/L", ago(20)),)}, False),
        ({"diet": Diet.LACTO}, False),
    ],
)  # fmt: skip
def test_a_vegan_of_years_without_a_source_is_asked_since_when(fields, expected):
    known = {"diet_since": VEGAN_FOR_YEARS, "intake": eats(0.1)} | fields

    assert asks(diet.ask_about_the_gap, **known) == ("no-source-since" if expected else None)


# --- source-not-counted ----------------------------------------------------------------------------------------------
SPIRULINA = Uncounted(7, "Spirulina", "unreliable", "cyanobacteria", 2)
TEMPEH = Uncounted(8, "Tempeh", "unreliable", "ferment", 1)
MISO = Uncounted(10, "Miso", "unreliable", "ferment", 1)
YEAST = Uncounted(9, "Yeast flakes", "fortifiable", "", 4)


def test_what_does_not_count_and_what_is_not_known_are_told_apart():
    found = find(diet.source_not_counted, uncounted=(SPIRULINA, YEAST, TEMPEH, MISO))

    assert found.level == Level.INFO
    assert found.facts["unreliable"] == (SPIRULINA, TEMPEH, MISO)
    assert found.facts["fortifiable"] == (YEAST,)
    assert found.facts["reasons"] == ("cyanobacteria", "ferment")  # each once


@pytest.mark.parametrize("one", [SPIRULINA, YEAST])
def test_either_of_them_is_enough(one):
    assert fires(diet.source_not_counted, uncounted=(one,))


def test_a_fortifiable_food_with_a_figure_is_not_among_them_and_nothing_is_said():
    assert not fires(diet.source_not_counted, uncounted=(), **eaten(0.0, doses=3.0))


def test_it_is_also_said_with_few_days_and_during_injections():
    assert fires(diet.source_not_counted, uncounted=(SPIRULINA,), regimens=(ON_TIME,))


def test_it_cites_who_found_so_of_that_food():
    assert find(diet.source_not_counted, uncounted=(TEMPEH,)).sources == ("S9", "S10", "S11", "S112")
    assert find(diet.source_not_counted, uncounted=(SPIRULINA,)).sources == ("S9", "S10", "S11")


def test_it_rests_on_the_foods_and_not_on_how_often():
    often = Uncounted(7, "Spirulina", "unreliable", "cyanobacteria", 20)

    assert (
        find(diet.source_not_counted, uncounted=(often,)).basis
        == find(diet.source_not_counted, uncounted=(SPIRULINA,)).basis
        == ("info", "unreliable 7")
    )


# --- intake-above-guidance-level -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("intake", "expected"),
    [
        (eats(0.0, doses=2000.0), False),
        (eats(0.0, doses=2000.1), True),
        (each_week(2000.0), False),  # once a week
        (each_week(14000.0), False),
        (each_week(14001.0), True),
        (eats(3000.0), False),  # bound in food
        (eats(0.0, 3, doses=9000.0), True),  # few days: what is logged is much already
        (eats(0.0, doses=None), False),
    ],
)
def test_more_than_two_thousand_a_day_over_a_week_is_told(intake, expected):
    assert fires(diet.intake_above_guidance_level, intake=intake) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"regimens": (Regimen("swallowed", 1),)}, False),
        ({"regimens": (Regimen("swallowed", 1, stopped=True),)}, True),
        ({"conditions": (Has("coeliac", "coeliac disease", treated_elsewhere=True),)}, False),
        ({"conditions": (Has("coeliac", "coeliac disease"),)}, True),
        ({"injected_on": (TODAY,)}, True),
    ],
)
def test_what_was_prescribed_is_nobodys_guidance_level(fields, expected):
    assert fires(diet.intake_above_guidance_level, **eaten(0.0, doses=5000.0), **fields) is expected


def test_what_is_injected_never_counts():
    assert not fires(diet.intake_above_guidance_level, injected_on=tuple(ago(n) for n in range(7)), **eaten(2.0))
