"""What each tracker's file says of B12, row by row: units, what is unknown, and zeros that are none."""

import pytest

from tests.tracker.importing.conftest import FILES, history, said, when

MORNING = 1_773_388_800_000  # 13 March 2026, 8:00 in UTC, in milliseconds


def test_cronometer_knows_a_figure_a_zero_and_an_empty_cell():
    assert said("cronometer-servings.csv") == [
        ("Oat Milk, Fortified", "240", "g", "0.91"),
        ("Egg, Cooked", "2", "large", "1.11"),
        ("Peaches, Yellow, Raw", "2", 'medium (2-2/3" dia)', None),
        ("Salmon, Atlantic, Farmed", "150", "g", "4.2"),
        ("Vitamin B12 1000 mcg", "1", "tablet", "1000"),
        ("Coffee", "1", "cup", "0"),
        ("Coffee", "1", "cup", "0"),
    ]


def test_cronometer_without_figures_leaves_all_unknown():
    assert said("cronometer-servings-bare.csv") == [("Oatmeal", "1", "cup", None), ("Chicken Breast", "150", "g", None)]


def test_cronometers_days_are_one_row_each_and_a_day_without_a_figure_is_none():
    assert said("cronometer-dailysummary.csv") == [
        ("The whole day (Cronometer)", None, "day", "2.41"),
        ("The whole day (Cronometer)", None, "day", "6.22"),
    ]


def test_foods_without_figures_give_way_to_days_with_them(zipped):
    both = zipped(
        servings_dot_csv=(FILES / "cronometer-servings-bare.csv").read_text(),
        dailysummary_dot_csv=(FILES / "cronometer-dailysummary.csv").read_text(),
    )

    assert {name for name, *_rest in said(both)} == {"The whole day (Cronometer)"}


def test_foods_with_figures_win_over_days(zipped):
    both = zipped(
        servings_dot_csv=(FILES / "cronometer-servings.csv").read_text(),
        dailysummary_dot_csv=(FILES / "cronometer-dailysummary.csv").read_text(),
    )

    assert len(said(both)) == 7


def test_myfitnesspals_summary_names_meals_and_no_b12():
    assert said("myfitnesspal-summary.csv") == [
        ("Breakfast (MyFitnessPal)", None, "", None),
        ("Dinner (MyFitnessPal)", None, "", None),
    ]


def test_a_zero_of_myfitnesspal_is_unknown():
    assert said("myfitnesspal-foods.csv") == [("Skyr", "150", "g", "0.6"), ("Salmon, baked", "1", "fillet", None)]


def test_sparkyfitness_zeros_are_unknown_and_its_sums_no_food():
    assert said("sparkyfitness.csv") == [
        ("Oat drink, Oatly", "250", "ml", "0.9"),
        ("Lentil soup", "1", "bowl", None),
    ]
    assert history("sparkyfitness.csv")[0].refused == []


def test_sparkyfitness_in_german_is_read_as_well(file):
    table = "Datum;Mahlzeit;Lebensmittel;Marke;Menge;Einheit;Kalorien (kcal)\n13.03.2026;Frühstück;Ei;;2;Stück;150\n"

    assert said(file(table)) == [("Ei", "2", "Stück", None)]


def test_waistline_works_out_what_was_had_from_its_list_of_foods():
    assert said("waistline.json") == [
        ("Oat drink, Oatly", "250", "ml", "0.95"),
        ("Rye bread", "2", "slice", None),
        ("Tofu scramble", "0.5", "serving", "0"),
        ("Quick Add", "1", "", None),
    ]


def test_waistlines_item_of_a_food_that_is_gone_is_refused():
    assert [(one.line, one.code) for one in history("waistline.json")[0].refused] == [(1, "record")]


def test_waistline_may_keep_b12_in_mg(file):
    text = (FILES / "waistline.json").read_text().replace('"settings":{', '"settings":{"units":{"vitamin-b12":"mg"},')

    assert said(file(text, "backup.json"))[0] == ("Oat drink, Oatly", "250", "ml", "950")


def test_older_backups_of_waistline_say_all_in_the_item(file):
    text = (
        '{"foodList":[],"diary":[{"id":1,"dateTime":"2018-05-02T00:00:00.000Z","name":"Milk","portion":"200 ml",'
        '"quantity":2,"category_name":"Supper","nutrition":{"calories":90}}]}'
    )
    path = file(text, "old.json")

    assert (said(path), history(path)[0].refused[0].code) == ([], "number")
    path.write_text(text.replace("200 ml", "200"))
    assert (said(path), when(path)) == (
        [("Milk", "400", "", None)],
        [("2018-05-02", "19:00", False, "+0100")],
    )


def test_apple_health_counts_a_food_and_its_copies_once():
    assert said("apple-health.xml") == [
        ("Oat drink & muesli", None, "", "0.95"),
        ("Cheese sandwich", None, "", None),
        ("Apple", None, "", None),
        ("B12, Pill box", None, "", "1000"),
    ]


def test_apple_healths_zip_is_read_beside_its_other_files(zipped):
    path = zipped(
        apple_health_export__export_cda_dot_xml="<ClinicalDocument>&nothing;</ClinicalDocument>",
        apple_health_export__export_dot_xml=(FILES / "apple-health.xml").read_text(),
        apple_health_export__workout_dot_gpx="<gpx/>",
    )

    assert len(said(path)) == 4


def test_two_records_of_apple_health_that_are_the_same_are_two(file):
    record = (
        '<Record type="HKQuantityTypeIdentifierDietaryVitaminB12" sourceName="Pills" unit="mcg" '
        'startDate="2026-03-13 08:00:00 +0000" value="10"/>'
    )
    path = file(f"<HealthData>{record}{record}</HealthData>", "export.xml")

    assert (said(path), len({one.key for one in history(path)[1]})) == ([("B12, Pills", None, "", "10")] * 2, 2)


def test_a_damaged_end_of_apple_health_is_said_with_its_line_and_the_rest_is_kept(file):
    text = (FILES / "apple-health.xml").read_text().partition('  <Record type="HKQuantityTypeIdentifierDietaryProt')[0]
    read, rows = history(file(text, "export.xml"))

    assert [one.row.name for one in rows] == ["B12, Yazio", "B12, Yazio", "B12, Pill box"]
    assert [(one.line, one.code) for one in read.refused] == [(20, "record")]


@pytest.mark.parametrize(
    ("grams", "ug"),
    [(2.4e-06, "2.4"), (0.001, "1000"), (0.0, None), (5e-324, None), (None, None), (4e-7, "0.4")],
)
def test_health_connect_keeps_grams_and_writes_nothing_as_the_smallest_number(health_connect, grams, ug):
    path = health_connect((MORNING, 3600, 1, "Skyr", grams))

    assert said(path) == [("Skyr", None, "", ug)]


def test_a_meal_of_health_connect_without_a_name_is_named_by_its_app(health_connect):
    path = health_connect((MORNING, 0, 1, None, 2e-06), (MORNING, 0, 0, "", 1e-06))

    assert [name for name, *_rest in said(path)] == ["Breakfast (MacroFactor)", "Meal (MacroFactor)"]


def test_health_connect_is_read_out_of_its_zip(health_connect, zipped):
    database = health_connect((MORNING, 0, 1, "Skyr", 2e-06)).read_bytes()

    assert said(zipped(health_connect_export_dot_db=database)) == [("Skyr", None, "", "2")]


def test_a_table_made_by_hand_needs_a_day_and_a_food_only(file):
    assert said(file("Food,Date\nClams,2026-03-14\n")) == [("Clams", None, "", None)]


def test_in_a_table_of_ones_own_zero_is_zero_and_empty_unknown():
    assert said("own-by-hand.csv") == [
        ("Clams", "85", "g", "84"),
        ("Toast", "2", "slices", None),
        ("Apple juice", "1", "glass", "0"),
    ]


@pytest.mark.parametrize(
    ("head", "cell", "ug"),
    [
        ("B12 (µg)", "2.4", "2.4"), ("b12", "2,4", "2.4"), ("Vitamin B12 (mcg)", "2.4", "2.4"),
        ("vitamin_b12_mg", "0.5", "500"), ("B12 (Cobalamin) (\u03bcg)", "1,000", "1000"), ("b12_ug", "", None),
        ("Vitamin B12 [ng]", "400", "0.4"), ("swallowed_ug", "0", "0"), ("VITAMIN B-12 (G)", "0.000001", "1"),
    ],
)  # fmt: skip
def test_the_unit_of_b12_stands_in_the_header(file, head, cell, ug):
    path = file(f'Date;Food;"{head}"\n2026-03-14;Pill;"{cell}"\n')

    assert said(path) == [("Pill", None, "", ug)]


@pytest.mark.parametrize(
    ("cell", "amount", "unit"),
    [
        ("1/2 cup", "0.5", "cup"), ("½ cup", "0.5", "cup"), ("1½", "1.5", ""), ("1 1/2 slices", "1.5", "slices"),
        ("2.00 g", "2", "g"), ("1,050.5 ml", "1050.5", "ml"), ("0,125 l", "0.125", "l"), ("3", "3", ""),
        ("a handful", None, "a handful"), ("1/0 cup", None, "1/0 cup"), ("1.00 1/2 cup", "1", "1/2 cup"),
        ("2-3 eggs", None, "2-3 eggs"), ("250g", "250", "g"), ("", None, ""),
    ],
)  # fmt: skip
def test_an_amount_may_hold_its_unit(file, cell, amount, unit):
    assert said(file(f'date;food;amount\n2026-03-14;Pill;"{cell}"\n')) == [("Pill", amount, unit, None)]


def test_a_column_of_myfitnesspal_without_a_unit_may_be_a_share_of_a_days_need(file):
    table = "Date,Meal,Food,Calories,{}\n2026-03-13,Breakfast,Skyr,95,40\n"

    assert said(file(table.format("Vitamin B12"))) == [("Skyr", None, "", None)]
    assert said(file(table.format("Vitamin B12 (mcg)"))) == [("Skyr", None, "", "40")]


@pytest.mark.parametrize("head", ["B1 (mg)", "vitamin_b1_2", "B120", "Folate", "vitamin b12 rda", "B12 %"])
def test_no_other_column_is_taken_for_b12(file, head):
    assert said(file(f"Date,Food,{head}\n2026-03-14,Pill,7\n")) == [("Pill", None, "", None)]


def test_what_a_spreadsheet_would_run_comes_back_as_it_was(file):
    assert said(file("date,food\n2026-03-14,'=1+1 bar\n"))[0][0] == "=1+1 bar"
