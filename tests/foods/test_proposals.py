"""The pages on which people offer foods, suggest corrections, and see what became of it."""

import datetime as dt
import html
import re
import uuid
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from foods.models import Food, Portion, Proposal
from tests.factories import FoodFactory, PortionFactory, ProposalFactory, UserFactory
from tests.foods.labels import photo, with_a_place
from tests.tracker.views.pages import text_of, toasts_of

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 14, 12, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def noon(time_machine, settings, tmp_path):
    time_machine.move_to(NOW, tick=False)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def milk(db) -> Food:
    """0.38 µg in 100 g, all of it added; a glass is 200 g."""
    figures = {"b12_ug": Decimal("0.38"), "b12_added_ug": Decimal("0.38"), "origin": "added"}
    return PortionFactory(food=FoodFactory(name="Oat milk", category="plant_dairy", **figures)).food


@pytest.fixture
def stew(person) -> Food:
    """What a quick add makes of a stew of 2 µg."""
    food = FoodFactory(name="Stew", owner=person, source=None, source_ref="", basis="unit", b12_ug=2, category="other")
    Portion.objects.create(food=food, name="portion", quantity=1, is_default=True)
    return food


def correct(client, food: Food, **typed):
    """Send a correction; the answer, and the proposal where one was stored."""
    answer = client.post(f"/sources/correct/{food.pk}/", {"uid": uuid.uuid4(), **typed})
    return answer, Proposal.objects.filter(food=food).first()


OFFER = {"name": "Stew", "category": "dishes", "origin": "food", "b12": "2", "per": "portion", "reason": "The label."}


def offer(client, food: Food, **typed):
    answer = client.post(f"/sources/yours/{food.pk}/propose/", {"uid": uuid.uuid4(), **OFFER, **typed})
    return answer, Proposal.objects.filter(own_food=food).first()


def errors_of(answer) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


# --- where it begins ------------------------------------------------------------------------------------------------
def test_the_page_of_a_food_leads_there_for_whoever_is_signed_in(client, signed_in, milk, stew):
    assert f'href="/sources/correct/{milk.pk}/"' in signed_in.get(milk.get_absolute_url()).text
    own = signed_in.get(stew.get_absolute_url()).text
    assert f'href="/sources/yours/{stew.pk}/propose/"' in own
    assert "Offer it to the curators" in own
    signed_in.logout()
    assert "Suggest a correction" not in client.get(milk.get_absolute_url()).text


def test_a_retired_food_and_other_peoples_cannot_be_corrected(signed_in):
    retired, hers = FoodFactory(state="retired"), FoodFactory(owner=UserFactory())

    for food in (retired, hers):
        assert signed_in.get(f"/sources/correct/{food.pk}/").status_code == 404
    assert signed_in.get(f"/sources/yours/{hers.pk}/propose/").status_code == 404


def test_a_demo_reads_a_sentence_and_no_form(client, milk):
    client.force_login(UserFactory(demo_until=NOW + dt.timedelta(days=1)))

    page = client.get(f"/sources/correct/{milk.pk}/")

    assert "A demo cannot propose anything" in text_of(page)
    assert 'id="proposal"' not in page.text


# --- corrections ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ({"b12": "0,5"}, {"b12_ug": "0.5", "b12_added_ug": "0.5"}),
        ({"b12": "2 µg", "per": "glass"}, {"b12_ug": "1", "b12_added_ug": "1"}),
        ({"b12": "0.5", "added": "0.4"}, {"b12_ug": "0.5", "b12_added_ug": "0.4"}),
        ({"added": "0.3"}, {"b12_added_ug": "0.3"}),
        ({"b12": "0.380"}, {}),
        ({"name": " Oat  drink ", "brand": "Maker"}, {"name": "Oat drink", "brand": "Maker"}),
        ({"gtin": "4006381 333931"}, {"gtin": "4006381333931"}),
        ({"gone": "1"}, {"state": "retired"}),
        ({}, {}),
    ],
)
def test_what_was_typed_is_what_would_change(signed_in, milk, typed, values):
    if typed.get("per"):
        typed = typed | {"per": milk.portions.get().pk}

    answer, proposal = correct(signed_in, milk, reason="See the label.", **typed)

    assert (answer.status_code, answer["Location"]) == (302, "/sources/proposals/")
    assert (proposal.values, proposal.portions, proposal.reason) == (values, [], "See the label.")
    milk.refresh_from_db()
    assert milk.b12_ug == Decimal("0.38")


@pytest.mark.parametrize(
    ("typed", "portions"),
    [
        ({"portion_size": "250 g"}, [["glass", "250", True]]),
        ({"portion_name": "mug"}, [["mug", "200", True]]),
        ({"portion_name": "mug", "portion_size": "300"}, [["mug", "300", True]]),
        ({"portion_size": "200"}, []),
    ],
)
def test_a_portion_can_be_wrong(signed_in, milk, typed, portions):
    _, proposal = correct(signed_in, milk, reason="Measured.", **typed)

    assert proposal.portions == portions


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "__all__", "Change what is wrong, or say it in your own words"),
        ({"b12": "0.38"}, "__all__", "Change what is wrong"),
        ({"b12": "lots"}, "b12", "“lots” is not a figure we can read"),
        ({"b12": "15 %"}, "b12", "A percentage depends on whose reference it is"),
        ({"b12": "-1"}, "b12", "cannot be below 0"),
        ({"b12": "1", "added": "2"}, "added", "cannot be more than all of it"),
        ({"added": "2"}, "added", "cannot be more than all of it"),
        ({"b12": "1", "per": "999999"}, "per", "That portion is not there any more"),
        ({"b12": "999999999"}, "b12", "more B12 than food"),
        ({"gtin": "4006381333932"}, "gtin", "The last digit does not fit the others"),
        ({"gtin": "400638133393"}, "gtin", "The last digit does not fit the others"),
        ({"gtin": "40063"}, "gtin", "8, 12, 13 or 14 digits"),
        ({"portion_size": "a mug"}, "portion_size", "is not an amount we can read"),
        ({"portion_size": "0"}, "portion_size", "more than nothing"),
        ({"reason": "x" * 501}, "reason", "longer than 500 characters"),
        ({"reason": "x", "evidence_url": "http://example.org/"}, "evidence_url", "begins with https://"),
        ({"reason": "x", "evidence_url": "javascript:alert(1)"}, "evidence_url", "not a link we can read"),
    ],
)
def test_what_cannot_be_is_said_where_it_stands_and_what_was_typed_stays(signed_in, milk, typed, field, sentence):
    answer, proposal = correct(signed_in, milk, **typed)

    assert proposal is None
    errors = errors_of(answer)
    assert list(errors) == [field]
    assert sentence in errors[field][0]
    assert html.escape(errors[field][0], quote=True) in answer.text
    for name in set(typed) - {"per"}:
        assert html.escape(typed[name]) in answer.text


def test_a_smaller_figure_than_what_is_added_asks_for_the_added_part(signed_in, milk):
    Food.objects.filter(pk=milk.pk).update(b12_added_ug=Decimal("0.3"))

    answer, proposal = correct(signed_in, milk, b12="0.2")

    assert proposal is None
    assert "less than what is added to it so far" in errors_of(answer)["added"][0]


def test_mg_taken_for_micrograms_is_asked_back_in_place(signed_in, milk):
    answer, proposal = correct(signed_in, milk, b12="380", reason="The label.")

    assert proposal is None
    assert "Did you mean 0.38 µg?" in text_of(answer)
    answer, proposal = correct(signed_in, milk, b12="380", reason="The label.", sure="1")
    assert proposal.values["b12_ug"] == "380"


# --- photos ---------------------------------------------------------------------------------------------------------
def test_a_photo_is_kept_without_its_place_and_shown_to_whoever_sent_it(signed_in, client, milk):
    _, proposal = correct(signed_in, milk, photo=with_a_place())

    assert re.fullmatch(r"labels/[0-9a-f]{32}\.jpg", proposal.photo.name)
    assert b"Secret" not in proposal.photo.read()
    proposal.photo.close()
    shown = signed_in.get(f"/sources/proposals/{proposal.pk}/photo/")
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "no-store, private")
    assert shown["X-Content-Type-Options"] == "nosniff"
    client.force_login(UserFactory())
    assert client.get(f"/sources/proposals/{proposal.pk}/photo/").status_code == 404


def test_a_photo_alone_says_enough(signed_in, milk):
    answer, proposal = correct(signed_in, milk, photo=photo())

    assert answer.status_code == 302
    assert proposal.photo


def test_a_photo_that_cannot_be_read_keeps_what_was_typed(signed_in, milk):
    answer, proposal = correct(
        signed_in, milk, b12="0,5", reason="Look at the side.", photo=SimpleUploadedFile("label.heic", b"no picture")
    )

    assert proposal is None
    assert errors_of(answer) == {
        "photo": ["That photo cannot be read. Send it as JPEG, PNG or WebP: a screenshot of it will do."]
    }
    assert 'value="0,5"' in answer.text
    assert "Look at the side." in answer.text


def test_a_good_photo_beside_something_wrong_is_asked_for_again(signed_in, milk):
    answer, _ = correct(signed_in, milk, b12="lots", photo=photo())

    assert "Choose the photo again" in text_of(answer)


def test_a_photo_whose_file_is_gone_is_not_there(signed_in, person):
    mine = ProposalFactory(proposer=person, photo=ContentFile(b"a label", name="label.jpg"))
    mine.photo.storage.delete(mine.photo.name)

    assert signed_in.get(f"/sources/proposals/{mine.pk}/photo/").status_code == 404


# --- offers ---------------------------------------------------------------------------------------------------------
def test_the_form_begins_with_what_is_known_of_the_food(signed_in, stew):
    form = signed_in.get(f"/sources/yours/{stew.pk}/propose/").context["form"]

    assert {name: form[name].value() for name in ("name", "b12", "per", "category", "origin", "portion_name")} == {
        "name": "Stew", "b12": "2", "per": "portion", "category": "", "origin": "food", "portion_name": "portion",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "values", "portions"),
    [
        ({}, {"basis": "unit", "b12_ug": "2", "b12_added_ug": "0", "form": "bound"}, [["portion", "1", True]]),
        ({"portion_size": "400 g", "portion_name": "bowl"},
         {"basis": "g100", "b12_ug": "0.5"}, [["bowl", "400", True]]),
        ({"per": "ml100", "portion_size": "250"}, {"basis": "ml100", "b12_ug": "2"}, [["portion", "250", True]]),
        ({"per": "g100"}, {"basis": "g100", "b12_ug": "2"}, []),
        ({"origin": "added"},
         {"origin": "added", "b12_added_ug": None, "form": "not_stated"}, [["portion", "1", True]]),
        ({"origin": "added", "added": "1,5", "portion_size": "200 ml"},
         {"basis": "ml100", "b12_ug": "1", "b12_added_ug": "0.75"}, [["portion", "200", True]]),
        ({"origin": "injected"}, {"b12_added_ug": "2", "route": "injected"}, [["portion", "1", True]]),
        ({"b12": "", "unknown": "1"}, {"b12_ug": None, "b12_added_ug": None}, [["portion", "1", True]]),
        ({"market": "de", "brand": "Maker", "gtin": "4006381333931"},
         {"market": "DE", "brand": "Maker", "gtin": "4006381333931"}, [["portion", "1", True]]),
    ],
)  # fmt: skip
def test_an_offer_holds_the_food_as_everybody_could_have_it(signed_in, stew, typed, values, portions):
    answer, proposal = offer(signed_in, stew, **typed)

    assert (answer.status_code, answer["Location"]) == (302, "/sources/proposals/")
    assert {name: proposal.values[name] for name in values} == values
    assert proposal.portions == portions


def test_what_an_offer_holds_makes_a_food_that_keeps_every_rule(signed_in, stew):
    _, proposal = offer(signed_in, stew, origin="supplement")
    made = Food(**proposal.values, b12_unknown=proposal.values["b12_ug"] is None, source=FoodFactory().source)

    made.full_clean()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": "…"}, "name", "Give it the name that stands on it"),
        ({"category": ""}, "category", "Choose what it is"),
        ({"b12": ""}, "b12", "or tick that nobody knows it"),
        ({"unknown": "1"}, "b12", "Keep one of the two"),
        ({"reason": ""}, "__all__", "Say where the figure is from"),
        ({"market": "Germany"}, "market", "at most 2 characters"),
        ({"market": "1A"}, "market", "the two letters of the country"),
        ({"portion_size": "400"}, "portion_size", "Is that g or ml?"),
        ({"per": "g100", "portion_size": "400 ml"}, "portion_size", "The figure is for g and the portion in ml"),
        ({"portion_size": "a bowl"}, "portion_size", "not an amount we can read"),
        ({"portion_size": "0 g"}, "portion_size", "more than nothing"),
        ({"origin": "added", "added": "3"}, "added", "cannot be more than all of it"),
        ({"b12": "2 mg"}, "sure", "Did you mean 2 µg?"),
    ],
)
def test_an_offer_that_cannot_be_says_why(signed_in, stew, typed, field, sentence):
    answer, proposal = offer(signed_in, stew, **typed)

    assert proposal is None
    errors = errors_of(answer)
    assert list(errors) == [field]
    assert sentence in errors[field][0]


# --- limits, repeats, an ended session ------------------------------------------------------------------------------
def test_a_double_click_sends_one(signed_in, milk):
    uid = uuid.uuid4()
    for _ in range(2):
        answer = signed_in.post(f"/sources/correct/{milk.pk}/", {"uid": uid, "reason": "Wrong."}, follow=True)

    assert Proposal.objects.count() == 1
    assert "This was sent already." in toasts_of(answer)[-1]


def test_a_second_one_about_the_same_food_waits_and_nothing_typed_is_lost(signed_in, milk):
    correct(signed_in, milk, reason="First.")

    answer, _ = correct(signed_in, milk, reason="Second thoughts.")

    assert Proposal.objects.count() == 1
    assert "You have sent something about this food already" in text_of(answer)
    assert "Second thoughts." in answer.text
    assert 'id="proposal"' not in signed_in.get(f"/sources/correct/{milk.pk}/").text


def test_looking_writes_nothing(signed_in, person, milk, stew):
    ProposalFactory(proposer=person, state="rejected", decided_at=NOW)
    before = list(Proposal.objects.values())
    for address in (f"/sources/correct/{milk.pk}/", f"/sources/yours/{stew.pk}/propose/", "/sources/proposals/"):
        assert signed_in.get(address).status_code == 200

    assert list(Proposal.objects.values()) == before


# --- what became of it ----------------------------------------------------------------------------------------------
def answered(person: User, **fields) -> Proposal:
    return ProposalFactory(proposer=person, decided_at=NOW, **{"state": "rejected", "answer": "No label.", **fields})


def test_a_proposal_says_what_it_is_how_it_stands_and_why(signed_in, person, milk):
    answered(person, food=milk, values={"b12_ug": "2", "state": "retired"}, portions=[["mug", "300", True]])

    said = text_of(signed_in.get("/sources/proposals/"))

    for words in ("Oat milk", "correction", "B12 2 µg per 100 g", "Sold not any more", "Portion mug, 300 g"):
        assert words in said
    for words in ("“The label says so.”", "The curators say: No label.", "sent 14 Mar 2026", "not taken 14 Mar 2026"):
        assert words in said


def test_an_offer_reads_as_words_too(signed_in, stew):
    offer(signed_in, stew, unknown="1", b12="")

    said = text_of(signed_in.get("/sources/proposals/"))

    assert "Stew new food" in said
    assert "Kind of food Dishes" in said
    assert "B12 unknown" in said
    assert "waiting" in said
    assert "Withdraw" in said


def test_new_answers_are_counted_on_sources_until_they_are_read(signed_in, person):
    answered(person)
    assert "1 new answer" in text_of(signed_in.get("/sources/"))
    assert "1 new answer" in text_of(signed_in.get("/sources/proposals/"))

    read = signed_in.post("/sources/proposals/read/", follow=True)

    assert toasts_of(read)[0].startswith("1 answer marked as read.")
    assert "new answer" not in text_of(signed_in.get("/sources/"))
    assert "The curators say: No label." in text_of(read)


def test_what_waits_can_be_withdrawn(signed_in, person):
    waiting = ProposalFactory(proposer=person)

    answer = signed_in.post(f"/sources/proposals/{waiting.pk}/withdraw/", follow=True)

    assert "Withdrawn." in toasts_of(answer)[0]
    again = signed_in.post(f"/sources/proposals/{waiting.pk}/withdraw/", follow=True)
    assert "decided already" in toasts_of(again)[-1]


def test_nobody_sees_or_withdraws_what_others_sent(signed_in):
    hers = ProposalFactory(reason="Her secret reason", food=FoodFactory(name="Her food"))

    assert "Her" not in text_of(signed_in.get("/sources/proposals/"))
    assert signed_in.post(f"/sources/proposals/{hers.pk}/withdraw/").status_code == 404
    hers.refresh_from_db()
    assert hers.state == "waiting"


def test_a_proposal_whose_food_is_gone_is_still_told(signed_in, person):
    answered(person, kind="new", food=None, values={"name": "Old stew", "basis": "unit", "b12_ug": "1"})

    assert "Old stew" in text_of(signed_in.get("/sources/proposals/"))


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_two_queries_of_its_own(signed_in, person, django_assert_num_queries, rows):
    for _ in range(rows):
        answered(person, answer="")
    signed_in.get("/sources/proposals/")

    with django_assert_num_queries(4):  # the session and the person, then how many and which
        signed_in.get("/sources/proposals/")


def test_the_list_has_pages(signed_in, person):
    for _ in range(31):
        answered(person)

    first, last = signed_in.get("/sources/proposals/"), signed_in.get("/sources/proposals/?page=2")

    assert len(first.context["page"].lines) == 30
    assert "?page=2" in first.text
    assert len(last.context["page"].lines) == 1
    assert "?page=1" in last.text
    assert signed_in.get("/sources/proposals/?page=nonsense").status_code == 200
    assert len(signed_in.get("/sources/proposals/?page=99").context["page"].lines) == 1


@pytest.mark.parametrize("portions", [1, 30])
def test_the_form_takes_as_many_queries_however_many_portions(signed_in, milk, django_assert_num_queries, portions):
    for number in range(portions - 1):
        PortionFactory(food=milk, name=f"cup {number}", is_default=False)
    signed_in.get(f"/sources/correct/{milk.pk}/")

    with django_assert_num_queries(6):  # session, person, food, portions, what waits, what was sent today
        signed_in.get(f"/sources/correct/{milk.pk}/")


HOSTILE = ["\x00", "x\x00y", "9" * 40, "-1", "1e309", "NaN", "٣", "'; DROP TABLE foods_food; --",
           "<script>alert(1)</script>", "{{ 7*7 }}", "\U0001f600", "a" * 20_000,
           "../../etc/passwd", "\r\nSet-Cookie: x=y", "\u202e"]  # fmt: skip
FIELDS = (
    "uid", "b12", "per", "added", "name", "brand", "gtin", "portion_name", "portion_size", "reason", "evidence_url",
    "gone", "sure", "unknown", "market", "category", "origin", "photo",
)  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("send", [correct, offer])
def test_no_form_can_be_made_to_break_a_page(signed_in, milk, stew, send, field):
    for hostile in HOSTILE:
        answer, _ = send(signed_in, milk if send is correct else stew, **{"reason": "The label.", field: hostile})
        assert answer.status_code in {200, 302}, hostile[:40]
        assert "<script>alert" not in answer.text
        Proposal.objects.all().delete()
