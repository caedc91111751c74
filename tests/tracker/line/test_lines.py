"""How many things of 369 lines come out as the food and the amount that was meant, on the foods that are shipped."""

from decimal import Decimal

import pytest

from foods.loading import load
from foods.models import Food, Portion
from foods.shipped import DIRECTORY
from tests.factories import UserFactory
from tests.tracker.eaters import NOW
from tests.tracker.line.measure import Case, Expected, Got, cases, is_right, right
from tracker.reports.line import ResolvedItem, ResolvedLine, resolve

needs_foods = pytest.mark.skipif(
    not (DIRECTORY / "foods.csv").exists(), reason="the table of shipped foods is not there"
)
LEAST_PERCENT = 95


class Table:
    """References and default portions of the foods, by their numbers."""

    def __init__(self) -> None:
        self.refs = dict(Food.objects.values_list("pk", "source_ref"))
        self.defaults = dict(Portion.objects.filter(is_default=True).values_list("food_id", "quantity"))

    def got(self, item: ResolvedItem) -> Got:
        if item.food_id is None:
            return Got("", Decimal(0), Decimal(0), item.sure)
        size = item.rows[0].one[1]
        return Got(self.refs[item.food_id], item.amount * size, self.defaults.get(item.food_id, Decimal(1)), item.sure)


def percent(some: list[Case], table: Table, lines: dict[str, ResolvedLine]) -> float:
    counts = [right(case, [table.got(item) for item in lines[case.text].items]) for case in some]
    return 100 * sum(found for found, _ in counts) / sum(of for _, of in counts)


@needs_foods
@pytest.mark.django_db
def test_of_a_hundred_things_95_come_out_right_also_of_lines_that_were_not_looked_at():
    load()
    person, table = UserFactory(time_zone="Europe/London"), Table()
    lines = {case.text: resolve(person, case.text, now=NOW) for case in cases()}
    parts = {
        name: [case for case in cases() if case.held_out == held] for name, held in (("dev", False), ("held", True))
    }

    assert {name: percent(some, table, lines) >= LEAST_PERCENT for name, some in parts.items()} == {
        "dev": True,
        "held": True,
    }


@needs_foods
@pytest.mark.django_db
def test_every_food_that_is_called_right_is_in_the_table():
    load()
    named = {ref for case in cases() for expected in case.expected for ref in expected.refs}

    assert named - set(Food.objects.values_list("source_ref", flat=True)) == set()


def test_the_lines_are_three_hundred_and_more_sixty_of_them_not_english_a_third_held_out():
    every = cases()

    assert len({case.text for case in every}) == len(every) >= 300
    assert sum(case.language != "en" for case in every) >= 60
    assert 0.28 < sum(case.held_out for case in every) / len(every) < 0.38


EGG = Got("31103010", Decimal(100), Decimal(50), sure=True)


def expects(*amounts: str) -> Expected:
    return Expected(frozenset(["31103010"]), amounts)


@pytest.mark.parametrize(
    ("amounts", "verdict"),
    [(("100",), True), (("104",), True), (("106",), False), (("2p",), True), (("1p", "2p"), True), (("?",), False)],
)
def test_an_amount_is_right_within_five_in_a_hundred(amounts, verdict):
    assert is_right(expects(*amounts), EGG) is verdict


def test_another_food_is_wrong_and_so_is_one_too_many():
    case = Case("en", "2 eggs", (expects("100"),))
    milk = Got("11111000", Decimal(100), Decimal(50), sure=True)

    assert [right(case, got) for got in ([EGG], [milk], [EGG, milk], [EGG, EGG], [])] == [
        (1, 1), (0, 1), (1, 2), (1, 2), (0, 1),
    ]  # fmt: skip
