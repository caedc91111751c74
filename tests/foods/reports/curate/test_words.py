"""Why something stands in the queue, in a sentence."""

from decimal import Decimal

import pytest

from foods.models import ConcernKind
from foods.reports.curate.words import in_short, jump, name_of, sentences
from tests.factories import ConcernFactory, FoodFactory, ImportRunFactory, ProposalFactory

K = ConcernKind


def why(kind: str, facts: dict, **fields) -> str:
    concern = ConcernFactory(kind=kind, facts=facts, food=FoodFactory(category="fish", **fields))
    return " ".join(sentences(concern)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("44", "4400", "100 times the present figure: a comma may have been lost."),
        ("44", "440", "10 times the present figure: a comma may have been lost."),
        ("0.38", "380", "1,000 times the present figure: mg and µg may have been confused."),
        ("380", "0.38", "The present figure is 1,000 times this one: mg and µg may have been confused."),
        ("1", "1000000", "1,000,000 times the present figure: g and µg may have been confused."),
        ("1", "3", ""),
        ("0", "3", ""),
        (None, "3", ""),
        ("3", None, ""),
    ],
)
def test_a_jump_is_explained_where_it_looks_like_a_slip(before, after, words):
    one, two = (None if figure is None else Decimal(figure) for figure in (before, after))

    assert jump(one, two) == words


@pytest.mark.parametrize(
    ("kind", "facts", "fields", "words"),
    [
        (
            K.UNIT,
            {"times": "1000", "median": "0.38", "figures": 34},
            {},
            "µg was probably taken for mg: the figure is out by 1,000. "
            "Usual there: about 0.38 µg per 100 g, the middle of 34 figures.",
        ),
        (K.UNIT, {"times": "0.001"}, {}, "mg was probably taken for µg: the figure is out by 1,000."),
        (
            K.IMPOSSIBLE,
            {"cap": "70", "why": "roe 56"},
            {},
            "More than 70 µg per 100 g is not to be believed of “Fish”. The highest we know of: roe 56.",
        ),
        (K.OUTLIER, {"z": 6.1}, {}, "Far above all others of “Fish”."),
        (K.OUTLIER, {"z": -4}, {}, "Far below all others of “Fish”."),
        (K.STALE, {}, {"figure_date": "2015"}, "The figure is of 2015, more than two years ago."),
        (
            K.STALE,
            {"fortified": True},
            {"figure_date": ""},
            "The figure is of an unknown day, more than two years ago. "
            "What makers add changes with their recipes: look at the label of today.",
        ),
        (K.UNSOURCED, {}, {}, "Nobody can look up where this figure is from."),
        (
            K.NO_ORIGIN,
            {"changes": {"origin": ["food", "added"]}},
            {},
            "Such foods hold no B12 by nature: it was probably added, or the figure is wrong.",
        ),
        (K.UNIT, {"times": "7"}, {}, ""),
        (K.OUTLIER, {}, {}, ""),
    ],
)
def test_each_doubt_has_its_sentence(db, kind, facts, fields, words):
    assert why(kind, facts, **fields) == words


def test_a_conflict_names_its_file(db):
    concern = ConcernFactory(kind=K.CONFLICT, run=ImportRunFactory(file_name="branded.csv"), facts={"changes": {}})

    assert list(sentences(concern)) == ["A curator changed this food. The file “branded.csv” has it otherwise."]


@pytest.mark.parametrize(
    ("same", "words"),
    [("gtin", "Both carry the same barcode."), ("name", "The same words in their names, and figures close together.")],
)
def test_a_pair_says_what_makes_it_one_and_which_would_stay(db, same, words):
    one, two = FoodFactory(name="Salmon"), FoodFactory(name="Lax")
    concern = ConcernFactory(kind=K.DUPLICATE, food=one, other=two, facts={"same": same, "keep": two.pk})

    assert list(sentences(concern)) == [words, "“Lax” would stay; to keep the other one, open “Merge the two”."]


def test_somebody_new_is_said_to_be_new_and_no_more(db):
    proposal = ProposalFactory(values={"brand": "X"})
    concern = ConcernFactory(kind=K.CORRECTION, food=proposal.food, proposal=proposal, facts={"newcomer": True})

    assert list(sentences(concern)) == ["From somebody who is new here: none of their proposals was taken so far."]


def short(concern) -> str:
    return in_short(concern).replace("\u00a0", " ")


def test_the_list_says_the_difference_in_a_few_words(db):
    food = FoodFactory(b12_ug=44, figure_date="2015")
    kinds = [
        (K.CORRECTION, {"b12_ug": ["44", "4400"]}, "4,400 µg, was 44 µg"),
        (K.CONFLICT, {"brand": ["", "A"], "gtin": ["", "1"]}, "Brand, Barcode"),
        (K.CONFLICT, {name: ["", "1"] for name in ("brand", "gtin", "note", "diet")}, "Brand, Barcode, Note…"),
        (K.IMPOSSIBLE, {}, "44 µg per 100 g"),
        (K.OUTLIER, {"b12_ug": ["44", None]}, "44 µg per 100 g"),
        (K.UNIT, {"b12_ug": ["44", "0.044"]}, "0.044 µg, was 44 µg"),
        (K.CORRECTION, {"b12_ug": ["44", None]}, "unknown, was 44 µg"),
        (K.STALE, {}, "44 µg per 100 g, of 2015"),
    ]

    assert [short(ConcernFactory(kind=kind, food=food, facts={"changes": changes})) for kind, changes, _ in kinds] == [
        words for *_, words in kinds
    ]
    assert short(ConcernFactory(food=FoodFactory(unknown=True))) == "unknown"
    pair = ConcernFactory(kind=K.DUPLICATE, food=food, other=FoodFactory(unknown=True))
    assert short(pair) == "44 µg per 100 g and unknown"


@pytest.mark.parametrize(
    ("values", "name"),
    [({"name": "Bar", "brand": "Own"}, "Bar, Own"), ({"name": "Bar"}, "Bar"), ({}, "Food without a name")],
)
def test_a_new_food_has_the_name_that_is_proposed(db, values, name):
    proposal = ProposalFactory(kind="new", food=None, values=values)

    assert name_of(ConcernFactory(kind=K.PROPOSAL, food=None, proposal=proposal)) == name
