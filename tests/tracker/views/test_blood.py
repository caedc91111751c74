"""Blood tests: typed four at a time, asked back where a unit looks wrong, read by guidelines, changed and removed."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.accounts.tabs import Tab, somebody
from tests.factories import (
    ConditionFactory,
    GasUseFactory,
    MeasuredFactory,
    MedicineFactory,
    ProfileFactory,
    SampleFactory,
    UserFactory,
)
from tests.tracker.eaters import eats
from tests.tracker.reports.test_after_dose import injection, tablet
from tests.tracker.views.conftest import days_ago
from tests.tracker.views.pages import checked, links_of, text_of, toasts_of, value_of

LIST, NEW, SETTINGS = "/care/tests/", "/care/tests/new/", "/care/tests/settings/"
UID = "11111111-2222-4333-8444-555555555555"
KEPT = "You had been logged out. This is what you had typed; nothing of it is saved yet."


def typed(*rows, **said) -> dict:
    """What a form sends: rows of (what, value, own range)."""
    data = {"uid": UID, "taken_on": "2 March 2026", "lab": "", "note": ""} | said
    for n, (what, value, *own) in enumerate(rows):
        data |= {f"r{n}-what": what, f"r{n}-value": value, f"r{n}-own": own[0] if own else ""}
    return data


def stored(person) -> list[tuple]:
    rows = person.samples.order_by("pk", "values__pk").values_list(
        "values__marker", "values__comparator", "values__value", "values__unit", "values__low", "values__high"
    )
    return [tuple(float(one) if isinstance(one, Decimal) else one for one in row) for row in rows]


def chosen(page) -> list[str]:
    """What each row of the form has chosen."""
    return [
        re.search(r'value="([^"]*)" selected', select)[1]
        for select in re.findall(r'<select[^>]* name="r\d-what".*?</select>', page.text, re.DOTALL)
        if " selected" in select
    ]


def measured(person, marker="b12", value="268", unit="ng/L", days=12, **fields):
    sample = {name.removeprefix("sample__"): fields.pop(name) for name in list(fields) if name.startswith("sample__")}
    made = SampleFactory(owner=person, taken_on=days_ago(days), **sample)
    return MeasuredFactory(sample=made, marker=marker, value=Decimal(value), unit=unit, **fields)


# --- entering --------------------------------------------------------------------------------------------------------
def test_a_sample_of_four_is_saved_with_one_form(signed_in, person):
    answer = signed_in.post(
        NEW,
        typed(
            ("b12|ng/L", "268", "197-771"),
            ("active_b12|pmol/L", "<12,5", ">37"),
            ("mma|µmol/L", "0.34", "<0.28"),
            ("homocysteine|µmol/L", "13"),
            lab="North Lab",
            note="fasting",
            microbiological="on",
        ),
    )
    assert (answer.status_code, answer.url) == (302, LIST)
    assert stored(person) == [
        ("b12", "", 268.0, "ng/L", 197.0, 771.0),
        ("active_b12", "<", 12.5, "pmol/L", 37.0, None),
        ("mma", "", 0.34, "µmol/L", None, 0.28),
        ("homocysteine", "", 13.0, "µmol/L", None, None),
    ]
    sample = person.samples.get()
    assert (sample.taken_on, sample.lab, sample.note) == (dt.date(2026, 3, 2), "North Lab", "fasting")
    assert sample.microbiological
    assert toasts_of(signed_in.get(LIST)) == ["Saved the sample of 2 March 2026."]


def test_sent_twice_it_is_saved_once(signed_in, person):
    for _time in range(2):
        signed_in.post(NEW, typed(("b12|ng/L", "268")))
    assert stored(person) == [("b12", "", 268.0, "ng/L", None, None)]


def test_four_rows_stand_open_and_the_rest_behind_a_word(signed_in):
    page = signed_in.get(NEW)
    assert len(re.findall(r'name="r\d-value"', page.text)) == 10
    assert re.search(r'name="r3-value".*<details class="why more">.*name="r4-value"', page.text, re.DOTALL)
    assert '<details class="why more" open>' in signed_in.get(NEW, {"more": "1"}).text
    assert chosen(page)[:4] == ["b12|ng/L", "active_b12|pmol/L", "mma|µmol/L", "homocysteine|µmol/L"]


def test_the_units_of_last_time_are_remembered(signed_in, person):
    older = measured(person, "haemoglobin", "12.5", "g/dL", days=90).sample
    MeasuredFactory(sample=older, marker="mma", value=250, unit="nmol/L")
    measured(person, "b12", "350", "pmol/L", days=12)
    rows = chosen(signed_in.get(NEW))
    assert rows[0] == "b12|pmol/L"  # the newest sample had it
    assert {"mma|nmol/L", "haemoglobin|g/dL"} <= set(rows)


@pytest.mark.parametrize(
    ("zone", "unit"), [("America/New_York", "pg/mL"), ("Europe/London", "ng/L"), ("Australia/Sydney", "pmol/L")]
)
def test_the_first_time_the_units_are_those_of_the_country(client, db, zone, unit):
    client.force_login(UserFactory(time_zone=zone))
    assert chosen(client.get(NEW))[0] == f"b12|{unit}"


def test_what_is_filled_in_further_down_stands_open(signed_in):
    rows = [("b12|ng/L", "")] * 5 + [("mcv|fL", "abc")]
    page = signed_in.post(NEW, typed(*rows))
    assert re.search(r'name="r5-value".*<details class="why more">', page.text, re.DOTALL)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Type at least one value."),
        ([("b12|ng/L", "")], "Type at least one value."),
        ([("b12|ng/L", "abc")], "“abc” is not a number we can read."),
        ([("b12|ng/L", "-3")], "A blood test is never below 0."),
        ([("b12|ng/L", "268", "x")], "“x” is not a range we can read."),
        ([("b12|ng/L", "268", "771-197")], "The range ends below its start."),
        ([("b12|ng/L", "", "197-771")], "Type the value too, or clear the range."),
        ([("", "268")], "Choose what was measured, with its unit."),
        ([("b12|furlongs", "268")], "Choose what was measured, with its unit."),
        ([("b12|ng/L", "268"), ("b12|pmol/L", "198")], "This stands in a row above already."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(signed_in, person, rows, said):
    page = signed_in.post(NEW, typed(*rows, lab="North Lab"))
    assert page.status_code == 200
    assert said in text_of(page)
    assert value_of(page, "lab") == ["North Lab"]
    assert [value_of(page, f"r{n}-value") for n in range(len(rows))] == [[row[1]] for row in rows]
    assert stored(person) == []


def test_what_is_wrong_in_a_row_is_tied_to_its_field(signed_in):
    page = signed_in.post(NEW, typed(("b12|ng/L", "268"), ("b12|furlongs", "abc", "197-771"))).text
    for name in ("r1-what", "r1-value"):
        assert re.search(rf'<[^>]* id="id_{name}"[^>]*>', page)[0].count(f'aria-describedby="id_{name}_error"') == 1
        assert f'<div id="id_{name}_error"><p class="err">' in page
    assert page.count("aria-invalid") == 2
    assert '<a href="#id_r1-what">Row 2: Test and unit</a>' in page


def test_rows_as_typed_are_printed_and_not_run(signed_in):
    page = signed_in.post(NEW, typed(('"><script>alert(1)</script>', '"><script>alert(2)</script>', "<b>'3'"))).text
    assert "<script>alert" not in page
    assert 'value="&lt;b&gt;&#x27;3&#x27;"' in page


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("", "Type when it was"),
        ("March 2026", "Type the day as well, like 2 March 2026."),
        ("15 March 2026", "That is still to come."),
        ("3/4/2026", "may be two different days"),
    ],
)
def test_a_sample_has_a_day(signed_in, person, date, said):
    page = signed_in.post(NEW, typed(("b12|ng/L", "268"), taken_on=date))
    assert said in text_of(page)
    assert stored(person) == []


@pytest.mark.parametrize("date", ["2.3.2026", "2026-03-02", "2 Mar 2026", "14 March 2026"])
def test_the_day_is_read_as_people_write_it(signed_in, person, date):
    assert signed_in.post(NEW, typed(("b12|ng/L", "268"), taken_on=date)).status_code == 302


# --- asking back -----------------------------------------------------------------------------------------------------
def ask(client, *row, **said):
    page = client.post(NEW, typed(row, **said))
    assert page.status_code == 200
    return page


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("b12|pg/mL", "350", "133-675"), "Laboratories hardly ever print the range 133-675 for Total B12 in pg/mL. "
         "Does the paper say 350 pmol/L? Then choose that unit in this row. The paper says 350 pg/mL (258.3 pmol/L)"),
        (("haemoglobin|g/L", "12.5"), "Haemoglobin of 12.5 g/L hardly ever happens. Does the paper say 12.5 g/dL?"),
        (("mma|µmol/L", "250"), "MMA of 250 µmol/L hardly ever happens. Does the paper say 250 nmol/L?"),
        (("mcv|fL", "9.5"), "MCV of 9.5 fL hardly ever happens. Look at the number, the range and the unit"),
        (("homocysteine|µmol/L", "1500"), "Homocysteine of 1,500 µmol/L hardly ever happens."),
        (("creatinine|µmol/L", "0,9"), "Does the paper say 0.9 mg/dL?"),
    ],
)  # fmt: skip
def test_what_looks_like_another_unit_is_asked_back(signed_in, person, row, said):
    page = ask(signed_in, *row)
    assert said in text_of(page)
    assert "Nothing was saved yet. Is this what stands on the paper?" in text_of(page)
    assert value_of(page, "r0-value") == [row[1]]
    assert stored(person) == []


def test_a_tick_says_that_it_stands_so_on_the_paper(signed_in, person):
    (sure,) = value_of(ask(signed_in, "mcv|fL", "9.5"), "r0-sure")
    assert signed_in.post(NEW, typed(("mcv|fL", "9.5"), **{"r0-sure": sure})).status_code == 302
    assert stored(person) == [("mcv", "", 9.5, "fL", None, None)]


def test_a_tick_confirms_what_was_asked_and_nothing_else(signed_in, person):
    (sure,) = value_of(ask(signed_in, "mcv|fL", "9.5"), "r0-sure")
    page = ask(signed_in, "mcv|fL", "9.6", **{"r0-sure": sure})
    assert value_of(page, "r0-sure") == ["mcv||9.6|fL||"]
    assert stored(person) == []


def test_a_tick_is_not_lost_over_another_mistake(signed_in, person):
    (sure,) = value_of(ask(signed_in, "mcv|fL", "9.5"), "r0-sure")
    page = ask(signed_in, "mcv|fL", "9.5", **{"r0-sure": sure, "taken_on": "soon"})
    assert value_of(page, "r0-sure") == [sure]
    assert "hardly ever" not in text_of(page)


def test_with_the_other_unit_chosen_nothing_is_asked(signed_in, person):
    ask(signed_in, "b12|pg/mL", "350", "133-675")
    signed_in.post(NEW, typed(("b12|pmol/L", "350", "133-675")))
    assert stored(person) == [("b12", "", 350.0, "pmol/L", 133.0, 675.0)]


# --- one sample ------------------------------------------------------------------------------------------------------
def test_a_sample_is_changed_and_a_cleared_row_goes(signed_in, person):
    sample = measured(person, low=Decimal(197), high=Decimal(771), sample__lab="North Lab").sample
    MeasuredFactory(sample=sample, marker="mma", value=Decimal("0.34"), unit="µmol/L", comparator="<")
    where = reverse("sample", args=[sample.pk])
    page = signed_in.get(where)
    assert [value_of(page, f"r0-{name}") for name in ("value", "own")] == [["268"], ["197-771"]]
    assert value_of(page, "r1-value") == ["<0.34"]
    assert value_of(page, "taken_on") == ["2 March 2026"]
    assert signed_in.post(where, typed(("b12|ng/L", "270"), ("mma|µmol/L", ""))).url == LIST
    assert stored(person) == [("b12", "", 270.0, "ng/L", None, None)]


def test_a_sample_is_removed_for_good(signed_in, person):
    sample = measured(person).sample
    answer = signed_in.post(reverse("sample_remove", args=[sample.pk]))
    assert answer.url == LIST
    assert toasts_of(signed_in.get(LIST)) == ["Removed the sample of 2 March 2026."]
    assert person.samples.count() == 0


@pytest.mark.parametrize("name", ["sample", "sample_remove"])
def test_that_of_somebody_else_is_not_found(stranger, person, name):
    sample = measured(person).sample
    assert stranger.post(reverse(name, args=[sample.pk]), typed(("b12|ng/L", "1"))).status_code == 404
    assert stored(person) == [("b12", "", 268.0, "ng/L", None, None)]


@pytest.mark.parametrize("existing", [False, True])
def test_what_was_typed_outlives_the_session(db, existing):
    person, tab = somebody(time_zone="Europe/London"), Tab()
    where = reverse("sample", args=[measured(person).sample.pk]) if existing else NEW
    tab.log_in()
    tab.open(where)
    Session.objects.all().delete()
    tab.open(tab.send(where, typed(("mcv|fL", "91"), lab="North Lab")).url)
    back = tab.open(tab.log_in(next=f"{where}?kept=1").url)
    assert KEPT in text_of(back)
    assert (value_of(back, "r0-value"), value_of(back, "lab")) == (["91"], ["North Lab"])
    assert len(stored(person)) == existing


# --- the page --------------------------------------------------------------------------------------------------------
def test_without_a_test_the_page_says_what_to_do(signed_in):
    said = text_of(signed_in.get(LIST))
    assert "Write down what stands on the paper of the laboratory." in said
    assert "Latest of each" not in said


def test_a_value_stands_in_both_units_beside_the_laboratorys_range_and_the_guidelines(signed_in, person):
    measured(person, low=Decimal(197), high=Decimal(771), sample__lab="North Lab")
    said = text_of(signed_in.get(LIST))
    assert "Your laboratory’s own range: 197 to 771 ng/L. Your value lies within it." in said
    assert "268 ng/L lies in the range NICE calls indeterminate: it neither shows nor rules out low B12." in said
    assert said.index("own range: 197") < said.index("NICE calls indeterminate")
    assert "AAFP: it lies in the range AAFP calls borderline" in said
    assert "WHO: it lies in the range WHO calls marginal" in said
    assert "268 ng/L = 197.8 pmol/L" in said


@pytest.mark.parametrize(
    ("marker", "value", "unit", "said"),
    [
        ("b12", "179.9", "ng/L", "179.9 ng/L lies in the range NICE calls deficiency. A clinician decides"),
        ("b12", "180", "ng/L", "180 ng/L lies in the range NICE calls indeterminate"),
        ("b12", "132.9", "pmol/L", "132.9 pmol/L lies in the range NICE calls deficiency"),
        ("b12", "133", "pmol/L", "133 pmol/L lies in the range NICE calls indeterminate"),
        ("b12", "258.1", "pmol/L", "lies in the range where NICE calls a lack unlikely, not impossible"),
        ("mma", "377", "nmol/L", "speaks strongly for low B12"),
        ("homocysteine", "15", "µmol/L", "15 µmol/L does not lie above 15 µmol/L, the limit of general practice."),
        ("mcv", "101", "fL", "large red cells"),
        ("haemoglobin", "11.9", "g/dL", "lies below the limit of WHO for women."),
        ("haemoglobin", "12", "g/dL", "12 g/dL does not lie below 12 g/dL, the limit of WHO."),
        ("egfr", "59", "mL/min/1.73m2", "59 mL/min/1.73 m² lies below the limit of KDIGO."),
    ],
)
def test_a_value_lies_where_its_guideline_puts_it(signed_in, person, marker, value, unit, said):
    measured(person, marker, value, unit)
    assert said in text_of(signed_in.get(LIST))


@pytest.mark.parametrize(
    ("comparator", "value", "said"),
    [
        ("<", "150", "<150 ng/L lies in the range NICE calls deficiency."),
        ("<", "300", "<300 ng/L may lie on either side of a limit, as the laboratory says only <300."),
        (">", "2000", ">2,000 ng/L lies in the range where NICE calls a lack unlikely"),
    ],
)
def test_what_is_only_known_to_lie_below_or_above_is_read_where_all_of_it_lies(
    signed_in, person, comparator, value, said
):
    measured(person, value=value, comparator=comparator)
    assert said in text_of(signed_in.get(LIST))


@pytest.mark.parametrize("value", ["100", "200", "400"])
def test_nobody_is_called_deficient(signed_in, person, value):
    measured(person, value=value)
    assert "deficient" not in signed_in.get(LIST).text.lower()


def test_the_chosen_guideline_stands_first(signed_in, person):
    measured(person, value="140", unit="pmol/L")
    answer = signed_in.post(SETTINGS, {"guideline": "who", "black_ethnicity": "yes"})
    assert answer.url == LIST
    page = signed_in.get(LIST)
    assert "140 pmol/L lies in the range WHO calls deficiency." in text_of(page)
    assert "NICE: it lies in the range NICE calls indeterminate" in text_of(page)
    assert (checked(page, "guideline"), checked(page, "black_ethnicity")) == (["who"], ["yes"])
    person.profile.refresh_from_db()
    assert (person.profile.guideline, person.profile.black_ethnicity) == ("who", True)


def test_a_guideline_that_is_none_is_refused(signed_in, person):
    page = signed_in.post(SETTINGS, {"guideline": "mine"})
    assert page.status_code == 200
    assert "Choose one from the list." in text_of(page)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda one: ProfileFactory(owner=one, sex="female", life_stage="pregnant"), "total B12 falls to about half"),
        (lambda one: MedicineFactory(owner=one, key="oral_contraceptive", name="pill"), "the total may read low"),
        (lambda one: ConditionFactory(owner=one, key="ckd", name="ckd"), "raise MMA and homocysteine by themselves"),
        (lambda one: ConditionFactory(owner=one, key="liver_disease", name="liver"), "Liver disease can make B12"),
        (lambda one: GasUseFactory(owner=one), "After nitrous oxide B12 may look normal"),
        (lambda one: measured(one, "egfr", "50", "mL/min/1.73m2"), "raise MMA and homocysteine by themselves"),
    ],
)
def test_what_a_level_has_to_be_read_with_stands_above_it(signed_in, person, make, said):
    measured(person)
    make(person)
    page = text_of(signed_in.get(LIST))
    assert "Read this first" in page
    assert page.index(said) < page.index("Latest of each")


def test_what_was_taken_before_is_said_with_its_figures(signed_in, person):
    eats(person, injection(), [68])
    eats(person, tablet(1000), [14])
    measured(person)
    page = text_of(signed_in.get(LIST))
    assert (
        "You had an injection 56 days before the sample of 2 March 2026: B12 injection. You took 1,000 µg "
        "2 days before the sample of 2 March 2026: B12 tablet, 1000 µg. So total and active B12 of that day say "
        "little about your stores. "
        "Tell whoever reads the result. Do not pause a prescribed treatment to get a test."
    ) in page
    assert "after a dose" in page


def test_a_dose_before_says_nothing_of_other_markers(signed_in, person):
    eats(person, tablet(1000), [14])
    measured(person, "mma", "0.34", "µmol/L")
    assert "after a dose" not in text_of(signed_in.get(LIST))


def test_under_16_no_range_of_a_guideline_is_named(signed_in, person):
    ProfileFactory(owner=person, birth_year=2012)
    measured(person, value="150", low=Decimal(197), high=Decimal(771))
    said = text_of(signed_in.get(LIST))
    assert "no range of theirs is named here" in said
    assert "Your value lies below it." in said
    assert "calls" not in said


def test_in_pregnancy_an_active_b12_of_the_same_sample_decides(signed_in, person):
    ProfileFactory(owner=person, sex="female", life_stage="pregnant")
    sample = measured(person, value="150").sample
    assert "calls deficiency" in text_of(signed_in.get(LIST))
    MeasuredFactory(sample=sample, marker="active_b12", value=Decimal(80), unit="pmol/L")
    said = text_of(signed_in.get(LIST))
    assert "calls deficiency" not in said
    assert "calls a lack unlikely" in said


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda one: None, "Would an MMA test help if I get symptoms?"),
        (lambda one: GasUseFactory(owner=one), "Can homocysteine or MMA be measured?"),
        (lambda one: ProfileFactory(owner=one, sex="female", life_stage="pregnant"), "Can active B12 be measured?"),
        (lambda one: measured(one, "mma", "0.3", "µmol/L"), "How well do my kidneys work?"),
        (lambda one: measured(one, value="100", days=1), "What is the cause? Should I be tested for coeliac disease"),
    ],
)
def test_what_may_be_asked_follows_from_what_is_there(signed_in, person, make, said):
    measured(person)
    make(person)
    assert said in text_of(signed_in.get(LIST))


def test_older_samples_are_paged(signed_in, person):
    for n in range(13):
        measured(person, days=n + 1, sample__note=f"note {n}")
    first, second = (text_of(signed_in.get(LIST, {"page": n})) for n in (1, 2))
    assert ("note 11" in first, "note 12" in first, "note 12" in second) == (True, False, True)
    assert "?page=2#samples" in links_of(signed_in.get(LIST))
    assert signed_in.get(LIST, {"page": "x"}).status_code == 200


def test_names_as_typed_are_printed_and_not_run(signed_in, person):
    measured(person, sample__lab="<script>alert(1)</script>", sample__note="<script>alert(2)</script>")
    assert "<script>alert" not in signed_in.get(LIST).text


@pytest.mark.parametrize("samples", [1, 30])
def test_the_page_asks_as_often_for_thirty_samples(signed_in, person, samples, django_assert_num_queries):
    for n in range(samples):
        MeasuredFactory(sample=measured(person, days=n + 1).sample, marker="mma", value=Decimal("0.3"), unit="µmol/L")
    with django_assert_num_queries(5):
        signed_in.get(LIST)


@pytest.mark.parametrize("samples", [1, 30])
def test_the_form_asks_as_often_for_thirty_samples(signed_in, person, samples, django_assert_num_queries):
    for n in range(samples):
        measured(person, days=n + 1)
    with django_assert_num_queries(3):
        signed_in.get(NEW)
