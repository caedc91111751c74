"""What is typed and what is stored become the same words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foods.search.folding import LONGEST_WORD, fold_word, words
from foods.search.marks import highlight
from foods.search.terms import MOST_TERMS, barcodes, parse


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Whole MILK", ["whole", "milk"]),
        ("Crème brûlée", ["creme", "brulee"]),
        ("smørrebrød Łosoś æble œuf Weißwurst", ["smorrebrod", "loso", "aeble", "oeuf", "weisswurst"]),
        ("eggs berries anchovies tomatoes sandwiches", ["egg", "berry", "anchovy", "tomato", "sandwich"]),
        ("cookies cookie pies radishes cheeses", ["cooky", "cooky", "pie", "radish", "cheese"]),
        ("hummus Swiss couscous bass", ["hummus", "swiss", "couscous", "bass"]),
        ("yoghurt yoghurts yogurt soya fibre", ["yogurt", "yogurt", "yogurt", "soy", "fiber"]),
        ("chilli chillies chili chilies chile chiles", ["chili"] * 6),
        ("Kellogg's kelloggs’ O'Brien", ["kellogg", "kellogg", "obrien"]),
        ("semi-skimmed", ["semi", "skimmed"]),
        ("U.K.", ["uk"]),
        ("3.25% milkfat, 1.50", ["3.25", "milkfat", "1.5"]),
        ("", []),
        (" \0 -- '' \" * ( ", []),
    ],
)
def test_words_lose_case_accents_and_number(typed, folded):
    assert words(typed) == folded


@pytest.mark.parametrize(
    "typed",
    ["1000 mcg", "1,000 µg", "1,000 μg", "1000ug", "1000 micrograms", "1mg", "1 mg", "1.0 mg", "1 000 µg", "1'000 mcg"],
)
def test_a_dose_is_one_word_in_micrograms(typed):
    assert words(typed) == ["1000ug"]


@pytest.mark.parametrize(("typed", "folded"), [("2,4 µg", "2.4ug"), ("0.5mg", "500ug"), ("500-mcg", "500ug")])
def test_a_dose_keeps_its_decimals(typed, folded):
    assert words(typed) == [folded]


@pytest.mark.parametrize(
    "typed", ["b12", "B12", "B-12", "b 12", "vitamin b12", "Vitamin B 12", "vit. b-12", "Vitamin B₁₂", "vitb12"]
)
def test_the_vitamin_is_one_word_however_it_is_written(typed):
    assert words(typed) == ["b12"]


def test_other_vitamins_stay_what_they_are():
    assert words("vitamin b1 b120 b6") == ["vitamin", "b1", "b120", "b6"]


@given(st.text())
def test_folding_any_text_gives_words_of_letters_digits_and_points(text):
    for word in words(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert word.replace(".", "").isalnum()
        assert "." not in (word[0], word[-1])


@given(st.text(alphabet="abdeklmnoprt", min_size=3, max_size=12))
def test_a_plural_folds_to_its_singular(word):
    if word[-1] not in "aeiou":
        assert fold_word(word + "s") == fold_word(word)


@pytest.mark.parametrize("plural", ["berries", "cookies", "anchovies", "tomatoes", "sandwiches", "radishes"])
def test_every_half_typed_plural_is_the_beginning_of_the_word_or_of_its_plural(plural):
    stored = fold_word(plural)
    for length in range(1, len(plural)):
        typed = plural[:length]
        assert stored.startswith((typed, fold_word(typed)))


def test_a_query_has_at_most_eight_different_words():
    assert [term.word for term in parse("milk milk " + " ".join("bcdefghijkl"))] == ["milk", *"bcdefgh"]
    assert len(parse("word " * 5_000)) == 1
    assert len(parse(" ".join(f"w{n}" for n in range(5_000)))) == MOST_TERMS


def test_fillers_are_left_out_unless_they_are_all_there_is():
    assert [term.word for term in parse("a glass of the milk")] == ["glass", "milk"]
    assert [term.word for term in parse("of the")] == ["the"]
    assert [term.word for term in parse("vitamin a")] == ["vitamin", "a"]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("96385074", ("00000096385074", "0000096385074", "000096385074", "96385074")),
        ("012345678905", ("00012345678905", "0012345678905", "012345678905", "12345678905")),
        ("5 012345 678900", ("05012345678900", "5012345678900")),
        ("1234567", ()),
        ("123456789012345", ()),
        ("00000000", ()),
        ("٣٣٣٣٣٣٣٣", ()),
        ("b12 1000", ()),
    ],
)
def test_a_barcode_is_looked_for_in_every_length(typed, codes):
    assert barcodes(typed) == codes


@pytest.mark.parametrize(
    ("name", "searched", "marked"),
    [
        ("Whole milk", "mil", ["mil"]),
        ("Whole milk", "milk whole", ["Whole", "milk"]),
        ("Crème fraîche", "creme", ["Crème"]),
        ("Weißwurst", "weissw", ["Weißw"]),
        ("Eggs, boiled", "egg", ["Eggs"]),
        ("Berries, mixed", "berry", ["Berries"]),
        ("B12 tablet, 1,000 µg", "1mg b12", ["B12", "1,000 µg"]),
        ("Vitamin B-12 drops", "b12", ["Vitamin B-12"]),
        ("Kellogg's flakes", "kellog", ["Kellog"]),
        ("<b>Milk</b>", "milk", ["Milk"]),
        ("Whole milk", "", []),
        ("Whole milk", "hole", []),
    ],
)
def test_the_matching_parts_of_a_name_are_marked(name, searched, marked):
    assert [text for text, is_marked in highlight(name, searched) if is_marked] == marked


@given(st.text(), st.text())
def test_marked_runs_joined_are_the_name_itself(name, searched):
    assert "".join(text for text, _ in highlight(name, searched)) == name
