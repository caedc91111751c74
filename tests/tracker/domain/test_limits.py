"""For whom the model is off: every condition on both sides of its boundary."""

from dataclasses import replace

import pytest

from tracker.domain.limits import Circumstances, Off, absorbed_off, at_least, projection_off, what_if_only

FINE = Circumstances(age_years=40, tracked_days=28, entries=100)


def with_(**changed) -> Circumstances:
    return replace(FINE, **changed)


def test_an_adult_with_a_full_log_gets_everything():
    assert (absorbed_off(FINE), projection_off(FINE), at_least(FINE), what_if_only(FINE)) == ((), (), False, False)


@pytest.mark.parametrize(
    ("changed", "absorbed", "projection"),
    [
        ({"age_years": 17.99}, (Off.CHILD,), (Off.CHILD,)),
        ({"age_years": 18}, (), ()),
        ({"age_years": 0}, (Off.CHILD,), (Off.CHILD,)),
        ({"age_years": 95}, (), ()),
        ({"age_years": None}, (), ()),
        ({"life_stage": "pregnant"}, (Off.PREGNANT,), (Off.PREGNANT,)),
        ({"life_stage": "breastfeeding"}, (Off.BREASTFEEDING,), (Off.BREASTFEEDING,)),
        ({"inherited_disorder": True}, (Off.INHERITED,), (Off.INHERITED,)),
        ({"nitrous_oxide_last_year": True}, (), (Off.NITROUS_OXIDE,)),
        ({"deficient_result_last_year": True}, (), (Off.DEFICIENT_RESULT,)),
        ({"red_flag": True}, (), (Off.RED_FLAG,)),
        ({"kidney_failure": True}, (), (Off.KIDNEY,)),
        ({"tracked_days": 13}, (), (Off.FEW_DAYS,)),
        ({"tracked_days": 14}, (), ()),
        ({"unknown_entries": 50}, (), ()),  # exactly half
        ({"unknown_entries": 51}, (), (Off.MOSTLY_UNKNOWN,)),
        ({"entries": 1, "unknown_entries": 1}, (), (Off.MOSTLY_UNKNOWN,)),
        ({"entries": 3, "unknown_entries": 1}, (), ()),
        ({"entries": 3, "unknown_entries": 2}, (), (Off.MOSTLY_UNKNOWN,)),
        ({"entries": 0}, (), ()),  # tracked days on which nothing with B12 was had
        ({"treated_for_life": True}, (), ()),
    ],
)
def test_each_condition_switches_off_what_it_should(changed, absorbed, projection):
    assert (absorbed_off(with_(**changed)), projection_off(with_(**changed))) == (absorbed, projection)


def test_where_nothing_was_logged_only_the_projection_is_off():
    nothing = Circumstances()

    assert (absorbed_off(nothing), projection_off(nothing), at_least(nothing)) == ((), (Off.FEW_DAYS,), True)


def test_all_that_applies_is_said_most_important_first():
    everything = Circumstances(
        age_years=17,
        life_stage="pregnant",
        inherited_disorder=True,
        nitrous_oxide_last_year=True,
        deficient_result_last_year=True,
        red_flag=True,
        kidney_failure=True,
        treated_for_life=True,
        entries=1,
        unknown_entries=1,
    )

    assert absorbed_off(everything) == (Off.CHILD, Off.PREGNANT, Off.INHERITED)
    assert projection_off(everything) == (
        Off.CHILD,
        Off.PREGNANT,
        Off.INHERITED,
        Off.NITROUS_OXIDE,
        Off.DEFICIENT_RESULT,
        Off.RED_FLAG,
        Off.KIDNEY,
        Off.FEW_DAYS,
        Off.MOSTLY_UNKNOWN,
    )


@pytest.mark.parametrize("reason", [reason for reason in Off if reason is not Off.TREATED])
def test_whatever_switches_the_absorbed_figure_off_switches_the_projection_off(reason: Off):
    by_reason = {
        Off.CHILD: with_(age_years=5),
        Off.PREGNANT: with_(life_stage="pregnant"),
        Off.BREASTFEEDING: with_(life_stage="breastfeeding"),
        Off.INHERITED: with_(inherited_disorder=True),
        Off.NITROUS_OXIDE: with_(nitrous_oxide_last_year=True),
        Off.DEFICIENT_RESULT: with_(deficient_result_last_year=True),
        Off.RED_FLAG: with_(red_flag=True),
        Off.KIDNEY: with_(kidney_failure=True),
        Off.FEW_DAYS: with_(tracked_days=0),
        Off.MOSTLY_UNKNOWN: with_(unknown_entries=100),
    }

    assert set(absorbed_off(by_reason[reason])) <= set(projection_off(by_reason[reason])) == {reason}


def test_who_is_treated_for_life_gets_what_ifs_only_and_nothing_is_off():
    treated = with_(treated_for_life=True)

    assert (what_if_only(treated), projection_off(treated)) == (True, ())


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({}, False),
        ({"unknown_entries": 1}, True),
        ({"tracked_days": 14}, False),
        ({"tracked_days": 13}, True),
        ({"kidney_failure": True}, False),
    ],
)
def test_an_absorbed_figure_says_at_least_where_something_is_missing(changed, says: bool):
    assert at_least(with_(**changed)) is says


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"life_stage": "breast-feeding"}, "no such life stage: breast-feeding"),
        ({"tracked_days": -1}, "0 to 28 days"),
        ({"tracked_days": 29}, "0 to 28 days"),
        ({"entries": 1, "unknown_entries": 2}, "2 of 1 entries"),
        ({"unknown_entries": -1}, "-1 of 100 entries"),
    ],
)
def test_circumstances_that_cannot_be_are_refused(changed, message: str):
    with pytest.raises(ValueError, match=message):
        with_(**changed)
