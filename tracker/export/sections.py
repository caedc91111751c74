"""What cobalog.json holds, section by section: which rows, which of their columns, and why the others stay out.

A column that a model gains has to be written down here, as one that goes along or as one that does not: a test walks
through all models (tests/tracker/export/test_sections.py). Each section comes after those it refers to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import models

from accounts.models import ApiToken, Event, User
from foods.models import Alias, Curator, Food, Portion, Proposal, Source
from tracker.export.columns import Column
from tracker.models import (
    AddressVisit,
    Condition,
    DayMark,
    Dish,
    DishPart,
    Dose,
    Entry,
    FindingRecord,
    GasUse,
    HistoryImport,
    HistoryName,
    HistoryRow,
    MealItem,
    Measured,
    Medicine,
    Phase,
    Profile,
    RedFlagTick,
    Regimen,
    Reminders,
    ReportWords,
    Sample,
    SecretAddress,
    Skip,
    Snooze,
    SymptomScore,
    TrackedSymptom,
    UsualMeal,
    WhatIf,
)

NUMBER = "a number that means something in this database alone"
ITS_OWNER = "whoever exports it"
SECRET = "with it somebody else could come in"  # nosec B105 # no password
TABLE = "about the table of foods, which is everybody's, and not about the person"
_FIGURES = (
    "name", "brand", "market", "category", "diet", "origin", "form", "route", "reliability", "basis", "b12_ug",
    "b12_unknown", "b12_added_ug", "low_ug", "high_ug", "range_note", "grade", "gtin", "source", "source_ref",
    "figure_date", "unverified", "note", "state",
)  # fmt: skip
_OF_TABLE = {
    "prominence": "how search ranks foods of the table; of own foods it is 0",
    "merged_into": TABLE,
    "proposed_by": TABLE,
    "reviewed_by": TABLE,
    "reviewed_at": TABLE,
}


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one model. `owner`: the way from a row to its person. `key`: columns that tell a row apart from all
    others of the person; where `parent` is named, a row comes and goes with the row it belongs to.

    `restored`: brought back by an import; else it is there to be read. `single`: at most one row. `repeats`: several
    may have the same key. `extra`: columns that are none of the model's, with what JSON Schema says of them.
    """

    name: str
    model: type[models.Model]
    fields: tuple[str, ...]
    owner: str = "owner"
    left: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ("uid",)
    parent: str = ""
    order: tuple[str, ...] = ("pk",)
    restored: bool = True
    single: bool = False
    repeats: bool = False
    extra: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[Column, ...]:
        return _columns(self)

    @property
    def left_out(self) -> dict[str, str]:
        """Each column that stays out, and why."""
        always = {"id": NUMBER, "history_id": NUMBER, **({self.owner: ITS_OWNER} if "__" not in self.owner else {})}
        there = {one.name for one in (*self.model._meta.concrete_fields, *self.model._meta.many_to_many)}
        return {name: why for name, why in always.items() if name in there and name not in self.fields} | dict(
            self.left
        )


_REFERENCES: dict[type[models.Model], tuple[str, str]] = {  # what a foreign key becomes: what it asks for, what of
    Food: ("_id", "food"),
    Portion: ("__name", "portion"),
    Source: ("__key", "source"),
    Entry: ("__uid", "entries"),
    Regimen: ("__uid", "regimens"),
    Sample: ("__uid", "samples"),
    UsualMeal: ("__uid", "usual_meals"),
    Dish: ("__uid", "dishes"),
    HistoryImport: ("__uid", "history_imports"),
}
_cache: dict[str, tuple[Column, ...]] = {}


def _columns(section: Section) -> tuple[Column, ...]:
    if section.name not in _cache:
        _cache[section.name] = tuple(_column(section.model, name) for name in section.fields)
    return _cache[section.name]


def _column(model: type[models.Model], path: str) -> Column:
    name, _, rest = path.partition("__")
    found = model._meta.get_field(name)
    if rest:
        return Column(f"{name}_{rest}", found.related_model._meta.get_field(rest), path)
    if isinstance(found, models.ForeignKey):
        asked, to = _REFERENCES[found.related_model]
        return Column(name, found, f"{name}{asked}", to=to)
    if isinstance(found, models.GeneratedField):
        return Column(name, found.output_field, name, derived=True)
    return Column(name, found, name)


SECTIONS: tuple[Section, ...] = (
    # --- the account
    Section(
        "account", User, ("email", "first_name", "last_name", "time_zone", "day_start", "date_joined", "last_login",
                          "demo_until"),
        owner="pk", single=True, key=(),
        left={
            "id": NUMBER,
            "password": SECRET,
            "is_active": "how the site treats the account",
            "is_staff": "how the site treats the account",
            "is_superuser": "how the site treats the account",
            "groups": "how the site treats the account",
            "user_permissions": "how the site treats the account",
        },
    ),
    Section("email_addresses", EmailAddress, ("email", "verified", "primary"), owner="user", restored=False),
    Section(
        "devices", UserSession, ("created_at", "last_seen_at", "ip", "user_agent"), owner="user", restored=False,
        left={"session_key": SECRET, "data": "empty: kept by the log-in for programs that add to it"},
    ),
    Section(
        "second_steps", Authenticator, ("type", "created_at", "last_used_at"), owner="user", restored=False,
        left={"data": SECRET},
    ),
    Section(
        "access_tokens", ApiToken,
        ("uid", "name", "start", "scope", "created_at", "expires_at", "last_used_on", "revoked_at"),
        left={"digest": SECRET}, restored=False,
    ),
    Section("events", Event, ("kind", "at", "device", "detail"), owner="person", order=("at", "pk"), restored=False),
    Section("curator", Curator, ("digest", "last_mail_on"), owner="user", single=True, restored=False),
    # --- about the person
    Section(
        "profile", Profile, (
            "birth_year", "birth_month", "sex", "life_stage", "diet", "diet_since", "diet_since_precision",
            "no_source_since", "no_source_until", "takes_unlogged", "welcomed", "authority", "cover_rule",
            "cover_days", "injection_interval_days", "guideline", "black_ethnicity", "asks_open_food_facts",
            "findings_noted_on",
        ), single=True, key=(),
    ),
    Section("reminders", Reminders, ("by_mail", "names", "hour", "last_mail_on"), single=True, key=()),
    Section("report_words", ReportWords, ("name", "reason", "questions", "language"), single=True, key=()),
    # --- what it refers to
    Section(
        "foods", Food, (*_FIGURES, "created_at", "updated_at"), key=(),
        extra={
            "ref": {"type": "integer", "minimum": 1, "description": "what the other sections call this food"},
            "own": {"type": "boolean", "description": "a food of the person's own; else one of the table"},
        },
        left={"loaded": "what was loaded into the table with this food", **_OF_TABLE},
    ),
    Section("portions", Portion, ("food", "name", "quantity", "is_default", "order"), owner="food__owner",
            parent="foods", order=("food_id", "order", "pk")),
    Section("aliases", Alias, ("food", "name", "language"), owner="food__owner", parent="foods",
            order=("food_id", "pk")),
    Section(
        "food_versions", Food.history.model,
        (*_FIGURES, "history_date", "history_change_reason", "history_type"), parent="foods",
        extra={"food": {"type": "integer", "minimum": 1, "description": "`ref` of a food in `foods`"}},
        order=("id", "history_id"),
        left={"history_user": "their owner, always", **_OF_TABLE},
    ),
    # --- what was had
    Section(
        "entries", Entry, (
            "uid", "eaten_at", "local_date", "local_minute", "food", "portion", "portion_name", "amount", "quantity",
            "basis", "name", "swallowed_ug", "added_ug", "counted_ug", "origin", "form", "route", "reliability",
            "grade", "created_at", "updated_at", "removed_at",
        ), order=("eaten_at", "pk"),
    ),
    Section("day_marks", DayMark, ("local_date", "mark"), key=("local_date",), order=("local_date",)),
    Section("usual_meals", UsualMeal, ("uid", "name", "created_at", "updated_at")),
    Section("meal_items", MealItem, ("meal", "position", "food", "portion", "amount", "portion_name", "quantity",
            "basis"), owner="meal__owner",
            parent="usual_meals", order=("meal_id", "position")),
    Section("dishes", Dish, ("uid", "food", "servings", "cooked_g", "created_at", "updated_at")),
    Section("dish_parts", DishPart, ("dish", "position", "food", "portion", "amount", "portion_name", "quantity",
            "basis"), owner="dish__owner",
            parent="dishes", order=("dish_id", "position")),
    Section("what_ifs", WhatIf, ("changes", "created_at"), key=(), order=("created_at", "pk"),
            left={"uid": "follows from the changes and from numbers of foods"}),
    # --- what bears on it
    Section("medicines", Medicine, ("uid", "key", "name", "confirmed", "dose_mg", "units", "since", "since_precision",
                                    "until", "until_precision", "taking", "created_at", "updated_at")),
    Section("conditions", Condition, ("uid", "key", "name", "since", "since_precision", "treated_elsewhere",
                                      "resection_cm", "ileal_cm", "resected", "relation", "chronic_diarrhoea",
                                      "created_at", "updated_at")),
    Section("gas_uses", GasUse, ("uid", "kind", "on", "created_at")),
    Section("tracked_symptoms", TrackedSymptom, ("key", "shown", "first_on", "onset", "onset_precision", "looked_into",
                                                 "created_at"), key=("key",)),
    Section("symptom_scores", SymptomScore, ("key", "on", "score", "course", "places", "note", "created_at",
                                             "updated_at"), key=("key", "on"), order=("on", "key", "pk")),
    Section("red_flags", RedFlagTick, ("key", "on", "ended_on", "created_at"), key=("key", "on"), repeats=True),
    Section("samples", Sample, ("uid", "taken_on", "lab", "note", "microbiological", "created_at", "updated_at")),
    Section("measured", Measured, ("sample", "marker", "comparator", "value", "unit", "low", "high"),
            owner="sample__owner", parent="samples", order=("sample_id", "pk")),
    Section(
        "regimens", Regimen, (
            "uid", "template", "food", "portion", "amount", "name", "dose_ug", "form", "route", "counts_from",
            "prescribed", "remind", "began", "reviewed_on", "stopped_on", "stock", "stock_on", "note", "entered_on",
            "created_at", "updated_at",
        ),
    ),
    Section("phases", Phase, ("regimen", "position", "unit", "every", "weekdays", "at", "loading", "starts_on",
                              "ends_on"), owner="regimen__owner", parent="regimens", order=("regimen_id", "position")),
    Section("skips", Skip, ("regimen", "due_on", "reason", "created_at"), owner="regimen__owner", parent="regimens",
            order=("regimen_id", "due_on")),
    Section("doses", Dose, ("entry", "regimen", "site", "batch", "note"), owner="entry__owner", parent="entries",
            order=("entry__eaten_at", "entry_id")),
    # --- what was found
    Section("snoozes", Snooze, ("code", "until", "discussed_on", "basis", "created_at"), key=("code",)),
    Section("finding_records", FindingRecord, ("code", "level", "basis", "title", "evidence", "opened_on",
                                               "closed_on", "discussed_on"), key=("code", "opened_on"), repeats=True),
    # --- what came from elsewhere, and what went there
    Section("history_imports", HistoryImport, ("uid", "format", "state", "digest", "refused", "created_at", "done_at",
                                               "undone_at"),
            left={"made": "numbers of foods in this database"}),
    Section("history_rows", HistoryRow, ("run", "number", "key", "name", "eaten_at", "local_date", "local_minute",
                                         "timed", "amount", "unit", "grams", "ug", "origin", "brought", "entry"),
            owner="run__owner", parent="history_imports", order=("run_id", "number")),
    Section("history_names", HistoryName, ("format", "name", "choice", "food", "portion"),
            key=("format", "name")),
    Section("report_links", SecretAddress, ("kind", "language", "created_at", "expires_at", "revoked_at"),
            left={"nonce": SECRET}, order=("created_at", "pk"), restored=False),
    Section("report_visits", AddressVisit, ("address__created_at", "at"), owner="address__owner", order=("at", "pk"),
            restored=False),
    Section("proposals", Proposal, ("uid", "kind", "food", "own_food", "values", "portions", "reason", "evidence_url",
                                    "photo", "state", "answer", "sent_at", "decided_at", "seen_at"),
            owner="proposer", order=("sent_at", "pk"), restored=False),
)  # fmt: skip
BY_NAME = {section.name: section for section in SECTIONS}

LEFT_OUT: Mapping[str, str] = {  # what points at people, or at what is theirs, and stays out as a whole
    "admin.LogEntry.user": TABLE,
    "accounts.User_groups.user": "how the site treats the account",
    "accounts.User_user_permissions.user": "how the site treats the account",
    "account.EmailConfirmation.email_address": SECRET,
    "foods.Food.proposed_by": TABLE,
    "foods.Food.reviewed_by": TABLE,
    "foods.Food.merged_into": TABLE,
    "foods.HistoricalFood.proposed_by": TABLE,
    "foods.HistoricalFood.reviewed_by": TABLE,
    "foods.HistoricalFood.history_user": TABLE,
    "foods.HistoricalFood.merged_into": TABLE,
    "foods.ImportRun.started_by": TABLE,
    "foods.Concern.first_by": TABLE,
    "foods.Concern.decided_by": TABLE,
    "foods.Concern.food": TABLE,
    "foods.Concern.other": TABLE,
    "tracker.TogetherAside.owner": "numbers of foods in this database, and only until the offer comes again",
    "foods.Concern.proposal": "what curators made of a proposal; the answer goes along with it",
}
