"""Who may import whom; what breaks it is named with its line.

config → all      operating → foods      tracker → foods → accounts
tracker.domain → the standard library, dateutil and itself
inside tracker:   views → forms, reports, actions → people → health → models → domain, never upward; reports and
                  templatetags → charts → domain; templatetags know no models
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "foods", "tracker", "operating", "config")
MAY_IMPORT = {
    "accounts": {"accounts"},
    "foods": {"foods", "accounts"},
    "tracker": {"tracker", "foods", "accounts"},
    "operating": {"operating", "foods", "config"},  # backups and moves: rows as such, and how databases are opened
    "config": set(APPS),
}
DATES = {"dateutil"}  # recurrence of dates: as pure as the standard library (docs/decisions/0013)
# Each part of tracker with the parts it may import besides itself.
BELOW = {
    "domain": set(),
    "models": {"domain"},
    "health": {"models", "domain"},
    "regimens": {"models", "domain"},
    "people": {"health", "regimens", "models", "domain"},
    "secret_addresses": {"models"},
    "charts": {"domain"},
    "actions": {"models", "health", "people", "domain"},
    "waiting": set(),
    "importing": {"domain"},
    "becoming": {"importing", "models", "domain"},
    "bringing": {"becoming", "models", "domain"},
    "actions_history": {"importing", "becoming", "bringing", "models", "people", "domain"},
    "actions_erasing": {"waiting"},
    "actions_meals": {"actions", "models", "people", "domain"},
    "actions_line": {"actions", "actions_meals", "models", "domain"},
    "actions_dishes": {"actions", "actions_meals", "models", "people", "domain"},
    "actions_health": {"models", "health", "people", "domain"},
    "actions_regimens": {"actions", "models", "health", "regimens", "people", "domain"},
    "actions_journal": {"models", "health", "people", "domain"},
    "actions_programs": {"actions", "models", "health", "regimens", "people", "domain"},
    "actions_sharing": {"secret_addresses", "models", "people", "domain"},
    "forms": {"models", "people", "domain"},
    "reports": {"charts", "models", "health", "regimens", "secret_addresses", "people", "domain"},
    "export": {"reports", "models", "health", "regimens", "people", "domain"},
    "demo": {"actions", "models", "people", "domain"},
    "noting": {"actions_health", "reports", "people", "domain"},
    "api": {"actions", "actions_programs", "noting", "forms", "reports", "models", "people", "domain"},
    "templatetags": {"reports", "charts", "domain"},
    "context": {"reports"},
    "views": {
        "forms",
        "reports",
        "export",
        "waiting",
        "actions",
        "actions_erasing",
        "actions_health",
        "actions_meals",
        "actions_dishes",
        "actions_line",
        "actions_history",
        "actions_regimens",
        "actions_journal",
        "actions_sharing",
        "noting",
        "secret_addresses",
        "models",
        "people",
        "domain",
    },
    "urls": {"views"},
    "management": {
        "actions_erasing",
        "actions_sharing",
        "secret_addresses",
        "reports",
        "models",
        "people",
        "domain",
        "waiting",
    },
    "popularity": {"models"},
    "merged": {"models"},
    "apps": {"popularity", "merged"},
}
PERSONAL = {  # people's data: reached through its owner
    "Entry", "DayMark", "Profile", "WhatIf", "Medicine", "Condition", "GasUse", "Snooze", "FindingRecord",
    "Regimen", "Phase", "Skip", "Dose", "TrackedSymptom", "SymptomScore", "RedFlagTick", "Sample", "Measured",
    "SecretAddress", "AddressVisit", "Reminders", "ReportWords",
    "UsualMeal", "MealItem", "Dish", "DishPart", "TogetherAside", "HistoryImport", "HistoryRow", "HistoryName",
    "ApiToken", "Event",
}  # fmt: skip
MANAGERS = {"objects", "with_removed", "_default_manager", "_base_manager"}


def modules(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def imports_of(source: str, *, package: str = "") -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything that is imported, wherever in the file; relative ones made whole."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: -node.level + 1 or None] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def breaches(path: Path, source: str) -> list[str]:
    """The imports of a module that its place does not allow."""
    inside = path.relative_to(ROOT)
    package = ".".join(inside.parent.parts)
    return [
        f"{inside}:{line} imports {name}"
        for line, name in imports_of(source, package=package)
        if not allowed(inside.with_suffix("").parts, name.split("."))
    ]


def allowed(place: tuple[str, ...], name: list[str]) -> bool:
    if place[:2] == ("tracker", "domain"):
        return name[:2] == ["tracker", "domain"] or name[0] in sys.stdlib_module_names | DATES
    if name[0] not in APPS:
        return True
    if name[0] not in MAY_IMPORT[place[0]]:
        return False
    if place[0] == "tracker" and place[1] == "templatetags" and name[1:2] == ["models"]:
        return False  # of any app
    if place[0] == name[0] == "tracker" and len(place) > 1 and len(name) > 1:
        return name[1] == place[1] or name[1] in BELOW[place[1]]
    return True


@pytest.mark.parametrize("app", APPS)
def test_no_module_imports_what_stands_above_or_beside_it(app):
    found = [breach for path in modules(app) for breach in breaches(path, path.read_text(encoding="utf-8"))]

    assert found == []


def test_every_part_of_the_tracker_has_its_place():
    parts = {path.relative_to(ROOT / "tracker").parts[0].removesuffix(".py") for path in modules("tracker")}

    assert parts - {"__init__"} == set(BELOW)


@pytest.mark.parametrize(
    ("place", "line", "breaks"),
    [
        ("tracker/domain/days.py", "from django.db import models", True),
        ("tracker/domain/days.py", "from foods.choices import Origin", True),
        ("tracker/domain/days.py", "import datetime, math", False),
        ("tracker/domain/days.py", "from tracker.domain import amounts", False),
        ("tracker/domain/days.py", "from . import amounts", False),
        ("tracker/domain/days.py", "from .. import models", True),
        ("tracker/models/entries.py", "from tracker.reports import day", True),
        ("tracker/models/entries.py", "def f():\n    from tracker.actions import log", True),
        ("tracker/models/profile.py", "from tracker.people import profile_of", True),
        ("tracker/people.py", "from tracker.models import Profile", False),
        ("tracker/people.py", "from tracker.health import health_of", False),
        ("tracker/health.py", "from tracker.people import profile_of", True),
        ("tracker/models/health.py", "from tracker.health import health_of", True),
        ("tracker/charts/bars.py", "from tracker.models import Entry", True),
        ("tracker/charts/bars.py", "from tracker.reports.day import DayReport", True),
        ("tracker/reports/day.py", "from tracker.charts import bars", False),
        ("tracker/forms/log.py", "from tracker.reports.pick import Pick", True),
        ("tracker/reports/pick.py", "from tracker.forms.log import LogForm", True),
        ("tracker/reports/pick.py", "from tracker.views import log", True),
        ("tracker/views/log.py", "from tracker.forms.log import LogForm", False),
        ("tracker/templatetags/rows.py", "from tracker.models import Entry", True),
        ("tracker/templatetags/rows.py", "from foods.models import Food", True),
        ("tracker/templatetags/rows.py", "from tracker.reports.common import EntryRow", False),
        ("foods/models/foods.py", "from tracker.models import Entry", True),
        ("foods/models/foods.py", "import tracker", True),
        ("foods/models/foods.py", "from accounts.models import User", False),
        ("accounts/views.py", "from foods.models import Food", True),
        ("accounts/views.py", "from config import views", True),
        ("config/urls.py", "from tracker import urls", False),
    ],
)
def test_the_rules_catch_what_they_are_for(place, line, breaks):
    assert bool(breaches(ROOT / place, line)) is breaks


# --- people's data ---------------------------------------------------------------------------------------------------
def ownerless(source: str) -> list[int]:
    """Lines that reach people's data by the model and not through its owner."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and node.attr in MANAGERS
        and isinstance(node.value, ast.Name | ast.Attribute)
        and (node.value.id if isinstance(node.value, ast.Name) else node.value.attr) in PERSONAL
    ]


WHERE_PEOPLE_ASK = [
    "tracker/views",
    "tracker/api",
    "tracker/forms",
    "tracker/reports",
    "tracker/templatetags",
    "foods",
    "config",
    "accounts",
]


@pytest.mark.parametrize("folder", WHERE_PEOPLE_ASK)
def test_people_reach_their_data_through_themselves(folder):
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules(folder)
        for line in ownerless(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Entry.objects.get(pk=1)", [1]),
        ("Entry.with_removed.filter(owner=user)", [1]),
        ("models.DayMark.objects.all()", [1]),
        ("Entry._base_manager.all()", [1]),
        ("Medicine.objects.get(pk=1)", [1]),
        ("models.Snooze.objects.all()", [1]),
        ("user.entries.get(pk=1)", []),
        ("user.medicines.get(pk=1)", []),
        ('user.entries(manager="with_removed").get(pk=1)', []),
        ("Food.objects.all()", []),
    ],
)
def test_the_search_for_data_without_its_owner_finds_it(line, found):
    assert ownerless(line) == found


def statements(source: str) -> list[str]:
    """The texts of a module that read people's tables by hand, each with the pieces it is put together from."""
    tree = ast.parse(source)
    named = {
        node.targets[0].id: ast.unparse(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    texts = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "execute":
            text = ast.unparse(node.args[0])
            texts.append(" ".join([text, *(value for name, value in named.items() if name in text)]))
    return texts


_TABLE = re.compile(r"(?:FROM|JOIN|UPDATE|INTO) tracker_")
_A_PART = re.compile(r"JOIN tracker_(measured|phase|skip|dose)( AS \w+)? ON (\w+\.)?(sample|regimen|entry)_id = ")


def is_held(text: str) -> bool:
    """Every table of people's is asked for one owner, and entries for those that are not removed.

    What is joined to what it is a part of is held by it.
    """
    text = _A_PART.sub("", text)
    owned = 0 < len(_TABLE.findall(text)) <= text.count("owner_id = %s")
    return owned and ("removed_at IS NULL" in text or "tracker_entry" not in text)


_READS_NOTHING = ("_BEGIN[connection.vendor] ", "'ROLLBACK'")  # of tracker/export/snapshot.py


def test_what_is_read_by_hand_names_its_owner():
    found = [
        text
        for path in modules("tracker")
        if path.parent.name != "importing"  # asks the database inside a file that somebody sent, never ours
        for text in statements(path.read_text(encoding="utf-8"))
        if not is_held(text) and not text.startswith(_READS_NOTHING)
    ]

    assert statements((ROOT / "tracker/reports/recent.py").read_text(encoding="utf-8")) != []
    assert found == []


_W = '_W = "FROM tracker_entry WHERE owner_id = %s AND removed_at IS NULL"\n'
_PART = "JOIN tracker_measured AS m ON sample_id = s.id"
_TWO = "SELECT 1 FROM tracker_medicine WHERE owner_id = %s UNION SELECT 1 FROM tracker_snooze"


@pytest.mark.parametrize(
    ("source", "safe"),
    [
        ('cursor.execute("SELECT 1 FROM tracker_entry", [])', False),
        ('cursor.execute("SELECT 1 FROM tracker_entry WHERE owner_id = %s", [])', False),
        ('cursor.execute("SELECT 1 FROM tracker_medicine WHERE owner_id = %s", [])', True),
        (f'cursor.execute("{_TWO}", [])', False),
        (f'cursor.execute("{_TWO} WHERE owner_id = %s", [])', True),
        (
            'cursor.execute("SELECT 1 FROM tracker_sample AS s JOIN tracker_measured AS m ON 1=1 WHERE owner_id = %s")',
            False,
        ),
        (f'cursor.execute("SELECT 1 FROM tracker_sample AS s {_PART} WHERE owner_id = %s")', True),
        (f'cursor.execute("SELECT 1 FROM tracker_sample AS s {_PART}")', False),
        (f'{_W}cursor.execute(f"SELECT 1 {{_W}}", [])', True),
    ],
)
def test_the_look_at_what_is_read_by_hand_sees_the_pieces(source, safe):
    (text,) = statements(source)

    assert is_held(text) is safe


# --- how a module is written ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("folder", ["tracker", "foods", "accounts", "operating", "config"])
def test_modules_stay_short_enough_to_be_read(folder):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules(folder)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }

    assert long == {}


@pytest.mark.parametrize("folder", [f"tracker/{part}" for part in ("domain", "reports", "views", "forms", "api")])
def test_functions_are_annotated(folder):
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in modules(folder)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.returns is None
    ]

    assert bare == []


def test_there_are_no_signals_and_no_save_overrides_in_the_tracker():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules("tracker")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"})
        or (isinstance(node, ast.Name) and node.id == "receiver")
    ]

    assert found == []


def test_time_is_read_in_views_and_commands_and_handed_down():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("tracker/domain", "tracker/models", "tracker/forms", "tracker/reports")
        for path in modules(folder)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "today", "utcnow", "localdate", "localtime"}
    ]

    assert found == []
