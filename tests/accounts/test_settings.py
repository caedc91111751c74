"""The settings page and the browser's time zone."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.forms import DaysForm, zone_choices
from accounts.models import User
from tests.factories import EntryFactory, UserFactory


def test_a_person_sets_time_zone_and_day_start(signed_in, person):
    page = signed_in.get("/settings/")
    assert '<option value="Europe/London" selected>London</option>' in page.text
    assert '<option value="00:00" selected>00:00</option>' in page.text

    answer = signed_in.post("/settings/", {"time_zone": "Asia/Tokyo", "day_start": "04:00"})
    assert answer.url == "/settings/"
    person.refresh_from_db()
    assert (person.time_zone, person.day_start) == ("Asia/Tokyo", dt.time(4))
    assert "What you logged before stays on its day." in signed_in.get("/settings/").text


def test_a_change_never_moves_what_was_logged(signed_in, person):
    entry = EntryFactory(owner=person, eaten_at=dt.datetime(2026, 3, 14, 23, 30, tzinfo=dt.UTC))
    signed_in.post("/settings/", {"time_zone": "Pacific/Auckland", "day_start": "05:00"})
    entry.refresh_from_db()

    assert entry.local_date == dt.date(2026, 3, 14)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("time_zone", "Mars/Olympus"), ("time_zone", "GMT+25"), ("day_start", "13:00"), ("day_start", "late"),
     ("day_start", "")],
)  # fmt: skip
def test_bad_settings_get_a_sentence_and_change_nothing(signed_in, person, field, typed):
    answer = signed_in.post("/settings/", {"time_zone": "Asia/Tokyo", "day_start": "04:00", field: typed})
    person.refresh_from_db()

    assert set(answer.context["form"].errors) == {field}
    assert f'aria-describedby="id_{field}_helptext id_{field}_error"' in answer.text
    assert (person.time_zone, person.day_start) == ("Europe/London", dt.time(0))


def test_every_zone_on_offer_is_one(db):
    names = [name for _area, group in zone_choices("Europe/London") for name, _city in group]

    assert len(names) > 300
    for name in names:
        User(email="x@example.org", time_zone=name).zone  # noqa: B018 - raises where it is none


def test_an_older_name_or_an_odd_hour_stays_on_offer(db):
    form = DaysForm(instance=UserFactory(time_zone="US/Eastern", day_start=dt.time(3, 30)))

    assert ("US/Eastern", "US/Eastern") in form.fields["time_zone"].choices
    assert ("03:30", "03:30") in form.fields["day_start"].choices


def test_settings_lead_to_everything_about_logging_in(signed_in):
    page = signed_in.get("/settings/").text

    for name in ("account_email", "account_set_password", "mfa_index", "mfa_list_webauthn", "account_logout"):
        assert reverse(name) in page
    assert reverse("admin:index") not in page


# --- From the browser -----------------------------------------------------------------------------------------------
def test_the_browser_sets_a_blank_zone_once(client, db):
    person = UserFactory(time_zone="")
    client.force_login(person)
    assert f'data-zone-unset="{reverse("set_zone")}"' in client.get("/settings/").text

    assert client.post(reverse("set_zone"), {"time_zone": "Asia/Tokyo"}).status_code == 204
    assert client.post(reverse("set_zone"), {"time_zone": "Europe/Paris"}).status_code == 200
    person.refresh_from_db()
    assert person.time_zone == "Asia/Tokyo"
    assert "data-zone-unset" not in client.get("/settings/").text


@pytest.mark.parametrize("told", ["", "Mars/Olympus", "Etc/../../passwd"])
def test_a_zone_nobody_knows_changes_nothing(client, db, told):
    person = UserFactory(time_zone="")
    client.force_login(person)

    assert client.post(reverse("set_zone"), {"time_zone": told}).status_code == 200
    person.refresh_from_db()
    assert person.time_zone == ""


def test_a_request_runs_on_the_persons_clock(rf, db):
    from config.middleware import PersonsTime

    seen = []
    middleware = PersonsTime(lambda request: seen.append(timezone.get_current_timezone_name()))
    request = rf.get("/")
    request.user = UserFactory(time_zone="Asia/Tokyo")
    middleware.process_view(request, lambda: None, (), {})
    middleware(request)

    assert seen == ["Asia/Tokyo"]
    assert timezone.get_current_timezone_name() == "UTC"
