"""Whatever is typed: nothing breaks, nothing is lost, and long lines take no longer than their length."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.domain.line.test_reading import reads
from tracker.domain.line import Role
from tracker.domain.line.tokens import LONGEST
from tracker.domain.line.words import set_of

WORDS = [
    "\n",
    *sorted(
        set_of(
            "2 ½ 1/2 0,5 200g 1.5 x3 3x a half an couple of dozen few two zwei deux dos und and with mit avec con & + "
            ", ; . - ( ) g ml cup slice EL c. à soupe d' eggs milk b12 1000 mcg toast at 8 8am 8:30 yesterday "
            "breakfast: for lunch last night each of @ 60g % 7up ago days without no large i had then / * – to"
        )
    ),
]
LINES = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=300)
BOMBS = ["and ", "with ", "2 ", "a ", "half ", "1/2 ", "(", ")", "x3 ", "200 g ", "2 x ", ", ", "a couple of ", "of ",
         "at 8 ", "breakfast ", "1-2 ", "2 and a half ", "egg ", "b12 1000 ", "½", ".", "1.", "d'", "ä", "\n", "- ",
         "2 eggs (60 g each) ", "7up ", "to ", "1 to "]  # fmt: skip


@given(line=LINES)
def test_no_text_breaks_it_and_reading_it_again_says_the_same(line):
    assert reads(line) == reads(line)


@given(line=LINES)
def test_every_sign_that_is_no_space_has_exactly_one_role(line):
    covered = [place for start, end, _ in reads(line).roles for place in range(start, end)]
    signs = {place for place, char in enumerate(line[:LONGEST]) if not char.isspace()}

    assert len(covered) == len(set(covered))
    assert signs <= set(covered)


@given(line=LINES)
def test_a_thing_stands_where_it_was_typed_with_the_words_of_its_name_inside(line):
    read = reads(line)

    for thing in read.things:
        assert thing.typed == line[thing.start : thing.end]
        assert all(word.text in line[thing.start : thing.end] for word in thing.words)
    starts = [thing.start for thing in read.things]
    assert starts == sorted(starts)


@given(line=LINES)
def test_every_word_belongs_to_a_thing_to_the_time_or_to_what_is_handed_back(line):
    read = reads(line)
    unread = [(start, end) for start, end, role in read.roles if role is Role.UNREAD and line[start:end].isalnum()]
    inside = [(thing.start, thing.end) for thing in read.things]
    handed = [(piece.start, piece.end) for piece in read.not_understood]

    assert [span for span in unread if not any(a <= span[0] and span[1] <= b for a, b in handed)] == []
    for start, end, role in read.roles:
        assert role is not Role.THING or any(a <= start and end <= b for a, b in inside)


@given(line=LINES)
def test_amounts_are_more_than_nothing_and_ranges_hold_them(line):
    for thing in reads(line).things:
        measures = [one.value for one in (thing.each, thing.total) if one]
        assert all(value > 0 for value in [thing.amount or 1, *measures])
        assert thing.name.strip() == thing.name != ""
        if thing.low is not None:
            assert 0 < thing.low <= (thing.total.value if thing.total else thing.amount) <= thing.high


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_line_of_the_longest_length_is_read_at_once(bomb):
    line = (bomb * LONGEST)[:LONGEST]
    reads(line)  # what is compiled or remembered once is not counted
    started = process_time()
    reads(line)

    assert process_time() - started < 0.25


def test_twice_the_text_takes_hardly_more_than_twice_the_time():
    def seconds(text: str) -> float:
        times = []
        for _ in range(5):
            started = process_time()
            reads(text)
            times.append(process_time() - started)
        return min(times)

    half, whole = (
        ("2 eggs and a latte with milk " * 100)[: LONGEST // 2],
        ("2 eggs and a latte with milk " * 100)[:LONGEST],
    )

    assert seconds(whole) < 3 * seconds(half)


def test_what_stands_beyond_the_longest_line_is_handed_back():
    line = "egg, " * (LONGEST // 5) + "and a salmon"

    assert reads(line).not_understood[-1].text == "and a salmon"


@settings(max_examples=30)
@given(number=st.text(alphabet="0123456789.,/½⁄٣²①", min_size=1, max_size=30))
def test_no_number_breaks_it(number):
    assert reads(f"{number} eggs").text == f"{number} eggs"
