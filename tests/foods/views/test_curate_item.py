"""One item of the queue and the decisions about it, through the pages."""

import re
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from foods.models import Concern, ConcernKind, Food
from tests.factories import ConcernFactory, FoodFactory, PortionFactory, ProposalFactory
from tests.foods.views.conftest import browser_of

JPEG, PNG = b"\xff\xd8\xff\xe0" + b"0" * 20, b"\x89PNG\r\n\x1a\n" + b"0" * 20
WEBP = b"RIFF0000WEBPVP8 "


@pytest.fixture
def correction(db) -> Concern:
    """Somebody says it is 100 µg where 1 µg stands; in a glass of 200 g."""
    food = FoodFactory(name="Yeast", category="spreads_yeast")
    PortionFactory(food=food)
    proposal = ProposalFactory(food=food, values={"b12_ug": "100"}, evidence_url="https://example.org/label")
    facts = {"changes": {"b12_ug": ["1", "100"]}}
    return ConcernFactory(kind=ConcernKind.CORRECTION, food=food, proposal=proposal, facts=facts, logged=9)


@pytest.fixture
def later(correction) -> Concern:
    """What comes after it."""
    return ConcernFactory(logged=1)


def at(concern: Concern, what: str = "", query: str = "") -> str:
    return f"/curate/{concern.pk}/{what + '/' if what else ''}{query}"


def said(page) -> str:
    return " ".join(str(message) for message in page.context["messages"]) if page.context else ""


def words(page) -> str:
    text = re.sub(r"<[^>]+>", " ", page.text).replace("\u00a0", " ").replace("&nbsp;", " ")
    return " ".join(text.split())


def state_of(concern: Concern) -> str:
    return Concern.objects.values_list("state", flat=True).get(pk=concern.pk)


# --- looking ---------------------------------------------------------------------------------------------------------
def test_the_difference_stands_per_100_g_and_per_portion(curator, correction):
    text = words(curator.get(at(correction)))

    assert "B12 per 100 g 1 µg 100 µg" in text
    assert "Per 200 g 2 µg 200 µg" in text
    assert "100 times the present figure: a comma may have been lost." in text


def test_what_both_buttons_do_is_said_before_either_is_pressed(curator, db):
    page = curator.get(at(ConcernFactory(kind=ConcernKind.OUTLIER))).text
    closed = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)

    assert "It is wrong: make the figure unknown" in closed
    assert "The figure is right" in closed


def test_a_jump_is_held_against_the_highest_of_its_kind(curator, correction):
    FoodFactory(category="spreads_yeast", b12_ug=Decimal(150))
    FoodFactory(category="fish", b12_ug=Decimal(999))

    assert "Highest on file among “Yeast, extracts and spreads”: 150 µg per 100 g." in words(
        curator.get(at(correction))
    )


def test_the_evidence_is_shown_and_its_link_tells_nobody_where_it_was_pressed(curator, correction):
    page = curator.get(at(correction)).text

    assert "The label says so." in page
    assert re.search(r'<a href="https://example.org/label" rel="noreferrer[^"]*"', page)


def test_what_changed_since_it_was_proposed_is_said(curator, correction):
    Food.objects.filter(pk=correction.food_id).update(b12_ug=3, b12_added_ug=0)

    assert "Changed since this was proposed: B12." in words(curator.get(at(correction)))


@pytest.mark.parametrize("rows", [1, 30])
def test_the_number_of_queries_does_not_grow(curator, correction, django_assert_num_queries, rows):
    for _ in range(rows):
        ConcernFactory()
    with django_assert_num_queries(9):  # session, person, two for rights; item, highest, portions, before and after
        curator.get(at(correction))


@pytest.mark.parametrize("what", ["accept", "reject", "retire", "undo"])
def test_nothing_is_decided_by_looking(curator, correction, what):
    assert curator.get(at(correction, what)).status_code == 405


@pytest.mark.parametrize("what", ["", "accept", "reject", "retire", "undo", "edit", "merge", "photo"])
def test_what_is_not_there_is_not_found(curator, db, what):
    answer = curator.post("/curate/99/" + (f"{what}/" if what else ""))

    assert answer.status_code == (405 if what in {"", "photo"} else 404)


# --- deciding --------------------------------------------------------------------------------------------------------
def test_accepting_writes_the_figure_and_goes_on_to_the_next(curator, correction, later):
    answer = curator.post(at(correction, "accept"))

    assert answer.url == at(later)
    assert Food.objects.get(pk=correction.food_id).b12_ug == 100
    assert state_of(correction) == "accepted"


def test_from_beside_the_list_it_goes_back_there(curator, correction, later):
    assert curator.post(at(later, "reject", "?side=1")).url == f"/curate/?at={correction.pk}"
    answer = curator.post(at(correction, "reject", "?side=1&kind=correction&page=2"), {"reason": "No."})

    assert answer.url == "/curate/?kind=correction&page=2"


def test_the_message_offers_to_take_it_back(curator, correction, later):
    page = curator.post(at(correction, "accept"), follow=True)
    assert f'action="/curate/{correction.pk}/undo/"' in page.text
    curator.post(at(correction, "undo"))

    assert state_of(correction) == "open"
    assert Food.objects.get(pk=correction.food_id).b12_ug == 1


def test_u_takes_back_the_last_of_ones_own_and_no_other(curator, another, correction, later):
    curator.post(at(correction, "accept"))
    another.post(at(later, "reject"), {"reason": ""})

    assert f'action="/curate/{correction.pk}/undo/?side=1"' in curator.get("/curate/").text
    assert f'action="/curate/{later.pk}/undo/?side=1"' in another.get("/curate/").text


def test_deciding_twice_does_nothing_and_says_so(curator, another, correction, later):
    curator.post(at(correction, "accept"))
    versions = Food.objects.get(pk=correction.food_id).history.count()
    for what in ("accept", "reject", "retire"):
        page = another.post(at(correction, what), {"reason": "late"}, follow=True)
        assert "This was decided already, so nothing was changed." in words(page)

    assert state_of(correction) == "accepted"
    assert Food.objects.get(pk=correction.food_id).history.count() == versions


def test_what_was_decided_shows_how_and_offers_nothing_but_to_take_it_back(curator, another, correction):
    curator.post(at(correction, "reject"), {"reason": "It is per kilogram."})
    mine, theirs = (words(browser.get(at(correction))) for browser in (curator, another))

    assert "rejected by you" in mine
    assert "rejected by another curator" in theirs
    assert "Reason: It is per kilogram." in theirs
    assert 'data-key="a"' not in another.get(at(correction)).text
    assert 'data-key="u"' in another.get(at(correction)).text


def test_a_proposal_is_rejected_with_a_reason_only(curator, correction, later):
    page = curator.post(at(correction, "reject"), {"reason": " "})

    assert "Say why in a few words: whoever proposed it reads this." in page.text
    assert state_of(correction) == "open"
    page = curator.post(at(correction, "reject"), {"reason": "x" * 501})
    assert "Keep the reason under 500 characters; this has 501." in page.text
    assert "x" * 501 in page.text

    curator.post(at(correction, "reject"), {"reason": "It is per kilogram."})
    correction.proposal.refresh_from_db()
    assert (correction.proposal.state, correction.proposal.answer) == ("rejected", "It is per kilogram.")


def test_where_nobody_is_told_no_reason_is_needed(curator, later):
    curator.post(at(later, "reject"))

    assert state_of(later) == "rejected"


def test_a_food_is_retired_and_comes_back(curator, later):
    curator.post(at(later, "retire"))
    assert Food.objects.get(pk=later.food_id).state == "retired"
    curator.post(at(later, "undo"))

    assert Food.objects.get(pk=later.food_id).state == "published"


def test_ones_own_proposal_waits_for_another(curator, person_who_curates, correction):
    correction.proposal.proposer = person_who_curates
    correction.proposal.save()
    page = curator.get(at(correction))

    assert "You proposed this yourself, so another curator has to decide." in page.text
    assert not re.search(r'data-key="[arex]"', page.text)
    curator.post(at(correction, "accept"))
    assert state_of(correction) == "open"


def test_under_the_rule_of_two_the_second_yes_does_it(curator, another, correction, later, settings):
    settings.CURATION_NEEDS_TWO = True
    assert curator.post(at(correction, "accept")).url == at(later)
    assert state_of(correction) == "open"
    mine, theirs = (browser.get(at(correction)) for browser in (curator, another))
    assert "You said yes; another curator has to say so too." in mine.text
    assert 'data-key="a"' not in mine.text
    assert "One of two said yes (another curator)" in words(theirs)
    assert "Accept as the second" in theirs.text

    another.post(at(correction, "accept"))
    assert state_of(correction) == "accepted"


def test_the_first_of_two_can_take_their_yes_back(curator, another, correction, settings):
    settings.CURATION_NEEDS_TWO = True
    curator.post(at(correction, "accept"))
    assert "Take my yes back" in curator.get(at(correction)).text
    assert "Take my yes back" not in another.get(at(correction)).text
    curator.post(at(correction, "undo"))

    assert 'data-key="a"' in curator.get(at(correction)).text


def test_where_there_is_no_value_to_take_there_is_no_button(curator, db):
    concern = ConcernFactory(kind=ConcernKind.NO_ORIGIN)

    assert 'data-key="a"' not in curator.get(at(concern)).text
    assert "There is no value to accept here." in curator.get(at(concern)).text


# --- editing ---------------------------------------------------------------------------------------------------------
def typed(page, **changes: str) -> dict[str, str]:
    """What a browser sends of the form, as it came and with these changes."""
    form = page.context["form"]
    given = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in given.items() if value not in (None, False)}
    return {name: str(getattr(value, "pk", value)) for name, value in {**sent, **changes}.items() if value != ""}


def test_taking_back_leads_back_to_the_kind_that_was_worked_through(curator, correction, later):
    page = curator.post(at(correction, "accept", "?kind=correction&side=1"), follow=True)
    undo = f"/curate/{correction.pk}/undo/?kind=correction&side=1"
    assert page.text.count(f'action="{undo}"'.replace("&", "&amp;")) == 2  # in the message, and above the list

    assert curator.post(undo).url == f"/curate/?kind=correction&at={correction.pk}"


def test_the_form_holds_what_is_proposed_and_saves_what_was_made_of_it(curator, correction, later):
    page = curator.get(at(correction, "edit"))
    assert page.context["form"]["b12_ug"].value() == "100"
    assert 'href="https://example.org/label"' in page.text  # what it is compared with
    answer = curator.post(at(correction, "edit"), typed(page, b12_ug="10", brand="Marigold"))

    assert answer.url == at(later)
    food = Food.objects.get(pk=correction.food_id)
    assert (food.b12_ug, food.brand, food.name) == (10, "Marigold", "Yeast")
    assert state_of(correction) == "edited"


def test_the_form_begins_as_accepting_would_leave_the_food(curator, correction):
    Food.objects.filter(pk=correction.food_id).update(
        low_ug="0.5", high_ug=2, range_note="two sources", grade="calculated", figure_date="2015"
    )
    page = curator.get(at(correction, "edit"))
    curator.post(at(correction, "edit"), typed(page))
    edited = Food.objects.values().get(pk=correction.food_id)
    curator.post(at(correction, "undo"))
    curator.post(at(correction, "accept"))
    accepted = Food.objects.values().get(pk=correction.food_id)

    assert (edited["b12_ug"], edited["low_ug"], edited["grade"]) == (100, None, "label")
    assert edited["figure_date"] == correction.proposal.sent_at.date().isoformat()
    assert {**edited, "updated_at": None, "reviewed_at": None} == {
        **accepted, "updated_at": None, "reviewed_at": None
    }  # fmt: skip


def test_a_range_that_holds_the_figure_stays_in_the_form(curator, correction):
    Food.objects.filter(pk=correction.food_id).update(low_ug="0.5", high_ug=200, range_note="two sources")
    form = curator.get(at(correction, "edit")).context["form"]

    assert [form[name].value() for name in ("low_ug", "high_ug", "range_note")] == ["0.5", "200", "two sources"]


def test_what_was_typed_stays_beside_its_error(curator, correction):
    page = curator.get(at(correction, "edit"))
    answer = curator.post(at(correction, "edit"), typed(page, b12_ug="lots", brand="Marigold"))

    assert answer.status_code == 200
    assert answer.context["form"].errors["b12_ug"] == ["“lots” is not a figure we can read. Type it like 2.4 or 0,38."]
    assert 'value="lots"' in answer.text
    assert re.findall(r'<input[^>]*name="(\w+)"[^>]* autofocus', answer.text) == ["b12_ug"]  # far below the top
    assert 'value="Marigold"' in answer.text
    assert state_of(correction) == "open"


@pytest.mark.parametrize(("as_typed", "ug"), [("1,25", "1.25"), ("1.25", "1.25"), ("0.005 mg", "5"), ("", None)])
def test_a_figure_is_edited_as_people_type_it(curator, correction, as_typed, ug):
    page = curator.get(at(correction, "edit"))
    sent = {**typed(page), "b12_ug": as_typed, **({} if as_typed else {"b12_unknown": "on"})}
    curator.post(at(correction, "edit"), sent)

    assert Food.objects.get(pk=correction.food_id).b12_ug == (ug and Decimal(ug))
    assert state_of(correction) == "edited"


def test_what_no_food_can_be_is_refused_in_a_sentence(curator, correction):
    page = curator.get(at(correction, "edit"))
    answer = curator.post(at(correction, "edit"), typed(page, b12_ug="10", b12_added_ug="20"))

    assert "The added B12 cannot be more than all of it." in answer.text
    assert Food.objects.get(pk=correction.food_id).b12_ug == 1


def test_what_somebody_else_changed_meanwhile_is_not_written_over(curator, correction):
    page = curator.get(at(correction, "edit"))
    food = Food.objects.get(pk=correction.food_id)
    food.brand = "Somebody’s"
    food.save()
    answer = curator.post(at(correction, "edit"), typed(page))
    assert "Somebody changed this food since you opened the page." in answer.text
    assert state_of(correction) == "open"

    again = typed(answer, brand="Somebody’s")
    curator.post(at(correction, "edit"), again)
    food.refresh_from_db()
    assert (food.brand, food.b12_ug) == ("Somebody’s", 100)


def test_editing_what_was_decided_changes_nothing(curator, another, correction):
    page = curator.get(at(correction, "edit"))
    another.post(at(correction, "reject"), {"reason": "No."})
    answer = curator.post(at(correction, "edit"), typed(page), follow=True)

    assert "This was decided already, so nothing was changed." in words(answer)
    assert Food.objects.get(pk=correction.food_id).b12_ug == 1


def test_a_new_food_is_edited_into_the_table(curator, db):
    values = {"name": "Bar", "basis": "g100", "b12_ug": "0.8", "category": "other", "origin": "added"}
    proposal = ProposalFactory(kind="new", food=None, values=values, portions=[["bar", "45", True]])
    facts = {"changes": {name: [None, value] for name, value in values.items()}}
    concern = ConcernFactory(kind=ConcernKind.PROPOSAL, food=None, proposal=proposal, facts=facts)
    page = curator.get(at(concern, "edit"))
    curator.post(at(concern, "edit"), typed(page, name="Protein bar"))

    food = Food.objects.published().get(name="Protein bar")
    assert (food.b12_ug, food.portions.get().name) == (Decimal("0.8"), "bar")
    assert (food.grade, food.figure_date) == ("label", proposal.sent_at.date().isoformat())  # as accepting says


# --- merging ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def pair(db) -> Concern:
    one, two = FoodFactory(name="Salmon, grilled"), FoodFactory(name="Salmon, baked")
    return ConcernFactory(kind=ConcernKind.DUPLICATE, food=one, other=two, facts={"keep": two.pk, "same": "name"})


def test_the_two_stand_side_by_side_and_one_is_kept(curator, pair):
    page = curator.get(at(pair, "merge"))
    assert "Salmon, grilled" in page.text
    assert "Entries keep what was logged." in page.text
    curator.post(at(pair, "merge"), {"keep": pair.other_id})

    assert Food.objects.get(pk=pair.food_id).merged_into_id == pair.other_id
    assert state_of(pair) == "merged"


@pytest.mark.parametrize("keep", ["", "x", "0", "third"])
def test_only_one_of_the_two_can_stay(curator, pair, keep):
    third = FoodFactory()
    page = curator.post(at(pair, "merge"), {"keep": third.pk if keep == "third" else keep})

    assert page.status_code == 200
    wanted = "Choose one of these two foods." if keep else "Choose which of the two stays."
    assert page.context["form"].errors["keep"] == [wanted]
    assert wanted in page.text
    assert state_of(pair) == "open"


def test_what_is_no_pair_cannot_be_merged(curator, correction):
    assert curator.get(at(correction, "merge")).status_code == 404


def test_a_pair_that_was_decided_offers_no_button(curator, another, pair):
    another.post(at(pair, "reject"))
    page = curator.get(at(pair, "merge"))

    assert "This was decided already." in page.text
    assert 'name="keep"' not in page.text


# --- the photo -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("start", "kind", "shown"),
    [
        (JPEG, "image/jpeg", True),
        (PNG, "image/png", True),
        (WEBP, "image/webp", True),
        (b"<svg onload=alert(1)>", "application/octet-stream", False),
        (b"<!doctype html><script>", "application/octet-stream", False),
        (b"GIF89a", "application/octet-stream", False),
    ],
)
def test_a_photo_is_shown_as_what_it_is_and_nothing_else_is(
    curator, correction, settings, tmp_path, start, kind, shown
):
    settings.MEDIA_ROOT = tmp_path
    correction.proposal.photo.save("label.jpg", ContentFile(start))
    answer = curator.get(at(correction, "photo"))

    assert answer.content == start
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_a_photo_that_is_gone_or_was_never_there_is_not_found(curator, correction, later, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert curator.get(at(correction, "photo")).status_code == 404
    assert curator.get(at(later, "photo")).status_code == 404
    correction.proposal.photo.save("label.jpg", ContentFile(JPEG))
    (tmp_path / correction.proposal.photo.name).unlink()

    assert curator.get(at(correction, "photo")).status_code == 404


def test_a_photo_is_for_curators_only(correction, signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    correction.proposal.photo.save("label.jpg", ContentFile(JPEG))

    assert signed_in.get(at(correction, "photo")).status_code == 404
    assert browser_of(correction.proposal.proposer).get(at(correction, "photo")).status_code == 404
