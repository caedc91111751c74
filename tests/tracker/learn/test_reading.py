"""Articles can be read at twelve: measured article by article. The table: `pytest -rP -k easy_to_read`."""

import pytest

from tests.tracker.learn.conftest import SLUGS, bare
from tests.tracker.learn.reading import read, sentences, syllables
from tracker.reports.learn import library

HARDEST = 8.0  # about 13 years old


def test_every_article_is_easy_to_read():
    measured = {slug: read(bare(library().get(slug))) for slug in SLUGS}
    table = "\n".join(
        f"{slug:28}grade {reading.grade:4.1f}  {reading.words:4} words  "
        f"{reading.words / reading.sentences:4.1f} a sentence  {reading.syllables / reading.words:.2f} syllables a word"
        for slug, reading in sorted(measured.items(), key=lambda item: -item[1].grade)
    )
    print(table)  # noqa: T201 - `make test` does not show it, `-rP` does

    assert max(reading.grade for reading in measured.values()) <= HARDEST, table


@pytest.mark.parametrize("slug", SLUGS)
def test_no_sentence_is_too_long_to_follow(slug):
    long = [one for one in sentences(bare(library().get(slug))) if len(one.split()) > 34]

    assert long == []


def test_a_hard_text_is_found_hard():
    hard = (
        "<p>Hydroxocobalamin administration constitutes the recommended parenteral intervention whenever "
        "malabsorption necessitates circumventing gastrointestinal mechanisms.</p>"
    )

    assert read(hard).grade > 20


def test_the_grade_is_that_of_the_formula():
    """Twelve words in two sentences, fourteen syllables."""
    reading = read("<p>The cat sat on the red mat. A fish swam in water.</p>")

    assert (reading.words, reading.sentences, reading.syllables) == (12, 2, 13)
    assert reading.grade == pytest.approx(0.39 * 6 + 11.8 * 13 / 12 - 15.59)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1), ("water", 2), ("made", 1), ("little", 2), ("liver", 2), ("energy", 3), ("needed", 2),
        ("looked", 1), ("oxygen", 3), ("muscles", 2), ("cobalamin", 4), ("table", 2), ("whole", 1), ("free", 1),
        ("body’s", 2), ("2.4", 2), ("nerves", 1), ("diabetes", 4), ("usual", 3), ("question", 2), ("special", 2),
    ],
)  # fmt: skip
def test_syllables(word, count):
    assert syllables(word) == count


def test_only_whole_sentences_are_counted():
    page = (
        "<h2>Not this.</h2><p>But this <sup>1</sup>one. And “this one.” Too.</p>"
        "<table><tr><td>Not this.</td></tr></table><figure><svg><text>Not this.</text></svg>"
        "<figcaption>This one, B12.</figcaption></figure><li>1.5 µg is one.</li>"
    )

    assert sentences(page) == ["But this one.", "And “this one.", "Too.", "This one, B12.", "1.5 µg is one."]
