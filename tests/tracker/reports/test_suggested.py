"""What somebody new is offered: fits the diet, is no treatment, and says why it was chosen."""

import datetime as dt

import pytest

from foods.models import Food, Source
from foods.shipped import read as shipment
from tests.factories import ConditionFactory, FoodFactory, PortionFactory, ProfileFactory, SourceFactory
from tracker.health import health_of
from tracker.models.profile import Diet
from tracker.reports.suggested import (
    ANYBODY,
    CHEDDAR,
    CORN_FLAKES,
    EGG,
    MILK,
    MOST,
    OAT_MILK,
    SALMON,
    SOYA_MILK,
    SUGGESTIONS,
    SUPPLEMENTS,
    TABLET,
    WHY,
    YOGURT,
    Wishes,
    wishes_of,
)
from tracker.reports.usuals import suggestions, topped_up

TODAY = dt.date(2026, 3, 14)
UNDER_18 = "Under 18 no supplement is suggested: ask a children’s doctor or a dietitian."
INJECTED = "No supplement is suggested, because you get injections."
ILL = "With what you told us no supplement is suggested: ask your doctor which one fits."
MIDWIFE = "Ask your midwife or doctor about the tablet."
ANIMALS = {  # what stands in the table's column diet, by who does not eat it
    Diet.PESCETARIAN: {"meat"},
    Diet.LACTO_OVO: {"meat", "fish"},
    Diet.LACTO: {"meat", "fish"},
    Diet.VEGAN: {"meat", "fish", "vegetarian"},
    Diet.OTHER: {"meat", "fish", "vegetarian"},
}


def wishes(person, **said) -> Wishes:
    ProfileFactory(owner=person, **said)
    return wishes_of(person, today=TODAY)


# --- the lists -------------------------------------------------------------------------------------------------------
def test_every_diet_has_suggestions_and_a_line_of_why_and_so_has_none():
    assert set(SUGGESTIONS) == set(WHY) == {"", *Diet.values}


def test_suggestions_are_shipped_with_a_default_portion():
    shipped = {food.key for food in shipment().foods if any(portion.is_default for portion in food.portions)}

    assert {key for keys in SUGGESTIONS.values() for key in keys} - shipped == set()


@pytest.mark.parametrize("diet", sorted(SUGGESTIONS))
def test_three_are_left_where_no_supplement_is_suggested(diet):
    without = Wishes(diet, no_supplement="because").wanted

    assert len(without) >= MOST
    assert SUPPLEMENTS.isdisjoint(without)


@pytest.mark.parametrize(("diet", "refused"), ANIMALS.items())
def test_nothing_is_suggested_that_the_diet_leaves_out(diet, refused):
    diets = {food.key: food.values["diet"] for food in shipment().foods}

    assert {diets[key] for key in SUGGESTIONS[diet]} & refused == set()


def test_somebody_without_eggs_is_offered_none():
    assert EGG in SUGGESTIONS[Diet.LACTO_OVO]
    assert EGG not in SUGGESTIONS[Diet.LACTO]


@pytest.mark.parametrize(
    ("diet", "keys"),
    [
        ("", (TABLET, OAT_MILK, EGG)),
        ("omnivore", (MILK, EGG, SALMON)),
        ("flexitarian", (MILK, EGG, OAT_MILK)),
        ("pescetarian", (SALMON, MILK, EGG)),
        ("lacto_ovo", (MILK, EGG, CHEDDAR)),
        ("lacto", (MILK, YOGURT, CHEDDAR)),
        ("vegan", (TABLET, OAT_MILK, CORN_FLAKES)),
        ("other", (TABLET, OAT_MILK, CORN_FLAKES)),
    ],
)
def test_each_diet_has_its_three(diet, keys):
    assert Wishes(diet).wanted[:MOST] == keys


# --- for whom no supplement is suggested -----------------------------------------------------------------------------
def test_a_healthy_vegan_adult_is_offered_a_tablet_and_told_why(person):
    found = wishes(person, diet="vegan", birth_year=1984)

    assert found.wanted[0] == TABLET
    assert found.why == "Chosen because you are vegan: nothing here is from animals."


@pytest.mark.parametrize(
    ("born", "why"),
    [
        ({"birth_year": 2008, "birth_month": 4}, UNDER_18),  # 17 until the middle of next month
        ({"birth_year": 2008, "birth_month": 3}, UNDER_18),  # 18 tomorrow
        ({"birth_year": 2008, "birth_month": 2}, ""),
        ({"birth_year": None}, ""),
        ({"birth_year": 2026}, UNDER_18),
    ],
)
def test_under_18_no_supplement_is_suggested(person, born, why):
    found = wishes(person, diet="vegan", **born)

    assert found.no_supplement == why
    assert found.wanted[:MOST] == ((OAT_MILK, CORN_FLAKES, SOYA_MILK) if why else (TABLET, OAT_MILK, CORN_FLAKES))


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("inherited", ILL), ("lhon", ILL), ("cobalt_allergy", ILL), ("pernicious_anaemia", ILL),
        ("gastric_bypass", ILL), ("ileal_resection", ILL), ("coeliac", ILL),
        ("ulcerative_colitis", ""), ("hypothyroid", ""), ("", ""),
    ],
)  # fmt: skip
def test_with_what_needs_a_doctor_no_supplement_is_suggested(person, key, why):
    ConditionFactory(owner=person, key=key)

    assert wishes(person, diet="vegan").no_supplement == why


@pytest.mark.parametrize("relation", ["own", "family"])
def test_lebers_disease_of_a_relative_counts_as_well(person, relation):
    ConditionFactory(owner=person, key="lhon", relation=relation)

    assert wishes(person).no_supplement == ILL


def test_who_gets_injections_is_offered_no_tablet(person):
    found = wishes(person, diet="vegan", cover_rule="injections", injection_interval_days=84)

    assert found.why == f"{WHY['vegan']} {INJECTED}"
    assert TABLET not in found.wanted


@pytest.mark.parametrize("stage", ["pregnant", "breastfeeding"])
def test_a_tablet_for_two_is_confirmed_with_the_midwife(person, stage):
    assert wishes(person, diet="vegan", life_stage=stage).why == f"{WHY['vegan']} {MIDWIFE}"


def test_where_the_list_has_no_supplement_nothing_is_said_about_one(person):
    ConditionFactory(owner=person, key="coeliac")

    assert wishes(person, diet="omnivore", birth_year=2015, life_stage="pregnant").why == WHY["omnivore"]


def test_whose_health_was_read_costs_no_query(person, django_assert_num_queries):
    ProfileFactory(owner=person, diet="vegan")
    health_of(person)
    with django_assert_num_queries(0):
        wishes_of(person, today=TODAY)


def test_no_line_promises_or_judges():
    said = " ".join([*map(str, WHY.values()), UNDER_18, INJECTED, ILL, MIDWIFE]).lower()

    assert [word for word in ("deficien", "safe", "you need", "should", "!", "must") if word in said] == []


# --- the buttons -----------------------------------------------------------------------------------------------------
@pytest.fixture
def foods_suggested(db) -> None:
    for source, ref in sorted({key for keys in SUGGESTIONS.values() for key in keys}):
        found = Source.objects.filter(key=source).first() or SourceFactory(key=source)
        PortionFactory(food=FoodFactory(name=ref, source=found, source_ref=ref))


def refs(*keys: tuple[str, str]) -> list[str]:
    return [ref for _, ref in keys]


@pytest.mark.usefixtures("foods_suggested")
def test_suggestions_come_in_their_order_and_the_fourth_stands_in():
    assert [chip.name for chip in suggestions()] == refs(TABLET, OAT_MILK, EGG)
    Food.objects.filter(name=TABLET[1]).update(state="retired")
    assert [chip.name for chip in suggestions()] == refs(OAT_MILK, EGG, MILK)
    assert [chip.name for chip in suggestions(Wishes("lacto"))] == refs(MILK, YOGURT, CHEDDAR)


@pytest.mark.usefixtures("foods_suggested")
def test_who_has_one_usual_is_offered_two_suggestions_after_it():
    first, second, third = suggestions()

    assert topped_up((second,)) == (second, first, third)
    assert [chip.name for chip in topped_up((second,), Wishes("lacto"))] == refs(OAT_MILK, MILK, YOGURT)


@pytest.mark.usefixtures("foods_suggested")
def test_who_has_three_usuals_is_offered_those_alone(django_assert_num_queries):
    usual = suggestions(ANYBODY)
    with django_assert_num_queries(0):
        assert topped_up(usual) == usual
