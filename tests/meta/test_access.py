"""Who gets what answer at every address of the site. An address without a row fails; a row is one line.

Columns: visitor, owner of the things in the address, stranger (another person), curator (staff of the group Curators),
administrator. Lead curators get what curators get; where not, a row has their answer at the end. All by GET; what
changes something by POST is tried below with the same people.
"""

import ast
import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from accounts.models import ApiToken, Event, User
from tests.accounts.passkeys import passkey_of
from tests.addresses import finding_page
from tests.factories import (
    ApiTokenFactory,
    ConcernFactory,
    ConditionFactory,
    DayMarkFactory,
    DishFactory,
    EntryFactory,
    FindingRecordFactory,
    FoodFactory,
    GasUseFactory,
    HistoryRowFactory,
    ImportRunFactory,
    MealItemFactory,
    MedicineFactory,
    PhaseFactory,
    PortionFactory,
    ProfileFactory,
    ProposalFactory,
    RedFlagTickFactory,
    RegimenFactory,
    SampleFactory,
    SecretAddressFactory,
    SnoozeFactory,
    SymptomScoreFactory,
    TrackedSymptomFactory,
    UserFactory,
    UserSessionFactory,
)
from tests.meta.test_layers import PERSONAL as PERSONAL_NAMES
from tracker.secret_addresses import token_of, unsubscribe_token

ROLES = ("visitor", "owner", "stranger", "curator", "administrator", "lead")
LOGIN = "/accounts/login/"
TODAY = "/today/"
FRONT = "/"
REAUTH = "/accounts/reauthenticate/"

# --- The usual answers ----------------------------------------------------------------------------------------------
PUBLIC = (200, 200, 200, 200, 200)
ENTRANCE = (200, TODAY, TODAY, TODAY, TODAY)  # who is logged in has no business there
PERSONAL = (LOGIN, 200, 200, 200, 200)  # everybody sees their own
OWNED = (LOGIN, 200, 404, 404, 404)
SENT = (LOGIN, 405, 405, 405, 405)  # answers POST only
STAGE = (LOGIN, TODAY, TODAY, TODAY, TODAY)  # a step between two others
NONE_YET = (LOGIN, 404, 404, 404, 404)  # nobody in this world has one
PROVEN = (LOGIN, REAUTH, REAUTH, REAUTH, REAUTH)  # asks first who it is
NO_TOKEN = (401, 401, 401, 401, 401)
NOWHERE = (404, 404, 404, 404, 404)
STAFF = (LOGIN, 404, 404, 200, 200)
STAFF_SENT = (LOGIN, 404, 404, 405, 405)  # answers POST only
FOODS = STAFF
FOODS_NEVER = (LOGIN, 404, 404, 403, 403)  # foods are retired, and a source that foods name stays
LEADS = (LOGIN, 404, 404, 403, 200, 200)
BOSS = (LOGIN, 404, 404, 403, 200)
NOBODY = (LOGIN, 404, 404, 403, 403)
NOTHING = (LOGIN, 404, 404, 404, 404)

ROWS: dict[str, tuple[str, tuple]] = {
    # route: (an address of it, the answers)
    "": ("/", ENTRANCE),
    "demo/": ("/demo/", (405, 405, 405, 405, 405)),  # POST only, for everybody
    "healthz": ("/healthz", PUBLIC),
    "readyz": ("/readyz", PUBLIC),
    "metrics": ("/metrics", (404, 404, 404, 404, 404)),  # off until an operator turns it on
    # --- for programs of people's own: a session opens nothing there
    "api/v1/openapi.json": ("/api/v1/openapi.json", PUBLIC),
    "api/v1/docs": ("/api/v1/docs", PUBLIC),
    "api/v1/foods": ("/api/v1/foods?q=salmon", NO_TOKEN),
    "api/v1/foods/<int:food_id>": ("/api/v1/foods/{own_food.pk}", NO_TOKEN),
    "api/v1/entries": ("/api/v1/entries?from=2026-03-14", NO_TOKEN),
    "api/v1/entries/<uid>": ("/api/v1/entries/{entry.uid}", NO_TOKEN),
    "api/v1/today": ("/api/v1/today", NO_TOKEN),
    "api/v1/status": ("/api/v1/status", NO_TOKEN),
    "api/v1/regimens/due": ("/api/v1/regimens/due", NO_TOKEN),
    "api/v1/regimens/<int:regimen_id>/doses": ("/api/v1/regimens/{regimen.pk}/doses", (405, 405, 405, 405, 405)),
    "api/v1/": ("/api/v1/", NOWHERE),
    "api/v1/<path:rest>": ("/api/v1/no/such/thing", NOWHERE),
    "settings/": ("/settings/", PERSONAL),
    "settings/zone/": ("/settings/zone/", SENT),
    "settings/data/": ("/settings/data/", PERSONAL),
    "settings/data/erase/": ("/settings/data/erase/", PROVEN),
    "settings/data/export/": ("/settings/data/export/", PROVEN),
    "settings/data/export/zip/": ("/settings/data/export/zip/", SENT),
    "settings/data/export/entries/": ("/settings/data/export/entries/", SENT),
    "settings/data/export/fhir/": ("/settings/data/export/fhir/", SENT),
    "settings/data/export/bring-back/": ("/settings/data/export/bring-back/", PERSONAL),
    "settings/data/export/bring-back/<uuid:uid>/": (
        "/settings/data/export/bring-back/00000000-0000-0000-0000-000000000000/", NONE_YET),
    "settings/data/import/": ("/settings/data/import/", PERSONAL),
    "settings/data/import/<uuid:uid>/": ("/settings/data/import/{history.uid}/", OWNED),
    "settings/data/import/<uuid:uid>/do/": ("/settings/data/import/{history.uid}/do/", SENT),
    "settings/data/import/<uuid:uid>/undo/": ("/settings/data/import/{history.uid}/undo/", SENT),
    "settings/data/import/<uuid:uid>/refused/": ("/settings/data/import/{history.uid}/refused/", OWNED),
    "settings/data/import/<uuid:uid>/<int:number>/": ("/settings/data/import/{history.uid}/1/", OWNED),
    "settings/data/export/bring-back/<uuid:uid>/forget/": (
        "/settings/data/export/bring-back/00000000-0000-0000-0000-000000000000/forget/", SENT),
    "settings/log/": ("/settings/log/", PERSONAL),
    "settings/tokens/": ("/settings/tokens/", PERSONAL),
    "settings/tokens/new/": ("/settings/tokens/new/", PROVEN),
    "settings/tokens/revoke-all/": ("/settings/tokens/revoke-all/", SENT),
    "settings/tokens/<int:pk>/revoke/": ("/settings/tokens/{token.pk}/revoke/", SENT),
    "settings/devices/": ("/settings/devices/", PROVEN),
    "settings/devices/end-others/": ("/settings/devices/end-others/", SENT),
    "settings/devices/<int:pk>/end/": ("/settings/devices/{device.pk}/end/", SENT),
    "settings/reference/": ("/settings/reference/", PERSONAL),
    "settings/profile/": ("/settings/profile/", PERSONAL),
    "welcome/": ("/welcome/", PERSONAL),
    "welcome/<slug:step>/": ("/welcome/medicines/", PERSONAL),
    # --- logging in
    "accounts/login/": ("/accounts/login/", ENTRANCE),
    "accounts/logout/": ("/accounts/logout/", (FRONT, 200, 200, 200, 200)),
    "accounts/inactive/": ("/accounts/inactive/", PUBLIC),
    "accounts/signup/": ("/accounts/signup/", ENTRANCE),
    "accounts/reauthenticate/": ("/accounts/reauthenticate/", PERSONAL),
    "accounts/email/": ("/accounts/email/", PROVEN),
    "accounts/confirm-email/": ("/accounts/confirm-email/", PUBLIC),
    r"accounts/^confirm-email/(?P<key>[-:\w]+)/$": ("/accounts/confirm-email/x/", PUBLIC),
    "accounts/password/change/": ("/accounts/password/change/", PERSONAL),
    "accounts/password/set/": ("/accounts/password/set/", PROVEN),
    "accounts/password/reset/": ("/accounts/password/reset/", PUBLIC),
    "accounts/login/code/confirm/": ("/accounts/login/code/confirm/", STAGE),
    "accounts/password/reset/key/done/": ("/accounts/password/reset/key/done/", PUBLIC),
    r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": (
        "/accounts/password/reset/key/1-x/", PUBLIC),
    "accounts/password/reset/done/": ("/accounts/password/reset/done/", PUBLIC),
    "accounts/sessions/": ("/accounts/sessions/", (LOGIN, *["/settings/devices/"] * 4)),
    "accounts/2fa/": ("/accounts/2fa/", PERSONAL),
    "accounts/2fa/authenticate/": ("/accounts/2fa/authenticate/", STAGE),
    "accounts/2fa/reauthenticate/": ("/accounts/2fa/reauthenticate/", PROVEN),
    "accounts/2fa/totp/activate/": ("/accounts/2fa/totp/activate/", PROVEN),
    "accounts/2fa/totp/deactivate/": ("/accounts/2fa/totp/deactivate/", NONE_YET),
    "accounts/2fa/recovery-codes/": ("/accounts/2fa/recovery-codes/", NONE_YET),
    "accounts/2fa/recovery-codes/generate/": ("/accounts/2fa/recovery-codes/generate/", PROVEN),
    "accounts/2fa/recovery-codes/download/": ("/accounts/2fa/recovery-codes/download/", NONE_YET),
    "accounts/2fa/webauthn/": ("/accounts/2fa/webauthn/", PERSONAL),
    "accounts/2fa/webauthn/add/": ("/accounts/2fa/webauthn/add/", PROVEN),
    "accounts/2fa/webauthn/reauthenticate/": ("/accounts/2fa/webauthn/reauthenticate/", (LOGIN, 200, *[REAUTH] * 3)),
    "accounts/2fa/webauthn/keys/<int:pk>/remove/": ("/accounts/2fa/webauthn/keys/{passkey.pk}/remove/", PROVEN),
    "accounts/2fa/webauthn/keys/<int:pk>/edit/": ("/accounts/2fa/webauthn/keys/{passkey.pk}/edit/", PROVEN),
    "accounts/2fa/webauthn/login/": ("/accounts/2fa/webauthn/login/", STAGE),
    # --- the admin
    "admin/": ("/admin/", STAFF),
    "admin/login/": ("/admin/login/", (LOGIN, 404, 404, "/admin/", "/admin/")),
    "admin/logout/": ("/admin/logout/", (LOGIN, 404, 404, 405, 405)),
    "admin/password_change/": ("/admin/password_change/", STAFF),
    "admin/password_change/done/": ("/admin/password_change/done/", STAFF),
    "admin/autocomplete/": ("/admin/autocomplete/", NOBODY),
    "admin/jsi18n/": ("/admin/jsi18n/", STAFF),
    "admin/r/<path:content_type_id>/<path:object_id>/": ("/admin/r/0/0/", NOTHING),
    r"admin/^(?P<app_label>auth|accounts|foods)/$": ("/admin/foods/", STAFF),
    "admin/(?P<url>.*)$": ("/admin/nonsense", NOTHING),
    "admin/auth/group/": ("/admin/auth/group/", BOSS),
    "admin/auth/group/add/": ("/admin/auth/group/add/", BOSS),
    "admin/auth/group/<path:object_id>/history/": ("/admin/auth/group/{group.pk}/history/", BOSS),
    "admin/auth/group/<path:object_id>/delete/": ("/admin/auth/group/{group.pk}/delete/", BOSS),
    "admin/auth/group/<path:object_id>/change/": ("/admin/auth/group/{group.pk}/change/", BOSS),
    "admin/auth/group/<path:object_id>/": ("/admin/auth/group/{group.pk}/", (LOGIN, 404, 404, *["change/"] * 2)),
    "admin/accounts/user/": ("/admin/accounts/user/", BOSS),
    "admin/accounts/user/add/": ("/admin/accounts/user/add/", NOBODY),
    "admin/accounts/user/<path:object_id>/history/": ("/admin/accounts/user/{owner.pk}/history/", BOSS),
    "admin/accounts/user/<path:object_id>/delete/": ("/admin/accounts/user/{owner.pk}/delete/", NOBODY),
    "admin/accounts/user/<path:object_id>/change/": ("/admin/accounts/user/{owner.pk}/change/", BOSS),
    "admin/accounts/user/<path:object_id>/": (
        "/admin/accounts/user/{owner.pk}/", (LOGIN, 404, 404, *["change/"] * 2)),
    "admin/foods/source/": ("/admin/foods/source/", FOODS),
    "admin/foods/source/add/": ("/admin/foods/source/add/", LEADS),
    "admin/foods/source/<path:object_id>/history/": ("/admin/foods/source/{food.source.pk}/history/", FOODS),
    "admin/foods/source/<path:object_id>/delete/": ("/admin/foods/source/{food.source.pk}/delete/", FOODS_NEVER),
    "admin/foods/source/<path:object_id>/change/": ("/admin/foods/source/{food.source.pk}/change/", FOODS),
    "admin/foods/source/<path:object_id>/": (
        "/admin/foods/source/{food.source.pk}/", (LOGIN, 404, 404, *["change/"] * 2)),
    "admin/foods/food/": ("/admin/foods/food/", FOODS),
    "admin/foods/food/import/": ("/admin/foods/food/import/", FOODS),
    "admin/foods/food/process_import/": ("/admin/foods/food/process_import/", (LOGIN, 404, 404, 405, 405)),
    "admin/foods/food/export/": ("/admin/foods/food/export/", FOODS),
    "admin/foods/food/add/": ("/admin/foods/food/add/", FOODS),
    r"admin/foods/food/^([^/]+)/history/([^/]+)/$": (
        "/admin/foods/food/{food.pk}/history/{version.pk}/", FOODS),
    "admin/foods/food/<path:object_id>/history/": ("/admin/foods/food/{food.pk}/history/", FOODS),
    "admin/foods/food/<path:object_id>/delete/": ("/admin/foods/food/{food.pk}/delete/", FOODS_NEVER),
    "admin/foods/food/<path:object_id>/change/": ("/admin/foods/food/{food.pk}/change/", FOODS),
    "admin/foods/food/<path:object_id>/": (
        "/admin/foods/food/{food.pk}/", (LOGIN, 404, 404, *["change/"] * 2)),
    # --- foods
    "sources/": ("/sources/", PUBLIC),
    "sources/<int:pk>/<slug:slug>/": ("{food_page}", PUBLIC),
    "sources/yours/<int:pk>/": ("/sources/yours/{own_food.pk}/", OWNED),
    "sources/yours/<int:pk>/propose/": ("/sources/yours/{own_food.pk}/propose/", OWNED),
    "sources/correct/<int:pk>/": ("/sources/correct/{food.pk}/", PERSONAL),
    "sources/proposals/": ("/sources/proposals/", PERSONAL),
    "sources/proposals/read/": ("/sources/proposals/read/", SENT),
    "sources/proposals/<int:pk>/withdraw/": ("/sources/proposals/{proposal.pk}/withdraw/", SENT),
    "sources/proposals/<int:pk>/photo/": ("/sources/proposals/{proposal.pk}/photo/", OWNED),
    # --- what is known
    "learn/": ("/learn/", PUBLIC),
    "learn/<slug:slug>/": ("/learn/what-b12-does/", PUBLIC),
    "learn/medicines/": ("/learn/medicines/", PUBLIC),
    "learn/medicines/<slug:key>/": ("/learn/medicines/metformin/", PUBLIC),
    "learn/conditions/": ("/learn/conditions/", PUBLIC),
    "learn/conditions/<slug:key>/": ("/learn/conditions/crohn/", PUBLIC),
    # --- for curators
    "sources/quality/": ("/sources/quality/", PUBLIC),
    "sources/table.csv": ("/sources/table.csv", PUBLIC),
    "sources/table/<slug:key>.csv": ("/sources/table/{food.source.key}.csv", PUBLIC),
    "curate/": ("/curate/", STAFF),
    "curate/duplicates/": ("/curate/duplicates/", STAFF),
    "curate/outliers/": ("/curate/outliers/", STAFF),
    "curate/history/": ("/curate/history/", STAFF),
    "curate/history/<int:history_id>/revert/": ("/curate/history/{version.pk}/revert/", STAFF),
    "curate/settings/": ("/curate/settings/", STAFF),
    "curate/<int:pk>/": ("/curate/{pair.pk}/", STAFF),
    "curate/<int:pk>/accept/": ("/curate/{pair.pk}/accept/", STAFF_SENT),
    "curate/<int:pk>/reject/": ("/curate/{pair.pk}/reject/", STAFF_SENT),
    "curate/<int:pk>/edit/": ("/curate/{pair.pk}/edit/", STAFF),
    "curate/<int:pk>/merge/": ("/curate/{pair.pk}/merge/", STAFF),
    "curate/<int:pk>/retire/": ("/curate/{pair.pk}/retire/", STAFF_SENT),
    "curate/<int:pk>/undo/": ("/curate/{pair.pk}/undo/", STAFF_SENT),
    "curate/<int:pk>/photo/": ("/curate/{labelled.pk}/photo/", STAFF),
    "curate/findings/": ("/curate/findings/", STAFF),
    "curate/imports/": ("/curate/imports/", STAFF),
    "curate/imports/template.csv": ("/curate/imports/template.csv", STAFF),
    "curate/imports/<int:pk>/": ("/curate/imports/{run.pk}/", STAFF),
    "curate/imports/<int:pk>/refusals.csv": ("/curate/imports/{run.pk}/refusals.csv", STAFF),
    "curate/imports/<int:pk>/cancel/": ("/curate/imports/{run.pk}/cancel/", STAFF_SENT),
    "curate/imports/<int:pk>/resume/": ("/curate/imports/{run.pk}/resume/", STAFF_SENT),
    "curate/imports/<int:pk>/for-real/": ("/curate/imports/{run.pk}/for-real/", STAFF_SENT),
    # --- what a person had
    "today/": ("/today/", PERSONAL),
    "meals/": ("/meals/", PERSONAL),
    "meals/new/": ("/meals/new/", PERSONAL),
    "meals/suggested/": ("/meals/suggested/", SENT),
    "meals/undo/<lot:ids>/": ("/meals/undo/{entry.pk}/", SENT),
    "meals/<int:pk>/": ("/meals/{meal.pk}/", OWNED),
    "meals/<int:pk>/log/": ("/meals/{meal.pk}/log/", SENT),
    "meals/<int:pk>/remove/": ("/meals/{meal.pk}/remove/", SENT),
    "meals/dishes/": ("/meals/dishes/", PERSONAL),
    "meals/dishes/new/": ("/meals/dishes/new/", PERSONAL),
    "meals/dishes/<int:pk>/": ("/meals/dishes/{dish.pk}/", OWNED),
    "meals/dishes/<int:pk>/anew/": ("/meals/dishes/{dish.pk}/anew/", SENT),
    "meals/dishes/<int:pk>/remove/": ("/meals/dishes/{dish.pk}/remove/", SENT),
    "log/": ("/log/", PERSONAL),
    "log/search/": ("/log/search/?q=milk", PERSONAL),
    "log/preview/": ("/log/preview/?food={food.pk}", PERSONAL),
    "log/new/": ("/log/new/", PERSONAL),
    "log/barcode/": ("/log/barcode/", PERSONAL),
    "log/barcode/keep/": ("/log/barcode/keep/", SENT),
    "log/several/": ("/log/several/", SENT),
    "log/several/look/": ("/log/several/look/", SENT),
    "history/": ("/history/", PERSONAL),
    "history/fill/": ("/history/fill/", PERSONAL),
    "history/<day:day>/": ("/history/2026-03-14/", PERSONAL),
    "history/<day:day>/mark/": ("/history/2026-03-14/mark/", SENT),
    "history/<day:day>/copy/": ("/history/2026-03-14/copy/", SENT),
    "status/": ("/status/", PERSONAL),
    "status/findings/": ("/status/findings/", PERSONAL),
    "status/findings/<finding:code>/": ("{finding_page}", OWNED),
    "status/findings/<finding:code>/aside/": ("{finding_page}aside/", SENT),
    "status/what-if/": ("/status/what-if/", PERSONAL),
    "status/what-if/<int:pk>/": ("/status/what-if/{what_if.pk}/", OWNED),
    "status/what-if/<int:pk>/remove/": ("/status/what-if/{what_if.pk}/remove/", SENT),
    # --- what a person takes and has
    "care/": ("/care/", PERSONAL),
    "care/medicines/": ("/care/medicines/", PERSONAL),
    "care/medicines/search/": ("/care/medicines/search/", SENT),
    "care/medicines/new/": ("/care/medicines/new/", PERSONAL),
    "care/medicines/<int:pk>/": ("/care/medicines/{medicine.pk}/", OWNED),
    "care/medicines/<int:pk>/remove/": ("/care/medicines/{medicine.pk}/remove/", SENT),
    "care/conditions/": ("/care/conditions/", PERSONAL),
    "care/conditions/search/": ("/care/conditions/search/", SENT),
    "care/conditions/new/": ("/care/conditions/new/", PERSONAL),
    "care/conditions/<int:pk>/": ("/care/conditions/{condition.pk}/", OWNED),
    "care/conditions/<int:pk>/remove/": ("/care/conditions/{condition.pk}/remove/", SENT),
    "care/gas/": ("/care/gas/", PERSONAL),
    "care/gas/<int:pk>/remove/": ("/care/gas/{gas_use.pk}/remove/", SENT),
    "care/tests/": ("/care/tests/", PERSONAL),
    "care/tests/new/": ("/care/tests/new/", PERSONAL),
    "care/tests/settings/": ("/care/tests/settings/", SENT),
    "care/tests/<int:pk>/": ("/care/tests/{sample.pk}/", OWNED),
    "care/tests/<int:pk>/remove/": ("/care/tests/{sample.pk}/remove/", SENT),
    "care/symptoms/": ("/care/symptoms/", PERSONAL),
    "care/symptoms/check/": ("/care/symptoms/check/", PERSONAL),
    "care/symptoms/same/": ("/care/symptoms/same/", SENT),
    "care/symptoms/choose/": ("/care/symptoms/choose/", PERSONAL),
    "care/symptoms/over/": ("/care/symptoms/over/", SENT),
    "care/symptoms/<int:pk>/": ("/care/symptoms/{symptom.pk}/", OWNED),
    "care/injections/": ("/care/injections/", PERSONAL),
    "care/injections/<int:pk>/note/": ("/care/injections/{injection.pk}/note/", OWNED),
    "care/reminders/": ("/care/reminders/", PERSONAL),
    "care/reminders/feed/": ("/care/reminders/feed/", SENT),
    "care/reminders/feed/revoke/": ("/care/reminders/feed/revoke/", SENT),
    "care/report/": ("/care/report/", PERSONAL),
    "care/report/words/": ("/care/report/words/", SENT),
    "care/report/pdf/": ("/care/report/pdf/", PERSONAL),
    "care/report/link/": ("/care/report/link/", SENT),
    "care/report/link/<int:pk>/revoke/": ("/care/report/link/{link.pk}/revoke/", SENT),
    # --- whoever has the address
    "r/<secret:token>/": ("{shared_page}", PUBLIC),
    "r/<secret:token>/pdf/": ("{shared_page}pdf/", (405, 405, 405, 405, 405)),
    "feed/<secret:token>.ics": ("{feed_page}", PUBLIC),
    "unsubscribe/<signed:token>/": ("{unsubscribe_page}", PUBLIC),
    # --- what a person takes by a plan
    "care/regimens/": ("/care/regimens/", PERSONAL),
    "care/regimens/new/": ("/care/regimens/new/", PERSONAL),
    "care/regimens/<int:pk>/": ("/care/regimens/{regimen.pk}/", OWNED),
    "care/regimens/<int:pk>/edit/": ("/care/regimens/{regimen.pk}/edit/", OWNED),
    "care/regimens/<int:pk>/dose/": ("/care/regimens/{regimen.pk}/dose/", SENT),
    "care/regimens/<int:pk>/skip/": ("/care/regimens/{regimen.pk}/skip/", SENT),
    "care/regimens/<int:pk>/stop/": ("/care/regimens/{regimen.pk}/stop/", SENT),
    "care/regimens/<int:pk>/resume/": ("/care/regimens/{regimen.pk}/resume/", SENT),
    "care/regimens/<int:pk>/stock/": ("/care/regimens/{regimen.pk}/stock/", SENT),
    "care/regimens/<int:pk>/review/": ("/care/regimens/{regimen.pk}/review/", SENT),
    # --- entries and own foods
    "entries/<int:pk>/": ("/entries/{entry.pk}/", OWNED),
    "entries/<int:pk>/amount/": ("/entries/{entry.pk}/amount/", SENT),
    "entries/<int:pk>/remove/": ("/entries/{entry.pk}/remove/", SENT),
    "entries/<int:pk>/restore/": ("/entries/{entry.pk}/restore/", SENT),
    "entries/<int:pk>/copy/": ("/entries/{entry.pk}/copy/", SENT),
    "entries/<int:pk>/figure/": ("/entries/{entry.pk}/figure/", SENT),
    "figures/<int:pk>/": ("/figures/{own_food.pk}/", OWNED),
    "figures/<int:pk>/offer/": ("/figures/{own_food.pk}/offer/", SENT),
}  # fmt: skip

# names of the owner's things
SECRETS = (
    "Secret salmon",
    "Secret ampoule",
    "Secret tablets",
    "Secret illness",
    "Secret drops",
    "Secret laboratory",
    "Secret feeling",
    "Secret program",
)

BORN = re.compile(r'<input[^>]* name="birth_year"[^>]* value="1907"|<input[^>]* value="1907"[^>]* name="birth_year"')

# What a POST of somebody else may do at addresses that name a thing of the owner's: nothing.
OWNERS_THINGS = [
    route
    for route, (address, _) in ROWS.items()
    if re.search(
        r"\{(entry|injection|own_food|what_if|medicine|condition|gas_use|regimen|sample|symptom|link|proposal|token"
        r"|finding_page)\b",
        address,
    )
]


# --- The world the table speaks of ----------------------------------------------------------------------------------
@pytest.fixture
def world(db, settings, tmp_path) -> SimpleNamespace:
    """One of each kind of person, and the owner's things."""
    settings.MEDIA_ROOT = tmp_path
    secret = {"password": "one that nobody types"}  # some pages of the log-in ask for one to exist
    people = {
        "owner": UserFactory(**secret),
        "stranger": UserFactory(**secret),
        "curator": UserFactory(**secret, is_staff=True),
        "lead": UserFactory(**secret, is_staff=True),
        "administrator": UserFactory(**secret, is_staff=True, is_superuser=True),
    }
    group = Group.objects.get(name="Curators")
    people["curator"].groups.add(group)
    people["lead"].groups.add(Group.objects.get(name="Lead curators"))
    food = FoodFactory()
    portion = PortionFactory(food=food)
    day = dt.date(2026, 3, 14)
    feed = SecretAddressFactory(owner=people["owner"], kind="calendar", expires_at=None)
    link = SecretAddressFactory(owner=people["owner"], expires_at=timezone.now() + dt.timedelta(days=7))
    return SimpleNamespace(
        **people,
        group=group,
        food=food,
        food_page=food.get_absolute_url(),
        finding_page=finding_page("malabsorption-condition"),
        version=food.history.first(),
        pair=ConcernFactory(kind="duplicate", food=food, other=FoodFactory()),
        labelled=ConcernFactory(kind="correction", proposal=ProposalFactory(photo=ContentFile(b"jpeg", name="x.jpg"))),
        own_food=FoodFactory(owner=people["owner"], state="draft", source=None, source_ref=""),
        entry=EntryFactory(owner=people["owner"], food=food, portion=portion, name="Secret salmon"),
        regimen=PhaseFactory(regimen=RegimenFactory(owner=people["owner"], name="Secret drops")).regimen,
        injection=EntryFactory(owner=people["owner"], origin="injected", name="Secret ampoule"),
        mark=DayMarkFactory(owner=people["owner"], local_date=day),
        what_if=people["owner"].what_ifs.keep(
            by=people["owner"], changes=[{"kind": "drop", "food": 1, "name": "Secret salmon"}], now=timezone.now()
        ),
        profile=ProfileFactory(owner=people["owner"], birth_year=1907),
        meal=MealItemFactory(meal__owner=people["owner"], meal__name="Secret breakfast").meal,
        dish=DishFactory(owner=people["owner"], food__name="Secret stew"),
        medicine=MedicineFactory(owner=people["owner"], name="Secret tablets"),
        condition=ConditionFactory(owner=people["owner"], name="Secret illness"),
        gas_use=GasUseFactory(owner=people["owner"]),
        sample=SampleFactory(owner=people["owner"], lab="Secret laboratory"),
        symptom=TrackedSymptomFactory(owner=people["owner"]),
        score=SymptomScoreFactory(owner=people["owner"], note="Secret feeling"),
        red_flag=RedFlagTickFactory(owner=people["owner"]),
        snooze=SnoozeFactory(owner=people["owner"]),
        finding_record=FindingRecordFactory(owner=people["owner"], evidence="Secret tablets since March."),
        passkey=passkey_of(people["owner"]),
        device=UserSessionFactory(user=people["owner"]),
        token=ApiTokenFactory(owner=people["owner"], name="Secret program"),
        proposal=ProposalFactory(proposer=people["owner"], photo=ContentFile(b"a label", name="label.jpg")),
        run=ImportRunFactory(),
        history=HistoryRowFactory(run__owner=people["owner"], name="Secret pie").run,
        feed_page=f"/feed/{token_of(feed)}.ics",
        link=link,
        shared_page=f"/r/{token_of(link)}/",
        unsubscribe_page=f"/unsubscribe/{unsubscribe_token(people['owner'])}/",
    )


def rows_of_the_log() -> dict[str, list]:
    """Every row of every personal model, what was removed too."""
    return {model.__name__: list(model._base_manager.values()) for model in PERSONAL_MODELS}


def browser_of(role: str, world: SimpleNamespace) -> Client:
    client = Client()
    if role != "visitor":
        client.force_login(getattr(world, role))
    return client


@dataclass(frozen=True)
class Answer:
    """What came back, in the words of the table."""

    status: int
    target: str

    def fits(self, wanted: int | str) -> bool:
        if isinstance(wanted, int):
            return self.status == wanted
        target = self.target.partition("?")[0]
        return self.status == 302 and (target == wanted if wanted.startswith("/") else target.endswith(wanted))


def ask(client: Client, address: str) -> Answer:
    answer = client.get(address)
    return Answer(answer.status_code, answer.headers.get("Location", ""))


def all_routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from all_routes(pattern, route)
        else:
            yield route


# --- The table holds ------------------------------------------------------------------------------------------------
def test_every_address_has_a_row_and_every_row_an_address():
    assert set(all_routes(get_resolver())) == set(ROWS)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_the_answers_of_the_table(role, world, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False  # tried in tests/accounts/test_admin_door.py
    column = ROLES.index(role)
    wrong, client = [], browser_of(role, world)
    for route, (address, answers) in ROWS.items():
        place = address.format(**vars(world))
        answer = ask(client, place)
        expected = dict(enumerate(answers)).get(column, answers[ROLES.index("curator")])
        if not answer.fits(expected):
            wrong.append(f"{place} ({route}): {answer.status} {answer.target}, not {expected}")
    assert not wrong, "\n".join(wrong)


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back, so that one world does for every address."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.timeout(240)  # every address
@pytest.mark.parametrize("role", ["stranger", "curator", "administrator"])
def test_nobody_else_can_do_anything_to_the_owners_things(role, world):
    before, client, wrong = rows_of_the_log(), browser_of(role, world), []
    for route in OWNERS_THINGS:
        with undone():
            answer = client.post(ROWS[route][0].format(**vars(world)), {"amount": "2", "uid": ""})
            if answer.status_code not in {401, 404, 405} or rows_of_the_log() != before:
                wrong.append((route, answer.status_code))

    assert (wrong, len(OWNERS_THINGS) > 20) == ([], True)


@pytest.mark.timeout(240)  # every address
def test_a_visitor_cannot_send_anything_to_what_is_closed(world):
    def held() -> list:
        return [rows_of_the_log(), list(User.objects.values())]

    closed = [route for route, (_, answers) in ROWS.items() if answers[0] == LOGIN]
    before, wrong = held(), []
    for route in closed:
        with undone():
            answer = browser_of("visitor", world).post(ROWS[route][0].format(**vars(world)), {"amount": "2"})
            turned_away = answer.headers.get("Location", LOGIN).startswith((LOGIN, REAUTH))
            if answer.status_code not in {302, 403} or not turned_away or held() != before:
                wrong.append((route, answer.status_code, answer.headers.get("Location")))

    assert (wrong, len(closed) > 100) == ([], True)


@pytest.mark.timeout(240)  # every page for four people
def test_pages_of_others_show_nothing_of_the_owner(world, settings):
    """Where there is something that could leak: a name and a year of birth of the owner's that nothing else has."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    for address in ("/settings/reference/", "/settings/profile/", "/welcome/you/"):
        assert BORN.search(browser_of("owner", world).get(address).text)
    for address in ("/history/2026-03-14/", "/status/?period=all"):
        assert "Secret salmon" in browser_of("owner", world).get(address).text
    for address in ("/care/", "/care/medicines/", "/care/medicines/{medicine.pk}/"):
        assert "Secret tablets" in browser_of("owner", world).get(address.format(**vars(world))).text
    for address in ("/care/", "/care/conditions/", "/care/conditions/{condition.pk}/"):
        assert "Secret illness" in browser_of("owner", world).get(address.format(**vars(world))).text
    for address in ("/care/regimens/", "/care/regimens/{regimen.pk}/"):
        assert "Secret drops" in browser_of("owner", world).get(address.format(**vars(world))).text
    for address in ("/care/tests/", "/care/tests/{sample.pk}/"):
        assert "Secret laboratory" in browser_of("owner", world).get(address.format(**vars(world))).text
    for address in ("/care/injections/", "/care/injections/{injection.pk}/note/"):
        assert "Secret ampoule" in browser_of("owner", world).get(address.format(**vars(world))).text
    for role in ("visitor", "stranger", "curator", "administrator"):
        client = browser_of(role, world)
        for address, _ in ROWS.values():
            page = client.get(address.format(**vars(world))).getvalue().decode(errors="replace")
            assert not [name for name in SECRETS if name in page], (role, address)
            assert not BORN.search(page), (role, address)


@pytest.mark.parametrize("role", ROLES)
def test_a_secret_address_that_is_wrong_closed_or_over_opens_nothing_to_anybody(role, world):
    """Not to its owner either. A signature of the other kind is a wrong one."""
    closed = SecretAddressFactory(owner=world.owner, kind="calendar", expires_at=None, revoked_at=timezone.now())
    over = SecretAddressFactory(owner=world.owner)
    addresses = [
        f"/feed/{'A' * 43}.ics",
        f"/feed/{token_of(closed)}.ics",
        f"/feed/{token_of(over)}.ics",
        f"{world.feed_page.removesuffix('.ics')[:-1]}-.ics",
        f"/unsubscribe/{world.owner.pk}.{'A' * 43}/",
    ]

    assert [ask(browser_of(role, world), address).status for address in addresses] == [404] * 5


# --- The admin holds nothing of anybody's log -----------------------------------------------------------------------
PERSONAL_MODELS = [*apps.get_app_config("tracker").get_models(), ApiToken, Event]


def test_no_personal_model_is_in_the_admin():
    assert {model.__name__ for model in PERSONAL_MODELS} == PERSONAL_NAMES
    assert not [model for model in PERSONAL_MODELS if admin.site.is_registered(model)]


def test_nothing_can_be_deleted_in_the_admin_that_logs_hang_on(rf, world):
    """Django's confirmation page lists whatever hangs on a thing, so it must never come up."""
    request = rf.get("/")
    request.user = world.administrator
    hangs = {
        field.related_model
        for personal in PERSONAL_MODELS
        for field in personal._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.SET_NULL
    }
    assert User in hangs
    for model in hangs:
        if admin.site.is_registered(model):
            assert not admin.site.get_model_admin(model).has_delete_permission(request), model


# --- Views reach people's data through their owner ------------------------------------------------------------------
def reaches_past_the_owner(code: str) -> list[str]:
    """Uses of `Entry.objects` and the like; of `Entry.with_removed` unless `.filter(owner=…)` follows at once."""
    names = {model.__name__ for model in PERSONAL_MODELS}
    tree = ast.parse(code)
    held = {
        id(node.func.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "filter"
        and any(keyword.arg == "owner" for keyword in node.keywords)
    }
    return [
        f"{node.lineno}: {node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in names
        and node.attr in {"objects", "with_removed", "_default_manager", "_base_manager"}
        and not (node.attr == "with_removed" and id(node) in held)
    ]


def test_views_and_forms_reach_logs_through_their_owner():
    root = Path(settings.BASE_DIR)
    files = [path for folder in ("tracker/views", "tracker/forms") for path in (root / folder).glob("**/*.py")]
    found = [f"{path.name}:{use}" for path in files for use in reaches_past_the_owner(path.read_text())]

    assert len(files) > 5
    assert found == []


@pytest.mark.parametrize(
    ("code", "uses"),
    [
        ("Entry.objects.get(pk=1)", ["1: Entry.objects"]),
        ("x = DayMark.objects", ["1: DayMark.objects"]),
        ("Entry.with_removed.get(pk=1)", ["1: Entry.with_removed"]),
        ("Entry.with_removed.filter(pk=1)", ["1: Entry.with_removed"]),
        ("Medicine.objects.get(pk=1)", ["1: Medicine.objects"]),
        ("Entry.with_removed.filter(owner=me)", []),
        ("me.entries.get(pk=1)", []),
    ],
)
def test_the_check_of_views_finds_what_it_looks_for(code, uses):
    assert reaches_past_the_owner(code) == uses
