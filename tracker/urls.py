"""The addresses of a person's own pages. Dates look like 2026-03-14; ids are the person's own or nothing."""

import datetime as dt

from django.urls import path, register_converter

from tracker.views import (
    barcode,
    blood,
    bring_back,
    care,
    conditions,
    data,
    days,
    dishes,
    entries,
    export,
    figures,
    findings,
    gallery,
    gas,
    history,
    history_imports,
    injections,
    known,
    learn,
    log,
    meals,
    medicines,
    profile,
    reference,
    regimens,
    reminders,
    report,
    shared,
    status,
    symptoms,
    today,
    welcome,
    whatif,
)
from tracker.views.marks import FindingConverter
from tracker.views.opened import SecretConverter, SignedConverter


class DateConverter:
    """An ISO date that exists."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        day = dt.date.fromisoformat(value)
        if not 1900 <= day.year <= 2200:  # room for a day and a month on either side
            raise ValueError(value)
        return day

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()


class LotConverter:
    """Numbers of several entries: 12-13-14."""

    regex = r"[0-9]{1,18}(?:-[0-9]{1,18}){0,99}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DateConverter, "day")
register_converter(LotConverter, "lot")
register_converter(FindingConverter, "finding")
register_converter(SecretConverter, "secret")
register_converter(SignedConverter, "signed")

urlpatterns = [
    path("today/", today.today, name="today"),
    path("log/", log.log, name="log"),
    path("log/search/", log.search, name="log_search"),
    path("log/preview/", log.preview, name="log_preview"),
    path("log/new/", log.new, name="log_new"),
    path("log/barcode/", barcode.barcode, name="barcode"),
    path("log/barcode/keep/", barcode.keep, name="barcode_keep"),
    path("log/several/", log.several, name="log_several"),
    path("log/several/look/", log.look, name="log_look"),
    path("history/", history.history, name="history"),
    path("history/fill/", history.fill, name="history_fill"),
    path("history/<day:day>/", days.day, name="day"),
    path("history/<day:day>/mark/", days.mark, name="day_mark"),
    path("history/<day:day>/copy/", days.copy, name="day_copy"),
    path("meals/", meals.meals, name="meals"),
    path("meals/new/", meals.new, name="meal_new"),
    path("meals/suggested/", meals.suggested, name="meal_suggested"),
    path("meals/undo/<lot:ids>/", meals.undo, name="meal_undo"),
    path("meals/<int:pk>/", meals.meal, name="meal"),
    path("meals/<int:pk>/log/", meals.log, name="meal_log"),
    path("meals/<int:pk>/remove/", meals.remove, name="meal_remove"),
    path("meals/dishes/", dishes.dishes, name="dishes"),
    path("meals/dishes/new/", dishes.new, name="dish_new"),
    path("meals/dishes/<int:pk>/", dishes.dish, name="dish"),
    path("meals/dishes/<int:pk>/anew/", dishes.anew, name="dish_anew"),
    path("meals/dishes/<int:pk>/remove/", dishes.remove, name="dish_remove"),
    path("status/", status.status, name="status"),
    path("status/findings/", findings.findings, name="findings"),
    path("status/findings/<finding:code>/", findings.finding, name="finding"),
    path("status/findings/<finding:code>/aside/", findings.aside, name="finding_aside"),
    path("status/what-if/", whatif.new, name="what_if_new"),
    path("status/what-if/<int:pk>/", whatif.what_if, name="what_if"),
    path("status/what-if/<int:pk>/remove/", whatif.remove, name="what_if_remove"),
    path("entries/<int:pk>/", entries.edit, name="entry"),
    path("entries/<int:pk>/amount/", entries.amount, name="entry_amount"),
    path("entries/<int:pk>/remove/", entries.remove, name="entry_remove"),
    path("entries/<int:pk>/restore/", entries.restore, name="entry_restore"),
    path("entries/<int:pk>/copy/", entries.copy, name="entry_copy"),
    path("entries/<int:pk>/figure/", entries.figure, name="entry_figure"),
    path("curate/findings/", gallery.gallery, name="gallery"),
    path("care/", care.care, name="care"),
    path("care/regimens/", regimens.regimens, name="regimens"),
    path("care/regimens/new/", regimens.new, name="regimen_new"),
    path("care/regimens/<int:pk>/", regimens.regimen, name="regimen"),
    path("care/regimens/<int:pk>/edit/", regimens.edit, name="regimen_edit"),
    path("care/regimens/<int:pk>/dose/", regimens.dose, name="regimen_dose"),
    path("care/regimens/<int:pk>/skip/", regimens.skip, name="regimen_skip"),
    path("care/regimens/<int:pk>/stop/", regimens.stop, name="regimen_stop"),
    path("care/regimens/<int:pk>/resume/", regimens.resume, name="regimen_resume"),
    path("care/regimens/<int:pk>/stock/", regimens.stock, name="regimen_stock"),
    path("care/regimens/<int:pk>/review/", regimens.review, name="regimen_review"),
    path("care/medicines/", medicines.medicines, name="medicines"),
    path("care/medicines/search/", medicines.search, name="medicine_search"),
    path("care/medicines/new/", medicines.new, name="medicine_new"),
    path("care/medicines/<int:pk>/", medicines.medicine, name="medicine"),
    path("care/medicines/<int:pk>/remove/", medicines.remove, name="medicine_remove"),
    path("care/conditions/", conditions.conditions, name="conditions"),
    path("care/conditions/search/", conditions.search, name="condition_search"),
    path("care/conditions/new/", conditions.new, name="condition_new"),
    path("care/conditions/<int:pk>/", conditions.condition, name="condition"),
    path("care/conditions/<int:pk>/remove/", conditions.remove, name="condition_remove"),
    path("care/symptoms/", symptoms.symptoms, name="symptoms"),
    path("care/symptoms/check/", symptoms.check, name="symptom_check"),
    path("care/symptoms/same/", symptoms.same, name="symptoms_same"),
    path("care/symptoms/choose/", symptoms.choose, name="symptoms_choose"),
    path("care/symptoms/over/", symptoms.over, name="red_flags_over"),
    path("care/symptoms/<int:pk>/", symptoms.symptom, name="symptom"),
    path("care/tests/", blood.blood_tests, name="blood_tests"),
    path("care/tests/new/", blood.new, name="sample_new"),
    path("care/tests/settings/", blood.settings, name="blood_test_settings"),
    path("care/tests/<int:pk>/", blood.sample, name="sample"),
    path("care/tests/<int:pk>/remove/", blood.remove, name="sample_remove"),
    path("care/gas/", gas.gas, name="gas"),
    path("care/gas/<int:pk>/remove/", gas.remove, name="gas_remove"),
    path("care/injections/", injections.injections, name="injections"),
    path("care/injections/<int:pk>/note/", injections.injection_note, name="injection_note"),
    path("care/reminders/", reminders.reminders, name="reminders"),
    path("care/reminders/feed/", reminders.feed_new, name="feed_new"),
    path("care/reminders/feed/revoke/", reminders.feed_revoke, name="feed_revoke"),
    path("care/report/", report.report, name="report"),
    path("care/report/words/", report.words, name="report_words"),
    path("care/report/pdf/", report.pdf, name="report_pdf"),
    path("care/report/link/", report.link, name="report_link"),
    path("care/report/link/<int:pk>/revoke/", report.revoke, name="report_link_revoke"),
    path("r/<secret:token>/", shared.shared_report, name="shared_report"),
    path("r/<secret:token>/pdf/", shared.shared_report_pdf, name="shared_report_pdf"),
    path("feed/<secret:token>.ics", reminders.feed, name="feed"),
    path("unsubscribe/<signed:token>/", reminders.unsubscribe, name="unsubscribe"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/<slug:step>/", welcome.welcome, name="welcome_step"),
    path("settings/profile/", profile.profile, name="profile"),
    path("settings/reference/", reference.reference, name="reference"),
    path("settings/data/export/", export.export, name="export"),
    path("settings/data/export/zip/", export.export_zip, name="export_zip"),
    path("settings/data/export/entries/", export.export_csv, name="export_csv"),
    path("settings/data/export/fhir/", export.export_fhir, name="export_fhir"),
    path("settings/data/export/bring-back/", bring_back.restore_own, name="restore_own"),
    path("settings/data/export/bring-back/<uuid:uid>/", bring_back.look, name="restore_own_look"),
    path("settings/data/export/bring-back/<uuid:uid>/forget/", bring_back.forget, name="restore_own_forget"),
    path("settings/data/import/", history_imports.history_imports, name="history_imports"),
    path("settings/data/import/<uuid:uid>/", history_imports.history_import, name="history_import"),
    path("settings/data/import/<uuid:uid>/do/", history_imports.history_import_do, name="history_import_do"),
    path("settings/data/import/<uuid:uid>/undo/", history_imports.history_import_undo, name="history_import_undo"),
    path(
        "settings/data/import/<uuid:uid>/refused/",
        history_imports.history_import_refused,
        name="history_import_refused",
    ),
    path(
        "settings/data/import/<uuid:uid>/<int:number>/", history_imports.history_import_name, name="history_import_name"
    ),
    path("settings/data/", data.data, name="data"),
    path("settings/data/erase/", data.erase, name="erase"),
    path("settings/log/", data.account_log, name="account_log"),
    path("figures/<int:pk>/", figures.give, name="give_figure"),
    path("figures/<int:pk>/offer/", figures.offer, name="offer_food"),
    path("learn/", learn.learn, name="learn"),
    path("learn/medicines/", known.medicines, name="learn_medicines"),
    path("learn/medicines/<slug:key>/", known.medicine, name="learn_medicine"),
    path("learn/conditions/", known.conditions, name="learn_conditions"),
    path("learn/conditions/<slug:key>/", known.condition, name="learn_condition"),
    path("learn/<slug:slug>/", learn.article, name="article"),  # after every other page below learn/
]
