"""The report for an appointment: what stands on it, what comes first, what is left out and said."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from tests.factories import (
    ConditionFactory,
    DayMarkFactory,
    EntryFactory,
    FoodFactory,
    MeasuredFactory,
    MedicineFactory,
    PhaseFactory,
    ProfileFactory,
    RedFlagTickFactory,
    RegimenFactory,
    SampleFactory,
    SnoozeFactory,
    SymptomScoreFactory,
)
from tests.tracker.reports.appointment.people import fill
from tests.tracker.views.conftest import NOW, TODAY, days_ago
from tracker.domain.cover import DayTaken
from tracker.models import ReportWords
from tracker.models.findings import digest_of
from tracker.reports.appointment.intake import Days, read_days
from tracker.reports.appointment.parts import Curve, Section, number, one_line, since
from tracker.reports.care.report import AppointmentReport
from tracker.reports.cover_days import add_up
from tracker.reports.findings.report import FindingsReport
from tracker.reports.recent import recent_entries


def build(person, language: str = "en-gb") -> AppointmentReport:
    person.__dict__.pop("_health", None)
    person.__dict__.pop("_regimens", None)
    return AppointmentReport.build(person, now=NOW, language=language)


def section(person, key: str, language: str = "en-gb") -> Section | None:
    return next((one for one in build(person, language).sections if one.key == key), None)


def lines(person, key: str, language: str = "en-gb") -> list[str]:
    return [line.replace("\u00a0", " ") for line in section(person, key, language).lines]


def ate(person, n: int, ug: str | None = "2", **fields) -> None:
    """An entry so many days ago."""
    on = days_ago(n)
    EntryFactory(
        owner=person,
        food=FoodFactory(unknown=True) if ug is None else FoodFactory(),
        local_date=on,
        eaten_at=dt.datetime.combine(on, dt.time(8), dt.UTC),
        swallowed_ug=None if ug is None else Decimal(ug),
        **fields,
    )


# --- who and why -----------------------------------------------------------------------------------------------------
def test_of_somebody_new_there_is_a_whole_page_that_claims_nothing(person):
    report = build(person)
    assert report.who == (("Name", ""), ("Born", ""), ("Date", "14 Mar 2026"))
    assert [one.key for one in report.sections] == [
        "ask", "about", "treatment", "medicines", "symptoms", "tests", "intake",
    ]  # fmt: skip
    assert report.foot.startswith("Self-reported, not a diagnosis.")


def test_the_head_says_who_and_a_section_why(person):
    ProfileFactory(owner=person, birth_year=1961)
    ReportWords.objects.create(owner=person, name="M. Okafor", reason="Tired\nfor  two years")
    assert build(person).who == (("Name", "M. Okafor"), ("Born", "1961"), ("Date", "14 Mar 2026"))
    assert lines(person, "why") == ["Tired for two years"]


def test_diet_stage_and_conditions_are_said_as_they_were_told(person):
    ProfileFactory(owner=person, diet="vegan", diet_since=dt.date(2015, 7, 1), sex="female", life_stage="pregnant")
    ConditionFactory(owner=person, key="lhon", name="Leber disease", relation="family")
    ConditionFactory(
        owner=person, key="ileal_resection", name="Ileum removed", since=dt.date(2019, 7, 1), resection_cm=Decimal(25)
    )
    assert lines(person, "about") == [
        "Vegan: nothing from animals, since 2015, pregnant",
        "Conditions and operations: Ileum removed, since 2019, 25 cm removed; Leber disease, in the family",
    ]


def test_many_conditions_are_counted(person):
    for n in range(7):
        ConditionFactory(owner=person, key="", name=f"C{n}")
    assert lines(person, "about")[1].endswith("C0; C1; C2; C3; C4; and 2 more in the app")


def untreated(person) -> None:
    """Pernicious anaemia, and a log without a treatment."""
    ConditionFactory(owner=person, key="pernicious_anaemia", name="Pernicious anaemia")
    for n in range(1, 28):
        ate(person, n)


# --- questions and findings ------------------------------------------------------------------------------------------
def test_own_questions_come_first_and_suggested_ones_say_so(person):
    ReportWords.objects.create(owner=person, questions="Why me?\n\n  What   next?  ")
    untreated(person)
    found = section(person, "ask")
    assert found.numbered
    assert found.lines == (
        "Why me?",
        "What next?",
        "Which B12 treatment do I need, and for how long? (suggested by the app)",
    )


def test_where_nothing_is_to_be_asked_there_are_lines_to_write_on(person):
    assert section(person, "ask").blank
    assert not section(person, "tests").blank


def test_only_five_own_questions_fit(person):
    ReportWords.objects.create(owner=person, questions="\n".join("abcdefgh"))
    found = section(person, "ask")
    assert (found.lines, found.note) == (("a", "b", "c", "d", "e"), "and 3 more in the app")


def test_findings_stand_by_title_and_level_and_those_that_are_good_to_know_do_not(person):
    untreated(person)
    MedicineFactory(owner=person, dose_mg=Decimal(500))
    found = section(person, "findings", "de")
    assert found.lines[0] == "Pernicious anaemia, and no recent treatment logged (see a clinician)"
    assert not [line for line in found.lines if "good to know" in line]
    assert (found.heading, found.lang) == ("Hinweise der App (englisch)", "en-gb")


def test_a_finding_that_was_set_aside_stays_off_the_paper(person):
    untreated(person)
    for shown in FindingsReport.build(person, now=NOW).open:
        SnoozeFactory(owner=person, code=shown.code, basis=digest_of(shown.finding.basis))
    assert section(person, "findings") is None


def test_thoughts_of_self_harm_are_never_printed(person):
    RedFlagTickFactory(owner=person, key="self_harm", on=TODAY)
    RedFlagTickFactory(owner=person, key="jaundice", on=TODAY)
    assert "self-harm" in [one.code for one in FindingsReport.build(person, now=NOW).open]
    found = section(person, "findings")
    assert found is None or not [line for line in found.lines if "You deserve help" in line]


# --- treatment and medicines -----------------------------------------------------------------------------------------
def test_a_regimen_says_rhythm_since_when_and_how_it_was_kept(person):
    regimen = RegimenFactory(owner=person, name="Tablet")
    PhaseFactory(regimen=regimen, unit="days", every=1, starts_on=days_ago(10))
    for n in (3, 2, 1):
        EntryFactory(
            owner=person, food=regimen.food, origin="supplement", local_date=days_ago(n),
            eaten_at=dt.datetime.combine(days_ago(n), dt.time(8), dt.UTC),
        )  # fmt: skip
    ((name, began, kept),) = section(person, "treatment").rows
    assert (name, began) == ("Tablet, every day", "since March 2026")
    assert kept.startswith("3 of ")
    assert kept.endswith("kept since 4 Mar 2026, last 13 Mar 2026")


def test_injections_come_before_tablets_and_more_than_four_are_counted(person):
    for n in range(5):
        PhaseFactory(regimen=RegimenFactory(owner=person, name=f"Tablet {n}"))
    PhaseFactory(regimen=RegimenFactory(owner=person, injections=True, name="Injection"), unit="weeks", every=12)
    found = section(person, "treatment")
    assert found.rows[0][0] == "Injection, injected, every 12 weeks"
    assert (len(found.rows), found.note) == (4, "and 2 more in the app")


@pytest.mark.parametrize(("days", "shown"), [(90, True), (92, False)])
def test_what_was_stopped_long_ago_is_left_out(person, days, shown):
    stopped = RegimenFactory(owner=person, name="Old", stopped_on=days_ago(days))
    PhaseFactory(regimen=stopped, starts_on=days_ago(400))
    rows = section(person, "treatment").rows
    assert bool(rows) is shown
    assert not rows or "stopped 14 Dec 2025" in rows[0][1]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"unit": "hours", "every": 8}, "every 8 hours"),
        ({"unit": "days"}, "every day"),
        ({"unit": "weeks", "weekdays": "03"}, "every week (Mon, Thu)"),
        ({"unit": "months", "every": 3}, "every 3 months"),
        ({"unit": "as_needed"}, "as needed"),
    ],
)
def test_rhythms_in_words(person, fields, words):
    PhaseFactory(regimen=RegimenFactory(owner=person, name="X"), **fields)
    assert section(person, "treatment").rows[0][0] == f"X, {words}"


def test_medicines_that_bear_on_b12_stand_with_their_years_and_others_are_counted(person):
    MedicineFactory(owner=person, name="Glucophage", dose_mg=Decimal(2000), since=dt.date(2019, 3, 15))
    MedicineFactory(owner=person, key="omeprazole", name="Omeprazole", dose_mg=None, since=dt.date(2025, 9, 15))
    MedicineFactory(owner=person, key="orlistat", name="Orlistat", dose_mg=None)
    MedicineFactory(owner=person, key="", name="Something", dose_mg=None)
    MedicineFactory(owner=person, key="colchicine", name="Colchicine", taking=False)
    found = section(person, "medicines")
    assert [tuple(cell.replace("\u00a0", " ") for cell in row) for row in found.rows] == [
        ("Glucophage (metformin), 2,000 mg a day", "since March 2019 (6 years)"),
        ("Omeprazole", "since September 2025"),
    ]
    assert found.note == "and 2 other medicines"


# --- ninety days -----------------------------------------------------------------------------------------------------
def test_days_that_are_not_noted_are_left_out_and_said(person):
    for n in (1, 2, 5):
        ate(person, n, "3")
    assert lines(person, "intake") == [
        "Swallowed 3 µg a day; reference intake 1.5 µg.",
        "3 of 90 days are noted, 14 Dec 2025 to 13 Mar 2026; 87 are not and are left out. "
        "Longest gap: 14 Dec 2025 to 8 Mar 2026.",
    ]


def test_unknown_is_at_least_and_never_zero(person):
    ate(person, 1, "3")
    ate(person, 1, None)
    ate(person, 2, None)
    assert lines(person, "intake")[0].startswith("Swallowed at least 1.5 µg a day;")
    assert lines(person, "intake")[2] == "2 of 3 entries have no figure: they are unknown, not zero."


def test_supplements_and_injections_stand_apart(person):
    ate(person, 1, "10", origin="supplement", reliability="active")
    ate(person, 1, "3")
    ate(person, 2, "1000", origin="injected", route="injected")
    assert lines(person, "intake")[0] == (
        "Swallowed 6.5 µg a day; 5 µg of it from supplements; reference intake 1.5 µg. Besides, an injection on 1 day."
    )


def test_today_counts_once_it_is_over(person):
    ate(person, 0)
    assert lines(person, "intake")[0] == "Nothing is noted on any of the 90 days, so there is no figure."
    DayMarkFactory(owner=person, local_date=TODAY, mark="complete")
    assert lines(person, "intake")[1].startswith("1 of 90 days are noted, 15 Dec 2025 to 14 Mar 2026; 89 are not")


@pytest.mark.parametrize(
    ("tracked", "longest"),
    [
        ([], (0, 9)),
        (range(10), None),
        ([0, 9], (1, 8)),
        ([3], (4, 9)),
        ([0, 1, 2, 4, 5, 6, 7, 8, 9], (3, 3)),
    ],
)
def test_the_longest_gap_may_lie_anywhere(tracked, longest):
    first = dt.date(2026, 3, 1)
    taken = [DayTaken(first + dt.timedelta(days=n), tracked=True) for n in tracked]
    days = Days.of(taken, first=first, last=first + dt.timedelta(days=9))
    found = days.longest and tuple((day - first).days for day in days.longest)
    assert (found, days.tracked, days.untracked) == (longest, len(tracked), 10 - len(tracked))


def test_days_are_added_up_as_the_cover_adds_them_up(person):
    """The database adds up what pages of the cover add up row by row."""
    ate(person, 1, "1.25")
    ate(person, 1, "10", origin="supplement", reliability="active")
    ate(person, 1, "7", origin="supplement", reliability="inactive")
    ate(person, 2, "1000", origin="injected", route="injected")
    ate(person, 3, "500", origin="supplement", route="nasal", reliability="active")
    ate(person, 3, None)
    ate(person, 4, None, origin="supplement", reliability="active")
    ate(person, 5, "2", removed_at=NOW)
    marks = {days_ago(4): "not_tracked", days_ago(6): "nothing", days_ago(7): "not_tracked"}
    for date, mark in marks.items():
        DayMarkFactory(owner=person, local_date=date, mark=mark)
    first = days_ago(9)
    rows = recent_entries(person, since=first)
    log = add_up(rows, marks, oldest=first, first=first, today=TODAY, day_start_minute=0)
    said, read = read_days(person, first=first, last=TODAY)
    added = [replace(one, unknown_upper_ug=0.0, crystalline=(), supplements=0) for one in log.taken(marks)]
    assert (said, sorted(read, key=lambda one: one.date)) == (marks, sorted(added, key=lambda one: one.date))
    assert len(read) == 5


# --- symptoms --------------------------------------------------------------------------------------------------------
def scored(person, key: str, **by_days: int) -> None:
    for n, score in by_days.items():
        SymptomScoreFactory(owner=person, key=key, on=days_ago(int(n[1:])), score=Decimal(score))


def test_a_symptom_says_now_and_was_only_from_enough_scores(person):
    scored(person, "fatigue", **{f"d{n}": 5 if n < 14 else 7 for n in range(0, 28, 3)})
    scored(person, "tingling", d3=2, d60=6)
    curves = section(person, "symptoms").curves
    assert [(one.name, one.words) for one in curves] == [
        ("Tiredness", "now 5, was 7"),
        ("Tingling", "2 on 11 Mar 2026"),
    ]


def test_the_worst_six_are_drawn_and_the_rest_counted(person):
    for score, key in enumerate(
        ("tingling", "numbness", "ataxia", "fatigue", "brain_fog", "depression", "glossitis", "headache")
    ):
        scored(person, key, d1=score)
    found = section(person, "symptoms")
    assert [one.name for one in found.curves] == [
        "Headache", "A sore or red tongue", "Low mood", "Trouble concentrating", "Tiredness", "Unsteady walking",
    ]  # fmt: skip
    assert found.note.endswith("; and 2 more in the app")


def test_what_has_no_scale_is_counted_in_days(person):
    scored(person, "falls", d1=2, d5=1, d9=0)
    assert lines(person, "symptoms") == ["Falls: on 2 days, last 13 Mar 2026"]


@pytest.mark.parametrize("n", [0, 92])
def test_what_lies_outside_the_period_is_not_there(person, n):
    SymptomScoreFactory(owner=person, on=days_ago(n) if n else TODAY + dt.timedelta(days=1))
    assert lines(person, "symptoms") == ["None noted in 90 days."]


def test_a_line_is_open_where_nothing_is_known():
    curve = Curve("x", "", (((0.0, 50.0), (10.0, 40.0)), ((99.5, 0.0),)))
    assert curve.path == "M0.00 50.00L10.00 40.00M98.50 0.00L100.00 0.00"


# --- blood tests -----------------------------------------------------------------------------------------------------
def test_the_last_three_dates_stand_in_the_unit_of_the_newest_with_its_range(person):
    for months, (unit, value) in enumerate([("ng/L", 250), ("pmol/L", 200), ("ng/L", 300), ("ng/L", 100)]):
        sample = SampleFactory(
            owner=person, taken_on=dt.date(2026, 3 - months or 1, 2) if months < 3 else dt.date(2024, 1, 1)
        )
        MeasuredFactory(
            sample=sample, unit=unit, value=Decimal(value), low=Decimal(197) if not months else None,
            high=Decimal("771.5") if not months else None,
        )  # fmt: skip
    found = section(person, "tests")
    assert found.head == ("Test", "2 Jan 2026", "2 Feb 2026", "2 Mar 2026", "Lab’s range", "Note")
    assert found.rows == (("Total B12, ng/L", "300", "271", "250", "197–771.5", ""),)
    assert found.note == "older ones in the app"


@pytest.mark.parametrize(
    ("fields", "cells"),
    [
        ({"comparator": "<", "value": Decimal(150)}, ("<150", "")),
        (
            {"high": Decimal("0.28"), "marker": "mma", "unit": "µmol/L", "value": Decimal("0.34")},
            ("0.34", "up to 0.28"),
        ),
        ({"low": Decimal(115), "marker": "haemoglobin", "unit": "g/L", "value": Decimal(118)}, ("118", "from 115")),
        ({"value": Decimal(1150)}, ("1,150", "")),
    ],
)
def test_values_and_ranges_are_said_as_printed(person, fields, cells):
    MeasuredFactory(sample=SampleFactory(owner=person), **fields)
    ((_, value, limits, note),) = section(person, "tests").rows
    assert ((value, limits), note) == (cells, "")


def test_a_dose_before_is_noted_at_what_it_moves(person):
    sample = SampleFactory(owner=person)
    for marker, unit in (("b12", "ng/L"), ("mma", "µmol/L")):
        MeasuredFactory(sample=sample, marker=marker, unit=unit)
    ate(person, 30, "1000", origin="injected", route="injected")
    assert [row[-1] for row in section(person, "tests").rows] == ["after an injection", ""]


def test_only_eight_markers_fit_and_a_stranger_to_us_keeps_its_name(person):
    fill(person, today=TODAY)
    found = section(person, "tests")
    assert (len(found.rows), found.note) == (8, "and 1 more in the app; older ones in the app")


# --- size, language, numbers -----------------------------------------------------------------------------------------
def test_the_print_is_smaller_the_more_there_is(person):
    assert build(person).print_size == "print-1"
    fill(person, today=TODAY)
    assert build(person).print_size in {"print-4", "print-5"}


def test_however_much_there_is_no_section_grows(person, django_assert_num_queries):
    fill(person, today=TODAY)
    assert all(len(one.rows) <= 8 and len(one.lines) <= 7 and len(one.curves) <= 6 for one in build(person).sections)
    with django_assert_num_queries(9):
        build(person)


@pytest.mark.parametrize(
    ("language", "figure"), [("en-gb", "1,150.5"), ("de", "1.150,5"), ("fr", "1\u00a0150,5")]
)  # fmt: skip
def test_numbers_follow_the_language(language, figure):
    with translation.override(language):
        assert number(Decimal("1150.50")) == figure


def test_an_unknown_language_is_english(person):
    assert build(person, "xx").language == "en-gb"


def test_long_texts_are_cut_with_a_mark():
    assert one_line("a" * 91) == "a" * 89 + "…"
    assert one_line("a" * 90) == "a" * 90
    assert one_line("W" * 90) == "W" * 52 + "…"  # wide letters take more of the line
    assert since(None) == ""
