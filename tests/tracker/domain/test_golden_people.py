"""Whole people through the whole model: what it says about each stands in a file that can be read, and stays."""

import json

import pytest

from tests.tracker.domain.golden import FOLDER, PEOPLE, file_of, said_of, write

SAID = {name: said_of(person) for name, person in PEOPLE.items()}


def flat(said: object, path: str = "") -> dict[str, object]:
    """Every figure and word under its path, so that a difference names its place."""
    if isinstance(said, dict):
        return {place: leaf for key, part in said.items() for place, leaf in flat(part, f"{path}/{key}").items()}
    return {path: said}


@pytest.mark.parametrize("name", PEOPLE)
def test_the_model_says_what_it_said_about(name: str):
    expected = flat(json.loads(file_of(name).read_text(encoding="utf-8")))
    found = flat(SAID[name])

    assert found.keys() == expected.keys()
    for place, leaf in expected.items():
        assert found[place] == (pytest.approx(leaf, abs=0.0002) if isinstance(leaf, float) else leaf), place


def test_every_file_is_that_of_somebody():
    assert {path.stem for path in FOLDER.glob("*.json")} == PEOPLE.keys()


def test_the_files_can_be_written_anew(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tests.tracker.domain.golden.FOLDER", tmp_path)
    write()

    assert {path.stem for path in tmp_path.iterdir()} == PEOPLE.keys()
    for name in PEOPLE:
        assert flat(json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))) == flat(SAID[name])


# What can be worked out by hand, or stands in the literature


def middle(name: str) -> float:
    return SAID[name]["absorbed_ug_per_day"]["middle"]


def test_a_weekly_tablet_settles_where_the_cross_check_says():
    said = SAID["vegan_weekly_tablet"]

    assert middle("vegan_weekly_tablet") == 3.6427  # 3.643: 25.5 µg of each 2,000
    assert said["projection"]["plateau_ug"]["middle"] == pytest.approx(2802, abs=0.5)
    assert (said["projection"]["years_to_300_ug"]["p10"], said["projection_off"]) == (None, [])


def test_a_proton_pump_inhibitor_frees_two_fifths_of_what_food_binds():
    # breakfast: x = 0.4 × (0.95 × 1.1 + 0.55 × 0.5) = 0.528; A = 0.528 × (1.5 / (1.7 + 0.528) + 0.012)
    breakfast = 0.36181
    lunch = 0.34906  # x = 0.4 × 0.9 × 1.4 = 0.504
    supper = 0.56247  # x = 0.4 × 0.85 × 2.9 = 0.986, every fourth day

    assert middle("omnivore_ppi") == pytest.approx(breakfast + lunch + supper / 4, abs=0.0001)


def test_without_a_stomach_only_injections_count():
    said = SAID["no_intrinsic_factor_injections"]

    assert middle("no_intrinsic_factor_injections") == pytest.approx(750 / 70, abs=0.0001)  # 75 % of 1,000 in ten weeks
    assert said["projection"]["plateau_ug"]["middle"] == pytest.approx(750 / 70 / 0.0020, abs=0.001)
    assert (said["what_if_only"], said["projection_off"], said["loss_per_day"]) == (True, [], 0.0020)


def test_a_thousand_a_day_gets_through_without_intrinsic_factor():
    said = SAID["pernicious_anaemia_daily_tablet"]

    assert middle("pernicious_anaemia_daily_tablet") == 12.0  # measured: about 12 µg
    assert said["projection"]["plateau_ug"]["middle"] == 6000
    assert said["what_if_only"] is True


def test_where_nothing_was_logged_there_is_no_figure_at_all():
    said = SAID["nothing_logged"]

    assert (said["absorbed_ug_per_day"], said["projected_ug_per_day"], said["projection"]) == (None, None, None)
    assert (said["projection_off"], said["at_least"]) == (["few-days"], True)


def test_of_unknown_foods_only_the_most_is_known():
    said = SAID["only_unknown_foods"]

    assert said["absorbed_ug_per_day"]["middle"] == 0
    assert said["absorbed_ug_per_day"]["high"] == pytest.approx(2 * 1.7 * (2 / 3.75 + 0.02), abs=0.0001)
    assert (said["projection"], said["projection_off"], said["at_least"]) == (None, ["mostly-unknown"], True)


def test_three_small_glasses_give_far_more_than_one_large_one():
    assert middle("oat_drink_three_small_glasses") == 1.7027  # 1.703
    assert middle("oat_drink_one_large_glass") == 0.9934  # 0.993
    # in the year, of 1,095 µg swallowed either way
    assert 365 * middle("oat_drink_three_small_glasses") == pytest.approx(621.5, abs=0.1)
    assert 365 * middle("oat_drink_one_large_glass") == pytest.approx(362.6, abs=0.1)


def test_both_ways_of_drinking_it_fall_and_settle_above_the_threshold():
    for name, settles_ug in (("oat_drink_three_small_glasses", 1309.7), ("oat_drink_one_large_glass", 764.2)):
        projection = SAID[name]["projection"]
        band = [point["middle"] for point in projection["store_ug"].values()]

        assert band == sorted(band, reverse=True)
        assert projection["plateau_ug"]["middle"] == pytest.approx(settles_ug, abs=0.1)
        assert projection["years_to_300_ug"]["p50"] is None
