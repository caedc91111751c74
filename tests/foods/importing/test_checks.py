"""Every check has its code, and each code its test."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from foods.choices import Basis, Category
from foods.importing import checks
from foods.importing.checks import REASONS, UNREADABLE, Refused
from foods.shipped import gtin_is_valid


def code_of(check, *args, **options) -> str:
    with pytest.raises(Refused) as error:
        check(*args, **options)
    assert error.value.code in REASONS
    assert str(error.value)[-1] == "."
    assert len(str(error.value)) < 400
    return error.value.code


def taken(check, *args, **options):
    """What the check gives; None where it refuses."""
    try:
        return check(*args, **options)
    except Refused:
        return None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Egg, whole", "Egg, whole"),
        ("  Egg \t\n whole ", "Egg whole"),
        ("M&amp;M&#39;S", "M&M'S"),
        ("Egg\x07\x1b[31m", "Egg [31m"),
        ("Zero\u200bwidth\u202e", "Zero width"),
        ("+Vitamins", "+Vitamins"),
        ("-18 °C fish", "-18 °C fish"),
        ("< 1 % fat milk", "< 1 % fat milk"),
        ("I <3 oats", "I <3 oats"),
        ("寿司", "寿司"),
    ],
)
def test_names_come_out_as_they_can_be_shown(text, name):
    assert checks.clean_name(text) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "name_empty"),
        (" - ", "name_empty"),
        ("x" * 5_000, "name_long"),
        ("Egg\x00", "nul"),
        ("<b>Egg</b>", "html"),
        ("Egg <script>alert(1)</script>", "html"),
        ("&lt;img src=x onerror=alert(1)&gt;", "html"),
        ("Egg <!-- x -->", "html"),
        ("=HYPERLINK(A1)", "formula"),
        ("@SUM(1+1)", "formula"),
        ("+cmd|' /C calc'!A0", "formula"),
        ("-2+3+cmd|x", "formula"),
        ("\t=1+1", "formula"),
        ("&#61;1+1", "formula"),
    ],
)
def test_names_that_are_none_are_refused(text, code):
    assert code_of(checks.clean_name, text) == code


def test_a_long_name_is_cut_at_a_word_and_says_so():
    name = checks.clean_name("Egg with a long story " * 20)
    assert len(name) <= 160
    assert name.endswith("…")
    assert "Egg with a long story" in name
    assert checks.clean_name("x" * 200) == "x" * 159 + "…"


@hypothesis_settings(max_examples=300)
@given(st.text(max_size=300))
def test_a_name_that_was_taken_is_clean_whatever_it_was(text):
    name = taken(checks.clean_name, text)
    if name is not None:
        assert 0 < len(name) <= 160
        assert name == name.strip()
        assert name.isprintable()
        assert name[0] not in "=@"


@pytest.mark.parametrize(
    ("text", "unit", "ug"),
    [
        ("1.29", "UG", "1.29"),
        ("1.29E+3", "UG", "1290"),
        ("0", "UG", "0"),
        (0.1, "mcg", "0.1"),
        (3, "µg", "3"),
        ("2", "\u03bcg", "2"),
        ("0.0024", "mg", "2.4"),
        ("0.0000024", "g", "2.4"),
        (2.396995102404986e-10, "g", "0.0002"),
        (" 5. ", "ug", "5"),
        (".5", "ug", "0.5"),
    ],
)
def test_figures_come_in_micrograms(text, unit, ug):
    figure = checks.figure(text, unit=unit)
    assert (figure, figure.as_tuple().exponent) == (Decimal(ug), -4)


@pytest.mark.parametrize("text", [None, "", " ", "-", "–", "N/A", "traces", "Tr", "null", "nan", float("nan"), "<0.1"])
def test_what_is_missing_stays_unknown_and_is_never_0(text):
    assert checks.figure(text, unit="UG") is None


def test_below_a_limit_is_its_end_and_no_figure():
    assert checks.bound("< 0,1", unit="µg", decimal_comma=True) == Decimal("0.1")
    assert checks.bound("0.1", unit="µg") is None
    assert checks.figure("0,35", unit="µg", decimal_comma=True) == Decimal("0.35")


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("-1", "UG", "negative"),
        ("abc", "UG", "number"),
        ("1,234", "UG", "number"),
        ("1 2", "UG", "number"),
        ("١", "UG", "number"),
        ("inf", "UG", "number"),
        ("1e999", "UG", "impossible"),
        ("9" * 18, "g", "impossible"),
        ("1" * 5_000, "UG", "number"),
        ("1", "IU", "unit"),
        ("1", "", "unit"),
        ("1", "% DV", "unit"),
        ("=1+1", "UG", "number"),
    ],
)
def test_figures_that_are_none_are_refused(text, unit, code):
    assert code_of(checks.figure, text, unit=unit) == code


@hypothesis_settings(max_examples=300)
@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.none()), st.sampled_from(("UG", "mg", "g", "IU")))
@example("1e-999", "g")
def test_a_figure_that_was_taken_fits_the_table(text, unit):
    figure = taken(checks.figure, text, unit=unit)
    assert figure is None or 0 <= figure < 10**8


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", ""),
        ("96385074", "96385074"),
        ("036000291452", "036000291452"),
        ("36000291452", "036000291452"),
        ("0036000291452", "036000291452"),
        ("00036000291452", "036000291452"),
        ("4006381333931", "4006381333931"),
        ("0 36000-29145 2", "036000291452"),
        ("10038034720202", "10038034720202"),
    ],
)
def test_a_barcode_has_one_spelling(text, code):
    assert checks.gtin(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("036000291453", "gtin_check"),
        ("12345678901234567", "gtin_digits"),
        ("000000000000", "gtin_digits"),
        ("X00172JWOP", "gtin_digits"),
        ("4.0822E+10", "gtin_digits"),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", "gtin_digits"),
    ],
)
def test_what_is_no_barcode_is_refused(text, code):
    assert code_of(checks.gtin, text) == code


@hypothesis_settings(max_examples=200)
@given(st.text("0123456789", max_size=16))
def test_a_barcode_that_was_taken_is_valid_and_stays_as_it_is(text):
    code = taken(checks.gtin, text)
    assert not code or (gtin_is_valid(code) and checks.gtin(code) == code)


def test_more_than_there_can_be_is_refused_by_category():
    assert checks.within_cap(Category.ORGAN_MEAT, Basis.G100, Decimal(96)) is None
    assert checks.within_cap(Category.FRUIT, Basis.G100, None) is None
    assert code_of(checks.within_cap, Category.FRUIT, Basis.G100, Decimal(96)) == "impossible"
    assert code_of(checks.within_cap, "no such category", Basis.G100, Decimal(1_001)) == "impossible"
    assert checks.within_cap(Category.SUPPLEMENT, Basis.UNIT, Decimal(5_000)) is None


def test_more_added_than_in_all_is_refused():
    assert checks.added_within_total(Decimal(2), Decimal(2)) is None
    assert checks.added_within_total(None, Decimal(2)) is None
    assert code_of(checks.added_within_total, Decimal(2), Decimal("2.1")) == "added"


@pytest.mark.parametrize("text", ["", " ", "x" * 81, "a\nb", "a\x00"])
def test_an_id_is_one_to_eighty_letters(text):
    assert code_of(checks.ref, text) == "ref"


def test_leading_zeros_of_an_id_are_kept():
    assert checks.ref(" 01001 ") == "01001"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("United States", "US"), ("new  zealand", "NZ"), ("Royaume-Uni", "GB"), ("UK", "GB"), ("DE", "DE"),
        ("Deutschland", "DE"), ("Atlantis", ""), ("", ""), ("xx", ""),
    ],
)  # fmt: skip
def test_countries_are_known_by_name_or_code(text, code):
    assert checks.market(text) == code


def test_a_refusal_fits_its_columns_and_holds_nothing_a_database_cannot():
    one = checks.refusal("d/" * 100 + "f.csv", 7, Refused("nul", "a\x00" + "b" * 900), "\udcff\x00" + "c" * 10_000)
    assert (len(one.file), one.line, one.code) == (120, 7, "nul")
    assert (len(one.reason), len(one.excerpt)) == (400, 200)
    assert "\x00" not in one.reason + one.excerpt
    assert one.excerpt.encode()


def test_every_code_that_is_used_is_explained():
    unknown = set()
    for path in (Path(settings.BASE_DIR) / "foods" / "importing").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                known = {"Refused": REASONS, "Unreadable": UNREADABLE}.get(name)
                if known is not None and node.args[0].value not in known:
                    unknown.add((path.name, node.args[0].value))
    assert unknown == set()
