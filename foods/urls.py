"""Addresses of the food database."""

from django.urls import path

from foods.views import proposals
from foods.views.curate import history, imports, item
from foods.views.curate.queue import queue
from foods.views.curate.settings import settings
from foods.views.food import food, own_food
from foods.views.quality import quality, table_csv
from foods.views.sources import sources

urlpatterns = [
    path("sources/", sources, name="sources"),
    path("sources/yours/<int:pk>/", own_food, name="own_food"),
    path("sources/quality/", quality, name="quality"),
    path("sources/table.csv", table_csv, name="table_csv"),
    path("sources/table/<slug:key>.csv", table_csv, name="table_csv"),
    path("sources/yours/<int:pk>/propose/", proposals.propose_food, name="propose_food"),
    path("sources/correct/<int:pk>/", proposals.suggest_correction, name="suggest_correction"),
    path("sources/proposals/", proposals.proposals, name="proposals"),
    path("sources/proposals/read/", proposals.proposals_read, name="proposals_read"),
    path("sources/proposals/<int:pk>/withdraw/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path("sources/proposals/<int:pk>/photo/", proposals.proposal_photo, name="proposal_photo"),
    # --- for curators
    path("curate/", queue, name="curate"),
    path("curate/duplicates/", queue, {"kind": "duplicate"}, name="curate_duplicates"),
    path("curate/outliers/", queue, {"kind": "outlier"}, name="curate_outliers"),
    path("curate/history/", history.history, name="curate_history"),
    path("curate/history/<int:history_id>/revert/", history.revert, name="curate_revert"),
    path("curate/settings/", settings, name="curate_settings"),
    path("curate/<int:pk>/", item.item, name="curate_item"),
    path("curate/<int:pk>/accept/", item.accept, name="curate_accept"),
    path("curate/<int:pk>/reject/", item.reject, name="curate_reject"),
    path("curate/<int:pk>/edit/", item.edit, name="curate_edit"),
    path("curate/<int:pk>/merge/", item.merge, name="curate_merge"),
    path("curate/<int:pk>/retire/", item.retire, name="curate_retire"),
    path("curate/<int:pk>/undo/", item.undo, name="curate_undo"),
    path("curate/<int:pk>/photo/", item.photo, name="curate_photo"),
    path("curate/imports/", imports.imports, name="imports"),
    path("curate/imports/template.csv", imports.import_template, name="import_template"),
    path("curate/imports/<int:pk>/", imports.import_run, name="import_run"),
    path("curate/imports/<int:pk>/cancel/", imports.import_cancel, name="import_cancel"),
    path("curate/imports/<int:pk>/resume/", imports.import_resume, name="import_resume"),
    path("curate/imports/<int:pk>/for-real/", imports.import_for_real, name="import_for_real"),
    path("curate/imports/<int:pk>/refusals.csv", imports.import_refusals, name="import_refusals"),
    path("sources/<int:pk>/<slug:slug>/", food, name="food"),
]
