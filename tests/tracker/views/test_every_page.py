"""What is true of every address of the tracker: a look writes nothing, methods, bad input, private things."""

import datetime as dt
import re
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from accounts.models import User
from tests.factories import (
    ConditionFactory,
    DayMarkFactory,
    DishFactory,
    DishPartFactory,
    EntryFactory,
    GasUseFactory,
    HistoryRowFactory,
    MealItemFactory,
    MedicineFactory,
    PhaseFactory,
    RegimenFactory,
    SampleFactory,
    SecretAddressFactory,
    SymptomScoreFactory,
    TrackedSymptomFactory,
    UsualMealFactory,
)
from tests.tracker.views.conftest import NOW, found, had
from tests.tracker.views.test_barcode import OAT
from tracker import urls
from tracker.forms.barcode import FoundForm
from tracker.models import Entry, HistoryImport, WhatIf

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|TRUNCATE)\b", re.IGNORECASE)
LOOKS = {"meals", "meal_new", "meal", "dishes", "dish_new", "dish",
         "today", "log", "log_search", "log_preview", "log_new", "barcode", "history", "history_fill", "day", "entry",
         "give_figure", "what_if_new", "what_if", "status", "findings", "finding", "reference", "profile", "welcome",
         "welcome_step", "learn", "article", "care", "medicines", "medicine_new", "medicine", "conditions",
         "condition_new", "condition", "gas", "injections", "injection_note", "learn_medicines", "learn_medicine",
         "regimens", "regimen_new", "regimen", "regimen_edit", "learn_conditions", "learn_condition",
         "reminders", "blood_tests", "sample_new", "sample",
         "symptoms", "symptom_check", "symptoms_choose", "symptom",
         "report", "report_pdf", "data", "erase", "account_log", "export", "restore_own",
         "history_imports", "history_import", "history_import_name"}  # fmt: skip
SENDS = {"meal_new", "meal_suggested", "meal_undo", "meal", "meal_log", "meal_remove",
         "dish_new", "dish", "dish_anew", "dish_remove", "log", "log_new", "log_several", "log_look",
         "barcode", "barcode_keep",
         "history_fill", "day_mark", "day_copy", "entry", "entry_amount", "entry_remove",
         "entry_restore", "entry_copy", "entry_figure", "give_figure", "offer_food",
         "what_if_new", "what_if_remove", "finding_aside", "reference", "profile", "welcome",
         "welcome_step", "medicines", "medicine_search", "medicine_new", "medicine", "medicine_remove", "conditions",
         "condition_search", "condition_new", "condition", "condition_remove", "gas", "gas_remove", "injection_note",
         "regimen_new", "regimen_edit", "regimen_dose", "regimen_skip", "regimen_stop", "regimen_resume",
         "symptom_check", "symptoms_same", "symptoms_choose", "symptom", "red_flags_over",
         "regimen_stock", "regimen_review", "reminders", "feed_new", "feed_revoke", "blood_test_settings",
         "sample_new", "sample", "sample_remove", "report_words", "report_link", "report_link_revoke", "erase",
         "restore_own", "history_imports", "history_import_do", "history_import_undo",
         "history_import_name"}  # fmt: skip
HOSTILE = ["\x00", "x\x00y", "9" * 40, "-1", "1e309", "NaN", "𝟙", "٣", "'; DROP TABLE tracker_entry; --", "%00",
           "<script>alert(1)</script>", "{{ 7*7 }}", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
           "a" * 20_000, "../../etc/passwd", "\r\nSet-Cookie: x=y", "\u202e", "0000-00-00", "9999-12-31"]  # fmt: skip
ROWS_OF_TABLES = {"learn_medicine": "metformin", "learn_condition": "crohn"}


def planned(**fields):
    """A regimen with its rhythm."""
    return PhaseFactory(regimen=RegimenFactory(**fields)).regimen


def a_meal(**fields):
    """A usual meal with one thing in it."""
    return MealItemFactory(meal=UsualMealFactory(**fields)).meal


def a_dish(**fields):
    """A dish with one part."""
    return DishPartFactory(dish=DishFactory(**fields)).dish


OF_HEALTH = {"medicine": ("medicines", MedicineFactory), "medicine_remove": ("medicines", MedicineFactory),
             "condition": ("conditions", ConditionFactory), "condition_remove": ("conditions", ConditionFactory),
             "gas_remove": ("gas_uses", GasUseFactory),
             "symptom": ("tracked_symptoms", TrackedSymptomFactory),
             **dict.fromkeys(("meal", "meal_log", "meal_remove"), ("usual_meals", a_meal)),
             **dict.fromkeys(("dish", "dish_anew", "dish_remove"), ("dishes", a_dish)),
             "sample": ("samples", SampleFactory), "sample_remove": ("samples", SampleFactory),
             "report_link_revoke": ("secret_addresses", SecretAddressFactory),
             **{f"regimen{part}": ("regimens", planned) for part in (
                 "", "_edit", "_dose", "_skip", "_stop", "_resume", "_stock", "_review")}}  # fmt: skip


@pytest.fixture
def entry(person, salmon) -> Entry:
    EntryFactory(owner=person, removed_at="2026-01-01T00:00Z", food=salmon)  # could be deleted for good
    EntryFactory(owner=person, origin="injected", eaten_at=dt.datetime(2025, 3, 13, tzinfo=dt.UTC), food=salmon)
    DayMarkFactory(owner=person)
    found(owner=person, source=None, source_ref="", name="Stew")
    kept_by(person)
    ConditionFactory(owner=person, key="pernicious_anaemia")  # of which something is found
    MedicineFactory(owner=person)
    planned(owner=person)
    SampleFactory(owner=person)
    TrackedSymptomFactory(owner=person)
    SymptomScoreFactory(owner=person)
    a_meal(owner=person)
    a_dish(owner=person)
    a_history(person)
    return had(person, salmon, "2026-03-13 08:00")


def kept_by(person: User) -> WhatIf:
    return person.what_ifs.keep(by=person, changes=[{"kind": "start", "state": "metformin"}], now=NOW)


def a_history(person: User) -> HistoryImport:
    return person.history_imports.first() or HistoryRowFactory(run__owner=person).run


def address(name: str, entry: Entry) -> str:
    if name == "injection_note":
        return reverse(name, args=[entry.owner.entries.get(origin="injected").pk])
    if name.startswith("entry") or name == "meal_undo":
        return reverse(name, args=[entry.pk])
    if name == "history_import_name":
        return reverse(name, args=[a_history(entry.owner).uid, 1])
    if name.startswith("history_import_") or name == "history_import":
        return reverse(name, args=[a_history(entry.owner).uid])
    if name in {"what_if", "what_if_remove"}:
        return reverse(name, args=[(entry.owner.what_ifs.first() or kept_by(entry.owner)).pk])
    if name == "welcome_step":
        return reverse(name, args=["medicines"])
    if name in {"finding", "finding_aside"}:
        return reverse(name, args=["pernicious-anaemia-untreated"])
    if name == "article":
        return reverse(name, args=["anaemia"])
    if name in ROWS_OF_TABLES:
        return reverse(name, args=[ROWS_OF_TABLES[name]])
    if name in OF_HEALTH:
        rows, factory = OF_HEALTH[name]
        return reverse(name, args=[(getattr(entry.owner, rows).first() or factory(owner=entry.owner)).pk])
    if name in {"give_figure", "offer_food"}:
        return reverse(name, args=[entry.owner.foods.order_by("pk")[0].pk])
    return (
        f"/history/2026-03-13/{name.partition('_')[2]}/".replace("//", "/") if name.startswith("day") else reverse(name)
    )


def test_every_address_is_in_these_lists():
    for_curators = {"gallery"}  # tried in test_gallery
    by_address = {"feed", "unsubscribe", "shared_report", "shared_report_pdf"}  # tried in test_reminders, test_report
    files = {
        "export_zip", "export_csv", "export_fhir", "restore_own_look", "restore_own_forget", "history_import_refused",
    }  # fmt: skip
    # tried in test_export, test_history_imports
    named = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}

    assert named - for_curators - by_address - files == LOOKS | SENDS


@pytest.mark.parametrize("name", sorted(LOOKS))
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_look_writes_nothing(signed_in, entry, name, method):
    said = {"q": "salmon, egg", "food": entry.food_id, "food_id": entry.food_id, "amount": "2", "pick": "all"}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = getattr(signed_in, method)(address(name, entry), said)

    assert answer.status_code == 200
    assert [query["sql"] for query in queries if WRITES.match(query["sql"])] == []
    assert Entry.with_removed.count() == 3


def test_the_search_for_writes_finds_them(signed_in, entry):
    with CaptureQueriesContext(connection) as queries:
        signed_in.post(address("entry_copy", entry))

    assert [query["sql"] for query in queries if WRITES.match(query["sql"])] != []


@pytest.mark.parametrize("name", sorted(SENDS - LOOKS))
def test_what_changes_something_answers_posts_only(signed_in, entry, name):
    answer = signed_in.get(address(name, entry))

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize("name", sorted(LOOKS - SENDS))
def test_what_only_shows_something_cannot_be_posted_to(signed_in, entry, name):
    assert signed_in.post(address(name, entry)).status_code == 405


@pytest.mark.parametrize("name", sorted(LOOKS | SENDS))
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_do_nothing(signed_in, entry, name, method):
    before = list(Entry.with_removed.order_by("pk").values())
    answer = getattr(signed_in, method)(address(name, entry))

    assert answer.status_code == 405
    assert list(Entry.with_removed.order_by("pk").values()) == before


@pytest.mark.parametrize("name", sorted(SENDS))
def test_an_empty_post_breaks_nothing(signed_in, entry, name):
    assert signed_in.post(address(name, entry)).status_code in {200, 302}


SHEET = ("q", "food", "date", "time", "exact", "inline")
MUCH = ("uid", "food_id", "what", "portion", "amount", "date", "time", "sure", "next", "q", "food")
ASKED = {
    "meals": ("kept",), "meal_new": ("kept", "date"), "meal": ("kept", "q"),
    "dishes": ("kept",), "dish_new": ("kept",), "dish": ("kept", "q"),
    "today": ("kept",), "log": SHEET, "log_search": SHEET, "log_preview": MUCH, "log_new": ("name", "date", "time"),
    "barcode": ("kept", "date", "time"), "history": ("month",),
    "history_fill": ("first", "last", "pick"), "day": ("kept",), "entry": ("kept",),
    "give_figure": ("kept", "next"), "what_if_new": ("kept", "again"), "what_if": ("kept",),
    "status": ("period", "kept"), "findings": ("kept",), "finding": ("kept",),
    "reference": ("kept",), "profile": ("kept",), "welcome": ("kept",),
    "welcome_step": ("kept",), "learn": ("q",), "article": ("q",),
    "care": ("kept",), "medicines": ("kept", "q"), "medicine_new": ("kept", "pick"), "medicine": ("kept",),
    "conditions": ("kept", "q"), "condition_new": ("kept", "pick"), "condition": ("kept",), "gas": ("kept",),
    "regimens": ("kept",), "regimen_new": ("kept", "q", "plan", "product", "over"), "regimen": ("kept", "page"),
    "regimen_edit": ("kept",),
    "blood_tests": ("kept", "page"), "sample_new": ("kept", "more"), "sample": ("kept", "more"),
    "report": ("kept",), "report_pdf": ("kept",), "data": ("kept",), "erase": ("kept",), "account_log": ("page",),
    "symptoms": ("kept",), "symptom_check": ("kept",), "symptoms_choose": ("kept",), "symptom": ("kept", "span"),
    "reminders": ("kept",), "injections": ("symptom", "page", "kept"), "injection_note": ("kept",),
    "export": ("kept",), "restore_own": ("kept",), "history_imports": ("kept", "page"),
    "history_import": ("kept", "page"), "history_import_name": ("kept", "q"),
    "learn_medicines": ("q",), "learn_medicine": ("q",), "learn_conditions": ("q",), "learn_condition": ("q",),
}  # fmt: skip
OF_A_MEDICINE = ("uid", "key", "name", "confirmed", "both", "dose_mg", "units", "since", "taking", "until")
OF_A_CONDITION = ("uid", "key", "name", "since", "resection_cm", "ileal_cm", "resected", "relation",
                  "chronic_diarrhoea", "treated_elsewhere")  # fmt: skip
OF_A_REGIMEN = (
    "uid", "food_id", "template", "portion", "amount", "sure", "prescribed", "counts_from", "began", "remind", "note",
    "seen", *(f"p{n}-{name}" for n in (0, 1) for name in (
        "every", "unit", "weekdays", "at", "starts", "ends", "loading")),
)  # fmt: skip
OF_A_SAMPLE = (
    "uid",
    "taken_on",
    "lab",
    "note",
    "microbiological",
    *(f"r0-{name}" for name in ("what", "value", "own", "sure")),
)
OF_THINGS = ("name", "count", "do", "what", "t0-kept", "t0-food_id", "t0-portion", "t0-amount", "t0-sure")
SENT = {
    "history_imports": ("uid",), "history_import_do": ("known_only", "table_first"),
    "history_import_undo": ("forget",), "history_import_name": ("what", "portion"),
    "meal_new": ("uid", "name", "entry"), "meal": OF_THINGS, "meal_log": ("uid", "date", "time", "next"),
    "meal_remove": ("uid",), "meal_undo": ("next",), "meal_suggested": ("uid", "do", "foods", "rest", "things"),
    "dish_new": ("uid", "name", "servings", "cooked_g"), "dish": (*OF_THINGS, "servings", "cooked_g"),
    "dish_anew": ("uid",), "dish_remove": ("uid",),
    "log": MUCH,
    "log_new": ("uid", "name", "b12", "unknown", "origin", "gtin", "offer", "sure", "date", "time", "next"),
    "barcode": ("digits", "date", "time"),
    "barcode_keep": ("found", "name", "brand", "b12", "date", "time"),
    "log_look": ("count", "line", "more", "i0-what", "i0-was", "i0-options", "i0-amount", "i0-q", "date", "time"),
    "log_several": ("uid", "count", "i0-take", "i0-what", "i0-amount", "i0-label", "date", "time"),
    "history_fill": ("uid", "first", "last", "pick", "days", "what", "time", "amount", "portion"),
    "day_mark": ("mark", "next"), "day_copy": ("uid", "part"),
    "entry": ("portion", "amount", "date", "time", "sure", "next"),
    "entry_amount": ("amount", "next"), "entry_remove": ("next",), "entry_restore": ("next",),
    "entry_copy": ("uid", "next"), "entry_figure": ("next",),
    "give_figure": ("uid", "name", "b12", "per", "unknown", "origin", "past", "sure", "next"),
    "offer_food": ("offered",),
    "what_if_new": ("c0-kind", "c0-food", "c0-times", "c0-factor", "c0-dose", "c0-ug", "c0-every", "c0-weeks",
                    "c0-state", "c0-without"),
    "what_if_remove": ("uid",),
    "finding_aside": ("until", "discussed_on", "next"),
    "reference": ("authority", "sex", "life_stage", "birth_year", "birth_month", "cover_rule", "cover_days",
                  "interval_weeks"),
    "profile": ("diet", "diet_since", "no_source_since", "no_source_until", "takes_unlogged", "birth_year",
                "birth_month", "sex", "life_stage", "interval_weeks"),
    "welcome": ("diet", "diet_since", "no_source_since", "no_source_until", "takes_unlogged", "skip", "back", "next"),
    "welcome_step": ("metformin", "metformin-since", "metformin-dose", "skip", "back", "next"),
    "medicines": ("q",), "medicine_search": ("q",), "medicine_new": ("pick", *OF_A_MEDICINE), "medicine": OF_A_MEDICINE,
    "medicine_remove": ("uid",), "conditions": ("q",), "condition_search": ("q",),
    "condition_new": ("pick", *OF_A_CONDITION), "condition": OF_A_CONDITION, "condition_remove": ("uid",),
    "gas": ("uid", "kind", "on"), "gas_remove": ("uid",),
    "regimen_new": ("q", "plan", "product", "over", *OF_A_REGIMEN), "regimen_edit": OF_A_REGIMEN,
    "regimen_dose": ("uid", "date", "time", "site", "batch", "sure", "next"),
    "regimen_skip": ("due_on", "reason", "undo", "next"), "regimen_stop": ("on",), "regimen_resume": ("uid",),
    "regimen_stock": ("stock",), "regimen_review": ("on",),
    "reminders": ("by_mail", "hour", "names"), "feed_new": ("instead",), "feed_revoke": ("uid",),
    "injection_note": ("site", "batch", "note"),
    "blood_test_settings": ("guideline", "black_ethnicity"), "sample_new": OF_A_SAMPLE, "sample": OF_A_SAMPLE,
    "sample_remove": ("uid",),
    "symptom_check": ("on", "fatigue", "fatigue-note", "ticks", "fall"), "symptoms_same": ("uid",),
    "symptoms_choose": ("keys",), "symptom": ("onset", "looked_into", "remove"), "red_flags_over": ("key",),
    "report_words": ("name", "reason", "questions", "language"), "report_link": ("uid",),
    "report_link_revoke": ("uid",), "restore_own": ("uid", "file"),
    "erase": ("sure",),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(LOOKS))
def test_no_address_can_be_made_to_break_a_page(signed_in, entry, name):
    for field, hostile in product(ASKED[name], HOSTILE):
        assert signed_in.get(address(name, entry), {field: hostile}).status_code == 200, (field, hostile[:40])


# Pages whose form is the one of another page, which is tried with everything: here each field gets every fourth.
SAME_FORMS = {
    "regimen_edit": "regimen_new", "condition": "condition_new", "medicine": "medicine_new", "sample": "sample_new",
}  # fmt: skip


def tried(name: str) -> list[tuple[str, str]]:
    every = 4 if name in SAME_FORMS else 1
    fields, values = list(enumerate(SENT[name])), list(enumerate(HOSTILE))
    return [(field, hostile) for (f, field), (v, hostile) in product(fields, values) if (f + v) % every == 0]


def test_a_form_that_is_tried_in_part_is_tried_whole_on_another_page_and_with_every_value_and_field():
    for name, other in SAME_FORMS.items():
        assert set(SENT[name]) - set(SENT[other]) == set(), name
        assert {field for field, _ in tried(name)} == set(SENT[name])
        assert {hostile for _, hostile in tried(name)} == set(HOSTILE), name
    assert len(tried("regimen_new")) == len(SENT["regimen_new"]) * len(HOSTILE)


@pytest.mark.timeout(240)  # a plan has forty fields, each tried with everything
@pytest.mark.parametrize("name", sorted(SENDS))
def test_no_form_can_be_made_to_break_a_page(signed_in, entry, salmon, name):
    sensible = {
        "uid": "11111111-2222-4333-8444-555555555555", "food_id": salmon.pk, "amount": "1", "name": "Curry",
        "unknown": "on", "count": "1", "i0-take": "on", "i0-what": f"{salmon.pk}:base:1", "days": "2026-03-13",
        "what": f"{salmon.pk}:base:100", "mark": "partly", "part": "morning", "portion": "base", "diet": "vegan",
        "metformin": "on", "taking": "yes", "kind": "medical", "relation": "own",
        "servings": "4", "t0-food_id": salmon.pk, "t0-portion": "base", "t0-amount": "100", "do": "save",
        "foods": "1,2", "rest": f"{salmon.pk}:base:1", "things": f"{salmon.pk}:base:1",
        "taken_on": "2 March 2026", "r0-what": "b12|ng/L", "r0-value": "268",
    }  # fmt: skip
    if name == "barcode_keep":
        sensible |= FoundForm.initial_of(OAT, OAT.gtin)
    for field, hostile in tried(name):
        if name.startswith("entry"):  # the try before may have removed it
            signed_in.post(address("entry_restore", entry))
        answer = signed_in.post(address(name, entry), sensible | {field: hostile})
        assert answer.status_code in {200, 302}, (field, hostile[:40])
        assert answer.headers.get("Location", "/").startswith("/"), (field, hostile[:40])
        assert "Set-Cookie: x" not in str(answer.headers), (field, hostile[:40])


@pytest.mark.parametrize("name", sorted(LOOKS - {"log_search", "log_preview", "report_pdf"}))
def test_pages_are_whole_and_personal_ones_are_not_kept_by_browsers(signed_in, entry, name):
    page = signed_in.get(address(name, entry))

    assert page.content.decode().rstrip().endswith("</html>")
    assert page.headers["Cache-Control"] == "no-store, private"


def test_searching_has_a_limit_on_the_sheet_as_well_as_in_its_fragment(signed_in, salmon):
    found(name="Milk")
    answers = {signed_in.get("/log/", {"q": "milk"}).status_code for _ in range(121)}

    assert answers == {200, 429}
