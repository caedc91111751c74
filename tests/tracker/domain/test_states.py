"""States: the table as documented, and what several at once come to."""

import math

import pytest

from tracker.domain.parameters import Span
from tracker.domain.states import NORMAL, STATES, State, combine, of_age

TABLE = {  # release, capacity, loss per day
    "normal": (1, 1, 0.0013),
    "age_50_59": ((0.5, 1, 1), 1, 0.0013),
    "age_60_74": ((0.4, 1, 1), 1, 0.0013),
    "age_75": ((0.3, 1, 1), 1, 0.0013),
    "pernicious_anaemia": (0, 0, 0.0020),
    "total_gastrectomy": (0, 0, 0.0020),
    "atrophic_gastritis": (0.2, 1, 0.0015),
    "achlorhydria": (0.2, 1, 0.0015),
    "gastritis": (0.6, 1, 0.0013),
    "h_pylori": (0.6, 1, 0.0013),
    "partial_gastrectomy": (0.4, 0.5, 0.0013),
    "gastric_bypass": (0.2, 0.3, 0.0015),
    "sleeve_gastrectomy": (0.4, 0.6, 0.0015),
    "biliopancreatic_diversion": (0.2, 0.2, 0.0015),
    "ileum_under_20_cm": (1, 1, 0.0013),
    "ileum_20_60_cm": (1, (0, 0.5, 1), 0.0015),
    "ileum_over_60_cm": (1, 0, 0.0020),
    "crohn_ileal": (1, 0.8, 0.0013),
    "coeliac": (1, 0.8, 0.0013),
    "hiv_diarrhoea": (1, 0.8, 0.0013),
    "bacterial_overgrowth": (1, 0.7, 0.0013),
    "abdominal_radiotherapy": (1, 0.7, 0.0013),
    "pancreatic_insufficiency": (1, 0.6, 0.0013),
    "tropical_sprue": (1, 0.5, 0.0013),
    "fish_tapeworm": (1, 0.5, 0.0013),
    "ppi": (0.4, 1, 0.0013),
    "potassium_competitive_blocker": (0.4, 1, 0.0013),
    "h2_blocker": (0.6, 1, 0.0013),
    "metformin": (1, 0.7, 0.0013),
    "colchicine": (1, 0.8, 0.0013),
    "aminosalicylic_acid": (1, 0.45, 0.0013),
    "colestyramine": (1, 0.9, 0.0013),
}


def span(figure: float | tuple[float, float, float]) -> Span:
    return Span(*figure) if isinstance(figure, tuple) else Span(figure, figure, figure)


def test_the_table_has_these_states_and_no_other():
    assert list(STATES) == list(TABLE)


@pytest.mark.parametrize("key", TABLE)
def test_a_state_has_its_documented_figures(key: str):
    release, capacity, loss_per_day = TABLE[key]

    assert STATES[key] == State(key, span(release), span(capacity), loss_per_day)


def test_the_table_cannot_be_changed():
    with pytest.raises(TypeError):
        STATES["ppi"] = NORMAL  # type: ignore[index]


def test_nothing_at_all_is_normal():
    assert combine([]) is NORMAL
    assert combine([NORMAL, NORMAL]) is NORMAL


def test_one_state_alone_stays_what_it_is():
    assert combine([STATES["ppi"]]) is STATES["ppi"]
    assert combine([NORMAL, STATES["ppi"]]) is STATES["ppi"]


def test_several_states_have_the_lowest_release_the_product_of_capacities_and_the_highest_loss():
    both = combine([STATES["gastric_bypass"], STATES["ppi"], STATES["metformin"]])

    assert both.key == "gastric_bypass+ppi+metformin"
    assert both.release == Span(0.2, 0.2, 0.2)
    assert both.capacity == pytest.approx((0.21, 0.21, 0.21))
    assert both.loss_per_day == 0.0015


def test_two_that_act_on_the_same_step_do_not_add_up():
    assert combine([STATES["ppi"], STATES["h2_blocker"]]).release == Span(0.4, 0.4, 0.4)


def test_ends_of_ranges_are_combined_end_by_end():
    both = combine([of_age(80), STATES["h2_blocker"], STATES["ileum_20_60_cm"], STATES["metformin"]])

    assert both.release == Span(0.3, 0.6, 0.6)
    assert both.capacity == pytest.approx((0.0, 0.35, 0.7))


def test_two_products_with_the_same_medicine_count_once():
    assert combine([STATES["metformin"], STATES["metformin"]]) is STATES["metformin"]


def test_an_iterator_will_do():
    assert combine(STATES[key] for key in ("coeliac", "ppi")).key == "coeliac+ppi"


@pytest.mark.parametrize(
    ("age_years", "key"),
    [
        (None, "normal"),
        (0, "normal"),
        (49.9, "normal"),
        (50, "age_50_59"),
        (59.9, "age_50_59"),
        (60, "age_60_74"),
        (74.9, "age_60_74"),
        (75, "age_75"),
        (110, "age_75"),
    ],
)
def test_age_alone_lowers_release_from_50_on(age_years: float | None, key: str):
    assert of_age(age_years) is STATES[key]


def test_age_never_lowers_the_capacity():
    assert {of_age(age).capacity for age in range(0, 120, 5)} == {Span(1.0, 1.0, 1.0)}


@pytest.mark.parametrize(
    "wrong", [Span(0.5, 0.4, 1.0), Span(-0.1, 0.5, 1.0), Span(0.5, 1.0, 1.1), Span(0, math.nan, 1)]
)
def test_shares_out_of_order_or_range_are_refused(wrong: Span):
    with pytest.raises(ValueError, match="lowest first"):
        State("odd", release=wrong)
    with pytest.raises(ValueError, match="lowest first"):
        State("odd", capacity=wrong)


@pytest.mark.parametrize("loss_per_day", [0.0, -0.001, math.nan, math.inf])
def test_a_loss_that_is_none_is_refused(loss_per_day: float):
    with pytest.raises(ValueError, match="loss per day"):
        State("odd", loss_per_day=loss_per_day)
