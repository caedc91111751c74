"""Every finding has a rule, words, sources, samples and a test; and no words of theirs diagnose."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tracker.domain import tables
from tracker.domain.risks.evaluate import ASK_FOR_A_TEST, GAVE_POINTS, RULES, UNTREATED
from tracker.domain.risks.findings import Finding, Level, Question
from tracker.reports.findings.gallery import cases_by_code
from tracker.reports.findings.samples import TODAY
from tracker.reports.findings.words import Said, said

ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "templates" / "findings"
TESTS = ROOT / "tests" / "tracker" / "domain" / "risks"
SOURCES = ROOT / "tracker" / "domain" / "risks"

# All of them, in the order of docs/risks.md, with the level that is the rule's own.
LEVELS = {
    "intake-below-target": "info",
    "intake-below-requirement": "caution",
    "diet-vegan-schedule-not-met": "caution",
    "diet-vegan-long-gap": "see-a-clinician",
    "diet-vegetarian-low": "caution",
    "source-not-counted": "info",
    "intake-above-guidance-level": "info",
    "age-50-crystalline": "info",
    "age-75-test": "caution",
    "maternal-diet-risk": "see-a-clinician",
    "infant-warning-signs": "urgent",
    "pernicious-anaemia-untreated": "see-a-clinician",
    "gastrectomy-untreated": "see-a-clinician",
    "bariatric-bypass-untreated": "see-a-clinician",
    "ileal-resection-replace": "see-a-clinician",
    "yearly-test-due": "caution",
    "malabsorption-condition": "caution",
    "gastric-atrophy-or-gastritis": "caution",
    "autoimmune-or-family": "info",
    "inherited-disorder": "see-a-clinician",
    "alcohol-heavy": "caution",
    "metformin-use": "info",
    "metformin-high-or-long": "caution",
    "metformin-with-symptoms": "see-a-clinician",
    "acid-blocker-watch": "info",
    "ppi-2-years": "caution",
    "nitrous-oxide-nerve-signs": "urgent",
    "nitrous-oxide-repeated": "see-a-clinician",
    "nitrous-oxide-planned": "see-a-clinician",
    "medicine-listed-long": "info",
    "folic-acid-masking": "caution",
    "several-risks": "caution",
    "many-risks": "see-a-clinician",
    "symptom-and-risk": "see-a-clinician",
    "symptoms-on-treatment": "caution",
    "symptoms-no-risk": "info",
    "leber-no-cyanocobalamin": "see-a-clinician",
    "cobalamin-allergy": "see-a-clinician",
    "treatment-start-potassium": "urgent",
    "treatment-overdue": "caution",
    "form-choice": "info",
    "lab-deficient": "see-a-clinician",
    "lab-deficient-nerve-signs": "urgent",
    "lab-indeterminate": "caution",
    "lab-mma-raised": "see-a-clinician",
    "lab-unlikely-with-symptoms": "see-a-clinician",
    "lab-high-unsupplemented": "see-a-clinician",
    "lab-after-dose": "info",
    "lab-context": "info",
    "lab-macrocytosis": "caution",
    "lab-anaemia": "caution",
    "treatment-review-due": "info",
    "emergency-signs": "urgent",
    "nerve-signs-fast": "urgent",
    "confusion-new": "urgent",
    "nerve-signs-new": "see-a-clinician",
    "symptom-red-flag": "see-a-clinician",
    "self-harm": "urgent",
}
SILENT_ON_INJECTIONS = {
    "yearly-test-due", "age-75-test", "metformin-high-or-long", "ppi-2-years", "malabsorption-condition",
    "several-risks", "many-risks",
}  # fmt: skip
FOR_A_CHILD = {  # conditions, medicines and gas, cautions with treatment
    "pernicious-anaemia-untreated", "gastrectomy-untreated", "bariatric-bypass-untreated", "ileal-resection-replace",
    "yearly-test-due", "malabsorption-condition", "gastric-atrophy-or-gastritis", "autoimmune-or-family",
    "inherited-disorder", "alcohol-heavy", "metformin-use", "metformin-high-or-long", "metformin-with-symptoms",
    "acid-blocker-watch", "ppi-2-years", "nitrous-oxide-nerve-signs", "nitrous-oxide-repeated",
    "nitrous-oxide-planned", "medicine-listed-long", "folic-acid-masking", "leber-no-cyanocobalamin",
    "cobalamin-allergy", "treatment-start-potassium", "treatment-overdue", "form-choice",
}  # fmt: skip
TITLE_LENGTH = 70
SENTENCES = {"evidence": 3, "meaning": 3, "action": 3}
AS_MANY_AS_APPLY = {"lab-context"}  # a sentence for each thing that shifts a result

FORBIDDEN = re.compile(
    r"\b(?:you are deficient|you have (?:a |an )?(?:\w+ )?deficien|you have low|you have too little|you lack|"
    r"you are low|you are anaemic|you have an(?:ae|e)mia|you are safe|is safe for you|it is safe|you are fine|"
    r"nothing to worry|you suffer|diagnosed with|we diagnose|this means you have|"
    r"stop taking|stop this medicine|stop the medicine|stop your|come off|"
    r"increase your dose|increase the dose|raise your dose|reduce your dose|lower your dose|double your|"
    r"change your dose|take more b12|take two)",
    re.IGNORECASE,
)
ALLOWED = re.compile(
    r"\b(?:do not|never|not to) (?:stop (?:taking|the medicine|this medicine|your)|come off|take two|"
    r"(?:increase|raise|reduce|lower|change) (?:your|the) dose|double your)",
    re.IGNORECASE,
)
NAMED_WITH_A_FIGURE = re.compile(r"folic acid 0\.4 mg")  # what people call their tablets is theirs
LOOSE_UNIT = re.compile(r"\d (?:µg|mg|cm|ng/L|pg/mL|pmol/L|nmol/L|µmol/L|g/L|g/dL|fL|%)")


def samples() -> list[tuple[str, Finding]]:
    """Every sample that fires, as its rule alone finds it."""
    found = [(code, RULES[code].find(case)) for code in RULES for case in cases_by_code().get(code, ())]
    return [(code, one) for code, one in found if one]


def named(pair: tuple[str, object]) -> str:
    return pair[0]


def diagnosing(text: str) -> list[str]:
    return FORBIDDEN.findall(ALLOWED.sub("", re.sub(r"\s+", " ", text)))


def sentences(text: str) -> int:
    return len(re.findall(r"[.?](?=\s|$)", text))


# --- rules -----------------------------------------------------------------------------------------------------------
def test_every_finding_has_a_rule_and_every_rule_is_listed():
    assert set(RULES) == set(LEVELS)


@pytest.mark.parametrize("code", LEVELS)
def test_a_rule_has_its_level_and_its_code(code):
    assert (RULES[code].code, RULES[code].level) == (code, LEVELS[code])


@pytest.mark.parametrize("code", LEVELS)
def test_a_rule_has_sources_that_may_be_shown(code):
    assert RULES[code].sources
    assert [key for key in RULES[code].sources if tables.citation(key) is None] == []


@pytest.mark.parametrize("code", LEVELS)
def test_a_rule_gives_way_only_to_rules_there_are_and_never_in_a_circle(code):
    seen, ahead = set(), list(RULES[code].yields_to)
    while ahead:
        other = ahead.pop()
        assert other in RULES
        if other not in seen:
            seen.add(other)
            ahead.extend(RULES[other].yields_to)
    assert code not in seen


def test_what_only_asks_for_a_test_is_marked_so():
    assert {code for code, rule in RULES.items() if rule.asks_for_test} == SILENT_ON_INJECTIONS


def test_what_points_to_a_childrens_doctor_is_marked_so():
    assert {code for code, rule in RULES.items() if rule.child_note} == FOR_A_CHILD


def test_what_is_urgent_rests_on_nothing_unconfirmed():
    assert [code for code, rule in RULES.items() if rule.level == Level.URGENT and rule.unconfirmed] == []


def test_the_lists_of_what_silences_and_holds_name_rules_there_are():
    mentioned = {
        *UNTREATED,
        *ASK_FOR_A_TEST,
        *(code for codes in GAVE_POINTS.values() for code in codes),
    }

    assert mentioned - set(RULES) == set()


@pytest.mark.parametrize("code", LEVELS)
def test_a_rule_is_named_in_a_test_of_its_own(code):
    tests = (path for path in TESTS.glob("test_*.py") if path.name != "test_evaluate.py")  # which names many
    text = "\n".join(path.read_text(encoding="utf-8") for path in tests)

    assert code in text or code.replace("-", "_") in text


# --- words -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", LEVELS)
def test_a_rule_has_samples_and_every_one_of_them_fires(code):
    cases = cases_by_code().get(code, ())

    assert cases
    assert [number for number, case in enumerate(cases) if RULES[code].find(case) is None] == []


def test_no_sample_and_no_words_are_of_a_rule_there_is_not():
    words = {path.stem for path in WORDS.glob("*.html") if not path.stem.startswith("_")}

    assert set(cases_by_code()) - set(LEVELS) == set()
    assert words == set(LEVELS)


@pytest.mark.parametrize("sample", samples(), ids=named)
def test_a_finding_says_what_was_found_what_it_may_mean_and_what_to_do(sample):
    words = said(sample[1], day=TODAY)

    assert [part for part in Said._fields if not getattr(words, part)] == []
    assert [part for part in Said._fields if "None" in getattr(words, part) or "{" in getattr(words, part)] == []


@pytest.mark.parametrize("sample", samples(), ids=named)
def test_its_words_are_few(sample):
    code, finding = sample
    words = said(finding, day=TODAY)
    counts = {part: sentences(getattr(words, part)) for part in SENTENCES}
    most = SENTENCES | ({"meaning": 7} if code in AS_MANY_AS_APPLY else {})

    assert len(words.title) <= TITLE_LENGTH
    assert not words.title.endswith((".", "!"))
    assert {part: n for part, n in counts.items() if not 1 <= n <= most[part]} == {}


@pytest.mark.parametrize("sample", samples(), ids=named)
def test_its_words_do_not_diagnose_and_keep_a_figure_by_its_unit(sample):
    text = " ".join(said(sample[1], day=TODAY))

    assert diagnosing(text) == []
    assert "!" not in text
    assert LOOSE_UNIT.findall(re.sub(NAMED_WITH_A_FIGURE, "", text)) == []


@pytest.mark.parametrize("path", sorted(WORDS.rglob("*.html")), ids=lambda path: path.stem)
def test_no_words_that_no_sample_shows_diagnose_either(path):
    assert diagnosing(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You are deficient.", True), ("You have a deficiency", True), ("you have a B12 deficiency", True),
        ("You have low B12", True), ("You are safe.", True), ("Stop taking metformin.", True), ("Take two.", True),
        ("Stop this medicine", True), ("Increase your\n  dose", True), ("You lack B12", True),
        ("Do not take two.", False), ("Do not stop taking it", False), ("Do not change the dose yourself", False),
        ("what NICE calls deficiency", False), ("This may point to a lack of B12.", False), ("Ask your doctor", False),
    ],
)  # fmt: skip
def test_the_search_for_words_that_diagnose_finds_them(text, expected):
    assert bool(diagnosing(text)) is expected


# --- questions -------------------------------------------------------------------------------------------------------
ASKED = sorted(
    {code for path in SOURCES.glob("*.py") for code in re.findall(r'Question\(\s*"([\w-]+)"', path.read_text("utf-8"))}
)


def test_every_question_has_words_and_all_words_have_a_question():
    assert {path.stem for path in (WORDS / "ask").glob("*.html") if not path.stem.startswith("_")} == set(ASKED)


@pytest.mark.parametrize("code", ASKED)
def test_a_question_asks_and_says_why(code):
    context = {"question": Question(code, "profile", "metformin"), "layout": "findings/ask/_question.html"}
    text = get_template(f"findings/ask/{code}.html").render(context)
    question, why = re.search(r"<h3>(.*?)</h3>\s*<p>(.*?)</p>", text, re.DOTALL).groups()

    assert question.strip().endswith("?")
    assert 1 <= sentences(why) <= 2
    assert diagnosing(text) == []
